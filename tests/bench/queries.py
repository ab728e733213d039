"""What questions cost: time to load a run of so many documents into a store on disk, its size, and the time of every named query.

``python tests/bench/queries.py 1000 10000 100000`` makes runs of variations of ``corpora/examples`` (other dates and sectors, a fifth of the
statements left out, a third about another concept) and prints a line of JSON for each; ``--work DIR`` keeps them for the next time. ``--run DIR`` measures
a run folder that is there.
"""

import argparse
import gzip
import json
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import NamedNode, Store

from ontology.namespaces import DATA_BASE, RDF, RELEASE_BASE, RUN_BASE, SCHEMA
from pipeline.contract import to_json
from pipeline.export import rdf
from pipeline.export.nodes import to_nodes
from pipeline.querying import fill, load_store, queries
from pipeline.reading import read_sources
from pipeline.translate import Translator

EXAMPLES = Path(__file__).parents[2] / "corpora" / "examples"
SECTORS = ("Zorg en welzijn", "Bouw", "ICT", "Horeca", "Onderwijs", "Industrie", "Transport en logistiek", "Overheid")
PART = 500  # documents


def make_run(folder: Path, documents: int) -> None:
    """A run folder with so many documents: their graphs, and as much of the manifest as a query needs."""
    translator = Translator.load()
    texts = list(read_sources([str(EXAMPLES)]))
    release = translator.lexicon.release
    records = [to_json(translator.translate(text), release, RELEASE_BASE + release) for text in texts]
    by_type: dict[str, list[str]] = {}
    for number in range(len(translator.lexicon)):
        entry = translator.lexicon.entry(number)
        by_type.setdefault(entry.type, []).append(entry.iri)
    (folder / "graph").mkdir(parents=True)
    for first in range(0, documents, PART):
        quads = [
            rdf.nquads(to_nodes(_varied(records[number % len(records)], number, by_type), texts[number % len(texts)].text, RUN_BASE + "bench"))
            for number in range(first, min(first + PART, documents))
        ]
        (folder / "graph" / f"part-{first // PART:05d}.nq.gz").write_bytes(gzip.compress(b"".join(quads), 1))
    manifest = {
        "run": "bench", "iri": RUN_BASE + "bench", "ontology": {"release": release},
        "config": {"settings": {"base": DATA_BASE}}, "totals": {"translated": documents},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _varied(record: dict, number: int, by_type: dict[str, list[str]]) -> dict:
    chance = random.Random(number)
    skills = [dict(skill) for skill in record["skills"] if chance.random() < 0.8]
    for skill in skills:
        if skill["concept"] and chance.random() < 0.33:
            skill["concept"] = chance.choice(by_type[skill["type"]])
    day = (date(2025, 1, 1) + timedelta(days=chance.randrange(540))).isoformat()
    name = {"id": f"{record['document']['id']}-{number}", "published": day, "sector": chance.choice(SECTORS)}
    return record | {"document": record["document"] | name, "skills": skills}


def measure(run: Path, store: Path) -> dict:
    """Seconds and sizes of one run."""
    started, worked = time.perf_counter(), time.process_time()
    with load_store([run], store) as loaded:
        load, work = time.perf_counter() - started, time.process_time() - worked
        statements = len(loaded.store)
    started = time.perf_counter()
    with load_store([run], store) as loaded:
        opened = time.perf_counter() - started
        answers = {name: _answer(loaded, name, given) for name, given in arguments(loaded.store).items()}
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    return {
        "load_seconds": round(load, 1), "load_cpu_seconds": round(work, 1), "statements": statements, "store_mb": round(size / 1e6), "open_seconds": round(opened, 2),
        "answer_seconds": answers, "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def arguments(store: Store) -> dict[str, dict[str, str]]:
    """Parameters for every named query; the documents are some that the store has."""
    vacancy, cv = (next(store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(SCHEMA[type_]))).subject.value for type_ in ("JobPosting", "Person"))
    return {
        "skills-of-document": {"document": vacancy}, "vacancies-for-profile": {"document": cv}, "skill-gap": {"document": cv, "target": vacancy},
        "reachable-occupations": {"occupation": "metselaar"}, "demand": {}, "demand-over-time": {"concept": "samenwerken"}, "bias-by-ground": {},
        "evidence": {}, "labels": {"concept": "samenwerken"},
    }  # fmt: skip


def _answer(loaded, name: str, given: dict[str, str]) -> float:
    """Seconds to the last row, best of two."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        text = fill(queries()[name], given, loaded.store, loaded.base)
        for _row in loaded.store.query(text, use_default_graph_as_union=True):
            pass
        times.append(time.perf_counter() - started)
    return round(min(times), 3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="*")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--run", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if chosen.run:
            totals = json.loads((chosen.run / "manifest.json").read_text(encoding="utf-8"))["totals"]
            print(json.dumps({"documents": totals["translated"]} | measure(chosen.run, Path(made) / "store")), flush=True)
        for size in chosen.documents:
            run = (chosen.work or Path(made)) / f"run-{size}"
            if not (run / "manifest.json").exists():
                make_run(run, size)
            with tempfile.TemporaryDirectory(dir=run.parent) as folder:
                print(json.dumps({"documents": size} | measure(run, Path(folder) / "store")), flush=True)
