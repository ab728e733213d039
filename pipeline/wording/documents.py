"""What only shows of the document as a whole: demands that make an age window between them, and the language in which to say what to write instead."""

import re
from dataclasses import replace
from functools import lru_cache

from ..cues import read_cues
from ..types import Flag
from .rules import family_of
from .views import fold

_FLOOR = re.compile(
    r"\b(?:minimaal|minstens|min\.|ten ?minste|minimum|vanaf|at least) (?:(?:1[6-9]|[2-6]\d) (?:jaar|jr)\b(?! \w*ervaring)|(?:\d+|een|één|twee|drie|vier|vijf) (?:jaar|jaren|years)\b)"
    r"|\b(?:afgeronde|voltooide) (?:mbo|hbo|wo)\b",
    re.I,
)
_CEILINGS = ("age.graduate.", "age.experience_cap.", "age.student.")


def read_together(flags: tuple[Flag, ...], text: str) -> tuple[Flag, ...]:
    """The flags, where a ceiling (starter, at most x years) that stands beside a minimum says that they make an age window."""
    ceilings = [flag for flag in flags if flag.rule.startswith(_CEILINGS)]
    if not ceilings:
        return flags
    folded = fold(text)
    floor = next((found for found in _FLOOR.finditer(folded) if all(found.end() <= f.start or f.end <= found.start() for f in ceilings)), None)
    if floor is None:
        return flags
    words = folded[slice(*floor.span())].strip()
    more = f" Samen met '{words}' elders in de tekst blijft een kleine leeftijdsgroep over."
    return tuple(replace(flag, why=flag.why + more) if flag in ceilings else flag for flag in flags)


def advised_in(language: str, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """The flags, those of an English text with an alternative in English: it says what to write in that text. Families for English wording have their own."""
    if language != "en":
        return flags
    return tuple(replace(flag, alternative=_english().get(family_of(flag.rule), flag.alternative)) for flag in flags)


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    return {row["family"]: row["alternative"] for row in read_cues("wording_english") if not row["family"].endswith("_en")}
