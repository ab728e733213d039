"""What a scheduler sees of a run: log lines, pace, signals, lineage, and the examples of docs/scheduling.md."""

import gzip
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from pipeline.batches.progress import Pace, clock
from pipeline.cli.commands import main
from pipeline.reading.counting import count_records
from tests.conftest import ROOT
from tests.pipeline.inputs import jsonl, parquet

TEXT = "Wij zoeken een verkoper met ervaring met Excel. Bel Geheimnaam Achternaamsma."
EXAMPLES = ROOT / "pipeline" / "docs" / "examples"


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.jsonl"
    path.write_bytes(jsonl(*({"id": str(number), "text": f"{TEXT}\nPlaats {number}", "kind": "vacancy"} for number in range(6))))
    return path


def run(tmp_path, source, *options, code=0):
    """The lines on stderr of a run."""
    result = CliRunner().invoke(main, ["run", str(source), "--out", str(tmp_path / "out"), "--formats", "nq,parquet", *options])
    assert result.exit_code == code, result.stderr
    return result.stderr.splitlines()


# --- log lines ------------------------------------------------------------------------------------------------------


def test_every_line_of_the_log_is_json_and_tells_no_text(texts, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.batches.run_log._SELDOM", 0)
    lines = [json.loads(line) for line in run(tmp_path, texts, "--log-format", "json")]
    assert [line["event"] for line in lines] == ["start", "progress", "complete"]
    assert all(line["time"].endswith("Z") and line["level"] == "info" for line in lines)
    start, progress, complete = lines
    assert (start["expected"], progress["expected"], progress["read"], progress["remaining_seconds"]) == (6, 6, 6, 0)
    assert progress["a_second"] > 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert complete["run"] == manifest["run"]
    assert manifest["totals"].items() <= complete.items()
    assert not {"Geheimnaam", "Excel", "verkoper"} & set(json.dumps(lines).replace('"', " ").split())


def test_faults_are_json_too(tmp_path):
    start, failed = (json.loads(line) for line in run(tmp_path, tmp_path / "nowhere", "--log-format", "json", code=2))
    assert start["event"] == "start"
    assert (failed["level"], failed["event"]) == ("error", "failed")
    assert "nowhere does not exist" in failed["message"]


def test_a_wrong_setting_is_json_too(texts, tmp_path):
    (tmp_path / "s.toml").write_text("werkers = 2\n")
    (line,) = run(tmp_path, texts, "--config", str(tmp_path / "s.toml"), "--log-format", "json", code=2)
    assert "unknown setting 'werkers'" in json.loads(line)["message"]


def test_too_much_quarantine_is_a_warning_and_exit_code_1(tmp_path):
    source = tmp_path / "texts.jsonl"
    source.write_bytes(jsonl({"id": "1", "text": TEXT}) + b"{\n")
    lines = [json.loads(line) for line in run(tmp_path, source, "--log-format", "json", code=1)]
    assert lines[-1]["level"] == "warning"
    assert "quarantine.jsonl" in lines[-1]["message"]


def test_text_stays_one_sentence(texts, tmp_path):
    (line,) = run(tmp_path, texts)
    assert line.startswith("6 of 6 texts translated in ")


# --- pace -----------------------------------------------------------------------------------------------------------


def test_the_rate_is_that_of_the_last_minute():
    pace = Pace(10_000, 0.0)
    assert pace.at(1.0, 5000) == (5000, 1)  # taken up from an interrupted run
    for second in range(11, 102, 10):
        rate, left = pace.at(float(second), 5000 + 10 * second)
    assert rate == pytest.approx(10)
    assert left == pytest.approx((10_000 - 6010) / 10)


def test_nothing_is_promised_of_an_unknown_number():
    assert Pace(None, 0.0).at(2.0, 10) == (5, None)
    assert Pace(10, 0.0).at(2.0, 0) == (0, None)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3723, "1:02:03"), (90_000, "25:00:00")])
def test_time_to_go_reads_as_a_clock(seconds, shown):
    assert clock(seconds) == shown


def test_records_are_counted_without_reading_them(tmp_path):
    (tmp_path / "a.txt").write_text("Een\nTwee")
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "a"}\n\n{"text": "b"}')
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b"{}\n{}\n{}\n"))
    (tmp_path / "d.csv").write_bytes(b'id;text\n1;"twee ""regels""\nin een cel"\n2;kort\n')
    (tmp_path / "e.parquet").write_bytes(parquet({"id": "1", "text": "a"}, {"id": "2", "text": "b"}))
    counts = {path.name[0]: count_records([path]) for path in tmp_path.iterdir()}
    assert counts == {"a": 1, "b": 2, "c": 3, "d": 2, "e": 2}
    assert count_records(tmp_path.iterdir()) == 10
    (tmp_path / "f.json").write_text("[]")
    assert count_records(tmp_path.iterdir()) is None


