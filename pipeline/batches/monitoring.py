"""A run beside previous ones -> what drifted: the tool's own figures, not those of the labour market.

Mixes are compared by the population stability index, watched from 0.1 and alarming from 0.25 (Siddiqi, Credit Risk Scorecards, 2006), but only beyond
what chance does with so few texts (the quantiles of Yurdakul and Naranjo, J. Risk Model Validation 14, 2020); confidence also by the
distance of Kolmogorov and Smirnov; rates by the score test of two shares. Statements of one text are alike, so the number of texts is what counts as the
size of a sample.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from pathlib import Path

import pyarrow.compute as pc
from scipy.stats import chi2, norm

from ..export.report.counts import BINS, read_shards
from ..export.words import word
from .run_folder import read_manifest

PSI = (0.1, 0.25)  # watch, alarm
DISTANCE = (0.1, 0.2)
NIL = (0.02, 0.05)  # difference of shares
QUARANTINE = (0.005, 0.02)
LENGTH = (log(1.1), log(1.25))  # of the ratio of statements a text
STATES = ("ok", "watch", "alarm")
_CHANCE = (0.01, 0.001)  # of a watch and an alarm when nothing changed, however few the texts
_MIXES = {"section": "sections", "language": "languages", "kind": "kinds"}  # name of a reading -> that of the counter


@dataclass
class Profile:
    """Figures of one or more runs; ``squares`` is the sum of squared numbers of statements of the texts, ``confidence`` counts by twentieth."""

    texts: int = 0
    read: int = 0
    quarantined: int = 0
    statements: int = 0
    nil: int = 0
    squares: int = 0
    languages: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    sections: Counter = field(default_factory=Counter)
    confidence: Counter = field(default_factory=Counter)
    measured: set[tuple[str, str, str]] = field(default_factory=set)

    def __add__(self, other: "Profile") -> "Profile":
        return Profile(*(getattr(self, name) | getattr(other, name) if name == "measured" else getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that is watched. ``value`` is compared with ``limits`` (watch, alarm); ``now`` and ``before`` are what people read."""

    name: str
    now: float | None
    before: float | None
    value: float
    limits: tuple[float, float]
    largest: str = ""

    @property
    def state(self) -> str:
        """One of STATES."""
        return STATES[sum(abs(self.value) > limit for limit in self.limits)]


def profile(folder: Path) -> Profile:
    """The figures of a run folder. Repeats and variants do not count. Raises SkillstaalError for what is no run with tables."""
    manifest = read_manifest(folder, "tables/*.parquet")
    totals, tool = manifest["totals"], manifest["tool"]
    found = Profile(read=totals["read"], quarantined=totals["quarantined"])
    found.measured.add((manifest["ontology"]["release"], tool["version"], tool.get("sha256", "")))
    for shard in read_shards(folder):
        own = shard.documents.filter(pc.and_(pc.is_null(shard.documents["repeat_of"]), pc.is_null(shard.documents["variant_of"])))
        skills = shard.skills.filter(pc.is_in(shard.skills["document"], own["document"].combine_chunks()))
        numbers = Counter(skills["document"].to_pylist())
        found.texts += len(own)
        found.statements += len(skills)
        found.squares += sum(number * number for number in numbers.values())
        found.nil += skills["concept"].null_count
        for counter, column in ((found.languages, own["language"]), (found.kinds, own["kind"]), (found.sections, skills["section"])):
            counter.update("" if value is None else value for value in column.to_pylist())
        bins = pc.min_element_wise(pc.floor(pc.multiply(skills["confidence"], BINS)), BINS - 1)
        found.confidence.update(int(number) for number in bins.to_pylist() if number is not None)
    return found


def compare(now: Profile, before: Profile) -> list[Reading]:
    """What is watched, the gravest first; nothing when one of the two has no texts."""
    if not now.texts or not before.texts:
        return []
    share = 1 / now.texts + 1 / before.texts
    readings = [
        _rate("nil", now.nil, now.statements, before.nil, before.statements, share, NIL),
        _rate("quarantine", now.quarantined, now.read, before.quarantined, before.read, 1 / max(1, now.read) + 1 / max(1, before.read), QUARANTINE),
        _length(now, before),
        _psi("confidence", now.confidence, before.confidence, share),
        _distance(now.confidence, before.confidence, share),
        *(_psi(name, getattr(now, counter), getattr(before, counter), share) for name, counter in _MIXES.items()),
    ]
    return sorted(readings, key=lambda reading: -STATES.index(reading.state))


def _rate(name: str, now: int, total: int, before: int, total_before: int, share: float, limits: tuple[float, float]) -> Reading:
    first, second = now / max(1, total), before / max(1, total_before)
    together = (now + before) / max(1, total + total_before)
    error = sqrt(together * (1 - together) * share)
    return Reading(name, first, second, first - second, _beyond(limits, [norm.isf(chance / 2) * error for chance in _CHANCE]))


