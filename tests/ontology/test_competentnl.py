"""CompetentNL in RDF: what each class, label, relation and match becomes, and what the oddities of dumps give."""

import gzip
from pathlib import Path

import pytest

from ontology.errors import OntologyError
from ontology.importers import import_source
from ontology.imports import read_import, write_import

CNL = "https://linkeddata.competentnl.nl/id/"
OCC = "https://linkeddata.competentnl.nl/uwv/id/occupation/"
NORM = "https://w3id.org/skillstaal/competentnl/educationalnorm/"
HEAD = """
@prefix cnlo: <https://linkeddata.competentnl.nl/def/competentnl#> .
@prefix cnluwv: <https://linkeddata.competentnl.nl/uwv/def/competentnl_uwv#> .
@prefix ksmo: <https://data.s-bb.nl/ksm/ont/ksmo#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix hc: <https://linkeddata.competentnl.nl/id/humancapability/> .
@prefix ka: <https://linkeddata.competentnl.nl/id/knowledgearea/> .
@prefix occ: <https://linkeddata.competentnl.nl/uwv/id/occupation/> .
@prefix lab: <https://linkeddata.competentnl.nl/uwv/id/label/> .
@prefix task: <https://linkeddata.competentnl.nl/uwv/id/task/> .
"""
DUMP = HEAD + """
hc:00000000A1 a cnlo:HumanCapability, skos:Concept ; skos:prefLabel "Doen"@nl ; skos:notation "100" .
hc:00000000A2 a cnlo:HumanCapability ; skos:prefLabel "Fysiek handelen"@nl ; skos:broader hc:00000000A1 .
hc:00000000A3 a cnlo:HumanCapability ; skos:prefLabel "Delegeren "@nl, "Delegate"@en ; skos:altLabel "Taken uitgeven" ;
  skos:broader hc:00000000A2 ; cnlo:hasRIASEC "S", <https://linkeddata.competentnl.nl/id/riasec/E> ; skos:definition "Werk overdragen."@nl ;
  cnlo:exactMatchESCO <http://data.europa.eu/esco/skill/0001> ; cnlo:narrowMatchESCO <http://data.europa.eu/esco/skill/0002> ;
  cnlo:closeMatchONET <https://www.onetonline.org/find/descriptor/result/2.B.1.e> ;
  prov:generatedAtTime "2026-07-14T10:00:00"^^xsd:dateTime .
hc:00000000A4 a cnlo:HumanCapability ; skos:prefLabel "Stenograferen"@nl ; prov:invalidatedAtTime "2025-01-01T00:00:00"^^xsd:dateTime .
hc:00000000A5 a cnlo:HumanCapability ; skos:notation "9" .
ka:00000000B1 a cnlo:KnowledgeArea ; skos:prefLabel "Techniek"@nl ; skos:narrower ka:00000000B2 .
ka:00000000B2 a cnlo:KnowledgeArea ; skos:prefLabel "Lastechniek"@nl ; skos:broadMatch <http://data.europa.eu/esco/isced-f/0715> .
occ:C1 a cnlo:Occupation ; skosxl:prefLabel lab:1 ; skosxl:altLabel lab:2, lab:3 ; skos:prefLabel "Lasser"@nl ; skos:altLabel "Constructielasser"@nl ;
  cnluwv:specialization lab:4 ; cnluwv:hasContentStatus cnluwv:ContentStatus_Current ; cnluwv:hasWorkCondition cnluwv:Noise ;
  cnlo:requiresHATEssential hc:00000000A3, ka:00000000B2 ; cnlo:requiresHATImportant hc:00000000A2 ; cnlo:requiresHATSomewhat hc:00000000A3, hc:0000000FFF ;
  cnluwv:isCharacterizedByOccupationTask_Essential task:T1 ; cnluwv:isCharacterizedByOccupationTask_Optional task:T2 ;
  cnluwv:broadMatchTaxonomyItemESCOBeroep <http://data.europa.eu/esco/occupation/0003> .
lab:1 a skosxl:Label ; skosxl:literalForm "Lasser"@nl .
lab:2 a skosxl:Label ; skosxl:literalForm "Lasvakman|lasvakvrouw"@nl-NL .
lab:3 a skosxl:Label ; skosxl:literalForm "Smidlasser"@nl ; prov:invalidatedAtTime "2024-01-01T00:00:00"^^xsd:dateTime .
lab:4 a skosxl:Label ; skosxl:literalForm "Onderwaterlasser"@nl .
occ:C2 a cnlo:Occupation ; skosxl:prefLabel [ skosxl:literalForm "Ketellapper"@nl ] ; cnluwv:hasContentStatus cnluwv:ContentStatus_Expired .
task:T1 a cnluwv:OccupationTask ; skos:prefLabel "Werkstukken aan elkaar lassen"@nl .
task:T2 a cnluwv:OccupationTask ; skos:prefLabel "Lasnaden controleren"@nl .
[] a cnlo:EducationalNorm ; ksmo:opleidingscode "25010" ; skos:prefLabel "Lasser"@nl ;
  cnlo:prescribesHATEssential hc:00000000A3 ; cnlo:prescribesHATSomewhat ka:00000000B1 ; cnlo:prescribes ka:00000000B2 .
[] a cnlo:EducationalNorm ; skos:prefLabel "Zonder code"@nl .
<http://data.europa.eu/esco/skill/0001> a esco:Skill ; skos:prefLabel "taken delegeren"@nl .
"""


