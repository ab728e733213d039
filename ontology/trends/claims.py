"""Series of groups -> what surveys say beside what texts ask: agrees, contradicts, unclear, or no data.

The World Economic Forum says which skills would rise or decline; that is compared with the verdict on the group. Its core skills of 2023 are
compared by their order: Spearman's rank correlation with how often texts ask for each.
"""

from dataclasses import dataclass

from scipy import stats

from ..namespaces import INSTRUMENT_BASE
from .counting import WHOLE
from .groups import CLAIMS, Groups
from .series import Series

OUTCOMES = ("agrees", "contradicts", "unclear", "no_data")


@dataclass(frozen=True, slots=True)
class Claim:
    """``said`` of a group ("rising" or "declining") and its ``outcome``; ``series`` is None when no text asks for it."""

    instrument: str
    group: str
    said: str
    outcome: str
    series: Series | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """How far the order of an instrument is that of demand: ``correlation`` from -1 to 1, None with fewer than five groups that texts ask for."""

    instrument: str
    groups: int
    correlation: float | None
    p: float | None


def compare(series: list[Series], groups: Groups) -> tuple[list[Claim], list[Ranking]]:
    """Every claim of every survey with a direction, and the rankings of those with an order, over all texts."""
    known = {one.item: one for one in series if one.what == "group" and one.population == WHOLE}
    claims, rankings = [], []
    for instrument, said in CLAIMS.items():
        listed = [iri for iri in groups.names if iri.startswith(f"{INSTRUMENT_BASE}{instrument}/")]
        if said == "core":
            rankings.append(_ranking(instrument, [known[iri].share if iri in known else 0.0 for iri in listed]))
        else:
            claims += [Claim(instrument, iri, said, _outcome(said, known.get(iri)), known.get(iri)) for iri in listed]
    return claims, rankings


def _outcome(said: str, series: Series | None) -> str:
    """A demand that surely stays as it is contradicts that it would rise or decline."""
    if series is None or series.verdict == "too_few":
        return "no_data"
    if series.verdict == "unclear":
        return "unclear"
    return "agrees" if series.verdict == said else "contradicts"


def _ranking(instrument: str, shares: list[float]) -> Ranking:
    if sum(share > 0 for share in shares) < 5:
        return Ranking(instrument, len(shares), None, None)
    found = stats.spearmanr([-place for place in range(len(shares))], shares)
    return Ranking(instrument, len(shares), float(found.statistic), float(found.pvalue))
