"""Many sides against many: for each of one kind the best of another, as products of sparse matrices a block of rows at a time.

"covered" is the score of a comparison: what one asks, weighted, times what the other offers. "alike" is the cosine of what both ask, for things of
one sort. Memory holds the other kind whole, as numbers, and of this kind a block; the scores of a block are dense.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.sparse import csr_matrix

from .comparison import lacks, learnable, verdict_of
from .measures import Measures
from .sides import Side

BLOCK = 256
MEASURES = ("covered", "alike")
_ASKING = ("cv", "qualification", "occupation", "profile", "vacancy")  # of two kinds the later one asks
_NAMED = 5  # concepts that explain a match


@dataclass(frozen=True, slots=True)
class Key:
    """Which side a row stands for."""

    iri: str
    kind: str
    label: str
    occupations: tuple[str, ...]
    musts: tuple[str, ...] = ()
    learnable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The ``place``-th best ``other`` for ``one`` (from 1). ``shared`` and ``missing`` are the concepts that count most, at most five;
    ``verdict`` is None for likeness."""

    one: Key
    other: Key
    place: int
    score: float
    verdict: str | None
    same_work: bool
    shared: tuple[str, ...]
    missing: tuple[str, ...]


class _Rows:
    """Sparse rows over concepts, numbered as they come up in ``places``, with their keys."""

    def __init__(self, places: dict[str, int]):
        self.places, self.keys = places, []
        self._starts, self._columns, self._values = array("q", [0]), array("q"), array("d")

    def add(self, side: Side, values: dict[str, float], measures: Measures) -> None:
        self.keys.append(Key(side.iri, side.kind, side.label, side.occupations, side.musts, learnable(side, measures)))
        for concept, value in values.items():
            self._columns.append(self.places.setdefault(concept, len(self.places)))
            self._values.append(value)
        self._starts.append(len(self._columns))

    def matrix(self) -> csr_matrix:
        """(rows x concepts)."""
        shape = (len(self.keys), max(1, len(self.places)))
        return csr_matrix((np.frombuffer(self._values), np.frombuffer(self._columns, dtype=np.int64), np.frombuffer(self._starts, dtype=np.int64)), shape=shape)


def find_matches(ones: Iterable[Side], others: Iterable[Side], top: int, measures: Measures, by: str = "covered", hidden: bool = False) -> Iterator[Match]:
    """For each of ``ones`` its ``top`` best ``others``, best first. ``hidden`` leaves out those of the same work (Measures.same_work).

    With "covered" the kind that asks by nature does (a vacancy before an occupation before a CV); of two of one kind the other asks.
    """
    names: dict[str, int] = {}
    ones = iter(ones)
    columns = _Rows(names)
    first = next(ones, None)
    if first is None:
        return
    asking = None
    for side in others:
        asking = _ASKING.index(side.kind) >= _ASKING.index(first.kind) if asking is None else asking
        columns.add(side, _values(side, by, asking, measures), measures)
    if not columns.keys:
        return
    block: list[Side] = [first, *islice(ones, BLOCK - 1)]
    while block:
        rows = _Rows(names)
        for side in block:
            rows.add(side, _values(side, by, not asking, measures), measures)
        left, right = rows.matrix(), columns.matrix()
        yield from _best(left, right, rows.keys, columns.keys, bool(asking), top, measures, list(names), by, hidden)
        block = list(islice(ones, BLOCK))


def _values(side: Side, by: str, asks: bool, measures: Measures) -> dict[str, float]:
    """The row of a side: weights that sum to 1, weights of length 1, or credits. In likeness general skills and attitudes count in full: they are what carries over."""
    if by == "covered" and not asks:
        return {concept: offer.credit for concept, offer in side.offers.items()}
    if by == "covered":
        weights = {concept: need.weight for concept, need in side.needs.items()}
    else:
        weights = {concept: need.weight / measures.tells(concept) for concept, need in side.needs.items() if need.stated}
    size = sum(weights.values()) if by == "covered" else sum(weight**2 for weight in weights.values()) ** 0.5
    return {concept: weight / size for concept, weight in weights.items()} if size else {}


def _best(
    left: csr_matrix, right: csr_matrix, ones: list[Key], others: list[Key], other_asks: bool, top: int, measures: Measures, names: list[str], by: str, hidden: bool
) -> Iterator[Match]:  # fmt: skip
    scores = (left @ right.T).toarray()
    for row, one in enumerate(ones):
        place = 0
        for column in np.lexsort((np.arange(len(others)), -scores[row])):
            other, score = others[column], min(1.0, float(scores[row, column]))
            if place == top or score <= 0:
                break
            same = any(measures.same_work(own, its) for own in one.occupations for its in other.occupations)
            if other.iri == one.iri or (hidden and same):
                continue
            place += 1
            asked, offered, asking = (right[column], left[row], other) if other_asks else (left[row], right[column], one)
            there = {names[number] for number in offered.indices}
            verdict = verdict_of(score, lacks(there, asking.learnable), lacks(there, asking.musts) == 0) if by == "covered" else None
            yield Match(one, other, place, score, verdict, same, *_named(asked, offered, names))


def _named(asked: csr_matrix, offered: csr_matrix, names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts that add most to a score, and those that are asked most and not offered."""
    offers = dict(zip(offered.indices.tolist(), offered.data.tolist()))
    wanted = dict(zip(asked.indices.tolist(), asked.data.tolist()))
    shared = sorted((place for place in wanted if place in offers), key=lambda place: (-wanted[place] * offers[place], names[place]))
    missing = sorted((place for place in wanted if place not in offers), key=lambda place: (-wanted[place], names[place]))
    return tuple(names[place] for place in shared[:_NAMED]), tuple(names[place] for place in missing[:_NAMED])
