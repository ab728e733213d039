"""Fields that say what stands in them: "Geboortedatum: 3 mei 1980", "Naam   Jan Jansen", "| Adres | Markt 1 |", a label with its value on the next line."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..cues import read_cues
from ..cv.cues import cues
from ..sentences import fold_text
from .names import is_known
from .patterns import Personal, patterns

_BEFORE = r"(?:^[ \t>*•|\-–#_]*|(?<=[|·•;/])[ *]*|(?<=[–\-,]) +|(?<=\. )| {2,}|\t)"
_SIGNS = r"[ *_]*"
_SHORTENED = re.compile(r"(?i)adr|geb|gesl|nat|tel|mob|woonpl|postc|burg\.? ?st|rek|nr|e|m|t")
_WEAK = re.compile(r"(?i)plaats|land|regio|status|nummer|x|a|t|m|e|w|home|location|residence|prive|privé|title|kerk|partner|kinderen|site|web|vakbond|lengte|gewicht|land van herkomst|sex|gezin|gemeente|knelpunt(?:en)?|militaire dienst|bellen(?: kan)?")
_NOT_BARE = re.compile(r"(?i).{1,3}|mail|mobiel|gender|gezin|gezondheid|beperking(?:en)?|handicap|medisch|health|children|family|street|city|straat|kandidaat|candidate|foto|photo|picture")
_END = re.compile(r"(?<!\d)\s*[|·•;]\s*|\t| {2,}|\*\*\s*$|\. (?=[A-Z][\w ]{2,20}:)|\n|$")
_NEXT = re.compile(r"[^\n]*\S[^\n]*")
_OPENING_NUMBER = re.compile(r"\(?[\d+°]")
_LONGEST = 90
_PLACE_LINE = re.compile(r"\s*\d{4} ?[A-Za-z]{0,2}\b.*")
_VALUE = {
    "phone": re.compile(r"\(?[+\d][\d ()./–-]{5,24}\d"),
    "bsn": re.compile(r"[\d. -]{8,16}\d|\d{8,11}"),
    "number": re.compile(r"\w*\d[\w.-]*"),
    "iban": re.compile(r"[A-Z]{2}\d{2}[ \dA-Z]{8,32}"),
    "email": re.compile(r"\S+(?: ?(?:@|\(at\)|\[at\]) ?\S+)?"),
    "link": re.compile(r"\S+"),
}  # fmt: skip


@lru_cache(maxsize=1)
def _label() -> re.Pattern:
    rows = [row for row in read_cues("personal") if row["where"] == "label"]
    named = "|".join(f"(?P<{row['category']}>{row['pattern']})" for row in rows)
    return re.compile(rf"{_BEFORE}(?P<label>{named})(?P<sign>(?: \w+){{0,2}}\.?{_SIGNS}:{_SIGNS}|{_SIGNS}(?:\t| {{2,}}| ?\| )|\.? (?=\S)|{_SIGNS}$)", re.I | re.M)


def labelled_fields(text: str, header: Sequence[tuple[int, int]]) -> Iterator[Personal]:
    """The values of fields; labels that also are common words count with a colon, or in the header only."""
    found = [match for match in _label().finditer(text) if match["sign"] not in (" ", ". ") or _stands_before(match, text[match.end() : match.end() + 2])]
    starts = [match.start("label") for match in found]
    for number, match in enumerate(found):
        category = next(name for name, value in match.groupdict().items() if value is not None and name not in ("label", "sign"))
        colon = ":" in match["sign"] or "|" in match["sign"]
        inside = any(first <= match.start("label") < last for first, last in header)
        if not inside and (not colon or _WEAK.fullmatch(match["label"])):
            continue
        start = match.end()
        end = min(_END.search(text, start).start(), next((at for at in starts[number + 1 :] if at >= start), len(text)))
        if category == "name" and names_paper(text[match.start("label") : end]):
            continue
        if not text[start:end].strip(" *_|"):
            if not inside or text[start:end].strip("\n "):
                continue
            yield from _below(text, end, category)
            continue
        yield from _value(text, start, min(end, start + _LONGEST), category)


def names_paper(field: str) -> bool:
    """Whether a field with a name is that of a course, a paper or a firm: "Naam cursus: ...", "Naam: VCA VOL"."""
    label, _, value = fold_text(field).partition(":")
    thing = label.rstrip(" *_").rsplit(" ", 1)[1:]
    paper = any(pattern.match(value.strip(" *_")) for kind, pattern in cues("entry") if kind in ("course", "certificate"))
    return bool(thing and any(pattern.fullmatch(thing[0]) for _, pattern in patterns("thing"))) or paper and not is_known(field.partition(":")[2].strip(" *_"))


def _stands_before(label: re.Match, value: str) -> bool:
    """Whether a label without a colon is one: "Geb. 3 mei", "M 06...", "Nationaliteit Belgische", but not "Partner bij KPMG"."""
    if _OPENING_NUMBER.match(value):
        return True
    if label["sign"] == ". ":
        return _SHORTENED.fullmatch(label["label"]) is not None
    if label["nationality"] or label["civil"] or label["birth"] or label["religion"]:
        return len(label["label"]) > 4 and not _WEAK.fullmatch(label["label"]) and (label.start() == 0 or label.string[label.start() - 1] == "\n" or value[:1].isupper())
    return value[:1].isupper() and not _WEAK.fullmatch(label["label"]) and not _NOT_BARE.fullmatch(label["label"])


def _below(text: str, at: int, category: str) -> Iterator[Personal]:
    """The value on the line below a label that stands alone, and of an address the line with postcode and place."""
    line = _NEXT.search(text, at)
    if line and text.count("\n", at, line.start()) == 1 and not _label().match(text, line.start()):
        yield from _value(text, line.start(), line.end(), category)
        after = _NEXT.match(text, line.end() + 1)
        if category == "address" and after and _PLACE_LINE.fullmatch(after.group()):
            yield Personal(*after.span(), category)


def _value(text: str, start: int, end: int, category: str) -> Iterator[Personal]:
    value = _VALUE.get(category)
    if value:
        found = value.search(text, start, end)
        if found:
            yield Personal(*found.span(), category)
        return
    while start < end and text[start] in " *_|":
        start += 1
    while end > start and text[end - 1] in " *_|":
        end -= 1
    if start < end:
        yield Personal(start, end, category)
