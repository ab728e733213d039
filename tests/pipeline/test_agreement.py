"""Two annotators: F1 on spans, Cohen's kappa on labels, on the texts that both have."""

import json

import pytest

from pipeline.errors import SkillstaalError
from pipeline.evaluation.agreement import agree, kappa
from pipeline.evaluation.bootstrap import document_weights, resampled_sums

TEXT = "Je plant routes, rijdt vracht en spreekt Engels. Jonge honden gezocht."


def span(quote, **more):
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote)} | more


def record(identifier, skills, bias=None, **more):
    return {"id": identifier, "text": TEXT, "skills": skills} | ({} if bias is None else {"bias": bias}) | more


def agreement(tmp_path, first, second):
    paths = []
    for name, records in (("first.jsonl", first), ("second.jsonl", second)):
        paths.append(tmp_path / name)
        paths[-1].write_text("".join(json.dumps(entry) + "\n" for entry in records))
    return agree(paths[:1], paths[1:])


def test_agreement_on_spans_labels_concepts_and_wording(tmp_path):
    ours = [
        span("plant routes", type="skill", requirement="task", concepts=["a", "b"]), span("rijdt vracht", type="skill", requirement="task", concepts=[]),
        span("Engels", type="language", requirement="required", concepts=["c"]),
    ]  # fmt: skip
    theirs = [span("routes", type="knowledge", requirement="task", concepts=["b"]), span("Engels", type="language", requirement=None, concepts=["d"])]
    bias = [span("Jonge honden", ground="age", directness="direct")]
    result = agreement(tmp_path, [record("1", ours, bias), record("2", ours)], [record("1", theirs, [span("Jonge", ground="age", directness="stereotype")]), record("9", [])])
    assert (result["measured"], result["documents"]) == ("agreement", 1)
    found = {name: figure["value"] for name, figure in result["headline"].items()}
    assert found == {"mention_f1": 0.8, "mention_strict_f1": 0.4, "type_kappa": 0.3333, "requirement_kappa": 0.3333, "wording_f1": 1, "wording_strict_f1": 0, "directness_kappa": 0, "concept": 0.5}


def test_kappa_is_that_of_cohen():
    # Cohen 1960: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, expected .5
    cells = {("skills", "type", "y", "y"): 20, ("skills", "type", "y", "n"): 5, ("skills", "type", "n", "y"): 10, ("skills", "type", "n", "n"): 15}
    found = kappa(resampled_sums([cells] * 2, document_weights(2)), "skills", "type")
    assert found.value == pytest.approx(0.4) and (found.right, found.total) == (70, 100)
    assert kappa(resampled_sums([{("skills", "type", "y", "y"): 20}], document_weights(1)), "skills", "type") is None
    assert kappa(resampled_sums([{}], document_weights(1)), "skills", "type") is None


def test_the_kappa_of_resamples_gives_its_interval():
    right, wrong = {("skills", "type", "y", "y"): 4, ("skills", "type", "n", "n"): 4}, {("skills", "type", "y", "n"): 2, ("skills", "type", "n", "y"): 2}
    found = kappa(resampled_sums([right] * 20 + [wrong] * 10, document_weights(30)), "skills", "type")
    assert found.value == pytest.approx(0.6) and found.low < 0.5 and found.high > 0.7


def test_wording_in_cvs_is_not_compared(tmp_path):
    bias = [span("Jonge honden", ground="age", directness="direct")]
    result = agreement(tmp_path, [record("1", [], bias, kind="cv")], [record("1", [], bias, kind="cv")])
    assert result["headline"] == {}


@pytest.mark.parametrize("second, says", [([record("2", [])], "shares no id"), ([record("1", []) | {"text": "Iets anders."}], "record 1 has another text")])
def test_annotations_of_other_texts_are_refused(tmp_path, second, says):
    with pytest.raises(SkillstaalError, match=says):
        agreement(tmp_path, [record("1", [])], second)
