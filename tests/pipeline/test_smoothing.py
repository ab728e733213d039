"""Texts as they were laid out are read as if they were not, and what is said of them has the offsets of the text that was given."""

import json
import random
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.segmenting import segment
from pipeline.smoothing import margin_breaks, smooth
from pipeline.translate import Translator, flags_of
from pipeline.types import Document
from pipeline.wording import neutralise

CORPORA = Path(__file__).parents[2] / "corpora"
VACANCY = """Assistent bedrijfsleider supermarkt

Wat ga je doen?
Je geeft leiding aan de vulploeg, plant de diensten van zestien medewerkers en zorgt dat de winkel er netjes bij staat. Ook neem je klachten van klanten aan en los je ze op.

Wat vragen wij van je?
- Een afgeronde opleiding op mbo-niveau 4, bij voorkeur in de richting retail of handel en ondernemerschap
- Ervaring met het aansturen van mensen en goede kennis van Excel
- Wij zoeken een jonge, enthousiaste collega die in het weekend kan werken en die tegen drukte bestand is
"""


@pytest.fixture(scope="module")
def translator():
    return Translator.load()


def given(text: str, kind: str = "vacancy") -> Document:
    return Document("d", text, kind)


def wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))


def said(annotation) -> list[tuple]:
    return [(" ".join(s.quote.split()), s.type, s.requirement, s.concept) for s in annotation.skills] + [(" ".join(f.quote.split()), f.ground) for f in annotation.flags]


@pytest.mark.parametrize("width", [40, 52, 72])
def test_lines_cut_at_a_margin_are_read_whole(translator, width):
    whole, cut = translator.translate(given(VACANCY)), translator.translate(given(wrapped(VACANCY, width)))
    assert said(cut) == said(whole)
    assert any("\n" in skill.quote for skill in cut.skills)
    for found in (*cut.skills, *cut.flags, cut.occupation):
        assert cut.document.text[found.start : found.end] == found.quote


def test_the_neutral_text_keeps_its_lay_out(translator):
    text = wrapped(VACANCY, 52).replace("enthousiaste", "enthou\xadsiaste")
    assert translator.translate(given(text)).neutral_text == text.replace("een jonge, enthou", "een enthou")


def test_a_word_cut_at_the_margin_is_one_word_and_a_hyphen_that_was_there_stays():
    text = "Je hebt ervaring met het verantwoor-\ndelijk omgaan met geld, en met in-\nen verkoop van dure merken, wat een\niemand die graag in een team werkt.\n"
    assert smooth(given(text)).document.text == "Je hebt ervaring met het verantwoordelijk omgaan met geld, en met in- en verkoop van dure merken, wat een iemand die graag in een team werkt.\n"


def test_spaces_become_plain_and_single_and_signs_without_width_go():
    smoothed = smooth(given("Je\xa0werkt  met \u200bAuto\xadCAD\u2009en  Excel \n  op kantoor "))
    assert smoothed.document.text == "Je werkt met AutoCAD en Excel\nop kantoor"
    start = smoothed.document.text.index("AutoCAD")
    assert smoothed.given.text[slice(*smoothed.span(start, start + 7))] == "Auto\xadCAD"


def test_a_tab_or_a_wide_space_between_words_is_a_break_that_was_lost():
    text = "Taken:\tKlanten helpen   Kassa draaien, samen met collega's\n•\tGeld tellen\n1.   De winkel schoonmaken en sluiten"
    assert smooth(given(text)).document.text == "Taken: Klanten helpen\nKassa draaien, samen met collega's\n• Geld tellen\n1. De winkel schoonmaken en sluiten"
    assert smooth(given("Werkervaring:   3 jaar\nJe hebt 3 jaar    ervaring")).document.text == "Werkervaring: 3 jaar\nJe hebt 3 jaar ervaring"
    assert smooth(given("Een   regel   die   tot   de   rand   is   gevuld.")).document.text == "Een regel die tot de rand is gevuld."


def test_lines_in_capitals_are_read_in_small_letters(translator):
    text = "KOK GEZOCHT VOOR EETCAFÉ\nVCA, BHV EN MBO 4\nWIJ ZOEKEN EEN JONGE, ENTHOUSIASTE COLLEGA DIE KAN KOKEN.\nJij kookt."
    assert smooth(given(text)).document.text == "kok gezocht voor eetcafé\nVCA, BHV EN MBO 4\nwij zoeken een jonge, enthousiaste collega die kan koken.\nJij kookt."
    assert smooth(given(text, "cv")).document.text == text
    shouted = translator.translate(given(text))
    assert {"ENTHOUSIASTE", "VCA"} <= {skill.quote for skill in shouted.skills} and [flag.quote for flag in shouted.flags] == ["JONGE"]
    assert shouted.neutral_text == text.replace("JONGE, ", "")
    title = "GEZOCHT: VERKOOPSTER VOOR ONZE WINKEL"
    assert neutralise(title, flags_of(given(title))) == "GEZOCHT: VERKOPER (M/V/X) VOOR ONZE WINKEL"


