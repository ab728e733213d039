"""Counts of texts -> series: shares of every period with intervals, and for each series a slope, a test and a verdict.

All series of one kind (concepts, occupations or groups) in one kind of population (all texts, sectors, occupation groups or regions) are
corrected together for the number of tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..instruments import QUADRANT_LIST
from .counting import WHOLE, Counts
from .estimating import LEAST, Slopes, corrected, slopes, verdicts, wilson
from .periods import middle

KINDS = ("concept", "occupation", "group")
_QUADRANT = f"/{QUADRANT_LIST}/"


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a span: ``asking`` of ``texts``, the share with its 95% interval."""

    period: str
    span: int
    asking: int
    texts: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Series:
    """Demand for a concept, occupation or group in a population over time. ``odds`` is what the odds of being asked are multiplied by in a
    year, with its 95% interval, and ``p`` and ``q`` are of the test; these are not a number when ``verdict`` is "too_few"."""

    what: str
    item: str
    population: str
    asking: int
    points: tuple[Point, ...]
    odds: float
    odds_low: float
    odds_high: float
    dispersion: float
    p: float
    q: float
    verdict: str

    @property
    def texts(self) -> int:
        """The texts of all periods."""
        return sum(point.texts for point in self.points)

    @property
    def share(self) -> float:
        """Of all texts those that ask."""
        return self.asking / max(1, self.texts)

    def at(self, end: int) -> tuple[float, int]:
        """(share, texts) of the first (0) or last (-1) period of the series, over all its spans."""
        here = [point for point in self.points if point.period == self.points[end].period]
        texts = sum(point.texts for point in here)
        return sum(point.asking for point in here) / max(1, texts), texts


def make_series(counts: Counts) -> list[Series]:
    """The series of everything that at least LEAST texts ask for, and of every group that one asks for; largest first within a kind and population."""
    found: list[Series] = []
    populations = sorted(set(counts.texts["population"].to_pylist()), key=lambda name: (name != WHOLE, name))
    for what in KINDS:
        kind = counts.asking.filter(pc.equal(counts.asking["what"], what))
        parts: dict[str, list[tuple]] = {}
        for population in populations:
            parts.setdefault(population.partition(":")[0], []).extend(_of_population(kind, counts, what, population))
        for made in parts.values():
            found += _judged(made, what)
    return found


def _of_population(kind: pa.Table, counts: Counts, what: str, population: str) -> Iterator[tuple]:
    """(population, items, asking, texts, cells, slopes) of series that share their texts; quadrants are of the texts with a placed occupation."""
    here = kind.filter(pc.equal(kind["population"], population))
    quadrants = pc.match_substring(here["item"], _QUADRANT)
    placed = counts.asking.filter(pc.and_(pc.equal(counts.asking["what"], "placed"), pc.equal(counts.asking["population"], population)))
    every = counts.texts.filter(pc.equal(counts.texts["population"], population))
    for rows, of in ((here.filter(pc.invert(quadrants)), every), (here.filter(quadrants), placed)):
        cells = sorted(zip(of["period"].to_pylist(), of["span"].to_pylist()))
        texts = dict(zip(zip(of["period"].to_pylist(), of["span"].to_pylist()), of["texts"].to_pylist()))
        sizes = np.array([texts[cell] for cell in cells], dtype=np.int64)
        places = {cell: number for number, cell in enumerate(cells)}
        items = sorted(set(rows["item"].to_pylist()))
        numbers = {item: number for number, item in enumerate(items)}
        asking = np.zeros((len(items), len(cells)), dtype=np.int64)
        columns = (rows[name].to_pylist() for name in ("item", "period", "span", "texts"))
        for item, period, span, count in zip(*columns):
            asking[numbers[item], places[period, span]] = count
        kept = asking.sum(axis=1) >= (1 if what == "group" else LEAST)
        if kept.any():
            asking, items = asking[kept], [item for item, keep in zip(items, kept) if keep]
            times, spans = np.array([middle(period) for period, _ in cells]), np.array([span for _, span in cells])
            yield population, items, asking, sizes, cells, slopes(asking, sizes, times, spans)


def _judged(parts: list[tuple], what: str) -> list[Series]:
    """Series with their verdicts after correction over all parts."""
    if not parts:
        return []
    joined = Slopes(*(np.concatenate([getattr(part[5], field.name) for part in parts]) for field in fields(Slopes)))
    q = corrected(joined.p)
    found, at, judged = [], 0, verdicts(joined, q)
    for population, items, asking, texts, cells, own in parts:
        low, high = wilson(asking, texts)
        shares = asking / np.maximum(texts, 1)
        for row, item in enumerate(items):
            columns = (asking[row], texts, shares[row], low[row], high[row])
            points = tuple(Point(*cell, *values) for cell, *values in zip(cells, *(column.tolist() for column in columns)))
            odds = (float(np.exp(value[row])) for value in (own.slope, own.low, own.high))
            tested = float(own.dispersion[row]), float(own.p[row]), float(q[at + row]), judged[at + row]
            found.append(Series(what, item, population, int(asking[row].sum()), points, *odds, *tested))
        at += len(items)
    return sorted(found, key=lambda one: (one.population != WHOLE, one.population, -one.asking, one.item))
