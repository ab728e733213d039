"""The batch: the run folder and its manifest, the same bytes every time, faults to quarantine, other files left alone."""

import gzip
import hashlib
import io
import json
import os
import random
import sys

import orjson
import pytest

from pipeline.batches import batch, run_folder, shards
from pipeline.batches.batch import run_batch
from pipeline.batches.packing import Gzip
from pipeline.config import FORMATS, Settings
from pipeline.errors import SkillstaalError
from tests.pipeline.killing import content

SECRET = "Willemijn Achternaamsma"
CV = f"Curriculum vitae\n{SECRET}\nGeboortedatum: 3 mei 1990\nWerkervaring\n2019 - heden: kok, menu's samenstellen en inkopen"
GERMAN = "Wir suchen einen Verkäufer mit Erfahrung im Einzelhandel. Sie sind freundlich und arbeiten gerne im Team mit Kunden."
SKILLS = ("Excel", "Python", "klantgericht werken", "boekhouden", "lassen", "plannen", "Engels")


def vacancy(number):
    return f"Wij zoeken medewerker {number}. Je hebt ervaring met {SKILLS[number % len(SKILLS)]} en je bent nauwkeurig. Je spreekt accentloos Nederlands."


@pytest.fixture(scope="module", autouse=True)
def one_translator():
    """The models are loaded once for all runs in this process."""
    loaded = batch.Translator.load()
    patch = pytest.MonkeyPatch()
    patch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: loaded))
    yield loaded
    patch.undo()


@pytest.fixture
def texts(tmp_path):
    """Five good vacancies and a CV, between five records that are not: language, empty, no JSON, damaged, duplicate."""
    folder = tmp_path / "in"
    folder.mkdir()
    records = [{"id": f"v{n}", "text": vacancy(n)} for n in range(4)]
    records[2:2] = [{"id": "duits", "text": GERMAN}]
    records.append({"id": "v1", "text": vacancy(9)})
    (folder / "a.jsonl").write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records) + b"{kapot\n")
    (folder / "b.txt").write_text(vacancy(5))
    (folder / "c.txt").write_text("")
    (folder / "d.pdf").write_bytes(b"%PDF")
    (folder / "e.md").write_text(CV)
    return folder


def run(source, out, restart=False, **settings):
    return run_batch([str(source)], out, Settings(**settings), restart)


def quarantine(out):
    return [json.loads(line) for line in (out / "quarantine.jsonl").read_text().splitlines()]


def ids(out):
    return [json.loads(line)["document"]["id"] for path in sorted((out / "translations").iterdir()) for line in gzip.decompress(path.read_bytes()).splitlines()]


# --- the run folder -----------------------------------------------------------------------------------------------------


def test_totals_of_the_manifest_add_up(texts, tmp_path):
    out = tmp_path / "out"
    totals = run(texts, out)["totals"]
    translated = [json.loads(line) for line in gzip.decompress((out / "translations/part-00000.jsonl.gz").read_bytes()).splitlines()]
    assert totals["read"] == totals["translated"] + totals["quarantined"] == 11
    assert totals["translated"] == len(translated) == 6
    assert totals["quarantined"] == len(quarantine(out)) == 5
    assert totals["skills"] == sum(len(record["skills"]) for record in translated) > 5
    assert totals["linked"] == sum(skill["concept"] is not None for record in translated for skill in record["skills"])
    assert totals["flags"] == sum(len(record["bias"]) for record in translated) > 3


def test_each_output_is_in_the_manifest_with_its_checksum_and_rows(texts, tmp_path):
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    manifest = run(texts, out, formats=FORMATS, shard=4)
    listed = {output["path"]: output for output in manifest["outputs"]}
    present = {path.relative_to(out).as_posix() for folder in ("graph", "translations", "tables") for path in (out / folder).rglob("*") if path.is_file()}
    assert set(listed) == present and len(present) > 12
    for path, output in listed.items():
        content = (out / path).read_bytes()
        assert output["sha256"] == hashlib.sha256(content).hexdigest()
        if path.endswith(".jsonl.gz"):
            assert output["rows"] == gzip.decompress(content).count(b"\n") > 0
        if path.endswith(".nq.gz"):
            assert output["triples"] == gzip.decompress(content).count(b"\n") > output["rows"] > 0
        if path.endswith(".parquet"):
            assert output["rows"] == pq.read_table(out / path).num_rows
    assert sum(output["rows"] for path, output in listed.items() if path.startswith("tables/documents/")) == 6


def test_the_manifest_on_disk_is_the_one_returned(texts, tmp_path):
    manifest = run(texts, tmp_path / "out", limit=3)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text()) == manifest


