"""Each Dutch condition finds its fault and passes what only looks like it; and the words that they are made of."""

import pytest

from ontology.checks import dutch
from ontology.checks.dutch_words import finite_forms, in_compounds, is_infinitive, listed, other_number, third_person
from tests.ontology.checking import HEAD, WELDER, concept, findings

COMPOUND = concept(2, "klantcontact onderhouden")
MANY_ICT = [concept(number, f"ICT-beheer {number} doen") for number in range(20, 24)]
DUTCH = concept(30, "Engels", "language")

CASES = {
    "compound with a space": ([COMPOUND, concept(1, "bellen", alt=["klant contact"])], [COMPOUND, concept(1, "bellen", hidden=["klant contact"], alt=["contact met de klant", "goed contact"])]),
    "verb written apart": ([concept(1, "leidinggeven", alt=["leiding geven aan een team"])], [concept(1, "leidinggeven", alt=["dagelijkse leiding geven"], hidden=["leiding geven"])]),
    "missing hyphen": ([concept(1, "ICT-medewerker", "occupation", alt=["ICT medewerker", "HR-medewerker", "IT-medewerker"])], [concept(1, "ICT-medewerker", "occupation", alt=["HR-medewerker", "IT-medewerker", "VCA halen"])]),
    "form of skill label": ([concept(1, "heftruckkeuringen")], [concept(1, "heftrucks keuren"), concept(2, "rekenvaardigheid"), concept(3, "heftruckkeuring", "knowledge")]),
    "other number not reachable": ([concept(1, "zorgroosters plannen")], [concept(1, "zorgroosters plannen", hidden=["zorgrooster plannen"]), concept(2, "auto's repareren")]),
    "finite form not reachable": ([concept(1, "gesprekken voeren")], [concept(1, "gesprekken voeren", hidden=["gesprekken voert"]), concept(2, "rapporten opstellen")]),
    "inconsistent capitals": ([*MANY_ICT, concept(1, "bellen", alt=["ict-helpdesk"])], [*MANY_ICT, concept(1, "bellen", alt=["ICT-helpdesk"])]),
    "capital of day, month or language": ([DUTCH, concept(1, "vergaderen in het engels"), concept(2, "inventariseren in December")], [DUTCH, concept(1, "vergaderen in het Engels in december")]),
    "outer article or degree word": ([concept(1, "rekenen", alt=["goede kennis van Excel"]), concept(2, "overzicht houden", alt=["het overzicht houden"])], [concept(1, "goede manieren tonen"), concept(2, "het woord voeren", alt=["woordvoering"])]),
    "same label after lemmatisation": ([concept(1, "rapport opstellen"), concept(2, "verslag schrijven", alt=["opstellen van rapporten"])], [concept(1, "rapport opstellen", alt=["opstellen van rapporten"])]),
    "English label in a Dutch column": ([concept(1, "identity and access management", "knowledge")], [concept(1, "International Society and Law", "knowledge"), concept(2, "data science", "knowledge")]),
    "Dutch label in an English column": ([concept(1, alt_en=["onderhoud van voertuigen"])], [concept(1, alt_en=["vehicle maintenance", "certificate of conduct (verklaring omtrent gedrag)"])]),
    "ambiguous short label": ([concept(1, "programmeren", alt=["Go"])], [concept(1, "programmeren", alt=["C#", "Golang"])]),
    "gender mark in label": ([concept(1, "lasser m/v", "occupation")], [WELDER]),
    "inconsistent diacritics": ([concept(1, "cliënten wassen", alt=["clienten verzorgen"])], [concept(1, "cliënten wassen", hidden=["clienten verzorgen"])]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_and_what_looks_like_it_is_not(name):
    faulty, sound = CASES[name]
    for part in faulty if name in ("outer article or degree word", "capital of day, month or language") else ():
        assert part is DUTCH or findings(name, DUTCH, part), part.pref()
    assert findings(name, HEAD, *faulty), "the fault is not found"
    assert findings(name, HEAD, *sound) == []


def test_every_condition_has_its_cases():
    assert {condition.name for condition in dutch.CONDITIONS} == set(CASES)


def test_only_our_own_wording_is_looked_at():
    (ours,) = findings("gender mark in label", concept(1, "lasser m/v", "occupation"))
    assert ours.message_nl == "m/v in 'lasser m/v'"
    assert findings("gender mark in label", concept(1, "lasser m/v", "occupation", scheme="http://x/")) == []


def test_the_finding_of_a_compound_gives_the_right_spelling():
    (finding,) = findings("compound with a space", COMPOUND, concept(1, "bellen", alt=["klant contact"]))
    assert finding.message_nl == "'klant contact' in 'klant contact': klantcontact"


@pytest.mark.parametrize("word", "opstellen coachen rijden voeren lesgeven doen ontwerpen metaalbewerken creeren orderpicken".split())
def test_infinitives_are_known(word):
    assert is_infinitive(word)


@pytest.mark.parametrize("word", "vaardigheden trainingen klanten systemen medewerkers vermogen gegevens".split())
def test_plurals_and_nouns_are_no_infinitives(word):
    assert not is_infinitive(word)


@pytest.mark.parametrize(
    "infinitive, form",
    [("opstellen", "opstelt"), ("leren", "leert"), ("plannen", "plant"), ("prijzen", "prijst"), ("schrijven", "schrijft"), ("timmeren", "timmert"),
     ("begeleiden", "begeleidt"), ("testen", "test"), ("doen", "doet"), ("evalueren", "evalueert"), ("aanstaan", "aanstaat")],
)  # fmt: skip
def test_the_third_person_follows_the_spelling_rules(infinitive, form):
    assert third_person(infinitive) == form


def test_what_is_no_infinitive_has_no_finite_form():
    assert finite_forms("beheer") == [] and third_person("beheer") == ""


@pytest.mark.parametrize(
    "word, other",
    [("zorgroosters", "zorgrooster"), ("databasebeheerder", "databasebeheerders"), ("softwaretesters", "softwaretester"), ("buurtsportcoach", "buurtsportcoaches"), ("klanten", "")],
)
def test_the_other_number_of_a_compound_goes_by_its_last_part(word, other):
    assert other_number(word) == other


def test_words_of_compounds_are_learnt_from_the_stock():
    words = frozenset("klant klantcontact contact oudercontact ouder teamcontact team contactteam".split())
    firsts, lasts = in_compounds(words)
    assert {"klant", "ouder", "team"} <= firsts and lasts == {"contact"}


def test_word_lists_are_clean():
    kinds = ("noun_form", "infinitive", "one_word", "degree", "small", "english_head", "apart")
    assert all(listed(kind) and all(word == word.strip().lower() for word in listed(kind)) for kind in kinds)
