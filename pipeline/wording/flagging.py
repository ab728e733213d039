"""Sentences -> flags: which rule meets which words, and what around them makes the wording fine.

A rule looks at one sentence; a question is read together with its answer ("Starter? Iedereen is welkom."). Gendered
job titles are judged over the whole document, because the title duty (WGB m/v art. 3(4)) is met by an (m/v/x) anywhere
in it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..types import SEVERITIES, Document, Flag, Sentence
from .context import ContextModel, attributes, is_broad
from .documents import read_together
from .rewriting import edits_of
from .rules import Rule, leaves_for, load_rules, rules_of

_WHOLE_DOCUMENT = "gender.title."
_OPENING_CHARS = 160
_FOLDED = str.maketrans("’‘\u00a0–—", "'' --")
_WORD = re.compile(r"\w+|[<>]")
_KNOWN_WORDS = 200_000
_NEVER = frozenset(("no_role", "paired_pronoun", "paired_person", "young_and_old"))  # exceptions that no chance outweighs
_seen: dict[str, tuple[int, ...]] = {}


@dataclass(eq=False)
class _View:
    """What the exceptions look at around one sentence, all folded; ``context`` has the answer to a question."""

    folded: str
    opening: str
    sentences: Sequence[Sentence]
    number: int

    @cached_property
    def sentence(self) -> str:
        return self._text(self.number)

    @cached_property
    def context(self) -> str:
        asks = self.sentence.endswith("?") and self.number + 1 < len(self.sentences)
        return f"{self.sentence} {self._text(self.number + 1)}" if asks else self.sentence

    @cached_property
    def previous(self) -> str:
        return self._text(self.number - 1) if self.number else ""

    def _text(self, number: int) -> str:
        return self.folded[self.sentences[number].start : self.sentences[number].end]

    def around(self, scope: str) -> str:
        """The text that an exception of this scope is searched in."""
        if scope == "document":
            return self.folded
        return {"opening": self.opening, "previous": self.previous}[scope] if scope in ("opening", "previous") else self.context


def fold(text: str) -> str:
    """Lower case with plain apostrophes, hyphens and spaces, of the same length as ``text``."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLDED)


def flag_wording(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Flag, ...]:
    """Flags in text order without overlaps; the graver and then the longer one stays. A CV gives ``()``.

    Offsets are characters of ``document.text``; ``sentences`` are those of ``segmenting.segment``.
    """
    if document.kind == "cv":
        return ()
    folded, rules = fold(document.text), load_rules()
    opening = fold(document.title) + "\n" + folded[:_OPENING_CHARS].split("\n\n")[0]
    flags: list[Flag] = []
    titled: set[str] = set()
    for number, called in sorted(_called(folded, sentences).items()):
        view = _View(folded, opening, sentences, number)
        for rule_number in sorted(called):
            rule = rules[rule_number]
            if not rule.pattern.search(view.sentence):
                continue
            found = list((_weighed if is_broad(rule) else _flags)(document.text, rule, view))
            if found and rule.id.startswith(_WHOLE_DOCUMENT):
                found = found[: rule.id not in titled]
                titled.add(rule.id)
            flags += found
    return read_together(_without_overlaps(flags), folded, sentences)


def _called(folded: str, sentences: Sequence[Sentence]) -> dict[int, set[int]]:
    """By sentence number the rules of which a key stands in that sentence."""
    starts = [sentence.start for sentence in sentences]
    called: dict[int, set[int]] = {}
    seen = _seen
    for word in _WORD.finditer(folded):
        key = word.group()
        rules = seen.get(key)
        if rules is None:
            if len(seen) > _KNOWN_WORDS:
                seen.clear()
            rules = seen[key] = rules_of(key)
        if rules:
            number = bisect_right(starts, word.start()) - 1
            if number >= 0:
                called.setdefault(number, set()).update(rules)
    return called


def _flags(text: str, rule: Rule, view: _View) -> Iterator[Flag]:
    """The flags that one rule gives in the sentence of ``view``."""
    whole = rule.id.startswith(_WHOLE_DOCUMENT)
    if rule.unless and rule.unless.search(view.folded if whole else view.context):
        return
    near, lowered = [], False
    for leave in leaves_for(rule):
        if leave.scope in ("span", "before", "after"):
            near.append(leave)
        elif leave.pattern.search(view.around(leave.scope)):
            if leave.scope != "lower":
                return
            lowered = True
    fine = [found.span() for leave in near if leave.scope == "span" for found in leave.pattern.finditer(view.sentence)]
    severity = "check" if lowered and rule.severity == SEVERITIES[0] else rule.severity
    start = view.sentences[view.number].start
    for match in rule.pattern.finditer(view.sentence):
        first, end = _hit(rule, match)
        if any(begin < end and first < last for begin, last in fine):
            continue
        before = view.sentence[:first]
        if rule.unless_before and rule.unless_before.search(before):
            continue
        if any(leave.pattern.search(before) if leave.scope == "before" else leave.pattern.match(view.sentence, end) for leave in near if leave.scope != "span"):
            continue
        quote = text[start + first : start + end]
        sentence = text[start : start + len(view.sentence)]
        edits = edits_of(rule, match, sentence, start, (first, end))
        yield Flag(start + first, start + end, quote, rule.ground, rule.directness, severity, rule.id, rule.law, rule.why, rule.alternative, edits)


def _weighed(text: str, rule: Rule, view: _View) -> Iterator[Flag]:
    """The flags of a broad rule that the context model lets through."""
    model = ContextModel.load()
    start = view.sentences[view.number].start
    for match in rule.pattern.finditer(view.sentence):
        first, end = _hit(rule, match)
        met = given_way(rule, view, first, end)
        if _NEVER.isdisjoint(met) and model.chance(attributes(rule, view.sentence, first, end, met)) > model.threshold:
            quote = text[start + first : start + end]
            yield Flag(start + first, start + end, quote, rule.ground, rule.directness, rule.severity, rule.id, rule.law, rule.why, rule.alternative)


def _hit(rule: Rule, match: re.Match) -> tuple[int, int]:
    """Where in the sentence the flagged words of a match are."""
    return next((match.span(name) for name in rule.hits if match[name]), match.span())


def given_way(rule: Rule, view: _View, first: int, end: int) -> list[str]:
    """Ids of the exceptions that are met around the words ``first``-``end`` of the sentence, for the context model."""
    met = []
    for leave in leaves_for(rule):
        if leave.scope == "before":
            found = leave.pattern.search(view.sentence[:first])
        elif leave.scope == "after":
            found = leave.pattern.match(view.sentence, end)
        elif leave.scope == "span":
            found = any(begin.start() < end and first < begin.end() for begin in leave.pattern.finditer(view.sentence))
        else:
            found = leave.pattern.search(view.around(leave.scope))
        if found:
            met.append(leave.id)
    return met


def _without_overlaps(flags: list[Flag]) -> tuple[Flag, ...]:
    """The graver, then the longer flag of those that overlap, in text order."""
    kept: list[Flag] = []
    for flag in sorted(flags, key=lambda flag: ("_context." in flag.rule, SEVERITIES.index(flag.severity), flag.start - flag.end, flag.start, flag.rule)):
        if all(flag.end <= other.start or other.end <= flag.start for other in kept):
            kept.append(flag)
    return tuple(sorted(kept, key=lambda flag: flag.start))
