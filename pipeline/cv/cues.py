"""The rows of cues/cv.tsv of one kind, as patterns for folded text."""

import re
from functools import lru_cache

from ..cues import read_cues


@lru_cache(maxsize=None)
def cues(kind: str) -> tuple[tuple[str, re.Pattern], ...]:
    """(value, pattern) of each row."""
    return tuple((row["value"], _whole(row["pattern"])) for row in read_cues("cv") if row["kind"] == kind)


@lru_cache(maxsize=None)
def any_cue(kind: str) -> re.Pattern:
    """All rows in one pattern."""
    return _whole("|".join(row["pattern"] for row in read_cues("cv") if row["kind"] == kind))


def _whole(pattern: str) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
