"""Boosted trees as small arrays: a model fitted with scikit-learn's HistGradientBoosting runs on numpy alone, with any version of either.

Rows of numbers go in, probabilities come out. Trees (Friedman 2001) are walked for all rows together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Trees:
    """``starts``: the root of each tree in the node arrays; ``classes``: to which score a tree adds. A leaf has ``left`` -1. ``base``: the scores without any tree.

    One score stands for two classes (the second one's log odds), else there is one a class.
    """

    base: np.ndarray
    starts: np.ndarray
    classes: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """(rows x features) -> (rows x classes) probabilities."""
        scores = np.tile(self.base, (len(rows), 1))
        every = np.arange(len(rows))
        for start, into in zip(self.starts, self.classes):
            at = np.full(len(rows), start)
            while (inner := self.left[at] >= 0).any():
                step = np.where(rows[every, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
                at = np.where(inner, step, at)
            scores[:, into] += self.value[at]
        if scores.shape[1] == 1:
            scores = np.hstack([np.zeros_like(scores), scores])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    @classmethod
    def fit(cls, rows: np.ndarray, labels: Sequence, weights: np.ndarray | None = None, **settings) -> "Trees":
        """Trains on rows of numbers; ``labels`` are class numbers. Needs scikit-learn."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        model = HistGradientBoostingClassifier(random_state=20261122, early_stopping=False, **settings).fit(rows, labels, weights)
        nodes, starts, classes, size = [], [], [], 0
        for trees in model._predictors:
            for number, tree in enumerate(trees):
                starts.append(size)
                classes.append(number)
                nodes.append((tree.nodes, size))
                size += len(tree.nodes)

        def joined(name: str, kind: str, shift: bool = False) -> np.ndarray:
            return np.concatenate([np.where(n["is_leaf"], -1, n[name].astype(np.int64) + at) if shift else n[name] for n, at in nodes]).astype(kind)

        return cls(
            np.ravel(model._baseline_prediction).astype(float), np.array(starts), np.array(classes), joined("feature_idx", "i4"), joined("num_threshold", "f8"),
            joined("left", "i4", True), joined("right", "i4", True), joined("value", "f8"),
        )  # fmt: skip

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """What to save, under names that begin with ``name``."""
        return {f"{name}_{field}": getattr(self, field) for field in self.__dataclass_fields__}

    @classmethod
    def of(cls, arrays, name: str) -> "Trees":
        """The trees of ``arrays(name)``."""
        return cls(**{field: arrays[f"{name}_{field}"] for field in cls.__dataclass_fields__})
