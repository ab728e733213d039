"""Two thousand hostile records through a whole run: each is translated or in quarantine, and none writes anything but its own data."""

import gzip
import io
import json
import random
import re
import zipfile

import orjson
import pyarrow.parquet as pq
import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from ontology.namespaces import DATA_BASE, PREFIXES, RDF
from pipeline.batches import batch
from pipeline.batches.batch import run_batch
from pipeline.config import FORMATS, Settings
from pipeline.export import rdf
from pipeline.export.nodes import document_iri, subject_iri
from tests.pipeline.inputs import docx
from tests.pipeline.test_reading_hostile import (
    STRANGE_IDS,
    STRANGE_TEXTS,
    hostile_lines,
)

EVIL = "http://kwaad.example/"
WORK = "Je hebt ervaring met Excel en je werkt graag samen."
BREAKING = (
    f'"@nl <{EVIL}g> .\n<{EVIL}s> <{EVIL}p> <{EVIL}o> .\n# ', f"> <{EVIL}p> <{EVIL}o> .", "\\u003E\\", f"\\\" . <{EVIL}s> <{EVIL}p> \\\"x", "\x0b\x0c\x1c\x1d\x85\u2028\u2029",
    f"]}}] , \"id\": \"{EVIL}x\"", "=cmd|' /C calc'!A0", f"@import url({EVIL})", "]]><script>alert(1)</script>", "\ufffe\uffff\ufdd0", "\u202e\u2066\u200f\u200b\u200d\u2060", "'; DROP TABLE x; --",
)  # fmt: skip
OWN = (*PREFIXES.values(), RDF.type, "http://data.europa.eu/", "http://publications.europa.eu/resource/authority/", "https://w3id.org/")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """(folder, how many records)"""
    folder = tmp_path_factory.mktemp("hostile")
    chance = random.Random(9)
    lines = hostile_lines(1200)
    texts, ids = [*STRANGE_TEXTS.values(), *BREAKING], [*STRANGE_IDS, *BREAKING]
    for number in range(760):
        identifier = f"{chance.choice(ids)}{chance.choice(ids)}{number}"
        title, text = chance.choice(texts), f"{WORK} {chance.choice(texts)} {WORK} {chance.choice(texts)} nummer {number}"
        lines.append(orjson.dumps({"id": identifier, "title": title, "text": text, "language": "nl", "kind": chance.choice(("vacancy", "cv", "profile", "qualification"))}))
    lines += [b'{"text": "' + b"a" * 20_000_001 + b'"}', b"\xff\xfe\x00" * 1000, b"\0" * 5000, b'{"text": "kok \0 bakker"}', b"[" * 1_000_000, b'{"id":' * 100_000]
    chance.shuffle(lines)
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    (folder / "b.csv").write_text("id,text\n" + "".join(f'"{mark}{number}","{mark}{WORK} {number}"\n' for number, mark in enumerate("=+-@\t|;" * 2)))
    (folder / "c.html").write_text(f"<script>location='{EVIL}'</script><p onclick=alert(1)>{WORK} &lt;script&gt;alert(1)&lt;/script&gt;")
    with gzip.open(folder / "d.txt.gz", "wb") as stream:
        stream.write(b" " * 60_000_000)
    bomb = io.BytesIO(docx(WORK))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", b"0" * 200_000_000)
    (folder / "e.docx").write_bytes(bomb.getvalue())
    (folder / "f.json").write_bytes(b'{"a":' * 200_000)
    (folder / "g.txt").write_bytes(b"\xff\xfe\x00\x01" * 999)
    (folder / "h.html").write_text("<div>" * 100_000 + WORK)
    (folder / "i.docx").write_bytes(b"PK\x03\x04" + b"\xff" * 500)
    return folder, len(lines) + 14 + 7


@pytest.fixture(scope="module")
def ran(source, translator, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: translator))
    out = tmp_path_factory.mktemp("ran") / "out"
    manifest = run_batch([str(source[0])], out, Settings(formats=FORMATS, workers=2, shard=150))
    patch.undo()
    return manifest, out


