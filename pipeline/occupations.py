"""Which occupation a text is about: the first title in it that the lexicon knows, else the words of its heading.

Titles are looked for in the document's own title, the first lines and after phrases such as "op zoek naar een".
"""

import re
from collections.abc import Sequence

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from .linking import Linker
from .types import Document, OccupationStatement, Sentence

_OPENING = re.compile(
    r"(?:op zoek naar (?:een|onze|iemand als)|zoeken (?:wij |we )?(?:per direct )?een|het gaat om een|gezocht:?|vacature:?|functie:?|^als|"
    r"looking for an?|seeking an?|function:|huidige functie:)\s+(?P<rest>[^.\n:!?]{3,90})",
    re.I,
)
_GENDER_MARK = re.compile(r"[\s(]*\b[mvx](?:\s*/\s*[mvx]){1,2}\b\)?", re.I)
_TITLE_END = re.compile(r"\b(?:die|voor|in|bij|met|op|te|om|aan|ben|ga|zorg|werk|who|to|for|at)\b|[,(–|]|\s-\s|\d")
_SEARCHED = 12


def find_occupation(document: Document, sentences: Sequence[Sentence], linker: Linker) -> OccupationStatement | None:
    """The occupation with its quote and confidence; None when the text names none."""
    if document.kind == "cv":
        sentences = [s for s in sentences if s.section not in ("personal", "education", "hobbies")]
    regions = _regions(document, sentences)
    for start, end in regions:
        if known := _known_title(document.text, start, end, linker.lexicon):
            first, last = known
            link = linker.link(document.text[first:last], "occupation")
            if link.concept is not None:
                return _statement(document, first, last, link, linker.lexicon)
    for start, end in regions[:3]:
        quote_end = _title_end(document.text, start, end)
        if quote_end - start >= 4 and document.kind != "cv":
            return _statement(document, start, quote_end, linker.link(document.text[start:quote_end], "occupation"), linker.lexicon)
    return None


def _regions(document: Document, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Spans where a title may stand, likeliest first: the title, the opening phrases, the first lines."""
    text = document.text
    found = []
    if document.title and (at := text.find(document.title)) >= 0:
        found.append((at, at + len(document.title)))
    early = [s for s in sentences[:_SEARCHED] if s.section not in ("offer", "procedure")]
    if early and early[0].end - early[0].start <= 80:
        found.append((early[0].start, early[0].end))
    for sentence in early:
        found += [
            (sentence.start + m.start("rest"), sentence.start + m.end("rest"))
            for m in _OPENING.finditer(text[sentence.start : sentence.end])
        ]
    return found + [(s.start, s.end) for s in early]


def _known_title(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Offsets of the longest occupation label in the span."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\W_]+[+#]*", text[start:end])]
    folded = [fold(word) for word, _, _ in words]
    best = None
    for size in range(min(6, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            phrase = " ".join(folded[first : first + size])
            if any(lexicon.entry(hit.concept).type == "occupation" for hit in lexicon.find(phrase) if hit.how == "surface"):
                best = (start + words[first][1], start + words[first + size - 1][2])
                return best
    return best


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
