"""An Annotation -> the JSON of one translation, the contract that other systems rely on (translation.schema.json)."""

from collections.abc import Sequence

from .privacy.subjects import pseudonym
from .types import Annotation, CareerEntry, Curriculum, Document, Evidence, Flag, OccupationStatement, PersonalSkill, Skill
from .work.types import Estimate, Prospects, WorkProcess


def to_json(annotation: Annotation, release: str, release_iri: str) -> dict:
    """The JSON object of ``translate --format json``. A CV gives no title, which is the person's name more often than not, no date,
    sector or region; it alone has the pseudonym of its subject, a curriculum and the details of its evidence. Profiles and qualifications that name them have
    work processes, vacancies and profiles their prospects."""
    return {"document": document_json(annotation.document), "ontology": {"release": release, "iri": release_iri}, **translation_json(annotation)}


def translation_json(annotation: Annotation) -> dict:
    """What the contract says of the text: all but the document and the release."""
    return {
        "occupation": _occupation(annotation.occupation),
        "skills": [_skill(skill) for skill in annotation.skills],
        "experience_years": annotation.experience_years,
        "education": annotation.education,
        "bias": [flag_json(flag) for flag in annotation.flags],
        "neutral_text": annotation.neutral_text,
        **({"curriculum": _curriculum(annotation.curriculum)} if annotation.curriculum else {}),
        **({"crebo": list(annotation.crebo)} if annotation.crebo else {}),
        **({"work_processes": [_work_process(process, annotation.skills) for process in annotation.work_processes]} if annotation.work_processes else {}),
        **({"prospects": _prospects(annotation.prospects)} if annotation.prospects else {}),
    }


def document_json(document: Document) -> dict:
    """What the contract says of the document itself."""
    shown = document.kind != "cv"
    return {
        "id": document.id,
        "kind": document.kind,
        "language": document.language,
        "title": document.title or None if shown else None,
        "sha256": document.sha256,
        "published": document.published or None if shown else None,
        "sector": document.sector or None if shown else None,
        "region": document.region or None if shown else None,
        **({} if shown else {"subject": pseudonym(document.id)}),
    }


def occupation_group(record: dict) -> str:
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
        **({"evidence_detail": _evidence(skill.proof)} if skill.proof else {}),
    }


def _evidence(proof: Evidence) -> dict:
    return {
        "class": proof.class_,
        "kind": proof.kind,
        "start": proof.start,
        "end": proof.end,
        **_when(proof),
        "status": proof.status,
        "valid_until": proof.valid_until,
        "entry": None if proof.entry is None else proof.entry + 1,
    }


def _when(what: Evidence | CareerEntry | PersonalSkill) -> dict:
    return {"from": what.from_, "until": what.until, "ongoing": what.ongoing, "months": what.months}


def _curriculum(curriculum: Curriculum) -> dict:
    return {"entries": [_entry(entry) for entry in curriculum.entries], "skills": [_personal(skill) for skill in curriculum.skills]}


def _entry(entry: CareerEntry) -> dict:
    return {
        "kind": entry.kind,
        "start": entry.start,
        "end": entry.end,
        "occupation": _occupation(entry.occupation),
        **_when(entry),
        "level": entry.level,
        "nlqf": entry.nlqf,
        "status": entry.status,
        "valid_until": entry.valid_until,
    }


def _personal(skill: PersonalSkill) -> dict:
    return {
        "concept": skill.concept,
        "label": skill.label,
        "type": skill.type,
        "evidence": skill.evidence,
        "level": skill.level,
        **_when(skill),
        "statements": list(skill.statements),
        "implied_by": [{"statement": implied.statement, "norm": implied.norm} for implied in skill.implied],
    }


def _work_process(process: WorkProcess, skills: Sequence[Skill]) -> dict:
    inside = [n for n, skill in enumerate(skills, 1) if any(start <= skill.start < end for start, end in process.spans)]
    return {"code": process.code, "title": process.title, "start": process.start, "end": process.end, "kind": process.kind, "skills": inside}


def _prospects(prospects: Prospects) -> dict:
    digital = prospects.digital
    return {
        "routine": _estimate(prospects.routine),
        "interaction": _estimate(prospects.interaction),
        "quadrant": prospects.quadrant,
        "possible_quadrants": list(prospects.possible),
        "statements": list(prospects.statements),
        "digital": {"level": digital.level, "low": digital.low, "high": digital.high, "statements": list(digital.statements)},
    }


def _estimate(estimate: Estimate) -> dict:
    return {"score": estimate.score, "low": estimate.low, "high": estimate.high}


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
