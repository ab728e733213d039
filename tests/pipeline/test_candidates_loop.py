"""The loop as a whole, small: removed words come back, decisions change the tables, and the next run knows."""

from collections import Counter
from dataclasses import replace
from shutil import copytree

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ontology.encoding import Encoder
from ontology.evolve.classifying import Classifier
from ontology.evolve.clustering import Cluster
from ontology.evolve.deciding import decisions_text, read_decisions
from ontology.evolve.evidence import Form, gather
from ontology.evolve.files import read_candidates
from ontology.lexicon import Lexicon
from ontology.tables import MAPPINGS, SOURCE, read_ontology
from pipeline.cli.commands import main
from pipeline.training.candidate_scores import Scored, calibration_error, score_proposals
from pipeline.training.candidates import falls, fit, make_part, score
from pipeline.training.simulated_run import open_lexicon, truth_of, truths_in, write_tables
from pipeline.training.simulating import Truth, make_corpus, remove

SMALL = {"steps": 0, "concepts": 30, "labels": 60}


def invoke(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    """A small removal from the part of the core that the classifier was not trained on."""
    return make_part(read_ontology(), [], 2, tmp_path_factory.mktemp("work"), **SMALL)


def test_removed_words_come_back_first(part):
    found = score(Classifier.load(), part)
    assert found["mentioned_often"] > 20
    assert found["recall_500"] >= 0.8
    assert score_proposals(_scored(part), part.planted, 40, 20)["precision_200"] >= 0.7


def _scored(part):
    judged = Classifier.load().judge(part.nearby)
    return [Scored(c.documents, truth, j.probabilities, part.iris[j.same[0][0]], False) for c, truth, j in zip(part.clusters, part.truths, judged)]


def test_decisions_teach(part):
    """The same cluster, rejected by maintainers time and again, is less likely to be proposed."""
    row = next(judged.row for judged in Classifier.load().judge(part.nearby) if judged.probabilities[2] < 0.2)
    chances = [fit([part], decided).kind(np.array([row]))[0, 2] for decided in ([], [(row, "noise")] * 40)]
    assert chances[1] > chances[0] + 0.2


def test_a_removal_takes_away_what_it_says_and_parts_share_nothing(core):
    one, other = (remove(core, 5, 30, 60, part, 3) for part in (0, 1))
    assert len(one.concepts) == 30 and len(one.labels) == 60 and len(core.concepts) - len(one.core.concepts) == 30
    assert not one.concepts.keys() & other.concepts.keys() and not {iri for iri, _ in one.labels} & {iri for iri, _ in other.labels}
    left = one.core.by_iri()
    assert all(label not in left[iri].labels.get(("alt", "nl"), ()) for iri, label in one.labels)
    assert remove(core, 5, 30, 60, 0, 3) == one


def test_planted_spans_hold_the_words_that_they_are_about(core):
    removal = remove(core, 5, 30, 60)
    corpus = make_corpus(core, removal, [], 5)
    planted = [(d, start, end, truth) for d in corpus.documents for start, end, truth in corpus.spans[d.id] if truth.kind == "label"]
    assert len(planted) == sum(times for truth, times in corpus.planted.items() if truth.kind == "label")
    assert all(truth.label.lower() in document.text[start:end].lower() for document, start, end, truth in planted)


def test_a_cluster_of_two_labels_of_a_concept_brings_both_back():
    one, two, other = (Form(key, key, 3, 0, 0.5) for key in ("skj", "skj-register", "pedicure"))
    truths = {"skj": Counter({Truth("label", "a", "SKJ"): 3}), "skj-register": Counter({Truth("label", "a", "SKJ-register"): 3}), "pedicure": Counter({None: 3, Truth("label", "b", "x"): 1})}
    about = truth_of(Cluster((one, two)), truths)
    assert truths_in(Cluster((one, two)), about, truths) == {Truth("label", "a", "SKJ"), Truth("label", "a", "SKJ-register")}
    assert truth_of(Cluster((other,)), truths) is None and truths_in(Cluster((other,)), None, truths) == frozenset()


def test_figures_are_counted_by_hand():
    removed, label = Truth("concept", "a"), Truth("label", "b", "x")
    scored = [Scored(9, removed, (0.9, 0.05, 0.05), "z", True), Scored(8, label, (0.1, 0.8, 0.1), "b", False), Scored(7, label, (0.1, 0.7, 0.2), "c", False), Scored(6, None, (0.2, 0.2, 0.6), "c", False)]
    found = score_proposals(scored, {removed: 9, label: 15, Truth("concept", "never seen"): 5, Truth("concept", "rare"): 4})
    assert (found["mentioned_often"], found["recall_500"], found["precision_200"], found["precision_200_right"], found["distinct_200"]) == (3, 0.667, 0.75, 0.5, 2)
    assert (found["label_of_the_right_concept"], found["broader_among_five"]) == (0.5, 1.0)
    assert calibration_error([Scored(5, removed, (0.5, 0.3, 0.2), "", False)]) == 0.2
    assert falls(found, found | {"recall_500": 0.65}) == ["recall_500"] and falls(found, found | {"recall_500": 0.66}) == []


def test_the_whole_loop(tmp_path, core):
    """Texts that use a removed label -> candidate -> decision -> table -> the label is known, and is not proposed again."""
    texts = tmp_path / "texts"
    texts.mkdir()
    vacancy = (SOURCE.parent.parent / "corpora" / "examples" / "vacancies" / "metselaar.txt").read_text(encoding="utf-8")
    for number, line in enumerate(["- Ervaring met gevelscansoftware", "- Kennis van gevelscansoftware"] * 2):
        (texts / f"v{number}.txt").write_text(vacancy.replace("VCA", f"VCA\n{line}\n") + f"\nKenmerk {number}\n", encoding="utf-8")
    invoke("run", texts, "--out", tmp_path / "run", "--formats", "parquet", "--kind", "vacancy")
    invoke("ontology", "candidates", tmp_path / "run", "--out", tmp_path / "found")
    found = {proposal.label: proposal for proposal in read_candidates(tmp_path / "found").proposals}
    proposal = found["gevelscansoftware"]
    assert proposal.documents == 4 and all("gevelscansoftware" in sentence for _, sentence in proposal.examples)
    invoke("ontology", "review", tmp_path / "found", "--lang", "en")
    assert "gevelscansoftware" in (tmp_path / "found" / "review.html").read_text()
    copytree(SOURCE, tmp_path / "core" / "source"), copytree(MAPPINGS, tmp_path / "core" / "mappings")
    (tmp_path / "core" / "accepted.tsv").write_bytes((SOURCE.parent / "accepted.tsv").read_bytes())
    parent = core.by_iri()[next(iri for concept in core.concepts if concept.type == "knowledge" and concept.status == "active" for iri in concept.broader)]
    row = next(row for row in read_decisions(tmp_path / "found" / "decisions.tsv") if row.candidate == proposal.id)
    decision = replace(
        row, proposal="narrower", decision="change", type="knowledge", label_en="facade scanning software", concept="", broader=parent.id, also="", mappings="",
        definition="Programma waarmee gevels worden ingescand en opgemeten.", reviewer="Ada", date="2026-11-22",
    )  # fmt: skip
    (tmp_path / "decided.tsv").write_text(decisions_text([decision]))
    folders = ("--source", tmp_path / "core" / "source", "--mappings", tmp_path / "core" / "mappings")
    dry = invoke("ontology", "apply", tmp_path / "decided.tsv", *folders, "--dry-run")
    assert "nothing is written (--dry-run)" in dry.output and not (tmp_path / "core" / "decisions.tsv").exists()
    done = invoke("ontology", "apply", tmp_path / "decided.tsv", *folders)
    assert done.exit_code == 0 and "'gevelscansoftware'@nl" in done.output
    invoke("ontology", "build", *folders, "--out", tmp_path / "release")
    lexicon = Lexicon.load(tmp_path / "release")
    assert lexicon.find("Gevelscansoftware")
    assert "gevelscansoftware" not in {form.key for form in gather([tmp_path / "run"], lexicon).forms}
    again = invoke("ontology", "candidates", tmp_path / "run", "--decisions", tmp_path / "core" / "decisions.tsv", "--out", tmp_path / "again")
    assert "1 decided before" in again.output
    assert "gevelscansoftware" not in {proposal.label for proposal in read_candidates(tmp_path / "again").proposals}


def test_no_sentence_of_a_cv_and_nothing_personal_reaches_the_tables(tmp_path):
    """The column context of a run: five places where a person is named, none of them in it."""
    said = "organiseren van glimkoordavonden"
    (tmp_path / "texts").mkdir()
    vacancy = (SOURCE.parent.parent / "corpora" / "examples" / "vacancies" / "metselaar.txt").read_text(encoding="utf-8")
    lines = [
        f"- {said}", f"- {said} samen met dhr. J. Jansen", f"- {said}, bel Marieke voor meer", f"- {said} met Piet van den Berg", f"- {said} via piet@example.nl", f"- {said} (06-12345678)",
    ]  # fmt: skip
    (tmp_path / "texts" / "v.txt").write_text(vacancy + "\nWat ga je doen?\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "cvs").mkdir()
    (tmp_path / "cvs" / "c.txt").write_text(f"Curriculum vitae\nNaam: Piet Jansen\n\nWerkervaring\n- {said} bij Piet Jansen\n")
    invoke("run", tmp_path / "texts", "--out", tmp_path / "a", "--kind", "vacancy", "--formats", "parquet")
    invoke("run", tmp_path / "cvs", "--out", tmp_path / "b", "--kind", "cv", "--formats", "parquet")
    rows = [row for row in pq.read_table(tmp_path / "a" / "tables" / "skills").to_pylist() if "glimkoord" in row["quote"]]
    assert len(rows) >= 3
    assert {row["context"] for row in rows} - {None} in ({f"- {said}"}, {said})
    assert all(row["context"] is None for row in pq.read_table(tmp_path / "b" / "tables" / "skills").to_pylist())


def test_simulated_tables_are_those_of_a_run(tmp_path, core):
    removal = remove(core, 5, 3, 6)
    corpus = make_corpus(core, removal, [], 5)
    lexicon = open_lexicon(removal.core, Encoder.load())
    write_tables(tmp_path, corpus, lexicon)
    corpus.write_traits(tmp_path / "traits.csv")
    found = gather([tmp_path], lexicon, tmp_path / "traits.csv")
    assert found.documents == len(corpus.documents) and len(found.periods) > 3
    assert max(form.employers for form in found.forms) > 1
