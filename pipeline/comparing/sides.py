"""The JSON of a translation, or an occupation -> a Side: what it asks and what it offers, by concept.

A text asks for what it says, and less for what its occupation needs anyway; a person offers what the curriculum shows, what the jobs held imply,
and every level of education up to the highest obtained. What is offered counts in part for concepts that are near (nearness.py).

What a link weighs is how likely it is right. Of the links in our training and dev texts with a confidence below 0.6, those to a concept that the occupation of the text
needs anyway were right in 92 %, others in 66 %: at equal confidence their odds are some four times as high.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ontology.needs import ESSENTIAL, OPTIONAL

from ..export.nodes import subject_iri, wanted_skills
from .measures import NEEDED, Measures, nlqf_number

_ASKED = {"required": ESSENTIAL, "task": ESSENTIAL, "preferred": OPTIONAL}
_UNSAID = 0.7  # what an occupation needs and the text does not name
_USUAL = 10  # weight of the skills of an occupation of the core; where a release names more, as ESCO does, each of them counts for less
_PROVEN = {"hard": 1.0, "semi-hard": 1.0, "soft": 0.8}
_IMPLIED, _MAYBE = 0.8, 0.4  # what an occupation needs always, and at times, and its holder therefore has
_PARTLY = 0.5
_CLEAR = 0.3  # weight of a certificate that a text clearly asks
_ODDS = 4.0  # of a link to what the occupation needs anyway
_SHORTEST_JOB = 12  # months after which the skills of an occupation are taken to be there


@dataclass(frozen=True, slots=True)
class Need:
    """``weight`` is how much it counts; ``need`` is "essential" or "optional"; ``stated`` is False for what only the occupation implies."""

    weight: float
    need: str
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """``credit`` from 0 to 1; ``reason`` is "stated", "occupation", "education", or a step of nearness.py; ``by`` the concept that gives it."""

    credit: float
    reason: str
    by: str
    evidence: str | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared. ``occupations``: what it is about, or the jobs that a person held, longest first, with the ``months`` in each;
    ``years``: of experience that a text asks; ``unlinked``: demands of the text that no concept fits, which a comparison is silent about; ``musts``: certificates
    that are clearly required."""

    iri: str
    kind: str
    label: str
    occupations: tuple[str, ...]
    needs: dict[str, Need] = field(hash=False)
    offers: dict[str, Offer] = field(hash=False)
    months: dict[str, int] = field(hash=False, default_factory=dict)
    years: int | None = None
    unlinked: int = 0
    musts: tuple[str, ...] = ()


def of_occupation(occupation: str, measures: Measures) -> Side:
    """An occupation of the release."""
    skills = measures.needs.get(occupation, {})
    needs = {skill: Need(counts * measures.weight(skill), skills[skill]) for skill, counts in measures.asked(occupation).items()}
    offers = {skill: Offer(1.0 if need == ESSENTIAL else _PARTLY, "stated", skill) for skill, need in skills.items()}
    return Side(occupation, "occupation", measures.label(occupation), (occupation,), needs, _spread(offers, measures), musts=_musts(needs, measures))


def of_record(record: dict, measures: Measures, base: str) -> Side:
    """A translated text; a CV is called by its pseudonym, with the occupation as its label."""
    document, occupation = record["document"], (record["occupation"] or {}).get("concept")
    person = record.get("curriculum")
    jobs = _jobs(record, occupation) if person else {}
    occupations = tuple(jobs) or ((occupation,) if occupation else ())
    needs = _asked(record, occupation, measures)
    offers = _personal(record, jobs, measures) if person else _described(needs, occupation, measures)
    label = document["title"] or (measures.label(occupation) if occupation else document.get("subject") or document["id"])
    unlinked = sum(not skill["concept"] for skill in wanted_skills(record))
    return Side(subject_iri(document, base), document["kind"], label, occupations, needs, _spread(offers, measures), jobs, record["experience_years"], unlinked, _musts(needs, measures))


def _musts(needs: dict[str, Need], measures: Measures) -> tuple[str, ...]:
    return tuple(sorted(concept for concept, need in needs.items() if need.need == ESSENTIAL and need.weight >= _CLEAR and measures.takes_long(concept)))