def test_a_broken_file_counts_as_the_record_that_goes_to_quarantine(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip")
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    assert count_records([tmp_path / "a.jsonl.gz", tmp_path / "b.parquet", tmp_path / "gone.csv"]) == 3


# --- signals --------------------------------------------------------------------------------------------------------


def test_sigterm_ends_a_run_in_one_sentence(tmp_path):
    events = tmp_path / "events.jsonl"
    command = [sys.executable, "-m", "pipeline.cli", "run", "-", "--out", str(tmp_path / "out"), "--log-format", "json", "--lineage", "test/stopped"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENLINEAGE__TRANSPORT": json.dumps({"type": "file", "log_file_path": str(events), "append": True})}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
    first = json.loads(process.stderr.readline())
    assert first["event"] == "start"
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    (line,) = said.splitlines()
    assert "the same command goes on where it stopped" in json.loads(line)["message"]
    assert [json.loads(line)["eventType"] for line in events.read_text().splitlines()] == ["START", "ABORT"]


# --- lineage --------------------------------------------------------------------------------------------------------


@pytest.fixture
def events(tmp_path, monkeypatch):
    """The OpenLineage events that were sent, through the client's transport to a file."""
    pytest.importorskip("openlineage.client")
    path = tmp_path / "events.jsonl"
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT", json.dumps({"type": "file", "log_file_path": str(path), "append": True}))
    return lambda: [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_nothing_is_sent_unless_asked_for(texts, tmp_path, events):
    run(tmp_path, texts)
    assert events() == []


def test_a_run_is_told_from_start_to_end(texts, tmp_path, events, monkeypatch):
    monkeypatch.setattr("pipeline.batches.lineage._SELDOM", 0)
    monkeypatch.setenv("OPENLINEAGE_PARENT_ID", "airflow/nightly.translate/0190a3c4-7e4b-7bb8-b1f5-0123456789ab")
    run(tmp_path, texts, "--lineage", "labour-market/vacancies")
    start, running, complete = events()
    assert [event["eventType"] for event in (start, running, complete)] == ["START", "RUNNING", "COMPLETE"]
    assert len({event["run"]["runId"] for event in events()}) == 1
    assert (start["job"]["namespace"], start["job"]["name"]) == ("labour-market", "vacancies")
    assert start["run"]["facets"]["parent"]["job"]["name"] == "nightly.translate"
    assert start["inputs"][0]["name"] == str(texts)
    assert running["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 6
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    outputs = {output["name"].rsplit("/", 1)[1]: output for output in complete["outputs"]}
    assert outputs.keys() == {"graph", "tables"}
    graph = outputs["graph"]
    assert graph["facets"]["version"]["datasetVersion"] == manifest["run"]
    statistics = graph["outputFacets"]["outputStatistics"]
    assert (statistics["rowCount"], statistics["fileCount"]) == (6, 1)
    assert statistics["size"] == sum(path.stat().st_size for path in (tmp_path / "out" / "graph").iterdir())
    assert complete["inputs"][1]["name"] == manifest["ontology"]["iri"]


@pytest.mark.parametrize(
    ("place", "named"),
    [("/a/b", ("file", "/a/b")), ("hdfs://host:8020/a/b", ("hdfs://host:8020", "/a/b")), ("s3a://bucket/a", ("s3a://bucket", "/a"))],
)
def test_places_are_named_as_the_specification_asks(place, named):
    from pipeline.batches.lineage import _place

    assert _place(place) == named


def test_a_failure_is_told_with_its_reason(tmp_path, events):
    run(tmp_path, tmp_path / "nowhere", "--lineage", "labour-market/vacancies", code=2)
    fail = events()[-1]
    assert fail["eventType"] == "FAIL"
    assert "does not exist" in fail["run"]["facets"]["errorMessage"]["message"]


def test_a_catalogue_that_is_away_stops_no_run(texts, tmp_path, monkeypatch):
    pytest.importorskip("openlineage.client")
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT", json.dumps({"type": "http", "url": "http://127.0.0.1:9", "retry": {"total": 0}}))
    lines = [json.loads(line) for line in run(tmp_path, texts, "--lineage", "a/b", "--log-format", "json")]
    warnings = [line for line in lines if line["level"] == "warning"]
    assert len(warnings) == 1
    assert "START was not sent" in warnings[0]["message"]
    assert lines[-1]["event"] == "complete"


def test_a_job_needs_a_namespace(texts, tmp_path, events):
    (line,) = run(tmp_path, texts, "--lineage", "vacancies", code=2)
    assert "NAMESPACE/JOB" in line
    assert events() == []


def test_without_the_client_the_extra_is_named(texts, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openlineage.client", None)
    (line,) = run(tmp_path, texts, "--lineage", "a/b", code=2)
    assert "skillstaal[lineage]" in line


# --- the examples of the page ---------------------------------------------------------------------------------------


def test_the_commands_of_the_page_and_of_the_examples_exist():
    options = {option for parameter in main.commands["run"].params if isinstance(parameter, click.Option) for option in parameter.opts}
    files = [ROOT / "pipeline" / "docs" / "scheduling.md", *EXAMPLES.glob("*.py")]
    assert len(files) == 3
    for path in files:
        used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text(encoding="utf-8")))
        assert used
        assert used <= options, path


def load(name):
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_airflow_example_has_its_tasks():
    pytest.importorskip("airflow.sdk")
    found = load("airflow_dag").vacancies()
    assert found.task_dict["judge"].upstream_task_ids == {"translate"}


def test_the_dagster_example_runs(texts, tmp_path, monkeypatch):
    pytest.importorskip("dagster")
    command = tmp_path / "bin" / "skillstaal"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m pipeline.cli "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("SKILLSTAAL_TEXTS", str(texts))
    monkeypatch.setenv("SKILLSTAAL_RUN", str(tmp_path / "out"))
    assert load("dagster_job").definitions.resolve_job_def("translate_vacancies").execute_in_process().success
