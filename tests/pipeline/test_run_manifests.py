"""Manifests that are damaged, foreign or made by hand: every command that opens a run says so in one sentence, and does nothing else."""

import json
import shutil
from copy import deepcopy
from functools import reduce
from operator import getitem

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import main
from tests.pipeline.linked import PREVIOUS

GOOD = json.loads((PREVIOUS / "manifest.json").read_text(encoding="utf-8"))


def changed(path, value):
    """The manifest with one value replaced, or left out when it is None."""
    made = deepcopy(GOOD)
    *parents, last = path.split(".")
    inside = reduce(getitem, parents, made)
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return json.dumps(made)


DAMAGED = {
    "cut": json.dumps(GOOD)[:200], "empty": "", "list": "[]", "null": "null", "deep": "[" * 100_000, "of npm": '{"name": "app", "run": {"a": 1}}', "only a run": '{"run": "x"}',
    "of another tool": changed("tool.name", "dagster"), "no totals": changed("totals", None), "totals a list": changed("totals", []), "number as text": changed("totals.translated", "3"),
    "truth for a number": changed("totals.translated", True), "below zero": changed("totals.read", -4), "no config": changed("config", None), "base a number": changed("config.settings.base", 3),
    "release a list": changed("ontology.release", ["x"]), "no IRI": changed("iri", "geen IRI <"), "outputs of numbers": changed("outputs", [1]), "outputs without a path": changed("outputs", [{}]),
}  # fmt: skip


def commands(run, beside):
    """What opens a run, as arguments."""
    return (
        ["export", run, "--profile", "core", "--out", beside / "export"], ["query", "demand", run], ["serve", run, "--port", "0"], ["report", run], ["monitor", PREVIOUS, run],
        ["matches", run, "--of", "vacancy"], ["compare", "kok", "bakker", "--weights", run], ["ontology", "trends", run, "--out", beside / "trends"],
        ["ontology", "candidates", run, "--out", beside / "candidates"], ["run", PREVIOUS / "manifest.json", "--out", run],
    )  # fmt: skip


def refused(arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1 and not result.stdout, (arguments, result.output, result.exception)
    return result.stderr


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_or_foreign_manifest_is_one_sentence_of_every_command(tmp_path, name):
    run = shutil.copytree(PREVIOUS, tmp_path / "run")
    (run / "manifest.json").write_text(DAMAGED[name], encoding="utf-8")
    for arguments in commands(run, tmp_path):
        said = refused(arguments)
        assert f"{run} is no run: its manifest.json " in said and ("--restart" in said or "give the folder" in said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"] and (run / "manifest.json").read_text(encoding="utf-8") == DAMAGED[name]


def test_what_is_wrong_with_a_manifest_is_named(tmp_path):
    run = shutil.copytree(PREVIOUS, tmp_path / "run")
    for path, value, words in (("totals.read", None, "lacks 'totals.read'"), ("totals.read", "3", "('totals.read' is wrong)"), ("outputs", [{"path": "a"}], "lacks 'outputs.0.sha256'")):
        (run / "manifest.json").write_text(changed(path, value), encoding="utf-8")
        assert words in refused(["query", "demand", run])
    (run / "manifest.json").unlink()
    assert "manifest.json is missing" in refused(["query", "demand", run])


def test_settings_of_another_version_are_named_by_what_needs_them(tmp_path):
    run = shutil.copytree(PREVIOUS, tmp_path / "run")
    (run / "manifest.json").write_text(changed("config.settings.later", 1), encoding="utf-8")
    assert "settings in its manifest.json that this version does not know or allow (later)" in refused(["export", run, "--profile", "core", "--out", tmp_path / "export"])
    assert CliRunner().invoke(main, ["query", "demand", str(run)]).exit_code == 0


@pytest.mark.parametrize("content", ['{"release": 3, "files": {"ontology.nt.gz": "x"}}', '{"release": "2026.1.0"}', '{"release": "a b", "files": {"ontology.nt.gz": "x"}}'])
def test_what_only_looks_like_a_release_is_not_queried(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    (tmp_path / "ontology.nt.gz").write_bytes(b"x")
    assert "is no manifest of a release" in refused(["query", "demand", tmp_path])


@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
@pytest.mark.parametrize(("path", "at"), [("graph", 1), ("translations", 0), ("translations", 5), ("tables/skills", 6), ("tables/documents", 3), ("tables/skills", 4), ("tables/skills", 7), ("tables/documents", 8)])
def test_a_damaged_file_of_a_run_is_told_by_what_reads_it(tmp_path, path, at, damage):
    run = shutil.copytree(PREVIOUS, tmp_path / "run")
    file = max((run / path).iterdir(), key=lambda file: ".nq" in file.name)
    content = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes(content[: len(content) // 2 if damage == "cut" else 0])
    assert f"{file} is {'missing' if damage == 'gone' else 'damaged'}" in refused(commands(run, tmp_path)[at])


def test_an_rdf_file_with_a_damaged_gzip_is_one_sentence(tmp_path):
    (tmp_path / "a.nq.gz").write_bytes((PREVIOUS / "graph/part-00000.nq.gz").read_bytes()[:99])
    assert "is no gzip, or a damaged one" in refused(["query", "demand", tmp_path / "a.nq.gz"])
