"""Lists of driving licences: each category that is named is a mention of its own, linked to its own licence."""

import pytest

from pipeline.types import Document


def licences(translator, text, kind="cv"):
    return [(skill.quote, skill.label) for skill in translator.translate(Document("d", text, kind)).skills if skill.type == "certificate"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Rijbewijs B en C", ["B", "C"]), ("rijbewijs B, C, CE, D", ["B", "C", "CE", "D"]), ("Driving licence B and BE", ["B", "BE"]), ("Rijbewijs B + C", ["B", "C"]),
        ("B- en C-rijbewijs", ["B", "C"]), ("geldig rijbewijs B, BE en T", ["B", "BE", "T"]), ("Rijbewijs categorie C/CE", ["C", "CE"]), ("Rijbewijs C + E", ["CE"]), ("Rijbewijs: B, BE", ["B", "BE"]),
        ("rijbew. B en C", ["B", "C"]), ("Rijbew. BE", ["BE"]), ("rijb. C/CE", ["C", "CE"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind, heading", [("cv", "Certificaten"), ("vacancy", "Functie-eisen")])
def test_each_category_of_a_list_is_a_licence(translator, kind, heading, line, labels):
    assert [label for _, label in licences(translator, f"{heading}\n- {line}", kind)] == [f"rijbewijs {label}" for label in labels]


def test_a_category_beside_code_95_is_a_licence(translator):
    assert licences(translator, "Certificaten\nCE with code 95") == [("CE", "rijbewijs CE"), ("code 95", "code 95")]
    assert licences(translator, "Functie-eisen\n- rijbewijs C, CE en code 95", "vacancy")[1:] == [("CE", "rijbewijs CE"), ("code 95", "code 95")]


def test_categories_below_their_heading(translator):
    assert [label for _, label in licences(translator, "Profiel\nIk kan lassen.\n\nRijbewijs\n- B\n- CE (2012)")] == ["rijbewijs B", "rijbewijs CE"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Functie-eisen\n- Je hebt rijbewijs B. C# is handig", ["rijbewijs B", "C#"]), ("Functie-eisen\n- rijbewijs B en C++ ervaring", ["rijbewijs B", "C++"]),
        ("Functie-eisen\n- rijbewijs B, VCA", ["rijbewijs B", "VCA-certificaat"]), ("Functie-eisen\n- Kennis van CE-markering", ["machineveiligheid en CE-markering"]),
    ],
)  # fmt: skip
def test_other_letters_are_no_categories(translator, text, labels):
    assert [skill.label for skill in translator.translate(Document("d", text)).skills] == labels


def test_one_licence_stays_as_it_was_found(translator):
    assert licences(translator, "Functie-eisen\n- Een geldig rijbewijs B is een must", "vacancy") == [("rijbewijs B", "rijbewijs B")]


def test_quotes_are_the_words_of_the_text(translator):
    text = "Certificaten\nRijbewijs B, C en CE met code 95, VCA"
    for skill in translator.translate(Document("d", text, "cv")).skills:
        assert text[skill.start : skill.end] == skill.quote


def test_a_mention_ends_where_a_column_ends(translator):
    skills = translator.translate(Document("d", "Werkervaring\n2018 - present\tPipe welder (TIG/MAG)\n- laswerk", "cv")).skills
    assert skills and not any("\t" in skill.quote for skill in skills)
