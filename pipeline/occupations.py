"""Which occupation a text is about: the first title in it that the lexicon knows, else the words of its heading.

Titles are looked for in the document's own title, the first lines and after phrases such as "op zoek naar een".
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from .linking import Linker
from .titles import counterpart
from .types import Document, OccupationStatement, Sentence

_OPENING = re.compile(
    r"(?:op zoek naar (?:een|onze|iemand als)|zoeken (?:wij |we )?(?:per direct )?een|het gaat om een|gezocht:?|vacature:?|functie:?|^als|"
    r"looking for an?|seeking an?|function:|huidige functie:)\s+(?P<rest>[^.\n:!?]{3,90})",
    re.I,
)
_GENDER_MARK = re.compile(r"[\s(]*\b[mvx](?:\s*/\s*[mvx]){1,2}\b\)?", re.I)
_TITLE_END = re.compile(r"\b(?:die|voor|in|bij|met|op|te|om|aan|ben|ga|zorg|werk|who|to|for|at)\b|[,(–|]|\s-\s|\d")
_TITLE_LINE = re.compile(r"(?!.*\b(?:je|jij|jou|jouw|u|wij|we|ons|onze|ik|you|your|our|the|at|about|over|gezocht|vacature)\b)(?:\S+\s+){0,6}\S+[^.?!:]$", re.I)
_SEARCHED = 12


def find_occupation(document: Document, sentences: Sequence[Sentence], linker: Linker) -> OccupationStatement | None:
    """The occupation with its quote and confidence; None when the text names none."""
    if document.kind == "cv":
        sentences = [s for s in sentences if s.section not in ("personal", "education", "hobbies")]
    early = [s for s in sentences[:_SEARCHED] if s.section not in ("offer", "procedure")]
    title, named = _title_region(document), _named_regions(document, early)
    first = [(s.start, s.end) for s in early[:1] if s.end - s.start <= 80]
    for start, end in [*title, *first, *named, *((s.start, s.end) for s in early)]:
        if known := _known_title(document.text, start, end, linker.lexicon):
            link = linker.link(document.text[slice(*known)], "occupation")
            if link.concept is None and (other := _other_form(document.text[slice(*known)])):
                link = linker.link(other, "occupation")
            if link.concept is not None:
                return _statement(document, *known, link, linker.lexicon)
    own_line = [span for span in first if _TITLE_LINE.match(document.text[slice(*span)])]
    for start, end in [*title, *named, *own_line] if document.kind != "cv" else []:
        last = _title_end(document.text, start, end)
        if 4 <= last - start <= 60:
            return _statement(document, start, last, linker.link(document.text[start:last], "occupation"), linker.lexicon)
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
        for m in _OPENING.finditer(document.text[s.start : s.end])
    ]


def _known_title(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Offsets of the longest occupation label in the span."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\W_]+[+#]*", text[start:end])]
    folded = [fold(word) for word, _, _ in words]
    for size in range(min(6, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            phrase = " ".join(folded[first : first + size])
            if any(_is_title(form, lexicon) for form in (phrase, _other_form(phrase)) if form):
                return start + words[first][1], start + words[first + size - 1][2]
    return None


def _is_title(phrase: str, lexicon: Lexicon) -> bool:
    return any(lexicon.is_occupation[hit.concept] for hit in lexicon.surface(phrase))


@lru_cache(maxsize=50_000)
def _other_form(phrase: str) -> str | None:
    """The title in its form for the other sex, so that both link to the same occupation; None when it has one form."""
    words = phrase.split(" ")
    other = [counterpart(word) or word for word in words]
    return " ".join(other) if other != words else None


def _title_end(text: str, start: int, end: int) -> int:
    """Where the title in a region ends: before a gender mark, a place, a clause."""
    region = text[start:end]
    cuts = [found.start() for pattern in (_GENDER_MARK, _TITLE_END) if (found := pattern.search(region)) and found.start() > 3]
    return start + len(region[: min(cuts, default=len(region))].rstrip(" -–|:?!."))


def _statement(document: Document, start: int, end: int, link, lexicon: Lexicon) -> OccupationStatement:
    entry = lexicon.entry(link.concept) if link.concept is not None else None
    return OccupationStatement(
        start, end, document.text[start:end],
        entry.iri if entry else None, entry.label_nl if entry else None, dict(entry.mappings) if entry else {},
        round(link.confidence, 4),
    )  # fmt: skip
