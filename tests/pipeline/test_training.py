"""Training: gold in, models out, the same each time; held-out labels teach the linker."""

import json

import numpy as np
import pytest

from pipeline.training import attribute_rows, fit_linear, fold_models, prepare, read_gold, sentence_rows, train_all, without_lines
from pipeline.training_links import held_out_rows
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
    labels = [labels for _, labels in sentence_rows(example(), lexicon)]
    assert labels == [["O"], ["B", "I", "L", "O"], ["O", "O", "U", "O", "U", "O"]]


def test_the_text_without_lines_keeps_its_offsets():
    flat = without_lines(example())
    assert "\n" not in flat.document.text and len(flat.document.text) == len(TEXT)
    assert all(flat.document.text[s["start"] : s["end"]] == s["quote"] for s in flat.skills)


def test_training_and_running_see_the_same_attributes(lexicon):
    """The labeller's scores equal the sum of weights of the attributes that training saw."""
    from pipeline.labelling import LABELS, Labeller
    from pipeline.linear import LinearModel
    from pipeline.mentions import lexicon_marks, section_of

    one = example()
    sentence, (first, end) = one.sentences[2], one.tokens.sentences[2]
    words = list(one.tokens.texts[first:end])
    rows = attribute_rows(words, sentence, "vacancy", lexicon)
    rng = np.random.default_rng(3)
    weights = {name: rng.normal(size=len(LABELS)) for row in rows for name in row}
    labeller = Labeller(LinearModel.from_weights(LABELS, weights), np.zeros((5, 5)))
    scores = labeller.scores(words, section_of(sentence), sentence.is_bullet, "vacancy", lexicon_marks(words, lexicon))
    assert np.allclose(scores, [sum(weights[name] for name in row) for row in rows], atol=1e-3)


def test_folding_averages_and_forbids_impossible_steps():
    weights, transitions = fold_models([({("a", "B"): 2.0}, {("O", "B"): 1.0}), ({("a", "B"): 4.0}, {("O", "B"): 3.0})], keep=1.0)
    assert weights["a"].tolist() == [0, 3, 0, 0, 0]
    assert transitions[0, 1] == 2.0 and transitions[0, 2] == -50


def test_linear_models_learn_and_agree_with_scikit_learn():
    rows = [["a"], ["a", "c"], ["b"], ["b", "c"]] * 5
    model = fit_linear(rows, ["x", "x", "y", "y"] * 5)
    assert model.predict(["a"])[0] == "x" and model.predict(["b"])[0] == "y"


def test_held_out_labels_are_not_found_by_themselves(lexicon):
    groups = list(held_out_rows(lexicon, 40))
    assert len(groups) == 40
    surface = [row[0] for rows, _ in groups for row in rows]
    assert set(surface) == {0.0}
    assert 10 <= sum(any(right) for _, right in groups) <= 39


def test_training_twice_gives_the_same_models(lexicon, tmp_path):
    examples = read_gold([ROOT / "corpora" / "gold" / "dev.jsonl"])[:4]
    reports = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        reports.append(train_all(examples, examples, lexicon, tmp_path / name, members=1, folds=2))
    assert json.dumps(reports[0]) == json.dumps(reports[1])
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
