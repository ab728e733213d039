"""The compiled lexicon finds labels in other spellings and forms, ranks likeness, and refuses what it cannot read."""

import json
import pickle

import numpy as np
import pytest

from ontology.compiling import compile_lexicon
from ontology.concepts import Concept, Mapping
from ontology.errors import OntologyError
from ontology.lexicon import Lexicon, _highest
from ontology.normalising import bag_key, fold, lemma, surface_key, words
from ontology.spelling import BUCKETS, LabelLetters, Letters


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    concepts = [
        Concept("http://x/1", "skill", {("pref", "nl"): ("jaarrekeningen opstellen",), ("alt", "nl"): ("jaarverslag maken",)}),
        Concept("http://x/2", "knowledge", {("pref", "nl"): ("C#",), ("pref", "en"): ("C sharp",)}),
        Concept("http://x/3", "skill", {("pref", "nl"): ("leidinggeven",), ("alt", "nl"): ("leiding geven aan een team",)}, broader=("http://x/1",)),
        Concept("http://x/4", "skill", {("pref", "nl"): ("verouderd",)}, status="deprecated"),
    ]
    mappings = [Mapping("http://x/2", "closeMatch", "http://data.europa.eu/esco/skill/b"), Mapping("http://x/2", "exactMatch", "http://data.europa.eu/esco/skill/a"),
                Mapping("http://x/3", "broadMatch", "http://data.europa.eu/esco/skill/c")]  # fmt: skip
    folder = tmp_path_factory.mktemp("lexicon")
    for name, content in compile_lexicon(concepts, mappings, "9.9.9").items():
        (folder / name).write_bytes(content)
    return Lexicon.load(folder)


def labels(lexicon, hits):
    return [lexicon.entry(hit.concept).label_nl for hit in hits]


def test_folding_keeps_programming_languages_apart():
    assert words("C#, C++ en .NET-ontwikkelaar met é") == ["c#", "c++", "en", ".net", "ontwikkelaar", "met", "e"]
    assert fold("Café") == "cafe" and surface_key("Plan- en  Organisatie") == "plan en organisatie"


def test_lemmas_bring_forms_together():
    assert lemma("opgesteld") == "opstellen"
    assert bag_key("Het opstellen van de jaarrekeningen") == bag_key("jaarrekening opstellen")
    assert bag_key("de het een") == ""


def test_labels_are_found_in_other_spelling_and_form(small):
    assert labels(small, small.find("JAARREKENINGEN   opstellen")) == ["jaarrekeningen opstellen"]
    (hit,) = small.find("opstellen van de jaarrekening")
    assert (small.entry(hit.concept).label_nl, hit.how, hit.role) == ("jaarrekeningen opstellen", "bag", "pref")
    assert small.find("c#")[0].how == "surface"
    assert small.find("iets heel anders") == () == small.find("---")


def test_deprecated_concepts_are_left_out(small):
    assert len(small) == 3 and small.find("verouderd") == ()


def test_entries_know_their_exact_and_close_mappings(small):
    (hit,) = small.find("C sharp")
    assert small.entry(hit.concept).mappings == {"esco": ["http://data.europa.eu/esco/skill/a", "http://data.europa.eu/esco/skill/b"]}
    assert small.entry(small.find("leidinggeven")[0].concept).mappings == {}


def test_the_nearest_concept_means_about_the_same_and_does_not_depend_on_company(small):
    vectors = small.encoder.encode(["leiding geven aan teams", "de jaarstukken opstellen"])
    concepts, cosines = small.nearest(vectors, occupation=False, top=2)
    assert [small.entry(int(row[0])).label_nl for row in concepts] == ["leidinggeven", "jaarrekeningen opstellen"]
    assert concepts.shape == cosines.shape == (2, 2) and (cosines[:, 0] >= cosines[:, 1]).all()
    alone, _ = small.nearest(vectors[1:], occupation=False, top=2)
    assert alone.tolist() == concepts[1:].tolist()
    assert small.nearest(vectors, occupation=True, top=2)[0].shape == (2, 0)


def test_rare_lemmas_weigh_more(small):
    places, rareness = small.lemma_places(["leidinggeven", "jaarrekening", "onbekend"], occupation=False)
    assert (places >= 0).tolist() == [True, True, False]
    assert rareness[2] == max(rareness) > 0


