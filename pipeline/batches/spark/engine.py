"""The driver: sources -> records -> translations -> the run folder, all by Spark; only counts and names of files come to the driver.

Two shuffles: one of ids alone, which finds those used twice, and one of the texts, which brings equal ones together. What is translated is
kept beside the run folder until graph, translations and tables are written from it. The folder gets its name at the very end.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ontology.credits import read_credits
from ontology.lexicon import Lexicon
from ontology.namespaces import RELEASE_BASE, RUN_BASE

from ... import __version__
from ...about import code_sha256
from ...config import Settings
from ...errors import SkillstaalError
from ...export import dataset, tables
from ...privacy.subjects import begin_run, run_key
from ...wording import Register
from ..batch import activity_iri, conditions_of
from ..shards import Job
from . import partitions
from .partitions import Task
from .storage import Storage

LINES, PARQUET = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), (".parquet",)
FORMATS = ("nq", "jsonl", "parquet")
_BATCHES = {"spark.sql.parquet.columnarReaderBatchSize": "64", "spark.sql.execution.arrow.maxRecordsPerBatch": "500"}  # rows; a graph has some 60 kB
_TOTALS = ("translated", "repeats", "skills", "linked", "flags", "cvs", "triples")


def run_spark(sources: list[str], out: str, settings: Settings, restart: bool = False) -> dict:
    """Translates ``sources`` into the run folder ``out``, both on file systems of the cluster, and returns the manifest.

    Uses the session that there is (spark-submit, notebook), or starts one. Raises SkillstaalError when it cannot run.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SkillstaalError("--engine spark needs PySpark; install skillstaal[spark]") from None
    _check(settings)
    session = SparkSession.builder.appName("skillstaal").getOrCreate()
    storage = Storage(session)
    out = out.rstrip("/")
    if storage.exists(out) and not restart:
        raise SkillstaalError(f"{out} is there already; give another --out, or --restart to replace it")
    with _small_batches(session):
        return _Run(session, storage, sources, out, settings).make()


@contextmanager
def _small_batches(session) -> Iterator[None]:
    """While a run lasts Spark takes few rows at a time: its own thousands of graphs together do not fit in the memory that it has by default."""
    before = {name: session.conf.get(name) for name in _BATCHES}
    for name, rows in _BATCHES.items():
        session.conf.set(name, rows)
    try:
        yield
    finally:
        for name, rows in before.items():
            session.conf.set(name, rows)


def _check(settings: Settings) -> None:
    wanted = set(settings.formats) - {"html"}
    if unknown := wanted - set(FORMATS):
        raise SkillstaalError(f"the Spark engine does not write {', '.join(sorted(unknown))}; it writes {', '.join(FORMATS)}")
    if settings.duplicate_similarity < 1:
        raise SkillstaalError("duplicate_similarity below 1 needs the local engine; on Spark only equal texts are repeats")
    if settings.limit is not None:
        raise SkillstaalError("--limit needs the local engine; on Spark give fewer sources")


