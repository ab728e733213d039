"""``skillstaal serve``: the protocol, negotiation, limits, safety, and that nothing is kept."""

import csv
import json
import re
import time
from html import unescape
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from rdflib import DCTERMS, Graph, URIRef
from rdflib.compare import isomorphic

from ontology.namespaces import CONCEPT_BASE, DATA_BASE, SKOS
from pipeline.batches.batch import run_batch
from pipeline.cli.commands import main
from pipeline.config import Settings
from pipeline.contract import to_json
from pipeline.reading.documents import make_document
from tests.conftest import ROOT
from tests.serving import served

pytest.importorskip("starlette", reason="the server is not installed; pip install '.[serve]'")
pytest.importorskip("uvicorn", reason="the server is not installed; pip install '.[serve]'")

TEXT = "Lasser gezocht\nWij zoeken een jonge lasser met een geldig VCA-certificaat.\nJe kunt goed samenwerken."
LABEL = f"SELECT ?label WHERE {{ <{CONCEPT_BASE}ST0000163> <{SKOS.prefLabel}> ?label }} ORDER BY ?label"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GRAPHS = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
SECRET = "Zwiebelkrone"


STRANGE_IDS = ["a/../b", "./c", "../../etc/passwd", "a\nb", "/d", "e//f/", "a b", "50%25", "x?y#z"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    strange = folder / "strange.jsonl"
    strange.write_text("".join(json.dumps({"id": identifier, "title": f"Werk {n}", "text": "Je kunt goed samenwerken.", "kind": "vacancy"}) + "\n" for n, identifier in enumerate(STRANGE_IDS)))
    run_batch([str(ROOT / "corpora" / "examples" / "vacancies" / "kok-bistro.txt"), str(strange)], folder / "run", Settings())
    with served(folder / "server", folder / "run", "--seconds", 5, "--memory", 300) as found:
        yield found


@pytest.mark.parametrize("path", ["/id/ST0000163", "/data/kok-bistro"])
def test_one_address_gives_a_page_and_the_same_graph_in_every_form(server, path):
    status, headers, body = server.ask(path, Accept="text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    assert status == 200 and headers["content-type"].startswith("text/html") and b"<h1" in body
    iri = path.replace("/id/", CONCEPT_BASE).replace("/data/", DATA_BASE)
    assert f'<{iri}>; rel="canonical"' in headers["link"] and headers["vary"] == "Accept"
    graphs = []
    for media, form in GRAPHS.items():
        status, headers, body = server.ask(path, Accept=media)
        assert status == 200 and headers["content-type"].startswith(media)
        graphs.append(Graph().parse(data=body, format=form))
    assert len(graphs[0]) > 10 and (URIRef(iri), None, None) in graphs[0]
    assert all(isomorphic(graphs[0], graph) for graph in graphs[1:])


def test_documents_are_found_by_the_links_on_their_list(server):
    links = {title: unescape(link) for link, title in re.findall(r'href="(/data/[^"]+)"[^>]*>(Werk \d)<', server.ask("/documents")[2].decode())}
    assert len(links) == len(STRANGE_IDS)
    for number, identifier in enumerate(STRANGE_IDS):
        path = links[f"Werk {number}"]
        assert urljoin(f"{server.url}{path}", path) == server.url + path
        status, _, body = server.ask(path, Accept="application/n-triples")
        assert status == 200 and {str(value) for value in Graph().parse(data=body, format="nt").objects(URIRef(DATA_BASE + path.removeprefix("/data/")), DCTERMS.identifier)} == {identifier}


def test_a_form_that_is_not_there_is_not_acceptable(server):
    assert server.ask("/id/ST0000163", Accept="image/png")[0] == 406
    assert server.ask("/id/ST9999999", Accept="text/turtle")[0] == 404
    assert server.ask("/id/<script>", Accept="text/html")[0] == 404


def test_other_terms_are_told_about_too(server):
    status, _, body = server.ask("/resource?iri=https%3A%2F%2Fw3id.org%2Fskillstaal%2Fdef%23required", Accept="text/html")
    assert status == 200 and "vereist" in body.decode()


def test_a_query_is_answered_in_the_four_forms(server):
    rows = json.loads(server.query(LABEL)[2])["results"]["bindings"]
    labels = [row["label"]["value"] for row in rows]
    assert labels == ["cooperating", "samenwerken"]
    found = ElementTree.fromstring(server.query(LABEL, "application/sparql-results+xml")[2])
    assert [literal.text for literal in found.iter("{http://www.w3.org/2005/sparql-results#}literal")] == labels
    assert [row["label"] for row in csv.DictReader(server.query(LABEL, "text/csv")[2].decode().splitlines())] == labels
    assert server.query(LABEL, "text/tab-separated-values")[2].decode().splitlines() == ["?label", '"cooperating"@en', '"samenwerken"@nl']


def test_the_protocol_has_three_ways_to_ask(server):
    answers = [server.query(LABEL), server.form("/sparql", "application/sparql-results+json", query=LABEL), server.ask("/sparql?query=" + quote(LABEL))]
    assert len({(status, body) for status, _, body in answers}) == 1 and answers[0][0] == 200


def test_a_dataset_of_the_request_is_obeyed(server):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole, part, none = (
        int(json.loads(server.form("/sparql", query=count, **given)[2])["results"]["bindings"][0]["n"]["value"])
        for given in ({}, {"default-graph-uri": DATA_BASE + "kok-bistro"}, {"default-graph-uri": "urn:none"})
    )
    assert whole > part > 10 and none == 0


def test_the_page_shows_every_kind_of_term(server):
    query = "SELECT ?a ?b ?c ?d ?e WHERE { VALUES (?a ?b ?c ?d) { (<urn:x> 'y'@nl 7 UNDEF) } BIND(BNODE() AS ?e) }"
    page = server.form("/sparql", "text/html", query=query)[2].decode()
    assert '<a href="/resource?iri=urn%3Ax">urn:x</a>' in page and '<span lang="nl">y</span>' in page and "<td>7</td>" in page and "<td>_:" in page


def test_graphs_and_truths_are_answered(server):
    status, headers, body = server.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3", "text/turtle")
    assert status == 200 and len(Graph().parse(data=body, format="turtle")) == 3
    assert json.loads(server.query("ASK { ?s ?p ?o }")[2])["boolean"] is True


def test_without_a_query_programs_get_a_service_description(server):
    body = server.ask("/sparql", Accept="text/turtle")[2]
    assert "sd:SPARQL11Query" in body.decode() and len(Graph().parse(data=body, format="turtle", publicID=server.url)) > 8


def test_the_store_cannot_be_changed(server):
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert server.form("/sparql", update=update)[0] == 403
    assert server.ask("/sparql", "POST", update.encode(), Content_Type="application/sparql-update")[0] == 403
    assert server.query(update)[0] == server.query("LOAD <http://127.0.0.1:1/>")[0] == 400
    assert json.loads(server.query("ASK { <urn:a> ?b ?c }")[2])["boolean"] is False


def test_no_other_server_is_asked(server):
    assert server.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")[0] == 403


def test_what_is_no_query_is_told_so(server):
    status, _, body = server.query("SELECT WHERE")
    assert status == 400 and body.startswith(b"This is no SPARQL query")
    status, headers, body = server.form("/sparql", "text/html", query="SELECT WHERE")
    assert status == 400 and headers["content-type"].startswith("text/html") and 'role="alert"' in body.decode()


def test_a_slow_query_is_ended_and_the_pages_do_not_wait_for_it(server):
    started = time.monotonic()
    status, headers, body = server.query(HEAVY)
    assert status == 503 and "retry-after" in headers and b"more than 5 seconds" in body and time.monotonic() - started < 15
    assert server.query(LABEL)[0] == 200


def test_large_answers_and_greedy_queries_are_refused(server):
    assert server.query("SELECT * { ?a ?b ?c . ?d ?e ?f }")[0] == 413
    assert server.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d")[0] == 503
    assert server.query("SELECT * {} #" + "x" * 60_000)[0] == 413
    assert server.query("x" * 1_100_000)[0] == 413
    assert server.query(LABEL)[0] == 200


def test_a_text_is_translated_as_by_the_command(server, translator):
    body = server.ask("/translate?kind=vacancy", "POST", TEXT.encode(), Content_Type="text/plain", Accept="application/json")[2]
    release = translator.lexicon.release
    document = make_document("text", TEXT, "vacancy", "", "")
    assert json.loads(body) == json.loads(json.dumps(to_json(translator.translate(document), release, f"https://w3id.org/skillstaal/release/{release}")))


def test_the_page_of_a_text_shows_marks_alternatives_and_reasons(server):
    status, _, body = server.form("/translate", "text/html", text=TEXT, kind="auto")
    page = body.decode()
    assert status == 200 and '<mark class="certificate">VCA-certificaat</mark>' in page and '<mark class=" flagged">jonge</mark>' in page
    assert "Liever:" in page and "<details>" in page and 'href="/id/' in page


def test_a_text_as_linked_data(server):
    for media in ("text/turtle", "application/ld+json"):
        body = server.ask("/translate", "POST", TEXT.encode(), Content_Type="text/plain", Accept=media)[2]
        assert len(Graph().parse(data=body, format=GRAPHS[media])) > 20


@pytest.mark.parametrize(("text", "status"), [("", 400), ("....", 400), ("lassen " * 20_000, 413), ("Ich suche einen Schweißer, der gut schweißen und zeichnen kann.", 422)])
def test_texts_that_cannot_be_translated_are_refused(server, text, status):
    assert server.form("/translate", text=text)[0] == status
    assert server.form("/translate", "text/html", text=text)[0] == status


def test_markup_in_a_text_stays_text(server):
    for path, fields in (("/translate", {"text": f"<script>alert(1)</script> {TEXT}"}), ("/sparql", {"query": "</textarea><script>alert(1)</script>"})):
        assert "<script>alert" not in server.form(path, "text/html", **fields)[2].decode()
    assert "<script>alert" not in server.ask("/?q=%3Cscript%3Ealert(1)%3C/script%3E", Accept="text/html")[2].decode()


def test_personal_data_is_masked_in_the_marked_text(server):
    page = server.form("/translate", "text/html", text=TEXT + "\nBel 06-12345678.")[2].decode()
    assert page.count("06-12345678") == 1  # in the field, as it was pasted


def test_search_puts_the_same_word_first_and_meaning_before_parts_of_words(server):
    found = json.loads(server.ask("/?q=lassen", Accept="application/json")[2])
    labels = [one["label_nl"] for one in found]
    assert labels[0] == "lassen" and labels.index("lasser") < labels.index("klassenmanagement")
    assert json.loads(server.ask("/?q=%20", Accept="application/json")[2]) == []


def test_only_its_own_names_reach_the_server(server):
    assert server.ask("/", Host="evil.example")[0] == 421
    assert server.ask("/", Host=f"localhost:{server.port}")[0] == 200
    assert server.ask("/translate", "POST", b"text=lassen", Content_Type="application/x-www-form-urlencoded", Sec_Fetch_Site="cross-site")[0] == 403


def test_every_answer_has_the_headers_of_safety(server):
    for path in ("/", "/id/ST0000163", "/nothing", "/sparql", "/assets/style.css", "/translate"):
        _, headers, _ = server.ask(path, Accept="text/html")
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers and "access-control-allow-origin" not in headers


def test_every_page_of_the_menu_opens_and_every_example_is_answered(server):
    for path in ("/", "/translate", "/documents", "/over.html", "/vocabulaire.html", "/beroepen.html", "/vaardigheden.html"):
        assert server.ask(path, Accept="text/html")[0] == 200, path
    examples = re.findall(r'href="(/sparql\?example=[^"]+)"', server.ask("/sparql", Accept="text/html")[2].decode())
    assert len(examples) >= 5
    for example in examples:
        page = server.ask(example, Accept="text/html")[2].decode()
        query = unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)[1])
        assert query.strip() and server.ask("/sparql?query=" + quote(query), Accept="text/html")[0] == 200, example


