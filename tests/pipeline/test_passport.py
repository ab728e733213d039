"""Skills passports: each format keeps to its specification, the owner has the last word, and nothing personal gets out."""

import json
from datetime import date

import jsonschema
import pytest
from click.testing import CliRunner
from pyld import jsonld as pyld
from pyoxigraph import RdfFormat, parse
from pyshacl import validate
from rdflib import Graph

from ontology.namespaces import ELM, ESCO_BASE
from ontology.tables import ROOM
from pipeline.cli.commands import main
from pipeline.errors import SkillstaalError
from pipeline.export.passport.doubt import crossing, speakable, threshold, without_doubt
from pipeline.export.passport.owner import read_owner
from pipeline.export.passport.phrases import duration
from pipeline.export.passport.statements import first_day, last_day
from tests.conftest import ROOT
from tests.pipeline.test_privacy import canary_cv

CV = """Curriculum vitae

Werkervaring
2018 - heden  Teamleider logistiek, Vervoer BV
- aansturen van een team
- roosters maken in Excel
03/2012 - 02/2018  Heftruckchauffeur, Opslag NV
- laden en lossen

Opleiding
2008 - 2011  mbo-4 logistiek manager (diploma)

Certificaten
Heftruckcertificaat, geldig tot en met maart 2031
VCA Basis, geldig tot en met 2019

Talen
Engels B2
Duits A2

Eigenschappen
nauwkeurig, flexibel
"""
DOUBTS = """Curriculum vitae

Werkervaring
2018 - heden  Magazijnmedewerker, Vervoer BV
- laden en lossen
- speel gitaar met Kanarie Qwertsma
"""
FORMATS = ("openbadge", "elm", "jsonld", "html", "owner")


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Makes the passport of CV in a format, with the owner's file given as text."""
    folder = tmp_path_factory.mktemp("passports")
    (folder / "cv.txt").write_text(CV, encoding="utf-8")

    def made(format_, owner="", *options, text=None):
        if text:
            (folder / "cv.txt").write_text(text, encoding="utf-8")
        (folder / "owner.toml").write_text(owner, encoding="utf-8")
        told = CliRunner().invoke(main, ["passport", str(folder / "cv.txt"), "--format", format_, "--owner", str(folder / "owner.toml"), *options])
        (folder / "cv.txt").write_text(CV, encoding="utf-8")
        assert told.exit_code == 0, told.output
        return told.stdout

    return made


@pytest.fixture(scope="module")
def badges(make):
    return json.loads(make("openbadge"))["verifiableCredential"]


def named(badges, name):
    return next(badge for badge in badges if badge["name"] == name)


def test_badges_keep_to_the_schema_of_open_badges(make):
    schema = json.loads((ROOT / "tests" / "data" / "openbadge-3.0.schema.json").read_text(encoding="utf-8"))
    for lang in ("nl", "en"):
        made = json.loads(make("openbadge", "", "--lang", lang))
        jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(made)
        assert len(made["verifiableCredential"]) > 8
    del made["verifiableCredential"][0]["credentialSubject"]["achievement"]["criteria"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema)


def test_a_badge_says_what_it_rests_on_and_that_nobody_signed_it(badges):
    badge = next(b for b in badges if b["credentialSubject"]["achievement"]["achievementType"] == "Certification" and "validUntil" in b)
    assert badge["validUntil"] in ("2031-03-31T23:59:59Z", "2019-12-31T23:59:59Z")
    assert badge["issuer"]["id"] == badge["credentialSubject"]["id"]
    assert {badge["evidence"][0]["genre"] for badge in badges} == {"hard", "semi-hard", "soft"}
    assert all("niet ondertekend" in badge["description"] and "proof" not in badge for badge in badges)
    led = next(b for b in badges if b["evidence"][0]["genre"] == "semi-hard" and b["credentialSubject"].get("activityStartDate", "").startswith("2018"))
    assert "activityEndDate" not in led["credentialSubject"] and "laatst: nu" in led["evidence"][0]["narrative"]


def test_the_level_of_a_language_is_a_result(badges):
    subject = named(badges, "Engels")["credentialSubject"]
    assert subject["result"][0]["value"] == "B2"
    assert subject["result"][0]["resultDescription"] == subject["achievement"]["resultDescription"][0]["id"]


