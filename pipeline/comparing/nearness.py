"""Which skills are near a skill, and how much of one who has the other may be taken to have: the steps of the ontology, and words that are alike.

A step is named as it is seen from what is asked. "narrower": the person has something more specific ("includes" when it is a certificate, which is then as
good); "broader": something more general; "sibling": both are kinds of one thing below the headings; "related": the editors say so; "proves": a certificate for the
skill; "practised": a certificate is asked of one who has done what it stands for. "similar" are two that no editor tied, but whose labels and
definitions the encoder finds alike: of 54 such pairs, drawn at random over cosines of labels from 0.70 and judged by hand, 45 were near; of 64 with cosines from 0.50
to 0.70, 34. No cosine tells the same from the near: 'applying for subsidies' and 'judging applications' have 0.91.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from ontology.lexicon import Lexicon
from ontology.needs import read_related

CREDIT = {"proves": 1.0, "includes": 1.0, "narrower": 0.8, "practised": 0.5, "related": 0.5, "broader": 0.5, "similar": 0.5, "sibling": 0.25}
LABELS_ALIKE, DEFINITIONS_ALIKE = 0.70, 0.40  # cosines
_FAMILY = 8  # kinds of one thing; of more, none is near
_SMALL = 3  # skills that a certificate proves; who has one of the many that a diploma proves is not near the diploma
_SOUGHT = 12  # nearest by labels that are looked at
_UNIT = 127  # length of the vectors in a lexicon

Step = tuple[str, str, float]


class Nearness:
    """Of one release. ``proven`` gives the skills that a qualification proves, ``taught`` the qualifications that prove a skill."""

    def __init__(self, lexicon: Lexicon, proven: Callable[[str], Sequence[str]], taught: Callable[[str], Iterable[tuple[str, str]]]):
        self.lexicon, self._proven, self._taught = lexicon, proven, taught
        self._known: dict[str, tuple[Step, ...]] = {}
        self._similar: dict[int, list[str]] = {}

    def prepare(self, concepts: Iterable[str]) -> None:
        """Looks for what is similar to many at once, which is much faster than one by one."""
        new = [number for concept in concepts if (number := self._number(concept)) is not None and number not in self._similar and self._can_be_similar(number)]
        if not new:
            return
        vectors = self.lexicon.centroids[new].astype(np.float32) / _UNIT
        for number, others, cosines in zip(new, *self.lexicon.nearest(vectors, False, _SOUGHT)):
            alike = [int(other) for other, cosine in zip(others, cosines) if cosine >= LABELS_ALIKE and other != number and self._can_be_similar(int(other))]
            means = self.lexicon.definitions[alike].astype(np.float32) @ self.lexicon.definitions[number].astype(np.float32) / _UNIT**2
            self._similar[number] = [self.lexicon.entry(other).iri for other, cosine in zip(alike, means) if cosine >= DEFINITIONS_ALIKE]

    def steps(self, concept: str) -> tuple[Step, ...]:
        """(concept that may be asked, step, credit) for one who has ``concept``, each once, best first."""
        if concept not in self._known:
            found: dict[str, str] = {}
            for other, step in self._steps(concept):
                if other != concept and (other not in found or CREDIT[step] > CREDIT[found[other]]):
                    found[other] = step
            self._known[concept] = tuple(sorted(((other, step, CREDIT[step]) for other, step in found.items()), key=lambda step: (-step[2], step[0])))
        return self._known[concept]

    def _steps(self, concept: str) -> Iterator[tuple[str, str]]:
        number = self._number(concept)
        if number is None:
            return
        entry = self.lexicon.entry(number)
        parents = [parent for parent in entry.broader if self._has_parent(parent)]
        special = "includes" if entry.type == "certificate" else "narrower"
        yield from ((parent, special) for parent in parents)
        yield from ((child, "broader") for child in self._narrower.get(concept, ()))
        for parent in parents:
            family = self._narrower[parent]
            if self._can_be_similar(number) and len(family) <= _FAMILY and any(map(self._has_parent, self._broader(parent))):
                yield from ((sibling, "sibling") for sibling in family)
        yield from ((other, "related") for other in self._related.get(concept, ()))
        yield from ((certificate, "practised") for certificate, _ in self._taught(concept) if len(self._proven(certificate)) <= _SMALL)
        yield from ((skill, "proves") for skill in self._proven(concept))
        if number not in self._similar:
            self.prepare([concept])
        yield from ((other, "similar") for other in self._similar.get(number, ()))

    def _number(self, concept: str) -> int | None:
        return self.lexicon.number_of(concept)

    def _can_be_similar(self, number: int) -> bool:
        return self.lexicon.entry(number).type in ("skill", "knowledge")

    def _broader(self, concept: str) -> tuple[str, ...]:
        number = self._number(concept)
        return () if number is None else self.lexicon.entry(number).broader

    def _has_parent(self, concept: str) -> bool:
        """False for the headings on top, to which a step means nothing."""
        return bool(self._broader(concept))

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for number in range(len(self.lexicon)):
            entry = self.lexicon.entry(number)
            for parent in entry.broader:
                if self._has_parent(parent):
                    found[parent].append(entry.iri)
        return found

    @cached_property
    def _related(self) -> dict[str, list[str]]:
        return {concept: [other for other in others if self._number(other) is not None] for concept, others in read_related().items()}
