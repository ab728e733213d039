"""How much a skill tells, and which skills are near it: everything that a comparison asks of the ontology.

A skill weighs as much as it is rare (inverse frequency; Spärck Jones 1972, https://doi.org/10.1108/eb026526): log((N + 1) / (n + m)) / log(N + 1) for a skill
that n of N occupations need, where m is the mean n of its type, so that an attitude that no table happens to name weighs no more than others.
It is multiplied by how well skills of its sort tell people of the same work from others (relevance weights; Robertson and Spärck Jones 1976,
https://doi.org/10.1002/asi.4630270302), relative to skills, rounded. Of 71 pairs of a CV and a vacancy in our training and dev texts whose occupations share an ISCO unit group, against
3,685 of other major groups, CVs said this share of what was asked: skills .36 and .03, knowledge .27 and .04, certificates .41 and .14, general
skills .27 and .09, attitudes .13 and .09, languages .71 and .66. Which skills are near one another is told by nearness.py.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from ontology.lexicon import TYPES, Entry, Lexicon
from ontology.namespaces import CONCEPT_BASE
from ontology.needs import ESSENTIAL, OPTIONAL, Needs, core_needs, read_needs
from ontology.tables import SOURCE, read_rows, split_values

from ..cv.qualifications import all_implications
from .nearness import Nearness

NEEDED = {ESSENTIAL: 1.0, OPTIONAL: 0.4}
_LEAST = 0.05
_TELLS = {"skill": 1.0, "knowledge": 0.8, "certificate": 0.8, "attitude": 0.25, "language": 0.25, "occupation": 1.0}
_GENERAL = 0.5
_GENERAL_HEADINGS = frozenset(CONCEPT_BASE + name for name in ("ST0000220", "ST0000222", "ST0000223", "ST0000225"))  # communicating, thinking, organising, basic skills
_QUICK_HEADINGS = frozenset(CONCEPT_BASE + name for name in ("ST0000387", "ST0000388", "ST0000391", "ST0000413"))  # safety, machines, schools, VCA
_ON_REQUEST = frozenset(CONCEPT_BASE + name for name in ("ST0000443", "ST0000444", "ST0000445", "ST0000451"))  # conduct, criminal record, no objection, Chamber of Commerce
_LEVEL_COLUMNS = ["code", "concepts", "nlqf"]


class Measures:
    """Of one release. ``counts`` and ``total`` say of how many texts each concept is a need, ``ours`` which of the ``needs`` the core states itself."""

    def __init__(self, lexicon: Lexicon, needs: Needs, counts: dict[str, int] | None = None, total: int = 0, ours: Needs | None = None):
        self.lexicon, self.needs, self._ours = lexicon, needs, ours or {}
        self._counts = dict(counts or {})
        for skills in needs.values():
            for skill in skills:
                self._counts[skill] = self._counts.get(skill, 0) + 1
        self._total = total + len(needs)
        sums, sizes = defaultdict(int), defaultdict(int)
        for concept, count in self._counts.items():
            if entry := self.entry(concept):
                sums[entry.type] += count
                sizes[entry.type] += 1
        self._usual = {type_: sums[type_] / sizes[type_] if sizes[type_] else 1.0 for type_ in TYPES}

    @classmethod
    def load(cls, release: str | None = None, counts: dict[str, int] | None = None, total: int = 0) -> "Measures":
        """Of a release folder, or of the embedded core. Raises OntologyError."""
        lexicon = Lexicon.load(release)
        return cls(lexicon, read_needs(lexicon), counts, total, core_needs(lexicon))

    def entry(self, concept: str) -> Entry | None:
        """The record of a concept; None when the release does not have it."""
        number = self.lexicon.number_of(concept)
        return None if number is None else self.lexicon.entry(number)

    def label(self, concept: str, language: str = "nl") -> str:
        """The preferred label, or the Dutch one, or the IRI of a concept that the release lacks."""
        entry = self.entry(concept)
        return (entry.label_en if language == "en" else "") or entry.label_nl if entry else concept

    def weight(self, concept: str) -> float:
        """How much the concept tells, from near 0 (nearly everyone has it, or says so) to 1."""
        return self.rareness(concept) * self.tells(concept)

    def asked(self, occupation: str, ours: bool = False) -> dict[str, float]:
        """By skill that the occupation needs how much it counts: 1 when it is essential, 0.4 when optional. What an import adds to our own statements counts
        for less where it is more: together no more than those, or the dozens that ESCO names would drown them. With ``ours`` it is left out where there are any."""
        needs, own = self.needs.get(occupation, {}), self._ours.get(occupation, {})
        stated = {skill: NEEDED[need] for skill, need in needs.items() if skill in own}
        added = {skill: NEEDED[need] for skill, need in needs.items() if skill not in own}
        share = (0.0 if ours else min(1.0, sum(stated.values()) / sum(added.values()))) if stated and added else 1.0
        return stated | ({skill: share * counts for skill, counts in added.items()} if share else {})

    def rareness(self, concept: str) -> float:
        """From 0.05 (nearly every occupation needs it) to 1."""
        entry = self.entry(concept)
        often = self._counts.get(concept, 0) + self._usual[entry.type if entry else "skill"]
        return min(1.0, max(_LEAST, math.log((self._total + 1) / often) / math.log(self._total + 1))) if self._total else 1.0

    def tells(self, concept: str) -> float:
        """How well concepts of its sort tell people of the same work from others, relative to skills."""
        entry = self.entry(concept)
        return _TELLS[entry.type] * (_GENERAL if self._is_general(concept) else 1.0) if entry else 1.0

    def _is_general(self, concept: str) -> bool:
        return not _GENERAL_HEADINGS.isdisjoint(self._parents(concept))

    @cached_property
    def nearness(self) -> Nearness:
        """Which skills are near one another."""
        return Nearness(self.lexicon, self.implied, self.taught_by)

    def taught_by(self, skill: str) -> list[tuple[str, str]]:
        """(qualification, norm) of those that imply the skill."""
        return self._teaching.get(skill, [])

    def implied(self, qualification: str) -> list[str]:
        """The skills and knowledge that a qualification proves; not the attitudes of its occupation."""
        return [implication.skill for implication in all_implications().get(qualification, ()) if self._can_be_proven(implication.skill)]

    def can_be_learnt(self, concept: str) -> bool:
        """False for attitudes."""
        entry = self.entry(concept)
        return bool(entry and entry.type != "attitude")

    def takes_long(self, concept: str) -> bool:
        """Whether the concept is a diploma, certificate, licence or registration that is not had within days, and that nobody leaves unsaid."""
        entry = self.entry(concept)
        return bool(entry and entry.type == "certificate" and concept not in _ON_REQUEST and _QUICK_HEADINGS.isdisjoint(entry.broader))

    def _can_be_proven(self, concept: str) -> bool:
        entry = self.entry(concept)
        return bool(entry and entry.type in ("skill", "knowledge"))

    def same_work(self, occupation: str, other: str) -> bool:
        """Whether two occupations are the same, one step apart, or of one ISCO-08 unit group."""
        if occupation == other or other in self._parents(occupation) or occupation in self._parents(other):
            return True
        return bool(set(self.groups(occupation)) & set(self.groups(other)))

    def _parents(self, concept: str) -> tuple[str, ...]:
        entry = self.entry(concept)
        return entry.broader if entry else ()

    def groups(self, occupation: str) -> list[str]:
        """The ISCO-08 unit groups of an occupation, as four digits."""
        entry = self.entry(occupation)
        return [code for code in entry.mappings.get("isco", []) if len(code) == 4] if entry else []

    def diploma_level(self, concept: str) -> float | None:
        """The NLQF level of a concept that stands for a level of education; None for others."""
        return self._levels.get(concept)

    def diplomas_to(self, level: float) -> Iterable[str]:
        """The concepts of education levels up to this one, in NLQF."""
        return (concept for concept, own in self._levels.items() if own <= level)

    @cached_property
    def _teaching(self) -> dict[str, list[tuple[str, str]]]:
        found = defaultdict(list)
        for qualification, implications in all_implications().items():
            for implication in implications:
                if self._can_be_proven(implication.skill):
                    found[implication.skill].append((qualification, implication.norm))
        return found

    @cached_property
    def _levels(self) -> dict[str, float]:
        levels = {}
        for _, row in read_rows(SOURCE / "instruments" / "education_levels.tsv", _LEVEL_COLUMNS, []):
            if row["nlqf"]:
                levels |= {CONCEPT_BASE + name: nlqf_number(row["nlqf"]) for name in split_values(row["concepts"])}
        return levels


def nlqf_number(level: str) -> float:
    """"4" -> 4.0 and "4+" -> 4.5: levels in order."""
    return float(level.rstrip("+")) + 0.5 * level.endswith("+")
