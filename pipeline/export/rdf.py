"""Nodes -> quads and triples through context.jsonld, written by pyoxigraph."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from ontology.namespaces import CNLO, OWL, PREFIXES, RDF, XSD
from ontology.tables import SOURCE

CONTEXT_FILE = SOURCE / "context.jsonld"
_TYPE = NamedNode(RDF.type)


@lru_cache(maxsize=1)
def context() -> dict:
    """The content of "@context"."""
    return json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]


@lru_cache(maxsize=1)
def contract_version() -> str:
    """The semantic version of the contract: vocabulary, context, shapes and JSON, as the vocabulary states it."""
    found = parse(path=SOURCE / "schema.ttl", format=RdfFormat.TURTLE)
    return next(quad.object.value for quad in found if quad.predicate.value == OWL.versionInfo)


def _expand(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return context()[prefix] + local if colon and prefix in context() and not local.startswith("//") else name


@lru_cache(maxsize=None)
def _term(name: str) -> tuple[NamedNode, str | None, str | None]:
    """(predicate, coercion: "@id", a datatype IRI or None, default language) of a term of the context."""
    definition = context()[name]
    coercion = definition.get("@type")
    return NamedNode(_expand(definition["@id"])), _expand(coercion) if coercion else None, definition.get("@language")


def to_triples(nodes: Iterable[dict]) -> Iterator[Triple]:
    for node in nodes:
        subject = NamedNode(node["id"])
        for name, value in node.items():
            if name == "type":
                for item in value if isinstance(value, list) else [value]:
                    yield Triple(subject, _TYPE, NamedNode(_expand(item)))
            elif name != "id":
                predicate, coercion, language = _term(name)
                for item in value if isinstance(value, list) else [value]:
                    yield Triple(subject, predicate, _object(item, coercion, language))


def _object(item, coercion: str | None, language: str | None) -> NamedNode | Literal:
    if coercion == "@id":
        return NamedNode(item)
    if isinstance(item, dict):
        return Literal(item["@value"], language=item["@language"])
    if coercion:
        return Literal(str(item), datatype=NamedNode(coercion))
    return Literal(item, language=language) if language else Literal(item, datatype=NamedNode(XSD.string))


def nquads(nodes: list[dict]) -> bytes:
    """N-Quads of one document in the graph that bears its IRI."""
    graph = NamedNode(nodes[0]["id"])
    quads = (Quad(t.subject, t.predicate, t.object, graph) for t in to_triples(nodes))
    return serialize(quads, format=RdfFormat.N_QUADS)


def turtle(nodes: Iterable[dict]) -> bytes:
    return serialize(to_triples(nodes), format=RdfFormat.TURTLE, prefixes=PREFIXES | {"cnlo": CNLO})
