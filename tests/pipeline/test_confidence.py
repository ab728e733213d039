"""Confidence: a statement is as sure as its mention and its link together, and what says more for a mention raises it."""

import math

import pytest

from pipeline.linear import logit
from pipeline.mentions.confidence import MentionConfidence, mention_features
from pipeline.types import Document, Link, Mention, Sentence

DOCUMENT, SENTENCE = Document("d", "Je kunt lassen."), Sentence(0, 15, "requirements", is_bullet=True)


def mention(score=0.9, certainty=0.8):
    return Mention(8, 14, "lassen", "skill", "requirements", score, (2, 3), 0, certainty)


LINKED = Link(7, 0.9, "prefLabel 'lassen' (same words)", 0.05)
NIL = Link(None, 0.6, "nothing fits; nearest is 'vijlen'", 0.6)


def test_features_name_where_the_mention_stands_and_how_well_a_concept_fits():
    features = mention_features(DOCUMENT, SENTENCE, mention(), LINKED)
    assert features["known"] == 1 and features["bullet"] == 1 and features["heading"] == 0 and features["words"] == 0
    assert features["section requirements"] == features["is skill"] == features["kind vacancy"] == features["language nl"] == 1
    assert features["span"] == pytest.approx(math.log(9)) and features["fit"] == pytest.approx(math.log(19))
    assert mention_features(DOCUMENT, SENTENCE, mention(), NIL)["known"] == 0


def test_a_statement_claims_the_mention_and_its_link():
    model = MentionConfidence({"span": 1.0}, 0.0, 0.4)
    assert model(DOCUMENT, SENTENCE, mention(), LINKED) == pytest.approx((0.9, 0.81))
    assert model(DOCUMENT, SENTENCE, mention(), NIL) == pytest.approx((0.9, 0.54))


def test_the_shipped_model_believes_the_labeller_and_the_linker():
    model = MentionConfidence.load()
    chances = [model(DOCUMENT, SENTENCE, mention(score), LINKED)[0] for score in (0.2, 0.6, 0.99)]
    assert chances == sorted(chances) and chances[0] < model.threshold + 0.3 < 1
    assert model(DOCUMENT, SENTENCE, mention(), LINKED)[0] > model(DOCUMENT, SENTENCE, mention(), NIL)[0]


def test_logits_stay_finite():
    assert logit(0) == pytest.approx(-logit(1)) and math.isfinite(logit(0))