def parsed(out, suffix, form):
    return [item for path in sorted((out / "graph").glob(f"*.{suffix}.gz")) for item in pyoxigraph.parse(gzip.decompress(path.read_bytes()), format=form)]


def translations(out):
    return [json.loads(line) for path in sorted((out / "translations").iterdir()) for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_nothing_is_lost(source, ran):
    manifest, out = ran
    totals = manifest["totals"]
    assert totals["read"] == totals["translated"] + totals["quarantined"] == source[1] > 1980
    assert totals["translated"] > 800 and totals["quarantined"] > 900
    quarantine = [json.loads(line) for line in (out / "quarantine.jsonl").read_bytes().splitlines()]
    assert len(quarantine) == totals["quarantined"]
    assert [entry for entry in quarantine if "report it" in entry["reason"]] == []  # every refusal was foreseen
    assert len(translations(out)) == totals["translated"]


def test_each_document_is_one_graph_that_speaks_of_nothing_else(ran):
    _, out = ran
    quads = parsed(out, "nq", RdfFormat.N_QUADS)
    documents = [record["document"] for record in translations(out)]
    graphs = {quad.graph_name.value for quad in quads}
    assert graphs == {subject_iri(document) for document in documents} and len(graphs) == len(documents)
    assert [quad for quad in quads if quad.subject.value.split("#")[0] != quad.graph_name.value] == []


@pytest.mark.parametrize(("suffix", "form"), [("nq", RdfFormat.N_QUADS), ("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)])
def test_no_text_or_id_becomes_a_statement(ran, suffix, form):
    _, out = ran
    found = parsed(out, suffix, form)
    iris = {term.value for item in found for term in (item.subject, item.predicate, item.object) if isinstance(term, pyoxigraph.NamedNode)}
    assert len(iris) > 5000
    assert [iri for iri in iris if not iri.startswith(OWN)] == []
    assert [iri for iri in iris if not re.fullmatch(r"[!-~]+", iri) or re.search(r'[<>"{}|^`\\]', iri)] == []
    assert len({item.object.value for item in found if item.predicate.value.endswith("terms/identifier")}) == len(translations(out))


def test_all_formats_say_the_same(ran):
    _, out = ran
    quads = {(str(q.subject), str(q.predicate), str(q.object)) for q in parsed(out, "nq", RdfFormat.N_QUADS)}
    for suffix, form in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)):
        assert {(str(t.subject), str(t.predicate), str(t.object)) for t in parsed(out, suffix, form)} == quads
    rows = [row for path in sorted((out / "tables/documents").iterdir()) for row in pq.read_table(path).to_pylist()]
    assert [row["document"] for row in rows] == [record["document"]["id"] for record in translations(out)]


def test_n_quads_are_what_pyoxigraph_writes():
    text = "".join(chr(number) for number in (*range(0x300), 0x2028, 0x200B, 0xFFFE, 0xFFFF, 0x1F600, 0xD7FF, 0xE000))
    iri = document_iri(text)
    title = {"@value": text, "@language": "nl"}
    nodes = [{"id": iri, "type": "schema:JobPosting", "identifier": text, "title": title, "rule": text, "why": text, "confidence": "0.5", "start": 3, "skills": [DATA_BASE + "a", DATA_BASE + "b"]}]
    graph = pyoxigraph.NamedNode(iri)
    quads = [pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in rdf.to_triples(nodes)]
    assert rdf.nquads(nodes) == pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS)


@pytest.mark.parametrize("sign", ' <>"{}|^`\\\n\t\0')
def test_an_iri_that_is_none_is_refused(sign):
    with pytest.raises(ValueError, match="IRI"):
        rdf.nquads([{"id": f"{DATA_BASE}a{sign}b", "type": "schema:JobPosting"}])
    with pytest.raises(ValueError, match="IRI"):
        rdf.nquads([{"id": f"{DATA_BASE}a", "skills": [f"{DATA_BASE}a{sign}b"]}])
