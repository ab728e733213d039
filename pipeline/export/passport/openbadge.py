"""A passport -> Open Badges 3.0: a verifiable presentation of one OpenBadgeCredential a skill, without a signature.

After 1EdTech, Open Badges Specification 3.0 (Final, 2024), and W3C, Verifiable Credentials Data Model 2.0 (2025). Issuer and subject are the same
pseudonym: a claim that the holder makes. Each credential says that it is unsigned, and how the skill shows.
"""

from datetime import date

from ontology.namespaces import CONCEPT_BASE, ESCO_BASE

from ..words import word
from .phrases import class_meaning, evidence_phrase, shown_by, unsigned
from .statements import Passport, Statement, last_day

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_LEVELS = ("niveau", "level")


def presentation(passport: Passport, lang: str) -> dict:
    """The presentation, with names and sentences in ``lang`` ("nl" or "en")."""
    return {
        "@context": [CONTEXT[0]],
        "type": ["VerifiablePresentation"],
        "holder": passport.subject,
        "verifiableCredential": [_credential(passport, said, lang) for said in passport.statements],
    }


def _credential(passport: Passport, said: Statement, lang: str) -> dict:
    start, end = said.period.bounds()
    subject = {"id": passport.subject, "type": ["AchievementSubject"], "achievement": _achievement(passport, said, lang)}
    if start:
        subject["activityStartDate"] = _moment(start)
    if end:
        subject["activityEndDate"] = _moment(end, last=True)
    if said.level:
        subject["result"] = [{"type": ["Result"], "resultDescription": _iri(passport, said, "level"), "value": said.level}]
    return {
        "@context": list(CONTEXT),
        "id": _iri(passport, said, "credential"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": said.names[lang == "en"],
        "description": unsigned(lang),
        "issuer": {"id": passport.subject, "type": ["Profile"]},
        "validFrom": _moment(passport.made),
        **({"validUntil": _moment(last_day(said.valid_until), last=True)} if said.valid_until else {}),
        "credentialSubject": subject,
        "evidence": [{"type": ["Evidence"], "name": shown_by(said, lang), "narrative": evidence_phrase(said, lang), "genre": said.evidence}],
    }


def _achievement(passport: Passport, said: Statement, lang: str) -> dict:
    name = said.names[lang == "en"]
    achievement = {
        "id": _iri(passport, said, "achievement"),
        "type": ["Achievement"],
        "achievementType": "Certification" if said.type == "certificate" else "Competency",
        "inLanguage": lang,
        "name": name,
        "description": f"{word('type', said.type, lang)}: {name}",
        "criteria": {"narrative": class_meaning(said.evidence, lang)},
    }
    targets = [concept for concept in dict.fromkeys((said.concept, *said.esco)) if concept]
    if targets:
        achievement["alignment"] = [_alignment(target, said, name) for target in targets]
    if said.level:
        achievement["resultDescription"] = [{"id": _iri(passport, said, "level"), "type": ["ResultDescription"], "name": _LEVELS[lang == "en"], "resultType": "PerformanceLevel"}]
    return achievement


def _alignment(target: str, said: Statement, name: str) -> dict:
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": target,
        "targetFramework": "ESCO" if target.startswith(ESCO_BASE) else "Skillstaal",
        "targetType": "ceterms:Credential" if said.type == "certificate" else "ceasn:Competency",
        **({"targetCode": target.removeprefix(CONCEPT_BASE)} if target.startswith(CONCEPT_BASE) else {}),
    }


def _iri(passport: Passport, said: Statement, what: str) -> str:
    return f"{passport.subject}#{said.key}-{what}"


def _moment(day: date, last: bool = False) -> str:
    return f"{day.isoformat()}T{'23:59:59' if last else '00:00:00'}Z"
