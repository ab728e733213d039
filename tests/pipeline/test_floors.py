"""The quality that may not be lost: ``skillstaal evaluate`` on the own test texts against tests/floors.tsv."""

import pytest

from pipeline.evaluation.figures import BY_NAME
from pipeline.evaluation.scoring import evaluate
from tests.conftest import ROOT

FLOORS = ROOT / "tests" / "floors.tsv"
LOWER_IS_BETTER = {name for name, figure in BY_NAME.items() if not figure.higher_is_better}


def read_floors():
    rows = [line.split("\t") for line in FLOORS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert rows[0] == ["figure", "worst"]
    return {name: float(worst) for name, worst in rows[1:]}


def lost(headline, floors):
    """The figures that are worse than their floor, and those that are no longer measured."""
    worse = [name for name, floor in floors.items() if name in headline and (headline[name]["value"] - floor) * (-1 if name in LOWER_IS_BETTER else 1) < 0]
    return worse + [name for name in floors if name not in headline]


@pytest.fixture(scope="session")
def measured():
    return evaluate([ROOT / "corpora" / "gold" / "test.jsonl"])


def test_no_figure_is_below_its_floor(measured):
    floors = read_floors()
    worse = {name: (measured["headline"].get(name, {}).get("value"), floors[name]) for name in lost(measured["headline"], floors)}
    assert worse == {}, "figure: (measured, floor)"


def test_every_headline_figure_has_a_floor(measured):
    assert set(measured["headline"]) == set(read_floors()) and len(measured["headline"]) > 15


def test_a_figure_below_its_floor_is_seen():
    floors = {"mention_f1": 0.8, "calibration_error": 0.1, "type": 0.5}
    good = {"mention_f1": {"value": 0.8}, "calibration_error": {"value": 0.1}, "type": {"value": 0.6}, "new": {"value": 0.0}}
    assert lost(good, floors) == []
    assert lost(good | {"mention_f1": {"value": 0.79}, "calibration_error": {"value": 0.11}}, floors) == ["mention_f1", "calibration_error"]
    assert lost({"mention_f1": {"value": 0.9}, "type": {"value": 0.5}}, floors) == ["calibration_error"]
