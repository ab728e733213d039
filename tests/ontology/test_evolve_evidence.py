"""What runs could not name is counted by document, and shown in sentences that hold nothing personal."""

import pytest

from ontology.errors import OntologyError
from ontology.evolve.clustering import cluster_forms, without_modifiers
from ontology.evolve.evidence import examples, gather
from ontology.evolve.framing import without_frame
from tests.ontology.made_runs import write_manifest
from tests.ontology.run_tables import mention, write_run


def forms(evidence):
    return {form.key: form for form in evidence.forms}


def test_documents_count_once_and_known_labels_not_at_all(tmp_path, lexicon):
    rows = [mention("a", "Prompt  engineering"), mention("a", "prompt engineering"), mention("b", "prompt engineering", "ST0001122"), mention("b", "samenwerken", "ST0000110")]
    found = gather([write_run(tmp_path / "r", rows)], lexicon)
    known = lexicon.find("prompt engineering")
    assert found.documents == 2 and "samenwerken" not in forms(found)
    if not known:
        assert forms(found)["prompt engineering"].documents == 2
    made_up = gather([write_run(tmp_path / "s", [mention("a", "Kwaakzangen  meten"), mention("a", "kwaakzangen meten"), mention("b", "kwaakzangen meten", "ST0001122")])], lexicon)
    (form,) = made_up.forms
    assert (form.key, form.text, form.documents, form.sentences) == ("kwaakzangen meten", "kwaakzangen meten", 2, 2)
    assert form.concepts == {"": 1, "https://w3id.org/skillstaal/id/ST0001122": 1} and form.employers is None


def test_a_document_in_two_runs_counts_by_the_last(tmp_path, lexicon):
    old = write_run(tmp_path / "old", [mention("a", "kwaakzangen meten"), mention("b", "kwaakzangen meten")])
    new = write_run(tmp_path / "new", [mention("a", "glimkoorden vlechten")], name="r2")
    found = forms(gather([old, new], lexicon))
    assert found["kwaakzangen meten"].documents == 1 and found["glimkoorden vlechten"].documents == 1
    assert gather([old, new], lexicon).documents == 2


def test_employers_sectors_and_months_come_from_the_tables_or_from_beside(tmp_path, lexicon):
    told = {"a": {"sector": "zorg", "published": "2026-03-05"}, "b": {"sector": "zorg", "published": "2026-04-01"}}
    run = write_run(tmp_path / "r", [mention("a", "kwaakzangen meten"), mention("b", "kwaakzangen meten")], told)
    beside = tmp_path / "more.csv"
    beside.write_text("document,employer\na,Bakker BV\nb,Bakker BV\n")
    (form,) = gather([run], lexicon, beside).forms
    assert (form.employers, form.sectors, form.periods) == (1, {"zorg": 2}, {"2026-03": 1, "2026-04": 1})
    assert gather([run], lexicon).periods == {"2026-03": 1, "2026-04": 1}
    beside.write_text("id,employer\na,Bakker BV\n")
    with pytest.raises(OntologyError, match="needs the column document"):
        gather([run], lexicon, beside)


def test_the_rarest_forms_are_left_out_and_told(tmp_path, lexicon):
    rows = [mention("a", "kwaakzangen meten"), mention("b", "kwaakzangen meten"), mention("a", "glimkoorden vlechten")]
    found = gather([write_run(tmp_path / "r", rows)], lexicon, most=1)
    assert [form.key for form in found.forms] == ["kwaakzangen meten"] and found.left_out == 1


def test_what_is_no_run_is_named(tmp_path, lexicon):
    with pytest.raises(OntologyError, match="is no run"):
        gather([tmp_path], lexicon)
    write_manifest(tmp_path, "leeg")
    with pytest.raises(OntologyError, match="has no tables"):
        gather([tmp_path], lexicon)


def test_examples_are_five_different_sentences_at_most(tmp_path):
    rows = [mention(f"d{n}", "kwaakzangen meten", context=f"Zin {n % 7}.") for n in range(20)] + [mention("cv", "glimkoorden vlechten", context=None)]
    run = write_run(tmp_path / "r", rows)
    found = examples([run], ["kwaakzangen meten", "glimkoorden vlechten"])
    assert set(found) == {"kwaakzangen meten"}
    sentences = [sentence for _, sentence in found["kwaakzangen meten"]]
    assert len(sentences) == len(set(sentences)) == 5
    assert found == examples([run], ["kwaakzangen meten"])


@pytest.mark.parametrize(("quote", "kept"), [
    ("beschikt over analytisch inzicht", "analytisch inzicht"), ("Goede kennis van Excel en", "Excel"), ("werk je aan offertes", "offertes"),
    ("uit", "uit"), ("Ervaring met", "Ervaring"), ("de-icing", "de-icing"),
])  # fmt: skip
def test_the_frame_of_a_sentence_goes(quote, kept):
    assert without_frame(quote) == kept


def test_spellings_come_together_and_other_things_do_not(tmp_path, lexicon):
    quotes = ["KPI dashboards ontwikkelen", "ontwikkelen van KPI-dashboards", "kpi-dashboards ontwikkelen", "paarden beslaan voor wedstrijden"]
    rows = [mention(f"d{number}", quote) for number, quote in enumerate(quotes)]
    clusters = cluster_forms(gather([write_run(tmp_path / "r", rows)], lexicon).forms, lexicon.encoder)
    assert sorted(cluster.documents for cluster in clusters) == [1, 3]


def test_what_stands_beside_everything_is_taken_off():
    things = ["lassen", "vijlen", "zagen", "metselen", "pleisteren", "timmeren", "schilderen", "voegen", "stucen", "frezen", "draaien", "boren", "Promedico"]
    texts = [*things, *(f"Recent {thing}" for thing in things), *(f"{thing} op hoog niveau" for thing in things), "technisch tekenen", "recent lassen op hoog niveau", "recent"]
    found = without_modifiers(texts)
    assert found[: 3 * len(things)] == things * 3
    assert found[3 * len(things) :] == ["technisch tekenen", "lassen", "recent"]
    assert without_modifiers(["recent lassen", "lassen", "recent vijlen", "vijlen"]) == ["recent lassen", "lassen", "recent vijlen", "vijlen"]
