"""Where a vacancy names its occupation: the record's own title, the title line, what phrases announce, and known titles further on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from ontology.lexicon import Lexicon

from ..cues import read_cues
from ..literals import lowered, may_meet, needed
from ..types import Document, Sentence
from .known import KNOWN_SENTENCES, title_in

SEARCHED = 12  # sentences
_LINES = 3  # lines that may be the title
_INVERTED_IN = 24  # sentences in which "als X ben je" is looked for: it tells a title wherever it stands
_INVERTED_LATE = 60  # and in these it does when nothing else tells one
_TRIED = 3  # known titles further on
_LONGEST_LINE = 80
_SHORTEST, _LONGEST = 4, 60  # characters of words that are a title by their place
_MOST_WORDS = 7
_BEFORE = 60  # characters before a title in which it may be told to be somebody else's
_ELSEWHERE = frozenset(("offer", "procedure"))
_GENDER_MARK = re.compile(r"[\s(]*\b[mvx](?:\s*/\s*[mvx]){1,2}\b\)?", re.I)
_HARD_END = re.compile(r"\s*(?:[(|–]|\s-\s)")
_NO_LINE = re.compile(r"\b(?:je|jij|jou|jouw|u|wij|we|ons|onze|ik|you|your|our|the|at|about|over|gezocht|vacature)\b|[.?!:]$", re.I)
_PROSE = re.compile(r"\b(?:de|het|een|is|zijn|zoekt|heeft|a|an|are)\b", re.I)
_VERB_AFTER = re.compile(r"(?:,\s+[^\W\d_]+ |\s+)(?:and|en|&|or|of|the|an?|de|het|een)\b")
_CAPITAL = re.compile(r"(?:^|(?<=\s))(?P<word>[A-Z0-9][\w&+.#'’]*[\s-])$")


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may be the title. ``kind``: "title" (the record's own), "line", "announced", "hinted" or "further"; ``known``: a label has them.

    ``whole`` are the words of which a known title is only the tail, or that say more than a title of every branch; they are judged instead.
    """

    kind: str
    start: int
    end: int
    known: bool
    whole: tuple[int, int] | None = None


