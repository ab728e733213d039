"""Instruments, automation scores and tasks of occupations -> triples of a release."""

from collections.abc import Iterator

from .instruments import QUADRANT_LIST, Instrument, Instruments, Item
from .namespaces import CONCEPT_BASE, DCT, INSTRUMENT_BASE, OWL, RDF, RDFS, SKOS, ST, TASK_BASE, XSD
from .triples import Triple, link, literal, typed


def instrument_triples(instruments: Instruments, metadata: dict[str, str]) -> Iterator[Triple]:
    """Everything that the instrument tables say; ``metadata`` as of the release."""
    items = instruments.by_instrument()
    for instrument in instruments.instruments:
        yield from _instrument(instrument, items[instrument.id], metadata)
    yield from _assessments(instruments)
    yield from _tasks(instruments)


def _instrument(instrument: Instrument, items: list[Item], metadata: dict[str, str]) -> Iterator[Triple]:
    """A skos:Collection of collections, or a skos:ConceptScheme of codes that are related to concepts of the core."""
    iri = INSTRUMENT_BASE + instrument.id
    yield link(iri, RDF.type, ST.Instrument)
    yield link(iri, RDF.type, SKOS.Collection if instrument.kind == "collection" else SKOS.ConceptScheme)
    yield literal(iri, DCT.identifier, instrument.id)
    for lang, title in instrument.titles.items():
        yield literal(iri, DCT.title, title, lang)
        if instrument.kind == "collection":
            yield literal(iri, SKOS.prefLabel, title, lang)
    for lang, description in instrument.descriptions.items():
        yield literal(iri, DCT.description, description, lang)
    yield literal(iri, DCT.source, instrument.source)
    yield typed(iri, DCT.issued, str(instrument.year), XSD.gYear)
    yield link(iri, DCT.license, metadata["license"])
    yield literal(iri, OWL.versionInfo, metadata["version"])
    if instrument.note:
        yield literal(iri, SKOS.note, instrument.note, "en")
    for item in items:
        yield from _item(item)
        yield from (_group if instrument.kind == "collection" else _code)(item, iri)


def _item(item: Item) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield literal(iri, SKOS.notation, item.code)
    for lang, label in item.labels.items():
        yield literal(iri, SKOS.prefLabel, label, lang)
    for lang, definition in item.definitions.items():
        yield literal(iri, SKOS.definition, definition, lang)
    for name, level in item.frameworks.items():
        yield literal(iri, ST[f"{name}Level"], level)
    if item.note:
        yield literal(iri, SKOS.note, item.note, "en")


def _item_iri(instrument: str, code: str) -> str:
    return f"{INSTRUMENT_BASE}{instrument}/{code}"


def _group(item: Item, collection: str) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield link(iri, RDF.type, SKOS.Collection)
    yield link(collection, SKOS.member, iri)
    for concept in item.concepts:
        yield link(iri, SKOS.member, concept)


def _code(item: Item, scheme: str) -> Iterator[Triple]:
    iri = _item_iri(item.instrument, item.code)
    yield link(iri, RDF.type, SKOS.Concept)
    yield link(iri, RDF.type, ST.Code)
    yield link(iri, SKOS.inScheme, scheme)
    if item.broader:
        broader = _item_iri(item.instrument, item.broader)
        yield link(iri, SKOS.broader, broader)
        yield link(broader, SKOS.narrower, iri)
    else:
        yield link(iri, SKOS.topConceptOf, scheme)
        yield link(scheme, SKOS.hasTopConcept, iri)
    for concept in item.concepts:
        yield link(iri, SKOS.relatedMatch, concept)


def _assessments(instruments: Instruments) -> Iterator[Triple]:
    for assessment in instruments.assessments:
        iri = _item_iri(QUADRANT_LIST, assessment.occupation.removeprefix(CONCEPT_BASE))
        quadrant = _item_iri(QUADRANT_LIST, assessment.quadrant)
        yield link(assessment.occupation, ST.automationQuadrant, quadrant)
        yield link(assessment.occupation, ST.automationAssessment, iri)
        yield link(iri, RDF.type, ST.AutomationAssessment)
        yield link(iri, ST.automationQuadrant, quadrant)
        for predicate, score in ((ST.routineScore, assessment.routine), (ST.interactionScore, assessment.interaction)):
            yield typed(iri, predicate, f"{score:.2f}", XSD.decimal)
        yield literal(iri, ST.reason, assessment.reason, "nl")
        yield literal(iri, DCT.source, assessment.justification)


def _tasks(instruments: Instruments) -> Iterator[Triple]:
    for task in instruments.tasks:
        iri = f"{TASK_BASE}{task.occupation.removeprefix(CONCEPT_BASE)}-{task.number}"
        yield link(task.occupation, ST.hasTask, iri)
        yield link(iri, RDF.type, ST.OccupationTask)
        yield link(iri, ST.taskKind, ST[task.kind])
        for lang, text in task.texts.items():
            yield literal(iri, RDFS.label, text, lang)
