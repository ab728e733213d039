"""Exports: each RDF form reloads to the same triples, fits the shapes, and uses only known terms and concepts."""

import gzip
import json
from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from ontology.checks import check_shapes
from ontology.namespaces import DATA_BASE, OA, SKOS, ST
from ontology.tables import ROOM
from pipeline.batches.batch import run_batch
from pipeline.config import FORMATS, Settings
from pipeline.export import rdf, tables
from pipeline.export.nodes import document_iri, subject_iri, to_nodes
from tests.conftest import ROOT

SHAPES = (ROOM / "shapes" / "export.ttl").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    run_batch([str(ROOT / "corpora" / "examples")], out, Settings(formats=FORMATS, shard=10))
    return out


def read(folder, pattern):
    paths = sorted(folder.glob(pattern))
    assert paths
    return [gzip.decompress(path.read_bytes()) for path in paths]


@pytest.fixture(scope="module")
def graph(folder):
    """All triples of the run, from N-Quads."""
    dataset = Dataset()
    for content in read(folder, "graph/*.nq.gz"):
        dataset.parse(data=content, format="nquads")
    merged = Graph()
    for s, p, o, _ in dataset.quads():
        merged.add((s, p, o))
    return merged


def test_turtle_and_jsonld_say_what_nquads_say(folder, graph):
    for pattern, form in (("graph/*.ttl.gz", "turtle"), ("graph/*.jsonld.gz", "json-ld")):
        other = Graph()
        for content in read(folder, pattern):
            other.parse(data=content, format=form)
        assert isomorphic(graph, other), form
    assert len(graph) > 5000


def test_every_named_graph_is_that_of_its_document(folder):
    dataset = Dataset()
    for content in read(folder, "graph/*.nq.gz"):
        dataset.parse(data=content, format="nquads")
    names = {str(g.identifier) for g in dataset.graphs() if len(g)}
    records = [json.loads(line) for content in read(folder, "translations/*.jsonl.gz") for line in content.splitlines()]
    assert names == {subject_iri(record["document"]) for record in records} and len(names) >= 24
    for g in dataset.graphs():
        assert all(str(s).split("#")[0] == str(g.identifier) for s in g.subjects())


def test_the_export_fits_the_shapes(folder):
    for content in read(folder, "graph/*.ttl.gz"):
        assert check_shapes(content, SHAPES) == []


@pytest.mark.parametrize(
    "change, word",
    [
        ("st:confidence 1.7", "0 to 1"), ("st:requirement st:wanted", "four values"), ("st:statementType st:Occupation", "five types"),
        ("st:evidence st:iron", "hard, semi-hard or soft"), ("st:concept stc:ST0000001, stc:ST0000002", "at most one concept"),
    ],
)  # fmt: skip
def test_the_shapes_refuse_a_broken_statement(folder, change, word):
    content = read(folder, "graph/*.ttl.gz")[0]
    subject = next(iter(Graph().parse(data=content, format="turtle").subjects(RDF.type, URIRef(ST.SkillStatement))))
    messages = [finding.message_en for finding in check_shapes(content + f"\n<{subject}> {change} .\n".encode(), SHAPES)]
    assert any(word in message for message in messages), messages


def test_terms_are_in_the_vocabulary_and_nothing_is_blank(graph):
    st = Namespace(ST.base)
    for s, p, o in graph:
        assert isinstance(s, URIRef) and (isinstance(o, URIRef) or o.__class__.__name__ == "Literal")
        for term in (p, o):
            if isinstance(term, URIRef) and str(term).startswith(str(st)):
                assert str(term).removeprefix(ST.base) in ST.terms


def test_every_concept_is_in_the_release(graph, core):
    known = {concept.iri for concept in core.concepts}
    used = {str(o) for o in graph.objects(None, URIRef(ST.concept))}
    assert used and used <= known


def test_selectors_resolve_to_the_quote(folder, graph):
    from pipeline.reading import read_sources

    texts = {document_iri(d.id): d for d in read_sources([str(ROOT / "corpora" / "examples")])}
    checked = 0
    for target, source in graph.subject_objects(URIRef(OA.hasSource)):
        if "/person/" in str(source):
            continue
        document = texts[str(source)]
        values = {}
        for selector in graph.objects(target, URIRef(OA.hasSelector)):
            values |= {str(p): o.toPython() for p, o in graph.predicate_objects(selector) if p != RDF.type}
        start, end = values[OA.start], values[OA.end]
        assert document.text[start:end] == values[OA.exact]
        assert document.text[:start].endswith(values[OA.prefix]) and document.text[end:].startswith(values[OA.suffix])
        checked += 1
    assert checked > 200


