"""Sentences -> flags: which rule meets which words, and what around them makes the wording fine.

A rule looks at one sentence; a question is read together with its answer ("Starter? Iedereen is welkom."). Gendered
job titles are judged over the whole document, because the title duty (WGB m/v art. 3(4)) is met by an (m/v/x) anywhere
in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ..types import SEVERITIES, Document, Edit, Flag, Sentence
from .context import REACH, ContextModel, attributes, is_broad
from .documents import read_together
from .rewriting import edits_of, repaired
from .rules import Leave, Rule, family_of, leaves_for, load_rules, rules_of
from .views import View, fold

_WHOLE_DOCUMENT = "gender.title"
_OPENING_CHARS = 160
_WORD = re.compile(r"\w+|[<>]")
_JOINT = re.compile(r"(?:,| of| en|, en| or| and)(?: een| prille| jonge| de| a)* ", re.I)
_NEAR = 30  # characters between a demand and words that only go on about it
_SHORT = 4  # sentences; a longer text has sections and is mostly about other things than the candidate
_ITEM = 70  # characters; shorter sentences of a longer text are mostly items of a list
_OF_THE_CANDIDATE = frozenset(("requirements", "tasks", "title"))
_KNOWN_WORDS, _KNOWN_SENTENCES = 200_000, 50_000  # that are remembered
_NEVER = frozenset(
    "homograph simple_language_work no_role paired_pronoun paired_person young_and_old welcome welcome_negated not_needed preference_lawful legal_reason casting sexual_job internship internship_sentence firm_after served_after served_for own_identity political_body graduate_or predecessor pro_rata parental_leave other_stel healthy_thing at_the_latest".split()
)  # exceptions that no chance outweighs


def flag_wording(document: Document, sentences: tuple[Sentence, ...], model: ContextModel | None = None) -> tuple[Flag, ...]:
    """Flags in text order without overlaps; what rules alone tell, then the graver, then the longer one stays. A CV gives ``()``.

    Offsets are characters of ``document.text``; ``sentences`` are those of ``segmenting.segment``. ``model`` decides on
    the words that broad rules meet; by default the one that the package ships.
    """
    if document.kind == "cv":
        return ()
    model = model or ContextModel.load()
    weighed: list[tuple[Flag, float]] = []
    titled: set[str] = set()
    folded = fold(document.text)
    for rule, view in _met(document, folded, sentences):
        found = list((_broad_flags if is_broad(rule) else _flags)(document.text, rule, view, model))
        if found and rule.id.startswith(_WHOLE_DOCUMENT):
            told = bool(titled) if is_broad(rule) else rule.id in titled
            found = found[: not told]
            titled.add(rule.id)
        weighed += found
    return read_together(_joined(document.text, _without_overlaps(weighed)), folded, sentences)


def _met(document: Document, folded: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Rule, View]]:
    """The rules whose pattern a sentence meets, in text order."""
    opening = fold(document.title) + "\n" + folded[:_OPENING_CHARS].split("\n\n")[0]
    for number, sentence in enumerate(sentences):
        if met := _rules_met(folded[sentence.start : sentence.end]):
            view = View(folded, opening, sentences, number)
            yield from ((rule, view) for rule in met)


def weighed_hits(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Rule, list[str]]]:
    """(start, end, rule, attributes) of all words that the context model is asked about: what it learns from."""
    for rule, view in _met(document, fold(document.text), sentences):
        start = view.sentences[view.number].start
        if is_broad(rule):
            for first, end, _, found in _broad(rule, view):
                yield start + first, start + end, rule, found
        else:
            for match in _plain(rule, view)[0]:
                first, end = _hit(rule, match)
                yield start + first, start + end, rule, attributes(rule, view.context, first, end, surroundings(view, ()))


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _rules_met(sentence: str) -> tuple[Rule, ...]:
    """The rules of which a key and the pattern stand in a folded sentence; advertisements repeat much."""
    rules = load_rules()
    called = set().union(*map(_rules_of, _WORD.findall(sentence)))
    return tuple(rules[number] for number in sorted(called) if rules[number].pattern.search(sentence))


_rules_of = lru_cache(maxsize=_KNOWN_WORDS)(rules_of)


def _flags(text: str, rule: Rule, view: View, model: ContextModel) -> Iterator[tuple[Flag, float]]:
    """The flags that one rule gives in the sentence of ``view``, unless the context model is sure that they are wrong."""
    matches, lowered = _plain(rule, view)
    severity = "check" if lowered and rule.severity == SEVERITIES[0] else rule.severity
    start = view.sentences[view.number].start
    for match in matches:
        first, end = _hit(rule, match)
        chance = model.chance(attributes(rule, view.context, first, end, surroundings(view, ())))
        if chance > model.veto:
            sentence = text[start : start + len(view.sentence)]
            yield _flag(rule, text, start + first, start + end, severity, edits_of(rule, match, sentence, start, (first, end))), chance


def _plain(rule: Rule, view: View) -> tuple[list[re.Match], bool]:
    """The matches of a rule that no exception takes away, and whether one lowers them; what is left alone is noted in ``view``."""
    silent, lowered, near = _judged(rule, view)
    fine = [found.span() for leave in near if leave.scope == "span" for found in leave.pattern.finditer(view.sentence)]
    kept = []
    for match in rule.pattern.finditer(view.sentence):
        first, end = _hit(rule, match)
        before = view.sentence[:first]
        if silent or any(begin < end and first < last for begin, last in fine) or not _fits(rule, before) or _left(near, before, view.sentence, end):
            view.silenced.append((first, end, rule.ground))
        else:
            kept.append(match)
            view.told.append((first, end, rule.ground))
    return kept, lowered


def _judged(rule: Rule, view: View) -> tuple[bool, bool, list[Leave]]:
    """(whether the sentence or the document silences the rule, whether it lowers it, the exceptions near the words that are left)."""
    whole = rule.id.startswith(_WHOLE_DOCUMENT)
    if rule.unless and rule.unless.search(view.folded if whole else view.context):
        return True, False, []
    near, lowered = [], False
    for leave in leaves_for(rule):
        if leave.scope in ("span", "before", "after"):
            near.append(leave)
        elif leave.pattern.search(view.around(leave.scope)):
            if leave.scope != "lower":
                return True, False, []
            lowered = True
    return False, lowered, near


def _left(near: list[Leave], before: str, sentence: str, end: int) -> bool:
    """Whether an exception holds for what stands right before or after the flagged words."""
    return any(
        leave.pattern.search(before[-REACH:]) if leave.scope == "before" else leave.pattern.match(sentence, end)
        for leave in near
        if leave.scope != "span"
    )


def _flag(rule: Rule, text: str, start: int, end: int, severity: str, edits: tuple[Edit, ...] = ()) -> Flag:
    return Flag(start, end, text[start:end], rule.ground, rule.directness, severity, rule.id, rule.law, rule.why, rule.alternative, edits)


def _broad(rule: Rule, view: View) -> Iterator[tuple[int, int, list[str], list[str]]]:
    """(first, end, exceptions met, attributes) of the words in the sentence that a broad rule meets."""
    if rule.unless and rule.unless.search(view.folded if rule.id.startswith(_WHOLE_DOCUMENT) else view.context):
        return
    for match in rule.pattern.finditer(view.sentence):
        first, end = _hit(rule, match)
        if not _fits(rule, view.sentence[:first]):
            continue
        met = given_way(rule, view, first, end)
        if any(begin < end and first < last and ground == rule.ground for begin, last, ground in view.silenced):
            met.append("silenced")
        around = surroundings(view, met)
        for begin, last, ground in view.told:
            here = "here" if begin < end and first < last else "near"
            around += [f"told:{here}:{ground == rule.ground}", f"told:{here}:{ground == rule.ground}|{rule.ground}"]
        yield first, end, met, attributes(rule, view.context, first, end, around)


def _broad_flags(text: str, rule: Rule, view: View, model: ContextModel) -> Iterator[tuple[Flag, float]]:
    """The flags of a broad rule that the context model lets through, with their chance; words in one row have one chance."""
    start = view.sentences[view.number].start
    hits = [(first, end, model.chance(found)) for first, end, met, found in _broad(rule, view) if _NEVER.isdisjoint(met)]
    for row in _rows(hits, view.sentence):
        chance = sum(chance for _, _, chance in row) / len(row)
        if chance > model.threshold_of(rule.ground):
            sentence = text[start : start + len(view.sentence)]
            for first, end, _ in row:
                yield _flag(rule, text, start + first, start + end, rule.severity, repaired(rule, sentence, start, (first, end))), chance


def _rows(hits: list[tuple[int, int, float]], sentence: str) -> list[list[tuple[int, int, float]]]:
    """The hits, those together between which only "of", "en" or a comma stands ("geen Turken of Marokkanen")."""
    rows: list[list[tuple[int, int, float]]] = []
    for hit in hits:
        if rows and _JOINT.fullmatch(sentence, rows[-1][-1][1], hit[0]):
            rows[-1].append(hit)
        else:
            rows.append([hit])
    return rows


def surroundings(view: View, met: Iterable[str]) -> list[str]:
    """For the context model: the exceptions ``met``, and in a text of some length the section of the sentence."""
    found = [f"leave:{name}" for name in met]
    if len(view.sentences) > _SHORT:
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
    return next((match.span(name) for name in rule.hits if match[name]), match.span())


def given_way(rule: Rule, view: View, first: int, end: int) -> list[str]:
    """Ids of the exceptions that are met around the words ``first``-``end`` of the sentence, for the context model."""
    met = []
    for leave in leaves_for(rule):
        if leave.scope == "before":
            found = leave.pattern.search(view.sentence[max(0, first - REACH) : first])
        elif leave.scope == "after":
            found = leave.pattern.match(view.sentence, end)
        elif leave.scope == "span":
            found = any(begin.start() < end and first < begin.end() for begin in leave.pattern.finditer(view.sentence))
        else:
            found = leave.pattern.search(view.around(leave.scope))
        if found:
            met.append(leave.id)
    return met


def _without_overlaps(weighed: list[tuple[Flag, float]]) -> tuple[Flag, ...]:
    """Of flags that overlap, in text order: what rules alone tell, the graver, then the longer; of broad rules the likelier.

    What a broad rule adds close to another flag of its ground only goes on about the same.
    """

    def order(pair: tuple[Flag, float]) -> tuple:
        flag, chance = pair
        broad = "_context." in flag.rule
        return broad, -round(chance, 2) if broad else SEVERITIES.index(flag.severity), flag.start - flag.end, flag.start, flag.rule

    kept: list[Flag] = []
    for flag, _ in sorted(weighed, key=order):
        apart = _NEAR if "_context." in flag.rule and "pronoun" not in flag.rule else 0
        if all(_gap(flag, other) >= (apart if flag.ground == other.ground else 0) for other in kept):
            kept.append(flag)
    return tuple(sorted(kept, key=lambda flag: flag.start))


def _gap(flag: Flag, other: Flag) -> int:
    """Characters between two flags; negative when they overlap."""
    return max(flag.start, other.start) - min(flag.end, other.end)


def _joined(text: str, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Two flags of one family that only "of", "en" or a comma parts are one ("een twintiger of dertiger")."""
    joined: list[Flag] = []
    for flag in flags:
        last = joined[-1] if joined else None
        if last and _kind(last) == _kind(flag) and _JOINT.fullmatch(text[last.end : flag.start]):
            joined[-1] = replace(last, end=flag.end, quote=text[last.start : flag.end], edits=(*last.edits, *flag.edits))
        else:
            joined.append(flag)
    return tuple(joined)


def _kind(flag: Flag) -> tuple[str, str]:
    return family_of(flag.rule), flag.directness
