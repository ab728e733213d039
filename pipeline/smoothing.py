"""A text as it was laid out -> the same text as it is read, and back.

Signs without width (soft hyphens) go, what HTML writes as ``&amp;`` becomes the sign that it is, other spaces become plain and single, wide ones between words
line breaks, or behind the name of a field colons, lines in capitals are read in small letters, and lines that were cut at a margin are whole again: "ervaring met het aanspre-" above "ken van klanten".
In a CV, where wide spaces part columns and capitals tell names, both stay.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from html import unescape
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from .fields import field_of
from .sentences import bullet_of
from .types import Document, Edit

_NO_WIDTH = "\xad\u200b\u200c\u2060\ufeff"
_SIGNS = rf"&(?:[A-Za-z]{{2,8}}|#\d{{2,5}}|#[xX][\da-fA-F]{{2,5}});|[{_NO_WIDTH}]+"
_ODD = re.compile(rf"{_SIGNS}|[^\S\n\t ]")
_ODD_OR_WIDE = re.compile(rf"(?:[^\S\n]|&(?:nbsp|#160);){{2,}}|{_SIGNS}|[^\S\n ]| (?![^\n])|(?<![^\n]) ")
_RARE = re.compile(rf"[^\S\x00-\x7f]|[{_NO_WIDTH}\r\x0b\x0c\x1c-\x1f]")
_GAP = re.compile(r"(?<! ) {3,}(?! )")
_MOST_GAPS = 0.2  # of the spaces of a text; it is the lay-out of the lines when more are wide
_CAPITALS, _SHOUTED = re.compile(r"[^\W\d_]{4,}"), 3  # words that are no abbreviations; how many of them make a line in capitals a shouted one
_CUT_WORD = re.compile(r"[a-zà-ÿ]{2}[-\xad]$")
_SUSPENDED = re.compile(r"(?:en|of|and|or|tot)\b|[^a-zà-ÿ]")  # after a hyphen that stays: "in-" above "en verkoop"
_ENDS = ".!?:;…"  # what ends with one of these is whole by itself
_SMALL_WORDS = re.compile(
    r"\b(?:aan|als|bij|dat|de|die|dit|door|een|en|het|hun|ik|in|is|je|jij|jouw|kan|kunt|met|naar|of|om|ons|onze|ook|op|over|te|tot|u|uit|uw|van|voor|waar|we|wij|zijn|zoeken"
    r"|a|and|are|as|at|for|from|of|on|or|our|that|the|this|to|we|who|will|with|you|your)\b"
)
_OPEN = re.compile(rf"{_SMALL_WORDS.pattern}$")  # as prose ends where it is cut, and the items of a list do not
_OPEN_SHARE = 0.1  # of the lines that were cut
_NARROWEST, _WIDEST = 30, 140  # margins, in characters
_LONGEST_LABEL = 30  # characters
_FEWEST, _SHARE, _SMALL, _LONGER = 3, 0.5, 0.6, 0.1  # lines cut at the margin: how many; of those that may be; that go on in small letters; lines beyond the margin
Change = tuple[int, int, str]
T = TypeVar("T")


class Piece(NamedTuple):
    """From ``first`` on the text that is read stands at ``origin`` in the one that was given; where it stands for other signs, these end at ``end`` there, else that is 0."""

    first: int
    origin: int
    end: int


_first, _origin = attrgetter("first"), attrgetter("origin")


@dataclass(frozen=True, slots=True)
class Smoothed:
    """``document`` as it is read, and the pieces of ``given`` that its text is made of; () where they are the same."""

    document: Document
    given: Document
    pieces: tuple[Piece, ...] = ()

    def restored(self, value: T) -> T:
        """What was said of the document, with the offsets and quotes of the text that was given: any of the types of types.py, or a tuple of them."""
        return self._restored(value) if self.pieces else value

    def _restored(self, value):
        if isinstance(value, tuple):
            return tuple(map(self._restored, value))
        names = _fields(type(value))
        if not names:
            return value
        new = {name: self._restored(getattr(value, name)) for name in names}
        if "spans" in new:
            new["spans"] = tuple(self.span(*span) for span in new["spans"])
        if "start" in new:
            new["start"], new["end"] = self.span(value.start, value.end)
        if "quote" in new:
            new["quote"] = self.given.text[new["start"] : new["end"]]
        if isinstance(value, Edit) and self.given.text[new["start"] : new["end"]].isupper():
            new["text"] = new["text"].upper()
        return type(value)(**new)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text that was given."""
        if not self.pieces:
            return start, end
        first = self._at(start)
        return first, (self._piece(end - 1).end or self._at(end - 1) + 1) if end > start else first

    def place(self, origin: int) -> int:
        """The offset in the document as it is read of one in the text that was given; where that is not read, of what comes next."""
        if not self.pieces:
            return origin
        after = bisect_right(self.pieces, origin, key=_origin)
        piece = self.pieces[after - 1]
        end = self.pieces[after].first if after < len(self.pieces) else len(self.document.text)
        return min(piece.first + origin - piece.origin, end)

    def _piece(self, place: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, place, key=_first) - 1]

    def _at(self, place: int) -> int:
        piece = self._piece(place)
        return piece.origin + place - piece.first


