"""A line of text -> where its words begin and which sentences are in it; only offsets come out."""

import re

_BULLET = re.compile(r"\s*([-–—•·▪◦●○■*✓✔➢»>o]|\d{1,2}[.)])\s+")
_BREAK = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(]?[A-ZÀ-Ý0-9])|\s+(?=[•·▪●✓✔➢]\s)|(?<=\*\*)\s+|\s*\|\s*|(?<=[a-zéëï)]{2}\.)(?=[A-Z][a-z])|(?<=;)\s+(?=[-–•])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|o\.a|e\.d|d\.w\.z|bijv|bv|b\.v|m\.b\.t|i\.c\.m|t\.b\.v|a\.u\.b|incl|excl|nr|ca|dhr|mevr|mw|drs|ing|ir|dr|prof|"
    r"z\.s\.m|t\/m|max|min|evt|resp|enz|etc|tel|art|p\.m|p\.j|n\.v\.t|e\.g|i\.e|approx)\.$",
    re.I,
)
_MAX_SENTENCE = 800  # longer ones are cut: what follows looks at whole sentences
_FOLDED = str.maketrans("áàäâéèëêíìïîóòöôúùüûç’‘", "aaaaeeeeiiiioooouuuuc''")


def fold_text(text: str) -> str:
    """Lower case with common diacritics folded, of the same length as ``text``."""
    return text.lower().translate(_FOLDED) if len(text.lower()) == len(text) else text


def bullet_of(text: str, begin: int, end: int) -> int:
    """Where the words of a line begin: behind its bullet sign, if it has one."""
    found = _BULLET.match(text, begin, end)
    return found.end() if found else begin


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence offsets within one line, outer spaces left out."""
    cuts, last = [], start
    for found in _BREAK.finditer(text, start, end):
        if not _ABBREVIATION.search(text[max(start, found.start() - 12) : found.start()]):
            cuts.append((last, found.start()))
            last = found.end()
    cuts.append((last, end))
    spans = []
    for first, final in cuts:
        while first < final and text[first].isspace():
            first += 1
        while final > first and text[final - 1].isspace():
            final -= 1
        while final - first > _MAX_SENTENCE:
            cut = text.rfind(" ", first, first + _MAX_SENTENCE) + 1 or first + _MAX_SENTENCE
            spans.append((first, cut))
            first = cut
        if first < final:
            spans.append((first, final))
    return spans
