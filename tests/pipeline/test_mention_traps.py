"""What looks like a mention and is none, for the words beside it (cues/mention_traps.tsv)."""

import re

import pytest

from pipeline.cues import read_cues
from pipeline.mentions.traps import is_trap


@pytest.mark.parametrize(
    "words, type_, none",
    [
        ("Je hebt een [Nederlands] rijbewijs .", "language", True), ("een [Engels] of Duits rijbewijs", "language", True), ("kennis van de [Franse] en Italiaanse keuken", "knowledge", True),
        ("a valid [Dutch] driving licence", "language", True), ("kennis van [Nederlands] recht", "language", True), ("Je spreekt [Nederlands] en Engels .", "language", False),
        ("je spreekt [Nederlands] en hebt een rijbewijs", "language", False), ("je spreekt [Engels] en hebt rijbewijs B", "language", False), ("[Engels] , Duits en recht", "language", False), ("een diploma van 7de jaar [BSO]", "knowledge", True),
        ("studieniveau : ASO , [BSO] , TSO", "skill", True), ("je werkt op een [bso] met kinderen", "knowledge", False),
    ],
)  # fmt: skip
def test_words_beside_a_mention_tell_that_it_is_none(words, type_, none):
    tokens = words.split()
    at = next(n for n, word in enumerate(tokens) if word.startswith("["))
    assert is_trap([re.sub(r"[\[\]]", "", word) for word in tokens], at, at + 1, type_) is none


@pytest.mark.parametrize("words, none", [("Met Revit kun je [lezen en schrijven] .", True), ("In het Engels kun je [lezen en schrijven] .", False), ("Je leert kinderen [lezen en schrijven]", False)])
def test_who_reads_and_writes_with_a_program_masters_it(words, none):
    before, said, after = re.match(r"(.*)\[(.*)\](.*)", words).groups()
    tokens = before.split(), said.split(), after.split()
    assert is_trap([*tokens[0], *tokens[1], *tokens[2]], len(tokens[0]), len(tokens[0]) + len(tokens[1]), "skill") is none


def test_rows_are_sound():
    rows = read_cues("mention_traps")
    assert all(row["side"] in ("before", "behind") and row["source"] and re.compile(row["words"]) and re.compile(row["near"]) for row in rows)


def test_an_adjective_of_a_country_is_no_language(translator):
    from pipeline.types import Document

    said = {skill.label for skill in translator.translate(Document("d", "Wat vragen wij?\n- Je hebt een Nederlands rijbewijs\n- Je spreekt Duits")).skills}
    assert "Duits" in said and "Nederlands" not in said
