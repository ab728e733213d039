"""Splits, merges and declines follow the stated rules, and no rule fires on noise."""

import pytest

from ontology.evolve.evidence import Evidence, Form
from ontology.evolve.existing import propose_for_existing
from ontology.evolve.proposing import Proposal, growth_of, worth_of

MONTHS = {f"2026-{month:02d}": 1000 for month in range(1, 10)}


def demanded(lexicon, number, early, late):
    """Demand of a concept: so many a month in the first and the last three months."""
    return {lexicon.entry(number).iri: {**dict.fromkeys(list(MONTHS)[:3], early), **dict.fromkeys(list(MONTHS)[6:], late)}}


@pytest.mark.parametrize(("early", "late", "falls"), [(40, 10, True), (40, 38, False), (40, 25, False), (5, 0, False)])
def test_a_decline_is_large_and_beyond_chance(lexicon, early, late, falls):
    found = propose_for_existing(Evidence((), 9000, MONTHS, (), 0, demanded(lexicon, 7, early, late)), [], lexicon)
    assert [(proposal.kind, proposal.concept) for proposal in found] == ([("decline", lexicon.entry(7).iri)] if falls else [])


def test_without_months_nothing_declines(lexicon):
    assert propose_for_existing(Evidence((), 9000, {}, (), 0, demanded(lexicon, 7, 40, 1)), [], lexicon) == []


def test_concepts_that_texts_do_not_tell_apart_are_proposed_to_merge(lexicon):
    import numpy as np

    side = np.flatnonzero(lexicon.types == 0)
    centroids = lexicon.centroids[side].astype(np.float32) / 127
    cosine = centroids @ centroids.T - 2 * np.eye(len(side), dtype=np.float32)
    at = np.unravel_index(cosine.argmax(), cosine.shape)
    near, far = (sorted(lexicon.entry(int(side[number])).iri for number in pair) for pair in (at, np.unravel_index(cosine[:50, :50].argmin(), (50, 50))))
    demand = {near[0]: {"": 9}, near[1]: {"": 3}}
    forms = (Form("a b", "a b", 12, 0, 0.4, concepts={near[0]: 6, near[1]: 6}), Form("c d", "c d", 12, 0, 0.4, concepts={far[0]: 6, far[1]: 6}))
    (found,) = propose_for_existing(Evidence(forms, 50, {}, (), 0, demand), [], lexicon)
    assert (found.kind, found.concept, found.into, found.documents) == ("merge", near[1], near[0], 12)
    few = (Form("a b", "a b", 4, 0, 0.4, concepts={near[0]: 2, near[1]: 2}),)
    assert propose_for_existing(Evidence(few, 50, {}, ()), [], lexicon) == []


def test_two_narrower_candidates_make_a_split(lexicon):
    above = lexicon.entry(3)
    parts = [Proposal(f"C{n}", "narrower", 0.8, 0.8, f"deel {n}", "nl", "skill", broader=above.iri, broader_label=above.label_nl, documents=6) for n in range(2)]
    (found,) = propose_for_existing(Evidence((), 50, {}, ()), parts, lexicon)
    assert (found.kind, found.concept, [text for text, _ in found.forms]) == ("split", above.iri, ["deel 0", "deel 1"])
    assert propose_for_existing(Evidence((), 50, {}, ()), parts[:1], lexicon) == []


def test_growth_compares_shares_of_the_first_and_last_third():
    assert growth_of({"2026-01": 3, "2026-09": 10}, MONTHS) == 3.0
    assert growth_of({}, {"2026-01": 5}) is None


def test_worth_needs_both_likelihood_and_texts():
    assert worth_of(0.9, 3) < worth_of(0.9, 5) == worth_of(0.9, 50) == 0.9
