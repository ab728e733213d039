"""cues/personal.tsv as patterns, and the type of what they find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..cues import read_cues
from ..literals import lowered, may_meet, needed

MASKED, DOUBTED, SURE = 0.05, 0.2, 0.5  # chances: words are masked from the first on, names of skills and occupations from the second, and a name is looked for in the rest of the text from the third


@dataclass(frozen=True, slots=True)
class Personal:
    """A span of personal data of one category. ``chance``: how likely it is one; what a rule finds is taken for sure."""

    start: int
    end: int
    category: str
    chance: float = 1.0


@lru_cache(maxsize=None)
def patterns(where: str) -> tuple[tuple[str, re.Pattern], ...]:
    """(category, pattern) of the rows for "any", "header" or "words"."""
    rows = [row for row in read_cues("personal") if row["where"] == where]
    return tuple((row["category"], re.compile(row["pattern"], (0 if row["case"] == "exact" else re.I) | re.M)) for row in rows)


@lru_cache(maxsize=1)
def _needed() -> tuple[tuple[str, ...], ...]:
    """Of each of the patterns for "any" the words without which it finds nothing."""
    return tuple(needed(pattern) for _, pattern in patterns("any"))


def anywhere(text: str) -> Iterator[Personal]:
    """What the patterns for "any" find in a CV; the named group when there is one, else all."""
    low = lowered(text)
    for (category, pattern), runs in zip(patterns("any"), _needed()):
        for found in pattern.finditer(text) if may_meet(runs, low) else ():
            group = next((name for name, value in found.groupdict().items() if value is not None), 0)
            yield Personal(*found.span(group), category)
