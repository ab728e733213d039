"""Series, claims and breaks -> trends.html: one page that people can read, print and mail, in Dutch or English."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..charts import Mark
from ..instruments import QUADRANT_LIST
from ..namespaces import INSTRUMENT_BASE
from ..pages import environment
from .claims import OUTCOMES, Claim, Ranking
from .counting import WHOLE, Counts
from .estimating import LEAST, VERDICTS
from .groups import BRANCH_BASE, FAMILIES, LEVELS, Groups
from .periods import middle
from .runs import Run, breaks
from .series import Series

SHOWN, DRAWN, WITHIN = 12, 3, 15
_TOLD = 3
_VAGUE = 20.0  # an interval of odds whose ends differ by more than this factor is not shown
WORDS = {
    "rising": ("stijgt", "rising"), "declining": ("daalt", "declining"), "stable": ("blijft gelijk", "stable"), "unclear": ("niet te zeggen", "cannot be said"),
    "too_few": ("te weinig teksten", "too few texts"), "agrees": ("klopt", "agrees"), "contradicts": ("klopt niet", "contradicts"), "no_data": ("geen gegevens", "no data"),
    "release": ("ontologie", "ontology"), "tool": ("programma", "tool"), "settings": ("instellingen", "settings"), "source": ("bron", "source"),
    "sector": ("sector", "sector"), "isco": ("beroepsgroep", "occupation group"), "region": ("regio", "region"),
    "concept": ("begrippen", "concepts"), "occupation": ("beroepen", "occupations"), "group": ("groepen", "groups"),
}  # fmt: skip
_MACRO = {FAMILIES: ("Acht families van vaardigheden", "Eight families of skills"), "branches": ("IT en sociaal", "IT and social"),
    LEVELS: ("Digitaal niveau: het hoogste dat een tekst vraagt", "Digital level: the highest a text asks"),
    QUADRANT_LIST: ("Hoe goed is het beroep te automatiseren? (Lee)", "How far can the occupation be automated? (Lee)")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A series in words: shares of the first and last period, what a year does to the odds, and the drawing."""

    name: str
    iri: str
    population: str
    series: Series
    marks: tuple[Mark, ...]

    @property
    def broken(self) -> bool:
        """Whether the first and last share were measured in different ways."""
        return self.marks[0].span != self.marks[-1].span


def make(
    series: Sequence[Series], counts: Counts, runs: Sequence[Run], compared: tuple[list[Claim], list[Ranking]], groups: Groups, lang: str,
    populations: Mapping[str, tuple[str, str]], instruments: Mapping[str, str],
) -> str:  # fmt: skip
    """The page. ``populations``: (Dutch, English) names of those that are codes; ``instruments``: titles by id."""
    say = partial(_word, lang=lang)
    name = partial(_population, populations=populations, lang=lang)
    periods = sorted(set(counts.texts["period"].to_pylist()))

    def rows(some: Sequence[Series]) -> list[Row]:
        return [Row(groups.name(one.item, lang, counts.labels), one.item, name(one.population), one, _marks(one, periods)) for one in some]

    whole = {what: [one for one in series if one.population == WHOLE and one.what == what] for what in ("concept", "occupation", "group")}
    moving = {(what, verdict): rows(_strongest(whole[what], verdict)[:SHOWN]) for what in ("concept", "occupation") for verdict in ("rising", "declining")}
    within = [one for one in series if one.population != WHOLE and one.what == "concept"]
    claims, rankings = compared
    known = {one.item: one for one in whole["group"]}
    found = {
        "say": say,
        "periods": periods,
        "texts": sum(count for count, place in zip(*(counts.texts[column].to_pylist() for column in ("texts", "population"))) if place == WHOLE),
        "counts": counts,
        "verdicts": Counter(one.verdict for one in whole["concept"]),
        "order": VERDICTS,
        "moving": moving,
        "asked": rows(whole["concept"][:SHOWN]),
        "drawn": [row for verdict in ("rising", "declining") for row in moving["concept", verdict][:DRAWN]] or rows(whole["concept"][:DRAWN]),
        "branches": rows([known[iri] for iri in groups.names if iri in known and iri.startswith(BRANCH_BASE)]),
        "ends": periods[:1] + periods[1:][-1:],
        "few": LEAST,
        "vague": _VAGUE,
        "macro": [(_one_of(title, lang), rows([known[iri] for iri in groups.names if iri in known and iri.startswith(_below(code))])) for code, title in _MACRO.items()],
        "within": rows(sorted((one for one in within if one.verdict in ("rising", "declining")), key=lambda one: (one.q, one.population, one.item))[:WITHIN]),
        "tested": len([one for one in within if one.verdict != "too_few"]),
        "claims": _by_instrument(claims, instruments, groups, lang),
        "outcomes": Counter(claim.outcome for claim in claims),
        "outcome_order": OUTCOMES,
        "rankings": [(instruments[ranking.instrument], ranking) for ranking in rankings],
        "runs": runs,
        "breaks": breaks(runs),
    }
    templates = environment(lang)
    return templates.get_template("trends.html").render(found | {"told": _told(found, lang, templates.filters["number"]), "written": templates.filters["percent"], "fine": partial(templates.filters["percent"], digits=1)})


