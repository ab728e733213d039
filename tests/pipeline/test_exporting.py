"""``skillstaal export`` and what a publisher says of a dataset."""

import hashlib
import json
import shutil

import pytest
from click.testing import CliRunner
from rdflib import RDFS, Graph, URIRef

from ontology.credits import credits_of, read_credits
from ontology.errors import OntologyError
from ontology.namespaces import DCAT, DCT, FOAF
from pipeline.cli.commands import main
from pipeline.config import Settings, read_settings
from pipeline.errors import SkillstaalError
from pipeline.export.dataset import describe
from pipeline.export.profiles import profile_nodes
from tests.pipeline.linked import PREVIOUS

MANIFEST = json.loads((PREVIOUS / "manifest.json").read_text(encoding="utf-8"))


def export(*arguments):
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def record(kind, *skills):
    document = {"id": "d", "kind": kind, "language": "nl", "title": "Kok", "published": "2026-01-31", "sector": "Horeca"}
    occupation = {"quote": "kok", "concept": "https://w3id.org/skillstaal/id/ST0002349", "label": "kok", "mappings": {"esco": ["http://data.europa.eu/esco/occupation/k"], "isco": ["5120"]}}
    return {"document": document, "occupation": occupation, "skills": list(skills), "experience_years": 3, "education": "mbo-3"}


def skill(concept, requirement, **mappings):
    return {"concept": concept, "label": concept and "koken", "requirement": requirement, "mappings": {"esco": [], "competentnl": []} | mappings}


COOKING = skill("https://w3id.org/skillstaal/id/ST0001634", "task", esco=["http://data.europa.eu/esco/skill/f"], competentnl=["https://linkeddata.competentnl.nl/id/humancapability/A"])
UNASKED = skill("https://w3id.org/skillstaal/id/ST0000330", "not_required", esco=["http://data.europa.eu/esco/skill/e"])


def test_an_export_is_a_whole_folder_and_the_same_twice(tmp_path):
    written = []
    for _ in range(2):
        result = export(PREVIOUS, "--profile", "core", "--out", tmp_path / "out", "--format", "ttl")
        assert result.exit_code == 0 and "6 documents in profile core" in result.stderr, result.output
        sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "out").rglob("*") if path.is_file()}
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert {output["sha256"] for output in manifest["outputs"]} <= set(sums.values())
        assert set(sums) == {"part-00000.ttl.gz", "manifest.json", "dataset.ttl", "context.jsonld", "schema.ttl", "shapes.ttl"}
        written.append(sums)
    assert written[0] == written[1]


def test_an_export_can_be_queried(tmp_path):
    assert export(PREVIOUS, "--profile", "core", "--out", tmp_path / "out").exit_code == 0
    result = CliRunner().invoke(main, ["query", "demand", str(tmp_path / "out"), "--format", "csv"])
    assert result.exit_code == 0 and len(result.stdout.splitlines()) > 20


