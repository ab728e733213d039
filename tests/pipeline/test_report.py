"""The report of a run: what it counts, what it shows, and what it never shows."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from ontology.lexicon import Lexicon
from pipeline.cli.commands import main
from pipeline.export import tables
from pipeline.export.report import make
from pipeline.export.report.counts import Counts, Shard, read_shards
from pipeline.export.report.frequent import Frequent
from pipeline.export.report.names import Names
from pipeline.training import reliability as training_reliability
from tests.conftest import ROOT

VACANCY = "Wij zoeken een verkoper voor ons jonge team.\n\nTaken\n- klanten adviseren\n\nWij vragen\n- ervaring met Excel\n- kennis van Zabloomi\n- je spreekt Engels\n\nBel Jan op 06-12345678 of mail jan@winkel.example."
CV = "Curriculum vitae\nWillemijn Achternaamsma\nGeboortedatum: 3 mei 1990\nWerkervaring\n2019 - heden: kok bij Restaurant Zwelgzucht\nVaardigheden\nExcel, menu's samenstellen"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run over a vacancy in two wordings, a CV and an empty text."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "texts").mkdir()
    for name, text in {"a": VACANCY, "b": VACANCY.replace("verkoper", "kok"), "Willemijn-Achternaamsma": CV, "leeg": " "}.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    told = CliRunner().invoke(main, ["run", str(folder / "texts"), "--out", str(folder / "out"), "--max-quarantine", "100%"])
    assert told.exit_code == 0, told.output
    return folder / "out"


@pytest.fixture(scope="module")
def html(run):
    return (run / "report.html").read_text(encoding="utf-8")


def table(page, caption):
    """The rows below a caption: name -> cells."""
    (found,) = [node for node in page.css("table") if node.css_first("caption") and node.css_first("caption").text() == caption]
    return {row.css_first("th").text(): [cell.text() for cell in row.css("td.number")] for row in found.css("tbody tr")}


def test_the_totals_are_those_of_the_manifest(run, html):
    totals = json.loads((run / "manifest.json").read_text())["totals"]
    tiles = [node.text() for node in LexborHTMLParser(html).css(".tiles strong")]
    assert (totals["read"], totals["quarantined"]) == (4, 1)
    assert (tiles[0], tiles[1], tiles[4]) == (str(totals["translated"]), str(totals["skills"]), "1")


def test_demand_is_counted_in_texts(html):
    page = LexborHTMLParser(html)
    assert table(page, "Talen")["Engels"] == ["2", "100\u202f%"]
    assert table(page, "Soort tekst") == {"vacatures": ["2", "67\u202f%"], "cv’s": ["1", "33\u202f%"]}
    assert sum(int(cells[0]) for cells in table(page, "Beroepsgroep (ISCO-08)").values()) == 2


def test_quarantine_is_explained(html):
    assert [name for name in table(LexborHTMLParser(html), "Redenen") if name.startswith("the text is empty")]


def test_wording_has_its_alternative(html):
    page = LexborHTMLParser(html)
    assert table(page, "Grond")["leeftijd"] == ["2", "100\u202f%"]
    assert "Liever:" in page.css_first(".advice li").text() and "2×" in page.css_first(".advice li").text()


def test_examples_are_marked_and_without_contact_data(html):
    page = LexborHTMLParser(html)
    texts = [node.text() for node in page.css(".example .text")]
    assert len(texts) == 2 and "klanten adviseren" in texts[0]
    assert [link.attributes["href"][1:] for link in page.css(".example .text a") if not page.css_first(f"[id='{link.attributes['href'][1:]}']")] == []
    assert {mark.text() for mark in page.css(".text mark")} >= {"Excel", "Engels"}
    assert "12345678" not in html and "jan@winkel" not in html


def test_nothing_of_a_cv_is_shown_but_figures(html):
    for words in ("Achternaamsma", "Willemijn", "Zwelgzucht", "1990"):
        assert words not in html


def test_the_page_stands_alone(html):
    page = LexborHTMLParser(html)
    assert page.css("script, img, iframe, object, link:not([href='data:,'])") == []
    assert not re.search(r"@import|url\(|\son\w+=", html)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids)) > 10
    assert {link.attributes["href"][1:] for link in page.css("a[href^='#']")} <= set(ids)
    assert str(Path.home()) not in html and "/tmp/" not in html


def test_the_command_makes_it_again_and_in_english(run, html, tmp_path):
    out = tmp_path / "r.html"
    for lang, same in (("nl", True), ("en", False)):
        told = CliRunner().invoke(main, ["report", str(run), "--lang", lang, "--out", str(out)])
        assert told.exit_code == 0, told.output
        assert (out.read_text(encoding="utf-8") == html) is same
    page = LexborHTMLParser(out.read_text(encoding="utf-8"))
    assert page.css_first("html").attributes["lang"] == "en" and table(page, "Languages")["English"] == ["2", "100%"]
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_without_its_texts_a_run_still_has_a_report(run, tmp_path):
    manifest = json.loads((run / "manifest.json").read_text()) | {"inputs": [{"path": str(tmp_path / "gone.txt"), "sha256": None}]}
    page = LexborHTMLParser(make(run, manifest, Lexicon.load()))
    assert page.css(".example") == [] and "Engels" in table(page, "Talen")


def test_a_text_that_changed_is_no_example(run):
    texts = run.parent / "texts" / "a.txt"
    texts.write_text(VACANCY.replace("Excel", "Words"), encoding="utf-8")
    try:
        page = LexborHTMLParser(make(run, json.loads((run / "manifest.json").read_text()), Lexicon.load()))
        assert len(page.css(".example")) == 1
    finally:
        texts.write_text(VACANCY, encoding="utf-8")


def test_what_is_no_run_or_has_no_tables_is_told_in_one_sentence(run, tmp_path):
    told = CliRunner().invoke(main, ["report", str(tmp_path)])
    assert told.exit_code == 2 and "is no run: its manifest.json is missing" in told.stderr
    (tmp_path / "manifest.json").write_bytes((run / "manifest.json").read_bytes())
    told = CliRunner().invoke(main, ["report", str(tmp_path)])
    assert told.exit_code == 2 and "has no tables, of which a report is made" in told.stderr
    told = CliRunner().invoke(main, ["run", str(run.parent / "texts"), "--out", str(tmp_path / "o"), "--formats", "nq,html"])
    assert told.exit_code == 2 and "add parquet" in told.stderr


def test_a_run_without_texts_has_an_empty_report(tmp_path):
    (tmp_path / "e.jsonl").write_text('{"id": "x", "text": ""}\n')
    CliRunner().invoke(main, ["run", str(tmp_path / "e.jsonl"), "--out", str(tmp_path / "out")])
    page = LexborHTMLParser((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    assert page.css_first(".tiles strong").text() == "0" and page.css("#vraag, #woorden, #voorbeelden") == []


# --- figures --------------------------------------------------------------------------------------------------------------


def shard(kind="vacancy", skills=(), flags=(), **more):
    """A shard with one document."""
    document = {name: None for name in tables.SCHEMAS["documents"].names} | {"document": "d", "kind": kind, "language": "nl"} | more
    told = [{name: None for name in tables.SCHEMAS["skills"].names} | {"document": "d", "type": "skill", "confidence": 0.5, "quote": "x"} | row for row in skills]
    flagged = [{name: None for name in tables.SCHEMAS["bias"].names} | {"document": "d", "directness": "direct", "severity": "check"} | row for row in flags]
    read = {"documents": [document], "skills": told, "bias": flagged}
    return Shard(*(pa_table(name, rows) for name, rows in read.items()))


def pa_table(name, rows):
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=tables.SCHEMAS[name])


def test_a_text_asks_for_a_concept_once_and_not_for_what_is_not_needed():
    counts = Counts()
    counts.add(shard(skills=[{"concept": "c", "label": "l", "requirement": r} for r in ("required", "task", None)] + [{"concept": "d", "label": "l", "requirement": "not_required"}]))
    assert counts.demand == {"c": 1} and counts.requirements["skill", None] == 1 and counts.labels["c"] == "l"


@pytest.mark.parametrize("relation", ["repeat_of", "variant_of"])
def test_texts_that_say_the_same_count_once(relation):
    counts = Counts()
    counts.add(shard(skills=[{"concept": "c", "requirement": "task"}], flags=[{"ground": "age", "quote": "x"}], **{relation: "other"}))
    assert not (counts.kinds or counts.demand or counts.requirements or counts.confidence or counts.flags)


def test_words_of_cvs_are_not_kept():
    counts = Counts()
    counts.add(shard("cv", [{"quote": "geheim"}], [{"ground": "age", "quote": "geheim"}]))
    assert counts.unknown.top(5) == [] and not counts.flags and not counts.advice
    counts.add(shard("vacancy", [{"quote": "Open "}, {"quote": "open"}], [{"ground": "age", "quote": "Jong"}]))
    assert counts.unknown.top(5) == [(("skill", "open"), 1)]
    assert [(found["quote"], found["count"]) for found in counts.examples("age")] == [("Jong", 1)]


def test_confidence_one_belongs_to_the_last_bin():
    counts = Counts()
    counts.add(shard(skills=[{"confidence": value} for value in (0.0, 0.049, 0.05, 1.0)]))
    assert counts.confidence == {0: 2, 1: 1, 19: 1}


def test_tables_of_an_older_version_have_empty_columns(run, tmp_path):
    import pyarrow.parquet as pq

    (path,) = (run / "tables" / "bias").glob("*.parquet")
    for name in ("documents", "skills", "bias"):
        (tmp_path / "tables" / name).mkdir(parents=True)
        (tmp_path / "tables" / name / path.name).write_bytes((run / "tables" / name / path.name).read_bytes())
    pq.write_table(pq.read_table(path).drop_columns(["why"]), tmp_path / "tables" / "bias" / path.name)
    (found,) = read_shards(tmp_path)
    assert found.bias["why"].null_count == len(found.bias) > 0 and found.bias["quote"].null_count == 0


def test_names_follow_the_language_and_sectors_the_codes():
    lexicon = Lexicon.load()
    occupation = next(entry for n in range(len(lexicon)) if (entry := lexicon.entry(n)).type == "occupation" and entry.mappings.get("isco"))
    labels = {occupation.iri: occupation.label_nl, "https://x/unknown": "iets"}
    assert Names.of(labels, "en", lexicon).name(occupation.iri) == (occupation.label_en, "en")
    assert Names.of(labels, "en", None).name(occupation.iri) == (occupation.label_nl, "nl")
    first = occupation.mappings["isco"][0][0]
    assert Names.of(labels, "nl", lexicon).sectors(Counter({occupation.iri: 2, "https://x/unknown": 1, None: 3})) == {first: 2, None: 4}


def test_the_commonest_survive_in_little_memory():
    values = [f"rare {number}" for number in range(20_000)]
    values[::20] = ["common"] * 1_000
    values[5::40] = ["less common"] * 500
    found = Frequent(1_000)
    for at in range(0, len(values), 100):
        found.update(values[at : at + 100])
    top = found.top(2)
    assert [value for value, _ in top] == ["common", "less common"] and len(found._counts) <= 1_100
    assert 1_000 - found.slack <= top[0][1] <= 1_000


def test_reliability_was_measured_on_these_models():
    """After retraining: python -m pipeline.training.reliability corpora/gold/test.jsonl."""
    found = json.loads((training_reliability.MODELS / "reliability.json").read_text(encoding="utf-8"))
    assert found["models"] == training_reliability.models_sha256()
    assert sum(bin_["count"] for bin_ in found["bins"]) == found["statements"] > 500


def test_bins_of_reliability_hold_equal_counts():
    points = [(number / 100, number % 2 == 0) for number in range(100)]
    bins = training_reliability.binned(points)
    assert [bin_["count"] for bin_ in bins] == [10] * 10 and {bin_["true"] for bin_ in bins} == {0.5}
    assert bins[0]["said"] == pytest.approx(0.045) and training_reliability.binned(points[:1]) == [{"said": 0.0, "true": 1.0, "count": 1}]


def test_the_measure_reads_gold(translator):
    found = training_reliability.measure([ROOT / "corpora" / "gold" / "dev.jsonl"], translator)
    assert found["texts"] > 10 and 0 < found["statements"] == sum(bin_["count"] for bin_ in found["bins"])
