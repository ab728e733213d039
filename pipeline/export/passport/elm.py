"""A passport -> claims of a person in the terms of the Europass Learning Model, version 3, as JSON-LD with its context inside.

Each skill is a LearningAchievement whose learning outcome links to the skill in ESCO; what was done for it, with its period, is a
LearningActivity. Nobody awarded anything: there is no awarding body, no signature and no EuropeanDigitalCredential around it. After the ELM
ontology of the European Commission (http://data.europa.eu/snb/model/elm/); periods as in DCAT 3; the class of evidence, months of use and norm
are our own terms.
"""

from ontology.namespaces import ELM, ESCO_SKILLS, PREFIXES

from .phrases import evidence_phrase, unsigned
from .statements import Passport, Statement

_CLASSES = ("LearningAchievement", "LearningActivity", "LearningAchievementSpecification", "LearningOutcome", "Note")
_LINKS = ("hasClaim", "specifiedBy", "learningOutcome", "additionalNote", "influencedBy", "relatedESCOSkill", "relatedSkill")
_TEXTS = {"title": "dct:title", "description": "dct:description", "prefLabel": "skos:prefLabel", "noteLiteral": "elm:noteLiteral"}
CONTEXT = {
    "@version": 1.1,
    "elm": ELM.base,
    **{prefix: PREFIXES[prefix] for prefix in ("dct", "dcat", "skos", "st", "xsd")},
    "id": "@id",
    "type": "@type",
    "Person": "http://www.w3.org/ns/person#Person",
    "Concept": "skos:Concept",
    "PeriodOfTime": "dct:PeriodOfTime",
    **{name: ELM[name] for name in (*_CLASSES, *_LINKS)},
    **{name: {"@id": iri, "@container": "@language"} for name, iri in _TEXTS.items()},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "temporal": "dct:temporal",
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    "issued": {"@id": "dct:issued", "@type": "xsd:date"},
    "evidence": {"@id": "st:evidence", "@type": "@id"},
    "level": "st:level",
    "months": {"@id": "st:months", "@type": "xsd:integer"},
    "validUntil": "st:validUntil",
    "norm": {"@id": "st:norm", "@language": "en"},
}
_BOTH = ("nl", "en")


def claims(passport: Passport) -> dict:
    """The person with a claim for each skill; names and sentences are Dutch and English."""
    return {
        "@context": CONTEXT,
        "id": passport.subject,
        "type": "Person",
        "issued": passport.made.isoformat(),
        "additionalNote": [{"id": f"{passport.subject}#note", "type": "Note", "noteLiteral": {lang: unsigned(lang) for lang in _BOTH}}],
        "hasClaim": [_claim(said, f"{passport.subject}#{said.key}-") for said in passport.statements],
    }


def _claim(said: Statement, iri: str) -> dict:
    title = dict(zip(_BOTH, said.names))
    claim = {
        "id": iri + "claim",
        "type": "LearningAchievement",
        "title": title,
        "description": {lang: evidence_phrase(said, lang) for lang in _BOTH},
        "evidence": f"st:{said.evidence}",
        "specifiedBy": {"id": iri + "specification", "type": "LearningAchievementSpecification", "title": title, "learningOutcome": [_outcome(said, title, iri)]},
    }
    claim |= {key: value for key, value in (("level", said.level), ("validUntil", said.valid_until), ("norm", sorted({reason.norm for reason in said.reasons}))) if value}
    if said.period.from_:
        claim["influencedBy"] = [_activity(said, title, iri)]
    return claim


def _outcome(said: Statement, title: dict, iri: str) -> dict:
    outcome = {"id": iri + "outcome", "type": "LearningOutcome", "title": title}
    if said.esco or said.wider:
        outcome["relatedESCOSkill"] = [{"id": target, "type": "Concept", "inScheme": ESCO_SKILLS} for target in said.esco or said.wider]
    if said.concept and said.concept not in said.esco:
        outcome["relatedSkill"] = [{"id": said.concept, "type": "Concept", "prefLabel": title}]
    return outcome


def _activity(said: Statement, title: dict, iri: str) -> dict:
    start, end = said.period.bounds()
    period = {"id": iri + "period", "type": "PeriodOfTime", "startDate": start.isoformat(), **({"endDate": end.isoformat()} if end else {})}
    return {"id": iri + "activity", "type": "LearningActivity", "title": title, "temporal": [period], **({"months": said.period.months} if said.period.months else {})}
