"""Linear models over named attributes, as small arrays: attribute names are hashed, weights are summed.

A model trained elsewhere (CRFsuite, scikit-learn) is exported as CRC-32 hashes of its attribute names and one row
of weights each, so that running needs numpy alone and no word list is shipped (feature hashing, Weinberger
et al. 2009).
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

MODELS = Path(str(files("pipeline") / "models"))


def attribute_hash(attribute: str) -> int:
    return zlib.crc32(attribute.encode())


def logit(probability: float) -> float:
    """Log-odds; of what is nearly certain as if one in ten thousand were otherwise."""
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))



class LinearModel:
    """``labels`` and, for each known attribute, a row of weights; unknown attributes weigh nothing."""

    def __init__(self, labels: list[str], hashes: np.ndarray, weights: np.ndarray, bias: np.ndarray):
        self.labels, self.hashes, self.weights, self.bias = labels, hashes, weights.astype(np.float32), bias

    @classmethod
    def from_weights(cls, labels: list[str], weights: dict[str, np.ndarray], bias: np.ndarray | None = None) -> "LinearModel":
        """A model from attribute name -> weights in the order of ``labels``; equal hashes are added up."""
        size = len(labels)
        table: dict[int, np.ndarray] = {}
        for name, row in weights.items():
            key = attribute_hash(name)
            table[key] = table[key] + row if key in table else np.asarray(row, dtype=np.float32)
        keys = sorted(table)
        rows = np.array([table[key] for key in keys], dtype=np.float32).reshape(len(keys), size)
        return cls(list(labels), np.array(keys, dtype=np.uint32), rows, np.zeros(size) if bias is None else bias)

    @classmethod
    def load(cls, name: str) -> "LinearModel":
        with np.load(MODELS / f"{name}.npz", allow_pickle=False) as data:
            return cls([str(label) for label in data["labels"]], data["hashes"], data["weights"], data["bias"])

    def save(self, name: str, folder: Path = MODELS) -> None:
        np.savez_compressed(
            folder / f"{name}.npz",
            labels=np.array(self.labels), hashes=self.hashes, weights=self.weights.astype(np.float16), bias=self.bias,
        )  # fmt: skip

    def scores(self, attributes: Iterable[str]) -> np.ndarray:
        """Sum of the weights of ``attributes`` plus the bias, in the order of ``labels``."""
        wanted = np.fromiter(map(attribute_hash, attributes), dtype=np.uint32)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return self.weights[at[self.hashes[at] == wanted]].sum(axis=0) + self.bias

    def predict(self, rows: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
        """For each list of attributes the best label and its probability (softmax)."""
        if not rows:
            return []
        sizes = [len(row) for row in rows]
        wanted = np.fromiter((attribute_hash(name) for row in rows for name in row), dtype=np.uint32, count=sum(sizes))
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        weights = np.where((self.hashes[at] == wanted)[:, None], self.weights[at], 0).astype(np.float64)
        scores = np.zeros((len(rows), len(self.labels))) + self.bias
        np.add.at(scores, np.repeat(np.arange(len(rows)), sizes), weights)
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        best = exp.argmax(axis=1)
        return [(self.labels[number], float(row[number] / row.sum())) for number, row in zip(best, exp)]
