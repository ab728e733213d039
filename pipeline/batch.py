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
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
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
from .reading import Item, check_sources, input_files, places, read_sources
from .run_folder import Output, Run, check_folder, input_entry, replace_folder
from .translate import LANGUAGES, Translator
from .types import Annotation, Document
from .wording import Register

_TOGETHER = 32  # documents


@dataclass
class ShardResult:
    """What a worker made of one shard: files, counts, refused records."""

    files: list[Output] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    wording: Counter = field(default_factory=Counter)
    refused: list[RecordError] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """What every worker needs to know."""

    settings: Settings
    run: str


_worker: tuple[Translator, Job] | None = None


def start_worker(job: Job) -> None:
    """Loads the models once in a worker process."""
    global _worker
    register = Register.load(Path(job.settings.wording_register)) if job.settings.wording_register else None
    _worker = Translator.load(job.settings.ontology, register), job


def translate_shard(number: int, items: list[Item]) -> ShardResult:
    """Translates one shard and serialises it in every format that was asked for."""
    translator, job = _worker
    formats = job.settings.formats
    result = ShardResult(counts=Counter(read=len(items)))
    parts: dict[str, list] = {name: [] for name in ("nq", "jsonl", "nodes")}
    rows: dict[str, list[dict]] = {name: [] for name in tables.SCHEMAS}
    for item, annotation in _annotated(items, translator):
        try:
            record, nodes = _as_data(item, annotation, translator.lexicon.release, job)
            quads = rdf.nquads(nodes) if "nq" in formats else b""
            found_rows = tables.rows(record, [skill.context for skill in annotation.skills]) if "parquet" in formats else {}
        except RecordError as error:
            result.refused.append(error)
        except Exception as error:  # one text must not stop the others; its content stays out of the message
            reason = f"{type(error).__name__} while translating; please report it"
            result.refused.append(RecordError(item.id, reason, item.location, "translating"))
        else:
            linked = sum(skill["concept"] is not None for skill in record["skills"])
            result.counts.update(translated=1, skills=len(record["skills"]), linked=linked, flags=len(record["bias"]))
            result.wording.update((item.kind, flag["ground"], flag["directness"], flag["severity"]) for flag in record["bias"])
            parts["nq"].append(quads)
            parts["nodes"] += nodes if {"ttl", "jsonld"} & set(formats) else []
            parts["jsonl"].append(orjson.dumps(record))
            for name, found in found_rows.items():
                rows[name] += found
    result.counts["quarantined"] = len(result.refused)
    if result.counts["translated"]:
        _serialise(result, number, formats, parts, rows)
    return result


def _annotated(items: list[Item], translator: Translator) -> Iterator[tuple[Item, Annotation | Exception]]:
    """Each item with what it says, or with the reason why not. Some are translated together; when that fails, each of them alone."""
    for at in range(0, len(items), _TOGETHER):
        some = items[at : at + _TOGETHER]
        documents = [item for item in some if not isinstance(item, RecordError) and item.language in LANGUAGES]
        try:
            annotations = iter(translator.translate_all(documents))
        except Exception:
            annotations = iter([_alone(document, translator) for document in documents])
        for item in some:
            if isinstance(item, RecordError):
                yield item, item
            elif item.language not in LANGUAGES:
                yield item, RecordError(item.id, f"language {item.language!r} is not translated; expected nl or en", item.location, "language")
            else:
                yield item, next(annotations)


def _alone(document: Document, translator: Translator) -> Annotation | Exception:
    try:
        return translator.translate(document)
    except Exception as error:
        return error


def _as_data(item: Item, annotation: Annotation | Exception, release: str, job: Job) -> tuple[dict, list[dict]]:
    """(JSON, nodes) of one document. Raises the error in the place of its annotation."""
    if isinstance(annotation, Exception):
        raise annotation
    record = to_json(annotation, release, RELEASE_BASE + release)
    return record, to_nodes(record, item.text, job.run, job.settings.base, job.settings.detail)


