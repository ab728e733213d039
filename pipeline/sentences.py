"""A line of text -> where its words begin and which sentences are in it; only offsets come out.

Texts taken from web pages often lost their line breaks; cues/openings.tsv tells where in a line a new item begins.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .cues import read_cues

_BULLET = re.compile(r"\s*([-–—•·▪◦●○■*✓✔➢»>o]|\d{1,2}[.)])\s+")
_BREAK = re.compile(
    r"(?=[\"'’”)\s|A-Z])"  # what each of them opens with, or stands before: most characters are passed over by this alone
    r"(?:(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(]?[A-ZÀ-Ý0-9])|\s+(?=[•·▪●✓✔➢]\s)|(?<=\*\*)\s+|\s*\|\s*|(?<=[a-zéëï)]{2}\.)(?=[A-Z][a-z])|(?<=;)\s+(?=[-–•]))"
)
_BREAKS = re.compile(r"[.!?…•·▪●✓✔➢*|;]")  # without one of these signs ``_BREAK`` meets nothing
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|o\.a|e\.d|d\.w\.z|bijv|bv|b\.v|m\.b\.t|i\.c\.m|t\.b\.v|a\.u\.b|incl|excl|nr|ca|dhr|mevr|mw|drs|ing|ir|dr|prof|"
    r"z\.s\.m|t\/m|max|min|evt|resp|enz|etc|tel|art|p\.m|p\.j|n\.v\.t|e\.g|i\.e|approx)\.$",
    re.I,
)
_OPENING = re.compile(r" (?<=[a-zéëï)] )(?=([A-ZÉÖ][a-zéëïö]+)(?: [a-zé(]|/[a-z]|, ))")
_SHORTEST_INFINITIVE = 6
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


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence offsets within one line, outer spaces left out."""
    cuts, last = [], start
    for found in _BREAK.finditer(text, start, end) if _BREAKS.search(text, start, end) else ():
        if not _ABBREVIATION.search(text[max(start, found.start() - 12) : found.start()]):
            cuts.append((last, found.start()))
            last = found.end()
    cuts.append((last, end))
    spans = []
    for first, final in (span for cut in cuts for span in _items(text, *cut)):
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


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items that stand in a row without a line break between them."""
    for found in _OPENING.finditer(text, start, end):
        before = text[start : found.start()].rpartition(" ")[2].lstrip("(\"'*")
        if (before.endswith(")") or before[:1].islower() and before not in _words("before")) and _opens(found[1].lower()):
            yield start, found.start()
            start = found.end()
    yield start, end


@lru_cache(maxsize=None)
def _words(side: str) -> frozenset[str]:
    return frozenset(word for row in read_cues("openings") if row["side"] == side for word in row["words"].split("|"))


@lru_cache(maxsize=10_000)
def _opens(word: str) -> bool:
    """Whether a word of this lower-case form, with a capital within a line, begins an item."""
    import simplemma

    if word in _words("opens"):
        return True
    return len(word) >= _SHORTEST_INFINITIVE and word.endswith("en") and simplemma.is_known(word, lang="nl") and simplemma.lemmatize(word, lang="nl") == word
