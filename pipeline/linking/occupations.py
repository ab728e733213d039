"""Which occupation a text is about: the first title in it that the lexicon knows, else the words of its heading.

Titles are looked for in the document's own title, the first lines and after phrases such as "op zoek naar een".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from ..literals import lowered, may_meet, needed
from ..types import Document, Link, OccupationStatement, Sentence
from .linker import Linker
from .titles import counterpart, other_form

_OPENING = re.compile(
    r"(?:op zoek naar (?:een|onze|iemand als)|zoeken (?:wij |we )?(?:per direct )?een|het gaat om een|gezocht:?|vacature:?|functie:?|^als|"
    r"looking for an?|seeking an?|function:|huidige functie:)\s+(?P<rest>[^.\n:!?]{3,90})",
    re.I,
)
_RUNS = needed(_OPENING)
_GENDER_MARK = re.compile(r"[\s(]*\b[mvx](?:\s*/\s*[mvx]){1,2}\b\)?", re.I)
_TITLE_END = re.compile(r"\b(?:die|voor|in|bij|met|op|te|om|aan|ben|ga|zorg|werk|who|to|for|at)\b|[,(–|]|\s-\s|\d")
_TITLE_LINE = re.compile(r"(?!.*\b(?:je|jij|jou|jouw|u|wij|we|ons|onze|ik|you|your|our|the|at|about|over|gezocht|vacature)\b)(?:\S+\s+){0,6}\S+[^.?!:]$", re.I)
_WORD = re.compile(r"[^\W_]+[+#]*")
_SEARCHED = 12  # sentences
_KNOWN_SENTENCES = 30_000
_TRIED = 3  # known titles
_SURE = 0.5  # confidence


@dataclass(frozen=True, slots=True)
class Titles:
    """Where job titles stand: those that the lexicon knows, as they come, and the words that must be one by their place."""

    known: tuple[tuple[int, int], ...]
    placed: tuple[int, int] | None


def find_titles(document: Document, sentences: Sequence[Sentence], lexicon: Lexicon) -> Titles:
    """The titles in the document's own title, its first sentences and after phrases that announce one."""
    if document.kind == "cv":
        sentences = [s for s in sentences if s.section not in ("personal", "education", "hobbies")]
    early = [s for s in sentences[:_SEARCHED] if s.section not in ("offer", "procedure")]
    title, named = _title_region(document), _named_regions(document, early)
    first = [(s.start, s.end) for s in early[:1] if s.end - s.start <= 80]
    regions = dict.fromkeys([*title, *first, *named, *((s.start, s.end) for s in early)])
    known = islice((found for start, end in regions if (found := title_in(document.text, start, end, lexicon))), _TRIED)
    own_line = [span for span in first if _TITLE_LINE.match(document.text[slice(*span)])]
    placed = ((start, _title_end(document.text, start, end)) for start, end in ([*title, *named, *own_line] if document.kind != "cv" else []))
    return Titles(tuple(dict.fromkeys(known)), next(((start, end) for start, end in placed if 4 <= end - start <= 60), None))


def terms_of(document: Document, titles: Titles) -> list[tuple[str, str]]:
    """What the linker will be asked of them."""
    texts = [document.text[slice(*span)] for span in [*titles.known, *filter(None, [titles.placed])]]
    return [(text, "occupation") for text in texts]


def find_occupation(document: Document, titles: Titles, linker: Linker) -> OccupationStatement | None:
    """The occupation with its quote and confidence: the first known title that links; None when the text names none.

    Words that must be a title by their place go before a known title further on when their link is sure enough.
    """
    if titles.placed and all(titles.placed[1] <= start for start, _ in titles.known):
        link = linker.link(document.text[slice(*titles.placed)], "occupation")
        if link.concept is not None and link.confidence >= _SURE:
            return statement(document, *titles.placed, link, linker.lexicon)
    for start, end in titles.known:
        link = linker.link(document.text[start:end], "occupation")
        if link.concept is not None:
            return statement(document, start, end, link, linker.lexicon)
    if titles.placed:
        return statement(document, *titles.placed, linker.link(document.text[slice(*titles.placed)], "occupation"), linker.lexicon)
    return None


def _title_region(document: Document) -> list[tuple[int, int]]:
    """Where the document's own title stands in its text, if it does."""
    at = document.text.find(document.title) if document.title else -1
    return [(at, at + len(document.title))] if at >= 0 else []


def _named_regions(document: Document, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """What follows phrases such as "op zoek naar een"."""
    return [
        (s.start + m.start("rest"), s.start + m.end("rest"))
        for s in sentences
        if may_meet(_RUNS, lowered(document.text[s.start : s.end]))
        for m in _OPENING.finditer(document.text[s.start : s.end])
    ]


def title_in(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Offsets of the longest occupation label between two offsets of a text."""
    found = _title(text[start:end], lexicon)
    return (start + found[0], start + found[1]) if found else None


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _title(text: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """``title_in`` of a text by itself; remembered, for advertisements repeat much."""
    words = list(_WORD.finditer(text))
    folded = [_folded(found.group()) for found in words]
    longest = _longest_from(folded, lexicon)
    for size in range(min(max(longest, default=0), len(words)), 0, -1):
        for first, most in enumerate(longest[: len(words) - size + 1]):
            if most >= size:
                phrase = " ".join(folded[first : first + size])
                if _is_title(phrase, lexicon) or (form := other_form(phrase)) and _is_title(form, lexicon):
                    return words[first].start(), words[first + size - 1].end()
    return None


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word)


def _longest_from(words: list[str], lexicon: Lexicon) -> list[int]:
    """For each word how many words the longest title may have that begins with it, in either form of it and of the next word."""
    openings, others, longest = lexicon.title_openings, list(map(counterpart, words)), [0] * len(words)
    for at, (word, other) in enumerate(zip(words, others)):
        if word not in openings and other not in openings:
            continue
        longest[at] = max(lexicon.longest_from(word), lexicon.longest_from(other) if other else 0)
        if longest[at] > 1:
            pairs = [f"{one} {two}" for one in (word, other) for two in (words[at + 1], others[at + 1]) if one and two] if at + 1 < len(words) else []
            longest[at] = max([1, *map(lexicon.longest_from, pairs)])
    return longest


def _is_title(phrase: str, lexicon: Lexicon) -> bool:
    return any(lexicon.is_occupation[hit.concept] for hit in lexicon.surface(phrase))


def _title_end(text: str, start: int, end: int) -> int:
    """Where the title in a region ends: before a gender mark, a place, a clause."""
    region = text[start:end]
    cuts = [found.start() for pattern in (_GENDER_MARK, _TITLE_END) if (found := pattern.search(region)) and found.start() > 3]
    return start + len(region[: min(cuts, default=len(region))].rstrip(" -–|:?!."))


def statement(document: Document, start: int, end: int, link: Link, lexicon: Lexicon) -> OccupationStatement:
    """The statement that the words between two offsets name the occupation of ``link``."""
    entry = lexicon.entry(link.concept) if link.concept is not None else None
    return OccupationStatement(
        start, end, document.text[start:end],
        entry.iri if entry else None, entry.label_nl if entry else None, dict(entry.mappings) if entry else {},
        round(link.confidence, 4),
    )  # fmt: skip
