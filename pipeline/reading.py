"""Files, folders and stdin -> Documents. What cannot be read becomes a RecordError; the others go on.

Text is made NFC with ``\\n`` line ends. One table maps file types to readers; ``.gz`` of each is read too.
"""

import csv
import gzip
import hashlib
import io
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from .errors import RecordError, SkillstaalError
from .kinds import guess_kind
from .languages import detect_language
from .types import KINDS, Document

MAX_FILE = 20_000_000
MAX_TEXT = 400_000
TEXT_FIELDS = ("text", "description", "tekst", "body")
Item = Document | RecordError

csv.field_size_limit(MAX_FILE)


def read_sources(sources: list[str], kind: str = "auto") -> Iterator[Item]:
    """Documents of every source in a stable order. Raises SkillstaalError when a source does not exist."""
    for source in sources:
        if source != "-" and not Path(source).exists():
            raise SkillstaalError(f"{source} does not exist; give a folder, a file or - for JSONL on stdin")
    for source in sources:
        if source == "-":
            yield from read_jsonl(io.BufferedReader(sys.stdin.buffer), "stdin", kind)
        elif Path(source).is_dir():
            yield from _folder(Path(source), kind)
        else:
            yield from read_file(Path(source), Path(source).name, kind)


def input_files(sources: list[str]) -> list[Path]:
    """The files that the sources name, in reading order."""
    found = []
    for source in sources:
        if source != "-":
            found += _files(Path(source)) if Path(source).is_dir() else [Path(source)]
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _folder(folder: Path, kind: str) -> Iterator[Item]:
    files = _files(folder)
    if not files:
        yield RecordError(str(folder), "the folder is empty; put texts in it", str(folder))
    stems: dict[str, int] = {}
    for path in files:
        stems[_stem(path)] = stems.get(_stem(path), 0) + 1
    for path in files:
        name = path.relative_to(folder).as_posix()
        yield from read_file(path, name, kind, keep_suffix=stems[_stem(path)] > 1)


def _stem(path: Path) -> str:
    name = path.name.removesuffix(".gz")
    return str(path.with_name(name).with_suffix(""))


def read_file(path: Path, name: str, kind: str, keep_suffix: bool = False) -> Iterator[Item]:
    """Documents of one file. ``name`` is its path below the source, from which the document's id is made."""
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    reader = READERS.get(suffix)
    identifier = name if keep_suffix or suffix not in READERS else name.removesuffix(".gz").removesuffix(Path(name.removesuffix(".gz")).suffix)
    if reader is None:
        yield RecordError(identifier, f"files of type {suffix or '(none)'} are not read; use {' '.join(READERS)}", name)
        return
    try:
        size = path.stat().st_size
        if reader in ONE_TEXT and size > MAX_FILE:
            raise RecordError(identifier, f"{size / 1e6:.0f} MB is too large for one text (at most {MAX_FILE // 1_000_000} MB); split it", name)
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
            yield from reader(stream, identifier if reader in ONE_TEXT else name, kind)
    except RecordError as error:
        yield error
    except (OSError, EOFError) as error:
        yield RecordError(identifier, f"cannot be read ({error.__class__.__name__}: {error.args[-1] if error.args else ''}); check the file", name)


def make_document(identifier: str, text: str, kind: str, title: str, location: str, language: str | None = None) -> Document:
    """A Document with normalised text. Raises RecordError for an empty or overlong text or an unknown kind."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(char.isalpha() for char in text):
        raise RecordError(identifier, "the text is empty; expected words", location)
    if len(text) > MAX_TEXT:
        raise RecordError(identifier, f"the text has {len(text):,} characters (at most {MAX_TEXT:,}); split it into documents", location)
    if kind not in ("auto", *KINDS):
        raise RecordError(identifier, f"kind {kind!r} is not one of {', '.join(KINDS)}", location)
    return Document(
        id=identifier,
        text=text,
        kind=guess_kind(text) if kind == "auto" else kind,
        language=language or detect_language(text),
        title=" ".join(unicodedata.normalize("NFC", title).split()),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def decode(raw: bytes, identifier: str, location: str) -> str:
    """UTF-8, else the character set that charset-normalizer finds; RecordError for binary content."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw[:4096]:
        raise RecordError(identifier, "this is a binary file, not text", location)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000], cp_isolation=["cp1252", "iso8859_15", "cp850", "mac_roman"]).best()
        if best is None:
            raise RecordError(identifier, "the character set is unknown; save it as UTF-8", location) from None
        return raw.decode(best.encoding, "replace")


