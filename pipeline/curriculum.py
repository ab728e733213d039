"""Statements and entries of a CV -> a person's career and skills: roles without employers, months without double counting, the strongest proof.

A concept's months are those of all work, internships, voluntary work and projects that show it; entries that overlap count once. Qualifications
imply what ontology/source/qualification_skills.tsv says they do, marked as implied.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ontology.lexicon import Lexicon

from .cues import read_cues
from .cv_entries import Entry
from .dates import merged_months, month_number
from .evidence import STRENGTH
from .qualifications import Implication
from .types import CareerEntry, Curriculum, Evidence, Implied, OccupationStatement, PersonalSkill, Skill

USED = ("work", "internship", "volunteering", "project")
_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def make_curriculum(
    skills: Sequence[Skill], entries: Sequence[Entry], roles: Sequence[OccupationStatement | None], lexicon: Lexicon, implied: Callable[[str], Iterable[Implication]], now: int
) -> Curriculum:  # fmt: skip
    """The curriculum of a CV. ``roles`` has the occupation of each entry, ``implied`` tells what a concept implies; ``now`` is the month to which is counted."""
    career = tuple(_career(entry, role, now) for entry, role in zip(entries, roles))
    return Curriculum(career, personal_skills(skills, entries, lexicon, implied, now))


def with_months(proof: Evidence, entries: Sequence[Entry], now: int) -> Evidence:
    """The evidence with the months of its entry."""
    if proof.entry is None:
        return proof
    return replace(proof, months=_months(entries[proof.entry], now))


def latest_role(entries: Sequence[Entry], roles: Sequence[OccupationStatement | None], now: int) -> OccupationStatement | None:
    """The role that a person has now or had last, of paid work sooner than of other."""
    ranked = []
    for entry, role in zip(entries, roles):
        if role and role.concept and entry.kind in USED:
            span = entry.period.span(now) if entry.period else None
            ranked.append((entry.kind == "work", span[1] if span else 0, span[0] if span else 0, -entry.start, role))
    return max(ranked, key=lambda found: found[:4])[4] if ranked else None


def personal_skills(
    skills: Sequence[Skill], entries: Sequence[Entry], lexicon: Lexicon, implied: Callable[[str], Iterable[Implication]], now: int
) -> tuple[PersonalSkill, ...]:  # fmt: skip
    """One a concept, strongest proof first, then longest use; implied ones among them."""
    stated: dict[str, list[int]] = {}
    for number, skill in enumerate(skills, 1):
        if skill.concept and skill.proof:
            stated.setdefault(skill.concept, []).append(number)
    reasons: dict[str, dict[Implied, None]] = {}
    for number, skill in enumerate(skills, 1):
        if skill.concept and skill.proof and skill.proof.class_ == "hard":
            for implication in implied(skill.concept):
                reasons.setdefault(implication.skill, {})[Implied(number, implication.norm)] = None
    found = []
    for concept in {**stated, **reasons}:
        number = lexicon.number_of(concept)
        if number is not None:
            entry = lexicon.entry(number)
            found.append(_personal(entry.iri, entry.label_nl, entry.type, [(n, skills[n - 1]) for n in stated.get(concept, ())], tuple(reasons.get(concept, ())), entries, now))
    return tuple(sorted(found, key=lambda skill: (-STRENGTH[skill.evidence], -(skill.months or 0), skill.label, skill.concept)))


def _personal(
    concept: str, label: str, type_: str, stated: list[tuple[int, Skill]], implied: tuple[Implied, ...], entries: Sequence[Entry], now: int
) -> PersonalSkill:  # fmt: skip
    proofs = [skill.proof for _, skill in stated]
    strongest = max([proof.class_ for proof in proofs] + (["hard"] if implied else []), key=STRENGTH.get)
    used = {proof.entry for proof in proofs if proof.entry is not None and proof.kind in USED}
    spans = [span for n in used if entries[n].period and (span := entries[n].period.span(now))]
    said = sum(entries[n].months or 0 for n in used if not (entries[n].period and entries[n].period.is_range))
    starts = [text for proof in proofs if (text := proof.from_)]
    ends = [text for proof in proofs if (text := proof.until)]
    ongoing = any(proof.ongoing for proof in proofs)
    levels = [skill.level for _, skill in stated if skill.level]
    return PersonalSkill(
        concept, label, type_, strongest, max(levels, key=lambda level: _LEVELS.index(level) if level in _LEVELS else -1, default=None),
        (merged_months(spans) + said) or None, min(starts, key=month_number, default=None),
        None if ongoing else max(ends, key=month_number, default=None), ongoing, tuple(n for n, _ in stated), implied,
    )  # fmt: skip


def _career(entry: Entry, role: OccupationStatement | None, now: int) -> CareerEntry:
    period = entry.period
    return CareerEntry(
        entry.kind, *entry.head, role, period.from_text if period else None, period.until_text if period else None, bool(period and period.ongoing),
        _months(entry, now) if entry.kind in USED else None, entry.level, _nlqf(entry.level), entry.status, entry.valid_until,
    )  # fmt: skip


def _months(entry: Entry, now: int) -> int | None:
    span = entry.period.span(now) if entry.period and entry.period.is_range else None
    return span[1] - span[0] if span else entry.months


def _nlqf(level: str | None) -> str | None:
    """The NLQF level of an education level; None for those that have several."""
    source = next((row["source"] for row in read_cues("education") if row["level"] == level), "")
    number = source.removeprefix("NLQF ")
    return number if source and "-" not in number else None
