"""Dates of work, studies and papers that the labeller of personal data takes for days of birth, numbers or names: they stay, for entries need them.

They are the periods of a line, dates behind words such as "geldig tot" and single ones among jobs and papers, there with their day only under certificates; never in
the personal part of a CV, nor where the line or the one above it speaks of birth (cues/personal.tsv, ``said``). A line that names a person or a place keeps its single
dates hidden, and what the labeller finds of other categories, such as illness, is left alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..cv.cues import any_cue
from ..cv.dates import periods
from ..cv.segmenting import is_heading
from ..sentences import fold_text
from .fields import names_paper
from .names import months_in
from .patterns import SURE, Personal, patterns
from .towns import is_place

_TAKEN_FOR = ("birth", "address", "number", "phone", "name")
_BESIDE = ("birth", "address", "number", "phone")  # what words beside such a date are only taken for because of the date
_DATED = ("experience", "education", "certificates")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PART = re.compile(r"[,;|\t]| {2,}| [-–] ")
_DAY = re.compile(r"\d{1,2}(?:[-/.]\d{1,2}[-/.]\d|(?:e|ste|th|st|nd|rd)? [^\W\d])|\d{4}-\d\d-\d\d")
_NEAR = 40  # characters before a date that tell what it is of
_TRIM = " #*_\t>-:|"
Span = tuple[int, int]


def without_dates_of_work(text: str, found: Sequence[Personal], known: Sequence[Personal]) -> Iterator[Personal]:
    """What the labeller finds, ``known`` being what rules found, less the dates of work, studies and papers and the words that it takes for an address or the like beside them."""
    people = sorted(personal.start for personal in (*found, *known) if personal.category not in _BESIDE and personal.chance >= SURE)
    dates = [*_dates_of_work(text, people)]
    months = months_in(text)
    starts, ends = [start for start, _ in dates], [end for _, end in dates]
    for personal in found:
        if personal.category == "name" and personal.start in months and text[personal.start : personal.end].isalpha():
            continue
        inside = dates[bisect_right(ends, personal.start) : bisect_left(starts, personal.end)] if personal.category in _TAKEN_FOR else []
        yield from _outside(text, personal, inside) if inside else (personal,)


def _dates_of_work(text: str, people: Sequence[int]) -> Iterator[Span]:
    """Where dates stand that are of work, studies or papers. ``people``: where somebody is named or described."""
    section, above = "", ""
    for line in _LINE.finditer(text):
        words = line.group().strip(_TRIM)
        heading = is_heading(words) or is_heading(re.split(r"[:\t]|  ", words)[0])
        section = heading if heading and not (heading == "personal" and names_paper(words)) else section
        if section != "personal" and not any(pattern.search(f"{above}\n{words}") for _, pattern in patterns("said")):
            peopled = bisect_left(people, line.start()) < bisect_left(people, line.end()) or any(is_place(part.strip(_TRIM)) for part in _PART.split(words))
            for period in periods(text, *line.span()):
                alone = section in _DATED and not peopled and (section == "certificates" or not _DAY.match(text, period.at[0]))
                if period.is_range or alone or _holds(text[max(line.start(), period.at[0] - _NEAR) : period.at[0]]):
                    yield period.at
        above = words


def _holds(before: str) -> bool:
    """Whether the words before a date say that it is that of a paper."""
    folded = fold_text(before)
    return any(re.search(rf"{any_cue(kind).pattern}\W*$", folded) for kind in ("validity", "status"))


def _outside(text: str, personal: Personal, dates: list[Span]) -> Iterator[Personal]:
    """What is left of a find without these dates; of words without a digit or a place only what does not hang on the date."""
    at = personal.start
    for first, last in [*dates, (personal.end, personal.end)]:
        words = text[at : max(at, first)]
        told = personal.category not in _BESIDE or re.search(r"\d", words) or any(is_place(part.strip()) for part in _PART.split(words))
        if told and any(map(str.isalnum, words)):
            yield replace(personal, start=at, end=first)
        at = max(at, last)
