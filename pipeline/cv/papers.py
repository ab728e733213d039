"""The part of a CV with studies, courses or certificates -> its entries: a line each, or a member of a list that names one itself."""

import re
from collections.abc import Iterator, Sequence

from ontology.normalising import fold

from ..types import Sentence
from .cues import cues, without
from .dates import Period, periods
from .denying import is_denial
from .entry import Entry, Line, kinds_of, make_entry, parts_of
from .levels import education_level, level_of_words, without_schools


def papers(text: str, lines: list[Line], sentences: Sequence[Sentence]) -> list[Entry]:
    """The entries of a part with studies, courses or certificates: a line each, or a member of a list that names one itself. A line that is no more than
    a date belongs to the undated lines right above it, up to a blank line, else to what comes next."""
    units: list[tuple[int, int, Line]] = []
    alone: int | None = None
    opened = 0
    for line in lines:
        opened = len(units) if line.blank else opened
        own = [part for s in sentences if line.start <= s.start < line.end for part in parts_of(text, s.start, s.end)]
        for first, last in own:
            words = "".join(text[a:b] for a, b in _outside(periods(text, first, last), first, last))
            if first == line.start and not re.search(r"[^\W\d_]", words):
                if alone is None and len(units) > opened and not periods(text, *units[-1][:2]):
                    at = _study(text, units, opened)
                    units[at:] = [(units[at][0], last, units[at][2])]
                else:
                    alone = first if alone is None else alone
            elif units and first > line.start and alone is None and not _stands_apart(text[first:last], text[units[-1][0] : units[-1][1]]):
                units[-1] = (units[-1][0], last, line)
            else:
                units.append((first if alone is None else alone, last, line))
                alone = None
    return [make_entry(text, _paper_kind(text[first:last], line), first, last, (first, last)) for first, last, line in units if not _is_absent(text[first:last])]


def _study(text: str, units: list[tuple[int, int, Line]], opened: int) -> int:
    """Which unit from ``opened`` on begins the study of which the last one says no more than the school or the outcome."""
    first = len(units) - 1
    while first > opened and not _is_paper(text[slice(*units[first][:2])]) and not periods(text, *units[first - 1][:2]):
        first -= 1
    return first


def _is_absent(words: str) -> bool:
    """"Nog geen VCA": what is not there; a study that was left without its diploma is."""
    return is_denial(words) and not any(value == "not_obtained" and pattern.search(fold(words)) for value, pattern in cues("status"))


def _stands_apart(words: str, before: str) -> bool:
    """Whether a member of a list is a paper beside the one before it, and not its school, date or outcome."""
    told = re.search(r"[^\W\d_]", without(_bare_of_dates(words), "status", "outcome"))
    return bool(told) and _is_paper(words) and _is_paper(before)


def _bare_of_dates(words: str) -> str:
    return "".join(words[first:last] for first, last in _outside(periods(words), 0, len(words)))


def _is_paper(words: str) -> bool:
    """Whether words name a study, course or certificate of their own."""
    own = without_schools(words)
    return bool(kinds_of(own) & {"course", "certificate"} or level_of_words(own) or re.match(r"\s*[A-Z]{2,5}\b", own))


def _paper_kind(words: str, line: Line) -> str:
    """What a paper is by its own words, else by its heading."""
    for kinds in (kinds_of(words), kinds_of(line.heading)):
        if "certificate" in kinds:
            return "certificate"
        if "course" in kinds:
            return "course"
        if education_level(words):
            return "education"
    return "course" if line.section == "certificates" else "education"


def _outside(found: list[Period], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between the periods."""
    for period in found:
        yield start, period.at[0]
        start = period.at[1]
    yield start, end
