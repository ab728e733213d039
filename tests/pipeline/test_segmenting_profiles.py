"""Sections of function profiles and qualifications: front pages, codes of work processes, parts about knowledge and attitude; fields that tell of themselves alone."""

import pytest

from pipeline.fields import field_of
from pipeline.segmenting import segment
from pipeline.smoothing import smooth
from pipeline.types import Document


def sections(text, kind):
    _, sentences = segment(smooth(Document("d", text, kind)).document)
    return [(s.section, smooth(Document("d", text, kind)).document.text[s.start : s.end]) for s in sentences if not s.is_heading]


@pytest.mark.parametrize(
    "kind, front",
    [
        ("qualification", "Profiel: Dakdekken"), ("qualification", "Profiel Dakdekken"), ("qualification", "Kwalificatie: Allround dakdekker"), ("qualification", "KWALIFICATIEDOSSIER MBO"),
        ("qualification", "(naar het kwalificatiedossier Dakbedekking, cohort 2024)"), ("profile", "Functieprofiel Beleidsadviseur wonen"), ("profile", "Functieprofiel: Beleidsadviseur wonen"),
        ("profile", "Rolprofiel – Scrummaster"), ("profile", "FUNCTIEPROFIEL"), ("profile", "Functienaam: Griffier"), ("profile", "Rapporteert aan: de directeur"),
    ],
)  # fmt: skip
def test_the_front_page_opens_no_section(kind, front):
    assert sections(f"{front}\nHij legt daken en herstelt goten.", kind) == [("other", front), ("other", "Hij legt daken en herstelt goten.")]


@pytest.mark.parametrize(
    "kind, line",
    [("profile", "Profiel"), ("qualification", "Profiel"), ("vacancy", "Functieprofiel"), ("vacancy", "Profiel:"), ("profile", "Profielschets"), ("qualification", "Profiel van de kandidaat")],
)  # fmt: skip
def test_a_profile_of_the_candidate_still_asks(kind, line):
    assert sections(f"Taken\n- stelt brieven op\n{line}\n- kennis van Excel", kind)[-1] == ("requirements", "kennis van Excel")


def test_a_code_opens_the_tasks_that_its_title_is_of():
    text = "Vaardigheden\n- rekenen\nB1-K2 Plaatst ramen\nB1-K2-W1: Stelt het kozijn\nHij meet het gat.\nGedrag\nwerkt netjes\nD1-K1-W3 – Ruimt op"
    assert sections(text, "qualification") == [
        ("requirements", "rekenen"), ("tasks", "Plaatst ramen"), ("tasks", "Stelt het kozijn"), ("tasks", "Hij meet het gat."), ("requirements", "werkt netjes"), ("tasks", "– Ruimt op"),
    ]  # fmt: skip
    assert {section for section, _ in sections("Eisen\nB1-K2 is een code", "vacancy")} == {"requirements"}


PARTS = {
    "requirements": (
        "Vakkennis|3. Vakkennis|Basiskennis van|Brede en specialistische kennis|Ondersteunende kennis en vaardigheden|Vakkennis en vaardigheden|Beroepshouding|Houding|6. Houding|Gedragscriteria|Kerncompetenties"
        "|KERNCOMPETENTIES|Competentieprofiel|Persoonskenmerken|JE BRENGT MEE|Jij brengt mee:|Waar moet je aan voldoen?|Wat weet je?|De student kan aan het eind van het jaar|De beginnend beroepsbeoefenaar kent:|en weet"
        "|Vereiste diploma's|Talen en rekenen|Overige functie-eisen|Vereiste bagage|Gedrag"
    ),
    "tasks": "Kernactiviteiten|Hoofdactiviteiten|Taakgebieden|Doel van de functie|Functiebestanddelen|4. Overige taken|WAT LEVER JE OP",
    "company": "Organisatorische positie|Hiërarchische positie|Inconveniënten|D. Bezwarende omstandigheden|Risico's, verantwoordelijkheden en invloed",
}


@pytest.mark.parametrize("kind", ["profile", "qualification"])
@pytest.mark.parametrize("section, heading", [(section, heading) for section, headings in PARTS.items() for heading in headings.split("|")])
def test_parts_of_profiles_and_qualifications(section, heading, kind):
    above = "Functie-eisen" if section == "tasks" else "Kerntaken"
    assert sections(f"{above}\n- iets\n\n{heading}\nIets over het werk hier.", kind)[-1] == (section, "Iets over het werk hier.")


@pytest.mark.parametrize(
    "line",
    ["De student kan goed rekenen", "Houding van gasten inschatten", "Gedragscompetenties beoordelen bij sollicitanten", "Kernactiviteiten van het bedrijf beschrijven", "Vakkennis overdragen aan leerlingen", "Je brengt meester en leerling samen"],
)  # fmt: skip
def test_a_task_that_begins_like_a_part_is_none(line):
    assert sections(f"Kerntaken\n{line}\nLuisteren", "profile") == [("tasks", line), ("tasks", "Luisteren")]


