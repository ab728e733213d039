"""Denials and levels, on sentences as vacancies write them."""

import json
import re
from dataclasses import replace

import pytest

from pipeline.around import Around, denial, headed
from pipeline.cues import read_cues
from pipeline.language_levels import level_of
from pipeline.segmenting import segment
from pipeline.types import Document, Mention
from tests.conftest import ROOT


def parts(markup):
    """The document, the mention between [ ], and its sentence."""
    text = markup.replace("[", "").replace("]", "")
    start, end = markup.index("["), markup.index("]") - 1
    document = Document("d", text)
    _, sentences = segment(document)
    number = next(n for n, s in enumerate(sentences) if s.start <= start < s.end)
    mention = Mention(start, end, text[start:end], "language", sentences[number].section, 1.0, (0, 1), number)
    return document, mention, sentences[number]


@pytest.mark.parametrize(
    "markup",
    [
        "Ervaring met [SAP] is niet nodig.", "Een [rijbewijs] is geen vereiste.", "Je hoeft geen [lasdiploma] te hebben.",
        "[Ervaring in de horeca] is niet vereist, wij leren je alles.", "[Dutch] is not required.", "Kennis van [Excel] hoeft niet.",
    ],
)  # fmt: skip
def test_what_is_not_asked_is_seen(markup, translator):
    document, mention, sentence = parts(markup)
    ((value, because),) = translator.qualifier.requirements([(document, mention, sentence, "Profiel")])
    assert value == "not_required" and because.startswith("'")


@pytest.mark.parametrize(
    "before, after",
    [
        ("je hebt een ", " en je bent niet bang voor hoogtes"), ("ervaring met ", ", een diploma is niet nodig"),
        ("kennis van ", " maar ervaring is geen vereiste"), ("geen dag is hetzelfde: je werkt met ", " in een team"),
    ],
)  # fmt: skip
def test_a_denial_of_something_else_does_not_count(before, after):
    assert denial(Around.of(before, after)) is None


@pytest.mark.parametrize(
    "markup, value",
    [
        ("[Frans] is een pré.", "preferred"), ("[VCA] is verplicht op de bouwplaats.", "required"), ("Je spreekt bij voorkeur ook [Duits].", "preferred"),
        ("[SharePoint] is daarbij een vereiste.", "required"), ("Kennis van [Frans] en Engels is mooi meegenomen.", "preferred"), ("Je spreekt [Nederlands] en Engels is een pré.", "required"),
        ("[SQL] is a must; Tableau is a strong asset.", "required"), ("[SAP] wordt sterk geapprecieerd.", "preferred"), ("[Java] en Kotlin zijn echt een must.", "required"),
    ],
)  # fmt: skip
def test_what_is_said_outright_counts(markup, value, translator):
    document, mention, sentence = parts("Profiel\n" + markup)
    assert translator.qualifier.requirements([(document, mention, sentence, "Profiel")])[0][0] == value


@pytest.mark.parametrize(
    "markup, value",
    [
        ("- Je hebt [oog voor detail] en ervaring is niet nodig", "required"), ("Je bent [nauwkeurig] – ervaring is niet vereist.", "required"),
        ("Functie-eisen: - [Rijbewijs B] - Kennis van Excel - Duits is een pré - VCA is niet nodig", "required"),
        ("Functie-eisen: - Rijbewijs B - Kennis van [Excel] - VCA is niet nodig", "required"),
        ("Functie-eisen: - Rijbewijs B - Kennis van Excel - Duits is een pré - [VCA] is niet nodig", "not_required"), ("[Rijbewijs B] (pré)", "preferred"),
        ("[VCA] (niet noodzakelijk)", "not_required"), ("[Rijbewijs B] (niet verplicht)", "not_required"),
        ("Talenkennis: [Nederlands] (vereist), Frans (pluspunt), Engels (niet vereist)", "required"),
        ("Talenkennis: Nederlands (vereist), [Frans] (pluspunt), Engels (niet vereist)", "preferred"),
        ("Talenkennis: Nederlands (vereist), Frans (pluspunt), [Engels] (niet vereist)", "not_required"), ("[Rijbewijs B] en eigen auto zijn handig", "preferred"),
        ("[Rijbewijs B] is fijn maar niet verplicht", "preferred"), ("[Ervaring in de horeca] is fijn, maar geen must", "preferred"),
        ("Een [BHV-diploma] is handig maar geen vereiste", "preferred"), ("Nog geen [VCA]? Dat regelen wij voor je", "not_required"),
        ("Ook zonder [heftruckcertificaat] mag je solliciteren", "not_required"), ("Een [VCA] kun je via ons behalen", "not_required"), ("[Python] leer je bij ons", "not_required"),
        ("Kennis van [SAP], Excel en Power BI is een pré", "preferred"), ("Kennis van SAP, [Excel] en Power BI is een pré", "preferred"), ("No [Dutch] required", "not_required"),
        ("[Dutch] not needed", "not_required"), ("[Driving licence] not required", "not_required"), ("Experience with [Excel] is not essential", "not_required"),
        ("No need to know [Python]", "not_required"), ("so no knowledge of [SAP] needed", "not_required"), ("[Rijbewijs B] en VCA zijn niet nodig", "not_required"),
        ("[VCA] is niet verplicht, maar wel een pré", "preferred"), ("Geen [rijbewijs] nodig", "not_required"), ("[Rijbewijs]: nee", "not_required"), ("[Rijbewijs]: B", "required"), ("Je hebt geen moeite met [Engels]", "required"),
        ("[Nederlands] en Engels, geen must: Duits", "required"),
    ],
)  # fmt: skip
def test_what_is_said_of_one_demand_is_not_said_of_another(markup, value, translator):
    document, mention, sentence = parts("Wat vragen wij?\n" + markup)
    assert translator.qualifier.requirements([(document, mention, sentence, "Wat vragen wij?")])[0][0] == value