def test_badges_link_to_our_concept_and_to_esco(badges):
    targets = {one["targetFramework"]: one for badge in badges for one in badge["credentialSubject"]["achievement"]["alignment"]}
    assert targets["ESCO"]["targetUrl"].startswith(ESCO_BASE) and targets["Skillstaal"]["targetUrl"].endswith(targets["Skillstaal"]["targetCode"])


def test_europass_claims_are_the_same_skills_with_links_to_esco(make, badges):
    made = json.loads(make("elm"))
    graph = Graph().parse(data=json.dumps(made), format="json-ld")
    text = """SELECT ?claim ?title ?esco WHERE { ?person elm:hasClaim ?claim . ?claim a elm:LearningAchievement ; elm:specifiedBy/elm:learningOutcome ?outcome .
        ?outcome a elm:LearningOutcome ; dct:title ?title . OPTIONAL { ?outcome elm:relatedESCOSkill ?esco } FILTER(lang(?title) = "nl") }"""
    rows = list(graph.query(text, initNs={"elm": ELM.base, "dct": "http://purl.org/dc/terms/"}))
    assert {str(row.title) for row in rows} == {badge["name"] for badge in badges}
    assert sum(row.esco is not None and str(row.esco).startswith(ESCO_BASE) for row in rows) > 5
    assert {str(o) for _, p, o in graph if str(p).endswith("def#evidence")} == {f"https://w3id.org/skillstaal/def#{name}" for name in ("hard", "semi-hard", "soft")}
    periods = list(graph.query("SELECT ?s ?e WHERE { ?p dcat:startDate ?s ; dcat:endDate ?e FILTER(?s > ?e) }", initNs={"dcat": "http://www.w3.org/ns/dcat#"}))
    assert periods == []


@pytest.mark.parametrize("owner", ["", 'hide = ["Duits"]\n[[correct]]\nskill = "Engels"\nlevel = "C1"\n[[add]]\nskill = "koken"\n[[add]]\nskill = "zandsculpturen boetseren met kinderen"'])
def test_linked_data_keeps_to_the_shapes_of_exports(make, owner):
    made = make("jsonld", owner)
    graph = Graph().parse(data=pyld.to_rdf(json.loads(made), {"format": "application/n-quads"}), format="nquads")
    conforms, _, report = validate(graph, shacl_graph=Graph().parse(ROOM / "shapes" / "export.ttl"))
    assert conforms, report[:2000]
    assert len(list(parse(made.encode(), format=RdfFormat.JSON_LD))) == len(graph) > 100


OWNER = """
hide = ["Duits", "Heftruckchauffeur", "iets wat nergens staat"]
[[correct]]
skill = "Engels"
level = "C1"
[[correct]]
skill = "flexibiliteit"
other = "samenwerken"
[[add]]
skill = "koken"
from = "2020-01"
until = "2020-12"
[[add]]
skill = "zandsculpturen boetseren met kinderen"
"""


def test_the_owner_hides_corrects_and_adds(make):
    made = json.loads(make("openbadge", OWNER))["verifiableCredential"]
    names = [badge["name"] for badge in made]
    assert "Duits" not in names and "samenwerken" in names and "zandsculpturen boetseren met kinderen" in names
    assert named(made, "Engels")["credentialSubject"]["result"][0]["value"] == "C1"
    cooking = named(made, "koken")
    assert cooking["evidence"][0]["genre"] == "soft" and "zelf toegevoegd" in cooking["evidence"][0]["narrative"] and "1 jaar" in cooking["evidence"][0]["narrative"]
    assert "zelf aangepast" in named(made, "samenwerken")["evidence"][0]["narrative"]
    nodes = json.loads(make("jsonld", OWNER))["@graph"]
    own = [node for node in nodes if "wasAttributedTo" in node]
    assert len([node for node in own if node["type"] == "st:PersonalSkill"]) == 3
    assert all(node["evidence"].endswith("soft") for node in own) and {node["wasAttributedTo"] for node in own} == {nodes[0]["id"]}


