"""How a condition is declared, what it yields, and the indexes that the conditions of all families share.

A check is a generator of ``(what, message_nl, message_en)``; ``@condition`` names it and says where it comes from, how bad
it is and what to do. Checks only yield findings (after linkml's ``validator/report.py``); commands decide what they mean.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..concepts import ROLES, SKILL_TYPES, Concept, Mapping, Ontology, Relation
from ..namespaces import CONCEPT_BASE, SCHEME
from ..normalising import bag_key, surface_key

SEVERITIES = ("error", "warning", "info")
VISIBLE = ("pref", "alt")


@dataclass(frozen=True, slots=True)
class Finding:
    """``focus`` is the IRI it is about, ``place`` the table row; ``fix`` (English) and ``fix_nl`` say what to do."""

    severity: str
    condition: str
    focus: str
    message_nl: str
    message_en: str
    fix: str
    place: str = ""
    fix_nl: str = ""

    def texts(self, lang: str) -> tuple[str, str]:
        """(message, fix) in "nl" or "en"."""
        return (self.message_nl, self.fix_nl or self.fix) if lang == "nl" else (self.message_en, self.fix)


Remark = tuple[Concept | Relation | Mapping | str, str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A named check. ``source`` says which standard or tool has it, ``meaning_nl`` and ``meaning_en`` what is wrong."""

    name: str
    source: str
    severity: str
    meaning_nl: str
    meaning_en: str
    fix_nl: str
    fix: str
    check: Callable[..., Iterator[Remark]]

    def findings(self, subject) -> Iterator[Finding]:
        """Findings about a View, or a Links for the conditions of linked data."""
        for what, message_nl, message_en in self.check(subject):
            focus, place = _focus(what)
            yield Finding(self.severity, self.name, focus, message_nl, message_en, self.fix, place, self.fix_nl)


def condition(name: str, source: str, severity: str, *, nl: str, fix_nl: str, fix: str):
    """Makes a Condition of a generator; the first line of its docstring is the English meaning."""

    def declare(check: Callable[..., Iterator[Remark]]) -> Condition:
        meaning = (check.__doc__ or name).strip().splitlines()[0]
        return Condition(name, source, severity, nl, meaning, fix_nl, fix, check)

    return declare


def _focus(what: Concept | Relation | Mapping | str) -> tuple[str, str]:
    """(IRI, table row) of what a remark is about."""
    if isinstance(what, Relation):
        return what.occupation, what.place
    if isinstance(what, Mapping):
        return what.subject, what.place
    return (what.iri, what.place) if isinstance(what, Concept) else (what, "")


def short(iri: str) -> str:
    """The id of a concept of ours, else the whole IRI."""
    return iri.removeprefix(CONCEPT_BASE)


class View:
    """An ontology with the indexes that checks share, each made when first asked for.

    ``concepts`` are the active ones, ``own`` those of our own scheme: only their wording is ours to mend.
    """

    def __init__(self, ontology: Ontology):
        self.ontology = ontology
        self.concepts = [concept for concept in ontology.concepts if concept.status == "active"]
        self.own = [concept for concept in self.concepts if concept.scheme == SCHEME]
        self.known = ontology.by_iri()
        self.scheme = SCHEME

    def name(self, iri: str) -> str:
        """``ST0000412 'lassen'``, for messages."""
        concept = self.known.get(iri)
        return f"{short(iri)} '{concept.pref() or concept.pref('en')}'" if concept else short(iri)

    def own_labels(self, lang: str = "nl", roles: tuple[str, ...] = VISIBLE) -> Iterator[tuple[Concept, str, str]]:
        """(concept, role, text) of the labels of our own concepts."""
        for concept in self.own:
            for role in roles:
                for text in concept.labels.get((role, lang), ()):
                    yield concept, role, text

    @cached_property
    def narrower(self) -> dict[str, list[Concept]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts:
            for parent in concept.broader:
                found[parent].append(concept)
        return found

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """All concepts above each one; in a circle a concept is above itself."""
        return {iri: self._above(iri) for iri in self.known}

    def _above(self, iri: str) -> frozenset[str]:
        found: set[str] = set()
        todo = list(self.known[iri].broader)
        while todo:
            parent = todo.pop()
            if parent not in found:
                found.add(parent)
                todo += self.known[parent].broader if parent in self.known else ()
        return frozenset(found)

    def owners(self, lang: str, key: Callable[[str], str] = surface_key, roles=ROLES) -> dict[tuple[str, str, str], dict[str, tuple[Concept, str]]]:
        """(key, kind, scheme) of labels -> IRI -> (concept, label); kind is "occupation", "skill" or "group"."""
        found: dict[tuple[str, str, str], dict[str, tuple[Concept, str]]] = defaultdict(dict)
        for concept in self.concepts:
            kind = "skill" if concept.type in SKILL_TYPES else concept.type
            for role in roles:
                for text in concept.labels.get((role, lang), ()):
                    if label_key := key(text):
                        found[label_key, kind, concept.scheme].setdefault(concept.iri, (concept, text))
        return found

    @cached_property
    def bags(self) -> dict[tuple[str, str, str], dict[str, tuple[Concept, str]]]:
        """``owners`` of the Dutch bag keys: lemmas without function words."""
        return self.owners("nl", bag_key)
