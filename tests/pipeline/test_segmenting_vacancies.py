"""Sections of vacancies: lines of demands that begin as a heading does, headings of who writes "ik", sentences that are none about the firm."""

import pytest

from pipeline.segmenting import heading_of, segment
from pipeline.types import Document


def sections(text, kind="vacancy"):
    _, sentences = segment(Document("d", text, kind))
    return [(s.section, text[s.start : s.end]) for s in sentences if not s.is_heading]


@pytest.mark.parametrize(
    "line",
    [
        "Kennis fiscaliteit is een troef", "Kennis VLAREM vereist", "Ervaring callcenter gewenst", "Ervaring boomverzorging", "Werkervaring horeca is een pluspunt", "Talen Duits en Frans noodzakelijk", "Diploma's zorg vereist",
        "Studies bouwkunde", "Vaardigheden met Office zijn nodig", "Talenkennis Engels is een must", "Kennis en ervaring kassasystemen is een plus", "Heb jij ervaring met paarden?",
    ],
)  # fmt: skip
def test_a_line_with_a_demand_is_no_heading(line):
    assert sections(f"Profiel\n{line}\nLef") == [("requirements", line), ("requirements", "Lef")]


@pytest.mark.parametrize(
    "line",
    [
        "Kennis", "Kennis:", "Kennis en ervaring", "Kennis & vaardigheden", "Kennis (vereist)", "Kennis vereist:", "Ervaring gewenst", "Ervaring en opleiding", "Vaardigheden die je meeneemt", "Talen", "Diploma's en attesten", "Studies",
        "Kennis voor deze functie", "Werkervaring / stages", "Heb jij dit allemaal?",
    ],
)  # fmt: skip
def test_the_same_words_alone_or_joined_are(line):
    assert sections(f"Wij bieden\n- een auto\n{line}\nIets over het werk hier.")[-1] == ("requirements", "Iets over het werk hier.")


def test_the_demand_is_found(translator):
    text = "Profiel\nKennis VLAREM vereist\nErvaring metselwerk\nKennis boekhouden is een troef"
    found = {s.quote: s.requirement for s in translator.translate(Document("d", text)).skills}
    assert found == {"VLAREM": "required", "metselwerk": "required", "boekhouden": "preferred"}


@pytest.mark.parametrize(
    "heading, section",
    [
        ("Wie ik graag zie", "requirements"), ("Dit verwacht ik van je:", "requirements"), ("Waar ik naar op zoek ben", "requirements"), ("Wat ik nodig heb", "requirements"), ("Wat wordt er van de bode gevraagd?", "requirements"),
        ("Wat wordt er verwacht?", "requirements"), ("Wij rekenen op", "requirements"), ("Wat ik je te bieden heb", "offer"), ("En dit bied ik", "offer"), ("Dit geef ik je", "offer"), ("Ik bied:", "offer"), ("Wat wordt jouw werk?", "tasks"),
        ("Wat wordt er gedaan?", "tasks"), ("Wat we van je verwachten", "requirements"),
    ],
)  # fmt: skip
def test_headings_of_who_writes_i(heading, section):
    above = "Taken" if section != "tasks" else "Wij bieden"
    assert sections(f"{above}\n- iets\n{heading}\nIets over het werk hier.")[-1] == (section, "Iets over het werk hier.")


@pytest.mark.parametrize(
    "heading, section",
    [
        ("Jansen Bouw in het kort", "company"), ("Gemeente Utrecht in een notendop", "company"), ("Kort over ons", "company"), ("Onze missie", "company"), ("Het verhaal achter De Molen", "company"),
        ("Wat zit er in jouw rugzak?", "requirements"), ("Jij in het kort", "requirements"), ("Knock-outcriteria", "requirements"), ("Benodigde papieren", "requirements"), ("Minimumeisen", "requirements"),
        ("Extraatjes", "offer"), ("Werktijden", "offer"), ("Klinkt dit goed?", "procedure"), ("Enthousiast?", "procedure"), ("Ben je enthousiast geworden?", "procedure"), ("Iets voor jou?", "procedure"),
        ("De functie in het kort", "tasks"),
    ],
)  # fmt: skip
def test_headings_in_few_words(heading, section):
    above = "Wij bieden" if section != "offer" else "Profiel"
    assert sections(f"{above}\n- iets\n{heading}\nIets over het werk hier.")[-1] == (section, "Iets over het werk hier.")


@pytest.mark.parametrize("line", ["Enthousiast", "Productkennis", "IT-kennis", "Klinkt goed in het Engels"])
def test_an_item_of_a_list_is_no_such_heading(line):
    assert heading_of(line) is None


