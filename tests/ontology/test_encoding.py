"""The encoder: deterministic features, unit vectors, meaning near meaning, and a training that learns."""

import numpy as np
import pytest

from ontology.concepts import Concept, Mapping, Ontology
from ontology.encoding import BUCKETS, DIMENSIONS, Encoder, features
from ontology.train_encoder import batches, meanings


def concept(number, *labels, broader=()):
    return Concept(f"http://x/{number}", "skill", {("pref", "nl"): labels[:1], ("alt", "nl"): labels[1:]}, {"nl": f"Zin over {labels[0]}."}, broader=broader)


def test_features_are_the_same_for_the_same_surface():
    assert features("Leiding-geven") == features("leiding geven") != features("geven leiding")
    assert all(0 <= bucket < BUCKETS for bucket in features("boekhouden")) and features("") == ()


def test_vectors_have_unit_length():
    encoder = Encoder.load()
    vectors = np.array([encoder.encode(text) for text in ("boekhouden", "lassen", "...")])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0], atol=1e-4)


@pytest.mark.parametrize(
    "text, near, far",
    [("klachten oplossen", "klachten van klanten behandelen", "kozijnen plaatsen"), ("teams aansturen", "leidinggeven", "vloeren dweilen"), ("boekhouding voeren", "bookkeeping", "brood bakken")],
)
def test_meaning_lies_near_meaning(text, near, far):
    encoder = Encoder.load()
    one, two, other = (encoder.encode(words) for words in (text, near, far))
    assert one @ two > one @ other + 0.2


def test_quantising_keeps_the_directions(tmp_path):
    table = np.random.default_rng(1).normal(size=(BUCKETS, DIMENSIONS)).astype(np.float32)
    encoder = Encoder.quantised(table)
    encoder.save(tmp_path / "encoder.npz")
    loaded = Encoder.load(tmp_path / "encoder.npz")
    exact = table[list(features("metselen"))].sum(axis=0)
    assert exact @ loaded.encode("metselen") / np.linalg.norm(exact) > 0.999


def test_exact_matches_make_one_meaning():
    ontology = Ontology((concept(1, "lassen", "laswerk"), concept(2, "welding", "weld"), concept(3, "bakken", "brood bakken")), (), (Mapping("http://x/1", "exactMatch", "http://x/2"),))
    labels, definitions, _ = meanings([ontology])
    assert labels == [["lassen", "laswerk", "weld", "welding"], ["bakken", "brood bakken"]]
    assert definitions[1] == "Zin over bakken."


def test_partners_are_of_one_meaning():
    import random

    labels = [[f"a{n}", f"b{n}"] for n in range(1200)]
    for texts, partners in batches(labels, [""] * 1200, [str(n // 10) for n in range(1200)], 2, random.Random(1)):
        assert len(texts) == len(partners) == 1024
        assert all(text[1:] == partner[1:] and text != partner for text, partner in zip(texts, partners))


def test_training_brings_labels_of_a_concept_together(monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setattr("ontology.train_encoder.BATCH", 128)
    from ontology.train_encoder import train

    words = [f"woord{n}" for n in range(300)]
    ontology = Ontology(tuple(concept(n, f"{word} doen", f"taak{n} uitvoeren", broader=(f"http://x/{n // 20}",)) for n, word in enumerate(words)))
    before = Encoder.quantised(np.random.default_rng(2).normal(size=(BUCKETS, DIMENSIONS)))
    after = train([ontology], steps=60)

    def likeness(encoder):
        return np.mean([encoder.encode(f"woord{n} doen") @ encoder.encode(f"taak{n} uitvoeren") - encoder.encode(f"woord{n} doen") @ encoder.encode(f"taak{n + 1} uitvoeren") for n in range(0, 200, 10)])

    assert likeness(after) > likeness(before) + 0.05
