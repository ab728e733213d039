"""What the ontology consists of: concepts with labels, relations between them, mappings to other schemes.

Small frozen values that the tables are read into and that everything else (graph, checks, lexicon)
is made from. Labels are Dutch ("nl") or English ("en"); IRIs are full strings.
"""

from dataclasses import dataclass, field

from .namespaces import CONCEPT_BASE, SCHEME

CONCEPT_TYPES = ("skill", "knowledge", "attitude", "language", "certificate", "occupation", "group")
SKILL_TYPES = CONCEPT_TYPES[:5]
REUSE_LEVELS = ("transversal", "cross-sector", "sector-specific", "occupation-specific")
STATUSES = ("active", "deprecated")
ROLES = ("pref", "alt", "hidden")
COLUMNS = (
    "id type pref_nl alt_nl hidden_nl pref_en alt_en definition_nl broader related reuse_level "
    "status replaced_by source note"
).split()


@dataclass(frozen=True, slots=True)
class Concept:
    """One row of a concept table. ``broader``, ``related`` and ``replaced_by`` hold IRIs.

    ``labels`` maps (role, language) to label texts, where role is "pref", "alt" or "hidden"; ``definitions`` maps a
    language to a sentence. ``scheme`` is the IRI of the concept scheme, ``notation`` its code there ("" for ours: the id).
    ``place`` is "file:line" of the row, for messages. Type "group" is a heading that nothing is linked to (an ISCO group).
    """

    iri: str
    type: str
    labels: dict[tuple[str, str], tuple[str, ...]] = field(hash=False)
    definitions: dict[str, str] = field(default_factory=dict, hash=False)
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    reuse_level: str = ""
    status: str = "active"
    replaced_by: str = ""
    source: str = ""
    note: str = ""
    scheme: str = SCHEME
    notation: str = ""
    place: str = ""

    @property
    def id(self) -> str:
        """``ST0000412`` for our own concepts, else the whole IRI."""
        return self.iri.removeprefix(CONCEPT_BASE)

    @property
    def definition(self) -> str:
        """The Dutch definition; empty when there is none."""
        return self.definitions.get("nl", "")

    def pref(self, lang: str = "nl") -> str:
        """The preferred label in ``lang``; empty when there is none."""
        return (self.labels.get(("pref", lang)) or ("",))[0]

    def all_labels(self, lang: str) -> list[tuple[str, str]]:
        """(role, text) of every label in ``lang``, preferred first."""
        return [(role, text) for role in ROLES for text in self.labels.get((role, lang), ())]


@dataclass(frozen=True, slots=True)
class Relation:
    """An occupation (or, in ESCO, a skill) needs a skill: ``kind`` is "essential" or "optional"."""

    occupation: str
    kind: str
    skill: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of an SSSOM set: ``predicate`` is a SKOS mapping property's local name."""

    subject: str
    predicate: str
    object: str
    justification: str = "semapv:ManualMappingCuration"
    confidence: float = 1.0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that a release is made of, in the order of the ids."""

    concepts: tuple[Concept, ...]
    relations: tuple[Relation, ...] = ()
    mappings: tuple[Mapping, ...] = ()

    def by_iri(self) -> dict[str, Concept]:
        return {concept.iri: concept for concept in self.concepts}


@dataclass(frozen=True, slots=True)
class Source:
    """Where imported concepts come from: ``name`` ("esco"), its ``version``, the ``scheme`` IRI, title and licence.

    ``attribution`` is the sentence that users of the data must show, "" when none is required or known.
    """

    name: str
    version: str
    scheme: str
    title: str
    license: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer makes of a source release; ``skipped`` says per row that was left out where and why."""

    source: Source
    ontology: Ontology
    skipped: tuple[str, ...] = ()
