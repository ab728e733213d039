"""Every page in a real browser: accessible, quiet, no wider than a phone, readable in the dark and on paper."""

import numpy as np
import pytest
from click.testing import CliRunner

from ontology.checks import CONDITIONS, check_ontology
from ontology.checks.reports import to_html
from ontology.concepts import Concept, Ontology
from ontology.docs import write_docs
from ontology.release import write_release
from pipeline.cli.commands import main
from tests.conftest import ROOT
from tests.ontology.made_runs import Market, write_run

EXAMPLES = ROOT / "corpora" / "examples"
PAGES = ("report.html", "report-en.html", "text.html", "findings.html", "trends.html", "site/index.html", "site/over.html", "site/beroepen.html", "site/vaardigheden.html", "site/begrip/ST0000163.html")


@pytest.fixture(scope="module")
def folder(browser, release, tmp_path_factory):
    """One page of each kind, as the commands make them."""
    folder = tmp_path_factory.mktemp("pages")
    vacancy = str(EXAMPLES / "vacancies" / "accountmanager-binnendienst.txt")

    def run(*arguments):
        told = CliRunner().invoke(main, list(map(str, arguments)))
        assert told.exit_code == 0, told.output
        return told.stdout

    run("run", EXAMPLES / "vacancies", EXAMPLES / "cvs", "--out", folder / "run")
    (folder / "report.html").write_bytes((folder / "run" / "report.html").read_bytes())
    run("report", folder / "run", "--lang", "en", "--out", folder / "report-en.html")
    (folder / "text.html").write_text(run("translate", vacancy, "--format", "html"), encoding="utf-8")
    label = {("pref", "nl"): ("lassen m/v",), ("pref", "en"): ("welding",)}
    faulty = Ontology((Concept("https://w3id.org/skillstaal/id/ST0000001", "skill", label),))
    (folder / "findings.html").write_text(to_html(check_ontology(faulty), CONDITIONS, 1, "nl"), encoding="utf-8")
    moving = [f"https://w3id.org/skillstaal/id/ST{number:07d}" for number in (163, 260, 312, 1347)]
    market = Market(moving, np.array([2.5, 0.4, 1.0, 2.0]), np.full(4, 0.2), np.random.default_rng(1), sectors=("Zorg", None))
    years = [write_run(folder / name, [market.month(number, 250) for number in months], name) for name, months in (("2024", range(12)), ("2025", range(12, 24)))]
    run("ontology", "trends", *years, "--out", folder / "trends")
    (folder / "trends.html").write_bytes((folder / "trends" / "trends.html").read_bytes())
    write_release(release, folder / "release")
    write_docs(folder / "release", folder / "site")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(folder, open_page, name, scheme):
    """All rules of axe-core for WCAG 2.2 A and AA, and its best practices."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed; pip install '.[test]'")
    page = open_page((folder / name).as_uri(), color_scheme=scheme)
    found = axe.Axe().run(page, options={"preload": False}).response
    assert len(found["passes"]) > 15
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_phone(folder, open_page, name):
    page = open_page((folder / name).as_uri(), width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", ["report.html", "text.html"])
def test_a_highlight_leads_to_its_statement(folder, open_page, name):
    page = open_page((folder / name).as_uri())
    mark = page.locator(".text a:has(mark:not(.flagged))").first
    words = mark.locator("mark").inner_text()
    mark.click()
    row = page.locator("tr:target")
    assert words in row.inner_text() and row.is_visible()
    assert row.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"


def test_a_highlight_can_be_reached_by_keyboard(folder, open_page):
    page = open_page((folder / "text.html").as_uri())
    page.locator(".text a").first.focus()
    page.keyboard.press("Enter")
    href = page.locator(".text a").first.get_attribute("href")
    page.wait_for_url(lambda url: url.endswith(href))


def test_flagged_words_lead_to_their_alternative(folder, open_page):
    page = open_page((folder / "text.html").as_uri())
    page.locator(".text a:has(mark.flagged)", has_text="Representatief voorkomen").click()
    assert "Liever:" in page.locator(".advice li:target").inner_text()


def test_pages_turn_dark_with_the_system(folder, open_page):
    grounds = [open_page((folder / "report.html").as_uri(), color_scheme=scheme).evaluate("getComputedStyle(document.documentElement).backgroundColor") for scheme in ("light", "dark")]
    assert grounds == ["rgb(255, 255, 255)", "rgb(16, 23, 31)"]


def test_the_print_view_is_black_on_white_and_has_everything(folder, open_page):
    page = open_page((folder / "report.html").as_uri(), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink, paper = page.evaluate("[getComputedStyle(document.documentElement).color, getComputedStyle(document.documentElement).backgroundColor]")
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert not page.locator(".contents").is_visible() and page.locator(".text").first.is_visible() and page.locator("svg.chart").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_findings_can_be_searched(folder, open_page):
    page = open_page((folder / "findings.html").as_uri())
    assert page.locator("tbody tr:visible").count() > 1
    page.fill("#words", "m/v")
    assert page.locator("tbody tr:visible").count() == 1


def test_the_site_speaks_english_when_asked(folder, open_page):
    page = open_page((folder / "site" / "index.html").as_uri())
    page.click("#other-language")
    assert page.locator("h1").inner_text() == "Skills in the language of vacancies"
    page.fill("#q", "welding")
    page.locator("#hits a").first.wait_for()
    assert "welding" in page.locator("#hits").inner_text()
