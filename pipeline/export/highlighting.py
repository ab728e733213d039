"""A text and where its statements stand -> pieces in reading order, each with the skills and flags that cover it.

Pages and the terminal draw the pieces. displaCy's span renderer is not used: it places its labels by absolute position, in fixed colours,
where screen readers, narrow screens and dark pages lose them, and it draws no links.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..privacy import mask, personal_spans
from ..types import Document


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text. ``skills`` and ``flags`` are numbers, from 1, of the statements that cover it; ``ends``: those skills that end with it."""

    text: str
    skills: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    flag_ends: tuple[int, ...] = ()


def pieces(text: str, skills: Sequence[dict], flags: Sequence[dict] = ()) -> list[Piece]:
    """The whole text in pieces. Statements have ``start`` and ``end``, 0-based code points, end exclusive; they may overlap.

    >>> [piece.text for piece in pieces("Je kunt lassen.", [{"start": 8, "end": 14}])]
    ['Je kunt ', 'lassen', '.']
    """
    bounds = sorted({0, len(text)} | {span[side] for span in (*skills, *flags) for side in ("start", "end") if 0 <= span[side] <= len(text)})

    def covering(spans: Sequence[dict], start: int, end: int) -> tuple[int, ...]:
        return tuple(number for number, span in enumerate(spans, 1) if span["start"] <= start and end <= span["end"])

    return [
        Piece(
            text[start:end], covering(skills, start, end), covering(flags, start, end),
            tuple(number for number, span in enumerate(skills, 1) if span["end"] == end and span["start"] < end),
            tuple(number for number, span in enumerate(flags, 1) if span["end"] == end and span["start"] < end),
        )
        for start, end in pairwise(bounds)
    ]  # fmt: skip


def without_personal_data(text: str, document: dict) -> str:
    """The text with personal data masked, of the same length. ``document``: as in the JSON of a translation."""
    return mask(text, personal_spans(Document(document["id"], text, document["kind"], document["language"])))