@pytest.mark.parametrize("line", ["Ik zoek een loodgieter", "Ik bied werk aan zee", "Wij rekenen op mooi weer", "Wat ik doe", "Dat vraagt om lef", "Dit wil ik leren"])
def test_a_sentence_of_who_writes_i_is_no_heading(line):
    assert heading_of(line) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Vergaderingen leiden is de kern van jouw rol.", "Notuleren is een klein onderdeel van je takenpakket.", "Ritten plannen is een van je vaste taken.", "Stiptheid is de belangrijkste vaardigheid.", "Eerlijkheid is een vanzelfsprekendheid.",
        "Een BHV-diploma is de minimumeis.", "Daarvoor is het goed dat er rust is.", "Wat wij nooit doen is een dag overslaan.", "Tact is de sleutel.", "Je ontvangt leveranciers en geeft ze koffie.", "Je krijgt vragen van gasten aan de balie.",
        "Je ontvangt dagelijks bestellingen.",
    ],
)  # fmt: skip
def test_what_is_said_of_the_work_is_not_about_the_firm_or_the_offer(sentence):
    assert sections(sentence) == [("other", sentence)]


@pytest.mark.parametrize(
    "sentence, section",
    [
        ("Slagerij De Vries is een begrip in het dorp.", "company"), ("Technica is de belangrijkste werkgever van de streek.", "company"), ("Novum is een belangrijke naam in de zorg.", "company"), ("Onze klant is een drukkerij.", "company"),
        ("De kliniek is onderdeel van een keten.", "company"), ("Je ontvangt een mooie vergoeding.", "offer"), ("Je krijgt korting voor gasten.", "offer"), ("Je krijgt klantenkorting.", "offer"), ("Je ontvangt elk jaar een vragenlijst over je wensen.", "offer"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_firm_and_the_offer_stays(sentence, section):
    assert sections(sentence) == [(section, sentence)]


def test_a_task_told_by_what_it_is_of_the_work(translator):
    found = translator.translate(Document("d", "Vergaderingen leiden is de kern van jouw rol. Je ontvangt bezoekers en verwijst ze door.")).skills
    assert {"Vergaderingen leiden", "ontvangt bezoekers"} <= {s.quote for s in found} and {s.requirement for s in found} == {"task"}


@pytest.mark.parametrize(
    "line, parts",
    [
        ("Taken: - bier tappen - glazen spoelen - tafels dekken", ["bier tappen", "glazen spoelen", "tafels dekken"]),
        ("Takenpakket: bier tappen – glazen spoelen – tafels dekken", ["bier tappen", "glazen spoelen", "tafels dekken"]),
        ("Je kent: - Java - Kotlin. Wij zijn - zoals altijd - open.", ["Je kent:", "Java", "Kotlin.", "Wij zijn - zoals altijd - open."]),
        ("- Java - Kotlin - Scala", ["Java", "Kotlin", "Scala"]),
        ("Vertaler Frans - Nederlands gezocht", ["Vertaler Frans - Nederlands gezocht"]),
        ("Winkeltijden: 9.00 - 17.00 - 21.00 uur", ["Winkeltijden: 9.00 - 17.00 - 21.00 uur"]),
        ("Goed om te onthouden: wij zoeken - al jaren - een bakker", ["Goed om te onthouden: wij zoeken - al jaren - een bakker"]),
        ("Nodig: ervaring met Java - bij voorkeur versie 21 - en Kotlin", ["ervaring met Java - bij voorkeur versie 21 - en Kotlin"]),
        ("- Bakker - Utrecht", ["Bakker - Utrecht"]),
        ("Functie: Bakker - Utrecht", ["Functie: Bakker - Utrecht"]),
    ],
)  # fmt: skip
def test_lists_with_dashes_in_one_line(line, parts):
    assert [words for _, words in sections(line)] == parts


def test_items_behind_dashes_are_in_the_section_of_their_opening():
    text = "Je hebt ervaring met: - Java - Kotlin - presenteren"
    assert [(s.section, s.is_bullet) for s in segment(Document("d", text))[1]] == [("requirements", False)] + [("requirements", True)] * 3


@pytest.mark.parametrize(
    "line, parts",
    [
        ("Zelfst. werkend slager, rijbew. B, 4 jr erv. in de zaak. Loon vlgs. CAO.", ["Zelfst. werkend slager, rijbew. B, 4 jr erv. in de zaak.", "Loon vlgs. CAO."]),
        ("Slager, 4 jr erv. Bel Henk.", ["Slager, 4 jr erv.", "Bel Henk."]),
        ("slager met 4 jr. ervaring en opl. tot slager. bel henk.", ["slager met 4 jr. ervaring en opl. tot slager.", "bel henk."]),
        ("Salaris o.b.v. 36 uur. Mail o.v.v. VAC12.", ["Salaris o.b.v. 36 uur.", "Mail o.v.v. VAC12."]),
        ("Je hebt rijbewijs B. Je werkt graag buiten.", ["Je hebt rijbewijs B.", "Je werkt graag buiten."]),
        ("Rijbew. BE. Dhr. A. Smit belt je.", ["Rijbew. BE.", "Dhr. A. Smit belt je."]),
    ],
)  # fmt: skip
def test_abbreviations_of_small_advertisements(line, parts):
    assert [words for _, words in sections(line)] == parts
