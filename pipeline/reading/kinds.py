"""What kind of text this is, when the user leaves it to us: vacancy, CV, function profile or mbo qualification."""

import re
from functools import lru_cache

from ..cues import read_cues

_READ = 6000


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, float, re.Pattern], ...]:
    return tuple((row["kind"], float(row["weight"]), re.compile(row["pattern"], re.M)) for row in read_cues("kinds"))


def guess_kind(text: str) -> str:
    """The kind with the most cue weight in the first 6,000 characters; "vacancy" when nothing speaks for another."""
    weights = {"vacancy": 1.0, "cv": 0.0, "profile": 0.0, "qualification": 0.0}
    opening = text[:_READ].lower()
    for kind, weight, pattern in _cues():
        if pattern.search(opening):
            weights[kind] += weight
    return max(weights, key=weights.get)
