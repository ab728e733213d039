"""Numbered lines -> the rows of a table. A row that breaks the rules is one fault, with all lines that are its own; no other row is lost by it.

After a quote that never closes reading goes on at the next line that surely begins a row. A text that goes on in new lines without quotes is
refused as a whole: what stands in its first line is not all of it, and what stands in the others, perhaps a name, is no row. Rows are
counted as lines are, where a row is broken, so that without cells of several lines both numbers are the same.
"""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from . import documents
from .table_lines import Lines, TooLong
from .table_shape import Shape

_BLANK = 100  # empty lines after which no piece of a text is expected


class Row(NamedTuple):
    """A row: its number, its first and last line, its cells, or what is wrong with it."""

    number: int
    first: int
    last: int
    cells: list[str]
    fault: str = ""


def read_rows(lines: Lines, shape: Shape) -> Iterator[Row]:
    """The rows after the header that are not empty, and the faults, in order. Raises OSError where the stream breaks off."""
    number, blank = 1, 0
    held: Row | None = None  # what follows may be a piece of it
    reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
    while True:
        lines.begin(held.first if held else None)
        first = lines.number + 1
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except (csv.Error, TooLong) as error:
            line = lines.kept(first)
            if held and not held.fault and shape.may_go_on(held.cells, lines.kept(held.last)) and not (shape.may_begin(line) or shape.may_begin(line.lstrip('"'))):
                broken = held._replace(cells=[], fault=_why(error))
            else:
                if held:
                    yield _told(held)
                broken = Row(number, first, first, [], _why(error))
            held, number = _passed(lines, shape, broken, first + 1), number + lines.number - first
            if lines.broke_off:
                held = None  # the row at which the stream breaks off
            reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
            continue
        if not any(cell.strip() for cell in cells):
            blank += 1
            if held and blank > _BLANK:
                yield _told(held)
                held = None
            continue
        row, blank = Row(number, first, lines.number, cells), 0
        if not shape.is_piece(cells, lines.kept(lines.number)):
            if held:
                yield _told(held)
            held = _judged(row, shape, lines)
        elif held is None:
            held = row._replace(cells=[], fault=_short(row, shape))
        elif held.fault:
            held = held._replace(last=row.last)
        elif any(shape.begins_row(lines.kept(at), lines.kept(at + 1)) for at in range(held.first + 1, held.last + 1)):
            held = _passed(lines, shape, held._replace(cells=[], fault="a quote that closes too late, LINES passed over; check the quotes"), held.first + 1)
            number = held.number + lines.number - held.first
            reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
        elif shape.may_go_on(held.cells, lines.kept(held.last)):
            held = held._replace(last=row.last, cells=[], fault="the text of the row goes on in a new line, LINES passed over; put texts between quotes")
        else:
            yield _told(held)
            held = row._replace(cells=[], fault=_short(row, shape))
    if held:
        yield _told(held)
    if lines.fault:
        raise lines.fault


def _judged(row: Row, shape: Shape, lines: Lines) -> Row:
    """The row, or its fault when it has too few or too many cells, or those of the header."""
    if len(row.cells) <= shape.text_at or any(cell.strip() for cell in row.cells[len(shape.header) :]):
        return row._replace(cells=[], fault=_short(row, shape))
    if shape.is_header(row.cells):
        return row._replace(cells=[], fault="the row repeats the names of the columns, as when tables are put together, LINES passed over; take it out")
    shape.saw(row.cells, lines.kept(row.first), row.last - row.first + 1)
    return row


def _passed(lines: Lines, shape: Shape, broken: Row, begin: int) -> Row:
    """The broken row with the lines from ``begin`` on before one that begins a row, or before the end."""
    lines.back_to(begin)
    shape.cut = shape.piece = False
    while True:
        lines.begin()
        try:
            line = next(lines, None)
        except TooLong:
            continue
        if line is None:
            return broken._replace(last=lines.number, fault=broken.fault.replace("over;", "over, up to the end of the file;"))
        if line.strip() and shape.begins_row(line, lines.following()):
            lines.back_to(lines.number)
            return broken._replace(last=lines.number)


def _why(error: csv.Error | TooLong) -> str:
    what = f"broken CSV ({error})" if isinstance(error, csv.Error) else f"more than {documents.MAX_FILE / 1e6:.0f} MB in one row"
    return f"{what}, LINES passed over; check the quotes"


def _short(row: Row, shape: Shape) -> str:
    return f"the row has {len(row.cells)} cells, the header {len(shape.header)}, LINES passed over; put texts between quotes"


def _told(row: Row) -> Row:
    """The row, its fault with its lines."""
    if not row.fault:
        return row
    return row._replace(fault=row.fault.replace("LINES", f"line {row.first} was" if row.first == row.last else f"lines {row.first}-{row.last} were"))
