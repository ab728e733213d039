"""The encoder: deterministic features, unit vectors, meaning near meaning, and a training that learns."""

import numpy as np
import pytest

from ontology.concepts import Concept, Mapping, Ontology
from ontology.encoding import DIMENSIONS, Encoder, features
from ontology.spelling import BUCKETS
from ontology.train_encoder import Sampler, meanings, nearest_others, pair


def concept(number, *labels, broader=()):
    return Concept(f"http://x/{number}", "skill", {("pref", "nl"): labels[:1], ("alt", "nl"): labels[1:]}, {"nl": f"Zin over {labels[0]}."}, broader=broader)


def test_features_are_the_same_for_the_same_surface():
    assert features("Leiding-geven") == features("leiding geven") != features("geven leiding")
    assert all(0 <= bucket < BUCKETS for bucket in features("boekhouden")) and features("") == []


def test_vectors_have_unit_length():
    encoder = Encoder.load()
    vectors = encoder.encode(["boekhouden", "lassen", "..."])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0], atol=1e-4)


@pytest.mark.parametrize(
    "text, near, far",
    [("klachten oplossen", "klachten van klanten behandelen", "kozijnen plaatsen"), ("teams aansturen", "leidinggeven", "vloeren dweilen"), ("boekhouding voeren", "bookkeeping", "brood bakken")],
)
def test_meaning_lies_near_meaning(text, near, far):
    encoder = Encoder.load()
    one, two, other = encoder.encode([text, near, far])
    assert one @ two > one @ other + 0.2


def test_quantising_keeps_the_directions(tmp_path):
    table = np.random.default_rng(1).normal(size=(BUCKETS, DIMENSIONS)).astype(np.float32)
    encoder = Encoder.quantised(table)
    encoder.save(tmp_path / "encoder.npz")
    loaded = Encoder.load(tmp_path / "encoder.npz")
    exact = table[list(features("metselen"))].sum(axis=0)
    assert exact @ loaded.encode(["metselen"])[0] / np.linalg.norm(exact) > 0.999


def test_exact_matches_make_one_meaning():
    ontology = Ontology((concept(1, "lassen", "laswerk"), concept(2, "welding", "weld"), concept(3, "bakken", "brood bakken")), (), (Mapping("http://x/1", "exactMatch", "http://x/2"),))
    lassen, bakken = meanings([ontology], [("aan elkaar lassen", "http://x/2"), ("onbekend", "http://x/9")])
    assert lassen.labels == ("lassen", "laswerk", "weld", "welding") and lassen.links == ("aan elkaar lassen",)
    assert bakken.labels == ("bakken", "brood bakken") and bakken.definitions == ("Zin over bakken.",)
    assert lassen.weight == 4 + 3 and bakken.weight == 2


def test_batches_pair_texts_of_one_meaning_and_seek_near_ones():
    found = meanings([Ontology(tuple(concept(n, f"a{n}", f"b{n}", broader=(f"http://x/{n // 10}",)) for n in range(300)))], [])
    sampler = Sampler(found, 1)
    for near in (None, np.tile(np.arange(8), (300, 1))):
        sampler.near = near
        texts, partners = sampler.batch(128)
        assert len(texts) == len(partners) == 128 == len({text[1:] for text in texts if text[0] in "ab"} | {text for text in texts if text[0] not in "ab"})
        assert all(partner.endswith(text[1:]) or text[1:] in partner for text, partner in zip(texts, partners))


def test_a_linked_term_is_learnt_from():
    import random

    (meaning,) = meanings([Ontology((concept(1, "lassen", "laswerk"),))], [("aan elkaar lassen", "http://x/1")])
    rng = random.Random(3)
    assert ("aan elkaar lassen", "lassen") in {pair(meaning, rng) for _ in range(50)}


def test_the_nearest_others_leave_oneself_out():
    vectors = np.eye(12, dtype=np.float32)
    vectors[1] = vectors[0]
    assert 1 in nearest_others(vectors)[0] and 0 not in nearest_others(vectors)[0]


def test_training_brings_labels_of_a_concept_together():
    pytest.importorskip("torch")
    from ontology.train_encoder import train

    words = [f"woord{n}" for n in range(300)]
    ontology = Ontology(tuple(concept(n, f"{word} doen", f"taak{n} uitvoeren", broader=(f"http://x/{n // 20}",)) for n, word in enumerate(words)))
    before = Encoder.quantised(np.random.default_rng(2).normal(size=(BUCKETS, DIMENSIONS)))
    after = train([ontology], steps=60, batch=128)

    def likeness(encoder):
        ours, theirs, others = (encoder.encode([text.format(n) for n in range(0, 200, 10)]) for text in ("woord{} doen", "taak{} uitvoeren", "taak1{} uitvoeren"))
        return np.mean((ours * theirs).sum(axis=1) - (ours * others).sum(axis=1))

    assert likeness(after) > likeness(before) + 0.05
