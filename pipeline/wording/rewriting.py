"""Flags -> text in which what can be put neutrally is, in good Dutch, and the rest stands as it was.

A rule's ``replacement`` is what comes in the place of the flagged words, or of the group ``swap`` of its pattern where
more or other words must change. In it ``\\g<name>`` stands for that group as the text has it; ``-`` takes an adjective
out of its row, so that "een jonge, enthousiaste kok" becomes "een enthousiaste kok", ``~`` only if others stay in the
row ("jong en ambitieus"); ``--`` takes ``swap`` away. Rules without one try the sentences of cues/wording_repairs.tsv.
"""

import re
from collections.abc import Callable
from itertools import pairwise, product

from ..types import Edit, Flag
from .rules import HIT, Rule, compiled, repairs_for
from .views import fold

_GROUP = re.compile(r"\\g<(\w+)>")
_DROP, _DROP_BESIDE, _DELETE = "-", "~", "--"
_MOST_PASSES = 4
_BOTH = "zijn of haar"
_AGAIN = re.compile(r"\b(?:en|of) (?P<again>zijn|haar)(?= (?:\w+e )?\w+ \w+(?:t|d|en)\b)")
_CLAUSE_END = re.compile(r"[.;:!?()]")
_PREFERRED = r"\b(?:voorkeur|liefst|liever|daarom|vandaar|prefer\w*)\b"
_REASONED = r"\b(?:zodat|streepje voor|aanwinst|ontbre(?:ekt|ken)|zou(?:den)?)\b|(?&reason)"
_ARTICLE = re.compile(r"\b(an?) $", re.I)
_VOWEL = re.compile(r"(?!(?:uni|use|usu|uti|eu|one\b|once\b))[aeiou]|hono?u?r|hour|honest|heir", re.I)  # how English words begin before which "an" stands
_SHOUTED = 5  # letters; shorter words in capitals may be short for others
_JOINT = re.compile(r",? (?:en|&|and) |, ")
_PAIR = re.compile(r" (?:en|&|and) ", re.I)
_NO_NOUN = re.compile(r"\W*$|\W*\n|[.,;:!?)]")  # behind adjectives that stand before none
_ROW = re.compile(r", (?P<word>[\w-]+)$")
_ADJECTIVE = re.compile(r"\w*(?:ige?|ende?|eu[sz]e?|ische?|ie[fv]e?|st|erde?|t|sch|zaam|zame|baar|bare|loze?|loos|lijke?|vol|volle|el|ele|s|ic|ed|ing|ous|ive)\b", re.I)


def edits_of(rule: Rule, match: re.Match, sentence: str, start: int, hit: tuple[int, int]) -> tuple[Edit, ...]:
    """What to change for one flag, in offsets of the document; ``()`` where no safe replacement exists.

    ``sentence`` begins at ``start``; ``hit`` are the flagged words in it.
    """
    if not rule.replacement:
        return repaired(rule, sentence, start, hit)
    hangs = {"direct": f"{_PREFERRED}|{_REASONED}", "indirect": _REASONED}.get(rule.directness)
    if hangs and rule.replacement in (_DROP, _DROP_BESIDE, _DELETE) and compiled(hangs).search(fold(sentence)):
        return ()  # without the words the preference or its reason would hang
    first, end = hit
    if "swap" in rule.pattern.groupindex:
        if not match["swap"]:
            return ()
        first, end = match.span("swap")
    if rule.replacement in (_DROP, _DROP_BESIDE):
        edit = _dropped(sentence, first, end, rule.replacement == _DROP)
    elif rule.replacement == _DELETE:
        edit = first, end, ""
    else:
        edit = first, end, _GROUP.sub(lambda named: sentence[slice(*match.span(named[1]))], rule.replacement)
    if not edit:
        return ()
    more = _said_again(sentence, first, end) if rule.replacement == _BOTH else []
    return tuple(_placed(sentence, start, *one) for one in (edit, *more))


def _said_again(sentence: str, first: int, end: int) -> list[tuple[int, int, str]]:
    """The edits of the same pronoun before a second object of the clause: "die zijn vak verstaat en zijn klanten kent"."""
    clause = _CLAUSE_END.search(sentence, end)
    same = (found for found in _AGAIN.finditer(sentence, end, clause.start() if clause else len(sentence)) if found["again"] == sentence[first:end].lower())
    return [(*found.span("again"), _BOTH) for found in same]


