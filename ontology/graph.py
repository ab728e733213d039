"""An Ontology -> RDF triples (SKOS, ESCO and our own terms), and their serialisations. No blank nodes."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from .concepts import Concept, Ontology
from .namespaces import DCT, ESCO, ESCO_REUSE_LEVEL, OWL, PREFIXES, RDF, SCHEME, SKOS, ST, XSD

CLASSES = {
    "skill": ST.Skill,
    "knowledge": ST.Knowledge,
    "attitude": ST.Attitude,
    "language": ST.NaturalLanguage,
    "certificate": ST.Certificate,
    "occupation": ST.Occupation,
}
_LABELS = {"pref": SKOS.prefLabel, "alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}


def to_triples(ontology: Ontology, metadata: dict[str, str]) -> list[Triple]:
    """All triples of a release, sorted. ``metadata``: version, issued (ISO date), title, description, creator, license."""
    triples = set(_scheme(metadata))
    for concept in ontology.concepts:
        triples.update(_concept(concept))
        for parent in concept.broader:
            triples.add(_link(parent, SKOS.narrower, concept.iri))
        for other in concept.related:
            triples.add(_link(other, SKOS.related, concept.iri))
    for relation in ontology.relations:
        predicate = ESCO.relatedEssentialSkill if relation.kind == "essential" else ESCO.relatedOptionalSkill
        triples.add(_link(relation.occupation, predicate, relation.skill))
    for mapping in ontology.mappings:
        triples.add(_link(mapping.subject, SKOS[mapping.predicate], mapping.object))
    return sorted(triples, key=lambda triple: (triple.subject.value, triple.predicate.value, str(triple.object)))


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _text(subject: str, predicate: str, text: str, lang: str | None = None) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text, language=lang))


def _scheme(metadata: dict[str, str]) -> Iterator[Triple]:
    yield _link(SCHEME, RDF.type, SKOS.ConceptScheme)
    for name in ("title", "description"):
        for lang in ("nl", "en"):
            yield _text(SCHEME, DCT[name], metadata[f"{name}_{lang}"], lang)
    yield _text(SCHEME, DCT.creator, metadata["creator"])
    yield _link(SCHEME, DCT.license, metadata["license"])
    yield Triple(NamedNode(SCHEME), NamedNode(DCT.issued), Literal(metadata["issued"], datatype=NamedNode(XSD.date)))
    yield _text(SCHEME, OWL.versionInfo, metadata["version"])
    yield _link(SCHEME, OWL.versionIRI, metadata["iri"])


def _concept(concept: Concept) -> Iterator[Triple]:
    yield _link(concept.iri, RDF.type, SKOS.Concept)
    if concept.type in CLASSES:
        yield _link(concept.iri, RDF.type, CLASSES[concept.type])
    yield _link(concept.iri, SKOS.inScheme, concept.scheme)
    if notation := concept.notation or (concept.id if concept.scheme == SCHEME else ""):
        yield _text(concept.iri, SKOS.notation, notation)
    for (role, lang), texts in concept.labels.items():
        for text in texts:
            yield _text(concept.iri, _LABELS[role], text, lang)
    for lang, definition in concept.definitions.items():
        yield _text(concept.iri, SKOS.definition, definition, lang)
    for parent in concept.broader:
        yield _link(concept.iri, SKOS.broader, parent)
    for other in concept.related:
        yield _link(concept.iri, SKOS.related, other)
    if not concept.broader and concept.status == "active" and concept.type != "occupation":
        yield _link(concept.iri, SKOS.topConceptOf, concept.scheme)
        yield _link(concept.scheme, SKOS.hasTopConcept, concept.iri)
    if concept.reuse_level:
        yield _link(concept.iri, ESCO.skillReuseLevel, ESCO_REUSE_LEVEL + concept.reuse_level)
    if concept.source:
        yield _text(concept.iri, DCT.source, concept.source)
    if concept.note:
        yield _text(concept.iri, SKOS.note, concept.note, "nl")
    if concept.status == "deprecated":
        yield Triple(NamedNode(concept.iri), NamedNode(OWL.deprecated), Literal("true", datatype=NamedNode(XSD.boolean)))
        if concept.replaced_by:
            yield _link(concept.iri, DCT.isReplacedBy, concept.replaced_by)


def turtle(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def canonical(triples: list[Triple]) -> bytes:
    """Sorted N-Triples: without blank nodes these lines are the RDFC-1.0 canonical form."""
    return b"\n".join(sorted(serialize(triples, format=RdfFormat.N_TRIPLES).splitlines())) + b"\n"


def jsonld(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.JSON_LD, prefixes=PREFIXES)
