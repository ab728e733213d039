"""An imported source is written as tables and read back the same."""

import pytest

from ontology.concepts import Concept, Imported, Mapping, Ontology, Relation, Source
from ontology.errors import OntologyError
from ontology.importers import IMPORTERS, import_source
from ontology.imports import read_import, write_import

SOURCE = Source("esco", "1.2.0", "http://data.europa.eu/esco/concept-scheme/skills", "ESCO", "https://x/licence", "This service uses ...")
WELD = Concept("http://data.europa.eu/esco/skill/1", "skill", {("pref", "en"): ("weld",), ("alt", "en"): ("join metal", "welding")}, {"en": "Join metal."}, scheme=SOURCE.scheme, notation="S1")
WELDER = Concept("http://data.europa.eu/esco/occupation/1", "occupation", {("pref", "nl"): ("lasser",), ("pref", "fr"): ("soudeur",)}, broader=(), scheme=SOURCE.scheme)
ONTOLOGY = Ontology((WELDER, WELD), (Relation(WELDER.iri, "essential", WELD.iri),), (Mapping(WELD.iri, "closeMatch", "http://onet/1", "semapv:LexicalMatching", 0.8),))


def same(concept):
    return (concept.iri, concept.type, concept.labels, concept.definitions, concept.broader, concept.scheme, concept.notation)


def test_an_import_is_read_back_as_it_was(tmp_path):
    folder = tmp_path / "esco-1.2.0"
    write_import(Imported(SOURCE, ONTOLOGY, ("skills.csv:7: no label",)), folder)
    source, ontology = read_import(folder)
    assert source == SOURCE
    assert [same(c) for c in ontology.concepts] == [same(c) for c in ONTOLOGY.concepts]
    assert [(r.occupation, r.kind, r.skill) for r in ontology.relations] == [(WELDER.iri, "essential", WELD.iri)]
    assert [(m.subject, m.predicate, m.object, m.confidence) for m in ontology.mappings] == [(WELD.iri, "closeMatch", "http://onet/1", 0.8)]
    assert (folder / "skipped.txt").read_text(encoding="utf-8") == "skills.csv:7: no label\n"


def test_a_second_import_replaces_the_first(tmp_path):
    write_import(Imported(SOURCE, ONTOLOGY), tmp_path / "x")
    write_import(Imported(SOURCE, Ontology((WELD,))), tmp_path / "x")
    assert len(read_import(tmp_path / "x")[1].concepts) == 1


def test_what_is_no_import_is_told(tmp_path):
    with pytest.raises(OntologyError, match="is no imported source"):
        read_import(tmp_path)
    with pytest.raises(OntologyError, match="no importer is called 'escoo'; the importers are esco, competentnl"):
        import_source("escoo", tmp_path)
    assert len(set(IMPORTERS)) == 6