@lru_cache(maxsize=None)
def _cue(sort: str) -> re.Pattern:
    """The rows of one sort of cues/titles.tsv as one pattern."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in read_cues("titles") if row["sort"] == sort), re.I)


@lru_cache(maxsize=None)
def _openings() -> tuple[tuple[str, re.Pattern, tuple[str, ...]], ...]:
    """(kind of place, pattern of which ``rest`` begins with the title, words without which it meets nothing)."""
    rest = r"\s+(?P<rest>(?:[^.\n:!?]|(?<=\s)\.(?=\w)){3,90})"  # "C# .NET developer"
    announced = re.compile(rf"(?:{_cue('announces').pattern}){rest}", re.I)
    hinted = re.compile(rf"(?:{_cue('hints').pattern}){rest}", re.I)
    return ("announced", announced, needed(announced)), ("hinted", hinted, needed(hinted))


@lru_cache(maxsize=None)
def _field() -> re.Pattern:
    """A field for the title with its value, which is ``rest``."""
    parted = r"(?:[^\S\n]*(?:[:|\t]|[–-]\s)[^\w\n]*)"
    below = r"(?:[^\S\n]*:?[^\S\n]*\n\s*)"
    rest = r"(?P<rest>[^\n\t|]{3,90})"
    return re.compile(rf"[^\w\n]*(?:(?:{_cue('field').pattern})(?:{parted}|{below})|(?:{_cue('field_word').pattern})(?:{parted}|(?P<word>{below}))){rest}", re.I)


@lru_cache(maxsize=None)
def _inverted() -> re.Pattern:
    """What "Als kok maak je" and "As a cook, you make" are met by: ``rest`` or ``other`` is the title."""
    title = r"[^.\n:!?;]{3,80}?"
    return re.compile(
        rf"\bals (?:een |onze )?(?!(?:{_cue('no_opening').pattern})\b)(?P<rest>[^.\n:!?;,]{{3,80}}?),? [^\W\d]+ (?:je|jij|u|ge|gij)\b|\bas (?:an? |(?=(?-i:[A-Z])))(?P<other>{title}),? you\b", re.I
    )


def is_generic(words: str) -> bool:
    """Whether the words, without how far one is, are a title of every branch."""
    return bool(_cue("generic").fullmatch(_without_level(words)))


def find_places(document: Document, sentences: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Place]:
    """The places of a text that may name its occupation, the surest kinds first; with a field for the title, a line is one only where a label has it."""
    text = document.text
    searched = [s for s in sentences if s.section not in _ELSEWHERE][:SEARCHED]
    yield from _own(document, lexicon)
    fields = list(_fields(text, searched, lexicon))
    lines = fields + [place for place in _lines(text, searched[:_LINES], lexicon) if place.known or not fields]
    yield from lines
    yield from _announced(text, searched, sentences[:_INVERTED_IN], lexicon)
    taken = {(place.start, place.end) for place in lines}
    further = (place for s in searched if (place := _further(text, s.start, s.end, s.start, lexicon)) and (place.start, place.end) not in taken)
    yield from islice(further, _TRIED)
    for place in _announced(text, (), sentences[_INVERTED_IN:_INVERTED_LATE], lexicon):
        yield replace(place, kind="further")


def own_title(document: Document) -> str:
    """The title of the record without what follows it or tells how far one is; "" where it has none."""
    return _without_level(document.title[: title_end(document.title, 0, len(document.title))]) if document.title and document.kind != "cv" else ""


def title_place(text: str, start: int, end: int, kind: str, lexicon: Lexicon) -> Place | None:
    """The title at the beginning of a region, or behind adjectives with commas between; the one that a label has, else all words up to its end; None where these are no title."""
    found = title_in(text, start, end, lexicon)
    adjectives = _cue("adjectives").match(text, start, found[0] if found else end)
    start = adjectives.end() if adjectives else start
    cut = title_end(text, start, end)
    if found and found[0] >= cut:
        found = title_in(text, start, cut, lexicon)
    if found:
        return _known(text, *found, kind, start, max(cut, found[1]))
    start += len(text[start:end]) - len(_without_level(text[start:end]))
    words = text[start:cut]
    if not _SHORTEST <= len(words) <= _LONGEST or len(words.split()) > _MOST_WORDS or _cue("no_title").fullmatch(words):
        return None
    return Place(kind, start, cut, False)


def title_end(text: str, start: int, end: int) -> int:
    """Where the title in a region ends: before a gender mark, a place, a clause."""
    region = text[start:end]
    cuts = [found.start() for pattern in (_GENDER_MARK, _cue("end")) if (found := pattern.search(region, 4))]
    return start + len(region[: min(cuts, default=len(region))].rstrip(" -–|:?!.,"))


@lru_cache(maxsize=None)
def _levels() -> re.Pattern:
    return re.compile(rf"(?:(?:{_cue('level').pattern}):?\s+)+", re.I)


def _without_level(words: str) -> str:
    """The words without those before a title that are no part of it."""
    found = _levels().match(words)
    return words[found.end() :] if found else words


def _own(document: Document, lexicon: Lexicon) -> Iterator[Place]:
    """The record's own title, where the text has it or the label in it."""
    title = own_title(document)
    known = title_in(title, 0, len(title), lexicon)
    for words in filter(None, (title, title[slice(*known)] if known else "")):
        found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", document.text, re.I)
        if found and not is_generic(words) and (place := title_place(document.text, *found.span(), "title", lexicon)):
            yield place
            return


def _lines(text: str, first: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Place]:
    """The first line where it is a title, or begins with one that a label has, and the lines below it that a label has: short, or short up to a dash, bracket or bar."""
    for number, s in enumerate(first):
        hard = _HARD_END.search(text, s.start + _SHORTEST, s.end)
        head = text[s.start : hard.start() if hard else s.end]
        words = len(head.split())
        short = s.end - s.start <= _LONGEST_LINE or hard and words <= _MOST_WORDS - 2 and not _PROSE.search(head)
        titled = short and words <= _MOST_WORDS and not _NO_LINE.search(head) and not (s.is_heading and _cue("no_title").fullmatch(head))
        place = title_place(text, s.start, s.end, "line", lexicon) if titled else None
        if place and (place.known and not s.is_bullet or number == 0):
            yield place
        elif not titled and number == 0 and (found := title_in(text, s.start, s.end, lexicon)) and not _without_level(text[s.start : found[0]]).strip():
            yield _known(text, *found, "line", s.start, found[1])


