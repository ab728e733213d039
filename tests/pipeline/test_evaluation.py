"""Scoring after the guidelines, on hand-made cases."""

import pytest

from pipeline.evaluation import Counts, Scores, calibration_error, link_right, match_spans, statement_calibration, without_repeats


def test_half_of_the_shorter_span_is_a_match():
    assert match_spans([(0, 10)], [(5, 30)]) == [(0, 0)]
    assert match_spans([(0, 10)], [(6, 30)]) == []
    assert match_spans([(0, 40)], [(10, 12)]) == [(0, 0)]
    assert match_spans([], [(0, 3)]) == []


def test_matching_is_one_to_one_best_overlap_first():
    assert sorted(match_spans([(0, 20), (0, 10)], [(0, 10), (10, 20)])) == [(0, 1), (1, 0)]


def test_an_unmatched_repeat_of_a_matched_concept_is_no_false_positive():
    skills = [{"quote": "Excel", "concept": "c"}, {"quote": "MS Excel", "concept": "c"}, {"quote": "Word", "concept": None}, {"quote": "word", "concept": None}]
    assert without_repeats(skills, [0, 2]) == [0, 2]
    assert without_repeats(skills, [2]) == [0, 1, 2]


def test_counts():
    counts = Counts(3, 4, 6)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.5, pytest.approx(0.6))
    assert Counts().f1 == 0


def test_calibration_error_is_the_mean_gap_over_bins():
    assert calibration_error([]) is None
    assert calibration_error([(0.5, True), (0.5, False)], bins=1) == 0
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)], bins=1) == pytest.approx(0)


def skill(start, end, **more):
    base = {"start": start, "end": end, "quote": f"{start}-{end}", "type": "skill", "requirement": "task", "evidence": None, "concept": None, "mappings": {}, "confidence": 0.8}
    return base | more


def predicted(*skills, bias=()):
    return {"skills": list(skills), "bias": list(bias), "experience_years": 2, "occupation": {"quote": "Kok"}}


def flag(start, end, ground="age", directness="direct", **more):
    return {"start": start, "end": end, "ground": ground, "directness": directness} | more


def test_a_document_is_scored_on_all_counts():
    scores = Scores()
    ours = predicted(skill(0, 5, concept="http://esco/1"), skill(10, 20, type="attitude"), skill(50, 60), bias=[flag(0, 4), flag(30, 34, "gender")])
    gold = {"skills": [skill(0, 5, esco=["http://esco/1"]), skill(12, 20, esco=[]), skill(90, 95)], "experience_years": 3, "occupation_title": "kok", "bias": [flag(0, 4, directness="indirect"), flag(70, 75), flag(80, 85, strength="zwak")]}
    scores.add(ours, gold)
    result = scores.as_dict()
    assert result["mentions"]["relaxed"] | {"precision": 0, "recall": 0, "f1": 0} == {"hits": 2, "predicted": 3, "gold": 3, "precision": 0, "recall": 0, "f1": 0}
    assert result["mentions"]["strict"]["hits"] == 1
    shares = result["shares"]
    assert shares["type"]["share"] == 0.5 and shares["requirement"]["share"] == 1
    assert shares["acceptable ESCO concept, of gold that has one"]["share"] == 1
    assert shares["NIL, of those predicted NIL"]["share"] == 1
    assert shares["experience years"]["share"] == 0 and shares["occupation title found"]["share"] == 1
    assert (result["wording"]["hits"], result["wording"]["predicted"], result["wording"]["gold"]) == (1, 2, 2)
    assert shares["ground"]["share"] == 1 and shares["directness"]["share"] == 0


def test_a_weak_gold_flag_is_neither_missed_nor_false():
    scores = Scores()
    scores.add(predicted(bias=[flag(0, 4)]), {"skills": [], "bias": [flag(0, 4, strength="zwak")]})
    assert (scores.wording.hits, scores.wording.predicted, scores.wording.gold) == (0, 0, 0)


def test_clean_documents_and_cvs():
    scores = Scores()
    scores.add(predicted(), {"skills": [], "bias": []})
    scores.add(predicted(bias=[flag(0, 4)]), {"skills": [], "bias": []})
    scores.add(predicted(bias=[flag(0, 4)]), {"skills": [], "kind": "cv"})
    assert scores.as_dict()["shares"]["clean documents that stay clean"] == {"share": 0.5, "right": 1, "total": 2}


@pytest.mark.parametrize(
    "ours, gold, right",
    [
        ({"concept": "a"}, {"concepts": ["a", "b"]}, True), ({"concept": "c"}, {"concepts": ["a"]}, False), ({"concept": None}, {"concepts": []}, True),
        ({"concept": None}, {"concepts": ["a"]}, False), ({"concept": "a", "mappings": {"esco": ["e"]}}, {"esco": ["e"]}, True),
        ({"concept": "a"}, {"esco": ["e"]}, False), ({"concept": None}, {"esco": []}, True), ({"concept": "a"}, {"esco": []}, None), ({"concept": "a"}, {}, None),
    ],
)  # fmt: skip
def test_when_a_link_is_right(ours, gold, right):
    assert link_right(skill(0, 1, **ours), gold) is right


def test_open_links_are_stood_in_for_by_decided_ones():
    assert statement_calibration([(0.5, "right"), (0.5, "wrong")], bins=1) == pytest.approx(0)
    points = [(0.8, "right"), (0.8, "open"), (0.8, "open"), (0.8, "open"), (0.8, "false")]
    assert statement_calibration(points, bins=1) == pytest.approx(0)
    assert statement_calibration([(0.8, "open")]) is None
