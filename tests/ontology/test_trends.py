"""Demand over time: simulated streams with known trends, counts without repeats, breaks, cubes and the page."""

import gzip
import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from markupsafe import escape
from pyoxigraph import RdfFormat, Store
from scipy.stats import binomtest

from ontology.errors import OntologyError
from ontology.instruments import read_instruments
from ontology.namespaces import CONCEPT_BASE, INSTRUMENT_BASE
from ontology.tables import SOURCE
from ontology.trends import constraints
from ontology.trends.claims import compare
from ontology.trends.counting import count
from ontology.trends.estimating import corrected, slopes, verdicts, wilson
from ontology.trends.groups import BRANCH_BASE, Groups
from ontology.trends.making import make_trends, read_regions
from ontology.trends.periods import interval, middle, period_of
from ontology.trends.runs import breaks, read_runs
from ontology.trends.series import make_series
from tests.ontology.made_runs import Market, write_run

NURSE, PROGRAMMER = CONCEPT_BASE + "ST0002263", CONCEPT_BASE + "ST0002242"


@pytest.fixture(scope="module")
def groups(lexicon, core):
    return Groups.of(lexicon, read_instruments(SOURCE / "instruments", core))


@pytest.fixture(scope="module")
def skills(lexicon):
    """Concepts that texts ask for, in the order of the lexicon."""
    return [entry.iri for entry in map(lexicon.entry, range(len(lexicon))) if entry.type in ("skill", "knowledge")]


# statistics


