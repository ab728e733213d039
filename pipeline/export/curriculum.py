"""The curriculum of a translated CV -> nodes: career entries without employers, and a person's skills with the strongest proof of each."""

from collections.abc import Iterator

from ontology.namespaces import ST

CURRICULUM = (("careerEntry", "e", "entries"), ("personalSkill", "k", "skills"))  # (property, prefix of the IRI's fragment, key of the JSON)
_WHEN = {"from": "periodFrom", "until": "periodUntil", "months": "months", "valid_until": "validUntil", "status": "outcome", "level": "educationLevel", "nlqf": "nlqfLevel"}


def evidence_terms(detail: dict, iri: str) -> dict:
    """The terms that a skill statement has of its evidence."""
    terms = {"evidenceKind": detail["kind"], **_said(detail)}
    if detail["entry"]:
        terms["careerEntryOf"] = f"{iri}#e{detail['entry']}"
    return terms


def curriculum_nodes(curriculum: dict | None, iri: str) -> Iterator[dict]:
    """Nodes of the entries and skills of the curriculum of the person ``iri``."""
    for number, entry in enumerate(curriculum["entries"] if curriculum else [], 1):
        node = {"id": f"{iri}#e{number}", "type": "st:CareerEntry", "entryKind": entry["kind"], **_said(entry)}
        if entry["occupation"] and entry["occupation"]["concept"]:
            node["concept"] = entry["occupation"]["concept"]
        yield node
    for number, skill in enumerate(curriculum["skills"] if curriculum else [], 1):
        node = {"id": f"{iri}#k{number}", "type": "st:PersonalSkill", "concept": skill["concept"], "evidence": ST[skill["evidence"]]}
        node |= _said(skill | {"level": None})
        if skill["level"]:
            node["level"] = skill["level"]
        for name, numbers in (("basedOn", skill["statements"]), ("impliedBy", dict.fromkeys(implied["statement"] for implied in skill["implied_by"]))):
            if numbers:
                node[name] = [f"{iri}#s{n}" for n in numbers]
        if skill["implied_by"]:
            node["norm"] = sorted({implied["norm"] for implied in skill["implied_by"]})
        yield node


def _said(what: dict) -> dict:
    terms = {term: what[key] for key, term in _WHEN.items() if what.get(key) is not None}
    return terms | ({"ongoing": "true"} if what["ongoing"] else {})
