"""Gzip files of text (RFC 1952): unpacked as they are read, after a look through them, as only the checksum at the end tells whether they are whole.
"""

import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from . import documents
from .documents import Given

MAX_RATIO = 200  # text packs 3 to 20 times smaller, a bomb 1,000 times
_STEP, _SMALL_STEP = 65_536, 512  # bytes unpacked together; small ones, so that damage takes little of what stands before it along
_BLANK = re.compile(rb"(.)\1{63}", re.S)  # a hole in the file; packed text has no such runs, unless it is very repetitive
_DENSE = 50  # times that text which has none may be larger than the file
_MAGIC = b"\x1f\x8b"
_HEADER_CHECK, _EXTRA, _NAME, _COMMENT, _RESERVED = 2, 4, 8, 16, 0xE0
NO_GZIP, TAIL, CUT, GARBLED, CHECKSUM, ENDING = "no gzip", "tail", "cut", "garbled", "checksum", "ending"


class Broken(OSError):
    """The gzip ends here, or cannot be unpacked further. ``kind`` is one of NO_GZIP (from the start), TAIL (other bytes after its end), CUT (breaks off),
    GARBLED (cannot be unpacked), CHECKSUM (it is wrong, the length is right), ENDING (both are wrong)."""

    def __init__(self, kind: str):
        super().__init__(f"the gzip is broken: {kind}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a gzip file, and how many unpacked bytes, from the start, checksums vouch for."""

    kind: str
    sure: int


class _Members:
    """The content of the members of a gzip file, one after the other. Raises Broken; when ``careful``, also where bytes of the file are blank."""

    def __init__(self, file, careful: bool = False):
        self._file, self._careful, self._step = file, careful, _SMALL_STEP if careful else _STEP
        self._packed = b""
        self._inflater = None
        self._crc = self._size = 0
        self._first = True
        self.sure = 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while True:
            if self._inflater is None and not self._begin():
                return b""
            if self._inflater.eof:
                self._end()
                continue
            self._fetch(1)
            try:
                part = self._inflater.decompress(self._packed, size)
            except zlib.error as error:
                raise Broken(GARBLED) from error
            self._packed = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            self._crc, self._size = zlib.crc32(part, self._crc), self._size + len(part)
            if part:
                return part

    def _begin(self) -> bool:
        """Reads the header of the next member; False when there is none."""
        while not self._first and (self._more() or self._packed) and not self._packed.strip(b"\0"):
            self._packed = b""  # padding
        self._packed = self._packed if self._first else self._packed.lstrip(b"\0")
        if not self._packed and not self._more():
            if self._first:
                raise Broken(NO_GZIP)
            return False
        while len(self._packed) < len(_MAGIC) and self._more():
            pass
        if not self._packed.startswith(_MAGIC):
            raise Broken(NO_GZIP if self._first else TAIL)
        header = self._take(10)
        flags = header[3]
        if header[2] != 8 or flags & _RESERVED:
            raise Broken(NO_GZIP if self._first else GARBLED)
        if flags & _EXTRA:
            self._take(int.from_bytes(self._take(2), "little"))
        for flag in (_NAME, _COMMENT):
            while flags & flag and self._take(1) != b"\0":
                pass
        if flags & _HEADER_CHECK:
            self._take(2)
        self._inflater, self._crc, self._size, self._first = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0, False
        return True

    def _end(self) -> None:
        """Checks the member that was read. Its checksum and length are all that follows it."""
        crc, size = (int.from_bytes(self._take(4), "little") for _ in range(2))
        if crc != self._crc:
            raise Broken(CHECKSUM if size == self._size & 0xFFFFFFFF else ENDING)
        if size != self._size & 0xFFFFFFFF:
            raise Broken(ENDING)
        self.sure += self._size
        self._inflater = None

    def _more(self) -> bool:
        read = self._file.read(self._step)
        if self._careful and self._size < _DENSE * self._file.tell() and _BLANK.search(read):
            raise Broken(GARBLED)
        self._packed += read
        return bool(read)

    def _fetch(self, size: int) -> None:
        while len(self._packed) < size:
            if not self._more():
                raise Broken(CUT)

    def _take(self, size: int) -> bytes:
        self._fetch(size)
        taken, self._packed = self._packed[:size], self._packed[size:]
        return taken


def look_through(path: Path) -> Damage | None:
    """What is wrong with a gzip file; None when nothing is, or when it unpacks to more than will be read of it. Raises OSError."""
    with path.open("rb") as file:
        members, size = _Members(file), 0
        try:
            while part := members.read(_STEP):
                size += len(part)
                if size > max(documents.MAX_FILE, MAX_RATIO * file.tell()):
                    return None
        except Broken as error:
            return Damage(error.kind, members.sure)
    return None


class Unpacked(io.RawIOBase):
    """What a gzip file unpacks to, up to where it is damaged. Raises Broken there, and RecordError when it is more than text can be."""

    def __init__(self, path: Path, given: Given, damage: Damage | None = None):
        self._packed = path.open("rb")
        self._members = _Members(self._packed, damage is not None and damage.kind not in (TAIL, CUT))
        self._given, self._damage, self._size = given, damage, 0
        self._fault: Broken | None = None

    @property
    def is_sure(self) -> bool:
        """Whether checksums vouch for all that was read as yet."""
        return self._damage is None or self._size <= self._damage.sure

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count, view = 0, memoryview(buffer)
        limit = min(len(view), self._damage.sure - self._size) if self._damage and self._size < self._damage.sure else len(view)
        while count < limit and self._fault is None:
            try:
                part = self._members.read(limit - count)
            except Broken as error:
                self._fault = error  # raised when all that stands before it is read
                break
            if not part:
                break
            view[count : count + len(part)] = part
            count += len(part)
        if self._fault and not count and self._fault.kind != TAIL:
            raise self._fault
        self._size += count
        if self._size > max(documents.MAX_FILE, MAX_RATIO * self._packed.tell()):
            raise self._given.refuse(f"the file unpacks to more than {MAX_RATIO} times its size, as zip bombs do; unpack it yourself if it is right")
        return count

    def close(self) -> None:
        super().close()
        self._packed.close()


def unpacked(path: Path, given: Given, damage: Damage | None = None) -> io.BufferedReader:
    """The content of a gzip file; ``damage`` is what looking through it told."""
    return io.BufferedReader(Unpacked(path, given, damage), _STEP)
