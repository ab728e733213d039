"""Mentions and bare terms -> ranked concepts with a confidence, or NIL when nothing fits.

Candidates come from the lexicon: labels with the same key, labels inside the mention, labels that look alike (character
n-grams) and labels that mean alike (vectors). A logistic regression over pair features, trained on labels held out from
the lexicon and on gold links (training_links.py), gives the probability that a candidate is right; below the threshold
the answer is NIL. ``because`` names the label that was met and how.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ontology.lexicon import Hit, Lexicon
from ontology.normalising import is_function_word, lemma, surface_key

from .linear import MODELS
from .types import SKILL_TYPES, Candidate, Link

FEATURES = (
    "surface", "bag", "grams", "shared_lemmas", "label_covered", "text_covered", "inside", "same_type", "preferred", "hidden",
    "length_ratio", "margin", "one_word", "short", "cosine", "cosine_squared", "cosine_margin",
)  # fmt: skip
TOP = 15
_HOW = {"surface": "same words", "bag": "same words in another form", "inside": "inside the mention", "grams": "similar", "vector": "similar meaning"}


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


def gather(lexicon: Lexicon, text: str, type_: str, skip_label: str | None = None) -> list[tuple[Hit, float]]:
    """Hits of the four ways in, one a concept, whole labels first, each with the cosine of its concept's nearest label.

    ``skip_label``: as if the lexicon had that label not.
    """
    nearness, nearest = lexicon.nearness(text, skip_label)
    hits: dict[int, Hit] = {}

    def add(found: Iterable[Hit]) -> None:
        for hit in found:
            if lexicon.is_occupation[hit.concept] == (type_ == "occupation") and hit.label != skip_label:
                hits.setdefault(hit.concept, hit)

    if skip_label is None:
        add(lexicon.find(text))
    words = surface_key(text).split()
    for start, end, concept in lexicon.matches(words):
        if end - start < len(words):
            add([Hit(concept, " ".join(words[start:end]), "alt", "inside", (end - start) / len(words))])
    add(lexicon.search(text, TOP, skip_label))
    fitting = np.where(lexicon.is_occupation == (type_ == "occupation"), nearness, -1)
    closest = np.argpartition(-fitting, min(TOP, len(fitting) - 1))[:TOP]
    for concept in closest[np.argsort(-fitting[closest], kind="stable")]:
        label, _, role = lexicon.label(int(nearest[concept]))
        add([Hit(int(concept), label, role, "vector", 0.0)])
    return [(hit, float(nearness[concept])) for concept, hit in hits.items()]


def pair_features(text: str, type_: str, hits: Sequence[tuple[Hit, float]], lexicon: Lexicon) -> list[Scored]:
    """The features of each hit with its cosine, in the order of FEATURES; needs all hits because of the margins."""
    ours = content_lemmas(text)
    rows = []
    for hit, cosine in hits:
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
            float(len(ours) == 1), float(len(text) < 4), cosine, cosine**2, 0.0,
        ])  # fmt: skip
    _margins(rows, [row[2] + row[3] for row in rows], "margin")
    _margins(rows, [cosine for _, cosine in hits], "cosine_margin")
    return [Scored(hit, tuple(row)) for (hit, _), row in zip(hits, rows)]


def _margins(rows: list[list[float]], strength: list[float], name: str) -> None:
    """Fills in how much stronger each row is than the strongest other one."""
    first, second = sorted([0.0, 0.0, *strength])[-1:-3:-1]
    for row, value in zip(rows, strength):
        row[FEATURES.index(name)] = value - (second if value == first else first)


def in_scheme(ranked: Sequence[Candidate], lexicon: Lexicon, scheme: str) -> list[dict]:
    """Candidates as {"concept", "label", "confidence"}; with scheme "esco" as the ESCO concepts they are mapped to."""
    found: dict[str, dict] = {}
    for candidate in ranked:
        entry = lexicon.entry(candidate.concept)
        for iri in [entry.iri] if scheme == "skillstaal" else entry.mappings.get(scheme, ()):
            found.setdefault(iri, {"concept": iri, "label": entry.label_nl, "confidence": round(candidate.score, 4)})
    return list(found.values())
