"""Dutch ESCO occupations of any version as concepts: only what the tests of differences need."""

import csv
import gzip
from pathlib import Path

from ontology.concepts import Concept, Ontology
from ontology.namespaces import ESCO_ISCO


def occupations(path: Path) -> Ontology:
    """Occupations with their labels, below their ISCO group."""
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return Ontology(tuple(_concept(row) for row in csv.DictReader(stream)))


def _concept(row: dict[str, str]) -> Concept:
    preferred = row["preferredLabel"].strip()
    others = dict.fromkeys(text.strip() for text in row["altLabels"].split("\n") if text.strip() not in ("", preferred))
    labels = {("pref", "nl"): (preferred,)} | ({("alt", "nl"): tuple(others)} if others else {})
    return Concept(row["conceptUri"], "occupation", labels, broader=(ESCO_ISCO + row["iscoGroup"],))
