"""Texts in pieces, and how the terminal and the page show them."""

import random
import re

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from pipeline.cli.commands import main
from pipeline.cli.display import marked
from pipeline.cues import read_cues
from pipeline.export.advice import with_english
from pipeline.export.highlighting import pieces, without_personal_data
from pipeline.export.translation_page import page
from pipeline.export.words import WORDS, word
from pipeline.types import DIRECTNESS, EVIDENCE, GROUNDS, KINDS, REQUIREMENTS, SEVERITIES, SKILL_TYPES

TEXT = "Je bent een jonge lasser <b>.\nBel 06-12345678."
VACANCY = {"id": "v", "kind": "vacancy", "language": "nl", "title": None, "sha256": ""}


def at(words, **more):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words} | more


def skill(words, concept="https://x/c", **more):
    base = {"type": "skill", "requirement": "required", "evidence": None, "concept": concept, "label": "lassen" if concept else None, "confidence": 0.5}
    return at(words, **base | more)


FLAG = at("jonge lasser", ground="age", directness="direct", severity="check", rule="age.1", law="WGBL", why="Dit gaat over leeftijd.", alternative="Noem de taak & meer.")
RECORD = {
    "document": VACANCY, "ontology": {"release": "1.0.0", "iri": "https://x/r"}, "occupation": None, "skills": [skill("lasser"), skill("<b>", None, type="knowledge")],
    "experience_years": 2, "education": "mbo-4", "bias": [FLAG], "neutral_text": "Bel 06-12345678.",
}  # fmt: skip


