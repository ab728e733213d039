"""Candidates of terms: who is among them, that the features say what they mean, and that a term's figures do not depend on its company."""

import numpy as np
import pytest

from pipeline.linking.candidates import FEATURES, HOW, NIL_FEATURES, candidate_pairs, ragged

TERMS = [("leiding geven aan een team", "skill"), ("het opstellen van de jaarrekening", "skill"), ("ervaring met Python en lassen", "knowledge"), ("xq", "skill"), ("---", "skill")]


@pytest.fixture(scope="module")
def pairs(lexicon):
    return candidate_pairs(lexicon, TERMS, 12)


def row(pairs, term, label, lexicon):
    places = range(pairs.starts[term], pairs.starts[term + 1])
    return next(place for place in places if lexicon.entry(int(pairs.concepts[place])).label_nl == label)


def test_each_term_has_its_candidates_once(pairs):
    assert len(pairs.starts) == len(TERMS) + 1 and pairs.starts[-1] == len(pairs.concepts) == len(pairs.features)
    for start, end in zip(pairs.starts, pairs.starts[1:]):
        assert end - start >= 12 and len(set(pairs.concepts[start:end].tolist())) == end - start
    assert pairs.features.shape[1] == len(FEATURES) and pairs.nil.shape == (len(TERMS), len(NIL_FEATURES))
    assert np.isfinite(pairs.features).all()


def test_how_a_label_was_met(pairs, lexicon):
    assert HOW[pairs.how[row(pairs, 0, "leidinggeven", lexicon)]] == "surface"
    assert HOW[pairs.how[row(pairs, 1, "jaarrekeningen opstellen", lexicon)]] in ("surface", "bag")
    inside = row(pairs, 2, "Python", lexicon)
    assert HOW[pairs.how[inside]] == "inside" and pairs.features[inside, FEATURES.index("inside")] == pytest.approx(0.2)


def test_shared_words_are_shares(pairs, lexicon):
    same = pairs.features[row(pairs, 0, "leidinggeven", lexicon)]
    for name in ("text_covered", "label_covered", "shared", "letters", "grams"):
        assert same[FEATURES.index(name)] == pytest.approx(1, abs=1e-3), name
    for name in ("text_covered", "label_covered", "shared", "shared_mean", "grams", "letters", "ending", "mass"):
        column = pairs.features[:, FEATURES.index(name)]
        assert (column >= 0).all() and (column <= 1 + 1e-6).all(), name


def test_a_term_is_the_same_alone_and_in_company(pairs, lexicon):
    for number, term in enumerate(TERMS):
        alone = candidate_pairs(lexicon, [term], 12)
        part = slice(pairs.starts[number], pairs.starts[number + 1])
        assert alone.concepts.tolist() == pairs.concepts[part].tolist()
        assert np.array_equal(alone.features, pairs.features[part])


def test_occupations_are_asked_apart(lexicon):
    pairs = candidate_pairs(lexicon, [("monteur", "occupation")], 5)
    assert lexicon.is_occupation[pairs.concepts].all()


def test_no_terms_no_pairs(lexicon):
    assert len(candidate_pairs(lexicon, [], 5).concepts) == 0


def test_ragged_ranges():
    numbers, begins = ragged(np.array([3, 10]), np.array([5, 13]))
    assert numbers.tolist() == [3, 4, 10, 11, 12] and begins.tolist() == [0, 2]


def test_how_near_a_title_is_to_those_that_people_linked(lexicon):
    concept = int(np.flatnonzero((np.diff(lexicon.linked_starts) > 0) & lexicon.is_occupation)[0])
    named = lexicon.entry(concept).label_nl
    for title, literal in ((named, True), (f"ervaren {named} gezocht", False)):
        pairs = candidate_pairs(lexicon, [(title, "occupation")], 12)
        linked, behind = (pairs.features[:, FEATURES.index(name)] for name in ("linked", "linked_behind"))
        place = pairs.concepts.tolist().index(concept)
        first, last = lexicon.linked_starts[concept : concept + 2]
        vector = lexicon.encoder.encode([title])[0]
        assert linked[place] == pytest.approx(1 if literal else (lexicon.linked[first:last] @ vector / 127).max(), abs=1e-4)
        assert behind.max() == 0
        without = [row for row, found in enumerate(pairs.concepts) if lexicon.linked_starts[found] == lexicon.linked_starts[found + 1] and HOW[pairs.how[row]] != "surface"]
        assert without and not linked[without].any()


def test_skills_know_no_linked_titles(pairs):
    assert not pairs.features[:, [FEATURES.index(name) for name in ("linked", "linked_behind")]].any()
