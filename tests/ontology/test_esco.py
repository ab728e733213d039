"""ESCO as CSV: languages meet, oddities of the real files survive, what is left out is told with file and line."""

import csv
import gzip

import pytest

from ontology.errors import OntologyError
from ontology.importers import import_source
from ontology.importers.gathering import summary
from ontology.release import counts

SKILL, OCCUPATION, ISCO = "http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/isco/C"
SKILLS = "conceptType conceptUri skillType reuseLevel preferredLabel altLabels hiddenLabels status modifiedDate scopeNote definition inScheme description".split()
OCCUPATIONS = "conceptType conceptUri iscoGroup preferredLabel altLabels hiddenLabels status modifiedDate inScheme description code".split()


def write(folder, name, columns, *rows):
    opener = gzip.open if name.endswith(".gz") else open
    with opener(folder / name, "wt", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    """A small ESCO 1.2.0 with two languages."""
    folder = tmp_path / "ESCO dataset - v1.2.0 - classification - csv"
    folder.mkdir()
    write(folder, "skills_nl.csv.gz", SKILLS,
          {"conceptUri": SKILL + "weld", "skillType": "skill/competence", "preferredLabel": " lassen ", "altLabels": "lassen\nlaswerk doen\nmig|mag lassen", "status": "released", "reuseLevel": "cross-sector",
           "description": "Metaal\n  verbinden."},
          {"conceptUri": SKILL + "metal", "skillType": "knowledge", "preferredLabel": "metaalkunde"},
          {"conceptUri": SKILL + "latin", "skillType": "skill/competence", "preferredLabel": "Latijn"})  # fmt: skip
    write(folder, "skills_en.csv", SKILLS[::-1],
          {"conceptUri": SKILL + "weld", "skillType": "skill/competence", "preferredLabel": "weld", "altLabels": "join metal | weld", "hiddenLabels": "wleding"},
          {"conceptUri": SKILL + "old", "skillType": "skill/competence", "preferredLabel": "smith", "status": "obsolete"})  # fmt: skip
    write(folder, "skillGroups_en.csv", ["conceptUri", "preferredLabel", "code"], {"conceptUri": SKILL + "S1", "preferredLabel": "working with metal", "code": "S1.0"})
    write(folder, "occupations_nl.csv", OCCUPATIONS,
          {"conceptUri": OCCUPATION + "welder", "iscoGroup": "0110", "preferredLabel": "lasser", "altLabels": "lasser\nlasser metaal", "code": "0110.1"},
          {"conceptUri": OCCUPATION + "tigwelder", "iscoGroup": "0110", "preferredLabel": "tig-lasser"})  # fmt: skip
    write(folder, "ISCOGroups_nl.csv", ["conceptUri", "code", "preferredLabel"], {"conceptUri": ISCO + "0110", "code": "0110", "preferredLabel": "Lassers"})
    write(folder, "broaderRelationsOccPillar_nl.csv", ["conceptUri", "broaderUri"], {"conceptUri": OCCUPATION + "tigwelder", "broaderUri": OCCUPATION + "welder"})
    write(folder, "broaderRelationsSkillPillar_en.csv", ["conceptUri", "broaderUri"],
          {"conceptUri": SKILL + "weld", "broaderUri": SKILL + "S1"}, {"conceptUri": SKILL + "S1", "broaderUri": SKILL + "weld"},
          {"conceptUri": SKILL + "weld", "broaderUri": SKILL + "nowhere"})  # fmt: skip
    write(folder, "occupationSkillRelations_en.csv", ["occupationUri", "relationType", "skillType", "skillUri"],
          {"occupationUri": OCCUPATION + "welder", "relationType": "essential", "skillUri": SKILL + "weld"},
          {"occupationUri": OCCUPATION + "welder", "relationType": "optional", "skillUri": SKILL + "weld"},
          {"occupationUri": OCCUPATION + "welder", "relationType": "useful", "skillUri": SKILL + "metal"})  # fmt: skip
    write(folder, "skillSkillRelations_en.csv", ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"],
          {"originalSkillUri": SKILL + "weld", "originalSkillType": "knowledge", "relationType": "optional", "relatedSkillType": "knowledge", "relatedSkillUri": SKILL + "metal"})  # fmt: skip
    write(folder, "languageSkillsCollection_nl.csv", ["preferredLabel", "conceptUri"], {"conceptUri": SKILL + "latin", "preferredLabel": "Latijn"}, {"conceptUri": SKILL + "gone", "preferredLabel": "Etruskisch"})
    write(folder, "digitalSkillsCollection_en.csv", ["conceptUri", "preferredLabel", "altLabels", "skillType"], {"conceptUri": SKILL + "metal", "preferredLabel": "metallurgy", "altLabels": "metals | metal science"})
    return folder


def test_languages_and_files_meet_in_one_concept(folder):
    concepts = import_source("esco", folder).ontology.by_iri()
    weld = concepts[SKILL + "weld"]
    assert weld.labels == {("pref", "nl"): ("lassen",), ("alt", "nl"): ("laswerk doen", "mig|mag lassen"), ("pref", "en"): ("weld",), ("alt", "en"): ("join metal",), ("hidden", "en"): ("wleding",)}
    assert (weld.type, weld.reuse_level, weld.definitions, weld.source) == ("skill", "cross-sector", {"nl": "Metaal verbinden."}, "ESCO 1.2.0")
    assert (concepts[SKILL + "metal"].type, concepts[SKILL + "metal"].note) == ("knowledge", "ESCO-collectie digitaal")
    assert concepts[SKILL + "metal"].labels["alt", "en"] == ("metals", "metal science")
    assert concepts[SKILL + "latin"].type == "language" and concepts[SKILL + "old"].status == "deprecated"
    assert (concepts[SKILL + "S1"].type, concepts[SKILL + "S1"].notation) == ("group", "S1.0")


def test_occupations_stand_below_others_or_below_their_isco_group(folder):
    concepts = import_source("esco", folder).ontology.by_iri()
    assert concepts[OCCUPATION + "welder"].broader == (ISCO + "0110",)
    assert concepts[OCCUPATION + "tigwelder"].broader == (OCCUPATION + "welder",)
    assert (concepts[ISCO + "0110"].type, concepts[ISCO + "0110"].notation) == ("group", "0110")
    assert {concepts[iri].scheme.rsplit("/", 1)[1] for iri in (OCCUPATION + "welder", ISCO + "0110")} == {"occupations"}
    assert {concepts[iri].scheme.rsplit("/", 1)[1] for iri in (SKILL + "weld", SKILL + "S1")} == {"skills"}


def test_relations_of_occupations_and_of_skills(folder):
    relations = {(r.occupation, r.kind, r.skill) for r in import_source("esco", folder).ontology.relations}
    assert relations == {(OCCUPATION + "welder", "essential", SKILL + "weld"), (SKILL + "weld", "optional", SKILL + "metal")}


def test_what_is_left_out_is_told_with_file_and_line(folder):
    skipped = import_source("esco", folder).skipped
    assert len(skipped) == 5
    for said in (
        "occupationSkillRelations_en.csv:4: relationType is not essential or optional ('useful')",
        f"languageSkillsCollection_nl.csv:3: the concept is not in the skills files ({SKILL}gone)",
        f"broaderRelationsSkillPillar_en.csv:4: broader refers to a concept that is not in these files ({SKILL}nowhere)",
        "occupationSkillRelations_en.csv:3: a relation is both essential and optional; essential is kept",
    ):
        assert any(line.startswith(said) for line in skipped), said
    assert sum("broader goes in a circle" in line for line in skipped) == 1
    assert ("occupationSkillRelations_en.csv: relationType is not essential or optional", 1) in summary(skipped)


def test_rows_with_faults_do_not_stop_the_others(tmp_path):
    folder = tmp_path / "esco-1.1"
    folder.mkdir()
    text = 'conceptUri,preferredLabel\nno iri,x\nhttp://a/1,een\nhttp://a/1,weer een\nhttp://a/2\nhttp://a/3,"  "\nhttp://a/4,"' + "v" * 200_000 + '"\n'
    (folder / "skills_nl.csv").write_text(text, encoding="utf-8-sig")
    (folder / "notes.csv").write_text("x\n")
    imported = import_source("esco", folder)
    assert [concept.iri for concept in imported.ontology.concepts] == ["http://a/1", "http://a/4"]
    said = "\n".join(imported.skipped)
    for line in ("skills_nl.csv:2: conceptUri is no IRI", "skills_nl.csv:4: the concept is already in this file", "skills_nl.csv:5: another number of cells", "skills_nl.csv:6: no preferred label in nl", "notes.csv: not a file"):
        assert line in said


def test_labels_without_language_in_the_name_take_the_option(tmp_path):
    folder = tmp_path / "1.0.3"
    folder.mkdir()
    write(folder, "skills.csv", ["conceptUri", "preferredLabel", "skillType"], {"conceptUri": SKILL + "1", "preferredLabel": "souder", "skillType": "skill/competence"})
    imported = import_source("esco", folder, language="fr")
    assert imported.ontology.concepts[0].labels == {("pref", "fr"): ("souder",)} and imported.source.version == "1.0.3"


def test_the_version_comes_from_option_folder_or_data(folder, tmp_path):
    assert import_source("esco", folder).source.version == "1.2.0"
    assert import_source("esco", folder, version="1.2.9").source.version == "1.2.9"
    bare = folder.rename(tmp_path / "download")
    with pytest.raises(OntologyError, match="tell the version of ESCO; give --version"):
        import_source("esco", bare)
    write(bare, "occupations_nl.csv", [*OCCUPATIONS, "naceCode"], {"conceptUri": OCCUPATION + "welder", "preferredLabel": "lasser"})
    assert import_source("esco", bare).source.version == "1.2.1"


def test_only_the_languages_asked_for_are_kept(folder):
    ontology = import_source("esco", folder, languages="nl").ontology
    assert {lang for concept in ontology.concepts for _, lang in concept.labels} == {"nl"}
    assert len(ontology.relations) == 2 and ontology.by_iri()[SKILL + "metal"].note == "ESCO-collectie digitaal"


def test_what_is_no_esco_is_told(tmp_path, folder):
    with pytest.raises(OntologyError, match="no ESCO files here; give the folder"):
        import_source("esco", tmp_path)
    with pytest.raises(OntologyError, match="esco has no option colour"):
        import_source("esco", folder, colour="red")
    (folder / "skills_nl.csv.gz").write_bytes(gzip.compress("conceptUri,label\n".encode()))
    with pytest.raises(OntologyError, match="skills_nl.csv.gz: no column preferredLabel"):
        import_source("esco", folder)
    (folder / "skills_nl.csv.gz").write_bytes(gzip.compress("conceptUri,preferredLabel\nhttp://a/1,caf\xe9\n".encode("latin-1")))
    with pytest.raises(OntologyError, match="cannot be read as UTF-8 CSV"):
        import_source("esco", folder)


def test_the_real_files_come_in_whole(shared_data):
    """The numbers of the official 1.2.0 release: formats.md, section 2."""
    imported = import_source("esco", shared_data / "esco")
    found = counts(imported.ontology)
    assert imported.source.version == "1.2.0"
    assert found["types"]["occupation"] == 3039 and found["types"]["group"] == 640 + 619 and found["types"]["language"] == 359
    assert sum(found["types"][name] for name in ("skill", "knowledge", "language")) == 13_939
    assert len(imported.ontology.relations) == 129_002 + 5_818 - 17
    assert not any(label != " ".join(label.split()) for concept in imported.ontology.concepts for texts in concept.labels.values() for label in texts)
    for concept in imported.ontology.concepts:
        for lang in ("nl", "en"):
            texts = [text for _, text in concept.all_labels(lang)]
            assert len(texts) == len(set(texts))


@pytest.mark.parametrize("version, occupations, groups, languages", [("1.1", 3007, 619, 0), ("1.0.x", 2942, 673, 345)])
def test_older_versions_come_in(shared_data, version, occupations, groups, languages):
    imported = import_source("esco", shared_data / "esco" / "older" / version)
    types = counts(imported.ontology)["types"]
    assert imported.source.version == version
    assert (types["occupation"], types["group"], types.get("language", 0)) == (occupations, groups, languages)
