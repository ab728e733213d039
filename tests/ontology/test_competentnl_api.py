"""The CompetentNL services, played by a server of our own that answers from a graph and can misbehave."""

import logging
import re
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.errors import OntologyError
from ontology.importers import import_source
from ontology.importers.competentnl_api import KEY, Service, address

SECRET = "geheim-1234567890"
CNL = "https://linkeddata.competentnl.nl/"
GRAPH = """
@prefix cnlo: <https://linkeddata.competentnl.nl/def/competentnl#> .
@prefix cnluwv: <https://linkeddata.competentnl.nl/uwv/def/competentnl_uwv#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix id: <https://linkeddata.competentnl.nl/id/> .
id:s1 a cnlo:HumanCapability ; skos:prefLabel "Samenwerken"@nl .
id:s2 a cnlo:HumanCapability ; skos:prefLabel "Plannen"@nl ; skos:broader id:s1 ; cnlo:exactMatchESCO <http://data.europa.eu/esco/skill/1> .
id:k1 a cnlo:KnowledgeArea ; skos:prefLabel "Recht"@nl .
id:t1 a cnluwv:OccupationTask ; skos:prefLabel "Een \\"dossier\\" aanleggen"@nl .
id:o1 a cnlo:Occupation ; skosxl:prefLabel id:l1 ; skosxl:altLabel id:l2 ; cnlo:requiresHATEssential id:s1, id:k1 ; cnlo:requiresHATSomewhat id:s2 ;
  cnluwv:isCharacterizedByOccupationTask_Essential id:t1 ; cnluwv:specialization id:l3 .
id:l1 a skosxl:Label ; skosxl:literalForm "Jurist"@nl .
id:l2 a skosxl:Label ; skosxl:literalForm "Juridisch adviseur"@nl .
id:l3 a skosxl:Label ; skosxl:literalForm "Bedrijfsjurist"@nl .
[] a cnlo:EducationalNorm ; skos:prefLabel "Rechten"@nl .
"""


class Player(ThreadingHTTPServer):
    """Answers from the graph; ``faults`` is taken from first: each a function of the request handler, or None for a good answer."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        logging.getLogger("rdflib").setLevel(logging.ERROR)
        self.graph, self.faults, self.requests = Graph().parse(data=GRAPH, format="turtle"), [], []
        self.ignore_offset, self.most_rows = 0, ""

    def handle_error(self, request, client_address):
        """A client that went away after its time-out is no news."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def give(self, code, body=b"", kind="text/html", **headers):
        self.send_response(code)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, good):
        self.server.requests.append((self.command, self.path, time.monotonic()))
        fault = self.server.faults.pop(0) if self.server.faults else None
        if self.headers["apikey"] != SECRET:
            self.give(401, b"wrong key " + self.headers["apikey"].encode())
        elif fault:
            fault(self)
        else:
            good()

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.query = form["query"][0]
        if self.server.ignore_offset:
            self.query = self.query.rpartition(" OFFSET ")[0]
        if self.server.most_rows:
            self.query = re.sub(r"LIMIT \d+", f"LIMIT {self.server.most_rows}", self.query)
        assert "ORDER BY" in self.query and "FROM" not in self.query and "UNION" not in self.query
        assert self.headers["Accept"] == "application/sparql-results+json"
        self.answer(lambda: self.give(200, self.page(), "application/sparql-results+json"))

    def page(self):
        return self.server.graph.query(self.query).serialize(format="json")

    def do_GET(self):
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        lines = sorted(line for line in self.server.graph.serialize(format="nt").splitlines() if line and "_:" not in line)
        size = int(asked["pageSize"])
        first = (min(int(asked["page"]), self.server.ignore_offset or 10**6) - 1) * size
        body = "\n".join(lines[first : first + size]).encode()
        self.answer(lambda: self.give(200 if body else 404, body, "application/n-triples"))


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv(KEY, SECRET)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    player = Player()
    threading.Thread(target=player.serve_forever, args=(0.02,), daemon=True).start()
    yield player
    player.shutdown()
    player.server_close()


@pytest.fixture
def fetch(server, tmp_path):
    """Imports from the server, with the cache in the test's folder and hardly a pause."""

    def run(path="", **options):
        return import_source("competentnl", server.url + path, **{"cache": str(tmp_path / "cache"), "pause": "0.01"} | options)

    return run


def facts(imported):
    concepts = {(c.iri.removeprefix(CNL + "id/"), c.type, tuple(sorted(c.labels.items())), c.broader) for c in imported.ontology.concepts}
    return concepts, set(imported.ontology.relations), set(imported.ontology.mappings)


@pytest.fixture
def expected(tmp_path):
    (tmp_path / "dump.ttl").write_text(GRAPH, encoding="utf-8")
    return facts(import_source("competentnl", tmp_path / "dump.ttl"))


@pytest.mark.parametrize("page_size", ["1", "3", "1000"])
def test_pages_of_any_size_give_what_the_dump_gives(server, fetch, expected, page_size):
    got = fetch(page_size=page_size)
    assert facts(got) == expected
    assert len(expected[0]) == 5 and len(expected[1]) == 4
    jurist = next(c for c in got.ontology.concepts if c.type == "occupation")
    assert jurist.all_labels("nl") == [("pref", "Jurist"), ("alt", "Juridisch adviseur"), ("hidden", "Bedrijfsjurist")]
    assert [line for line in got.skipped if "blank" in line] == [f"127.0.0.1:{server.server_port}: 2 statements about blank nodes, which have no name outside their page"]


