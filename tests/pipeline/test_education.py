"""Education levels, in sentences as vacancies ask them, and what only looks like one."""

import re

import pytest

from pipeline.cues import read_cues
from pipeline.education import education_of
from pipeline.segmenting import segment
from pipeline.types import Document


@pytest.mark.parametrize(
    "text, level",
    [
        ("Een afgeronde hbo-opleiding", "hbo"), ("mbo niveau 4 werk- en denkniveau", "mbo-4"), ("HBO of WO", "hbo"), ("Mbo-4 diploma verpleegkunde", "mbo-4"),
        ("Je hebt een bachelor informatica", "hbo"), ("Bachelor's or Master's degree", "hbo"), ("geen diploma nodig", None), ("mbo 3", "mbo-3"), ("Vmbo-diploma", "vmbo"),
        ("Een afgeronde mbo-opleiding op niveau 3 of 4", "mbo-3"), ("je mbo-diploma (niveau 4)", "mbo-4"), ("BSc or MSc in Engineering", "hbo"), ("een bacheloropleiding", "hbo"), ("Diploma hbo-v", "hbo"),
        ("Docent hbo gezocht.\n\nJouw profiel\nEen afgeronde wo-opleiding", "wo"), ("TSO/BSO-diploma", "mbo"), ("een masterdiploma", "wo"), ("minimaal wo", "wo"),
    ],
)  # fmt: skip
def test_education_levels(text, level):
    assert asked(text) == level


@pytest.mark.parametrize("row", read_cues("education_traps"), ids=lambda row: row["example"])
def test_a_trap_asks_no_level_though_it_looks_like_one(row, monkeypatch):
    assert asked(row["example"]) is None
    monkeypatch.setattr("pipeline.education._no_level", lambda: re.compile("(?!)"))
    assert asked(row["example"]) is not None


def asked(text):
    document = Document("d", text)
    return education_of(document, segment(document)[1])