@lru_cache(maxsize=None)
def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass; () for other types."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def smooth(document: Document) -> Smoothed:
    """The document as it is read."""
    text = document.text if document.kind == "cv" else _without_shouting(document.text)
    edits = sorted([*_sign_edits(text, document.kind), *_break_edits(text)], key=lambda edit: (edit[0], -edit[1]))
    if not edits and text is document.text:
        return Smoothed(document, document)
    parts: list[str] = []
    pieces: list[Piece] = []
    length = last = 0
    for start, end, new in [*edits, (len(text), len(text), "")]:
        if start < last:  # within a break that was mended
            continue
        for part, origin, until in ((text[last:start], last, 0), (new, start, end)):
            if part:
                parts.append(part)
                pieces.append(Piece(length, origin, until))
                length += len(part)
        last = end
    return Smoothed(replace(document, text="".join(parts)), document, tuple(pieces))


def _without_shouting(text: str) -> str:
    """The text with the lines that are words in capitals in small letters, which are as many; the same object where there is none."""
    lines = text.split("\n")
    shouted = [number for number, line in enumerate(lines) if line.isupper() and len(_CAPITALS.findall(line)) >= _SHOUTED and _SMALL_WORDS.search(line.lower()) and len(line.lower()) == len(line)]
    for number in shouted:
        lines[number] = lines[number].lower()
    return "\n".join(lines) if shouted else text


def _sign_edits(text: str, kind: str) -> Iterator[Change]:
    if not any(sign in text for sign in ("  ", " \n", "\n ", "\t", "&")) and text.strip() == text and not _RARE.search(text):
        return  # most texts; quicker to tell than to look at each sign
    even = len(_GAP.findall(text)) > _MOST_GAPS * len(text.split(" "))
    for found in (_ODD if kind == "cv" else _ODD_OR_WIDE).finditer(text):
        start, end = found.span()
        sign = unescape(found[0])
        if sign.isspace():
            yield start, end, " " if kind == "cv" else ": " if _tells(text, start, end, kind) else _space(sign, text, start, end, even)
        elif sign[0] in _NO_WIDTH or len(sign) == 1:
            yield start, end, sign.strip(_NO_WIDTH)


def _space(sign: str, text: str, start: int, end: int, even: bool) -> str:
    """What a space is read as: a wide one between words, or a tab, as a line break that was lost, unless all are so, a list's sign or a colon stands before it, or small letters or figures behind it."""
    line = text.rfind("\n", 0, start) + 1
    if line == start or text[end : end + 1] in ("", "\n"):
        return ""
    within = start - line > 2 and any(map(str.isalpha, text[line:start])) and text[start - 1] != ":"
    return "\n" if within and not (text[end].islower() or text[end].isdigit()) and ("\t" in sign or len(sign) > 2 and not even) else " "


def _tells(text: str, start: int, end: int, kind: str) -> bool:
    """Whether a wide space parts a field of a form from its value, as a colon does: "Locatie     Ede"."""
    line, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    label, value = text[line:start].strip(), text[end : last if last >= 0 else len(text)].strip()
    return 0 < len(label) <= _LONGEST_LABEL and ":" not in label and bool(value) and field_of(f"{label}: {value}", kind) is not None


def _break_edits(text: str) -> Iterator[Change]:
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for number in margin_breaks(lines):
        end = starts[number] + len(lines[number].rstrip())
        first = starts[number + 2] - 1 - len(lines[number + 1].lstrip())
        parted = _CUT_WORD.search(text, max(0, end - 3), end) and not _SUSPENDED.match(text, first)
        yield (end - 1, first, "") if parted else (end, first, " ")


def margin_breaks(lines: Sequence[str]) -> list[int]:
    """The numbers of the lines that were cut at a margin; ``[]`` where the text was not.

    A line was cut when it fits within the margin and the first word of the next does not. The margin is the width of which that is true most often.
    """
    cuts = [(number, *cut) for number, (line, after) in enumerate(pairwise(lines)) if (cut := _cut(line.rstrip(), after))]
    if len(cuts) < _FEWEST:
        return []
    votes = [0] * (2 * _WIDEST)
    for _, least, most, _ in cuts:
        votes[least] += 1
        votes[min(most, len(votes) - 2) + 1] -= 1
    sums = list(accumulate(votes))
    margin = max(range(len(sums)), key=lambda width: (sums[width], width))
    fitting = [(number, small) for number, least, most, small in cuts if least <= margin <= most]
    beyond = sum(len(line.rstrip()) > margin for line in lines)
    even = len(fitting) >= max(_FEWEST, _SHARE * len(cuts)) and sum(small for _, small in fitting) >= _SMALL * len(fitting)
    open_ = sum(_OPEN.search(lines[number].rstrip().lower()) is not None for number, _ in fitting) if even else 0
    return [number for number, _ in fitting] if even and open_ >= max(1, _OPEN_SHARE * len(fitting)) and beyond <= _LONGER * sum(map(bool, map(str.strip, lines))) else []


def _cut(line: str, after: str) -> tuple[int, int, bool] | None:
    """Between which widths the margin must lie if it cut this line, and whether the next goes on in small letters; None where it cannot have."""
    if not _NARROWEST <= len(line) <= _WIDEST or line[-1] in _ENDS or not (words := after.split(None, 1)) or bullet_of(after, 0, len(after)):
        return None
    return len(line), len(line) + len(words[0]), words[0][0].islower()
