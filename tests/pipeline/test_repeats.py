"""Repeated advertisements: every id is kept, a text is translated once, and nothing is claimed about words that were not looked at."""

import gzip
import json
import random

import jsonschema
import orjson
import pyarrow.parquet as pq
import pyoxigraph
import pytest

from ontology.namespaces import DATA_BASE, ST
from pipeline.batches import batch, repeats
from pipeline.batches.batch import run_batch
from pipeline.batches.repeats import Repeat, Variant, shards
from pipeline.batches.shards import Job, translate_shard
from pipeline.config import FORMATS, Settings
from pipeline.errors import RecordError
from pipeline.reading import ReadDocument
from tests.conftest import ROOT
from tests.pipeline.variations import other_contact

GOLD = [json.loads(line) for line in (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
TEXTS = [record["text"] for record in GOLD if record["kind"] == "vacancy" and record.get("language", "nl") == "nl"][:6]
A, B, C = TEXTS[:3]


def document(identifier, text, **more):
    import hashlib

    return ReadDocument(identifier, text, sha256=hashlib.sha256(text.encode()).hexdigest(), location=f"x:{identifier}", **more)


def marked(items, **settings):
    return [item for shard in shards(items, Settings(**settings)) for item in shard.items]


@pytest.fixture(scope="module", autouse=True)
def one_translator():
    loaded = batch.Translator.load()
    patch = pytest.MonkeyPatch()
    patch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: loaded))
    yield loaded
    patch.undo()


@pytest.fixture
def run(tmp_path):
    def run(records, name="out", **settings):
        (tmp_path / "a.jsonl").write_bytes(b"".join(orjson.dumps({"kind": "vacancy"} | record) + b"\n" for record in records))
        return run_batch([str(tmp_path / "a.jsonl")], tmp_path / name, Settings(formats=FORMATS, **settings))

    return run


def translations(folder):
    lines = [line for path in sorted((folder / "translations").iterdir()) for line in gzip.decompress(path.read_bytes()).splitlines()]
    return {record["document"]["id"]: record for record in map(json.loads, lines)}


# --- what is marked -----------------------------------------------------------------------------------------------------


def test_a_repeat_knows_its_original_and_where_that_is():
    items = marked([document("1", A), document("2", B), document("3", C), document("4", B)], shard=2)
    assert [type(item) for item in items] == [ReadDocument, ReadDocument, ReadDocument, Repeat]
    assert (items[3].id, items[3].original, items[3].shard, items[3].position, items[3].location) == ("4", "2", 0, 1, "x:4")


@pytest.mark.parametrize("more", [{"kind": "cv"}, {"language": "en"}, {"title": "Kok"}])
def test_the_same_text_of_another_kind_language_or_title_is_no_repeat(more):
    assert [type(item) for item in marked([document("1", A), document("2", A, **more)])] == [ReadDocument, ReadDocument]


def test_a_change_of_one_letter_or_space_is_no_repeat():
    assert [type(item) for item in marked([document("1", A), document("2", A + " "), document("3", A.upper())])] == [ReadDocument] * 3


def test_variants_are_marked_when_asked_for_and_refer_to_the_first():
    again = other_contact(A, random.Random(1))
    items = [document("1", A), document("2", B), document("3", again), document("4", again), document("5", A)]
    assert [type(item) for item in marked(items, duplicate_similarity=0.9)] == [ReadDocument, ReadDocument, Variant, Variant, Repeat]
    assert {item.original for item in marked(items, duplicate_similarity=0.9)[2:]} == {"1"}
    assert [type(item) for item in marked(items)] == [ReadDocument, ReadDocument, ReadDocument, Repeat, Repeat]


def test_the_second_use_of_an_id_is_refused_and_never_an_original():
    items = marked([document("1", A), document("1", B), document("2", B), document("3", B)])
    assert [type(item) for item in items] == [ReadDocument, RecordError, ReadDocument, Repeat]
    assert items[3].original == "2"


def test_texts_that_are_not_translated_have_no_repeats():
    assert [type(item) for item in marked([document("1", A, language="de"), document("2", A, language="de")])] == [ReadDocument] * 2


def test_long_texts_make_shards_short(monkeypatch):
    monkeypatch.setattr(repeats, "MAX_CHARACTERS", 100)
    items = [document(str(number), letter * size) for number, (letter, size) in enumerate(zip("abcdef", (60, 60, 30, 10, 300, 5)))]
    assert [[item.id for item in shard.items] for shard in shards(items, Settings(shard=3))] == [["0"], ["1", "2", "3"], ["4"], ["5"]]


def test_variants_of_texts_long_ago_are_forgotten_in_generations(monkeypatch):
    monkeypatch.setattr(repeats, "_GENERATION", 2)
    texts = [*TEXTS[:5], TEXTS[3] + " Bel ons.", TEXTS[0] + " Bel ons."]
    items = marked([document(str(number), text) for number, text in enumerate(texts)], duplicate_similarity=0.9)
    assert [type(item) for item in items[5:]] == [Variant, ReadDocument]


