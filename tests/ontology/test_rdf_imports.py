"""RDF sources: the dump of ESCO with its own model, and SKOS in every serialisation."""

import gzip

import pytest
from rdflib import Graph

from ontology.errors import OntologyError
from ontology.importers import import_source

HEAD = """
@prefix esco: <http://data.europa.eu/esco/model#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix iso-thes: <http://purl.org/iso25964/skos-thes#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix e: <http://data.europa.eu/esco/> . @prefix x: <http://example.org/> .
@prefix s: <http://data.europa.eu/esco/skill/> . @prefix o: <http://data.europa.eu/esco/occupation/> . @prefix i: <http://data.europa.eu/esco/isco/> .
"""
DUMP = HEAD + """
s:weld a skos:Concept , esco:MemberConcept , esco:Skill ; esco:skillType <http://data.europa.eu/esco/skill-type/skill> ;
    esco:skillReuseLevel <http://data.europa.eu/esco/skill-reuse-level/sector-specific> ; dct:description e:node1 , e:node2 ;
    skosxl:prefLabel e:label1 ; skosxl:altLabel e:label2 ; skos:prefLabel "weld"@en , "welding"@en-us , "souder"@fr ;
    esco:isEssentialSkillFor o:welder ; skos:broader s:S1 ; skos:inScheme <http://data.europa.eu/esco/concept-scheme/skills> .
e:label1 a skosxl:Label ; skosxl:literalForm "lassen"@nl .
e:label2 a skosxl:Label ; esco:hasLabelRole "http://data.europa.eu/esco/label-role/neutral" ; skosxl:literalForm "laswerk doen"@nl .
e:node1 a esco:NodeLiteral ; esco:language "nl" ; esco:nodeLiteral "Metaal verbinden." .
e:node2 a esco:NodeLiteral ; esco:nodeLiteral "Join metal."@en .
s:metal a skos:Concept , esco:Skill ; esco:skillType <http://data.europa.eu/esco/skill-type/knowledge> ; skos:prefLabel "metaalkunde"@nl ; iso-thes:status "obsolete" .
s:latin a skos:Concept , esco:Skill ; skos:prefLabel "Latijn"@nl ; skos:inScheme <http://data.europa.eu/esco/concept-scheme/skill-language-groups> .
s:S1 a skos:Concept ; skos:prefLabel "metaalwerk"@nl ; skos:notation "S1" .
i:C7212 a skos:Concept ; skos:prefLabel "Lassers"@nl .
o:welder a skos:Concept , esco:Occupation ; skos:prefLabel "lasser"@nl ; esco:memberOfISCOGroup i:C7212 ; esco:relatedOptionalSkill s:metal .
<http://data.europa.eu/esco/label-role/male> a skos:Concept ; skos:prefLabel "male"@en .
e:rel1 a esco:AssociationObject ; esco:isAssociationFor s:weld ; esco:target s:metal ; dct:type <http://data.europa.eu/esco/relationship-type/optional-skill> .
e:rel2 a esco:AssociationObject ; esco:isAssociationFor s:weld ; dct:type <http://data.europa.eu/esco/relationship-type/optional-skill> .
"""
SERIALISATIONS = {"dump.ttl": "turtle", "dump.nt": "nt", "dump.rdf": "xml", "dump.jsonld": "json-ld", "dump.nt.gz": "nt"}


def write(folder, name, turtle):
    data = Graph().parse(data=turtle, format="turtle").serialize(format=SERIALISATIONS.get(name, "turtle"), encoding="utf-8")
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def labels(concept):
    return {key: set(texts) for key, texts in concept.labels.items()}


@pytest.mark.parametrize("name", SERIALISATIONS)
def test_the_dump_of_esco_in_each_serialisation(tmp_path, name):
    imported = import_source("esco", write(tmp_path, name, DUMP), version="1.2.0")
    concepts = imported.ontology.by_iri()
    s, o = "http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/"
    weld = concepts[s + "weld"]
    assert labels(weld) == {("pref", "nl"): {"lassen"}, ("alt", "nl"): {"laswerk doen"}, ("pref", "en"): {"weld"}, ("alt", "en"): {"welding"}, ("pref", "fr"): {"souder"}}
    assert weld.definitions == {"nl": "Metaal verbinden.", "en": "Join metal."}
    assert (weld.type, weld.reuse_level, weld.broader) == ("skill", "sector-specific", (s + "S1",))
    assert {concept.iri.rsplit("/", 1)[1]: concept.type for concept in concepts.values()} == {
        "weld": "skill", "metal": "knowledge", "latin": "language", "S1": "group", "C7212": "group", "welder": "occupation",
    }  # fmt: skip
    assert concepts[s + "metal"].status == "deprecated" and concepts[o + "welder"].broader == ("http://data.europa.eu/esco/isco/C7212",)
    assert {(r.occupation, r.kind, r.skill) for r in imported.ontology.relations} == {
        (o + "welder", "essential", s + "weld"), (o + "welder", "optional", s + "metal"), (s + "weld", "optional", s + "metal"),
    }  # fmt: skip
    said = "\n".join(imported.skipped)
    assert "outside the pillars" in said and "an association without subject, target or known type" in said


def test_languages_of_a_dump_can_be_limited(tmp_path):
    imported = import_source("esco", write(tmp_path, "v1.2.1.ttl", DUMP), languages="nl")
    assert {lang for concept in imported.ontology.concepts for _, lang in concept.labels} == {"nl"}
    assert imported.source.version == "1.2.1"
    assert not any("literalForm" in line for line in imported.skipped)


