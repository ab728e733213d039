"""The SPARQL endpoint or REST service of CompetentNL -> triples, for the same reader as its dumps.

SPARQL: small queries without FROM or UNION, one per class and one per kind of label node that it has, as a POST form; pages by
ORDER BY, LIMIT and OFFSET until one is empty, so that a server that gives fewer rows than asked loses nothing. REST (a path such
as ``/occupations-label-01/v1``): ``page`` and ``pageSize``, N-Triples, until a page is empty or 404, or the same as an earlier one.
The key comes from the environment only, goes in the header ``apikey`` to the given host only (redirects are not followed),
and is in no message and no cache. Pages that could be read are kept on disk for ``max_age`` days.
"""

import email.utils
import hashlib
import http.client
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from pyoxigraph import BlankNode, QueryResultsFormat, RdfFormat, parse, parse_query_results

from ..errors import OntologyError
from ..namespaces import SKOSXL
from .competentnl_statements import CLASSES, PREFIXES

KEY = "COMPETENTNL_API_KEY"
MAX_PAUSE = 300.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_REST_PATH = re.compile(r"/[a-z]+-[a-z]+-\d+/v\d+/?$")
_NOT_READABLE = (SyntaxError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Service:
    """A service and how to treat it. ``page_size`` in rows, ``timeout`` and ``pause`` (before the first repeat; it doubles) in
    seconds, ``max_age`` of cached pages in days (0: do not use them), ``first_page`` is the number of the first REST page.
    """

    url: str
    key: str = field(repr=False)
    cache: Path
    page_size: int = 5000
    timeout: float = 60.0
    tries: int = 5
    pause: float = 1.0
    max_age: float = 7.0
    first_page: int = 1
    wait: Callable[[float], None] = time.sleep

    @property
    def host(self) -> str:
        return urllib.parse.urlsplit(self.url).netloc


def address(path: Path | str) -> str:
    """The web address that ``path`` is, also when Path has made ``https:/`` of ``https://``; "" for a file."""
    found = re.match(r"(https?):/+(.+)", str(path))
    return f"{found[1]}://{found[2]}" if found else ""


def read_triples(url: str, prefixes: dict[str, str] = PREFIXES, skipped: list[str] | None = None, **options: str) -> Iterator[tuple]:
    """(subject, predicate, object) of all that the service at ``url`` tells; ``options`` are the fields of Service.

    Rows with a blank node are left out and counted in ``skipped``: its name holds for one page only. Raises OntologyError when
    the service cannot be used or does not answer well after ``tries`` times.
    """
    service, skipped = _service(url, options), skipped if skipped is not None else []
    pages = _rest_pages(service, skipped) if _REST_PATH.search(urllib.parse.urlsplit(url).path) else _sparql_pages(service, prefixes)
    blank = 0
    for page in pages:
        for triple in page:
            if any(isinstance(term, BlankNode) for term in triple):
                blank += 1
            else:
                yield triple
    if blank:
        skipped.append(f"{service.host}: {blank} statements about blank nodes, which have no name outside their page")


def _service(url: str, options: dict[str, str]) -> Service:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise OntologyError(f"{url}: the key must not go over plain http; give an https address")
    if not (key := os.environ.get(KEY, "").strip()):
        raise OntologyError(f"{parts.netloc} needs a key: set the environment variable {KEY}")
    types = {known.name: known.type for known in fields(Service) if known.name not in ("url", "key", "wait")}
    if unknown := [name for name in options if name not in types]:
        raise OntologyError(f"competentnl has no option {unknown[0]!r}; the options of a service are {', '.join(types)}")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "skillstaal" / "competentnl"
    try:
        return Service(url, key, **({"cache": home} | {name: types[name](value) for name, value in options.items()}))
    except ValueError as error:
        raise OntologyError(f"competentnl: an option of the service is no number ({error}); correct it") from error


def _sparql_pages(service: Service, prefixes: dict[str, str]) -> Iterator[list[tuple]]:
    """The members of each class, then the label nodes that those have."""
    bases = dict.fromkeys(base for name, base in prefixes.items() if name != "ksmo")
    to_nodes = {SKOSXL[name] for name in ("prefLabel", "altLabel", "hiddenLabel")} | {f"{base}specialization" for base in bases}
    for of_class in (f"<{base}{name}>" for base in bases for name in CLASSES):
        used = set()
        for rows in _pages(service, f"?s a {of_class} ; ?p ?o ."):
            used.update(predicate.value for _, predicate, _ in rows)
            yield rows
        for predicate in sorted(used & to_nodes):
            yield from _pages(service, f"?c a {of_class} ; <{predicate}> ?s . ?s ?p ?o .")


def _pages(service: Service, pattern: str) -> Iterator[list[tuple]]:
    offset, seen = 0, set()
    while True:
        query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} ORDER BY ?s ?p ?o LIMIT {service.page_size} OFFSET {offset}"
        rows = _page(service, service.url, query)
        if not rows:
            return
        if (digest := _digest(rows)) in seen:
            raise OntologyError(
                f"{service.host} gives the rows from {offset} on a second time, so it does not heed OFFSET; "
                "take a dump, or a page_size above the number of rows"
            )
        seen.add(digest)
        offset += len(rows)
        yield rows


