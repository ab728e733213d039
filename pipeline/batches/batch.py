"""Many documents -> a run folder. Records are read in order and cut into shards; workers translate and write these; then all is put in its place.

The order of the records decides the shards, not the workers, so the outputs are the same bytes whatever their number and however often
the run was interrupted. A shard under way a worker, and one that waits, are all that is in memory. What is promised: docs/batches.md.
"""

import errno
import gc
import hashlib
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import orjson

from ontology.credits import read_credits
from ontology.lexicon import Lexicon
from ontology.namespaces import RELEASE_BASE, RUN_BASE

from .. import __version__
from ..about import code_sha256, lexicon_sha256, matching_sha256, versions_sha256
from ..config import Settings
from ..errors import SkillstaalError
from ..export import dataset, report
from ..privacy.subjects import begin_run
from ..reading import check_sources, input_files, places, read_sources
from ..translate import Translator
from ..wording import Register
from . import delta, journal
from .earlier import Earlier, keep
from .engine import Engine, Limits
from .kept import FOLDER as STATE
from .kept import forget, read_kept
from .repeats import Shard, shards
from .run_folder import FOLDERS, Work, check_folder, input_entries
from .shards import Care, Job, translate_shard
from .warming import warm

TOTALS = ("read", "translated", "unchanged", "repeats", "variants", "quarantined", "skills", "linked", "flags", "cvs")
_NO_ROOM = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up", errno.EFBIG: "a file became larger than is allowed"}
_translator: Translator | None = None  # loaded before the workers are forked, which then share its memory


@dataclass(frozen=True, slots=True)
class _Order:
    """A shard, and the fingerprint of what is in it."""

    shard: Shard
    fingerprint: str


def _load(settings: Settings, register: Register) -> Translator:
    """The translator of a run."""
    return Translator.load(settings.ontology, register).for_cvs(settings.reference_month, settings.evidence)


def run_batch(sources: list[str], out: Path, settings: Settings, restart: bool = False, progress: Callable[[dict], None] = lambda totals: None) -> dict:
    """Translates ``sources`` into the run folder ``out`` and returns its manifest.

    An earlier run there is replaced when the new one is complete; what it says of unchanged texts is taken over. What an interrupted run with the same
    sources, settings and versions has finished is taken up. With ``restart`` neither is. Raises SkillstaalError or OntologyError when it cannot run; faulty records only go to quarantine.
    """
    out = out.resolve()
    check_sources(sources)
    check_folder(out, places(sources), restart)
    work = Work(out)
    try:
        with work.locked():
            if restart:
                work.discard()
            return _run(work, sources, settings, restart, progress)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise SkillstaalError(
            f"{_NO_ROOM[error.errno]} while writing to {out.parent}; make room and run the same command again: it goes on where it stopped"
        ) from error


