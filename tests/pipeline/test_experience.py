"""Years of experience, in sentences as vacancies ask them."""

import re

import pytest

from pipeline.cues import read_cues
from pipeline.experience import experience_years
from pipeline.segmenting import segment
from pipeline.types import Document


@pytest.mark.parametrize(
    "text, years",
    [
        ("Minimaal 3 jaar ervaring in een vergelijkbare functie", 3), ("Je hebt twee jaar werkervaring", 2), ("2-5 jaar relevante ervaring", 2),
        ("Ervaring: minimaal 5 jaar", 5), ("At least 4 years of experience", 4), ("Wij bestaan 25 jaar", None), ("maximaal 3 jaar ervaring", None),
        ("Ons team heeft 40 collega's en je werkt 32 uur", None), ("Wat bieden wij?\nNa 3 jaar ervaring groei je door", None),
        ("Ervaring: 3-5 jaar", 3), ("0 tot 3 jaar ervaring", 0), ("ruim 2,5 jaar ervaring", 2), ("aantoonbare ervaring (min. 3 jaar) als lasser", 3), ("Drie jaar (of meer) ervaring", 3), ("een jaar of vijf ervaring", 5),
        ("Je bent minimaal 2 jaar werkzaam geweest in een keuken", 2), ("at least three years in test automation", 3), ("2+ jaar in een vergelijkbare rol", 2),
        ("U hebt vijf jaar of langer gewerkt in het sociaal domein", 5), ("Je hebt een jaar of vier op een redactie gezeten", 4), ("een tweetal jaar in een labo", 2),
        ("Je bent niet langer dan vijf jaar werkzaam in de advocatuur", None), ("Je wil minimaal een jaar bij ons werken", None), ("Kinderen van een jaar of acht", None), ("2 of 3 jaar ervaring", 2), ("Operator A of twee jaar ervaring", 2), ("A year or more in a greenhouse", 1), ("minimaal drie (3) jaar ervaring", 3), ("Three or more years of experience", 3),
        ("Een dienstverband van minimaal 1 jaar bij een leuk bedrijf.", None), ("Wij zijn al ruim 10 jaar actief in de bouw.", None), ("hooguit 2 jaar werkervaring", None),
        ("Je hebt minimaal 5 jaar in Nederland gewoond.", None), ("ervaring met kinderen van 4 tot 12 jaar", None), ("Salaris op basis van ervaring. Contract 1 jaar.", None),
        ("Wij hebben meer dan 25 jaar ervaring in de bouw", None), ("Na 2 jaar ervaring kun je doorgroeien", None),
        ("Met meer dan 40 jaar ervaring zijn wij een begrip", None), ("Bakkerij Smit heeft ruim 30 jaar ervaring", None), ("De kandidaat heeft ruim 3 jaar ervaring", 3), ("Heb je al 3 jaar ervaring?", 3),
        ("Al 35 jaar ervaring in schilderwerk!", None), ("Of je nu 1 of 20 jaar ervaring hebt", None), ("Starter of 10 jaar ervaring, iedereen is welkom", None), ("Iemand die al 3 jaar ervaring heeft", 3),
        ("Onze nieuwe collega heeft 3 jaar ervaring", 3), ("Met 3 jaar ervaring ben jij de kok die we zoeken", 3), ("You do not need 3 years of experience", None),
        ("Ervaring\n> 5 jaar", 5), ("Werkervaring\n2 - 5 jaar", 2), ("Ervaring\nContract van 2 jaar", None), ("Ervaring: 3+", 3), ("Jaren ervaring: 3", 3), ("Ervaring: B2", None),
        ("minimaal 24 maanden ervaring", 2), ("18 months of experience", 1), ("6 maanden ervaring", None), ("Een contract van 12 maanden en ervaring", None), ("3+ yrs experience", 3), ("2-3 yrs of experience", 2),
        ("Voeger, min. 4 jr erv. in renovatie", 4), ("Kraanmachinist gevr., 2 jrn ervaring", 2), ("Timmerman, 3 à 5 jr. werkerv.", 3), ("Erv.: 6 jr", 6), ("Wij zijn 30 jr jong en zoeken een voeger", None), ("Leeftijd tot 12 jr", None),
        ("Je bent minimaal 18 jaar", None), ("Minimaal 2 jaar in het bezit van rijbewijs B", None), ("Je hebt de laatste twee jaar niet stilgezeten of gewerkt", None),
    ],
)  # fmt: skip
def test_years_of_experience(text, years):
    assert asked(text) == years


def test_each_cue_is_met_and_read_in_its_example():
    for row in read_cues("experience"):
        assert re.search(rf"\b(?:{row['pattern']})", row["example"], re.I), row["pattern"]
        assert asked(row["example"]) == (int(row["years"]) if row["years"] else None), row["example"]


def test_what_is_otherwise_meant_would_be_asked_without_its_cue():
    for row in read_cues("experience"):
        if row["sort"] in ("otherwise", "ceiling", "others", "behind"):
            without = re.sub(rf"\b(?:{row['pattern']})(?!\w)", "", row["example"], flags=re.I)
            assert asked(without) is not None, row["example"]


def asked(text):
    document = Document("d", text)
    return experience_years(document, segment(document)[1])
