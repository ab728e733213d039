"""Words of a sentence -> which of them form skill mentions: a linear-chain CRF (Lafferty et al. 2001), BILOU labels.

Trained with CRFsuite (see training.py), run with numpy: what depends on one word is scored once per word type and
remembered, the rest is a few array additions; all sentences of a document are decoded together. Several CRFs are
folded into one by averaging their weights.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ontology.normalising import fold

from .linear import MODELS, LinearModel

LABELS = ["O", "B", "I", "L", "U"]
OFFSETS = (-2, -1, 0, 1, 2)
_EDGE = "<edge>"
_MAX_CACHED = 100_000
_NO_START, _NO_END = [2, 3], [1, 2]  # I and L cannot begin a sentence, B and I cannot end it
_NEVER = -50.0
_TOGETHER = 64
_DIGITS = re.compile(r"\d")


def shape(word: str) -> str:
    """"Xx", "XX", "x", "d", "Xd" or "." for a word: what its letters look like."""
    if word.isalpha():
        if word.islower():
            return "x"
        if word.isupper():
            return "X" if len(word) == 1 else "XX"
        return "Xx" if word[0].isupper() and word[1:].islower() else "xX"
    if word.isdigit():
        return "d"
    return "xd" if any(char.isalnum() for char in word) else word[:2]


def word_attributes(word: str, offset: int) -> list[str]:
    """Attributes that depend on one word alone, for the word ``offset`` places away."""
    folded = _DIGITS.sub("0", fold(word))
    found = [f"{offset}w:{folded}"]
    if abs(offset) < 2:
        found += [f"{offset}s3:{folded[-3:]}", f"{offset}p4:{folded[:4]}", f"{offset}h:{shape(word)}", f"{offset}s2:{folded[-2:]}"]
    if offset == 0:
        found += [f"s4:{folded[-4:]}", f"s5:{folded[-5:]}", f"p3:{folded[:3]}", f"n:{min(len(folded), 15) // 3}"]
    return found


def pair_attribute(left: str, right: str, at: int) -> str:
    """``at`` 0: the pair ends in this word; 1: it begins with it."""
    return f"b{at}:{fold(left)}|{fold(right)}"


def sentence_attributes(words: list[str], section: str, bullet: bool, kind: str) -> list[str]:
    """Attributes that all words of a sentence share."""
    first = fold(words[0]) if words else ""
    second = fold(words[1]) if len(words) > 1 else ""
    size = "short" if len(words) <= 4 else "middle" if len(words) <= 12 else "long"
    return [
        f"sec:{section}", f"bul:{bullet}", f"kind:{kind}", f"secbul:{section}{bullet}", f"len:{size}",
        f"secsize:{section}{size}", f"o1:{first}", f"o2:{first} {second}",
    ]  # fmt: skip


def place_attributes(first: bool, last: bool, section: str, ending: str, look: str) -> list[str]:
    """Attributes of a word's place in its sentence, and of its ``ending`` within the section; ``look``: the shape of a first word."""
    found = [f"secw:{section}{ending}"]
    if first:
        found += ["first", f"first:{section}", f"first:{look}"]
    if last:
        found.append("last")
    return found


def word_places(words: Sequence[str], section: str) -> list[tuple[bool, bool, str, str, str]]:
    """The arguments of ``place_attributes`` for every word of a sentence."""
    final = len(words) - 1
    return [(not index, index == final, section, _ending(word), shape(word) if not index else "") for index, word in enumerate(words)]


