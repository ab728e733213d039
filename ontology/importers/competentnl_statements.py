"""RDF triples about CompetentNL -> Statements: what is said of each subject, by kind, in the order of reading.

Published sources disagree on the namespaces of CompetentNL's UWV part, so its predicates and classes are known by their
local name in any namespace of a prefix table. SKOS, SKOS-XL, PROV, DCMI terms and RDF are known by their full IRI. One pass,
any order of triples; what is not understood is counted, so that a report can tell.
"""

import re
from collections import Counter, defaultdict

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import CNL_UWV, CNL_UWV_OTHER, CNLO, DCT, KSMO, MAPPING_PREDICATES, OWL, PROV, RDF, RDFS, SKOS, SKOSXL

PREFIXES = {"cnlo": CNLO, "cnluwv": CNL_UWV, "cnluwvo": CNL_UWV_OTHER, "ksmo": KSMO}
CLASSES = {
    "Occupation": "occupation",
    "HumanCapability": "skill",
    "KnowledgeArea": "knowledge",
    "OccupationTask": "skill",
    "EducationalNorm": "group",
    "Language": "language",
}

Text = tuple[str, str]
"""A literal: (text, language tag in small letters, "" without one)."""

_LOCAL = {
    "hasRIASEC": ("riasec", ""),
    "hasContentStatus": ("status", ""),
    "opleidingscode": ("crebo", ""),
    "specialization": ("label node", "hidden"),
}
_RELATION = re.compile(
    r"(?:requires(?:HAT)?|prescribes(?:HAT|Knowledge)?|isCharacterizedByOccupationTask)_?(Essential|Important|Somewhat|Optional)?$"
)
_MATCH = re.compile(r"((?:exact|close|broad|narrow|related)Match)(?:ESCO|ONET|TaxonomyItem\w+)$")
_STANDARD = {
    RDF.type: ("type", ""),
    SKOS.prefLabel: ("label", "pref"),
    SKOS.altLabel: ("label", "alt"),
    SKOS.hiddenLabel: ("label", "hidden"),
    SKOSXL.prefLabel: ("label node", "pref"),
    SKOSXL.altLabel: ("label node", "alt"),
    SKOSXL.hiddenLabel: ("label node", "hidden"),
    SKOSXL.literalForm: ("form", ""),
    SKOS.definition: ("definition", ""),
    DCT.description: ("definition", ""),
    SKOS.scopeNote: ("note", ""),
    SKOS.notation: ("notation", ""),
    SKOS.broader: ("broader", ""),
    SKOS.narrower: ("narrower", ""),
    SKOS.related: ("related", ""),
    SKOS.inScheme: ("scheme", ""),
    PROV.generatedAtTime: ("made", ""),
    PROV.invalidatedAtTime: ("ended", ""),
    DCT.isReplacedBy: ("replaced by", ""),
} | {SKOS[name]: ("mapping", name) for name in MAPPING_PREDICATES}
_PLAIN = (SKOS.base, SKOSXL.base, PROV.base, RDF.base, OWL.base, RDFS.base)


class Statements:
    """What triples say: ``said[kind][subject]`` is a list of (detail, value).

    A value is an IRI, ``_:id`` of a blank node, or a Text. ``unread`` counts CompetentNL predicates that have no place in the
    concept model, ``strange`` those known by name in a namespace that the prefix table lacks.
    """

    def __init__(self, prefixes: dict[str, str] = PREFIXES):
        self.prefixes = prefixes
        self.said: dict[str, dict[str, list[tuple[str, str | Text]]]] = defaultdict(lambda: defaultdict(list))
        self.unread: Counter[str] = Counter()
        self.strange: Counter[str] = Counter()
        self._kinds: dict[str, tuple[str, str] | Counter | None] = {}

    def add(self, subject: NamedNode | BlankNode, predicate: NamedNode, value: NamedNode | BlankNode | Literal) -> None:
        name = predicate.value
        try:
            kind = self._kinds[name]
        except KeyError:
            kind = self._kinds[name] = self._kind(name)
        if isinstance(kind, tuple):
            self.said[kind[0]][node(subject)].append((kind[1], value_of(value)))
        elif kind is not None:
            kind[name] += 1

    def get(self, kind: str, subject: str) -> list[tuple[str, str | Text]]:
        """(detail, value) pairs, [] when nothing of that kind is said."""
        return self.said[kind].get(subject, [])

    def local(self, iri: str) -> str:
        """The name of a CompetentNL class or predicate without its namespace, "" for the IRIs of others."""
        return next((iri.removeprefix(base) for base in self.prefixes.values() if iri.startswith(base)), "")

    def types(self) -> tuple[dict[str, str], Counter[str]]:
        """CompetentNL class name per subject, and how many subjects other classes have (labels, schemes and versions aside)."""
        classes: dict[str, str] = {}
        others: Counter[str] = Counter()
        for subject, types in self.said["type"].items():
            names = [self.local(iri) for _, iri in types if isinstance(iri, str)]
            if known := [name for name in CLASSES if name in names]:
                classes[subject] = known[0]
            else:
                others.update({iri for _, iri in types if isinstance(iri, str) and not iri.startswith(_PLAIN)})
        return classes, others

    def _kind(self, predicate: str) -> tuple[str, str] | Counter | None:
        if predicate in _STANDARD:
            return _STANDARD[predicate]
        local = self.local(predicate)
        kind = _by_name(local or re.split(r"[#/]", predicate)[-1])
        if local:
            return kind or self.unread
        return self.strange if kind and kind[0] != "crebo" else None


def _by_name(name: str) -> tuple[str, str] | None:
    if relation := _RELATION.match(name):
        return "relation", "essential" if relation[1] == "Essential" else "optional"
    if match := _MATCH.match(name):
        return "mapping", match[1]
    return _LOCAL.get(name)


def node(term: NamedNode | BlankNode) -> str:
    """An IRI as it is, a blank node as ``_:id``."""
    return "_:" + term.value if isinstance(term, BlankNode) else term.value


def value_of(term: NamedNode | BlankNode | Literal) -> str | Text:
    return (term.value, (term.language or "").lower()) if isinstance(term, Literal) else node(term)
