"""Who may import whom: the rooms of the house stay apart."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAGES = "reading segmenting tokenizing mentions qualifying language_levels linking wording privacy cv work".split()
SHARED_BY_STAGES = {"types", "cues", "fields", "linear", "decoding", "errors", "sentences", "items", "literals"}
PARTS = {"segmenting": {"cv"}, "privacy": {"cv"}, "qualifying": {"around", "unasked"}}  # stages of more than one part
COUNTING = "matching mention_counts wording_counts bootstrap calibration figures error_causes".split()
MAKERS = {
    "cli/ontology.py", "cli/release.py", "cli/candidates.py", "cli/trends.py", "training/links.py", "training/candidates.py", "training/candidate_scores.py",
    "training/simulated_run.py", "training/decisions.py", "training/decided_links.py", "querying/store.py", "serving/holdings.py", "serving/browsing.py", "serving/rendering.py",
}  # of lexicons, candidates, trends or the graph of the core  # fmt: skip
SEEN_OF_ONTOLOGY = {"namespaces", "concepts", "lexicon", "encoding", "normalising", "spelling", "errors", "tables", "pages", "credits", "needs", "implications", "run_manifest"}


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


def inner_imports(path):
    """The rooms of the pipeline that a file imports from: "linking", "types", ...; also those inside its own room, as "batches.engine"."""
    place = ["pipeline", *path.relative_to(ROOT / "pipeline").parent.parts]
    for name in imports(path):
        if name.startswith("."):
            up = len(name) - len(name.lstrip(".")) - 1
            yield ".".join([*place[: len(place) - up], name.lstrip(".")])


def test_the_ontology_never_sees_the_pipeline():
    files = list((ROOT / "ontology").rglob("*.py"))
    assert len(files) > 8
    assert [(path.name, name) for path in files for name in imports(path) if name.split(".")[0] == "pipeline"] == []


def test_the_pipeline_sees_only_the_open_part_of_the_ontology():
    wrong = []
    for path in (ROOT / "pipeline").rglob("*.py"):
        if path.relative_to(ROOT / "pipeline").as_posix() in MAKERS:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "ontology" and (len(parts) < 2 or parts[1] not in SEEN_OF_ONTOLOGY):
                wrong.append((path.name, name))
    assert wrong == []


@pytest.mark.parametrize("stage", STAGES)
def test_stages_know_types_and_not_each_other(stage):
    folder = ROOT / "pipeline" / stage
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    seen = {name.split(".")[1] for path in files for name in inner_imports(path)}
    others = seen - {stage} - SHARED_BY_STAGES - PARTS.get(stage, set())
    assert others == set(), f"{stage} imports {others}"


@pytest.mark.parametrize("module", COUNTING)
def test_counting_knows_nothing_of_the_pipeline(module):
    """What turns predicted and gold into figures could score any other tool as well."""
    own = {f".{name}" for name in COUNTING}
    assert {name for name in imports(ROOT / "pipeline" / "evaluation" / f"{module}.py") if name.startswith(".")} <= own


def test_what_runs_does_not_know_how_models_are_trained():
    files = [path for path in (ROOT / "pipeline").rglob("*.py") if path.parent.name != "training"]
    assert [path.name for path in files if any(name.startswith("pipeline.training") for name in inner_imports(path))] == []


def test_only_the_command_line_knows_the_command_line():
    files = [path for path in (ROOT / "pipeline").rglob("*.py") if path.parent.name != "cli"]
    assert [path.name for path in files if any(name.startswith("pipeline.cli") for name in inner_imports(path))] == []


@pytest.mark.parametrize("module", ["translate", "components", "contract", "batches/batch", "batches/shards", "batches/engine"])
def test_the_translator_does_not_know_how_it_is_judged(module):
    assert not [name for name in inner_imports(ROOT / "pipeline" / f"{module}.py") if name.startswith("pipeline.evaluation")]


def test_the_engine_knows_nothing_of_texts():
    """It keeps processes at work; what they do is handed to it."""
    assert set(inner_imports(ROOT / "pipeline" / "batches" / "engine.py")) == {"pipeline.errors"}


def test_what_becomes_of_a_shard_depends_on_no_file():
    """A worker of a cluster runs the same function."""
    seen = set(inner_imports(ROOT / "pipeline" / "batches" / "shards.py"))
    assert seen.isdisjoint({f"pipeline.batches.{name}" for name in ("batch", "engine", "journal", "earlier", "delta")})


def test_files_stay_readable():
    """A file that outgrows 300 lines has become two things."""
    long = {path.name: n for room in ("ontology", "pipeline") for path in (ROOT / room).rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
