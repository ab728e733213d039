"""Described clusters -> what each may be, with calibrated probabilities: models/candidates.npz, made by pipeline/training/candidates.py.

Three models of boosted trees. *same*: does a cluster mean a near concept? *broader*: is a near concept the one right above it?
*kind*: is it a new concept, a new label of the concept that *same* likes best, or noise (known in other words, a brand, a benefit,
a place, a piece of a sentence)? They were trained on simulated removals from the core, and on decisions of maintainers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..encoding import MODEL
from ..errors import OntologyError
from .features import CLUSTER_FEATURES, NEAR_FEATURES, Nearby
from .trees import Trees

_RANKED = 8
KINDS = ("concept", "label", "noise")
CANDIDATES = MODEL.with_name("candidates.npz")
KIND_FEATURES = (*CLUSTER_FEATURES, *(f"best_{name}" for name in NEAR_FEATURES), "same", "next_same", "broader", "most_cosine", "most_inside")


@dataclass(frozen=True, slots=True)
class Judged:
    """``probabilities`` in the order of KINDS; ``same`` and ``broader``: (concept number, probability), the likeliest first; ``row``: what *kind* saw."""

    probabilities: tuple[float, ...]
    same: tuple[tuple[int, float], ...]
    broader: tuple[tuple[int, float], ...]
    row: tuple[float, ...]


@dataclass(frozen=True)
class Classifier:
    """The three models."""

    same: Trees
    broader: Trees
    kind: Trees

    @classmethod
    def load(cls, path: Path = CANDIDATES) -> "Classifier":
        """Raises OntologyError when it was trained with other features."""
        with np.load(path, allow_pickle=False) as data:
            if [str(name) for name in data["features"]] != list(KIND_FEATURES):
                raise OntologyError(f"{path.name} was trained with other features; retrain it with 'python -m pipeline.training.candidates'")
            return cls(*(Trees.of(data, name) for name in cls.__dataclass_fields__))

    def save(self, path: Path = CANDIDATES) -> None:
        models = {name: array for part in self.__dataclass_fields__ for name, array in getattr(self, part).arrays(part).items()}
        np.savez_compressed(path, features=np.array(KIND_FEATURES), **models)

    def judge(self, nearby: Sequence[Nearby]) -> list[Judged]:
        """What each cluster may be; near concepts are scored together."""
        if not nearby:
            return []
        likely = near_probabilities(self.same, self.broader, nearby)
        rows = np.array([kind_row(near, same, broader) for near, (same, broader) in zip(nearby, likely)])
        return [
            Judged(tuple(map(float, chances)), _ranked(near, same), _ranked(near, broader), tuple(map(float, row)))
            for near, (same, broader), chances, row in zip(nearby, likely, self.kind(rows), rows)
        ]


def near_probabilities(same: Trees, broader: Trees, nearby: Sequence[Nearby]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each cluster (probability that it means each near concept, that each is right above it)."""
    ends = np.cumsum([len(near.concepts) for near in nearby])[:-1]
    rows = np.concatenate([near.features for near in nearby])
    return list(zip(np.split(same(rows)[:, 1], ends), np.split(broader(rows)[:, 1], ends)))


def kind_row(near: Nearby, same: np.ndarray, broader: np.ndarray) -> np.ndarray:
    """KIND_FEATURES of one cluster."""
    order = np.argsort(-same, kind="stable")
    best = order[0]
    more = [same[best], same[order[1]] if len(order) > 1 else 0.0, broader.max(), near.features[:, NEAR_FEATURES.index("cosine")].max(), near.features[:, NEAR_FEATURES.index("inside")].max()]
    return np.concatenate([near.cluster, near.features[best], more])


def _ranked(near: Nearby, chances: np.ndarray) -> tuple[tuple[int, float], ...]:
    return tuple((near.concepts[place], float(chances[place])) for place in np.argsort(-chances, kind="stable")[:_RANKED])
