"""Progress on stderr: a line that is rewritten, only when a terminal is looking."""

import sys
import time


class Progress:
    """``update`` takes the totals of the run; silent when stderr is no terminal."""

    def __enter__(self) -> "Progress":
        self._started, self._shown, self._live = time.monotonic(), 0.0, sys.stderr.isatty()
        return self

    def update(self, totals: dict[str, int]) -> None:
        now = time.monotonic()
        if self._live and now - self._shown > 0.2:
            rate = totals["translated"] / max(now - self._started, 1e-9)
            sys.stderr.write(f"\r{totals['translated']} translated, {totals['quarantined']} in quarantine, {rate:.0f} a second ")
            sys.stderr.flush()
            self._shown = now

    def __exit__(self, *_) -> None:
        if self._live and self._shown:
            sys.stderr.write("\n")


def step(line: str) -> None:
    """Says what is going on, in the place of what was said before; "" wipes it out. Silent when stderr is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
