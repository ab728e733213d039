"""Two runs -> what changed in their graphs, as RDF Patch and as SPARQL 1.1 Update: whoever has loaded the earlier run need not load it all again.

Graphs are compared by the hashes of their IRI and content that kept.py keeps, so only files in which something changed are read. N-Quads of a
run are canonical and have no blank nodes: equal lines are equal quads, and of a graph that changed only the differing lines are written.
RDF Patch: https://afs.github.io/rdf-delta/rdf-patch.html. ``H id`` and ``H prev`` name the states of the dataset that the patch leads to and from.
"""

import gzip
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from .journal import checksum
from .kept import hash64

FOLDER = "delta"
PATCH, UPDATE = f"{FOLDER}/changes.rdfp.gz", f"{FOLDER}/changes.ru.gz"
_ESCAPE = re.compile(rb"\\(?:\\([uU]?)|.)")


@dataclass(frozen=True)
class Changes:
    """Rows (kept.ROW) of graphs that are in the later run only, in the earlier only, and of those that differ, by shard, in both."""

    added: np.ndarray
    removed: np.ndarray
    before: np.ndarray
    after: np.ndarray


def compare(old: np.ndarray, new: np.ndarray) -> Changes:
    """What differs between the rows of two runs."""
    _, ours, theirs = np.intersect1d(old["graph"], new["graph"], assume_unique=True, return_indices=True)
    differ = old["content"][ours] != new["content"][theirs]
    before, after = old[ours[differ]], new[theirs[differ]]
    order = np.lexsort((after["position"], after["shard"], before["shard"]))
    return Changes(_others(new, theirs), _others(old, ours), before[order], after[order])


def _others(rows: np.ndarray, known: np.ndarray) -> np.ndarray:
    left = np.delete(rows, known)
    return left[np.lexsort((left["position"], left["shard"]))]


def state_iri(manifest: dict) -> str:
    """The IRI of the dataset of a run as it is: another one whenever a graph is another."""
    sums = sorted(output["sha256"] for output in manifest["outputs"] if output["path"].endswith(".nq.gz"))
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(sums)).urn


def write_delta(old: Path, new: Path, changes: Changes, earlier: dict, later: dict) -> dict | None:
    """Writes ``new``/delta and gives its entry for the manifest; None when the graphs of the earlier run are not as they were.

    ``earlier``, ``later``: the manifests of both; of the later one the outputs suffice.
    """
    known = {output["path"]: output["sha256"] for output in earlier["outputs"]}
    needed = np.unique(np.concatenate((changes.removed["shard"], changes.before["shard"])))
    if any(checksum(old / name) != known.get(name) for name in map(_name, needed.tolist())):
        return None
    (new / FOLDER).mkdir(exist_ok=True)
    counts = {"inserted": 0, "deleted": 0}
    with _Packed(new / PATCH) as patch, _Packed(new / UPDATE) as update:
        patch.write(f"H id <{state_iri(later)}> .\nH prev <{state_iri(earlier)}> .\nTX .\n".encode())
        update.write(f"# from {state_iri(earlier)} to {state_iri(later)}\n".encode())
        for deleted, inserted in _differences(old, new, changes):
            counts["deleted"] += len(deleted)
            counts["inserted"] += len(inserted)
            patch.writelines(b"D " + line for line in deleted)
            patch.writelines(b"A " + line for line in inserted)
            update.writelines(_operation(b"DELETE", deleted))
            update.writelines(_operation(b"INSERT", inserted))
        patch.write(b"TC .\n")
    files = [{"path": name, "sha256": checksum(new / name)} for name in (PATCH, UPDATE)]
    graphs = {"added": len(changes.added), "changed": len(changes.after), "removed": len(changes.removed)}
    return {"from": earlier["iri"], "graphs": graphs, "triples": counts, "files": files}


def _differences(old: Path, new: Path, changes: Changes) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """For each graph that is not the same: the N-Quads that go, those that come."""
    before, after = _Graphs(old, changes.removed, changes.before), _Graphs(new, changes.added, changes.after)
    for gone in changes.removed:
        yield before.lines(gone), []
    for one, other in zip(changes.before, changes.after):
        was, now = before.lines(one), after.lines(other)
        had, has = set(was), set(now)
        yield [line for line in was if line not in has], [line for line in now if line not in had]
    for come in changes.added:
        yield [], after.lines(come)


class _Graphs:
    """The N-Quads of some graphs of a run; the last few files that were read are remembered."""

    def __init__(self, run: Path, *wanted: np.ndarray):
        self._run, self._wanted = run, np.unique(np.concatenate([rows["graph"] for rows in wanted]))
        self._read = lru_cache(maxsize=4)(self._shard)

    def lines(self, row: np.void) -> list[bytes]:
        return self._read(int(row["shard"]))[int(row["graph"])]

    def _shard(self, number: int) -> dict[int, list[bytes]]:
        found = {}
        with gzip.open(self._run / _name(number)) as stream:
            for iri, lines in groupby(stream, _graph_of):
                graph = hash64(iri[1:-1])
                at = np.searchsorted(self._wanted, np.uint64(graph))
                if at < len(self._wanted) and int(self._wanted[at]) == graph:
                    found[graph] = list(lines)
        return found


def _graph_of(line: bytes) -> bytes:
    return line.rsplit(b" ", 2)[1]


def _operation(verb: bytes, lines: list[bytes]) -> Iterable[bytes]:
    """INSERT DATA or DELETE DATA of N-Quads of one graph; it ends with a line "} } ;"."""
    if not lines:
        return []
    graph = _graph_of(lines[0])
    end = len(graph) + 4  # " <graph> .\n"
    return [verb + b" DATA { GRAPH " + graph + b" {\n", *(_ESCAPE.sub(_written, line[:-end]) + b" .\n" for line in lines), b"} } ;\n"]


def _written(found: re.Match) -> bytes:
    r"""A backslash before a u: some processors take \u for an escape before they look at what stands in front of it (SPARQL 1.1, 19.2)."""
    return rb"\\\U%08X" % ord(found[1]) if found[1] else found[0]


def _name(number: int) -> str:
    return f"graph/part-{number:05d}.nq.gz"


class _Packed:
    """A gzip file that is written as it comes, the same bytes every time, and flushed to the disk."""

    def __init__(self, path: Path):
        self._stream = path.open("wb")
        self._gzip = gzip.GzipFile("", "wb", 2, self._stream, mtime=0)
        self.write, self.writelines = self._gzip.write, self._gzip.writelines

    def __enter__(self) -> "_Packed":
        return self

    def __exit__(self, *_) -> None:
        self._gzip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
