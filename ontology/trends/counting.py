"""Tables of runs -> how many texts of each period ask for a concept, concern an occupation or fall in a group.

Read shard by shard; memory depends on the number of different concepts, periods and populations, and on 8 bytes a text to know repeats by.
Counted are vacancies and function profiles, each once: repeats and variants (which the run marks) are not, nor are texts that an earlier run
has already (the same SHA-256). A concept is asked when a statement says required, preferred or part of the work.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..errors import OntologyError
from .groups import Groups
from .periods import named
from .runs import Run

DEMAND = ("vacancy", "profile")
ASKED = ("required", "preferred", "task")
WHOLE = "all"
_KEYS = ("what", "item", "population", "period", "span")
_COLUMNS = ("document", "kind", "sha256", "occupation_concept", "published", "sector", "region", "repeat_of", "variant_of")
_KEPT = 2_000_000  # rows of counts before they are added up


@dataclass(frozen=True, slots=True)
class Counts:
    """``texts``: rows (population, period, span) -> texts; ``asking``: rows (what, item, population, period, span) -> texts.

    ``what``: concept, occupation, group, or placed (texts whose occupation has a quadrant). A population is "all", or "sector:…", "isco:…" or "region:…".
    ``undated`` texts have no period; ``again`` were counted in an earlier run; ``read`` is all that the tables have, of every kind.
    """

    asking: pa.Table
    texts: pa.Table
    labels: dict[str, str]
    read: int
    undated: int
    again: int


def count(runs: list[Run], groups: Groups, unit: str = "month", regions: Mapping[str, str] | None = None) -> Counts:
    """Adds up the tables of the runs. ``regions``: of documents, by id, where the tables have no column ``region``. Raises OntologyError."""
    parts: list[pa.Table] = []
    labels: dict[str, str] = {}
    seen = np.empty(0, dtype=np.uint64)
    read = undated = again = 0
    for run in runs:
        new: list[np.ndarray] = []
        for documents, skills in _shards(run.folder):
            read += len(documents)
            own = documents.filter(pc.and_(pc.is_in(documents["kind"], pa.array(DEMAND)), pc.and_(pc.is_null(documents["repeat_of"]), pc.is_null(documents["variant_of"]))))
            hashes = _hashes(own["sha256"])
            known = np.isin(hashes, seen)
            again += int(known.sum())
            own, hashes = own.filter(pa.array(~known)), hashes[~known]
            new.append(hashes)
            own = own.append_column("period", _periods(own, unit, run.period))
            undated += pc.sum(pc.equal(own["period"], "")).as_py() or 0
            own = own.filter(pc.not_equal(own["period"], ""))
            if not len(own):
                continue
            parts += _count_shard(own, skills, groups, regions, run.span, labels)
            if sum(map(len, parts)) > _KEPT:
                parts = [_added(parts)]
        seen = np.union1d(seen, np.concatenate(new)) if new else seen
    added = _added(parts) if parts else _empty()
    every = pc.equal(added["what"], "texts")
    return Counts(added.filter(pc.invert(every)), added.filter(every), labels, read, undated, again)


def _count_shard(own: pa.Table, skills: pa.Table, groups: Groups, regions: Mapping[str, str] | None, span: int, labels: dict[str, str]) -> Iterator[pa.Table]:
    """Counts of one shard: each text is in the population of all, and in those of its sector, occupation group and region."""
    places = _populations(own, groups, regions)
    wanted = skills.filter(pc.and_(pc.is_in(skills["requirement"], pa.array(ASKED)), pc.is_valid(skills["concept"])))
    row = pc.index_in(wanted["document"], own["document"].combine_chunks())
    wanted = pa.table({"row": row, "item": wanted["concept"], "label": wanted["label"]}).filter(pc.is_valid(row))
    labels.update(zip(*(wanted[name].to_pylist() for name in ("item", "label"))))
    concepts = wanted.group_by(["row", "item"]).aggregate([]).select(["row", "item"])
    numbers = pa.array(np.arange(len(own), dtype=np.int32))
    occupations = pa.table({"row": numbers, "item": own["occupation_concept"]}).filter(pc.is_valid(own["occupation_concept"]))
    found = {
        "texts": pa.table({"row": numbers, "item": pa.repeat(pa.scalar(""), len(own))}),
        "concept": concepts,
        "occupation": occupations,
        "group": groups.of_texts(concepts, occupations),
        "placed": groups.placed(occupations),
    }
    for what, rows in found.items():
        for place in places:
            at = rows["row"]
            keyed = pa.table({
                "what": pa.repeat(pa.scalar(what), len(rows)), "item": rows["item"].cast(pa.string()), "population": pc.take(place, at),
                "period": pc.take(own["period"], at), "span": pa.repeat(pa.scalar(span, pa.int32()), len(rows)),
            })  # fmt: skip
            counted = keyed.filter(pc.is_valid(keyed["population"])).group_by(list(_KEYS)).aggregate([([], "count_all")])
            yield counted.rename_columns([*_KEYS, "texts"]).combine_chunks()


def _populations(own: pa.Table, groups: Groups, regions: Mapping[str, str] | None) -> list[pa.Array]:
    """For each text the population it is in, of every kind; missing where unknown."""
    regions = regions or {}
    named_ = [own["region"].to_pylist(), own["document"].to_pylist()]
    columns = {
        "sector": own["sector"].to_pylist(),
        "isco": [groups.major.get(iri) for iri in own["occupation_concept"].to_pylist()],
        "region": [region or regions.get(document) for region, document in zip(*named_)],
    }
    return [pa.repeat(pa.scalar(WHOLE), len(own))] + [
        pa.array([f"{kind}:{value.strip()}" if value and value.strip() else None for value in values], pa.string()) for kind, values in columns.items() if any(values)
    ]


def _periods(own: pa.Table, unit: str, otherwise: str) -> pa.Array:
    """The period of each text: of its date, else that of the run."""
    names = {day: named(day.year, day.month, unit) for day in pc.unique(own["published"]).to_pylist() if day}
    return pa.array([names.get(day, otherwise) for day in own["published"].to_pylist()], pa.string())


def _hashes(checksums: pa.ChunkedArray) -> np.ndarray:
    """The first 64 bits of hexadecimal checksums."""
    return np.array([int(text[:16], 16) for text in checksums.to_pylist()], dtype=np.uint64)


def _added(parts: list[pa.Table]) -> pa.Table:
    found = pa.concat_tables(parts).group_by(list(_KEYS)).aggregate([("texts", "sum")]).rename_columns([*_KEYS, "texts"])
    return found.combine_chunks()


def _empty() -> pa.Table:
    return pa.table({name: pa.array([], pa.int32() if name == "span" else pa.string()) for name in _KEYS} | {"texts": pa.array([], pa.int64())})


def _shards(folder: Path) -> Iterator[tuple[pa.Table, pa.Table]]:
    """(documents, skills) of a run, a file at a time."""
    for path in sorted((folder / "tables" / "documents").glob("*.parquet")):
        yield _read(path, _COLUMNS), _read(folder / "tables" / "skills" / path.name, ("document", "requirement", "concept", "label"))


def _read(path: Path, columns: tuple[str, ...]) -> pa.Table:
    """The columns of a table; those that this version of the table has not are empty. Raises OntologyError."""
    types = {"published": pa.date32()}
    try:
        if not path.exists():
            return pa.table({name: pa.array([], types.get(name, pa.string())) for name in columns})
        has = set(pq.read_schema(path).names)
        found = pq.read_table(path, columns=[name for name in columns if name in has])
    except (OSError, pa.ArrowException) as error:
        raise OntologyError(f"{path} cannot be read as a table of a run ({type(error).__name__}); run again") from error
    return pa.table({name: found[name] if name in has else pa.nulls(len(found), types.get(name, pa.string())) for name in columns})
