"""The relations of a release -> which skills each occupation needs, in the concepts of its lexicon; and which core concepts are related.

For the core these are the rows of ``source/occupation_skills.tsv``; for a release folder the ESCO properties in ``ontology.nt.gz``. A concept that the
lexicon does not have itself stands for ours that are mapped to it, so that what ESCO says of an occupation is added to what we say of it.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from .errors import OntologyError
from .lexicon import Lexicon
from .namespaces import CONCEPT_BASE, ESCO
from .tables import QUALIFICATION_TABLE, RELATION_COLUMNS, RELATION_TABLE, SOURCE, read_rows, split_values

ESSENTIAL, OPTIONAL = "essential", "optional"
_TRIPLE = re.compile(rb"<([^>]*)> <([^>]*)> <([^>]*)> \.")
_PROPERTIES = {ESCO.relatedEssentialSkill.encode(): ESSENTIAL, ESCO.relatedOptionalSkill.encode(): OPTIONAL}

Needs = dict[str, dict[str, str]]


def read_needs(lexicon: Lexicon, release: Path | None = None) -> Needs:
    """By occupation IRI the skills that it needs, each "essential" or "optional". Raises OntologyError when the release cannot be read."""
    own = _own(lexicon)
    needs: Needs = {}
    for occupation, kind, skill in _of_release(release) if release else _of_core():
        for one in own.get(occupation, ()):
            for needed in own.get(skill, ()):
                if lexicon.is_occupation[lexicon.number_of(one)] and not lexicon.is_occupation[lexicon.number_of(needed)]:
                    found = needs.setdefault(one, {})
                    found[needed] = ESSENTIAL if kind == ESSENTIAL else found.get(needed, OPTIONAL)
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


def _own(lexicon: Lexicon) -> dict[str, list[str]]:
    """Every IRI that the lexicon knows, also by an exact or close mapping -> the concepts of the lexicon that it stands for; itself when it is one."""
    entries = [lexicon.entry(number) for number in range(len(lexicon))]
    found: dict[str, list[str]] = {}
    for entry in entries:
        for iri in (iri for iris in entry.mappings.values() for iri in iris):
            found.setdefault(iri, []).append(entry.iri)
    return found | {entry.iri: [entry.iri] for entry in entries}


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
    except (OSError, EOFError, zlib.error) as error:
        raise OntologyError(f"{path} cannot be read ({error}); give a folder made by 'skillstaal ontology build'") from error
