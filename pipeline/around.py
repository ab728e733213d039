"""What the words around a mention say of it: that it is asked, wished for or not asked (rows of cues/qualifiers.tsv)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ontology.normalising import fold

from .cues import read_cues

_SPACES = re.compile(r"[^\S ]\s*| \s+")  # what is not a single space
_JOINED = re.compile(
    r"(?:, ?[^\W\d_][\w.#+-]*(?: [\w.#+-]+){0,2})*,? ?(?:\b(?:en/of|en|of|and|or)\b|&|/) ?(?:[^\W\d_][\w.#+-]* ){1,3}(?=(?:is|zijn|are|vormen|strekken|gelden|worden|hoeven|hoeft|would|vallen|horen|behoren|maken geen|doen)\b)"
)  # what else the verb behind a mention holds for: "SAP, Excel en Power BI zijn ..."
_SUBJECT = re.compile(r"\b(?:je|jij|u|ge|gij|wij|we|you|die|who)\b")  # with a verb of its own before a mention, "en" opens another clause behind it
_OPENING = re.compile(r"[\s(:=–—-]*")
_BRACKETED = re.compile(r"^ *\([^()]*\)")  # right behind a mention
_BRACKETS = re.compile(r"\([^()]*\)")
_SAME = re.compile(r"[ ,–—-]*(?:(?:dit|dat|wat|het|it|this|that|which) ?(?:is|['’]s|was)?)?[ ,]*")  # between a bracket or dash and what is said of the mention before it
_OTHER_SUBJECT = re.compile(r" ?\([^()]*\), (?!(?:dit|dat|wat|het|it|this|that|which|die|beide|ook)\b)(?:(?!en |of |and |or )[^\s,;/&]+ ){1,3}(?:is|are)\b")  # "MIG-lassen (135), TIG is ..."
_OTHER_ITEM = re.compile(r"[;:•.]|\s[-–—]\s")  # between a mention and the end of a question that is about another
_AFTER_CLAUSE = re.compile(r"[,;:.!?()•|]|\s[-–—/]\s|\b(?:maar|but|en|of|and|or)\b")
_CLAUSE = re.compile(r"[,;:.!?()•|]|\s[-–—/]\s|\b(?:en|maar|(?<!knowledge )of|and|but|or)\b")
_SIDES = {"before": ("before", "both", "question"), "after": ("after", "behind", "answer", "cell")}  # where a key of a cue is looked for
BOTH = " … "  # what stands for the mention where a cue lies on both sides of it


@dataclass(frozen=True, slots=True)
class _Cue:
    """A row of cues/qualifiers.tsv."""

    value: str
    side: str
    pattern: re.Pattern


@lru_cache(maxsize=None)
def _cues() -> tuple[_Cue, ...]:
    return tuple(_Cue(row["value"], row["side"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)")) for row in read_cues("qualifiers") if row["kind"] == "requirement")


@lru_cache(maxsize=1)
def _asides() -> re.Pattern:
    """What is no cue though it holds one: the rows of kind aside."""
    return re.compile("|".join(f"(?<!\\w)(?:{row['pattern']})(?!\\w)" for row in read_cues("qualifiers") if row["kind"] == "aside"))


@lru_cache(maxsize=None)
def _keys(side: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """(letters, numbers of the requirement cues of this side that cannot be met where none of their keys stands)."""
    keys: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(row for row in read_cues("qualifiers") if row["kind"] == "requirement"):
        for key in row["keys"].split("|") if row["side"] in _SIDES[side] else ():
            keys[key] = (*keys.get(key, ()), number)
    return tuple(keys.items())


@lru_cache(maxsize=2_000)
def headed(heading: str) -> tuple[str, str] | None:
    """(requirement, because) when the heading says what is asked of what stands right below it: "Mooi meegenomen", "Nice to have"."""
    words = fold_same(heading).strip(" :?!.…-")
    return next(((cue.value, f"section '{heading}'") for cue in _cues() if cue.side == "heading" and cue.pattern.fullmatch(words)), None)


@lru_cache(maxsize=20_000)
def fold_same(text: str) -> str:
    """Folded text with single spaces."""
    return _SPACES.sub(" ", fold(text))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a mention in its sentence, folded, and the requirement cues that may be met there, in table order."""

    before: str
    after: str
    cues: tuple[_Cue, ...]
    answer: str = ""  # to the question that the sentence is, or the next cell of the table that it stands in
    in_cell: bool = False

    @classmethod
    def of(cls, before: str, after: str, answer: str = "", in_cell: bool = False) -> "Around":
        """From the text on both sides, and what answers it."""
        (before, some), (after, more), (answer, other) = _folded_side("before", before), _folded_side("after", after), _folded_side("after", answer)
        met = some | more | other
        return cls(before, after, tuple([_cues()[number] for number in sorted(met)]) if met else (), answer.strip(), in_cell)


@lru_cache(maxsize=20_000)
def _folded_side(side: str, text: str) -> tuple[str, frozenset[int]]:
    """The text on one side, folded, and the numbers of the requirement cues that may be met there."""
    folded = fold_same(text)
    return folded, frozenset([number for key, numbers in _keys(side) if key in folded for number in numbers])


