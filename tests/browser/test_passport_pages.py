"""The page of a skills passport in a real browser: accessible, and at most three sheets of paper."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from ontology.lexicon import Lexicon
from pipeline.contract import to_json
from pipeline.evaluation.gold import read_gold_records
from pipeline.export.passport.owner import Owner, Tools, apply
from pipeline.export.passport.page import page
from pipeline.export.passport.statements import Passport, Period, Role, Statement, make_passport
from pipeline.reading import make_document
from tests.conftest import ROOT

MADE = date(2026, 11, 1)
LEVELS = ("hard", "semi-hard", "soft")


def longest_cv():
    records = [record for record in read_gold_records([ROOT / "corpora" / "gold" / "train.jsonl"]) if record["kind"] == "cv"]
    return max(records, key=lambda record: len(record["text"]))["text"]


def passport_of(text, translator):
    document = make_document("longest", text, "cv", "", "longest", "nl")
    record = to_json(translator.for_cvs("2026-11").translate(document), "2026.1.0", "https://w3id.org/skillstaal/release/2026.1.0")
    record, _ = apply(record, Owner(), Tools(translator.lexicon, translator.linker, translator.now))
    return make_passport(record, translator.lexicon, MADE)


def crowded(count=240):
    """A passport with more and longer statements than any CV has."""
    lexicon = Lexicon.load()
    longest = sorted((lexicon.entry(n) for n in range(len(lexicon)) if lexicon.entry(n).type in ("skill", "knowledge", "language")), key=lambda entry: -len(entry.label_nl))[:count]
    period = Period("2003-09", "2019-09", False, 187)
    said = [
        Statement(f"k{n}", e.iri, (e.label_nl, e.label_en), e.type, LEVELS[n % 3], "B2", period, "2031-09", ("certificate", "volunteering", "internship"), None, (), (), (), "corrected")
        for n, e in enumerate(longest)
    ]
    roles = [Role("internship", ("coördinator maatschappelijke dienstverlening en zorg", "coordinator of social services"), period, None, None)] * 40
    return Passport("https://w3id.org/skillstaal/data/person/" + "0" * 32, MADE, "2026.1.0", tuple(sorted(said, key=lambda one: LEVELS.index(one.evidence))), tuple(roles))


@pytest.fixture(scope="module")
def pages(translator, tmp_path_factory):
    folder = tmp_path_factory.mktemp("passports")
    longest = passport_of(longest_cv(), translator)
    for name, made in {"longest": page(longest), "longest-en": page(longest, "en"), "crowded": page(crowded()), "empty": page(replace(longest, statements=(), roles=()))}.items():
        (folder / f"{name}.html").write_text(made, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name, most", [("longest", 3), ("longest-en", 3), ("crowded", 3), ("empty", 1)])
def test_a_passport_is_at_most_three_sheets(pages, open_page, name, most):
    printed = open_page((pages / f"{name}.html").as_uri()).pdf(prefer_css_page_size=True)
    assert 1 <= len(pypdfium2.PdfDocument(printed)) <= most


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["longest", "longest-en", "crowded"])
def test_axe_finds_nothing_on_a_passport(pages, open_page, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed; pip install '.[test]'")
    found = axe.Axe().run(open_page((pages / f"{name}.html").as_uri(), color_scheme=scheme), options={"preload": False}).response
    assert len(found["passes"]) > 15
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found["violations"]] == []


def test_a_passport_fits_a_phone(pages, open_page):
    shown = open_page((pages / "longest.html").as_uri(), width=360)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_does_not_fit_is_counted(pages):
    assert "andere dingen; die staan in de digitale versie" in (pages / "crowded.html").read_text(encoding="utf-8")
    assert "andere dingen" not in (pages / "longest.html").read_text(encoding="utf-8")
