"""Run folders -> the files of a trend report: page, Parquet tables and data cubes."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import OntologyError
from ..instruments import read_instruments
from ..lexicon import Lexicon
from ..tables import SOURCE, read_ontology
from . import cube, page, tables
from .claims import compare
from .constraints import broken
from .counting import WHOLE, Counts, count
from .groups import Groups
from .runs import Run
from .series import Series, make_series

_COLUMNS = ["document", "region"]


@dataclass(frozen=True, slots=True)
class Trends:
    """What was found, and the files (name -> bytes) that say so."""

    counts: Counts
    series: list[Series]
    files: dict[str, bytes]


def make_trends(
    runs: list[Run], lexicon: Lexicon, unit: str = "month", lang: str = "nl", populations: Mapping[str, tuple[str, str]] | None = None, regions: Mapping[str, str] | None = None
) -> Trends:
    """Counts, tests and writes. ``populations``: names of coded populations ("isco:2"). The tables have every series; the cubes those of all
    texts, of groups, and those of other populations of which something can be said. Raises OntologyError for tables that cannot be read and
    for a cube that breaks a constraint."""
    instruments = read_instruments(SOURCE / "instruments", read_ontology())
    groups = Groups.of(lexicon, instruments)
    counts = count(runs, groups, unit, regions)
    series = make_series(counts)
    name = partial(_name, groups, counts)
    base = cube.base_of(runs, unit)
    shown = [one for one in series if one.population == WHOLE or one.what == "group" or one.verdict not in ("unclear", "too_few")]
    structure, observations = cube.structure(shown, runs, base, name), cube.observations(shown, base)
    if faults := broken(structure, observations):
        raise OntologyError(f"the data cube breaks {'; '.join(faults)}; please report this with the runs that it was made of")
    titles = {instrument.id: instrument.titles.get(lang, instrument.titles["nl"]) for instrument in instruments.instruments}
    html = page.make(series, counts, runs, compare(series, groups), groups, lang, populations or {}, titles)
    parquet = {f"{table}.parquet": content for table, content in tables.parquet(series, name).items()}
    return Trends(counts, series, {"trends.html": html.encode(), **parquet, "cube.ttl": structure, "observations.nt.gz": observations})


def read_regions(path: Path) -> dict[str, str]:
    """Document -> region, of a table with the columns document and region. Raises OntologyError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, delimiter="\t")
            if not set(_COLUMNS) <= set(rows.fieldnames or ()):
                raise OntologyError(f"{path} has not the columns document and region, divided by tabs; add a first line with these names")
            return {row["document"]: row["region"] for row in rows if row["region"]}
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path} cannot be read as a table of regions ({error}); give UTF-8 with tabs") from error


def write(files: Mapping[str, bytes], out: Path) -> None:
    """Writes the files beside their places and renames them."""
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        beside = out / f".{name}.part"
        beside.write_bytes(content)
        beside.rename(out / name)


def _name(groups: Groups, counts: Counts, item: str, lang: str) -> str:
    return groups.name(item, lang, counts.labels)
