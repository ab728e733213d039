"""Files, folders and stdin -> Documents. What cannot be read becomes a RecordError; the others go on.

Text is made NFC with ``\\n`` line ends. One table maps file types to readers; ``.gz`` of each is read too. Messages
name files, rows and expected columns, never what stands in them: that may be a CV.
"""

import codecs
import csv
import gzip
import hashlib
import io
import itertools
import os
import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import orjson

from .errors import RecordError, SkillstaalError
from .kinds import guess_kind
from .languages import UTF16, decode, detect_language
from .types import KINDS, Document

MAX_FILE = 20_000_000
MAX_TEXT = 100_000
MAX_ID = 500
TEXT_FIELDS = ("text", "description", "tekst", "body")


@dataclass(frozen=True, slots=True)
class ReadDocument(Document):
    """A Document that knows where in the input it stands: file, or file and line."""

    location: str = ""


Item = ReadDocument | RecordError

csv.field_size_limit(MAX_FILE)


def read_sources(sources: list[str], kind: str = "auto", skip: Path | None = None) -> Iterator[Item]:
    """Documents of every source in a stable order; files below ``skip`` are left out. Raises as check_sources does."""
    check_sources(sources)
    for source in sources:
        if source == "-":
            yield from _safely(lambda: nullcontext(sys.stdin.buffer), read_jsonl, "stdin", kind, "stdin")
        elif Path(source).is_dir():
            yield from _folder(Path(source), kind, skip)
        else:
            yield from read_file(Path(source), readable(Path(source).name), kind)


def read_stdin_text(kind: str) -> Iterator[Item]:
    """All of stdin as one text."""
    return _safely(lambda: nullcontext(sys.stdin.buffer), read_text, "stdin", kind, "stdin")


def check_sources(sources: list[str]) -> None:
    """Raises SkillstaalError when a source does not exist."""
    for source in sources:
        if source != "-" and not Path(source).exists():
            raise SkillstaalError(f"{source} does not exist; give a folder, a file or - for JSONL on stdin")


def input_files(sources: list[str], skip: Path | None = None) -> list[Path]:
    """The files that the sources name, in reading order."""
    found = []
    for source in sources:
        if source != "-":
            found += _files(Path(source), skip) if Path(source).is_dir() else [Path(source)]
    return found


def readable(name: str) -> str:
    """A file name that can be written as UTF-8: bytes that are none become ``\\xhh``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _files(folder: Path, skip: Path | None) -> list[Path]:
    """Files below ``folder``, not hidden ones and READMEs; links that lead nowhere too, so that they can be reported."""
    real = folder.resolve()
    left_out = folder / skip.relative_to(real) if skip and skip.is_relative_to(real) else None
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink() and not path.exists())
        and not path.stem.upper() == "README"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and left_out not in path.parents
    )


def _folder(folder: Path, kind: str, skip: Path | None) -> Iterator[Item]:
    names = {path: readable(path.relative_to(folder).as_posix()) for path in _files(folder, skip)}
    if not names:
        yield RecordError(readable(str(folder)), "the folder is empty; put texts in it", readable(str(folder)))
    bare = {name: _stem_and_reader(name) for name in names.values()}
    uses = Counter(stem for stem, reader in bare.values() if reader in ONE_TEXT)
    for path, name in names.items():
        yield from read_file(path, name, kind, keep_suffix=uses[bare[name][0]] > 1)


def _stem_and_reader(name: str) -> tuple[str, Callable | None]:
    """The file name without extension, and the reader of its type."""
    bare = name.removesuffix(".gz")
    suffix = Path(bare).suffix
    return bare.removesuffix(suffix), READERS.get(suffix.lower())


def read_file(path: Path, name: str, kind: str, keep_suffix: bool = False) -> Iterator[Item]:
    """Documents of one file. ``name`` is its path below the source, from which the document's id is made."""
    stem, reader = _stem_and_reader(name)
    if reader is None:
        yield RecordError(name, f"files of type {Path(name).suffix or '(none)'} are not read; use {' '.join(READERS)}", name)
        return
    identifier = name if keep_suffix else stem
    yield from _safely(lambda: gzip.open(path) if name.endswith(".gz") else path.open("rb"), reader, name, kind, identifier)


def _safely(open_stream: Callable, reader: Callable, name: str, kind: str, identifier: str) -> Iterator[Item]:
    """What the reader makes of the stream, and a RecordError where it cannot go on."""
    try:
        with open_stream() as stream:
            yield from reader(stream, name, kind, identifier)
    except RecordError as error:
        yield error
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        yield RecordError(identifier, f"cannot be read ({type(error).__name__}: {why}); check the file", name)


