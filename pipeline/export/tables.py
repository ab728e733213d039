"""Translations -> rows of the Parquet tables documents, skills, bias and work_processes. Fixed schemas, flat columns.

Names of automation quadrants and digital levels are the codes of the instruments of those names; work_processes.skills counts the statements of its
document from 1, as skills.number does.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from operator import itemgetter

import pyarrow as pa
import pyarrow.parquet as pq

from ..contract import occupation_group

_TEXTS = pa.list_(pa.string())
SCHEMAS = {
    "documents": pa.schema([
        ("document", pa.string()), ("kind", pa.string()), ("language", pa.string()), ("title", pa.string()),
        ("sha256", pa.string()), ("release", pa.string()), ("occupation_quote", pa.string()),
        ("occupation_concept", pa.string()), ("occupation_label", pa.string()), ("occupation_confidence", pa.float32()),
        ("experience_years", pa.int16()), ("education", pa.string()), ("skills", pa.int32()), ("flags", pa.int32()),
        ("published", pa.date32()), ("sector", pa.string()), ("region", pa.string()),
        ("repeat_of", pa.string()), ("variant_of", pa.string()), ("crebo", _TEXTS),
        ("quadrant", pa.string()), ("possible_quadrants", _TEXTS), ("routine", pa.float32()), ("interaction", pa.float32()),
        ("digital_level", pa.int16()), ("digital_low", pa.int16()), ("digital_high", pa.int16()),
    ]),
    "skills": pa.schema([
        ("document", pa.string()), ("number", pa.int32()), ("quote", pa.string()), ("start", pa.int32()), ("end", pa.int32()),
        ("type", pa.string()), ("requirement", pa.string()), ("evidence", pa.string()), ("level", pa.string()),
        ("section", pa.string()), ("concept", pa.string()), ("label", pa.string()), ("esco", _TEXTS),
        ("confidence", pa.float32()), ("because", pa.string()), ("evidence_kind", pa.string()), ("evidence_from", pa.string()),
        ("evidence_until", pa.string()), ("evidence_ongoing", pa.bool_()), ("evidence_months", pa.int32()), ("valid_until", pa.string()), ("context", pa.string()),
    ]),
    "bias": pa.schema([
        ("document", pa.string()), ("number", pa.int32()), ("quote", pa.string()), ("start", pa.int32()), ("end", pa.int32()),
        ("ground", pa.string()), ("directness", pa.string()), ("severity", pa.string()), ("rule", pa.string()),
        ("law", pa.string()), ("alternative", pa.string()), ("kind", pa.string()), ("occupation_group", pa.string()), ("why", pa.string()),
    ]),
    "work_processes": pa.schema([
        ("document", pa.string()), ("number", pa.int32()), ("code", pa.string()), ("title", pa.string()), ("start", pa.int32()), ("end", pa.int32()),
        ("kind", pa.string()), ("skills", pa.list_(pa.int32())),
    ]),
}  # fmt: skip


def rows(record: dict, contexts: Sequence[str | None] | None = None) -> dict[str, list[dict]]:
    """Rows of one translation by table. ``contexts``: for each skill the sentence that maintainers may see; None for none."""
    document, occupation = record["document"], record["occupation"] or {}
    first = {name: document[name] for name in ("kind", "language", "title", "sha256")} | {
        "document": document["id"],
        "release": record["ontology"]["release"],
        "occupation_quote": occupation.get("quote"),
        "occupation_concept": occupation.get("concept"),
        "occupation_label": occupation.get("label"),
        "occupation_confidence": occupation.get("confidence"),
        "experience_years": record["experience_years"],
        "education": record["education"],
        "skills": len(record["skills"]) if "variant_of" not in document else None,
        "flags": len(record["bias"]) if "variant_of" not in document else None,
        "published": date.fromisoformat(document["published"]) if document.get("published") else None,
        "sector": document.get("sector"),
        "region": document.get("region"),
        "repeat_of": document.get("repeat_of"),
        "variant_of": document.get("variant_of"),
        "crebo": record.get("crebo"),
    } | _prospects(record.get("prospects"))
    own = {"document": document["id"]}
    skills = [
        {**skill, **own, "number": n, "esco": skill["mappings"]["esco"], "context": context, **_evidence(skill.get("evidence_detail"))}
        for n, (skill, context) in enumerate(zip(record["skills"], contexts or [None] * len(record["skills"]), strict=True), 1)
    ]
    told = own | {"kind": document["kind"], "occupation_group": occupation_group(record)}
    flags = [flag | told | {"number": n} for n, flag in enumerate(record["bias"], 1)]
    processes = [process | own | {"number": n} for n, process in enumerate(record.get("work_processes", ()), 1)]
    return {"documents": [first], "skills": skills, "bias": flags, "work_processes": processes}


def _prospects(found: dict | None) -> dict:
    """The columns of the quadrant, its scores and the digital level; empty for texts that describe no work."""
    if not found:
        return dict.fromkeys(("quadrant", "possible_quadrants", "routine", "interaction", "digital_level", "digital_low", "digital_high"))
    digital = found["digital"]
    scores = {name: found[name]["score"] for name in ("routine", "interaction")}
    return scores | {
        "quadrant": found["quadrant"], "possible_quadrants": found["possible_quadrants"],
        "digital_level": digital["level"], "digital_low": digital["low"], "digital_high": digital["high"],
    }  # fmt: skip


_EVIDENCE = {f"evidence_{name}": name for name in ("kind", "from", "until", "ongoing", "months")} | {"valid_until": "valid_until"}  # column -> name in the JSON
_NO_EVIDENCE = dict.fromkeys(_EVIDENCE)


def _evidence(detail: dict | None) -> dict:
    return {column: detail.get(name) for column, name in _EVIDENCE.items()} if detail else _NO_EVIDENCE


def batch(name: str, table_rows: list[dict]) -> pa.RecordBatch:
    """Rows of one table in its columns."""
    schema = SCHEMAS[name]
    return pa.record_batch([pa.array(list(map(itemgetter(field.name), table_rows)), field.type) for field in schema], schema=schema)


def parquet(name: str, table_rows: list[dict]) -> bytes:
    """Parquet bytes of one table; the same rows give the same bytes."""
    stream = BytesIO()
    pq.write_table(pa.Table.from_batches([batch(name, table_rows)]), stream, compression="zstd")
    return stream.getvalue()
