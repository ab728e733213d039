"""Who may import whom: the rooms of the house stay apart."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = "segmenting tokenizing mentions qualifying linking wording evidence privacy occupations languages kinds confidence deduplicating cv_entries segmenting_cv work_processes prospects".split()
SHARED_BY_STAGES = {"types", "cues", "linear", "labelling", "linking", "candidates", "errors", "titles", "dates", "task_kinds", "work_types"}
PARTS = {"segmenting": {"segmenting_cv"}, "segmenting_cv": {"segmenting"}, "evidence": {"cv_entries"}, "privacy": {"segmenting_cv"}}  # stages of more than one file
COUNTING = "matching mention_counts wording_counts bootstrap calibration figures error_causes".split()
MAKERS = {
    "ontology_cli.py", "release_cli.py", "training_links.py", "candidates_cli.py", "training_candidates.py", "candidate_scores.py", "simulated_run.py",
    "store.py", "trends_cli.py", "holdings.py", "browsing.py", "rendering.py",
}  # of lexicons, candidates, trends or the graph of the core  # fmt: skip
SEEN_OF_ONTOLOGY = {"namespaces", "concepts", "lexicon", "normalising", "spelling", "errors", "tables", "pages", "credits", "needs"}


def imports(path):
    """(package or "." for relative, dotted module) of every import in a file, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                yield base + ("" if base.endswith(".") else ".") + alias.name if base.strip(".") == "" else base
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name


def test_the_ontology_never_sees_the_pipeline():
    files = list((ROOT / "ontology").rglob("*.py"))
    assert len(files) > 8
    assert [(path.name, name) for path in files for name in imports(path) if name.split(".")[0] == "pipeline"] == []


def test_the_pipeline_sees_only_the_open_part_of_the_ontology():
    wrong = []
    for path in (ROOT / "pipeline").rglob("*.py"):
        if path.name in MAKERS:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "ontology" and (len(parts) < 2 or parts[1] not in SEEN_OF_ONTOLOGY):
                wrong.append((path.name, name))
    assert wrong == []


@pytest.mark.parametrize("stage", STAGES)
def test_stages_know_types_and_not_each_other(stage):
    folder = ROOT / "pipeline" / stage  # a stage that outgrew one file
    files = sorted(folder.glob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    up = ".." if folder.is_dir() else "."
    seen = {name.lstrip(".").split(".")[0] for path in files for name in imports(path) if name.startswith(up)}
    others = seen - SHARED_BY_STAGES - PARTS.get(stage, set())
    assert others == set(), f"{stage} imports {others}"


@pytest.mark.parametrize("module", COUNTING)
def test_counting_knows_nothing_of_the_pipeline(module):
    """What turns predicted and gold into figures could score any other tool as well."""
    own = {f".{name}" for name in COUNTING}
    assert {name for name in imports(ROOT / "pipeline" / "evaluation" / f"{module}.py") if name.startswith(".")} <= own


def test_what_runs_does_not_know_how_candidates_are_trained():
    training = {".training_candidates", ".candidate_scores", ".simulating", ".simulated_run"}
    allowed = {"training_candidates.py", "candidate_scores.py", "simulated_run.py"}
    assert [path.name for path in (ROOT / "pipeline").rglob("*.py") if path.name not in allowed and training & set(imports(path))] == []


@pytest.mark.parametrize("module", ["translate", "batch", "shards", "engine", "components", "contract"])
def test_the_translator_does_not_know_how_it_is_judged(module):
    assert not [name for name in imports(ROOT / "pipeline" / f"{module}.py") if name.startswith(".evaluation")]


def test_the_engine_knows_nothing_of_texts():
    """It keeps processes at work; what they do is handed to it."""
    assert {name for name in imports(ROOT / "pipeline" / "engine.py") if name.startswith(".")} == {".errors"}


def test_what_becomes_of_a_shard_depends_on_no_file():
    """A worker of a cluster runs the same function."""
    seen = {name.lstrip(".").split(".")[0] for name in imports(ROOT / "pipeline" / "shards.py") if name.startswith(".")}
    assert seen.isdisjoint({"batch", "engine", "journal", "cli", "earlier", "delta"})


def test_files_stay_readable():
    """A file that outgrows 300 lines has become two things."""
    long = {path.name: n for room in ("ontology", "pipeline") for path in (ROOT / room).rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
