"""The lines of a CV above its first heading and in its personal sections: each part of a line may be a name, a place, a date, a nationality."""

import re
from collections.abc import Iterator, Sequence

from ..cv.segmenting import is_heading
from .fields import names_paper
from .names import is_name, opening_name
from .patterns import Personal, patterns
from .towns import is_place

_POSTCODE = re.compile(r"(?<!NEN )(?<!ISO )(?<!BRL )(?<!IEC )(?<!DIN )(?<!EN )\b[1-9]\d{3} {0,2}[A-Z]{2}\b(?:[ ,]+['’]?[A-Zs][\w'’.-]+(?: (?:[A-Z][\w'’-]+|a/d|aan|den?|op|bij))*(?: \([A-Z][\w ]+\))?(?:, (?:The )?(?:Netherlands|Nederland))?)?")
_STREET = re.compile(
    r"(?:\b(?:\d{1,4} )?(?:[A-Z][\w'’.-]*|van|v\.|v\.d\.|de|den|der|het|'t) ){0,4}?(?=[A-Z])[\w'’.-]*"
    r"(?i:straat|spoor|laan|weg|plein|kade|gracht|singel|dijk|hof|pad|steeg|dreef|plantsoen|steenweg|markt|noord|zuid|haven|baan|kaai|brink|park|houtweg|str\.|ln\.|wg\.|pln\.|eiland|ring|wal|veste|kwartier|oord) "
    r"\d{1,4}(?!\d)[\w-]*(?: (?:bus )?\d+\b| [a-zA-Z]\b| hs\b| [IVX]+\b| \d?e? ?verd\.?(?:ieping)?)?(?:,? \d{4} ?[A-Z]{0,2})?(?:,? [A-Z][\w-]+)?"
    r"|\b(?:Laan|Weg|Plein|Straat|Hof|Kade|Markt|Park|Rue|Avenue|Boulevard|Chaussée) (?:(?:van|de|den|der|het|'t|du|des|la|[A-Z][\w'’.-]*) ){1,4}\d{1,4}(?!\d)\w?(?:,? [A-Z][\w-]+)?"
    r"|\b\d{1,4},? (?:[A-Z]\w+ ){1,3}(?:Street|Road|Lane|Avenue|Square)\b|\b\d{1,4},? [A-Z]\w+(?:straat|laan|weg|plein|kade|gracht|singel|dijk|zijde)\b(?: in [A-Z]\w+)?"
    r"|\b[A-Z][\w'’.-]*(?: [\w'’.-]+){0,3} (?:z\.n\.|zonder nummer)|\bPostbus \d+|\b(?:[Hh]uisje|[Kk]avel|[Ss]taanplaats|[Kk]amer|[Ff]lat|[Aa]ppartement|Apt\.?|Unit) (?:nr\.? ?)?\d+\w?"
    r"|\b(?:Greater [A-Z][\w-]+(?: [A-Z][\w-]+)? (?:Area|Region)|[A-Z][\w-]+(?: en omgeving| Metropolitan Area| Area,? (?:Netherlands|Belgium)))\b"
)
_HOUSE = re.compile(r"(?!Ik )(?:[A-Z][\w'’.-]*|van|de|den|der|het|'t|aan|op|in)(?: (?:[A-Z][\w'’.-]*|van|de|den|der|het|'t|aan|op|in)){0,5} (?!(?:19|20)\d\d)\d{1,4}(?: ?-? ?[a-zA-Z]{1,3}| ?-\d+)?(?: bus \d+|-\w{1,3}| [IVX]+)?(?: [A-Z]\w+|, [A-Z][\w -]+)?(?: \([A-Z][\w.]*\))?")
_BELGIAN = re.compile(r"\b[1-9]\d{3} +[A-Z][a-zé'’-]+(?:-[A-Z]\w+)?\b")
_SEPARATORS = re.compile(r"\s*[·|•∙●▪★☆◆■►→»;,/]+\s*|\s+[-–—]\s+|\t+| {3,}|(?<=\w)\s+(?=\()|\.\s+(?=[A-Z])|: +")
_PERIOD = re.compile(r"(?:19|20)\d\d\b['’\w ]{0,12}(?:[-–—>]|t/m|tot|until|to)\s*(?:\w+[. ]+)?(?:(?:\d\d?[/.-])?(?:(?:19|20)?\d\d\b|['’]\d\d)|heden|nu\b|present|now|current)", re.I)
_CLOSING = re.compile(r"^\W*(?:(?:met |hartelijke |vriendelijke |beste )*groet(?:en|jes)?|hoogachtend|(?:kind |best )?regards|(?:yours )?sincerely)\b", re.I | re.M)
_PROSE = 110  # characters: a line above the headings that is longer tells and is not a list of data
_IN_PLACE = re.compile(r"\b(?:in|uit|te|near) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w-]+)?)")
_REFEREES = re.compile(r"^\W*(?:refer(?:ent|ee|ence|entie)\w*|contactpersonen|aanbevel\w*|recommendations?)\b", re.I | re.M)
_YEAR = re.compile(r"19[4-9]\d|200\d|201\d")
_NATIONALITIES = re.compile(
    r"(?:(?:Nederland(?:s|se|er)|Belg(?:isch|ische)?|Duits(?:e|er)?|Frans(?:e)?|Turks(?:e)?|Marokkaan(?:s|se)|Pools(?:e)?|Suri?na(?:ams|amse|mer)|Syri(?:sch|sche|ër)|"
    r"Spaans(?:e)?|Italiaans(?:e)?|Portugees|Roemeens(?:e)?|Bulgaars(?:e)?|Oekraïens(?:e)?|Brits(?:e)?|Engels(?:e)?|Dutch|Belgian|British|German|French|Polish|"
    r"Spanish|Italian|Turkish|Moroccan|NL(?:'er)?|BE|Ned\.?|(?!Techn|Med|Log|Jurid|Graf|Elektr|Klass|Prakt|Theor|Digit)[A-Z]\w{2,14}(?:ees|eese|iaan|iaans|iaanse|ische|isch|dse|nse|lse|rse|tse|kse))(?:-| en |/)?)+"
)
_LICENCE = re.compile(r"rijbewijs|driving|vervoer|licen[cs]e", re.I)
_BIRTH = re.compile(r"geb|born|°|patient|leeftijd", re.I)
_LINES = 16
_FIRST = 2  # lines where the name of the writer mostly stands
_CELL = re.compile(r"[|·•∙●▪■►→]|\t| {3,}|  ?[-–—] ")
_ONE_WORD = re.compile(r"\W*(?P<name>[A-ZÀ-Þ][\w'’-]+) *\n")
_PLACE = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?: \([A-Z][\w ]*\))?")
_TRIM = " #*_\t>-"