def make_document(identifier: str, text: str, kind: str, title: str, location: str, language: str | None = None) -> ReadDocument:
    """A Document with normalised text. Raises RecordError for an empty, overlong or binary text or an unknown kind."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(char.isalpha() for char in text):
        raise RecordError(identifier, "the text is empty; expected words", location)
    if len(text) > MAX_TEXT:
        raise RecordError(identifier, f"the text has {len(text):,} characters (at most {MAX_TEXT:,}); split it into documents", location)
    if "\0" in identifier + title + text:
        raise RecordError(identifier, "the record holds NUL characters, as binary files do; expected text", location)
    if kind not in ("auto", *KINDS):
        raise RecordError(identifier, f"the kind is not one of {', '.join(KINDS)}", location)
    title = " ".join(unicodedata.normalize("NFC", title).split())
    kind = guess_kind(text) if kind == "auto" else kind
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return ReadDocument(identifier, text, kind, language or detect_language(text), title, sha256, location)


def _whole(stream, name: str, identifier: str) -> str:
    raw = stream.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise RecordError(identifier, f"the file is larger than {MAX_FILE / 1e6:.0f} MB, too large for one text; split it", name)
    return decode(raw, identifier, name)


def read_text(stream, name: str, kind: str, identifier: str) -> Iterator[Item]:
    """The file is one text."""
    yield make_document(identifier, _whole(stream, name, identifier), kind, "", name)


def read_html(stream, name: str, kind: str, identifier: str) -> Iterator[Item]:
    """The main part of the page is one text."""
    from .html_text import main_text

    try:
        title, text = main_text(_whole(stream, name, identifier))
    except ValueError as error:
        raise RecordError(identifier, str(error), name) from error
    yield make_document(identifier, text, kind, title, name)


def read_jsonl(stream, name: str, kind: str, identifier: str) -> Iterator[Item]:
    """One JSON object a line with "text" (or "description"), and "id", "title", "kind", "language" when known."""
    number = 0
    while line := stream.readline(MAX_FILE + 1):
        number += 1
        location = f"{name}:{number}"
        if number == 1 and (line.startswith(UTF16) or b"\0" in line):
            raise RecordError(identifier, "the file is binary or UTF-16; expected JSON lines in UTF-8", name)
        if len(line) > MAX_FILE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_FILE)
            yield RecordError(location, f"the line is longer than {MAX_FILE / 1e6:.0f} MB; split it", location)
        elif line.strip():
            try:
                yield from _record(orjson.loads(line.removeprefix(codecs.BOM_UTF8)), location, kind)
            except orjson.JSONDecodeError as error:
                yield RecordError(location, f"the line is no JSON ({error}); expected one object a line, in UTF-8", location)


def read_csv(stream, name: str, kind: str, identifier: str) -> Iterator[Item]:
    """A header row with a column "text" (or "description"), and id, title, kind, language when known."""
    head = stream.peek(4096)[:4096]
    utf16 = head.startswith(UTF16)
    if b"\0" in head and not utf16:
        raise RecordError(identifier, "this is a binary file, not a table", name)
    lines = io.TextIOWrapper(stream, "utf-16" if utf16 else "utf-8-sig", "replace" if utf16 else "windows-1252", newline="")
    first = (head.splitlines() or [b""])[0].decode("latin-1")
    rows = csv.reader(lines, delimiter=max(",;\t", key=first.count), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
    except csv.Error:
        header = []
    if not set(TEXT_FIELDS) & set(header):
        raise RecordError(identifier, "no column 'text'; expected a first row with the names of the columns, one of them 'text'", name)
    for number in itertools.count(2):
        location = f"{name}:row {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield RecordError(location, f"broken CSV ({error}); check the quotes from this row on", location)
        else:
            yield from _row(header, row, location, kind)


def _row(header: list[str], row: list[str], location: str, kind: str) -> Iterator[Item]:
    if any(cell.strip() for cell in row[len(header) :]):
        yield RecordError(location, f"the row has {len(row)} cells, the header {len(header)}; put texts between quotes", location)
    elif any(cell.strip() for cell in row):
        yield from _record(dict(zip(header, row)), location, kind)


def _record(record, location: str, kind: str) -> Iterator[Item]:
    """The Document of one JSON object or table row, or the RecordError that says what is wrong with it."""
    try:
        yield _document(record, location, kind)
    except RecordError as error:
        yield error


def _document(record, location: str, kind: str) -> ReadDocument:
    if not isinstance(record, dict):
        raise RecordError(location, f"the record is a {type(record).__name__}, expected an object with 'text'", location)
    identifier = _identifier(record.get("id"), location)
    field = next((name for name in TEXT_FIELDS if record.get(name) not in (None, "")), None)
    if field is None:
        raise RecordError(identifier, f"no text; expected a field 'text' (or {', '.join(TEXT_FIELDS[1:])})", location)
    if not isinstance(record[field], str):
        raise RecordError(identifier, f"'{field}' is of type {type(record[field]).__name__}, expected text", location)
    own_kind = str(record.get("kind") or kind)
    language = re.match(r"[a-z]{2,3}\b", str(record.get("language") or "").lower().replace("_", "-"))
    return make_document(identifier, record[field], own_kind, str(record.get("title") or ""), location, language and language.group())


def _identifier(value, location: str) -> str:
    """The record's own id as it is, or its location when it has none."""
    if value is None or not str(value).strip():
        return location
    if not isinstance(value, str | int) or len(str(value)) > MAX_ID:
        raise RecordError(location, f"the id is no text or number of at most {MAX_ID} characters", location)
    return str(value)


READERS: dict[str, Callable] = {
    ".txt": read_text, ".md": read_text, ".html": read_html, ".htm": read_html,
    ".jsonl": read_jsonl, ".csv": read_csv, ".tsv": read_csv,
}  # fmt: skip
ONE_TEXT = (read_text, read_html)