def test_memory_of_what_was_there_is_bounded_a_record():
    known = repeats._Known(1.0)
    for number in range(50_000):
        known.marked(ReadDocument(f"vacature-{number:011}", "", sha256=f"{number:064}"), number // 500, number % 500)
    arrays = [part for index in (known._ids, known._texts) for keys, rows, _ in index._blocks for part in (keys, rows)]
    originals = known._originals
    size = sum(len(part) * part.itemsize for part in (*arrays, originals._ends, originals._shards, originals._positions)) + len(originals._ids)
    assert size / 50_000 < 110


# --- what comes out -----------------------------------------------------------------------------------------------------


def test_a_repeat_has_all_that_its_original_has_under_its_own_id(run, tmp_path):
    totals = run([{"id": "1", "text": A}, {"id": "2", "text": B}, {"id": "een 'kopie'", "text": A}], shard=2)["totals"]
    assert (totals["read"], totals["translated"], totals["repeats"], totals["variants"]) == (3, 3, 1, 0)
    found = translations(tmp_path / "out")
    assert found["een 'kopie'"] == found["1"] | {"document": found["1"]["document"] | {"id": "een 'kopie'", "repeat_of": "1"}}
    assert totals["skills"] == sum(len(record["skills"]) for record in found.values()) and found["1"]["skills"]
    quads = [quad for path in (tmp_path / "out/graph").glob("*.nq.gz") for quad in pyoxigraph.parse(gzip.decompress(path.read_bytes()), format=pyoxigraph.RdfFormat.N_QUADS)]
    first, copy = DATA_BASE + "1", DATA_BASE + "een%20%27kopie%27"
    graphs = {iri: {(str(q.subject), str(q.predicate), str(q.object)) for q in quads if q.graph_name.value == iri} for iri in (first, copy)}
    renamed = {tuple(part.replace(first, copy) for part in triple) for triple in graphs[first]}
    assert {triple[1:] for triple in graphs[copy] - renamed} == {(f"<{ST.repeatOf}>", f"<{first}>"), ("<http://purl.org/dc/terms/identifier>", '"een \'kopie\'"')}
    rows = [row for path in sorted((tmp_path / "out/tables/documents").iterdir()) for row in pq.read_table(path).to_pylist()]
    assert [row["repeat_of"] for row in rows] == [None, None, "1"] and rows[2]["skills"] == rows[0]["skills"]


def test_nothing_is_claimed_about_the_words_of_a_variant(run, tmp_path):
    totals = run([{"id": "1", "text": A}, {"id": "2", "text": other_contact(A, random.Random(1))}], duplicate_similarity=0.9)["totals"]
    assert (totals["read"], totals["translated"], totals["repeats"], totals["variants"], totals["quarantined"]) == (2, 1, 0, 1, 0)
    found = translations(tmp_path / "out")["2"]
    assert found["document"]["variant_of"] == "1" and not found["skills"] and not found["bias"] and found["occupation"] is None
    row = pq.read_table(tmp_path / "out/tables/documents/part-00000.parquet").to_pylist()[1]
    assert (row["variant_of"], row["skills"], row["flags"]) == ("1", None, None)
    schema = json.loads((ROOT / "pipeline" / "translation.schema.json").read_text())
    for record in translations(tmp_path / "out").values():
        jsonschema.validate(record, schema)


def test_repeats_of_any_shard_are_the_same_whether_translated_again_or_not(run, tmp_path, monkeypatch):
    records = [{"id": str(number), "text": TEXTS[number % 4]} for number in range(14)]
    run(records, "once", shard=3)
    monkeypatch.setattr(batch, "read_kept", lambda run, shard, position: None)
    run(records, "again", shard=3, workers=2)
    assert translations(tmp_path / "once") == translations(tmp_path / "again") and len(translations(tmp_path / "once")) == 14
    for path in (tmp_path / "once").rglob("part-*"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(tmp_path / "once")).read_bytes()


def test_a_text_is_translated_once(run, tmp_path, monkeypatch, one_translator):
    log = tmp_path / "log"
    translate = one_translator.translate_all

    def logged(documents):
        with log.open("a") as stream:
            stream.writelines(f"{document.id}\n" for document in documents if document.id)
        return translate(documents)

    monkeypatch.setattr(one_translator, "translate_all", logged)
    run([{"id": str(number), "text": TEXTS[number % 4]} for number in range(14)], shard=3)
    assert sorted(log.read_text().split()) == ["0", "1", "2", "3"]


def test_a_repeat_of_a_text_that_is_refused_is_refused_too(run, tmp_path, monkeypatch, one_translator):
    translate = one_translator.translate_all

    def fail(documents):
        if any(document.text == A for document in documents):
            raise ValueError
        return translate(documents)

    monkeypatch.setattr(one_translator, "translate_all", fail)
    totals = run([{"id": "1", "text": A}, {"id": "2", "text": B}, {"id": "3", "text": A}, {"id": "4", "text": A}], shard=3)["totals"]
    assert (totals["translated"], totals["quarantined"]) == (1, 3)


def test_what_is_left_of_other_records_is_not_taken_for_the_original(one_translator):
    """Of stdin an interrupted run may have left the translation of another text in the same place."""
    items = marked([document("1", A), document("2", B), document("3", A)], shard=2)
    shard, job = repeats.Shard(1, items[2:]), Job(Settings(), "https://example.org/run")
    left = translate_shard(repeats.Shard(0, items[:2]), one_translator, job).kept
    asked = []

    def known(number, position, record):
        asked.append((number, position))
        return record

    right, wrong = (translate_shard(shard, one_translator, job, known=lambda *place, record=record: known(*place, record)) for record in left)
    assert right.files == wrong.files == translate_shard(shard, one_translator, job).files and asked == [(0, 0)] * 2
