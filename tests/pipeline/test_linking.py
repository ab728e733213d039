"""Linking: everyday forms reach their concept, strangers are NIL, every link says why; and which occupation a text is about."""

import pytest

from pipeline.linking.linker import Linker, esco_iris, in_scheme
from pipeline.linking.occupations import find_occupation, find_titles
from pipeline.linking.titles import other_forms
from pipeline.reading import make_document
from pipeline.segmenting import segment
from pipeline.types import Candidate


@pytest.fixture(scope="module")
def linker(lexicon):
    return Linker.load(lexicon)


@pytest.mark.parametrize(
    "text, type_, label",
    [
        ("leiding geven aan een team", "skill", "leidinggeven"), ("Stressbestendig", "attitude", "stressbestendigheid"), ("rijbewijs B", "certificate", "rijbewijs B"),
        ("het opstellen van de jaarrekening", "skill", "jaarrekeningen opstellen"), ("VCA", "certificate", "VCA-certificaat"), ("Engelse taal", "language", "Engels"),
        ("Python", "knowledge", "Python"), ("verpleegkundige", "occupation", "verpleegkundige"), ("C#", "knowledge", "C#"),
        ("onderhoudt de openbare ruimte in de wijk", "skill", "openbare ruimte beheren"), ("toezicht houden in de openbare ruimte", "skill", "handhaven in de openbare ruimte"),
        ("customer onboarding", "skill", "nieuwe klanten onboarden"), ("onboarding van nieuwe collega's", "skill", "inwerken van nieuwe collega's"), ("tekstverwerking", "skill", "tekstverwerkingssoftware gebruiken"),
        ("typevaardigheid", "skill", "blind typen"), ("monteren op locatie", "skill", "monteren en assembleren"), ("visum verpleegkundige", "certificate", "visum FOD Volksgezondheid"),
        ("RIZIV", "certificate", "RIZIV-nummer"), ("anderstalige kinderen begeleiden", "skill", "anderstalige leerlingen begeleiden"), ("vluchtelingen begeleiden", "skill", "statushouders begeleiden"),
        ("netwerken LAN en WAN", "knowledge", "computernetwerken"), ("netwerk opbouwen", "skill", "netwerken"), ("Bachelor ergotherapie", "certificate", "hbo-diploma paramedische zorg"),
    ],
)  # fmt: skip
def test_everyday_forms_reach_their_concept(linker, lexicon, text, type_, label):
    link = linker.link(text, type_)
    assert link.concept is not None and lexicon.entry(link.concept).label_nl == label
    assert link.confidence > 0.5


@pytest.mark.parametrize("text", ["qwertyuiop", "Kwispelstaartmethode", "vrijdagmiddagborrel", "een mooie bus van de zaak"])
def test_strangers_are_nil(linker, text):
    link = linker.link(text, "skill")
    assert link.concept is None and 0 <= link.confidence <= 1


def test_the_label_of_one_concept_alone_is_never_nothing(linker, lexicon):
    texts = [lexicon.label(number)[0] for number in range(0, lexicon.header["labels"], 41)]
    skills = [text for text in texts if len({h.concept for h in lexicon.find(text) if h.how == "surface"}) == 1 and not any(lexicon.is_occupation[h.concept] for h in lexicon.find(text))]
    assert len(skills) > 400
    assert [text for text in skills if linker.link(text, "skill").concept is None] == []


def test_ranking_is_by_probability_and_each_concept_stands_once(linker):
    ranked, nil = linker.rank("klanten adviseren", "skill", 20)
    scores = [candidate.score for candidate in ranked]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    assert len({candidate.concept for candidate in ranked}) == len(ranked) == 20 and sum(scores) + nil == pytest.approx(1, abs=0.05)


def test_because_names_the_label_and_the_way(linker):
    assert linker.link("opstellen van jaarrekeningen", "skill").because == "altLabel 'opstellen van jaarrekeningen' (same words)"
    assert linker.link("zzz", "skill").because.startswith(("nothing fits", "no label"))


def test_occupations_and_skills_do_not_mix(linker, lexicon):
    assert all(lexicon.entry(c.concept).type == "occupation" for c in linker.rank("monteur", "occupation", 10)[0])
    assert all(lexicon.entry(c.concept).type != "occupation" for c in linker.rank("monteur", "skill", 10)[0])


def test_a_title_that_only_one_occupation_has_is_that_occupation(linker, lexicon):
    for title in ("raadsvrouw", "Raadsman"):
        link = linker.link(title, "occupation")
        assert lexicon.entry(link.concept).label_nl == "advocaat" and "(same words)" in link.because


def test_a_title_is_known_by_the_other_form_of_one_of_its_words():
    assert other_forms("assistente van de directrice") == ["assistent van de directeur", "assistent van de directrice", "assistente van de directeur"]
    assert other_forms("kok") == ["kokkin"] and other_forms("team") == []


def test_candidates_in_another_scheme_carry_its_iris(linker, lexicon):
    found = in_scheme(linker.rank("Engels", "language", 10)[0], lexicon, "esco")
    assert found and all(row["concept"].startswith("http://data.europa.eu/esco/") for row in found)
    assert in_scheme(linker.rank("Engels", "language", 10)[0], lexicon, "skillstaal")[0]["label"] == "Engels"


def test_concepts_for_which_one_candidate_stands_share_its_probability(lexicon):
    sizes = {number: len(esco_iris(lexicon.entry(number))) for number in range(len(lexicon))}
    several, one = (next(number for number, size in sizes.items() if test(size)) for test in ((lambda size: size > 2), (lambda size: size == 1)))
    found = in_scheme([Candidate(several, 0.6, ""), Candidate(one, 0.35, "")], lexicon, "esco")
    assert [row["concept"] for row in found] == [*esco_iris(lexicon.entry(one)), *esco_iris(lexicon.entry(several))]
    assert found[0]["confidence"] == 0.35 and found[1]["confidence"] == round(0.6 / sizes[several], 4)


@pytest.mark.parametrize(
    "text, quote, label",
    [
        ("KOK (fulltime)\n\nWij zoeken een collega.", "KOK", "kok"),
        ("Wij zijn op zoek naar een verpleegkundige voor ons team.", "verpleegkundige", "verpleegkundige"),
        ("Het gaat om een metselaar die van zijn vak houdt. Iemand die doorwerkt, ook als er geen uitvoerder is.", "metselaar", "metselaar"),
    ],
)  # fmt: skip
def test_the_occupation_of_a_text(linker, lexicon, text, quote, label):
    document = make_document("d", text, "vacancy", "", "d", "nl")
    found = find_occupation(document, find_titles(document, segment(document)[1], linker.lexicon), linker)
    assert (found.quote, found.label) == (quote, label)
    assert document.text[found.start : found.end] == found.quote


def test_the_words_of_the_title_line_go_before_a_known_title_further_on(linker):
    text = "Ploegverantwoordelijke magazijn - regio Halle\n\nJe stelt verbeteringen voor aan de site manager en werkt met een verpleegkundige samen."
    document = make_document("d", text, "vacancy", "", "d", "nl")
    found = find_occupation(document, find_titles(document, segment(document)[1], linker.lexicon), linker)
    assert (found.quote, found.label) == ("Ploegverantwoordelijke magazijn", "logistiek teamleider")


def test_no_title_no_occupation(linker):
    document = make_document("d", "Hallo daar, dit is een lange zin zonder enige titel erin waar wij heel veel over kunnen vertellen als het moet.", "cv", "", "d", "nl")
    assert find_occupation(document, find_titles(document, segment(document)[1], linker.lexicon), linker) is None
