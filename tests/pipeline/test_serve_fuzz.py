"""Requests that nobody would write: the server answers each of them, with its headers, never with an error of its own, and goes on."""

from urllib.parse import quote

import pytest

from tests.conftest import ROOT
from tests.serving import served

pytest.importorskip("starlette", reason="the server is not installed; pip install '.[serve]'")
pytest.importorskip("uvicorn", reason="the server is not installed; pip install '.[serve]'")
hypothesis = pytest.importorskip("hypothesis", reason="hypothesis is not installed; pip install '.[test]'")
st = hypothesis.strategies

PATHS = ("/", "/id/", "/data/", "/resource", "/sparql", "/translate", "/documents", "/assets/", "/over.html", "/x.html", "//", "/id/../data/")
FIELDS = ("q", "query", "iri", "text", "kind", "page", "example", "update", "default-graph-uri", "named-graph-uri", "taal")
MEDIA = ("application/x-www-form-urlencoded", "text/plain", "application/sparql-query", "application/sparql-update", "multipart/form-data; boundary=x", "")
SPARQL = ("SELECT * {", "?s", "<urn:x>", "<relative>", "FILTER(", "REGEX(?s, '(a+)+$')", "}", ")", "ORDER BY", "LIMIT 3", "OFFSET 99999999999999999999", "GRAPH ?g", "\\u0053ERVICE", "1e999", '"x"@nl', "a", ".", "CONSTRUCT", "ASK", "DESCRIBE ?s", "UNION", "{")
anything = st.text(max_size=60)
header = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
accept = st.one_of(header, st.sampled_from(("text/html", "text/turtle", "application/json", "*/*", "text/html;q=nan", "text/*;q=0", ",,;q=")))
query = st.one_of(anything, st.lists(st.sampled_from(SPARQL), max_size=9).map(" ".join))
asked = st.lists(st.tuples(st.sampled_from(FIELDS), query), max_size=3)
# a minute for a request: the machine may be busy
often = hypothesis.settings(max_examples=150, deadline=60_000, suppress_health_check=list(hypothesis.HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("fuzz") / "server", ROOT / "tests" / "data" / "kitchen.ttl", "--workers", 1, "--seconds", 20) as found:
        yield found
        said = found.said.read_text(encoding="utf-8")
        assert "Traceback" not in said and "Exception" not in said, said


def sound(answer):
    status, headers, body = answer
    assert status < 500, (status, body[:200])
    assert headers["x-content-type-options"] == "nosniff" and "content-security-policy" in headers
    assert body or status in (304, 405)
    return True


def form(fields):
    return "&".join(f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in fields)


@often
@hypothesis.given(path=st.sampled_from(PATHS), rest=anything, fields=asked, accept=accept)
def test_any_address_is_answered(server, path, rest, fields, accept):
    assert sound(server.ask(path + quote(rest, safe="/", errors="surrogatepass") * (path[-1] == "/") + "?" + form(fields), Accept=accept))


@often
@hypothesis.given(path=st.sampled_from(("/sparql", "/translate", "/", "/id/ST0000163")), body=st.one_of(st.binary(max_size=200), asked.map(form).map(str.encode)), media=st.sampled_from(MEDIA), accept=accept)
def test_any_body_is_answered(server, path, body, media, accept):
    assert sound(server.ask(path, "POST", body, Content_Type=media, Accept=accept))


@often
@hypothesis.given(text=st.lists(st.one_of(anything, st.sampled_from(("Je kunt goed lassen", "\n- ", "jonge", "VCA", "<b>", "\x00", "é" * 40, "06-12345678"))), max_size=12).map(" ".join))
def test_any_text_is_translated_or_refused(server, text):
    status, headers, body = server.ask("/translate", "POST", form([("text", text)]).encode(), Content_Type="application/x-www-form-urlencoded", Accept="text/html")
    assert sound((status, headers, body)) and b"</html>" in body


@often
@hypothesis.given(parts=st.lists(st.sampled_from(SPARQL), min_size=1, max_size=12), accept=st.sampled_from(("text/html", "text/csv", "*/*")))
def test_any_query_is_answered_or_refused(server, parts, accept):
    assert sound(server.query(" ".join(parts), accept))


def test_rude_clients_do_not_stop_it(server):
    import socket

    for sent in (b"", b"GET", b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\nabc", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 300_000):
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(sent)
    assert server.ask("/")[0] == 200
