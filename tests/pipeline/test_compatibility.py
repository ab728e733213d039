"""What reads exports today reads those of the previous contract too (tests/data/contract-0.1.0, kept as they were written)."""

import csv
import json

import jsonschema
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pyld import jsonld as pyld
from pyoxigraph import RdfFormat, parse
from pyshacl import validate
from rdflib import Graph

from ontology.tables import ROOM
from pipeline.batches.run_folder import check_folder
from pipeline.cli.commands import main
from pipeline.export import tables
from pipeline.export.exporting import export_run, read_manifest
from pipeline.export.nodes import to_nodes
from pipeline.export.rdf import context, contract_version, nquads
from tests.conftest import ROOT
from tests.pipeline.linked import PREVIOUS, contents, graph_of

RECORDS = [json.loads(line) for content in contents(PREVIOUS, "translations/*.jsonl.gz") for line in content.splitlines()]


def test_todays_shapes_accept_the_previous_export():
    conforms, _, report = validate(graph_of(PREVIOUS), shacl_graph=Graph().parse(ROOM / "shapes" / "export.ttl"))
    assert conforms, report[:2000]


def test_todays_context_reads_the_previous_jsonld_to_the_same_triples():
    (content,), (quads,) = contents(PREVIOUS, "graph/*.jsonld.gz"), contents(PREVIOUS, "graph/*.nq.gz")
    document = json.loads(content) | {"@context": context()}
    read = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert {quad.triple for quad in parse(read, format=RdfFormat.N_QUADS)} == {quad.triple for quad in parse(quads, format=RdfFormat.N_QUADS)}


def test_terms_of_the_previous_context_and_vocabulary_mean_the_same():
    before = json.loads((PREVIOUS / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert {name: context().get(name) for name in before} == before
    old, new = Graph().parse(PREVIOUS / "schema.ttl"), Graph().parse(ROOM / "source" / "schema.ttl")
    assert {s for s in old.subjects()} <= {s for s in new.subjects()} and len(old) > 500


def test_the_previous_json_keeps_to_todays_schema():
    schema = json.loads((ROOT / "pipeline" / "translation.schema.json").read_text(encoding="utf-8"))
    for record in RECORDS:
        jsonschema.validate(record, schema)
    assert len(RECORDS) == 6


def test_the_columns_of_the_previous_tables_are_still_there():
    names = {path.name for path in (PREVIOUS / "tables").iterdir()}
    assert names == {"documents", "skills", "bias"} <= set(tables.SCHEMAS)
    for name in names:
        schema = tables.SCHEMAS[name]
        before = pq.read_schema(PREVIOUS / "tables" / name / "part-00000.parquet")
        assert [(field.name, field.type) for field in before] == [(field.name, field.type) for field in schema][: len(before)], name


@pytest.mark.parametrize("profile", ["core", "full", "esco", "competentnl"])
def test_a_previous_run_can_be_exported_in_every_profile(profile, tmp_path):
    manifest = export_run(PREVIOUS, tmp_path / "out", profile, "nq")
    assert manifest["totals"]["translated"] == 6
    shapes = Graph().parse(tmp_path / "out" / "shapes.ttl")
    conforms, _, report = validate(graph_of(tmp_path / "out"), shacl_graph=shapes)
    assert conforms, report[:2000]


def test_a_previous_run_can_be_queried():
    result = CliRunner().invoke(main, ["query", "skills-of-document", str(PREVIOUS), "--param", "document=vacancies/metselaar", "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert {"VCA-certificaat", "metselwerk maken"} & {row["label"] for row in csv.DictReader(result.stdout.splitlines())}


def test_a_previous_run_may_be_replaced():
    check_folder(PREVIOUS, [], restart=False)
    assert read_manifest(PREVIOUS)["tool"]["version"] == "0.1.0"


def test_a_breaking_change_needs_a_new_major_version():
    """Whoever changes a triple of the previous export other than by adding some raises the first number of the version."""
    before = {quad.triple for content in contents(PREVIOUS, "graph/*.nq.gz") for quad in parse(content, format=RdfFormat.N_QUADS)}
    after = set()
    for record in RECORDS:
        new = record | {"document": record["document"] | {"published": None, "sector": None, "region": None}}
        after |= {quad.triple for quad in parse(nquads(to_nodes(new, " " * 20_000, "https://w3id.org/skillstaal/run/x")), format=RdfFormat.N_QUADS)}
    bound_to_text_or_run = ("prefix", "suffix", "wasGeneratedBy")
    gone = {t.predicate.value for t in before - after if not t.predicate.value.endswith(bound_to_text_or_run)}
    before_version, version = (int(number.split(".")[0]) for number in ("0.1.0", contract_version()))
    assert not gone or version > before_version
    assert gone == {"https://schema.org/inLanguage"}
