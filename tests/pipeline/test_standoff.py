"""Marks without text: they become gold records beside the very texts they were made for, and no other."""

import hashlib
import json

import pytest

from pipeline.errors import SkillstaalError
from pipeline.training.links import collect
from pipeline.training.standoff import read_standoff
from pipeline.types import SKILL_TYPES
from tests.conftest import ROOT

TEXT = "Je plaatst kozijnen en spreekt Engels."
MARKS = [
    {"start": 3, "end": 19, "type": "skill", "requirement": "task", "concepts": ["http://x/1"], "esco": ["http://esco/1"]},
    {"start": 31, "end": 37, "type": "language", "requirement": "required", "concepts": [], "esco": []},
]


def write(folder, text, marked=TEXT):
    record = {"id": "v1", "language": "nl", "sha256": hashlib.sha256(marked.encode()).hexdigest(), "skills": MARKS}
    (folder / "marks.jsonl").write_text(json.dumps(record) + "\n")
    (folder / "texts.jsonl").write_text(json.dumps({"id": "v1", "text": text}) + "\n")
    return folder / "marks.jsonl", folder / "texts.jsonl"


def test_marks_get_their_text_and_quotes(tmp_path):
    (record,) = read_standoff(*write(tmp_path, TEXT))
    assert [skill["quote"] for skill in record["skills"]] == ["plaatst kozijnen", "Engels"]


def test_another_or_an_absent_text_is_refused(tmp_path):
    with pytest.raises(SkillstaalError, match="the text of v1 is not the one that was marked"):
        read_standoff(*write(tmp_path, TEXT + "!"))
    marks, texts = write(tmp_path, TEXT)
    texts.write_text("")
    with pytest.raises(SkillstaalError, match="the text of v1 is absent"):
        read_standoff(marks, texts)


def test_links_to_the_core_and_to_esco_become_one_term(tmp_path):
    terms = collect([], [], [], [write(tmp_path, TEXT)])
    assert [(term.text, term.source, sorted(term.concepts)) for term in terms] == [("plaatst kozijnen", "both", ["http://esco/1", "http://x/1"]), ("Engels", "both", [])]


def test_the_marks_of_the_project_hold_no_text():
    for line in (ROOT / "corpora" / "gold" / "standoff.jsonl").read_text().splitlines():
        record = json.loads(line)
        assert set(record) == {"id", "language", "sha256", "skills"}
        assert all(set(skill) <= {"start", "end", "type", "requirement", "concepts", "esco"} and skill["type"] in SKILL_TYPES for skill in record["skills"])


def test_the_marks_of_the_project_fit_the_real_vacancies(shared_data):
    records = read_standoff(ROOT / "corpora" / "gold" / "standoff.jsonl", shared_data / "vacatures" / "real_dev.jsonl")
    assert len(records) > 100 and all(skill["quote"].strip() == skill["quote"] for record in records for skill in record["skills"])
