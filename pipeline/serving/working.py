"""What a worker does with a job: the name of a question and its arguments -> a Reply."""

from collections.abc import Callable
from functools import partial

import orjson

from . import browsing, sparql, translating
from .holdings import Setup, holdings_of
from .replies import Reply

Job = tuple[str, dict]


def start(setup: Setup) -> Callable[[Job], Reply]:
    """The function that does jobs, in a process that holds what ``setup`` names."""
    return partial(_do, holdings_of(setup))


def _do(holdings, job: Job) -> Reply:
    name, arguments = job
    return QUESTIONS[name](holdings, **arguments)


def _search_json(holdings, query: str) -> Reply:
    return Reply(orjson.dumps(browsing.found(holdings, query)), "application/json")


QUESTIONS: dict[str, Callable[..., Reply]] = {
    "search": browsing.search, "search_json": _search_json, "listing": browsing.listing, "resource": browsing.resource, "documents": browsing.documents,
    "sparql": sparql.answer, "editor": sparql.editor, "example": sparql.example,
    "form": translating.form, "translate": translating.translate,
}  # fmt: skip