def test_optional_parts_and_what_comes_after_are_no_demand():
    text = "Vakkennis\n- Frans\nKeuzedelen (voorbeelden)\nFrans in de keuken\nLoopbaanperspectief\nVerder leren tot chef-kok.\nExaminering\nProeve voor een jury."
    assert [section for section, _ in sections(text, "qualification")] == ["requirements", "company", "company", "company"]


@pytest.mark.parametrize("sign", [": ", "\t", "\t\t", "      ", " | "])
def test_a_field_of_the_front_page_tells_of_itself_alone(sign):
    text = "Afdeling{0}Logistiek\nBeheerste taken\n- telt de voorraad"
    found = sections(text.format(sign), "profile")
    assert found[0][0] == "company" and found[-1] == ("other", "telt de voorraad")


@pytest.mark.parametrize("line", ["Opleiding: mbo-4 Bouw", "Vereiste studies: bachelor", "Studieniveau: hbo", "| OPLEIDING | mbo 3 |"])
def test_a_field_of_an_education_asks_below_an_offer(line):
    assert {section for section, _ in sections(f"Wij bieden\nMaaltijdcheques\n{line}", "vacancy")[1:]} == {"requirements"}


@pytest.mark.parametrize(
    "line, section",
    [
        ("Opleiding: budget van € 1.000", None), ("Bedrijf: wij zijn een drukkerij", None), ("Functie: je werkt aan de balie", None), ("Over het bedrijf", None), ("Afdeling", None), ("Locatie: Goes", "company"),
        ("Functie: bakker", "other"), ("Sector: Bouw", "other"), ("Werkgeversverklaring: ja", None), ("Beroepshouding: eerlijk en stipt", None),
    ],
)  # fmt: skip
def test_what_is_a_field(line, section):
    assert field_of(line, "vacancy") == section


def test_company_prose_behind_a_colon_and_below_its_heading_stays_company():
    assert {s for s, _ in sections("Over het bedrijf\nWij maken trappen en werken netjes.", "vacancy")} == {"company"}
    assert sections("Afdeling\nDe afdeling telt tien mensen.\n\nTaken\nJe telt.", "vacancy") == [("company", "De afdeling telt tien mensen."), ("tasks", "Je telt.")]


def test_a_row_about_certificates_asks_below_the_salary():
    assert sections("| SALARIS | € 2.600 |\n| CERTIFICATEN | VCA, BHV |", "vacancy")[1:] == [("requirements", "CERTIFICATEN"), ("requirements", "VCA, BHV")]


def test_the_first_cell_of_a_row_is_its_heading():
    found = sections("| ERVARING | 2 jaar in de bouw |\n| Taak | Hoe vaak |\n| Ketels reinigen | vaak |\n| Eis | Soort |\n| VCA | must |", "vacancy")
    assert ("requirements", "2 jaar in de bouw") in found and ("tasks", "Ketels reinigen") in found and ("requirements", "VCA") in found


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Rol\tAdviseur duurzaam bouwen\nRapporteert aan\tHoofd Vastgoed", "profile"), ("KWALIFICATIEDOSSIER MBO\nDomein: Bouw en infra", "qualification"),
        ("Kerntaken\nB1-K1 Iets\nBeroepshouding: eerlijk", "qualification"), ("Resultaatgebieden\nPrestatie-indicatoren", "profile"),
    ],
)  # fmt: skip
def test_fields_and_headings_are_no_skills(text, kind, translator):
    assert {s.quote for s in translator.translate(Document("d", text, kind)).skills} <= {"eerlijk", "Iets"}


def test_the_same_words_in_a_sentence_are(translator):
    text = "Taken\nJe bewaakt de prestatie-indicatoren."
    assert {s.label for s in translator.translate(Document("d", text, "profile")).skills} >= {"KPI's bewaken"}


@pytest.mark.parametrize("line", ["Salaris: € 2.900", "Salary: € 2,900 a month", "Verloning: 16 euro"])
def test_a_salary_in_the_header_tells_of_its_paragraph_alone(line):
    found = sections(f"{line}\n27 dagen vrij\n\nJe hebt rijbewijs B.", "vacancy")
    assert [section for section, _ in found] == ["offer", "offer", "requirements"]


def test_a_heading_of_an_offer_holds_till_the_next():
    assert [section for section, _ in sections("Aanbod: € 2.900\n\nEen cursus Excel.\n\nSalaris\n€ 2.900\n\nEen cursus Word.", "vacancy")] == ["offer"] * 4


def test_a_position_in_the_organisation_is_no_skill(translator):
    text = "Taken\n- ressorteert hiërarchisch onder het hoofd\n- ontvangt functioneel leiding van de chef\n- geeft leiding aan drie koks"
    assert [s.quote for s in translator.translate(Document("d", text, "profile")).skills] == ["geeft leiding aan drie koks"]
