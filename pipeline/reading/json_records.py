"""JSON lines, JSON and JSON-LD -> Documents, one object at a time.

An object is a record with "text" (see columns), or JSON-LD with schema.org job postings. A JSON file may be one object, a list of them,
or JSON-LD with an @graph; lists are read element by element, so that a file may be larger than memory, no record larger than 20 MB.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress

import orjson

from ..errors import RecordError
from . import documents
from .charsets import UTF16
from .columns import TEXT_NAMES, folded
from .documents import Given, Item, posting_items, record_items
from .gzipped import CUT, Broken
from .postings import postings
from .resumes import is_resume, resume_items

_SPACE = b" \t\r\n" + codecs.BOM_UTF8
_CHUNK = 65_536
_EXACT = 2**53  # from here on floats are no longer exact
_NEXT = re.compile(r"[\s,]*([^\s,])")
_GRAPH = re.compile(rb'"@graph"\s*:\s*\[')


def read_jsonl(stream, given: Given) -> Iterator[Item]:
    """One JSON object a line."""
    number = 0
    while line := stream.readline(documents.MAX_FILE + 1):
        number += 1
        location = f"{given.name}:{number}"
        if number == 1 and (line.startswith(UTF16) or b"\0" in line):
            raise given.refuse("the file is binary or UTF-16; expected JSON lines in UTF-8")
        if len(line) > documents.MAX_FILE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(documents.MAX_FILE)
            yield RecordError(location, f"the line is longer than {documents.MAX_FILE / 1e6:.0f} MB; split it", location, torn=True)
        elif line.strip():
            yield from read_line(line, location, given)


def read_line(line: bytes, location: str, given: Given) -> Iterator[Item]:
    """Documents of one line of JSON lines."""
    try:
        value = _parsed(line.removeprefix(codecs.BOM_UTF8))
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
        yield from _listed(io.BufferedReader(_Joined(raw[graph.end() :], stream)), given)
        return
    try:
        value = _parsed(raw)
    except orjson.JSONDecodeError as error:
        raise given.refuse(f"the file is no JSON ({_where(error)}); expected an object or a list of them, in UTF-8") from error
    yield from object_items(value, given.name, given, given.identifier)


def object_items(value, location: str, given: Given, identifier: str | None = None) -> Iterator[Item]:
    """Documents of one parsed object; ``identifier`` is its id when it has none of its own."""
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


def _parsed(raw: bytes):
    """The value of a JSON text, with integers as they are written: beyond 64 bits orjson rounds them. Raises orjson.JSONDecodeError."""
    value = orjson.loads(raw)
    if isinstance(value, dict) and any(isinstance(one, float) and abs(one) >= _EXACT for one in value.values()):
        with suppress(ValueError, RecursionError):
            return json.loads(raw)
    return value


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


def _listed(stream, given: Given) -> Iterator[Item]:
    """The objects of a list, one at a time; where the JSON breaks off, the rest cannot be read. The stream stands after its ["."""
    text = _Characters(stream)
    elements = _elements(text)
    number = 0
    while True:
        location = f"{given.name}:{number + 1}"
        try:
            value = next(elements)
        except StopIteration:
            text.read(_CHUNK)  # raises what is wrong with the end of a gzip
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
    if not number:
        raise given.refuse("the list is empty; expected objects with 'text' or schema.org job postings")


class _Characters:
    """The characters of a stream; those before damage are given first, the fault is raised when more is asked."""

    def __init__(self, stream):
        self._stream, self._decoder = stream, codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def read(self, size: int) -> str:
        parts: list[bytes] = []
        while size > 0:
            try:
                part = self._stream.read1(size)
            except OSError:
                if not parts:
                    raise
                break
            parts.append(part)
            size -= len(part)
            if not part:
                break
        return self._decoder.decode(b"".join(parts), not parts[-1])


def _elements(text: _Characters) -> Iterator:
    """Parsed elements of a JSON list, without its [. Raises ValueError or RecursionError where it is broken, or an element too large."""
    decoder, buffer, at, ended = json.JSONDecoder(), "", 0, False
    while True:
        if not (found := _NEXT.match(buffer, at)):
            at = len(buffer)
        elif found[1] == "]":
            return
        else:
            with suppress(ValueError):
                value, end = decoder.raw_decode(buffer, found.start(1))
                if _NEXT.match(buffer, end):
                    yield value
                    at = end
                    continue
        if ended or len(buffer) - at > documents.MAX_FILE:
            raise ValueError
        more = text.read(max(_CHUNK, len(buffer) - at))
        buffer, at, ended = buffer[at:] + more, 0, not more