def test_nothing_is_written_or_logged(server):
    server.form("/translate", text=f"{SECRET} {TEXT}")
    server.ask(f"/?q={SECRET}")
    server.query(f'SELECT * {{ ?s ?p "{SECRET}" }}')
    server.query(f"SELECT {SECRET}")
    server.query(f'SELECT ("{SECRET}" AS ?x) (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}')
    assert SECRET not in server.said.read_text(encoding="utf-8")
    assert list(server.folder.iterdir()) == []


def test_a_store_on_disk_is_served_too(tmp_path):
    kitchen = ROOT / "tests" / "data" / "kitchen.ttl"
    with served(tmp_path / "server", kitchen, "--store", tmp_path / "store", "--workers", 1) as server:
        assert json.loads(server.query(LABEL)[2])["results"]["bindings"]
        assert server.ask("/id/ST0000163", Accept="text/turtle")[0] == 200


@pytest.mark.parametrize("arguments", [("--host", "0.0.0.0"), ("--host", "192.168.1.4")])
def test_other_machines_reach_it_only_when_told_so(arguments):
    told = CliRunner().invoke(main, ["serve", str(ROOT / "tests" / "data" / "kitchen.ttl"), *arguments])
    assert told.exit_code == 2 and "--allow-host" in told.stderr


def test_an_address_in_use_is_told_before_anything_is_loaded(server):
    told = CliRunner().invoke(main, ["serve", str(ROOT / "tests" / "data" / "kitchen.ttl"), "--port", str(server.port)])
    assert told.exit_code == 2 and "--port" in told.stderr
