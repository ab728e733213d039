"""How long ``ontology candidates`` and ``ontology trends`` take on the tables of many documents, and how much memory: ``python tests/bench/candidates.py 3000000``.

Tables are written as a run writes them, a part for 500 documents, without translating anything: 30 statements a document, of which one in five has
words that no label has. Those words are drawn from twenty million, most of them seldom (Zipf), so that the number of forms grows with the documents as it does in
life; three of a hundred documents repeat another. Then the commands run, each in a process of its own. Prints one JSON object a command:
seconds of wall clock and of processors, MB at most, and what the command said. ``--keep FOLDER`` keeps the tables, or uses those that are there.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import click
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ontology.lexicon import Lexicon
from pipeline.export.tables import SCHEMAS

PART, STATEMENTS = 500, 30
NAMELESS, WORDS, ZIPF = 0.2, 20_000_000, 1.1
SECTORS, REGIONS = ("Zorg", "ICT", "Bouw", "Techniek", "Handel", None), ("Utrecht", "Zeeland", "Gent", "Drenthe", None)
_STARTS, _ENDS = ("glim", "kras", "vorm", "stuur", "licht", "dradig", "pers", "meet"), ("werk", "snoeren", "toezicht", "bouw", "delen", "koppeling", "beheer", "techniek")


class Maker:
    """Makes the tables of one part after the other."""

    def __init__(self, lexicon: Lexicon):
        self.rng = np.random.default_rng(20261122)
        entries = [entry for entry in map(lexicon.entry, range(len(lexicon))) if entry.type != "occupation"]
        self.concepts, self.labels, self.types = (pa.array([getattr(entry, name) for entry in entries]) for name in ("iri", "label_nl", "type"))
        self.occupations = pa.array([lexicon.entry(number).iri for number in range(len(lexicon)) if lexicon.is_occupation[number]])
        weights = 1 / np.arange(10, len(entries) + 10)
        self.steps = np.cumsum(weights[self.rng.permutation(len(entries))] / weights.sum())

    def part(self, first: int) -> dict[str, pa.Table]:
        """The tables documents and skills of PART documents, numbered from ``first``."""
        names = pc.binary_join_element_wise("v", pa.array(np.arange(first, first + PART)).cast(pa.string()), "")
        rng, size = self.rng, PART * STATEMENTS
        repeats = rng.random(PART) < 0.03
        documents = {
            "document": names, "kind": pa.repeat("vacancy", PART), "language": pa.repeat("nl", PART), "release": pa.repeat("2026.1.0", PART),
            "sha256": pa.array([f"{number * 0x9E3779B97F4A7C15 % 2**64:064x}"[::-1] for number in range(first, first + PART)]),
            "occupation_concept": self.occupations.take(pa.array(rng.integers(0, len(self.occupations), PART))),
            "published": pa.array([date(2025 + month // 12, month % 12 + 1, 15) for month in rng.integers(0, 24, PART).tolist()]),
            "sector": _drawn(SECTORS, rng, PART), "region": _drawn(REGIONS, rng, PART),
            "repeat_of": pa.array([f"v{first}" if repeat else None for repeat in repeats.tolist()]),
        }  # fmt: skip
        nameless = rng.random(size) < NAMELESS
        known = pa.array(np.minimum(np.searchsorted(self.steps, rng.random(size)), len(self.concepts) - 1))
        words = rng.zipf(ZIPF, size) % WORDS
        said = pc.if_else(pa.array(nameless), self._words(words), self.labels.take(known))
        document = names.take(pa.array(np.repeat(np.arange(PART), STATEMENTS)))
        skills = {
            "document": document, "number": pa.array(np.tile(np.arange(1, STATEMENTS + 1), PART)), "quote": said, "start": pa.array(rng.integers(0, 3000, size)),
            "type": self.types.take(known), "requirement": _drawn(("required", "preferred", "task", "offered"), rng, size), "section": _drawn(("tasks", "requirements", "offer"), rng, size),
            "concept": pc.if_else(pa.array(nameless), None, self.concepts.take(known)), "label": pc.if_else(pa.array(nameless), None, self.labels.take(known)),
            "confidence": pa.array(rng.beta(8, 2, size).astype("float32")),
            "context": pc.if_else(pa.array(nameless), pc.binary_join_element_wise("Je gaat aan de slag met", said, "voor klant", document, " "), None),
        }  # fmt: skip
        return {"documents": _in_columns("documents", documents, PART), "skills": _in_columns("skills", skills, size)}

    @staticmethod
    def _words(numbers: np.ndarray) -> pa.Array:
        starts, ends = (pa.array(some).take(pa.array(numbers // by % len(some))) for some, by in ((_STARTS, 1), (_ENDS, len(_STARTS))))
        return pc.binary_join_element_wise(starts, ends, pa.array(numbers).cast(pa.string()), " ")


def _drawn(values: tuple, rng: np.random.Generator, size: int) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(rng.integers(0, len(values), size)))


def _in_columns(name: str, columns: dict, size: int) -> pa.Table:
    return pa.table({field.name: columns[field.name].cast(field.type) if field.name in columns else pa.nulls(size, field.type) for field in SCHEMAS[name]})


def write_run(folder: Path, documents: int) -> None:
    """A run folder with tables of so many documents."""
    maker = Maker(Lexicon.load())
    for name in ("documents", "skills"):
        (folder / "tables" / name).mkdir(parents=True)
    for first in range(0, documents, PART):
        for name, table in maker.part(first).items():
            pq.write_table(table, folder / "tables" / name / f"{first // PART:06d}.parquet", compression="zstd")
    manifest = {"run": folder.name, "iri": "urn:bench", "tool": {"version": "1"}, "ontology": {"release": "2026.1.0"}, "totals": {"translated": documents}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def measure(*command: str) -> dict:
    """Runs a command of the tool: seconds, MB, and the last line that it said."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, "-m", "pipeline.cli", *command], stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        said.seek(0)
        last = said.read().decode().strip().rsplit("\n", 1)[-1]
    return {
        "command": " ".join(command[:2]), "exit": os.waitstatus_to_exitcode(status), "seconds": round(time.perf_counter() - started), "processor_seconds": round(used.ru_utime + used.ru_stime),
        "peak_mb": used.ru_maxrss // 1024, "said": last,
    }  # fmt: skip


@click.command()
@click.argument("documents", type=click.IntRange(PART))
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Where the tables are, or stay.")
@click.option("--only", type=click.Choice(("candidates", "trends")), help="One of the two.")
def main(documents: int, keep: Path | None, only: str | None) -> None:
    """Writes the tables of DOCUMENTS documents and runs both commands on them."""
    with tempfile.TemporaryDirectory() as folder:
        run = keep or Path(folder) / "run"
        if not (run / "manifest.json").exists():
            started = time.perf_counter()
            write_run(run, documents)
            megabytes = sum(path.stat().st_size for path in run.rglob("*.parquet")) // 2**20
            print(json.dumps({"command": "write tables", "documents": documents, "seconds": round(time.perf_counter() - started), "mb_on_disk": megabytes}), flush=True)
        for name in [only] if only else ["candidates", "trends"]:
            print(json.dumps({"documents": documents, **measure("ontology", name, str(run), "--out", str(Path(folder) / name))}), flush=True)


if __name__ == "__main__":
    main()
