"""Words -> classes (you, we, served ...), and the cues of cues/wording_context.tsv, which say what stands around a hit."""

import re
from functools import lru_cache

from ..cues import read_cues
from .rules import compiled


@lru_cache(maxsize=None)
def cues(where: str) -> tuple[tuple[str, re.Pattern], ...]:
    """(name, pattern) of the rows of wording_context.tsv that look there."""
    return tuple((row["name"], compiled(row["pattern"])) for row in read_cues("wording_context") if row["where"] == where)


@lru_cache(maxsize=100_000)
def class_of(word: str) -> str:
    """The class of a word (you, we, seek, served ...), or "" for other words."""
    return next((name for name, pattern in cues("word") if pattern.fullmatch(word)), "")


@lru_cache(maxsize=1)
def classes() -> tuple[str, ...]:
    """All classes, that of other words first."""
    return ("", *(name for name, _ in cues("word")))
