"""``skillstaal evaluate``: which gold it takes, what it prints and saves, and when the exit code is 1."""

import json

import pytest

from pipeline.evaluation import scoring
from pipeline.evaluation.comparing import changes
from pipeline.evaluation.scoring import gold_sections
from pipeline.types import Document
from tests.conftest import ROOT
from tests.pipeline.test_cli import call, refused

VACANCY = "Wat ga je doen?\n- Je plant routes.\nWat vragen wij?\n- Je spreekt Engels.\n- Je hebt ervaring met Excel.\n"
WORDING = [
    {"id": "s1", "kind": "sentence", "trap": False, "text": "Wij zoeken een jonge hond.", "bias": [{"quote": "jonge hond", "start": 15, "end": 25, "ground": "age", "directness": "stereotype"}]},
    {"id": "s2", "kind": "sentence", "trap": True, "text": "Je verzorgt oudere cliënten.", "bias": []},
    {"id": "s3", "kind": "vacancy", "trap": False, "text": "Geen bijzonderheden hier.", "bias": [{"quote": "bijzonderheden", "start": 5, "end": 19, "ground": "origin", "directness": "direct"}]},
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def gold_record(identifier="v1", **more):
    start = VACANCY.index("Excel")
    skill = {"quote": "Excel", "start": start, "end": start + 5, "type": "knowledge", "requirement": "required"}
    return {"id": identifier, "kind": "vacancy", "text": VACANCY, "skills": [skill], "bias": []} | more


def write(name, records):
    with open(name, "w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records)
    return name


def measured(*arguments, code=0):
    return json.loads(call("evaluate", *arguments, "--format", "json", code=code).stdout)


# --- gold of skills -------------------------------------------------------------------------------------------------------


def test_the_table_shows_headline_groups_and_errors():
    lines = call("evaluate", write("g.jsonl", [gold_record()]), "--examples", 1).stdout.splitlines()
    assert lines[0].startswith("skills: 1 texts, ontology 2") and lines[0].endswith("; 95% intervals, 1,000 resamples")
    recall = next(line for line in lines if line.startswith("mentions, relaxed: recall"))
    assert recall.split("recall")[1].split() == ["1.000", "[0.21-1.00]", "1", "of", "1"]
    assert [line.split()[1] for line in lines if line.startswith("by ")] == ["type", "section", "language", "kind"]
    knowledge = next(line for line in lines if line.startswith("  knowledge"))
    assert knowledge.split()[-1] == "1"
    false = lines.index("      1  false in requirements")
    assert "v1  Engels  (language" in lines[false + 1] and "Je spreekt [Engels]" in lines[false + 2]


def test_the_json_tells_what_was_measured_and_with_what():
    result = measured(write("g.jsonl", [gold_record()]))
    assert (result["measured"], result["documents"], result["ids"], result["misplaced"]) == ("skills", 1, "all", [])
    assert result["gold"][0]["file"] == "g.jsonl" and len(result["gold"][0]["sha256"]) == 64
    assert result["intervals"] == {"level": 0.95, "resamples": 1000, "seed": 20261121}
    assert result["headline"]["mention_recall"] == {"value": 1, "low": 0.2065, "high": 1, "right": 1, "total": 1}
    assert set(result["groups"]) == {"type", "section", "language", "kind"}
    assert result["groups"]["section"]["requirements"]["mention_recall"]["total"] == 1
    assert all(entry["examples"] == [] for entry in result["errors"].values())


def test_gold_stands_in_the_section_of_its_sentence():
    skills = [{"start": VACANCY.index(word)} for word in ("plant", "Engels", "Wat ga")]
    assert gold_sections(Document("d", VACANCY), skills) == ["tasks", "requirements", "tasks"]


def test_odd_and_even_ids():
    gold = write("g.jsonl", [gold_record("v1"), gold_record("v2"), gold_record("v3")])
    assert [measured(gold, "--ids", ids)["documents"] for ids in ("all", "odd", "even")] == [3, 2, 1]


def test_a_quote_that_is_not_at_its_offsets_is_told():
    skill = {"quote": "Exce", "start": 3, "end": 8, "type": "knowledge", "requirement": "required"}
    result = call("evaluate", write("g.jsonl", [gold_record(), gold_record("v9", skills=[skill])]))
    assert result.stderr == "quotes that do not stand at their offsets in the text as read, in v9\n"


def test_of_a_cv_nothing_is_shown_but_quotes():
    text = "Curriculum vitae\nWillemijn Achternaamsma\nWerkervaring\n2019 - heden: kok, menu's samenstellen\nVaardigheden: Excel, Engels"
    gold = write("cv.jsonl", [{"id": "c1", "kind": "cv", "text": text, "skills": [{"quote": "samenstellen", "start": 74, "end": 86, "type": "skill", "evidence": "soft"}]}])
    result = measured(gold, "--examples", 100)
    examples = [example for cause in result["errors"].values() for example in cause["examples"]]
    assert examples and not any("context" in example for example in examples)
    assert "Achternaamsma" not in json.dumps(result) + call("evaluate", gold, "--examples", 100).stdout


# --- gold of wording ------------------------------------------------------------------------------------------------------


def test_gold_of_wording_gives_wording_figures_and_examples():
    result = measured(write("w.jsonl", WORDING))
    found = {name: figure["value"] for name, figure in result["headline"].items()}
    assert result["measured"] == "wording" and "ontology" not in result
    assert found == {"wording_precision": 1, "wording_recall": 0.5, "wording_f1": 0.6667, "ground": 1, "directness": found["directness"], "clean_documents": 1, "clean_traps": 1}
    assert result["groups"]["ground"]["origin"]["wording_recall"] == {"value": 0, "low": 0, "high": 0.7935, "right": 0, "total": 1}
    assert list(result["groups"]) == ["ground", "directness", "trap"]
    assert result["errors"] == {"missed": {"count": 1, "examples": [{"document": "s3", "quote": "bijzonderheden", "remark": "origin, direct", "context": "Geen [bijzonderheden] hier."}]}}
    assert measured("w.jsonl", "--examples", 0)["errors"]["missed"]["examples"] == []


def test_wording_in_a_table():
    shown = call("evaluate", write("w.jsonl", WORDING)).stdout
    assert shown.startswith("wording: 3 texts; 95% intervals") and "by ground" in shown and "Geen [bijzonderheden] hier." in shown


# --- what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record, says",
    [
        ({"id": "a", "text": "Kok"}, "g.jsonl:1: no gold record"), ({"id": "a", "text": "Kok", "skills": [{"start": 0, "end": 9, "type": "skill"}]}, "outside the text of 3 characters"),
        ({"id": "a", "text": "Kok", "skills": [{"start": 0, "end": 3, "type": "vaardigheid"}]}, "'vaardigheid' in skills is not one of skill, knowledge"),
        ({"id": "a", "text": "Kok", "skills": [{"start": 0, "end": 3}]}, "no gold record ('type')"), ({"id": "a", "text": "Kok", "skills": [{"start": "x", "end": 3}]}, "no gold record"),
        ({"id": "a", "text": "Kok", "bias": [{"start": 0, "end": 3, "ground": "age", "directness": "hard"}]}, "directness 'hard' in bias"), ({"id": "a", "text": "...", "skills": []}, "the text is empty"),
    ],
)  # fmt: skip
def test_records_that_cannot_be_scored_are_refused(record, says):
    assert says in refused("evaluate", write("g.jsonl", [record]))


def test_files_that_do_not_go_together_are_refused(folder):
    gold, wording = write("g.jsonl", [gold_record()]), write("w.jsonl", WORDING)
    (folder / "t.tsv").write_text("query_label\tobject_id\n")
    assert "one after the other" in refused("evaluate", gold, wording)
    assert "t.tsv is a crosswalk" in refused("evaluate", gold, "t.tsv")
    assert "t.tsv is a crosswalk" in refused("evaluate", "t.tsv", "--ids", "odd")
    assert "v1 was used before" in refused("evaluate", gold, gold)
    assert "no gold records with even ids" in refused("evaluate", gold, "--ids", "even")


# --- saving and comparing -------------------------------------------------------------------------------------------------


def test_a_saved_result_is_that_of_the_json(folder):
    result = measured(write("w.jsonl", WORDING), "--save", "r.json")
    assert json.loads((folder / "r.json").read_text()) == result
    assert [path.name for path in folder.glob("r.json*")] == ["r.json"]


def earlier(result, name="r.json", **figures):
    for figure, (value, low, high) in figures.items():
        result["headline"][figure] = {"value": value, "low": low, "high": high}
    write(name, [result])


def test_a_figure_below_its_earlier_interval_gives_exit_code_1():
    result = measured(write("w.jsonl", WORDING))
    earlier(result, wording_recall=(0.9, 0.7, 1.0), wording_f1=(0.7, 0.6, 0.8), gone=(0.5, 0.4, 0.6))
    del result["headline"]["ground"]
    write("r.json", [result])
    shown = call("evaluate", "w.jsonl", "--against", "r.json", code=1).stdout
    assert "wording: recall of strong ones                         0.900 -> 0.500  -0.400  FELL below its interval" in shown
    assert "wording: F1                                            0.700 -> 0.667  -0.033  within its interval" in shown
    assert "against the earlier result\n" in shown and "ground right, of matched flags                         new" in shown
    found = measured("w.jsonl", "--against", "r.json", code=1)["against"]
    assert found["same_gold"] and found["only_before"] == ["gone"] and found["only_after"] == ["ground"]
    assert [change["name"] for change in found["changes"] if change["fell"]] == ["wording_recall"]


def test_the_same_result_and_a_better_one_give_exit_code_0():
    result = measured(write("w.jsonl", WORDING), "--save", "same.json")
    assert "FELL" not in call("evaluate", "w.jsonl", "--against", "same.json").stdout
    earlier(result, wording_recall=(0.1, 0.0, 0.2))
    assert "0.100 -> 0.500  +0.400  outside its interval" in call("evaluate", "w.jsonl", "--against", "r.json").stdout


def test_other_texts_are_told():
    call("evaluate", write("w.jsonl", WORDING), "--save", "r.json")
    assert "(measured on other texts)" in call("evaluate", write("x.jsonl", WORDING[:2]), "--against", "r.json").stdout


def test_the_calibration_error_falls_by_rising():
    def result(value):
        return {"headline": {"calibration_error": {"value": value, "low": value - 0.01, "high": value + 0.01}}}

    assert [change.fell for change in changes(result(0.05), result(0.07))] == [True]
    assert [(change.fell, change.outside) for change in changes(result(0.07), result(0.05))] == [(False, True)]


@pytest.mark.parametrize("content", ["[]", "{}", "geen json", '{"headline": {"a": 1}, "measured": "wording"}', '{"headline": {"a": {"value": 1}}, "measured": "wording"}'])
def test_what_is_no_saved_result_is_refused(folder, content):
    (folder / "r.json").write_text(content)
    assert "r.json" in refused("evaluate", write("w.jsonl", WORDING), "--against", "r.json")


def test_a_result_of_another_kind_is_refused():
    call("evaluate", write("w.jsonl", WORDING), "--save", "r.json")
    assert "result of wording, this one is of agreement" in refused("evaluate", "w.jsonl", "--second", "w.jsonl", "--against", "r.json")


# --- agreement ------------------------------------------------------------------------------------------------------------


def test_a_second_annotation_is_compared_without_translating(monkeypatch):
    monkeypatch.setattr(scoring, "evaluate", None)
    gold, second = write("g.jsonl", [gold_record("v1"), gold_record("v2")]), write("h.jsonl", [gold_record("v2", skills=[])])
    lines = call("evaluate", gold, "--second", second).stdout.splitlines()
    assert lines[0].startswith("agreement: 1 texts; 95% intervals")
    assert lines[2].split() == ["mentions,", "relaxed:", "F1", "0.000", "[0.00-0.79]", "0", "of", "1"]


def test_gold_of_this_project_agrees_with_itself():
    path = ROOT / "corpora" / "gold" / "dev.jsonl"
    found = measured(path, "--second", path)["headline"]
    assert found["mention_strict_f1"]["value"] == found["type_kappa"]["value"] == found["requirement_kappa"]["value"] == found["evidence_kappa"]["value"] == found["concept"]["value"] == 1
