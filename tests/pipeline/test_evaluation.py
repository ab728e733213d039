"""Scoring after the guidelines, on hand-made cases."""

import pytest

from pipeline.evaluation import Counts, match_spans, without_repeats
from pipeline.evaluation.bootstrap import document_weights, resampled_sums
from pipeline.evaluation.calibration import FALSE, OPEN, RIGHT, WRONG
from pipeline.evaluation.figures import SKILLS, WORDING, headline, mention_groups, wording_groups
from pipeline.evaluation.matching import link_right
from pipeline.evaluation.mention_counts import confidence_points, count_document, count_mentions
from pipeline.evaluation.wording_counts import ComparedWording, count_wording
from tests.pipeline.hand_made import compared, flag, gold_skill, skill


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
    counts.add(1, 0, 0)
    assert counts.as_dict() == {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "hits": 4, "predicted": 4, "gold": 6}


def figures(*documents, named=SKILLS):
    """Headline name -> (value, right, total) over these counts."""
    found = headline(resampled_sums(documents, document_weights(len(documents))), named)
    return {name: (figure["value"], figure.get("right"), figure.get("total")) for name, figure in found.items()}


def test_a_document_is_scored_on_all_counts():
    predicted = [skill(0, 5, concept="http://esco/1"), skill(10, 20, type="attitude"), skill(50, 60), skill(62, 66, concept="http://esco/1")]
    gold = [gold_skill(0, 5, esco=["http://esco/1"]), gold_skill(12, 20, esco=[], requirement=None), gold_skill(90, 95)]
    assert figures(count_mentions(compared(predicted, gold))) == {
        "mention_precision": (0.6667, 2, 3), "mention_recall": (0.6667, 2, 3), "mention_f1": (0.6667, None, None),
        "strict_precision": (0.3333, 1, 3), "strict_recall": (0.3333, 1, 3), "strict_f1": (0.3333, None, None),
        "type": (0.5, 1, 2), "requirement": (0.5, 1, 2), "link_acceptable": (1, 1, 1), "right_of_linked": (1, 1, 1),
        "nil_precision": (1, 1, 1), "nil_recall": (1, 1, 1),
    }  # fmt: skip


def test_links_are_counted_over_gold_links_over_linked_and_over_nil():
    predicted = [skill(0, 5, concept="a"), skill(10, 15), skill(20, 25, concept="b"), skill(30, 35), skill(40, 45, concept="c")]
    gold = [gold_skill(0, 5, concepts=["a"]), gold_skill(10, 15, concepts=["a"]), gold_skill(20, 25, concepts=[]), gold_skill(30, 35, concepts=[]), gold_skill(40, 45)]
    found = figures(count_mentions(compared(predicted, gold)))
    assert found["link_acceptable"] == (0.5, 1, 2)
    assert found["right_of_linked"] == (0.5, 1, 2)
    assert found["nil_precision"] == (0.5, 1, 2)
    assert found["nil_recall"] == (0.5, 1, 2)


def test_evidence_is_scored_where_gold_has_it():
    gold = [{"start": 0, "end": 5, "type": "skill", "evidence": "hard"}, {"start": 10, "end": 15, "type": "skill", "evidence": "soft"}]
    found = figures(count_mentions(compared([skill(0, 5, evidence="hard"), skill(10, 15, evidence="hard")], gold, kind="cv")))
    assert found["evidence"] == (0.5, 1, 2)
    assert "requirement" not in found


def test_precision_goes_by_the_predicted_type_and_section_and_recall_by_those_of_gold():
    predicted = [skill(0, 5, type="attitude", section="offer"), skill(10, 15, type="attitude", section="offer")]
    gold = [gold_skill(0, 5), gold_skill(20, 25, type="language")]
    sums = resampled_sums([count_mentions(compared(predicted, gold, ["tasks", "requirements"]))], document_weights(1))
    groups = mention_groups(sums, ("type", "section", "language", "kind"))
    values = {facet: {value: {name: figure["value"] for name, figure in found.items()} for value, found in groups[facet].items()} for facet in groups}
    assert values["type"] == {
        "attitude": {"mention_precision": 0.5, "mention_f1": 0}, "language": {"mention_recall": 0, "mention_f1": 0},
        "skill": {"mention_recall": 1, "mention_f1": 0, "type": 0, "requirement": 1},
    }  # fmt: skip
    assert values["section"]["offer"] == {"mention_precision": 0.5, "mention_f1": 0}
    assert values["section"]["tasks"]["mention_recall"] == 1 and values["section"]["requirements"]["mention_recall"] == 0
    assert values["language"]["nl"]["mention_f1"] == values["kind"]["vacancy"]["mention_f1"] == 0.5


