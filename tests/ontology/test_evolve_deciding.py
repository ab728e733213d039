"""Decisions survive a spreadsheet, are remembered, and two reviewers can be compared."""

import json

import pytest

from ontology.errors import OntologyError, SourceError
from ontology.evolve.deciding import COLUMNS, Decision, agreement, decisions_text, gold_links, merge, read_decisions, still_open, training_rows
from ontology.evolve.proposing import Proposal, candidate_id


def decided(candidate, decision, reviewer="Ada", day="2026-11-22", **more):
    return Decision(candidate, more.pop("proposal", "new_label"), decision, label=more.pop("label", "x"), type="skill", reviewer=reviewer, date=day, **more)


def proposal(text, documents=4, kind="new_label"):
    return Proposal(candidate_id(text), kind, 0.8, 0.8, text, "nl", "skill", documents=documents, forms=((text, documents),), keys=(text,))


def test_a_table_is_read_back_as_written(tmp_path):
    rows = [decided("C1", "accept", label='zegt "ja"', also="a|b"), decided("C2", "reject", label="=HYPERLINK(1)", reason="+x")]
    text = decisions_text(rows)
    assert "\t'=HYPERLINK(1)\t" in text and "\t'+x\t" in text
    path = tmp_path / "d.tsv"
    for saved in (text, "\ufeff" + text.replace("\n", "\r\n"), text.replace("a|b", '"a|b"')):
        path.write_bytes(saved.encode())
        assert [(row.label, row.also, row.reason) for row in read_decisions(path)] == [('zegt "ja"', "a|b", ""), ("=HYPERLINK(1)", "", "+x")]


@pytest.mark.parametrize("start", ["=1+1", "@sum", "-2", "+3"])
def test_no_cell_is_a_formula(start):
    line = decisions_text([decided("C1", "later", label=start)]).split("\n")[1]
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in line.split("\t"))


def test_every_fault_of_a_table_is_named(tmp_path):
    path = tmp_path / "d.tsv"
    path.write_text(decisions_text([Decision("C1", "new_label", "yes"), Decision("C2", "odd", "accept", reviewer="Ada", date="today")]))
    with pytest.raises(SourceError) as error:
        read_decisions(path)
    for part in ("d.tsv:2: decision 'yes'", "needs a reviewer", "d.tsv:3: proposal 'odd'", "date 'today' is no day"):
        assert part in str(error.value)
    path.write_text("a\tb\n")
    with pytest.raises(OntologyError, match="misses the column candidate, decision, proposal"):
        read_decisions(path)


def test_kappa_is_cohens():
    """His two by two example: observed .7, expected .5, kappa .4."""
    cells = [("accept", "accept", 20), ("accept", "reject", 5), ("reject", "accept", 10), ("reject", "reject", 15)]
    pairs = [(one, other) for one, other, count in cells for _ in range(count)]
    tables = [[decided(f"C{n}", pair[side]) for n, pair in enumerate(pairs)] for side in (0, 1)]
    both, share, kappa = agreement(*tables)
    assert (both, share, round(kappa, 6)) == (50, 0.7, 0.4)
    assert agreement(tables[0], []) == (0, 0.0, None)
    assert agreement([decided("C1", "accept")], [decided("C1", "accept")])[2] is None


def test_the_latest_decision_counts_and_contradictions_are_told():
    early, late = decided("C1", "accept", day="2026-11-01"), decided("C1", "reject", "Bo", "2026-11-02")
    assert merge([[late], [early]]) == ([late], [(late, early)])
    assert merge([[early], [Decision("C1", "new_label")]]) == ([early], [])


def test_what_was_rejected_comes_back_when_its_evidence_doubles():
    name = candidate_id("paarden beslaan")
    rejected = decided(name, "reject", documents="4")
    assert still_open([proposal("paarden beslaan", 7)], [rejected]) == []
    assert still_open([proposal("paarden beslaan", 8)], [rejected]) == [proposal("paarden beslaan", 8)]
    assert still_open([proposal("paarden beslaan", 99)], [decided(name, "accept")]) == []
    assert len(still_open([proposal("paarden beslaan")], [decided(name, "later")])) == 1
    assert len(still_open([proposal("koeien melken")], [rejected])) == 1


def test_the_id_of_a_candidate_does_not_hang_on_its_form():
    assert candidate_id("het beslaan van paarden") == candidate_id("paarden beslaan") != candidate_id("paarden berijden")


def test_decisions_become_training_rows_and_links(tmp_path):
    names = ["paarden beslaan", "leuke borrel", "koeien melken"]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps({"id": candidate_id(name), "row": [number, 0.5]}) + "\n" for number, name in enumerate(names)))
    rows = [
        decided(candidate_id(names[0]), "accept", label=names[0], concept="ST0000100", also="hoefsmeden"), decided(candidate_id(names[1]), "reject"),
        decided(candidate_id(names[2]), "change", proposal="new_concept"), decided("Cunknown", "accept"),
    ]  # fmt: skip
    (tmp_path / "d.tsv").write_text(decisions_text(rows))
    assert training_rows([tmp_path / "d.tsv"], [tmp_path / "c.jsonl"]) == [((0, 0.5), "label"), ((1, 0.5), "noise"), ((2, 0.5), "concept")]
    (line,) = gold_links(rows).splitlines()
    assert [skill["quote"] for skill in json.loads(line)["skills"]] == ["paarden beslaan", "hoefsmeden"]
    assert json.loads(line)["skills"][0]["concepts"] == ["https://w3id.org/skillstaal/id/ST0000100"]


def test_the_table_has_the_columns_that_reviewers_were_promised():
    assert set("candidate proposal decision label broader reason reviewer date".split()) <= set(COLUMNS)
