"""Source tables: what is read, and that each fault names its file, line and fix."""

import pytest

from ontology.concepts import COLUMNS
from ontology.errors import SourceError
from ontology.tables import read_ontology

GOOD = {
    "id": "ST0000001", "type": "skill", "pref_nl": "lassen", "alt_nl": "laswerk verrichten|aan elkaar lassen", "pref_en": "welding",
    "definition_nl": "Metalen delen met hitte aan elkaar verbinden.", "status": "active", "reuse_level": "sector-specific",
}  # fmt: skip


def write(folder, *rows, name="a.tsv", header=COLUMNS):
    source, mappings = folder / "source", folder / "mappings"
    source.mkdir(exist_ok=True)
    mappings.mkdir(exist_ok=True)
    lines = ["\t".join(header)] + ["\t".join(row.get(column, "") for column in header) for row in rows]
    (source / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source, mappings


def faults(folder, *rows, **more):
    with pytest.raises(SourceError) as caught:
        read_ontology(*write(folder, *rows, **more))
    return caught.value.faults


def test_a_row_becomes_a_concept_with_its_labels(tmp_path):
    (concept,) = read_ontology(*write(tmp_path, GOOD)).concepts
    assert concept.iri == "https://w3id.org/skillstaal/id/ST0000001"
    assert concept.pref("nl") == "lassen" and concept.pref("en") == "welding"
    assert concept.all_labels("nl") == [("pref", "lassen"), ("alt", "laswerk verrichten"), ("alt", "aan elkaar lassen")]
    assert concept.place == "a.tsv:2"


@pytest.mark.parametrize(
    "change, said",
    [
        ({"id": "ST12"}, "a.tsv:2: 'ST12' is no id; write ST and seven digits"),
        ({"id": "http://bad iri"}, "is no id"),
        ({"type": "skil"}, "type 'skil' is not one of skill, knowledge"),
        ({"status": "gone"}, "status 'gone' is not one of active, deprecated"),
        ({"reuse_level": "everywhere"}, "reuse_level 'everywhere' is not one of transversal"),
        ({"pref_nl": ""}, "pref_nl is empty"),
        ({"pref_nl": "lassen|solderen"}, "pref_nl has 2 labels; keep one"),
        ({"broader": "ST0000099"}, "broader ST0000099 does not exist; correct or remove it"),
        ({"related": "ST0000098"}, "related ST0000098 does not exist"),
        ({"replaced_by": "ST0000097"}, "replaced_by ST0000097 does not exist"),
    ],
)
def test_a_broken_cell_is_named_with_file_and_line(tmp_path, change, said):
    found = faults(tmp_path, GOOD | change)
    assert len(found) == 1 and found[0].startswith("a.tsv:2: ") and said in found[0]


def test_all_faults_are_told_at_once(tmp_path):
    assert len(faults(tmp_path, GOOD | {"type": "x"}, GOOD | {"id": "ST0000002", "status": "y"})) == 2


def test_an_id_used_twice_names_both_places(tmp_path):
    (fault,) = faults(tmp_path, GOOD, GOOD | {"pref_nl": "solderen"})
    assert fault.startswith("a.tsv:3: id ST0000001 is already used at a.tsv:2")


def test_a_circle_of_broader_concepts_is_told_with_its_steps(tmp_path):
    second = GOOD | {"id": "ST0000002", "pref_nl": "solderen", "broader": "ST0000001"}
    (fault,) = faults(tmp_path, GOOD | {"broader": "ST0000002"}, second)
    assert "broader goes in a circle (ST0000001 > ST0000002 > ST0000001)" in fault


def test_a_missing_tab_and_a_missing_column_are_told(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    path = source / "a.tsv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\nST0000002\tskill\n", encoding="utf-8")
    with pytest.raises(SourceError, match="a.tsv:3: 2 cells where the header has 15"):
        read_ontology(source, mappings)
    assert "the header misses note" in faults(tmp_path, GOOD, header=COLUMNS[:-1])[0]


def test_a_table_that_is_not_utf8_is_told(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    (source / "b.tsv").write_bytes("id\tpref_nl\nST0000002\tcafé\n".encode("latin-1"))
    with pytest.raises(SourceError, match="b.tsv: not UTF-8 at byte"):
        read_ontology(source, mappings)


def test_a_column_that_stands_twice_is_told(tmp_path):
    assert faults(tmp_path, GOOD, header=[*COLUMNS, "alt_nl"]) == ["a.tsv:1: the header has alt_nl twice; keep one column of each name"]


@pytest.mark.parametrize("name", ["source/b.tsv", "source/occupation_skills.tsv", "mappings/esco.sssom.tsv"])
@pytest.mark.parametrize("content", [b"", b"# later\n\n"])
def test_a_table_without_a_header_is_told(tmp_path, name, content):
    source, mappings = write(tmp_path, GOOD)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=f"{name.split('/')[1]}: no header; expected a first line with the columns"):
        read_ontology(source, mappings)


def test_a_byte_order_mark_is_no_part_of_a_table(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    head = "#curie_map:\n#  STC: https://w3id.org/skillstaal/id/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    (mappings / "x.sssom.tsv").write_text(f"{head}STC:ST0000001\tskos:exactMatch\thttps://x.nl/a\tsemapv:ManualMappingCuration\n", encoding="utf-8-sig")
    path = source / "a.tsv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    found = read_ontology(source, mappings)
    assert found.concepts[0].pref("nl") == "lassen" and len(found.mappings) == 1


def test_a_mapping_set_that_is_not_utf8_is_told(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    (mappings / "x.sssom.tsv").write_bytes(b"# caf\xe9\n")
    with pytest.raises(SourceError, match="x.sssom.tsv: not UTF-8 at byte"):
        read_ontology(source, mappings)


@pytest.mark.parametrize("column", ["definition_nl", "note"])
def test_a_nul_in_a_cell_is_told(tmp_path, column):
    assert faults(tmp_path, GOOD | {column: "a\0b"}) == [f"a.tsv:2: {column} holds a NUL character; type the cell anew"]


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(SourceError, match="no .tsv tables here"):
        read_ontology(tmp_path, tmp_path)


def test_mappings_are_read_with_the_prefixes_of_their_header(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    head = "#curie_map:\n#  STC: https://w3id.org/skillstaal/id/\n#  es: http://data.europa.eu/esco/skill/\n"
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
    rows = "STC:ST0000001\tskos:exactMatch\tes:abc\tsemapv:ManualMappingCuration\t0.9\n"
    (mappings / "x.sssom.tsv").write_text(head + columns + rows, encoding="utf-8")
    (mapping,) = read_ontology(source, mappings).mappings
    assert (mapping.predicate, mapping.object, mapping.confidence) == ("exactMatch", "http://data.europa.eu/esco/skill/abc", 0.9)
    bad = "STC:ST0000009\tskos:sameAs\tzz:abc\tsemapv:ManualMappingCuration\tsure\n"
    (mappings / "x.sssom.tsv").write_text(head + columns + bad, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_ontology(source, mappings)
    said = "\n".join(caught.value.faults)
    for words in ("prefix of 'zz:abc'", "predicate 'skos:sameAs'", "confidence 'sure'", "subject ST0000009 does not exist"):
        assert words in said
    assert all(fault.startswith("x.sssom.tsv:5: ") for fault in caught.value.faults)


def test_relations_refer_to_existing_concepts(tmp_path):
    source, mappings = write(tmp_path, GOOD)
    (source / "occupation_skills.tsv").write_text("occupation\trelation\tskill\nST0000001\tneeds\tST0000005\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_ontology(source, mappings)
    assert any("relation 'needs' is not one of essential, optional" in fault for fault in caught.value.faults)
    assert any("occupation_skills.tsv:2: ST0000005 does not exist" in fault for fault in caught.value.faults)
