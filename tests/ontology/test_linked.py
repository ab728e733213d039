"""Job titles that people linked: kept as vectors by IRI, found again at the concepts that go by it, and tied to the encoder that made them."""

import numpy as np
import pytest

from ontology.compiling import compile_lexicon
from ontology.concepts import Concept, Mapping
from ontology.encoding import DIMENSIONS, Encoder
from ontology.errors import OntologyError
from ontology.lexicon import Lexicon
from ontology.linked import LinkedTitles

ESCO = "http://data.europa.eu/esco/skill/"
LINKS = [("bankwerken", ESCO + "a"), ("tig lassen", "http://x/2"), ("lassen met elektrode", "http://x/2"), ("tig lassen", "http://x/2"), ("weven", "http://x/gone")]


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load()


def test_a_pair_counts_once_and_vectors_are_those_of_the_titles(encoder):
    linked = LinkedTitles.of(LINKS, encoder)
    assert linked.iris == (ESCO + "a", "http://x/2", "http://x/2", "http://x/gone")
    assert np.abs(linked.vectors / 127 - encoder.encode(["bankwerken", "lassen met elektrode", "tig lassen", "weven"])).max() < 0.005
    assert LinkedTitles.of(reversed(LINKS), encoder).vectors.tolist() == linked.vectors.tolist()


def test_they_travel_as_a_file_and_belong_to_one_encoder(encoder, tmp_path):
    path = tmp_path / "linked.npz"
    LinkedTitles.of(LINKS, encoder).save(path)
    loaded = LinkedTitles.load(encoder, path)
    assert loaded.iris == LinkedTitles.of(LINKS, encoder).iris and loaded.vectors.dtype == np.int8
    with pytest.raises(OntologyError, match="another encoder"):
        LinkedTitles.load(Encoder(encoder.table[::-1], encoder.scale), path)


def test_the_model_of_this_version_fits_its_encoder(encoder):
    linked = LinkedTitles.load(encoder)
    assert linked.vectors.shape == (len(linked.iris), DIMENSIONS) and len(linked.iris) > 1000


def test_a_lexicon_has_the_titles_of_a_concept_and_of_what_it_is_mapped_to(encoder, tmp_path):
    concepts = [Concept(f"http://x/{n}", "skill", {("pref", "nl"): (text,)}) for n, text in enumerate(("metaal bewerken", "vijlen", "lassen"))]
    mappings = [Mapping("http://x/0", "exactMatch", ESCO + "a"), Mapping("http://x/1", "broadMatch", ESCO + "a")]
    for name, content in compile_lexicon(concepts, mappings, "9.9.9", encoder=encoder, linked=LinkedTitles.of(LINKS, encoder)).items():
        (tmp_path / name).write_bytes(content)
    lexicon = Lexicon.load(tmp_path)
    assert np.diff(lexicon.linked_starts).tolist() == [1, 0, 2]
    assert np.abs(lexicon.linked[0] / 127 - encoder.encode(["bankwerken"])[0]).max() < 0.005


def test_without_linked_titles_a_lexicon_has_none(encoder, tmp_path):
    for name, content in compile_lexicon([Concept("http://x/1", "skill", {("pref", "nl"): ("lassen",)})], [], "9.9.9", encoder=encoder).items():
        (tmp_path / name).write_bytes(content)
    lexicon = Lexicon.load(tmp_path)
    assert lexicon.linked.shape == (0, DIMENSIONS) and lexicon.linked_starts.tolist() == [0, 0]