def test_inputs_are_listed_with_their_checksums(texts, tmp_path):
    inputs = run(texts, tmp_path / "out")["inputs"]
    assert [(os.path.basename(entry["path"]), entry["bytes"]) for entry in inputs] == [(path.name, path.stat().st_size) for path in sorted(texts.iterdir())]
    assert all(entry["sha256"] == hashlib.sha256(open(entry["path"], "rb").read()).hexdigest() for entry in inputs)


def test_of_very_many_inputs_the_rest_is_one_entry(texts, tmp_path, monkeypatch):
    whole = run(texts, tmp_path / "a")["inputs"]
    monkeypatch.setattr(run_folder, "_LISTED", 2)
    *listed, rest = run(texts, tmp_path / "b")["inputs"]
    assert listed == whole[:2] and (rest["files"], rest["bytes"]) == (3, sum(entry["bytes"] for entry in whole[2:]))
    (texts / "e.md").write_text(CV + ".")
    assert run(texts, tmp_path / "c")["inputs"][2]["sha256"] != rest["sha256"]


@pytest.mark.parametrize("formats", [("nq",), ("ttl", "jsonld"), ("parquet",), ("jsonl", "nq")])
def test_only_the_formats_asked_for_are_written(texts, tmp_path, formats):
    out = tmp_path / "out"
    run(texts, out, formats=formats, limit=2)
    suffixes = {path.name.split(".")[1] for path in out.rglob("part-*")}
    assert suffixes == set(formats)


def test_strange_ids_come_through_every_format(tmp_path):
    import pyoxigraph

    names = ['een "q"', "met spatie", "a/b", "regel\neinde", "zoë-日本", "50%25"]
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(b"".join(orjson.dumps({"id": name, "text": vacancy(n)}) + b"\n" for n, name in enumerate(names)))
    run(source, out, formats=FORMATS)
    quads = list(pyoxigraph.parse(gzip.decompress((out / "graph/part-00000.nq.gz").read_bytes()), format=pyoxigraph.RdfFormat.N_QUADS))
    identifiers = {quad.object.value for quad in quads if quad.predicate.value.endswith("/identifier")}
    assert ids(out) == names and identifiers == set(names)
    assert len({quad.graph_name.value for quad in quads}) == len(names)


# --- the same bytes every time ------------------------------------------------------------------------------------------


def test_workers_and_a_second_run_do_not_change_a_byte(texts, tmp_path):
    run(texts, tmp_path / "one", formats=FORMATS, shard=2)
    run(texts, tmp_path / "two", formats=FORMATS, shard=2, workers=2)
    once = content(tmp_path / "one")
    assert len(once) > 20
    assert content(tmp_path / "two") == once
    run(texts, tmp_path / "one", formats=FORMATS, shard=2)
    assert content(tmp_path / "one") == once


def test_quarantine_is_in_the_order_of_the_records(texts, tmp_path):
    run(texts, tmp_path / "out", shard=2)
    assert [entry["location"] for entry in quarantine(tmp_path / "out")] == ["a.jsonl:3", "a.jsonl:6", "a.jsonl:7", "c.txt", "d.pdf"]


def test_an_out_folder_inside_the_source_is_no_input(texts):
    first = run(texts, texts / "out")
    assert run(texts, texts / "out")["inputs"] == first["inputs"]


def test_other_settings_or_texts_give_another_run_id(texts, tmp_path):
    first = run(texts, tmp_path / "a", limit=1)["run"]
    assert run(texts, tmp_path / "b", limit=2)["run"] != first
    (texts / "b.txt").write_text(vacancy(6))
    assert run(texts, tmp_path / "c", limit=1)["run"] != first


