"""Files with SPARQL -> queries with title, parameters and example, which the comments at their head give:

    # title: Skills of a document
    # titel: Vaardigheden van een tekst
    # about: Every statement, surest first.
    # param document (document): the text; its id or IRI
    # param language (text, nl): language of the labels
    # example: document=vacancies/metselaar
    #   concept,label
    #   https://w3id.org/skillstaal/id/ST0000163,metselwerk maken

A parameter is written with a dollar sign, $language, and gets its value before the query runs. Its type is one of TYPES; after the comma
stands its default, or "optional", which leaves it a free variable. Without either it must be given. The lines under "example" are rows of
what comes out, as CSV.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ontology.tables import ROOM

from ..errors import SkillstaalError

FOLDER = ROOM / "queries"
TYPES = ("document", "concept", "subject", "code", "scheme", "text", "number", "date")
_PARAM = re.compile(r"(\w+) \((\w+)(?:, ([^)]*))?\): (.+)")
_HEAD = re.compile(r"#\s(\w+):\s*(.*)|#\s(param) (.*)|#\s{3}(.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable to fill; ``default`` is None when it must be given, or may stay free (``optional``)."""

    name: str
    type: str
    about: str
    default: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read. ``example`` is (arguments, CSV header, rows), empty when the file gives none."""

    name: str
    text: str
    title: str = ""
    titel: str = ""
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    example: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def queries() -> dict[str, Query]:
    """The queries of the package by name."""
    return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.rq"))}


def read_query(name: str) -> Query:
    """The query of this name, or in this file. Raises SkillstaalError."""
    if name in queries():
        return queries()[name]
    path = Path(name)
    if not path.is_file():
        raise SkillstaalError(f"{name!r} is no query and no file; the queries are {', '.join(queries())}")
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SkillstaalError(f"{name} is no text in UTF-8; expected a SPARQL query") from error


def parse_query(name: str, text: str) -> Query:
    """A query from its text. Raises SkillstaalError for a parameter line that cannot be understood."""
    facts: dict[str, str] = {}
    parameters, example = [], []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if not (found := _HEAD.match(line)):
            continue
        key, value, param, described, row = found.groups()
        if param:
            parameters.append(_parameter(name, described))
        elif row is not None:
            example.append(row)
        elif key == "example":
            example.insert(0, value)
        else:
            facts[key] = value
    return Query(name, text, facts.get("title", name), facts.get("titel", ""), facts.get("about", ""), tuple(parameters), tuple(example))


def _parameter(query: str, described: str) -> Parameter:
    found = _PARAM.match(described)
    if not found or found[2] not in TYPES:
        raise SkillstaalError(f"query {query}: '# param {described}' is not 'name (type, default): what it is' with a type of {', '.join(TYPES)}")
    name, type_, default, about = found.groups()
    return Parameter(name, type_, about, None if default == "optional" else default, default == "optional")
