"""How sure a statement is: the probability that the words are a skill mention, times that of the link.

The first is the labeller's probability, calibrated on gold texts that it was not trained on (Platt 1999), the
second comes from the linker. A statement without a concept claims only the mention.
"""

import json
import math
from dataclasses import dataclass

from .linear import MODELS
from .types import Link, Mention


@dataclass(frozen=True, slots=True)
class MentionConfidence:
    """Logistic regression: ``slope`` on the logit of the labeller's probability, ``known`` when a label is met whole."""

    slope: float
    known: float
    intercept: float

    @classmethod
    def load(cls) -> "MentionConfidence":
        return cls(**json.loads((MODELS / "confidence.json").read_text(encoding="utf-8")))

    def mention(self, mention: Mention, link: Link) -> float:
        """Probability that the span names a skill."""
        z = self.slope * logit(mention.score) + self.known * is_known(link) + self.intercept
        return 1 / (1 + math.exp(-z))

    def __call__(self, mention: Mention, link: Link) -> float:
        """Probability that the statement is right: the mention, and the concept when there is one."""
        return self.mention(mention, link) * (link.confidence if link.concept is not None else 1.0)


def logit(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))


def is_known(link: Link) -> bool:
    """The words of the mention are, in some form, a label of the concept."""
    return link.concept is not None and "(same words" in link.because
