"""Which occupation a text is about: what its title says, else what phrases announce, else the first title further on that the lexicon knows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ontology.lexicon import Lexicon

from ..types import Document, Link, OccupationStatement, Sentence
from .candidates import OCCUPATION
from .known import title_in
from .linker import Linker
from .places import SEARCHED, Place, find_places, is_generic, own_title, title_place

__all__ = ["Titles", "find_occupation", "find_titles", "statement", "terms_of", "title_in"]
_TRIED = 3  # known titles of a CV
_SURE = 0.5  # confidence
_GENERIC = 0.3  # the most that a title of every branch may have
_PRIVATE = ("personal", "education", "hobbies")
_PLACED = ("title", "line")


@dataclass(frozen=True, slots=True)
class Titles:
    """Where job titles may stand, the surest places first; ``own`` is the title of the record, which the text need not have, and ``named`` the place in it."""

    places: tuple[Place, ...]
    own: str = ""
    named: Place | None = None


def find_titles(document: Document, sentences: Sequence[Sentence], lexicon: Lexicon) -> Titles:
    """The titles in the record's own title, the first line, after phrases that announce one and in the first sentences; of a CV the known ones as they come."""
    if document.kind != "cv":
        own = own_title(document)
        return Titles(tuple(dict.fromkeys(find_places(document, sentences, lexicon))), own, title_place(own, 0, len(own), "title", lexicon))
    early = [s for s in [s for s in sentences if s.section not in _PRIVATE][:SEARCHED] if s.section not in ("offer", "procedure")]
    known = islice((found for s in early if (found := title_in(document.text, s.start, s.end, lexicon))), _TRIED)
    return Titles(tuple(Place("further", *found, True) for found in dict.fromkeys(known)))


def terms_of(document: Document, titles: Titles) -> list[tuple[str, str]]:
    """What the linker will be asked of them."""
    places = [(document.text, place) for place in titles.places] + ([(titles.own, titles.named)] if titles.named else [])
    spans = [(text, span) for text, place in places for span in ((place.start, place.end), place.whole) if span]
    return [(words, OCCUPATION) for words in dict.fromkeys(text[slice(*span)] for text, span in spans)]


def find_occupation(document: Document, titles: Titles, linker: Linker) -> OccupationStatement | None:
    """The occupation with its quote and confidence; None when the text names none.

    A title that does not link goes before a known one further on that has no word of it: better no occupation than that of somebody else.
    """
    if document.kind == "cv":
        links = (((place.start, place.end), linker.link(document.text[place.start : place.end], OCCUPATION)) for place in titles.places)
        chosen = next((one for one in links if one[1].concept is not None), None)
    else:
        found = [(place, *_judged(document.text, place, linker)) for place in titles.places]
        own = _judged(titles.own, titles.named, linker)[1] if titles.named else None
        chosen = _chosen(document.text, found, own)
        if chosen and own and own.concept not in (None, chosen[1].concept) and chosen[1].concept is not None:
            chosen = chosen[0], replace(chosen[1], confidence=_against(chosen[1].confidence, own.confidence))
    return statement(document, *chosen[0], chosen[1], linker.lexicon) if chosen else None


def _chosen(text: str, found: list[tuple[Place, tuple[int, int], Link]], own: Link | None) -> tuple[tuple[int, int], Link] | None:
    """The span and link of the place that says it best."""
    placed = [(span, link) for place, span, link in found if place.kind in _PLACED]
    announced = [(span, link) for place, span, link in found if place.kind in ("announced", "hinted")]
    further = [(span, link) for place, span, link in found if place.kind == "further" and link.concept is not None]
    if placed and placed[0][1].concept is not None:  # the second part of a compound ("magazijnchef") says less than the whole
        line, meant = text[slice(*placed[0][0])].lower(), placed[0][1].concept
        announced = [one for one in announced if one[1].concept == meant or not _is_part(text[slice(*one[0])].lower(), line)]
    same = [one for one in (*announced, *further) if own and own.confidence >= _SURE and one[1].concept is not None and one[1].concept == own.concept]
    sure = [one for one in (*placed, *same, *announced) if one[1].concept is not None and one[1].confidence >= _SURE]
    if sure:
        return sure[0]
    if placed:  # what is further on must have a word of it
        words = _words(text[slice(*placed[0][0])])
        akin = [[one for one in some if words & _words(text[slice(*one[0])])] for some in (announced, further)]
        announced = akin[0] if placed[0][1].concept is not None else [one for one in announced if not is_generic(text[slice(*one[0])])]
        parts = [one for one in further if one[1].concept == placed[0][1].concept and _is_part(text[slice(*one[0])].lower(), text[slice(*placed[0][0])].lower())]
        further = [one for one in (*akin[1], *parts) if one[1].confidence >= _SURE]
    linked = sorted((one for one in (*placed, *announced) if one[1].concept is not None), key=lambda one: -one[1].confidence)
    order = (*further, *linked) if placed else (*linked, *further)
    return next(iter((*order, *placed, *announced)), None)


def _judged(text: str, place: Place, linker: Linker) -> tuple[tuple[int, int], Link]:
    """The words and their link: those of a known title, or of the whole that it is the tail of where this is something else.

    Where the whole is nothing, the known title is no surer than that; where it is a title of every branch, it is hardly sure.
    """
    span, link = (place.start, place.end), linker.link(text[place.start : place.end], OCCUPATION)
    generic = is_generic(text[slice(*span)])
    if place.whole:
        whole = linker.link(text[slice(*place.whole)], OCCUPATION)
        if generic or whole.concept not in (None, link.concept):
            return place.whole, whole
        if whole.concept is None:
            return span, replace(link, confidence=min(link.confidence, round(1 - whole.nil, 4)))
    return span, replace(link, confidence=min(link.confidence, _GENERIC)) if generic else link


def _against(one: float, other: float) -> float:
    """How sure a title is when the title of the record is as sure to say something else: only one of them can be right."""
    return round(one * (1 - other) / max(1 - one * other, 1e-9), 4)


def _is_part(word: str, title: str) -> bool:
    """Whether a compound in the title ends in the word."""
    return any(one != word and one.endswith(word) for one in _words(title))


def _words(title: str) -> set[str]:
    return {word for word in title.lower().replace("-", " ").replace("/", " ").split() if len(word) > 1 and word not in ("en", "and", "&")}


def statement(document: Document, start: int, end: int, link: Link, lexicon: Lexicon) -> OccupationStatement:
    """The statement that the words between two offsets name the occupation of ``link``."""
    entry = lexicon.entry(link.concept) if link.concept is not None else None
    return OccupationStatement(
        start, end, document.text[start:end],
        entry.iri if entry else None, entry.label_nl if entry else None, dict(entry.mappings) if entry else {},
        round(link.confidence, 4),
    )  # fmt: skip
