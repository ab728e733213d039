"""The run folder on disk: what may be replaced, what is written, and how a finished run takes its place."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from .errors import RecordError, SkillstaalError
from .reading import readable

FOLDERS = {"nq": "graph", "ttl": "graph", "jsonld": "graph", "jsonl": "translations", "parquet": "tables"}
OWN_FILES = {*FOLDERS.values(), "manifest.json", "quarantine.jsonl", "dataset.ttl", "context.jsonld", "shapes.ttl", "schema.ttl", "report.html"}


@dataclass(frozen=True)
class Output:
    """A file below the run folder: its content, the documents or rows in it and, for graphs that know it, the triples."""

    path: str
    content: bytes
    rows: int
    triples: int | None = None


@dataclass
class Run:
    """Totals of a run under way, and where its files go."""

    folder: Path
    totals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", "translated", "quarantined", "skills", "linked", "flags"), 0))
    outputs: list[dict] = field(default_factory=list)
    wording: Counter = field(default_factory=Counter)

    def take(self, files: list[Output], counts: Counter, refused: list[RecordError], quarantine) -> None:
        """Writes the files of a shard, adds its counts up, and puts what it refused in quarantine."""
        for output in files:
            self.write(output)
        for name in self.totals:
            self.totals[name] += counts[name]
        for fault in refused:
            entry = {"record": fault.record, "stage": fault.stage, "reason": fault.reason, "location": fault.location}
            quarantine.write(orjson.dumps(entry) + b"\n")

    def wording_counts(self) -> list[dict]:
        """Flags by kind of text, ground, directness and severity: a statistic that names no employer."""
        names = ("kind", "ground", "directness", "severity")
        return [dict(zip(names, key)) | {"flags": count} for key, count in sorted(self.wording.items())]

    def write(self, output: Output) -> None:
        target = self.folder / output.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output.content)
        entry = {"path": output.path, "sha256": hashlib.sha256(output.content).hexdigest(), "rows": output.rows}
        self.outputs.append(entry | ({} if output.triples is None else {"triples": output.triples}))


def check_folder(out: Path, inputs: Iterable[Path], restart: bool) -> None:
    """Raises SkillstaalError when writing ``out`` would destroy one of the ``inputs``, or something else than an earlier run."""
    for place in (Path.cwd(), *(path.resolve() for path in inputs)):
        if place.is_relative_to(out):
            raise SkillstaalError(f"{out} holds {place}, which a run would replace; choose another --out")
    if restart or not out.exists():
        return
    if not out.is_dir():
        raise SkillstaalError(f"{out} is a file; choose another --out")
    foreign = sorted(path.name for path in out.iterdir() if path.name not in OWN_FILES)
    if foreign or any(out.iterdir()) and not _is_run(out / "manifest.json"):
        shown = ", ".join(foreign[:3]) or "manifest.json"
        raise SkillstaalError(f"{out} holds files that are no part of a run ({shown}); choose a new folder, or --restart to replace it")


def _is_run(manifest: Path) -> bool:
    try:
        return json.loads(manifest.read_bytes())["tool"]["name"] == "skillstaal"
    except (OSError, ValueError, LookupError, TypeError):
        return False


def read_manifest(folder: Path) -> dict:
    """The manifest of a finished run. Raises SkillstaalError when ``folder`` has none."""
    if not _is_run(folder / "manifest.json"):
        raise SkillstaalError(f"{folder} is no run: its manifest.json is missing or not one of 'skillstaal run'; give the folder that --out named")
    return json.loads((folder / "manifest.json").read_bytes())


def input_entry(path: Path) -> dict:
    """An input file of the manifest; no checksum when it cannot be read, which reading reports."""
    entry = {"path": readable(path.as_posix()), "sha256": None, "bytes": None}
    with suppress(OSError), path.open("rb") as stream:
        entry |= {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "bytes": stream.tell()}
    return entry


def replace_folder(beside: Path, out: Path) -> None:
    """Puts the finished folder in the place of an earlier run."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
