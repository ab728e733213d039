"""The run folder on disk, and the folder beside it in which the next run is made.

``.NAME.part`` beside ``NAME`` holds what is unfinished: ``run/`` (the files of the next run), ``journal/`` (what is done, see journal.py),
``lock``, perhaps ``subject-key`` (privacy/subjects.py), and for an instant ``old/`` (the run that is being replaced). A file is written elsewhere, flushed to the disk and
renamed, so it is there whole or not at all (the order that ext4, xfs and POSIX ask for: write, fsync, rename). A run takes the place of the
earlier one by two renames; a crash between them is mended when the folder is opened again. The lock ends with the processes that hold it.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ontology.errors import OntologyError
from ontology.run_manifest import read_run_manifest

from ..errors import SkillstaalError
from ..reading import is_regular_file, readable

FOLDERS = {"nq": "graph", "ttl": "graph", "jsonld": "graph", "jsonl": "translations", "parquet": "tables"}
OWN_FILES = {*FOLDERS.values(), "state", "delta", "manifest.json", "quarantine.jsonl", "dataset.ttl", "context.jsonld", "shapes.ttl", "schema.ttl", "report.html"}
_LISTED = 10_000  # input files with an entry of their own
_ORPHANS = 5  # seconds that the workers of a killed run may take to end


@dataclass(frozen=True, slots=True)
class Output:
    """A file below the run folder: its content, the documents or rows in it and, for graphs that know it, the triples."""

    path: str
    content: bytes
    rows: int
    triples: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """The folder of an unfinished run, and the run folder that it will become."""

    out: Path

    @property
    def root(self) -> Path:
        return self.out.with_name(f".{self.out.name}.part")

    @property
    def run(self) -> Path:
        """The files of the next run."""
        return self.root / "run"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one run at a time. Raises SkillstaalError when another one has the folder."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / "lock")
        try:
            lock.acquire(timeout=_ORPHANS)
        except Timeout:
            raise SkillstaalError(f"another run is writing to {self.out}; wait for it, or choose another --out") from None
        try:
            self.mend()
            yield
        finally:
            if {path.name for path in self.root.iterdir()} <= {"lock"}:
                (self.root / "lock").unlink(missing_ok=True)
                with suppress(OSError):  # another run has just come in
                    self.root.rmdir()
            lock.release()

    def mend(self) -> None:
        """After a crash between the two renames of ``publish``: the new run, if it is complete, or else the old one takes its place again."""
        old = self.root / "old"
        if old.exists() and not self.out.exists():
            (self.run if (self.run / "manifest.json").exists() else old).rename(self.out)
        shutil.rmtree(old, ignore_errors=True)

    def open(self, key: str) -> None:
        """Takes up the work of a run with this key; that of any other is discarded."""
        named = self.root / "key"
        if not named.exists() or named.read_text() != key:
            self.discard()
            write_file(named, key.encode())
        shutil.rmtree(self.root / "beside", ignore_errors=True)
        for name in ("run", "journal", "beside"):
            (self.root / name).mkdir(exist_ok=True)

    def write(self, path: str, content: bytes) -> None:
        """Puts a file of the work folder in its place, whole or not at all."""
        write_file(self.root / path, content, self.root / "beside")

    def discard(self) -> None:
        """Forgets all that is unfinished."""
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def publish(self) -> None:
        """Puts the finished run in the place of an earlier one."""
        for folder in [self.run, *(path for path in self.run.rglob("*") if path.is_dir())]:
            _flush_folder(folder)
        if self.out.exists():
            self.out.rename(self.root / "old")
        self.run.rename(self.out)
        _flush_folder(self.out.parent)
        self.discard()


def write_file(target: Path, content: bytes, beside: Path | None = None) -> None:
    """Writes, flushes to the disk and renames, so that ``target`` is there whole or not at all. Folders are made as needed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = (beside or target.parent) / f"{target.name}.{os.getpid()}"
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power failure, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def check_folder(out: Path, inputs: Iterable[Path], restart: bool) -> None:
    """Raises SkillstaalError when writing ``out`` would destroy one of the ``inputs``, or something else than an earlier run."""
    for place in (Path.cwd(), *(Path(os.path.realpath(path)) for path in inputs)):
        if place.is_relative_to(out):
            raise SkillstaalError(f"{out} holds {place}, which a run would replace; choose another --out")
    if out.is_mount():
        raise SkillstaalError(f"{out} is where a disk is mounted, which a run cannot replace; choose a folder in it")
    if restart or not out.exists():
        return
    if not out.is_dir():
        raise SkillstaalError(f"{out} is a file; choose another --out")
    foreign = sorted(path.name for path in out.iterdir() if path.name not in OWN_FILES)
    if foreign:
        raise SkillstaalError(f"{out} holds files that are no part of a run ({', '.join(foreign[:3])}); choose a new folder, or --restart to replace it")
    if any(out.iterdir()):
        try:
            read_run_manifest(out)
        except OntologyError as error:
            raise SkillstaalError(f"{str(error).rpartition(';')[0]}; choose a new folder, or --restart to replace it") from error


def read_manifest(folder: Path, *needed: str) -> dict:
    """The manifest of a finished run. Raises SkillstaalError when ``folder`` has none, it is damaged, or so is a file below a ``needed`` pattern."""
    try:
        return read_run_manifest(folder, *needed)
    except OntologyError as error:
        raise SkillstaalError(str(error)) from error


def input_entries(paths: Iterable[Path]) -> list[dict]:
    """The input files of the manifest: path, SHA-256 and size; no checksum of a file that cannot be read, which reading reports.

    After ten thousand the rest is one entry, with their number, their size and the SHA-256 of their entries.
    """
    entries: list[dict] = []
    rest, files, size = hashlib.sha256(), 0, 0
    for path in paths:
        entry = _input_entry(path)
        if len(entries) < _LISTED:
            entries.append(entry)
        else:
            rest.update(json.dumps(entry).encode())
            files, size = files + 1, size + (entry["bytes"] or 0)
    return entries + ([{"path": "…", "sha256": rest.hexdigest(), "bytes": size, "files": files}] if files else [])


def _input_entry(path: Path) -> dict:
    entry = {"path": readable(path.as_posix()), "sha256": None, "bytes": None}
    if not is_regular_file(path):
        return entry
    with suppress(OSError), path.open("rb") as stream:
        entry |= {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "bytes": stream.tell()}
    return entry
