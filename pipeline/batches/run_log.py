"""What a run says on stderr: sentences for people, or a JSON object a line for schedulers and log collectors.

Every JSON line has ``time`` (UTC, RFC 3339), ``level`` (info, warning, error) and ``event``: start, progress (at most every ten seconds),
message, complete or failed; docs/scheduling.md lists the other keys. Counts, names of files and faults are told, never what stands in a text.
"""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import click

from ..config import Settings
from ..errors import SkillstaalError
from .lineage import Lineage
from .progress import Pace, clock, step

_OFTEN, _SELDOM = 0.2, 10.0  # seconds between two lines of progress, on a terminal and in a log
STOPPED = "stopped; the same command goes on where it stopped"
RANDOM_SUBJECTS = "the pseudonyms of people are random and hold for this run only; set SKILLSTAAL_SUBJECT_KEY to have the same ones next time"


class RunLog:
    """The messages of one command, as text or as JSON."""

    def __init__(self, json_lines: bool = False):
        self._json = json_lines

    @property
    def tells_progress(self) -> bool:
        """Whether anyone sees how far a run is."""
        return self._json or sys.stderr.isatty()

    def say(self, event: str, message: str = "", level: str = "info", **figures) -> None:
        """``message`` is what people read; the ``figures`` are in JSON only. Nothing is shown of an event without a message to people."""
        if self._json:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            line = {"time": moment, "level": level, "event": event} | ({"message": message} if message else {}) | figures
            click.echo(json.dumps(line, ensure_ascii=False), err=True)
        elif message:
            click.echo(f"skillstaal: {message}" if level != "info" else message, err=True)

    @contextmanager
    def following(self, sources: list[str], out: str, settings: Settings, expected: int | None) -> Iterator[Callable[[dict], None]]:
        """Gives the function that tells how far the run is; ``expected``: the records that will be read, None when that is not known."""
        live = not self._json and sys.stderr.isatty()
        self.say("start", sources=sources, out=out, expected=expected, workers=settings.workers)
        started = shown = time.monotonic()
        pace = Pace(expected, started)

        def progress(totals: dict[str, int]) -> None:
            nonlocal shown
            now = time.monotonic()
            if not (self._json or live) or now - shown < (_OFTEN if live else _SELDOM):
                return
            shown, (rate, left) = now, pace.at(now, totals["read"])
            if live:
                step(_line(totals, expected, rate, left))
            else:
                self.say("progress", **totals, expected=expected, seconds=round(now - started, 1), a_second=round(rate, 1), remaining_seconds=left and round(left))

        try:
            yield progress
        finally:
            if live:
                step("")

    def complete(self, manifest: dict, settings: Settings, out: str) -> int:
        """Says how the run ended; its exit code, 1 when nothing was read or too much went to quarantine."""
        totals, timings = manifest["totals"], manifest["timings"]
        more = "".join(f"{totals[name]} {name}, " for name in ("repeats", "variants", "unchanged", "removed") if totals.get(name))
        if reason := manifest.get("earlier", {}).get("reason"):
            self.say("message", f"the earlier run in {out} {reason}: every text was translated anew")
        message = (
            f"{totals['translated']} of {totals['read']} texts translated in {timings['seconds']:.1f} s: {totals['skills']} skill statements "
            f"({totals['linked']} linked), {totals['flags']} wording flags, {more}{totals['quarantined']} in quarantine"
            f"{', taken up from an interrupted run' * bool(timings.get('resumed'))} -> {out}"
        )
        rate = round(totals["read"] / timings["seconds"], 1)
        self.say("complete", message, run=manifest["run"], **totals, **timings, a_second=rate, manifest=f"{out}/manifest.json")
        if manifest["subjects"]["key"] == "random" and totals.get("cvs"):
            self.say("message", RANDOM_SUBJECTS)
        if not totals["read"]:
            self.say("message", "no records were found; give texts", "warning")
            return 1
        if totals["quarantined"] > settings.max_quarantine * totals["read"]:
            share = f"{settings.max_quarantine:.1%}"
            self.say("message", f"more than {share} of the records could not be translated; see {out}/quarantine.jsonl", "warning")
            return 1
        return 0


def translate_sources(sources: list[str], out: str, settings: Settings, restart: bool, engine: str, log: RunLog, lineage: str | None) -> int:
    """Runs a batch that tells how it goes; its exit code. ``engine``: "local" or "spark", which tells no progress of its own.

    Raises as run_batch and run_spark do, and SkillstaalError when it was stopped by Ctrl-C or SIGTERM.
    """
    job = Lineage(lineage, sources, out, lambda message: log.say("message", message, "warning")) if lineage else None
    expected = _expected(sources, out, settings) if engine == "local" and log.tells_progress else None
    try:
        with _stoppable(), job.following() if job else nullcontext(), log.following(sources, out, settings, expected) as progress:

            def tell(totals: dict[str, int]) -> None:
                progress(totals)
                if job:
                    job.progress(totals)

            if engine == "spark":
                from .spark.engine import run_spark

                manifest = run_spark(sources, out, settings, restart)
            else:
                from .batch import run_batch

                manifest = run_batch(sources, Path(out), settings, restart, tell)
            if job:
                job.complete(manifest)
    except KeyboardInterrupt:
        exec("")  # CPython dies of SIGINT at its end, not with our exit code, when it was interrupted within an exec, as of a dataclass; the next one makes it forget that
        raise SkillstaalError(STOPPED) from None
    return log.complete(manifest, settings, out)


def _expected(sources: list[str], out: str, settings: Settings) -> int | None:
    """The records that will be read, None when the files do not tell; stdin never does."""
    from ..reading import input_files
    from ..reading.counting import count_records

    count = None if "-" in sources else count_records(input_files(sources, Path(out).resolve()))
    return min(count, settings.limit) if count is not None and settings.limit else settings.limit or count


def _line(totals: dict[str, int], expected: int | None, rate: float, left: float | None) -> str:
    of = f" of {expected:,} ({min(totals['read'] / expected, 1):.0%})" if expected else ""
    to_go = f", {clock(left)} to go" if left is not None else ""
    return f"{totals['read']:,}{of} read, {totals['quarantined']:,} in quarantine, {rate:,.0f} a second{to_go}"


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM, with which schedulers and systems end a task, does what Ctrl-C does."""

    def stop(*_) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
