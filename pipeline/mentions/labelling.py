"""Words of a sentence -> which of them form skill mentions: a linear-chain CRF (Lafferty et al. 2001), BILOU labels.

Trained with CRFsuite (see training/labeller.py), run with numpy: what depends on one word is scored once per word type and
remembered, the rest is a few array additions; the sentences of some documents are decoded together, see ../decoding.py.
The log-probabilities of a network (network.py), which knows words by their meaning, are added to its scores: the two miss other things.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Protocol

import numpy as np

from ontology.normalising import fold

from ..cues import read_cues
from ..decoding import best_path, marginals
from ..linear import MODELS, LinearModel, RowTable

LABELS = ["O", "B", "I", "L", "U"]
OFFSETS = (-2, -1, 0, 1, 2)
NETWORK = 0.7  # how much the log-probabilities of the network count beside the scores of the CRF
_EDGE = "<edge>"
_NO_START, _NO_END = [2, 3], [1, 2]  # I and L cannot begin a sentence, B and I cannot end it
_NEVER = -50.0
_DIGITS = re.compile(r"\d")


@lru_cache(maxsize=1)
def _twins() -> dict[str, str]:
    """The Flemish words of cues/swaps.tsv and what they are called in the Netherlands; "&" is "en"."""
    return {row["other"]: row["one"] for row in read_cues("swaps") if row["kind"] in ("variant", "reading") and " " not in row["one"] + row["other"]}


@lru_cache(maxsize=100_000)
def read_as(word: str) -> str:
    """The word as the models read it: folded, and Flemish words as their twins in the Netherlands, so that who writes them is treated alike."""
    folded = fold(word)
    return _twins().get(folded, folded)


def shape(word: str) -> str:
    """"Xx", "XX", "x", "d", "Xd" or "." for a word: what its letters look like; "&" is a word."""
    if word == "&":
        return "x"
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
    folded = _DIGITS.sub("0", read_as(word))
    found = [f"{offset}w:{folded}"]
    if abs(offset) < 2:
        found += [f"{offset}s3:{folded[-3:]}", f"{offset}p4:{folded[:4]}", f"{offset}h:{shape(word)}", f"{offset}s2:{folded[-2:]}"]
    if offset == 0:
        found += [f"s4:{folded[-4:]}", f"s5:{folded[-5:]}", f"p3:{folded[:3]}", f"n:{min(len(folded), 15) // 3}"]
    return found


def pair_attribute(left: str, right: str, at: int) -> str:
    """``at`` 0: the pair ends in this word; 1: it begins with it."""
    return f"b{at}:{read_as(left)}|{read_as(right)}"


def sentence_attributes(words: list[str], section: str, bullet: bool, kind: str) -> list[str]:
    """Attributes that all words of a sentence share."""
    first = read_as(words[0]) if words else ""
    second = read_as(words[1]) if len(words) > 1 else ""
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
    return read_as(word)[-4:]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the labeller sees it: its words, where it stands and the lexicon mark of each word ("" for none)."""

    words: list[str]
    section: str
    bullet: bool
    kind: str
    marks: list[str]


class Scorer(Protocol):
    """What gives the words of sentences their log-probabilities, (words x labels)."""

    def scores(self, lines: Sequence[Line]) -> np.ndarray: ...


