"""The tables of a run, shard by shard -> counts: what a report says in figures. Memory depends on the ontology, not on the number of texts.

Demand is counted in texts, not in mentions: how many vacancies and function profiles ask for a concept, whatever the number of times they say
so. What is "not required", or is said in the offer or about the company without being asked, is no demand. Words of CVs are never kept.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...errors import SkillstaalError
from .. import tables
from .frequent import Frequent

ASKED = ("required", "preferred", "task")
DEMAND = ("vacancy", "profile")
BINS = 20
EXAMPLES = 3  # of wording a ground


@dataclass(frozen=True)
class Shard:
    """The rows of the three tables for some documents."""

    documents: pa.Table
    skills: pa.Table
    bias: pa.Table


@dataclass
class Counts:
    """Figures of a run. Keys of counters: what their names say, in this order."""

    kinds: Counter = field(default_factory=Counter)
    languages: Counter = field(default_factory=Counter)
    education: Counter = field(default_factory=Counter)
    experience: Counter = field(default_factory=Counter)
    occupations: Counter = field(default_factory=Counter)
    flagged_occupations: Counter = field(default_factory=Counter)
    demand: Counter = field(default_factory=Counter)  # concept -> texts
    supply: Counter = field(default_factory=Counter)  # concept -> CVs
    types: dict[str, str] = field(default_factory=dict)  # concept -> type of statements about it, the first by name
    labels: dict[str, str] = field(default_factory=dict)
    requirements: Counter = field(default_factory=Counter)  # type, requirement -> statements
    evidence: Counter = field(default_factory=Counter)
    linked: Counter = field(default_factory=Counter)  # type, whether linked -> statements
    unknown: Frequent = field(default_factory=Frequent)  # type, words
    confidence: Counter = field(default_factory=Counter)  # bin -> statements
    flagged: Counter = field(default_factory=Counter)  # kind -> texts with a flag
    flags: Counter = field(default_factory=Counter)  # ground, directness, severity -> flags
    wording: Frequent = field(default_factory=lambda: Frequent(20_000))  # ground, words
    advice: dict[tuple[str, str], dict] = field(default_factory=dict)

    def add(self, shard: Shard) -> None:
        """Counts the documents of a shard; repeats and variants of other documents do not count."""
        own = shard.documents.filter(pc.and_(pc.is_null(shard.documents["repeat_of"]), pc.is_null(shard.documents["variant_of"])))
        documents = own.select(["document", "kind", "language", "occupation_concept", "occupation_label", "experience_years", "education"]).to_pylist()
        kinds = {row["document"]: row["kind"] for row in documents}
        self.kinds.update(kinds.values())
        for row in documents:
            self.languages[row["language"]] += 1
            if row["occupation_concept"]:
                self.labels[row["occupation_concept"]] = row["occupation_label"]
            if row["kind"] in DEMAND:
                self.occupations[row["occupation_concept"]] += 1
                self.education[row["education"]] += 1
                self.experience[row["experience_years"]] += 1
        self._add_skills(shard.skills.filter(pc.is_in(shard.skills["document"], own["document"].combine_chunks())), kinds)
        occupations = {row["document"]: row["occupation_concept"] for row in documents}
        self._add_flags(shard.bias, kinds, occupations)

    def _add_skills(self, skills: pa.Table, kinds: dict[str, str]) -> None:
        kind = pa.array([kinds.get(document) for document in skills["document"].to_pylist()], pa.string())
        skills = skills.append_column("kind", kind)
        cvs, others = skills.filter(pc.equal(kind, "cv")), skills.filter(pc.not_equal(kind, "cv"))
        demand = skills.filter(pc.is_in(kind, pa.array(DEMAND)))
        self.requirements.update(_grouped(demand, "type", "requirement"))
        self.evidence.update({key[0]: count for key, count in _grouped(cvs, "evidence").items()})
        asked = demand.filter(pc.is_in(demand["requirement"], pa.array(ASKED)))
        for counter, some in ((self.demand, asked), (self.supply, cvs)):
            once = some.filter(pc.is_valid(some["concept"])).group_by(["document", "concept"]).aggregate([("label", "min"), ("type", "min")])
            concepts = once["concept"].to_pylist()
            counter.update(concepts)
            self.labels.update(zip(concepts, once["label_min"].to_pylist()))
            for concept, type_ in zip(concepts, once["type_min"].to_pylist()):
                self.types[concept] = min(type_, self.types.get(concept, type_))
        linked = skills.append_column("linked", pc.is_valid(skills["concept"]))
        self.linked.update(_grouped(linked, "type", "linked"))
        open_ = others.filter(pc.is_null(others["concept"]))
        words = pc.utf8_lower(pc.utf8_trim_whitespace(pc.replace_substring_regex(open_["quote"], r"\s+", " ")))
        once = pa.table({"document": open_["document"], "type": open_["type"], "words": words}).group_by(["document", "type", "words"]).aggregate([])
        self.unknown.update(zip(once["type"].to_pylist(), once["words"].to_pylist()))
        bins = pc.min_element_wise(pc.floor(pc.multiply(skills["confidence"], BINS)), BINS - 1)
        self.confidence.update(int(number) for number in bins.to_pylist())

    def _add_flags(self, bias: pa.Table, kinds: dict[str, str], occupations: dict[str, str | None]) -> None:
        rows = [row for row in bias.to_pylist() if kinds.get(row["document"], "cv") != "cv"]
        flagged = {row["document"] for row in rows}
        self.flagged.update(kinds[document] for document in flagged)
        self.flagged_occupations.update(occupations[document] for document in flagged if kinds[document] in DEMAND)
        for row in rows:
            self.flags[row["ground"], row["directness"], row["severity"]] += 1
            said = row["ground"], " ".join(row["quote"].casefold().split())
            self.wording.update([said])
            if len(self.advice) < self.wording.room:
                self.advice.setdefault(said, {name: row[name] for name in ("quote", "ground", "directness", "severity", "rule", "law", "why", "alternative")})

    def examples(self, ground: str) -> list[dict]:
        """The commonest flagged words of a ground, with reason and alternative and the number of times."""
        found = [(said, count) for said, count in self.wording.top(self.wording.room) if said[0] == ground and said in self.advice]
        return [self.advice[said] | {"count": count} for said, count in found[:EXAMPLES]]


def _grouped(table: pa.Table, *names: str) -> Counter:
    """How often each combination of the columns occurs."""
    found = table.group_by(list(names)).aggregate([([], "count_all")])
    return Counter(dict(zip(zip(*(found[name].to_pylist() for name in names)), found["count_all"].to_pylist())))


def read_shards(folder: Path) -> Iterator[Shard]:
    """The tables of a run folder, some documents at a time, in order. Raises SkillstaalError when there are none or they cannot be read."""
    names = sorted(path.name for path in (folder / "tables" / "documents").glob("*.parquet"))
    for name in names:
        yield Shard(*(_read(folder / "tables" / table / name, tables.SCHEMAS[table]) for table in ("documents", "skills", "bias")))


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    """A table with the columns of the schema; those that an older version did not write are empty."""
    if not path.exists():
        return schema.empty_table()
    try:
        found = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise SkillstaalError(f"{path} cannot be read as a table of a run ({type(error).__name__}); run again") from error
    columns = [found[field.name] if field.name in found.column_names else pa.nulls(len(found), field.type) for field in schema]
    return pa.table(columns, schema=schema)
