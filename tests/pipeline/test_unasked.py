"""What is named and asked of nobody (cues/unasked.tsv)."""

import pytest

from pipeline.around import Around
from pipeline.cues import read_cues
from pipeline.types import REQUIREMENTS, SKILL_TYPES, Document
from pipeline.unasked import unasked

ROWS = [row for row in read_cues("unasked") if row["side"] != "persons"]


def said(markup, type_="skill", told=True):
    """(requirement, because) of the mention between [ ], None when nothing tells that it is asked of nobody."""
    before, rest = markup.split("[")
    quote, after = rest.split("]")
    return unasked(Around.of(before, after), quote, type_, told)


def test_rows_are_sound():
    for row in ROWS:
        assert row["source"] and row["value"] in (*REQUIREMENTS, "none") and row["side"] in ("before", "behind", "both") and row["in"] in ("", "told", "opens")
        assert set(row["types"].split("|")) <= {*SKILL_TYPES, ""} and all(row["keys"].split("|"))
    assert len({row["pattern"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_a_row_meets_its_example(row):
    value, because = said(row["example"], (row["types"] or "skill").split("|")[-1])
    assert value == (None if row["value"] == "none" else row["value"]) and because


@pytest.mark.parametrize(
    "markup",
    [
        "[Klachten afhandelen] hoort in deze baan niet bij je taken.", "De [loonverwerking] is geen deel van je werk.", "[Bestrating] en rioleringen vallen buiten de opdracht.",
        "[Acquireren] doe je bij ons niet.", "[Strijken] doet een wasserij.", "[Bloed prikken (venapunctie)] doet hij niet zelf.", "De [drukproeven] (PDF) liggen bij een extern bureau.",
        "[Vertalingen] worden verzorgd door een bureau.", "Je [doet geen intakes] en overlegt met de arts.", "Als medewerker [maak je geen offertes].", "De [wasstraat] hebben we uitbesteed.",
        "[Personeelszaken] zijn niet jouw taak.", "[Wijn inkopen] is een zaak van de sommelier.", "U bent niet verantwoordelijk voor het [stoken].",
        "Je hoeft zelf niet te [solderen].", "Niet gevraagd: Frans, [Duits] en Spaans.", "De monteur [programmeert niet], maar meet wel.",
    ],
)  # fmt: skip
def test_what_is_not_done_in_the_job_or_by_others_is_not_asked(markup):
    assert said(markup)[0] == "not_required"


@pytest.mark.parametrize(
    "markup, type_",
    [
        ("[Excursies begeleiden] doe je samen met de boswachter.", "skill"), ("[Snoeien] doe je ook.", "skill"), ("[Autorijden] doe je niet alleen overdag, ook 's nachts.", "skill"),
        ("[Fouten opsporen die de software niet zelf ziet]", "skill"), ("Je [wast en verzorgt de bewoners].", "skill"), ("Je [helpt klanten] en doet de kassa.", "skill"),
        ("Je [ziet toe dat er geen onveilige situaties ontstaan].", "skill"), ("je [geeft geen krimp]", "attitude"), ("[geen 8-tot-5-type]", "attitude"), ("Je [maakt geen fouten].", "skill"),
        ("Je [adviseert niet alleen bedrijven] maar ook particulieren.", "skill"), ("De eindverantwoordelijkheid voor [planning] ligt bij jou.", "skill"), ("[Ramen zetten] ligt bij ons in goede handen.", "skill"),
        ("Je hoeft geen held te zijn, maar [doorzetten] kun je wel.", "skill"), ("Je doet geen nachtdiensten en [begeleidt bewoners] overdag.", "skill"), ("Niet vereist: SAP; wel [Excel].", "skill"),
        ("[Vroeg beginnen] schrikt je niet af, laat eindigen ook niet.", "skill"), ("Zelfstandigheid schrikt je niet af en [vroeg beginnen] evenmin.", "skill"),
        ("De lasser [voert geen reparaties uit] zonder werkvergunning.", "skill"), ("[Plannen] is niet alleen jouw taak.", "skill"), ("[Tekenen] is aan jou besteed.", "skill"), ("Je bent verantwoordelijk voor de [kas], niet voor de winkel.", "skill"), ("Je [neemt onze telefoon op].", "skill"),
        ("[Roosters maken] wordt door onze klanten gewaardeerd.", "skill"),
    ],
)  # fmt: skip
def test_what_is_done_stays(markup, type_):
    assert said(markup, type_) is None


@pytest.mark.parametrize(
    "markup, type_, told",
    [
        ("Onze achttien lassers werken [zelfstandig] en nauwkeurig.", "attitude", True), ("Onze loodgieters vervangen leidingen en [plaatsen badkamers].", "skill", True),
        ("Ons team bestaat uit bevlogen mensen die [klantgericht] en flexibel zijn.", "attitude", True), ("Op de boerderij leren kinderen [samenwerken] en plannen.", "skill", True),
        ("Al veertig jaar bakken wij met zes man [brood] in een houtoven.", "knowledge", True), ("Bij ons gaat het om [vakmanschap].", "attitude", True),
        ("Dat kan alleen doordat onze 40 chauffeurs [zelfstandig] rijden.", "attitude", True),
        ("In het eerste jaar leer je ook [werken met de heftruck].", "skill", False), ("Een traineeship waarin je leert [presenteren] en onderhandelen.", "skill", False),
        ("Je wordt opgeleid tot [kraanmachinist].", "skill", False), ("[Vlechten] leer je van Gerda.", "skill", False), ("Je ontvangt een gratis cursus [Excel].", "knowledge", False),
        ("Je behaalt bij ons je [EHBO] en BHV.", "certificate", False), ("De leerling behaalt na een jaar het [heftruckcertificaat].", "certificate", False),
    ],
)  # fmt: skip
def test_what_is_told_of_others_or_will_be_learnt_is_no_demand(markup, type_, told):
    assert said(markup, type_, told)[0] is None


@pytest.mark.parametrize(
    "markup, type_, told",
    [
        ("Onze nieuwe lasser werkt [nauwkeurig].", "attitude", True), ("Onze klanten [adviseren] over hun pensioen.", "skill", True), ("Onze monteurs [aansturen en inplannen]", "skill", False),
        ("Onze bezoekers komen uit China; je spreekt [Chinees].", "language", True), ("Onze zorgverleners werken hard, dus je [bent flexibel].", "attitude", True),
        ("Onze teams verwachten [flexibiliteit].", "attitude", True), ("Bij jou leren kinderen [rekenen].", "skill", True), ("Je leert nieuwe collega's [omgaan met de kassa].", "skill", True),
        ("Je [leert snel].", "attitude", True), ("Je volgt de opleiding [Verpleegkunde].", "knowledge", True), ("Je krijgt energie van [trainingen geven].", "skill", True),
        ("Het certificaat [Werken langs de weg] haal je in je eerste maand.", "certificate", True), ("Je hebt of behaalt een [VCA].", "certificate", True),
        ("Je [volgt cursussen en verzorgt rondleidingen].", "skill", True), ("Je krijgt een cursus Excel en [werkt nauwkeurig].", "skill", True), ("[Duits] leer je vanzelf van je klanten, maar de basis heb je.", "language", True),
    ],
)  # fmt: skip
def test_what_is_asked_stays(markup, type_, told):
    assert said(markup, type_, told) is None


def test_a_translation_says_so(translator):
    text = "Taken\nJe plant de ritten. Koken doen onze koks. Je geeft geen leiding."
    skills = {skill.label: (skill.requirement, skill.because) for skill in translator.translate(Document("d", text)).skills}
    assert skills["ritten plannen"][0] == "task" and skills["koken"][0] == skills["leidinggeven"][0] == "not_required" and "doen onze koks" in skills["koken"][1]


def test_what_stands_below_a_heading_of_what_is_not_done_is_not_asked(translator):
    text = "Monteur\n\nWat ga je doen?\n- Storingen oplossen\n\nWat je niet doet:\n- Offertes maken\n\nOut of scope\n- Voorraad beheren\n\nWat vragen wij?\n- Rijbewijs B"
    found = {s.quote: s.requirement for s in translator.translate(Document("d", text)).skills}
    assert found == {"Storingen oplossen": "task", "Offertes maken": "not_required", "Voorraad beheren": "not_required", "Rijbewijs B": "required"}
