"""CSV and TSV -> Documents, a row at a time (RFC 4180). The first row names the columns; the delimiter and the character set are found.

A row that breaks the rules is refused alone, also when a quote in it never closes: reading goes on at the next line that surely begins a row.
Lines of a broken cell are no rows, and what stands first in them, perhaps a name, is no id. Empty cells at the end of a row may be left out.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import RecordError
from . import documents
from .charsets import UTF16, stream_encoding
from .columns import TEXT_NAMES, first_filled, folded
from .documents import Given, Item, record_items

_DELIMITERS = ",;\t|"
_HEAD = 65_536
_ID_LIKE = re.compile(r"(?=\D*\d)\S{1,40}")
_SHAPES = 100
_ANYTHING, _WORD, _CODE = range(3)

csv.field_size_limit(documents.MAX_FILE)


class _TooLong(Exception):
    """A line, or the lines of one row, hold more than a record may."""


class _Lines:
    """Lines for csv.reader; it keeps those of the row under way, so that they can be read again."""

    def __init__(self, stream):
        self._stream, self._again = stream, deque()
        self._row: list[str] = []
        self._size = 0

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(documents.MAX_FILE)
        if not line:
            raise StopIteration
        self._row.append(line)
        self._size += len(line)
        if len(line) >= documents.MAX_FILE:
            while line and not line.endswith("\n"):
                line = self._stream.readline(documents.MAX_FILE)
            raise _TooLong
        if self._size > documents.MAX_FILE:
            raise _TooLong
        return line

    def done(self) -> None:
        """The row is complete."""
        self._row, self._size = [], 0

    def rewind(self, kept: int) -> None:
        """The lines of the row come again, but for the first ``kept``."""
        self._again.extendleft(reversed(self._row[kept:]))
        self.done()


@dataclass
class _Table:
    """What a header tells, and what the ids of good rows look like."""

    header: list[str]
    delimiter: str
    id_at: int | None
    text_at: int
    shapes: set[str] = field(default_factory=set)
    plainest: int = _CODE
    cut: bool = False  # whether the row before had too few cells

    def saw(self, row: list[str]) -> None:
        """Remembers the shape of a good row's id."""
        if self.id_at is not None and self.id_at < len(row):
            self.plainest = min(self.plainest, _sort(row[self.id_at]))
            if len(self.shapes) < _SHAPES:
                self.shapes.add(_shape(row[self.id_at]))

    def is_piece(self, row: list[str]) -> bool:
        """Whether a row is a line of a broken cell: it lacks the text, or follows a row with too few cells as well and has no id like those before."""
        followed, self.cut = self.cut, len(row) < len(self.header)
        if not self.cut or len(row) <= self.text_at:
            return self.cut
        if not followed or self.id_at is None or self.id_at >= len(row):
            return False
        return _sort(row[self.id_at]) < self.plainest and _shape(row[self.id_at]) not in self.shapes

    def begins_row(self, line: str) -> bool:
        """Whether a line surely begins a row: with an id like those before, or, in a table without ids, with all its cells."""
        try:
            cells = next(csv.reader([line], delimiter=self.delimiter), [])
        except csv.Error:
            return False
        if self.id_at is None:
            return len(cells) == len(self.header) > 1
        if not self.id_at < len(cells) <= len(self.header) or len(cells) < 2 or not _ID_LIKE.fullmatch(cells[self.id_at]):
            return False
        return not self.shapes or _shape(cells[self.id_at]) in self.shapes


def _sort(identifier: str) -> int:
    """How much an id is like one: a code with a figure, one word, or anything."""
    return _CODE if _ID_LIKE.fullmatch(identifier) else _WORD if re.fullmatch(r"\S{1,40}", identifier) else _ANYTHING


def _shape(identifier: str) -> str:
    """"csv-01" -> "a-9"."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", identifier))


def read_csv(stream, given: Given) -> Iterator[Item]:
    """A header row with a column "text" (see columns), and id, title, kind, language when known."""
    head = stream.peek(_HEAD)[:_HEAD]
    if b"\0" in head and not head.startswith(UTF16):
        raise given.refuse("this is a binary file, not a table")
    encoding, errors = stream_encoding(head)
    lines = _Lines(io.TextIOWrapper(stream, encoding, errors, newline=""))
    table = _table(lines, given)
    rows = csv.reader(lines, delimiter=table.delimiter, strict=True)
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            why = f"broken CSV ({error})" if isinstance(error, csv.Error) else f"more than {documents.MAX_FILE / 1e6:.0f} MB in one row"
            location = f"{given.name}:row {number}"
            yield RecordError(location, f"{why}; check the quotes; reading went on at the next line that begins a row", location, torn=True)
            lines.rewind(1)
            _pass_over(lines, table)
            table.cut = False
            rows = csv.reader(lines, delimiter=table.delimiter, strict=True)
        else:
            lines.done()
            if any(cell.strip() for cell in row):
                yield from _row_items(table, row, f"{given.name}:row {number}", given)


def _table(lines: _Lines, given: Given) -> _Table:
    """The delimiter and the names of the columns. Raises RecordError when none is that of a text."""
    text_names = set(given.columns.text or TEXT_NAMES)
    try:
        first = next(lines, "")
    except _TooLong:
        first = ""
    lines.done()
    delimiter = max(_DELIMITERS, key=lambda mark: (bool(text_names & set(_header(first, mark))), first.count(mark)))
    header = _header(first, delimiter)
    if not text_names & set(header):
        name = (given.columns.text or TEXT_NAMES)[0]
        raise given.refuse(f"no column '{name}'; expected a first row with the names of the columns, or name yours under [columns] in skillstaal.toml")
    id_at = next((header.index(name) for name in given.columns.id if name in header), None)
    return _Table(header, delimiter, id_at, min(header.index(name) for name in text_names & set(header)))


def _header(line: str, delimiter: str) -> list[str]:
    try:
        return [folded(cell) for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []


def _pass_over(lines: _Lines, table: _Table) -> None:
    """Leaves the lines standing before one that begins a row, or at their end."""
    while True:
        try:
            line = next(lines, None)
        except _TooLong:
            lines.done()
            continue
        if line is None:
            return
        if table.begins_row(line):
            lines.rewind(0)
            return
        lines.done()


def _row_items(table: _Table, row: list[str], location: str, given: Given) -> Iterator[Item]:
    cells = f"the row has {len(row)} cells, the header {len(table.header)}"
    if table.is_piece(row):
        yield RecordError(location, f"{cells}, as when a text goes on in a new line; put texts between quotes", location, torn=True)
        return
    table.saw(row)
    if any(cell.strip() for cell in row[len(table.header) :]):
        yield RecordError(location, f"{cells}; put texts between quotes", location, torn=True)
    else:
        yield from record_items(first_filled(zip(table.header, row)), location, given)