def simulated(rng, texts, months, moving, yearly, between=0.0, jump=0.0, series=1500):
    """(verdicts, true log odds a year, Slopes): ``moving`` is the share that moves by the factor ``yearly`` up or down; months vary by ``between``."""
    times, base = np.arange(months) / 12, np.exp(rng.uniform(np.log(0.005), np.log(0.3), series))
    true = np.where(rng.random(series) < moving, np.log(yearly) * rng.choice([-1, 1], series), 0.0)
    spans = (np.arange(months) >= months // 2).astype(int) if jump else np.zeros(months, int)
    odds = np.log(base / (1 - base))[:, None] + true[:, None] * (times - times.mean()) + rng.normal(0, between, (series, months))
    odds = odds + spans * rng.normal(0, jump, series)[:, None]
    found = slopes(rng.binomial(texts, 1 / (1 + np.exp(-odds))), np.full(months, texts), times, spans)
    return np.array(verdicts(found, corrected(found.p))), true, found


@pytest.mark.parametrize(("between", "jump"), [(0.0, 0.0), (0.25, 0.0), (0.0, 0.6), (0.2, 0.6)])
def test_the_false_discovery_rate_is_held(between, jump):
    rng, wrong, called = np.random.default_rng(11), 0, 0
    for _ in range(4):
        judged, true, _ = simulated(rng, 800, 24, 0.15, 1.8, between, jump)
        moves = np.isin(judged, ["rising", "declining"])
        right = np.where(judged == "rising", true > 0, true < 0)
        wrong, called = wrong + int((moves & ~right).sum()), called + int(moves.sum())
    assert called > 200
    assert wrong / called <= 0.05


def test_nothing_moves_and_nothing_is_said_to_move():
    rng = np.random.default_rng(12)
    rounds = [np.isin(simulated(rng, 500, 18, 0.0, 1.0, series=400)[0], ["rising", "declining"]).any() for _ in range(60)]
    assert sum(rounds) <= 7  # any discovery is false: at most 5% of the rounds, 3; 7 has probability 0.98


def test_power_is_what_the_documentation_says():
    rng = np.random.default_rng(13)
    judged, true, _ = simulated(rng, 1000, 24, 0.1, 1.5)
    moves = (true != 0) & (judged != "too_few")
    assert np.mean(judged[moves] == np.where(true[moves] > 0, "rising", "declining")) > 0.75


def test_intervals_cover_the_truth_and_stable_is_true():
    rng = np.random.default_rng(14)
    judged, true, found = simulated(rng, 1000, 24, 0.3, 1.4, between=0.1)
    tested = judged != "too_few"
    assert 0.93 < np.mean((found.low <= true)[tested] & (true <= found.high)[tested]) < 0.99
    assert np.mean(true[judged == "stable"] == 0) > 0.95


def test_a_jump_between_spans_is_no_trend_but_is_one_when_the_break_is_not_known():
    asking, times = np.array([[20] * 8 + [60] * 8]), np.arange(16) / 12
    texts = np.full(16, 200)
    known = slopes(asking, texts, times, np.repeat([0, 1], 8))
    unknown = slopes(asking, texts, times, np.zeros(16, int))
    assert verdicts(known, corrected(known.p)) == ["unclear"]
    assert known.slope[0] == pytest.approx(0, abs=1e-6)
    assert verdicts(unknown, corrected(unknown.p)) == ["rising"]


def test_the_slope_is_that_of_a_logistic_regression():
    """Two moments, many months apart: the slope is the log of the odds ratio."""
    found = slopes(np.array([[30, 45, 90]]), np.array([300, 300, 300]), np.array([0.0, 0.5, 1.0]), np.zeros(3, int))
    from sklearn.linear_model import LogisticRegression

    rows = np.repeat([0, 0.5, 1.0], 300)[:, None]
    asked = np.concatenate([np.arange(300) < n for n in (30, 45, 90)])
    assert found.slope[0] == pytest.approx(LogisticRegression(C=1e9, tol=1e-10, max_iter=1000).fit(rows, asked).coef_[0, 0], rel=1e-4)


def test_shares_have_the_intervals_of_wilson():
    low, high = wilson(np.array([0, 3, 40]), np.array([10, 10, 40]))
    for number, (asking, texts) in enumerate([(0, 10), (3, 10), (40, 40)]):
        expected = binomtest(asking, texts).proportion_ci(0.95, method="wilson")
        assert (low[number], high[number]) == pytest.approx((expected.low, expected.high))
    assert (wilson(np.array([0]), np.array([0]))[0][0], wilson(np.array([0]), np.array([0]))[1][0]) == (0, 1)


def test_all_on_one_side_has_a_steep_slope_and_no_overflow():
    found = slopes(np.array([[0] * 6 + [50] * 6]), np.full(12, 50), np.arange(12) / 12, np.zeros(12, int))
    assert np.isfinite([found.slope[0], found.low[0], found.high[0], found.p[0]]).all()
    assert found.slope[0] > 5


# periods and runs


def test_periods_are_found_of_days_months_and_quarters():
    assert [period_of("2026-03-14", unit) for unit in ("month", "quarter", "year")] == ["2026-03", "2026-Q1", "2026"]
    assert period_of("2026-Q4", "quarter") == "2026-Q4"
    assert middle("2026") == middle("2026-06") + 1 / 24 == pytest.approx(2026.5)
    assert interval("2026-Q1") == "http://reference.data.gov.uk/id/quarter/2026-Q1"


@pytest.mark.parametrize(("written", "unit"), [("2026-13", "month"), ("maart", "year"), ("2026-Q1", "month"), ("2026", "quarter")])
def test_what_is_no_period_is_told(written, unit):
    with pytest.raises(OntologyError, match=re.escape(repr(written))):
        period_of(written, unit)


def test_runs_measured_alike_are_one_span_and_the_break_says_what_changed(tmp_path):
    folders = [write_run(tmp_path / name, [], release, code) for name, release, code in (("a", "1", "x"), ("b", "1", "x"), ("c", "2", "y"))]
    runs = read_runs(folders, sources={folders[2]: "vdab"})
    assert [run.span for run in runs] == [0, 0, 1]
    (found,) = breaks(runs)
    assert found.changes == (("release", "1", "2"), ("tool", "0.1.0 x", "0.1.0 y"), ("source", "", "vdab"))


def test_what_is_no_run_and_a_stray_period_are_told(tmp_path):
    with pytest.raises(OntologyError, match="is no run: its manifest.json is missing"):
        read_runs([tmp_path])
    with pytest.raises(OntologyError, match="not among the runs"):
        read_runs([write_run(tmp_path / "a", [])], periods={Path("elsewhere"): "2026-03"})


# counting


def counted(groups, tmp_path, documents, skills, name="run", **given):
    """Counts of one run with these rows."""
    from pipeline.export.tables import SCHEMAS, parquet

    folder = write_run(tmp_path / name, [])
    for table, rows in (("documents", documents), ("skills", skills)):
        path = folder / "tables" / table / "000000.parquet"
        path.parent.mkdir(parents=True)
        path.write_bytes(parquet(table, [dict.fromkeys(SCHEMAS[table].names) | row for row in rows]))
    return count(read_runs([folder], **given.pop("runs", {})), groups, **given)


def text(number, **more):
    from datetime import date

    return {"document": f"d{number}", "kind": "vacancy", "sha256": f"{number:064x}"[::-1], "published": date(2026, 3, 5)} | more


def asks(number, concept, requirement="required"):
    return {"document": f"d{number}", "concept": concept, "requirement": requirement, "label": "naam"}


def whole(counts, what):
    return {row["item"]: row["texts"] for row in counts.asking.to_pylist() if row["what"] == what and row["population"] == "all"}


def test_a_text_counts_once_and_only_what_is_asked(groups, tmp_path, skills):
    one, two, three = skills[:3]
    documents = [text(1), text(2), text(3, repeat_of="d1"), text(4, variant_of="d1"), text(5, kind="cv"), text(6, kind="profile")]
    rows = [asks(1, one), asks(1, one, "task"), asks(1, two, "not_required"), asks(2, one, "preferred"), asks(2, three, None), asks(3, one), asks(5, one), asks(6, three), asks(2, None)]
    found = counted(groups, tmp_path, documents, rows)
    assert whole(found, "concept") == {one: 2, three: 1}
    assert found.texts.to_pylist() == [{"what": "texts", "item": "", "population": "all", "period": "2026-03", "span": 0, "texts": 3}]


def test_a_text_of_an_earlier_run_is_not_counted_again(groups, tmp_path, skills):
    folders = []
    for name, numbers in (("a", (1, 2)), ("b", (2, 3))):
        counted(groups, tmp_path, [text(number) for number in numbers], [asks(number, skills[0]) for number in numbers], name)
        folders.append(tmp_path / name)
    found = count(read_runs(folders), groups)
    assert (found.again, whole(found, "concept")) == (1, {skills[0]: 3})


def test_texts_without_a_date_have_the_period_of_the_run_or_do_not_count(groups, tmp_path, skills):
    rows = [text(1, published=None), text(2)]
    assert counted(groups, tmp_path, rows, []).undated == 1
    found = counted(groups, tmp_path, rows, [], "given", runs={"periods": {tmp_path / "given": "2025-12"}})
    assert (found.undated, set(found.texts["period"].to_pylist())) == (0, {"2025-12", "2026-03"})


def test_texts_are_in_the_populations_of_their_sector_occupation_group_and_region(groups, tmp_path):
    rows = [text(1, sector="Zorg", occupation_concept=NURSE), text(2, occupation_concept=PROGRAMMER), text(3, sector=" ")]
    found = counted(groups, tmp_path, rows, [], regions={"d2": "Limburg"})
    assert set(found.texts["population"].to_pylist()) == {"all", "sector:Zorg", f"isco:{groups.major[NURSE]}", f"isco:{groups.major[PROGRAMMER]}", "region:Limburg"}


def test_micro_becomes_macro(groups, tmp_path):
    """Java is narrower than a programming branch: IT; working with others is social; a text has one digital level, the highest."""
    java, social, word, big_data = (CONCEPT_BASE + name for name in ("ST0001176", "ST0000163", "ST0001347", "ST0001314"))
    found = counted(groups, tmp_path, [text(1), text(2), text(3)], [asks(1, java), asks(2, social), asks(3, word), asks(3, big_data)])
    in_groups = whole(found, "group")
    assert in_groups[BRANCH_BASE + "it"] == 2
    assert in_groups[BRANCH_BASE + "social"] == 1
    assert {iri.rpartition("/")[2] for iri in in_groups if "digital-levels" in iri} == {"4"}


def test_a_broken_table_is_told(groups, tmp_path):
    folder = write_run(tmp_path / "run", [])
    (folder / "tables" / "documents").mkdir(parents=True)
    (folder / "tables" / "documents" / "000000.parquet").write_bytes(b"no table")
    with pytest.raises(OntologyError, match="cannot be read as a table of a run"):
        count(read_runs([folder]), groups)


def test_regions_are_read_and_a_table_without_them_is_told(tmp_path):
    path = tmp_path / "regions.tsv"
    path.write_text("document\tregion\nd1\tLimburg\nd2\t\n", encoding="utf-8")
    assert read_regions(path) == {"d1": "Limburg"}
    path.write_text("id\tregion\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="columns document and region"):
        read_regions(path)


# from tables to verdicts


@pytest.fixture(scope="module")
def market(tmp_path_factory, groups, skills, lexicon):
    """Two years with a break in the middle, after which the tool finds a third less of everything: (Trends, runs, what moves)."""
    rng = np.random.default_rng(5)
    concepts = skills[::30][:60]
    odds = np.ones(len(concepts))
    odds[:6], odds[6:12] = 2.2, 0.45
    made = Market(concepts, odds, np.full(len(concepts), 0.15), rng, (NURSE, PROGRAMMER), ("Zorg", "ICT", None))
    folder = tmp_path_factory.mktemp("runs")
    first = write_run(folder / "first", [made.month(number, 400) for number in range(12)])
    second = write_run(folder / "second", [made.month(number, 400, found=0.67) for number in range(12, 24)], "2026.2.0", "b" * 64)
    runs = read_runs([first, second])
    return make_trends(runs, lexicon, populations={"isco:2": ("specialisten", "professionals")}), runs, set(concepts[:6]), set(concepts[6:12])


def test_known_trends_come_back_and_the_break_is_no_decline(market):
    trends, _, rising, declining = market
    found = {one.item: one.verdict for one in trends.series if one.what == "concept" and one.population == "all"}
    assert len(found) == 60
    assert {item for item, verdict in found.items() if verdict == "rising"} >= rising
    assert {item for item, verdict in found.items() if verdict == "declining"} >= declining
    assert sum(verdict in ("rising", "declining") for verdict in found.values()) <= 13


def test_tables_say_what_the_series_say(market, tmp_path):
    trends, *_ = market
    for name in ("points", "trends"):
        (tmp_path / name).write_bytes(trends.files[f"{name}.parquet"])
    rows, points = (pq.read_table(tmp_path / name).to_pylist() for name in ("trends", "points"))
    assert len(rows) == len(trends.series)
    assert len(points) == sum(len(one.points) for one in trends.series)
    assert all((row["p"] is None) == (row["verdict"] == "too_few") for row in rows)
    assert sum(point["texts"] for point in points if point["item"] == rows[0]["item"] and point["population"] == "all") == 9600


def test_the_cube_keeps_the_constraints_and_says_the_same(market):
    trends, *_ = market
    structure, observations = trends.files["cube.ttl"], trends.files["observations.nt.gz"]
    assert constraints.broken(structure, observations) == []
    store = Store()
    store.bulk_load(gzip.decompress(observations), format=RdfFormat.N_TRIPLES)
    asked = "PREFIX t: <https://w3id.org/skillstaal/trend#> SELECT (COUNT(*) AS ?n) (SUM(?a) AS ?s) { ?o t:asking ?a }"
    (row,) = store.query(asked)
    shown = [one for one in trends.series if one.population == "all" or one.what == "group" or one.verdict in ("rising", "declining", "stable")]
    assert (int(row["n"].value), int(row["s"].value)) == (sum(len(one.points) for one in shown), sum(one.asking for one in shown))
    marked = list(store.query("SELECT ?o { ?o ?p <http://purl.org/linked-data/sdmx/2009/code#obsStatus-B> }"))
    assert len(marked) == len([one for one in shown if len({point.span for point in one.points}) == 2]) > 0


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("IC-1 ", b"<http://purl.org/linked-data/cube#dataSet>", b"<http://example.org/other>"),
        ("IC-11", b"<https://w3id.org/skillstaal/trend#span>", b"<http://example.org/other>"),
        ("IC-12", b"month/2024-02>", b"month/2024-01>"),
        ("IC-13", b"<https://w3id.org/skillstaal/trend#verdict>", b"<http://example.org/other>"),
        ("IC-14", b"<https://w3id.org/skillstaal/trend#share>", b"<http://example.org/other>"),
        ("IC-19", b"/population/all>", b"/population/elsewhere>"),
    ],
)
def test_a_broken_cube_is_seen(market, name, before, after):
    trends, *_ = market
    wrong = gzip.compress(gzip.decompress(trends.files["observations.nt.gz"]).replace(before, after))
    assert any(found.startswith(name) for found in constraints.broken(trends.files["cube.ttl"], wrong))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("IC-2", "<urn:d> a qb:DataSet ."),
        ("IC-3", "<urn:s> a qb:DataStructureDefinition ."),
        ("IC-4", "<urn:p> a qb:DimensionProperty ."),
        ("IC-5", "<urn:p> a qb:DimensionProperty ; rdfs:range skos:Concept ."),
        ("IC-6", "<urn:c> qb:componentRequired false ; qb:dimension <urn:p> ."),
    ],
)
def test_a_broken_structure_is_seen(name, wrong):
    prefixes = "@prefix qb: <http://purl.org/linked-data/cube#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    assert any(found.startswith(name) for found in constraints.broken(f"{prefixes} {wrong}".encode(), gzip.compress(b"")))


