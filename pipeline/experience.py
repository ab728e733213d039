"""Sentences -> the minimum of years of experience that a text asks: "3-5 jaar ervaring", "at least two years as a buyer", "een jaar of vier op een bureau gezeten"."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from .literals import lowered, may_meet, needed
from .types import Document, Sentence

_NOT_ASKED = frozenset(("offer", "company", "procedure"))
_NUMBERS = {
    "een": 1, "één": 1, "anderhalf": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "vijftien": 15,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_BEFORE = 200  # characters of the line before a sentence that are read with it
_MOST = 15  # years; what is more is an age or the age of a firm, unless "ervaring" says otherwise
_COUNT = rf"(?:\d{{1,2}}(?:[.,]\d)?|\b(?:{'|'.join(_NUMBERS)}))"
_MORE = r"\(?\s*(?:of|or)\s+(?:meer|langer|more|longer)\b\)?"


def _years(number: int) -> str:
    """The pattern of a number of years, or of a range of which it is the lower end, in group ``number<n>``."""
    return rf"(?<!\d)(?<!\d[.,])(?P<number{number}>{_COUNT}|\ba(?= year\b))(?:\s*\(\w+\))?(?:\s*(?:[-–/]|tot|a|à|to|of|or|en|and)\s*(?:{_COUNT}|meer|more))?\s*\+?\s*(?:jaar|jaren|years?)\b(?!\s+of\s+(?:wat|{_COUNT})\b)"


_NAMED = re.compile(
    rf"{_years(1)}['’]?(?:\s*{_MORE})?[\w\s-]{{0,46}}?(?:werk)?(?:ervaring|experience|ervaren)"
    rf"|(?:werk)?(?:ervaring|experience)[\w\s,:()-]{{0,45}}?(?:min\.\s*)?{_years(2)}",
    re.I,
)
_LEAST = r"(?:minimaal|minimum|minstens|ten\s?minste|min\.|at least|no less than|a minimum of|ruim|zo['’]n|circa|een kleine)"
_DONE = r"(?:gewerkt|werkzaam|gedraaid|gezeten|gestaan|meegedraaid|bezig|actief|achter de rug|worked|working|led|run)"
_TOLD = re.compile(
    rf"\b{_LEAST}\s+{_years(1)}(?:\s*{_MORE})?\s+(?:als|as|in|op|met|bij|binnen|aan|with|on|at|of|behandelde|{_DONE})\b"
    rf"|{_years(2)}\s*{_MORE}[\w\s]{{0,30}}?\s(?:als|as|in|op|met|bij|with|{_DONE})\b"
    rf"|(?<!\d)(?<!\d[.,])(?P<number3>\d{{1,2}})\s*\+\s*(?:jaar|jaren|years?)\b"
    rf"|\b(?:hebt?|have|bent|wie)\b[^.;]{{0,40}}?{_years(4)}[^.;]{{0,50}}?\b{_DONE}\b"
    rf"|\b(?:have|hebt?)\b[^.;]{{0,60}}?\bfor at least {_years(5)}"
    rf"|(?<!\bvan )\been jaar of (?P<number6>{_COUNT})\b"
    rf"|\been (?P<number7>twee|drie|vier)tal jaar\b",
    re.I,
)
_OTHERWISE = re.compile(r"\b(?:oud|oude|ouder|old|older|leeftijd|age|contract\w*|\w*rijbewijs|licen[cs]e|geldig\w*|garantie|\w*traject|traineeship|bestaa\w*|verblij\w+|beschikbaar|available|bij ons|with us"
    r"|dienst\w*|baan voor|opdracht|commitment|project|assignment|uitzicht|optie|studeer\w*|studie|gewoond|woon\w*|ingeschreven|recht op|sommigen|collega['’]s werken"
    r"|(?:wij|we) (?:zijn|draaien|werken|bestaan|have|are))\b",
    re.I,
)
_OF_OTHERS = re.compile(
    r"\b(?:na|(?:kinderen|jongeren|jeugdigen|leerlingen|cliënten|mensen|volwassenen|peuters) (?:van|tussen|vanaf|tot)(?: de)?"
    r"|(?:wij|we|bedrijf|collega['’]s|team) (?:hebben|heeft|have)(?: (?:al|meer dan|ruim|over|more than))*|(?:monteur|collega|team|bedrijf) met|is met)\s*$",
    re.I,
)
_RUNS = (needed(_NAMED), needed(_TOLD))
_YEAR = re.compile(r"[jJyY](?i:(?<=j)aar|(?<=j)aren|(?<=y)ears?\b)")
_CEILING = re.compile(r"(?:maximaal|max\.?|hoogstens|hooguit|ten hoogste|tot|(?:niet|geen) (?:meer|langer) dan|minder dan|at most|up to|(?:not?|not) (?:more|longer) than|less than)\s*(?:een jaar of\s*)?$", re.I)
_DENIED = re.compile(r"\b(?:niet|geen|not|never|nooit)\b", re.I)


def experience_years(document: Document, sentences: Sequence[Sentence]) -> int | None:
    """The minimum of years of experience that is asked, or None; the first that is called experience counts, else the first that otherwise tells."""
    asking = [sentence for sentence in sentences if sentence.section not in _NOT_ASKED and _YEAR.search(document.text, sentence.start, sentence.end)]
    told = (years for years in _found(document, asking, _TOLD, _RUNS[1]) if years <= _MOST)
    return next(chain(_found(document, asking, _NAMED, _RUNS[0]), told), None)


def _found(document: Document, sentences: Sequence[Sentence], pattern: re.Pattern, runs: Sequence[str]) -> Iterator[int]:
    """The years that a pattern meets, in text order."""
    for sentence in sentences:
        line = document.text.rfind("\n", 0, sentence.start) + 1
        text = document.text[max(line, sentence.start - _BEFORE) : sentence.end]
        if not may_meet(runs, lowered(text)) or pattern is _TOLD and _OTHERWISE.search(text):
            continue
        for found in pattern.finditer(text):
            group = found.lastgroup or ""
            number = found[group]
            before = text[: found.start(group)]
            if not _CEILING.search(before) and not _OF_OTHERS.search(before) and not (pattern is _TOLD and _DENIED.search(found[0])):
                yield int(number.replace(",", ".").split(".")[0]) if number[0].isdigit() else _NUMBERS.get(number.lower(), 1)