def test_what_is_said_once_a_document():
    predicted = {"experience_years": 2, "occupation": {"quote": "Kok"}}
    found = figures(count_document(predicted, {"experience_years": 3, "occupation_title": "zelfstandig kok"}))
    assert found == {"experience_years": (0, 0, 1), "occupation_title": (1, 1, 1)}
    assert figures(count_document({"experience_years": 0, "occupation": None}, {"experience_years": 0, "occupation_title": "kok"})) == {
        "experience_years": (1, 1, 1), "occupation_title": (0, 0, 1),
    }  # fmt: skip
    assert count_document(predicted, {"experience_years": None}) == {}


def test_wording_is_scored_on_strong_flags():
    predicted = [flag(0, 4), flag(30, 34, "gender"), flag(80, 85)]
    gold = [flag(0, 4, directness="indirect"), flag(70, 75), flag(80, 85, strength="zwak")]
    found = figures(count_wording(ComparedWording("d", "", predicted, gold)), named=WORDING)
    assert found == {"wording_precision": (0.5, 1, 2), "wording_recall": (0.5, 1, 2), "wording_f1": (0.5, None, None), "ground": (1, 1, 1), "directness": (0, 0, 1)}


def test_wording_groups():
    counts = count_wording(ComparedWording("d", "", [flag(0, 4, "gender"), flag(10, 14)], [flag(0, 4), flag(20, 24, "religion", "indirect")], trap=False))
    groups = wording_groups(resampled_sums([counts], document_weights(1)), ("ground", "directness", "trap"))
    values = {facet: {value: {name: figure["value"] for name, figure in found.items()} for value, found in groups[facet].items()} for facet in groups}
    assert values["ground"] == {
        "age": {"wording_precision": 0, "wording_recall": 1, "wording_f1": 0}, "gender": {"wording_precision": 1, "wording_f1": 0},
        "religion": {"wording_recall": 0, "wording_f1": 0},
    }  # fmt: skip
    assert values["directness"]["direct"] == {"wording_precision": 0.5, "wording_recall": 1, "wording_f1": 0.6667}
    assert values["trap"] == {"no trap": {"wording_precision": 0.5, "wording_recall": 0.5, "wording_f1": 0.5}}


def test_clean_texts_and_traps():
    texts = [
        ComparedWording("a", "", [], []), ComparedWording("b", "", [flag(0, 4)], []),
        ComparedWording("c", "", [], [], trap=True), ComparedWording("d", "", [flag(0, 4)], [flag(0, 4, strength="zwak")], trap=True),
        ComparedWording("e", "", [flag(9, 12)], [flag(0, 4, strength="zwak")], trap=True), ComparedWording("f", "", [], [], trap=False),
    ]  # fmt: skip
    found = figures(*map(count_wording, texts), named=WORDING)
    assert found["clean_documents"] == (0.75, 3, 4)
    assert found["clean_traps"] == (0.6667, 2, 3)
    assert found["wording_precision"] == (0, 0, 2)


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


def test_outcomes_for_calibration():
    predicted = [skill(0, 5, concept="a"), skill(10, 15, concept="b"), skill(20, 25, concept="c"), skill(30, 35), skill(40, 45, confidence=0.3)]
    gold = [gold_skill(0, 5, concepts=["a"]), gold_skill(10, 15, concepts=["a"]), gold_skill(20, 25), gold_skill(30, 35)]
    assert list(confidence_points(compared(predicted, gold))) == [(0.8, RIGHT), (0.8, WRONG), (0.8, OPEN), (0.8, OPEN), (0.3, FALSE)]
