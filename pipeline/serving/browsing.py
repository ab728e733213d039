"""IRIs -> what is known about them, as a page or as linked data; and the pages to find them: search, types, about, the list of documents."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.docs import SCHEMA as VOCABULARY
from ontology.docs import TYPES
from ontology.namespaces import DCT, PREFIXES, PROV, RDF, SCHEMA, ST
from ontology.vocabulary import RELATIONS, read_vocabulary, short

from ..export.advice import with_english
from ..export.nodes import CLASSES
from ..export.nodes import TYPES as TYPE_IRIS
from ..types import SKILL_TYPES
from .addresses import address
from .holdings import Holdings
from .rendering import page
from .replies import HTML, Refusal, Reply, preferred
from .sparql import GRAPHS

MAX_FIELD = 200  # characters of a search
LISTED = 100  # documents of a page
_KINDS = {PREFIXES["schema"] + name.removeprefix("schema:"): kind for kind, name in CLASSES.items()}
_CODES = ("requirement", "evidence", "ground", "directness", "severity")


def search(holdings: Holdings, query: str) -> Reply:
    """The front page; with a query also the concepts that fit it."""
    query = " ".join(query.split())[:MAX_FIELD]
    found = [(one.entry, address(one.entry.iri), one.label) for one in holdings.search.find(query)] if query else []
    return page("home.html", site=holdings.site, release=holdings.site.edition.version, query=query, found=found, documents=_has_documents(holdings))


def found(holdings: Holdings, query: str) -> list[dict]:
    """The same for programs: concepts with type, names and the label that was met."""
    query = " ".join(query.split())[:MAX_FIELD]
    return [
        {"concept": one.entry.iri, "type": one.entry.type, "label_nl": one.entry.label_nl, "label_en": one.entry.label_en, "matched": one.label}
        for one in holdings.search.find(query)
    ]


def listing(holdings: Holdings, name: str) -> Reply:
    """The page of a type, about the release, or of the vocabulary. Raises Refusal when there is none of this name."""
    site = holdings.site
    shared = {"site": site, "release": site.edition.version, "manifest": site.edition.manifest}
    if name == "over":
        return page("served_about.html", **shared, **site.about())
    if name == "vocabulaire":
        return page("vocabulary.html", **shared, vocabulary=_vocabulary(), relations=RELATIONS, short=short, namespace_of_terms=ST.base)
    type_ = next((type_ for type_ in site.types if TYPES[type_][0] == name), None)
    if type_ is None:
        raise _unknown()
    return page("type.html", **shared, type=type_, **site.listing(type_))


@lru_cache(maxsize=1)
def _vocabulary():
    return read_vocabulary(VOCABULARY.read_bytes())


def resource(holdings: Holdings, iri: str, accept: str) -> Reply:
    """What is known about an IRI: a page for concepts and documents, statements for anything. Raises Refusal when nothing is."""
    media = preferred(accept, (HTML, *GRAPHS))
    concept = holdings.site.known.get(iri)
    links = (f'<{iri}>; rel="canonical"', *(f'<{address(iri, holdings.base)}>; rel="alternate"; type="{form}"' for form in GRAPHS))
    if media == HTML and concept:
        return page("concept.html", links=links, site=holdings.site, release=holdings.site.edition.version, concept=concept, **holdings.site.facts(concept))
    try:
        statements = list(_statements(holdings, NamedNode(iri)))
    except ValueError:
        raise _unknown() from None
    if not statements:
        raise _unknown()
    if media != HTML:
        return Reply(serialize(statements, format=GRAPHS[media], prefixes=PREFIXES), media, links=links)
    facts = _facts(statements)
    if PROV.wasGeneratedBy in facts.get(iri, {}):
        return page("document.html", links=links, iri=iri, **_document(holdings, iri, facts))
    graph = serialize(statements, format=RdfFormat.TURTLE, prefixes=PREFIXES).decode()
    return page("resource.html", links=links, iri=iri, graph=graph)


def _statements(holdings: Holdings, subject: NamedNode) -> Iterator[Triple]:
    """The graph that is named after the subject, as every document has, and else the statements about it, each once."""
    named = [quad.triple for quad in holdings.store.quads_for_pattern(None, None, None, subject)]
    yield from dict.fromkeys(named or (quad.triple for quad in holdings.store.quads_for_pattern(subject, None, None)))


def _facts(statements: list[Triple]) -> dict[str, dict[str, list]]:
    facts: dict[str, dict[str, list]] = {}
    for triple in statements:
        facts.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(triple.object)
    return facts


def _document(holdings: Holdings, iri: str, facts: dict[str, dict[str, list]]) -> dict:
    """What the page of a document shows: its facts, its skills and flags in the order of the text."""
    about = facts[iri]
    one = {name: _first(about, predicate) for name, predicate in (
        ("identifier", DCT.identifier), ("title", SCHEMA.title), ("name", SCHEMA.name), ("published", SCHEMA.datePosted), ("sector", SCHEMA.industry),
        ("education", ST.educationAsked), ("experience", ST.experienceYears), ("run", PROV.wasGeneratedBy),
    )}  # fmt: skip
    kind = next((_KINDS[value.value] for value in about.get(RDF.type, ()) if value.value in _KINDS), "vacancy")
    occupation = next((facts[value.value] for value in about.get(ST.occupationStatement, ()) if value.value in facts), {})
    return {
        "document": one | {"kind": kind, "language": "en" if _first(about, DCT.language).endswith("ENG") else "nl"},
        "title": one["title"] or one["name"] or one["identifier"],
        "occupation": _stated(holdings, occupation) if occupation else None,
        "skills": [_stated(holdings, facts[name]) for name in _in_order(about, ST.skillStatement) if name in facts],
        "flags": with_english(_stated(holdings, facts[name]) for name in _in_order(about, ST.wordingFlag) if name in facts),
        "skill_types": SKILL_TYPES,
    }


def _in_order(about: dict[str, list], predicate: str) -> list[str]:
    return sorted((value.value for value in about.get(predicate, ())), key=lambda iri: (len(iri), iri))


def _stated(holdings: Holdings, facts: dict[str, list]) -> dict:
    """A statement as in the JSON of a translation, with the address of its concept on this server."""
    concept, kind = _first(facts, ST.concept), _first(facts, ST.statementType)
    lexicon = holdings.translator.lexicon
    number = lexicon.number_of(concept)
    return {
        "quote": _first(facts, ST.quote),
        "type": next((name for name, iri in TYPE_IRIS.items() if iri == kind), "skill"),
        "concept": address(concept, holdings.base) if concept else None,
        "label": (lexicon.entry(number).label_nl or lexicon.entry(number).label_en) if number is not None else concept,
        "confidence": float(_first(facts, ST.confidence) or 0),
        **{name: _first(facts, ST[name]).removeprefix(ST.base) or None for name in _CODES},
        **{name: _first(facts, ST[name]) for name in ("rule", "why", "law", "alternative", "because")},
    }


def _first(facts: dict[str, list], predicate: str) -> str:
    return next((value.value for value in facts.get(predicate, ()) if isinstance(value, (Literal, NamedNode))), "")


def documents(holdings: Holdings, number: int) -> Reply:
    """Page ``number``, from 1, of the list of documents."""
    generated = holdings.store.quads_for_pattern(None, NamedNode(PROV.wasGeneratedBy), None)
    rows = []
    for quad in islice(generated, (number - 1) * LISTED, number * LISTED + 1):
        about = _facts([each.triple for each in holdings.store.quads_for_pattern(quad.subject, None, None)])[quad.subject.value]
        kind = next((_KINDS[value.value] for value in about.get(RDF.type, ()) if value.value in _KINDS), "vacancy")
        title = _first(about, SCHEMA.title) or _first(about, SCHEMA.name) or _first(about, DCT.identifier)
        rows.append({"address": address(quad.subject.value, holdings.base), "title": title, "kind": kind, "skills": len(about.get(ST.skillStatement, ()))})
    if not rows:
        raise _unknown()
    return page("documents.html", rows=sorted(rows[:LISTED], key=lambda row: (row["kind"], row["title"].casefold())), number=number, more=len(rows) > LISTED)


def _has_documents(holdings: Holdings) -> bool:
    return next(holdings.store.quads_for_pattern(None, NamedNode(PROV.wasGeneratedBy), None), None) is not None


def _unknown() -> Refusal:
    return Refusal(404, "Hier is niets over bekend.", "Nothing is known about this here.")
