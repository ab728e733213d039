"""What diplomas and certificates imply: source/qualification_skills.tsv -> pairs of qualification and skill with the norm, and their triples.

A row names a skill, or an occupation whose essential skills (occupation_skills.tsv) are meant; and the law, qualification file or exam terms
that say so. In a release the qualification has ``schema:competencyRequired`` for the skill, and an ``st:Implication`` that tells the norm.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .concepts import Ontology, Relation
from .errors import SourceError
from .namespaces import CONCEPT_BASE, IMPLICATION_BASE, RDF, SCHEMA, ST
from .tables import QUALIFICATION_COLUMNS, QUALIFICATION_TABLE, SOURCE, read_rows
from .triples import Triple, link, literal


@dataclass(frozen=True, slots=True, order=True)
class Implication:
    """Whoever has ``qualification`` has ``skill`` (IRIs), by ``norm`` (English)."""

    qualification: str
    skill: str
    norm: str


def read_implications(ontology: Ontology, source: Path = SOURCE) -> tuple[Implication, ...]:
    """The rows of the table in ``source``, in its order, occupations unfolded; none without the table.

    Raises SourceError for rows that name concepts which ``ontology`` does not have, or have the wrong type.
    """
    if not (source / QUALIFICATION_TABLE).is_file():
        return ()
    faults: list[str] = []
    rows = list(read_rows(source / QUALIFICATION_TABLE, QUALIFICATION_COLUMNS, faults))
    known = ontology.by_iri()
    for place, row in rows:
        for column in ("qualification", "implies"):
            if CONCEPT_BASE + row[column] not in known:
                faults.append(f"{place}: {column} {row[column]!r} does not exist; correct or remove the row")
        found = known.get(CONCEPT_BASE + row["qualification"])
        if found and found.type != "certificate":
            faults.append(f"{place}: qualification {row['qualification']} is of type {found.type}; expected a certificate")
        if not row["norm"]:
            faults.append(f"{place}: norm is empty; name the law or exam terms that say so")
    if faults:
        raise SourceError(faults)
    return unfold((row for _, row in rows), ontology.relations)


def unfold(rows: Iterable[dict[str, str]], relations: Iterable[Relation]) -> tuple[Implication, ...]:
    """Rows of the table as implications, each once; an occupation stands for its essential skills."""
    essential: dict[str, list[str]] = {}
    for relation in relations:
        if relation.kind == "essential":
            essential.setdefault(relation.occupation, []).append(relation.skill)
    found: dict[Implication, None] = {}
    for row in rows:
        implied = CONCEPT_BASE + row["implies"]
        for skill in essential.get(implied, [implied]):
            found[Implication(CONCEPT_BASE + row["qualification"], skill, row["norm"])] = None
    return tuple(found)


def implication_triples(implications: Iterable[Implication]) -> Iterator[Triple]:
    """Each as a direct relation, and as a node with its norm."""
    for implied in implications:
        node = f"{IMPLICATION_BASE}{implied.qualification.removeprefix(CONCEPT_BASE)}-{implied.skill.removeprefix(CONCEPT_BASE)}"
        yield link(implied.qualification, SCHEMA.competencyRequired, implied.skill)
        yield link(implied.qualification, ST.implies, node)
        yield link(node, RDF.type, ST.Implication)
        yield link(node, ST.impliedSkill, implied.skill)
        yield literal(node, ST.norm, implied.norm, "en")
