"""Predicted and gold spans -> pairs of the same mention, what of it counts, and whether a link is right.

A predicted and a gold span match when they overlap by at least half of the shorter one, one-to-one, best overlap first.
A predicted span that repeats the concept (or, without one, the words) of a matched one is no false positive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]


def span_of(statement: dict) -> Span:
    """The offsets of a predicted or gold statement."""
    return statement["start"], statement["end"]


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def match_spans(predicted: Sequence[Span], gold: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs (predicted number, gold number), best overlap first; needs half of the shorter span."""
    options = []
    for p, ours in enumerate(predicted):
        for g, theirs in enumerate(gold):
            shared = overlap(ours, theirs)
            lengths = sorted((ours[1] - ours[0], theirs[1] - theirs[0]))
            if shared > 0 and 2 * shared >= lengths[0]:
                options.append((-shared / lengths[1], p, g))
    pairs, used_p, used_g = [], set(), set()
    for _, p, g in sorted(options):
        if p not in used_p and g not in used_g:
            pairs.append((p, g))
            used_p.add(p)
            used_g.add(g)
    return pairs


@dataclass
class Counts:
    """True positives, predicted and gold, from which precision, recall and F1 follow."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hits: int, predicted: int, gold: int) -> None:
        self.hits, self.predicted, self.gold = self.hits + hits, self.predicted + predicted, self.gold + gold

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: round(value, 4) for name, value in figures.items()} | {
            "hits": self.hits, "predicted": self.predicted, "gold": self.gold,
        }  # fmt: skip


def without_repeats(skills: Sequence[dict], matched: Iterable[int]) -> list[int]:
    """Numbers of the predictions that count: those matched, and unmatched ones that repeat no matched one."""
    matched = set(matched)
    known = {_identity(skills[number]) for number in matched}
    return [number for number, skill in enumerate(skills) if number in matched or _identity(skill) not in known]


def _identity(skill: dict) -> str:
    return skill.get("concept") or skill["quote"].lower()


@dataclass(frozen=True)
class Compared:
    """One document: the predicted skills (as in the JSON contract) beside those of gold.

    ``sections`` are those of the gold skills, in their order; ``pairs`` are (predicted number, gold number).
    """

    document: str
    kind: str
    language: str
    text: str
    predicted: Sequence[dict]
    gold: Sequence[dict]
    sections: Sequence[str]

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        return match_spans([span_of(skill) for skill in self.predicted], [span_of(skill) for skill in self.gold])

    @cached_property
    def counted(self) -> list[int]:
        """Numbers of the predictions that are a hit or a false positive; the others repeat a hit."""
        return without_repeats(self.predicted, [p for p, _ in self.pairs])

    @property
    def false(self) -> list[int]:
        """Numbers of the predictions that are in no gold."""
        hit = {p for p, _ in self.pairs}
        return [number for number in self.counted if number not in hit]

    @property
    def missed(self) -> list[int]:
        """Numbers of the gold skills that were not found."""
        found = {g for _, g in self.pairs}
        return [number for number in range(len(self.gold)) if number not in found]


def link_right(skill: dict, gold: dict) -> bool | None:
    """Whether the link is right: by ``concepts`` (ours) or by ``esco`` (itself or an exact or close mapping); None when gold is silent."""
    if "concepts" in gold:
        return skill["concept"] in gold["concepts"] if skill["concept"] else not gold["concepts"]
    if "esco" in gold and skill["concept"] is None:
        return not gold["esco"]
    if gold.get("esco"):
        return skill["concept"] in gold["esco"] or bool(set(skill["mappings"].get("esco", ())) & set(gold["esco"]))
    return None


def gold_concepts(gold: dict) -> Sequence[str]:
    """The concepts that gold accepts; empty when it has none or does not say."""
    return gold["concepts"] if "concepts" in gold else gold.get("esco") or ()
