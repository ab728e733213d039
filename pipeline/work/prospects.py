"""The skills of a vacancy or profile -> its place in the automation quadrants and its digital level, each with a margin and what led to it.

Quadrants (Lee): how much of the work is routine and how much is contact with people, from 0 to 1, as instruments/automation_scores.tsv assesses
occupations. A skill has the mean scores of the assessed occupations that need it, drawn towards those of its broader concept; a text the weighted mean of its
skills, put to scale by a linear fit. Leaving each assessed occupation out in turn, the scores miss by 0.135 and 0.136 (root mean square; always
the mean: 0.205 and 0.267) and 65 % get their quadrant (the commonest: 44 %). The margin is what 80 % of the misses stay within, wider when fewer than five skills
are known.

Digital level (0-4): the highest level of instruments/digital.tsv, or of its ICT extension below, that a skill shows. The margin goes down to what a second skill shows; a text
that is silent has 0, and up to 2, for most work asks for some.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.namespaces import CONCEPT_BASE
from ontology.tables import RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows, split_values

from ..types import Skill
from .types import DigitalLevel, Estimate, Prospects

KINDS = ("vacancy", "profile")
MISS = (0.135, 0.136)
_FIT = ((-0.21, 1.41, 0.07), (-0.17, -0.01, 1.30))  # constant, routine, interaction
_WITHIN = 1.28  # standard deviations that hold 80 %
_DRAWN = 0.3
_FEW = 5
_OPTIONAL = 0.4
QUADRANTS = {(True, False): "danger-zone", (True, True): "human-veneer", (False, False): "slow-creep", (False, True): "safe-zone"}
_HALF = 0.5
_SURE = 0.5  # confidence of a statement that may set the digital level
_BASICS = "ST0000225"  # practical basic skills, of which the instrument names the digital ones
_HEADINGS = {  # of ICT in ict_media.tsv
    "ST0001022": 3, "ST0001023": 3, "ST0001024": 3, "ST0001025": 3, "ST0001026": 3, "ST0001168": 3, "ST0001169": 3, "ST0001170": 3, "ST0001171": 3,
    "ST0001172": 3, "ST0001173": 2, "ST0001174": 2, "ST0001175": 3,
}  # fmt: skip

Scores = dict[str, tuple[float, float]]


def find_prospects(kind: str, skills: Sequence[Skill], lexicon: Lexicon) -> Prospects | None:
    """Of a vacancy or profile; None for other kinds, and when no skill says anything. ``skills`` in the order of their statements."""
    asked = [(n, skill) for n, skill in enumerate(skills, 1) if skill.concept and skill.requirement in ("required", "preferred", "task")]
    if kind not in KINDS or not asked:
        return None
    return Prospects(*_quadrant(asked, lexicon), _digital(asked, lexicon))


def _quadrant(asked: list[tuple[int, Skill]], lexicon: Lexicon) -> tuple[Estimate, Estimate, str, tuple[str, ...], tuple[int, ...]]:
    known = [(n, skill.confidence / math.log(2 + _often()[0].get(skill.concept, 0)), *_scores_of(skill.concept, lexicon)) for n, skill in asked]
    size = sum(weight for _, weight, _, _ in known)
    means = [sum(weight * scores[side] for _, weight, *scores in known) / size for side in (0, 1)]
    estimates = []
    for (constant, *slopes), miss in zip(_FIT, MISS):
        value = min(1.0, max(0.0, constant + sum(slope * mean for slope, mean in zip(slopes, means))))
        margin = _WITHIN * miss * math.sqrt(max(1.0, _FEW / len(known)))
        estimates.append(Estimate(round(value, 2), round(max(0.0, value - margin), 2), round(min(1.0, value + margin), 2)))
    routine, interaction = estimates
    possible = {QUADRANTS[one >= _HALF, other >= _HALF] for one in (routine.low, routine.high) for other in (interaction.low, interaction.high)}
    most = sorted(known, key=lambda found: -found[1] * (abs(found[2] - _HALF) + abs(found[3] - _HALF)))[:_FEW]
    return routine, interaction, QUADRANTS[routine.score >= _HALF, interaction.score >= _HALF], tuple(sorted(possible)), tuple(sorted(n for n, *_ in most))


@lru_cache(maxsize=50_000)
def _scores_of(concept: str, lexicon: Lexicon) -> tuple[float, float]:
    """(routine, interaction) of a concept: those of its broader concept, or the mean of all, corrected by its own."""
    counts, sums, mean = _often()
    number = lexicon.number_of(concept)
    found = mean
    for own in [*(lexicon.entry(number).broader if number is not None else ()), concept]:
        if own in counts:
            found = tuple((total + _DRAWN * before) / (counts[own] + _DRAWN) for total, before in zip(sums[own], found))
    return found


@lru_cache(maxsize=1)
def _often() -> tuple[dict[str, float], Scores, tuple[float, float]]:
    """(by concept how often assessed occupations need it or a narrower one, the sums of their scores, the mean scores of all)."""
    rows = [row for _, row in read_rows(SOURCE / "instruments" / "automation_scores.tsv", ["occupation", "routine", "interaction"], [])]
    scores = {row["occupation"]: (float(row["routine"]), float(row["interaction"])) for row in rows}
    lexicon = Lexicon.load()
    counts: dict[str, float] = defaultdict(float)
    sums: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    needed: dict[str, dict[str, float]] = defaultdict(dict)
    for _, row in read_rows(SOURCE / RELATION_TABLE, RELATION_COLUMNS, []):
        if row["occupation"] in scores:
            concept, weight = CONCEPT_BASE + row["skill"], 1.0 if row["relation"] == "essential" else _OPTIONAL
            number = lexicon.number_of(concept)
            for own in (concept, *(lexicon.entry(number).broader if number is not None else ())):
                needed[row["occupation"]][own] = max(weight, needed[row["occupation"]].get(own, 0.0))
    for occupation, concepts in needed.items():
        for concept, weight in concepts.items():
            counts[concept] += weight
            sums[concept] = tuple(total + weight * score for total, score in zip(sums[concept], scores[occupation]))
    mean = tuple(sum(pair[side] for pair in scores.values()) / len(scores) for side in (0, 1))
    return dict(counts), dict(sums), mean


def _digital(asked: list[tuple[int, Skill]], lexicon: Lexicon) -> DigitalLevel:
    shown = sorted(((level, n) for n, skill in asked if skill.confidence >= _SURE and (level := _level_of(skill.concept, lexicon)) is not None), reverse=True)
    if not shown:
        return DigitalLevel(0, 0, 2, ())
    level = shown[0][0]
    second = shown[1][0] if len(shown) > 1 else max(0, level - 1)
    return DigitalLevel(level, second, min(4, level + (len(shown) == 1)), tuple(sorted(n for own, n in shown if own >= second)))


@lru_cache(maxsize=50_000)
def _level_of(concept: str, lexicon: Lexicon) -> int | None:
    """The level of the concept or of the nearest broader one that has one."""
    levels, seen = _levels(), [concept]
    for own in seen:
        if own in levels:
            return levels[own]
        number = lexicon.number_of(own)
        seen += [parent for parent in (lexicon.entry(number).broader if number is not None else ()) if parent not in seen]
    return None


@lru_cache(maxsize=1)
def _levels() -> dict[str, int]:
    """By concept the lowest level that names it, if it is digital itself; by heading of ICT the level that all below it show."""
    found = {CONCEPT_BASE + heading: level for heading, level in _HEADINGS.items()}
    lexicon, digital = Lexicon.load(), found.keys() | {CONCEPT_BASE + _BASICS}
    for _, row in read_rows(SOURCE / "instruments" / "digital.tsv", ["instrument", "code", "concepts"], []):
        for name in split_values(row["concepts"]) if row["instrument"] == "digital-levels" else ():
            number = lexicon.number_of(CONCEPT_BASE + name)
            if number is not None and digital & set(lexicon.entry(number).broader):
                found.setdefault(CONCEPT_BASE + name, int(row["code"][0]))
    return found
