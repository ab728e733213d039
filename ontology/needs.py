"""The relations of a release -> which skills each occupation needs, in the concepts of its lexicon.

For the core these are the rows of ``source/occupation_skills.tsv``; for a release folder the ESCO properties in ``ontology.nt.gz``. A concept that the
lexicon folds into one of ours (an exact match) stands for ours, so that what ESCO says of an occupation is added to what we say of it.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from .errors import OntologyError
from .lexicon import Lexicon
from .namespaces import CONCEPT_BASE, ESCO
from .tables import RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows

ESSENTIAL, OPTIONAL = "essential", "optional"
_TRIPLE = re.compile(rb"<([^>]*)> <([^>]*)> <([^>]*)> \.")
_PROPERTIES = {ESCO.relatedEssentialSkill.encode(): ESSENTIAL, ESCO.relatedOptionalSkill.encode(): OPTIONAL}

Needs = dict[str, dict[str, str]]


def read_needs(lexicon: Lexicon, release: Path | None = None) -> Needs:
    """By occupation IRI the skills that it needs, each "essential" or "optional". Raises OntologyError when the release cannot be read."""
    names = _names(lexicon)
    needs: Needs = {}
    for occupation, kind, skill in _of_release(release) if release else _of_core():
        occupation, skill = names.get(occupation), names.get(skill)
        if occupation and skill and lexicon.is_occupation[lexicon.number_of(occupation)] and not lexicon.is_occupation[lexicon.number_of(skill)]:
            own = needs.setdefault(occupation, {})
            own[skill] = ESSENTIAL if kind == ESSENTIAL else own.get(skill, OPTIONAL)
    return needs


def _names(lexicon: Lexicon) -> dict[str, str]:
    """Every IRI that stands for a concept of the lexicon -> the IRI of that concept."""
    entries = [lexicon.entry(number) for number in range(len(lexicon))]
    mapped = {iri: entry.iri for entry in entries for iris in entry.mappings.values() for iri in iris}
    return mapped | {entry.iri: entry.iri for entry in entries}


def _of_core() -> Iterator[tuple[str, str, str]]:
    for _, row in read_rows(SOURCE / RELATION_TABLE, RELATION_COLUMNS, []):
        yield CONCEPT_BASE + row["occupation"], row["relation"], CONCEPT_BASE + row["skill"]


def _of_release(release: Path) -> Iterator[tuple[str, str, str]]:
    path = release / "ontology.nt.gz"
    try:
        with gzip.open(path) as lines:
            for line in lines:
                if b"Skill> <" in line and (found := _TRIPLE.match(line)) and found[2] in _PROPERTIES:
                    yield found[1].decode(), _PROPERTIES[found[2]], found[3].decode()
    except (OSError, EOFError) as error:
        raise OntologyError(f"{path} cannot be read ({error}); give a folder made by 'skillstaal ontology build'") from error
