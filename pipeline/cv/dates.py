"""Dates and durations as CVs write them -> periods in months: "2019-heden", "sept. '19 – nu", "03/2018 t/m 12/2020", "feb-juni 2024", "2 jaar".

A month is counted as ``12 * year + month - 1``. A year without a month stands for its middle, so that "2015 - 2018" is three years; with months
both ends count, so that "maart 2015 - maart 2015" is one month. What still goes on is counted to a given month, ``now``.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_SEASONS = {
    "begin": 2, "early": 2, "winter": 1, "voorjaar": 4, "lente": 4, "spring": 4, "medio": 6, "halverwege": 6, "mid": 6, "zomer": 7, "summer": 7,
    "najaar": 10, "herfst": 10, "autumn": 10, "fall": 10, "eind": 11, "late": 11, "q1": 2, "q2": 5, "q3": 8, "q4": 11,
}  # fmt: skip
_NAME = (
    r"(?:jan(?:uari|uarie|uary)?|feb(?:r(?:uari|uary)?)?|mrt|maart|march|mar|apr(?:il)?|mei|may|june?|juni|july?|juli|aug(?:ustus|ust)?|"
    r"sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SEASON = r"(?:begin|early|winter|voorjaar|lente|spring|medio|halverwege|mid|zomer|summer|najaar|herfst|autumn|fall|eind|late|q[1-4])"
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_SHORT = r"['’‘`]\d\d"
_POINT = (
    rf"(?:(?:\d{{1,2}}(?:e|ste|th|st|nd|rd)? )?(?P<name#>{_NAME})[ ,-]{{0,2}}(?P<nyear#>{_YEAR}|{_SHORT}|(?<= )\d\d(?!\d))"
    rf"|(?P<season#>{_SEASON})[ -](?P<syear#>{_YEAR}|{_SHORT})"
    rf"|(?:\d{{1,2}}[-/.])?(?P<month#>0?[1-9]|1[0-2])[-/.](?P<myear#>{_YEAR})"
    rf"|(?P<iyear#>{_YEAR})[-/](?P<imonth#>0[1-9]|1[0-2])(?:-\d\d)?(?![\d/-])"
    rf"|(?P<year#>{_YEAR}|{_SHORT}))"
)
_NOW = (
    r"(?:heden|nu|vandaag|(?:de )?(?:huidige?|present)(?: dag)?|currently|current|now|today|date|ongoing|lopend|loopt(?: nog)?|nog steeds|"
    r"op dit moment|tegenwoordig)\b"
)
_TO = r"(?:\s*(?:[-–—→>‒―]+|/(?=\d)|\.\.+|\bt/m|\btm|\btot(?: en met)?|\bto|\buntil|\btill?|\bthrough|\bt\.?e\.?m\.?)\s*)"
_FROM = r"(?:\b(?:van|from|tussen|between)\s+)?"
_SINCE = r"\b(?:sinds|since|vanaf|from|as of|sedert|per|gestart|begonnen|started)\s+(?:in |op |on )?"
_UNTIL = r"\b(?:tot(?: en met)?|t/m|until|till?)\s+(?:in |op |on )?"
_EDGE = r"(?<![\w€$.,/])"
_END = r"(?![\w€%]|[.,]\d|/\d)"
_NO_YEARS = r"(?!\s*(?:euro|stuks|m2|m²|kg|leerlingen|medewerkers|klanten|uur|inwoners|km)\b)"

def _point_pattern(number: int) -> str:
    return _POINT.replace("#", str(number))


_RANGE = re.compile(rf"{_EDGE}{_FROM}{_point_pattern(1)}{_TO}(?:{_point_pattern(2)}|(?P<now>{_NOW}))?{_END}{_NO_YEARS}", re.I)
_SHARED = re.compile(rf"{_EDGE}(?P<first>{_NAME}){_TO}(?P<last>{_NAME}) (?P<year>{_YEAR}|{_SHORT}){_END}", re.I)
_SCHOOL_YEAR = re.compile(rf"{_EDGE}(?P<year>{_YEAR})\s*[-/–]\s*(?P<short>\d\d){_END}")
_OPEN = re.compile(rf"{_EDGE}{_SINCE}{_point_pattern(1)}{_END}", re.I)
_CLOSED = re.compile(rf"{_EDGE}{_UNTIL}{_point_pattern(1)}{_END}", re.I)
_SINGLE = re.compile(rf"{_EDGE}{_point_pattern(1)}{_END}{_NO_YEARS}", re.I)

_WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
    "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19, "twintig": 20, "veertig": 40, "vijfentwintig": 25, "dertig": 30, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "anderhalf": 1.5,
}  # fmt: skip
_DURATION = re.compile(
    rf"(?<![\w.,])(?:(?P<times>\d) ?[x×] ?)?(?P<count>\d{{1,3}}(?:[.,]5)?|{'|'.join(_WORDS)})(?P<half>½| ½|,5)? ?\+? ?"
    r"(?P<unit>jaar|jaren|jr|years?|yrs?|maanden|maand|mnd|months?|weken|week|weeks?)\b(?! (?:oud|jong|old)\b)",
    re.I,
)
_JOINED = re.compile(r"\s*(?:,|en\b|and\b|&|\+)?\s*", re.I)
_PER_UNIT = {"j": 12, "m": 1, "w": 12 / 52}
_WITHIN_A_YEAR = 6  # months, of what began and ended in one year


@dataclass(frozen=True, slots=True)
class Period:
    """When something was: ``start`` and ``until`` are months, None when unknown; ``text`` forms are "2015" or "2015-03". ``at`` is its place in the text."""

    start: int | None
    until: int | None
    ongoing: bool
    at: tuple[int, int]
    from_text: str | None = None
    until_text: str | None = None
    is_range: bool = True

    def span(self, now: int) -> tuple[int, int] | None:
        """(first month, month after the last), or None when an end is not known; years alone are cut at their middle."""
        if self.start is None:
            return None
        if self.ongoing:
            return self.start, max(now + 1, self.start + 1)
        if self.until is None or self.until < self.start:
            return None
        whole = len(self.until_text or "") > 4
        return self.start, max(self.until + whole, self.start + (1 if whole else _WITHIN_A_YEAR))


def month_of(day: date) -> int:
    """The number of the month of a day."""
    return 12 * day.year + day.month - 1


def month_number(text: str) -> int:
    """The number of a month written as 2015-03, or of the middle of a year."""
    return 12 * int(text[:4]) + (int(text[5:]) - 1 if len(text) > 4 else 6)


def is_past(text: str, now: int) -> bool:
    """Whether a month or year that is written as 2015-03 or 2015 ended before the month ``now``."""
    return month_number(text) < now if len(text) > 4 else int(text) < now // 12


def written(from_: str | None, until: str | None, ongoing: bool) -> Period:
    """The period that was written so."""
    return Period(month_number(from_) if from_ else None, month_number(until) if until else None, ongoing, (0, 0), from_, until)


def periods(text: str, start: int = 0, end: int | None = None) -> list[Period]:
    """The periods and single dates between two offsets, in text order, without overlap; ranges win from single dates."""
    end = len(text) if end is None else end
    if not re.search(r"\d\d", text[start:end]):
        return []
    found: list[Period] = []
    taken = bytearray(end - start)
    for pattern, make in ((_SHARED, _shared), (_RANGE, _range), (_SCHOOL_YEAR, _school_year), (_OPEN, _open), (_CLOSED, _closed), (_SINGLE, _single)):
        for match in pattern.finditer(text, start, end):
            if not any(taken[match.start() - start : match.end() - start]) and (period := make(match)):
                found.append(period)
                taken[match.start() - start : match.end() - start] = b"x" * (match.end() - match.start())
    return sorted(found, key=lambda period: period.at)


def duration(text: str) -> tuple[int, tuple[int, int]] | None:
    """(months, place) of the first duration that is said outright: "2 jaar", "10 maanden", "2 x 5 maanden", "2 jaar en 6 maanden"."""
    for found in _DURATION.finditer(text):
        months, end = _length(found), found.end()
        more = _DURATION.match(text, _JOINED.match(text, end).end())
        if more and _unit(found) == "j" != _unit(more):
            months, end = months + _length(more), more.end()
        if 0 < round(months) <= 720:
            return round(months), (found.start(), end)
    return None


def _unit(found: re.Match) -> str:
    """The letter of the unit of a duration, years in English as in Dutch."""
    return found["unit"][0].lower().replace("y", "j")


def _length(found: re.Match) -> float:
    """The months of one number with its unit."""
    count = found["count"].lower()
    number = _WORDS.get(count) or float(count.replace(",", "."))
    return (number + (0.5 if found["half"] else 0)) * int(found["times"] or 1) * _PER_UNIT[_unit(found)]


def merged_months(spans: list[tuple[int, int]]) -> int:
    """Months in all spans together; what overlaps counts once."""
    total, last = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, last))
        last = max(last, end)
    return total


def _point(match: re.Match, n: int) -> tuple[int, str] | None:
    """(month, text) of the point of a match."""
    part = {name: match[f"{name}{n}"] for name in ("name", "nyear", "season", "syear", "month", "myear", "iyear", "imonth", "year")}
    if part["name"]:
        return _dated(part["nyear"], _MONTHS[part["name"][:3].lower()])
    if part["season"]:
        return _dated(part["syear"], _SEASONS[part["season"].lower()])
    if part["month"]:
        return _dated(part["myear"], int(part["month"]))
    if part["imonth"]:
        return _dated(part["iyear"], int(part["imonth"]))
    return _dated(part["year"], None) if part["year"] else None


def _dated(year: str, month: int | None) -> tuple[int, str]:
    number = int(year[-2:]) + (2000 if int(year[-2:]) < 45 else 1900) if len(year) < 4 else int(year)
    text = f"{number}-{month:02d}" if month else str(number)
    return month_number(text), text


def _range(match: re.Match) -> Period | None:
    first, last = _point(match, 1), _point(match, 2)
    dash_only = not match["now"] and not last
    if last and last[0] < first[0]:
        return None
    if dash_only and not re.search(r"[-–—]\s*$", match.group()) or dash_only and not re.match(r"[ \t]*(?:[|,;:)]|$)", match.string[match.end() :], re.M):
        return None
    return Period(first[0], last[0] if last else None, bool(match["now"]) or dash_only, match.span(), first[1], last[1] if last else None)


def _shared(match: re.Match) -> Period | None:
    first, last = (_dated(match["year"], _MONTHS[match[name][:3].lower()]) for name in ("first", "last"))
    if last[0] < first[0]:
        first = _dated(str(int(first[1][:4]) - 1), int(first[1][5:]))
    return Period(first[0], last[0], False, match.span(), first[1], last[1])


def _school_year(match: re.Match) -> Period | None:
    """2022/23: a school year from August to July."""
    year = int(match["year"])
    if (year + 1) % 100 != int(match["short"]):
        return None
    return Period(12 * year + 7, 12 * year + 18, False, match.span(), f"{year}-08", f"{year + 1}-07")


def _open(match: re.Match) -> Period | None:
    first = _point(match, 1)
    return Period(first[0], None, True, match.span(), first[1])


def _closed(match: re.Match) -> Period | None:
    last = _point(match, 1)
    return Period(None, last[0], False, match.span(), None, last[1])


def _single(match: re.Match) -> Period | None:
    point = _point(match, 1)
    return Period(point[0], point[0], False, match.span(), point[1], point[1], is_range=False)
