"""A line of text -> where its words begin and which sentences are in it; only offsets come out.

Where a line break was lost, items.py tells the items apart.
"""

import re
from collections.abc import Iterable

from .items import items_of

_WITHIN = "•·▪●✓✔➢✅☑►➤"  # signs before the items of a list, also within a line
SIGNS = f"{_WITHIN}‣⁃∙◦○◆◇■□▫▶▸➔→⇒»★☆✦❖"  # and those that are such only where a line begins
_PICTURES = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"  # emoji
_BULLET = re.compile(
    rf"\s*(?:(?:[-–—+>o*]|[-=]+>|--)\s+|\d{{1,2}}[.)]\s+|°\s*(?=[^\W\d])"
    rf"|[{_PICTURES}{SIGNS}\uf020-\uf0ff][{_PICTURES}\u200d\ufe0f]*\s*(?=\S))"  # those from f020 as Word's symbol fonts give them
)
_BREAK = re.compile(
    r"(?=[\"'’”)\s|A-Z])"  # what each of them opens with, or stands before: most characters are passed over by this alone
    rf"(?:(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(]?[A-ZÀ-Ý0-9])|(?<!\s)\s+(?=[{_WITHIN}]\s)|(?<![\s\d])\s+(?=\*\s(?!\d))|(?<=\*\*)\s+"
    rf"|(?<=[{_PICTURES}\ufe0f])(?<![{_WITHIN}])\s+(?=[A-ZÀ-Ý])"
    r"|(?:(?<!\s)\s+)?\|\s*|(?<=[a-zéëï)]{2}\.)(?=[A-Z][a-z])|(?<=;)\s+(?=[-–•]))"
)
_BREAK_IN_SMALL = re.compile(r"(?<=[a-zà-ÿ]{2}[.!?…])\s+(?=[a-zà-ÿ])")  # where a line has no capitals
_BREAKS = re.compile(rf"[.!?…{_WITHIN}*|;{_PICTURES}]")  # without one of these signs ``_BREAK`` meets nothing
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|o\.a|e\.d|d\.w\.z|bijv|bv|b\.v|m\.b\.t|i\.c\.m|t\.b\.v|a\.u\.b|incl|excl|nr|ca|dhr|mevr|mw|drs|ing|ir|dr|prof|"
    r"z\.s\.m|t\/m|max|min|evt|resp|enz|etc|tel|art|p\.m|p\.j|n\.v\.t|e\.g|i\.e|approx|"
    r"fa|afd|geb|jan|feb|aug|sept?|okt|nov|dec|rijbew|zelfst|werkz|dipl|vlgs|m\.i\.v|o\.b\.v|o\.v\.v)\.$",
    re.I,
)
_ALSO_LAST = re.compile(r"\b(?:jr|erv|ervar|opl|mnd|wk|reiskst)\.$", re.I)  # abbreviations that a sentence may end in: none where small letters follow
_LICENCE = re.compile(r"\brijbew(?:ijs|\.) [A-Z]{1,2}\.$", re.I)  # its letter is no initial
_DASH = re.compile(r"(?:(?<=[^\s:])\s+|(?<=:)\s*)([-–])\s+(?=[^\W\d])")
_OPENING_DASH = re.compile(r"\s*([-–])\s+(?=[^\W\d])")
_DASHED_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Ý])")  # what lists with dashes go on to
_ASIDE = re.compile(
    r"(?:bij voorkeur|liefst|idealiter|zoals|eventueel|waaronder|inclusief|dus|niet|maar|of|en|ook|met name|preferably|such as|including|and|or|but)\b|.*\b(?:je|jij|u|wij|we|ik|hij|zij|ze|is|zijn|hebt|heeft|you|are)\b",
    re.I | re.S,
)  # what stands between dashes in a sentence, or is a clause of one
_MOST_IN_ITEM = 14  # words
_MAX_SENTENCE = 800  # longer ones are cut: what follows looks at whole sentences
_FOLDED = str.maketrans("áàäâéèëêíìïîóòöôúùüûç’‘", "aaaaeeeeiiiioooouuuuc''")