def header_lines(text: str) -> list[tuple[int, int]]:
    """Lines above the first heading, and those under a personal heading up to the next heading or long line."""
    found, seen, open_ = [], 0, True
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        words = line.group().strip(_TRIM)
        field = re.split(r"[:\t]|  ", words)
        section = is_heading(words) or (is_heading(field[0]) if len(field) > 1 else None)
        if section == "personal" and not names_paper(words):
            open_, seen = True, seen if open_ else 0
        elif open_ and seen and _PERIOD.search(re.split(r" {3,}|\t", words)[0]) and not _BIRTH.search(words):
            open_ = False  # the first job or school
        elif section and not (open_ and len(field) > 1 and _LICENCE.search(words)):
            open_ = False
        elif open_ and seen > 2 and len(words) > 140:
            open_ = False
        elif _CLOSING.match(words):
            open_, seen = True, 0  # a letter is signed, with an address
        seen += 1
        if open_ and seen <= _LINES:
            found.append(line.span())
    return found


def header_data(text: str, lines: Sequence[tuple[int, int]], known: Sequence[Personal]) -> Iterator[Personal]:
    """What the parts of these lines are, and of other lines that hold several pieces of personal data; streets and postcodes anywhere."""
    contact = [Personal(*found.span(), "address") for pattern in (_POSTCODE, _STREET) for found in pattern.finditer(text)]
    contact += [Personal(*found.span(), "address") for first, last in lines for found in _BELGIAN.finditer(text, first, last) if not re.match(r"(?:19|20)\d\d", found.group()) or is_place(found.group()[4:].strip())]
    yield from contact
    known = [*known, *contact]
    referees = _REFEREES.search(text)
    named = any(personal.category == "name" for personal in known)
    above = False  # whether the line above is a name and nothing else
    for number, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        first, last = line.span()
        beside = sum(first <= personal.start < last for personal in known)
        prose = last - first > _PROSE and not _CELL.search(text, first, last)
        inside = (first, last) in lines and not prose
        if prose or not inside and beside < 2:
            continue
        if inside:
            yield from (Personal(*found.span("place"), "address") for found in _IN_PLACE.finditer(text, first, last) if is_place(found["place"]))
        licence = bool(_LICENCE.search(text, first, last))
        references = inside and referees is not None and first > referees.start()
        category, behind = None, first
        for start, end in _parts(text, first, last):
            part = text[start:end]
            whole = start == first and end == last
            if inside and (not named or references or number < _FIRST or above and whole) and (own := is_name(part) or opening_name(part, number, above)):
                yield Personal(start + own[0], start + own[1], "name")
                if number == 1 and whole and (surname := _ONE_WORD.match(text)) and " " not in part:
                    yield Personal(*surname.span("name"), "name")  # a name over two lines, of which the first may be a word: "Bakker", "Daan"
                named, beside, above, category = True, beside + 1, whole, "name"
                continue
            before, category = category, _category(part, inside, beside, whole, licence)
            if category == "nationality" and text[end : end + 1] == ":":
                category = None  # a language with its level
            if inside and before == "birth" and not category and text[behind:start].strip(" ,;te") == "" and "\t" not in text[behind:start] and start - behind < 5 and _PLACE.fullmatch(part):
                category = "birth"
            if category:
                yield Personal(start, end, category)
            behind = end


def _category(part: str, inside: bool, beside: int, whole: bool, licence: bool) -> str | None:
    """What a part of a line is when it is nothing else, beside so many pieces of personal data."""
    for category, pattern in patterns("header") if inside or beside > 1 else ():
        if pattern.fullmatch(part) and not (whole and part.isdigit()):
            return category
    if _YEAR.fullmatch(part) and beside > 1:
        return "birth"
    if _NATIONALITIES.fullmatch(part) and not (licence and part.isupper()):
        return "nationality"
    if (whole or beside) and (inside and _HOUSE.fullmatch(part) or is_place(part)):
        return "address"
    return None


def _parts(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The parts between separators, the whole line first."""
    cuts = [(first, first), *(found.span() for found in _SEPARATORS.finditer(text, first, last)), (last, last)]
    spans = [(a[1], b[0]) for a, b in zip(cuts, cuts[1:])]
    for start, end in [(first, last)] + (spans if len(spans) > 1 else []):
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM + ".":
            end -= 1
        if start < end:
            yield start, end
