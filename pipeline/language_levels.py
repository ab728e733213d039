"""A language in its sentence -> the level that is asked or stated there (CEFR, A1 to C2): "Engels (C1)", "vloeiend Nederlands", "Frans en Duits goed".

Levels are the six of the CEFR and the words of cues/qualifiers.tsv. Each belongs to the languages of its own list: first what follows the language up to the next
comma or "en", then what stands before it, also over other languages ("vloeiend Nederlands, Engels en Duits"), then what follows a list that it is part of.
"""

import re
from functools import lru_cache

from ontology.normalising import fold

from .cues import read_cues
from .types import Document, Mention, Sentence

_CEFR = re.compile(r"(?<!\w)(?:niveau |level |erk[- ]?)?([abc][12])(?!\w)\+?")
_PARTED = re.compile(r"[,;|•\n/()]")
_REACH = 80  # characters before and after
_PART = re.compile(r"[,;|•\n/]|\b(?:en|én|and|of|or|maar|but|met|with)\b")
_LANGUAGE = r"(?:(?:de|het|in|op|the|van)\s+)*[A-Z]\w+"
_BETWEEN = r"(?:\s*,\s*|\s*/\s*|\s+(?:en|én|and|of|or)\s+)"
_OVER_LANGUAGES = re.compile(rf"\s+(?:\w+\s+){{0,4}}?{_LANGUAGE}(?:{_BETWEEN}{_LANGUAGE})*{_BETWEEN}(?:(?:de|het|in|op|the)\s+)*")
_LIST_AFTER = re.compile(rf"(?:{_BETWEEN}{_LANGUAGE})*\s+(?:en|én|and|of|or)\s+{_LANGUAGE}(?!\w)")
_PAIRS = re.compile(r"(?:woord|mondeling\w*|spreken|gesproken|spoken|oral|verbal|written)(?: en | and |/|, )(?:geschrift|schrift\w*|schrijven|geschreven|written|writing|verbal|spoken)", re.I)
_OTHER_THING = re.compile(r"\b(?:die|dat|who|that|met|with|voor|for)\b")  # "een goede collega die Engels spreekt"
_OPENS = re.compile(r"\([^)]*$")  # a bracket that is still open


@lru_cache(maxsize=None)
def _words() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["value"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)")) for row in read_cues("qualifiers") if row["kind"] == "level")


def _levels(text: str) -> list[tuple[int, int, str]]:
    """(start, end, level) in text order; of those that overlap the longest ("near native", not "native")."""
    folded = fold(text)
    found = [(*match.span(), match[1].upper()) for match in _CEFR.finditer(folded)]
    found += [(*match.span(), value) for value, pattern in _words() for match in pattern.finditer(folded)]
    kept: list[tuple[int, int, str]] = []
    for start, end, value in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if all(end <= first or start >= last for first, last, _ in kept):
            kept.append((start, end, value))
    return sorted(kept)


def level_of(mention: Mention, document: Document, sentence: Sentence) -> str | None:
    """The level of a language; None for another type of mention, and where none is said of it."""
    if mention.type != "language":
        return None
    before = _one_part(document.text[max(sentence.start, mention.start - _REACH) : mention.start])
    after = _one_part(document.text[mention.end : min(sentence.end, mention.end + _REACH)])
    if own := _levels(_PART.split(after, 1)[0]):
        return _most_exact(own)
    for start, end, value in _levels(before)[-1:]:  # the nearest
        between = before[end:]
        near = not _PARTED.search(between) and not _OTHER_THING.search(between)
        if not _OPENS.search(before[:start]) and (near or _OVER_LANGUAGES.fullmatch(between)):
            return value
    if listed := _LIST_AFTER.match(after):
        if own := _levels(_PART.split(after[listed.end() :], 1)[0]):
            return _most_exact(own)
    return None


def _one_part(text: str) -> str:
    """The text with "woord en geschrift" and the like made one word, of the same length."""
    return _PAIRS.sub(lambda found: "x" * len(found[0]), text)


def _most_exact(found: list[tuple[int, int, str]]) -> str:
    """The level that is named, when words stand beside it ("goed (B2)"), else what the first words mean."""
    return next((value for start, end, value in found if end - start <= 3), found[0][2])
