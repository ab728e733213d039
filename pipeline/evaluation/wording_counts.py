"""Predicted and gold wording flags of one document -> counts, as a whole and per ground, directness and trap.

Strong gold flags count for recall; weak ones ("zwak": defensible) are neither missed nor false. Names are (facet, value, count) as in
``mention_counts``; a trap is a text that tempts to a false flag, and stays clean when it gets none.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .matching import match_spans, span_of

FACETS = ("ground", "directness")


@dataclass(frozen=True)
class ComparedWording:
    """One text: the predicted flags beside those of gold. ``trap`` is None for texts that are not marked as trap or as no trap."""

    document: str
    text: str
    predicted: Sequence[dict]
    gold: Sequence[dict]
    trap: bool | None = None

    @cached_property
    def hits(self) -> list[tuple[int, int]]:
        """Pairs (predicted number, gold number) with a strong gold flag."""
        return [(p, g) for p, g in self._pairs if is_strong(self.gold[g])]

    @cached_property
    def false(self) -> list[int]:
        """Numbers of the predictions that meet no gold flag, strong or weak."""
        matched = {p for p, _ in self._pairs}
        return [number for number in range(len(self.predicted)) if number not in matched]

    @cached_property
    def missed(self) -> list[int]:
        """Numbers of the strong gold flags that were not found."""
        found = {g for _, g in self._pairs}
        return [number for number, flag in enumerate(self.gold) if is_strong(flag) and number not in found]

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return match_spans([span_of(flag) for flag in self.predicted], [span_of(flag) for flag in self.gold])


def is_strong(flag: dict) -> bool:
    """Whether a gold flag must be found."""
    return flag.get("strength") != "zwak"


def count_wording(compared: ComparedWording) -> Counter:
    """The counts of one text. Predictions count under their own ground and directness, gold under its own."""
    counts: Counter = Counter()
    trap = [] if compared.trap is None else [("trap", "trap" if compared.trap else "no trap")]

    def add(flag: dict | None, *names: str) -> None:
        places = [("all", "all"), *trap, *((facet, flag[facet]) for facet in FACETS if flag)]
        counts.update((*place, f"wording {name}") for place in places for name in names)

    for p, g in compared.hits:
        ours, theirs = compared.predicted[p], compared.gold[g]
        add(ours, "predicted", "predicted right")
        add(theirs, "gold", "gold right")
        for facet in FACETS:
            add(None, f"{facet} of", *([f"{facet} right"] if ours[facet] == theirs[facet] else []))
    for number in compared.false:
        add(compared.predicted[number], "predicted")
    for number in compared.missed:
        add(compared.gold[number], "gold")
    if not compared.gold:
        add(None, "clean of", *([] if compared.predicted else ["clean right"]))
    if compared.trap:
        add(None, "traps of", *([] if compared.false else ["traps right"]))
    return counts
