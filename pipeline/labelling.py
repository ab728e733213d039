"""Words of a sentence -> which of them form skill mentions: a linear-chain CRF (Lafferty et al. 2001), BILOU labels.

Trained with CRFsuite (see training.py), run with numpy: what depends on one word is scored once per word type and
remembered, the rest is a few array additions; all sentences of a document are decoded together. Several CRFs are
folded into one by averaging their weights.
"""

import re
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


def place_attributes(index: int, size: int, section: str, word: str) -> list[str]:
    """Attributes of a word's place in its sentence, and of the word within the section."""
    found = [f"secw:{section}{fold(word)[-4:]}"]
    if index == 0:
        found += ["first", f"first:{section}", f"first:{shape(word)}"]
    if index == size - 1:
        found.append("last")
    return found


class Labeller:
    """Scores and decodes sentences; see ``label``. ``bias`` is taken from O to find more mentions."""

    def __init__(self, model: LinearModel, transitions: np.ndarray, bias: float = 0.0):
        self.model, self.transitions, self.bias = model, transitions.astype(np.float64), bias
        self._words: dict[str, int] = {}
        self._rows = np.zeros((1024, len(OFFSETS), len(LABELS)))
        self._shared: dict[str, np.ndarray] = {}

    @classmethod
    def load(cls, name: str = "mentions") -> "Labeller":
        with np.load(MODELS / f"{name}.transitions.npz") as data:
            return cls(LinearModel.load(name), data["transitions"], float(data["bias"]))

    def save(self, name: str = "mentions", folder: Path = MODELS) -> None:
        self.model.save(name, folder)
        np.savez(folder / f"{name}.transitions.npz", transitions=self.transitions, bias=self.bias)

    def _word(self, word: str) -> int:
        """Row number of a word's scores at the five offsets."""
        number = self._words.get(word)
        if number is None:
            if len(self._words) >= _MAX_CACHED:
                self._words.clear()
                self._shared.clear()
            number = len(self._words)
            if number == len(self._rows):
                self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            for place, offset in enumerate(OFFSETS):
                self._rows[number, place] = self.model.scores(word_attributes(word, offset)) - self.model.bias
            self._words[word] = number
        return number

    def _attribute(self, attribute: str) -> np.ndarray:
        row = self._shared.get(attribute)
        if row is None:
            row = self._shared[attribute] = self.model.scores([attribute]) - self.model.bias
        return row

    def scores(self, words: list[str], section: str, bullet: bool, kind: str, marks: list[str]) -> np.ndarray:
        """(words x labels) scores of one sentence. ``marks[i]`` is the lexicon mark of word i, "" for none."""
        size = len(words)
        numbers = [self._word(word) for word in [_EDGE, _EDGE, *words, _EDGE, _EDGE]]
        windows = np.lib.stride_tricks.sliding_window_view(np.array(numbers), len(OFFSETS))
        scores = self._rows[windows, np.arange(len(OFFSETS))].sum(axis=1)
        shared = np.sum([self._attribute(a) for a in sentence_attributes(words, section, bullet, kind)], axis=0)
        scores += shared
        padded = [_EDGE, *words, _EDGE]
        for index in range(size):
            names = place_attributes(index, size, section, words[index])
            names.append(pair_attribute(padded[index], padded[index + 1], 0))
            names.append(pair_attribute(padded[index + 1], padded[index + 2], 1))
            names += mark_attributes(marks, index)
            for name in names:
                scores[index] += self._attribute(name)
        return scores

    def label(self, scores: list[np.ndarray]) -> list[list[tuple[int, int, float]]]:
        """Per sentence the mentions as (first word, end word, probability), from the sentences' scores.

        Best path (Viterbi) with ``bias`` against O; the probability is the lowest marginal of the span's words.
        """
        if not scores:
            return []
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
