"""Rows and columns of tables in CVs: what heads the columns ("Diploma | Instelling | Jaar", the language grid of Europass) and what heads a row of skills."""

import re
from functools import lru_cache

from ..sentences import bullet_of, fold_text
from .cues import any_cue

_CELLS = re.compile(r"\s*(?:\t|\||\s{2,})\s*")
_GAP = re.compile(r"\s*(?:\t|\||:|\s{2,})\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_COLUMNS = 3  # where single spaces part them
_TOLD = 3  # words beside or below a label that tell something; fewer rate it ("zeer goed")


def columns_of(line: str) -> list[str]:
    """The cells of a line that does no more than name the columns below it, else none."""
    folded = fold_text(line).strip(" \t|*_:")
    cells = [cell for cell in _CELLS.split(folded) if cell]
    if len(cells) > 1:
        return cells if all(_spaced().fullmatch(cell) for cell in cells) else []
    names = _names(folded)
    return names if len(names) >= _FEWEST_COLUMNS else []


def label_end(text: str, begin: int, end: int, below: str) -> int | None:
    """Where the label of a row of skills ends that opens a line, when what stands beside it, or else in the line ``below``, tells the skills themselves."""
    found = any_cue("label").match(fold_text(text[begin:end]))
    if not found:
        return None
    at = begin + found.end()
    gap = _GAP.match(text, at, end)
    if text[at:end].strip(" \t:|*_"):
        return at if gap and len(_WORD.findall(text, gap.end(), end)) >= _TOLD else None
    told = len(_WORD.findall(below)) >= _TOLD or bullet_of(below, 0, len(below)) > 0
    return at if told and not any_cue("label").match(fold_text(below)) else None


def _names(folded: str) -> list[str]:
    """The names of columns that single spaces part, when there is nothing else."""
    return [found.group() for found in any_cue("column").finditer(folded)] if _spaced().fullmatch(folded) else []


@lru_cache(maxsize=1)
def _spaced() -> re.Pattern:
    """One or more names of columns."""
    name = any_cue("column").pattern
    return re.compile(rf"{name}(?:\s{name})*")
