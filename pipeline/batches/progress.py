"""How fast a run goes and how long it will take still; and a line on stderr that is rewritten while a terminal is looking."""

import sys
from collections import deque

_WINDOW = 60.0  # seconds over which the rate is taken: what was finished before is over at once and says nothing of the rest


class Pace:
    """The rate of a run over the last minute. ``expected``: the records that will be read, None when that is not known."""

    def __init__(self, expected: int | None, now: float):
        self._expected, self._seen = expected, deque([(now, 0)])

    def at(self, now: float, read: int) -> tuple[float, float | None]:
        """(records a second, seconds to go or None) when ``read`` records are done; ``now`` in seconds on a clock that never goes back."""
        self._seen.append((now, read))
        while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        rate = (read - before) / max(now - then, 1e-9)
        return rate, max(self._expected - read, 0) / rate if rate and self._expected is not None else None


def clock(seconds: float) -> str:
    """Hours, minutes and seconds: 1:02:03, or 2:03 below an hour."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{left:02}" if minutes >= 60 else f"{minutes}:{left:02}"


def step(line: str) -> None:
    """Says what is going on, in the place of what was said before; "" wipes it out. Silent when stderr is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
