"""Flagged demands in the data: what a flag marks never becomes a skill, and a mother tongue is no level of a language."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ..types import Flag, Mention, Sentence

_MARK = re.compile(r"(?<!\w)\(?[mvx] ?/ ?[mvx](?: ?/ ?[mvx])?\)?(?!\w)", re.I)
_LETTERS = frozenset("mvxMVX")
_HANGS = re.compile(r"(?:voor|in|van|met|op|aan|bij|die|dat|te|om|for|of|with|who|to)\b", re.I)  # what is left has lost its head
_EDGES = re.compile(r"^(?:\W|\b(?:en|of|and|or)\b)+|(?:\W|\b(?:en|of|and|or)\b)+$", re.I)


def without_flagged(mention: Mention, flags: Sequence[Flag]) -> Mention | None:
    """The mention without the words that a flag marks, or None when nothing of it is left ("jong" is no attitude).

    A language stays a language, whatever is asked of it ("moedertaal Nederlands"), and what is only a matter of style
    stays as well. The mark (m/v/x) is no skill either.
    """
    if "/" in mention.quote and _MARK.search(mention.quote) or mention.quote in _LETTERS:
        return None
    start, end = mention.start, mention.end
    for flag in flags:
        if flag.end <= start or end <= flag.start or mention.type == "language" or flag.severity == "style":
            continue
        if flag.start <= start and end <= flag.end:
            return None
        if flag.directness == "direct":
            start, end = (flag.end, end) if flag.start <= start else (start, flag.start) if end <= flag.end else (start, end)
    if (start, end) == (mention.start, mention.end):
        return mention
    left, quote = _core(mention.quote[start - mention.start : end - mention.start])
    if not quote:
        return None
    return replace(mention, start=start + left, end=start + left + len(quote), quote=quote)


@lru_cache(maxsize=50_000)
def _core(words: str) -> tuple[int, str]:
    """(where it begins, what is left) of words without signs and conjunctions at their edges; "" when what is left has lost its head."""
    left, core = _EDGES.match(words), _EDGES.sub("", words)
    return left.end() if left else 0, "" if _HANGS.match(core) else core


def mother_tongue(sentence: Sentence, flags: Sequence[Flag]) -> bool:
    """Whether a mother tongue is asked in the sentence, so that its words tell no level."""
    return any(flag.rule.startswith("language.native") and sentence.start <= flag.start < sentence.end for flag in flags)
