"""The baseline of accepted findings, the three formats, and the command that joins them."""

import json
import re

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from ontology.checks import CONDITIONS, GRAPH_CONDITIONS, Finding, check_ontology
from ontology.checks.baseline import Accepted, apply_baseline, baseline_text, read_baseline
from ontology.checks.reports import line, stale, summary, to_html, to_json
from ontology.concepts import COLUMNS
from ontology.errors import OntologyError
from ontology.release import SOURCE
from pipeline.cli.commands import main
from tests.ontology.checking import HEAD, concept, iri, ontology

FOUND = check_ontology(ontology(HEAD, concept(1, "repareren", alt=["<b>lassen</b> & co", "repareren"], place="a.tsv:2"), concept(2, "boren", definition={})))
EVERYTHING = CONDITIONS + GRAPH_CONDITIONS


def test_an_accepted_finding_is_left_out_and_a_stale_row_reported():
    row = Accepted("undocumented concept", iri(2), "known from elsewhere", "b.tsv:2")
    old = Accepted("undocumented concept", iri(9), "long ago", "b.tsv:3")
    left, gone = apply_baseline(FOUND, [row, old])
    assert len(left) == len(FOUND) - 1 and "undocumented concept" not in {finding.condition for finding in left}
    assert gone == [old]
    assert stale(old.condition, old.focus, old.place) == "b.tsv:3: undocumented concept, ST0000009: does not occur any more; remove the row"


def test_a_baseline_is_read_back_as_written_and_keeps_its_reasons(tmp_path):
    path = tmp_path / "b.tsv"
    path.write_text(baseline_text(FOUND, [Accepted("SKOS S13", iri(1), "on purpose")]), encoding="utf-8")
    rows = read_baseline(path)
    assert {(row.condition, row.focus) for row in rows} == {(finding.condition, finding.focus) for finding in FOUND}
    assert {row.reason for row in rows if row.condition == "SKOS S13"} == {"on purpose"}
    assert apply_baseline(FOUND, rows) == ([], [])


