"""The labeller's arithmetic against brute force, and that it learns."""

import itertools

import numpy as np
import pytest

from pipeline.decoding import best_path, marginals
from pipeline.linear import LinearModel
from pipeline.mentions.finding import trim
from pipeline.mentions.labelling import LABELS, Labeller, Line, pair_attribute, read_as, shape, word_attributes

rng = np.random.default_rng(7)
SIZE = len(LABELS)


def labeller(bias=0.0):
    return Labeller(LinearModel.from_weights(LABELS, {"x": np.zeros(SIZE)}), rng.normal(size=(SIZE, SIZE)), bias)


def path_score(scores, transitions, path):
    return sum(scores[i, label] for i, label in enumerate(path)) + sum(transitions[a, b] for a, b in zip(path, path[1:]))


@pytest.mark.parametrize("lengths", [(1,), (4,), (2, 4, 1, 3, 4)])
def test_best_paths_and_marginals_equal_brute_force(lengths):
    transitions = rng.normal(size=(SIZE, SIZE))
    sentences = [rng.normal(size=(length, SIZE)) for length in lengths]
    scores, sizes, ends = np.concatenate(sentences), np.array(lengths), np.cumsum(lengths)
    best = np.split(best_path(scores, transitions, sizes), ends[:-1])
    chances = np.split(marginals(scores, transitions, sizes), ends[:-1])
    for sentence, path, chance in zip(sentences, best, chances, strict=True):
        paths = list(itertools.product(range(SIZE), repeat=len(sentence)))
        totals = np.array([path_score(sentence, transitions, path) for path in paths])
        assert tuple(path) == paths[totals.argmax()]
        weights = np.exp(totals - totals.max())
        weights /= weights.sum()
        expected = np.zeros((len(sentence), SIZE))
        for labels, weight in zip(paths, weights):
            expected[np.arange(len(sentence)), labels] += weight
        assert np.allclose(chance, expected, atol=1e-9)


def test_a_bias_against_o_finds_more():
    scores = np.array([[1.0, 0, 0, 0, 0.5]])
    model = labeller()
    model.transitions[:] = 0
    assert model.label(scores, [1]) == [[]]
    model.bias = 1.0
    ((first, end, probability),) = model.label(scores, [1])[0]
    assert (first, end) == (0, 1) and 0 < probability < 1


def test_mentions_end_where_their_labels_say():
    model = labeller()
    model.transitions[:] = 0
    labels = ["BIL", "O", "UU", "OIL", "BLOB"]  # an I may open a mention, a B that nothing closes is none
    scores = np.concatenate([[[9.0 * (name == label) for name in LABELS] for label in sentence] for sentence in labels])
    found = model.label(scores, [len(sentence) for sentence in labels])
    assert [[span[:2] for span in spans] for spans in found] == [[(0, 3)], [], [(0, 1), (1, 2)], [(1, 3)], [(0, 2)]]


def test_sentences_decoded_together_are_as_decoded_alone():
    model = labeller(0.4)
    sentences = [rng.normal(size=(length, SIZE)) * 2 for length in (7, 1, 3)]
    alone = [model.label(scores, [len(scores)])[0] for scores in sentences]
    together = model.label(np.concatenate(sentences), [7, 1, 3])
    assert any(alone)
    for one, other in zip(alone, together, strict=True):
        assert [span[:2] for span in one] == [span[:2] for span in other]
        assert np.allclose([span[2] for span in one], [span[2] for span in other])


def test_word_scores_add_up_from_the_attributes():
    weights = {name: rng.normal(size=SIZE) for offset in (-1, 0) for name in word_attributes("lassen", offset)}
    weights[pair_attribute("kan", "lassen", 0)] = rng.normal(size=SIZE)
    model = Labeller(LinearModel.from_weights(LABELS, weights), np.zeros((SIZE, SIZE)))
    line = Line(["kan", "lassen"], "tasks", False, "vacancy", ["", ""])
    other = Line(["je"], "tasks", False, "vacancy", [""])
    scores = model.scores([line])
    names = [*word_attributes("lassen", 0), *word_attributes("kan", -1), pair_attribute("kan", "lassen", 0)]
    expected = sum(weights[name] for name in names if name in weights)
    assert np.allclose(scores[1], expected, atol=1e-4)
    together = model.scores([other, line, other])
    assert len(together) == 4 and np.allclose(together[1:3], scores)


@pytest.mark.parametrize("word, found", [("lassen", "x"), ("Lassen", "Xx"), ("SQL", "XX"), ("R", "X"), ("PostCSS", "xX"), ("2024", "d"), ("B2", "xd"), (",", ",")])
def test_shapes(word, found):
    assert shape(word) == found


def test_a_saved_model_gives_the_same_scores(tmp_path, monkeypatch):
    weights = {f"a{number}": rng.normal(size=3) for number in range(50)}
    model = LinearModel.from_weights(["x", "y", "z"], weights, np.array([0.1, 0.2, 0.3]))
    model.save("m", tmp_path)
    monkeypatch.setattr("pipeline.linear.MODELS", tmp_path)
    loaded = LinearModel.load("m")
    assert loaded.labels == ["x", "y", "z"]
    asked = [["a3", "a7", "unknown"], [], ["a7"]]
    assert np.allclose(loaded.sums(asked), [weights["a3"] + weights["a7"], np.zeros(3), weights["a7"]], atol=5e-3)
    assert loaded.predict([[]])[0][0] == "z" and loaded.predict([]) == []


def test_flemish_words_are_read_as_their_twins():
    assert [read_as(word) for word in ("Gij", "bijjob", "JOB", "Lassen")] == ["jij", "bijbaan", "baan", "lassen"]
    assert word_attributes("gij", 0) == word_attributes("jij", 0) and pair_attribute("wilt", "gij", 1) == pair_attribute("wilt", "jij", 1)


@pytest.mark.parametrize(
    "span, kept",
    [
        ("- MVC ,", "MVC"), ("lascertificaten ( ISO 9606", "lascertificaten"), ("trekkerrijbewijs ( T )", "trekkerrijbewijs ( T )"), ("speeltuin ) , bewaken", "bewaken"),
        ("( T", "T"), ("code 95 ) .", None),
    ],
)  # fmt: skip
def test_a_span_holds_whole_brackets_and_begins_and_ends_in_a_word(span, kept):
    words = span.split()
    found = trim(words, 0, len(words))
    assert (found and " ".join(words[slice(*found)])) == kept