def test_what_is_hidden_is_nowhere(make):
    for format_ in ("openbadge", "elm", "jsonld", "html"):
        made = make(format_, 'hide = ["Duits", "Heftruckcertificaat"]')
        assert "Duits" not in made and "eftruckcertificaat" not in made, format_
    assert "Duits" in make("html")


def test_the_owners_changes_survive_another_cv(make):
    later = CV.replace("laden en lossen", "koken").replace("Duits A2", "Frans B1")
    made = json.loads(make("openbadge", OWNER, text=later))["verifiableCredential"]
    assert named(made, "Engels")["credentialSubject"]["result"][0]["value"] == "C1"
    assert named(made, "koken")["evidence"][0]["genre"] == "semi-hard" and "zelf bevestigd" in named(made, "koken")["evidence"][0]["narrative"]
    assert named(made, "zandsculpturen boetseren met kinderen")


def test_wishes_without_effect_are_told(tmp_path):
    (tmp_path / "cv.txt").write_text(CV, encoding="utf-8")
    (tmp_path / "owner.toml").write_text(OWNER, encoding="utf-8")
    told = CliRunner().invoke(main, ["passport", str(tmp_path / "cv.txt"), "--owner", str(tmp_path / "owner.toml")])
    assert "hide 3 names nothing that the CV shows" in told.stderr and "nergens" not in told.output


def test_the_draft_of_an_owners_file_changes_nothing(make):
    draft = make("owner")
    assert '# "Engels"' in draft
    assert make("elm", draft) == make("elm")


@pytest.mark.parametrize(
    "text, said",
    [
        ('hide = "Duits"', "hide is not as expected"),
        ('[[add]]\nskill = "koken"\nsince = "2020"', "add.1.since is not as expected: hide, correct and add"),
        ('[[add]]\nskill = "koken"\nuntil = "2020"', "until needs from"),
        ('[[add]]\nskill = "koken"\nfrom = "2021"\nuntil = "2020"', "until comes before from"),
        ('[[add]]\nskill = "koken"\nfrom = "vorig jaar"', "add.1.from is not as expected"),
        ("hide = [", "is no TOML"),
    ],
)  # fmt: skip
def test_a_faulty_owners_file_is_told_without_its_words(tmp_path, text, said):
    path = tmp_path / "owner.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SkillstaalError) as error:
        read_owner(path)
    assert said in str(error.value)
    assert not any(words in str(error.value) for words in ("Duits", "koken", "vorig", "11223399"))


@pytest.mark.parametrize("words", ["bel mij: 06-11223399", "Zeldaline Qwertsma", "Jan Jansen", "j.jansen@kanarie.example"])
@pytest.mark.parametrize("owner", ['[[add]]\nskill = "{}"', '[[correct]]\nskill = "Engels"\nother = "{}"'])
def test_personal_words_of_the_owner_are_refused_and_not_repeated(tmp_path, words, owner):
    (tmp_path / "cv.txt").write_text(CV, encoding="utf-8")
    (tmp_path / "owner.toml").write_text(owner.format(words), encoding="utf-8")
    told = CliRunner().invoke(main, ["passport", str(tmp_path / "cv.txt"), "--owner", str(tmp_path / "owner.toml")])
    assert told.exit_code == 2 and "1 of the owner's file seems to hold personal data" in told.stderr
    assert words not in told.output


def test_the_owners_words_for_a_concept_are_not_kept(make):
    made = make("jsonld", '[[add]]\nskill = "klanten te woord staan"')
    statement = next(node for node in json.loads(made)["@graph"] if node["type"] == "st:SkillStatement" and "wasAttributedTo" in node)
    assert statement["concept"] and "te woord" not in made


def test_no_passport_has_personal_data(tmp_path):
    (tmp_path / "cv.txt").write_text(canary_cv(), encoding="utf-8")
    shown = ""
    for format_ in FORMATS:
        told = CliRunner().invoke(main, ["passport", str(tmp_path / "cv.txt"), "--format", format_, "--out", str(tmp_path / "out")])
        assert told.exit_code == 0, told.output
        shown += told.output + (tmp_path / "out").read_text(encoding="utf-8")
    assert "Excel" in shown
    for secret in ("Zeldaline", "Qwertsma", "anarie", "6541", "11223399", "oktober", "111222333", "ABNA", "0417"):
        at = shown.find(secret)
        assert at < 0, shown[max(0, at - 120) : at + 60]


