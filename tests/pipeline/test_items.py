"""Items that stand in one line, because the text lost its line breaks; and how their model learns."""

import pytest

from pipeline.items import ItemModel, gaps_in, items_of
from pipeline.segmenting import segment
from pipeline.sentences import sentences_of
from pipeline.training.items import fit, joined, rows_of
from pipeline.types import Document


@pytest.mark.parametrize(
    "line",
    [
        "Zelfstandig kunnen werken| Verzorgd voorkomen| Rijbewijs B| Interesse in sport",
        "Je hebt een vlotte pen| Je kent het vak| Uitstekende kennis van het Frans",
        "Orderpicken met een scanner| Dozen stickeren en stapelen| Laden van vrachtwagens (tot 15 kilo)",
        "Een vast contract| Goede verloning| Hospitalisatieverzekering na een jaar",
        "Onderhouden van machines|Bijhouden van de voorraad|Melden van storingen",
        "You speak fluent English| You have experience with Python and SQL| A degree in computer science",
        "Ophangen van systemen| Monteren van buizen| Werken aan de hand van een plan",
        "Je werkt zeer nauwkeurig| Je spreekt vloeiend Nederlands, andere talen zijn een troef| Kennis van HVAC is geen vereiste| Je ziet het zitten",
        "opvolgen van (bij)bestellingen| Beheer van het artikelbestand",
        "Ervaring met ons ERP-systeem (AFAS)| Controleren en corrigeren van orders",
        "Je werkt bij de dienst Technische ondersteuning van de gemeente",
        "een bachelor Sociaal werk of gelijkwaardig door ervaring",
        "Je deelt je kennis met het Design Department en met Beheer van gebouwen",
        "Je kent Excel en Python en spreekt Frans en Engels",
        "voor de job van Social Media Marketeer te Gent",
        "wij zoeken een Verpleegkundige voor de nacht",
    ],
)
def test_items_are_parted_where_a_line_break_is_lost(line):
    """Where "|" stands; an ordinary capital parts nothing."""
    text = line.replace("|", "")
    parts = [part.strip() for part in line.split("|")]
    assert [text[first:end] for first, end in items_of(text, 0, len(text))] == parts
    assert [text[first:end] for first, end in sentences_of(text, 0, len(text))] == parts


@pytest.mark.parametrize(
    "line",
    [
        "Je werkt samen met Fatima Yilmaz en Piet de Vries van de afdeling Inkoop in Rotterdam Zuid",
        "Ervaring met Adobe Photoshop, Microsoft Dynamics en JavaScript is mooi meegenomen",
        "Bij FitForum en ZorgSaam werk je met PowerShell en SharePoint",
        "Mail naar info@werkenBijZorg.nl of kijk op www.werkenBijZorg.nl, #werkenBijGent",
        "Bouwbedrijf Van den Berg uit Den Bosch zoekt een Senior Projectleider Utiliteitsbouw",
        "Samen met je collega's zorg je ervoor dat alle dozen die voor vijf uur binnenkomen nog dezelfde avond met de laatste vrachtwagen mee kunnen naar de klant in het hele land.",
    ],
)
def test_names_and_long_sentences_stay_whole(line):
    assert list(items_of(line, 0, len(line))) == [(0, len(line))]


@pytest.mark.parametrize(
    "line",
    [
        "Je verwerkt mutaties (Nmbrs) en beantwoordt vragen.", "Je koopt grondstoffen in (Brenntag, IMCD) en bewaakt de voorraad.", "Je behaalt via ons je BHV en VCA.", "Ook regel je je NAW-gegevens.", "Je tekent leidingen (Revit of AutoCAD) voor de (Vlaamse) werf.",
        "Je werkt met de Technische Dienst", "A degree (MSc) or a diploma (BSc) in law",
    ],
)  # fmt: skip
def test_brackets_and_articles_part_no_items(line):
    assert [line[first:end] for first, end in sentences_of(line, 0, len(line))] == [line]


@pytest.mark.parametrize("line", ["Je belt met klanten.| (Lees ook de folder.)", "Wat krijg je| Salaris 2.600", "Wat vragen wij van je| Rijbewijs B| Kennis van Excel", "Lossen van vracht (tot 20 kilo)| Laden van busjes"])
def test_items_behind_brackets_and_headings_are_parted_still(line):
    text = line.replace("|", "")
    assert [text[first:end] for first, end in sentences_of(text, 0, len(text))] == [part.strip() for part in line.split("|")]


def test_a_list_in_brackets_is_in_the_section_of_what_stands_before_it():
    text = "Je beheert onze kanalen (Facebook, TikTok, LinkedIn, YouTube) en plaatst berichten."
    assert {sentence.section for sentence in segment(Document("d", text))[1]} == {"tasks"}


RUN_ON = (
    "havo werk en denkniveau vriendelijk en geduldig goede beheersing van de nederlandse taal rijbewijs b minimaal twee jaar ervaring als verkoper "
    "je werkt graag samen geen bezwaar tegen werken op zaterdag"
)


