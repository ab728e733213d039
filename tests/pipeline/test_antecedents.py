"""Whom pronouns stand for, in sentences of our own."""

import pytest

from pipeline.cues import read_cues
from pipeline.segmenting import segment
from pipeline.types import Document
from pipeline.wording.antecedents import stands_for

CASES = [
    ("Wijkbeheerder\n\nDe wijkbeheerder kent de straat.\nHij spreekt bewoners aan.", "Hij", "job:1"),
    ("Wijkbeheerder\n\nDe wijkbeheerder kent de straat. Hij groet.\nIn de middag schrijft hij rapporten.", "hij rapporten", "job:2"),
    ("Vacature zorg\n\nDe ideale kandidaat houdt van doorpakken. Zij plant zelf haar dag.", "Zij", "job:1"),
    ("Vacature zorg\n\nWelkom.\nDe ideale kandidaat houdt van doorpakken. Zij plant zelf haar dag.", "Zij", "holder:1"),
    ("Vacature zorg\n\nBel met Katinka Bos. Zij weet er alles van.", "Zij", "name:1"),
    ("Vacature zorg\n\nCollega Bram helpt je op weg. Hij werkt hier al lang.", "Hij", "name:1"),
    ("Bakker in Goes\n\nWij zoeken een bakker voor onze winkels in Goes en Yerseke. Hij kneedt.", "Hij", "job:1"),
    ("Vacature zorg\n\nDe eigenaar loopt dagelijks binnen. Hij drinkt koffie.", "Hij", "other:1"),
    ("Vacature zorg\n\nDe medewerker helpt een klant als hij erom vraagt.", "hij erom", "other:0"),
    ("Vacature zorg\n\nHij of zij is welkom.", "Hij", "nobody"),
    ("Nurse\n\nThe nurse plans the shifts.\nShe reports to Anna.", "She", "job:1"),
]


@pytest.mark.parametrize(("text", "pronoun", "expected"), CASES)
def test_a_pronoun_stands_for_the_last_person_spoken_of(text, pronoun, expected):
    sentences, at = segment(Document("d", text))[1], text.index(pronoun)
    number = next(n for n, sentence in enumerate(sentences) if sentence.start <= at < sentence.end)
    assert stands_for(text, sentences, number, at - sentences[number].start) == expected


def test_words_about_persons_stand_once_and_have_a_source():
    rows = read_cues("wording_persons")
    assert [row["kind"] for row in rows] == ["holder", "other", "opens", "before_place", "pronoun"] and all(row["why"] and row["source"] for row in rows)
    words = [word for row in rows for word in row["pattern"].removeprefix("(?:").removesuffix(")").split("|")]
    assert len(set(words)) == len(words)
