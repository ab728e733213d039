"""Counts of single documents -> sums over documents, with the sums of 1,000 resamples that the intervals come from.

A resample draws as many documents as there are, with replacement (the percentile bootstrap: Efron & Tibshirani 1993, ch. 13);
documents, not mentions, because mentions of one text resemble each other. Seeded: the same counts give the same intervals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

RESAMPLES = 1000
SEED = 20261121
LEVEL = 0.95


class Sums(dict):
    """Name -> array of 1 + resamples sums: over all documents as they are, then over each resample. Zeros for unknown names."""

    def __init__(self, names: Sequence, matrix: np.ndarray):
        super().__init__(zip(names, matrix.T))
        self._zeros = np.zeros(len(matrix))

    def __missing__(self, name) -> np.ndarray:
        return self._zeros


def document_weights(documents: int, resamples: int = RESAMPLES, seed: int = SEED) -> np.ndarray:
    """(1 + resamples) x documents: how often each document counts; once each in the first row."""
    drawn = np.random.default_rng(seed).integers(documents, size=(resamples, documents))
    places = (drawn + documents * np.arange(resamples)[:, None]).ravel()
    weights = np.bincount(places, minlength=resamples * documents).reshape(resamples, documents)
    return np.vstack([np.ones(documents), weights])


def resampled_sums(counts: Sequence[Mapping], weights: np.ndarray) -> Sums:
    """The sums of the counts of all documents. ``weights`` as from document_weights."""
    names = sorted({name for document in counts for name in document}, key=repr)
    places = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(counts), len(names)))
    for row, document in enumerate(counts):
        for name, value in document.items():
            matrix[row, places[name]] = value
    return Sums(names, weights @ matrix)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the ends of its interval; for a share also how many of how many; ``by_chance``: what is to be expected though nothing is wrong."""

    value: float
    low: float
    high: float
    right: int | None = None
    total: int | None = None
    by_chance: float | None = None

    def as_dict(self) -> dict[str, float | int]:
        """Rounded, for JSON."""
        found = {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}
        found |= {} if self.by_chance is None else {"by_chance": round(self.by_chance, 4)}
        return found if self.total is None else found | {"right": self.right, "total": self.total}


def ratio(right: np.ndarray, total: np.ndarray) -> Figure | None:
    """The share ``right`` of ``total`` (arrays as in Sums); None when there is nothing to judge."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = mean(right / total, total[0])
    return found and replace(found, right=int(right[0]), total=int(total[0]))


def mean(values: np.ndarray, trials: float) -> Figure | None:
    """A figure between 0 and 1 from its value and those of the resamples; None without trials.

    When no resample differs (all right, none right, one document) the interval is Wilson's (1927) for that many trials:
    three right of three is no proof of perfection.
    """
    if not trials:
        return None
    low, high = percentiles(values[1:])
    if low == high:
        low, high = wilson(float(values[0]), float(trials))
    return Figure(float(values[0]), low, high)


def percentiles(values: np.ndarray) -> tuple[float, float]:
    """The ends of the middle 95 %, of the resamples in which the figure is defined."""
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(values[np.isfinite(values)], [tail, 100 - tail])
    return float(low), float(high)


def wilson(value: float, total: float) -> tuple[float, float]:
    """Wilson's score interval of a share ``value`` of ``total``."""
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    middle = value + z**2 / (2 * total)
    spread = z * (value * (1 - value) / total + z**2 / (4 * total**2)) ** 0.5
    low, high = (middle - spread) / (1 + z**2 / total), (middle + spread) / (1 + z**2 / total)
    return max(0.0, min(low, value)), min(1.0, max(high, value))
