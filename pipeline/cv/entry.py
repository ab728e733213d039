"""One entry of a CV, the lines it is made of, and what their words say: kind, dates, how it ended and until when it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.normalising import fold

from .cues import any_cue, cues, without
from .dates import Period, duration, periods
from .levels import education_level

USED = ("work", "internship", "volunteering", "project")  # kinds in which skills are used
SHOWN = ("skill", "knowledge")  # types of mentions that a sentence about work shows to be used
_PARTS = re.compile(r"\s*[,;](?![^(]*\))\s+(?!\d{4}\b)|\s+/\s+|\s+[·•●]\s+|(?<=\)) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, study or certificate. ``head`` is the place of its title lines; ``months`` a duration said outright; ``level`` as in cues/education.tsv;
    ``status`` is obtained, ongoing, not_obtained or None; ``valid_until`` and ``period`` as written (2027, 2027-03); ``expired``: it is said to hold no more;
    ``told``: a sentence tells it, outside any list of jobs."""

    kind: str
    start: int
    end: int
    head: tuple[int, int]
    period: Period | None = None
    months: int | None = None
    level: str | None = None
    status: str | None = None
    valid_until: str | None = None
    expired: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its bullet and inline heading: its place, section, the words of the heading above it, and whether it is a bullet, stands below a blank line, or is a heading."""

    start: int
    end: int
    section: str
    heading: str
    bullet: bool
    blank: bool
    is_heading: bool


def parts_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list."""
    first = start
    for cut in [*_PARTS.finditer(text, start, end), None]:
        last = cut.start() if cut else end
        if text[first:last].strip():
            yield first, last
        first = cut.end() if cut else end


def make_entry(text: str, kind: str, start: int, end: int, head: tuple[int, int]) -> Entry:
    """The entry of that kind at ``start`` to ``end``: of a study or paper all words tell, of a job its title lines, ``head``."""
    words = text[start:end] if kind in ("education", "course", "certificate") else text[slice(*head)]
    at = start if kind in ("education", "course", "certificate") else head[0]
    found = periods(text, at, at + len(words))
    folded = fold(words)
    until = _valid_until(text, at, words, found)
    dated = [period for period in found if not (until and until == (period.until_text or period.from_text))]
    period = next((period for period in dated if period.is_range and period.start is not None), next(iter(dated), None))
    said = duration(words)
    status = _status(folded, kind) if kind not in ("work", "volunteering") else None
    return Entry(
        kind, start, end, head, period, said[0] if said and not (period and period.is_range) else None,
        education_level(words) if kind == "education" else None, "obtained" if status == "expired" else status, until, status == "expired",
    )  # fmt: skip


def _status(folded: str, kind: str) -> str | None:
    """How a study or certificate ended; of one of which a part was passed ("propedeuse behaald") the rest must say that the whole was."""
    status = next((value for value, pattern in cues("status") if pattern.search(folded)), None)
    if status == "attended":
        return "obtained" if kind == "course" else "not_obtained"
    if status in (None, "obtained") and any_cue("partial").search(folded):
        return "obtained" if dict(cues("status"))["obtained"].search(without(folded, "partial")) else "not_obtained"
    return status


def _valid_until(text: str, at: int, words: str, found: list[Period]) -> str | None:
    """Until when a certificate holds, or held, as written: what is said to end, or a closed period without a beginning."""
    for period in found:
        before = fold(text[at : period.at[0]])
        said = {value for value, pattern in cues("validity") if re.search(pattern.pattern + r"\W*$", before)}
        if "ended" in said and (period.until_text or period.from_text):
            return period.until_text or period.from_text
        if period.until_text and (said or period.start is None and period.is_range):
            return period.until_text
    return None


def kinds_of(text: str) -> set[str]:
    folded = fold(text)
    return {value for value, pattern in cues("entry") if pattern.search(folded)}
