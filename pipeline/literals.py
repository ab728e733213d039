"""A regular expression -> words without which it meets nothing, so that most texts need not be searched with it.

They are read off its parse tree (of Python's own ``re``): a run of characters that every match holds, or one of several such runs where the expression has
alternatives. Other letters than those of ASCII count for nothing; what ``re`` takes for one of these where case does not matter, ``lowered`` makes one.
"""

import re
from collections.abc import Sequence
from re import _constants as codes
from re import _parser as parser

_SHORTEST = 2  # characters; a shorter run stands in nearly every text, unless it is one of these:
_RARE = frozenset("@°º[=+")
_MOST = 80  # runs; more are no quicker to look for than the expression itself
_NO_WIDTH = (codes.AT, codes.ASSERT_NOT, codes.ASSERT)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


def lowered(text: str) -> str:
    """Lower case in which stands every run that an expression, whether or not it minds case, meets in the text; may differ in length from it."""
    low = text.lower()
    return low if low.isascii() else low.replace("ſ", "s").replace("ı", "i").replace("\u0307", "")


def needed(pattern: re.Pattern) -> tuple[str, ...]:
    """Runs of characters of which at least one stands in ``lowered(text)`` of every text that the pattern meets; () when none is sure.

    Of a pattern that minds case and has no capitals, one stands in the text itself.
    """
    runs = _best(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    return tuple(sorted(run for run in runs if not any(other != run and other in run for other in runs)))


def may_meet(runs: Sequence[str], low: str) -> bool:
    """Whether a pattern that ``needed`` these runs may meet a text that is ``low``."""
    return not runs or any(run in low for run in runs)


def _best(parts: Sequence[tuple]) -> frozenset[str]:
    """Of what every match of the parts in a row must hold: the alternatives of which the shortest is longest."""
    found: list[frozenset[str]] = []
    run = ""
    for code, value in parts:
        if code is codes.LITERAL and _is_sure(value):
            run += chr(value).lower()
            continue
        found.append(_inside(code, value))
        if code not in _NO_WIDTH:
            found.append(frozenset((run,)))
            run = ""
    kept = [runs for runs in (*found, frozenset((run,))) if runs and len(runs) <= _MOST and all(len(run) >= _SHORTEST or run in _RARE for run in runs)]
    return max(kept, key=lambda runs: (min(map(len, runs)), -len(runs)), default=frozenset())


def _is_sure(character: int) -> bool:
    """Whether ``lowered`` leaves no doubt about a character."""
    return character < 128 or chr(character) in _RARE


def _inside(code: int, value: tuple) -> frozenset[str]:
    """The same of one part that is no literal."""
    if code in (codes.SUBPATTERN, codes.ASSERT) or code in _REPEATS and value[0]:
        return _best(value[-1])
    if code is codes.IN and all(kind is codes.LITERAL and _is_sure(one) for kind, one in value):
        return frozenset(chr(one).lower() for _, one in value)
    if code is codes.BRANCH:
        branches = [_best(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()
