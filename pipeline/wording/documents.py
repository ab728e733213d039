"""What only shows when the flags of a document are read together: demands that make an age window between them."""

import re
from dataclasses import replace

from ..types import Flag
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