def test_what_html_calls_by_name_is_the_sign_itself():
    smoothed = smooth(given("Caf&eacute;s &amp; bars&nbsp;&#8211; R&D, Q&A; &onzin; &lt;3 jaar"))
    assert smoothed.document.text == "Cafés & bars – R&D, Q&A; &onzin; <3 jaar"
    assert smoothed.given.text[slice(*smoothed.span(0, 5))] == "Caf&eacute;s"


def test_what_stands_for_several_signs_ends_where_they_do(translator):
    text = "Voor ons caf&eacute; zoeken wij een jonge&nbsp;barman met kennis van C&#43;&#43; en  C&#x23;."
    found = translator.translate(given(text))
    assert {"C&#43;&#43;", "C&#x23;"} <= {skill.quote for skill in found.skills}
    assert "een barmedewerker" in found.neutral_text and "nbsp" not in found.neutral_text
    assert smooth(given("een jonge&nbsp; kok&nbsp;&nbsp;\nx")).document.text == "een jonge kok\nx"


def test_personal_data_is_masked_however_it_is_laid_out(translator):
    text = "Vragen? Schrijf naar car\xadmen@rui\xadzverta\xadal.nl of bel 06&#45;12345678.\nJe kunt koken."
    assert "verta" not in translator.translate(given(text)).document.text


def test_wide_spaces_of_a_cv_stay_for_they_part_columns():
    text = "2015 - 2019    Kok\tDe Gouden Leeuw"
    assert smooth(given(text, "cv")).document.text == text
    assert smooth(given("Kok\xa0in\xa0Delft", "cv")).document.text == "Kok in Delft"


def test_what_needs_nothing_is_the_same_document():
    document = given(VACANCY)
    assert smooth(document).document is document
    assert smooth(document).span(3, 8) == (3, 8)


def test_lists_and_paragraphs_are_not_taken_for_cut_lines():
    records = [json.loads(line) for path in ("bias/documents_train.jsonl", "gold/train.jsonl") for line in (CORPORA / path).read_text(encoding="utf-8").splitlines()]
    assert len(records) > 2000
    assert [record["id"] for record in records if margin_breaks(record["text"].split("\n"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Zorgvuldig werken aan het bed van de cliënt\nSamen met je collega's de dienst indelen\nRapporteren in het systeem van de afdeling\nBellen met familie",
        "opstellen van maandrapportages en jaarrekeningen\nverwerken van inkoopfacturen en verkoopfacturen\ncontroleren van declaraties van medewerkers\n"
        "voorbereiden van betaalopdrachten voor leveranciers\nbijhouden van de crediteurenadministratie",
        "Kort.\nNog korter",
        "",
    ],
)  # fmt: skip
def test_a_list_without_signs_stays_a_list(text):
    assert margin_breaks(text.split("\n")) == []


def test_every_sign_that_is_left_stands_where_it_came_from():
    rng = random.Random(3)
    for _ in range(300):
        text = "".join(rng.choice(["a", "bc", "Def", "-", ".", " ", "  ", "\n", "\n\n", "\xa0", "\xad", "\u200b", "\t", "een woord "]) for _ in range(rng.randrange(200)))
        for kind in ("vacancy", "cv"):
            smoothed = smooth(given(text, kind))
            for place, sign in enumerate(smoothed.document.text):
                start, end = smoothed.span(place, place + 1)
                assert smoothed.place(start) == place
                assert sign == text[start:end] or sign in " \n" and text[start].isspace(), (text, place)
            assert smooth(smoothed.document).document.text.count("  ") == 0 or kind == "cv"


def test_segments_and_flags_of_one_document_agree_on_its_offsets():
    text = wrapped(VACANCY, 45)
    smoothed = smooth(given(text))
    segments, sentences = smoothed.restored(segment(smoothed.document))
    assert [text[s.start : s.end].split("\n")[0] for s in sentences if s.is_heading] == ["Wat ga je doen?", "Wat vragen wij van je?"]
    assert segments[-1].end == len(text)
    (flag,) = flags_of(given(text))
    assert text[flag.start : flag.end] == flag.quote == "jonge"
    assert replace(flag, start=0, end=0) == replace(flags_of(given(VACANCY))[0], start=0, end=0, edits=flag.edits)
