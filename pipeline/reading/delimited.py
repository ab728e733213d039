"""CSV and TSV -> Documents, a row at a time (RFC 4180). The first row names the columns; the delimiter and the character set are found.

A row that breaks the rules is refused alone, with the lines that it stands on; see table_rows. Empty cells at the end of a row may be left out.
"""

import csv
import io
from collections.abc import Iterator

from ..errors import RecordError
from . import documents
from .charsets import is_binary, stream_encoding
from .columns import TEXT_NAMES, first_filled, folded
from .documents import Given, Item, record_items
from .table_lines import Lines, TooLong
from .table_rows import Row, read_rows
from .table_shape import Shape

_DELIMITERS = ",;\t|"
_NONE = "\x1f"  # of a table of one column, in which commas are text
_HEAD = 65_536
_HEADER_LINES = 50

csv.field_size_limit(documents.MAX_FILE)


def read_csv(stream, given: Given) -> Iterator[Item]:
    """A header row with a column "text" (see columns), and id, title, kind, language when known."""
    head = stream.peek(_HEAD)[:_HEAD]
    if is_binary(head):
        raise given.refuse("this is a binary file, not a table")
    encoding, errors = stream_encoding(head)
    lines = Lines(io.TextIOWrapper(stream, encoding, errors, newline=""))
    shape = _shape(lines, given)
    for row in read_rows(lines, shape):
        location = f"{given.name}:row {row.number}"
        if row.fault:
            yield RecordError(location, row.fault, location, torn=True)
        else:
            for item in record_items(first_filled(zip(shape.header, row.cells)), location, given):
                yield _placed(item, row) if isinstance(item, RecordError) else item


def _placed(fault: RecordError, row: Row) -> RecordError:
    """The fault with the line of the row, where that has another number."""
    return fault if row.first == row.number else RecordError(fault.record, f"{fault.reason} (line {row.first})", fault.location)


def _shape(lines: Lines, given: Given) -> Shape:
    """The delimiter and the names of the columns. Raises RecordError when none is that of a text."""
    text_names = set(given.columns.text or TEXT_NAMES)
    first = _header_text(lines)
    delimiter = max(_DELIMITERS, key=lambda mark: (bool(text_names & set(_header(first, mark))), first.count(mark)))
    header = _header(first, delimiter)
    if not text_names & set(header):
        name = (given.columns.text or TEXT_NAMES)[0]
        raise given.refuse(f"no column '{name}'; expected a first row with the names of the columns, or name yours under [columns] in skillstaal.toml")
    if len(header) == 1:
        delimiter = _NONE
    id_at = next((header.index(name) for name in given.columns.id if name in header), None)
    return Shape(header, delimiter, id_at, sorted(number for number, name in enumerate(header) if name in text_names))


def _header_text(lines: Lines) -> str:
    """The first line, with the lines after it on which names between quotes go on; "" when it is too long."""
    try:
        text = next(lines, "")
        while text.count('"') % 2 and lines.number < _HEADER_LINES and (more := next(lines, "")):
            text += more
    except TooLong:
        return ""
    if text.count('"') % 2:
        lines.back_to(2)
        text = lines.kept(1)
    lines.begin()
    return text


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return [folded(cell) for cell in next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []
