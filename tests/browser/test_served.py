"""The server in a real browser: search, paste and translate, highlights, queries, both languages, print, no violations of axe's rules."""

import pytest

from tests.conftest import ROOT
from tests.serving import served

pytest.importorskip("starlette", reason="the server is not installed; pip install '.[serve]'")
pytest.importorskip("uvicorn", reason="the server is not installed; pip install '.[serve]'")

TEXT = "Lasser gezocht\nWij zoeken een jonge lasser met een geldig VCA-certificaat.\nNederlands is je moedertaal.\nJe kunt goed samenwerken.\n<b>Bel 06-12345678</b>"
PATHS = ("/", "/?q=lassen", "/?q=qqqq", "/translate", "/documents", "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%205", "/over.html", "/id/ST0000163", "/data/kok-bistro", "/nothing")


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    from pipeline.batches.batch import run_batch
    from pipeline.config import Settings

    folder = tmp_path_factory.mktemp("served")
    run_batch([str(ROOT / "corpora" / "examples" / "vacancies" / "kok-bistro.txt")], folder / "run", Settings())
    with served(folder / "server", folder / "run", "--workers", 1, "--seconds", 30) as found:
        yield found


@pytest.fixture
def visit(browser, server):
    """Opens a path of the server; at the end nothing may have been said on the console but that a page is not there, and no other host asked."""
    contexts, said = [], []

    def opened(path, width=1200, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((server.url, "data:")) else said.append(request.url))
        page.goto(server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in said if "404" not in line] == []


def translated(page):
    page.fill("#text", TEXT)
    page.click("main button[type=submit]")
    page.locator("#resultaat").wait_for()
    return page


def violations(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed; pip install '.[test]'")
    found = axe.Axe().run(page, options={"preload": False}).response
    assert len(found["passes"]) > 15
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(visit, path, scheme):
    assert violations(visit(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_translation(visit, scheme):
    page = translated(visit("/translate", color_scheme=scheme))
    page.locator("details summary").first.click()
    assert violations(page) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_phone(visit, path):
    assert visit(path, width=360).evaluate("document.documentElement.scrollWidth") <= 360


def test_a_pasted_text_is_marked_and_its_marks_lead_to_reasons_and_alternatives(visit):
    page = translated(visit("/translate", width=400))
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert "06-12345678" not in page.locator(".text").first.inner_text()
    mark = page.locator(".text a:has(mark.certificate)").first
    words = mark.locator("mark").inner_text()
    mark.click()
    item = page.locator(".explained li:target")
    assert words in item.inner_text()
    item.locator("summary").click()
    assert item.locator("details p").first.is_visible()
    page.locator(".text a:has(mark.flagged)").first.click()
    assert "Liever:" in page.locator(".advice li:target").inner_text()
    ink, ground = page.locator("mark.language").first.evaluate("mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]")
    assert ink != ground and ink == "rgb(22, 32, 46)"


def test_search_finds_a_concept_and_its_page(visit):
    page = visit("/")
    page.fill("#q", "lassen")
    page.keyboard.press("Enter")
    page.locator("#hits a").first.click()
    assert page.locator("h1").inner_text() == "lassen" and "/id/ST" in page.url
    page.fill("#q", "metselen")
    page.keyboard.press("Enter")
    assert "metsel" in page.locator("#hits").inner_text()


def test_a_query_is_asked_on_the_page(visit):
    page = visit("/sparql")
    page.click("main button[type=submit]")
    page.locator(".rows").wait_for()
    assert page.locator(".rows tbody tr").count() > 1 and "lassen" in page.locator(".rows").inner_text()
    page.locator(".rows a").first.click()
    assert "/id/ST" in page.url


def test_everything_is_said_in_english_too_and_stays_so(visit):
    page = visit("/")
    page.click("#other-language")
    assert page.locator("h1").inner_text() == "Skills in the language of vacancies"
    page.click("text=Translate a text >> nth=0")
    assert page.locator("h1").inner_text() == "What does this text say?"


def test_the_print_view_has_the_marks_and_no_form(visit):
    page = translated(visit("/translate", color_scheme="dark"))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("#text").is_visible() and page.locator(".text").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