def _length(now: Profile, before: Profile) -> Reading:
    """The log of the ratio of statements a text; its variance by the delta method."""
    first, second = now.statements / now.texts, before.statements / before.texts
    if not first or not second:
        return Reading("statements", first, second, 0.0 if first == second else float("inf"), LENGTH)
    spread = sum(max(0.0, one.squares / one.texts - mean**2) / mean**2 / one.texts for one, mean in ((now, first), (before, second)))
    return Reading("statements", first, second, log(first / second), _beyond(LENGTH, [norm.isf(chance / 2) * sqrt(spread) for chance in _CHANCE]))


def _psi(name: str, now: Mapping, before: Mapping, share: float) -> Reading:
    """Index of two mixes, half a case added to every part; ``largest`` is the part that moved most."""
    parts = sorted(now.keys() | before.keys())
    first, second = (_smoothed(counts, parts) for counts in (now, before))
    terms = {part: (first[part] - second[part]) * log(first[part] / second[part]) for part in parts}
    largest = max(terms, key=lambda part: (terms[part], str(part)), default="")
    moved = (first[largest], second[largest]) if parts else (None, None)
    return Reading(name, *moved, sum(terms.values()), _beyond(PSI, [chi2.isf(chance, max(1, len(parts) - 1)) * share for chance in _CHANCE]), str(largest / BINS if isinstance(largest, int) else largest))


def _smoothed(counts: Mapping, parts: list) -> dict:
    total = sum(counts.values()) + len(parts) / 2
    return {part: (counts.get(part, 0) + 0.5) / total for part in parts}


def _distance(now: Mapping[int, int], before: Mapping[int, int], share: float) -> Reading:
    """The largest distance between the two cumulative distributions of confidence."""
    away, largest, first, second = 0.0, 0, 0, 0
    for number in range(BINS):
        first, second = first + now.get(number, 0), second + before.get(number, 0)
        here = first / max(1, sum(now.values())) - second / max(1, sum(before.values()))
        if abs(here) > abs(away):
            away, largest = here, number + 1
    means = [sum((number + 0.5) / BINS * count for number, count in counts.items()) / max(1, sum(counts.values())) for counts in (now, before)]
    return Reading("distance", *means, away, _beyond(DISTANCE, [sqrt(-log(chance / 2) / 2 * share) for chance in _CHANCE]), str(largest / BINS))


def _beyond(limits: tuple[float, float], chance: Sequence[float]) -> tuple[float, float]:
    """The limits, or what chance does when that is more."""
    return max(limits[0], float(chance[0])), max(limits[1], float(chance[1]))


def total(folders: Iterable[Path]) -> Profile:
    """The figures of several runs together."""
    found = Profile()
    for folder in folders:
        found += profile(folder)
    return found


_NAMES = {
    "nil": ("uitspraken zonder begrip (NIL)", "statements without a concept (NIL)"), "quarantine": ("teksten in quarantaine", "texts in quarantine"),
    "statements": ("uitspraken per tekst", "statements a text"), "confidence": ("zekerheid, verdeling", "confidence, distribution"),
    "distance": ("zekerheid, gemiddeld", "confidence, on average"), "section": ("onderdelen van de tekst", "sections of the text"),
    "language": ("talen", "languages"), "kind": ("soorten tekst", "kinds of text"),
}  # fmt: skip


def paragraph(readings: Iterable[Reading], now: Profile, before: Profile, lang: str) -> list[str]:
    """Sentences about what drifted, in "nl" or "en"; names, figures and whether the measuring itself changed."""
    english, readings = lang == "en", list(readings)
    if not readings:
        return ["There are no texts to compare." if english else "Er zijn geen teksten om te vergelijken."]
    grave = [reading for reading in readings if reading.state != "ok"]
    head = f"Compared with previous runs ({before.texts} texts) " if english else f"Vergeleken met eerdere runs ({before.texts} teksten) "
    if not grave:
        return [head + ("nothing drifted." if english else "is niets verschoven.")]
    out = [head + ("this drifted:" if english else "is dit verschoven:")]
    out += [_sentence(reading, english) for reading in grave]
    if now.measured - before.measured:
        out.append(
            "The ontology release or the tool changed, which may be the cause." if english else "De ontologie of het programma is veranderd; daar kan het van komen."
        )
    return out


def drift(run: Path, previous: Iterable[Path], lang: str) -> list[str]:
    """The paragraph about a run beside previous ones."""
    now, before = profile(run), total(previous)
    return paragraph(compare(now, before), now, before, lang)


def _sentence(reading: Reading, english: bool) -> str:
    figures = f"{_figure(reading.before, reading.name, english)} → {_figure(reading.now, reading.name, english)}"
    part = word(reading.name, reading.largest, "en" if english else "nl") if reading.name in ("language", "kind") else reading.largest
    where = f" ({part}: {figures})" if reading.name in ("section", "language", "kind", "confidence") else f" {figures}"
    state = {"alarm": ("ALARM", "ALARM"), "watch": ("let op", "watch")}[reading.state][english]
    return f"{state}: {_NAMES[reading.name][english]}{where}"


def _figure(value: float | None, name: str, english: bool) -> str:
    if value is None:
        return "–"
    text = f"{value:.1f}" if name == "statements" else f"{value:.2f}" if name == "distance" else f"{100 * value:.1f}%"
    return text if english else text.replace(".", ",").replace("%", "\N{NARROW NO-BREAK SPACE}%")
