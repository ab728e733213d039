"""Sections and sentences: headings in any wording, bullets, glued text, texts without headings."""

import pytest

from pipeline.segmenting import segment
from pipeline.tokenizing import tokenize
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


HEADINGS = {
    "requirements": (
        "Job requirements|Job qualifications:|Job profile|Job specification|Selection criteria|Function requirements|It would be great if you have|Extra points for|Pluses|Desired|About the candidate|Over de kandidaat"
        "|Om te solliciteren dien je te beschikken over:|DE MATCH|Match?|Jouw superkrachten|Je komt het best tot je recht als je:|Hier herken jij jezelf in|Wie wij voor ogen hebben|Dit maakt jou geschikt"
        "|Wanneer ben jij onze nieuwe collega?|Het lijstje|Mooi meegenomen:|Wat is een plus?|Bonuspunten voor:|Troeven:|Geen must, wel leuk|Daarnaast is het fijn als je:|Pré:|Over jezelf"
    ),
    "offer": (
        "Terms of employment|Employment conditions|Employment terms|Terms & conditions|Working conditions|What can you expect from us?"
        "|Wij geven jou|Wij geven je:|DE DEAL|Wat heb je van ons te verwachten?|Bieden:|Wat zit erin voor jou?|Hier kun je op rekenen|Wat doen wij voor jou?|Dit zit er voor jou in|Het leukste"
    ),
    "company": (
        "Over Hofstede Installaties|Over Van Gelder|Over Bol.com|Over gemeente Oisterwijk|Over Jansen & Zn.|Over Brouwer-Techniek|Over Technica B.V.|Over Jensen Techniek|OVER HOFSTEDE BOUW|Over ’t Hof|Over 3M"
        "|Waarom Technica?|Waarom kiezen voor Van Gelder?|Wie is Technica?|Even voorstellen: Technica|About Technica B.V.|Who is Technica?"
    ),
    "tasks": "Over De Functie|About Your Role|About this position|Over deze functie|Als chauffeur",
}


@pytest.mark.parametrize("section, heading", [(section, heading) for section, headings in HEADINGS.items() for heading in headings.split("|")])
def test_headings_end_what_stood_above_them(section, heading):
    above = "Wat bieden wij?" if section == "requirements" else "Wat vragen wij?"
    assert sections(f"{above}\nVijf dagen\n\n{heading}\nIets over het werk hier.")[-1] == (section, "Iets over het werk hier.")


@pytest.mark.parametrize(
    "line",
    [
        "Over 5 jaar", "Over 3 Jaar", "Over lange afstanden rijden", "Over Word en Excel beschikken", "Over Technica gesproken.", "Waarom je dit werk doet", "Waarom Excel zo handig is", "Wie is Jan en wat doet hij", "About 40 Hours",
        "Working conditions in a cold store", "Desired state configuration", "Extra points for customers sparen", "Selection criteria for tenders opstellen", "It would be great if you have a driving licence", "Ideally you speak Dutch",
        "Bieden van ondersteuning", "Wij geven les", "Het leukste team van Nederland", "Match kandidaten met vacatures", "Het is een plus als je Excel kent", "Om te solliciteren stuur je een cv", "Een premie van 100 euro",
        "Ervaring met Power BI", "Team player", "Als team",
    ],
)  # fmt: skip
def test_an_item_that_begins_like_a_heading_is_none(line):
    assert sections(f"Wat vragen wij?\n{line}\nLef") == [("requirements", line), ("requirements", "Lef")]


@pytest.mark.parametrize("line", ["Rijbewijs: B", "Taal: Engels", "Certificaten: VCA, BHV", "Vervoer: rijbewijs B en auto", "Driving licence: B"])
def test_a_field_of_a_job_board_tells_of_itself_alone(line):
    assert sections(f"Salaris: €2.500\n{line}\n27 dagen vrij") == [("offer", "€2.500"), ("requirements", line), ("offer", "27 dagen vrij")]
    assert sections("Wat vragen wij?\nSector: Horeca\nLef") == [("other", "Sector: Horeca"), ("requirements", "Lef")]


@pytest.mark.parametrize("line", ["Vervoer: leaseauto", "Certificaten: vergoeden wij", "Rijbewijs halen op onze kosten"])
def test_what_is_offered_is_no_field_of_demands(line):
    assert sections(f"Wat bieden wij?\n{line}") == [("offer", line)]


@pytest.mark.parametrize(
    "heading",
    [
        "🚀 Wat ga je doen?", "✨Jouw taken✨", "🧑‍💻 Taken:", "1. Werkzaamheden", "2.1 Taken en verantwoordelijkheden", "B. Taken", "3️⃣ Jouw taken", "[Functieomschrijving]",
        "=== Taken ===", "“Wat ga je doen?”", ">> Taken", "| Jouw taken |", "Wat ga je doen...", "~ Takenpakket ~",
    ],
)  # fmt: skip
def test_signs_and_pictures_around_a_heading_leave_it_one(heading):
    assert sections(f"Kok in Delft\n\n{heading}\nKoken en bakken") == [("other", "Kok in Delft"), ("tasks", "Koken en bakken")]


