"""Sentences -> flags: of the words that rules meet those that speak of the candidate, each once.

A rule looks at one sentence; a question is read together with its answer ("Starter? Iedereen is welkom."). Gendered
job titles are judged over the whole document, because the title duty (WGB m/v art. 3(4)) is met by an (m/v/x) anywhere
in it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from ..types import SEVERITIES, Document, Edit, Flag, Sentence
from .context import is_broad
from .documents import advised_in, read_together
from .hits import WHOLE_DOCUMENT, Hit, hits_in
from .model import ContextModel
from .rewriting import edits_of, repaired
from .rules import Rule, family_of
from .views import View

_JOINT = re.compile(r"(?:,| of| en|, en| or| and)(?: een| prille| jonge| de| a)* ", re.I)
_NEAR = 30  # characters between a demand and words that only go on about it
_NEVER = frozenset(
    "homograph simple_language_work paired_pronoun paired_person young_and_old preference_lawful casting sexual_job internship internship_sentence firm_after served_after graduate_or pro_rata other_stel healthy_thing age_not_experience paired_civil benefit colleagues_ages feminine_body no_photo fit_noun world_changes client_firm your_boss the_boss entry_asked".split()
)  # exceptions that no chance outweighs
_SELDOM, _SURE = frozenset("no_role welcome welcome_negated not_needed".split()), 0.95  # those that only a chance above this outweighs
_FIRM = frozenset("age.minimum.03 age.minimum.04 gender.person.14 appearance.photo.03".split())  # plain rules so narrow that no chance outweighs them


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
    for view, hits in hits_in(document, sentences):
        chances = model.chances(view, hits)
        for rule, some in groupby(zip(hits, chances), lambda pair: pair[0].rule):
            found = list((_broad_flags if is_broad(rule) else _flags)(document.text, rule, view, list(some), model))
            if found and rule.id.startswith(WHOLE_DOCUMENT):
                told = bool(titled) if is_broad(rule) else rule.id in titled
                found = found[: not told]
                titled.add(rule.id)
            weighed += found
    flags = read_together(_joined(document.text, _without_overlaps(weighed)), document.text)
    return advised_in(document.language, flags)


def _flags(text: str, rule: Rule, view: View, some: list[tuple[Hit, float]], model: ContextModel) -> Iterator[tuple[Flag, float]]:
    """The flags that one rule gives in the sentence of ``view``, unless the context model is sure that they are wrong."""
    start = view.start
    sentence = text[start : start + len(view.sentence)]
    for hit, chance in some:
        if chance > model.veto or rule.id in _FIRM:
            severity = "check" if hit.lowered and rule.severity == SEVERITIES[0] else rule.severity
            edits = edits_of(rule, hit.match, sentence, start, (hit.first, hit.end))
            yield _flag(rule, text, start + hit.first, start + hit.end, severity, edits), chance


def _flag(rule: Rule, text: str, start: int, end: int, severity: str, edits: tuple[Edit, ...] = ()) -> Flag:
    return Flag(start, end, text[start:end], rule.ground, rule.directness, severity, rule.id, rule.law, rule.why, rule.alternative, edits)


def _broad_flags(text: str, rule: Rule, view: View, some: list[tuple[Hit, float]], model: ContextModel) -> Iterator[tuple[Flag, float]]:
    """The flags of a broad rule that the context model lets through, with their chance; words in one row have one chance."""
    start = view.start
    let = [(hit.first, hit.end, chance) for hit, chance in some if _NEVER.isdisjoint(hit.met) and (chance > _SURE or _SELDOM.isdisjoint(hit.met))]
    for row in _rows(let, view.sentence):
        chance = sum(chance for _, _, chance in row) / len(row)
        if chance > model.threshold_of(rule.ground, view.is_long):
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
