"""Sentences -> the minimum of years of experience that a text asks: "3-5 jaar ervaring", "at least two years as a buyer", "een jaar of vier op een bureau gezeten"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter

from .cues import read_cues
from .literals import lowered, may_meet, needed
from .types import NOT_ASKED, Document, Sentence

_NUMBERS = {
    "een": 1, "één": 1, "anderhalf": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "vijftien": 15,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_BEFORE = 200  # characters of the line before a sentence that are read with it
_MOST = 15  # years; what is more is an age or the age of a firm, unless "ervaring" says otherwise
_COUNT = rf"(?:\d{{1,2}}(?:[.,]\d)?|\b(?:{'|'.join(_NUMBERS)}))"
_YEAR = re.compile(r"[jJyYmM](?i:(?<=j)aar|(?<=j)aren|(?<=j)rn?\b|(?<=y)(?:ears?|rs?)\b|(?<=m)(?:aanden|onths)\b)")
_FIELD = re.compile(r"\W*(?:(?:jaren|relevante|years of|relevant|work) )?(?:werk)?(?:ervaring|experience)\W*", re.I)  # a heading that calls the number below it experience
_NUMBER_FIRST = re.compile(r"\W*(?:min\w*\.?\s*)?\d", re.I)
_DENIED = re.compile(r"\b(?:niet|geen|not|never|nooit)\b", re.I)
_MORE = r"\(?\s*(?:of|or)\s+(?:meer|langer|more|longer)\b\)?"


def _years(number: int) -> str:
    """The pattern of a number of years, or of a range of which it is the lower end, in group ``number<n>``."""
    return rf"(?<!\d)(?<!\d[.,])(?P<number{number}>{_COUNT}|\ba(?= year\b))(?:\s*\(\w+\))?(?:\s*(?:[-–/]|tot|a|à|to|of|or|en|and)\s*(?:{_COUNT}|meer|more))?\s*\+?\s*(?:jaar|jaren|jrn?\.?|years?|yrs?\.?)(?!\w)(?!\s+of\s+(?:wat|{_COUNT})\b)"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What tells years, each with the words it needs: called ``experience``, or ``told`` otherwise; and the words of cues/experience.tsv around them."""

    named: tuple[re.Pattern, tuple[str, ...]]
    told: tuple[re.Pattern, tuple[str, ...]]
    otherwise: re.Pattern
    not_before: re.Pattern
    not_behind: re.Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    cues = {sort: "|".join(row["pattern"] for row in rows) for sort, rows in groupby(read_cues("experience"), itemgetter("sort"))}
    named = re.compile(
        rf"{_years(1)}['’]?(?:\s*{_MORE})?[\w\s-]{{0,46}}?(?:werk)?(?:ervaring|experience|ervaren|erv\b)"
        rf"|(?:werk)?(?:ervaring|erv\.|experience)[\w\s,:()>≥-]{{0,45}}?(?:min\.\s*)?{_years(2)}"
        rf"|(?:ervaring|experience)\s*:\s*(?P<number3>\d{{1,2}})\s*(?:\+|[-–]\s*\d{{1,2}})?\s*$"
        rf"|(?<!\d)(?P<months>\d{{1,2}})(?:\s*[-–]\s*\d{{1,2}})?\s*(?:maanden|months)['’]?\s+(?:(?!met\b|with\b)\w+\s+)?(?:werk)?(?:ervaring|experience)",
        re.I,
    )
    done = f"(?:{cues['done']})"
    told = re.compile(
        rf"\b(?:{cues['least']})\s+{_years(1)}(?:\s*{_MORE})?\s+(?:als|as|in|op|met|bij|binnen|aan|with|on|at|of|behandelde|{done})\b"
        rf"|{_years(2)}\s*{_MORE}[\w\s]{{0,30}}?\s(?:als|as|in|op|met|bij|with|{done})\b"
        rf"|(?<!\d)(?<!\d[.,])(?P<number3>\d{{1,2}})\s*\+\s*(?:jaar|jaren|years?)\b"
        rf"|\b(?:hebt?|have|bent|wie)\b[^.;]{{0,40}}?{_years(4)}[^.;]{{0,50}}?\b{done}\b"
        rf"|\b(?:have|hebt?)\b[^.;]{{0,60}}?\bfor at least {_years(5)}"
        rf"|(?<!\bvan )\been jaar of (?P<number6>{_COUNT})\b"
        rf"|\been (?P<number7>twee|drie|vier)tal jaar\b"
        rf"|{_years(8)}\s+(?:{cues['alike']})",
        re.I,
    )
    not_before = rf"(?:(?:{cues['ceiling']})\s*(?:een jaar of\s*)?|\b(?:{cues['others']})\s*)$"
    otherwise, not_behind = re.compile(rf"\b(?:{cues['otherwise']})\b", re.I), re.compile(rf"[^.;]{{0,40}}\b(?:{cues['behind']})", re.I)
    return _Patterns((named, needed(named)), (told, needed(told)), otherwise, re.compile(not_before, re.I), not_behind)


def experience_years(document: Document, sentences: Sequence[Sentence]) -> int | None:
    """The minimum of years of experience that is asked, or None; the first that is called experience counts, else the first that otherwise tells."""
    asking = list(_asking(document, sentences))
    told = (years for years in _found(asking, told=True) if years <= _MOST)
    return next(chain(_found(asking, told=False), told), None)


def _asking(document: Document, sentences: Sequence[Sentence]) -> Iterator[str]:
    """What speaks of years and may ask them, each with what stands before it on its line; a number right below a heading with that."""
    heading = ""
    for sentence in sentences:
        words = document.text[sentence.start : sentence.end]
        field = bool(heading) and not sentence.is_heading and _NUMBER_FIRST.match(words)
        if sentence.section not in NOT_ASKED and (field or _YEAR.search(words)):
            line = document.text.rfind("\n", 0, sentence.start) + 1
            yield f"{heading}: {words}" if field else document.text[max(line, sentence.start - _BEFORE) : sentence.end]
        heading = words.strip(" :") if sentence.is_heading and _FIELD.fullmatch(words) else ""


def _found(texts: Sequence[str], told: bool) -> Iterator[int]:
    """The years that are called experience, or are ``told`` otherwise, in text order."""
    patterns = _patterns()
    pattern, runs = patterns.told if told else patterns.named
    for text in texts:
        if not may_meet(runs, lowered(text)) or told and patterns.otherwise.search(text):
            continue
        for found in pattern.finditer(text):
            group = found.lastgroup or ""
            others = patterns.not_before.search(text[: found.start(group)]) or patterns.not_behind.match(text, found.end())
            if not others and not (told and _DENIED.search(found[0])) and (years := _number(found[group], group == "months")) is not None:
                yield years


def _number(words: str, months: bool) -> int | None:
    """A number of years in figures or words, rounded down; None for less than a year of months."""
    number = int(words.replace(",", ".").split(".")[0]) if words[0].isdigit() else _NUMBERS.get(words.lower(), 1)
    return number if not months else number // 12 or None
