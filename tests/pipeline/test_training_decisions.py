"""Learning from decisions: what they teach the judge of the linker, that it forgets nothing, and that a model that got worse is not saved."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from ontology.evolve.deciding import Decision, decisions_text
from pipeline.linking.candidates import FEATURES
from pipeline.linking.judge import Judge
from pipeline.training.decided_links import decided_terms, falls, rows_before
from tests.conftest import ROOT

BASE = "https://w3id.org/skillstaal/id/"
ADA = {"reviewer": "Ada", "date": "2026-11-22", "type": "skill"}


def test_accepted_words_have_a_concept_rejected_ones_none_and_open_ones_teach_nothing():
    decisions = [
        Decision("C1", "new_label", "accept", "gevels metselen", also="muren metselen", concept="ST0000001", **ADA), Decision("C2", "new_concept", "reject", "laptop van de zaak", **ADA),
        Decision("C3", "new_label", "later", "glimmen", concept="ST0000001", **ADA), Decision("C4", "merge", "accept", concept="ST0000001", into="ST0000002", **ADA),
        Decision("C5", "narrower", "change", "kredietrisico", "credit risk", concept=BASE + "ST0000003", **ADA),
    ]  # fmt: skip
    terms = decided_terms(decisions)
    assert [(term.text, sorted(term.concepts)) for term in terms] == [
        ("gevels metselen", [BASE + "ST0000001"]), ("muren metselen", [BASE + "ST0000001"]), ("laptop van de zaak", []), ("kredietrisico", [BASE + "ST0000003"]), ("credit risk", [BASE + "ST0000003"]),
    ]  # fmt: skip
    assert terms[0].fold == terms[1].fold != terms[2].fold


def test_words_are_met_as_they_were_before_the_decision(core):
    concept = next(c for c in core.concepts if c.type == "skill" and len(c.labels.get(("alt", "nl"), ())) > 3)
    label = concept.labels[("alt", "nl")][0]
    terms = decided_terms([Decision("C1", "new_label", "accept", label, also=concept.pref(), concept=concept.id, **ADA)])
    (row,) = rows_before(core, terms)
    assert not row.features[row.right, FEATURES.index("surface")].any()


@pytest.fixture(scope="module")
def rows(lexicon):
    from pipeline.training.decided_links import gold_rows

    return gold_rows(lexicon, [ROOT / "corpora" / "gold" / "dev.jsonl"])[:400]


def test_it_learns_what_was_decided_and_goes_on_to_know_the_rest(rows):
    pytest.importorskip("torch")
    from dataclasses import replace

    from pipeline.training.decided_links import _answer, _as_decided, teach

    judge, known = Judge.load(), rows[:300]
    rejected = [replace(row, concepts=frozenset(), right=np.zeros_like(row.right)) for row in rows[300:] if row.concepts and _as_decided(judge, row)][:15]
    taught = teach(judge, rejected, known)
    surer = [_answer(taught, row)[1] > _answer(judge, row)[1] for row in rejected]
    assert np.mean(surer) > 0.8
    same = [_as_decided(judge, row) == _as_decided(taught, row) for row in known]
    assert np.mean(same) > 0.97


def test_a_judge_that_got_worse_is_refused_and_nothing_is_written(tmp_path):
    """A reviewer who rejects whatever gold is right about."""
    pytest.importorskip("torch")
    from pipeline.training.decisions import main

    records = (ROOT / "corpora" / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    (tmp_path / "gold.jsonl").write_text("\n".join(records[:1]) + "\n", encoding="utf-8")
    (tmp_path / "held.jsonl").write_text("\n".join(records[1:]) + "\n", encoding="utf-8")
    quotes = {(s["quote"], s["type"]) for record in map(json.loads, records) for s in record["skills"]}
    wrong = [Decision(f"C{number}", "new_label", "reject", quote, type=type_, reviewer="Ada", date="2026-11-22") for number, (quote, type_) in enumerate(sorted(quotes))]
    (tmp_path / "decisions.tsv").write_text(decisions_text(wrong), encoding="utf-8")
    (tmp_path / "models").mkdir()
    found = CliRunner().invoke(main, ["--decisions", str(tmp_path / "decisions.tsv"), "--gold", str(tmp_path / "gold.jsonl"), "--untouched", str(tmp_path / "held.jsonl"), "--models", str(tmp_path / "models")])
    assert found.exit_code == 1 and "nothing is saved" in found.output and "of the linker" in found.output
    assert not list((tmp_path / "models").iterdir())
    (tmp_path / "open.tsv").write_text(decisions_text([Decision("C1", "new_label", "later", "lassen", type="skill", reviewer="Ada", date="2026-11-22")]), encoding="utf-8")
    found = CliRunner().invoke(main, ["--decisions", str(tmp_path / "open.tsv"), "--gold", str(tmp_path / "gold.jsonl"), "--untouched", str(tmp_path / "held.jsonl"), "--models", str(tmp_path / "models")], catch_exceptions=False)
    assert found.exit_code == 0 and Judge.load(tmp_path / "models" / "linker.npz").temperature == Judge.load().temperature


def test_a_hundredth_is_allowed():
    before = {"acceptable": 0.7, "right, of linked": 0.8, "calibration error": 0.03}
    assert falls(before, {"acceptable": 0.69, "right, of linked": 0.9, "calibration error": 0.04}) == []
    assert falls(before, {"acceptable": 0.68, "right, of linked": 0.8, "calibration error": 0.05}) == ["acceptable", "calibration error"]
