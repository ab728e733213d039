"""The wording rules and what makes wording fine, read from the tables in cues/ and compiled once.

``wording.tsv`` has one rule a row; what the rules of one family share (law, why, alternative, source) stands in
``wording_families.tsv``; ``wording_parts.tsv`` has the pieces that patterns name as ``(?&name)``;
``wording_lexicon.tsv`` the words of each ground by field; ``wording_exceptions.tsv`` says where rules give way, ``wording_repairs.tsv`` how a sentence can do without the words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..cues import read_cues
from ..literals import needed
from .lexicon import Words

EXCEPTION_SCOPES = ("sentence", "clause", "span", "before", "after", "previous", "near", "document", "opening", "lower")
_PART = re.compile(r"\(\?&(\w+)\)")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of wording.tsv with its family, compiled.

    ``keys``: the words that call for it, see ``calls_of``. ``unless`` silences when it is found in the clause of the flagged words,
    ``unless_before`` when it is found in the part of the sentence before the flagged words, where ``only_before`` must be.
    """

    id: str
    ground: str
    directness: str
    severity: str
    keys: tuple[str, ...]
    pattern: re.Pattern | Words
    unless: re.Pattern | None
    unless_before: re.Pattern | None
    only_before: re.Pattern | None
    law: str
    why: str
    alternative: str
    replacement: str
    hits: tuple[str, ...]  # the groups of the pattern that may hold the flagged words

    def met(self, sentence: str, keys: Iterable[str]) -> Iterable[re.Match]:
        """Where the pattern is met in a folded sentence; ``keys``: those of the rule that stand in it."""
        return self.pattern.met(sentence, keys) if isinstance(self.pattern, Words) else self.pattern.finditer(sentence)


@dataclass(frozen=True, slots=True, eq=False)
class Leave:
    """One row of wording_exceptions.tsv: where ``pattern`` is met, rules whose id starts with one of ``rules`` give way.

    ``runs``: the words without which it is not met, see ``literals.needed``.
    """

    id: str
    scope: str
    rules: tuple[str, ...]
    pattern: re.Pattern
    runs: tuple[str, ...]

    def holds_for(self, rule: Rule) -> bool:
        """Whether this exception speaks of ``rule``."""
        return self.rules == ("*",) or rule.id.startswith(self.rules)


@lru_cache(maxsize=None)
def _parts() -> dict[str, str]:
    return {row["id"]: row["pattern"] for row in read_cues("wording_parts")}


@lru_cache(maxsize=None)
def compiled(pattern: str) -> re.Pattern:
    """A pattern, for folded text, in which ``(?&name)`` stands for the row of wording_parts.tsv with that id."""
    while _PART.search(pattern):
        pattern = _PART.sub(lambda named: f"(?:{_parts()[named[1]]})", pattern)
    return re.compile(pattern)


def _optional(pattern: str) -> re.Pattern | None:
    return compiled(pattern) if pattern else None


def family_of(rule: str) -> str:
    """The family in which a rule id stands: "age.range.01" -> "age.range"."""
    return rule.rsplit(".", 1)[0]


@lru_cache(maxsize=None)
def load_rules() -> tuple[Rule, ...]:
    """All rules, in table order."""
    families = {row["family"]: row for row in read_cues("wording_families")}
    rules = []
    for row in read_cues("wording"):
        family = families[family_of(row["id"])]
        pattern = compiled(row["pattern"])
        rules.append(
            Rule(
                row["id"], family["ground"], row["directness"], row["severity"], tuple(row["keys"].split("|")),
                pattern, _optional(row["unless"]), _optional(row["unless_before"]), _optional(row["only_before"]),
                family["law"], row["why"] or family["why"], row["alternative"] or family["alternative"], row["replacement"],
                tuple(name for name in pattern.groupindex if name.startswith("hit")),
            )
        )  # fmt: skip
    return (*rules, *_lexicon(families))


def _lexicon(families: dict[str, dict[str, str]]) -> Iterator[Rule]:
    """The rows of wording_lexicon.tsv as rules."""
    for row in read_cues("wording_lexicon"):
        family = families[family_of(row["id"])]
        words = Words(row["words"].split("|"))
        yield Rule(
            row["id"], family["ground"], row["directness"], row["severity"], words.keys, words, None, None, None,
            family["law"], family["why"], family["alternative"], "", ("hit",),
        )  # fmt: skip


@lru_cache(maxsize=None)
def leaves_for(rule: Rule) -> tuple[Leave, ...]:
    """The exceptions that speak of ``rule``."""
    return tuple(leave for leave in _leaves() if leave.holds_for(rule))


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """One row of wording_repairs.tsv: in sentences like ``pattern``, group ``swap`` of it gives way to ``replacement``."""

    words: re.Pattern
    pattern: re.Pattern
    replacement: str


HIT = "\x02"  # stands for the flagged words in the sentence on which the pattern of a repair is tried


@lru_cache(maxsize=None)
def repairs_for(rule: Rule) -> tuple[Repair, ...]:
    """The repairs that speak of ``rule``, in table order."""
    rows = [row for row in read_cues("wording_repairs") if rule.id.startswith(tuple(row["rules"].split("|")))]
    return tuple(Repair(compiled(row["words"]), compiled(row["pattern"].replace("<hit>", HIT)), row["replacement"]) for row in rows)


@lru_cache(maxsize=None)
def _leaves() -> tuple[Leave, ...]:
    rows = [(row, compiled(row["pattern"])) for row in read_cues("wording_exceptions")]
    return tuple(Leave(row["id"], row["scope"], tuple(row["rules"].split("|")), pattern, needed(pattern)) for row, pattern in rows)


@lru_cache(maxsize=None)
def _rules_by_key() -> dict[str, tuple[int, ...]]:
    keys: dict[str, tuple[int, ...]] = {}
    for number, rule in enumerate(load_rules()):
        for key in rule.keys:
            keys[key] = (*keys.get(key, ()), number)
    return keys


@lru_cache(maxsize=None)
def _parts_of_words() -> tuple[str, ...]:
    return tuple(key.strip("*") for key in _rules_by_key() if len(key) > 2 and key[0] == key[-1] == "*")


_LONGEST_KEY = 40


def calls_of(word: str) -> tuple[tuple[int, str], ...]:
    """(rule, key) where a key is ``word`` itself, its beginning (``jong*``), its end (``*man``) or a part (``*rug*``); ``##`` is 15 to 69, # any number."""
    keys = _rules_by_key()
    shapes = [word]
    if word.isdigit():
        shapes += ["#", "##"] if len(word) == 2 and "15" <= word <= "69" else ["#"]
    for cut in range(1, min(len(word), _LONGEST_KEY) + 1):
        shapes += (word[:cut] + "*", "*" + word[-cut:])
    shapes += [f"*{part}*" for part in _parts_of_words() if part in word]
    return tuple((rule, shape) for shape in dict.fromkeys(shapes) for rule in keys.get(shape, ()))