def _run(work: Work, sources: list[str], settings: Settings, restart: bool, progress: Callable[[dict], None]) -> dict:
    """Fills the work folder and publishes it. Files below the run folder are no input."""
    global _translator
    started = time.perf_counter()
    register = Register.load(Path(settings.wording_register)) if settings.wording_register else Register()
    lexicon = Lexicon.load(settings.ontology)
    inputs = input_entries(input_files(sources, work.out))
    run_id = _sha256([settings.fingerprint(), register.sha256, lexicon.release, __version__, [entry["sha256"] for entry in inputs], inputs == []])[:16]
    code = code_sha256()
    conditions = conditions_of(settings, register, lexicon)
    job = Job(settings, activity_iri(conditions))
    versions = {"code": versions_sha256(code), "register": register.sha256, "lexicon": lexicon_sha256(lexicon), "matching": matching_sha256(lexicon)}
    versions["outputs"] = _sha256([conditions, settings.formats, versions["lexicon"]])
    earlier = Earlier() if restart else Earlier.open(work.out, versions, lexicon)
    work.open(_sha256([run_id, versions["lexicon"], code]))
    subjects = begin_run(work.root / "subject-key")
    items = islice(read_sources(sources, settings.kind, work.out, settings.columns), settings.limit)
    _translator = _load(settings, register)
    warm(_translator)
    try:
        count, resumed = _translate(shards(items, settings), job, work, earlier, progress)
    finally:
        _translator = None
    entries = partial(journal.entries, work, count)
    _tidy(work, {file["path"] for entry in entries() for file in entry.files})
    keep(work, entries, versions, lexicon)
    _write_quarantine(work, entries())
    manifest = {
        "run": run_id,
        "iri": RUN_BASE + run_id,
        "activity": job.activity,
        "tool": {"name": "skillstaal", "version": __version__, "sha256": code},
        "ontology": {"release": lexicon.release, "iri": RELEASE_BASE + lexicon.release, "credits": read_credits(settings.ontology)},
        "config": {"settings": settings.model_dump(mode="json"), "sha256": settings.fingerprint(), "wording_register": register.sha256 or None},
        "subjects": {"key": subjects},
        "inputs": inputs,
        **_summary(entries()),
        "earlier": {"reason": earlier.reason} if earlier.reason else {},
        "timings": {"seconds": round(time.perf_counter() - started, 3), "shards": count, "resumed": resumed},
    }
    manifest |= _changes(work, earlier, manifest)
    for name, content in dataset.files(manifest, settings).items():
        work.write(f"run/{name}", content)
    if "html" in settings.formats:
        work.write(f"run/{report.FILE}", report.make(work.run, manifest, lexicon, settings.report_language).encode())
    work.write("run/manifest.json", (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
    work.publish()
    return manifest


def _changes(work: Work, earlier: Earlier, manifest: dict) -> dict:
    """Writes delta/ beside the new graphs; what the manifest says of it, and how many graphs have left."""
    shutil.rmtree(work.run / delta.FOLDER, ignore_errors=True)
    changes = delta.compare(earlier.rows, np.load(work.run / STATE / "rows.npy"))
    totals = manifest["totals"] | {"removed": len(changes.removed)}
    before = earlier.manifest
    both = before and all("nq" in one["config"]["settings"]["formats"] for one in (before, manifest))
    return {"totals": totals, "delta": delta.write_delta(work.out, work.run, changes, before, manifest) if both else None}


def _translate(parts: Iterator[Shard], job: Job, work: Work, earlier: Earlier, progress: Callable[[dict], None]) -> tuple[int, int]:
    """Has every shard translated that is not finished yet; (shards, those that were finished)."""
    totals = dict.fromkeys(TOTALS, 0)
    count = resumed = 0

    def add(entry: journal.Entry) -> None:
        for name in totals:
            totals[name] += entry.counts.get(name, 0)
        progress(totals)

    def orders() -> Iterator[_Order]:
        nonlocal count, resumed
        for shard in parts:
            count += 1
            fingerprint = journal.fingerprint(shard.items)
            if entry := journal.finished(work, shard.number, fingerprint):
                resumed += 1
                add(entry)
            elif entry := earlier.take_shard(work, shard.number, fingerprint):
                add(entry)
            else:
                yield _Order(shard, fingerprint)

    limits = Limits(job.settings.patience, job.settings.memory)
    with Engine(partial(_start, job, work, earlier), job.settings.workers, limits) as engine:
        for entry in engine.results(orders()):
            add(entry)
    return count, resumed


def _start(job: Job, work: Work, earlier: Earlier) -> Callable[..., journal.Entry]:
    """In the process of a worker: the function that translates and writes a shard."""
    collect_seldom()
    forget()
    register = Register.load(Path(job.settings.wording_register)) if job.settings.wording_register else None
    return partial(_do, _translator or _load(job.settings, register), job, work, earlier)


def collect_seldom() -> None:
    """Tells Python to look for cycles of garbage less often: translating makes none, and what it remembers is much to walk through."""
    gc.set_threshold(50_000, 20, 100)


def _do(
    translator: Translator, job: Job, work: Work, earlier: Earlier, order: _Order, refused: dict[int, str], alone: set[int], announce: Callable[[int, int], None]
) -> journal.Entry:  # fmt: skip
    shard = order.shard
    result = translate_shard(shard, translator, job, Care(refused, alone), partial(read_kept, work.run), announce, earlier.find_all)
    return journal.write_shard(work, shard.number, order.fingerprint, result.files, result.counts, result.wording, result.refused)


def conditions_of(settings: Settings, register: Register, lexicon: Lexicon) -> str:
    """What all graphs of a run have in common, as SHA-256: settings, register, release and version."""
    return _sha256([settings.written(), register.sha256, lexicon.release, __version__])


def activity_iri(conditions: str) -> str:
    """The activity that makes graphs under these conditions, in whichever run."""
    return f"{RUN_BASE}translation-{conditions[:16]}"


def _sha256(parts: list) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _tidy(work: Work, paths: set[str]) -> None:
    """Removes what an earlier attempt with other records has written."""
    for folder in {*FOLDERS.values(), STATE}:
        for path in (work.run / folder).rglob("*"):
            if path.is_file() and path.relative_to(work.run).as_posix() not in paths:
                path.unlink()


def _write_quarantine(work: Work, entries: Iterator[journal.Entry]) -> None:
    with (work.run / "quarantine.jsonl").open("wb") as stream:
        for entry in entries:
            stream.writelines(orjson.dumps(fault) + b"\n" for fault in entry.refused)
        stream.flush()
        os.fsync(stream.fileno())


def _summary(entries: Iterator[journal.Entry]) -> dict:
    """Totals, outputs, and texts and flags by kind of text and occupation group (ISCO-08 major): a statistic that names no employer."""
    totals, wording, outputs = Counter(dict.fromkeys(TOTALS, 0)), Counter(), []
    for entry in entries:
        totals.update(entry.counts)
        wording.update({tuple(key): count for *key, count in entry.wording})
        outputs += [file for file in entry.files if not file["path"].startswith(f"{STATE}/")]
    names = ("kind", "occupation_group", "ground", "directness", "severity")
    texts, flags = ({key: count for key, count in sorted(wording.items()) if (len(key) == 2) == plain} for plain in (True, False))
    return {
        "totals": dict(totals),
        "wording_texts": [dict(zip(names, key)) | {"texts": count} for key, count in texts.items()],
        "wording": [dict(zip(names, key)) | {"flags": count} for key, count in flags.items()],
        "outputs": sorted(outputs, key=lambda output: output["path"]),
    }
