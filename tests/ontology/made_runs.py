"""Run folders with made tables in which the demand for concepts moves as told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.tables import SCHEMAS


@dataclass
class Market:
    """``odds``: by concept what a year does to the odds of being asked; ``base``: the share of texts at the start."""

    concepts: Sequence[str]
    odds: np.ndarray
    base: np.ndarray
    rng: np.random.Generator
    occupations: Sequence[str | None] = (None,)
    sectors: Sequence[str | None] = (None,)
    made: int = 0

    def month(self, number: int, texts: int, found: float | np.ndarray = 1.0) -> tuple[pa.Table, pa.Table]:
        """(documents, skills) of a month, counted from 0; ``found`` is the share of what is asked that the tool finds."""
        log_odds = np.log(self.base / (1 - self.base)) + np.log(self.odds) * number / 12
        asked = self.rng.random((texts, len(self.concepts))) < found / (1 + np.exp(-log_odds))
        names = [f"d{self.made + n}" for n in range(texts)]
        self.made += texts
        rows, columns = np.nonzero(asked)
        documents = _table("documents", texts, {
            "document": names, "kind": ["vacancy"] * texts, "language": ["nl"] * texts, "sha256": [sha256(name.encode()).hexdigest() for name in names],
            "published": [date(2024 + number // 12, number % 12 + 1, 1 + n % 28) for n in range(texts)],
            "occupation_concept": [self.occupations[n % len(self.occupations)] for n in range(texts)],
            "sector": [self.sectors[n % len(self.sectors)] for n in range(texts)],
        })  # fmt: skip
        skills = _table("skills", len(rows), {
            "document": [names[row] for row in rows], "requirement": ["required"] * len(rows), "type": ["skill"] * len(rows), "section": ["requirements"] * len(rows),
            "concept": [self.concepts[column] for column in columns], "label": [f"begrip {column}" for column in columns],
            "confidence": self.rng.beta(8, 2, len(rows)).astype("float32"),
        })  # fmt: skip
        return documents, skills


def _table(name: str, size: int, columns: dict) -> pa.Table:
    schema = SCHEMAS[name]
    return pa.table({one.name: pa.array(columns[one.name], one.type) if one.name in columns else pa.nulls(size, one.type) for one in schema})


def write_run(folder: Path, months: Sequence[tuple[pa.Table, pa.Table]], release: str = "2026.1.0", code: str = "a" * 64) -> Path:
    """A run folder, a shard a month."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, tables in enumerate(months):
        for name, table in zip(("documents", "skills"), tables):
            path = folder / "tables" / name / f"{number:06d}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, path)
    write_manifest(folder, folder.name, sum(len(documents) for documents, _ in months), release, code)
    return folder


def write_manifest(folder: Path, name: str, count: int = 0, release: str = "2026.1.0", code: str = "a" * 64) -> None:
    """The manifest of a run of ``count`` texts."""
    manifest = {
        "run": name, "iri": f"https://w3id.org/skillstaal/run/{name}", "tool": {"name": "skillstaal", "version": "0.1.0", "sha256": code},
        "ontology": {"release": release, "iri": f"https://w3id.org/skillstaal/release/{release}"},
        "config": {"settings": {"kind": "auto", "base": "https://w3id.org/skillstaal/data/", "formats": ["parquet"]}}, "inputs": [], "outputs": [], "timings": {},
        "totals": {"translated": count, "read": count, "quarantined": 0, "skills": 0, "linked": 0, "flags": 0},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
