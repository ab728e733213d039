"""The review page in a real browser: keys decide, the table that is saved reads back, nothing is loaded from elsewhere."""

import json
import re
from pathlib import Path

import pytest

from ontology.evolve.deciding import read_decisions
from ontology.evolve.files import Found, read_candidates, write_candidates
from ontology.evolve.proposing import DRAFT, Proposal, candidate_id
from ontology.evolve.reviewing import review_page, uncertain_first

BASE = "https://w3id.org/skillstaal/id/"
ABOUT = {"release": "2026.1.0", "runs": [BASE + "run"], "documents": 40, "forms": 9, "left_out": 0}


def proposal(text, kind, score, **more):
    cells = {"concept": BASE + "ST0000110", "concept_label": "samenwerken"} if kind == "new_label" else {"broader": BASE + "ST0000001", "broader_label": "vaardigheden", "definition": f"{DRAFT} Vaardigheid."}
    found = Proposal(candidate_id(text), kind, score, score, text, "nl", "skill", documents=more.pop("documents", 6), forms=((text, 6),), keys=(text,), examples=(("d1", f"Je gaat {text} op maandag."),), row=(0.5,), **cells)
    return found


FOUND = Found((
    proposal("paarden beslaan", "narrower", 0.9), proposal("samen </script><b>optrekken", "new_label", 0.55), proposal('=2+5 "rekenen"', "new_label", 0.7, documents=9), proposal("leuke borrel", "noise", 0.99),
), ABOUT)  # fmt: skip


@pytest.fixture
def page(browser, tmp_path):
    """The page, opened from disk, with every error and request noted."""
    (tmp_path / "review.html").write_text(review_page(FOUND, lang="nl"), encoding="utf-8")
    made = browser.new_page()
    made.faults, made.loaded = [], []
    made.on("pageerror", lambda error: made.faults.append(str(error)))
    made.on("console", lambda message: made.faults.append(message.text) if message.type == "error" else None)
    made.on("request", lambda request: made.loaded.append(request.url))
    made.goto((tmp_path / "review.html").as_uri())
    yield made
    assert made.faults == []
    assert [url for url in made.loaded if not url.startswith(("file:", "data:", "blob:"))] == []
    made.close()


def saved(page, tmp_path) -> list:
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(tmp_path / "saved.tsv")
    return read_decisions(tmp_path / "saved.tsv")


def test_candidates_are_read_back_as_written(tmp_path):
    write_candidates(tmp_path, FOUND)
    assert read_candidates(tmp_path) == FOUND
    assert len(read_decisions(tmp_path / "decisions.tsv")) == 3


def test_uncertain_ones_come_first_and_noise_last():
    assert [p.score for p in uncertain_first(FOUND.proposals)] == [0.55, 0.7, 0.9, 0.99]


def test_data_cannot_break_out_of_the_page():
    html = review_page(FOUND)
    embedded = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S).group(1)
    assert "<b>" not in html and json.loads(embedded)["items"][0]["row"]["label"] == "samen </script><b>optrekken"
    assert not re.search(r'(?:src|href)="(?!data:)', html)


def test_keys_decide_and_the_table_reads_back(page, tmp_path):
    assert page.inner_text("h2") == "samen </script><b>optrekken"
    assert page.inner_text(".sentences mark") == "samen </script><b>optrekken"
    page.keyboard.press("a")
    assert "wie beoordeelt" in page.inner_text("#message")
    page.fill("#reviewer", "=Ada")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.inner_text("h2") == '=2+5 "rekenen"'
    page.keyboard.press("r")
    page.keyboard.press("a")
    assert "definitie" in page.inner_text("#message")
    page.fill(".edit [name=definition]", "Paarden hoefijzers geven die passen.")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("k")
    page.keyboard.press("l")
    rows = {row.label: row for row in saved(page, tmp_path)}
    assert {label: row.decision for label, row in rows.items()} == {"samen </script><b>optrekken": "accept", '=2+5 "rekenen"': "reject", "paarden beslaan": "later"}
    assert rows["paarden beslaan"].definition == "Paarden hoefijzers geven die passen." and {row.reviewer for row in rows.values()} == {"=Ada"}
    assert "3 van 4 beslist" in page.inner_text("#progress")


def test_filters_and_reopening(page, tmp_path):
    page.fill("#reviewer", "Ada")
    page.select_option("#kind", "new_label")
    assert page.locator("#list li").count() == 2
    page.fill("#least", "7")
    assert page.locator("#list li").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.select_option("#state", "open")
    assert page.locator("#list li").count() == 0 and page.is_hidden("#card")
    page.select_option("#state", "reject")
    page.locator("#list button").click()
    page.keyboard.press("u")
    assert saved(page, tmp_path) == []
    page.select_option("#state", "")
    page.fill("#least", "1")
    page.select_option("#kind", "")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("borrel")
    assert page.locator("#list li").count() == 1


def test_the_page_is_accessible(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = axe.run(page).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]][:2]) for violation in found] == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_page_without_candidates_opens(browser, tmp_path):
    path = Path(tmp_path / "empty.html")
    path.write_text(review_page(Found((), ABOUT), lang="en"), encoding="utf-8")
    made = browser.new_page()
    made.goto(path.as_uri())
    assert made.is_hidden("#card") and "0 of 0 decided" in made.inner_text("#progress")
    made.close()
