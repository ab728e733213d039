"""Which occupation a vacancy is about: whose title it is, where it stands, where it ends, and when there is none."""

import re

import pytest

from pipeline.cues import read_cues
from pipeline.linking.occupations import find_occupation, find_titles, terms_of
from pipeline.segmenting import segment
from pipeline.translate import Translator
from pipeline.types import Document


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator.load()


@pytest.fixture(scope="module")
def found(translator):
    def find(text: str, title: str = "", language: str = "nl"):
        document = Document("d", text, language=language, title=title)
        return find_occupation(document, find_titles(document, segment(document)[1], translator.lexicon), translator.linker)

    return find


@pytest.mark.parametrize(
    "title, rest",
    [
        ("Aankoopmanager", "Je toont minstens vijf jaar ervaring als leidinggevende en houdt van cijfers."),
        ("Deskundige Communicatie", "Je werkt nauw samen met je collega's HR en het diensthoofd."),
        ("STAGE Communicatie", "Je ondersteunt zo ook mee de Managing Director in uiteenlopende initiatieven."),
        ("Plaatser Interieurinrichtingen", "Als specialist in hoogwaardig maatwerk richten wij ons op kwaliteit."),
        ("Hogeschoolstudent onderhoud van social media", "Voor een bedrijf zijn we op zoek naar een student die aan de slag kan gaan."),
        ("Maatwerkcoach Elektromontage", "Overdag loopt er een kok rond die voor de lunch zorgt."),
    ],
)
def test_the_title_line_goes_before_the_title_of_somebody_else(found, title, rest):
    assert found(f"{title}\n\n{rest}").quote == title


@pytest.mark.parametrize(
    "sentence",
    [
        "Je rapporteert aan de teamleider.", "Je ondersteunt de directeur bij het plannen.", "Je werkt onder leiding van een uitvoerder.",
        "We are a firm of forty people and you report to the office manager.", "Zij werkt samen met de accountmanager.",
    ],
)  # fmt: skip
def test_somebody_else_is_not_who_is_sought(found, sentence):
    assert found(f"Dit is een lange eerste zin over alles wat er bij ons op het terrein te beleven valt. {sentence}") is None


def test_of_several_titles_in_a_sentence_the_one_that_is_not_somebody_elses(found):
    text = "Dit is een lange eerste zin over alles wat er bij ons op het terrein te beleven valt. Een timmerman werkt onder leiding van een uitvoerder."
    assert found(text).quote == "timmerman"


def test_the_tail_of_a_longer_title_is_judged_as_the_whole(found):
    planner, developer = found("Media Planning Officer\n\nVoor een mediabedrijf."), found("Azure Data Engineer\n\nVoor een bank.")
    assert (planner.quote, planner.confidence < 0.5) == ("Media Planning Officer", True)
    assert developer.label == "data engineer" and developer.confidence > 0.5
    assert found("Social Media Marketeer\n\nVoor een webwinkel.").quote == "Social Media Marketeer"


def test_the_second_part_of_a_compound_says_less_than_the_whole(found):
    assert found("Magazijnchef\n\nVoor ons distributiecentrum zoeken wij een chef die de dagploeg leidt.").quote == "Magazijnchef"


@pytest.mark.parametrize(
    "text, quote",
    [
        ("Over onze afdeling valt er heel erg veel te zeggen, meer dan hier past. Als IAM engineer draag je direct bij.", "IAM engineer"),
        ("Over onze afdeling valt er heel erg veel te zeggen, meer dan hier past. Als dispatcher stuur je politieploegen snel en goed.", "dispatcher"),
        ("Over onze afdeling valt er heel erg veel te zeggen, meer dan hier past. Als Senior Data Specialist speel je hier een rol.", "Data Specialist"),
        ("At a glance\nAs a Quality Control Analyst you are involved in the framework.", "Quality Control Analyst"),
        ("At a glance\nAs a Medior Business Consultant, you will help our stakeholders.", "Business Consultant"),
    ],
)
def test_a_title_ends_before_the_verb_of_its_sentence(found, text, quote):
    assert found(text).quote == quote


@pytest.mark.parametrize(
    "text",
    [
        "In het kort\nDetecting Financial Crime is het centrum van expertise tegen witwassen.",
        "At a glance\nThe team consists of experts in the anti-money laundering area.",
        "At a glance\nWe are looking for a Medior colleague in the oversight team.",
        "Ga je de uitdaging aan om de processen te versterken voor wie bij ons aanklopt? Als er dan toch een crisis voordoet, ben jij paraat.",
    ],
)
def test_headings_clauses_and_colleagues_are_no_title(found, text):
    assert found(text) is None


def test_a_verb_at_the_beginning_of_a_task_is_no_title(found):
    text = "Your job\nThis role involves design and maintenance of infrastructure.\nKey Responsibilities:\nArchitect, deploy and maintain AKS clusters.\n"
    assert found(text, language="en") is None
    assert found("Architect\n\nVoor ons bureau.").label == "architect"


