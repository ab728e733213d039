"""Statements and entries of a CV -> a person's career and skills: roles without employers, months without double counting, the strongest proof.

A concept's months are those of all work, internships, voluntary work and projects that show it; entries that overlap count once. Qualifications
imply what ontology/source/qualification_skills.tsv says they do, marked as implied.
"""

from collections.abc import Callable, Iterable, Sequence

from ontology.lexicon import Entry as Concept
from ontology.lexicon import Lexicon

from ..cues import read_cues
from ..types import CareerEntry, Curriculum, Implied, OccupationStatement, PersonalSkill, Skill
from .dates import is_past, merged_months, month_number, written
from .entry import USED, Entry
from .evidence import STRENGTH
from .qualifications import Implication

_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


def make_curriculum(
    skills: Sequence[Skill], entries: Sequence[Entry], roles: Sequence[OccupationStatement | None], lexicon: Lexicon, implied: Callable[[str], Iterable[Implication]], now: int
) -> Curriculum:  # fmt: skip
    """The curriculum of a CV. ``roles`` has the occupation of each entry, ``implied`` tells what a concept implies; ``now`` is the month to which is counted."""
    career = tuple(_career(entry, role, now) for entry, role in zip(entries, roles))
    return Curriculum(career, personal_skills(skills, lexicon, implied, now))


def latest_role(entries: Sequence[Entry], roles: Sequence[OccupationStatement | None], now: int) -> OccupationStatement | None:
    """The role that a person has now or had last, of paid work sooner than of other."""
    ranked = []
    for entry, role in zip(entries, roles):
        if role and role.concept and entry.kind in USED:
            span = entry.period.span(now) if entry.period else None
            ranked.append((entry.kind == "work", span[1] if span else 0, span[0] if span else 0, -entry.start, role))
    return max(ranked, key=lambda found: found[:4])[4] if ranked else None


def personal_skills(
    skills: Sequence[Skill], lexicon: Lexicon, implied: Callable[[str], Iterable[Implication]], now: int
) -> tuple[PersonalSkill, ...]:  # fmt: skip
    """One a concept, strongest proof first, then longest use; implied ones among them."""
    stated: dict[str, list[int]] = {}
    for number, skill in enumerate(skills, 1):
        if skill.concept and skill.proof:
            stated.setdefault(skill.concept, []).append(number)
    reasons: dict[str, dict[Implied, None]] = {}
    for number, skill in enumerate(skills, 1):
        if skill.concept and skill.proof and skill.proof.class_ == "hard" and not (skill.proof.valid_until and is_past(skill.proof.valid_until, now)):
            for implication in implied(skill.concept):
                reasons.setdefault(implication.skill, {})[Implied(number, implication.norm)] = None
    found = []
    for concept in {**stated, **reasons}:
        number = lexicon.number_of(concept)
        if number is not None:
            entry = lexicon.entry(number)
            statements = [(n, skills[n - 1]) for n in stated.get(concept, ())]
            if statements or entry.type in ("skill", "knowledge"):
                found.append(_personal(entry, statements, tuple(reasons.get(concept, ())), now))
    return tuple(sorted(found, key=lambda skill: (-STRENGTH[skill.evidence], -(skill.months or 0), skill.label, skill.concept)))


def _personal(entry: Concept, stated: list[tuple[int, Skill]], implied: tuple[Implied, ...], now: int) -> PersonalSkill:
    """What the numbered statements of one concept, an entry of the lexicon, prove together."""
    proofs = [skill.proof for _, skill in stated]
    used = [proof for proof in proofs if proof.kind in USED]
    spans = [written(proof.from_, proof.until, proof.ongoing).span(now) for proof in used if proof.from_ and (proof.ongoing or proof.until != proof.from_)]
    said = {(proof.start, proof.months) for proof in used if proof.months and not proof.ongoing and proof.until == proof.from_}
    levels = [skill.level for _, skill in stated if skill.level]
    ongoing = any(proof.ongoing for proof in proofs)
    return PersonalSkill(
        concept=entry.iri,
        label=entry.label_nl,
        type=entry.type,
        evidence=max([proof.class_ for proof in proofs] + (["hard"] if implied else []), key=STRENGTH.get),
        level=max(levels, key=lambda level: _LEVELS.index(level) if level in _LEVELS else -1, default=None),
        months=(merged_months([span for span in spans if span]) + sum(months for _, months in said)) or None,
        from_=min((proof.from_ for proof in proofs if proof.from_), key=month_number, default=None),
        until=None if ongoing else max((proof.until for proof in proofs if proof.until), key=month_number, default=None),
        ongoing=ongoing,
        statements=tuple(n for n, _ in stated),
        implied=implied,
    )


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
