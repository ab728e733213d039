"""Pieces of lines with their boxes on the pages -> the text: columns in reading order, wrapped lines joined to paragraphs.

A gutter is a white strip that most lines leave free, with lines of text at both sides; what crosses it (titles, footers) cuts the page into
bands that are read one after the other, each band left before right (after the XY-cut of Nagy and Seth, 1984). Rows of short
cells on the same heights are a table and stay rows. A line goes on in the next one when the next word would not have fitted.
Units are points; ``y`` grows downwards.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_FILLED = 0.6  # of the width of a column: what lines of prose fill
_TRIED = 12  # places where the most lines begin
_GUTTER = 0.9  # of the height of a line
_CELL_GAP = 2.0  # of the height of a line
_CROSSING = 0.3  # of the lines
_LEVEL = 0.8  # of the lines of a table stand beside others
_PROSE = 32  # characters of a line that is no item of a list
_SLACK = 1.3  # on the width of a word, which is estimated
_MARGIN = 0.1  # of a page: where running headers and footers stand
_BULLET = re.compile(r"[-–—•·▪◦●○■*✓✔➢»>\uf0b7\uf0a7](?:\s|$)|\(?\d{1,2}[.)]\s|[a-z]\)\s")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)")
_DIGITS = re.compile(r"\d+")
_SUSPENDED = re.compile(r"(?:en|of|tot|and|or)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together on one line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, and the right edge that the column has."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    edge: float
    page: int


def text_of(pages: list[list[Piece]]) -> str:
    """The text of all pages; running headers, footers and page numbers are left out."""
    lines = [line for number, pieces in enumerate(pages) for line in _lines(pieces, number)]
    running = _running(lines, len(pages))
    return _paragraphs([line for line in lines if (line.page, line.top, line.text) not in running])


def _lines(pieces: list[Piece], page: int) -> Iterator[Line]:
    pieces = sorted(pieces, key=lambda piece: (piece.top, piece.left))
    body = _body(pieces)
    for region in [*_regions(body), pieces[len(body) :]] if len(body) < len(pieces) else _regions(body):
        edge = max(piece.right for piece in region)
        for row in _rows(region):
            for cell in _cells(row):
                text = " ".join(" ".join(piece.text for piece in cell).split())
                if text:
                    box = cell[0].left, min(piece.top for piece in cell), cell[-1].right, max(piece.bottom for piece in cell)
                    yield Line(text, *box, edge, page)


def _body(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the footer: lines at the bottom of the page under a wide white strip."""
    if not pieces:
        return []
    low = pieces[-1].bottom - _MARGIN * (pieces[-1].bottom - pieces[0].top)
    reach = pieces[0].bottom
    for number, piece in enumerate(pieces):
        if piece.top > low and piece.top - reach > 2 * piece.height:
            return pieces[:number]
        reach = max(reach, piece.bottom)
    return pieces


def _regions(pieces: list[Piece], depth: int = 0) -> list[list[Piece]]:
    """The pieces, split into regions without gutter in reading order."""
    gutter = _gutter(pieces) if depth < 4 else None
    if gutter is None:
        return [pieces] if pieces else []
    regions: list[list[Piece]] = []
    left: list[Piece] = []
    right: list[Piece] = []
    spanning: list[Piece] = []

    def close() -> None:
        for side in (left, right):
            regions.extend(_regions([*side], depth + 1))
            side.clear()

    for piece in pieces:
        if piece.left < gutter < piece.right:
            close()
            spanning.append(piece)
            continue
        if spanning and piece.top >= spanning[-1].bottom - 0.5 * piece.height:
            regions.append(spanning)
            spanning = []
        (spanning or (left if piece.right <= gutter else right)).append(piece)
    close()
    return [*regions, spanning] if spanning else regions


def _gutter(pieces: list[Piece]) -> float | None:
    """Where the gutter is that the most lines respect; None when there is none."""
    if len(pieces) < 6:
        return None
    height = median(piece.height for piece in pieces)
    starts = Counter(round(piece.left) for piece in pieces)
    best: tuple[int, float] | None = None
    for start, _ in starts.most_common(_TRIED):
        middle = start - _GUTTER * height / 2
        left = [piece for piece in pieces if piece.right <= start - _GUTTER * height]
        right = [piece for piece in pieces if piece.left >= start - 1]
        crossing = len(pieces) - len(left) - len(right)
        if crossing <= _CROSSING * len(pieces) and (best is None or (crossing, middle) < best) and _are_columns(left, right, height):
            best = crossing, middle
    return best[1] if best else None


