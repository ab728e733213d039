"""HTTP -> jobs for workers -> responses: routes, limits on what comes in, and the headers that keep a browser safe.

The server answers to its own names only (against DNS rebinding), takes no form from other sites, gives nothing to them (no CORS), and sends pages
that may load styles and scripts from this server alone. It logs neither addresses nor what was asked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ontology.namespaces import CONCEPT_BASE

from .rendering import assets, refusal_page
from .replies import HTML, Refusal, Reply, preferred
from .sparql import SERVICE_DESCRIPTION
from .workers import Pool

MAX_BODY = 1_000_000  # bytes: a text of 100,000 characters, each written %XX%XX%XX
_SLOW = 15.0  # seconds in which a body must have come
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Vary": "Accept",
}
_FORM = "application/x-www-form-urlencoded"
_TYPES = {"css": "text/css", "js": "text/javascript"}


class _Rest(PathConvertor):
    """The rest of a path, also when a line ends in it, as in the id of a document."""

    regex = "(?s:.*)"


register_url_convertor("rest", _Rest())


class Server:
    """The handlers of requests, between two pools: a heavy query never keeps the pages waiting."""

    def __init__(self, pages: Pool, queries: Pool, base: str, hosts: frozenset[str]):
        """``base`` begins the IRIs of documents; ``hosts`` are the names, without port, that the server answers to."""
        self._pages, self._queries, self._base, self._hosts = pages, queries, base, hosts
        self._assets = assets()

    def handler(self, answer: Callable) -> Callable:
        """The endpoint of a coroutine ``answer(request) -> Reply``: refusals become pages for browsers and a line of text for programs."""

        async def endpoint(request: Request) -> Response:
            try:
                self._check(request)
                return _response(await answer(request))
            except Refusal as refusal:
                return _response(_refused(request, refusal))
            except ClientDisconnect:
                return Response(status_code=400)

        return endpoint

    def _check(self, request: Request) -> None:
        """Raises Refusal for a Host that is not ours, or a form of another site."""
        if _name(request.headers.get("host", "")) not in self._hosts:
            raise Refusal(421, "Deze server heeft een andere naam.", "This server has another name; start it with --allow-host for this one.")
        if request.method == "POST" and request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise Refusal(403, "Dit formulier komt van een andere site.", "This form comes from another site.")

    async def home(self, request: Request) -> Reply:
        query = request.query_params.get("q", "")
        media = preferred(request.headers.get("accept", ""), (HTML, "application/json"))
        return await self._pages.ask(("search" if media == HTML else "search_json", {"query": query}))

    async def listing(self, request: Request) -> Reply:
        return await self._pages.ask(("listing", {"name": request.path_params["name"]}))

    async def concept(self, request: Request) -> Reply:
        return await self._resource(request, CONCEPT_BASE + _raw_path(request).removeprefix("/id/"))

    async def document(self, request: Request) -> Reply:
        return await self._resource(request, self._base + _raw_path(request).removeprefix("/data/"))

    async def resource(self, request: Request) -> Reply:
        return await self._resource(request, request.query_params.get("iri", ""))

    async def _resource(self, request: Request, iri: str) -> Reply:
        return await self._pages.ask(("resource", {"iri": iri, "accept": request.headers.get("accept", "")}))

    async def documents(self, request: Request) -> Reply:
        number = request.query_params.get("page", "1")
        return await self._pages.ask(("documents", {"number": max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else 1}))

    async def sparql(self, request: Request) -> Reply:
        """The SPARQL 1.1 Protocol: query by GET, by form, or as the body."""
        accept, fields, media = request.headers.get("accept", ""), list(parse_qsl(request.url.query, max_num_fields=100)), _media(request)
        if request.method == "POST":
            body = await _body(request)
            if media == _FORM:
                fields += _fields(body)
            elif media == "application/sparql-query":
                fields.append(("query", _decoded(body)))
            elif media != "application/sparql-update":
                raise Refusal(415, "Stuur een formulier of een SPARQL-vraag.", f"Send {_FORM} or application/sparql-query.")
        if media == "application/sparql-update" or any(name == "update" for name, _ in fields):
            raise Refusal(403, "Deze server verandert niets.", "This server is read-only; updates are refused.")
        values: dict[str, list[str]] = {}
        for name, value in fields:
            values.setdefault(name, []).append(value)
        if "query" in values:
            dataset = {"default": values.get("default-graph-uri", []), "named": values.get("named-graph-uri", [])}
            return await self._queries.ask(("sparql", {"query": values["query"][-1], "accept": accept, **dataset}))
        if "example" in values:
            return await self._pages.ask(("example", {"name": values["example"][-1]}))
        if preferred(accept, ("text/turtle", HTML)) == HTML:
            return await self._pages.ask(("editor", {}))
        return Reply(SERVICE_DESCRIPTION.encode(), "text/turtle")

    async def translate(self, request: Request) -> Reply:
        """The form, or the translation of the text in a form or of a body of plain text."""
        if request.method != "POST":
            return await self._pages.ask(("form", {}))
        body, media = await _body(request), _media(request)
        if media == "text/plain":
            fields = {"text": _decoded(body), "kind": request.query_params.get("kind", "auto")}
        elif media == _FORM:
            fields = dict(_fields(body))
        else:
            raise Refusal(415, "Stuur een formulier of gewone tekst.", f"Send {_FORM} or text/plain.")
        wanted = {"text": fields.get("text", ""), "kind": fields.get("kind", "auto"), "accept": request.headers.get("accept", "")}
        return await self._pages.ask(("translate", wanted))

    async def asset(self, request: Request) -> Reply:
        name = request.path_params["name"]
        if name not in self._assets:
            raise Refusal(404, "Dit bestand is er niet.", "There is no such file.")
        return Reply(self._assets[name], _TYPES[name.rpartition(".")[2]])

    async def unknown(self, request: Request) -> Reply:
        raise Refusal(404, "Deze pagina is er niet.", "There is no such page.")


def make_app(make_pools: Callable[[], tuple[Pool, Pool]], base: str, hosts: frozenset[str]) -> Starlette:
    """The application. ``make_pools`` gives the workers for pages and those for queries, which end with it."""
    pages, queries = make_pools()
    server = Server(pages, queries, base, hosts)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        pages.end()
        queries.end()

    def route(path: str, answer: Callable, *methods: str) -> Route:
        return Route(path, server.handler(answer), methods=list(methods or ("GET",)))

    routes = [
        route("/", server.home), route("/index.html", server.home), route("/sparql", server.sparql, "GET", "POST"),
        route("/translate", server.translate, "GET", "POST"), route("/documents", server.documents), route("/resource", server.resource),
        route("/id/{name:rest}", server.concept), route("/data/{name:rest}", server.document), route("/assets/{name}", server.asset),
        route("/{name}.html", server.listing),
        route("/{rest:rest}", server.unknown),
    ]  # fmt: skip
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={405: _not_allowed})


def _response(reply: Reply) -> Response:
    headers = _HEADERS | ({"Link": ", ".join(reply.links)} if reply.links else {})
    if reply.media in _TYPES.values():
        headers |= {"Cache-Control": "max-age=3600"}
    if reply.status == 503:
        headers |= {"Retry-After": "5"}
    return Response(reply.body, reply.status, headers, reply.media)


def _refused(request: Request, refusal: Refusal) -> Reply:
    """A page for browsers, a line for programs and for those who call the server by a wrong name."""
    if HTML in request.headers.get("accept", "") and refusal.status != 421:
        return refusal_page(refusal)
    return Reply(f"{refusal.en}\n".encode(), "text/plain", refusal.status)


def _not_allowed(request: Request, error: HTTPException) -> Response:
    response = _response(Reply(b"This address takes no such request.\n", "text/plain", 405))
    response.headers.update(error.headers or {})
    return response


def _name(host: str) -> str:
    """The name in a Host header, without port."""
    return (host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]).lower()


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _raw_path(request: Request) -> str:
    """The path as it was sent, percent-encoded as in IRIs."""
    return request.scope["raw_path"].partition(b"?")[0].decode("ascii", "replace")


async def _body(request: Request) -> bytes:
    """Raises Refusal when it is too large or does not come."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_SLOW):
            async for part in request.stream():
                size += len(part)
                if size > MAX_BODY:
                    raise Refusal(413, "Dit is te groot. Stuur minder.", f"The request has more than {MAX_BODY} bytes. Send less.")
                parts.append(part)
    except TimeoutError:
        raise Refusal(408, "De aanvraag kwam niet op tijd binnen.", "The request did not come in time.") from None
    return b"".join(parts)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "Dit is geen tekst in UTF-8.", "This is no text in UTF-8.") from None


def _fields(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form. Raises Refusal."""
    try:
        return parse_qsl(_decoded(body), keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError:
        raise Refusal(400, "Dit is geen formulier.", "This is no form in UTF-8.") from None
