"""Figures -> small drawings for pages: inline SVG that scales, prints, and takes its colours from the style of the page.

Bars and sparks stand in a table that says the figure in words, so they are hidden from screen readers; a chart that stands alone has a name
and its figures in a table beside it. Shares are 0-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDE, _HIGH, _LEFT, _BELOW = 360, 190, 34, 30
_SPARK_WIDE, _SPARK_HIGH = 120, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line: ``at`` lies 0-1 along the axis, ``low`` and ``high`` bound the share; a line goes on only within a ``span``."""

    at: float
    share: float
    low: float
    high: float
    span: int = 0


def bar(share: float) -> "Markup":
    """A horizontal bar of the whole width of its cell."""
    return stacked([share])


def stacked(shares: Sequence[float]) -> "Markup":
    """Bars after each other; part n has the class ``p`` n, from 0."""
    from markupsafe import Markup

    parts, at = [], 0.0
    for number, share in enumerate(shares):
        if share > 0:
            parts.append(f'<rect class="p{number}" x="{100 * at:.2f}%" width="{100 * share:.2f}%" height="100%"/>')
        at += share
    return Markup(f'<svg class="bar" aria-hidden="true" focusable="false">{"".join(parts)}</svg>')


def histogram(counts: Sequence[int], name: str, along: str, written=str) -> "Markup":
    """Columns over equal parts of 0-1. ``name`` says what it shows, ``along`` what the axis is; ``written`` makes text of numbers."""
    top = _round_up(max(counts, default=0))
    step = (_WIDE - _LEFT) / max(1, len(counts))
    columns = [
        f'<rect class="p0" x="{_LEFT + step * number + 1:.1f}" y="{_height(count / top):.1f}" width="{step - 2:.1f}" height="{_HIGH * count / top:.1f}"/>'
        for number, count in enumerate(counts)
    ]
    return _framed(columns, [(share, written(round(top * share))) for share in (0, 0.5, 1)], name, along, written)


def reliability(points: Sequence[tuple[float, float]], name: str, along: str, written=str) -> "Markup":
    """Dots (what was said, what came true), both 0-1, around the diagonal where the two agree."""
    width = _WIDE - _LEFT
    dots = [f'<circle class="p0" cx="{_LEFT + width * said:.1f}" cy="{_height(true):.1f}" r="4.5"/>' for said, true in points]
    diagonal = f'<line class="guide" x1="{_LEFT}" y1="{_height(0)}" x2="{_WIDE}" y2="{_height(1)}"/>'
    return _framed([diagonal, *dots], [(share, written(share)) for share in (0, 0.5, 1.0)], name, along, written)


def spark(marks: Sequence[Mark]) -> "Markup":
    """A line without axes, from 0 to the highest share; open where a span ends."""
    from markupsafe import Markup

    top = max((mark.share for mark in marks), default=0) or 1
    places = [(2 + (_SPARK_WIDE - 6) * mark.at, 3 + (_SPARK_HIGH - 6) * (1 - mark.share / top), mark.span) for mark in marks]
    lines = "".join(_line([(x, y) for x, y, _ in part]) for part in _parts(places))
    end = f'<circle class="p0" cx="{places[-1][0]:.1f}" cy="{places[-1][1]:.1f}" r="2.4"/>' if places else ""
    return Markup(f'<svg class="spark" aria-hidden="true" focusable="false" viewBox="0 0 {_SPARK_WIDE} {_SPARK_HIGH}">{lines}{end}</svg>')


def timeline(marks: Sequence[Mark], name: str, ends: Sequence[str], written=str) -> "Markup":
    """A line with its band of intervals. ``ends``: what is written below the first and last place; a dashed line stands where a span ends."""
    from markupsafe import Markup, escape

    top = _round_share(max((max(mark.share, min(mark.high, 1.5 * mark.share)) for mark in marks), default=0))
    width = _WIDE - _LEFT - 8

    def place(at: float, share: float) -> tuple[float, float]:
        return _LEFT + 4 + width * at, _height(min(1.0, share / top))

    drawn = []
    for part in _parts([(mark, None, mark.span) for mark in marks]):
        own = [mark for mark, *_ in part]
        edge = [place(mark.at, mark.high) for mark in own] + [place(mark.at, mark.low) for mark in reversed(own)]
        drawn.append(f'<polygon class="band" points="{_points(edge)}"/>' if len(own) > 1 else f'<polyline class="alone" points="{_points(edge)}"/>')
        drawn.append(_line([place(mark.at, mark.share) for mark in own]))
        drawn += [f'<circle class="p0" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in (place(mark.at, mark.share) for mark in own)]
    for before, after in pairwise(marks):
        if before.span != after.span:
            x, _ = place((before.at + after.at) / 2, 0)
            drawn.append(f'<line class="break" x1="{x:.1f}" x2="{x:.1f}" y1="{_height(1)}" y2="{_height(0)}"/>')
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDE}" y1="{_height(part):.1f}" y2="{_height(part):.1f}"/>'
        f'<text x="{_LEFT - 5}" y="{_height(part) + 4:.1f}" text-anchor="end">{escape(written(top * part))}</text>'
        for part in (0, 0.5, 1)
    )
    below = "".join(f'<text x="{place(at, 0)[0]:.1f}" y="{_HIGH + 25}" text-anchor="{anchor}">{escape(end)}</text>' for at, anchor, end in zip((0, 1), ("start", "end"), ends))
    return Markup(f'<svg class="chart" role="img" aria-label="{escape(name)}" viewBox="0 0 {_WIDE + 2} {_HIGH + _BELOW + 2}">{grid}{"".join(drawn)}{below}</svg>')


def _parts(places: Sequence[tuple]) -> list[list[tuple]]:
    """Neighbours of one span, which is the last value of each."""
    return [list(part) for _, part in groupby(places, key=lambda place: place[-1])]


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="line" points="{_points(places)}"/>'


def _round_share(most: float) -> float:
    """The next round share, as the top of an axis."""
    return next((share for share in (0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8) if share >= most), 1.0)


def _height(share: float) -> float:
    return 10 + _HIGH * (1 - share)


def _round_up(most: int) -> int:
    """The next 1, 2 or 5 times a power of ten, as the top of an axis; at least 2, so that half of it is whole."""
    power = 10 ** max(0, len(str(most)) - 1)
    return max(2, next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= most)) if most else 2


def _framed(marks: Sequence[str], heights: Sequence[tuple[float, str]], name: str, along: str, written) -> "Markup":
    """The marks with grid lines, numbers along both axes and a name."""
    from markupsafe import Markup, escape

    lines = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDE}" y1="{_height(share):.1f}" y2="{_height(share):.1f}"/>'
        f'<text x="{_LEFT - 5}" y="{_height(share) + 4:.1f}" text-anchor="end">{escape(label)}</text>'
        for share, label in heights
    )
    width = _WIDE - _LEFT
    anchors = {0: "start", 1: "end"}
    below = "".join(
        f'<text x="{_LEFT + width * share:.1f}" y="{_HIGH + 25}" text-anchor="{anchors.get(share, "middle")}">{escape(written(share))}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1.0)
    )
    title = f'<text x="{_LEFT + width / 2:.1f}" y="{_HIGH + 25 + _BELOW - 12}" text-anchor="middle">{escape(along)}</text>'
    return Markup(
        f'<svg class="chart" role="img" aria-label="{escape(name)}" viewBox="0 0 {ceil(_WIDE + 2)} {_HIGH + _BELOW + 18}">{lines}{"".join(marks)}{below}{title}</svg>'
    )
