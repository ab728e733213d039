"""Personal data is found before anything else and masked, so that no later stage can see or export it.

Masks keep the length of the text, so that offsets stay true. In CVs: names, addresses, dates of birth, nationality, marital
status and references; in every text: e-mail, telephone, links, IBAN and BSN (checked by python-stdnum).
"""

import re
from collections.abc import Iterator

from .types import Document

MASK = "█"
Span = tuple[int, int]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S+|\b[\w-]+\.(?:nl|be|com|org|eu)/\S+", re.I)
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d[\d ()./-]{7,16}\d(?!\w)")
_PHONE_START = re.compile(r"^(?:\+|00|\(?0\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}\b")
_BSN = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)|(?<!\d)\d{4}[ .]\d{2}[ .]\d{3}(?!\d)")
_POSTCODE = re.compile(r"\b\d{4} ?[A-Z]{2}\b(?:[ ,]+[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})?")
_STREET = re.compile(
    r"\b[A-Z][\w'’.-]*(?:[ ](?:van|de|den|der|het|'t|[A-Z][\w'’.-]*))*?(?:straat|laan|weg|plein|kade|gracht|singel|dijk|hof|pad|steeg|"
    r"dreef|veld|park|baan|plantsoen|markt|lei|steenweg|burg|wal|ring)\s+\d+[\w-]*(?:\s*(?:bus|-)\s*\d+)?"
)
_BIRTH = re.compile(r"(?:°\s?|\b(?:geboren|geboortedatum|geb\.?|born|date of birth)\W{0,3}(?:op |te |in |on )?)[^\n|;]{4,60}", re.I)
_FIELD = re.compile(
    r"^[ \t>*•-]*(?:volledige |voor|achter|roep)?(?:naam|namen|adres|woonplaats|postcode|telefoon\w*|tel|mobiel|gsm|e-?mail\w*|geboren|geboorte\w*|"
    r"nationaliteit|burgerlijke (?:staat|stand)|geslacht|bsn|burgerservicenummer|rijksregisternummer|iban|rekeningnummer|linkedin|website|kinderen|"
    r"religie|geloof|gezinssituatie|name|address|phone|mobile|date of birth|place of birth|nationality|marital status|gender)\b\.?\s*:?.*$",
    re.I | re.M,
)
_STATUS = re.compile(
    r"\b(?:on)?gehuwd\b|\bsamenwonend\b|\balleenstaand\b|\bweduw(?:e|naar)\b|\bgescheiden\b|\bmarried\b|\bsingle\b|\bdivorced\b|"
    r"\b\w+ (?:volwassen )?kind(?:eren)?\b|\b\w+e? nationaliteit\b|\b\w+ nationality\b|\bnationaliteit:? \w+",
    re.I,
)
_NAME_LINE = re.compile(
    r"^(?:(?:dhr|mevr|mw|mr|drs|ing|ir|dr|de heer|mevrouw|cv|curriculum vitae|resume|cv van|curriculum vitae van)\b[.:]?\s*[-–:]?\s*)*"
    r"(?:[A-Z](?:\.|[\w'’-]+)[ ]?)(?:(?:[A-Z]\.?)+ ?|(?:van|de|den|der|ter|ten|el|al|bin|von|le|la|'t|in 't) |[A-Z][\w'’-]+ ?){1,5}$"
)
_TITLES = re.compile(r"\b(?:dhr|mevr|mw|de heer|mevrouw|mr|mrs|ms)\b\.?\s+(?:[A-Z][\w'’.-]*\s*(?:van|de|den|der|ter)?\s*){1,4}")
_HEADER_LINES = 6


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

    for pattern in (_EMAIL, _LINK):
        yield from (found.span() for found in pattern.finditer(text))
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if 9 <= len(digits) <= 14 and _PHONE_START.match(found.group().strip("( ")):
            yield found.span()
    yield from (found.span() for found in _IBAN.finditer(text) if iban.is_valid(found.group()))
    yield from (found.span() for found in _BSN.finditer(text) if bsn.is_valid(found.group()))


def _in_cv(text: str) -> Iterator[Span]:
    for pattern in (_FIELD, _BIRTH, _POSTCODE, _STREET, _STATUS, _TITLES):
        yield from (found.span() for found in pattern.finditer(text))
    names = set()
    seen = 0
    for line in re.finditer(r"[^\n]+", text):
        stripped = line.group().strip(" #*_\t|")
        if not stripped:
            continue
        seen += 1
        if seen > _HEADER_LINES:
            break
        if _NAME_LINE.match(stripped) and len(stripped.split()) <= 8:
            yield line.span()
            names |= {word for word in re.findall(r"[A-Z][\w'’-]{2,}", stripped) if not re.match(r"(?i)curriculum|vitae|resume|mevr|dhr", word)}
    for found in re.finditer(r"^[ \t>*•-]*(?:\w+)?na(?:am|me)\s*:\s*(.+)$", text, re.I | re.M):
        names |= set(re.findall(r"[A-Z][\w'’-]{2,}", found.group(1)))
    for name in sorted(names):
        yield from (found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", text))


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
