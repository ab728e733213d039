"""A passport -> a page to read and to print on at most three sheets of A4, without a name and without scripts."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ontology.pages import environment

from ...types import SKILL_TYPES
from .. import words
from . import phrases
from .statements import Passport, Statement

TEMPLATES = Path(__file__).parent.parent / "templates"
_ROWS = 48  # rows of the tables: what three sheets hold beside all else
_NAMES = 90  # names in the lists below them
_ROLES = 16


def page(passport: Passport, lang: str = "nl") -> str:
    """The page in ``lang`` ("nl" or "en"). What the tables cannot hold is named without details; what no list can hold is counted."""
    tongues = [said for said in passport.statements if said.type == "language"]
    proven = [said for said in passport.statements if said.type != "language" and said.evidence != "soft"]
    claimed = [said for said in passport.statements if said.type != "language" and said.evidence == "soft"]
    roles = [role for role in passport.roles if role.names or role.period.from_ and role.kind not in ("course", "certificate")]
    shown = {
        "tables": [(class_, [said for said in proven[:_ROWS] if said.evidence == class_]) for class_ in ("hard", "semi-hard")],
        "languages": tongues[:_ROLES],
        "more": proven[_ROWS:][: _NAMES // 2],
        "claimed": _by_type(claimed[: _NAMES // 2]),
        "roles": roles[:_ROLES],
    }
    left = len(passport.statements) - sum(len(some) for _, some in (*shown["tables"], *shown["claimed"])) - len(shown["languages"]) - len(shown["more"])
    say = {name: partial(getattr(phrases, name), lang=lang) for name in ("shown_by", "duration", "last_used", "span", "month", "role_name", "role_kind", "class_meaning")}
    template = environment(lang, TEMPLATES).get_template("passport.html")
    return template.render(passport=passport, left=left + len(roles[_ROLES:]), word=partial(words.word, lang=lang), **shown, **say)


def _by_type(said: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    grouped = [(type_, [one for one in said if one.type == type_]) for type_ in SKILL_TYPES]
    return [(type_, some) for type_, some in grouped if some]