def _serialise(result: ShardResult, number: int, formats: tuple[str, ...], parts: dict[str, list], rows: dict[str, list[dict]]) -> None:
    name, documents = f"part-{number:05d}", result.counts["translated"]

    def add(path: str, content: bytes, count: int, triples: int | None = None) -> None:
        result.files.append(Output(path, gzip.compress(content, 6, mtime=0) if path.endswith(".gz") else content, count, triples))

    if "nq" in formats:
        quads = b"".join(parts["nq"])
        add(f"graph/{name}.nq.gz", quads, documents, quads.count(b"\n"))
    if "ttl" in formats:
        add(f"graph/{name}.ttl.gz", rdf.turtle(parts["nodes"]), documents)
    if "jsonld" in formats:
        add(f"graph/{name}.jsonld.gz", jsonld.jsonld(parts["nodes"]), documents)
    if "jsonl" in formats:
        add(f"translations/{name}.jsonl.gz", b"\n".join(parts["jsonl"]) + b"\n", documents)
    if "parquet" in formats:
        for table, found in rows.items():
            add(f"tables/{table}/{name}.parquet", tables.parquet(table, found), len(found))


def run_batch(sources: list[str], out: Path, settings: Settings, restart: bool = False, progress=lambda totals: None) -> dict:
    """Translates ``sources`` into the run folder ``out`` and returns its manifest.

    An earlier run there is replaced when the new one is complete. Raises SkillstaalError or OntologyError when it
    cannot run; faulty records only go to quarantine.
    """
    lexicon = Lexicon.load(settings.ontology)
    out = out.resolve()
    check_sources(sources)
    check_folder(out, places(sources), restart)
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        manifest = _fill(beside, sources, out, settings, lexicon, progress)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    replace_folder(beside, out)
    return manifest


def _fill(folder: Path, sources: list[str], out: Path, settings: Settings, lexicon: Lexicon, progress) -> dict:
    """Writes a whole run into the empty ``folder``; the manifest comes last. Files below ``out`` are no input."""
    started = time.perf_counter()
    inputs = [input_entry(path) for path in input_files(sources, out)]
    register = Register.load(Path(settings.wording_register)) if settings.wording_register else Register()
    key = json.dumps([settings.fingerprint(), register.sha256, lexicon.release, __version__, [entry["sha256"] for entry in inputs], inputs == []])
    run_id = hashlib.sha256(key.encode()).hexdigest()[:16]
    run = Run(folder)
    job = Job(settings, RUN_BASE + run_id)
    with (folder / "quarantine.jsonl").open("wb") as quarantine:
        items = _unique(islice(read_sources(sources, settings.kind, out, settings.columns), settings.limit))
        shards = iter(lambda: list(islice(items, settings.shard)), [])
        for result in _translated(shards, job):
            run.take(result.files, result.counts, result.refused, quarantine)
            run.wording.update(result.wording)
            progress(run.totals)
    manifest = {
        "run": run_id,
        "iri": job.run,
        "tool": {"name": "skillstaal", "version": __version__},
        "ontology": {"release": lexicon.release, "iri": RELEASE_BASE + lexicon.release},
        "config": {"settings": settings.model_dump(mode="json"), "sha256": settings.fingerprint(), "wording_register": register.sha256 or None},
        "inputs": inputs,
        "totals": run.totals,
        "wording": run.wording_counts(),
        "outputs": sorted(run.outputs, key=lambda output: output["path"]),
        "timings": {"seconds": round(time.perf_counter() - started, 3)},
    }
    for name, content in dataset.files(manifest, settings).items():
        (folder / name).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def _unique(items: Iterator[Item]) -> Iterator[Item]:
    """The items; a second document with the same id becomes a RecordError."""
    seen: set[bytes] = set()
    for item in items:
        if not isinstance(item, RecordError):
            key = hashlib.blake2b(item.id.encode(), digest_size=8).digest()
            if key in seen:
                item = RecordError(item.id, "the id is used twice; ids are unique in a run", item.location)
            seen.add(key)
        yield item


def _translated(shards: Iterator[list[Item]], job: Job) -> Iterator[ShardResult]:
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
