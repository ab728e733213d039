"""Sentence -> clauses: the words that an exception may be said of.

"Wij zoeken een jonge kok; een diploma is niet nodig" says nothing of the age, "jong zijn mag, maar dat is niet nodig" does. A sentence is parted
where a main clause of its own begins: behind ; : - "maar", "want", "dus", a comma or "en". A clause that goes on about what was said (it has no
subject of its own, or "dat", "het", "die") or that says of a trait such as age that it does not matter stays with the words before it, as does the answer to a question.
"""

import re
from functools import lru_cache

from ..cues import read_cues
from .rules import compiled

_KNOWN_SENTENCES = 50_000  # of which the clauses are remembered
_JOINT = re.compile(r"(?P<reason>,? (?:want|dus) )|(?P<strong>,? (?:maar|but) |[;:] | - )|(?P<comma>,(?: en)? )|(?P<and> en (?!(?:de )?\d))")


def clause_around(sentence: str, first: int, end: int, context: str, reasons: bool) -> str:
    """The clauses of a folded sentence in which the words ``first``-``end`` stand, with those that give a reason or what follows if ``reasons``.

    ``context`` is the sentence with its answer, which belongs to all.
    """
    found = clauses(sentence, reasons)
    if len(found) == 1:
        return context
    begin = max(start for start, _ in found if start <= first)
    last = min((stop for _, stop in found if stop >= end), default=len(sentence))
    return sentence[begin:last] + context[len(sentence) :]


@lru_cache(maxsize=_KNOWN_SENTENCES)
def clauses(sentence: str, reasons: bool) -> tuple[tuple[int, int], ...]:
    """Where the clauses of a folded sentence begin and end; with ``reasons`` "want" and "dus" part none."""
    begins = [0]
    told = _patterns()
    for joint in _JOINT.finditer(sentence):
        if reasons and joint["reason"]:
            continue
        left, right = sentence[begins[-1] : joint.start()], sentence[joint.end() :]
        if not told["own"].match(right) or told["trait"].search(_piece(right)):
            continue
        listed = joint["comma"] and told["listed"].match(right)
        sure = told["opened"].search(left) or told["sure"].match(right)
        if joint["strong"] or joint["reason"] or sure and not listed and not told["waits"].match(left):
            begins.append(joint.start())
    return tuple(zip(begins, (*begins[1:], len(sentence))))


def _piece(right: str) -> str:
    """The words up to the next sign."""
    return re.split(r"[;:]|, | maar ", right, maxsplit=1)[0]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    return {row["kind"]: compiled(row["pattern"]) for row in read_cues("wording_clauses")}
