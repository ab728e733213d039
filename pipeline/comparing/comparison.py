"""Two sides -> what the second asks that the first offers: shared, close by, missing, a score and what kind of learning the gap is.

The score is the weighted share of what is asked that is offered, what is near counting in part. ``rank`` sets it beside the occupations of the release:
the share of them whose holders would score lower. ``overlap`` does not depend on the direction (weighted Jaccard; Ruzicka).
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.needs import ESSENTIAL

from .measures import Measures
from .nearness import CREDIT
from .sides import Need, Offer, Side, of_occupation

STRONG, NEAR = 0.40, 0.08
STRONG_IF_FEW, FEW = 0.15, 1  # a score that is strong as well when no more essential skills than that are to be learnt
VERDICTS = ("strong", "near", "far")
_SHORT = 7  # skills to learn
_LIKE = 0.12  # of what is asked, covered by a job that is like it
_CLEAR = 0.2  # weight of a demand that the text makes clearly enough to be a gap
_CLOSE = frozenset(CREDIT) - {"proves", "includes"}


@dataclass(frozen=True, slots=True)
class Item:
    """One concept that is asked. ``offer`` is None when it is missing; ``taught_by`` has (qualification, norm)."""

    concept: str
    need: Need
    offer: Offer | None
    taught_by: tuple[tuple[str, str], ...] = ()

    @property
    def finding(self) -> str:
        """"shared", "close" or "missing"."""
        if self.offer is None:
            return "missing"
        return "close" if self.offer.reason in _CLOSE else "shared"

    @property
    def gained(self) -> float:
        """How much it adds to what is offered."""
        return self.need.weight * self.offer.credit if self.offer else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """``first`` offers, ``second`` asks. ``score``, ``rank`` and ``overlap`` are from 0 to 1; ``rank`` is None where there is nothing to rank against.
    ``learning`` is "upskilling" (the same work), "reskilling" (other work) or None when there is nothing ``to_learn``; ``gap`` is "none", "short" or "long";
    ``months``: in work that is near what is asked."""

    first: Side
    second: Side
    score: float
    rank: float | None
    overlap: float
    verdict: str
    learning: str | None
    gap: str
    items: tuple[Item, ...]
    months: int = 0

    def found(self, finding: str) -> list[Item]:
        """The items that are shared, close or missing, most important first."""
        return [item for item in self.items if item.finding == finding]

    def to_learn(self, measures: Measures) -> list[Item]:
        """What is missing, essential and clearly asked, most important first; attitudes are shown at work rather than learnt."""
        asked = set(learnable(self.second, measures))
        return [item for item in self.items if item.finding == "missing" and item.concept in asked]


def compare(first: Side, second: Side, measures: Measures) -> Comparison:
    """What ``second`` asks against what ``first`` offers."""
    items = sorted((_item(concept, need, first, measures) for concept, need in second.needs.items()), key=lambda item: (item.need.need != ESSENTIAL, -item.need.weight, item.concept))
    score = covered(first.offers, second.needs)
    lacking = lacks(first.offers, learnable(second, measures))
    same = any(measures.same_work(one, other) for one in first.occupations for other in second.occupations)
    return Comparison(
        first=first,
        second=second,
        score=score,
        rank=_rank(score, second, measures),
        overlap=_overlap(first, second),
        verdict=verdict_of(score, lacking, lacks(first.offers, second.musts) == 0),
        learning=None if not lacking else "upskilling" if same else "reskilling",
        gap="none" if not lacking else "short" if lacking <= _SHORT else "long",
        items=tuple(items),
        months=sum(months for job, months in first.months.items() if covered(of_occupation(job, measures).offers, second.needs) >= _LIKE),
    )


def learnable(side: Side, measures: Measures) -> tuple[str, ...]:
    """What is essential, clearly asked and can be learnt."""
    return tuple(concept for concept, need in side.needs.items() if need.need == ESSENTIAL and need.weight >= _CLEAR and measures.can_be_learnt(concept))


def lacks(offers: Container[str], asked: Sequence[str]) -> int:
    """How many of these are not offered."""
    return sum(concept not in offers for concept in asked)


def verdict_of(score: float, lacking: int, whole: bool = True) -> str:
    """"strong" from 0.40, or from 0.15 with no more than one skill to learn; "near" from 0.08, else "far". No more than near when a required diploma or
    registration is missing (``whole`` is False)."""
    strong = whole and (score >= STRONG or score >= STRONG_IF_FEW and lacking <= FEW)
    return "strong" if strong else "near" if score >= NEAR else "far"


def covered(offers: dict[str, Offer], needs: dict[str, Need]) -> float:
    """The weighted share of the needs that is offered; 0 when nothing is asked."""
    asked = sum(need.weight for need in needs.values())
    return sum(need.weight * offers[concept].credit for concept, need in needs.items() if concept in offers) / asked if asked else 0.0


def _item(concept: str, need: Need, first: Side, measures: Measures) -> Item:
    offer = first.offers.get(concept)
    return Item(concept, need, offer, tuple(measures.taught_by(concept)) if offer is None else ())


def _rank(score: float, second: Side, measures: Measures) -> float | None:
    others = [covered(side.offers, second.needs) for side in all_occupations(measures) if side.iri not in second.occupations]
    return sum(other < score for other in others) / len(others) if others else None


@lru_cache(maxsize=4)
def all_occupations(measures: Measures) -> Sequence[Side]:
    """Every occupation that has skills, as a side."""
    return tuple(of_occupation(occupation, measures) for occupation in sorted(measures.needs))


def _overlap(first: Side, second: Side) -> float:
    one, other = _profile(first), _profile(second)
    every = one.keys() | other.keys()
    larger = sum(max(one.get(concept, 0.0), other.get(concept, 0.0)) for concept in every)
    return sum(min(one[concept], other[concept]) for concept in one.keys() & other.keys()) / larger if larger else 0.0


def _profile(side: Side) -> dict[str, float]:
    return {concept: need.weight for concept, need in side.needs.items() if need.stated}