def test_a_dump_without_version_asks_for_it(tmp_path):
    with pytest.raises(OntologyError, match="tell the version of ESCO; give --version"):
        import_source("esco", write(tmp_path, "dump.ttl", DUMP))


def test_the_real_excerpt_of_a_dump(shared_data):
    imported = import_source("esco", shared_data / "esco" / "rdf_dump_excerpt_v1.0.ttl")
    (concept,) = imported.ontology.concepts
    assert (concept.type, concept.reuse_level, imported.source.version) == ("skill", "occupation-specific", "1.0")
    assert len(concept.labels["alt", "en"]) == 3 and ("alt", "nl") in concept.labels
    assert sum("a relation refers to a concept" in line for line in imported.skipped) == 3


THESAURUS = HEAD + """
x:scheme a skos:ConceptScheme ; dct:title "Proeflijst"@nl ; owl:versionInfo "3" ; dct:license <http://licence/> .
x:1 a skos:Concept ; skos:prefLabel "lassen" ; skosxl:altLabel x:l1 ; skos:hiddenLabel "lasse"@nl ; skos:inScheme x:scheme ; skos:notation "A1" ;
    skos:definition "Verbinden."@nl ; skos:narrower x:2 ; skos:related x:3 ; skos:closeMatch s:weld .
x:l1 skosxl:literalForm "welding"@en .
x:2 a skos:Concept , <https://linkeddata.competentnl.nl/def/competentnl#KnowledgeArea> ; skos:prefLabel "lastheorie"@nl , "laskunde"@nl ; skos:inScheme x:scheme .
x:3 a <https://w3id.org/skillstaal/def#Attitude> ; skos:prefLabel "geduld"@nl ; owl:deprecated true ; dct:isReplacedBy x:1 .
x:4 a skos:Concept ; skos:altLabel "naamloos"@nl ; skosxl:prefLabel x:l9 .
[] a skos:Concept ; skos:prefLabel "leeg"@nl .
"""


def test_a_thesaurus_becomes_concepts(tmp_path):
    imported = import_source("skos", write(tmp_path, "proef.ttl", THESAURUS))
    concepts = {concept.iri[-1]: concept for concept in imported.ontology.concepts}
    assert {number: concept.type for number, concept in concepts.items()} == {"1": "skill", "2": "knowledge", "3": "attitude"}
    assert concepts["1"].labels == {("pref", "nl"): ("lassen",), ("hidden", "nl"): ("lasse",), ("alt", "en"): ("welding",)}
    assert (concepts["1"].notation, concepts["1"].definitions, concepts["1"].related) == ("A1", {"nl": "Verbinden."}, ("http://example.org/3",))
    assert concepts["2"].broader == ("http://example.org/1",) and {len(texts) for texts in concepts["2"].labels.values()} == {1}
    assert (concepts["3"].status, concepts["3"].replaced_by) == ("deprecated", "http://example.org/1")
    assert [(m.predicate, m.object) for m in imported.ontology.mappings] == [("closeMatch", "http://data.europa.eu/esco/skill/weld")]
    source = imported.source
    assert (source.name, source.version, source.title, source.license, source.scheme) == ("proef", "3", "Proeflijst", "http://licence/", "http://example.org/scheme")
    said = "\n".join(imported.skipped)
    for reason in ("a concept without preferred label", "a SKOS-XL label without literalForm", "a concept without IRI"):
        assert reason in said


def test_options_fill_what_a_thesaurus_does_not_say(tmp_path):
    path = write(tmp_path, "kaal.ttl", HEAD + 'x:a a skos:Concept ; skos:prefLabel "naam" .')
    imported = import_source("skos", path, type="certificate", language="de", name="lijst", version="7", license="http://l/")
    (concept,) = imported.ontology.concepts
    assert (concept.type, concept.labels, concept.scheme) == ("certificate", {("pref", "de"): ("naam",)}, "http://example.org/")
    assert (imported.source.name, imported.source.version, imported.source.license) == ("lijst", "7", "http://l/")


def test_what_is_no_skos_is_told(tmp_path):
    broken = tmp_path / "stuk.ttl"
    broken.write_text("x:a a .")
    with pytest.raises(OntologyError, match="stuk.ttl: is no RDF that can be read"):
        import_source("skos", broken)
    with pytest.raises(OntologyError, match="no RDF file; give Turtle"):
        import_source("skos", tmp_path / "lijst.docx")
    with pytest.raises(OntologyError, match="no skos:Concept in these files"):
        import_source("skos", write(tmp_path, "leeg.ttl", HEAD + 'x:a dct:title "x" .'))
    with pytest.raises(OntologyError, match="type 'skil' is not one of"):
        import_source("skos", broken, type="skil")
    remote = tmp_path / "ver.jsonld"
    remote.write_text('{"@context": "https://example.org/context", "@id": "http://x/1"}')
    with pytest.raises(OntologyError, match="ver.jsonld: is no RDF that can be read"):
        import_source("skos", remote)


def test_the_real_competentnl_sample_is_skos(shared_data):
    imported = import_source("skos", shared_data / "competentnl" / "competentnl_sample.ttl.gz")
    types = [concept.type for concept in imported.ontology.concepts]
    assert (types.count("skill"), types.count("knowledge")) == (91, 241)
