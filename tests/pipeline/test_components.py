"""The stages as spaCy components, found by their entry points."""

import pytest
import spacy

TEXT = "Wat ga je doen?\nJe stelt jaarrekeningen op.\nProfiel\nJe spreekt Engels en hebt rijbewijs B. Wij zoeken een jonge hond."


@pytest.fixture(scope="module")
def doc():
    nlp = spacy.blank("nl")
    for name in ("skillstaal_segments", "skillstaal_skills", "skillstaal_wording"):
        nlp.add_pipe(name)
    return nlp(TEXT)


def test_segments(doc):
    assert [span.label_ for span in doc.spans["segments"]] == ["tasks", "requirements"]


def test_skills_carry_type_and_concept(doc):
    found = {span.text: (span.label_, span.kb_id_) for span in doc.spans["skills"]}
    assert found["Engels"][0] == "language"
    assert found["Engels"][1].startswith("https://w3id.org/skillstaal/id/ST")


def test_wording_carries_the_ground(doc):
    assert [(span.text, span.label_) for span in doc.spans["wording"]] == [("jonge hond", "age")]