class Labeller:
    """Scores and decodes sentences; see ``label``. ``bias`` is taken from O to find more mentions; without a ``network`` the CRF is alone."""

    def __init__(self, model: LinearModel, transitions: np.ndarray, bias: float = 0.0, network: Scorer | None = None):
        self.model, self.transitions, self.bias, self.network = model, transitions.astype(np.float64), bias, network
        sums, size = model.sums, len(LABELS)
        self._words = RowTable((len(OFFSETS), size), lambda words: sums([word_attributes(word, at) for word in words for at in OFFSETS]).reshape(-1, len(OFFSETS), size))
        self._pairs = RowTable((2, size), lambda pairs: sums([[pair_attribute(*pair, at)] for pair in pairs for at in (0, 1)]).reshape(-1, 2, size))
        self._marks = RowTable((3, size), lambda marks: sums([[f"{at}x:{mark}"] if mark else [] for mark in marks for at in (-1, 0, 1)]).reshape(-1, 3, size))
        self._inner = RowTable((size,), lambda places: sums([place_attributes(False, False, section, _ending(word), "") for section, word in places]))
        self._edges = RowTable((size,), lambda places: sums([place_attributes(*place) for place in places]))
        self._lines = RowTable((size,), sums)

    @classmethod
    def load(cls, network: Scorer | None = None, name: str = "mentions") -> "Labeller":
        with np.load(MODELS / f"{name}.transitions.npz") as data:
            return cls(LinearModel.load(name), data["transitions"], float(data["bias"]), network)

    def save(self, name: str = "mentions", folder: Path = MODELS) -> None:
        self.model.save(name, folder)
        np.savez(folder / f"{name}.transitions.npz", transitions=self.transitions, bias=self.bias)

    def scores(self, lines: Sequence[Line]) -> np.ndarray:
        """(words x labels) scores of the words of all sentences in a row; no sentence is empty."""
        if not lines:
            return np.zeros((0, len(LABELS)))
        padded, marks, inner, edges = [], [], [], []
        for line in lines:
            words, final = line.words, len(line.words) - 1
            padded += (_EDGE, _EDGE, *words, _EDGE, _EDGE)
            marks += ("", "", *line.marks, "", "")
            inner += zip(repeat(line.section), words)
            edges += ((True, not final, line.section, _ending(words[0]), shape(words[0])), (not final, True, line.section, _ending(words[-1]), shape(words[0]) if not final else ""))
        sizes = np.array([len(line.words) for line in lines])
        ends = np.cumsum(sizes)
        words = self._words.rows(padded)
        scores = sum(words[at : at + len(words) - 4, at] for at in range(len(OFFSETS)))
        pairs, marked = self._pairs.rows(list(zip(padded, padded[1:]))), self._marks.rows(marks)
        scores += pairs[1:-2, 0] + pairs[2:-1, 1] + marked[1:-3, 0] + marked[2:-2, 1] + marked[3:-1, 2]
        scores = scores[np.arange(ends[-1]) + np.repeat(np.arange(len(lines)) * 4, sizes)]
        stand = self._inner.rows(inner)
        stand[np.stack([ends - sizes, ends - 1], axis=1).ravel()] = self._edges.rows(edges)
        shared = self._lines.rows([tuple(sentence_attributes(line.words, line.section, line.bullet, line.kind)) for line in lines])
        scores = scores + stand + np.repeat(shared, sizes, axis=0)
        return scores + NETWORK * self.network.scores(lines) if self.network else scores

    def label(self, scores: np.ndarray, sizes: Sequence[int]) -> list[list[tuple[int, int, float]]]:
        """Per sentence the mentions as (first word, end word, probability), from the scores of all words in a row.

        Best path (Viterbi) with ``bias`` against O; the probability is the lowest marginal of the span's words.
        """
        found: list[list[tuple[int, int, float]]] = [[] for _ in sizes]
        if not len(scores):
            return found
        sizes = np.asarray(sizes)
        starts = np.cumsum(sizes) - sizes
        unary = scores.copy()
        unary[np.ix_(starts, _NO_START)] += _NEVER
        unary[np.ix_(starts + sizes - 1, _NO_END)] += _NEVER
        against = np.array([self.bias, *[0.0] * (len(LABELS) - 1)])
        first, end = _spans(best_path(unary - against, self.transitions, sizes), starts)
        owners = np.searchsorted(starts, first, side="right") - 1
        with_span = np.zeros(len(sizes), dtype=bool)
        with_span[owners] = True
        asked = np.repeat(with_span, sizes)
        inside = np.ones(len(scores) + 1)
        inside[:-1][asked] = 1 - marginals(unary[asked], self.transitions, sizes[with_span])[:, 0]
        lowest = np.minimum.reduceat(inside, np.stack([first, end], axis=1).ravel())[::2] if len(first) else inside[:0]
        for owner, begin, last, probability in zip(owners.tolist(), (first - starts[owners]).tolist(), (end - starts[owners]).tolist(), lowest.tolist()):
            found[owner].append((begin, last, probability))
        return found


def mark_attributes(marks: list[str], index: int) -> list[str]:
    """Attributes from the lexicon marks of a word and its neighbours ("B-skill", "I-skill" ... or "")."""
    found = [f"0x:{marks[index]}"] if marks[index] else []
    if index and marks[index - 1]:
        found.append(f"-1x:{marks[index - 1]}")
    if index + 1 < len(marks) and marks[index + 1]:
        found.append(f"1x:{marks[index + 1]}")
    return found


def _spans(path: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(first words, end words) of the mentions in the labels of all words; sentences begin at ``starts``.

    A mention ends in L or U and begins in B, U or where no mention is open.
    """
    named, closes = path > 0, path > 2
    open_ = np.concatenate(([False], named[:-1] & ~closes[:-1]))
    open_[starts] = False
    begins = np.flatnonzero((path == 1) | (path == 4) | (named & ~open_))
    ends = np.flatnonzero(closes)
    return begins[np.searchsorted(begins, ends, side="right") - 1], ends + 1
