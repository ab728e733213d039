"""Mentions and bare terms -> ranked concepts with a confidence, or NIL when nothing fits.

A small network (models/linker.npz, made by training/links.py) gives every candidate of candidates.py and the answer "nothing
fits" a score; the softmax of these is a probability, calibrated on links that neither the network nor the encoder had seen. The
likeliest candidate wins, unless "nothing fits" is likelier by far: people rather name a rough concept than none, so NIL is right less often
than its probability says, and has a calibration of its own. ``because`` names the label that was met and how.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from ontology.lexicon import Entry, Lexicon
from ontology.namespaces import ESCO_BASE

from ..linear import MODELS, logit
from ..types import Candidate, Link
from .candidates import FEATURES, HOW, NIL_FEATURES, Pairs, candidate_pairs
from .titles import other_forms

TOP = 14  # candidates of a mention
WIDE = 80  # and of a bare term
NIL_ODDS = 1.8  # so much likelier than the best candidate must "nothing fits" be
_MAX_CACHED = 50_000
_DIGITS = 2  # of the probability of a link: no more are known, and fewer links change with every label of a new release
_HOW = {"surface": "same words", "bag": "same words in another form", "inside": "inside the mention", "vector": "similar"}


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
    """

    candidates: Network
    nil: Network
    temperature: float
    certainty: tuple[float, float]

    @classmethod
    def load(cls, path: Path = MODELS / "linker.npz") -> "Judge":
        with np.load(path, allow_pickle=False) as data:
            if [str(name) for name in data["features"]] != [*FEATURES, *NIL_FEATURES]:
                raise ValueError(f"{path.name} was trained with other features; retrain it with pipeline.training.links")
            networks = [Network(*(data[f"{part}_{name}"].astype(np.float64) for name in Network.__dataclass_fields__)) for part in ("candidates", "nil")]
            return cls(*networks, float(data["temperature"]), tuple(data["certainty"].tolist()))

    def save(self, path: Path = MODELS / "linker.npz") -> None:
        arrays = {f"{part}_{name}": getattr(getattr(self, part), name) for part in ("candidates", "nil") for name in Network.__dataclass_fields__}
        np.savez_compressed(path, features=np.array([*FEATURES, *NIL_FEATURES]), temperature=self.temperature, certainty=self.certainty, **{name: np.float32(a) for name, a in arrays.items()})

    def __call__(self, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
        """(probability of each pair, probability of NIL for each term)."""
        scores = self.candidates(pairs.features) / self.temperature
        nil = self.nil(pairs.nil) / self.temperature
        highest = np.maximum(np.maximum.reduceat(scores, pairs.starts[:-1]), nil) if len(scores) else nil
        term_of = np.repeat(np.arange(len(nil)), np.diff(pairs.starts))
        scores, nil = np.exp(scores - highest[term_of]), np.exp(nil - highest)
        total = np.bincount(term_of, scores, len(nil)) + nil
        return scores / total[term_of], nil / total

    def sure_of_nil(self, probability: float) -> float:
        """How sure "nothing fits" is, once decided, when the networks give it this probability."""
        slope, intercept = self.certainty
        return 1 / (1 + math.exp(-slope * logit(probability) - intercept))


def nothing_fits(best: float, nil: float) -> bool:
    """The decision between the likeliest candidate and NIL, from their probabilities."""
    return NIL_ODDS * best < nil


class Linker:
    """Links texts against one lexicon."""

    def __init__(self, lexicon: Lexicon, judge: Judge):
        self.lexicon, self.judge = lexicon, judge
        self._links: dict[tuple[str, str], Link] = {}

    @classmethod
    def load(cls, lexicon: Lexicon) -> "Linker":
        return cls(lexicon, Judge.load())

    def link(self, text: str, type_: str) -> Link:
        """The concept that ``text`` names. ``type_``: a mention type, "any" for one of them, or "occupation"."""
        return self.link_all([(text, type_)])[0]

    def link_all(self, terms: Sequence[tuple[str, str]]) -> list[Link]:
        """``link`` for each (text, type), computed together; what was linked before is remembered."""
        if len(self._links) + len(terms) > _MAX_CACHED:
            self.forget()
        new = [term for term in dict.fromkeys(terms) if term not in self._links]
        for occupation in (False, True):
            side = [term for term in new if (term[1] == "occupation") == occupation]
            if not side:
                continue
            pairs, probabilities, order, nil = self._judged(side, TOP)
            for number, term in enumerate(side):
                rows = order[pairs.starts[number] : pairs.starts[number + 1]]
                literal = rows[pairs.how[rows] == HOW.index("surface")]
                first = literal if occupation and len(literal) == 1 else rows[:1]  # a job title that only one occupation has is that occupation
                best = self._candidate(pairs, first[0], probabilities[first[0]]) if len(first) else None
                none = float(nil[number])
                if best and len(literal) == 1 and nothing_fits(best.score, none):  # the label of one concept alone is not nothing
                    best, none = self._candidate(pairs, literal[0], probabilities[literal[0]] / probabilities[rows].sum()), 0.0
                self._links[term] = self._link(best, none)
        return [self._links[term] for term in terms]

    def fingerprint(self, terms: Sequence[tuple[str, str]]) -> bytes:
        """8 bytes that tell what ``link_all`` says of these terms: the same in two lexicons when they link them alike."""
        said = [(link.concept if link.concept is None else self.lexicon.entry(link.concept).iri, link.confidence, link.because, link.nil) for link in self.link_all(terms)]
        return hashlib.blake2b(orjson.dumps(said), digest_size=8).digest()

    def forget(self) -> None:
        """Forgets what was linked before, as when every phrase is a new one."""
        self._links.clear()

    def rank(self, text: str, type_: str, top: int) -> tuple[list[Candidate], float]:
        """(the likeliest candidates, probability that nothing fits); ``score`` is a candidate's probability."""
        pairs, probabilities, order, nil = self._judged([(text, type_)], top)
        return [self._candidate(pairs, row, probabilities[row]) for row in order[:top]], float(nil[0])

    def _judged(self, terms: Sequence[tuple[str, str]], top: int) -> tuple[Pairs, np.ndarray, np.ndarray, np.ndarray]:
        """(pairs, probability of each, their rows by term and the likeliest first, probability of NIL for each term)."""
        pairs = candidate_pairs(self.lexicon, [(self._known_form(text) if type_ == "occupation" else text, type_) for text, type_ in terms], top)
        probabilities, nil = self.judge(pairs)
        order = np.lexsort((pairs.concepts, -probabilities, np.repeat(np.arange(len(terms)), np.diff(pairs.starts))))
        return pairs, probabilities, order, nil

    def _known_form(self, title: str) -> str:
        """The title, or its form for the other sex when only that one is a label: both name the same occupation."""
        forms = [title, *other_forms(title)]
        roles = [{hit.role for hit in self.lexicon.find(form) if hit.how == "surface" and self.lexicon.is_occupation[hit.concept]} for form in forms]
        shown = (form for form, found in zip(forms, roles) if found - {"hidden"})
        return next(shown, next((form for form, found in zip(forms, roles) if found), title))

    def _candidate(self, pairs: Pairs, row: int, probability: float) -> Candidate:
        text, _, role = self.lexicon.label(int(pairs.labels[row]))
        return Candidate(int(pairs.concepts[row]), float(probability), f"{role}Label '{text}' ({_HOW[HOW[pairs.how[row]]]})")

    def _link(self, best: Candidate | None, nil: float) -> Link:
        if best is None:
            return Link(None, self.judge.sure_of_nil(1.0), "no label is like it", 1.0)
        if nothing_fits(best.score, nil):
            return Link(None, round(self.judge.sure_of_nil(nil), _DIGITS), f"{nearest_is(self.lexicon.entry(best.concept).label_nl)}{best.because})", round(nil, _DIGITS))
        return Link(best.concept, round(best.score, _DIGITS), best.because, round(nil, _DIGITS))


def nearest_is(label: str) -> str:
    """How the reason for NIL begins when the concept of this name is nearest."""
    return f"nothing fits; nearest is '{label}' ("


def in_scheme(ranked: Sequence[Candidate], lexicon: Lexicon, scheme: str) -> list[dict]:
    """Candidates as {"concept", "label", "confidence"}, the surest first; with scheme "esco" as the ESCO concepts that they are or are mapped to.

    The ESCO concepts that one candidate stands for share its probability.
    """
    found: dict[str, dict] = {}
    for candidate in ranked:
        entry = lexicon.entry(candidate.concept)
        iris = [entry.iri] if scheme == "skillstaal" else esco_iris(entry)
        for iri in iris:
            sure = round(candidate.score / len(iris), 4)
            if iri not in found or sure > found[iri]["confidence"]:
                found[iri] = {"concept": iri, "label": entry.label_nl, "confidence": sure}
    return sorted(found.values(), key=lambda one: -one["confidence"])


def esco_iris(entry: Entry) -> Sequence[str]:
    """The ESCO concept that the entry is, else those that it is mapped to exactly or closely."""
    return [entry.iri] if entry.iri.startswith(ESCO_BASE) else entry.mappings.get("esco", ())
