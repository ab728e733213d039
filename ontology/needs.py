"""Which skills each occupation needs, by the relations of a release or by those of the core alone; and which core concepts are related.

A concept that the lexicon does not have itself stands for ours that are mapped to it (compiling.py), so that what ESCO says of an occupation is added to what we say of it.
"""

from pathlib import Path

from .lexicon import Lexicon
from .namespaces import CONCEPT_BASE
from .tables import QUALIFICATION_TABLE, RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows, split_values

ESSENTIAL, OPTIONAL = "essential", "optional"

Needs = dict[str, dict[str, str]]


def read_needs(lexicon: Lexicon) -> Needs:
    """By occupation IRI the skills that it needs in the release of the lexicon, each "essential" or "optional"."""
    needs: Needs = {}
    for occupation, skill, essential in lexicon.all_needs():
        needs.setdefault(lexicon.entry(occupation).iri, {})[lexicon.entry(skill).iri] = ESSENTIAL if essential else OPTIONAL
    return needs


def core_needs(lexicon: Lexicon) -> Needs:
    """What the core's own table says of the occupations and skills that the lexicon has; every release holds the core."""
    needs: Needs = {}
    for _, row in read_rows(SOURCE / RELATION_TABLE, RELATION_COLUMNS, []):
        occupation, skill = CONCEPT_BASE + row["occupation"], CONCEPT_BASE + row["skill"]
        if lexicon.number_of(occupation) is not None and lexicon.number_of(skill) is not None:
            needs.setdefault(occupation, {})[skill] = row["relation"]
    return needs


def read_related(source: Path = SOURCE) -> dict[str, list[str]]:
    """By IRI of a core concept those that the tables call related to it, in both directions; every release holds the core."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(source.glob("*.tsv")):
        if path.name not in (RELATION_TABLE, QUALIFICATION_TABLE):
            for _, row in read_rows(path, ["id", "related"], []):
                for other in split_values(row["related"]):
                    one, two = CONCEPT_BASE + row["id"], CONCEPT_BASE + other
                    found.setdefault(one, {})[two] = None
                    found.setdefault(two, {})[one] = None
    return {concept: list(others) for concept, others in found.items()}