@lru_cache(maxsize=100_000)
def _ending(word: str) -> str:
    return fold(word)[-4:]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the labeller sees it: its words, where it stands and the lexicon mark of each word ("" for none)."""

    words: list[str]
    section: str
    bullet: bool
    kind: str
    marks: list[str]


class _Rows:
    """A growing table of weights: each key is scored once, then it is a row number. Forgets all when there are ``_MAX_CACHED``."""

    def __init__(self, shape: tuple[int, ...], make):
        self._make, self._numbers = make, {}
        self.table = np.zeros((1024, *shape))

    def numbers(self, keys: Iterable) -> list[int]:
        """A row number for each key; valid until the next call that finds the table full."""
        keys = list(keys)
        if len(self._numbers) + len(keys) > _MAX_CACHED:
            self._numbers.clear()
        known = self._numbers
        return [known[key] if key in known else self._add(key) for key in keys]

    def rows(self, keys: Iterable) -> np.ndarray:
        """The weights of each key."""
        numbers = self.numbers(keys)
        return self.table[numbers]

    def _add(self, key) -> int:
        number = len(self._numbers)
        if number == len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        self.table[number] = self._make(key)
        self._numbers[key] = number
        return number


class Labeller:
    """Scores and decodes sentences; see ``label``. ``bias`` is taken from O to find more mentions."""

    def __init__(self, model: LinearModel, transitions: np.ndarray, bias: float = 0.0):
        self.model, self.transitions, self.bias = model, transitions.astype(np.float64), bias
        weigh = self._weigh
        self._words = _Rows((len(OFFSETS), len(LABELS)), lambda word: [weigh(word_attributes(word, offset)) for offset in OFFSETS])
        self._pairs = _Rows((2, len(LABELS)), lambda pair: [weigh([pair_attribute(*pair, at)]) for at in (0, 1)])
        self._marks = _Rows((3, len(LABELS)), lambda mark: [weigh([f"{at}x:{mark}"] if mark else []) for at in (-1, 0, 1)])
        self._places = _Rows((len(LABELS),), lambda place: weigh(place_attributes(*place)))
        self._lines = _Rows((len(LABELS),), lambda attributes: weigh(attributes))

    @classmethod
    def load(cls, name: str = "mentions") -> "Labeller":
        with np.load(MODELS / f"{name}.transitions.npz") as data:
            return cls(LinearModel.load(name), data["transitions"], float(data["bias"]))

    def save(self, name: str = "mentions", folder: Path = MODELS) -> None:
        self.model.save(name, folder)
        np.savez(folder / f"{name}.transitions.npz", transitions=self.transitions, bias=self.bias)

    def _weigh(self, attributes: Iterable[str]) -> np.ndarray:
        return self.model.scores(attributes) - self.model.bias

    def scores(self, lines: Sequence[Line]) -> list[np.ndarray]:
        """(words x labels) scores of each sentence of a document."""
        padded, real, at = [], [], 0
        for line in lines:
            padded += [_EDGE, _EDGE, *line.words, _EDGE, _EDGE]
            real += range(at + 2, at + 2 + len(line.words))
            at += len(line.words) + 4
        if not real:
            return []
        places = np.array(real)
        words = np.array(self._words.numbers(padded))
        scores = sum(self._words.table[words[places + offset], number] for number, offset in enumerate(OFFSETS))
        pairs = np.array(self._pairs.numbers(zip(padded, padded[1:])))
        scores += self._pairs.table[pairs[places - 1], 0] + self._pairs.table[pairs[places], 1]
        marks = [mark for line in lines for mark in ("", "", *line.marks, "", "")]
        if any(marks):
            met = np.array(self._marks.numbers(marks))
            scores += self._marks.table[met[places - 1], 0] + self._marks.table[met[places], 1] + self._marks.table[met[places + 1], 2]
        scores += self._places.rows(place for line in lines for place in word_places(line.words, line.section))
        shared = self._lines.rows(tuple(sentence_attributes(line.words, line.section, line.bullet, line.kind)) for line in lines)
        sizes = [len(line.words) for line in lines]
        scores += np.repeat(shared, sizes, axis=0)
        return np.split(scores, np.cumsum(sizes)[:-1])

    def label(self, scores: list[np.ndarray]) -> list[list[tuple[int, int, float]]]:
        """Per sentence the mentions as (first word, end word, probability), from the sentences' scores.

        Best path (Viterbi) with ``bias`` against O; the probability is the lowest marginal of the span's words.
        """
        found: list[list[tuple[int, int, float]]] = [[]] * len(scores)
        order = sorted(range(len(scores)), key=lambda number: len(scores[number]))
        for at in range(0, len(order), _TOGETHER):
            some = order[at : at + _TOGETHER]
            for number, spans in zip(some, self._label([scores[number] for number in some])):
                found[number] = spans
        return found

    def _label(self, scores: list[np.ndarray]) -> list[list[tuple[int, int, float]]]:
        """Sentences of about the same length, decoded together."""
        sizes = np.array([len(matrix) for matrix in scores])
        unary = np.zeros((len(scores), sizes.max(), len(LABELS)))
        for number, matrix in enumerate(scores):
            unary[number, : sizes[number]] = matrix
            unary[number, 0, _NO_START] += _NEVER
            unary[number, sizes[number] - 1, _NO_END] += _NEVER
        marginals = self._marginals(unary, sizes)
        unary[:, :, 0] -= self.bias
        paths = self._viterbi(unary, sizes)
        return [_spans(paths[number, :size], marginals[number, :size]) for number, size in enumerate(sizes)]

    def _viterbi(self, unary: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """Best label per place; places past the end of a sentence repeat its last label."""
        count, longest, width = unary.shape
        back = np.tile(np.arange(width, dtype=np.int8), (count, longest, 1))
        best = unary[:, 0].copy()
        for place in range(1, longest):
            live = sizes > place
            steps = best[live][:, :, None] + self.transitions
            back[live, place] = steps.argmax(axis=1)
            best[live] = steps.max(axis=1) + unary[live, place]
        path = np.zeros((count, longest), dtype=np.int8)
        path[:, -1] = best.argmax(axis=1)
        rows = np.arange(count)
        for place in range(longest - 1, 0, -1):
            path[:, place - 1] = back[rows, place, path[:, place]]
        return path

    def _marginals(self, unary: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """Forward-backward with scaling: (sentences x places x labels) probabilities; past the end they mean nothing."""
        potential = np.exp(unary - unary.max(axis=2, keepdims=True))
        step = np.exp(self.transitions - self.transitions.max())
        longest = unary.shape[1]
        forward, backward = np.empty_like(unary), np.ones_like(unary)
        forward[:, 0] = potential[:, 0] / potential[:, 0].sum(axis=1, keepdims=True)
        for place in range(1, longest):
            state = (forward[:, place - 1] @ step) * potential[:, place]
            forward[:, place] = state / state.sum(axis=1, keepdims=True)
        for place in range(longest - 2, -1, -1):
            live = sizes > place + 1
            state = (backward[live, place + 1] * potential[live, place + 1]) @ step.T
            backward[live, place] = state / state.sum(axis=1, keepdims=True)
        both = forward * backward
        return both / both.sum(axis=2, keepdims=True)


def mark_attributes(marks: list[str], index: int) -> list[str]:
    """Attributes from the lexicon marks of a word and its neighbours ("B-skill", "I-skill" ... or "")."""
    found = [f"0x:{marks[index]}"] if marks[index] else []
    if index and marks[index - 1]:
        found.append(f"-1x:{marks[index - 1]}")
    if index + 1 < len(marks) and marks[index + 1]:
        found.append(f"1x:{marks[index + 1]}")
    return found


def _spans(path: np.ndarray, marginals: np.ndarray) -> list[tuple[int, int, float]]:
    spans, first = [], None
    for place, label in enumerate(path):
        if label == 0:
            first = None
            continue
        if label in (1, 4) or first is None:
            first = place
        if label in (3, 4):
            inside = 1 - marginals[first : place + 1, 0]
            spans.append((first, place + 1, float(inside.min())))
            first = None
    return spans
