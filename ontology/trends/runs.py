"""Run folders -> runs with what they were measured with, and the spans in which that stayed the same.

Two runs belong to one span when ontology release, tool (version, code and models), settings and source are the same. A share that jumps where one span
ends and the next begins may come from the measuring, so nothing is concluded from it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..errors import OntologyError
from ..run_manifest import read_run_manifest
from .periods import UNITS, period_of

MEASURED_BY = ("release", "tool", "settings", "source")
_WHERE = ("kind", "columns", "evidence", "duplicate_similarity")  # settings that change what is counted


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder. ``period`` is that of texts without a date, or "". ``measured`` has a value for each of MEASURED_BY."""

    folder: Path
    id: str
    iri: str
    period: str
    measured: tuple[str, ...]
    span: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """Between two runs that follow each other, what of MEASURED_BY changed: (name, before, after)."""

    before: Run
    after: Run
    changes: tuple[tuple[str, str, str], ...]


def read_runs(folders: Iterable[Path], unit: str = "month", periods: Mapping[Path, str] | None = None, sources: Mapping[Path, str] | None = None) -> list[Run]:
    """The runs in the order given, with equal ``span`` where they were measured alike. Raises OntologyError for what is no run with tables."""
    if unit not in UNITS:
        raise OntologyError(f"{unit!r} is no unit of time; the units are {', '.join(UNITS)}")
    periods, sources = dict(periods or {}), dict(sources or {})
    found: list[Run] = []
    numbers: dict[tuple[str, ...], int] = {}
    folders = list(folders)
    for stray in (periods.keys() | sources.keys()) - set(folders):
        raise OntologyError(f"{stray} has a period or source, but is not among the runs; name it as a run too")
    for folder in folders:
        manifest = _manifest(folder)
        measured = _measured(manifest, sources.get(folder, ""))
        span = numbers.setdefault(measured, len(numbers))
        period = period_of(periods[folder], unit) if folder in periods else ""
        found.append(Run(folder, manifest["run"], manifest["iri"], period, measured, span))
    return found


def breaks(runs: Iterable[Run]) -> list[Break]:
    """Where the measuring changed, in the order of the runs."""
    pairs = [(before, after) for before, after in pairwise(runs) if before.span != after.span]
    return [Break(before, after, tuple(row for row in zip(MEASURED_BY, before.measured, after.measured) if row[1] != row[2])) for before, after in pairs]


def _manifest(folder: Path) -> dict:
    manifest = read_run_manifest(folder, "tables/*.parquet")
    if not (folder / "tables" / "documents").is_dir() and manifest["totals"]["translated"]:
        raise OntologyError(f"{folder} has no tables; run again with parquet among the --formats")
    return manifest


def _measured(manifest: dict, source: str) -> tuple[str, ...]:
    tool, settings = manifest["tool"], manifest["config"]["settings"]
    code = tool.get("sha256", "")[:12]
    chosen = {name: settings[name] for name in _WHERE if name in settings}
    return manifest["ontology"]["release"], f"{tool['version']}{' ' * bool(code)}{code}", json.dumps(chosen, sort_keys=True), source
