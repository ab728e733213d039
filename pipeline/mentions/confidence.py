"""How sure a statement is: the probability that the words are a skill mention, times that of the link.

The first is a logistic regression over what the stages say of the mention (Platt 1999, with more than one score), fitted on texts that
these had not been trained on; the second comes from the linker; a statement without a concept claims that nothing fits. Mentions
below ``threshold`` are no statements.
"""

import json
import math
from dataclasses import dataclass

from ..linear import MODELS, logit
from ..types import Document, Link, Mention, Sentence


@dataclass(frozen=True, slots=True)
class MentionConfidence:
    """``weights`` by feature name; see ``mention_features``."""

    weights: dict[str, float]
    intercept: float
    threshold: float

    @classmethod
    def load(cls) -> "MentionConfidence":
        return cls(**json.loads((MODELS / "confidence.json").read_text(encoding="utf-8")))

    def mention(self, features: dict[str, float]) -> float:
        """Probability that the span names a skill."""
        z = self.intercept + sum([self.weights.get(name, 0.0) * value for name, value in features.items()])
        return 1 / (1 + math.exp(-z))

    def __call__(self, document: Document, sentence: Sentence, mention: Mention, link: Link) -> tuple[float, float]:
        """(probability of the mention, probability of the statement: of the mention and of its link, be it NIL)."""
        probability = self.mention(mention_features(document, sentence, mention, link))
        return probability, probability * link.confidence


def mention_features(document: Document, sentence: Sentence, mention: Mention, link: Link) -> dict[str, float]:
    """What tells true mentions from false ones: the labeller's and the type's certainty, how well a concept fits, and where it stands."""
    return {
        "span": logit(mention.score), "type": logit(mention.certainty), "fit": -logit(link.nil), "words": math.log(mention.tokens[1] - mention.tokens[0]),
        "known": float(link.concept is not None and "(same words" in link.because), "heading": float(sentence.is_heading), "bullet": float(sentence.is_bullet),
        f"section {mention.section}": 1.0, f"is {mention.type}": 1.0, f"kind {document.kind}": 1.0, f"language {document.language}": 1.0,
    }  # fmt: skip