def test_what_cannot_be_exported_is_told(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.docx").write_text("x")
    run = shutil.copytree(PREVIOUS, tmp_path / "run")
    shutil.rmtree(run / "translations")
    for arguments, words in (
        ((PREVIOUS, "--profile", "core", "--out", tmp_path / "other"), "holds other files and no export"), ((run, "--profile", "esco", "--out", tmp_path / "o"), "made without jsonl"),
        ((tmp_path / "other", "--profile", "core", "--out", tmp_path / "o"), "is no run: its manifest.json is missing"), ((PREVIOUS, "--profile", "full", "--out", PREVIOUS), "holds other files"),
    ):  # fmt: skip
        result = export(*arguments)
        assert result.exit_code == 2 and words in result.stderr and len(result.stderr.splitlines()) == 1, result.stderr
    assert (tmp_path / "other" / "thesis.docx").exists() and (PREVIOUS / "manifest.json").exists()


def test_a_vacancy_in_core():
    node, *others = profile_nodes(record("vacancy", COOKING, UNASKED), "core")
    assert node["type"] == "schema:JobPosting" and node["skills"] == [COOKING["concept"]] and node["relevantOccupation"].endswith("ST0002349")
    assert (node["datePosted"], node["industry"]) == ("2026-01-31", "Horeca")
    found = {other["type"]: other for other in others}
    assert found["schema:OccupationalExperienceRequirements"]["monthsOfExperience"] == 36
    assert found["schema:EducationalOccupationalCredential"]["credentialCategory"] == "mbo-3" and found["schema:CategoryCode"]["codeValue"] == "5120"


def test_a_vacancy_in_competentnl_describes_an_occupation():
    node, job, target = profile_nodes(record("vacancy", COOKING, UNASKED), "competentnl")
    assert node["relevantOccupation"] == job["id"] and "cnlo:Occupation" in job["type"] and job["name"]["@value"] == "kok"
    assert job["requiresHATImportant"] == [target["id"]] and "cnlo:HumanCapability" in target["type"]
    strongest = profile_nodes(record("vacancy", COOKING, COOKING | {"requirement": "required"}), "competentnl")[1]
    assert "requiresHATImportant" not in strongest and strongest["requiresHATEssential"] == [target["id"]]


@pytest.mark.parametrize("kind, type_", [("profile", "cnlo:Occupation"), ("qualification", "cnlo:EducationalNorm")])
def test_profiles_and_qualifications_are_of_cnlo_themselves(kind, type_):
    node = profile_nodes(record(kind, COOKING), "competentnl")[0]
    assert type_ in node["type"]
    assert node["prescribesHATImportant" if kind == "qualification" else "requiresHATImportant"] == COOKING["mappings"]["competentnl"]


def test_a_concept_of_esco_itself_needs_no_mapping():
    imported = skill("http://data.europa.eu/esco/skill/own", "required")
    assert profile_nodes(record("vacancy", imported), "esco")[0]["skills"] == ["http://data.europa.eu/esco/skill/own"]


def test_a_publisher_describes_its_dataset(tmp_path):
    config = tmp_path / "skillstaal.toml"
    config.write_text(
        '[dataset]\npublisher = "Gemeente Voorbeeld"\npublisher_iri = "https://identifier.overheid.nl/tooi/id/gemeente/gm0000"\ncontact = "Open data"\n'
        'contact_url = "mailto:data@voorbeeld.nl"\nlicense = "http://creativecommons.org/publicdomain/zero/1.0/"\naccess = "public"\naddress = "https://data.voorbeeld.nl/"\n',
        encoding="utf-8",
    )
    settings = read_settings(config, {})
    graph = Graph().parse(data=describe(MANIFEST, settings), format="turtle")
    assert str(graph.value(URIRef(settings.dataset.publisher_iri), URIRef(FOAF.name))) == "Gemeente Voorbeeld"
    assert {str(o).rsplit("/", 1)[1] for o in graph.objects(None, URIRef(DCT.accessRights))} == {"PUBLIC"}
    assert all(str(o).startswith("https://data.voorbeeld.nl/") for o in graph.objects(None, URIRef(DCAT.accessURL)))
    assert settings.fingerprint() == Settings().fingerprint(), "the words of a publisher do not change what is translated"


@pytest.mark.parametrize("line, words", [('publishr = "x"', "unknown setting 'dataset.publishr'; the settings are title_nl"), ('license = "CC0"', "dataset.license"), ('access = "open"', "dataset.access")])
def test_a_wrong_description_is_told(tmp_path, line, words):
    (tmp_path / "skillstaal.toml").write_text(f"[dataset]\n{line}\n", encoding="utf-8")
    with pytest.raises(SkillstaalError, match=words):
        read_settings(tmp_path / "skillstaal.toml", {})


def test_credits_follow_what_the_release_contains(release, tmp_path):
    assert [credit.name for credit in credits_of(release.manifest)] == ["skillstaal", "esco", "competentnl", "onet"]
    assert [credit.name for credit in credits_of({"mapped": {}})] == ["skillstaal"]
    source = {"name": "vdab", "version": "3", "scheme": "https://vdab.example/", "title": "VDAB Competent", "license": "on request", "attribution": "Bron: VDAB."}
    held = credits_of({"mapped": {"onet": 2}, "sources": [source]})
    assert [(credit.title, credit.license, credit.nl) for credit in held[1:2]] == [("VDAB Competent 3", "", "Bron: VDAB.")] and held[2].name == "onet"
    (tmp_path / "manifest.json").write_text(json.dumps({"release": "1", "sources": [source], "mapped": {}}), encoding="utf-8")
    credits = read_credits(tmp_path)
    graph = Graph().parse(data=describe(MANIFEST | {"ontology": MANIFEST["ontology"] | {"credits": credits}}, Settings()), format="turtle")
    rights = {str(text) for node in graph.objects(None, URIRef(DCT.rights)) for text in graph.objects(node, RDFS.label)}
    assert "Bron: VDAB." in rights and not any("ESCO" in text for text in rights)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(OntologyError, match="is no manifest of a release"):
        read_credits(tmp_path)
