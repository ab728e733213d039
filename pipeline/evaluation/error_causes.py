"""Compared documents -> what goes wrong, by likely cause, with examples to read.

Every missed gold skill and every false prediction has one cause; a matched pair can have several (its ends, its type, its link).
An example shows the words and, but for CVs, some words around them: of a CV nothing is shown but the quotes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .matching import Compared, gold_concepts, link_right, overlap, span_of
from .wording_counts import ComparedWording

AROUND = 40
_PLACES = {"other": "in the introduction or under no heading"} | {name: f"in {name}" for name in ("tasks", "requirements", "company", "offer", "procedure")}
_SEVERITY = {"unlawful_unless_justified": 3, "check": 2, "style": 1}
_DIRECTNESS = {"direct": 3, "indirect": 2, "stereotype": 1}


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: ``remark`` says what was predicted and what gold has, ``weight`` which examples come first."""

    cause: str
    document: str
    quote: str
    remark: str
    context: str
    weight: float = 0.0


def mention_faults(compared: Compared) -> Iterator[Fault]:
    """The errors in the skills of one document."""

    def fault(cause: str, statement: dict, remark: str, weight: float) -> Fault:
        context = _around(compared.text, span_of(statement)) if compared.kind != "cv" else ""
        return Fault(cause, compared.document, statement["quote"], remark, context, weight)

    spans, gold_spans = [span_of(skill) for skill in compared.predicted], [span_of(skill) for skill in compared.gold]
    missed, shifted = set(compared.missed), set()
    for number in compared.false:
        skill, touched = compared.predicted[number], [g for g, span in enumerate(gold_spans) if overlap(spans[number], span)]
        remark = f"{skill['type']}, confidence {skill['confidence']:.2f}"
        if beside := [g for g in touched if g in missed]:
            shifted.update(beside)
            yield fault("ends shifted", compared.gold[beside[0]], f"predicted: {skill['quote']}", skill["confidence"])
        elif touched:
            yield fault("one skill taken as two", skill, f"gold: {compared.gold[touched[0]]['quote']}", skill["confidence"])
        else:
            yield fault(f"false {_PLACES.get(skill['section'], 'elsewhere')}", skill, remark, skill["confidence"])
    for number in sorted(missed - shifted):
        skill = compared.gold[number]
        if holders := [p for p, span in enumerate(spans) if overlap(span, gold_spans[number])]:
            yield fault("two skills taken as one", skill, f"predicted: {compared.predicted[holders[0]]['quote']}", 0.0)
        else:
            yield fault(f"missed {_PLACES.get(compared.sections[number], 'elsewhere')}", skill, skill["type"], 0.0)
    for p, g in compared.pairs:
        ours, theirs = compared.predicted[p], compared.gold[g]
        if spans[p] != gold_spans[g]:
            yield fault(_ends(spans[p], gold_spans[g]), theirs, f"predicted: {ours['quote']}", ours["confidence"])
        for cause, remark in _pair_faults(ours, theirs):
            yield fault(cause, ours, remark, ours["confidence"])


def _ends(ours: tuple[int, int], theirs: tuple[int, int]) -> str:
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return "span too long"
    return "span too short" if theirs[0] <= ours[0] and ours[1] <= theirs[1] else "ends shifted"


def _pair_faults(ours: dict, theirs: dict) -> Iterator[tuple[str, str]]:
    """(cause, remark) of what is wrong with the type, requirement, evidence and link of a matched pair."""
    for name in ("type", "requirement", "evidence"):
        if name in theirs and ours[name] != theirs[name]:
            yield f"wrong {name}", f"{ours[name] or 'none'}, gold: {theirs[name] or 'none'}"
    if link_right(ours, theirs) is False:
        accepted = ", ".join(gold_concepts(theirs))
        if ours["concept"] is None:
            yield "wrongly NIL", f"gold: {accepted}"
        else:
            yield ("wrong concept" if accepted else "wrongly linked"), f"'{ours['label']}' {ours['concept']}, gold: {accepted or 'NIL'}"


def wording_faults(compared: ComparedWording) -> Iterator[Fault]:
    """The false alarms (in traps first, then by severity) and misses (direct ones first) of one text."""
    for number in compared.false:
        flag = compared.predicted[number]
        remark = f"{flag['ground']}, {flag['directness']}, {flag['severity'].replace('_', ' ')}, {flag['rule']}" + (", in a trap" if compared.trap else "")
        weight = 10.0 * bool(compared.trap) + _SEVERITY.get(flag["severity"], 0)
        yield Fault("false alarm", compared.document, flag["quote"], remark, _around(compared.text, span_of(flag)), weight)
    for number in compared.missed:
        flag = compared.gold[number]
        remark = f"{flag['ground']}, {flag['directness']}"
        yield Fault("missed", compared.document, flag["quote"], remark, _around(compared.text, span_of(flag)), _DIRECTNESS.get(flag["directness"], 0))


def _around(text: str, span: tuple[int, int]) -> str:
    """The span with up to AROUND characters before and after it, on one line."""
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def commonest(faults: Iterable[Fault], examples: int) -> dict[str, dict]:
    """Cause -> count and up to ``examples`` examples, commonest cause first.

    The weightiest come first, one of each document before a second of any.
    """
    by_cause: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_cause[fault.cause].append(fault)
    found = {}
    for cause in sorted(by_cause, key=lambda cause: (-len(by_cause[cause]), cause)):
        shown = [
            {name: value for name in ("document", "quote", "remark", "context") if (value := getattr(fault, name))}
            for fault in _in_turn(by_cause[cause])[:examples]
        ]
        found[cause] = {"count": len(by_cause[cause]), "examples": shown}
    return found


def _in_turn(faults: list[Fault]) -> list[Fault]:
    """By weight, but the first of every document before the second of any."""
    turns: dict[str, int] = defaultdict(int)
    ranked = []
    for fault in sorted(faults, key=lambda fault: -fault.weight):
        ranked.append((turns[fault.document], len(ranked), fault))
        turns[fault.document] += 1
    return [fault for *_, fault in sorted(ranked, key=lambda item: item[:2])]
