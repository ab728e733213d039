"""A run on Spark gives what a run on this machine gives; a session of two cores serves all tests."""

import gzip
import json
import os
import re
import shutil
import sys
from importlib.util import find_spec

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.batches.batch import run_batch
from pipeline.config import Settings
from pipeline.errors import SkillstaalError
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not (find_spec("pyspark") and find_spec("pandas") and shutil.which("java")), reason="PySpark, pandas or Java is not installed")

KOK = "Kok gezocht\nWat ga je doen\nJe bereidt gerechten en bestelt ingrediënten.\nWat vragen wij\nHACCP, een vlotte pen en rijbewijs B."
LASSER = "Lasser\nJe last constructies en leest technische tekeningen. VCA is verplicht. Wij zoeken een jonge hond."
CV = "Curriculum vitae\nNaam: Jan Jansen\nWerkervaring\n2015 - 2019: metselaar\n- muren metselen\nDiploma's\nVCA behaald in 2016"
RECORDS = [
    {"id": "kok", "text": KOK}, {"id": "lasser", "text": LASSER}, {"id": "cv", "text": CV, "kind": "cv"},
    {"id": "nog eens", "text": KOK}, {"id": "lasser", "text": "Een andere tekst onder dezelfde naam."},
    {"id": "frans", "text": "Nous cherchons un cuisinier pour notre restaurant, avec de l'expérience et de la passion."},
    {"id": "leeg", "text": " "}, {"id": "derde", "text": KOK, "published": "2026-03-01", "sector": "Horeca", "region": "Gent"},
]  # fmt: skip
FORMATS = ("nq", "jsonl", "parquet")


@pytest.fixture(scope="module")
def session():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def runs(session, tmp_path_factory):
    """(folder of the local run, folder of the run on Spark) of the same sources."""
    from pipeline.batches.spark.engine import run_spark

    folder = tmp_path_factory.mktemp("spark")
    (folder / "in").mkdir()
    (folder / "in" / "a.jsonl").write_text("\n".join(map(json.dumps, RECORDS[:5])) + "\n{kapot\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist([{name: record.get(name) for name in ("id", "text", "published", "sector", "region")} for record in RECORDS[5:]]), folder / "in" / "b.parquet")
    text = (ROOT / "corpora" / "examples" / "kwalificaties" / "medewerker-evenementen.txt").read_text(encoding="utf-8")
    (folder / "in" / "c.jsonl").write_text(json.dumps({"id": "kwalificatie", "text": text, "kind": "qualification"}) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKILLSTAAL_SUBJECT_KEY", "een sleutel voor de proef")
        settings = Settings(formats=FORMATS, shard=2)
        run_batch([str(folder / "in")], folder / "local", settings)
        run_spark([str(folder / "in")], str(folder / "spark"), settings)
    return folder / "local", folder / "spark"


def lines(folder, pattern):
    found = sorted(line for path in folder.glob(pattern) for line in gzip.decompress(path.read_bytes()).decode().splitlines())
    assert found
    return [re.sub(r"/run/[0-9a-f]{16}>", "/run/X>", line) for line in found]


def test_settings_of_the_session_are_as_they_were(session, runs):
    assert session.conf.get("spark.sql.parquet.columnarReaderBatchSize") == "4096" and session.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch") == "10000"


@pytest.mark.parametrize("pattern", ["graph/*.nq.gz", "translations/*.jsonl.gz"])
def test_the_same_statements(runs, pattern):
    local, spark = runs
    assert lines(spark, pattern) == lines(local, pattern)


@pytest.mark.parametrize("name", ["documents", "skills", "bias", "work_processes"])
def test_the_same_tables(runs, name):
    local, spark = (ds.dataset(folder / "tables" / name).to_table() for folder in runs)
    assert local.schema.equals(spark.schema) and local.num_rows
    assert sorted(map(repr, spark.to_pylist())) == sorted(map(repr, local.to_pylist()))


def test_the_same_records_are_refused_for_the_same_reasons(runs):
    refused = [sorted((fault["stage"], fault["reason"]) for fault in map(json.loads, (folder / "quarantine.jsonl").read_text().splitlines())) for folder in runs]
    assert refused[0] == refused[1] and len(refused[0]) == 4


def test_the_same_totals_and_a_manifest_that_names_every_file(runs):
    local, spark = (json.loads((folder / "manifest.json").read_text()) for folder in runs)
    assert spark["totals"] == local["totals"]
    assert spark["totals"]["repeats"] == 2  # a date of its own does not make another text
    assert {output["path"].split("/")[0] for output in spark["outputs"]} == {"graph", "tables", "translations"}
    assert all((runs[1] / output["path"]).stat().st_size == output["bytes"] for output in spark["outputs"])


def test_a_run_folder_is_replaced_only_when_asked(runs):
    from pipeline.batches.spark.engine import run_spark

    with pytest.raises(SkillstaalError, match="--restart"):
        run_spark([str(runs[0].parent / "in")], str(runs[1]), Settings(formats=FORMATS))


@pytest.mark.parametrize("settings, why", [({"formats": ("ttl",)}, "does not write ttl"), ({"duplicate_similarity": 0.9}, "local engine"), ({"limit": 3}, "--limit")])
def test_what_spark_does_not_do_is_said_at_once(session, tmp_path, settings, why):
    from pipeline.batches.spark.engine import run_spark

    with pytest.raises(SkillstaalError, match=why):
        run_spark([str(tmp_path)], str(tmp_path / "out"), Settings(**settings))


def test_other_files_and_missing_ones_are_named(session, tmp_path):
    from pipeline.batches.spark.engine import run_spark

    (tmp_path / "tekst.txt").write_text(KOK)
    with pytest.raises(SkillstaalError, match="tekst.txt is no JSON lines or Parquet"):
        run_spark([str(tmp_path)], str(tmp_path / "out"), Settings(formats=FORMATS))
    with pytest.raises(SkillstaalError, match="is not there"):
        run_spark([str(tmp_path / "niets")], str(tmp_path / "out"), Settings(formats=FORMATS))