# --- other people's files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["notities.txt", "manifest.json", "graph"])
def test_a_folder_with_other_files_is_refused_and_left_untouched(texts, tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text('{"name": "webapp"}')
    with pytest.raises(SkillstaalError, match="--restart"):
        run(texts, out)
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [(name, '{"name": "webapp"}')]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_run_to_which_someone_added_a_file_is_refused(texts, tmp_path):
    out = tmp_path / "out"
    run(texts, out, limit=1)
    (out / "notities.txt").write_text("van mij")
    with pytest.raises(SkillstaalError, match="notities.txt"):
        run(texts, out, limit=1)
    assert (out / "notities.txt").read_text() == "van mij"


def test_restart_replaces_what_is_there(texts, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notities.txt").write_text("weg")
    run(texts, out, restart=True, limit=1)
    assert not (out / "notities.txt").exists() and (out / "manifest.json").exists()


def test_an_empty_folder_is_used(texts, tmp_path):
    (tmp_path / "out").mkdir()
    assert run(texts, tmp_path / "out", limit=1)["totals"]["read"] == 1


@pytest.mark.parametrize("out", ["in", "in/sub/..", "in/.."])
def test_texts_are_never_replaced_by_the_run(texts, tmp_path, out):
    before = sorted(path.name for path in texts.iterdir())
    (texts / "sub").mkdir()
    with pytest.raises(SkillstaalError, match="choose another --out"):
        run(texts, tmp_path / out, restart=True)
    (texts / "sub").rmdir()
    assert sorted(path.name for path in texts.iterdir()) == before


def test_the_folder_one_stands_in_is_not_replaced(texts, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    from pathlib import Path

    with pytest.raises(SkillstaalError, match="choose another --out"):
        run(texts, Path("."))


def test_a_new_run_leaves_nothing_of_the_old_one(texts, tmp_path):
    out = tmp_path / "out"
    run(texts, out, formats=FORMATS, shard=2)
    run(texts, out, formats=("nq",), limit=1)
    assert [path.name for path in out.rglob("part-*")] == ["part-00000.nq.gz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_an_earlier_run_is_intact_when_the_new_one_stops_half_way_and_that_goes_on_later(texts, tmp_path):
    out = tmp_path / "out"
    run(texts, out, shard=2)
    before = content(out)

    def stop(totals):
        if totals["read"] == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch([str(texts)], out, Settings(shard=2, formats=FORMATS), progress=stop)
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.part", "in", "out"]
    assert run(texts, out, shard=2, formats=FORMATS)["timings"]["resumed"] in (2, 3)
    run(texts, tmp_path / "whole", shard=2, formats=FORMATS)
    assert content(out) == content(tmp_path / "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out", "whole"]


def test_what_another_version_left_behind_does_not_stop_the_next(texts, tmp_path):
    left = tmp_path / ".out.part"
    left.mkdir()
    (left / "quarantine.jsonl").write_text("half")
    run(texts, tmp_path / "out", limit=1)
    assert not left.exists() and quarantine(tmp_path / "out") == []


# --- quarantine ---------------------------------------------------------------------------------------------------------


def test_each_fault_is_named_with_record_stage_reason_and_place(texts, tmp_path):
    run(texts, tmp_path / "out")
    found = {entry["location"]: entry for entry in quarantine(tmp_path / "out")}
    assert all(set(entry) == {"record", "stage", "reason", "location"} for entry in found.values())
    assert (found["a.jsonl:3"]["record"], found["a.jsonl:3"]["stage"]) == ("duits", "language")
    assert "'de'" in found["a.jsonl:3"]["reason"]
    assert (found["a.jsonl:6"]["record"], found["a.jsonl:6"]["stage"]) == ("v1", "reading")
    assert "twice" in found["a.jsonl:6"]["reason"] and "JSON" in found["a.jsonl:7"]["reason"]
    assert "empty" in found["c.txt"]["reason"] and "no PDF" in found["d.pdf"]["reason"]


def test_of_two_records_with_one_id_the_first_is_done(texts, tmp_path):
    run(texts, tmp_path / "out")
    assert ids(tmp_path / "out") == ["v0", "v1", "v2", "v3", "b", "e"]


def test_the_same_file_name_in_two_sources_is_a_duplicate(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "v.txt").write_text(vacancy(1))
    manifest = run_batch([str(tmp_path / "x"), str(tmp_path / "y")], tmp_path / "out", Settings())
    assert (manifest["totals"]["translated"], manifest["totals"]["quarantined"]) == (1, 1)


@pytest.mark.parametrize("fault", [ValueError, RecursionError, KeyError])
def test_a_record_that_makes_the_translator_fail_goes_to_quarantine_without_its_text(texts, tmp_path, monkeypatch, one_translator, fault):
    translate = one_translator.translate_all

    def fail(documents):
        for document in documents:
            if document.id == "e":
                raise fault(document.text)
        return translate(documents)

    monkeypatch.setattr(one_translator, "translate_all", fail)
    run(texts, tmp_path / "out")
    entry = quarantine(tmp_path / "out")[-1]
    assert (entry["record"], entry["stage"], entry["location"]) == ("e", "translating", "e.md")
    assert fault.__name__ in entry["reason"] and SECRET not in json.dumps(entry)
    assert ids(tmp_path / "out") == ["v0", "v1", "v2", "v3", "b"]


def test_a_record_that_cannot_be_exported_goes_to_quarantine(texts, tmp_path, monkeypatch):
    make = shards.to_nodes

    def fail(record, *rest):
        if record["document"]["id"] == "v2":
            raise UnicodeError(SECRET)
        return make(record, *rest)

    monkeypatch.setattr(shards, "to_nodes", fail)
    run(texts, tmp_path / "out", formats=FORMATS)
    assert "v2" not in ids(tmp_path / "out") and "v2" in [entry["record"] for entry in quarantine(tmp_path / "out")]


BAD_CVS = {
    "row.csv": f'id,text\n1,"{CV}" en "meer"\n',
    "shifted.csv": f'id,text,kind\n"{CV}",kok,cv,x\n',
    "kind.csv": f'id,kind,text\n1,"{CV}",kok\n',
    "language.csv": f'id,language,text\n1,"{CV}","{GERMAN}"\n',
    "noheader.csv": f'"{SECRET}","{CV}"\n',
    "longid.jsonl": json.dumps({"id": CV * 9, "text": "kok"}) + "\n",
    "keys.jsonl": json.dumps({SECRET: CV}) + "\n",
    "broken.jsonl": json.dumps({"text": CV})[:-2] + "\n",
    "list.jsonl": json.dumps([SECRET, CV]) + "\n",
    "type.jsonl": json.dumps({"text": [CV]}) + "\n",
    "nul.txt": CV + "\0",
    "unknown.doc": CV,
}


@pytest.mark.parametrize("name", BAD_CVS)
def test_quarantine_never_shows_what_stands_in_a_cv(tmp_path, name):
    (tmp_path / name).write_text(BAD_CVS[name])
    run(tmp_path / name, tmp_path / "out")
    content = (tmp_path / "out" / "quarantine.jsonl").read_text()
    assert len(content.splitlines()) == 1
    assert not any(word in content for word in ("Willemijn", "Achternaamsma", "1990", "samenstellen"))


def test_an_unreadable_file_does_not_stop_the_batch(texts, tmp_path, monkeypatch):
    opened = type(texts).open

    def refuse(path, *arguments, **options):
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(type(texts), "open", refuse)
    manifest = run(texts, tmp_path / "out")
    assert [entry["reason"] for entry in quarantine(tmp_path / "out") if entry["location"] == "b.txt"] != []
    assert [entry["sha256"] for entry in manifest["inputs"] if entry["path"].endswith("b.txt")] == [None]
    assert manifest["totals"]["translated"] == 5


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are text there")
def test_a_file_name_that_is_no_utf8_does_not_stop_the_batch(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"caf\xe9.txt")).write_text(vacancy(1))
    (tmp_path / "in" / os.fsdecode(b"leeg\xe9.txt")).write_text("")
    manifest = run(tmp_path / "in", tmp_path / "out")
    assert ids(tmp_path / "out") == ["caf\\xe9"] and manifest["totals"]["quarantined"] == 1


def test_damaged_gzip_in_the_middle_of_a_batch_does_not_stop_it(texts, tmp_path):
    zipped = bytearray(gzip.compress(vacancy(1).encode() * 50))
    zipped[20:40] = b"\xff" * 20
    (texts / "aa.txt.gz").write_bytes(zipped)
    assert run(texts, tmp_path / "out")["totals"]["translated"] == 6


# --- limits, stdin, workers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "read"), [(1, 1), (3, 3), (999, 11)])
def test_limit_counts_records_read(texts, tmp_path, limit, read):
    assert run(texts, tmp_path / "out", limit=limit)["totals"]["read"] == read


def test_stdin_is_a_source(tmp_path, monkeypatch):
    lines = b"".join(orjson.dumps({"id": f"s{n}", "text": vacancy(n)}) + b"\n" for n in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("-", tmp_path / "out")["totals"]["translated"] == 3
    assert ids(tmp_path / "out") == ["s0", "s1", "s2"]


def test_a_source_that_does_not_exist_leaves_no_folder(texts, tmp_path):
    with pytest.raises(SkillstaalError, match="does not exist"):
        run_batch([str(texts), str(tmp_path / "nergens")], tmp_path / "out", Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_progress_hears_the_totals(texts, tmp_path):
    heard = []
    run_batch([str(texts)], tmp_path / "out", Settings(shard=4), progress=lambda totals: heard.append(totals["read"]))
    assert heard == [4, 8, 11]


def test_content_is_packed_to_the_same_bytes_however_it_is_cut():
    rng = random.Random(5)
    content = "".join(rng.choice(("metselaar ", "beton ", "VCA ", f"{rng.random()} ")) for _ in range(120_000)).encode()
    packed = set()
    for longest in (len(content), 300_000, 4_000):
        packer, at = Gzip(), 0
        while at < len(content):
            end = at + rng.randint(1, longest)
            packer.add(content[at:end])
            at = end
        packed.add(packer.content())
    assert len(packed) == 1 and gzip.decompress(packed.pop()) == content
