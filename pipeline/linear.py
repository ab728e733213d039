"""Linear models over named attributes, as small arrays: attribute names are hashed, weights are summed.

A model trained elsewhere (CRFsuite, scikit-learn) is exported as CRC-32 hashes of its attribute names and one row
of weights each, so that running needs numpy alone and no word list is shipped (feature hashing, Weinberger
et al. 2009).
"""

import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

MODELS = Path(str(files("pipeline") / "models"))
_MAX_KNOWN = 100_000  # attributes, or keys of a table, whose row is remembered


def attribute_hash(attribute: str) -> int:
    return zlib.crc32(attribute.encode())


def logit(probability: float) -> float:
    """Log-odds; of what is nearly certain as if one in ten thousand were otherwise."""
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))


def softmax(scores: np.ndarray, starts: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scores of groups as probabilities. ``starts``: those of group i are in ``starts[i]:starts[i + 1]``; ``others[i]`` is one more score of it, whose probability is given apart."""
    group_of = np.repeat(np.arange(len(others)), np.diff(starts))
    highest = others.copy()
    np.maximum.at(highest, group_of, scores)
    scores, others = np.exp(scores - highest[group_of]), np.exp(others - highest)
    total = np.bincount(group_of, scores, len(others)) + others
    return scores / total[group_of], others / total


class KnownWeights(dict[str, float]):
    """The weights of attributes met before, so that their names are hashed once; those without one weigh nothing. ``weights``: by the hash of an attribute."""

    def __init__(self, weights: Mapping[int, float]):
        self._weights = weights

    def __missing__(self, name: str) -> float:
        if len(self) >= _MAX_KNOWN:
            self.clear()
        weight = self[name] = self._weights.get(attribute_hash(name), 0.0)
        return weight

    def sum(self, names: Iterable[str]) -> float:
        """Of the weights of these attributes."""
        return sum(map(self.__getitem__, names))


class LinearModel:
    """``labels`` and, for each known attribute, a row of weights; unknown attributes weigh nothing."""

    def __init__(self, labels: list[str], hashes: np.ndarray, weights: np.ndarray, bias: np.ndarray):
        self.labels, self.hashes, self.weights, self.bias = labels, hashes, weights.astype(np.float32), bias
        self._table = np.concatenate([weights, np.zeros((1, len(labels)))]).astype(np.float64)  # the last row is for unknown attributes
        self._known: dict[str, int] = {}

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

    def sums(self, rows: Sequence[Sequence[str]]) -> np.ndarray:
        """(rows x labels): for each list of attributes the sum of their weights, without the bias.

        Weights are multiples of 2**-24 below 4, so that float64 sums are exact, in whatever order.
        """
        return self._summed(rows, self._rows_of)

    def predict(self, rows: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
        """For each list of attributes the best label and its probability (softmax). Remembers where the weights of attributes are."""
        scores = self._summed(rows, self._known_rows) + self.bias
        exp = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
        best = exp.argmax(axis=1)
        sure = exp[np.arange(len(exp)), best] / exp.sum(axis=1)
        return [(self.labels[number], probability) for number, probability in zip(best.tolist(), sure.tolist())]

    def _summed(self, rows: Sequence[Sequence[str]], rows_of: Callable[[list[str]], Sequence[int]]) -> np.ndarray:
        if not rows:
            return np.zeros((0, len(self.labels)))
        names, starts = [], []
        for row in rows:
            starts.append(len(names))
            names += row
            names.append("")  # so that a row is never empty
        return np.add.reduceat(self._table[rows_of(names)], starts)

    def _rows_of(self, names: list[str]) -> np.ndarray:
        """The row of the table for each attribute."""
        hashes = np.fromiter(map(attribute_hash, names), dtype=np.uint32, count=len(names))
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, at, len(self.hashes))

    def _known_rows(self, names: list[str]) -> list[int]:
        """``_rows_of``, remembered."""
        known = self._known
        try:
            return list(map(known.__getitem__, names))
        except KeyError:
            if len(known) > _MAX_KNOWN:
                known.clear()
            new = list(set(names).difference(known))
            known.update(zip(new, self._rows_of(new).tolist()))
            return list(map(known.__getitem__, names))


class RowTable:
    """A growing table of weights: each key is scored once, then it is a row number. Forgets all when there are ``most``.

    ``make``: keys -> their weights, (keys x ``shape``).
    """

    def __init__(self, shape: tuple[int, ...], make: Callable[[list], np.ndarray], most: int = _MAX_KNOWN):
        self._make, self._most, self._numbers = make, most, {}
        self.table = np.zeros((1024, *shape))

    def rows(self, keys: list) -> np.ndarray:
        """(keys x ``shape``) the weights of each key."""
        if len(self._numbers) + len(keys) > self._most:
            self._numbers.clear()
        known = self._numbers
        try:
            return self.table[np.fromiter(map(known.__getitem__, keys), np.intp, len(keys))]
        except KeyError:
            self._add(list(set(keys).difference(known)))
            return self.table[np.fromiter(map(known.__getitem__, keys), np.intp, len(keys))]

    def _add(self, keys: list) -> None:
        first = len(self._numbers)
        while first + len(keys) > len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        self.table[first : first + len(keys)] = self._make(keys)
        self._numbers.update(zip(keys, range(first, first + len(keys))))
