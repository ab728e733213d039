"""A query by the SPARQL 1.1 Protocol -> results as JSON, XML, CSV or TSV, a graph as Turtle, N-Triples, JSON-LD or RDF/XML, or a page.

Only queries are answered: the store is never changed and no other server is asked. Without a dataset in the request all graphs are one.
"""

import shlex
from collections.abc import Sequence
from itertools import islice

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    serialize,
)

from ontology.namespaces import PREFIXES, RDF, SCHEMA

from ..errors import SkillstaalError
from ..querying import fill, queries, refuse_service
from .addresses import address
from .holdings import Holdings
from .rendering import page
from .replies import HTML, Refusal, Reply, preferred

MAX_QUERY = 50_000  # characters
MAX_RESULT = 20_000_000  # bytes
SHOWN = 500  # rows of a page
ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON, "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV, "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON, "application/xml": QueryResultsFormat.XML,
}  # fmt: skip
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES, "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}  # fmt: skip
STARTING_QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?concept ?label WHERE {
  ?concept skos:prefLabel ?label .
  FILTER(LANG(?label) = "nl" && CONTAINS(?label, "lassen"))
} LIMIT 20
"""
SERVICE_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
[] a sd:Service ;
   sd:endpoint </sparql> ;
   sd:supportedLanguage sd:SPARQL11Query ;
   sd:feature sd:UnionDefaultGraph ;
   sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV, formats:SPARQL_Results_TSV,
      formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML .
"""


class _Limited:
    """A file in memory that refuses to grow beyond MAX_RESULT."""

    def __init__(self):
        self.parts: list[bytes] = []
        self._left = MAX_RESULT

    def write(self, part: bytes) -> int:
        self._left -= len(part)
        if self._left < 0:
            most = MAX_RESULT // 1_000_000
            raise Refusal(413, f"Het antwoord is groter dan {most} MB. Zet er LIMIT bij.", f"The answer is larger than {most} MB. Add a LIMIT.")
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Everything is where it should be."""


def answer(holdings: Holdings, query: str, accept: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Reply:
    """The answer in the form that ``accept`` likes best; ``default`` and ``named`` are the dataset of the request. Raises Refusal."""
    wants_page = preferred(accept, (*ROWS, *GRAPHS, HTML)) == HTML
    try:
        found = _ask(holdings, query, default, named)
        if wants_page:
            return _page(holdings, query, found)
        media = preferred(accept, tuple(GRAPHS if isinstance(found, QueryTriples) else ROWS))
        return Reply(_written(found, media), media)
    except Refusal as refusal:
        if wants_page:
            return editor(holdings, query, refusal)
        raise


def _ask(holdings: Holdings, query: str, default: Sequence[str], named: Sequence[str]):
    if len(query) > MAX_QUERY:
        raise Refusal(413, f"De vraag heeft meer dan {MAX_QUERY} tekens.", f"The query has more than {MAX_QUERY} characters.")
    try:
        refuse_service(query)
        dataset = {"default_graph": [NamedNode(iri) for iri in default]} if default else {}
        dataset |= {"named_graphs": [NamedNode(iri) for iri in named]} if named else {}
        return holdings.store.query(query, use_default_graph_as_union=not dataset, **dataset)
    except SkillstaalError:
        raise Refusal(403, "SERVICE vraagt een andere server iets, en dat doet deze niet.", "SERVICE asks another server, which is not done here.") from None
    except (SyntaxError, ValueError) as error:
        raise Refusal(400, f"Dit is geen SPARQL-vraag: {error}", f"This is no SPARQL query: {error}") from None


def _written(found, media: str) -> bytes:
    """The answer as bytes. Raises Refusal when it is too large or cannot be worked out."""
    out = _Limited()
    try:
        if isinstance(found, QueryTriples):
            serialize(found, out, GRAPHS[media], prefixes=PREFIXES)
        else:
            found.serialize(out, ROWS[media])
    except Refusal:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise Refusal(400, f"Deze vraag kan niet worden uitgerekend: {error}", f"This query cannot be worked out: {error}") from None
    return b"".join(out.parts)


def _page(holdings: Holdings, query: str, found) -> Reply:
    """The editor with the answer below it."""
    if isinstance(found, QueryBoolean):
        return editor(holdings, query, truth=bool(found))
    if isinstance(found, QueryTriples):
        return editor(holdings, query, graph=_written(found, "text/turtle").decode())
    names = [variable.value for variable in found.variables]
    try:
        rows = [[_cell(row[name], holdings.base) for name in names] for row in islice(found, SHOWN + 1)]
    except (OSError, RuntimeError) as error:
        raise Refusal(400, f"Deze vraag kan niet worden uitgerekend: {error}", f"This query cannot be worked out: {error}") from None
    return editor(holdings, query, names=names, rows=rows[:SHOWN], more=len(rows) > SHOWN)


def _cell(term, base: str) -> dict[str, str]:
    """What a table shows of a term: text, language, and the address behind an IRI."""
    if isinstance(term, NamedNode):
        prefix = next((name for name, begin in PREFIXES.items() if term.value.startswith(begin) and "/" not in term.value[len(begin) :]), None)
        text = f"{prefix}:{term.value[len(PREFIXES[prefix]) :]}" if prefix else term.value
        return {"text": text, "lang": "", "address": address(term.value, base)}
    if isinstance(term, Literal):
        return {"text": term.value, "lang": term.language or "", "address": ""}
    return {"text": "" if term is None else str(term), "lang": "", "address": ""}


def editor(holdings: Holdings, query: str = STARTING_QUERY, refusal: Refusal | None = None, **answer_) -> Reply:
    """The page to write a query on, with examples, and an answer when there is one."""
    examples = {name: _example(holdings, name) for name in queries()}
    return page("sparql.html", refusal.status if refusal else 200, query=query, refusal=refusal, examples=[queries()[name] for name in examples if examples[name]], shown=SHOWN, answer=answer_)


def example(holdings: Holdings, name: str) -> Reply:
    """The editor with a named query, its parameters filled in as in its example. Raises Refusal when there is none of this name."""
    text = _example(holdings, name)
    if not text:
        raise Refusal(404, "Deze voorbeeldvraag is er niet.", "There is no such example.")
    return editor(holdings, text)


def _example(holdings: Holdings, name: str) -> str:
    """The text of a named query with values that this store has; "" when that cannot be."""
    asked = queries().get(name)
    if asked is None:
        return ""
    given = dict(pair.split("=", 1) for pair in shlex.split(asked.example[0])) if asked.example else {}
    try:
        for parameter in asked.parameters:
            if parameter.type == "document" and parameter.name in given:
                given[parameter.name] = _document(holdings, SCHEMA.Person if given[parameter.name].startswith("cv") else SCHEMA.JobPosting)
        filled = fill(asked, given, holdings.store, holdings.base)
    except (SkillstaalError, ValueError):
        return ""
    return "\n".join(line for line in filled.splitlines() if not line.startswith("# ")) + "\n"


def _document(holdings: Holdings, class_: str) -> str:
    """The IRI of a document of this class. Raises SkillstaalError when there is none."""
    found = next(holdings.store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(class_)), None)
    if found is None:
        raise SkillstaalError("the examples need runs with vacancies and CVs")
    return found.subject.value
