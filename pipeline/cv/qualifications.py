"""What diplomas and certificates imply, from ontology/source/qualification_skills.tsv: a skill, or the essential skills of an occupation.

Each row names the norm that says so: a law, a qualification file, a scheme's exam terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.namespaces import CONCEPT_BASE
from ontology.tables import QUALIFICATION_COLUMNS, QUALIFICATION_TABLE, RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows


@dataclass(frozen=True, slots=True)
class Implication:
    """Whoever has the qualification has the concept ``skill``, by ``norm``."""

    skill: str
    norm: str


@lru_cache(maxsize=1)
def all_implications() -> dict[str, tuple[Implication, ...]]:
    """By qualification IRI what it implies."""
    essential: dict[str, list[str]] = {}
    for _, row in read_rows(SOURCE / RELATION_TABLE, RELATION_COLUMNS, []):
        if row["relation"] == "essential":
            essential.setdefault(row["occupation"], []).append(row["skill"])
    found: dict[str, dict[Implication, None]] = {}
    for _, row in read_rows(SOURCE / QUALIFICATION_TABLE, QUALIFICATION_COLUMNS, []):
        for skill in essential.get(row["implies"], [row["implies"]]):
            found.setdefault(CONCEPT_BASE + row["qualification"], {})[Implication(CONCEPT_BASE + skill, row["norm"])] = None
    return {qualification: tuple(implied) for qualification, implied in found.items()}


def implied_by(concept: str) -> Sequence[Implication]:
    """What a qualification implies; nothing for other concepts."""
    return all_implications().get(concept, ())
