"""What is known of finished shards: an entry a shard, on disk, from which an interrupted run goes on and the manifest is made.

An entry is written after the files of its shard. It holds the fingerprint of the records that went in, so that it counts only for the same
records, and the checksums of the files that came out, so that it counts only while they are as they were.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from ..errors import RecordError
from .run_folder import Output, Work


@dataclass(frozen=True)
class Entry:
    """A finished shard: its number, what went in, its files (path, sha256, rows, triples), its counts and refused records."""

    number: int
    fingerprint: str
    files: list[dict] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    wording: list[list] = field(default_factory=list)  # [kind, group, texts] and [kind, group, ground, directness, severity, flags]
    refused: list[dict] = field(default_factory=list)


def fingerprint(items: list) -> str:
    """SHA-256 of all that decides what becomes of the items of a shard but the job: ids, checksums of texts, marks, errors."""
    digest = hashlib.sha256()
    for item in items:
        if isinstance(item, RecordError):
            known = [item.record, item.reason, item.location, item.stage]
        else:
            fields = type(item).__dataclass_fields__
            known = [type(item).__name__, *(getattr(item, name) for name in fields if name != "text")]
        digest.update(orjson.dumps(known) + b"\n")
    return digest.hexdigest()


def write_shard(work: Work, number: int, mark: str, files: list[Output], counts: Counter, wording: Counter, refused: list[RecordError]) -> Entry:
    """Writes the files of a finished shard and then its entry."""
    written = []
    for output in files:
        work.write(f"run/{output.path}", output.content)
        known = {"path": output.path, "sha256": hashlib.sha256(output.content).hexdigest(), "rows": output.rows}
        written.append(known | ({} if output.triples is None else {"triples": output.triples}))
    faults = [{"record": fault.record, "stage": fault.stage, "reason": fault.reason, "location": fault.location} for fault in refused]
    entry = Entry(number, mark, written, dict(counts), [[*key, count] for key, count in sorted(wording.items())], faults)
    write_entry(work, entry)
    return entry


def write_entry(work: Work, entry: Entry) -> None:
    """Writes the entry of a shard whose files are there."""
    work.write(f"journal/{entry.number:06d}.json", orjson.dumps(asdict(entry)))


def read_entry(work: Work, number: int) -> Entry | None:
    """The entry of a shard; None when it was not finished, or is not one of ours."""
    try:
        return Entry(**orjson.loads((work.root / f"journal/{number:06d}.json").read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def finished(work: Work, number: int, mark: str) -> Entry | None:
    """The entry of a shard that was finished with these records and whose files are as they were; else None."""
    entry = read_entry(work, number)
    return entry if entry and entry.fingerprint == mark and all(checksum(work.run / file["path"]) == file["sha256"] for file in entry.files) else None


def checksum(path: Path) -> str | None:
    """SHA-256 of a file; None when it is not there."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def entries(work: Work, count: int) -> Iterator[Entry]:
    """The entries of the first ``count`` shards, all finished, in their order."""
    for number in range(count):
        yield read_entry(work, number)
