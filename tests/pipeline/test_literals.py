"""Runs without which a pattern meets nothing: no text that it meets is passed over."""

import json
import re
from pathlib import Path

import pytest

from pipeline.literals import lowered, may_meet, needed
from pipeline.privacy.patterns import patterns
from pipeline.wording.rules import leaves_for, load_rules
from pipeline.wording.views import fold

CORPORA = Path(__file__).parents[2] / "corpora"
FILES = ("gold/dev.jsonl", "gold/train.jsonl", "bias/train.jsonl", "bias/documents_train.jsonl")
TEXTS = [json.loads(line)["text"] for name in FILES for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        (r"\b(?:geboren|born)\b", ("born", "geboren")),
        (r"zwanger(?:schap)?", ("zwanger",)),
        (r"(?:a|b)?\d+ (?:jaar|jaren) oud", (" oud",)),
        (r"(?<=ben )\d\d", ("ben ",)),
        (r"[°@]\d", ("@", "°")),
        (r"geen|geen kind", ("geen",)),
        (r"x?\d{2}|jaar", ()),
        (r"(?:kind)*", ()),
        (r"\w+é", ()),
    ],
)
def test_runs_are_read_off_the_pattern(pattern, runs):
    assert needed(re.compile(pattern)) == runs


@pytest.mark.parametrize(("pattern", "text"), [("is kind", "İS KİND"), ("is kind", "ıſ \u212aınd"), ("(?i:KIND) van", "kInd van"), ("ik (?-i:B)", "IK B")])
def test_what_counts_as_the_same_letter_is_found(pattern, text):
    compiled = re.compile(pattern, re.I)
    assert compiled.search(text)
    assert needed(compiled)
    assert may_meet(needed(compiled), lowered(text))


@pytest.mark.parametrize("pattern", [pattern for _, pattern in patterns("any")])
def test_no_personal_data_is_passed_over(pattern):
    runs = needed(pattern)
    for text in TEXTS:
        assert may_meet(runs, lowered(text)) or not pattern.search(text)


def test_no_exception_of_wording_is_passed_over():
    folded = [fold(text) for text in TEXTS]
    leaves = {leave for rule in load_rules() for leave in leaves_for(rule)}
    met = 0
    for leave in leaves:
        assert not leave.pattern.flags & re.I
        for text in folded:
            found = leave.pattern.search(text)
            met += found is not None
            assert may_meet(leave.runs, text) or not found
    assert met > 1000