class _Run:
    """One run under way. ``work`` is the folder beside the run folder."""

    def __init__(self, session, storage: Storage, sources: list[str], out: str, settings: Settings):
        self.session, self.storage, self.sources, self.out, self.settings = session, storage, sources, out, settings
        self.work = f"{out}.part"
        self.lexicon = Lexicon.load(settings.ontology)
        self.register = Register.load(Path(settings.wording_register)) if settings.wording_register else Register()

    def make(self) -> dict:
        started = time.perf_counter()
        found = [file for source in self.sources for file in self.storage.files(source)]
        inputs = [{"path": path, "bytes": size, "modified": changed} for path, size, changed in found]
        key = json.dumps([self.settings.fingerprint(), self.register.sha256, self.lexicon.release, __version__, inputs])
        run_id = hashlib.sha256(key.encode()).hexdigest()[:16]
        subjects = begin_run()
        task = Task(Job(self.settings, activity_iri(conditions_of(self.settings, self.register, self.lexicon))), run_key())
        self.storage.delete(self.work)
        results = self._translated(self._records([path for path, _, _ in found], task), task)
        self._write(results)
        outputs, totals = self._outputs(), self._totals(results)
        manifest = {
            "run": run_id,
            "iri": RUN_BASE + run_id,
            "activity": task.job.activity,
            "tool": {"name": "skillstaal", "version": __version__, "sha256": code_sha256()},
            "engine": {"name": "spark", "version": self.session.version, "master": self.session.sparkContext.master},
            "ontology": {"release": self.lexicon.release, "iri": RELEASE_BASE + self.lexicon.release, "credits": read_credits(self.settings.ontology)},
            "config": {"settings": self.settings.model_dump(mode="json"), "sha256": self.settings.fingerprint(), "wording_register": self.register.sha256 or None},
            "subjects": {"key": subjects},
            "inputs": inputs,
            "totals": {name: count for name, count in totals.items() if name != "triples"},
            "outputs": outputs,
            "timings": {"seconds": round(time.perf_counter() - started, 3)},
        }
        for name, content in dataset.files(manifest, self.settings).items():
            self.storage.write(f"{self.work}/run/{name}", content)
        self.storage.write(f"{self.work}/run/manifest.json", (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
        self.storage.delete(self.out)
        self.storage.rename(f"{self.work}/run", self.out)
        self.storage.delete(self.work)
        return manifest

    def _records(self, paths: list[str], task: Task):
        """RECORDS of all sources; a record whose id an earlier one has is marked ``twice``."""
        from pyspark.sql import functions as f

        lines = None
        for endings, read in ((LINES, self._lines), (PARQUET, self._rows)):
            if some := [path for path in paths if path.endswith(endings)]:
                lines = read(some) if lines is None else lines.unionByName(read(some))
        if other := [path for path in paths if not path.endswith((*LINES, *PARQUET))]:
            raise SkillstaalError(f"{other[0]} is no JSON lines or Parquet; the Spark engine reads these ({', '.join((*LINES, *PARQUET))}), the local one reads the rest")
        if lines is None:
            raise SkillstaalError("the sources hold no files; give JSON lines or Parquet")
        read_lines = lines.mapInArrow(partial(partitions.read, task=task), self._spark_schema(partitions.RECORDS)).drop("twice")
        records = read_lines.persist()
        again = records.where(f.col("reason").isNull()).groupBy("id").agg(f.min("order").alias("first"), f.count("*").alias("times")).where("times > 1").drop("times")
        marked = records.join(again, "id", "left").withColumn("twice", f.col("first").isNotNull() & (f.col("order") != f.col("first"))).drop("first")
        return marked.withColumn("key", f.when(f.col("twice"), f.concat(f.lit("twice "), "id")).otherwise(f.coalesce("key", "id")))

    def _lines(self, paths: list[str]):
        from pyspark.sql import functions as f

        read = self.session.read.text(paths).select(f.col("value").alias("line"), "_metadata")
        return read.select("line", *self._place())

    def _rows(self, paths: list[str]):
        """Rows of Parquet as JSON objects, so that they are read as lines are."""
        from pyspark.sql import functions as f

        read = self.session.read.option("mergeSchema", True).parquet(*paths)
        return read.select(f.to_json(f.struct(*read.columns)).alias("line"), "_metadata").select("line", *self._place())

    def _place(self):
        """Columns that tell where a row stands: within one piece of a file rows are numbered in the order of reading."""
        from pyspark.sql import functions as f

        path = f.col("_metadata.file_path")
        order = f.struct(path.alias("path"), f.col("_metadata.file_block_start").alias("block"), f.monotonically_increasing_id().alias("row"))
        return path.alias("path"), order.alias("order")

    def _translated(self, records, task: Task):
        """RESULTS, written beside the run folder so that nothing is translated twice."""
        columns = [field.name for field in partitions.RECORDS]
        together = records.select(*columns).repartition("key").sortWithinPartitions("key", "order")
        results = together.mapInArrow(partial(partitions.translate, task=task), self._spark_schema(partitions.RESULTS))
        results.write.mode("overwrite").parquet(f"{self.work}/translated")
        return self.session.read.parquet(f"{self.work}/translated")

    def _write(self, results) -> None:
        """Graph, translations, tables and quarantine, under the names of a run folder."""
        from pyspark.sql import functions as f

        good = results.where(f.col("reason").isNull())
        if "nq" in self.settings.formats:
            self._write_lines(good.select("quads"), "graph", "nq.gz")
        if "jsonl" in self.settings.formats:
            self._write_lines(good.select("translation"), "translations", "jsonl.gz")
        if "parquet" in self.settings.formats:
            for name, schema in tables.SCHEMAS.items():
                raw = f"{self.work}/raw"
                rows = good.select("rows").mapInArrow(partial(partitions.table, name=name), self._spark_schema(schema))
                rows.write.mode("overwrite").option("compression", "zstd").parquet(raw)
                self._take(raw, f"tables/{name}", "parquet")
        refused = results.where(f.col("reason").isNotNull()).select(f.to_json(f.struct("record", "stage", "reason", "location")))
        raw = f"{self.work}/raw"
        refused.coalesce(1).write.mode("overwrite").text(raw)
        part = next((path for path, _, _ in self.storage.files(raw)), None)
        if part:
            self.storage.rename(part, f"{self.work}/run/quarantine.jsonl")
        else:
            self.storage.write(f"{self.work}/run/quarantine.jsonl", b"")
        self.storage.delete(raw)

    def _write_lines(self, column, folder: str, ending: str) -> None:
        raw = f"{self.work}/raw"
        column.write.mode("overwrite").option("compression", "gzip").text(raw)
        self._take(raw, folder, ending)

    def _take(self, raw: str, folder: str, ending: str) -> None:
        """Gives the files that Spark has written the names of a run folder."""
        for number, (path, size, _) in enumerate(sorted(self.storage.files(raw))):
            if size:
                self.storage.rename(path, f"{self.work}/run/{folder}/part-{number:05d}.{ending}")
        self.storage.delete(raw)

    def _outputs(self) -> list[dict]:
        """(path, sha256, bytes) of the files; the checksums are computed on the cluster."""
        from pyspark.sql import functions as f

        root = f"{self.work}/run"
        paths = [path for path, _, _ in self.storage.files(root) if not path.endswith("quarantine.jsonl")]
        if not paths:
            return []
        read = self.session.read.format("binaryFile").load(paths).select("path", f.sha2("content", 256).alias("sha256"), "length")
        base = root.rsplit("/", 2)[-2] + "/run/"
        found = [{"path": row["path"].split(base, 1)[1], "sha256": row["sha256"], "bytes": row["length"]} for row in read.collect()]
        return sorted(found, key=lambda output: output["path"])

    def _totals(self, results) -> dict[str, int]:
        from pyspark.sql import functions as f

        row = results.agg(f.count("*").alias("read"), *(f.coalesce(f.sum(name), f.lit(0)).alias(name) for name in _TOTALS), f.count("reason").alias("quarantined")).first()
        return {"read": row["read"], "translated": row["translated"], "variants": 0, "unchanged": 0, "removed": 0, **{name: row[name] for name in ("repeats", "quarantined", "skills", "linked", "flags", "cvs", "triples")}}

    @staticmethod
    def _spark_schema(schema):
        from pyspark.sql.pandas.types import from_arrow_schema

        return from_arrow_schema(schema)
