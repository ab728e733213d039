"""Files, folders and stdin -> Documents. What cannot be read becomes a RecordError; the others go on.

``sources`` finds the files, ``files`` knows which reader takes which type, ``documents`` makes Documents of texts and records, ``columns``
says which fields those are. Text is made NFC with ``\\n`` line ends. Messages name files, rows and expected columns, never what
stands in them: that may be a CV. Everything is streamed; memory does not grow with a file, nor, but for the names in one folder, with their number.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import RecordError
from .columns import Columns
from .documents import MAX_FILE, MAX_ID, MAX_TEXT, Given, Item, ReadDocument, make_document
from .files import READERS, is_regular_file, read_file, read_stream
from .json_records import read_jsonl
from .sources import check_sources, find_files, places, readable
from .texts import read_text

__all__ = [
    "MAX_FILE", "MAX_ID", "MAX_TEXT", "READERS", "Columns", "Given", "Item", "ReadDocument", "check_sources", "input_files", "is_regular_file", "make_document",
    "places", "read_file", "read_jsonl", "read_sources", "read_stdin_text", "readable",
]  # fmt: skip


def read_sources(sources: list[str], kind: str = "auto", skip: Path | None = None, columns: Columns | None = None) -> Iterator[Item]:
    """Documents of every source in a stable order; files below ``skip`` are left out. Raises as check_sources does."""
    check_sources(sources)
    columns = columns or Columns()
    for found in find_files(sources, skip):
        if found is None:
            yield from read_stream(sys.stdin.buffer, read_jsonl, Given("stdin", "stdin", kind, columns))
        elif isinstance(found, RecordError):
            yield found
        else:
            yield from read_file(found.path, found.name, kind, found.keep_suffix, columns)


def read_stdin_text(kind: str) -> Iterator[Item]:
    """All of stdin as one text."""
    return read_stream(sys.stdin.buffer, read_text, Given("stdin", "stdin", kind))


def input_files(sources: list[str], skip: Path | None = None) -> Iterator[Path]:
    """The files that the sources name, in reading order."""
    return (found.path for found in find_files(sources, skip) if found is not None and not isinstance(found, RecordError))