def test_a_server_that_gives_fewer_rows_than_asked_loses_nothing(server, fetch, expected):
    server.most_rows = "2"
    assert facts(fetch(page_size="1000")) == expected


def test_the_second_read_comes_from_the_cache(server, fetch, expected, tmp_path):
    fetch()
    asked = len(server.requests)
    assert facts(fetch()) == expected and len(server.requests) == asked > 18
    assert not any(SECRET in path.read_text(encoding="utf-8") for path in (tmp_path / "cache").iterdir())
    fetch(max_age="0")
    assert len(server.requests) == 2 * asked
    for path in (tmp_path / "cache").iterdir():
        path.write_text("{broken", encoding="utf-8")
    assert facts(fetch()) == expected and len(server.requests) == 3 * asked


def test_retry_after_is_kept(server, fetch, expected):
    server.faults = [lambda handler: handler.give(429, Retry_After="1")]
    assert facts(fetch()) == expected
    (_, _, first), (_, _, second) = server.requests[:2]
    assert 1 <= second - first < 3


def test_a_wait_that_is_too_long_is_told(server, fetch):
    server.faults = [lambda handler: handler.give(429, Retry_After="Wed, 21 Oct 2037 07:28:00 GMT")]
    with pytest.raises(OntologyError, match=r"asks to wait \d+ s \(HTTP 429\); try again after that"):
        fetch()
    assert len(server.requests) == 1


def cut_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "9999")
    handler.end_headers()
    handler.wfile.write(b'{"head"')


@pytest.mark.parametrize(
    "fault",
    [
        lambda handler: handler.give(500, b"oops"),
        lambda handler: handler.give(503),
        lambda handler: handler.give(200, handler.page()[:-30]),
        lambda handler: handler.give(200, b"<html>maintenance</html>"),
        lambda handler: handler.give(200, b'{"head": {}, "boolean": true}'),
        lambda handler: handler.connection.close(),
        cut_off,
    ],
)
def test_two_failures_of_a_page_are_overcome(server, fetch, expected, fault):
    server.faults = [None, fault, fault]
    assert facts(fetch()) == expected
    server.faults, asked = [fault] * 50, len(server.requests)
    with pytest.raises(OntologyError, match="and no good page in 3 times; try later") as caught:
        fetch(tries="3", max_age="0")
    assert len(server.requests) == asked + 3 and SECRET not in str(caught.value)


def test_a_wrong_key_is_one_clear_sentence(server, fetch, monkeypatch, capfd):
    monkeypatch.setenv(KEY, "fout-0987654321")
    with pytest.raises(OntologyError) as caught:
        fetch()
    assert str(caught.value) == f"127.0.0.1:{server.server_port} refuses the key (HTTP 401); check the environment variable {KEY}"
    assert len(server.requests) == 1 and "fout" not in "".join(capfd.readouterr())
    monkeypatch.delenv(KEY)
    with pytest.raises(OntologyError, match=f"needs a key: set the environment variable {KEY}"):
        fetch()


def test_the_key_is_not_shown_with_the_service():
    assert SECRET not in repr(Service("https://sparql.competentnl.nl", SECRET, Path("cache")))


def test_the_key_goes_to_no_other_place(server, fetch):
    server.faults = [lambda handler: handler.give(302, Location=server.url + "/elsewhere")]
    with pytest.raises(OntologyError, match=r"points to another address \(HTTP 302\)"):
        fetch()
    assert [path for _, path, _ in server.requests] == ["/"]
    with pytest.raises(OntologyError, match="the key must not go over plain http; give an https address"):
        import_source("competentnl", "http://sparql.competentnl.nl")


def test_a_page_that_repeats_is_no_endless_loop(server, fetch):
    server.ignore_offset = 1
    with pytest.raises(OntologyError, match="gives the rows from 2 on a second time, so it does not heed OFFSET"):
        fetch(page_size="2")
    assert len(server.requests) == 2


def test_a_time_out_is_told(server, fetch):
    server.faults = [lambda handler: time.sleep(0.5)] * 2
    with pytest.raises(OntologyError, match="gave no answer within 0.1 s and no good page in 2 times"):
        fetch(timeout="0.1", tries="2")


def test_the_rest_service_is_paged_to_its_end(server, fetch, expected):
    got = fetch("/occupations-label-01/v1?searchTerm=jurist&page=7", page_size="4")
    assert facts(got) == expected
    assert [path.partition("?")[2] for _, path, _ in server.requests][:2] == ["searchTerm=jurist&page=1&pageSize=4", "searchTerm=jurist&page=2&pageSize=4"]
    asked = len(server.requests)
    assert asked > 6
    assert facts(fetch("/occupations-label-01/v1?searchTerm=jurist", page_size="4")) == expected
    assert len(server.requests) == asked + 1, "only the 404 at the end is asked again"


def test_a_rest_service_that_repeats_its_last_page(server, fetch, expected):
    server.ignore_offset = last = 6
    got = fetch("/occupations-label-01/v1", page_size="4")
    assert facts(got) == expected and len(server.requests) == last + 1
    assert any("page 7 is the same as an earlier one; taken for the end" in line for line in got.skipped)


def test_options_and_addresses(server, fetch):
    with pytest.raises(OntologyError, match="has no option 'pagesize'; the options of a service are cache, page_size, timeout"):
        fetch(pagesize="3")
    with pytest.raises(OntologyError, match="an option of the service is no number"):
        fetch(page_size="many")
    assert address(Path("https://sparql.competentnl.nl/v1")) == "https://sparql.competentnl.nl/v1"
    assert address("folder/dump.ttl") == address("C:/x.ttl") == ""
