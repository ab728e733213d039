"""The rows of cues/cv.tsv of one kind, as patterns for folded text."""

import re
from functools import lru_cache

from ..cues import read_cues
from ..sentences import fold_text


@lru_cache(maxsize=None)
def cues(kind: str) -> tuple[tuple[str, re.Pattern], ...]:
    """(value, pattern) of each row."""
    return tuple((row["value"], _whole(row["pattern"])) for row in read_cues("cv") if row["kind"] == kind)


@lru_cache(maxsize=None)
def any_cue(kind: str) -> re.Pattern:
    """All rows in one pattern."""
    return _whole("|".join(row["pattern"] for row in read_cues("cv") if row["kind"] == kind))


def without(text: str, *kinds: str) -> str:
    """The words without those that the cues of these kinds meet."""
    for kind in kinds:
        folded, last, kept = fold_text(text), 0, ""
        for found in any_cue(kind).finditer(folded):
            kept, last = kept + text[last : found.start()] + " ", found.end()
        text = kept + text[last:]
    return text


def _whole(pattern: str) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
