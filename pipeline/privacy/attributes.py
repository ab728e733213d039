"""What may be said of the lines of a CV and their words, for the labeller of personal data: layout, shapes, lists of names and places, themes of words.

Words that may tell something personal stand by theme in cues/personal_hints.tsv.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.normalising import fold

from ..cues import read_cues
from ..cv.segmenting import is_heading
from .names import all_first_names, is_trade
from .towns import is_place

OFFSETS = (-3, -2, -1, 0, 1, 2, 3)
REACH = 6  # words before and behind in which themes are seen
SELF_REACH = 8  # words behind "ik" or "mijn" that may be about the writer
LONGEST = 400  # words; a longer line is read in pieces
EDGE = ""
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_DIGITS = re.compile(r"\d")
_LABEL = re.compile(r"\W*([^\W\d_][^:\t|]{0,30}?)\s*(?::|\t|\||  )")
_TRIM = " #*_\t>-:|"
_SELF = frozenset("ik mijn mij me m zelf wij we ons onze i my myself our".split())
_NAME = "name"  # a theme too: a first name


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a CV: its words, where each stands in the text, the section it stands in and its place from the top."""

    words: list[str]
    spans: list[tuple[int, int]]
    section: str
    place: str
    attributes: list[str]


def lines_of(text: str, contacts: Sequence[int]) -> list[Line]:
    """The lines that hold a word or sign, long ones in pieces. ``contacts``: where e-mail, telephone and the like begin."""
    found = [line.span() for line in _LINE.finditer(text)]
    reached = [any(first <= at < last for at in contacts) for first, last in found]
    lines, section, above = [], "top", ""
    for number, (first, last) in enumerate(found):
        spans = [word.span() for word in _WORD.finditer(text, first, last)]
        words = [text[start:end] for start, end in spans]
        heading = is_heading(text[first:last].strip(_TRIM))
        gap = not number or text.count("\n", found[number - 1][1], first) > 1
        shared = [f"section:{section}", f"at:{_place(number)}", f"left:{_place(len(found) - 1 - number)}", f"size:{_size(len(words))}", f"gap:{gap}", f"heading:{heading}"]
        shared += [f"contact{step}" for step in (-1, 0, 1) if 0 <= number + step < len(found) and reached[number + step]]
        if label := _LABEL.match(text, first, last):
            shared.append(f"label:{fold(label[1])}")
        if above:
            shared.append(f"above:{above}")
        lines += [Line(words[at : at + LONGEST], spans[at : at + LONGEST], section, _place(number), shared) for at in range(0, len(words), LONGEST)]
        above = fold(text[first:last].strip(_TRIM)) if len(words) <= 4 else ""
        section = heading or section
    return lines


def word_attributes(word: str, offset: int) -> list[str]:
    """Attributes that depend on one word alone, ``offset`` places away."""
    traits = traits_of(word)
    return [f"{offset}{trait}" for trait in (traits if abs(offset) < 2 else traits[:2])]


def place_attributes(section: str, place: str, word: str, first: bool) -> list[str]:
    """Attributes of what a word looks like, or is about, in its section and place from the top."""
    shape = shape_of(word)
    found = [f"section:{section}{shape}", f"at:{place}{shape}", *(f"section:{section}{theme}" for theme in themes_of(word))]
    return [*found, "first"] if first else found


def self_attributes(word: str) -> list[str]:
    """Attributes of a word shortly behind one that speaks of the writer."""
    return ["self", f"self{traits_of(word)[0]}", *(f"self{theme}" for theme in themes_of(word))]


def pair_attributes(left: str, right: str) -> list[str]:
    """Attributes of two words in a row: as the pair before a word, as the one that ends in it, and as the one that begins with it."""
    pair = f"{traits_of(left)[0]}|{traits_of(right)[0]}"
    return [f"-2{pair}", f"-1{pair}", f"0{pair}"]


def shape_attributes(shapes: Sequence[str]) -> list[str]:
    """Attributes of the shapes of five words, of which the middle one counts."""
    return ["|".join(shapes), "m" + "|".join(shapes[1:4]), "l" + "|".join(shapes[:3]), "r" + "|".join(shapes[2:])]


def theme_attribute(theme: str) -> str:
    """The attribute of a word that has this theme within ``REACH``."""
    return f"~{theme}"


def of_writer(words: Sequence[str]) -> Iterator[bool]:
    """For each word of a line whether it stands within ``SELF_REACH`` of one that speaks of the writer."""
    left = 0
    for word in words:
        left = SELF_REACH if fold(word) in _SELF else left - 1
        yield left > 0


@lru_cache(maxsize=100_000)
def traits_of(word: str) -> tuple[str, ...]:
    """What a word is by itself: its letters and its shape first, then its ends, its themes and the lists it stands in."""
    import simplemma

    folded = _DIGITS.sub("0", fold(word))
    found = [f"w:{folded}", f"h:{shape_of(word)}"]
    if not word[:1].isalpha():
        return (*found, f"n:{len(word)}")
    found += [f"{name}:{part}" for name, part in (("s2", folded[-2:]), ("s3", folded[-3:]), ("s4", folded[-4:]), ("p4", folded[:4]))]
    found += [f"t:{theme}" for theme in themes_of(word)]
    found += [f"in:{language}" for language in ("nl", "en") if simplemma.is_known(word.lower(), lang=language)]
    if is_place(word.capitalize()):
        found.append("place")
    if is_trade(word):
        found.append("trade")
    return tuple(found)


@lru_cache(maxsize=100_000)
def themes_of(word: str) -> tuple[str, ...]:
    """The themes of a word; one of them is whether it is a first name."""
    folded = fold(word)
    found = [theme for theme, words in _themes() if words.fullmatch(folded)]
    return (*found, _NAME) if folded in all_first_names() else tuple(found)


def all_themes() -> list[str]:
    return [*(theme for theme, _ in _themes()), _NAME]


@lru_cache(maxsize=1)
def _themes() -> tuple[tuple[str, re.Pattern], ...]:
    words: dict[str, list[str]] = {}
    for row in read_cues("personal_hints"):
        words.setdefault(row["theme"], []).extend(re.escape(word).replace(r"\*", r"\w*") for word in row["words"].split())
    return tuple((theme, re.compile("|".join(one))) for theme, one in words.items())


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> str:
    """"Xx", "XX", "x", "d4" for four digits, or the sign itself: what a word looks like."""
    if word.isdigit():
        return f"d{min(len(word), 9)}"
    if not word[:1].isalpha():
        return word[:1]
    if word.islower():
        return "x" if len(word) > 1 else "x1"
    if word.isupper():
        return "X1" if len(word) == 1 else "X"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


def _place(number: int) -> str:
    return str(number) if number < 4 else "4-7" if number < 8 else "8-15" if number < 16 else "far"


def _size(count: int) -> str:
    return "1-2" if count < 3 else "3-5" if count < 6 else "6-12" if count < 13 else "13-30" if count < 31 else "long"
