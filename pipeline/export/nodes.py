"""The JSON of a translation -> nodes: flat JSON-LD objects in the terms of context.jsonld.

The one definition of what a translation looks like as linked data: jsonld.py prints the nodes as they are, rdf.py turns
them into quads through the same context, so the two cannot differ. Every node has an IRI.
"""

from collections.abc import Iterator
from urllib.parse import quote

from ontology.namespaces import DATA_BASE, EU_LANGUAGE, ST

from ..privacy import MASK
from ..privacy.subjects import pseudonym
from .curriculum import CURRICULUM, curriculum_nodes, evidence_terms
from .prospects import process_links, process_nodes

CLASSES = {
    "vacancy": "schema:JobPosting",
    "cv": "schema:Person",
    "profile": "schema:Occupation",
    "qualification": "schema:EducationalOccupationalCredential",
}
TYPES = {
    "skill": ST.Skill,
    "knowledge": ST.Knowledge,
    "attitude": ST.Attitude,
    "language": ST.NaturalLanguage,
    "certificate": ST.Certificate,
}
LANGUAGES = {"nl": EU_LANGUAGE + "NLD", "en": EU_LANGUAGE + "ENG"}
WANTED = ("required", "preferred", "task")
_AROUND = 24


def document_iri(identifier: str, base: str = DATA_BASE) -> str:
    """IRI of a document: the base and its id, unsafe characters percent-encoded; the slashes too beside "." and "..", which clients would resolve."""
    dots = not {".", ".."}.isdisjoint(identifier.split("/"))
    return base + quote(identifier, safe="-._~" if dots else "/-._~")


def subject_iri(document: dict, base: str = DATA_BASE) -> str:
    """IRI of the document of a record; of a CV that of the person's pseudonym, in which nothing of the id is left."""
    return f"{base}person/{document['subject']}" if document.get("subject") else document_iri(document["id"], base)


def to_nodes(record: dict, text: str, run: str, base: str = DATA_BASE, detail: str = "full") -> list[dict]:
    """Nodes of one document. ``record`` is the JSON of the translation, ``text`` the text that its offsets refer to.

    ``detail`` "skills" leaves out where in the text the statements stand and why they were made.
    """
    iri = subject_iri(record["document"], base)
    statements = list(_skill_nodes(record, text, iri, detail))
    flags = list(_flag_nodes(record, text, iri, detail))
    occupation = _occupation_nodes(record, text, iri, detail)
    return [_document_node(record, iri, run, base), *occupation, *statements, *flags, *curriculum_nodes(record.get("curriculum"), iri), *process_nodes(record, iri)]


def wanted_skills(record: dict) -> list[dict]:
    """The skills that a text asks for, or that a CV shows."""
    return [skill for skill in record["skills"] if record["document"]["kind"] == "cv" or skill["requirement"] in WANTED]


def _document_node(record: dict, iri: str, run: str, base: str) -> dict:
    document, kind = record["document"], record["document"]["kind"]
    node = {"id": iri, "type": CLASSES[kind], "identifier": document.get("subject") or document["id"], "language": LANGUAGES[document["language"]], "wasGeneratedBy": run}
    if document["title"]:
        node["title" if kind == "vacancy" else "name"] = {"@value": document["title"], "@language": document["language"]}
    for name, key in (("repeatOf", "repeat_of"), ("variantOf", "variant_of")):
        if document.get(key) is not None:
            node[name] = subject_iri({"id": document[key], "subject": pseudonym(document[key]) if kind == "cv" else None}, base)
    if kind == "vacancy":
        node |= {name: document[key] for name, key in (("datePosted", "published"), ("industry", "sector")) if document[key]}
    wanted = {skill["concept"] for skill in wanted_skills(record) if skill["concept"]}
    if wanted:
        node["competencyRequired" if kind == "qualification" else "skills"] = sorted(wanted)
    occupation = record["occupation"]
    if occupation:
        node["occupationStatement"] = f"{iri}#o1"
        if occupation["concept"] and kind in ("vacancy", "cv"):
            node["hasOccupation" if kind == "cv" else "relevantOccupation"] = occupation["concept"]
    if record["experience_years"] is not None:
        node["experienceYears"] = record["experience_years"]
    if record["education"]:
        node["educationAsked"] = record["education"]
    for name, prefix, key in (("skillStatement", "s", "skills"), ("wordingFlag", "b", "bias")):
        if record[key]:
            node[name] = [f"{iri}#{prefix}{number}" for number in range(1, len(record[key]) + 1)]
    if record.get("curriculum"):
        node |= {name: [f"{iri}#{prefix}{n}" for n in range(1, len(record["curriculum"][key]) + 1)] for name, prefix, key in CURRICULUM if record["curriculum"][key]}
    return node | process_links(record, iri)


