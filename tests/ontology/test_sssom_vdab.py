"""Mapping sets: CURIEs become IRIs, what is no usable mapping is told; VDAB Competent by its codes."""

import gzip

import pytest

from ontology.errors import OntologyError
from ontology.importers import import_source
from ontology.imports import read_import, write_import

HEAD = """#curie_map:
#  es: "http://data.europa.eu/esco/skill/"
#  vd: "urn:uuid:"
#  site: "https://competent.example/"
#mapping_set_id: "https://example.org/set"
#mapping_set_title: "Proefset"
#mapping_set_version: "V1.0"
#mapping_date: "2021-06-08"
#mapping_provider: "https://maker.example/"
#license: "https://licence.example/"
#subject_source: "site:competent"
#subject_source_version: "Competent 3.8"
"""
COLUMNS = "subject_id subject_label predicate_id object_id mapping_justification confidence predicate_modifier vdab_code subject_label_fr".split()
GOOD = {"subject_id": "vd:1", "subject_label": "Slijptechnieken", "predicate_id": "skos:closeMatch", "object_id": "es:a", "mapping_justification": "semapv:UnspecifiedMatching",
        "confidence": "0.8", "vdab_code": "KN-5", "subject_label_fr": "Techniques d'affûtage"}  # fmt: skip


def write(folder, *rows, name="set.sssom.tsv"):
    lines = ["\t".join(COLUMNS)] + ["\t".join((GOOD | row).get(column, "") for column in COLUMNS) for row in rows]
    content = (HEAD + "\n".join(lines) + "\n").encode()
    (folder / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return folder / name


@pytest.mark.parametrize("name", ["set.sssom.tsv", "set.sssom.tsv.gz"])
def test_rows_become_mappings_and_bare_concepts(tmp_path, name):
    imported = import_source("sssom", write(tmp_path, {}, {"subject_id": "https://w3id.org/skillstaal/id/ST0000001", "subject_label": ""}, name=name))
    (concept,) = imported.ontology.concepts
    assert (concept.iri, concept.type, concept.labels) == ("urn:uuid:1", "skill", {("pref", "nl"): ("Slijptechnieken",)})
    assert [(m.subject[-9:], m.predicate, m.object, m.confidence) for m in imported.ontology.mappings] == [
        ("ST0000001", "closeMatch", "http://data.europa.eu/esco/skill/a", 0.8), ("rn:uuid:1", "closeMatch", "http://data.europa.eu/esco/skill/a", 0.8),
    ]  # fmt: skip
    source = imported.source
    assert (source.version, source.scheme, source.title, source.license) == ("V1.0", "https://competent.example/competent", "Proefset", "https://licence.example/")


@pytest.mark.parametrize(
    "change, said",
    [
        ({"predicate_modifier": "Not"}, "says what does not match"),
        ({"object_id": "sssom:NoTermFound"}, "says that no term was found (vd:1)"),
        ({"object_id": "zz:a"}, "an id whose prefix is not in the curie_map (zz:a)"),
        ({"predicate_id": "owl:sameAs"}, "a predicate that is no SKOS mapping (owl:sameAs)"),
        ({"confidence": "very"}, "confidence is no number from 0 to 1 (very)"),
    ],
)
def test_what_is_no_mapping_is_told_with_its_line(tmp_path, change, said):
    imported = import_source("sssom", write(tmp_path, {}, change))
    assert imported.skipped == (f"set.sssom.tsv:15: {said}",)
    assert len(imported.ontology.mappings) == 1


def test_what_is_no_mapping_set_is_told(tmp_path):
    (tmp_path / "x.tsv").write_text("id\tlabel\n")
    with pytest.raises(OntologyError, match="x.tsv:1: no column subject_id, predicate_id, object_id, mapping_justification"):
        import_source("sssom", tmp_path / "x.tsv")
    (tmp_path / "leeg.sssom.tsv").write_bytes(b"")
    with pytest.raises(OntologyError, match="leeg.sssom.tsv: no header; expected a line with the columns subject_id"):
        import_source("sssom", tmp_path / "leeg.sssom.tsv")
    with pytest.raises(OntologyError, match="no .tsv files here"):
        import_source("vdab", (tmp_path / "empty").mkdir() or tmp_path / "empty")
    with pytest.raises(OntologyError, match="no row has a vdab_code"):
        import_source("vdab", write(tmp_path, {"vdab_code": "XX-1"}))


def test_a_set_about_concepts_of_others_can_be_written_and_read(tmp_path):
    write_import(import_source("sssom", write(tmp_path, {"subject_label": ""})), tmp_path / "out")
    _, ontology = read_import(tmp_path / "out")
    assert ontology.concepts == () and [mapping.subject for mapping in ontology.mappings] == ["urn:uuid:1"]


def test_codes_of_vdab_tell_the_type(tmp_path):
    rows = {}, {"object_id": "es:b"}, {"subject_id": "vd:2", "vdab_code": "SK-7"}, {"subject_id": "vd:3", "vdab_code": "SO-1"}, {"subject_id": "vd:4", "vdab_code": "OP-1"}
    imported = import_source("vdab", write(tmp_path, *rows))
    assert [(c.iri, c.type, c.notation) for c in imported.ontology.concepts] == [("urn:uuid:1", "knowledge", "KN-5"), ("urn:uuid:2", "skill", "SK-7"), ("urn:uuid:3", "attitude", "SO-1")]
    assert imported.ontology.concepts[0].labels == {("pref", "fr"): ("Techniques d'affûtage",), ("pref", "nl"): ("Slijptechnieken",)}
    assert len(imported.ontology.mappings) == 4 and imported.source.version == "3.8"
    assert imported.skipped == ("set.sssom.tsv:18: vdab_code does not begin with KN, SK or SO (OP-1)",)
    assert imported.source.attribution == "Mapping of VDAB Competent to ESCO by https://maker.example/, 2021-06-08."


def test_the_real_set_comes_in_whole(shared_data):
    imported = import_source("vdab", shared_data / "vdab")
    assert len(imported.ontology.concepts) == 4016 and imported.skipped == ()
    found = [mapping.predicate for mapping in imported.ontology.mappings]
    assert [found.count(name) for name in ("closeMatch", "broadMatch", "narrowMatch", "exactMatch")] == [2423, 1570, 1014, 645]
    assert all(concept.pref("nl") and concept.iri.startswith("urn:uuid:") for concept in imported.ontology.concepts)