def _asked(record: dict, occupation: str | None, measures: Measures) -> dict[str, Need]:
    usual = measures.needs.get(occupation, {})
    needs: dict[str, Need] = {}
    for skill in wanted_skills(record):
        if skill["concept"]:
            need = _ASKED.get(skill["requirement"], ESSENTIAL)
            weight = _sure(skill["confidence"], skill["concept"] in usual) * NEEDED[need] * measures.weight(skill["concept"])
            if skill["concept"] not in needs or weight > needs[skill["concept"]].weight:
                needs[skill["concept"]] = Need(weight, need)
    asked = measures.asked(occupation, ours=True)
    share = _UNSAID * min(1.0, _USUAL / max(1.0, sum(asked.values())))
    return needs | {skill: Need(share * counts * measures.weight(skill), OPTIONAL, False) for skill, counts in asked.items() if skill not in needs}


def _sure(confidence: float, usual: bool) -> float:
    """The certainty of a link; of one to what the occupation needs anyway the odds are higher."""
    odds = (_ODDS if usual else 1.0) * confidence / (1.0 - min(confidence, 0.999))
    return odds / (1.0 + odds)


def _described(needs: dict[str, Need], occupation: str | None, measures: Measures) -> dict[str, Offer]:
    """What somebody can who does the work, or has the qualification, that a text describes."""
    offers = _of_work([occupation] if occupation else [], measures)
    return offers | {skill: Offer(1.0 if need.need == ESSENTIAL else _PARTLY, "stated", skill) for skill, need in needs.items() if need.stated}


def _jobs(record: dict, own: str | None) -> dict[str, int]:
    """Occupation -> months in it, longest first; of paid work and what is like it. Work without a known title is taken to be the occupation of the CV, which is
    held, who knows how long, when no job has a length."""
    months: dict[str, int] = {}
    untitled = 0
    for entry in record["curriculum"]["entries"]:
        occupation = (entry["occupation"] or {}).get("concept")
        if occupation:
            months[occupation] = months.get(occupation, 0) + (entry["months"] or 0)
        elif entry["kind"] == "work":
            untitled += entry["months"] or 0
    if own and own not in months and (untitled or not any(months.values())):
        months[own] = untitled
    return dict(sorted(months.items(), key=lambda job: -job[1]))


def _personal(record: dict, jobs: dict[str, int], measures: Measures) -> dict[str, Offer]:
    offers = _of_work([job for job, months in jobs.items() if months >= _SHORTEST_JOB] if any(jobs.values()) else jobs, measures)
    levels = [nlqf_number(entry["nlqf"]) for entry in record["curriculum"]["entries"] if entry["nlqf"] and entry["status"] not in ("ongoing", "not_obtained")]
    levels += [level for skill in record["curriculum"]["skills"] if (level := measures.diploma_level(skill["concept"])) is not None]
    if levels:
        offers |= {concept: Offer(1.0, "education", concept) for concept in measures.diplomas_to(max(levels))}
    for skill in record["curriculum"]["skills"]:
        usual = any(skill["concept"] in measures.needs.get(job, {}) for job in jobs)
        said = [record["skills"][statement - 1]["confidence"] for statement in skill["statements"]]
        credit = _PROVEN[skill["evidence"]] * (_sure(max(said), usual) if said else 1.0)
        _keep(offers, skill["concept"], Offer(credit, "stated", skill["concept"], skill["evidence"], skill["months"]))
    return offers


def _of_work(occupations: Iterable[str], measures: Measures) -> dict[str, Offer]:
    offers: dict[str, Offer] = {}
    for occupation in occupations:
        for skill, need in measures.needs.get(occupation, {}).items():
            _keep(offers, skill, Offer(_IMPLIED if need == ESSENTIAL else _MAYBE, "occupation", occupation))
    return offers


def _spread(offers: dict[str, Offer], measures: Measures) -> dict[str, Offer]:
    """The offers with those one step away; certificates bring what they imply in full."""
    measures.nearness.prepare(offers)
    spread = dict(offers)
    for concept, offer in offers.items():
        for other, step, credit in measures.nearness.steps(concept):
            _keep(spread, other, Offer(credit * offer.credit, step, concept, offer.evidence, offer.months))
    return spread


def _keep(offers: dict[str, Offer], concept: str, offer: Offer) -> None:
    if concept not in offers or offer.credit > offers[concept].credit:
        offers[concept] = offer
