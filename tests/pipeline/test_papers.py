"""Named diplomas and certificates: found, typed as such, and neither levels of education nor what is done to a paper."""

import pytest

from pipeline.types import Document


@pytest.fixture(scope="module")
def papers(translator):
    def find(text, kind="vacancy"):
        return [skill.quote for skill in translator.translate(Document("d", text, kind)).skills if skill.type == "certificate"]

    return find


@pytest.mark.parametrize(
    ("line", "quotes"),
    [
        ("diploma verkeerskunde", ["diploma verkeerskunde"]), ("een diploma als metselaar of gelijkwaardig", ["diploma als metselaar"]), ("Diploma van timmerman", ["Diploma van timmerman"]),
        ("een afgeronde opleiding tot tandartsassistent", ["opleiding tot tandartsassistent"]), ("getuigschrift bedrijfsbeheer", ["getuigschrift bedrijfsbeheer"]),
        ("het verplichte hoogwerkercertificaat te hebben", ["hoogwerkercertificaat"]), ("Lean Black Belt te hebben", ["Lean Black Belt"]), ("Zwemdiploma", ["Zwemdiploma"]),
        ("een bachelor in de vroedkunde", ["bachelor in de vroedkunde"]), ("professionele bachelor logopedie", ["professionele bachelor logopedie"]), ("een bachelor in de informatica", []), ("master of gelijkwaardig", []),
        ("diploma secundair onderwijs", ["diploma secundair onderwijs"]), ("geen diploma nodig", []), ("een relevant diploma", []), ("een bachelordiploma in een talige richting", []),
    ],
)  # fmt: skip
def test_a_named_paper_is_one_certificate(papers, line, quotes):
    assert papers(f"Functie-eisen\n- {line}") == quotes


def test_a_paper_that_is_not_needed_is_said_so(translator):
    (skill,) = translator.translate(Document("d", "Functie-eisen\n- Een diploma als lasser is niet nodig.")).skills
    assert (skill.quote, skill.requirement) == ("diploma als lasser", "not_required")


@pytest.mark.parametrize("text", ["Taken\n- je laat het certificaat controleren", "Wij bieden\n- een opleiding met het diploma kapper", "Functie-eisen\n- een hbo diploma bouwkunde", "Functie-eisen\n- een diploma mbo of hbo"])
def test_what_one_gets_or_does_to_papers_and_levels_are_none(papers, text):
    assert not [quote for quote in papers(text) if quote.startswith(("certificaat", "diploma"))]


def test_the_skill_beside_a_paper_stays(translator):
    skills = translator.translate(Document("d", "Functie-eisen\n- diploma verkeerskunde en kennis van Excel")).skills
    assert [(skill.quote, skill.type) for skill in skills] == [("diploma verkeerskunde", "certificate"), ("Excel", "knowledge")]