def test_items_of_a_run_on_are_parted_before_small_letters():
    """Whatever the spaces are; five words less and it is no run-on."""
    parts = [RUN_ON[first:end] for first, end in items_of(RUN_ON, 0, len(RUN_ON))]
    assert len(parts) > 2 and "je werkt graag samen" in [part[:20] for part in parts]
    assert len(list(items_of(RUN_ON.replace(" ", "\u00a0"), 0, len(RUN_ON)))) == len(parts)
    short = " ".join(RUN_ON.split()[-20:])
    assert list(items_of(short, 0, len(short))) == [(0, len(short))]
    commas = RUN_ON.replace(" en ", ", ").replace(" van ", ", ")
    assert all(gap.capital for gap in gaps_in(commas))


def test_gaps_are_before_capitals_and_in_a_run_on_before_all_words():
    short = gaps_in("vlot Frans locatiesMonteren van buizen")
    assert [(gap.start, gap.end) for gap in short] == [(4, 5), (19, 19)] and all(gap.capital for gap in short)
    assert len(gaps_in("woord " * 30 + "eind")) == 30 and not gaps_in("woord, " * 30 + "eind")


def test_a_heading_within_a_line_opens_a_section():
    text = "Jouw taken Monteren van pompen Onderhouden van machines Wat vragen wij van jou Ervaring met pneumatiek Rijbewijs B Wat bieden wij Een goed salaris"
    segments, sentences = segment(Document("d", text))
    assert [(part.section, part.title) for part in segments] == [("tasks", "Jouw taken"), ("requirements", "Wat vragen wij van jou"), ("offer", "Wat bieden wij")]
    assert [text[s.start : s.end] for s in sentences if s.section == "requirements" and not s.is_heading] == ["Ervaring met pneumatiek", "Rijbewijs B"]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("Eisen\nRijbewijs B Zin in verantwoordelijkheid Kennis van Python Ervaring met SQL", {"requirements"}),
        ("Taken\n- Je leidt de winkel. Het team coachen en motiveren\n- Roosters maken", {"tasks"}),
        ("Profiel\n- Enthousiast | Flexibel | Rijbewijs B\n- Kennis van Python", {"requirements"}),
        ("Home | Vacatures | Over ons | Contact\nJe hebt ervaring met Python.", {"other", "requirements"}),
        ("Eisen\n✅ Rijbewijs B ✅ Python\nAanbod\nEen vast contract", {"requirements", "offer"}),
        ("About us: we make tents. Your tasks: Sew tents\n\nRepair tents", {"company", "tasks"}),
    ],
)
def test_an_ordinary_item_opens_no_section(text, sections):
    assert {sentence.section for sentence in segment(Document("d", text))[1]} == sections


@pytest.mark.parametrize(
    "line",
    ["Je werkt 5 * 8 uur per week", "Salaris:max. 3000 euro", "Python| ✅ SQL en Java| ✅ goede inzet", "rijbewijs B| * goede inzet| * VCA"],
)
def test_signs_part_items_and_figures_stay_whole(line):
    text = line.replace("|", "")
    start = text.index(":") + 1 if ":" in text else 0
    assert [text[first:end] for first, end in sentences_of(text, start, len(text))] == [part.strip() for part in line[start:].split("|")]


LINES = "Monteur\n\nTaken\n- Monteren van pompen\n- melden van storingen\n\nEisen\nRijbewijs B. En zin!"


def test_line_breaks_are_lost_in_three_ways():
    def lines(way):
        return [(line, sorted(breaks)) for line, breaks in joined(LINES, way)]

    assert lines("headings") == [("Monteur", []), ("Taken", []), ("Monteren van pompen melden van storingen", [20]), ("Eisen", []), ("Rijbewijs B. En zin!", [])]
    assert lines("nothing") == [("Monteur Taken Monteren van pompen melden van storingen Eisen Rijbewijs B. En zin!", [8, 14, 34, 55, 61])]
    assert lines("tight") == [("MonteurTakenMonteren van pompen melden van storingenEisenRijbewijs B. En zin!", [7, 12, 32, 52, 57])]


def test_the_model_learns_where_items_begin():
    texts = [f"{a} van {b}\n{c} van {d}" for a in ("Monteren", "Melden") for b in ("pompen", "fouten") for c in ("Laden", "Lossen") for d in ("dozen", "pallets")]
    whole = ["je werkt bij Van Dalen in Breda", "samen met Jansen of Vos in Gent"]
    rows = [row for text in texts for row in rows_of(joined(text, "nothing"))] + [row for text in whole for row in rows_of([(text, set())])]
    weights, bias = fit(rows)
    assert fit(rows) == (weights, bias)
    model = ItemModel(weights, bias)
    (new,) = gaps_in("Melden van pallets Lossen van fouten")
    assert model.logit(new) > 0 and all(model.logit(gap) < 0 for gap in gaps_in("samen met Vos in Breda"))
