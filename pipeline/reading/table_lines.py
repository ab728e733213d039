"""The lines of a table, numbered, which can be read again: those of a broken row may be rows."""

from collections import deque

from . import documents

_BLANK = 100  # empty lines that are looked past


class TooLong(Exception):
    """A line, or the lines of one row, hold more than a record may."""


class Lines:
    """Lines for csv.reader. ``number`` is that of the last line given; lines are kept from the last ``begin`` on. ``fault``: why they end, when not at the end of the stream."""

    def __init__(self, stream):
        self._stream, self._again = stream, deque()
        self._kept: list[str] = []
        self._size = 0
        self.number = 0
        self.fault: OSError | None = None

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self._kept.append(line)
        self.number += 1
        self._size += len(line)
        if len(line) >= documents.MAX_FILE:
            while line and not line.endswith("\n"):
                line = self._read()
            raise TooLong
        if self._size > documents.MAX_FILE:
            raise TooLong
        return line

    @property
    def broke_off(self) -> bool:
        """Whether all lines are given and a fault ended them."""
        return self.fault is not None and not self._again

    def _read(self) -> str:
        """The next line of the stream; "" at its end, and where it is damaged."""
        if self.fault is None:
            try:
                return self._stream.readline(documents.MAX_FILE)
            except OSError as error:
                self.fault = error
        return ""

    def begin(self, keep_from: int | None = None) -> None:
        """A row begins at the next line. Lines before ``keep_from``, a line number, are forgotten; all of them when it is None."""
        self._size = 0
        if keep_from is None:
            self._kept.clear()
        else:
            del self._kept[: max(0, keep_from - (self.number - len(self._kept)) - 1)]

    def kept(self, number: int) -> str:
        """A line that is kept, by its number."""
        return self._kept[number - self.number - 1]

    def back_to(self, number: int) -> None:
        """The kept lines from this number on come again."""
        count = self.number - number + 1
        if count > 0:
            self._again.extendleft(reversed(self._kept[-count:]))
            del self._kept[-count:]
            self.number -= count

    def following(self) -> str | None:
        """The next line that is not empty, which is not taken; None at the end."""
        for number in range(_BLANK):
            if number == len(self._again):
                line = self._read()
                if not line:
                    return None
                self._again.append(line)
            if self._again[number].strip():
                return self._again[number]
        return None