def test_surveys_are_compared(groups, tmp_path, skills):
    """Analytical thinking rises, time management declines, nothing else is asked: so one of each agrees, and the rest has no data."""
    rising, declining = CONCEPT_BASE + "ST0000267", CONCEPT_BASE + "ST0000295"
    made = Market([rising, declining], np.array([3.0, 0.3]), np.array([0.2, 0.4]), np.random.default_rng(3))
    runs = read_runs([write_run(tmp_path / "run", [made.month(number, 300) for number in range(12)])])
    claims, (ranking,) = compare(make_series(count(runs, groups)), groups)
    outcomes = {(claim.instrument, claim.group.rpartition("/")[2]): claim.outcome for claim in claims}
    assert outcomes["wef-2018-trending", "1"] == outcomes["wef-2023-rising", "2"] == outcomes["wef-2018-declining", "8"] == "agrees"
    assert list(outcomes.values()).count("no_data") == len(outcomes) - list(outcomes.values()).count("agrees")
    assert ranking.correlation is None


def test_a_survey_can_be_contradicted(groups, tmp_path):
    made = Market([CONCEPT_BASE + "ST0000267"], np.array([0.3]), np.array([0.4]), np.random.default_rng(3))
    runs = read_runs([write_run(tmp_path / "run", [made.month(number, 300) for number in range(12)])])
    claims, _ = compare(make_series(count(runs, groups)), groups)
    assert {claim.outcome for claim in claims if claim.group in (f"{INSTRUMENT_BASE}wef-2018-trending/1", f"{INSTRUMENT_BASE}wef-2023-rising/2")} == {"contradicts"}


