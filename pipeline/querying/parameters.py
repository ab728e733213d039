"""Parameters as people write them -> RDF terms: an id becomes the IRI of a document, a label that of a concept, "age" st:age."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from ontology.namespaces import (
    CNL_ID,
    CONCEPT_BASE,
    DATA_BASE,
    ESCO_BASE,
    ONET_SCHEME,
    SKOS,
    ST,
    XSD,
)

from ..errors import SkillstaalError
from ..export.nodes import document_iri
from .catalogue import Query

SCHEMES = {"skillstaal": CONCEPT_BASE, "esco": ESCO_BASE, "competentnl": CNL_ID, "onet": ONET_SCHEME}
_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]+")

Term = NamedNode | Literal


def fill(query: Query, given: Mapping[str, str], store: Store, base: str = DATA_BASE) -> str:
    """The SPARQL of a query with its parameters filled in. ``store`` knows the labels of concepts, ``base`` begins the IRIs of documents.

    Raises SkillstaalError for a parameter that is missing or unknown, or a value that does not fit its type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(set(given) - set(known)):
        expected = ", ".join(known) or "none"
        raise SkillstaalError(f"query {query.name} has no parameter {unknown[0]!r}; its parameters are: {expected}")
    makers: dict[str, Callable[[str], Term]] = {
        "document": lambda value: NamedNode(value if _IRI.fullmatch(value) else document_iri(value, base)),
        "concept": lambda value: _concept(value, store),
        "subject": lambda value: _subject(value, store, base),
        "code": _code,
        "scheme": lambda value: Literal(SCHEMES.get(value, value)),
        "text": Literal,
        "number": _number,
        "date": _date,
    }
    text = query.text
    for name, parameter in known.items():
        value = given.get(name, parameter.default)
        if value is not None:
            term = str(makers[parameter.type](value))
            text = re.sub(rf"\${name}\b", lambda _, term=term: term, text)
        elif not parameter.optional:
            raise SkillstaalError(f"query {query.name} needs --param {name}=...: {parameter.about}")
    return text


def _concept(value: str, store: Store) -> NamedNode:
    """Of an IRI, an id such as ST0000163, or a label; preferred labels and our own concepts go first.

    Raises SkillstaalError when a label names none, or several alike.
    """
    if _IRI.fullmatch(value):
        return NamedNode(value)
    if re.fullmatch(r"ST\d{7}", value):
        return NamedNode(CONCEPT_BASE + value)
    labels = [Literal(value, language=language) for language in ("nl", "en")]
    for role in (SKOS.prefLabel, SKOS.altLabel):
        found = {quad.subject.value for label in labels for quad in store.quads_for_pattern(None, NamedNode(role), label)}
        found = {iri for iri in found if iri.startswith(CONCEPT_BASE)} or found
        if len(found) == 1:
            return NamedNode(found.pop())
        if found:
            raise SkillstaalError(f"{value!r} names several concepts: {', '.join(sorted(found)[:5])}; give one of these IRIs")
    raise SkillstaalError(f"no concept is called {value!r} in what was loaded; give its IRI, or the release that has it")


def _subject(value: str, store: Store, base: str) -> NamedNode:
    """A document, or else the concept that is called so."""
    document = NamedNode(value if _IRI.fullmatch(value) else document_iri(value, base))
    if _IRI.fullmatch(value) or any(store.quads_for_pattern(document, None, None)):
        return document
    try:
        return _concept(value, store)
    except SkillstaalError as error:
        raise SkillstaalError(f"{value!r} is no document and no concept of what was loaded; give the id of a document, or the label, id or IRI of a concept") from error


def _code(value: str) -> NamedNode:
    if _IRI.fullmatch(value):
        return NamedNode(value)
    try:
        return NamedNode(ST[value])
    except AttributeError as error:
        raise SkillstaalError(f"{value!r} is no term of the vocabulary; give a code such as required, hard or age") from error


def _number(value: str) -> Literal:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise SkillstaalError(f"{value!r} is no number; write one like 3 or 0.5")
    return Literal(value, datatype=NamedNode(XSD.decimal))


def _date(value: str) -> Literal:
    try:
        return Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD.date))
    except ValueError as error:
        raise SkillstaalError(f"{value!r} is no date; write one like 2026-01-31") from error
