"""How texts say a concept (corpora/linking): what the encoder learns like labels."""

import re

import pytest

from ontology.namespaces import CONCEPT_BASE
from ontology.normalising import surface_key
from ontology.tables import read_ontology
from pipeline.training.links import read_phrases
from tests.conftest import ROOT

FILES = {name: ROOT / "corpora" / "linking" / f"{name}.tsv" for name in ("phrases", "esco_dutch", "esco_titles")}
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ESCO = {
    "esco_dutch": re.compile(rf"http://data\.europa\.eu/esco/skill/{_UUID}|http://data\.europa\.eu/esco/isced-f/\d+"),
    "esco_titles": re.compile(rf"http://data\.europa\.eu/esco/occupation/{_UUID}"),
}


@pytest.mark.parametrize("name, least", [("phrases", 15_000), ("esco_dutch", 10_000), ("esco_titles", 10_000)])
def test_every_phrase_stands_for_one_concept(name, least):
    pairs = read_phrases(FILES[name])
    keys = [surface_key(phrase) for phrase, _ in pairs]
    assert len(pairs) > least and len(set(keys)) == len(keys)
    assert [phrase for phrase, _ in pairs if phrase != " ".join(phrase.split()) or len(phrase.split()) > 9] == []


def test_phrases_of_the_core_are_no_labels_and_stand_for_what_may_be_linked():
    core = read_ontology()
    linkable = {concept.iri for concept in core.concepts if concept.type in ("skill", "knowledge", "attitude")}
    labels = {surface_key(text) for concept in core.concepts for language in ("nl", "en") for _, text in concept.all_labels(language)}
    pairs = read_phrases(FILES["phrases"])
    assert [iri for _, iri in pairs if iri not in linkable] == []
    assert [phrase for phrase, _ in pairs if surface_key(phrase) in labels] == []


@pytest.mark.parametrize("name", _ESCO)
def test_the_others_stand_for_concepts_of_esco(name):
    assert [iri for _, iri in read_phrases(FILES[name]) if not _ESCO[name].fullmatch(iri)] == []


def test_ids_and_curies_are_expanded(tmp_path):
    table = tmp_path / "t.tsv"
    table.write_text("concept\tphrase\nST0000001\tknopen doorhakken\nescoskill:12ab\tkassa opmaken\n", encoding="utf-8")
    assert read_phrases(table) == [("knopen doorhakken", f"{CONCEPT_BASE}ST0000001"), ("kassa opmaken", "http://data.europa.eu/esco/skill/12ab")]
    table.write_text("concept\tphrase\nST0000001\n", encoding="utf-8")
    with pytest.raises(ValueError):
        read_phrases(table)
