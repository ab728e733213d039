"""What the user names -> sides: the records of a run folder, the occupations of the release, and the counts of a run for rarity."""

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow.parquet as pq

from ontology.namespaces import CONCEPT_BASE

from ..errors import SkillstaalError
from ..export.exporting import read_manifest
from .measures import Measures
from .sides import Side, of_occupation, of_record


def find_occupation(name: str, measures: Measures) -> str | None:
    """The IRI of the occupation with this id, IRI or label, one of ours before those of imports; None when there is none."""
    for iri in (name, CONCEPT_BASE + name):
        number = measures.lexicon.number_of(iri)
        if number is not None and measures.lexicon.is_occupation[number]:
            return iri
    hits = [(measures.lexicon.entry(hit.concept).iri, hit.role) for hit in measures.lexicon.find(name) if measures.lexicon.is_occupation[hit.concept]]
    return min(hits, key=lambda hit: (not hit[0].startswith(CONCEPT_BASE), hit[1] != "pref", hit[0]))[0] if hits else None


def occupations(measures: Measures) -> Iterator[Side]:
    """Every occupation that has skills."""
    return (of_occupation(occupation, measures) for occupation in sorted(measures.needs))


def of_run(run: Path, kind: str, measures: Measures) -> Iterator[Side]:
    """The documents of a kind in a run, in its order. Raises SkillstaalError when the run has no translations or another release."""
    manifest = read_manifest(run, "translations/*.jsonl.gz")
    base = manifest["config"]["settings"]["base"]
    shards = sorted(run.glob("translations/*.jsonl.gz"))
    if not shards:
        raise SkillstaalError(f"{run} has no translations; run again with jsonl among --formats")
    return _of_shards(run, shards, kind, measures, base)


def _of_shards(run: Path, shards: list[Path], kind: str, measures: Measures, base: str) -> Iterator[Side]:
    for shard in shards:
        with gzip.open(shard) as lines:
            for line in lines:
                record = orjson.loads(line)
                if record["ontology"]["release"] != measures.lexicon.release:
                    raise SkillstaalError(f"{run} was made with release {record['ontology']['release']}, not {measures.lexicon.release}; give that release with --ontology")
                if record["document"]["kind"] == kind and "variant_of" not in record["document"]:
                    yield of_record(record, measures, base)


def demand_of_run(run: Path) -> tuple[dict[str, int], int]:
    """(of how many documents each concept is a need, documents) in the table ``skills`` of a run. Raises SkillstaalError."""
    read_manifest(run, "tables/skills/*.parquet")
    tables = sorted(run.glob("tables/skills/*.parquet"))
    if not tables:
        raise SkillstaalError(f"{run} has no tables/skills; run again with parquet among --formats")
    counts: Counter[str] = Counter()
    documents = 0
    for path in tables:
        table = pq.read_table(path, columns=["document", "concept"])
        pairs = set(zip(table["document"].to_pylist(), table["concept"].to_pylist()))
        counts.update(concept for _, concept in pairs if concept)
        documents += len({document for document, _ in pairs})
    return dict(counts), documents
