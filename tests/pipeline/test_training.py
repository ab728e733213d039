"""Training of the labeller and its companions: gold in, models out, the same each time."""

import json

import numpy as np
import pytest

from pipeline.training.labeller import attribute_rows, fit_linear, labelled_lines, prepare, read_gold, to_arrays, train_all, without_lines
from pipeline.types import Document
from tests.conftest import ROOT

pytest.importorskip("pycrfsuite")
TEXT = "Taken\nStel jaarrekeningen op.\nJe spreekt Engels, Duits."


def example():
    skills = [
        {"start": 6, "end": 28, "quote": "Stel jaarrekeningen op", "type": "skill", "requirement": "task"},
        {"start": 41, "end": 47, "quote": "Engels", "type": "language", "requirement": "required"},
        {"start": 49, "end": 54, "quote": "Duits", "type": "language", "requirement": "required"},
    ]
    assert all(TEXT[s["start"] : s["end"]] == s["quote"] for s in skills)
    return prepare(Document("d", TEXT), skills)


def test_gold_spans_become_bilou_labels(lexicon):
    labels = [labels for _, labels in labelled_lines(example(), lexicon)]
    assert labels == [["O"], ["B", "I", "L", "O"], ["O", "O", "U", "O", "U", "O"]]


def test_the_text_without_lines_keeps_its_offsets():
    flat = without_lines(example())
    assert "\n" not in flat.document.text and len(flat.document.text) == len(TEXT)
    assert all(flat.document.text[s["start"] : s["end"]] == s["quote"] for s in flat.skills)


def test_training_and_running_see_the_same_attributes(lexicon):
    """The labeller's scores equal the sum of weights of the attributes that training saw."""
    from pipeline.linear import LinearModel
    from pipeline.mentions.labelling import LABELS, Labeller

    line, _ = list(labelled_lines(example(), lexicon))[2]
    rows = attribute_rows(line)
    rng = np.random.default_rng(3)
    weights = {name: rng.normal(size=len(LABELS)) for row in rows for name in row}
    labeller = Labeller(LinearModel.from_weights(LABELS, weights), np.zeros((5, 5)))
    scores = labeller.scores([line])
    assert np.allclose(scores, [sum(weights[name] for name in row) for row in rows], atol=1e-3)


def test_what_bilou_forbids_gets_no_chance():
    weights, transitions = to_arrays({("a", "B"): 2.0, ("a", "O"): -1.0}, {("O", "B"): 1.0, ("O", "I"): 3.0})
    assert weights["a"].tolist() == [-1, 2, 0, 0, 0]
    assert transitions[0, 1] == 1.0 and transitions[0, 2] == transitions[1, 0] == transitions[2, 4] == -50
    assert transitions[1, 2] == transitions[3, 4] == 0


def test_linear_models_learn_and_agree_with_scikit_learn():
    rows = [["a"], ["a", "c"], ["b"], ["b", "c"]] * 5
    model = fit_linear(rows, ["x", "x", "y", "y"] * 5)
    assert [label for label, _ in model.predict([["a"], ["b"]])] == ["x", "y"]


def test_training_twice_gives_the_same_models(lexicon, tmp_path):
    pytest.importorskip("torch")
    examples = read_gold([ROOT / "corpora" / "gold" / "dev.jsonl"])[:4]
    reports = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        reports.append(train_all(examples, examples[:2], lexicon, tmp_path / name, folds=2))
    assert json.dumps(reports[0]) == json.dumps(reports[1])
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