def _occupation_nodes(record: dict, text: str, iri: str, detail: str) -> list[dict]:
    occupation = record["occupation"]
    if occupation is None:
        return []
    node = {"id": f"{iri}#o1", "type": "st:OccupationStatement", "confidence": _decimal(occupation["confidence"])}
    if occupation["concept"]:
        node["concept"] = occupation["concept"]
    return _with_target(node, occupation, record, text, iri, detail)


def _skill_nodes(record: dict, text: str, iri: str, detail: str) -> Iterator[dict]:
    for number, skill in enumerate(record["skills"], 1):
        node = {
            "id": f"{iri}#s{number}",
            "type": "st:SkillStatement",
            "statementType": TYPES[skill["type"]],
            "section": ST[skill["section"]],
            "confidence": _decimal(skill["confidence"]),
        }
        if skill["concept"]:
            node["concept"] = skill["concept"]
        for name in ("requirement", "evidence"):
            if skill[name]:
                node[name] = ST[skill[name]]
        if skill["level"]:
            node["level"] = skill["level"]
        if skill.get("evidence_detail"):
            node |= evidence_terms(skill["evidence_detail"], iri)
        if detail == "full":
            node["because"] = skill["because"]
        yield from _with_target(node, skill, record, text, iri, detail)


def _flag_nodes(record: dict, text: str, iri: str, detail: str) -> Iterator[dict]:
    for number, flag in enumerate(record["bias"], 1):
        node = {
            "id": f"{iri}#b{number}",
            "type": "st:WordingFlag",
            "ground": ST[flag["ground"]],
            "directness": ST[flag["directness"]],
            "severity": ST[flag["severity"]],
            **{name: flag[name] for name in ("rule", "law", "why", "alternative")},
        }
        yield from _with_target(node, flag, record, text, iri, detail)


def _with_target(node: dict, span: dict, record: dict, text: str, iri: str, detail: str) -> list[dict]:
    """The statement with its quote and, in full detail, its place in the text (Web Annotation selectors).

    The words around the quote are left out for CVs, where they may be personal, and end at masked data in other texts.
    """
    language = record["document"]["language"]
    node["quote"] = {"@value": span["quote"], "@language": language}
    if detail != "full":
        return [node]
    target = node["id"] + "-t"
    node["hasTarget"] = target
    quote_node = {"id": target + "q", "type": "oa:TextQuoteSelector", "exact": span["quote"]}
    if record["document"]["kind"] != "cv":
        quote_node["prefix"] = text[max(0, span["start"] - _AROUND) : span["start"]].rpartition(MASK)[2]
        quote_node["suffix"] = text[span["end"] : span["end"] + _AROUND].partition(MASK)[0]
    return [
        node,
        {"id": target, "type": "oa:SpecificResource", "hasSource": iri, "hasSelector": [target + "p", target + "q"]},
        {"id": target + "p", "type": "oa:TextPositionSelector", "start": span["start"], "end": span["end"]},
        quote_node,
    ]


def _decimal(value: float) -> str:
    """Canonical xsd:decimal (XSD 1.1), so that all serialisations and stores agree."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
