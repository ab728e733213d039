"""Marks without text, and the texts they belong to -> gold records.

Texts of others may not be passed on; where the skills stand in them, as offsets with concepts, may. A line of a marks file has ``id``,
``sha256`` (of the text, UTF-8) and ``skills`` (start, end, type, requirement, concepts, esco: see corpora/gold/README.md).
"""

import hashlib
from pathlib import Path

from ..errors import SkillstaalError
from .records import read_records


def read_standoff(marks: Path, texts: Path) -> list[dict]:
    """The records of ``marks`` with their text and quotes.

    Raises SkillstaalError when a text is absent from ``texts`` (JSONL with id and text) or is another one than was marked.
    """
    found = {record["id"]: record["text"] for record in read_records(texts)}
    records = []
    for record in read_records(marks):
        text = found.get(record["id"])
        if text is None or hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
            raise SkillstaalError(f"{texts}: the text of {record['id']} is {'absent' if text is None else 'not the one that was marked'}; give the file that {marks} was made for")
        skills = [{**skill, "quote": text[skill["start"] : skill["end"]]} for skill in record["skills"]]
        records.append({**record, "kind": "vacancy", "text": text, "skills": skills})
    return records
