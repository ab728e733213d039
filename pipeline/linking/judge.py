"""The judge of candidates: a small network (models/linker.npz, made by training/links.py) that gives every candidate of candidates.py and the
answer "nothing fits" a score. The softmax of these is a probability, calibrated on links that neither the network nor the encoder had seen.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..linear import MODELS, logit, softmax
from .candidates import FEATURES, NIL_FEATURES, Pairs
from .context import TOLD, Context

NIL_ODDS = 1.9  # so much likelier than the best candidate must "nothing fits" be


@dataclass(frozen=True)
class Network:
    """One hidden layer twice, and a straight way past it; all arrays float64, so that the size of a batch changes no digit that is shown."""

    mean: np.ndarray
    scale: np.ndarray
    first: np.ndarray
    first_bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray
    out: np.ndarray
    straight: np.ndarray
    bias: float

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """(rows x features) -> scores."""
        x = (rows - self.mean) / self.scale
        hidden = np.maximum(np.maximum(x @ self.first + self.first_bias, 0) @ self.second + self.second_bias, 0)
        return hidden @ self.out + x @ self.straight + self.bias


@dataclass(frozen=True)
class Judge:
    """The networks for candidates and for NIL. ``temperature`` divides the scores: it calibrates the probabilities.

    ``certainty``: slope and intercept that turn the log-odds of NIL into those that it is right once it is decided (Platt 1999).
    ``context`` weighs what they say against the rest of the text.
    """

    candidates: Network
    nil: Network
    temperature: float
    certainty: tuple[float, float]
    context: Context

    @classmethod
    def load(cls, path: Path = MODELS / "linker.npz") -> "Judge":
        with np.load(path, allow_pickle=False) as data:
            if [str(name) for name in data["features"]] != [*FEATURES, *NIL_FEATURES] or len(data.get("context_weights", ())) != len(TOLD):
                raise ValueError(f"{path.name} was trained with other features; retrain it with pipeline.training.links")
            networks = [Network(*(data[f"{part}_{name}"].astype(np.float64) for name in Network.__dataclass_fields__)) for part in ("candidates", "nil")]
            return cls(*networks, float(data["temperature"]), tuple(data["certainty"].tolist()), Context(*(tuple(data[f"context_{name}"].tolist()) for name in Context.__dataclass_fields__)))

    def save(self, path: Path = MODELS / "linker.npz") -> None:
        arrays = {f"{part}_{name}": getattr(getattr(self, part), name) for part in ("candidates", "nil") for name in Network.__dataclass_fields__}
        context = {f"context_{name}": getattr(self.context, name) for name in Context.__dataclass_fields__}
        features = np.array([*FEATURES, *NIL_FEATURES])
        np.savez_compressed(path, features=features, temperature=self.temperature, certainty=self.certainty, **context, **{name: np.float32(a) for name, a in arrays.items()})

    def __call__(self, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
        """(probability of each pair, probability of NIL for each term)."""
        return softmax(self.candidates(pairs.features) / self.temperature, pairs.starts, self.nil(pairs.nil) / self.temperature)


def sure_of_nil(probability: float, certainty: tuple[float, float]) -> float:
    """How sure "nothing fits" is, once decided, when it has this probability."""
    slope, intercept = certainty
    return 1 / (1 + math.exp(-slope * logit(probability) - intercept))


def nothing_fits(best: float, nil: float) -> bool:
    """The decision between the likeliest candidate and NIL, from their probabilities."""
    return NIL_ODDS * best < nil
