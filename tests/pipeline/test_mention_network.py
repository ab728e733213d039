"""The network that reads sentences beside the CRF of the labeller: what it may see, and that training and running compute the same."""

import numpy as np
import pytest

from ontology.encoding import Encoder
from pipeline.mentions.labelling import LABELS, Labeller, Line
from pipeline.mentions.network import FILE, Network, line_names, word_names
from pipeline.training import mention_network

SENTENCES = ["Je geeft leiding aan een team", "SQL", "kennis van Python is een pré .", "Je melkt , voert en verzorgt het vee"]
LINES = [Line(text.split(), section, bullet, "vacancy", ["B-knowledge" if word in ("SQL", "Python") else "" for word in text.split()])
         for text, section, bullet in zip(SENTENCES, ("tasks", "requirements", "requirements", "tasks"), (False, True, True, False))]  # fmt: skip


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load()


@pytest.fixture(scope="module")
def arrays(encoder):
    """Those of a network that knows nothing: random numbers."""
    rng = np.random.default_rng(5)
    names = sorted({name for line in LINES for word in line.words for name in (*word_names(word), *line_names(line))} | {"x:", "x:B-knowledge"})
    hashes = np.sort(np.array([mention_network.attribute_hash(name) for name in names], np.uint32))
    shapes = {"meaning": (128, 6), "dense0": (30, 8), "bias0": 8, "dense1": (24, 8), "bias1": 8, "whole": (8, 8), "whole_bias": 8, "out": (8, 5), "out_whole": (8, 5), "out_bias": 5}
    found = {name: rng.normal(size=shape).astype(np.float16) for name, shape in (shapes | {"attributes": (len(hashes), 4)}).items()}
    return found | {"encoder": np.array(encoder.fingerprint), "hashes": hashes}


def test_every_word_gets_log_probabilities(arrays, encoder):
    scores = Network(arrays, encoder).scores(LINES)
    assert scores.shape == (sum(len(line.words) for line in LINES), len(LABELS))
    assert np.allclose(np.exp(scores).sum(axis=1), 1)


def test_a_sentence_is_read_the_same_whatever_stands_around_it(arrays, encoder):
    """Words at the edges see nothing of the sentences before and after."""
    network = Network(arrays, encoder)
    alone = np.concatenate([network.scores([line]) for line in LINES])
    assert np.allclose(network.scores(LINES), alone, atol=1e-12)
    assert np.allclose(network.scores(LINES[::-1])[: len(LINES[-1].words)], network.scores(LINES[-1:]), atol=1e-12)
    assert network.scores([]).shape == (0, len(LABELS))


@pytest.mark.parametrize(
    "other",
    [
        Line(LINES[0].words, "company", False, "vacancy", LINES[0].marks),
        Line(LINES[0].words, "tasks", True, "vacancy", LINES[0].marks),
        Line(LINES[0].words, "tasks", False, "vacancy", ["B-knowledge", *LINES[0].marks[1:]]),
        Line([*LINES[0].words[:-1], "gezin"], "tasks", False, "vacancy", LINES[0].marks),
    ],
)
def test_words_sections_forms_and_marks_are_seen(arrays, encoder, other):
    network = Network(arrays, encoder)
    assert not np.allclose(network.scores([other]), network.scores(LINES[:1]))


def test_the_labeller_adds_its_log_probabilities(arrays, encoder):
    from pipeline.linear import LinearModel
    from pipeline.mentions.labelling import NETWORK

    model, network = LinearModel.from_weights(LABELS, {"x": np.zeros(5)}), Network(arrays, encoder)
    alone, together = (Labeller(model, np.zeros((5, 5)), network=one).scores(LINES) for one in (None, network))
    assert np.allclose(together - alone, NETWORK * network.scores(LINES))


def test_another_encoder_is_refused(arrays, encoder, tmp_path):
    np.savez(tmp_path / FILE, **arrays | {"encoder": np.array("00000000")})
    with pytest.raises(ValueError, match="another encoder; retrain"):
        Network.load(encoder, tmp_path / FILE)


def test_training_and_running_compute_the_same(encoder, monkeypatch):
    """PyTorch and numpy agree, and a trained network finds again what it has seen."""
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(mention_network, "RARE_ELSE", 1)
    monkeypatch.setattr(mention_network, "EPOCHS", 30)
    labels = [["O", "B", "L", "O", "O", "O"], ["U"], ["O", "O", "U", "O", "O", "O", "O"], ["O", "U", "O", "U", "O", "B", "I", "L"]]
    trained = mention_network.train(LINES * 16, labels * 16, encoder)
    scores = Network(trained, encoder).scores(LINES)
    assert [LABELS[at] for at in scores.argmax(axis=1)] == [label for row in labels for label in row]
    material = mention_network.Material.of(LINES, labels, encoder)
    net = mention_network._net(len(material.attributes)).eval()
    learned, order = net.arrays(), np.argsort([mention_network.attribute_hash(name) for name in material.attributes])
    hashes = np.array([mention_network.attribute_hash(material.attributes[at]) for at in order], np.uint32)
    given = {name: array[order] if name == "attributes" else array for name, array in learned.items()}
    got, start = Network({"hashes": hashes, **given}, encoder).scores(LINES), 0
    monkeypatch.setattr(mention_network, "WORD", 0.0)
    with torch.no_grad():
        meanings, names, mask, _ = material.batch(range(len(LINES)), np.random.default_rng(0))
        wanted = torch.log_softmax(net(meanings, names, mask), -1).numpy()
    for row, line in zip(wanted, LINES):
        assert np.allclose(got[start : start + len(line.words)], row[: len(line.words)], atol=1e-4)
        start += len(line.words)
