"""JSON lines, JSON and JSON-LD -> Documents, one object at a time.

An object is a record with "text" (see columns), or JSON-LD with schema.org job postings. A JSON file may be one object, a list of them,
or JSON-LD with an @graph; lists are read element by element, so that a file may be larger than memory, no record larger than 20 MB.
"""

import codecs
import io
import re
from collections.abc import Iterator

import orjson

from ..errors import RecordError
from . import documents
from .charsets import UTF16, has_nuls
from .columns import TEXT_NAMES, folded
from .documents import Given, Item, posting_items, record_items
from .gzipped import CUT, Broken
from .json_parsing import Characters, Malformed, Twice, elements, parsed
from .postings import postings
from .resumes import is_resume, resume_items

_SPACE = b" \t\r\n" + codecs.BOM_UTF8
_BLANK = " \t\r\n\ufeff"
_CHUNK = 65_536
_GRAPH = re.compile(rb'"@graph"\s*:\s*\[')


def read_jsonl(stream, given: Given) -> Iterator[Item]:
    """One JSON object a line."""
    number = 0
    while line := stream.readline(documents.MAX_FILE + 1):
        number += 1
        location = f"{given.name}:{number}"
        if number == 1 and (line.startswith(UTF16) or has_nuls(line)):
            raise given.refuse("the file is binary or UTF-16; expected JSON lines in UTF-8")
        if len(line) > documents.MAX_FILE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(documents.MAX_FILE)
            yield RecordError(location, f"the line is longer than {documents.MAX_FILE / 1e6:.0f} MB; split it", location, torn=True)
        elif b"\r" in line.strip() and not _is_json(line):  # lines that end as on old Macs
            parts = line.rstrip(b"\r\n").split(b"\r")
            for place, part in enumerate(parts, number):
                if part.strip():
                    yield from read_line(part, f"{given.name}:{place}", given)
            number += len(parts) - 1
        elif line.strip():
            yield from read_line(line, location, given)


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def read_line(line: bytes, location: str, given: Given) -> Iterator[Item]:
    """Documents of one line of JSON lines."""
    try:
        value = parsed(line.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        yield RecordError(location, f"the line is no JSON ({_where(error)}); expected one object a line, in UTF-8", location, torn=True)
    else:
        yield from object_items(value, location, given)


def read_json(stream, given: Given) -> Iterator[Item]:
    """One object, a list of objects, or JSON-LD with an @graph."""
    head = _start(stream)
    if not head:
        raise given.refuse("the file is empty; expected JSON")
    if head.startswith(UTF16) or b"\0" in head:
        raise given.refuse("the file is binary or UTF-16; expected JSON in UTF-8")
    if head.startswith(b"["):
        stream.read(1)
        yield from _listed(stream, given)
        return
    raw = stream.read(documents.MAX_FILE + 1)
    if len(raw) > documents.MAX_FILE:
        if not (graph := _GRAPH.search(raw[:_CHUNK])):
            raise given.refuse(f"the object is larger than {documents.MAX_FILE / 1e6:.0f} MB; expected one text, a list, an @graph or JSON lines")
        yield from _listed(io.BufferedReader(_Joined(raw[graph.end() :], stream)), given, ends=False)
        return
    try:
        value = parsed(raw)
    except orjson.JSONDecodeError as error:
        raise given.refuse(f"the file is no JSON ({_where(error)}); expected an object or a list of them, in UTF-8") from error
    yield from object_items(value, given.name, given, given.identifier)


def object_items(value, location: str, given: Given, identifier: str | None = None) -> Iterator[Item]:
    """Documents of one parsed object; ``identifier`` is its id when it has none of its own."""
    try:
        yield from _object_items(value, location, given, identifier)
    except Exception as error:  # one record must not stop the others; its content stays out of the message
        yield RecordError(identifier or location, f"the record cannot be read ({type(error).__name__}); check that its fields are as its format asks", location)


def _object_items(value, location: str, given: Given, identifier: str | None) -> Iterator[Item]:
    if isinstance(value, Malformed):
        yield RecordError(location, "the record is no JSON; mend it; reading went on at the next one", location, torn=True)
        return
    if isinstance(value, Twice):
        name = f"the field '{folded(value.name)}'" if folded(value.name) in given.columns.wanted() else "a field"
        yield RecordError(identifier or location, f"{name} stands twice in the record, with different values; keep the right one", location)
        return
    if is_resume(value):
        yield from resume_items(value, location, given, identifier)
        return
    found = postings(value) if _may_hold_postings(value, given) else []
    for number, record in enumerate(found, 1):
        place = location if len(found) == 1 else f"{location} posting {number}"
        yield from posting_items(record | ({"id": record["id"] or identifier} if len(found) == 1 else {}), place, given)
    if not found and isinstance(value, dict) and "@graph" in value:
        yield RecordError(identifier or location, "the JSON-LD has no schema.org JobPosting with a description; expected one", location)
    elif not found:
        own = isinstance(value, dict) and any(content not in (None, "") for name, content in value.items() if folded(name) in given.columns.id)
        nameless = isinstance(value, dict) and identifier is not None and not own
        yield from record_items(value | {given.columns.id[0]: identifier} if nameless else value, location, given)


def _may_hold_postings(value, given: Given) -> bool:
    """JSON-LD, or anything that is no record itself."""
    if not isinstance(value, dict):
        return isinstance(value, list)
    return any(name.startswith("@") for name in value) or not {folded(name) for name in value} & set(given.columns.text or TEXT_NAMES)


def _where(error: orjson.JSONDecodeError) -> str:
    """What is wrong and where, without the content."""
    return str(error).split(": line")[0] + f" at character {error.pos}"


def _start(stream) -> bytes:
    """The bytes that come next, after white space and a byte order mark, which are taken from the stream."""
    while head := stream.peek(64):
        skipped = len(head) - len(head.lstrip(_SPACE))
        if not skipped or head.startswith(UTF16):
            break
        stream.read(skipped)
    return head


class _Joined(io.RawIOBase):
    """What was read of a stream already, then the rest of it."""

    def __init__(self, read: bytes, stream):
        self._read, self._stream = io.BytesIO(read), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        return self._read.readinto(buffer) or self._stream.readinto1(buffer)


def _listed(stream, given: Given, ends: bool = True) -> Iterator[Item]:
    """The objects of a list, one at a time; where the JSON breaks off, the rest cannot be read. The stream stands after its [ and ``ends`` with its ]."""
    text = Characters(stream)
    found = elements(text.read)
    number = 0
    while True:
        location = f"{given.name}:{number + 1}"
        try:
            value = next(found)
        except StopIteration as end:
            rest = end.value
            break
        except Broken as error:
            if error.kind == CUT:
                raise
            raise RecordError(location, "the JSON is damaged from here on", location, torn=True) from error
        except (ValueError, RecursionError) as error:
            size = f"a record is larger than {documents.MAX_FILE / 1e6:.0f} MB or the JSON is broken from here on"
            raise RecordError(location, f"{size}; {number} records before it were read; mend the file, or use JSON lines", location) from error
        number += 1
        yield from object_items(value, location, given)
    while ends and not rest.strip(_BLANK) and (rest := text.read(_CHUNK)):  # raises what is wrong with the end of a gzip
        pass
    if ends and rest:
        raise RecordError(f"{given.name}:{number + 1}", f"the list ends before the file does; its {number} records were read; use one list, or JSON lines", f"{given.name}:{number + 1}", torn=True)
    if not number:
        raise given.refuse("the list is empty; expected objects with 'text' or schema.org job postings")
