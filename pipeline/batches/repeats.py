"""Records in order -> the same, each marked when it was there before: an id that is used twice, the same text, nearly the same text.

A ``Repeat`` is the same text, letter by letter, of the same kind, language and title: it is written in full under its own id from one
translation. A ``Variant`` is nearly the same (deduplicating.py; only when ``duplicate_similarity`` is below 1): nothing is claimed about its own
words, it only refers to its original. Memory: 20 bytes a record for the ids, some 60 a different text; with variants 450 a text more, of
the last million different texts at most.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from hashlib import blake2b

from ..config import Settings
from ..errors import RecordError
from ..reading import Item, ReadDocument
from ..translate import LANGUAGES
from .deduplicating import Deduplicator, HashIndex

_GENERATION = 500_000  # different texts that are remembered together and forgotten together
MAX_CHARACTERS = 4_000_000  # of the texts of a shard


@dataclass(frozen=True, slots=True)
class Repeat(ReadDocument):
    """A document with the same text as ``original``, which is item ``position`` of shard ``shard``."""

    original: str = ""
    shard: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Variant(ReadDocument):
    """A document with nearly the same text as ``original``."""

    original: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """Items that are translated and written together."""

    number: int
    items: list[Item]


def shards(items: Iterable[Item], settings: Settings) -> Iterator[Shard]:
    """The items by ``settings.shard`` together, fewer when they are very long, with the repeats marked."""
    known = _Known(settings.duplicate_similarity)
    number, some, size = 0, [], 0
    for item in items:
        length = 0 if isinstance(item, RecordError) else len(item.text)
        if len(some) == settings.shard or some and size + length > MAX_CHARACTERS:
            yield Shard(number, some)
            number, some, size = number + 1, [], 0
        some.append(known.marked(item, number, len(some)))
        size += length
    if some:
        yield Shard(number, some)


class _Known:
    """What was there before."""

    def __init__(self, similarity: float):
        self._ids, self._texts = HashIndex("Q"), HashIndex("Q")
        self._originals = _Originals()
        self._near = _Near(similarity) if similarity < 1 else None

    def marked(self, item: Item, shard: int, position: int) -> Item:
        """The item, as RecordError when its id is used twice, as Repeat or Variant; else it is remembered."""
        if isinstance(item, RecordError):
            return item
        key = _hash(item.id)
        if self._ids.find(key):
            return RecordError(item.id, "the id is used twice; ids are unique in a run", item.location)
        self._ids.add(key, 0)
        if item.language not in LANGUAGES:
            return item
        key = _hash("\0".join((item.sha256, item.kind, item.language, item.title)))
        if found := self._texts.find(key):
            return Repeat(*_values(item), *self._originals[found[0]])
        if self._near and (original := self._near.first(item.id, item.text)) is not None:
            return Variant(*_values(item), original)
        self._texts.add(key, self._originals.add(item.id, shard, position))
        return item


class _Originals:
    """(id, shard, position) of different texts by number, in flat arrays."""

    def __init__(self):
        self._ids, self._ends, self._shards, self._positions = bytearray(), array("Q", [0]), array("I"), array("I")

    def add(self, identifier: str, shard: int, position: int) -> int:
        self._ids += identifier.encode()
        self._ends.append(len(self._ids))
        self._shards.append(shard)
        self._positions.append(position)
        return len(self._shards) - 1

    def __getitem__(self, row: int) -> tuple[str, int, int]:
        return self._ids[self._ends[row] : self._ends[row + 1]].decode(), self._shards[row], self._positions[row]


class _Near:
    """Two generations of different texts: when the younger is full, the older is forgotten."""

    def __init__(self, similarity: float):
        self._similarity = similarity
        self._older, self._younger = Deduplicator(similarity), Deduplicator(similarity)

    def first(self, identifier: str, text: str) -> str | None:
        """The id of the first text that is nearly the same; None when this is the first."""
        if len(self._younger) == _GENERATION:
            self._older, self._younger = self._younger, Deduplicator(self._similarity)
        if len(self._older) and (found := self._older.find(text)) is not None:
            return found
        return self._younger.first(identifier, text)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


_FIELDS = tuple(field.name for field in fields(ReadDocument))


def _values(item: ReadDocument) -> list:
    return [getattr(item, name) for name in _FIELDS]
