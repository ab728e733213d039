"""A vacancy, function profile or qualification text -> the wording in it that may exclude someone.

Rules (cues/wording.tsv) and what makes wording fine (cues/wording_exceptions.tsv) are data, after the equal
treatment acts and the opinions of the College voor de Rechten van de Mens that each row names. A rule looks at one
sentence; a question is read together with its answer ("Starter? Iedereen is welkom."). Gendered job titles are
judged over the whole document, because the title duty (WGB m/v art. 3(4)) is met by an (m/v/x) anywhere in it.

A flag is advice, never a verdict. CVs get none: the wording there is somebody's own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .cues import read_cues
from .types import SEVERITIES, Document, Flag, Sentence

EXCEPTION_SCOPES = ("sentence", "span", "document", "opening", "lower", "part")
_WHOLE_DOCUMENT = "gender.title."
_OPENING_CHARS = 160
_FOLDED = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("–", "-"))
_WORD = re.compile(r"\w+|[<>]")
_GROUP = re.compile(r"\\g<(\w+)>")
_PART = re.compile(r"\(\?&(\w+)\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of wording.tsv, compiled. ``keys``: the words that call for it, see ``_rules_of``."""

    id: str
    ground: str
    directness: str
    severity: str
    keys: tuple[str, ...]
    pattern: re.Pattern
    unless: re.Pattern | None
    law: str
    why: str
    alternative: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Leave:
    """One row of wording_exceptions.tsv: where ``pattern`` is met, rules whose id starts with one of ``rules`` give way."""

    scope: str
    rules: tuple[str, ...]
    pattern: re.Pattern

    def holds_for(self, rule: Rule) -> bool:
        """Whether this exception speaks of ``rule``."""
        return self.rules == ("*",) or rule.id.startswith(self.rules)


@dataclass(frozen=True, slots=True)
class _View:
    """What the exceptions look at around one sentence, all folded; ``context`` has the answer to a question."""

    sentence: str
    context: str
    opening: str
    document: str

    def around(self, leave: Leave) -> str:
        """The text that ``leave`` is searched in."""
        return {"document": self.document, "opening": self.opening}.get(leave.scope, self.context)


@lru_cache(maxsize=None)
def _compile(pattern: str) -> re.Pattern:
    """A pattern in which ``(?&name)`` stands for the row of scope "part" with that id."""
    parts = {row["id"]: row["pattern"] for row in read_cues("wording_exceptions") if row["scope"] == "part"}
    while named := _PART.search(pattern):
        pattern = pattern.replace(named.group(), f"(?:{parts[named.group(1)]})")
    return re.compile(pattern, re.I)


@lru_cache(maxsize=None)
def load_rules() -> tuple[Rule, ...]:
    """All rules, in table order."""
    return tuple(
        Rule(
            row["id"], row["ground"], row["directness"], row["severity"], tuple(row["keys"].split("|")),
            _compile(row["pattern"]), _compile(row["unless"]) if row["unless"] else None,
            row["law"], row["why"], row["alternative"], row["replacement"],
        )
        for row in read_cues("wording")
    )  # fmt: skip


@lru_cache(maxsize=None)
def _leaves() -> tuple[Leave, ...]:
    return tuple(
        Leave(row["scope"], tuple(row["rules"].split("|")), _compile(row["pattern"]))
        for row in read_cues("wording_exceptions")
        if row["scope"] != "part"
    )


@lru_cache(maxsize=None)
def _leaves_for(rule: Rule) -> tuple[Leave, ...]:
    return tuple(leave for leave in _leaves() if leave.holds_for(rule))


@lru_cache(maxsize=None)
def _rules_by_key() -> dict[str, tuple[int, ...]]:
    keys: dict[str, tuple[int, ...]] = {}
    for number, rule in enumerate(load_rules()):
        for key in rule.keys:
            keys[key] = (*keys.get(key, ()), number)
    return keys


_LONGEST_KEY = 40


@lru_cache(maxsize=100_000)
def _rules_of(word: str) -> frozenset[int]:
    """The rules of which a key is ``word`` itself, its beginning (``jong*``) or its end (``*man``); ``#`` is any number."""
    keys = _rules_by_key()
    shapes = [word, "#"] if word.isdigit() else [word]
    for cut in range(1, min(len(word), _LONGEST_KEY) + 1):
        shapes += (word[:cut] + "*", "*" + word[-cut:])
    return frozenset(rule for shape in shapes for rule in keys.get(shape, ()))