def repaired(rule: Rule, sentence: str, start: int, hit: tuple[int, int]) -> tuple[Edit, ...]:
    """The edit of the first repair that fits the flagged words ``hit`` and the sentence around them; ``()`` where none does."""
    first, end = hit
    folded = fold(sentence)
    masked = folded[:first] + HIT + folded[end:]
    for repair in repairs_for(rule):
        words = repair.words.fullmatch(folded, first, end)
        found = repair.pattern.search(masked) if words else None
        if found:
            begin, last = found.span("swap")
            new = words.expand(repair.replacement)
            return (_placed(sentence, start, begin, last + end - first - len(HIT), new),)
    return ()


def _placed(sentence: str, start: int, first: int, end: int, new: str) -> Edit:
    """The edit in offsets of the document; a capital stays a capital, and "a" or "an" before it fits the word that comes to follow."""
    old = sentence[first:end]
    if old.isupper() and (len(old) >= _SHOUTED or sentence.isupper()):
        new = new.upper()
    elif sentence[first].isupper() and not sentence[first : first + 2].isupper():
        if not new:
            end, new = end + 1, sentence[end : end + 1]
        new = new[:1].upper() + new[1:]
    article = _ARTICLE.search(sentence, 0, first)
    if article and (fits := "an" if _VOWEL.match(new + sentence[end:]) else "a") != article[1].lower():
        first, new = article.start(), article[1][0] + fits[1:] + " " + new
    return Edit(start + first, start + end, new)


def _dropped(sentence: str, first: int, end: int, attributive: bool) -> tuple[int, int, str] | None:
    """The edit that takes an adjective out of a row of them, or from before its noun if ``attributive``; else None."""
    before, after = sentence[:first], sentence[end:]
    if re.search(r"\w, $", before) and (attributive or re.match(r",? (?:en|and) |, |[.!?;]|$", after)):
        return first - 2, end, ""
    joint = _JOINT.match(after)
    if joint and (attributive or _ADJECTIVE.match(after, joint.end())):
        return first, end + joint.end(), ""
    if lead := re.search(r"(?<=\w) (?:en|and) $", before):
        row = _ROW.search(before[: lead.start()])
        return (row.start(), end, f"{lead.group().rstrip()} {row['word']}") if row else (lead.start(), end, "")
    if attributive and re.match(r" (?!(?:iemand|ding)\b)[\w'\"-]", after):
        return first, end + 1, ""
    return None


def neutralise(text: str, flags: tuple[Flag, ...], again: Callable[[str], tuple[Flag, ...]] | None = None) -> str | None:
    """``text`` with the edits of every flag made; None when that changes nothing.

    ``flags`` are those of ``flag_wording`` on the same text. Of edits that overlap only the last is made, and neither in "jong en fit"; what is changed may show
    other words to be changed; ``again`` tells the flags of what comes out, until nothing changes. Flagging the result gives no replaceable flag again.
    """
    new = _made(text, flags)
    for _ in range(_MOST_PASSES):
        if again is None or new == text or (last := new) == (new := _made(last, again(last))):
            break
    return new if new != text else None


def _made(text: str, flags: tuple[Flag, ...]) -> str:
    begin = len(text)
    edits = {edit for flag in flags for edit in flag.edits} - _unsafe(text, flags)
    for edit in sorted(edits, key=lambda edit: (edit.end, edit.start), reverse=True):
        if edit.end <= begin:
            text = text[: edit.start] + edit.text + text[edit.end :]
            begin = edit.start
    return text


def _unsafe(text: str, flags: tuple[Flag, ...]) -> set[Edit]:
    """The edits of two flags that "en" joins, if they overlap or one flag has none: one ground would go and the other stay.

    In a row of three, the pass after finds what stands alone.
    """
    unsafe: set[Edit] = set()
    for one, other in pairwise(sorted(flags, key=lambda flag: flag.start)):
        clash = any(a != b and a.start < b.end and b.start < a.end for a, b in product(one.edits, other.edits))
        alone = one.ground != other.ground and not (one.edits and other.edits) and _NO_NOUN.match(text, max((edit.end for edit in other.edits), default=other.end))
        in_row = text.endswith(", ", 0, one.start)
        if (clash or alone) and not in_row and _PAIR.fullmatch(text, one.end, other.start):
            unsafe.update(one.edits, other.edits)
    return unsafe