@pytest.mark.parametrize(
    "text, said",
    [("", "the first line must be condition, focus, reason"), ("condition\tfocus\treason\nSKOS S13\tST0000001\n", "b.tsv:2: a row has"), ("condition\tfocus\treason\nSKOS S13\tST0000001\t \n", "complete it")],
)
def test_a_faulty_baseline_is_told_in_one_sentence(tmp_path, text, said):
    (tmp_path / "b.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(said)):
        read_baseline(tmp_path / "b.tsv")
    with pytest.raises(OntologyError, match="cannot be read as a baseline"):
        read_baseline(tmp_path / "none.tsv")


def test_lines_and_summary_are_in_the_asked_language():
    (finding,) = [finding for finding in FOUND if finding.condition == "SKOS S13"]
    assert line(finding) == "error: a.tsv:2: ST0000001: label 'repareren' has more than one role: alt, pref [SKOS S13]; remove the repeat"
    assert line(finding, "nl").endswith("label 'repareren' heeft meer dan een rol: alt, pref [SKOS S13]; verwijder de herhaling")
    assert summary([finding], 3, 78, "nl") == "3 begrippen nagekeken op 78 voorwaarden: 1 fout, 0 waarschuwingen, 0 opmerkingen."


def test_json_has_every_field_of_every_finding():
    read = json.loads(to_json(FOUND))
    assert [row["focus"] for row in read] == [finding.focus for finding in FOUND]
    assert set(read[0]) == {"severity", "condition", "focus", "message_nl", "message_en", "fix", "fix_nl", "place"}


@pytest.mark.parametrize("lang, words", [("nl", "Wat te doen"), ("en", "What to do")])
def test_the_page_shows_every_finding_and_asks_nothing_of_the_network(lang, words):
    odd = Finding("warning", "SHACL", "javascript:alert(1)", "nl", "en", "fix")
    text = to_html([*FOUND, odd], EVERYTHING, 3, lang)
    page = LexborHTMLParser(text)
    assert page.css_first("html").attributes["lang"] == lang and words in text
    assert len(page.css("tbody tr")) == len(FOUND) + 1
    assert [section.attributes["data-level"] for section in page.css("section")] == [level for level in ("error", "warning", "info") if level in {f.severity for f in [*FOUND, odd]}]
    assert page.css("script[src], link:not([href='data:,']), img, iframe, b") == []
    assert all(link.attributes["href"].startswith("https://w3id.org/skillstaal/") for link in page.css("main a"))
    assert not re.search(r"url\(|@import|fetch\(|\$\w", text)


def test_a_page_without_findings_says_so():
    assert "No findings." in to_html([], EVERYTHING, 3) and "<table" not in to_html([], EVERYTHING, 3)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    source = tmp_path_factory.mktemp("room") / "source"
    source.mkdir()
    (source / "release.toml").write_bytes((SOURCE / "release.toml").read_bytes())
    rows = [("ST0000001", "vaardigheden tonen", ""), ("ST0000002", "repareren", "ST0000001"), ("ST0000003", "lasser m/v repareren", "ST0000001")]
    cells = [{"id": id_, "type": "skill", "pref_nl": label, "pref_en": id_, "definition_nl": f"Een zin over {id_}.", "broader": broader, "status": "active", "source": "x"} for id_, label, broader in rows]
    (source / "a.tsv").write_text("\n".join("\t".join(row) for row in [COLUMNS, *([cell.get(column, "") for column in COLUMNS] for cell in cells)]) + "\n", encoding="utf-8")
    return source


def run(*arguments):
    return CliRunner().invoke(main, ["ontology", "check", *map(str, arguments)])


def test_the_command_fails_on_what_it_is_asked_to(tables):
    passed = run("--source", tables)
    assert passed.exit_code == 0 and "m/v in 'lasser m/v repareren' [gender mark in label]" in passed.stdout
    assert "3 concepts checked on" in passed.stderr and "0 errors, 1 warning" in passed.stderr
    assert run("--source", tables, "--fail-on", "warning").exit_code == 1


def test_the_command_writes_and_uses_a_baseline(tables, tmp_path):
    path = tmp_path / "b.tsv"
    assert run("--source", tables, "--write-baseline", path).exit_code == 0
    path.write_text(path.read_text(encoding="utf-8") + "SKOS S13\tST0000002\tgone\n", encoding="utf-8")
    quiet = run("--source", tables, "--baseline", path, "--fail-on", "warning", "--lang", "nl")
    assert (quiet.exit_code, quiet.stdout) == (0, "")
    assert "SKOS S13, ST0000002: komt niet meer voor; haal de rij weg" in quiet.stderr and "0 waarschuwingen" in quiet.stderr


def test_a_baseline_beside_the_tables_is_used_by_itself(tables):
    beside = tables.parent / "accepted.tsv"
    beside.write_text("condition\tfocus\treason\ngender mark in label\tST0000003\ta joke\n", encoding="utf-8")
    try:
        assert run("--source", tables, "--fail-on", "warning").exit_code == 0
    finally:
        beside.unlink()


@pytest.mark.parametrize("format_, start", [("json", "["), ("html", "<!doctype html>")])
def test_the_command_has_the_other_formats(tables, format_, start):
    told = run("--source", tables, "--format", format_)
    assert told.stdout.startswith(start) and "lasser m/v" in told.stdout


def test_the_core_has_no_warnings_beyond_those_accepted():
    told = run("--fail-on", "warning")
    assert told.exit_code == 0, told.stdout
    assert "0 errors, 0 warnings" in told.stderr and "does not occur" not in told.stderr


def test_no_error_of_the_core_is_accepted_away():
    severities = {condition.name: condition.severity for condition in EVERYTHING}
    rows = read_baseline(SOURCE.parent / "accepted.tsv")
    assert rows and {severities[row.condition] for row in rows} <= {"warning", "info"}
