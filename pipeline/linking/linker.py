"""Mentions and bare terms -> ranked concepts with a confidence, or NIL when nothing fits.

judge.py gives every candidate of candidates.py, and the answer "nothing fits", a probability; the terms of a text are then weighed in the light
of each other (context.py). The likeliest candidate wins, unless "nothing fits" is likelier by far: people rather name a rough concept than none,
so NIL is right less often than its probability says, and has a calibration of its own. ``because`` names the label that was met and how.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np
import orjson

from ontology.encoding import DIMENSIONS
from ontology.lexicon import Entry, Lexicon, cosines
from ontology.namespaces import ESCO_BASE

from ..types import Candidate, Link
from .candidates import HOW, LITERAL, OCCUPATION, Pairs, candidate_pairs
from .context import around, needed, title_vectors, weighed
from .judge import Judge, nothing_fits, sure_of_nil
from .titles import other_forms

TOP = 14  # candidates of a mention
WIDE = 80  # and of a bare term
_MAX_CACHED = 50_000
_DIGITS = 2  # of the probability of a link: no more are known, and fewer links change with every label of a new release
_ROW = np.dtype([("concept", "<i4"), ("label", "<i4"), ("how", "u1"), ("probability", "<f8")])
_ROW_STRUCT = Struct("<iiBd")
_BY_CONTEXT = "; the rest of the text points to it"
_HOW = {"surface": "same words", "bag": "same words in another form", "inside": "inside the mention", "vector": "similar"}


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A term by itself: its candidates (bytes of _ROW), the likeliest first, the probability that nothing fits, and its vector (float16).

    ``own``: the row of the only concept that has the term as a label.
    """

    rows: bytes
    nil: float
    vector: np.ndarray
    own: int | None


