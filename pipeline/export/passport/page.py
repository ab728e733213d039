"""A passport -> a page to read and to print on at most three sheets of A4, without a name and without scripts.

Each part has room for a number of printed lines. What the tables cannot hold is named without details; what no list can hold is counted.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from math import ceil
from pathlib import Path

from ontology.pages import environment

from ...types import SKILL_TYPES
from .. import words
from . import phrases
from .statements import Passport, Role, Statement

TEMPLATES = Path(__file__).parent.parent / "templates"
_ROOM = {"proven": 90, "more": 14, "languages": 5, "claimed": 14, "roles": 20}  # printed lines of the 159 on three sheets; the rest is for headings
_CELL = 32  # letters that fit on a line of a column
_LINE = 100  # letters on a line of the page


def page(passport: Passport, lang: str = "nl") -> str:
    """The page in ``lang`` ("nl" or "en")."""
    say = {name: partial(getattr(phrases, name), lang=lang) for name in ("shown_by", "duration", "last_used", "span", "month", "role_name", "role_kind", "class_meaning")}

    def row(said: Statement) -> float:
        return max(ceil(len(text) / _CELL) for text in (said.names[lang == "en"] + "   " * bool(said.level), say["shown_by"](said)))

    def item(said: Statement) -> float:
        return (len(said.names[lang == "en"]) + 6 + len(say["shown_by"](said)) * (said.owner is not None or said.type == "language")) / _LINE

    def role_row(role: Role) -> float:
        return ceil((len(say["role_name"](role)) + 1.3 * len(say["role_kind"](role))) / _CELL)

    tongues = [said for said in passport.statements if said.type == "language"]
    others = [said for said in passport.statements if said.type != "language"]
    proven, more = _fitting([said for said in others if said.evidence != "soft"], row, _ROOM["proven"])
    more, left = _fitting(more, item, _ROOM["more"])
    claimed, unclaimed = _fitting([said for said in others if said.evidence == "soft"], item, _ROOM["claimed"])
    languages, unspoken = _fitting(tongues, item, _ROOM["languages"])
    roles = [role for role in passport.roles if role.names or role.period.from_ and role.kind not in ("course", "certificate")]
    roles, past = _fitting(roles, role_row, _ROOM["roles"])
    return environment(lang, TEMPLATES).get_template("passport.html").render(
        passport=passport, tables=_by("evidence", ("hard", "semi-hard"), proven), more=more, claimed=_by("type", SKILL_TYPES, claimed), languages=languages, roles=roles,
        unsure=any(said.concept is None and said.owner is None for said in passport.statements), left=sum(map(len, (left, unclaimed, unspoken, past))), word=partial(words.word, lang=lang), **say,
    )  # fmt: skip


def _fitting(some: Sequence, lines: Callable[..., float], room: int) -> tuple[Sequence, Sequence]:
    """(the first ones, that fit in ``room`` lines; the others)."""
    count = sum(taken <= room for taken in accumulate(map(lines, some)))
    return some[:count], some[count:]


def _by(field: str, values: Sequence[str], said: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    grouped = [(value, [one for one in said if getattr(one, field) == value]) for value in values]
    return [(value, some) for value, some in grouped if some]
