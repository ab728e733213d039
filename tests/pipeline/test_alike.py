"""Skillstaal treats people alike: gendered titles link to one concept, the audit sees differences, its swaps read well."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import main
from pipeline.evaluation.audit import SWAPS, audit, compare, swapped
from pipeline.linking.titles import counterpart
from pipeline.types import Annotation, Document, Skill

ROLES = ("pref", "alt")


def pairs(core):
    """(label, the label with the other form of its gendered word) of all occupations."""
    for concept in core.concepts:
        if concept.type == "occupation" and concept.status == "active":
            for label in (label for role in ROLES for label in concept.labels.get((role, "nl"), ())):
                words = label.split(" ")
                for number, word in enumerate(words):
                    if other := counterpart(word):
                        yield label, " ".join([*words[:number], other, *words[number + 1 :]])


def test_both_forms_of_every_gendered_title_link_to_one_concept(core, translator):
    found = list(pairs(core))
    assert len(found) > 1500
    apart = [pair for pair in found if len({translator.linker.link(label, "occupation").concept for label in pair}) > 1]
    assert apart == []


@pytest.mark.parametrize(
    "word, other",
    [
        ("verkoper", "verkoopster"), ("autoverkoopster", "autoverkoper"), ("timmerman", "timmervrouw"), ("receptionist", "receptioniste"),
        ("kantoor", None), ("Secretaresse", "Secretaris"), ("lerares", "leraar"),
    ],
)  # fmt: skip
def test_counterpart(word, other):
    assert counterpart(word) == other


@pytest.mark.parametrize(
    "kind, text, others",
    [
        ("title", "Verkoper gezocht. Als verkoper help je klanten.", ["Verkoopster gezocht. Als verkoopster help je klanten."]),
        ("name", "Jan leert je het vak.", ["Fatima leert je het vak."]),
        ("variant", "Een leuke baan.", ["Een leuke job."]),
        ("variant", "Loon- en grondverzet bij de loonwerker.", []),
        ("age", "Je werkt in een jong team.", ["Je werkt in een hecht team."]),
        ("title", "Je werkt op kantoor.", []),
    ],
)
def test_swapped(kind, text, others):
    assert swapped(text, kind) == others


def test_audit_counts_pairs_and_differences(translator):
    texts = [
        Document("a", "Verkoper gezocht\n\nWat ga je doen?\n- klanten adviseren\n- kassa bedienen\n\nJan leert je het vak. Je werkt in een jong team."),
        Document("b", "Schoonmaakster gezocht\n\nWat ga je doen?\n- kantoren schoonmaken"),
    ]
    found = audit(texts, translator)
    assert set(found) == set(SWAPS)
    assert found["title"]["pairs"] == 2 and found["name"]["pairs"] == 1 and found["age"]["pairs"] == 1
    for figures in found.values():
        assert figures["different"] <= figures["statements"]


def skill(quote, concept, confidence=0.9):
    return Skill(0, len(quote), quote, "skill", "tasks", None, None, None, concept, concept, {}, confidence, "")


def annotation(*skills):
    return Annotation(Document("a", "koken bakken braden"), None, skills, None, None)


def test_compare_sees_what_differs():
    one = annotation(skill("koken", "A"), skill("bakken", "B"), skill("braden", "C"))
    assert compare(one, one) == (4, [])
    assert compare(one, annotation(skill("koken", "A"), skill("bakken", "X"), skill("braden", "C", 0.7)))[1] == ["bakken: B / X", "braden: confidence 0.90 / 0.70"]
    assert compare(one, annotation(skill("koken", "A")))[1] == ["only on one side: bakken", "only on one side: braden"]


@pytest.mark.parametrize("name, content", [("leeg.txt", b""), ("beeld.txt", bytes(range(256))), ("v.txt", b"Wij zoeken iemand die kan lassen.")])
def test_command_says_when_there_is_nothing_to_compare(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(main, ["audit", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "") and "there is nothing to compare" in result.stderr
    assert (f"left out: {name}" in result.stderr) == (name != "v.txt")


def test_command_tells_the_shares_and_fails_above_one_percent(tmp_path):
    (tmp_path / "a.txt").write_text("Kok\n\nWat ga je doen?\n- gerechten bereiden\n- de keuken schoonmaken\n\nJan leert je het vak.")
    result = CliRunner().invoke(main, ["audit", str(tmp_path), "--format", "json"])
    found = json.loads(result.stdout)
    assert found["name"]["pairs"] == 1
    assert result.exit_code == int(any(figures["share"] > 0.01 for figures in found.values()))
