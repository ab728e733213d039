"""Mentions and bare terms -> ranked concepts with a confidence, or NIL when nothing fits.

Candidates come from the lexicon: labels with the same key, labels inside the mention, and labels that look
alike (character n-grams). A logistic regression over pair features, trained on labels held out from
the lexicon and on gold links (training_links.py), gives the probability that a candidate is right; below the threshold
the answer is NIL. ``because`` names the label that was met and how.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ontology.lexicon import Hit, Lexicon
from ontology.normalising import is_function_word, lemma, surface_key

from .linear import MODELS
from .types import SKILL_TYPES, Candidate, Link

FEATURES = (
    "surface", "bag", "grams", "shared_lemmas", "label_covered", "text_covered", "inside", "same_type", "preferred", "hidden",
    "length_ratio", "margin", "one_word", "short",
)  # fmt: skip
TOP = 15
_HOW = {"surface": "same words", "bag": "same words in another form", "inside": "inside the mention", "grams": "similar"}


@lru_cache(maxsize=100_000)
def content_lemmas(text: str) -> frozenset[str]:
    return frozenset(lemma(word) for word in surface_key(text).split() if not is_function_word(word))


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit with its features, before the model has judged it."""

    hit: Hit
    features: tuple[float, ...]


class Linker:
    """Links texts against one lexicon. ``weights`` in the order of FEATURES, then the intercept."""

    def __init__(self, lexicon: Lexicon, weights: Sequence[float], threshold: float):
        self.lexicon, self.weights, self.threshold = lexicon, np.array(weights), threshold
        self.link = lru_cache(maxsize=50_000)(self._link)

    @classmethod
    def load(cls, lexicon: Lexicon) -> "Linker":
        model = json.loads((MODELS / "linker.json").read_text(encoding="utf-8"))
        if model["features"] != list(FEATURES):
            raise ValueError("linker.json was trained with other features; retrain it with pipeline.training")
        return cls(lexicon, [*model["weights"], model["intercept"]], model["threshold"])

    def _link(self, text: str, type_: str) -> Link:
        """The concept that ``text`` names. ``type_``: a mention type, "skill" for any of them, or "occupation"."""
        ranked = self.rank(text, type_)
        if not ranked:
            return Link(None, 1.0, "no label is like it")
        best = ranked[0]
        if best.score < self.threshold:
            entry = self.lexicon.entry(best.concept)
            return Link(None, 1 - best.score, f"nothing fits; nearest is '{entry.label_nl}' ({best.because})", tuple(ranked))
        return Link(best.concept, best.score, best.because, tuple(ranked))

    def rank(self, text: str, type_: str, top: int = TOP) -> list[Candidate]:
        """Candidates, most probable first; ``score`` is the probability of being right."""
        scored = pair_features(text, type_, gather(self.lexicon, text, type_), self.lexicon)
        if not scored:
            return []
        matrix = np.array([pair.features for pair in scored])
        probabilities = 1 / (1 + np.exp(-(matrix @ self.weights[:-1] + self.weights[-1])))
        order = np.argsort(-probabilities, kind="stable")[:top]
        return [
            Candidate(scored[i].hit.concept, float(probabilities[i]), self._because(scored[i].hit)) for i in order
        ]

    def _because(self, hit: Hit) -> str:
        return f"{hit.role}Label '{hit.label}' ({_HOW[hit.how]})"


def gather(lexicon: Lexicon, text: str, type_: str, skip_label: str | None = None) -> list[Hit]:
    """Hits of the three ways in, one a concept, whole labels first. ``skip_label``: as if the lexicon had it not."""
    hits: dict[int, Hit] = {}

    def add(found: Sequence[Hit]) -> None:
        for hit in found:
            is_occupation = lexicon.entry(hit.concept).type == "occupation"
            if is_occupation == (type_ == "occupation") and hit.label != skip_label:
                hits.setdefault(hit.concept, hit)

    if skip_label is None:
        add(lexicon.find(text))
    words = surface_key(text).split()
    for start, end, concept in lexicon.matches(words):
        if end - start < len(words):
            add([Hit(concept, " ".join(words[start:end]), "alt", "inside", (end - start) / len(words))])
    add(lexicon.search(text, TOP, skip_label))
    return list(hits.values())


def pair_features(text: str, type_: str, hits: Sequence[Hit], lexicon: Lexicon) -> list[Scored]:
    """The features of each hit, in the order of FEATURES; needs all hits because of the margin."""
    ours = content_lemmas(text)
    rows = []
    for hit in hits:
        theirs = content_lemmas(hit.label)
        shared = len(ours & theirs)
        either = len(ours | theirs) or 1
        entry = lexicon.entry(hit.concept)
        likeness = {"surface": 1.0, "bag": 1.0}.get(hit.how, hit.score)
        rows.append([
            float(hit.how == "surface"), float(hit.how == "bag"), likeness if hit.how != "inside" else 0.0,
            shared / either, shared / (len(theirs) or 1), shared / (len(ours) or 1),
            hit.score if hit.how == "inside" else 0.0,
            float(entry.type == type_ or (type_ == "skill" and entry.type in SKILL_TYPES)),
            float(hit.role == "pref"), float(hit.role == "hidden"),
            min(len(text), len(hit.label)) / max(len(text), len(hit.label), 1), 0.0,
            float(len(ours) == 1), float(len(text) < 4),
        ])  # fmt: skip
    strength = [row[2] + row[3] for row in rows]
    for number, row in enumerate(rows):
        others = strength[:number] + strength[number + 1 :]
        row[FEATURES.index("margin")] = strength[number] - max(others, default=0.0)
    return [Scored(hit, tuple(row)) for hit, row in zip(hits, rows)]


def in_scheme(ranked: Sequence[Candidate], lexicon: Lexicon, scheme: str) -> list[dict]:
    """Candidates as {"concept", "label", "confidence"}; with scheme "esco" as the ESCO concepts they are mapped to."""
    found: dict[str, dict] = {}
    for candidate in ranked:
        entry = lexicon.entry(candidate.concept)
        for iri in [entry.iri] if scheme == "skillstaal" else entry.mappings.get(scheme, ()):
            found.setdefault(iri, {"concept": iri, "label": entry.label_nl, "confidence": round(candidate.score, 4)})
    return list(found.values())