def _word(code: str, lang: str) -> str:
    return WORDS[code][lang == "en"] if code in WORDS else code


def _one_of(names: tuple[str, str], lang: str) -> str:
    return names[lang == "en"]


def _below(code: str) -> str:
    return BRANCH_BASE if code == "branches" else f"{INSTRUMENT_BASE}{code}/"


def _population(code: str, populations: Mapping[str, tuple[str, str]], lang: str) -> str:
    if code == WHOLE:
        return _one_of(("alle teksten", "all texts"), lang)
    return _one_of(populations[code], lang) if code in populations else code.partition(":")[2]


def _strongest(series: Sequence[Series], verdict: str) -> list[Series]:
    """Those with the verdict whose change in texts is largest: the share matters as well as the odds."""
    return sorted((one for one in series if one.verdict == verdict), key=lambda one: (-abs(one.odds - 1) / max(one.odds, 1) * one.share, one.item))


def _marks(one: Series, periods: Sequence[str]) -> tuple[Mark, ...]:
    first, last = middle(periods[0]), middle(periods[-1])
    return tuple(Mark((middle(point.period) - first) / (last - first) if last > first else 0.5, point.share, point.low, point.high, point.span) for point in one.points)


def _by_instrument(claims: Sequence[Claim], titles: Mapping[str, str], groups: Groups, lang: str) -> list[tuple[str, list[tuple[str, Claim]]]]:
    found: dict[str, list[tuple[str, Claim]]] = {}
    for claim in claims:
        found.setdefault(titles[claim.instrument], []).append((groups.name(claim.group, lang, {}), claim))
    return list(found.items())


def _told(found: dict, lang: str, number: Callable[[int], str]) -> list[str]:
    """The few sentences for a reader in a hurry."""

    def told(nl: str, en: str) -> str:
        return en if lang == "en" else nl

    def joined(rows: Sequence[Row]) -> str:
        return ", ".join(row.name for row in rows[:_TOLD])

    out, moving, verdicts = [], found["moving"], found["verdicts"]
    tested = sum(verdicts.values()) - verdicts["too_few"]
    if not tested:
        return [told("Er zijn te weinig perioden of teksten om te zeggen wat stijgt of daalt.", "There are too few periods or texts to say what rises or declines.")]
    counted = {verdict: number(verdicts[verdict]) for verdict in VERDICTS[:4]}
    out.append(told("Van {tested} begrippen stijgt de vraag bij {rising}, daalt bij {declining} en blijft gelijk bij {stable}; bij {unclear} is het niet te zeggen.",
        "Of {tested} concepts demand rises for {rising}, declines for {declining} and is stable for {stable}; for {unclear} it cannot be said.").format(tested=number(tested), **counted))  # fmt: skip
    for verdict, (nl, en) in {"rising": ("Sterkste stijgers", "Strongest rise"), "declining": ("Sterkste dalers", "Strongest decline")}.items():
        if rows := moving["concept", verdict]:
            out.append(told(f"{nl}: {joined(rows)}.", f"{en}: {joined(rows)}."))
    for verdict, (nl, en) in {"rising": ("Groepen die stijgen", "Groups that rise"), "declining": ("Groepen die dalen", "Groups that decline")}.items():
        if families := [row.name for _, rows in found["macro"][:2] for row in rows if row.series.verdict == verdict]:
            out.append(told(nl, en) + ": " + ", ".join(families) + ".")
    outcomes = found["outcomes"]
    if outcomes["agrees"] + outcomes["contradicts"]:
        out.append(told(f"Van de verwachtingen van het World Economic Forum kloppen er {outcomes['agrees']}, en {outcomes['contradicts']} niet.",
            f"Of the expectations of the World Economic Forum {outcomes['agrees']} agree with these texts and {outcomes['contradicts']} do not."))  # fmt: skip
    if found["breaks"]:
        out.append(told("De meting veranderde; wat daardoor verspringt, telt niet als stijging of daling.", "The measuring changed; what jumps because of that does not count as a rise or decline."))
    return out
