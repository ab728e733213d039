"""A run beside previous ones: what drifted is told, chance is not, and an alarm is an exit code."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import ks_2samp

from pipeline.batches.monitoring import BINS, Profile, compare, paragraph, profile, total
from pipeline.cli.commands import main
from tests.ontology.made_runs import Market, write_run


def made(rng, texts=500, nil=0.2, confidence=(8, 2), english=0.1, sections=(0.6, 0.3, 0.1), mean=15):
    """A profile of independent texts."""
    numbers = rng.poisson(mean, texts)
    statements = int(numbers.sum())
    en = int(rng.binomial(texts, english))
    parts = rng.multinomial(statements, sections)
    return Profile(
        texts, texts, 0, statements, int(rng.binomial(statements, nil)), int((numbers**2).sum()), Counter(nl=texts - en, en=en), Counter(vacancy=texts),
        Counter(dict(zip(("requirements", "tasks", "offer"), parts.tolist()))), Counter(np.minimum(rng.beta(*confidence, statements) * BINS, BINS - 1).astype(int).tolist()), {("1", "1", "")},
    )  # fmt: skip


def states(now, before):
    return {reading.name: reading.state for reading in compare(now, before)}


def test_chance_raises_no_alarm():
    rng = np.random.default_rng(1)
    found = Counter(state for _ in range(50) for state in states(made(rng, 60), made(rng, 200)).values())
    assert found["alarm"] == 0
    assert found["watch"] <= 8  # of 400, when each has a chance of 1%


@pytest.mark.parametrize(
    ("name", "changed"),
    [("nil", {"nil": 0.35}), ("confidence", {"confidence": (3, 3)}), ("distance", {"confidence": (3, 3)}), ("language", {"english": 0.5}), ("section", {"sections": (0.2, 0.3, 0.5)}), ("statements", {"mean": 10})],
)
def test_what_drifted_is_an_alarm_and_comes_first(name, changed):
    rng = np.random.default_rng(2)
    readings = compare(made(rng, **changed), made(rng, 1000))
    found = {reading.name: reading.state for reading in readings}
    assert found[name] == "alarm"
    assert readings[0].state == "alarm"
    assert {one for one in found if found[one] != "ok"} <= {name, "confidence", "distance"}


def test_more_quarantine_is_an_alarm():
    rng = np.random.default_rng(3)
    now = replace(made(rng), read=600, quarantined=100)
    assert states(now, made(rng, 1000))["quarantine"] == "alarm"


def test_the_distance_is_that_of_kolmogorov_and_smirnov():
    rng = np.random.default_rng(4)
    now, before = made(rng, confidence=(5, 3)), made(rng)
    distance = next(reading.value for reading in compare(now, before) if reading.name == "distance")
    assert abs(distance) == pytest.approx(ks_2samp(list(now.confidence.elements()), list(before.confidence.elements())).statistic)


def test_the_paragraph_says_what_and_whether_the_tool_changed():
    rng = np.random.default_rng(5)
    now, before = replace(made(rng, english=0.6), measured={("2", "1", "")}), made(rng, 1000)
    english, dutch = ("\n".join(paragraph(compare(now, before), now, before, lang)) for lang in ("en", "nl"))
    assert "ALARM: languages (English: " in english
    assert "tool changed" in english
    assert "ALARM: talen (Engels: " in dutch
    assert paragraph(compare(before, before), before, before, "nl")[0].endswith("is niets verschoven.")


def test_there_may_be_nothing_to_compare():
    assert compare(Profile(), made(np.random.default_rng(6))) == []
    assert "no texts" in paragraph([], Profile(), Profile(), "en")[0]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("monitored"), np.random.default_rng(7)
    market = Market([f"https://w3id.org/skillstaal/id/ST{n:07d}" for n in range(1, 21)], np.ones(20), np.full(20, 0.4), rng)
    found = [write_run(folder / name, [market.month(number, 150, found)]) for number, (name, found) in enumerate((("a", 1.0), ("b", 1.0), ("c", 0.5)))]
    for run in found:
        manifest = json.loads((run / "manifest.json").read_text())
        manifest["totals"] |= {"read": 150, "quarantined": 0}
        (run / "manifest.json").write_text(json.dumps(manifest))
    return found


def test_a_profile_is_counted_from_the_tables(runs):
    found = profile(runs[0])
    assert (found.texts, found.languages, found.kinds, found.nil) == (150, {"nl": 150}, {"vacancy": 150}, 0)
    assert found.statements == sum(found.sections.values()) == sum(found.confidence.values()) > 1000
    both = total(runs[:2])
    assert (both.texts, both.statements) == (300, found.statements + profile(runs[1]).statements)


def test_the_exit_code_is_the_alarm(runs):
    first, second, fewer = map(str, runs)
    quiet, loud = (CliRunner().invoke(main, ["monitor", run, first, "--format", "json"]) for run in (second, fewer))
    assert quiet.exit_code == 0
    assert {reading["state"] for reading in json.loads(quiet.stdout)["readings"]} == {"ok"}
    assert loud.exit_code == 1
    assert json.loads(loud.stdout)["readings"][0]["name"] == "statements"


@pytest.mark.parametrize("content", ['{"tool": {"name": "skillstaal"}}', '{"tool": {"name": "skillstaal"}, "totals": 1}', "[]"])
def test_a_damaged_manifest_is_told_by_every_command(tmp_path, runs, content):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(content)
    for arguments in (["report", str(out)], ["monitor", str(out), str(runs[0])], ["monitor", str(runs[0]), str(out)], ["run", str(runs[0]), "--out", str(out)]):
        found = CliRunner().invoke(main, arguments)
        assert (found.exit_code, "manifest.json" in found.stderr) == (2, True), arguments
    assert (out / "manifest.json").read_text() == content


def test_what_is_no_run_is_told(tmp_path, runs):
    found = CliRunner().invoke(main, ["monitor", str(tmp_path), str(runs[0])])
    assert (found.exit_code, "no run" in found.stderr or "manifest" in found.stderr) == (2, True)
