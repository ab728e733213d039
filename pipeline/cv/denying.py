"""What a CV says that a person does not have or cannot do: "geen ervaring met Java", "Duits spreek ik niet", "Rijbewijs B: nee". It gives no statement.

A denial (rows of cues/cv.tsv) reaches up to the mention or stands right behind it, in its clause; what only looks like one ("niet alleen Java", "geen moeite
met Excel") has rows of its own. In "geen Duits, Frans of Spaans" it holds for the whole list, in "geen Duits, wel Frans" for the first.
"""

import re
from functools import lru_cache

from ..cues import read_cues
from ..sentences import fold_text
from ..types import Mention, Sentence

_CLAUSE = re.compile(r"[;:.!?()\t|]|\b(?:maar|but|wel|want|omdat|because|though|however)\b")
_JOINT = re.compile(r",|\b(?:of|or|noch|nor|en|and)\b")
_ALTERNATIVE = re.compile(r"\b(?:of|or|noch|nor)\b")
_AND = re.compile(r"\b(?:en|and)\b")
_PREPOSITION = re.compile(r"\s*(?:met|in|van|with|of)?\s*")
_SPACE = re.compile(r"\s+")
_LONGEST_ITEM, _MOST_OPENING = 3, 4  # words: of an item of a list, of a denial that opens a mention
_EDGES = {"before": r"(?<!\w)(?:{})[^\w,]*$", "listed": r"(?<!\w)(?:{})(?: \S+){{0,3}}\s*$", "after": r"[\s:(=–-]{{0,3}}(?<!\w)(?:{})(?!\w)", "never": r"(?<!\w)(?:{})(?!\w)"}
_NAMED = ("certificate", "language", "knowledge")  # mentions of these types that open with a denial are none: attitudes may ("geen hoogtevrees")


@lru_cache(maxsize=None)
def _cues(side: str) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(_EDGES[side].format(row["pattern"])) for row in read_cues("cv") if row["kind"] == "denial" and row["value"] == (side if side != "listed" else "before"))


def is_denied(text: str, mention: Mention, sentence: Sentence, type_: str) -> bool:
    """Whether the clause of the mention says that it is not so; ``type_``: of its concept, where it has one (an attitude may open with "niet", a skill may not)."""
    folded = fold_text(text[sentence.start : sentence.end])
    start, end = mention.start - sentence.start, mention.end - sentence.start
    opened = max((found.end() for found in _CLAUSE.finditer(folded, 0, start)), default=0)
    found = [match for pattern in _cues("before") if (match := pattern.search(folded[opened:start]))]
    if (first := _list_start(folded, opened, start, end, type_)) is not None:
        found += [match for pattern in _cues("listed") if (match := pattern.search(folded[opened:first]))]
    spans = [(opened + match.start(), opened + match.end()) for match in found]
    spans += [match.span() for pattern in _cues("after") if (match := pattern.match(folded, end))]
    spans += _within(folded, opened, start, end, type_)
    if not spans:
        return False
    never = [match.span() for pattern in _cues("never") for match in pattern.finditer(folded)]
    return any(not any(begin < last and first < final for begin, final in never) for first, last in spans)


def _within(folded: str, opened: int, start: int, end: int, type_: str) -> list[tuple[int, int]]:
    """The denials that end within the mention: "kan [niet lassen]"; one that is all its own must have a name behind it, for attitudes may open so."""
    ends = [start + space.end() for space in _SPACE.finditer(folded[start:end])][:_MOST_OPENING]
    found = [(opened + match.start(), opened + match.end()) for at in ends for pattern in _cues("before") if (match := pattern.search(folded[opened:at]))]
    return [span for span in found if span[0] >= start and type_ in _NAMED or span[0] < start < span[1] and type_ != "attitude"]


def opens_with_denial(words: str) -> bool:
    """Whether words begin with a denial of what they go on to name: "nog geen rijbewijs B"."""
    folded = fold_text(words)
    ends = [space.end() for space in _SPACE.finditer(folded)][:_MOST_OPENING]
    return any(pattern.match(folded[:at]) for at in ends for pattern in _cues("before"))


def is_denial(words: str) -> bool:
    """Whether words say that what they name is not there, or name nothing: "geen rijbewijs", "rijbewijs B: nee", "geen"."""
    folded = fold_text(words).rstrip(" .)")
    return opens_with_denial(words) or any(found.end() == len(folded) for pattern in _cues("after") for found in pattern.finditer(folded))


def _list_start(folded: str, opened: int, start: int, end: int, type_: str) -> int | None:
    """Where the first item of a list ends in which the mention is a later one, joined by "of" or, for what has a name, by "en"."""
    joints = list(_JOINT.finditer(folded, opened, start))
    if not joints or not _PREPOSITION.fullmatch(folded, joints[-1].end(), start):
        return None
    if any(len(folded[one.end() : other.start()].split()) > _LONGEST_ITEM for one, other in zip(joints, joints[1:])):
        return None
    closed = _CLAUSE.search(folded, end)
    around = folded[joints[0].start() : start] + " " + folded[end : closed.start() if closed else len(folded)]
    joined = _ALTERNATIVE.search(around) or type_ in _NAMED and _AND.search(around)
    return joints[0].start() if joined else None
