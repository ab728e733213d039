"""One compared document -> counts of its skills, as a whole and per type, section, language and kind of document.

Names are (facet, value, count): ("type", "attitude", "gold"). Predictions are counted under their own type and section, gold under its
type and the section of the sentence that it stands in; what is judged of a pair (type, requirement, link) under those of gold.
"""

from collections import Counter
from collections.abc import Iterator

from .calibration import FALSE, OPEN, RIGHT, WRONG
from .matching import Compared, gold_concepts, link_right, span_of

FACETS = ("all", "type", "section", "language", "kind")


def count_mentions(compared: Compared) -> Counter:
    """The counts of one document; each judgement adds to ``NAME of`` and, when right, to ``NAME right``."""
    counts: Counter = Counter()

    def add(skill: dict, section: str, *names: str) -> None:
        values = ("all", skill["type"], section, compared.language, compared.kind)
        counts.update((facet, value, name) for facet, value in zip(FACETS, values) for name in names)

    hit = {p for p, _ in compared.pairs}
    for number in compared.counted:
        skill = compared.predicted[number]
        add(skill, skill["section"], "predicted", *(["predicted right"] if number in hit else []))
    for skill, section in zip(compared.gold, compared.sections):
        add(skill, section, "gold")
    for p, g in compared.pairs:
        ours, theirs = compared.predicted[p], compared.gold[g]
        names = ["gold right", *(["strict"] if span_of(ours) == span_of(theirs) else [])]
        for name, right in judgements(ours, theirs):
            names += [f"{name} of", f"{name} right"] if right else [f"{name} of"]
        add(theirs, compared.sections[g], *names)
    return counts


def judgements(ours: dict, theirs: dict) -> Iterator[tuple[str, bool]]:
    """What can be said of a matched pair: (name, whether it is right)."""
    yield "type", ours["type"] == theirs["type"]
    for name in ("requirement", "evidence"):
        if name in theirs:
            yield name, ours[name] == theirs[name]
    right = link_right(ours, theirs)
    if gold_concepts(theirs):
        yield "link", bool(right)
    if right is None:
        return
    yield "linked" if ours["concept"] else "NIL", right
    if not gold_concepts(theirs):
        yield "gold NIL", right


def count_document(predicted: dict, gold: dict) -> Counter:
    """Counts of what is said once a document: minimum years of experience and the occupation title, where gold has them."""
    counts: Counter = Counter()

    def judge(name: str, right: bool) -> None:
        counts["all", "all", f"{name} of"] += 1
        counts["all", "all", f"{name} right"] += right

    if gold.get("experience_years") is not None:
        judge("experience", predicted["experience_years"] == gold["experience_years"])
    if title := (gold.get("occupation_title") or "").lower():
        found = (predicted.get("occupation") or {}).get("quote", "").lower()
        judge("occupation", bool(found) and (found in title or title in found))
    return counts


def confidence_points(compared: Compared) -> Iterator[tuple[float, int]]:
    """(confidence, outcome) of every prediction that counts, outcomes as in ``calibration``."""
    for p, g in compared.pairs:
        ours = compared.predicted[p]
        right = link_right(ours, compared.gold[g])
        yield ours["confidence"], OPEN if right is None else RIGHT if right else WRONG
    for number in compared.false:
        yield compared.predicted[number]["confidence"], FALSE