def test_one_more_label_changes_only_how_rare_its_own_words_are(small, tmp_path):
    """So that after a new release only texts with those words need to be linked again."""
    words_ = ["leiding", "team", "verslag", "jaarrekening", "opstellen"]

    def rareness(*extra):
        concepts = [
            Concept("http://x/1", "skill", {("pref", "nl"): ("jaarrekeningen opstellen",), ("alt", "nl"): ("jaarverslag opstellen", *extra)}),
            Concept("http://x/3", "skill", {("pref", "nl"): ("leiding geven",), ("alt", "nl"): ("leiding geven aan een team",)}),
        ]
        for name, content in compile_lexicon(concepts, [], "9.9.9").items():
            (tmp_path / name).write_bytes(content)
        lexicon = Lexicon.load(tmp_path)
        weights = lexicon.lemma_places(words_, occupation=False)[1].tolist()
        return weights, [lexicon.letters(word, occupation=False).weight for word in words_]

    before, after = rareness(), rareness("opstellen van offertes")
    assert before[0][:4] == after[0][:4] and before[0][4] > after[0][4]
    assert before[1][1] == after[1][1] and before[1][4] > after[1][4]


def test_vectors_of_another_encoder_are_refused(small, tmp_path):
    for path in small.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "lexicon.json").write_text(json.dumps(small.header | {"encoder": "00000000"}))
    with pytest.raises(OntologyError, match="made by the encoder of another version; rebuild it"):
        Lexicon.load(tmp_path).encoder


def test_an_isco_group_is_what_a_broad_job_title_names(tmp_path):
    group = Concept("http://data.europa.eu/esco/isco/C2512", "group", {("pref", "nl"): ("softwareontwikkelaars",)})
    other = Concept("http://data.europa.eu/esco/skill/S1", "group", {("pref", "nl"): ("communicatie",)})
    for name, content in compile_lexicon([group, other], [], "9.9.9").items():
        (tmp_path / name).write_bytes(content)
    lexicon = Lexicon.load(tmp_path)
    assert [lexicon.entry(number).type for number in range(len(lexicon))] == ["occupation"]


def test_matches_are_the_longest_from_the_left(small):
    row = words("ik kan leiding geven aan een team en jaarrekeningen opstellen in C#")
    found = [(row[start:end], small.entry(concept).iri) for start, end, concept in small.matches(row)]
    assert found == [(["leiding", "geven", "aan", "een", "team"], "http://x/3"), (["jaarrekeningen", "opstellen"], "http://x/1"), (["c#"], "http://x/2")]


def test_a_lexicon_travels_to_another_process_by_its_folder(small):
    assert pickle.loads(pickle.dumps(small)).find("c#")[0].concept == small.find("c#")[0].concept


def test_what_is_no_release_is_refused_in_one_sentence(tmp_path, small):
    with pytest.raises(OntologyError, match="is no ontology release that can be read"):
        Lexicon.load(tmp_path / "nowhere")
    for path in small.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "lexicon.json").write_text(json.dumps(small.header | {"format": 99}))
    with pytest.raises(OntologyError, match="lexicon format 99, this version reads 6; rebuild it"):
        Lexicon.load(tmp_path)


def test_the_embedded_core_knows_everyday_words(lexicon):
    for text, label in (("leiding geven aan een team", "leidinggeven"), ("stressbestendig", "stressbestendigheid"), ("Rijbewijs B", "rijbewijs B")):
        assert labels(lexicon, lexicon.find(text)) == [label]


@pytest.mark.parametrize("real, size, top", [(500, 512, 22), (30, 32, 22), (5, 16, 5)])
def test_the_highest_of_each_row_are_found_by_groups(real, size, top):
    scores = np.random.default_rng(5).normal(size=(7, size)).astype(np.float32) - 3
    scores[:, real:] = 0  # columns that stand for nothing
    expected = np.sort(np.argsort(-scores[:, :real], axis=1)[:, :top], axis=1)
    assert np.array_equal(np.sort(_highest(scores, real, top), axis=1), expected)


def test_spellings_that_were_forgotten_are_made_again(monkeypatch):
    made = []

    def make(label):
        made.append(label)
        return Letters.of(f"woord{label} lassen", np.ones(BUCKETS, dtype=np.int64))

    monkeypatch.setattr("ontology.spelling._MAX_KNOWN", 2)
    letters = LabelLetters(10, make)
    letters.fill(np.array([1, 1, 4, 7]))
    assert sorted(made) == [1, 4, 7] and letters.keys[4] == "woord4 lassen" and letters.last[4] == "lassen" and letters.lemmas[4] == 2
    letters.fill(np.array([7, 2]))
    assert sorted(made[3:]) == [2, 7] and letters.keys[4] is None and letters.weights[2] == len(letters.buckets[2])