def read_text(stream, identifier: str, kind: str) -> Iterator[Item]:
    yield make_document(identifier, decode(stream.read(MAX_FILE + 1), identifier, identifier), kind, "", identifier)


def read_html(stream, identifier: str, kind: str) -> Iterator[Item]:
    from .html_text import main_text

    title, text = main_text(decode(stream.read(MAX_FILE + 1), identifier, identifier))
    yield make_document(identifier, text, kind, title, identifier)


def read_jsonl(stream, name: str, kind: str) -> Iterator[Item]:
    """One JSON object a line with "text" (or "description"), and "id", "title", "kind", "language" when known."""
    number = 0
    while line := stream.readline(MAX_FILE + 1):
        number += 1
        location = f"{name}:{number}"
        if len(line) > MAX_FILE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_FILE)
            yield RecordError(location, f"the line is longer than {MAX_FILE // 1_000_000} MB; split it", location)
            continue
        if not line.strip():
            continue
        try:
            record = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            yield RecordError(location, f"the line is no JSON ({error}); expected one object a line", location)
            continue
        yield from _record(record, location, kind)


def read_csv(stream, name: str, kind: str) -> Iterator[Item]:
    """A header row with a column "text" (or "description"), and id, title, kind, language when known."""
    delimiter = "\t" if ".tsv" in name else ","
    head = stream.read(4096)
    if b"\0" in head:
        yield RecordError(name, "this is a binary file, not a table", name)
        return
    lines = io.TextIOWrapper(_Joined(head, stream), encoding="utf-8-sig", errors="replace", newline="")
    first = head.split(b"\n", 1)[0]
    if delimiter == "," and first.count(b";") > first.count(b","):
        delimiter = ";"
    rows = csv.DictReader(lines, delimiter=delimiter)
    if not set(TEXT_FIELDS) & set(rows.fieldnames or ()):
        yield RecordError(name, f"no column 'text'; the columns are {', '.join(rows.fieldnames or ['none'])}", name)
        return
    number = 1
    try:
        for number, row in enumerate(rows, 2):
            yield from _record({key: value for key, value in row.items() if key}, f"{name}:row {number}", kind)
    except csv.Error as error:
        yield RecordError(f"{name}:row {number + 1}", f"broken CSV ({error}); check the quotes", f"{name}:row {number + 1}")


class _Joined(io.RawIOBase):
    """The bytes read ahead, then the rest of the stream."""

    def __init__(self, head: bytes, rest):
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _record(record, location: str, kind: str) -> Iterator[Item]:
    """The Document of one JSON object or table row, or the RecordError that says what is wrong with it."""
    if not isinstance(record, dict):
        yield RecordError(location, f"the record is a {type(record).__name__}, expected an object with 'text'", location)
        return
    identifier = str(record.get("id") or location)
    field = next((name for name in TEXT_FIELDS if record.get(name)), None)
    if field is None:
        yield RecordError(identifier, f"no text; expected a field 'text', found {', '.join(map(str, record)) or 'nothing'}", location)
    elif not isinstance(record[field], str):
        yield RecordError(identifier, f"'{field}' is a {type(record[field]).__name__}, expected text", location)
    else:
        try:
            own_kind = record.get("kind") or kind
            yield make_document(identifier, record[field], str(own_kind), str(record.get("title") or ""), location, record.get("language") or None)
        except RecordError as error:
            yield error
        except UnicodeEncodeError:
            yield RecordError(identifier, "the text holds broken characters (lone surrogates)", location)


READERS: dict[str, Callable] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
}
ONE_TEXT = (read_text, read_html)
