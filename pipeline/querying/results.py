"""Answers of a query -> a table for people, SPARQL JSON, CSV, or Turtle for queries that make graphs."""

import sys
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from urllib.parse import unquote

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    serialize,
)

from ontology.namespaces import DATA_BASE, PREFIXES

from ..errors import SkillstaalError

RESULT_FORMATS = ("table", "json", "csv", "ttl")
SHOWN = 50  # rows of a table


def write_results(answers, format_: str, base: str = DATA_BASE, out=None) -> int:
    """Writes the answers as ``format_`` (of RESULT_FORMATS) and gives the number of rows left out of a table. Raises SkillstaalError.

    A table shows the id of a document whose IRI begins with ``base``.
    """
    out = out or sys.stdout
    if isinstance(answers, QueryTriples):
        if format_ not in ("table", "ttl"):
            raise SkillstaalError(f"this query makes a graph, which cannot be written as {format_}; use --format ttl")
        out.write(serialize(answers, format=RdfFormat.TURTLE, prefixes=PREFIXES).decode())
        return 0
    if format_ == "ttl":
        raise SkillstaalError("this query gives rows, which cannot be written as ttl; use --format table, json or csv")
    if format_ != "table":
        form = QueryResultsFormat.JSON if format_ == "json" else QueryResultsFormat.CSV
        out.write(answers.serialize(format=form).decode())
        return 0
    if isinstance(answers, QueryBoolean):
        out.write("yes\n" if answers else "no\n")
        return 0
    return _table(answers, {"": base} | PREFIXES, out)


def _table(answers, prefixes: dict[str, str], out) -> int:
    from rich.console import Console
    from rich.table import Table

    names = [variable.value for variable in answers.variables]
    rows = list(islice(answers, SHOWN))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        numeric = all(_is_number(row[name]) for row in rows if row[name] is not None)
        table.add_column(name, overflow="fold", justify="right" if rows and numeric else "left")
    for row in rows:
        table.add_row(*(_shown(row[name], prefixes) for name in names))
    Console(file=out, highlight=False, markup=False, width=None if out.isatty() else 140).print(table if rows else "no rows")
    return sum(1 for _ in answers)


def _is_number(term) -> bool:
    return isinstance(term, Literal) and term.datatype.value.rsplit("#", 1)[-1] in ("integer", "decimal", "double", "float")


def _shown(term, prefixes: dict[str, str]) -> str:
    """Known IRIs in short, numbers to two decimals."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        prefix = next((prefix for prefix, base in prefixes.items() if term.value.startswith(base)), None)
        local = term.value.removeprefix(prefixes.get(prefix, ""))
        return f"{prefix}:{local}" if prefix else unquote(local) if prefix == "" else term.value
    if _is_number(term) and "." in term.value:
        return str(Decimal(term.value).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return term.value
