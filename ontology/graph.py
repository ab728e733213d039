"""An Ontology -> RDF triples (SKOS, ESCO and our own terms), and their serialisations. No blank nodes."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from .concepts import Concept, Ontology
from .instruments import QUADRANT_LIST, Instrument, Instruments, Item
from .namespaces import (
    CONCEPT_BASE, DCT, ESCO, ESCO_REUSE_LEVEL, INSTRUMENT_BASE, OWL, PREFIXES, RDF, RDFS, SCHEME, SKOS, ST, TASK_BASE, XSD,
)  # fmt: skip

CLASSES = {
    "skill": ST.Skill,
    "knowledge": ST.Knowledge,
    "attitude": ST.Attitude,
    "language": ST.NaturalLanguage,
    "certificate": ST.Certificate,
    "occupation": ST.Occupation,
}
_LABELS = {"pref": SKOS.prefLabel, "alt": SKOS.altLabel, "hidden": SKOS.hiddenLabel}


def to_triples(ontology: Ontology, metadata: dict[str, str], instruments: Instruments = Instruments()) -> list[Triple]:
    """All triples of a release, sorted. ``metadata``: version, issued (ISO date), title, description, creator, license."""
    triples = set(_scheme(metadata))
    items = instruments.by_instrument()
    for instrument in instruments.instruments:
        triples.update(_instrument(instrument, items[instrument.id], metadata))
    triples.update(_assessments(instruments))
    triples.update(_tasks(instruments))
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


def _instrument(instrument: Instrument, items: list[Item], metadata: dict[str, str]) -> Iterator[Triple]:
    """A skos:Collection of collections, or a skos:ConceptScheme of codes that are related to concepts of the core."""
    iri = INSTRUMENT_BASE + instrument.id
    yield _link(iri, RDF.type, ST.Instrument)
    yield _link(iri, RDF.type, SKOS.Collection if instrument.kind == "collection" else SKOS.ConceptScheme)
    yield _text(iri, DCT.identifier, instrument.id)
    for lang, title in instrument.titles.items():
        yield _text(iri, DCT.title, title, lang)
        if instrument.kind == "collection":
            yield _text(iri, SKOS.prefLabel, title, lang)
    for lang, description in instrument.descriptions.items():
        yield _text(iri, DCT.description, description, lang)
    yield _text(iri, DCT.source, instrument.source)
    yield Triple(NamedNode(iri), NamedNode(DCT.issued), Literal(str(instrument.year), datatype=NamedNode(XSD.gYear)))
    yield _link(iri, DCT.license, metadata["license"])
    yield _text(iri, OWL.versionInfo, metadata["version"])
    if instrument.note:
        yield _text(iri, SKOS.note, instrument.note, "en")
    for item in items:
        yield from _item(item)
        yield from (_group if instrument.kind == "collection" else _code)(item, iri)


def _item(item: Item) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield _text(iri, SKOS.notation, item.code)
    for lang, label in item.labels.items():
        yield _text(iri, SKOS.prefLabel, label, lang)
    for lang, definition in item.definitions.items():
        yield _text(iri, SKOS.definition, definition, lang)
    for name, level in item.frameworks.items():
        yield _text(iri, ST[f"{name}Level"], level)
    if item.note:
        yield _text(iri, SKOS.note, item.note, "en")


def _item_iri(instrument: str, code: str) -> str:
    return f"{INSTRUMENT_BASE}{instrument}/{code}"


def _group(item: Item, collection: str) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield _link(iri, RDF.type, SKOS.Collection)
    yield _link(collection, SKOS.member, iri)
    for concept in item.concepts:
        yield _link(iri, SKOS.member, concept)


def _code(item: Item, scheme: str) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield _link(iri, RDF.type, SKOS.Concept)
    yield _link(iri, RDF.type, ST.Code)
    yield _link(iri, SKOS.inScheme, scheme)
    if item.broader:
        broader = _item_iri(item.instrument, item.broader)
        yield _link(iri, SKOS.broader, broader)
        yield _link(broader, SKOS.narrower, iri)
    else:
        yield _link(iri, SKOS.topConceptOf, scheme)
        yield _link(scheme, SKOS.hasTopConcept, iri)
    for concept in item.concepts:
        yield _link(iri, SKOS.relatedMatch, concept)


def _assessments(instruments: Instruments) -> Iterator[Triple]:
    for assessment in instruments.assessments:
        iri = _item_iri(QUADRANT_LIST, assessment.occupation.removeprefix(CONCEPT_BASE))
        quadrant = _item_iri(QUADRANT_LIST, assessment.quadrant)
        yield _link(assessment.occupation, ST.automationQuadrant, quadrant)
        yield _link(assessment.occupation, ST.automationAssessment, iri)
        yield _link(iri, RDF.type, ST.AutomationAssessment)
        yield _link(iri, ST.automationQuadrant, quadrant)
        for predicate, score in ((ST.routineScore, assessment.routine), (ST.interactionScore, assessment.interaction)):
            yield Triple(NamedNode(iri), NamedNode(predicate), Literal(f"{score:.2f}", datatype=NamedNode(XSD.decimal)))
        yield _text(iri, ST.reason, assessment.reason, "nl")
        yield _text(iri, DCT.source, assessment.justification)


def _tasks(instruments: Instruments) -> Iterator[Triple]:
    for task in instruments.tasks:
        iri = f"{TASK_BASE}{task.occupation.removeprefix(CONCEPT_BASE)}-{task.number}"
        yield _link(task.occupation, ST.hasTask, iri)
        yield _link(iri, RDF.type, ST.OccupationTask)
        yield _link(iri, ST.taskKind, ST[task.kind])
        for lang, text in task.texts.items():
            yield _text(iri, RDFS.label, text, lang)


def turtle(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def canonical(triples: list[Triple]) -> bytes:
    """Sorted N-Triples: without blank nodes these lines are the RDFC-1.0 canonical form."""
    return b"\n".join(sorted(serialize(triples, format=RdfFormat.N_TRIPLES).splitlines())) + b"\n"


def jsonld(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.JSON_LD, prefixes=PREFIXES)
