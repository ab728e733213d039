"""Skillstaal treats people alike: gendered titles link to one concept, the audit sees differences, its swaps read well."""

import pytest

from pipeline.audit import SWAPS, audit, counterpart, swapped
from pipeline.types import Document

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


def test_audit_sees_a_difference(translator, monkeypatch):
    import pipeline.audit as module

    monkeypatch.setattr(module, "swapped", lambda text, kind, titles=None: [text.replace("Excel", "honden uitlaten")])
    found = audit([Document("a", "Wij vragen\n- kennis van Excel\n- nauwkeurig werken")], translator)
    assert found["title"]["different"] > 0 and found["title"]["examples"]
