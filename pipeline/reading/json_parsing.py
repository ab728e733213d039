"""JSON text -> values: with integers as they are written, and with the fields that stand twice in an object, which JSON libraries pass over.

RFC 8259 leaves open what an object with two fields of one name says; orjson and json take the last. A record in which they differ is at fault.
"""

import codecs
import json
import re
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass

import orjson

from . import documents

_EXACT = 2**53  # from here on floats are no longer exact
_CHUNK = 65_536
_NAME = re.compile(rb'"\s*:')
_LITERAL = 16  # characters that belong together, at most
_FIRST = re.compile(r'\{\s*("(?:[^"\\]|\\.)*")')
_BOUNDARY = re.compile(r"\}[\s\ufeff]*,[\s\ufeff]*(?=\{)")
_NEXT = re.compile(r"[\s,\ufeff]*([^\s,\ufeff])")


@dataclass(frozen=True, slots=True)
class Twice:
    """In the place of a value: the name of a field that stands twice in one of its objects, with different values."""

    name: str


def parsed(raw: bytes):
    """The value of a JSON text, or Twice. Raises orjson.JSONDecodeError.

    Beyond 64 bits orjson rounds integers: then json reads them. Names are followed by a colon, so when there are no more of these, also inside
    texts, than the value has fields, none stands twice; only otherwise the text is read again.
    """
    value = orjson.loads(raw)
    nested = type(value) is not dict
    if not nested:
        for one in value.values():
            kind = type(one)
            if kind is float and abs(one) >= _EXACT:
                return _slowly(raw, value)
            if kind is dict or kind is list:
                nested = True
    return value if len(_NAME.findall(raw)) == (_fields(value) if nested else len(value)) else _slowly(raw, value)


def _slowly(raw: bytes, value):
    found: list[str] = []
    with suppress(ValueError, RecursionError):
        value = json.loads(raw, object_pairs_hook=_noting(found))
    return Twice(found[0]) if found else value


def _fields(value) -> int:
    """How many fields all objects in a value have together."""
    count, stack = 0, [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            count += len(node)
            node = node.values()
        elif not isinstance(node, list):
            continue
        stack += (one for one in node if isinstance(one, dict | list))
    return count


def _noting(found: list[str]) -> Callable[[list[tuple]], dict]:
    """Makes objects of their fields, as json does, and puts the names that stand twice with different values in ``found``."""

    def made(fields: list[tuple]) -> dict:
        one = dict(fields)
        if len(one) < len(fields):
            found.extend(name for name, value in fields if value != one[name])
        return one

    return made


class Malformed:
    """In the place of an element that is no JSON."""


def elements(read: Callable[[int], str]) -> Generator[object, None, str]:
    """Elements of a JSON list without its [, Twice or Malformed in the place of those at fault; returns what was read after its ].

    After a broken element reading goes on at the next object that begins as the first one did. ``read`` gives so many characters or fewer, none
    at the end. Raises ValueError or RecursionError where there is no such object, or an element is too large.
    """
    found: list[str] = []
    decoder, buffer, at, ended, first = json.JSONDecoder(object_pairs_hook=_noting(found)), "", 0, False, ""
    while True:
        if not (begin := _NEXT.match(buffer, at)):
            at = len(buffer)
        elif begin[1] == "]":
            return buffer[begin.end() :]
        else:
            found.clear()
            try:
                value, end = decoder.raw_decode(buffer, begin.start(1))
            except (json.JSONDecodeError, RecursionError) as error:
                fault = getattr(error, "pos", begin.start(1))
                if (ended or _is_broken(error, buffer)) and (after := _next_object(buffer, max(fault, begin.end(1)), first)):
                    yield Malformed()
                    at = after
                    continue
            else:
                if _NEXT.match(buffer, end):
                    first = first or (name[1] if (name := _FIRST.match(buffer, begin.start(1))) else "")
                    yield Twice(found[0]) if found else value
                    at = end
                    continue
        if ended or len(buffer) - at > documents.MAX_FILE:
            raise ValueError
        more = read(max(_CHUNK, len(buffer) - at))
        buffer, at, ended = buffer[at:] + more, 0, not more


def _is_broken(error: json.JSONDecodeError | RecursionError, buffer: str) -> bool:
    """Whether more characters would not help: only at the end, or in a text, an element may be incomplete."""
    return isinstance(error, RecursionError) or not error.msg.startswith("Unterminated string") and error.pos < len(buffer) - _LITERAL


def _next_object(buffer: str, at: int, first: str) -> int:
    """Where the next object begins whose first field is called like that of the first element; 0 when there is none as yet."""
    for boundary in _BOUNDARY.finditer(buffer, at):
        name = _FIRST.match(buffer, boundary.end())
        if not first or name and name[1] == first:
            return boundary.end()
    return 0


class Characters:
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