def _fields(text: str, searched: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Place]:
    """What stands behind "Functienaam:" or in the line below; a label has what stands below a mere "Functie". Titles of every branch are left out."""
    for s in searched:
        found = _field().match(text, s.start)
        place = title_place(text, *found.span("rest"), "line", lexicon) if found else None
        told = place and (place.known or not found["word"] and not _PROSE.search(found["rest"]))
        if told and not is_generic(text[slice(*(place.whole or (place.start, place.end)))]):
            yield place


def _announced(text: str, searched: Sequence[Sentence], sentences: Sequence[Sentence], lexicon: Lexicon) -> Iterator[Place]:
    """What follows phrases such as "op zoek naar een", or stands between "als" and "ben je"; a label has what is only hinted at."""
    regions = [(s.start + first, s.start + last, "announced") for s in sentences for first, last in _inversions(text[s.start : s.end])]
    regions += [(s.start + first, s.start + last, kind) for s in searched for first, last, kind in _opened(text[s.start : s.end])]
    for start, end, kind in sorted(regions, key=lambda region: (region[0], region[2])):
        place = title_place(text, start, end, kind, lexicon)
        if place and (place.known or kind == "announced"):
            yield place


@lru_cache(maxsize=KNOWN_SENTENCES)
def _inversions(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where "X" stands in "Als X ben je"; remembered, for advertisements repeat much."""
    low = sentence.lower()
    return tuple(m.span(m.lastgroup or 0) for m in _inverted().finditer(sentence)) if "als " in low or "as " in low else ()


@lru_cache(maxsize=KNOWN_SENTENCES)
def _opened(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Where what the phrases open stands in a sentence, and the kind of place."""
    low = lowered(sentence)
    return tuple((*m.span("rest"), kind) for kind, pattern, runs in _openings() if may_meet(runs, low) for m in pattern.finditer(sentence))


def _further(text: str, start: int, end: int, sentence: int, lexicon: Lexicon) -> Place | None:
    """The longest known title between two offsets that is neither generic, nor somebody else's, nor a verb at the beginning of a task."""
    found = title_in(text, start, end, lexicon)
    if not found:
        return None
    first, last = found
    before = text[max(sentence, first - _BEFORE) : first]
    place = _known(text, first, last, "further", start, last)
    verb = first - sentence <= 2 and sentence > 0 and " " not in text[first:last] and _VERB_AFTER.match(text, last)
    if not verb and not _cue("other").search(before) and not (is_generic(text[first:last]) and not place.whole):
        return place
    return _further(text, start, first, sentence, lexicon) or _further(text, last, end, sentence, lexicon)


def _known(text: str, start: int, end: int, kind: str, region: int, cut: int) -> Place:
    """The place of a known title, with the whole of which it is the tail: all of a title's region, else the run of capitals before it."""
    generic = is_generic(text[start:end])
    first, last = start, cut if generic and kind != "further" else end
    if kind in ("title", "line") or generic and kind != "further":
        first = region
    else:
        if (joined := re.search(r"[\w-]+-$", text[region:first])):
            first = region + joined.start()
        while first > region and (found := _CAPITAL.search(text, region, first)):
            first = found.start("word")
        if kind == "further" and first == region:  # a capital because it opens the sentence
            first += len(re.match(r"\S+\s*", text[first:start])[0]) if first < start else 0
    if "/" in text[first:start] and not generic:
        first = max(first, start - len(text[first:start].rpartition("/")[2].lstrip()))
    first += len(text[first:start]) - len(_without_level(text[first:start]))
    return Place(kind, start, end, True, (first, last) if (first, last) != (start, end) else None)
