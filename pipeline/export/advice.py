"""Wording flags of a translation -> the same with reason and alternative in English, for pages and a terminal in English (cues/wording_english.tsv).

What a flag says of its own text beside the reason of its rule (an age window, a registered exception) follows it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from ..cues import read_cues

_MORE = (  # wording/documents.py, wording/register.py
    (re.compile(r"Samen met '(.+)' elders in de tekst blijft een kleine leeftijdsgroep over\."), r"Together with '\1' elsewhere in the text it leaves a small age group."),
    (re.compile(r"Geregistreerde uitzondering tot en met (\S+):"), r"Registered exception through \1:"),
)


def with_english(flags: Iterable[dict]) -> list[dict]:
    """Each flag with ``why_en`` and ``alternative_en``, "" where the tables have no English. ``flags`` have rule, why and alternative."""
    found = []
    for flag in flags:
        rule = flag.get("rule") or ""
        english = _english().get(rule.rsplit(".", 1)[0]) or {"why": "", "alternative": ""}
        why = flag["why"] or ""
        more = why.removeprefix(next(filter(why.startswith, _reasons(rule)), why)) if english["why"] else ""
        for dutch, words in _MORE:
            more = dutch.sub(words, more)
        found.append(flag | {"why_en": english["why"] + more, "alternative_en": english["alternative"]})
    return found


@lru_cache(maxsize=1)
def _english() -> dict[str, dict[str, str]]:
    return {row["family"]: row for row in read_cues("wording_english")}


@lru_cache(maxsize=1)
def _own_reasons() -> dict[str, str]:
    families = {row["family"]: row["why"] for row in read_cues("wording_families")}
    return families | {row["id"]: row["why"] for row in read_cues("wording") if row["why"]}


def _reasons(rule: str) -> list[str]:
    """The Dutch reason of the rule and that of its family, where they have one."""
    return [_own_reasons()[name] for name in (rule, rule.rsplit(".", 1)[0]) if name in _own_reasons()]
