"""Small ontologies for the tests of the checks."""

from ontology.checks import check_ontology
from ontology.concepts import Concept, Mapping, Ontology, Relation
from ontology.namespaces import CONCEPT_BASE

ESCO = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-00000000000"
TOP = f"{CONCEPT_BASE}ST0000009"


def iri(number):
    return f"{CONCEPT_BASE}ST{number:07d}"


def concept(number, pref="lassen", type_="skill", *, alt=(), hidden=(), en=None, alt_en=(), definition=None, labels=None, **more):
    """A sound concept, but for what is given. ``labels`` adds or replaces (role, language) entries."""
    found = {("pref", "nl"): (pref,), ("pref", "en"): (en or f"term {number}",)}
    found |= {key: tuple(texts) for key, texts in {("alt", "nl"): alt, ("hidden", "nl"): hidden, ("alt", "en"): alt_en}.items() if texts}
    found = {key: texts for key, texts in (found | (labels or {})).items() if texts}
    definitions = {"nl": f"Een zin die zegt wat nummer {number} is."} if definition is None else definition
    return Concept(iri(number), type_, found, **{"definitions": definitions, "source": "test", "broader": (TOP,) if number != 9 and type_ == "skill" else ()} | more)


def related(number, *others, **more):
    return concept(number, f"term{number} doen", related=tuple(iri(other) for other in others), **more)


HEAD = concept(9, "vaardigheden tonen")
WELDER = concept(8, "lasser", "occupation", broader=())


def relation(occupation, skill, kind="essential"):
    return Relation(iri(occupation), kind, iri(skill), "r.tsv:2")


def mapping(number, predicate="exactMatch", target=ESCO + "1", **more):
    return Mapping(iri(number), predicate, target, **more)


def ontology(*parts):
    """An Ontology of concepts, relations and mappings in any order."""
    return Ontology(
        tuple(part for part in parts if isinstance(part, Concept)),
        tuple(part for part in parts if isinstance(part, Relation)),
        tuple(part for part in parts if isinstance(part, Mapping)),
    )


def findings(name, *parts):
    return [finding for finding in check_ontology(ontology(*parts)) if finding.condition == name]