class Linker:
    """Links texts against one lexicon."""

    def __init__(self, lexicon: Lexicon, judge: Judge):
        self.lexicon, self.judge = lexicon, judge
        self._ranked: dict[tuple[str, str], _Ranked] = {}
        self._links: dict[tuple[str, str], Link] = {}

    @classmethod
    def load(cls, lexicon: Lexicon) -> "Linker":
        return cls(lexicon, Judge.load())

    def link(self, text: str, type_: str) -> Link:
        """The concept that ``text`` names. ``type_``: a mention type, "any" for one of them, or "occupation"."""
        return self.link_all([(text, type_)])[0]

    def link_all(self, terms: Sequence[tuple[str, str]]) -> list[Link]:
        """``link`` for each (text, type), each by itself but computed together; what was linked before is remembered."""
        self._rank(terms)
        return [self._alone(term) for term in terms]

    def link_texts(self, texts: Sequence[Sequence[tuple[str, str]]]) -> list[dict[tuple[str, str], Link]]:
        """The links of the terms of each text in the light of each other. Job titles are linked by themselves; they tell of the others."""
        self._rank([term for terms in texts for term in terms])
        made = [{term: self._alone(term) for term in terms if term[1] == OCCUPATION} for terms in texts]
        mentions = [[term for term in dict.fromkeys(terms) if term[1] != OCCUPATION] for terms in texts]
        some = [number for number, terms in enumerate(mentions) if terms]
        if some:
            titles = np.stack([sum((self._ranked[term].vector.astype(np.float32) for term in made[number]), np.zeros(DIMENSIONS, np.float32)) for number in some])
            occupations = [list(dict.fromkeys(link.concept for link in made[number].values() if link.concept is not None)) for number in some]
            starts = np.cumsum([0, *(len(mentions[number]) for number in some)])
            terms = [(number, term) for number in some for term in mentions[number]]
            for (number, term), link in zip(terms, self._together([self._ranked[term] for _, term in terms], starts, titles, occupations)):
                made[number][term] = link
        return made

    def _alone(self, term: tuple[str, str]) -> Link:
        """The link of a term that was ranked; a job title that only one occupation has is that occupation."""
        if term not in self._links:
            ranked = self._ranked[term]
            best = ranked.own if term[1] == OCCUPATION and ranked.own is not None else 0
            self._links[term] = self._decided(ranked, best, np.frombuffer(ranked.rows, _ROW)["probability"], ranked.nil, self.judge.certainty)
        return self._links[term]

    def _together(self, ranked: Sequence[_Ranked], starts: np.ndarray, titles: np.ndarray, occupations: Sequence[Sequence[int]]) -> Iterator[Link]:
        """The link of each term in its text; the terms of text i are ``starts[i]:starts[i + 1]``. ``titles``: for each text the sum of the vectors of its titles; ``occupations``: what they name."""
        context = self.judge.context
        found = around(np.stack([one.vector for one in ranked]).astype(np.float32), starts, titles)
        *weights, of_needed = context.weights
        looked = sum(np.float32(weight) * found[:, place] for place, weight in enumerate(weights))
        sizes = [len(one.rows) // _ROW.itemsize for one in ranked]
        bounds, rows, nil = np.cumsum([0, *sizes]), np.frombuffer(b"".join([one.rows for one in ranked]), _ROW), np.array([one.nil for one in ranked])
        if not len(rows):  # a lexicon without skills
            probabilities, best = rows["probability"], bounds
        else:
            term_of = np.repeat(np.arange(len(ranked)), sizes)
            text_of = np.repeat(np.arange(len(occupations)), np.diff(starts))[term_of]
            unsaid = np.array([one.own is None for one in ranked])[term_of]
            fit = cosines(self.lexicon.centroids, rows["concept"], looked, term_of) + of_needed * unsaid * needed(self.lexicon, occupations, text_of, rows["concept"])
            probabilities, nil = weighed(context, fit, rows["probability"], bounds, nil)
            highest = np.flatnonzero(probabilities == np.repeat(np.maximum.reduceat(probabilities, bounds[:-1]), sizes))
            best = highest[np.searchsorted(highest, bounds[:-1])] - bounds[:-1]
        for number, (one, place, none) in enumerate(zip(ranked, best.tolist(), nil.tolist())):
            yield self._decided(one, place, probabilities[bounds[number] : bounds[number + 1]], none, context.certainty)

    def _decided(self, ranked: _Ranked, best: int, probabilities: np.ndarray, nil: float, certainty: tuple[float, float]) -> Link:
        """The link of a term whose candidates, the likeliest ``best``, and NIL have these probabilities."""
        if not len(probabilities):
            return Link(None, sure_of_nil(1.0, certainty), "no label is like it", 1.0)
        probability, own = float(probabilities[best]), ranked.own
        if own is not None and nothing_fits(probability, nil):  # the label of one concept alone is not nothing
            best, probability, nil = own, float(probabilities[own] / probabilities.sum()), 0.0
        concept, label, how, _ = _ROW_STRUCT.unpack_from(ranked.rows, best * _ROW.itemsize)
        if nothing_fits(probability, nil):
            near = f"{nearest_is(self.lexicon.entry(concept).label_nl)}{self._because(label, how)})"
            return Link(None, round(sure_of_nil(nil, certainty), _DIGITS), near, round(nil, _DIGITS))
        return Link(concept, round(probability, _DIGITS), self._because(label, how, _BY_CONTEXT if best and best != own else ""), round(nil, _DIGITS))

    def fingerprint(self, terms: Sequence[tuple[str, str]], links: Mapping[tuple[str, str], Link]) -> bytes:
        """8 bytes that tell what ``link_texts`` says of the terms of a text: the same in two lexicons when they link them alike."""
        said = [(links[term].concept is not None and self.lexicon.entry(links[term].concept).iri, links[term].confidence, links[term].because, links[term].nil) for term in terms]
        return hashlib.blake2b(orjson.dumps(said), digest_size=8).digest()

    def forget(self) -> None:
        """Forgets what was linked before, as when every phrase is a new one."""
        self._links.clear()
        self._ranked.clear()

    def rank(self, text: str, type_: str, top: int) -> tuple[list[Candidate], float]:
        """(the likeliest candidates, probability that nothing fits); ``score`` is a candidate's probability."""
        pairs, probabilities, order, nil = self._judged([(text, type_)], top)
        return [self._candidate(pairs, row, probabilities[row]) for row in order[:top]], float(nil[0])

    def _rank(self, terms: Sequence[tuple[str, str]]) -> None:
        """Remembers what the judge says of these terms."""
        new = [term for term in dict.fromkeys(terms) if term not in self._ranked]
        if new and len(self._ranked) + len(new) > _MAX_CACHED:
            self.forget()
            new = list(dict.fromkeys(terms))
        for occupation in (False, True):
            side = [term for term in new if (term[1] == OCCUPATION) == occupation]
            if side:
                pairs, probabilities, order, nil = self._judged(side, TOP)
                rows = np.empty(len(order), dtype=_ROW)
                for name, values in (("concept", pairs.concepts), ("label", pairs.labels), ("how", pairs.how), ("probability", probabilities)):
                    rows[name] = values[order]
                vectors = title_vectors(self.lexicon.encoder, [text for text, _ in side]) if occupation else pairs.vectors
                for number, (term, vector) in enumerate(zip(side, vectors.astype(np.float16))):
                    own = rows[pairs.starts[number] : pairs.starts[number + 1]]
                    literal = np.flatnonzero(own["how"] == LITERAL).tolist()
                    self._ranked[term] = _Ranked(own.tobytes(), float(nil[number]), vector, literal[0] if len(literal) == 1 else None)

    def _judged(self, terms: Sequence[tuple[str, str]], top: int) -> tuple[Pairs, np.ndarray, np.ndarray, np.ndarray]:
        """(pairs, probability of each, their rows by term and the likeliest first, probability of NIL for each term)."""
        pairs = candidate_pairs(self.lexicon, [(self._known_form(text) if type_ == OCCUPATION else text, type_) for text, type_ in terms], top)
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
        return Candidate(int(pairs.concepts[row]), float(probability), self._because(int(pairs.labels[row]), int(pairs.how[row])))

    def _because(self, label: int, how: int, more: str = "") -> str:
        text, _, role = self.lexicon.label(label)
        return f"{role}Label '{text}' ({_HOW[HOW[how]]}{more})"


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
