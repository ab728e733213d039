"""A line of a job board or of the front page of a profile, with what it says -> the section that it tells of, itself alone: "Locatie: Ede", "Opleiding: mbo"."""

import re
from functools import lru_cache

from .cues import read_cues
from .sentences import SIGNS, fold_text

RING = " #*_=~|<>[]{}\"“”„«»\t"  # signs around a heading
LONGEST_FIELD = 250  # characters


@lru_cache(maxsize=None)
def _cues(kind: str) -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["section"], re.compile(row["pattern"], re.I)) for row in read_cues("sections") if row["where"] == "field" and kind in row["kinds"].split(","))


@lru_cache(maxsize=20_000)
def field_of(line: str, kind: str) -> str | None:
    """The section of a field; None for other lines."""
    if len(line) > LONGEST_FIELD:
        return None
    folded = fold_text(line).lstrip(f"{RING}-–•:.{SIGNS}")
    return next((section for section, pattern in _cues(kind) if pattern.match(folded)), None)
