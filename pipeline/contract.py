"""An Annotation -> the JSON of one translation, the contract that other systems rely on (translation.schema.json)."""

from .types import Annotation, Flag, OccupationStatement, Skill


def to_json(annotation: Annotation, release: str, release_iri: str) -> dict:
    """The JSON object of ``translate --format json``. A CV gives no title: it is the person's name more often than not."""
    document = annotation.document
    return {
        "document": {
            "id": document.id,
            "kind": document.kind,
            "language": document.language,
            "title": (document.title or None) if document.kind != "cv" else None,
            "sha256": document.sha256,
        },
        "ontology": {"release": release, "iri": release_iri},
        "occupation": _occupation(annotation.occupation),
        "skills": [_skill(skill) for skill in annotation.skills],
        "experience_years": annotation.experience_years,
        "education": annotation.education,
        "bias": [flag_json(flag) for flag in annotation.flags],
        "neutral_text": annotation.neutral_text,
    }


def sector_of(record: dict) -> str:
    """The ISCO-08 major group ("0" to "9") of the occupation in the JSON of a translation; "" where none is known."""
    codes = record["occupation"]["mappings"]["isco"] if record["occupation"] else []
    return codes[0][:1] if codes else ""


def _mappings(mappings: dict[str, list[str]]) -> dict[str, list[str]]:
    return {scheme: list(mappings.get(scheme, ())) for scheme in ("esco", "competentnl", "onet")}


def _occupation(statement: OccupationStatement | None) -> dict | None:
    if statement is None:
        return None
    return {
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "concept": statement.concept,
        "label": statement.label,
        "mappings": {scheme: list(statement.mappings.get(scheme, ())) for scheme in ("esco", "isco")},
        "confidence": statement.confidence,
    }


def _skill(skill: Skill) -> dict:
    return {
        "quote": skill.quote,
        "start": skill.start,
        "end": skill.end,
        "type": skill.type,
        "requirement": skill.requirement,
        "evidence": skill.evidence,
        "level": skill.level,
        "section": skill.section,
        "concept": skill.concept,
        "label": skill.label,
        "mappings": _mappings(skill.mappings),
        "confidence": skill.confidence,
        "because": skill.because,
    }


def flag_json(flag: Flag) -> dict:
    """One wording flag of the contract."""
    return {
        "quote": flag.quote,
        "start": flag.start,
        "end": flag.end,
        "ground": flag.ground,
        "directness": flag.directness,
        "severity": flag.severity,
        "rule": flag.rule,
        "law": flag.law,
        "why": flag.why,
        "alternative": flag.alternative,
    }
