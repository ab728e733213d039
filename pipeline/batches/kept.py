"""What is kept of a run in ``state/``, so that the next run into the same folder takes over what has not changed.

A shard has ``state/N.arrow`` (zstd): for each item its key, the JSON of its translation without the document, the sentences that the tables show
with it, and the terms that were linked for it with a fingerprint of what came out. The key is a hash of all that decides what a text says but the versions: text, kind, language and title; of a CV also the month that it is
read in. And ``state/N.npy``: a row for each graph, with hashes of its IRI and its N-Quads. ``state/rows.npy`` are the rows of all shards by key,
``state/keys.npy`` the keys alone, ``state/shards.jsonl`` the entries of the journal, ``state/entries.jsonl.gz`` and ``state/labels.*.gz`` the entries and labels of the lexicon,
``state/state.json`` the versions that all was made with.
Ids and titles of documents are not in it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa

from ..types import Document
from .run_folder import Output

FOLDER = "state"
ROW = np.dtype([("key", "S16"), ("graph", "<u8"), ("content", "<u8"), ("shard", "<u4"), ("position", "<u4")])
NO_KEY = b""  # of what has no translation of its own
_TOGETHER = 16  # translations that are packed and unpacked together
_SCHEMA = pa.schema([(name, pa.binary()) for name in ("key", "translation", "contexts", "terms", "links")])


@dataclass(frozen=True, slots=True)
class Kept:
    """A translation: its key, its JSON without document and release, the sentence of each statement (see export.tables.rows), and what was linked for it.

    ``terms`` are [text, type], ``links`` is the Linker's fingerprint of them.
    """

    key: bytes
    translation: dict
    contexts: list[str | None]
    terms: list[list[str]]
    links: bytes

    def record(self, document: dict, release: dict) -> dict:
        """The JSON of the translation of a document, in the order of the contract."""
        return {"document": document, "ontology": release, **self.translation}


def text_key(document: Document, cvs: Sequence) -> bytes:
    """What tells the translation of one text from that of another; ``cvs``: what CVs depend on beside their text."""
    known = [document.sha256, document.kind, document.language, document.title, *(cvs if document.kind == "cv" else ())]
    return hashlib.blake2b(orjson.dumps(known), digest_size=16).digest()


def hash64(content: bytes) -> int:
    """64-bit hash."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")


def outputs(number: int, kept: Sequence[Kept | None], rows: Sequence[tuple]) -> list[Output]:
    """The files of a shard: ``kept`` and ``rows`` (as ROW); none when there is nothing."""
    if not rows:
        return []
    packed, table = pa.BufferOutputStream(), BytesIO()
    with pa.ipc.new_file(packed, _SCHEMA, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        for at in range(0, len(kept), _TOGETHER):
            columns = zip(*(_packed(one) if one else (None,) * len(_SCHEMA) for one in kept[at : at + _TOGETHER]))
            writer.write_batch(pa.record_batch([pa.array(column, pa.binary()) for column in columns], schema=_SCHEMA))
    np.save(table, np.array(rows, dtype=ROW), allow_pickle=False)
    name = f"{FOLDER}/{number:05d}"
    return [Output(f"{name}.arrow", packed.getvalue().to_pybytes(), len(kept)), Output(f"{name}.npy", table.getvalue(), len(rows))]


def _packed(one: Kept) -> tuple[bytes, ...]:
    return one.key, orjson.dumps(one.translation), orjson.dumps(one.contexts), orjson.dumps(one.terms), one.links


def read_kept(run: Path, number: int, position: int, sha256: str | None = None) -> Kept | None:
    """The translation of an item of a shard; None when it has none, or its file is not there or, given ``sha256``, not as it was."""
    try:
        some = _some(run / f"{FOLDER}/{number:05d}.arrow", sha256, position // _TOGETHER)
        key, *content, links = (some.column(name)[position % _TOGETHER].as_py() for name in _SCHEMA.names)
        return Kept(key, *map(orjson.loads, content), links) if key else None
    except (OSError, ValueError, IndexError):  # ArrowInvalid and JSONDecodeError are ValueErrors
        return None


def forget() -> None:
    """Forgets what was read before: another run may have put other files in the same place."""
    _some.cache_clear()
    _is_as_it_was.cache_clear()


@lru_cache(maxsize=64)
def _some(path: Path, sha256: str | None, batch: int) -> pa.RecordBatch:
    if sha256 and not _is_as_it_was(path, sha256):
        raise ValueError(f"{path} is not as it was written")
    with pa.OSFile(str(path)) as stream:
        return pa.ipc.open_file(stream).get_batch(batch)


@lru_cache(maxsize=64)
def _is_as_it_was(path: Path, sha256: str) -> bool:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def summary(run: Path, numbers: Iterator[int]) -> dict[str, bytes]:
    """Name -> content of the files that say where all is, from the rows of the shards with these numbers."""
    parts = [np.load(path) for number in numbers if (path := run / f"{FOLDER}/{number:05d}.npy").exists()]
    rows = np.concatenate(parts) if parts else np.empty(0, ROW)
    rows = rows[np.argsort(rows["key"], kind="stable")]
    found = {}
    for name, values in (("rows.npy", rows), ("keys.npy", np.ascontiguousarray(rows["key"]))):
        stream = BytesIO()
        np.save(stream, values, allow_pickle=False)
        found[name] = stream.getvalue()
    return found
