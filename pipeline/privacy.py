"""Personal data is found before anything else and masked, so that no later stage can see or export it.

Masks keep the length of the text, so that offsets stay true. In every text: e-mail, telephone, links, IBAN and BSN (checked by
python-stdnum). In CVs also names, addresses, dates of birth, nationality, marital status, children and referees; what
stands above the first heading counts as personal sooner than what stands below it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .cues import read_cues
from .types import Document

MASK = "█"
Span = tuple[int, int]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S+|\b[\w-]+\.(?:nl|be|com|org|eu)/\S+", re.I)
_IN_LINKS = ("://", "www.", ".com/", ".nl/", ".be/", ".org/", ".eu/")  # every link has one of these
_NINE_DIGITS = re.compile(r"\d(?:[ ()./–-]*\d){8}")  # every telephone number and BSN has as many
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\(?0)\d?[\d ()./–-]{6,18}\d(?!\w)")
_MONTH_YEAR = re.compile(r"\d{1,2}[/.-](?:19|20)\d\d")
_IBAN = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z]\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}\b")
_BSN = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)|(?<!\d)\d{4}[ .]\d{2}[ .]\d{3}(?!\d)")

_POSTCODE = re.compile(r"\b\d{4} ?[A-Z]{2}\b(?:[ ,]+[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})?")
_STREET = re.compile(
    r"\b[A-Z][\w'’.-]*(?: (?:van|de|den|der|het|'t|[A-Z][\w'’.-]*)){0,4}?(?:straat|laan|weg|plein|kade|gracht|singel|dijk|hof|pad|steeg|"
    r"dreef|plantsoen|steenweg) \d+[\w-]*(?: (?:bus )?\d+| [IVX]+\b)?"
)
_BIRTH = re.compile(r"(?:°\s?|\b(?:geboren|geboortedatum|geb|born|date of birth)\b\W{0,3}(?:op |te |in |on )?)[^\n|;]{4,60}", re.I)
_FIELD = re.compile(
    r"^[ \t>*•-]*(?:(?:volledige |voor|achter|roep)?(?:naam|namen)|(?:woon|mail)?adres|straat|woonplaats|postcode(?: en \w+)?|(?:telefoon|mobiel)\w*(?: \w+)?|tel|gsm|"
    r"e-?mail\w*|geboren(?: op)?|geboorte\w*|nationaliteit|burgerlijke (?:staat|stand)|geslacht|bsn|burgerservicenummer|rijksregisternummer|iban|"
    r"rekeningnummer|linkedin|website|kinderen|religie|geloof|gezinssituatie|status|referent(?:ie)?|name|address|phone|mobile|date of birth|"
    r"place of birth|nationality|marital status|gender)\.?(?:\s*:|\t| {2,}|\.? +(?=[\d+(°])).*$",
    re.I | re.M,
)
_STATUS = re.compile(
    r"\b(?:(?:on)?gehuwd|getrouwd|samenwonend|alleenstaand|weduw(?:e|naar)|gescheiden|married|divorced|"
    r"(?:\d+|een|twee|drie|vier|vijf|geen|one|two|three|four) (?:\w+ )?(?:kind(?:eren)?|child(?:ren)?)|\w+ (?:nationaliteit|nationality))\b",
    re.I,
)
_TITLED = re.compile(r"\b(?:[Dd]hr|[Mm]evr|[Mm]w|[Dd]e heer|[Mm]evrouw|Mr|Mrs|Ms)\b\.? +(?:(?:drs|ing|ir|dr|prof|mr)\.? +)*(?:[A-Z][\w'’.-]* *(?:(?:van|de|den|der|ter) +)*){1,4}")
_DATE = re.compile(r"\b\d{1,2}(?:[./-]\d{1,2}[./-]| +[a-z]{3,9}\.? +)(?:19|20)\d\d\b", re.I)
_PLACE = re.compile(r"\b[1-9]\d{3} +[A-Z][a-zé'’-]+\b")
_HOUSE = re.compile(r"^[A-Z][\w'’. -]{3,40} \d{1,4}(?: ?[a-zA-Z]{1,3})?(?: bus \d+|-\w{1,3})?$")
_NATIONALITY = re.compile(
    r"^(?:Nederland(?:s|se|er)|Belg(?:isch|ische)?|Duits(?:e|er)?|Frans(?:e)?|Turks(?:e)?|Marokkaan(?:s|se)|Pools(?:e)?|Surina(?:ams|amse|mer)|Syri(?:sch|sche|ër)|"
    r"Spaans(?:e)?|Italiaans(?:e)?|Portugees|Roemeens(?:e)?|Bulgaars(?:e)?|Oekraïens(?:e)?|Brits(?:e)?|Engels(?:e)?|Dutch|Belgian|British|\w{3,12}(?:ees|eese|iaan|iaans|iaanse))$"
)
_NAME = re.compile(
    r"^(?:(?i:dhr|mevr|mw|mr|drs|ing|ir|dr|de heer|mevrouw|cv|curriculum vitae|resume|cv van|curriculum vitae van)\b[.:]? *[-–:]? *)*"
    r"(?:[A-Z]\. ?|[A-Z][\w'’-]+ )(?:(?:[A-Z]\.)+ ?|(?:van|de|den|der|ter|ten|el|al|bin|von|le|la|'t|in 't) |[A-Z][\w'’-]+(?: |$)){1,5}$"
)
_JOB = re.compile(
    r"(?i)medewerk|manager|develop|engineer|advis|assist|monteur|chauffeur|verpleeg|verzorg|\bkok\b|lasser|leider|coördinator|specialist|anal[iy]st|"
    r"consultant|docent|leerkracht|boekhoud|verkoper|planner|design|operator|techni|timmer|begeleid|directeur|bouw|logistiek|administrat|marketing|zorg"
)
_NO_NAME = re.compile(r"(?i)^(?:curriculum|vitae|resume|mevr|mevrouw|dhr|van|der|den|cv)$")
_SEPARATORS = re.compile(r"\s*[·|•;,]\s*|\s+[-–—]\s+|\t+| {3,}")
_HEADER_LINES = 14


def personal_spans(document: Document) -> list[Span]:
    """Spans of personal data, merged and in text order."""
    spans = list(_everywhere(document.text))
    if document.kind == "cv":
        spans += _in_cv(document.text)
    return _merge(spans)


def mask(text: str, spans: list[Span]) -> str:
    """``text`` with each span covered, of the same length; line breaks stay."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", MASK, text[start:end])]
        last = end
    return "".join(parts) + text[last:]


