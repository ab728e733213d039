"""An Ontology -> RDF triples (SKOS, ESCO and our own terms), and their serialisations. No blank nodes.

A triple is three strings: two IRIs, and the object as canonical N-Triples writes it (RDF 1.2 N-Triples, section 4), so that a
million of them can be sorted; pyoxigraph makes Turtle and JSON-LD of them in a stream.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from operator import attrgetter

from pyoxigraph import RdfFormat, parse, serialize

from .concepts import Concept, Ontology, Source
from .namespaces import DCT, ESCO, ESCO_REUSE_LEVEL, OWL, PREFIXES, RDF, SCHEME, SKOS, ST, XSD

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


Triple = tuple[str, str, str]
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def to_triples(ontology: Ontology, metadata: dict[str, str], sources: Iterable[Source] = (), owners: dict[str, int] | None = None) -> list[Triple]:
    """All triples of a release, sorted. ``metadata``: version, issued (ISO date), title, description, creator, license.

    ``sources`` describe the schemes of imported concepts; ``owners`` says which of them a concept is from.
    """
    triples = set(_scheme(metadata))
    sources, owners = list(sources), owners or {}
    for concept in ontology.concepts:
        triples.update(_concept(concept))
        if concept.iri in owners:
            triples.update(_imported_scheme(concept.scheme, sources[owners[concept.iri]]))
        for parent in concept.broader:
            triples.add(_link(parent, SKOS.narrower, concept.iri))
        for other in concept.related:
            triples.add(_link(other, SKOS.related, concept.iri))
    essential, optional = ESCO.relatedEssentialSkill, ESCO.relatedOptionalSkill
    for relation in ontology.relations:
        triples.add(_link(relation.occupation, essential if relation.kind == "essential" else optional, relation.skill))
    for mapping in ontology.mappings:
        triples.add(_link(mapping.subject, SKOS[mapping.predicate], mapping.object))
    return sorted(triples)


def _link(subject: str, predicate: str, target: str) -> Triple:
    return subject, predicate, f"<{target}>"


def _text(subject: str, predicate: str, text: str, lang: str | None = None) -> Triple:
    escaped = _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    return subject, predicate, f'"{escaped}"@{lang}' if lang else f'"{escaped}"'


def _typed(subject: str, predicate: str, text: str, datatype: str) -> Triple:
    return subject, predicate, f'"{text}"^^<{datatype}>'


@lru_cache(maxsize=None)
def _imported_scheme(scheme: str, source: Source) -> tuple[Triple, ...]:
    """What a release says of a scheme that it holds a part of: title, version, licence and the sentence to show."""
    found = [_link(scheme, RDF.type, SKOS.ConceptScheme), _text(scheme, DCT.title, source.title), _text(scheme, OWL.versionInfo, source.version)]
    if source.license.startswith("http"):
        found.append(_link(scheme, DCT.license, source.license))
    if source.attribution:
        found.append(_text(scheme, DCT.rights, source.attribution))
    return tuple(found)


def _scheme(metadata: dict[str, str]) -> Iterator[Triple]:
    yield _link(SCHEME, RDF.type, SKOS.ConceptScheme)
    for name in ("title", "description"):
        for lang in ("nl", "en"):
            yield _text(SCHEME, DCT[name], metadata[f"{name}_{lang}"], lang)
    yield _text(SCHEME, DCT.creator, metadata["creator"])
    yield _link(SCHEME, DCT.license, metadata["license"])
    yield _typed(SCHEME, DCT.issued, metadata["issued"], XSD.date)
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
        yield _typed(concept.iri, OWL.deprecated, "true", XSD.boolean)
        if concept.replaced_by:
            yield _link(concept.iri, DCT.isReplacedBy, concept.replaced_by)


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


def gzip_bytes(content: bytes) -> bytes:
    """gzip without name and time, so that the same content gives the same bytes."""
    stream = BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as zipped:
        zipped.write(content)
    return stream.getvalue()
