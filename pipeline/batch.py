"""Many documents -> a run folder: shards to workers, files beside and then renamed, faults to quarantine.

The order of the records decides the shards, not the workers, so the outputs are the same bytes whatever
their number. At most a few shards are under way at a time: memory does not grow with the batch.
"""

import gzip
import hashlib
import json
import os
import shutil
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import orjson

from ontology.lexicon import Lexicon
from ontology.namespaces import RELEASE_BASE, RUN_BASE

from . import __version__
from .config import Settings
from .contract import to_json
from .errors import RecordError, SkillstaalError
from .export import dataset, jsonld, rdf, tables
from .export.nodes import to_nodes
from .reading import input_files, read_sources
from .translate import LANGUAGES, Translator
from .types import Document

FOLDERS = {"nq": "graph", "ttl": "graph", "jsonld": "graph", "jsonl": "translations", "parquet": "tables"}


@dataclass
class ShardResult:
    """What a worker made of one shard: file name below the run folder -> content, counts, refused records."""

    files: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    translated: int = 0
    skills: int = 0
    linked: int = 0
    flags: int = 0
    refused: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """What every worker needs to know."""

    settings: Settings
    run: str


_worker: tuple[Translator, Job] | None = None


def start_worker(job: Job) -> None:
    """Loads the models once in a worker process."""
    global _worker
    _worker = Translator.load(job.settings.ontology), job


def translate_shard(number: int, documents: list[Document]) -> ShardResult:
    """Translates one shard and serialises it in every format that was asked for."""
    translator, job = _worker
    release = translator.lexicon.release
    result = ShardResult()
    parts: dict[str, list] = {name: [] for name in ("nq", "jsonl", "nodes")}
    rows: dict[str, list[dict]] = {name: [] for name in tables.SCHEMAS}
    formats = job.settings.formats
    for document in documents:
        try:
            if document.language not in LANGUAGES:
                raise RecordError(document.id, f"language {document.language!r} is not translated; expected nl or en", document.id, "language")
            record = to_json(translator.translate(document), release, RELEASE_BASE + release)
            nodes = to_nodes(record, document.text, job.run, job.settings.base, job.settings.detail)
            quads = rdf.nquads(nodes) if "nq" in formats else b""
        except RecordError as error:
            result.refused.append((error.record, error.stage, error.reason, error.location))
            continue
        except Exception as error:  # one text must not stop the others; its content stays out of the message
            result.refused.append((document.id, "translating", f"{type(error).__name__} while translating; please report it", document.id))
            continue
        result.translated += 1
        result.skills += len(record["skills"])
        result.linked += sum(skill["concept"] is not None for skill in record["skills"])
        result.flags += len(record["bias"])
        parts["nq"].append(quads)
        parts["nodes"] += nodes if {"ttl", "jsonld"} & set(formats) else []
        parts["jsonl"].append(orjson.dumps(record))
        if "parquet" in formats:
            for name, found in tables.rows(record).items():
                rows[name] += found
    if result.translated:
        _serialise(result, number, formats, parts, rows)
    return result


def _serialise(result: ShardResult, number: int, formats: tuple[str, ...], parts: dict[str, list], rows: dict[str, list[dict]]) -> None:
    name = f"part-{number:05d}"

    def add(path: str, content: bytes, count: int) -> None:
        result.files[path] = _gzip(content) if path.endswith(".gz") else content
        result.rows[path] = count

    if "nq" in formats:
        quads = b"".join(parts["nq"])
        add(f"graph/{name}.nq.gz", quads, quads.count(b"\n"))
    if "ttl" in formats:
        add(f"graph/{name}.ttl.gz", rdf.turtle(parts["nodes"]), result.translated)
    if "jsonld" in formats:
        add(f"graph/{name}.jsonld.gz", jsonld.jsonld(parts["nodes"]), result.translated)
    if "jsonl" in formats:
        add(f"translations/{name}.jsonl.gz", b"\n".join(parts["jsonl"]) + b"\n", result.translated)
    if "parquet" in formats:
        for table, found in rows.items():
            add(f"tables/{table}/{name}.parquet", tables.parquet(table, found), len(found))


def _gzip(content: bytes) -> bytes:
    stream = BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="", compresslevel=6) as zipped:
        zipped.write(content)
    return stream.getvalue()