def test_numbers_and_pictures_before_items_make_no_headings_of_them():
    """But a number below that of the items is another one, and in a list too a heading of words enough is one."""
    listed = "Wat bieden wij?\n💰 Salaris van € 3.000\n📚 Opleiding\n🤝 Profiel\n\nWat vragen wij?\n1. Taken\n2. Profiel"
    assert [section for section, _ in sections(listed)] == ["offer"] * 3 + ["requirements"] * 2
    profile = "1. Doel\nVerkopen van auto's\n2. Taken\n2.1 Verkoop\nKlanten adviseren\n2.2 Beheer\n3. Functie-eisen\nMbo-4"
    assert [(s, w) for s, w in sections(profile) if w in ("Klanten adviseren", "Mbo-4")] == [("tasks", "Klanten adviseren"), ("requirements", "Mbo-4")]
    assert [section for section, _ in sections("📌 Wat ga je doen?\n📌 koken\n📌 bakken")] == ["tasks"] * 2


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


@pytest.mark.parametrize("sign", ["•", "·\t", "\uf0b7 ", "💪 ", "🧑\u200d🍳", "+ ", "-> ", "=> ", "→", "▸ ", "°", "‣ "])
def test_what_stands_before_an_item_is_no_part_of_it(sign):
    text = f"{sign}koken en bakken\n{sign}vlees snijden"
    _, sentences = segment(Document("d", text))
    assert [(text[s.start : s.end], s.is_bullet) for s in sentences] == [("koken en bakken", True), ("vlees snijden", True)]
    assert tokenize(text, sentences).texts == ("koken", "en", "bakken", "vlees", "snijden")


def test_sentences_of_who_writes_no_capitals_end_too():
    assert [words for _, words in sections("je werkt 20 uur p.w. bij ons. geen ervaring? bel dhr. jansen. tot dan!")] == ["je werkt 20 uur p.w. bij ons.", "geen ervaring?", "bel dhr. jansen.", "tot dan!"]
    assert len(sections("Je werkt bij ons. in mei beginnen we.")) == 1


@pytest.mark.parametrize("heading", ["💼 Werkervaring", "▪ WERKERVARING", "<< Werkervaring >>", "- Werkervaring -", "“Werkervaring”", "1. Werkervaring", "→ Werkervaring", "// werkervaring"])
def test_signs_around_the_heading_of_a_cv_leave_it_one(heading):
    assert sections(f"Over mij\nik ben kok\n{heading}\nkok in een bistro", "cv")[-1] == ("experience", "kok in een bistro")


@pytest.mark.parametrize("sign", ["\uf0b7 ", "✓ ", "● ", "→ "])
def test_items_of_a_list_in_a_cv_are_no_headings(sign):
    found = sections(f"Werkervaring\n2019 Kok\n{sign}Opleidingen\n{sign}Talen\n{sign}Inkoop", "cv")
    assert {section for section, _ in found} == {"experience"}


def test_marks_behind_a_skill_make_no_heading_of_it():
    assert [section for section, _ in sections("Vaardigheden\nTalen ★★★★☆\nComputer (Word) ●●●●○\n- Opleiding", "cv")] == ["skills"] * 3


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


@pytest.mark.parametrize(
    "sentence, section",
    [
        ("Affiniteit met ouderen is een must.", "requirements"), ("Rijbewijs B is een must, je vervoert kinderen.", "requirements"), ("Ons kantoor is een oude school.", "company"),
        ("Wat we hopen te vinden is iemand met lef.", "requirements"), ("Interesse in techniek is vanzelfsprekend.", "requirements"), ("Interesse in deze functie, of in een gesprek.", "procedure"),
        ("A driving licence is a big plus.", "requirements"), ("Apply modern methods in every project.", "other"), ("Apply by mail.", "procedure"), ("Smit & Zonen is een bakkerij.", "company"),
        ("Onze kernwaarden zijn lef en integriteit.", "company"), ("We zijn nuchter, flexibel en klantgericht.", "company"), ("Bij Nimbly bouwen 60 developers in Java.", "company"), ("Al onze medewerkers hebben een BHV-diploma.", "company"),
        ("Je komt terecht in een team van gedreven collega's.", "company"), ("We zijn op zoek naar lef en humor.", "requirements"), ("Onze wensen zijn Java en Kotlin.", "other"), ("Bij voorkeur werken wij met mensen met ervaring.", "other"),
    ],
)  # fmt: skip
def test_sentences_tell_a_section_where_no_heading_does(sentence, section):
    assert sections(sentence) == [(section, sentence)]
