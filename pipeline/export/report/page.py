"""Counts, names and examples -> the values that report.html shows: rows that are named, ordered and have their share."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson

from ...cues import read_cues
from ...types import GROUNDS, REQUIREMENTS, SKILL_TYPES
from ..advice import with_english
from ..words import word
from .counts import BINS, DEMAND, Counts
from .examples import Example
from .frequent import Frequent
from .names import Names
from .summary import sentences

TOP = {"skill": 15, "knowledge": 15, "attitude": 10, "language": 10, "certificate": 10}
RELIABILITY = Path(__file__).parents[2] / "models" / "reliability.json"
FEW = 5  # texts
ENOUGH = 10  # texts, for a share of them to say something
_WIDEST = 90  # characters of unknown words
_VARYING = re.compile(r"'[^']*'|\d[\d.,]*")


@dataclass(frozen=True)
class Row:
    """A line of a table: ``share`` 0-1 is what the figure says, ``length`` 0-1 how long the bar is; ``more`` is the share of a second column."""

    name: str
    count: int
    share: float
    length: float
    iri: str = ""
    lang: str = ""
    note: str = ""
    more: float = 0.0


def rows(counted: Iterable[tuple[str, int]], total: int, **known) -> list[Row]:
    """Rows of (name, count) with shares of ``total``; bars are as long as the share."""
    return [Row(name, count, count / total if total else 0.0, count / total if total else 0.0, **known) for name, count in counted]


def values(manifest: dict, counts: Counts, names: Names, examples: Sequence[Example], quarantine: Path, lang: str, filters: Mapping[str, Callable]) -> dict:
    """Everything that the template asks for. ``filters``: those of the pages, which write numbers."""
    say = partial(word, lang=lang)
    texts = sum(counts.kinds.values())
    asking = sum(counts.kinds[kind] for kind in DEMAND)
    statements, linked = sum(counts.linked.values()), sum(count for (_, found), count in counts.linked.items() if found)
    flags = sum(counts.flags.values())
    sectors = _sectors(counts, names, asking, say)
    found = {
        "say": say,
        "manifest": manifest,
        "totals": manifest["totals"],
        "statements": statements,
        "linked": linked,
        "texts": texts,
        "again": sum(manifest["totals"].get(name, 0) for name in ("repeats", "variants")),
        "asking": asking,
        "cvs": counts.kinds["cv"],
        "kinds": rows([(say("kinds", kind), count) for kind, count in counts.kinds.most_common()], texts),
        "languages": rows([(say("language", code), count) for code, count in counts.languages.most_common()], texts),
        "demand": _concepts(counts.demand, counts, asking, names),
        "supply": _concepts(counts.supply, counts, counts.kinds["cv"], names),
        "occupations": _top([(iri, count) for iri, count in counts.occupations.items() if iri], 10, asking, names),
        "sectors": sectors,
        "requirements": _requirements(counts.requirements, say),
        "requirement_names": [say("requirement", value) for value in (*REQUIREMENTS, None)],
        "evidence": rows([(say("evidence", value), counts.evidence[value]) for value in ("hard", "semi-hard", "soft")], sum(counts.evidence.values())),
        "education": rows([(level, counts.education[level]) for level in (row["level"] for row in read_cues("education")) if counts.education[level]], asking),
        "experienced": sum(count for years, count in counts.experience.items() if years is not None),
        "nil": _nil(counts.linked, say),
        "unknown": _unknown(counts.unknown, say),
        "flags": flags,
        "flagged": sum(counts.flagged.values()),
        "groups": [row for row in sectors if row.count >= ENOUGH],
        "judged": texts - counts.kinds["cv"],
        "grounds": [_ground(counts, ground, flags, say) for ground in _by_count(counts.flags, GROUNDS)],
        "severities": rows([(say("severity", value), count) for value, count in _summed(counts.flags, 2).most_common()], flags),
        "directness": rows([(say("directness", value), count) for value, count in _summed(counts.flags, 1).most_common()], flags),
        "bins": [counts.confidence[number] for number in range(BINS)],
        "confident": sum(counts.confidence[number] for number in range(BINS * 3 // 4, BINS)),
        "reliability_of": _reliability(),
        "written": lambda value: filters["number" if isinstance(value, int) else "percent"](value),
        "examples": examples,
        "types": SKILL_TYPES,
        "refused": _refused(quarantine, manifest["totals"]["quarantined"], say),
        "attributions": [credit[lang] for credit in manifest["ontology"].get("credits", ())],
    }
    return found | {"said": sentences(found, lang, filters["percent"])}


def _reliability() -> dict:
    """What came true of confidence on gold texts; ``point`` of a bin is (said, true)."""
    found = json.loads(RELIABILITY.read_text(encoding="utf-8"))
    return found | {"bins": [bin_ | {"point": (bin_["said"], bin_["true"])} for bin_ in found["bins"]]}


def _concepts(counted: Mapping[str, int], counts: Counts, total: int, names: Names) -> dict[str, list[Row]]:
    """The commonest concepts by type."""
    by_type: dict[str, list[tuple[str, int]]] = {type_: [] for type_ in SKILL_TYPES}
    for iri, count in counted.items():
        by_type.setdefault(names.type(iri, counts.types[iri]), []).append((iri, count))
    return {type_: found for type_ in TOP if (found := _top(by_type[type_], TOP[type_], total, names))}


def _top(counted: Iterable[tuple[str, int]], number: int, total: int, names: Names) -> list[Row]:
    """The commonest concepts; those that occur once only when there are few texts. The longest bar fills its place."""
    found = sorted(counted, key=lambda item: (-item[1], names.name(item[0]), item[0]))
    found = [item for item in found[:number] if item[1] > 1 or total <= FEW]
    return [Row(names.name(iri)[0], count, count / total, count / found[0][1], iri, names.name(iri)[1]) for iri, count in found]


def _sectors(counts: Counts, names: Names, total: int, say: Callable) -> list[Row]:
    """Texts by ISCO major group; ``more`` is the share of them with a flag. Nothing when no occupation has a code."""
    found, flagged = names.sectors(counts.occupations), names.sectors(counts.flagged_occupations)
    if not any(found):
        return []
    return [Row(say("sector", code), count, count / total, count / total, more=flagged.get(code, 0) / count) for code, count in found.items()]


def _requirements(counted: Mapping[tuple[str, str | None], int], say: Callable) -> list[tuple[str, int, list[float]]]:
    """(type, statements, the shares of each requirement) of the types that occur."""
    found = []
    for type_ in SKILL_TYPES:
        numbers = [counted.get((type_, value), 0) for value in (*REQUIREMENTS, None)]
        if total := sum(numbers):
            found.append((say("types", type_), total, [number / total for number in numbers]))
    return found


def _nil(linked: Mapping[tuple[str, bool], int], say: Callable) -> list[Row]:
    """Statements by type that no concept fits; ``count`` of them, ``share`` of the type."""
    found = []
    for type_ in SKILL_TYPES:
        open_, total = linked.get((type_, False), 0), linked.get((type_, False), 0) + linked.get((type_, True), 0)
        if total:
            found.append(Row(say("types", type_), open_, open_ / total, open_ / total))
    return found


def _unknown(unknown: Frequent, say: Callable) -> list[Row]:
    top = [((type_, words), count) for (type_, words), count in unknown.top(60) if len(words) <= _WIDEST and count > 1][:12]
    most = top[0][1] if top else 1
    return [Row(words, count, 0.0, count / most, note=say("type", type_)) for (type_, words), count in top]


def _summed(flags: Mapping[tuple[str, str, str], int], part: int) -> Counter:
    found: Counter = Counter()
    for key, count in flags.items():
        found[key[part]] += count
    return found


def _by_count(flags: Mapping[tuple[str, str, str], int], order: Sequence[str]) -> list[str]:
    found = _summed(flags, 0)
    return sorted(found, key=lambda ground: (-found[ground], order.index(ground)))


def _ground(counts: Counts, ground: str, flags: int, say: Callable) -> dict:
    """The row of a ground, and its commonest words with advice."""
    (row,) = rows([(say("ground", ground), _summed(counts.flags, 0)[ground])], flags)
    return {"row": row, "examples": with_english(counts.examples(ground))}


def _refused(path: Path, total: int, say: Callable) -> list[Row]:
    """The commonest reasons of quarantine. What varies in them (numbers, names in quotes) is left out, so that equal reasons count together."""
    if not path.exists():
        return []
    found = Frequent(10_000)
    with path.open("rb") as stream:
        for line in stream:
            entry = orjson.loads(line)
            found.update([(entry["stage"], _VARYING.sub("…", entry["reason"]))])
    return [Row(reason, count, count / total, count / total, lang="en", note=say("stage", stage)) for (stage, reason), count in found.top(10)]
