"""A small static encoder: a label-market term -> a unit vector, near the vectors of terms that mean the same.

Hashed features (words, word pairs, character 3-5-grams) are looked up in one table of embeddings, summed and
normalised: numpy alone, tens of thousands of terms a second. Trained contrastively on the labels of concepts and on terms that people
linked to them (InfoNCE, van den Oord et al. 2018; hashed n-grams after fastText, Bojanowski et al. 2017) by train_encoder.py.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from .normalising import words
from .spelling import bucket, word_features

MODEL = Path(__file__).parent / "models" / "encoder.npz"
DIMENSIONS = 128


def pair_feature(left: str, right: str) -> int:
    """Bucket number of two words that follow each other."""
    return bucket(f"b {left} {right}")


def features(text: str) -> list[int]:
    """Bucket numbers of a term, with repeats: those of its words and of its word pairs."""
    found = words(text)
    return [number for word in found for number in word_features(word)] + [pair_feature(*pair) for pair in zip(found, found[1:])]


class Encoder:
    """``table``: (BUCKETS x DIMENSIONS) int8 embeddings with one ``scale`` a row."""

    def __init__(self, table: np.ndarray, scale: np.ndarray):
        self.table, self.scale = table, scale.astype(np.float32)
        self._word = lru_cache(maxsize=50_000)(self._word_vector)

    @classmethod
    def load(cls, path: Path = MODEL) -> "Encoder":
        with np.load(path, allow_pickle=False) as data:
            return cls(data["table"], data["scale"])

    def save(self, path: Path = MODEL) -> None:
        path.parent.mkdir(exist_ok=True)
        np.savez_compressed(path, table=self.table, scale=self.scale.astype(np.float16))

    @classmethod
    def quantised(cls, table: np.ndarray) -> "Encoder":
        """From float embeddings: 8 bits a number, scaled by row."""
        scale = np.abs(table).max(axis=1) / 127 + 1e-12
        return cls(np.round(table / scale[:, None]).astype(np.int8), scale)

    @property
    def fingerprint(self) -> str:
        """Tells encoders apart: vectors of one cannot be compared with those of another."""
        return f"{zlib.crc32(self.table.tobytes()):08x}"

    def _word_vector(self, word: str) -> np.ndarray:
        buckets = word_features(word)
        return self.scale[buckets] @ self.table[buckets]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts x DIMENSIONS) float32 unit vectors; zeros for a text without words."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        pairs, owners = [], []
        for number, text in enumerate(texts):
            found = words(text)
            for word in found:
                vectors[number] += self._word(word)
            pairs += [pair_feature(*pair) for pair in zip(found, found[1:])]
            owners += [number] * (len(found) - 1)
        if pairs:
            np.add.at(vectors, owners, self.table[pairs] * self.scale[pairs, None])
        return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12)

    def __reduce__(self):
        return Encoder, (self.table, self.scale)