def _rest_pages(service: Service, skipped: list[str]) -> Iterator[list[tuple]]:
    parts = urllib.parse.urlsplit(service.url)
    asked = [pair for pair in urllib.parse.parse_qsl(parts.query) if pair[0] not in ("page", "pageSize")]
    number, seen = service.first_page, set()
    while True:
        query = urllib.parse.urlencode(asked + [("page", str(number)), ("pageSize", str(service.page_size))])
        rows = _page(service, urllib.parse.urlunsplit(parts._replace(query=query)), "", may_end=number > service.first_page)
        if not rows:
            return
        if (digest := _digest(rows)) in seen:
            skipped.append(f"{service.host}: page {number} is the same as an earlier one; taken for the end")
            return
        seen.add(digest)
        number += 1
        yield rows


def _page(service: Service, url: str, query: str, may_end: bool = False) -> list[tuple]:
    """The rows of one page, from the cache when it is there and young enough."""
    name = hashlib.sha256(f"{url}\n{query}".encode()).hexdigest()
    path = service.cache / (name + (".srj" if query else ".nt"))
    if service.max_age > 0 and path.is_file() and time.time() - path.stat().st_mtime < service.max_age * 86400:
        try:
            return _rows(path.read_bytes(), query)
        except _NOT_READABLE:
            path.unlink()
    said, pause = "", service.pause
    for attempt in range(service.tries):
        if attempt:
            service.wait(pause)
            pause = service.pause * 2**attempt
        try:
            body = _fetch(service, url, query)
            rows = _rows(body, query)
        except urllib.error.HTTPError as error:
            with error:
                if may_end and error.code == 404:
                    return []
                if error.code != 429 and error.code < 500:
                    raise OntologyError(_refusal(service, error.code)) from None
                said, pause = f"HTTP {error.code}", max(pause, _retry_after(error.headers.get("Retry-After", "")))
            if pause > MAX_PAUSE:
                raise OntologyError(f"{service.host} asks to wait {pause:.0f} s (HTTP {error.code}); try again after that") from None
        except TimeoutError:
            said = f"no answer within {service.timeout:g} s"
        except _NOT_READABLE as error:
            said = f"a page that is not valid {'SPARQL results JSON' if query else 'N-Triples'} ({error})"
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            said = f"no answer within {service.timeout:g} s" if isinstance(reason, TimeoutError) else f"a broken connection ({reason})"
        else:
            _keep(path, body)
            return rows
    raise OntologyError(
        f"{service.host} gave {said} and no good page in {service.tries} times; try later, with a smaller page_size or a larger "
        "timeout (pages that came are kept)"
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key to another host."""

    def redirect_request(self, *_: object) -> None:
        return None


def _fetch(service: Service, url: str, query: str) -> bytes:
    accept = "application/sparql-results+json" if query else "application/n-triples"
    data = urllib.parse.urlencode({"query": query}).encode() if query else None
    request = urllib.request.Request(url, data, {"apikey": service.key, "Accept": accept, "User-Agent": "skillstaal"})
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=service.timeout) as answer:
        return answer.read()


def _rows(body: bytes, query: str) -> list[tuple]:
    if query:
        return [(row["s"], row["p"], row["o"]) for row in parse_query_results(body, format=QueryResultsFormat.JSON)]
    return [(quad.subject, quad.predicate, quad.object) for quad in parse(body, format=RdfFormat.N_TRIPLES, lenient=True)]


def _digest(rows: list[tuple]) -> bytes:
    """The same for the same rows in any order."""
    return hashlib.sha256("\n".join(sorted(str(row) for row in rows)).encode()).digest()


def _refusal(service: Service, code: int) -> str:
    if code in (401, 403):
        return f"{service.host} refuses the key (HTTP {code}); check the environment variable {KEY}"
    if 300 <= code < 400:
        return f"{service.host} points to another address (HTTP {code}); give that address, as the key goes nowhere else"
    return f"{service.host} refuses the request (HTTP {code}); check the address"


def _retry_after(header: str) -> float:
    """Seconds to wait after a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3); 0 without one."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return 0.0


def _keep(path: Path, body: bytes) -> None:
    beside = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        raise OntologyError(f"{path.parent}: pages cannot be kept here ({error}); give another folder with the option cache") from error
