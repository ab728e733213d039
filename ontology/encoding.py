"""A small static encoder: a label-market term -> a unit vector, near the vectors of terms that mean the same.

Hashed features (words, word pairs, character 3-5-grams) are looked up in one table of embeddings, summed and
normalised: numpy alone, thousands of terms a second. Trained contrastively on the labels of concepts (InfoNCE, van den
Oord et al. 2018; hashed n-grams after fastText, Bojanowski et al. 2017) by train_encoder.py.
"""

import zlib
from pathlib import Path

import numpy as np

from .normalising import surface_key

MODEL = Path(__file__).parent / "models" / "encoder.npz"
BUCKETS = 1 << 16
DIMENSIONS = 128


def features(text: str) -> tuple[int, ...]:
    """Bucket numbers of the features of a term, distinct and sorted."""
    words = surface_key(text).split()
    names = [f"w {word}" for word in words] + [f"b {a} {b}" for a, b in zip(words, words[1:])]
    for word in words:
        bounded = f"<{word}>"
        names += [bounded[i : i + size] for size in (3, 4, 5) for i in range(len(bounded) - size + 1)]
    return tuple(sorted({zlib.crc32(name.encode()) % BUCKETS for name in names}))


class Encoder:
    """``table``: (BUCKETS x DIMENSIONS) int8 embeddings with one ``scale`` a row."""

    def __init__(self, table: np.ndarray, scale: np.ndarray):
        self.table, self.scale = table, scale.astype(np.float32)

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

    def encode(self, text: str) -> np.ndarray:
        """Unit vector of DIMENSIONS float32; zeros for a text without words."""
        buckets = np.array(features(text), dtype=np.int64)
        if not len(buckets):
            return np.zeros(DIMENSIONS, dtype=np.float32)
        vector = (self.table[buckets] * self.scale[buckets, None]).sum(axis=0)
        return vector / (np.linalg.norm(vector) + 1e-12)
