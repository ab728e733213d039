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


def elements(read: Callable[[int], str]) -> Generator[object, None, str]:
    """Elements of a JSON list, or Twice, without its [; returns what was read after its ]. ``read`` gives so many characters or fewer, none at the end.

    Raises ValueError or RecursionError where the list is broken, or an element too large.
    """
    found: list[str] = []
    decoder, buffer, at, ended = json.JSONDecoder(object_pairs_hook=_noting(found)), "", 0, False
    while True:
        if not (begin := _NEXT.match(buffer, at)):
            at = len(buffer)
        elif begin[1] == "]":
            return buffer[begin.end() :]
        else:
            found.clear()
            with suppress(ValueError):
                value, end = decoder.raw_decode(buffer, begin.start(1))
                if _NEXT.match(buffer, end):
                    yield Twice(found[0]) if found else value
                    at = end
                    continue
        if ended or len(buffer) - at > documents.MAX_FILE:
            raise ValueError
        more = read(max(_CHUNK, len(buffer) - at))
        buffer, at, ended = buffer[at:] + more, 0, not more


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
