"""Ranked proposals with what they are really about -> the figures of the hold-out experiment.

A proposal is *about* a removed thing when most of its mentions are. It is *right* when it also says what to do: a concept of its own for a
removed concept, a label of the right concept for a removed label. Other true paraphrases count as wrong, so that precision is a lower
bound. A second proposal for the same thing counts, and ``distinct`` tells how many things there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ontology.evolve.classifying import KINDS
from ontology.evolve.proposing import LEAST, worth_of

from .simulating import Truth

OFTEN = 5
FIRST, PRECISE = 500, 200
_BINS = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A judged cluster: ``same`` is the IRI that it would be a label of, ``broader_right`` whether the true concept above it is among the five likeliest.

    ``holds``: what else it brings back, such as a second label of the concept that it is about.
    """

    documents: int
    truth: Truth | None
    probabilities: tuple[float, ...]
    same: str
    broader_right: bool
    holds: frozenset[Truth] = frozenset()

    @property
    def useful(self) -> float:
        """The probability that it is no noise."""
        return 1 - self.probabilities[KINDS.index("noise")]

    @property
    def about(self) -> bool:
        return self.truth is not None and self.truth.kind in ("concept", "label")

    @property
    def right(self) -> bool:
        concept = self.probabilities[0] >= self.probabilities[1]
        return self.about and (concept if self.truth.kind == "concept" else not concept and self.same == self.truth.iri)


def score_proposals(scored: Sequence[Scored], planted: dict[Truth, int], first: int = FIRST, precise: int = PRECISE) -> dict:
    """Recall of what at least five documents mention, precision, and the calibration error of being useful, over proposals in the order of their worth, as many documents as a proposal needs."""
    order = sorted((item for item in scored if item.documents >= LEAST), key=lambda item: (-worth_of(item.useful, item.documents), -item.documents))
    often = {truth for truth, documents in planted.items() if documents >= OFTEN}
    top, best = order[:first], order[:precise]
    concepts = [item for item in best if item.right and item.truth.kind == "concept"]
    labels = [item for item in best if item.about and item.truth.kind == "label" and item.probabilities[1] > item.probabilities[0]]
    return {
        "mentioned_often": len(often),
        "recall_500": _share(often & _back(item for item in top if item.about), often),
        "recall_500_right": _share(often & _back(item for item in top if item.right), often),
        "precision_200": round(float(np.mean([item.about for item in best])), 3),
        "precision_200_right": round(float(np.mean([item.right for item in best])), 3),
        "distinct_200": len({item.truth for item in best if item.about}),
        "precision_500": round(float(np.mean([item.about for item in top])), 3),
        "label_of_the_right_concept": round(sum(item.right for item in labels) / max(1, len(labels)), 3),
        "broader_among_five": round(sum(item.broader_right for item in concepts) / max(1, len(concepts)), 3),
        "calibration_error": calibration_error([item for item in scored if item.documents >= LEAST]),
        "clusters": len(scored),
    }


def calibration_error(scored: Sequence[Scored]) -> float:
    """Expected calibration error of "no noise", ten equal bins; a paraphrase that people linked is no noise either."""
    chances = np.array([item.useful for item in scored])
    right = np.array([item.truth is not None and item.truth.kind != "known" for item in scored])
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    return round(float(sum(abs(chances[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))), 3)


def _back(found: Iterable[Scored]) -> set[Truth]:
    return {truth for item in found for truth in (item.truth, *item.holds)}


def _share(found: set, of: set) -> float:
    return round(len(found) / max(1, len(of)), 3)
