"""An Ontology -> RDF triples (SKOS, ESCO and our own terms), and their serialisations. No blank nodes.

A triple is three strings: two IRIs, and the object as canonical N-Triples writes it (RDF 1.2 N-Triples, section 4), so that a
million of them can be sorted; pyoxigraph makes Turtle and JSON-LD of them in a stream.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter

from pyoxigraph import RdfFormat, parse, serialize

from .concepts import Concept, Ontology, Source
from .implications import Implication, implication_triples
from .instrument_triples import instrument_triples
from .instruments import Instruments
from .namespaces import DCT, ESCO, ESCO_REUSE_LEVEL, OWL, PREFIXES, RDF, SCHEME, SKOS, ST, XSD
from .triples import Triple, link, literal, typed

CLASSES = {
    "skill": ST.Skill,
    "knowledge": ST.Knowledge,
    "attitude": ST.Attitude,
    "language": ST.NaturalLanguage,
    "certificate": ST.Certificate,
    "occupation": ST.Occupation,
    "group": ST.Group,
}
_LABELS = {"pref": SKOS.prefLabel, "alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}


def to_triples(
    ontology: Ontology,
    metadata: dict[str, str],
    instruments: Instruments = Instruments(),
    sources: Iterable[Source] = (),
    owners: dict[str, int] | None = None,
    implications: Iterable[Implication] = (),
) -> list[Triple]:
    """All triples of a release, sorted. ``metadata``: version, issued (ISO date), title, description, creator, license.

    ``sources`` describe the schemes of imported concepts; ``owners`` says which of them a concept is from; ``implications``
    are what qualifications imply.
    """
    triples = {*_scheme(metadata), *instrument_triples(instruments, metadata), *implication_triples(implications)}
    sources, owners = list(sources), owners or {}
    for concept in ontology.concepts:
        triples.update(_concept(concept))
        if concept.iri in owners:
            triples.update(_imported_scheme(concept.scheme, sources[owners[concept.iri]]))
        for parent in concept.broader:
            triples.add(link(parent, SKOS.narrower, concept.iri))
        for other in concept.related:
            triples.add(link(other, SKOS.related, concept.iri))
    essential, optional = ESCO.relatedEssentialSkill, ESCO.relatedOptionalSkill
    for relation in ontology.relations:
        triples.add(link(relation.occupation, essential if relation.kind == "essential" else optional, relation.skill))
    for mapping in ontology.mappings:
        triples.add(link(mapping.subject, SKOS[mapping.predicate], mapping.object))
    return sorted(triples)


@lru_cache(maxsize=None)
def _imported_scheme(scheme: str, source: Source) -> tuple[Triple, ...]:
    """What a release says of a scheme that it holds a part of: title, version, licence and the sentence to show."""
    found = [link(scheme, RDF.type, SKOS.ConceptScheme), literal(scheme, DCT.title, source.title), literal(scheme, OWL.versionInfo, source.version)]
    if source.license.startswith("http"):
        found.append(link(scheme, DCT.license, source.license))
    if source.attribution:
        found.append(literal(scheme, DCT.rights, source.attribution))
    return tuple(found)


def _scheme(metadata: dict[str, str]) -> Iterator[Triple]:
    yield link(SCHEME, RDF.type, SKOS.ConceptScheme)
    for name in ("title", "description"):
        for lang in ("nl", "en"):
            yield literal(SCHEME, DCT[name], metadata[f"{name}_{lang}"], lang)
    yield literal(SCHEME, DCT.creator, metadata["creator"])
    yield link(SCHEME, DCT.license, metadata["license"])
    yield typed(SCHEME, DCT.issued, metadata["issued"], XSD.date)
    yield literal(SCHEME, OWL.versionInfo, metadata["version"])
    yield link(SCHEME, OWL.versionIRI, metadata["iri"])


def _concept(concept: Concept) -> Iterator[Triple]:
    yield link(concept.iri, RDF.type, SKOS.Concept)
    if concept.type in CLASSES:
        yield link(concept.iri, RDF.type, CLASSES[concept.type])
    yield link(concept.iri, SKOS.inScheme, concept.scheme)
    if notation := concept.notation or (concept.id if concept.scheme == SCHEME else ""):
        yield literal(concept.iri, SKOS.notation, notation)
    for (role, lang), texts in concept.labels.items():
        for text in texts:
            yield literal(concept.iri, _LABELS[role], text, lang)
    for lang, definition in concept.definitions.items():
        yield literal(concept.iri, SKOS.definition, definition, lang)
    for parent in concept.broader:
        yield link(concept.iri, SKOS.broader, parent)
    for other in concept.related:
        yield link(concept.iri, SKOS.related, other)
    if not concept.broader and concept.status == "active" and concept.type != "occupation":
        yield link(concept.iri, SKOS.topConceptOf, concept.scheme)
        yield link(concept.scheme, SKOS.hasTopConcept, concept.iri)
    if concept.reuse_level:
        yield link(concept.iri, ESCO.skillReuseLevel, ESCO_REUSE_LEVEL + concept.reuse_level)
    if concept.source:
        yield literal(concept.iri, DCT.source, concept.source)
    if concept.note:
        yield literal(concept.iri, SKOS.note, concept.note, "nl")
    if concept.status == "deprecated":
        yield typed(concept.iri, OWL.deprecated, "true", XSD.boolean)
        if concept.replaced_by:
            yield link(concept.iri, DCT.isReplacedBy, concept.replaced_by)


def turtle(triples: list[Triple]) -> bytes:
    return _serialize(triples, RdfFormat.TURTLE)


def jsonld(triples: list[Triple]) -> bytes:
    return _serialize(triples, RdfFormat.JSON_LD)


def canonical(triples: list[Triple]) -> bytes:
    """Sorted N-Triples: without blank nodes these lines are the RDFC-1.0 canonical form."""
    return "".join(sorted(_lines(triples))).encode()


def _lines(triples: list[Triple]) -> Iterator[str]:
    return (f"<{subject}> <{predicate}> {target} .\n" for subject, predicate, target in triples)


def _serialize(triples: list[Triple], form: RdfFormat) -> bytes:
    """In the order given, so that what a concept says stands together."""
    parsed = parse("".join(_lines(triples)).encode(), format=RdfFormat.N_TRIPLES)
    return serialize(map(attrgetter("triple"), parsed), format=form, prefixes=PREFIXES)
