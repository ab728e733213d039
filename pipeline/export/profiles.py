"""The JSON of a translation -> nodes of a profile: the same run as a reader of one vocabulary wants it.

core          schema.org only: JobPosting, Person, Occupation or EducationalOccupationalCredential with its skills as DefinedTerms
esco          the same document with concepts of ESCO in the place of ours, typed with the ESCO model
competentnl   terms of cnlo: the job that a vacancy describes as cnlo:Occupation, a qualification as cnlo:EducationalNorm

The fourth profile, full, is what a run writes (nodes.py). A mapping that only exists to a broader concept counts in esco and competentnl
("at least this"); what is not mapped is left out. Which requirement becomes which cnlo: property is in NEEDS.
"""

from collections.abc import Iterator

from ontology.namespaces import (
    CNL_AREA,
    CNL_ID,
    CONCEPT_BASE,
    DATA_BASE,
    ESCO_BASE,
    ESCO_ISCO,
    ESCO_ISCO_SCHEME,
    SCHEME,
)

from .nodes import CLASSES, subject_iri, wanted_skills

PROFILES = ("core", "full", "competentnl", "esco")
NEEDS = {"required": "Essential", "task": "Important", "preferred": "Somewhat"}
_BASES = {"esco": ESCO_BASE, "competentnl": CNL_ID}


def profile_nodes(record: dict, profile: str, base: str = DATA_BASE) -> list[dict]:
    """Nodes of one document in "core", "esco" or "competentnl", in the terms of context.jsonld; the first is the document."""
    return {"core": _core, "esco": _esco, "competentnl": _competentnl}[profile](record, subject_iri(record["document"], base))


def _core(record: dict, iri: str) -> list[dict]:
    node, kind, occupation = _document(record, iri), record["document"]["kind"], record["occupation"]
    concepts = {skill["concept"]: skill["label"] for skill in wanted_skills(record) if skill["concept"]}
    if concepts:
        node["competencyRequired" if kind == "qualification" else "skills"] = sorted(concepts)
    others = []
    if occupation and occupation["concept"] and kind in ("vacancy", "cv"):
        node["hasOccupation" if kind == "cv" else "relevantOccupation"] = occupation["concept"]
        others.append({"id": occupation["concept"], "type": "schema:Occupation", "name": {"@value": occupation["label"], "@language": "nl"}})
    if kind in ("vacancy", "profile"):
        others += _category(node, record)
    others += _demands(node, record, iri)
    return [node, *others, *(_defined_term(*concept) for concept in sorted(concepts.items()))]


def _document(record: dict, iri: str) -> dict:
    document, kind = record["document"], record["document"]["kind"]
    node = {"id": iri, "type": CLASSES[kind], "recordIdentifier": document.get("subject") or document["id"]}
    if document["title"]:
        node["title" if kind == "vacancy" else "name"] = {"@value": document["title"], "@language": document["language"]}
    if kind == "vacancy":
        node |= {name: document[key] for name, key in (("datePosted", "published"), ("industry", "sector")) if document.get(key)}
    return node


def _category(node: dict, record: dict) -> list[dict]:
    """The ISCO-08 groups of the occupation, named by the document's node."""
    codes = record["occupation"]["mappings"]["isco"] if record["occupation"] else []
    if codes:
        node["occupationalCategory"] = [ESCO_ISCO + code for code in codes]
    return [{"id": ESCO_ISCO + code, "type": "schema:CategoryCode", "codeValue": code, "inCodeSet": ESCO_ISCO_SCHEME} for code in codes]