def test_pieces_know_what_covers_them_and_what_ends_there():
    found = pieces(TEXT, RECORD["skills"], RECORD["bias"])
    assert [(p.text, p.skills, p.flags, p.ends, p.flag_ends) for p in found][:3] == [
        ("Je bent een ", (), (), (), ()), ("jonge ", (), (1,), (), ()), ("lasser", (1,), (1,), (1,), (1,)),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_pieces_are_the_text_and_every_statement_ends_once(seed):
    draw = random.Random(seed)
    spans = [{"start": (start := draw.randrange(len(TEXT) - 1)), "end": draw.randrange(start + 1, len(TEXT))} for _ in range(6)]
    found = pieces(TEXT, spans[:3], spans[3:])
    assert "".join(piece.text for piece in found) == TEXT
    for number, span in enumerate(spans[:3], 1):
        assert "".join(piece.text for piece in found if number in piece.skills) == TEXT[span["start"] : span["end"]]
        assert sum(number in piece.ends for piece in found) == 1
        assert sum(number in piece.flag_ends for piece in found) == 1


def test_the_page_marks_the_words_and_hides_telephone_numbers():
    found = LexborHTMLParser(page(RECORD, TEXT, "nl"))
    text = found.css_first(".text")
    marks = [(mark.text(), mark.attributes["class"].split()) for mark in text.css("mark")]
    assert marks == [("jonge ", ["flagged"]), ("lasser", ["skill", "flagged"]), ("<b>", ["knowledge", "nil"])]
    assert [link.attributes["href"] for link in text.css("a")] == ["#b1", "#b1", "#s2"]
    assert {f"#{node.attributes['id']}" for node in found.css("tr[id], li[id]")} == {"#s1", "#s2", "#b1"}
    assert "12345678" not in found.html and "█" in text.text()
    assert "Noem de taak & meer." in found.css_first(".advice").text()
    assert found.css("script, img, link:not([href='data:,'])") == []


def test_the_page_speaks_both_languages():
    dutch, english = (LexborHTMLParser(page(RECORD, TEXT, lang)) for lang in ("nl", "en"))
    assert (dutch.css_first("html").attributes["lang"], english.css_first("html").attributes["lang"]) == ("nl", "en")
    assert "vereist" in dutch.css_first("#s1").text() and "required" in english.css_first("#s1").text()
    assert dutch.css_first(".advice").text().count("Liever:") == english.css_first(".advice").text().count("Rather:") == 1


def test_marks_without_colour_are_brackets_with_numbers():
    found = marked(pieces(TEXT, RECORD["skills"], RECORD["bias"]), RECORD["skills"], colour=False)
    assert found.plain.startswith("Je bent een {jonge [lasser]¹}!¹ [<b>]².")
    coloured = marked(pieces(TEXT, RECORD["skills"], RECORD["bias"]), RECORD["skills"], colour=True)
    assert coloured.plain.startswith("Je bent een jonge lasser¹!¹ <b>².") and len(coloured.spans) > 3


@pytest.mark.parametrize("lang, said", [("en", "asked, proven"), ("nl", "eis, bewijs")])
def test_the_terminal_keeps_to_80_columns(tmp_path, lang, said):
    (tmp_path / "v.txt").write_text("Wij zoeken een verkoper. Je hebt ervaring met Excel en je bent klantgericht. Je spreekt accentloos Nederlands. " * 3)
    told = CliRunner().invoke(main, ["translate", str(tmp_path / "v.txt"), "--lang", lang]).stdout
    assert said in told and "[Excel]" in told and "{" in told
    assert max(map(len, told.splitlines())) <= 80
    assert "\x1b" not in told


def test_control_characters_of_a_text_do_not_reach_the_terminal(tmp_path):
    (tmp_path / "v.txt").write_text("Wij zoeken een \x1b]0;kapot\x07verkoper. Je hebt ervaring met Excel.\x9b31m")
    told = CliRunner().invoke(main, ["translate", str(tmp_path / "v.txt")]).stdout
    assert "kapot" in told and not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", told)


def test_translate_makes_a_page(tmp_path):
    (tmp_path / "v.txt").write_text("Wij zoeken een verkoper. Je hebt ervaring met Excel.")
    told = CliRunner().invoke(main, ["translate", str(tmp_path / "v.txt"), "--format", "html", "--lang", "en"]).stdout
    assert told.startswith("<!doctype html>") and re.search(r"<mark[^>]*>Excel</mark>", told) and 'lang="en"' in told


def test_personal_data_of_a_cv_is_masked_at_its_own_length():
    text = "Curriculum vitae\nNaam: Willemijn Achternaamsma\nWerkervaring\nlassen en boren"
    shown = without_personal_data(text, VACANCY | {"kind": "cv"})
    assert len(shown) == len(text) and "Achternaamsma" not in shown and "lassen en boren" in shown


@pytest.mark.parametrize(
    "kind, codes",
    [("kind", KINDS), ("kinds", KINDS), ("type", SKILL_TYPES), ("types", SKILL_TYPES), ("requirement", (*REQUIREMENTS, None)), ("evidence", EVIDENCE), ("ground", GROUNDS), ("directness", DIRECTNESS), ("severity", SEVERITIES)],
)
def test_every_code_has_a_name_in_both_languages(kind, codes):
    assert set(WORDS[kind]) == set(codes)
    assert all(nl and en for nl, en in WORDS[kind].values())
    assert word(kind, "unheard", "nl") == "unheard"


def test_flags_are_explained_in_the_language_of_the_page():
    said = FLAG | {"rule": "age.experience_cap.01", "why": family("age.experience_cap")["why"] + " Samen met 'minimaal 2 jaar' elders in de tekst blijft een kleine leeftijdsgroep over."}
    (flag,) = with_english([said])
    assert flag["why_en"].startswith("An upper limit to experience") and flag["why_en"].endswith("Together with 'minimaal 2 jaar' elsewhere in the text it leaves a small age group.")
    assert flag["alternative_en"].startswith("Name the tasks") and flag["why"] == said["why"]
    (unknown,) = with_english([FLAG | {"rule": "own.rule.01"}])
    assert (unknown["why_en"], unknown["alternative_en"]) == ("", "")


def test_english_reasons_are_of_families_and_nearly_all_have_one():
    english = [row["family"] for row in read_cues("wording_english")]
    assert len(english) == len(set(english)) and set(english) <= {row["family"] for row in read_cues("wording_families")}
    assert all(row["why"].endswith(".") and row["alternative"].endswith(".") for row in read_cues("wording_english"))
    assert len(english) >= 0.9 * len(read_cues("wording_families"))


def family(name):
    return next(row for row in read_cues("wording_families") if row["family"] == name)
