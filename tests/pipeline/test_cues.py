"""Cue lists are data: well-formed, without doubles, each pattern compiles and each row has a source."""

import re
from collections import Counter

import pytest

from ontology.normalising import fold
from pipeline.cues import read_cues
from pipeline.types import KINDS, REQUIREMENTS, SECTIONS

NAMES = ("sections", "qualifiers", "education", "education_traps", "kinds", "cv", "experience", "licences", "papers")


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_sound(name):
    rows = read_cues(name)
    assert rows
    for row in rows:
        re.compile(row["pattern"])
        assert row["source"]
    keys = [tuple(value for key, value in row.items() if key != "source") for row in rows]
    assert len(set(keys)) == len(keys)


def test_values_are_legal():
    assert {row["section"] for row in read_cues("sections")} <= set(SECTIONS)
    assert {kind for row in read_cues("sections") for kind in row["kinds"].split(",")} <= set(KINDS)
    assert {row["value"] for row in read_cues("qualifiers") if row["kind"] == "requirement"} <= set(REQUIREMENTS)
    assert {row["kind"] for row in read_cues("kinds")} <= set(KINDS)


def test_openings_are_words_that_stand_once():
    rows = read_cues("openings")
    assert {row["side"] for row in rows} == {"opens", "before"} and all(row["source"] for row in rows)
    for side in ("opens", "before"):
        words = [word for row in rows if row["side"] == side for word in row["words"].split("|")]
        assert len(set(words)) == len(words) and all(word == word.strip().lower() for word in words)


def test_a_broken_row_is_named(tmp_path, monkeypatch):
    import pipeline.cues as cues

    (tmp_path / "bad.tsv").write_text("a\tb\n1\n")
    monkeypatch.setattr(cues, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match="bad.tsv, row 2: 1 cells where the header has 2"):
        read_cues.__wrapped__("bad")


def test_no_hint_is_double_or_held_by_another_of_its_theme():
    themes: dict[str, list[str]] = {}
    for row in read_cues("personal_hints"):
        themes.setdefault(row["theme"], []).extend(row["words"].split())
    assert [word for words in themes.values() for word, times in Counter(words).items() if times > 1] == []
    patterns = {word: re.compile(re.escape(word).replace(r"\*", r"\w*")) for words in themes.values() for word in words if "*" in word}
    assert [(word, other) for words in themes.values() for word in words if "*" not in word for other in words if other in patterns and patterns[other].fullmatch(word)] == []
    assert [word for words in themes.values() for word in words if fold(word) != word] == []
