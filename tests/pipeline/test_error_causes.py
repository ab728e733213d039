"""Every wrong or missed mention gets one likely cause; examples are worth reading and show nothing more of a CV than quotes."""

import pytest

from pipeline.evaluation.error_causes import Fault, commonest, mention_faults, wording_faults
from pipeline.evaluation.wording_counts import ComparedWording
from tests.pipeline.hand_made import compared, flag, gold_skill, skill

LOOSE = "in the introduction or under no heading"


def causes(predicted, gold, sections=None):
    return [fault.cause for fault in mention_faults(compared(predicted, gold, sections))]


@pytest.mark.parametrize(
    "predicted, gold, expected",
    [
        ([(0, 20)], [(0, 20)], []), ([(0, 30)], [(5, 20)], ["span too long"]), ([(5, 20)], [(0, 20)], ["span too short"]),
        ([(5, 25)], [(0, 20)], ["ends shifted"]), ([(18, 40)], [(0, 20)], ["ends shifted"]), ([], [(0, 20)], ["missed in tasks"]),
        ([(0, 20)], [], ["false in tasks"]), ([(0, 20)], [(0, 9), (11, 20)], ["two skills taken as one", "span too long"]),
        ([(0, 9), (11, 20)], [(0, 20)], ["one skill taken as two", "span too short"]), ([(0, 20)], [(30, 50)], ["false in tasks", "missed in tasks"]),
    ],
)  # fmt: skip
def test_causes_of_spans(predicted, gold, expected):
    assert causes([skill(*span, concept=str(span)) for span in predicted], [gold_skill(*span) for span in gold]) == expected


@pytest.mark.parametrize(
    "section, place", [("tasks", "in tasks"), ("requirements", "in requirements"), ("offer", "in offer"), ("company", "in company"), ("procedure", "in procedure"), ("other", LOOSE), ("hobbies", "elsewhere")]
)
def test_causes_tell_the_section(section, place):
    assert causes([skill(0, 5, section=section)], []) == [f"false {place}"]
    assert causes([], [gold_skill(0, 5)], [section]) == [f"missed {place}"]


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        ({"type": "attitude"}, {}, ["wrong type"]), ({"requirement": None}, {"requirement": "required"}, ["wrong requirement"]),
        ({"evidence": "soft"}, {"evidence": "hard"}, ["wrong evidence"]), ({"concept": "a"}, {"concepts": ["b"]}, ["wrong concept"]),
        ({"concept": "a"}, {"concepts": []}, ["wrongly linked"]), ({}, {"esco": ["b"]}, ["wrongly NIL"]), ({"concept": "a"}, {"esco": []}, []),
        ({"type": "attitude", "concept": "a"}, {"concepts": ["b"]}, ["wrong type", "wrong concept"]),
    ],
)  # fmt: skip
def test_causes_of_matched_pairs(ours, theirs, expected):
    assert causes([skill(0, 5, **ours)], [gold_skill(0, 5, **theirs)]) == expected


def test_an_example_shows_the_words_around_it_but_not_of_a_cv():
    text = "Willemijn Achternaamsma werkt met Excel in Goes"
    start = text.index("Excel")
    predicted = [skill(start, start + 5, quote="Excel")]
    (shown,) = mention_faults(compared(predicted, [], text=text))
    assert shown.context == "Willemijn Achternaamsma werkt met [Excel] in Goes"
    (hidden,) = mention_faults(compared(predicted, [], text=text, kind="cv"))
    assert (hidden.quote, hidden.remark, hidden.context) == ("Excel", "skill, confidence 0.80", "")


def test_the_commonest_cause_comes_first_and_every_document_has_its_turn():
    faults = [Fault("rare", "a", "r", "", "")] + [Fault("often", document, f"{document}{weight}", "", "", weight) for document in "ab" for weight in (1, 2, 3)]
    found = commonest(faults, 3)
    assert list(found) == ["often", "rare"]
    assert found["often"]["count"] == 6 and [example["quote"] for example in found["often"]["examples"]] == ["a3", "b3", "a2"]
    assert found["rare"] == {"count": 1, "examples": [{"document": "a", "quote": "r"}]}
    assert commonest(faults, 0)["often"] == {"count": 6, "examples": []}


def test_the_worst_wording_errors_come_first():
    texts = [
        ComparedWording("a", "jong team", [flag(0, 4, severity="style")], [flag(5, 9), flag(5, 6, strength="zwak")], trap=False),
        ComparedWording("b", "jong team", [flag(0, 4, severity="check")], [flag(5, 9, directness="stereotype")], trap=True),
        ComparedWording("c", "jong team", [flag(0, 4, severity="unlawful_unless_justified")], [], trap=False),
    ]
    found = commonest([fault for text in texts for fault in wording_faults(text)], 10)
    assert [example["document"] for example in found["false alarm"]["examples"]] == ["b", "c", "a"]
    assert found["false alarm"]["examples"][0]["remark"] == "age, direct, check, r, in a trap"
    assert [example["document"] for example in found["missed"]["examples"]] == ["a", "b"]
    assert found["missed"]["examples"][0]["context"] == "jong [team]"