def imported(folder: Path, text: str = DUMP, name: str = "dump.ttl", **options):
    (folder / name).write_text(text, encoding="utf-8")
    return import_source("competentnl", folder / name, **options)


@pytest.fixture
def dump(tmp_path):
    return imported(tmp_path)


def test_classes_become_types_and_keep_their_iris(dump):
    types = {concept.iri.removeprefix("https://linkeddata.competentnl.nl/"): concept.type for concept in dump.ontology.concepts}
    assert types == {
        "id/humancapability/00000000A1": "skill", "id/humancapability/00000000A2": "skill", "id/humancapability/00000000A3": "skill",
        "id/humancapability/00000000A4": "skill", "id/knowledgearea/00000000B1": "knowledge", "id/knowledgearea/00000000B2": "knowledge",
        "uwv/id/occupation/C1": "occupation", "uwv/id/occupation/C2": "occupation", "uwv/id/task/T1": "skill", "uwv/id/task/T2": "skill",
        NORM + "25010": "group",
    }  # fmt: skip
    assert dump.source.name == "competentnl" and dump.source.version == "2026-07-14" and dump.source.license == ""


def test_labels_of_nodes_and_plain_labels_are_merged(dump):
    concepts = dump.ontology.by_iri()
    assert concepts[OCC + "C1"].labels == {
        ("pref", "nl"): ("Lasser",), ("alt", "nl"): ("Lasvakman/lasvakvrouw", "Constructielasser"), ("hidden", "nl"): ("Onderwaterlasser",)
    }  # fmt: skip
    delegate = concepts[CNL + "humancapability/00000000A3"]
    assert delegate.labels == {("pref", "nl"): ("Delegeren",), ("pref", "en"): ("Delegate",), ("alt", "nl"): ("Taken uitgeven",)}
    assert delegate.definitions == {"nl": "Werk overdragen."}
    assert concepts[OCC + "C2"].pref() == "Ketellapper"


def test_a_second_preferred_label_becomes_an_alternative_one(tmp_path):
    text = HEAD + 'occ:C1 a cnlo:Occupation ; skos:prefLabel "Plain"@nl ; skosxl:prefLabel lab:1 . lab:1 skosxl:literalForm "Node"@nl .'
    (concept,) = imported(tmp_path, text).ontology.concepts
    assert concept.labels == {("pref", "nl"): ("Node",), ("alt", "nl"): ("Plain",)}


def test_layers_notes_notations_and_status(dump):
    concepts = dump.ontology.by_iri()
    assert concepts[CNL + "humancapability/00000000A3"].broader == (CNL + "humancapability/00000000A2",)
    assert concepts[CNL + "knowledgearea/00000000B2"].broader == (CNL + "knowledgearea/00000000B1",)
    assert concepts[CNL + "humancapability/00000000A3"].note == "RIASEC: S E"
    assert concepts["https://linkeddata.competentnl.nl/uwv/id/task/T1"].note == "taak van een beroep (OccupationTask)"
    assert concepts[NORM + "25010"].notation == "25010" and concepts[CNL + "humancapability/00000000A1"].notation == "100"
    deprecated = {concept.pref() for concept in concepts.values() if concept.status == "deprecated"}
    assert deprecated == {"Stenograferen", "Ketellapper"}


