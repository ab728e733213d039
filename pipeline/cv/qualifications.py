"""What diplomas and certificates imply, from ontology/source/qualification_skills.tsv: a skill, or the essential skills of an occupation.

Each row names the norm that says so: a law, a qualification file, a scheme's exam terms.
"""

from collections.abc import Sequence
from functools import lru_cache

from ontology.concepts import Relation
from ontology.implications import Implication, unfold
from ontology.namespaces import CONCEPT_BASE
from ontology.tables import QUALIFICATION_COLUMNS, QUALIFICATION_TABLE, RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows


@lru_cache(maxsize=1)
def all_implications() -> dict[str, tuple[Implication, ...]]:
    """By qualification IRI what it implies."""
    relations = (Relation(CONCEPT_BASE + row["occupation"], row["relation"], CONCEPT_BASE + row["skill"]) for _, row in read_rows(SOURCE / RELATION_TABLE, RELATION_COLUMNS, []))
    found: dict[str, list[Implication]] = {}
    for implied in unfold((row for _, row in read_rows(SOURCE / QUALIFICATION_TABLE, QUALIFICATION_COLUMNS, [])), relations):
        found.setdefault(implied.qualification, []).append(implied)
    return {qualification: tuple(implied) for qualification, implied in found.items()}


def implied_by(concept: str) -> Sequence[Implication]:
    """What a qualification implies; nothing for other concepts."""
    return all_implications().get(concept, ())
