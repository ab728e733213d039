"""Education levels, in sentences as vacancies ask them, and what only looks like one."""

import re

import pytest

from pipeline.cues import read_cues
from pipeline.education import education_of
from pipeline.segmenting import segment
from pipeline.types import Document


@pytest.mark.parametrize(
    "text, level",
    [
        ("Een afgeronde hbo-opleiding", "hbo"), ("mbo niveau 4 werk- en denkniveau", "mbo-4"), ("HBO of WO", "hbo"), ("Mbo-4 diploma verpleegkunde", "mbo-4"),
        ("Je hebt een bachelor informatica", "hbo"), ("Bachelor's or Master's degree", "hbo"), ("geen diploma nodig", None), ("mbo 3", "mbo-3"), ("Vmbo-diploma", "vmbo"),
        ("Een afgeronde mbo-opleiding op niveau 3 of 4", "mbo-3"), ("je mbo-diploma (niveau 4)", "mbo-4"), ("BSc or MSc in Engineering", "hbo"), ("een bacheloropleiding", "hbo"), ("Diploma hbo-v", "hbo"),
        ("Docent hbo gezocht.\n\nJouw profiel\nEen afgeronde wo-opleiding", "wo"), ("TSO/BSO-diploma", "mbo"), ("een masterdiploma", "wo"), ("minimaal wo", "wo"),
        ("Mbo-diploma niet vereist", None), ("Geen hbo-diploma vereist", None), ("Geen mbo-diploma? Geen probleem!", None), ("Je hoeft geen hbo te hebben gedaan", None), ("No bachelor's degree required", None),
        ("hbo werk- en denkniveau, diploma niet noodzakelijk", "hbo"), ("Geen mbo maar een hbo-diploma", "hbo"), ("Hbo-opleiding, geen ervaring vereist", "hbo"),
        ("Docent Engels havo/vwo", None), ("Docent economie bovenbouw vwo", None), ("Leraar wiskunde vmbo/havo", None), ("Je begeleidt stagiairs van het mbo en hbo", None), ("Docent met hbo-diploma", "hbo"),
        ("Hoger secundair", "mbo"), ("Middelbareschooldiploma", "vmbo"), ("Opleiding: A2", "mbo"), ("Diploma A2 of bachelor elektromechanica", "mbo"), ("Nederlands A2", None), ("MBO level 4", "mbo-4"), ("Diploma at MBO level 3", "mbo-3"), ("MBO (level 2)", "mbo-2"),
        ("Mbo werk- en denkniveau (niveau 4)", "mbo-4"), ("Een mbo-opleiding, niveau 2 of 3", "mbo-2"), ("MBO-opleiding Zorg (niveau 3)", "mbo-3"), ("Mbo, bij voorkeur niveau 4", "mbo"), ("mbo of hbo", "mbo"),
        ("Diploma lager secundair onderwijs", "vmbo"), ("Hoger secundair onderwijs", "mbo"), ("Je bent hbo5-verpleegkundige", "ad"), ("Diploma HBO5 of bachelor", "ad"), ("Hbo, 5 jaar ervaring", "hbo"),
        ("Roostermaker vmbo/mavo", None), ("Docent Frans onderbouw mavo/havo", None), ("Je hebt een hbo-diploma en geeft Engels en les aan havo 4 en vwo 5", "hbo"), ("Een openbare school voor vmbo-t en havo", None),
        ("Minimaal havo/vwo-niveau", "havo"), ("Diploma van de middelbare school met havo of vwo", "vmbo"), ("Leraar biologie havo/vwo met een universitaire master", "wo"),
        ("Je geeft les aan vmbo-klassen en havo 3", None), ("Je geeft les aan 2 havo, 3 vwo en een mentorklas", None), ("Je begeleidt leerlingen van vmbo-t tot en met vwo", None),
        ("Je kunt TIG-lassen op niveau 3", None), ("Verzorgende niveau 3", "mbo-3"), ("Je denkt en werkt op niveau 4", "mbo-4"), ("Daarna kun je doorleren voor niveau 4 of een hbo-opleiding", None),
        ("Bij ons kun je een bbl-opleiding mbo 2 volgen", None), ("Je kunt een mbo-diploma overleggen", "mbo"), ("Je volgt een hbo-opleiding", "hbo"),
    ],
)  # fmt: skip
def test_education_levels(text, level):
    assert asked(text) == level


@pytest.mark.parametrize("row", read_cues("education_traps"), ids=lambda row: row["example"])
def test_a_trap_asks_no_level_though_it_looks_like_one(row, monkeypatch):
    assert asked(row["example"]) is None
    monkeypatch.setattr("pipeline.education._no_level", lambda: re.compile("(?!)"))
    assert asked(row["example"]) is not None


def asked(text):
    document = Document("d", text)
    return education_of(document, segment(document)[1])
