"""Imported sources on disk: a folder each, in the format of our own tables, that a build can add to the core.

``source.json`` says what it is, ``concepts.tsv`` and ``occupation_skills.tsv`` are tables, ``mappings.sssom.tsv`` is an
SSSOM set with full IRIs, ``skipped.txt`` tells what the importer left out.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from .concepts import COLUMNS, ROLES, Concept, Imported, Ontology, Source
from .errors import OntologyError
from .tables import RELATION_COLUMNS, RELATION_TABLE, join_values, read_ontology

_HEAD = "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n"


def write_import(imported: Imported, folder: Path) -> None:
    """Writes the import as ``folder``, replacing an earlier one."""
    beside = folder.with_name(folder.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    ontology = imported.ontology
    (beside / "source.json").write_text(json.dumps(asdict(imported.source), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _write(beside / "concepts.tsv", _columns(ontology), (_row(concept) for concept in ontology.concepts))
    relations = ({"occupation": r.occupation, "relation": r.kind, "skill": r.skill} for r in ontology.relations)
    _write(beside / RELATION_TABLE, RELATION_COLUMNS, relations)
    columns = "subject_id predicate_id object_id mapping_justification confidence".split()
    mappings = ((m.subject, f"skos:{m.predicate}", m.object, m.justification, f"{m.confidence:g}") for m in ontology.mappings)
    _write(beside / "mappings.sssom.tsv", columns, (dict(zip(columns, row)) for row in mappings), _HEAD)
    (beside / "skipped.txt").write_text("".join(f"{line}\n" for line in imported.skipped), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def read_import(folder: Path) -> tuple[Source, Ontology]:
    """An import as written. Raises OntologyError when the folder is none."""
    try:
        source = Source(**json.loads((folder / "source.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise OntologyError(f"{folder} is no imported source ({error}); make one with 'skillstaal ontology import'") from error
    return source, read_ontology(folder, folder, whole=False)


def import_folders(folders: Iterable[Path]) -> list[Path]:
    """The imports that these folders are, or that lie in them (by name). Raises OntologyError when there is none in one of them."""
    found = []
    for folder in folders:
        inside = [folder] if (folder / "source.json").exists() else sorted(path.parent for path in folder.glob("*/source.json"))
        if not inside:
            raise OntologyError(f"{folder} holds no imported source; make one with 'skillstaal ontology import'")
        found += inside
    return found


def _columns(ontology: Ontology) -> list[str]:
    """The columns of our tables, and those for further languages and schemes."""
    labels = {f"{role}_{lang}" for concept in ontology.concepts for role, lang in concept.labels}
    definitions = {f"definition_{lang}" for concept in ontology.concepts for lang in concept.definitions}
    return COLUMNS + sorted((labels | definitions | {"scheme", "notation"}) - set(COLUMNS))


def _row(concept: Concept) -> dict[str, str]:
    row = {
        "id": concept.iri, "type": concept.type, "broader": join_values(concept.broader), "related": join_values(concept.related),
        "reuse_level": concept.reuse_level, "status": concept.status, "replaced_by": concept.replaced_by, "source": concept.source,
        "note": concept.note, "scheme": concept.scheme, "notation": concept.notation,
    }  # fmt: skip
    row |= {f"{role}_{lang}": join_values(texts) for role in ROLES for (label_role, lang), texts in concept.labels.items() if label_role == role}
    return row | {f"definition_{lang}": text for lang, text in concept.definitions.items()}


def _write(path: Path, columns: list[str], rows, head: str = "") -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head + "\t".join(columns) + "\n")
        for row in rows:
            stream.write("\t".join(" ".join(str(row.get(column, "")).split()) for column in columns) + "\n")