@pytest.mark.parametrize(
    "sentence, quote",
    [
        ("Wij zoeken een jonge, dynamische kok.", "kok"), ("Wij zijn op zoek naar een vlotte, leergierige en nauwkeurige secretaresse.", "secretaresse"), ("We are looking for a motivated, hands-on buyer.", "buyer"),
        ("Wij zoeken een kok, bij voorkeur met ervaring.", "kok"), ("Wij zoeken een verpleegkundige, verzorgende of helpende.", "verpleegkundige"), ("Wij zoeken een leuke, gezellige collega.", None),
        ("We are looking for a candidate with: a master in physics.", None),
    ],
)  # fmt: skip
def test_adjectives_before_a_title_are_none(found, sentence, quote):
    said = found(sentence)
    assert (said and said.quote) == quote


def test_a_word_of_every_branch_is_no_sure_occupation(found):
    for word in ("Specialist", "Leidinggevende", "Medewerker"):
        said = found(f"{word}\n\nVoor ons team in Zwolle.")
        assert said is None or said.confidence <= 0.3


def test_a_cv_says_its_titles_as_they_come(translator):
    document = Document("d", "Profiel\nRustige leidinggevende van de werkvloer.", kind="cv")
    titles = find_titles(document, segment(document)[1], translator.lexicon)
    assert find_occupation(document, titles, translator.linker).confidence == translator.linker.link("leidinggevende", "occupation").confidence > 0.3


def test_a_profile_says_its_title_below_or_behind_what_it_is(found):
    assert found("FUNCTIEPROFIEL\nMaintenance engineer\n\nDoel van de rol.").label == "maintenance engineer"
    assert found("Functieprofiel Intern begeleider – L11\nStichting Kindkracht, twaalf scholen").label == "intern begeleider"
    assert found("GEVRAAGD\n\nBAKKER\n\nVoor onze winkel.").label == "bakker"


@pytest.mark.parametrize(
    "text, quote",
    [
        ("Hogeschool Maasland\nFunctienaam: Inkoper", "Inkoper"), ("Waterschap Lek en Merwede\nFUNCTIETITEL: Sluisbediende", "Sluisbediende"),
        ("Sint Jans Ziekenhuis\nFunctiebeschrijving\nNaam van de functie: Doktersassistent", "Doktersassistent"), ("Team Noord\nRol\t\tBoekhouder\nPlaats\t\tUrk", "Boekhouder"),
        ("Kerntaken\nDe kok kookt.", "kok"), ("Afdeling: Bakkerij\nWij zoeken een kok.", "kok"), ("Functie\n\nDe kok kookt in de keuken.", "kok"),
        ("Kok\nZorghuis De Linde", "Kok"), ("Receptionist Universiteit Utrecht", "Receptionist"), ("Docent MBO College Amersfoort", "Docent MBO"), ("Functie: je bent kok in een klein restaurant.", "kok"),
        ("Hogeschool Maasland", None), ("Medisch Centrum Leeuwarden", None), ("Rol:\nSamen met jou bouwen aan morgen.", None), ("Domein: Bouw en infra", None),
    ],
)  # fmt: skip
def test_a_field_for_the_title_goes_before_the_first_line(found, text, quote):
    said = found(text)
    assert (said and said.quote) == quote


def test_the_title_of_the_record_is_looked_for_in_all_of_the_text(found):
    text = "This is what we offer you\nA pension.\n" + "We are redefining the way in which we work.\n" * 40 + "These are the terms of employment for an Oracle Database Engineer here."
    assert found(text) is None
    said = found(text, "Senior Oracle Database Engineer (GoldenGate)")
    assert (said.quote, said.label) == ("Database Engineer", "databasebeheerder") and text[said.start : said.end] == said.quote


def test_the_title_of_the_record_chooses_among_titles_and_judges_them(found):
    text = "Are you an experienced Finance Business Developer / Business Analyst for the bank?"
    assert found(text, "Senior Business Analyst Finance (Amsterdam)").label == "businessanalist"
    other = "Wij zoeken voor ons restaurant een kok met ervaring."
    assert found(other, "Verpleegkundige").confidence < found(other).confidence == found(other, "Vacature 12").confidence


def test_what_the_linker_is_asked_is_told(translator):
    document = Document("d", "Media Account Manager\n\nAls planner werk je bij ons.", title="Boekhouder")
    titles = find_titles(document, segment(document)[1], translator.lexicon)
    assert {("Account Manager", "occupation"), ("Media Account Manager", "occupation"), ("Boekhouder", "occupation")} <= set(terms_of(document, titles))


def test_cues_of_titles_meet_their_examples():
    for row in read_cues("titles"):
        assert re.search(row["pattern"], row["example"], re.I), row
        assert row["source"]
