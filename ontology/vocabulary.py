"""schema.ttl -> the terms of the vocabulary, for its page: classes, properties and code lists with their facts in two languages."""

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import Literal, RdfFormat, parse

from .namespaces import CNLO, DCT, OWL, PREFIXES, RDF, RDFS, SKOS, ST

# predicate -> what the page calls it, nl and en
RELATIONS = {
    RDFS.subClassOf: ("is een soort", "is a kind of"),
    RDFS.subPropertyOf: ("is een vorm van", "is a form of"),
    RDFS.domain: ("staat bij", "is said of"),
    RDFS.range: ("heeft als waarde", "has as value"),
    SKOS.exactMatch: ("gelijk aan", "the same as"),
    SKOS.closeMatch: ("vrijwel gelijk aan", "nearly the same as"),
    SKOS.broadMatch: ("valt onder", "falls under"),
    SKOS.narrowMatch: ("omvat", "includes"),
    SKOS.relatedMatch: ("verwant aan", "related to"),
    RDFS.seeAlso: ("zie ook", "see also"),
}
_PREFIXES = PREFIXES | {"cnlo": CNLO}
_KINDS = {OWL.base + "Class": "class", OWL.base + "ObjectProperty": "property", OWL.base + "DatatypeProperty": "property"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of ours: ``name`` is the end of its IRI, texts are by language, ``relations`` a RELATIONS key each with IRIs."""

    name: str
    labels: dict[str, str]
    definitions: dict[str, str]
    examples: dict[str, str]
    relations: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def iri(self) -> str:
        """The whole IRI."""
        return ST.base + self.name


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """What the page shows. ``codes`` maps the name of a code list's class to its values."""

    iri: str
    version: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    codes: dict[str, tuple[Term, ...]]


def read_vocabulary(turtle: bytes) -> VocabularyPage:
    """The vocabulary in ``turtle``, its terms in the order in which they stand."""
    facts: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        facts[quad.subject.value][quad.predicate.value].append(quad.object)
    kinds: dict[str, list[Term]] = {"class": [], "property": []}
    codes: dict[str, list[Term]] = defaultdict(list)
    for iri, properties in facts.items():
        types = [term.value for term in properties[RDF.type]]
        kind = next((_KINDS[type_] for type_ in types if type_ in _KINDS), None)
        if kind:
            kinds[kind].append(_term(iri, properties))
        elif SKOS.Concept in types:
            codes[types[0].removeprefix(ST.base)].append(_term(iri, properties))
    iri = next(iri for iri, properties in facts.items() if OWL.Ontology in [term.value for term in properties[RDF.type]])
    head = facts[iri]
    return VocabularyPage(
        iri, head[OWL.versionInfo][0].value, _texts(head, DCT.title), _texts(head, DCT.description),
        tuple(kinds["class"]), tuple(kinds["property"]), {name: tuple(values) for name, values in codes.items()},
    )  # fmt: skip


def short(iri: str) -> str:
    """An IRI with the prefix that people know it by."""
    for prefix, base in _PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def _term(iri: str, properties: dict[str, list]) -> Term:
    relations = tuple((predicate, tuple(term.value for term in properties[predicate])) for predicate in RELATIONS if predicate in properties)
    return Term(iri.removeprefix(ST.base), _texts(properties, RDFS.label), _texts(properties, SKOS.definition), _texts(properties, SKOS.example), relations)


def _texts(properties: dict[str, list], predicate: str) -> dict[str, str]:
    return {term.language: term.value for term in properties.get(predicate, ()) if isinstance(term, Literal) and term.language}
