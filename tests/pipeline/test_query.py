"""``skillstaal query``: every named query answers its example; parameters, stores, formats and faults."""

import csv
import json
import shlex

import pytest
from click.testing import CliRunner
from rdflib import Graph

from ontology.namespaces import CONCEPT_BASE, DATA_BASE
from ontology.release import write_release
from pipeline.batches.batch import run_batch
from pipeline.cli.commands import main
from pipeline.config import Settings
from pipeline.errors import SkillstaalError
from pipeline.querying import catalogue, fill, load_store, queries, read_query, refuse_service
from pipeline.querying.store import MARKER
from tests.conftest import ROOT

KITCHEN = ROOT / "tests" / "data" / "kitchen.ttl"


@pytest.fixture(scope="module")
def kitchen():
    with load_store([KITCHEN]) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    run_batch([str(ROOT / "corpora" / "examples" / "vacancies")], out, Settings(shard=10))
    return out


def query(*arguments):
    return CliRunner().invoke(main, ["query", *map(str, arguments)])


def rows(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(result.stdout.splitlines()))


def same(shown, found):
    """Equal, the parts of a list in any order."""
    return {name: sorted(value.split(", ")) for name, value in shown.items()} == {name: sorted(found[name].split(", ")) for name in shown}


def test_there_is_a_query_for_every_question():
    assert set(queries()) >= {
        "skills-of-document", "vacancies-for-profile", "skill-gap", "reachable-occupations", "demand", "demand-over-time", "bias-by-ground",
        "evidence", "labels",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(queries()))
def test_a_query_explains_itself_and_answers_its_example(name):
    asked = queries()[name]
    assert asked.title and asked.titel and asked.about.endswith(".")
    arguments, *lines = asked.example
    shown = list(csv.DictReader(lines))
    assert shown
    found = rows(query(name, KITCHEN, "--format", "csv", *(word for pair in shlex.split(arguments) for word in ("--param", pair))))
    assert len(found) >= len(shown) and all(map(same, shown, found)), found


@pytest.mark.parametrize("name", sorted(queries()))
def test_the_parameters_of_a_query_are_used(name):
    asked = queries()[name]
    body = asked.text.split("PREFIX", 1)[1]
    assert all(f"${parameter.name}" in body for parameter in asked.parameters)


def test_labels_ids_and_iris_name_the_same_concept(kitchen):
    asked = read_query("demand-over-time")
    texts = {fill(asked, {"concept": value}, kitchen.store) for value in ("koken", "cooking", "ST0001634", CONCEPT_BASE + "ST0001634")}
    assert len(texts) == 1 and f"<{CONCEPT_BASE}ST0001634>" in texts.pop()


def test_values_cannot_become_sparql(kitchen):
    nasty = 'Zorg" } ; DROP ALL # \\'
    text = fill(read_query("demand"), {"sector": nasty}, kitchen.store)
    assert list(kitchen.store.query(text, use_default_graph_as_union=True)) == []


@pytest.mark.parametrize(
    "name, given, words",
    [
        ("skill-gap", {}, "needs --param document"), ("demand", {"sectr": "x"}, "has no parameter 'sectr'; its parameters are: sector"),
        ("demand", {"from": "gisteren"}, "is no date"), ("evidence", {"minimum": "veel"}, "is no number"), ("evidence", {"evidence": "iron"}, "no term of the vocabulary"),
        ("labels", {"concept": "gibberisch"}, "no concept is called"),
    ],
)  # fmt: skip
def test_wrong_parameters_are_told(kitchen, name, given, words):
    with pytest.raises(SkillstaalError, match=words):
        fill(read_query(name), given, kitchen.store)


def test_the_gap_between_occupations_needs_a_release_only_and_names_diplomas(release, tmp_path):
    write_release(release, tmp_path / "release")
    written_release = tmp_path / "release"
    found = rows(query("skill-gap", written_release, "--param", "document=automonteur", "--param", "target=vrachtwagenchauffeur", "--format", "csv"))
    taught = {row["label"]: row["qualifications"] for row in found}
    assert taught["lading zekeren"] == "code 95" and "rijbewijs C" in taught["vrachtwagen rijden"]
    failed = CliRunner().invoke(main, ["query", "skill-gap", str(written_release), "--param", "document=automonteur", "--param", "target=gibberisch"])
    assert failed.exit_code and "'gibberisch' is no document and no concept" in failed.output


def test_a_run_knows_its_labels_without_a_release(run_folder):
    found = rows(query("skills-of-document", run_folder, "--param", "document=metselaar", "--format", "csv"))
    assert len(found) > 5
    assert all(row["label"] for row in found if row["concept"]) and {row["type"] for row in found} <= {"vaardigheid", "kennis", "houding", "taal", "certificaat"}


def test_the_core_of_the_package_knows_what_teaches_a_skill(run_folder):
    found = rows(query("skill-gap", run_folder, "--param", "document=automonteur", "--param", "target=zonnepaneleninstallateur", "--format", "csv"))
    assert {row["label"]: row["qualifications"] for row in found}["zonnepanelen installeren"] == "certificaat zonnestroominstallateur"


