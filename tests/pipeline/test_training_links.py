"""Training of the linker: what is read from crosswalks and gold, that folds keep texts together, and that the judge learns and is calibrated."""

import json

import numpy as np
import pytest

from ontology.lexicon import Lexicon
from pipeline.linking.candidates import FEATURES, NIL_FEATURES, candidate_pairs
from pipeline.linking.judge import Judge, sure_of_nil
from pipeline.training.links import FOLDS, collect, gold_links, spread


def gold_record(id_: str, *said: tuple[str, list[str] | None]) -> dict:
    """A text of these quotes, a line each, with the concepts of each; None: not linked."""
    text, skills = "\n".join(quote for quote, _ in said), []
    for quote, concepts in said:
        linked = {} if concepts is None else {"concepts": concepts}
        skills.append({"quote": quote, "type": "skill", "start": text.index(quote), "end": text.index(quote) + len(quote), **linked})
    return {"id": id_, "text": text, "skills": skills}


def gold_file(folder, *records: dict):
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_mentions_of_a_text_share_a_fold(tmp_path):
    records = [gold_record(f"t{n}", (f"lassen {n}", ["http://x/1"]), (f"vijlen {n}", ["http://x/1"])) for n in range(10)]
    terms = collect([gold_file(tmp_path, *records)], [], [])
    assert len(terms) == 20
    assert {(term.text.split()[1], term.fold) for term in terms} == {(str(n), n % FOLDS) for n in range(10)}


def test_gold_without_links_teaches_nothing_and_a_spelling_counts_once(tmp_path):
    path = gold_file(tmp_path, gold_record("t1", ("Lassen", []), ("lassen", ["http://x/1"]), ("vijlen", None)))
    assert gold_links([path], "concepts") == [(0, "Lassen", "skill", frozenset())]


def test_folds_are_of_equal_size_and_always_the_same():
    assert sorted(np.bincount(spread(23)).tolist()) == [4, 4, 5, 5, 5] and spread(23) == spread(23)


def judged_rows(lexicon: Lexicon, count: int):
    """Rows in which the candidate with the highest cosine is right, or nothing when there is no cosine above 0.5."""
    from pipeline.training.judge import Row

    texts = [lexicon.label(number)[0] + " doen" for number in range(0, count * 40, 40)]
    pairs = candidate_pairs(lexicon, [(text, "skill") for text in texts], 10)
    rows = []
    for number in range(len(texts)):
        part = slice(pairs.starts[number], pairs.starts[number + 1])
        cosine = pairs.features[part, FEATURES.index("cosine")]
        right = (cosine == cosine.max()) & (cosine > 0.5)
        answers = tuple((f"http://x/{concept}",) for concept in pairs.concepts[part])
        concepts = frozenset(iri for (iri,), hit in zip(answers, right) if hit)
        rows.append(Row("gold", number % 2, concepts, pairs.features[part], pairs.nil[number], right, answers, 1.0, True))
    return rows


def test_the_judge_learns_from_the_other_folds_and_travels_as_a_file(lexicon, tmp_path):
    pytest.importorskip("torch")
    from pipeline.training.judge import figures, train_judge

    rows = judged_rows(lexicon, 200)
    judge, scored = train_judge(rows, 2)
    result = figures(rows, scored, judge)["gold"]
    assert result["hit@1"] > 0.8 and result["right, of linked"] > 0.8
    assert all(np.isclose(probabilities.sum() + nil, 1) for probabilities, nil in scored)
    judge.save(tmp_path / "linker.npz")
    pairs = candidate_pairs(lexicon, [("leiding geven", "skill"), ("lassen van staal", "skill")], 10)
    for ours, theirs in zip(judge(pairs), Judge.load(tmp_path / "linker.npz")(pairs)):
        assert np.allclose(ours, theirs, atol=1e-4)


def test_a_model_with_other_features_is_refused(tmp_path):
    Judge.load().save(tmp_path / "linker.npz")
    arrays = dict(np.load(tmp_path / "linker.npz"))
    np.savez(tmp_path / "other.npz", **arrays | {"features": np.array([*FEATURES, *NIL_FEATURES][::-1])})
    with pytest.raises(ValueError, match="trained with other features"):
        Judge.load(tmp_path / "other.npz")


def test_a_model_that_knows_no_context_is_refused(tmp_path):
    Judge.load().save(tmp_path / "linker.npz")
    np.savez(tmp_path / "older.npz", **{name: array for name, array in np.load(tmp_path / "linker.npz").items() if not name.startswith("context")})
    with pytest.raises(ValueError, match="retrain it"):
        Judge.load(tmp_path / "older.npz")


def test_how_sure_nil_is_comes_from_how_often_it_was_right(lexicon):
    pytest.importorskip("sklearn")
    from dataclasses import replace

    from pipeline.training.judge import certainty_of_nil

    rows = judged_rows(lexicon, 100)
    said = [(np.full(len(row.features), 0.01), 0.9) for row in rows]
    seldom = [replace(row, concepts=frozenset(() if number % 4 == 0 else ("http://x/1",))) for number, row in enumerate(rows)]
    assert sure_of_nil(0.9, certainty_of_nil(seldom, said)) == pytest.approx(0.25, abs=0.03)
    assert certainty_of_nil([replace(row, mention=False) for row in seldom], said) == (1.0, 0.0)
    assert sure_of_nil(0.9, (1.0, 0.0)) == pytest.approx(0.9)