def test_the_page_speaks_plainly(make):
    dutch, english = make("html"), make("html", "", "--lang", "en")
    assert "Niemand heeft de diploma’s, de certificaten of het werk gecontroleerd." in dutch and "Er staat geen naam in dit paspoort" in dutch
    assert 'lang="en"' in english and "Nobody has checked" in english and "leading" in english.lower()
    assert "<script" not in dutch


@pytest.mark.parametrize("months, said", [(1, "1 maand"), (11, "11 maanden"), (12, "1 jaar"), (14, "1 jaar"), (15, "ruim 1 jaar"), (66, "ruim 5 jaar"), (240, "20 jaar")])
def test_durations(months, said):
    assert duration(months, "nl") == said


@pytest.mark.parametrize("written, first, last", [("2024-02", date(2024, 2, 1), date(2024, 2, 29)), ("2019", date(2019, 1, 1), date(2019, 12, 31)), ("2019-12", date(2019, 12, 1), date(2019, 12, 31))])
def test_days_of_what_is_written(written, first, last):
    assert (first_day(written), last_day(written)) == (first, last)


def test_published_contexts_define_every_term_of_a_badge(badges):
    """Expansion drops what a context does not define; nothing may be dropped."""

    def values(node):
        if isinstance(node, dict):
            return [text for key, value in node.items() if key != "@context" for text in values(value)]
        return [text for item in node for text in values(item)] if isinstance(node, list) else [node]

    contexts = pytest.importorskip("openbadgeslib.ob3.contexts", reason="openbadgeslib, which has the published contexts, is not installed; pip install '.[test]'")
    for badge in badges:
        kept = values(pyld.expand(badge, {"documentLoader": contexts.document_loader()}))
        for text in ("name", "description"):
            assert badge[text] in kept
        assert badge["evidence"][0]["narrative"] in kept and badge["credentialSubject"]["achievement"]["criteria"]["narrative"] in kept
        assert {one["targetUrl"] for one in badge["credentialSubject"]["achievement"]["alignment"]} <= set(kept)


def test_what_is_not_sure_stands_in_the_words_of_the_cv_without_a_concept(make, monkeypatch):
    def badges(owner=""):
        found = json.loads(make("openbadge", owner, text=DOUBTS))["verifiableCredential"]
        return {badge["name"]: badge["credentialSubject"]["achievement"] for badge in found}

    assert badges()["laden en lossen"]["alignment"]
    monkeypatch.setattr("pipeline.export.passport.doubt.threshold", lambda: 0.9999)
    doubted = badges()
    assert "alignment" not in doubted["‘laden en lossen’"] and "laden en lossen" not in doubted
    assert "Tussen ‘ ’ staan woorden uit uw cv" in make("html", text=DOUBTS)
    added = badges('[[add]]\nskill = "metselen"')
    assert any(name == "metselen" and achievement.get("alignment") for name, achievement in added.items())


def test_the_threshold_is_where_two_of_three_come_true():
    assert crossing([(0.2, 0.2), (0.5, 0.5), (0.7, 0.8), (0.9, 0.95)], 0.65) == pytest.approx(0.6)
    assert crossing([(0.5, 0.9)], 0.65) == 0.5 and crossing([(0.5, 0.1), (0.9, 0.2)], 0.65) == 1.0
    assert 0.4 < threshold() < 0.9


def test_a_sure_diploma_keeps_what_it_implies_and_a_doubted_one_does_not():
    def said(confidence):
        return {"concept": "d", "label": "d", "mappings": {}, "confidence": confidence}

    skill = {"concept": "k", "statements": [], "implied_by": [{"statement": 1, "norm": "law"}]}
    record = {"skills": [said(0.9)], "occupation": None, "curriculum": {"entries": [], "skills": [skill]}}
    assert without_doubt(record, 0.5)["curriculum"]["skills"] == [skill]
    assert without_doubt(record | {"skills": [said(0.4)]}, 0.5)["curriculum"]["skills"] == []


def test_words_that_look_personal_are_not_shown():
    assert speakable("gitaar spelen") and not speakable("mail naar zq@kanarie.example") and not speakable("werken met ███")