def _fold(text: str) -> str:
    """Lower case with plain apostrophes, hyphens and spaces, of the same length as ``text``."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for odd, plain in _FOLDED:
        lowered = lowered.replace(odd, plain)
    return lowered


def flag_wording(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Flag, ...]:
    """Flags in text order without overlaps; the graver and then the longer one stays. A CV gives ``()``.

    Offsets are characters of ``document.text``; ``sentences`` are those of ``segmenting.segment``.
    """
    if document.kind == "cv":
        return ()
    folded, rules = _fold(document.text), load_rules()
    opening = _fold(document.title) + "\n" + folded[:_OPENING_CHARS].split("\n\n")[0]
    flags: list[Flag] = []
    for number, rule_number in sorted(_pairs(folded, sentences)):
        rule, start = rules[rule_number], sentences[number].start
        sentence = folded[start : sentences[number].end]
        if not rule.pattern.search(sentence):
            continue
        view = _View(sentence, _context(folded, sentences, number), opening, folded)
        found = list(_flags(document.text, start, rule, view))
        if rule.id.startswith(_WHOLE_DOCUMENT):
            found = found[: not any(flag.rule == rule.id for flag in flags)]
        flags += found
    return _without_overlaps(flags)


def _pairs(folded: str, sentences: tuple[Sentence, ...]) -> set[tuple[int, int]]:
    """(sentence, rule) for every sentence in which one of the rule's keys stands."""
    starts = [sentence.start for sentence in sentences]
    pairs: set[tuple[int, int]] = set()
    for word in _WORD.finditer(folded):
        if rules := _rules_of(word.group()):
            number = bisect_right(starts, word.start()) - 1
            if number >= 0:
                pairs.update([(number, rule) for rule in rules])
    return pairs


def _context(folded: str, sentences: tuple[Sentence, ...], number: int) -> str:
    """The sentence, with the next one when it asks a question."""
    sentence = sentences[number]
    if folded[sentence.start : sentence.end].endswith("?") and number + 1 < len(sentences):
        return folded[sentence.start : sentences[number + 1].end]
    return folded[sentence.start : sentence.end]


def _flags(text: str, start: int, rule: Rule, view: _View) -> Iterator[Flag]:
    """The flags that one rule gives in one sentence, which starts at ``start``."""
    if rule.unless and rule.unless.search(view.document if rule.id.startswith(_WHOLE_DOCUMENT) else view.context):
        return
    leaves = _leaves_for(rule)
    met = {leave.scope for leave in leaves if leave.scope != "span" and leave.pattern.search(view.around(leave))}
    if met - {"lower"}:
        return
    fine = [found.span() for leave in leaves if leave.scope == "span" for found in leave.pattern.finditer(view.sentence)]
    severity = "check" if met and rule.severity == SEVERITIES[0] else rule.severity
    for match in rule.pattern.finditer(view.sentence):
        first, end = match.span("hit" if match.groupdict().get("hit") else 0)
        if any(begin < end and first < last for begin, last in fine):
            continue
        quote = text[start + first : start + end]
        yield Flag(
            start + first, start + end, quote, rule.ground, rule.directness, severity, rule.id, rule.law, rule.why,
            rule.alternative, _replacement(rule, match, text[start : start + len(view.sentence)], quote),
        )  # fmt: skip


def _replacement(rule: Rule, match: re.Match, sentence: str, quote: str) -> str | None:
    """The neutral text, with ``\\g<name>`` as it stands in ``sentence`` and the capital of what it replaces, or None."""
    if not rule.replacement:
        return None
    new = _GROUP.sub(lambda named: sentence[slice(*match.span(named[1]))], rule.replacement)
    return new[:1].upper() + new[1:] if quote[:1].isupper() else new


def _without_overlaps(flags: list[Flag]) -> tuple[Flag, ...]:
    kept: list[Flag] = []
    taken: set[int] = set()
    for flag in sorted(flags, key=lambda flag: (SEVERITIES.index(flag.severity), flag.start - flag.end, flag.start, flag.rule)):
        if taken.isdisjoint(range(flag.start, flag.end)):
            kept.append(flag)
            taken.update(range(flag.start, flag.end))
    return tuple(sorted(kept, key=lambda flag: flag.start))


def neutralise(text: str, flags: tuple[Flag, ...]) -> str | None:
    """``text`` with every flag that has a ``replacement`` replaced; None when that changes nothing.

    ``flags`` are those of ``flag_wording`` on the same text. Flagging the result gives no replaceable flag again.
    """
    new = text
    for flag in sorted(flags, key=lambda flag: flag.start, reverse=True):
        if flag.replacement is not None:
            new = new[: flag.start] + flag.replacement + new[flag.end :]
    return new if new != text else None