def _are_columns(left: list[Piece], right: list[Piece], height: float) -> bool:
    """Whether both sides are read from top to bottom: lines of prose, or lines at other heights than those beside them."""
    if min(len(_rows(left)), len(_rows(right))) < 3:
        return False
    if min(_filled(left), _filled(right)) > _FILLED and min(_width(left), _width(right)) > 12 * height:
        return True
    few, many = sorted(([row[0].bottom for row in _rows(side)] for side in (left, right)), key=len)
    level = sum(any(abs(bottom - other) < 0.1 * height for other in many) for bottom in few)
    return level < _LEVEL * len(few)


def _width(pieces: list[Piece]) -> float:
    return max(piece.right for piece in pieces) - min(piece.left for piece in pieces)


def _filled(pieces: list[Piece]) -> float:
    """How much of the width of the column its rows fill, in the middle."""
    width = _width(pieces)
    return median((row[-1].right - row[0].left) / width for row in _rows(pieces)) if width else 0.0


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces at the same height, from left to right, from top to bottom. They come sorted by their top."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if last and min(piece.bottom, last.bottom) - max(piece.top, last.top) > 0.5 * min(piece.height, last.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _cells(row: list[Piece]) -> list[list[Piece]]:
    """The row, cut where wide gaps part it; a bullet stays with its text."""
    cells = [[row[0]]]
    for before, piece in pairwise(row):
        if piece.left - before.right > _CELL_GAP * piece.height and not _BULLET.fullmatch(before.text.strip()):
            cells.append([])
        cells[-1].append(piece)
    return cells


def _running(lines: list[Line], pages: int) -> set[tuple[int, float, str]]:
    """Lines at the top or bottom that repeat on other pages, but for their numbers, and page numbers."""
    if pages < 2 or not lines:
        return set()
    first, last = min(line.top for line in lines), max(line.bottom for line in lines)
    margin = _MARGIN * (last - first)
    edge = [line for line in lines if line.bottom < first + margin or line.top > last - margin]
    seen = Counter((_DIGITS.sub("0", line.text), round(line.top)) for line in edge)
    return {(line.page, line.top, line.text) for line in edge if seen[_DIGITS.sub("0", line.text), round(line.top)] > 1}


def _paragraphs(lines: list[Line]) -> str:
    """Lines joined where one was only wrapped; an empty line where the page leaves white."""
    parts: list[str] = []
    continued = False
    for before, line in zip([None, *lines], lines):
        if before and _goes_on(before, line, continued):
            continued = True
            if before.text.endswith("-") and line.text[:1].islower() and len(before.text) > 1 and not _SUSPENDED.match(line.text):
                parts[-1] = parts[-1][:-1]
            else:
                parts.append(" ")
        elif before:
            continued = False
            near = before.page == line.page and 0 <= line.bottom - before.top < 2.6 * (before.bottom - before.top)
            parts.append("\n" if near else "\n\n")
        parts.append(line.text)
    return "".join(parts)


def _goes_on(before: Line, line: Line, continued: bool) -> bool:
    """Whether ``line`` is the rest of ``before``: same letter size and place, and its first word would not have fitted."""
    height, size = before.bottom - before.top, line.bottom - line.top
    if abs(height - size) > 0.15 * max(height, size) or _BULLET.match(line.text) or _ADDRESS.match(line.text):
        return False
    small = line.text[:1].islower()
    if not small and (len(before.text) < _PROSE and not continued or before.text.endswith(("!", "?", ":", ";"))):
        return False
    word = line.text.split(" ", 1)[0]
    room = (line.right - line.left) * (len(word) + 1) / max(1, len(line.text))
    full = before.edge - before.right < room * (_SLACK if small else 1)
    if before.page != line.page or line.bottom < before.top:  # the next page or column
        return full and small and not before.text.endswith((".", "!", "?", ":", ";"))
    if not -0.5 * height < line.top - before.bottom < 0.6 * height:
        return False
    indent = line.left - before.left
    if _BULLET.match(before.text):
        hanging = 0.1 * height < indent < 3 * height
        return full and abs(indent) < 0.1 * height or hanging and (full or small)
    return abs(indent) < 2 * height and full