def test_the_page_stands_alone_and_the_same_runs_give_the_same_files(market, lexicon, groups):
    trends, runs, rising, _ = market
    page = trends.files["trends.html"].decode()
    assert "http" not in re.sub(r'href="https://w3id[^"]*"|<code>https://w3id[^<]*</code>', "", page).replace("http-equiv", "")
    assert "<script" not in page
    assert all(str(escape(groups.name(item, "nl", {}))) in page for item in rising)
    assert 'class="break"' in page
    again = make_trends(runs, lexicon, lang="en", populations={})
    assert {name: content for name, content in again.files.items() if name != "trends.html"} == {name: content for name, content in trends.files.items() if name != "trends.html"}
    assert "Trends in the demand for skills" in again.files["trends.html"].decode()


def test_a_run_without_texts_gives_a_page_that_says_so(tmp_path, lexicon):
    trends = make_trends(read_runs([write_run(tmp_path / "empty", [])]), lexicon)
    assert trends.series == []
    assert "te weinig perioden" in trends.files["trends.html"].decode()


def test_one_command_makes_them_all(tmp_path, skills):
    from click.testing import CliRunner

    from pipeline.cli.commands import main

    made = Market(skills[:5], np.ones(5), np.full(5, 0.3), np.random.default_rng(3))
    run = write_run(tmp_path / "run", [made.month(number, 60) for number in range(4)])
    found = CliRunner().invoke(main, ["ontology", "trends", str(run), "--out", str(tmp_path / "out"), "--by", "quarter", "--lang", "en"])
    assert (found.exit_code, "5 concepts" in found.stderr) == (0, True)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"trends.html", "trends.parquet", "points.parquet", "cube.ttl", "observations.nt.gz"}
    wrong = CliRunner().invoke(main, ["ontology", "trends", str(run), "--out", str(tmp_path / "out"), "--period", "2026-03"])
    assert (wrong.exit_code, "is not RUN=PERIOD" in wrong.stderr) == (2, True)


def test_a_run_without_any_period_asks_for_one(tmp_path):
    from click.testing import CliRunner

    from pipeline.cli.commands import main

    found = CliRunner().invoke(main, ["ontology", "trends", str(write_run(tmp_path / "run", [])), "--out", str(tmp_path / "out")])
    assert (found.exit_code, "--period" in found.stderr) == (1, True)
