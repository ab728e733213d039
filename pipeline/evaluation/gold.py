"""Gold JSONL files -> checked records: texts with their skills (and wording), or texts with their wording only.

Records are as in corpora/gold/README.md; those of wording gold have ``bias`` and no ``skills``. Messages name the file and the line, never
what stands there: that may be a CV.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import orjson

from ..errors import RecordError, SkillstaalError
from ..reading import make_document
from ..types import DIRECTNESS, GROUNDS, KINDS, SKILL_TYPES, Document

_ALLOWED = {"skills": {"type": SKILL_TYPES}, "bias": {"ground": GROUNDS, "directness": DIRECTNESS}}


def read_gold_records(paths: Sequence[Path], ids: str = "all") -> list[dict]:
    """The records of gold JSONL files; ``ids`` "odd" or "even" keeps those with such a number in their id.

    Raises SkillstaalError for a line that is no gold record, for an id that comes twice, and when nothing is left of the files.
    """
    records: dict[str, dict] = {}
    for path in paths:
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            place = f"{path}:{number}"
            try:
                record = orjson.loads(line)
                _check(record, place)
            except (KeyError, TypeError, ValueError) as error:
                raise SkillstaalError(f"{place}: no gold record ({error}); expected id, text and skills, or id, text and bias") from error
            if record["id"] in records:
                raise SkillstaalError(f"{place}: the id {record['id']} was used before; give every gold text its own id")
            digits = "".join(filter(str.isdigit, record["id"]))
            if ids == "all" or int(digits or 0) % 2 == (ids == "odd"):
                records[record["id"]] = record
    if paths and not records:
        raise SkillstaalError(f"{', '.join(map(str, paths))}: no gold records{'' if ids == 'all' else f' with {ids} ids'}; give JSONL with one text a line")
    return list(records.values())


def _check(record: dict, place: str) -> None:
    """Raises KeyError or TypeError for what is no record, SkillstaalError for a span that cannot be scored."""
    if not isinstance(record["id"], str) or not isinstance(record["text"], str):
        raise TypeError("id and text are not both strings")
    if "skills" not in record and "bias" not in record:
        raise KeyError("skills")
    for key, allowed in _ALLOWED.items():
        for span in record.get(key, ()):
            if not 0 <= int(span["start"]) < int(span["end"]) <= len(record["text"]):
                raise SkillstaalError(f"{place}: a span in {key} runs from {span['start']} to {span['end']}, outside the text of {len(record['text'])} characters")
            for name, values in allowed.items():
                if span[name] not in values:
                    raise SkillstaalError(f"{place}: {name} {span[name]!r} in {key} is not one of {', '.join(values)}")


def gold_document(record: dict) -> Document:
    """The text of a record as the translator takes it; other kinds than those it knows ("sentence") are read as a vacancy.

    Raises SkillstaalError for a text that cannot be translated.
    """
    kind = record.get("kind", "vacancy")
    try:
        return make_document(record["id"], record["text"], kind if kind in KINDS else "vacancy", "", record["id"], record.get("language"))
    except RecordError as error:
        raise SkillstaalError(f"gold record {error}") from error


def misplaced(records: Sequence[dict]) -> list[str]:
    """The ids of records with a span whose quote does not stand at its offsets in the text as the translator reads it."""
    return [
        record["id"]
        for record, text in ((record, gold_document(record).text) for record in records)
        if any(text[span["start"] : span["end"]] != span.get("quote") for key in _ALLOWED for span in record.get(key, ()))
    ]


def fingerprints(paths: Sequence[Path]) -> list[dict[str, str]]:
    """Name and checksum of each file, so that a saved result tells what it was measured on."""
    return [{"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths]