def _demands(node: dict, record: dict, iri: str) -> Iterator[dict]:
    """Experience and education, as schema.org has them for vacancies and occupations; a qualification tells its own level."""
    years, education, kind = record["experience_years"], record["education"], record["document"]["kind"]
    if education and kind == "qualification":
        node["educationalLevel"] = education
    if kind not in ("vacancy", "profile"):
        return
    if years is not None:
        node["experienceRequirements"] = f"{iri}#experience"
        yield {"id": f"{iri}#experience", "type": "schema:OccupationalExperienceRequirements", "monthsOfExperience": 12 * years}
    if education:
        node["educationRequirements"] = f"{iri}#education"
        yield {"id": f"{iri}#education", "type": "schema:EducationalOccupationalCredential", "credentialCategory": education}


def _defined_term(concept: str, label: str) -> dict:
    node = {"id": concept, "type": "schema:DefinedTerm", "name": {"@value": label, "@language": "nl"}}
    if concept.startswith(CONCEPT_BASE):
        node |= {"termCode": concept.removeprefix(CONCEPT_BASE), "inDefinedTermSet": SCHEME}
    return node


def _esco(record: dict, iri: str) -> list[dict]:
    node, kind, occupation = _document(record, iri), record["document"]["kind"], record["occupation"]
    skills = sorted({concept for skill in wanted_skills(record) for concept in _in_scheme(skill, "esco")})
    if skills:
        node["competencyRequired" if kind == "qualification" else "skills"] = skills
    occupations = _in_scheme(occupation, "esco") if occupation and kind in ("vacancy", "cv") else []
    if occupations:
        node["hasOccupation" if kind == "cv" else "relevantOccupation"] = occupations
    types = {concept: ["esco:Skill", "schema:DefinedTerm"] for concept in skills}
    types |= {concept: ["esco:Occupation", "schema:Occupation"] for concept in occupations}
    categories = _category(node, record) if kind in ("vacancy", "profile") else []
    return [node, *categories, *({"id": concept, "type": type_} for concept, type_ in types.items())]


def _competentnl(record: dict, iri: str) -> list[dict]:
    node, kind = _document(record, iri), record["document"]["kind"]
    asked: dict[str, str] = {}  # concept -> the strongest need
    order = list(NEEDS.values())
    for skill in wanted_skills(record):
        need = NEEDS.get(skill["requirement"], "Essential")
        for concept in _in_scheme(skill, "competentnl"):
            asked[concept] = min(asked.get(concept, need), need, key=order.index)
    kinds = {concept: "cnlo:KnowledgeArea" if concept.startswith(CNL_AREA) else "cnlo:HumanCapability" for concept in sorted(asked)}
    targets = [{"id": concept, "type": [type_, "schema:DefinedTerm"]} for concept, type_ in kinds.items()]
    if kind == "cv":
        return [node | ({"skills": sorted(asked)} if asked else {}), *targets]
    family = "prescribesHAT" if kind == "qualification" else "requiresHAT"
    needs = {family + need: found for need in order if (found := sorted(concept for concept, own in asked.items() if own == need))}
    if kind == "qualification":
        return [node | {"type": ["schema:EducationalOccupationalCredential", "cnlo:EducationalNorm"]} | needs, *targets]
    return [*_job(node, record, iri, needs), *targets]


def _job(node: dict, record: dict, iri: str, needs: dict[str, list[str]]) -> list[dict]:
    """A function profile is an occupation itself; a vacancy describes one, with the words of the text as its name."""
    if record["document"]["kind"] == "profile":
        return [node | {"type": ["schema:Occupation", "cnlo:Occupation"]} | needs]
    if not needs and not record["occupation"]:
        return [node]
    job = {"id": f"{iri}#occupation", "type": ["schema:Occupation", "cnlo:Occupation"]} | needs
    if record["occupation"]:
        job["name"] = {"@value": record["occupation"]["quote"], "@language": record["document"]["language"]}
    return [node | {"relevantOccupation": job["id"]}, job]


def _in_scheme(statement: dict, scheme: str) -> list[str]:
    """The concepts of a scheme that a statement's concept is, or is mapped to."""
    concept = statement["concept"]
    return [concept] if concept and concept.startswith(_BASES[scheme]) else statement["mappings"].get(scheme, [])