def test_tables_and_translations_agree(folder):
    records = {r["document"]["id"]: r for content in read(folder, "translations/*.jsonl.gz") for r in map(json.loads, content.splitlines())}
    documents = pq.read_table(folder / "tables" / "documents").to_pylist()
    skills = pq.read_table(folder / "tables" / "skills").to_pylist()
    assert {row["document"]: row["skills"] for row in documents} == {name: len(r["skills"]) for name, r in records.items()}
    assert len(skills) == sum(len(r["skills"]) for r in records.values())
    for row in skills:
        skill = records[row["document"]]["skills"][row["number"] - 1]
        assert (row["quote"], row["concept"], row["start"]) == (skill["quote"], skill["concept"], skill["start"])


def test_the_statistic_of_wording_adds_up_and_names_no_document(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    documents = [row for row in pq.read_table(folder / "tables" / "documents").to_pylist() if row["kind"] != "cv"]
    counted = Counter((row["kind"], row["occupation_group"], row["ground"]) for row in pq.read_table(folder / "tables" / "bias").to_pylist())
    stated: Counter = Counter()
    for row in manifest["wording"]:
        assert set(row) == {"kind", "occupation_group", "ground", "directness", "severity", "flags"}
        stated[row["kind"], row["occupation_group"], row["ground"]] += row["flags"]
    assert stated == counted and len({group for _, group, _ in counted}) >= 3
    assert sum(row["texts"] for row in manifest["wording_texts"]) == len(documents)
    assert {row["occupation_group"] for row in manifest["wording_texts"]} <= set("0123456789") | {""}


def test_the_contract_lies_beside_the_data(folder):
    assert (folder / "shapes.ttl").read_bytes() == SHAPES
    context = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context["skillStatement"]["@id"] == "st:skillStatement"
    described = Graph().parse(folder / "dataset.ttl")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    distributions = list(described.objects(None, URIRef("http://www.w3.org/ns/dcat#distribution")))
    assert len(distributions) == len(manifest["outputs"])
    rights = [str(text) for node in described.objects(None, URIRef("http://purl.org/dc/terms/rights")) for text in described.objects(node, RDFS.label)]
    assert "This service uses the ESCO classification of the European Commission." in rights


def test_ids_are_percent_encoded_in_iris_only():
    assert document_iri('a "b"\n<c>é') == DATA_BASE + "a%20%22b%22%0A%3Cc%3E%C3%A9"


def test_detail_skills_leaves_out_places_and_reasons(translator):
    from pipeline.contract import to_json
    from pipeline.reading import make_document

    document = make_document("d", "Profiel\nJe spreekt Engels en hebt rijbewijs B.", "vacancy", "", "d", "nl")
    record = to_json(translator.translate(document), "1", "https://w3id.org/x")
    assert record["skills"]
    full, short = (to_nodes(record, document.text, "https://w3id.org/run", detail=detail) for detail in ("full", "skills"))
    assert len(short) < len(full) and not any("hasTarget" in node or "because" in node for node in short)
    assert check_shapes(rdf.turtle(short), SHAPES) == [] == check_shapes(rdf.turtle(full), SHAPES)


def test_skos_is_not_needed_to_read_the_simple_answer(graph):
    """schema:skills gives the concepts directly."""
    assert len(list(graph.objects(None, URIRef("https://schema.org/skills")))) > 50
    assert SKOS.broader not in {str(p) for p in graph.predicates()}


@pytest.mark.parametrize("kind, told", [("vacancy", True), ("cv", False)])
def test_a_vacancy_tells_its_date_sector_and_region_and_a_cv_does_not(translator, kind, told):
    from pipeline.contract import to_json
    from pipeline.reading import make_document

    document = make_document("d", "Profiel\nJe spreekt Engels.", kind, "", "d", "nl", "2026-01-31", "Zorg", "Utrecht")
    record = to_json(translator.translate(document), "1", "https://w3id.org/x")
    (node, *_), row = to_nodes(record, document.text, "https://w3id.org/run"), tables.rows(record)["documents"][0]
    assert (node.get("datePosted"), node.get("industry")) == (("2026-01-31", "Zorg") if told else (None, None))
    assert (row["published"], row["sector"], row["region"]) == ((date(2026, 1, 31), "Zorg", "Utrecht") if told else (None, None, None))
    assert tables.parquet("documents", [row])


def test_a_repeat_keeps_its_own_date_and_sector(tmp_path):
    text = "Wij zoeken een kok. Je spreekt Engels en je hebt rijbewijs B."
    rows = [{"id": "a", "text": text, "published": "2026-01-31", "sector": "Horeca"}, {"id": "b", "text": text, "published": "2026-02-28"}]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row | {"kind": "vacancy"}) + "\n" for row in rows), encoding="utf-8")
    run_batch([str(tmp_path / "t.jsonl")], tmp_path / "out", Settings(formats=FORMATS))
    first, second = pq.read_table(tmp_path / "out" / "tables" / "documents").to_pylist()
    assert (second["repeat_of"], second["published"], second["sector"]) == ("a", date(2026, 2, 28), None)
    assert (first["published"], first["sector"], first["skills"]) == (date(2026, 1, 31), "Horeca", second["skills"])