def denial(around: Around) -> str | None:
    """The words that say that the mention is not asked for, or None. Looks within the clause."""
    cues = [cue for cue in around.cues if cue.value == "not_required" and cue.side in ("before", "after", "both")]
    if not cues:
        return None
    after = _behind(around)
    at_once = bool(_OPENING.match(around.after)[0].strip())  # behind a bracket or a dash only what begins there is said of the mention
    near = {"before": clause_before(around), "after": _AFTER_CLAUSE.split(after, 1)[0]}
    near["both"] = near["before"].rstrip() + BOTH + after
    for cue in cues:
        find = cue.pattern.match if at_once and cue.side == "after" else cue.pattern.search
        if found := find(near[cue.side]):
            if cue.side == "before" and len(near["before"]) - found.end() > 40:
                continue
            return found.group()
    return None


def _behind(around: Around) -> str:
    """What is said of a mention behind it, past a bracket or dash, and past others that the same verb holds for."""
    start = around.after[_OPENING.match(around.after).end() :]
    joined = _JOINED.match(start)
    return start[joined.end() :] if joined and not _SUBJECT.search(around.before) else start


def behind_clause(around: Around) -> str:
    """What the clause goes on to say behind a mention, past a bracket, and past others that the same verb holds for."""
    after = _BRACKETED.sub("", around.after).lstrip()
    joined = _JOINED.match(after)
    return _AFTER_CLAUSE.split(after[joined.end() :] if joined and not _SUBJECT.search(around.before) else after, maxsplit=1)[0]


def clause_before(around: Around) -> str:
    """What its clause says before a mention."""
    return _CLAUSE.split(around.before)[-1]


def stated(around: Around) -> tuple[str, str] | None:
    """(requirement, because) when the words right behind the mention say it outright, also of it and another: "VCA is verplicht", "Frans en Duits zijn een pré"."""
    start = _behind(around)
    for cue in around.cues:
        if cue.side in ("after", "behind") and cue.value in ("required", "preferred") and (found := cue.pattern.match(start)) and not _is_of_people(around):
            return cue.value, f"'{found.group().strip()}'"
    return None


def _is_of_people(around: Around) -> bool:
    """Whether a mention tells which people are welcome: "starters met lef zijn welkom"."""
    at = len(around.before)
    return any(people.start() < at < people.end() for people in _asides().finditer(f"{around.before}x{around.after}"))


def answered(around: Around) -> tuple[str, str] | None:
    """(requirement, because) when the answer to a question says it outright ("SQL? Niet nodig."), or the next cell of a table ("| SQL | nee |")."""
    if not around.answer or not around.in_cell and (_OTHER_ITEM.search(around.after) or _SUBJECT.search(around.after)):
        return None
    for value in ("preferred", "not_required", "required"):
        for cue in around.cues:
            if cue.value != value or cue.side not in ("after", "behind", "answer", "cell") or cue.side == "cell" and not around.in_cell:
                continue
            if found := cue.pattern.fullmatch(around.answer) if around.in_cell else value != "required" and cue.pattern.match(around.answer):
                return value, f"'{found.group().strip()}'"
    return None


def asked_outright(around: Around) -> bool:
    """Whether a question asks the reader for it and calls who can say yes: "Kun je lassen? Bel ons."."""
    cues = [cue for cue in around.cues if cue.value == "required"]
    return any(cue.side == "answer" and cue.pattern.match(around.answer) for cue in cues) and any(cue.side == "question" and cue.pattern.match(around.before) for cue in cues)


def first_cue(around: Around) -> tuple[str, str]:
    """(requirement value, words) of the first cue that is met in the sentence, up to a semicolon, and not said of something else there; empty when none is."""
    return next(((cue.value, words) for cue, words, meant in _met(around) if meant), ("", ""))


def wished_of_another(around: Around) -> bool:
    """Whether the only words of a wish in the sentence are said of something else there: "lasdiploma (TIG is een pré)"."""
    wishes = [meant for cue, _, meant in _met(around) if cue.value == "preferred"]
    return bool(wishes) and not any(wishes)


def _met(around: Around) -> Iterator[tuple[_Cue, str, bool]]:
    """The cues that are met in the sentence, up to a semicolon, in table order: each with its words, and whether these can be meant of the mention."""
    before, after = around.before.rsplit(";", 1)[-1], around.after.split(";", 1)[0]
    plain = _BRACKETS.sub(" ", before)
    for cue in around.cues:
        for found in cue.pattern.finditer(before) if cue.side == "before" else cue.pattern.finditer(after) if cue.side == "after" else ():
            yield cue, found.group(), cue.pattern.search(plain) is not None if cue.side == "before" else not (_is_of_another(after, found) or _is_of_people(around))


def _is_of_another(after: str, found: re.Match) -> bool:
    """Whether a cue behind a mention is said of what else stands there: within brackets or behind a dash that it does not open, or of people who are welcome."""
    if any(people.start() <= found.start() < people.end() for people in _asides().finditer(after)):
        return True
    between = after[: found.start()]
    opened = between.rfind("(") if between.rfind("(") > between.rfind(")") else -1
    parted = [opened, *(between.rfind(f" {dash} ") + 1 or -1 for dash in "-–—")]
    return any(at >= 0 and not _SAME.fullmatch(between, at + 1) for at in parted) or _OTHER_SUBJECT.match(after, 0, found.end()) is not None
