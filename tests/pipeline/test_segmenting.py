"""Sections and sentences: headings in any wording, bullets, glued text, texts without headings."""

import pytest

from pipeline.segmenting import segment
from pipeline.types import Document


def sections(text, kind="vacancy"):
    _, sentences = segment(Document("d", text, kind))
    return [(s.section, text[s.start : s.end]) for s in sentences if not s.is_heading]


def test_headings_give_their_section_to_what_follows():
    text = "Monteur\n\nWat ga je doen?\n- Storingen oplossen\n\nJouw profiel\nJe hebt een rijbewijs.\n\nWat bieden wij?\nEen bus."
    assert sections(text) == [("other", "Monteur"), ("tasks", "Storingen oplossen"), ("requirements", "Je hebt een rijbewijs."), ("offer", "Een bus.")]


@pytest.mark.parametrize(
    "heading, section",
    [
        ("Functie-eisen:", "requirements"), ("WIE ZOEKEN WIJ", "requirements"), ("Wat breng je mee?", "requirements"),
        ("Takenpakket", "tasks"), ("**Jouw werkzaamheden**", "tasks"), ("## Wat ga je doen", "tasks"), ("Jobomschrijving", "tasks"),
        ("Arbeidsvoorwaarden", "offer"), ("Van ons krijg je", "offer"), ("What we offer", "offer"),
        ("Over ons", "company"), ("Wie zijn wij?", "company"), ("Solliciteren", "procedure"), ("Interesse?", "procedure"),
        ("Responsibilities", "tasks"), ("What you bring", "requirements"), ("Wat je doet", "tasks"), ("Wat houdt de job in?", "tasks"), ("Your day", "tasks"),
        ("Wie je bent", "requirements"), ("Onze wensen:", "requirements"), ("Wat ge meebrengt", "requirements"), ("What we look for", "requirements"),
        ("Wat wij bieden", "offer"), ("Wat staat ertegenover?", "offer"), ("De ploeg", "company"), ("Zo gaat het verder", "procedure"),
    ],
)  # fmt: skip
def test_headings_in_many_wordings(heading, section):
    assert sections(f"{heading}\nIets over het werk hier.") == [(section, "Iets over het werk hier.")]


@pytest.mark.parametrize("line", ["Wij zoeken een collega die taken ziet liggen en die graag aanpakt in een druk team.", "Profielen stellen en metselen.", "Jij bent de spil van de afdeling.", "Wij geven les."])
def test_an_ordinary_sentence_is_no_heading(line):
    _, sentences = segment(Document("d", line))
    assert [s.is_heading for s in sentences] == [False]


def test_words_after_a_colon_belong_to_the_section():
    assert sections("Taken: metselen, voegen") == [("tasks", "metselen, voegen")]


def test_without_headings_the_opening_of_a_sentence_tells():
    found = sections("Je hebt ervaring met lassen. Wij bieden een vast contract. Stuur je cv naar ons.")
    assert [section for section, _ in found] == ["requirements", "offer", "procedure"]


def test_words_about_the_company_after_a_colon_tell_nothing_of_the_next_paragraph():
    text = "About us: we make tents.\n\nIn this role you will sew tents.\n\nThe company: a family of sewers.\nFounded in 1950."
    assert sections(text) == [
        ("company", "we make tents."), ("tasks", "In this role you will sew tents."), ("company", "a family of sewers."), ("company", "Founded in 1950."),
    ]  # fmt: skip


def test_what_you_will_get_is_no_task():
    assert sections("You will get a laptop.\nYou will lead a team of five.") == [("offer", "You will get a laptop."), ("tasks", "You will lead a team of five.")]


def test_cv_headings():
    text = "WERKERVARING\nkok in een bistro\nOPLEIDING\nmbo kok\nVaardigheden\nsnijden\nPersoonlijke gegevens\nx"
    assert [section for section, _ in sections(text, "cv")] == ["experience", "education", "skills", "personal"]


def test_abbreviations_do_not_end_a_sentence():
    assert [t for _, t in sections("Ervaring met o.a. Excel en bijv. Word. Daarna meer.")] == ["Ervaring met o.a. Excel en bijv. Word.", "Daarna meer."]


def test_bullets_are_marked_and_their_sign_is_left_out():
    text = "• een\n- twee\n* drie"
    _, sentences = segment(Document("d", text))
    assert [(text[s.start : s.end], s.is_bullet) for s in sentences] == [("een", True), ("twee", True), ("drie", True)]


def test_segments_and_sentences_lie_in_the_text_in_order():
    text = "Kok\nTaken\n- koken\nProfiel\nJe kookt graag. Je lacht.\n"
    segments, sentences = segment(Document("d", text))
    assert [s.section for s in segments] == ["other", "tasks", "requirements"]
    assert all(0 <= a.start < a.end <= b.start for a, b in zip(sentences, sentences[1:]))
    assert segments[1].title == "Taken" and segments[1].rule == "taken"


def test_an_endless_sentence_is_cut_between_words():
    text = "woord " * 2000
    _, sentences = segment(Document("d", text))
    assert max(s.end - s.start for s in sentences) <= 800
    assert " ".join(text[s.start : s.end].strip() for s in sentences).split() == text.split()
