"""What a Python worker of Spark does: Arrow batches of lines -> records -> translations -> rows of tables. No Spark in here.

A line is one JSON object, as in JSON lines; rows of Parquet come as such objects. Records of the same text come together and in order, so
that the first is translated and the others are written from it.
"""

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

import orjson
import pyarrow as pa

from ontology.namespaces import RELEASE_BASE

from ...config import Settings
from ...errors import RecordError
from ...export import rdf, tables
from ...export.nodes import to_nodes
from ...privacy.subjects import take_key
from ...reading import Given, Item, ReadDocument
from ...reading.json_records import read_line
from ...translate import LANGUAGES, Translator
from ...wording import Register
from ..kept import Kept
from ..repeats import MAX_CHARACTERS, Repeat, Shard
from ..shards import Job, described, refusal, translations

_DOCUMENT = tuple(field.name for field in fields(ReadDocument))
_REFUSED = ("record", "stage", "reason")
ORDER = pa.struct([("path", pa.string()), ("block", pa.int64()), ("row", pa.int64())])  # where a record stands in the sources
LINES = pa.schema([("line", pa.string()), ("path", pa.string()), ("order", ORDER)])
RECORDS = pa.schema([*((name, pa.string()) for name in (*_DOCUMENT, *_REFUSED)), ("key", pa.string()), ("order", ORDER), ("twice", pa.bool_())])
_COUNTS = ("translated", "repeats", "skills", "linked", "flags", "cvs", "triples")
RESULTS = pa.schema([
    ("document", pa.string()), ("quads", pa.string()), ("translation", pa.string()), ("rows", pa.binary()),
    *((name, pa.int64()) for name in _COUNTS), *((name, pa.string()) for name in (*_REFUSED, "location")),
])  # fmt: skip
_TOGETHER = 50  # results handed to Spark together
_ROWS = 2_000  # of a table, the same
_TWICE = "the id is used twice; ids are unique in a run"


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told; ``subject_key`` is the key of pseudonyms."""

    job: Job
    subject_key: str

    @property
    def settings(self) -> Settings:
        return self.job.settings


def read(batches: Iterable[pa.RecordBatch], task: Task) -> Iterator[pa.RecordBatch]:
    """LINES -> RECORDS. A line that is no record is a row with the reason. A record without an id is named after its file and content."""
    for batch in batches:
        rows = []
        for line, path, order in zip(*(batch.column(name).to_pylist() for name in LINES.names)):
            if line.strip():
                name = Path(path).name
                place = f"{name}#{hashlib.sha256(line.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
                for item in read_line(line.encode("utf-8", "surrogatepass"), place, Given(name, place, task.settings.kind, task.settings.columns)):
                    rows.append(_record_row(item) | {"order": order})
        yield pa.RecordBatch.from_pylist(rows, schema=RECORDS)


def _record_row(item: Item) -> dict:
    if isinstance(item, RecordError):
        return {"id": item.record, "record": item.record, "stage": item.stage, "reason": item.reason, "location": item.location}
    row = dict(zip(_DOCUMENT, astuple(item)))
    same = "\0".join((item.sha256, item.kind, item.language, item.title)) if item.language in LANGUAGES else item.id
    return row | {"key": hashlib.blake2b(same.encode(), digest_size=16).hexdigest()}


def translate(batches: Iterable[pa.RecordBatch], task: Task) -> Iterator[pa.RecordBatch]:
    """RECORDS, sorted by key and order -> RESULTS, one row a document or refused record."""
    take_key(task.subject_key)
    translator = _translator(task.settings.ontology, task.settings.wording_register, task.settings.reference_month, task.settings.evidence)
    release = {"release": translator.lexicon.release, "iri": RELEASE_BASE + translator.lexicon.release}
    carried: Kept | None = None  # the translation of the last original of the shard before
    for shard in _shards(batches, task.settings.shard):
        rows, last = [], carried
        for item, found, text in translations(shard, translator, known=lambda number, position: carried):
            rows.append(_result_row(item, found, text, release, task))
            if not isinstance(item, Repeat):
                last = found if isinstance(found, Kept) else None
            if len(rows) == _TOGETHER:
                yield pa.RecordBatch.from_pylist(rows, schema=RESULTS)
                rows = []
        yield pa.RecordBatch.from_pylist(rows, schema=RESULTS)
        carried = last


@lru_cache(maxsize=1)
def _translator(release: str | None, register: str | None, month: str | None, evidence: tuple[str, ...]) -> Translator:
    """Loaded once in a worker, which Spark uses for many partitions."""
    return Translator.load(release, Register.load(Path(register)) if register else None).for_cvs(month, evidence)


def _shards(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[Shard]:
    """Items by ``size`` together. A row of the same key as the one before it is a repeat of the first of them, wherever that one is."""
    number, items, characters = 0, [], 0
    key, original, place = "", "", (0, 0)
    for batch in batches:
        for row in batch.to_pylist():
            if len(items) == size or characters > MAX_CHARACTERS:
                yield Shard(number, items)
                number, items, characters = number + 1, [], 0
            item = _item(row)
            if isinstance(item, ReadDocument):
                characters += len(item.text)
                if row["key"] == key:
                    item = Repeat(*astuple(item), original, *place)
                else:
                    key, original, place = row["key"], item.id, (number, len(items))
            items.append(item)
    if items:
        yield Shard(number, items)


def _item(row: dict) -> Item:
    if row["reason"] is not None:
        return RecordError(row["record"], row["reason"], row["location"], row["stage"])
    if row["twice"]:
        return RecordError(row["id"], _TWICE, row["location"])
    return ReadDocument(*(row[name] for name in _DOCUMENT))


def _result_row(item: Item, found: Kept | Exception, text: str, release: dict, task: Task) -> dict:
    try:
        if isinstance(found, Exception):
            raise found
        record = found.record(described(item), release)
        nodes = to_nodes(record, text, task.job.activity, task.settings.base, task.settings.detail)
        line, quads = orjson.dumps(record), rdf.nquads(nodes)
        rows = tables.rows(record, None if isinstance(item, Repeat) else found.contexts)
    except MemoryError:
        raise
    except Exception as error:
        refused = refusal(item, error)
        return {"record": refused.record, "stage": refused.stage, "reason": refused.reason, "location": refused.location}
    linked = sum(skill["concept"] is not None for skill in record["skills"])
    return {
        "document": item.id, "quads": quads.decode().rstrip("\n"), "translation": line.decode(), "rows": pickle.dumps(rows),
        "translated": 1, "repeats": int(isinstance(item, Repeat)), "skills": len(record["skills"]), "linked": linked, "flags": len(record["bias"]),
        "cvs": int(item.kind == "cv"), "triples": quads.count(b"\n"),
    }  # fmt: skip


def table(batches: Iterable[pa.RecordBatch], name: str) -> Iterator[pa.RecordBatch]:
    """Batches of a binary column ``rows`` -> those of one table."""
    rows: list[dict] = []
    for batch in batches:
        for content in batch.column("rows").to_pylist():
            rows += pickle.loads(content)[name]  # made by ``translate``, of this run
            if len(rows) >= _ROWS:
                yield tables.batch(name, rows)
                rows = []
    yield tables.batch(name, rows)
