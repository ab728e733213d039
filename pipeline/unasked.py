"""What is named and asked of nobody: not done in the job, done by others, told of the firm's people, to be learnt there (rows of cues/unasked.tsv)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .around import BOTH, Around, behind_clause, clause_before, fold_same
from .cues import read_cues

_NONE = "none"  # the value of a row for what is named without a word on whether it is asked
_PERSONS = "(?&persons)"
_FAR, _NEAR = 100, 40  # characters between a cue and a mention: of a list, of a clause
_MOST_OPENING = 2  # words before a mention that opens its clause: "het", "ook het"
_OTHER_CLAUSE = re.compile(
    r"[;:.!?|]|\s[-–—]\s|\b(?:maar|want|dus|zodat|waarna|daarna|waardoor|terwijl|wel|je|jij|jou|u|ge|wij|we|die|dat)\b|(?:,|\b(?:en|of)) (?!met\b|niet\b|dit\b|het\b)\w{2,}t\b(?<!gericht)(?<!bewust)(?<!vast)"
)  # words between a cue and a mention that open a clause of its own
_UNLESS = re.compile(r"\b(?:zonder|tenzij|voordat|behalve)\b")  # "verricht geen handelingen zonder bevoegdheid" does them
_OTHER_ITEM = re.compile(r",|\b(?:en|of)\b")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of cues/unasked.tsv."""

    value: str
    side: str
    types: frozenset[str]
    within: str  # the column ``in``
    keys: tuple[str, ...]
    pattern: re.Pattern


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    rows = read_cues("unasked")
    persons = next(row["pattern"] for row in rows if row["side"] == "persons")
    return tuple(
        _Row(
            row["value"], row["side"], frozenset(row["types"].split("|")) - {""}, row["in"], tuple(row["keys"].split("|")),
            re.compile(rf"(?<!\w)(?:{row['pattern'].replace(_PERSONS, f'(?:{persons})')})(?!\w)"),
        )
        for row in rows
        if row["side"] != "persons"
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _candidates(words: str) -> tuple[_Row, ...]:
    """The rows of which one of the keys is among the words."""
    return tuple([row for row in _rows() if any([key in words for key in row.keys])])


def unasked(around: Around, quote: str, type_: str, told: bool) -> tuple[str | None, str] | None:
    """(not_required or None, because) when the words before a mention or behind it tell that it is asked of nobody; ``told``: it stands in a sentence of running text."""
    folded = fold_same(quote)
    before, behind = f"{around.before}{folded}", f"{folded} {behind_clause(around)}"
    for row in _candidates(f"{around.before}{behind}"):
        if row.types and type_ not in row.types or row.within == "told" and not told:
            continue
        if row.side == "before" and row.value != _NONE and _UNLESS.search(behind):
            continue
        if row.side == "both":
            found = row.pattern.search(around.before + BOTH + behind[len(folded) :].strip())
        else:
            found = _before(row, before, len(around.before)) if row.side == "before" else _behind(row, behind, len(folded), around)
        if found:
            return (None if row.value == _NONE else row.value), f"'{found.group().strip()}'"
    return None


def _before(row: _Row, before: str, start: int) -> re.Match | None:
    """The words before a mention, which begins at ``start`` of ``before`` and ends with it, that tell it; no other clause begins between them."""
    for found in row.pattern.finditer(before):
        between = before[found.end() : start]
        if row.value == _NONE:
            first = before[max(found.end(), start) :].split(" ", 1)[0] if between.strip() else ""
            rest = before[max(found.end(), start) :]
            if rest and len(between) <= _FAR and not _OTHER_CLAUSE.search(between + first) and not _OTHER_CLAUSE.search(rest):
                return found
        elif not _OTHER_CLAUSE.search(between) and (found.group().endswith(":") or len(between) <= _NEAR and not _OTHER_ITEM.search(between)):
            return found
    return None


def _behind(row: _Row, behind: str, end: int, around: Around) -> re.Match | None:
    """The words behind the first word of a mention, which begins ``behind`` and ends at ``end``, that tell it."""
    if row.within == "opens" and len(clause_before(around).split()) > _MOST_OPENING:
        return None
    found = row.pattern.search(behind, 1)
    return found if found and found.start() <= end + _NEAR else None