def test_places_are_loaded_when_a_query_asks_for_them(run_folder, tmp_path):
    own = tmp_path / "places.rq"
    own.write_text("PREFIX oa: <http://www.w3.org/ns/oa#>\nSELECT ?s ?start { ?s oa:hasTarget/oa:hasSelector/oa:start ?start }", encoding="utf-8")
    assert len(rows(query(own, run_folder, "--format", "csv"))) > 200
    with load_store([run_folder]) as loaded:
        assert not list(loaded.store.query("SELECT * { GRAPH ?g { ?s <http://www.w3.org/ns/oa#hasTarget> ?t } }"))
        assert len(list(loaded.store.query(f"SELECT * {{ GRAPH <{DATA_BASE}metselaar> {{ ?s ?p ?o }} }}"))) > 100


def test_a_store_is_kept_and_renewed_when_the_data_changes(run_folder, tmp_path):
    kept = tmp_path / "store"
    asked = ("demand", run_folder, "--store", kept, "--format", "csv")
    first = query(*asked)
    stamp = (kept / MARKER).stat().st_mtime_ns
    assert rows(first) == rows(query(*asked)) and (kept / MARKER).stat().st_mtime_ns == stamp
    more = rows(query("demand", run_folder, KITCHEN, "--store", kept, "--format", "csv"))
    assert (kept / MARKER).stat().st_mtime_ns > stamp and more != rows(first)
    assert query("demand", run_folder, "--store", tmp_path).exit_code == 2


def test_a_large_run_is_put_on_disk_and_thrown_away(run_folder, monkeypatch):
    monkeypatch.setattr("pipeline.querying.store.IN_MEMORY", 3)
    result = query("demand", run_folder, "--format", "csv")
    assert rows(result) and "--store DIR keeps it" in result.stderr


def test_formats(tmp_path):
    table = query("evidence", KITCHEN).output
    assert "cvs/kok" in table and "stc:ST0001668" in table and "0.96" in table
    found = json.loads(query("evidence", KITCHEN, "--format", "json").stdout)
    assert found["results"]["bindings"][0]["label"] == {"type": "literal", "value": "HACCP", "xml:lang": "nl"}
    own = tmp_path / "graph.rq"
    own.write_text("CONSTRUCT { ?s <https://schema.org/name> ?l } { ?s <https://schema.org/title> ?l }", encoding="utf-8")
    assert len(Graph().parse(data=query(own, KITCHEN, "--format", "ttl").stdout, format="turtle")) == 3
    assert query(own, KITCHEN, "--format", "csv").exit_code == 2
    own.write_text("ASK { ?s a <https://schema.org/JobPosting> }", encoding="utf-8")
    assert query(own, KITCHEN).stdout == "yes\n"


def test_faults_are_one_sentence(tmp_path):
    broken = tmp_path / "broken.rq"
    broken.write_text("SELECT WHERE", encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "a.ttl").write_text("no turtle", encoding="utf-8")
    for arguments, words in (
        ((broken, KITCHEN), "is no SPARQL query"), (("nothing", KITCHEN), "the queries are"), (("demand", tmp_path), "manifest.json is missing"),
        (("demand", tmp_path / "a.xlsx"), "cannot be queried"), (("demand", tmp_path / "a.ttl"), "cannot be read as RDF"),
        (("demand", KITCHEN, "--param", "x"), "is not KEY=VALUE"),
    ):  # fmt: skip
        result = query(*arguments)
        assert result.exit_code == 2 and words in result.stderr and len(result.stderr.splitlines()) == 1, result.stderr


def test_the_list_shows_every_query():
    shown = query("--list").stdout
    assert all(f"{name}: {asked.title}" in shown for name, asked in queries().items())
    with pytest.raises(SkillstaalError, match="is not 'name"):
        catalogue.parse_query("q", "# param x (colour): y\nASK {}")


@pytest.mark.parametrize(
    "text, refused",
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", True), ("SELECT * { service SILENT ?x {?s ?p ?o} }", True),
        ("ASK { FILTER(1<2)SERVICE?x{} BIND(3>2 AS ?y) }", True), ("ASK { \\u0053ERVICE <http://x> {} }", True), ("ASK { ?s ?p 'a' # '\nSERVICE <http://x> {} }", True),
        ("SELECT ?service { ?s ?p 'SERVICE <http://x> {}' }", False), ("PREFIX service: <http://x/service#> ASK { ?a service:service $service # SERVICE\n }", False),
        ('ASK { ?a ?b """a " SERVICE \\""" """ }', False), ("ASK { ?a <http://x/#SERVICE> ?selfservice }", False),
    ],
)  # fmt: skip
def test_no_other_server_is_asked(text, refused):
    if refused:
        with pytest.raises(SkillstaalError, match="asks another server"):
            refuse_service(text)
    else:
        assert refuse_service(text) is None


def test_a_query_with_service_is_refused_before_anything_is_loaded(tmp_path):
    own = tmp_path / "service.rq"
    own.write_text("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", encoding="utf-8")
    result = query(own, KITCHEN, "--store", tmp_path / "store")
    assert result.exit_code == 2 and "asks another server" in result.stderr and not (tmp_path / "store").exists()
