"""Hits of rules in a sentence -> log-odds that they speak of the candidate, from a network that reads the words around them: numpy alone.

A word is the sum of vectors of its letters (hashed n-grams of the ontology's encoder, brought to few dimensions and kept in the model, so that unseen
words have a place as well), a learned vector where it is known, and its class (you, we, served ...). Read are the words around the hit in its sentence,
the heading above and the sentences next to it. With its place seen from the hit, and what other rules meet, each word goes through convolutions; the hit then attends to
all of them (Kim 2014; Vaswani et al. 2017). The log-odds are the mean of networks of different seeds. Trained by ``pipeline.training.wording_network``.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from ontology.spelling import word_features

from ..linear import attribute_hash
from ..types import GROUNDS
from .hits import Hit
from .rules import family_of
from .views import View
from .words import class_of, classes

SIDES = 2048  # buckets of what is known of a hit besides its words
REACH = 24  # words before and after the hit
PLACES = 23  # 0: in the hit, _HEADING and further: outside its sentence
_HEADING, _BEFORE, _AFTER = 20, 21, 22
_MOST_AROUND = (6, 14, 6)  # words of the heading, of the sentences before and after
_WORD = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")
_GROUND = {ground: number for number, ground in enumerate(sorted(GROUNDS))}
OTHERS = len(_GROUND) + 1  # what else is met on a word: each ground, any
_SIDE = re.compile(r"(?:text|section|wanted|item|told|stands|cue):[^&]*")  # attributes of the linear model that the network sees too
_MOST_KNOWN = 50_000  # hits of which the log-odds are remembered
_KNOWN_WORDS = 20_000  # that are remembered
Key = tuple[int, int, str]  # first, end, ground


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One hit as the network reads it: n ``words``, their ``places`` (n), ``others`` (n x OTHERS) met on them, ``side`` buckets."""

    words: list[str]
    places: np.ndarray
    others: np.ndarray
    side: list[int]


@lru_cache(maxsize=10_000)
def _words_of(sentence: str) -> list[tuple[int, int, str]]:
    return [(*match.span(), match[0]) for match in _WORD.finditer(sentence)]


def place_of(distance: int) -> int:
    """The number of a place so many words after (or, negative, before) the hit: one by one up to 6, then wider."""
    far = abs(distance)
    step = far if far <= 6 else 7 if far <= 9 else 8 if far <= 14 else 9
    return step + 10 if distance > 0 else step