def _everywhere(text: str) -> Iterator[Span]:
    from stdnum import iban
    from stdnum.nl import bsn

    lowered = text.lower()
    if "@" in text:
        yield from (found.span() for found in _EMAIL.finditer(text))
    if any(part in lowered for part in _IN_LINKS):
        yield from (found.span() for found in _LINK.finditer(text))
    yield from (found.span() for found in _IBAN.finditer(text) if iban.is_valid(found.group()))
    if not _NINE_DIGITS.search(text):
        return
    for found in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in found.group())
        if 9 <= digits <= 15 and not _MONTH_YEAR.search(found.group()):
            yield found.span()
    yield from (found.span() for found in _BSN.finditer(text) if bsn.is_valid(found.group()))


def _in_cv(text: str) -> Iterator[Span]:
    for pattern in (_FIELD, _BIRTH, _POSTCODE, _STREET, _STATUS, _TITLED):
        yield from (found.span() for found in pattern.finditer(text))
    names: set[str] = set()
    for found in re.finditer(r"^[ \t>*•-]*(?:\w+)?na(?:am|me)\s*:\s*(.+)$", text, re.I | re.M):
        names |= _name_words(found.group(1))
    for start, end in _header_parts(text):
        part = text[start:end]
        if not names and _NAME.match(part) and not _JOB.search(part):
            names |= _name_words(part)
            yield start, end
        elif _HOUSE.match(part) or _NATIONALITY.match(part):
            yield start, end
        yield from ((start + m.start(), start + m.end()) for pattern in (_DATE, _PLACE) for m in pattern.finditer(part))
    for name in sorted(names):
        yield from (found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", text))


def _name_words(text: str) -> set[str]:
    """The words of a name that are masked wherever they stand."""
    return {word for word in re.findall(r"[A-ZÀ-Ý][\w'’-]{2,}", text) if not _NO_NAME.match(word)}


@lru_cache(maxsize=1)
def _headings() -> tuple[re.Pattern, ...]:
    return tuple(re.compile(row["pattern"], re.I) for row in read_cues("sections") if row["kinds"] == "cv" and row["section"] != "personal")


def _header_parts(text: str) -> Iterator[Span]:
    """The parts between separators of the lines above the first heading; whole lines come first."""
    seen = 0
    for line in re.finditer(r"[^\n]+", text):
        stripped = line.group().strip(" #*_\t>")
        if not stripped:
            continue
        seen += 1
        if seen > _HEADER_LINES or (seen > 1 and len(stripped) < 45 and any(pattern.match(stripped) for pattern in _headings())):
            return
        last = line.start()
        for cut in [*_SEPARATORS.finditer(text, line.start(), line.end()), None]:
            start, end = last, cut.start() if cut else line.end()
            while start < end and text[start] in " #*_\t>-":
                start += 1
            while end > start and text[end - 1] in " *_\t":
                end -= 1
            if start < end:
                yield start, end
            last = cut.end() if cut else end


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
