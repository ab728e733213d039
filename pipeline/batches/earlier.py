"""The run that a run folder holds already -> what the next run takes over: translations, or whole shards with their files.

A translation is taken over when the text has the same key (kept.py) and code, models, cue tables, libraries and wording register are the same, each by
its checksum, and so is the lexicon or at least what the translation depends on of it (changes.py). The files of a shard are taken over when moreover all its records are the same, in the same order, and so is
what is written of them. Damaged files are not taken over: their texts are translated anew.
"""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
import orjson

from ontology.lexicon import Lexicon

from ..linking.linker import Linker
from . import kept
from .changes import Changes, LexiconLabels
from .journal import Entry, checksum, write_entry
from .kept import FOLDER, Kept, read_kept
from .run_folder import Work, read_manifest

FORMAT = 2
ENTRIES, LABELS, TEXTS = "entries.jsonl.gz", "labels.npy.gz", "labels.bin.gz"  # of the lexicon
_REASONS = {
    "format": "keeps nothing that this version can take over",
    "code": "was made by another version",
    "register": "was made with another wording register",
    "lexicon": "was made with an ontology release in which too much is different",
}


@dataclass(frozen=True)
class Earlier:
    """A run that was made before. ``reason``: why nothing is taken over; "" when it can be, or when there is no run.

    ``files``: SHA-256 by name of the translations that it keeps; ``changes``: between the lexicons, None when they are one; ``shards``: its entries, for as far as files may be taken over.
    """

    folder: Path | None = None
    reason: str = ""
    files: dict[str, str] = field(default_factory=dict)
    changes: Changes | None = None
    shards: tuple[bytes, ...] = ()

    @classmethod
    def open(cls, folder: Path, versions: dict, lexicon: Lexicon) -> "Earlier":
        """The run in ``folder``, if there is one. ``versions``: SHA-256 of code, register, lexicon, matching and outputs; ``lexicon``: that of the next run."""
        state = folder / FOLDER
        if not folder.exists():
            return cls()
        try:
            known = orjson.loads((state / "state.json").read_bytes())
            whole = known["format"] == FORMAT and all(checksum(state / name) == sha256 for name, sha256 in known["sha256"].items())
            lines = tuple((state / "shards.jsonl").read_bytes().splitlines()) if whole else ()
            files = {Path(file["path"]).name: file["sha256"] for line in lines for file in orjson.loads(line)["files"] if file["path"].startswith(FOLDER)}
        except (OSError, ValueError, KeyError, TypeError):
            return cls(reason=_REASONS["format"])
        if not whole:
            return cls(reason=_REASONS["format"])
        for name in ("code", "register"):
            if known[name] != versions[name]:
                return cls(folder, _REASONS[name])
        changes = None
        if known["lexicon"] != versions["lexicon"]:
            entries, labels, texts = (gzip.decompress((state / name).read_bytes()) for name in (ENTRIES, LABELS, TEXTS))
            changes = Changes.between(LexiconLabels(entries, np.load(BytesIO(labels)), texts), LexiconLabels.of(lexicon), known["matching"] != versions["matching"])
            if changes is None:
                return cls(folder, _REASONS["lexicon"])
        return cls(folder, "", files, changes, lines if known["outputs"] == versions["outputs"] else ())

    @property
    def manifest(self) -> dict | None:
        """Its manifest; None when there is no run, or none that keeps its rows."""
        return read_manifest(self.folder) if self.folder else None

    @property
    def rows(self) -> np.ndarray:
        """A row (kept.ROW) for each of its graphs."""
        return np.load(self.folder / FOLDER / "rows.npy") if self.folder else np.empty(0, kept.ROW)

    def find_all(self, wanted: Sequence[tuple[bytes, str]], linker: Linker) -> list[Kept | None]:
        """The translation of each (key, text), if it is there and holds. ``linker``: that of the next run."""
        found = [self._find(key, text) for key, text in wanted]
        if self.changes and self.changes.links:
            asked = [[tuple(term) for term in one.terms] if one else [] for one in found]
            found = [one if one and one.links == linker.fingerprint(terms, links) else None for one, terms, links in zip(found, asked, linker.link_texts(asked))]
        return found

    def _find(self, key: bytes, text: str) -> Kept | None:
        """The translation with this key, unless its words or concepts are touched by what changed."""
        place = self._place(key)
        if place is None:
            return None
        number, position = place
        found = read_kept(self.folder, number, position, self.files.get(f"{number:05d}.arrow", "unknown"))
        return found if found and found.key == key and not (self.changes and self.changes.touch(found, text)) else None

    @cached_property
    def _index(self) -> tuple[np.ndarray, np.ndarray]:
        """Keys in order, and their rows; opened in the process that asks for them."""
        keys, rows = (np.load(self.folder / FOLDER / name, mmap_mode="r").view(np.ndarray) for name in ("keys.npy", "rows.npy"))
        return keys, rows

    def _place(self, key: bytes) -> tuple[int, int] | None:
        if not self.folder or self.reason:
            return None
        keys, rows = self._index
        at = int(np.searchsorted(keys, np.array(key, dtype="S16")))
        return (int(rows[at]["shard"]), int(rows[at]["position"])) if at < len(keys) and keys[at].ljust(16, b"\0") == key else None

    def take_shard(self, work: Work, number: int, mark: str) -> Entry | None:
        """Takes over the files of a shard of the same records; None when they are others, or what became of them may have been chance.

        CVs depend on the month, and their pseudonyms on a key, so shards with CVs are never taken over whole.
        """
        if number >= len(self.shards):
            return None
        entry = Entry(**orjson.loads(self.shards[number]))
        by_chance = entry.counts.get("cvs") or any(fault["stage"] == "translating" for fault in entry.refused)
        if entry.fingerprint != mark or by_chance or any(checksum(self.folder / file["path"]) != file["sha256"] for file in entry.files):
            return None
        for file in entry.files:
            _link(self.folder / file["path"], work.run / file["path"])
        entry = replace(entry, counts=entry.counts | {"unchanged": entry.counts.get("translated", 0)})
        write_entry(work, entry)
        return entry


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system has no such thing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)
    with target.open("rb") as stream:
        os.fsync(stream.fileno())


def keep(work: Work, entries: Callable[[], Iterable[Entry]], versions: dict, lexicon: Lexicon) -> None:
    """Completes the state of a run whose shards are all finished. It is the same whatever was taken over."""
    files = kept.summary(work.run, (entry.number for entry in entries()))
    lines = (replace(entry, counts={name: n for name, n in sorted(entry.counts.items()) if name != "unchanged"}) for entry in entries())
    files["shards.jsonl"] = b"".join(orjson.dumps(line) + b"\n" for line in lines)
    for name, source in ((ENTRIES, "entries.bin"), (LABELS, "labels.npy"), (TEXTS, "labels.bin")):
        files[name] = gzip.compress((lexicon.folder / f"lexicon.{source}").read_bytes(), 2, mtime=0)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    for name, content in files.items():
        work.write(f"run/{FOLDER}/{name}", content)
    work.write(f"run/{FOLDER}/state.json", orjson.dumps({"format": FORMAT, **versions, "sha256": sums}) + b"\n")
