"""The level of a study, from its own words: "BSc Nursing, University of Leeds" is a bachelor, whatever else a university gives; and words of levels of languages."""

import re
from functools import lru_cache

from ontology.normalising import fold

from ..cues import read_cues
from ..sentences import fold_text
from ..types import Mention, Sentence
from .cues import cues, without


def education_level(text: str) -> str | None:
    """The level that a study names; the most precise, and of several of these the highest. The kind of school tells it only of a study that is named and tells none."""
    own = without_schools(text)
    return level_of_words(own) or (level_of_words(text) if re.search(r"[^\W\d_]{3,}", without(own, "status", "outcome")) else None)


def level_of_words(text: str) -> str | None:
    """The most precise level that any of the words name, and of several of these the highest."""
    folded = re.sub(r"scrum master", "", fold(text))
    ranks = list(dict.fromkeys(row["level"] for row in read_cues("education")))
    met = {level for level, pattern in (*_levels(), *cues("level")) if pattern.search(folded)}
    precise = [level for level in met if not any(other != level and other.startswith(level) for other in met)]
    return max(precise, key=ranks.index, default=None)


def without_schools(text: str) -> str:
    """The words without the names of schools, which are no study of their own."""
    return without(text, "institution")


def is_of_level(text: str, mention: Mention, sentence: Sentence) -> bool:
    """Whether a mention is no more than a part of the level of a language: "Dutch (Native or Bilingual)" tells nothing beside Dutch."""
    folded, start, end = fold_text(text[sentence.start : sentence.end]), mention.start - sentence.start, mention.end - sentence.start
    spans = [found.span() for pattern in _language_levels() for found in pattern.finditer(folded)]
    return any(first <= start and end <= last and last - first > end - start for first, last in spans)


@lru_cache(maxsize=1)
def _language_levels() -> tuple[re.Pattern, ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)") for row in read_cues("qualifiers") if row["kind"] == "level")


@lru_cache(maxsize=1)
def _levels() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["level"], re.compile(rf"(?<![\w-])(?:{row['pattern']})(?!\w)")) for row in read_cues("education"))