def fold_text(text: str) -> str:
    """Lower case with common diacritics folded, of the same length as ``text``."""
    low = text.lower()
    if len(low) != len(text):
        return text
    return low if low.isascii() else low.translate(_FOLDED)


def bullet_of(text: str, begin: int, end: int) -> int:
    """Where the words of a line begin: behind its bullet sign, if it has one."""
    found = _BULLET.match(text, begin, end)
    return found.end() if found else begin


def sentences_of(text: str, start: int, end: int, dashes: bool = False) -> list[tuple[int, int]]:
    """Sentence offsets within one line, outer spaces left out; items that lost the line break between them count as sentences, and with ``dashes`` those of a list with dashes."""
    spans = []
    parts = _between(cut_at_signs(text, start, end), _dashes(text, start, end)) if dashes else cut_at_signs(text, start, end)
    for cut in parts:
        for first, final in items_of(text, *_bare(text, *cut)):
            while final - first > _MAX_SENTENCE:
                part = _last_space(text, first, first + _MAX_SENTENCE)
                spans.append(_bare(text, first, part))
                first, _ = _bare(text, part, final)
            if first < final:
                spans.append((first, final))
    return spans


def _last_space(text: str, first: int, final: int) -> int:
    """Where to cut what is too long: at the last space, or else where it must."""
    return next((place for place in range(final, first, -1) if text[place].isspace()), final)


def _bare(text: str, first: int, final: int) -> tuple[int, int]:
    """The offsets without the spaces at both ends."""
    while first < final and text[first].isspace():
        first += 1
    while final > first and text[final - 1].isspace():
        final -= 1
    return first, final


def cut_at_signs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a line between full stops, bullets and the like."""
    cuts, last = [], start
    breaks: Iterable[re.Match] = _BREAK.finditer(text, start, end) if _BREAKS.search(text, start, end) else ()
    if breaks and text[start:end].islower():
        breaks = sorted([*breaks, *_BREAK_IN_SMALL.finditer(text, start, end)], key=re.Match.start)
    for found in breaks:
        before = text[max(start, found.start() - 12) : found.start()]
        if _LICENCE.search(before) or not (_ABBREVIATION.search(before) or found.re is _BREAK_IN_SMALL and _ALSO_LAST.search(before)):
            cuts.append((last, found.start()))
            last = found.end()
    return [*cuts, (last, end)]


def _dashes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where dashes part the items of a list that stands in one line: behind a colon, "Taken: - koken - bakken", or behind the dash that opened the line."""
    found = list(_DASH.finditer(text, start, end))
    if first := _OPENING_DASH.match(text, start, end):
        found.insert(0, first)
    if len(found) < 2:
        return []
    stop = _DASHED_END.search(text, found[0].end(), end)
    found = [dash for dash in found if not stop or dash.start() < stop.start()]
    colon = text.rfind(":", max(0, start - 3), found[0].start(1))
    opened = colon >= 0 and not text[colon + 1 : found[0].start(1)].strip()
    bullet = start > 1 and text[start - 2 : start].strip() == found[0][1]
    if not (colon >= 0 or bullet) or len(found) < 2:
        return []
    edges = [max(start, colon + 1), *(place for dash in found for place in (dash.start(), dash.end())), stop.start() + 1 if stop else end]
    edges = edges[2:] if opened else edges
    items = [text[a:b].strip() for a, b in zip(edges[::2], edges[1::2])]
    if any(not item or len(item.split()) > _MOST_IN_ITEM or _ASIDE.match(item) for item in items):
        return []
    return [dash.span() for dash in found]


def _between(parts: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts without the gaps that lie in them."""
    for gap in gaps:
        parts = [piece for first, last in parts for piece in ([(first, gap[0]), (gap[1], last)] if first <= gap[0] and gap[1] <= last else [(first, last)])]
    return parts