def test_relations_are_graded_and_essential_wins(dump):
    kinds = {(r.occupation.rpartition("/")[2], r.skill.rpartition("/")[2]): r.kind for r in dump.ontology.relations}
    assert kinds == {
        ("C1", "00000000A3"): "essential", ("C1", "00000000B2"): "essential", ("C1", "00000000A2"): "optional",
        ("C1", "T1"): "essential", ("C1", "T2"): "optional",
        ("25010", "00000000A3"): "essential", ("25010", "00000000B1"): "optional", ("25010", "00000000B2"): "optional",
    }  # fmt: skip
    assert len(dump.ontology.relations) == len(kinds)


def test_matches_become_skos_mappings(dump):
    rows = {(m.subject.rpartition("/")[2], m.predicate, m.object) for m in dump.ontology.mappings}
    assert rows == {
        ("00000000A3", "exactMatch", "http://data.europa.eu/esco/skill/0001"),
        ("00000000A3", "narrowMatch", "http://data.europa.eu/esco/skill/0002"),
        ("00000000A3", "closeMatch", "https://www.onetonline.org/find/descriptor/result/2.B.1.e"),
        ("00000000B2", "broadMatch", "http://data.europa.eu/esco/isced-f/0715"),
        ("C1", "broadMatch", "http://data.europa.eu/esco/occupation/0003"),
    }


def test_what_is_left_out_is_told(dump):
    told = "\n".join(dump.skipped)
    for words in (
        "00000000A5: HumanCapability without preferred label",
        "esco/model#Skill: 1 subjects of this class have no place",
        "hasWorkCondition: 1 statements with this predicate have no place",
        "label https://linkeddata.competentnl.nl/uwv/id/label/3 is no node or no longer current",
        "EducationalNorm without IRI or crebo code",
        "humancapability/0000000FFF: 1 relations with it as object: it is not among the concepts",
    ):
        assert words in told
    assert len(dump.skipped) == 6


def test_the_import_survives_the_way_to_disk(dump, tmp_path):
    write_import(dump, tmp_path / "x")
    source, ontology = read_import(tmp_path / "x")
    assert source == dump.source
    assert [(c.iri, c.labels, c.broader, c.note) for c in ontology.concepts] == [(c.iri, c.labels, c.broader, c.note) for c in dump.ontology.concepts]


def test_norms_with_one_code_are_one(tmp_path):
    norm = '[] a cnlo:EducationalNorm ; ksmo:opleidingscode "25010" ; skos:prefLabel "Lasser"@nl ; cnlo:prescribesHATEssential hc:%s .\n'
    text = DUMP.replace("[] a cnlo:EducationalNorm ; skos:prefLabel", norm % "00000000A2" + "[] a cnlo:EducationalNorm ; skos:prefLabel")
    result = imported(tmp_path, text)
    skills = {r.skill.rpartition("/")[2] for r in result.ontology.relations if r.occupation == NORM + "25010" and r.kind == "essential"}
    assert skills == {"00000000A3", "00000000A2"}
    assert any("a second norm with the crebo code 25010" in line for line in result.skipped)


def test_other_namespaces_are_told_and_can_be_named(tmp_path):
    other = "https://linkeddata.competentnl.nl/uwv/def/v3#"
    text = DUMP.replace("https://linkeddata.competentnl.nl/uwv/def/competentnl_uwv#", other)
    plain = imported(tmp_path, text)
    assert f"{other}isCharacterizedByOccupationTask_Essential: 1 statements left out" in "\n".join(plain.skipped)
    assert not any("/task/" in c.iri for c in plain.ontology.concepts)
    named = imported(tmp_path, text, prefixes=f"cnluwv={other}")
    assert sum("/task/" in c.iri for c in named.ontology.concepts) == 2
    assert named.ontology.relations == imported(tmp_path).ontology.relations
    with pytest.raises(OntologyError, match="prefixes: 'cnluwv' has no IRI; write name=https"):
        imported(tmp_path, prefixes="cnluwv")


