"""Instruments and a lexicon -> from micro to macro: the families, levels and quadrants that concepts and occupations belong to.

A text falls in a group when it asks for a member or for something narrower than a member. Groups are named by the IRIs of instrument items.
Two are of our own: IT skills and social skills, by the branches of the core below. A digital level is that of the highest digital
skill a text asks; a skill that stands at several levels counts at the lowest. Quadrants are those of the occupation of a text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from ..instruments import QUADRANT_LIST, Instruments
from ..lexicon import Lexicon
from ..namespaces import CONCEPT_BASE, INSTRUMENT_BASE

BRANCHES = {  # our own two groups -> branches of the core
    "it": [
        "ST0000312", "ST0001022", "ST0001023", "ST0001024", "ST0001026",
        "ST0001168", "ST0001169", "ST0001170", "ST0001171", "ST0001172", "ST0001173", "ST0001174",
    ],
    "social": ["ST0000100", "ST0000220", "ST0000221"],
}
BRANCH_NAMES = {"it": {"nl": "IT-vaardigheden", "en": "IT skills"}, "social": {"nl": "sociale vaardigheden", "en": "social skills"}}
BRANCH_BASE = INSTRUMENT_BASE + "branches/"
LEVELS = "digital-levels"
FAMILIES = "nss-families"
CLAIMS = {"wef-2018-trending": "rising", "wef-2018-declining": "declining", "wef-2023-rising": "rising", "wef-2023-core": "core"}
COUNTED = (FAMILIES, "slo-21", "digital-talent", *CLAIMS)


@dataclass(frozen=True)
class Groups:
    """``of_concept``: IRI -> groups; ``level``: IRI -> digital level; ``quadrant``: occupation -> group; ``major``: occupation -> first digit
    of its ISCO-08 code; ``names``: group -> language -> name, in the order of the instruments; ``entries``: (type, Dutch, English name) of concepts."""

    of_concept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    level: dict[str, int] = field(default_factory=dict)
    quadrant: dict[str, str] = field(default_factory=dict)
    major: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    entries: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, lexicon: Lexicon, instruments: Instruments) -> "Groups":
        """The groups of the concepts in a lexicon."""
        entries = {entry.iri: entry for entry in map(lexicon.entry, range(len(lexicon)))}
        wider = {iri: entry.broader for iri, entry in entries.items()}
        members: dict[str, set[str]] = {}
        names: dict[str, dict[str, str]] = {}
        for item in instruments.items:
            iri = f"{INSTRUMENT_BASE}{item.instrument}/{item.code}"
            if item.instrument in COUNTED:
                members[iri] = set(item.concepts)
            if item.instrument in (*COUNTED, QUADRANT_LIST) or (item.instrument == LEVELS and not item.broader and item.code != "0"):
                names[iri] = item.labels
        for name, branch in BRANCHES.items():
            members[BRANCH_BASE + name] = {CONCEPT_BASE + identifier for identifier in branch}
            names[BRANCH_BASE + name] = BRANCH_NAMES[name]
        above = {iri: _closure(iri, wider) for iri in entries}
        holders: dict[str, list[str]] = {}
        for group, concepts in members.items():
            for concept in concepts:
                holders.setdefault(concept, []).append(group)
        of_concept = {iri: tuple(dict.fromkeys(group for one in line for group in holders.get(one, ()))) for iri, line in above.items()}
        digital = {iri for iri, found in of_concept.items() if BRANCH_BASE + "it" in found}
        return cls(
            {iri: found for iri, found in of_concept.items() if found},
            _levels(instruments, digital, above),
            {one.occupation: f"{INSTRUMENT_BASE}{QUADRANT_LIST}/{one.quadrant}" for one in instruments.assessments},
            {iri: codes[0][:1] for iri, entry in entries.items() if (codes := (entry.mappings | entry.wider).get("isco"))},
            names,
            {iri: (entry.type, entry.label_nl, entry.label_en) for iri, entry in entries.items()},
        )

    def of_texts(self, concepts: pa.Table, occupations: pa.Table) -> pa.Table:
        """Rows (row, item) of texts and the groups that they fall in, of their concepts and occupations; each pair once."""
        pairs: set[tuple[int, str]] = set()
        highest: dict[int, int] = {}
        for row, concept in _rows(concepts):
            pairs.update((row, group) for group in self.of_concept.get(concept, ()))
            if level := self.level.get(concept):
                highest[row] = max(level, highest.get(row, 0))
        pairs.update((row, f"{INSTRUMENT_BASE}{LEVELS}/{level}") for row, level in highest.items())
        pairs.update((row, self.quadrant[occupation]) for row, occupation in _rows(occupations) if occupation in self.quadrant)
        ordered = sorted(pairs)
        return pa.table({"row": pa.array([row for row, _ in ordered], pa.int32()), "item": pa.array([group for _, group in ordered], pa.string())})

    def placed(self, occupations: pa.Table) -> pa.Table:
        """Rows (row, "") of texts whose occupation has a quadrant: what shares of quadrants are of."""
        some = occupations.filter(pc.is_in(occupations["item"], pa.array(self.quadrant, pa.string())))
        return pa.table({"row": some["row"], "item": pa.repeat(pa.scalar(""), len(some))})

    def name(self, iri: str, lang: str, labels: dict[str, str]) -> str:
        """What a concept, occupation or group is called in "nl" or "en"; a Dutch name where there is no other."""
        if iri in self.names:
            return self.names[iri].get(lang) or self.names[iri]["nl"]
        _, dutch, english = self.entries.get(iri, ("", labels.get(iri, ""), ""))
        return (english if lang == "en" else "") or dutch or labels.get(iri) or iri


def _rows(table: pa.Table) -> Iterable[tuple[int, str]]:
    return zip(table["row"].to_pylist(), table["item"].to_pylist())


def _closure(iri: str, wider: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A concept and all that is broader, nearest first."""
    found, open_ = {iri: None}, [iri]
    while open_:
        open_ = [one for here in open_ for one in wider.get(here, ()) if one not in found]
        found.update(dict.fromkeys(open_))
    return tuple(found)


def _levels(instruments: Instruments, digital: set[str], above: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """The lowest level at which a digital concept, or the nearest broader one, stands."""
    own: dict[str, int] = {}
    for item in instruments.items:
        if item.instrument == LEVELS:
            level = int(item.code.partition(".")[0])
            for concept in item.concepts:
                own[concept] = min(level, own.get(concept, level))
    found = {iri: next((own[one] for one in above[iri] if one in own), 0) for iri in digital}
    return {iri: level for iri, level in found.items() if level}
