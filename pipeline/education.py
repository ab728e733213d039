"""Sentences -> the lowest education level that a text asks: "hbo of wo", "a Bachelor's degree", "mbo-opleiding op niveau 3 of 4"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .cues import read_cues
from .qualifying import fold_same
from .types import NOT_ASKED, Document, Sentence

_STUDY = re.compile(r"diploma|opleiding|opgeleid|niveau|denk|geschoold|afgerond|afgestudeerd|gestudeerd|studie|graad|degree|graduate|education|educated|qualif|gevraagd|vereist|minimaal")


def education_of(document: Document, sentences: Sequence[Sentence]) -> str | None:
    """The education level asked: "mbo-4", "hbo" ...; the lowest of alternatives in the first sentence that asks one, as a demand or with words of study, or else names one."""
    naming = [sentence for sentence in sentences if sentence.section not in NOT_ASKED]
    named = [(sentence, text, level) for sentence in naming if (text := _bare(document, sentence)) and (level := _lowest(text))]
    return next((level for sentence, text, level in named if sentence.section == "requirements" or _STUDY.search(text)), named[0][2] if named else None)


def _bare(document: Document, sentence: Sentence) -> str:
    """The sentence, folded, without words that only look like levels ("scrum master", "wo" between days); "" when it names none."""
    text = fold_same(document.text[sentence.start : sentence.end])
    return _no_level().sub(" ", text) if _any_level().search(text) else ""


def _lowest(text: str) -> str | None:
    ranks = [level for level, _ in _levels()]
    return min((level for level in _named(text)), key=ranks.index, default=None)


def _named(text: str) -> Iterator[str]:
    """The levels of a folded text; of those that name the same words the longest."""
    found = [(match.start() - match.end(), match.span(), level) for level, pattern in _levels() for match in pattern.finditer(text)]
    met: list[tuple[int, int]] = []
    for _, (start, end), level in sorted(found):
        if not any(first < end and start < last for first, last in met):
            met.append((start, end))
            yield level


@lru_cache(maxsize=1)
def _levels() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["level"], re.compile(rf"(?<![\w-])(?:{row['pattern']})(?!\w)")) for row in read_cues("education"))


@lru_cache(maxsize=1)
def _any_level() -> re.Pattern:
    """All levels in one pattern, to pass over what names none."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(row['pattern'] for row in read_cues('education'))})(?!\w)")


@lru_cache(maxsize=1)
def _no_level() -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{'|'.join(row['pattern'] for row in read_cues('education_traps'))})(?!\w)")
