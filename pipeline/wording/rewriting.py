"""Flags -> text in which what can be put neutrally is, in good Dutch, and the rest stands as it was.

A rule's ``replacement`` is what comes in the place of the flagged words, or of the group ``swap`` of its pattern where
more or other words must change. In it ``\\g<name>`` stands for that group as the text has it; ``-`` takes an adjective
out of its row, so that "een jonge, enthousiaste kok" becomes "een enthousiaste kok"; ``--`` takes ``swap`` away.
"""

import re

from ..types import Edit, Flag
from .rules import Rule

_GROUP = re.compile(r"\\g<(\w+)>")
_DROP, _DELETE = "-", "--"
_LAST_OF_ROW = re.compile(r"(?P<comma>, )(?P<word>[\w-]+)$")


def edits_of(rule: Rule, match: re.Match, sentence: str, start: int, hit: tuple[int, int]) -> tuple[Edit, ...]:
    """What to change for one flag, in offsets of the document; ``()`` where no safe replacement exists.

    ``sentence`` begins at ``start``; ``hit`` are the flagged words in it.
    """
    if not rule.replacement:
        return ()
    first, end = hit
    if "swap" in rule.pattern.groupindex:
        if not match["swap"]:
            return ()
        first, end = match.span("swap")
    if rule.replacement == _DROP:
        edit = _dropped(sentence, first, end)
    elif rule.replacement == _DELETE:
        edit = first, end, ""
    else:
        new = _GROUP.sub(lambda named: sentence[slice(*match.span(named[1]))], rule.replacement)
        edit = first, end, new
    if edit is None:
        return ()
    first, end, new = edit
    if sentence[first:end][:1].isupper():
        if not new:
            end, new = end + 1, sentence[end : end + 1]
        new = new[:1].upper() + new[1:]
    return (Edit(start + first, start + end, new),)


def _dropped(sentence: str, first: int, end: int) -> tuple[int, int, str] | None:
    """The edit that takes an adjective out of a row of adjectives or from before its noun; None when it stands alone."""
    before, after = sentence[:first], sentence[end:]
    following = re.match(r",? en |, | ", after)
    if re.search(r"\w, $", before):
        return first - 2, end, ""
    if re.search(r"\w en $", before):
        row = _LAST_OF_ROW.search(before[: -len(" en ")])
        if row:
            return row.start(), end, f" en {row['word']}"
        return first - len(" en "), end, ""
    if following and re.match(r"[\w'\"-]", after[following.end() :]):
        return first, end + following.end(), ""
    return None


def neutralise(text: str, flags: tuple[Flag, ...]) -> str | None:
    """``text`` with the edits of every flag made; None when that changes nothing.

    ``flags`` are those of ``flag_wording`` on the same text. Flagging the result gives no replaceable flag again.
    """
    new, begin = text, len(text)
    for edit in sorted({edit for flag in flags for edit in flag.edits}, key=lambda edit: (edit.end, edit.start), reverse=True):
        if edit.end <= begin:
            new = new[: edit.start] + edit.text + new[edit.end :]
            begin = edit.start
    return new if new != text else None
