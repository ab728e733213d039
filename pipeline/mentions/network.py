"""Words of sentences -> log-probabilities of the labels of mentions, from a small convolutional network: numpy alone.

A word is its vector in the encoder of the ontology, so that unseen words stand near those that mean the same, and the sum of learned vectors of
its attributes: the word itself where it is frequent, its endings and form, what the lexicon says of it and where its sentence stands. Two
convolutions read it with its neighbours; the strongest of what they see in the sentence is told to all its words (Collobert et al. 2011).
Trained by ``pipeline.training.mention_network``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ontology.encoding import Encoder

from ..linear import MODELS, LinearModel, RowTable
from .labelling import LABELS, Line, read_as, shape

FILE = "mentions.network.npz"
REACH = 3  # words that a convolution reads
_WEIGHTS = ("meaning", "dense0", "bias0", "dense1", "bias1", "whole", "whole_bias", "out", "out_whole", "out_bias")
_MOST_KNOWN = 20_000  # words of which the vectors are remembered


def word_names(word: str) -> list[str]:
    """The attributes of a word that have a vector, by itself."""
    read = read_as(word)
    return [f"w:{read}", f"s3:{read[-3:]}", f"s2:{read[-2:]}", f"p4:{read[:4]}", f"h:{shape(word)}"]


def line_names(line: Line) -> tuple[str, ...]:
    """The attributes that all words of a sentence share."""
    size = "short" if len(line.words) <= 4 else "middle" if len(line.words) <= 12 else "long"
    return f"sec:{line.section}", f"bul:{line.bullet}", f"kind:{line.kind}", f"len:{size}"


def meanings(found: Sequence[str], encoder: Encoder) -> np.ndarray:
    """(words x dimensions) the unit vectors of words in the encoder; zeros for signs."""
    return encoder.encode([read_as(word) for word in found])


class Network:
    """``arrays``: what ``pipeline.training.mention_network.train`` gives. ``encoder``: the one it was trained with."""

    def __init__(self, arrays: Mapping[str, np.ndarray], encoder: Encoder):
        vectors = arrays["attributes"]
        named = vectors.shape[1]
        self.attributes, self.encoder = LinearModel([""] * named, arrays["hashes"], vectors, np.zeros(named)), encoder
        self.w = {name: arrays[name].astype(np.float64) for name in _WEIGHTS}
        meant, sums = self.w["meaning"].shape[1], self.attributes.sums
        self._meant = meant
        self._words = RowTable((meant + named,), self._of_words, _MOST_KNOWN)
        self._marks = RowTable((named,), lambda marks: sums([[f"x:{mark}"] for mark in marks]))
        self._lines = RowTable((named,), sums)

    @classmethod
    def load(cls, encoder: Encoder, path: Path = MODELS / FILE) -> "Network":
        """Raises ValueError when it was trained with another encoder."""
        with np.load(path, allow_pickle=False) as data:
            if str(data["encoder"]) != encoder.fingerprint:
                raise ValueError(f"{path.name} was trained with another encoder; retrain it with pipeline.training.labeller")
            return cls(dict(data), encoder)

    def _of_words(self, found: list[str]) -> np.ndarray:
        return np.concatenate([meanings(found, self.encoder) @ self.w["meaning"], self.attributes.sums([word_names(word) for word in found])], axis=1)

    def scores(self, lines: Sequence[Line]) -> np.ndarray:
        """(words x labels) log-probabilities of the words of all sentences in a row; no sentence is empty.

        In float64, so that what is read together changes no digit that is shown.
        """
        if not lines:
            return np.zeros((0, len(LABELS)))
        sizes = np.array([len(line.words) for line in lines])
        x = self._words.rows([word for line in lines for word in line.words])
        x[:, self._meant :] += self._marks.rows([mark for line in lines for mark in line.marks])
        x[:, self._meant :] += np.repeat(self._lines.rows([line_names(line) for line in lines]), sizes, axis=0)
        starts = np.cumsum(sizes) - sizes
        w = self.w
        x = _seen(x, starts, w["dense0"], w["bias0"])
        x += _seen(x, starts, w["dense1"], w["bias1"])
        strongest = np.maximum(np.maximum.reduceat(x, starts) @ w["whole"] + w["whole_bias"], 0)
        scores = x @ w["out"] + np.repeat(strongest @ w["out_whole"] + w["out_bias"], sizes, axis=0)
        scores -= scores.max(axis=1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _seen(x: np.ndarray, starts: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """What a convolution sees of each word of (words x n), read between those before and after it in its sentence; ``kernel`` (3n x hidden)."""
    before, own, after = (x @ part for part in np.split(kernel, REACH))
    before[starts[1:] - 1], after[starts] = 0, 0
    own[1:] += before[:-1]
    own[:-1] += after[1:]
    own += bias
    return np.maximum(own, 0, out=own)