@pytest.mark.parametrize(
    "markup, value",
    [
        ("[Vaarbewijs]: geen", "not_required"), ("[Spaans]: geen", "not_required"), ("[Tableau]? Niet nodig, dat leer je snel genoeg.", "not_required"), ("Kennis van [Revit]? Geen must.", "not_required"),
        ("Ervaring met [Jira]? Dikke plus!", "preferred"), ("Heb je een [EHBO-diploma]? Dat is mooi meegenomen.", "preferred"), ("[TIG-lassen]? Fijn, maar niet nodig.", "preferred"),
        ("Een [tachograafkaart]? Niet nodig, maar wel handig.", "preferred"), ("Kun je [solderen]? Bel ons vandaag nog.", "required"), ("Heb je een [lasdiploma]? Dan zoeken wij jou!", "required"),
        ("Spreek je ook [Pools]? Dan maken we graag kennis.", "preferred"), ("Heb je [VCA] en spreek je ook Duits? Dat is een pré.", "required"), ("Kennis van [SQL]. Tableau? Niet nodig.", "required"),
        ("- [SQL] ken je goed - Je kent Tableau? Dat is een plus.", "required"), ("| [EHBO] | nee |", "not_required"), ("| [Kennis van PLC's] | nice |", "preferred"), ("| [Tekeningen lezen] | must |", "required"),
        ("| [Excel] | gevorderd | nee |", "required"), ("Niet verplicht: [vaarbewijs], EHBO", "not_required"), ("Niet nodig: ervaring met Word en [Excel]", "not_required"), ("Talen: [Spaans] en Engels", "required"),
    ],
)  # fmt: skip
def test_an_answer_that_stands_apart_counts(markup, value, translator):
    document, mention, sentence = parts("Wat vragen wij?\n" + markup)
    assert translator.qualifier.requirements([(document, mention, sentence, "Wat vragen wij?")])[0][0] == value


@pytest.mark.parametrize(
    "markup, value",
    [
        ("[Tachograafkaart] (kaart van de RDW) – ADR is een plus", "required"), ("[EHBO-diploma] (BHV is een pluspunt)", "required"), ("EHBO-diploma ([BHV] is een pluspunt)", "preferred"),
        ("Ervaring met een CRM (bij voorkeur HubSpot), [Excel] en Word", "required"), ("Ervaring met een CRM (bij voorkeur [HubSpot]), Excel en Word", "preferred"),
        ("[VCA], rijbewijs B en een vaste hand, schoolverlaters zijn ook van harte welkom.", "required"), ("Je hebt een [lasdiploma], ook starters zonder ervaring welkom.", "required"),
        ("Herintreders met [lef] zijn ook welkom.", "required"), ("[TIG-lassen] (ISO 9606), orbitaal is een plus", "required"), ("[Solderen] vinden wij erg belangrijk.", "required"), ("[Python] is voor ons essentieel.", "required"),
        ("Kennis van [Pools] en Roemeens is een plus", "preferred"), ("Ervaring met [Odoo] (een pré)", "preferred"), ("[Odoo] – mooi meegenomen", "preferred"), ("[EHBO] of BHV, allebei welkom", "preferred"),
        ("You have worked with [Tableau] or Power BI – it’s an advantage.", "preferred"),
    ],
)  # fmt: skip
def test_a_wish_for_another_is_none_for_its_neighbour(markup, value, translator):
    document, mention, sentence = parts("Wat vragen wij?\n" + markup)
    assert translator.qualifier.requirements([(document, mention, sentence, "Wat vragen wij?")])[0][0] == value


@pytest.mark.parametrize(
    "markup, value",
    [
        ("Ervaring met [Odoo] stellen wij zeer op prijs.", "preferred"), ("Kennis van [Fries] zouden we mooi vinden.", "preferred"), ("Een [EHBO-diploma] zouden wij waarderen.", "preferred"),
        ("[TIG-lassen] vinden we mooi meegenomen.", "preferred"), ("Een [VCA] is altijd meegenomen.", "preferred"), ("Een kandidaat met een [vaarbewijs] geniet de voorkeur.", "preferred"),
        ("[AutoCAD] hoeft niet, maar is wel handig.", "preferred"), ("[AutoCAD] hoeft niet.", "not_required"), ("Kennis van [Fries] is een must.", "required"), ("[Fries] zouden we graag leren spreken met jou.", "required"),
    ],
)  # fmt: skip
def test_a_wish_may_have_other_words(markup, value, translator):
    document, mention, sentence = parts("Wat vragen wij?\n" + markup)
    assert translator.qualifier.requirements([(document, mention, sentence, "Wat vragen wij?")])[0][0] == value