def test_circles_and_foreign_parents_are_cut(tmp_path):
    concept = 'hc:%s a cnlo:HumanCapability ; skos:prefLabel "%s"@nl ; skos:broader hc:%s .\n'
    text = HEAD + concept % ("A", "a", "B") + concept % ("B", "b", "C") + concept % ("C", "c", "A") + concept % ("D", "d", "E")
    result = imported(tmp_path, text)
    assert sum(len(c.broader) for c in result.ontology.concepts) == 2
    assert sum("goes in a circle" in line for line in result.skipped) == 1
    assert any(f"{CNL}humancapability/D: broader {CNL}humancapability/E is itself or not among" in line for line in result.skipped)


def test_relations_to_what_is_no_skill_and_to_itself_are_left_out(tmp_path):
    text = HEAD + '''occ:C1 a cnlo:Occupation ; skos:prefLabel "Lasser"@nl ; cnlo:requiresHATEssential occ:C2 ; skos:related occ:C1, occ:C2 .
    occ:C2 a cnlo:Occupation ; skos:prefLabel "Smid"@nl .'''
    result = imported(tmp_path, text)
    assert result.ontology.relations == () and [c.related for c in result.ontology.concepts] == [(OCC + "C2",), ()]
    assert set(result.skipped) == {
        f"{OCC}C1: related {OCC}C1 is itself or not among the concepts",
        f"{OCC}C2: 1 relations with it as object: type occupation is no skill or knowledge",
    }


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    for code in ("25010", "25011"):
        lines = HEAD + f'_:b1 a cnlo:EducationalNorm ; ksmo:opleidingscode "{code}" ; skos:prefLabel "Norm {code}"@nl .'
        (tmp_path / f"{code}.ttl").write_text(lines, encoding="utf-8")
    assert [c.pref() for c in import_source("competentnl", tmp_path).ontology.concepts] == ["Norm 25010", "Norm 25011"]


def test_files_of_a_folder_and_formats_give_the_same(tmp_path):
    from pyoxigraph import RdfFormat, parse, serialize

    expected = imported(tmp_path).ontology
    triples = [quad.triple for quad in parse(DUMP, format=RdfFormat.TURTLE)]
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "1.nt").write_bytes(serialize(triples[::2], format=RdfFormat.N_TRIPLES))
    (parts / "2.nt.gz").write_bytes(gzip.compress(serialize(triples[1::2], format=RdfFormat.N_TRIPLES)))
    (parts / "readme.txt").write_text("x", encoding="utf-8")
    folder = import_source("competentnl", parts)
    assert "readme.txt: no RDF file, not read" in folder.skipped
    with_iri = {r for r in expected.relations if not r.occupation.startswith(NORM)}
    assert with_iri == {r for r in folder.ontology.relations if not r.occupation.startswith(NORM)} and len(with_iri) == 5
    xml = tmp_path / "dump.rdf"
    xml.write_bytes(serialize(triples, format=RdfFormat.RDF_XML))
    assert import_source("competentnl", xml).ontology == expected


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("a.ttl", b"<http://x> a .", r"a.ttl: not valid Turtle \(.*; correct it or download it again"),
        ("a.nt.gz", b"no gzip", r"a.nt.gz: cannot be read \(.*; check the path or download it again"),
        ("a.nt.gz", gzip.compress(HEAD.encode() * 99)[:-40], "a.nt.gz: (cannot be read|not valid)"),
        ("a.csv", b"uri,label\n", "a.csv: no RDF file here; give a file or folder with .ttl, .nt"),
        ("a.nt", b"<http://x/a> <http://x/b> <http://x/c> .\n", "a.nt: no CompetentNL concepts here; expected subjects of class Occupation"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OntologyError, match=said) as caught:
        import_source("competentnl", tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_a_service_option_for_a_file(tmp_path):
    with pytest.raises(OntologyError, match="cannot be read"):
        import_source("competentnl", tmp_path / "none.ttl")
    with pytest.raises(OntologyError, match="option page_size is only for a service"):
        imported(tmp_path, page_size="5")


def test_the_real_sample(shared_data):
    result = import_source("competentnl", shared_data / "competentnl")
    counts = {kind: sum(c.type == kind for c in result.ontology.concepts) for kind in ("skill", "knowledge", "group")}
    assert counts == {"skill": 91, "knowledge": 241, "group": 243}
    assert len(result.ontology.relations) == 5912 and {r.kind for r in result.ontology.relations} == {"essential"}
    assert result.ontology.by_iri()[NORM + "25010"].pref() == "Industrieel lakverwerker"
    assert len(result.skipped) == 4 and all(line.endswith(".csv: no RDF file, not read") for line in result.skipped)
