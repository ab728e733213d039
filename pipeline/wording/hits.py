"""Sentences -> hits: which rule meets which words, and which exceptions stand around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..literals import may_meet
from ..types import Document, Sentence
from .antecedents import PRONOUNS, stands_for
from .context import REACH, attributes, is_broad
from .rules import Leave, Rule, calls_of, leaves_for, load_rules
from .views import View, fold

WHOLE_DOCUMENT = "gender.title"
_OPENING_CHARS = 160
_WORD = re.compile(r"\w+|[<>]")
_ITEM = 70  # characters; shorter sentences of a longer text are mostly items of a list
_OF_THE_CANDIDATE = frozenset(("requirements", "tasks", "title"))
_KNOWN_WORDS, _KNOWN_SENTENCES = 200_000, 50_000  # that are remembered; of hits as many as of sentences


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """The words ``first``-``end`` of a sentence that ``rule`` meets, ``met``: the exceptions around them.

    ``context``: the folded sentence with its answer; ``around``: attributes that do not follow from it. ``lowered``: an exception makes a direct demand a matter to check.
    """

    rule: Rule
    first: int
    end: int
    match: re.Match
    met: tuple[str, ...]
    context: str
    around: list[str]
    lowered: bool = False

    @property
    def broad(self) -> bool:
        """Whether the context model has the last word on it."""
        return is_broad(self.rule)

    @property
    def attributes(self) -> list[str]:
        """What the context model sees."""
        return attributes(self.rule, self.context, self.first, self.end, self.around)


def hits_in(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[View, list[Hit]]]:
    """The sentences that rules meet, in text order, with the hits of each in the order of the rules."""
    folded = fold(document.text)
    opening = fold(document.title) + "\n" + folded[:_OPENING_CHARS].split("\n\n")[0]
    for number, sentence in enumerate(sentences):
        if met := _rules_met(folded[sentence.start : sentence.end]):
            view = View(document.text, folded, opening, sentences, number)
            if hits := [hit for rule, matches in met for hit in (_broad if is_broad(rule) else _plain)(rule, matches, view)]:
                yield view, hits


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _rules_met(sentence: str) -> tuple[tuple[Rule, tuple[re.Match, ...]], ...]:
    """The rules of which a key and the pattern stand in a folded sentence, with where it does; advertisements repeat much."""
    rules = load_rules()
    called: dict[int, set[str]] = {}
    for word in set(_WORD.findall(sentence)):
        for number, key in _calls_of(word):
            called.setdefault(number, set()).add(key)
    return tuple((rules[number], matches) for number in sorted(called) if (matches := tuple(rules[number].met(sentence, called[number]))))


_calls_of = lru_cache(maxsize=_KNOWN_WORDS)(calls_of)


def _plain(rule: Rule, matches: Iterable[re.Match], view: View) -> list[Hit]:
    """The hits of a plain rule that no exception takes away; what is left alone is noted in ``view``."""
    kept = []
    for match in matches:
        first, end = _hit(rule, match)
        silent, lowered = _judged(rule, view, first, end)
        if silent or _near(rule, view.sentence, first, end) != ():
            view.silenced.append((first, end, rule.ground))
        else:
            kept.append(Hit(rule, first, end, match, (), view.context, _surroundings(view, (), rule, first), lowered))
            view.told.append((first, end, rule.ground))
    return kept


def _judged(rule: Rule, view: View, first: int, end: int) -> tuple[bool, bool]:
    """Whether the clause, the sentence or the document silences the rule for the words ``first``-``end``, and whether it lowers it."""
    scopes = {leave.scope for leave in _wider(rule) if view.meets(leave, first, end)}
    return _is_silenced(rule, view, first, end) or bool(scopes - {"lower"}), "lower" in scopes


def _is_silenced(rule: Rule, view: View, first: int, end: int) -> bool:
    """Whether words that the rule itself names stand in the clause, or the document."""
    return rule.unless is not None and rule.unless.search(view.folded if rule.id.startswith(WHOLE_DOCUMENT) else view.clause(first, end, reasons=True)) is not None


def _broad(rule: Rule, matches: Iterable[re.Match], view: View) -> list[Hit]:
    """The words in the sentence that a broad rule meets, with the exceptions around them."""
    hits = []
    for match in matches:
        first, end = _hit(rule, match)
        if _is_silenced(rule, view, first, end):
            continue
        if (near := _near(rule, view.sentence, first, end)) is None:
            continue
        met = [*near, *(leave.id for leave in _wider(rule) if view.meets(leave, first, end))]
        if any(begin < end and first < last and ground == rule.ground for begin, last, ground in view.silenced):
            met.append("silenced")
        around = _surroundings(view, met, rule, first)
        for begin, last, ground in view.told:
            here = "here" if begin < end and first < last else "near"
            around += [f"told:{here}:{ground == rule.ground}", f"told:{here}:{ground == rule.ground}|{rule.ground}"]
        hits.append(Hit(rule, first, end, match, tuple(met), view.context, around))
    return hits


def _surroundings(view: View, met: Iterable[str], rule: Rule, first: int) -> list[str]:
    """For the context model: the exceptions ``met``, whom a pronoun stands for, and in a text of some length the section of the sentence."""
    found = [f"leave:{name}" for name in met]
    if rule.id.startswith(PRONOUNS):
        found.append(f"stands:{stands_for(view.text, view.sentences, view.number, first)}")
    if view.is_long:
        section = view.sentences[view.number].section
        wanted = section in _OF_THE_CANDIDATE
        found += ["text:long", f"section:{section}", f"wanted:{wanted}"]
        found += [f"item:{wanted}"] * (len(view.sentence) < _ITEM)
    return found


def _fits(rule: Rule, before: str) -> bool:
    """Whether the words before the flagged ones are such as the rule asks."""
    return not (rule.unless_before and rule.unless_before.search(before)) and not (rule.only_before and not rule.only_before.search(before))


def _hit(rule: Rule, match: re.Match) -> tuple[int, int]:
    """Where in the sentence the flagged words of a match are."""
    for name in rule.hits:
        if match[name]:
            return match.span(name)
    return match.span()


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _near(rule: Rule, sentence: str, first: int, end: int) -> tuple[str, ...] | None:
    """Ids of the exceptions that are met right around the words ``first``-``end`` of a sentence; None when the rule asks for other words before them. Remembered."""
    if not _fits(rule, sentence[:first]):
        return None
    met = []
    for leave in leaves_for(rule):
        if leave.scope == "before":
            found = leave.pattern.search(sentence[max(0, first - REACH) : first])
        elif leave.scope == "after":
            found = leave.pattern.match(sentence, end)
        else:
            found = leave.scope == "span" and may_meet(leave.runs, sentence) and any(span.start() < end and first < span.end() for span in leave.pattern.finditer(sentence))
        if found:
            met.append(leave.id)
    return tuple(met)


@lru_cache(maxsize=None)
def _wider(rule: Rule) -> tuple[Leave, ...]:
    """The exceptions to a rule that look at all of the sentence or beyond it."""
    return tuple(leave for leave in leaves_for(rule) if leave.scope not in ("before", "after", "span"))