@pytest.mark.parametrize("heading, value", [("Mooi meegenomen:", "preferred"), ("Pluspunten:", "preferred"), ("Nice to have", "preferred"), ("Bonus points", "preferred"), ("Geen must, wel leuk", "preferred")])
def test_a_heading_says_what_is_asked_of_what_stands_right_below_it(heading, value, translator):
    for below in ("- [VCA]", "- Duits\n- Kennis van [SAP]", "- Duits\n\nJe hebt [VCA] en je spreekt Engels."):
        document, mention, sentence = parts(f"{heading}\n{below}")
        ((asked, because),) = translator.qualifier.requirements([(document, replace(mention, section="requirements"), sentence, heading)])
        assert (asked == value and because == f"section '{heading}'") == ("\n\n" not in below) or heading == "Nice to have"


@pytest.mark.parametrize("heading", ["Wat doe je niet?", "Wat je niet doet", "Out of scope", "Niet in je takenpakket", "Niet vereist"])
def test_a_heading_says_what_is_not_asked(heading):
    assert headed(heading)[0] == "not_required" and headed("Wat doe je?") is None and headed("Niet te missen") is None


def test_the_offer_is_never_a_demand(translator):
    document, mention, sentence = parts("Wat bieden wij?\nEen cursus [Excel] en een laptop.")
    assert translator.qualifier.requirements([(document, mention, sentence, "Wat bieden wij?")])[0][0] in (None, "not_required")


@pytest.mark.parametrize(
    "markup, level",
    [("[Nederlands] op B1-niveau", "B1"), ("minimaal niveau C1 [Engels]", "C1"), ("vloeiend in [Duits]", "C1"), ("basiskennis [Frans]", "A2"), ("[Spaans]: moedertaal", "C2"), ("je spreekt [Pools]", None)],
)
def test_language_levels(markup, level):
    document, mention, sentence = parts(markup)
    assert level_of(mention, document, sentence) == level


@pytest.mark.parametrize(
    "markup, level",
    [
        ("Talen: [Nederlands], Arabisch (moedertaal), Engels redelijk", None), ("Talen: Nederlands, [Arabisch] (moedertaal), Engels redelijk", "C2"),
        ("Talen: Nederlands, Arabisch (moedertaal), [Engels] redelijk", "B1"), ("[Nederlands] B2, Engels C1", "B2"), ("Nederlands B2, [Engels] C1", "C1"),
        ("Ik spreek vloeiend Engels en een aardig mondje [Duits].", "B1"), ("Nederlands vloeiend, een beetje [Frans] en wat Turks.", "A2"),
        ("Je spreekt vloeiend Nederlands en goed [Engels].", "B2"), ("Je spreekt vloeiend Nederlands, Engels en [Duits].", "C1"), ("Je spreekt goed Nederlands; [Duits] is mooi meegenomen.", None),
        ("[Frans] en Duits vloeiend", "C1"), ("Frans goed, [Duits]", None), ("[Engels] in woord en geschrift: goed, minimaal B2", "B2"), ("Een goede collega die [Engels] spreekt", None),
        ("Near native [English] is required", "C1"), ("Perfect [Nederlandstalig] met goede kennis van Frans", "C1"), ("Je communiceert vlot in het Nederlands, Frans én [Engels]", "B2"), ("goede beheersing van het Nederlands en [Engels]", "B2"),
    ],
)  # fmt: skip
def test_a_level_belongs_to_the_languages_of_its_own_list(markup, level):
    document, mention, sentence = parts(markup)
    assert level_of(mention, document, sentence) == level


def test_a_cue_is_tried_wherever_it_is_met():
    """The keys of a cue pass over nothing that its pattern would meet."""
    texts = [json.loads(row)["text"] for row in (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = {line for text in texts for line in text.split("\n")}
    rows = [row for row in read_cues("qualifiers") if row["kind"] == "requirement" and row["side"] in ("before", "after")]
    patterns = [re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)") for row in rows]
    met = 0
    for line in lines:
        around = Around.of(line, line)
        expected = [(row["value"], row["side"]) for row, pattern in zip(rows, patterns) if pattern.search(around.before)]
        tried = [(cue.value, cue.side) for cue in around.cues if cue.side in ("before", "after") and cue.pattern.search(around.before)]
        assert tried == expected, line
        met += len(expected)
    assert met > 500


def test_only_cues_of_what_was_decided_are_given_as_the_reason(translator):
    document, mention, sentence = parts("Profiel\nErvaring met [Excel] en bij voorkeur ook met Access.")
    ((value, because),) = translator.qualifier.requirements([(document, mention, sentence, "Profiel")])
    assert value == "required" and "voorkeur" not in because