def examples_of(view: View, hits: Sequence[Hit], wanted: Collection[Key] | None = None) -> dict[Key, Example]:
    """What the network reads of the ``wanted`` hits in a sentence, by default of all; rules that meet the same words on the same ground are one hit."""
    grouped: dict[Key, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault((hit.first, hit.end, hit.rule.ground), []).append(hit)
    words = _words_of(view.context)
    return {key: _example(words, key, grouped, view.around) for key in grouped if wanted is None or key in wanted}


def _example(words: list[tuple[int, int, str]], key: Key, grouped: dict[Key, list[Hit]], around: tuple[str, str, str]) -> Example:
    inside = _inside(words, key) or [min(len(words) - 1, sum(end <= key[0] for _, end, _ in words))]
    low, high = max(0, inside[0] - REACH), inside[-1] + 1 + REACH
    heading, before, after = ([word for _, _, word in _words_of(text)] for text in around)
    heading, before, after = heading[: _MOST_AROUND[0]], before[-_MOST_AROUND[1] :], after[: _MOST_AROUND[2]]
    read = [*heading, *before, *(word for _, _, word in words[low:high]), *after]
    own = [place_of(min(0, n - inside[0]) + max(0, n - inside[-1])) for n in range(low, min(high, len(words)))]
    places = [_HEADING] * len(heading) + [_BEFORE] * len(before) + own + [_AFTER] * len(after)
    others, first = np.zeros((len(read), OTHERS), np.float32), len(heading) + len(before) - low
    for other in grouped:
        if other != key:
            for number in _inside(words, other):
                if low <= number < high:
                    others[first + number, _GROUND[other[2]]] = others[first + number, -1] = 1
    return Example(read, np.array(places), others, _side(grouped[key], key[2]))


def _inside(words: list[tuple[int, int, str]], key: Key) -> list[int]:
    return [number for number, (start, end, _) in enumerate(words) if start < key[1] and key[0] < end]


def _side(hits: Sequence[Hit], ground: str) -> list[int]:
    names = {f"ground:{ground}"}
    for hit in hits:
        names |= {f"rule:{hit.rule.id}", f"family:{family_of(hit.rule.id)}", f"broad:{hit.broad}"}
        names.update(name for leave in hit.met for name in (f"leave:{leave}", f"leave:{leave}|{ground}"))
        names.update(name for name in hit.attributes if _SIDE.fullmatch(name))
    return sorted({attribute_hash(name) % SIDES for name in names})


def unpacked(packed: np.ndarray) -> np.ndarray:
    """(rows x 2n) numbers from -7 to 7 of (rows x n) bytes with two of them each."""
    return np.stack([packed & 15, packed >> 4], axis=-1).reshape(len(packed), -1).astype(np.int8) - 7


class LetterVectors:
    """``packed`` (BUCKETS of ontology.spelling x n/2): 4-bit vectors of n-grams with one ``scale`` a row; ``mean`` (n) is taken off a word's sum."""

    def __init__(self, packed: np.ndarray, scale: np.ndarray, mean: np.ndarray):
        self.packed, self.scale, self.mean = packed, scale.astype(np.float32), mean.astype(np.float32)

    def vector(self, word: str) -> np.ndarray:
        """A unit vector of n numbers."""
        buckets = word_features(word)
        summed = self.scale[buckets] @ unpacked(self.packed[buckets]) - self.mean
        return (summed / (np.linalg.norm(summed) + 1e-6)).astype(np.float32)


class Network:
    """Members of different seeds and depths, side by side: ``arrays`` by the names that training gives them, one set a member, the deepest last."""

    def __init__(self, members: Sequence[dict[str, np.ndarray]], letters: LetterVectors, known: dict[int, int]):
        members = sorted(members, key=_layers)
        self.w = {name: np.stack([member[name] for member in members if name in member]) for name in members[-1]}
        self.layers, self.heads = _layers(members[-1]), members[0]["places_seen"].shape[1]
        self.letters, self.known = letters, known
        self._word = lru_cache(maxsize=_KNOWN_WORDS)(self._word_vectors)
        self._known: dict[bytes, float] = {}

    @classmethod
    def from_arrays(cls, data: dict[str, np.ndarray]) -> "Network":
        """From the arrays that ``pipeline.training.wording_network.stored`` makes."""
        letters = LetterVectors(data["packed"], data["scale"], data["mean"])
        known = {int(word): number for number, word in enumerate(data["known"])}
        numbers = sorted({name.split("/")[0] for name in data if "/" in name})
        return cls([_widened({name.split("/", 1)[1]: data[name] for name in data if name.startswith(f"{number}/")}) for number in numbers], letters, known)

    def logits(self, view: View, hits: Sequence[Hit], wanted: Collection[Key] | None = None) -> dict[Key, float]:
        """Log-odds that the ``wanted`` of the hits in a sentence speak of the candidate; by default of all."""
        examples = examples_of(view, hits, wanted)
        return {key: self._logit(example) for key, example in examples.items()}

    def _logit(self, example: Example) -> float:
        """The mean of the members; what was read before is remembered, for advertisements repeat much."""
        read = blake2b("\0".join(example.words).encode() + example.places.tobytes() + example.others.tobytes() + repr(example.side).encode(), digest_size=16).digest()
        if read not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            each = self._read(example)
            self._known[read] = sum(each.tolist()) / len(each)
        return self._known[read]

    def _word_vectors(self, word: str) -> np.ndarray:
        """(members x hidden)"""
        vectors = self.letters.vector(word) @ self.w["letters"] + self.w["classes"][:, classes().index(class_of(word))]
        number = self.known.get(attribute_hash(word))
        return vectors if number is None else vectors + self.w["words"][:, number]

    def _read(self, example: Example) -> np.ndarray:
        """Of each member the log-odds that the hit speaks of the candidate."""
        w = self.w
        x = np.stack([self._word(word) for word in example.words], axis=1) + w["places"][:, example.places] + example.others @ w["others"]
        x = _norm(x, w["norm.weight"], w["norm.bias"])
        members, length, hidden = x.shape
        for layer in range(self.layers):
            far, kernel = 1 << layer, w[f"conv{layer}.weight"]
            deep = x[-len(kernel) :]  # of the members that have so many layers
            wide = np.zeros((len(kernel), length, 3, hidden), np.float32)  # each word with those before and after it
            wide[:, far:, 0], wide[:, :, 1], wide[:, :-far, 2] = deep[:, :-far], deep, deep[:, far:]
            added = _gelu(wide.reshape(len(kernel), length, -1) @ kernel + w[f"conv{layer}.bias"][:, None])
            x[-len(kernel) :] = _norm(deep + added, w[f"norm{layer}.weight"], w[f"norm{layer}.bias"])
        hit = x[:, example.places == 0].mean(1)
        side = w["sides"][:, example.side].sum(1)
        asked = _times(np.concatenate([hit, side], axis=1), w["asks.weight"]) + w["asks.bias"]
        keys = (x @ w["keys.weight"] + w["keys.bias"][:, None]).reshape(members, length, self.heads, -1)
        scores = (keys * asked.reshape(members, 1, self.heads, -1)).sum(-1) / np.sqrt(keys.shape[-1]) + w["places_seen"][:, example.places]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        values = (x @ w["values.weight"] + w["values.bias"][:, None]).reshape(members, length, self.heads, -1)
        seen = (scores[..., None] * values).sum(1) / scores.sum(1)[..., None]
        together = np.concatenate([hit, side, seen.reshape(members, -1), x.max(1)], axis=1)
        return (_gelu(_times(together, w["dense.weight"]) + w["dense.bias"]) * w["out.weight"]).sum(1) + w["out.bias"][:, 0]


def _layers(member: dict[str, np.ndarray]) -> int:
    return sum(name.startswith("conv") and name.endswith("weight") for name in member)


def _times(rows: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    """(members x a) times (members x a x b): (members x b)"""
    return (rows[:, None] @ matrices)[:, 0]


def _norm(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Layer normalisation of (members x words x hidden), in place."""
    x -= np.add.reduce(x, 2, keepdims=True) / x.shape[2]
    spread = np.einsum("mij,mij->mi", x, x) / x.shape[2]
    x *= (1 / np.sqrt(spread + 1e-5))[..., None]
    x *= weight[:, None]
    x += bias[:, None]
    return x


def _gelu(x: np.ndarray) -> np.ndarray:
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def _widened(stored: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """8-bit arrays with their ``:scale`` as floats."""
    return {
        name: (array * stored[f"{name}:scale"]).astype(np.float32) if f"{name}:scale" in stored else array.astype(np.float32)
        for name, array in stored.items()
        if not name.endswith(":scale")
    }