@dataclass
class Run:
    """Totals of a run under way, and where its files go."""

    folder: Path
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", "translated", "quarantined", "skills", "linked", "flags"), 0))
    outputs: list[dict] = field(default_factory=list)

    def take(self, result: ShardResult, quarantine) -> None:
        for path, content in result.files.items():
            self.write(path, content, result.rows[path])
        for name in ("translated", "skills", "linked", "flags"):
            self.totals[name] += getattr(result, name)
        for record, stage, reason, location in result.refused:
            self.refuse(quarantine, record, stage, reason, location)

    def write(self, path: str, content: bytes, rows: int) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.outputs.append({"path": path, "sha256": hashlib.sha256(content).hexdigest(), "rows": rows})

    def refuse(self, quarantine, record: str, stage: str, reason: str, location: str) -> None:
        self.totals["quarantined"] += 1
        quarantine.write(orjson.dumps({"record": record, "stage": stage, "reason": reason, "location": location}) + b"\n")


def run_batch(sources: list[str], out: Path, settings: Settings, restart: bool = False, progress=lambda totals: None) -> dict:
    """Translates ``sources`` into the run folder ``out`` and returns its manifest.

    An earlier run there is replaced when the new one is complete. Raises SkillstaalError or OntologyError when it
    cannot run; faulty records only go to quarantine.
    """
    started = time.perf_counter()
    lexicon = Lexicon.load(settings.ontology)
    if out.exists() and not restart and any(out.iterdir()) and not (out / "manifest.json").exists():
        raise SkillstaalError(f"{out} holds other files and no run; choose a new folder, or --restart to replace it")
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    inputs = [{"path": path.as_posix(), "sha256": _sha256(path), "bytes": path.stat().st_size} for path in input_files(sources) if path.exists()]
    key = json.dumps([settings.fingerprint(), lexicon.release, __version__, [entry["sha256"] for entry in inputs], inputs == []])
    run_id = hashlib.sha256(key.encode()).hexdigest()[:16]
    run = Run(beside)
    job = Job(settings, RUN_BASE + run_id)
    with (beside / "quarantine.jsonl").open("wb") as quarantine:
        shards = _shards(sources, settings, run, quarantine)
        for result in _translated(shards, job):
            run.take(result, quarantine)
            progress(run.totals)
    manifest = {
        "run": run_id,
        "iri": job.run,
        "tool": {"name": "skillstaal", "version": __version__},
        "ontology": {"release": lexicon.release, "iri": RELEASE_BASE + lexicon.release},
        "config": {"settings": settings.model_dump(mode="json"), "sha256": settings.fingerprint()},
        "inputs": inputs,
        "totals": run.totals,
        "outputs": sorted(run.outputs, key=lambda output: output["path"]),
        "timings": {"seconds": round(time.perf_counter() - started, 3)},
    }
    for name, content in dataset.files(manifest, settings).items():
        (beside / name).write_bytes(content)
    (beside / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _replace(beside, out)
    return manifest


def _shards(sources: list[str], settings: Settings, run: Run, quarantine) -> Iterator[list[Document]]:
    """Documents in shards; what cannot be read goes to quarantine, as does a second record with the same id."""
    shard: list[Document] = []
    seen: set[bytes] = set()
    for item in read_sources(sources, settings.kind):
        if settings.limit is not None and run.totals["read"] >= settings.limit:
            break
        run.totals["read"] += 1
        if isinstance(item, RecordError):
            run.refuse(quarantine, item.record, item.stage, item.reason, item.location)
            continue
        key = hashlib.blake2b(item.id.encode(), digest_size=8).digest()
        if key in seen:
            run.refuse(quarantine, item.id, "reading", f"the id {item.id!r} is used twice; ids are unique in a run", item.id)
            continue
        seen.add(key)
        shard.append(item)
        if len(shard) == settings.shard:
            yield shard
            shard = []
    if shard:
        yield shard


def _translated(shards: Iterator[list[Document]], job: Job) -> Iterator[ShardResult]:
    """Results in the order of the shards; with several workers a few shards are ahead at most."""
    if job.settings.workers == 1:
        start_worker(job)
        for number, shard in enumerate(shards):
            yield translate_shard(number, shard)
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    waiting: deque[Future] = deque()
    pool: Executor
    with ProcessPoolExecutor(job.settings.workers, initializer=start_worker, initargs=(job,)) as pool:
        try:
            for number, shard in enumerate(shards):
                waiting.append(pool.submit(translate_shard, number, shard))
                if len(waiting) > job.settings.workers * 2:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise SkillstaalError("a worker process died (out of memory?); run again with fewer --workers") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(beside: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
