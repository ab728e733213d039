"""Comparisons: what is shared, close by and missing between texts and occupations, and matches of many."""

import gzip
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from pyshacl import validate
from rdflib import Graph

from ontology.errors import OntologyError
from ontology.namespaces import CONCEPT_BASE, DATA_BASE, ESCO
from ontology.needs import read_needs
from ontology.tables import ROOM
from pipeline.cli.commands import main
from pipeline.comparing.comparison import compare, covered, verdict_of
from pipeline.comparing.loading import find_occupation, occupations
from pipeline.comparing.matching import find_matches
from pipeline.comparing.measures import Measures
from pipeline.comparing.output import explanation, nodes, to_json
from pipeline.comparing.sides import of_occupation, of_record
from pipeline.contract import to_json as translation
from pipeline.export import rdf
from pipeline.reading import read_file

TEXTS = Path(__file__).parent.parent / "data" / "comparing"


@pytest.fixture(scope="module")
def measures():
    return Measures.load()


@pytest.fixture(scope="module")
def side(translator, measures):
    def read(name):
        document = next(iter(read_file(TEXTS / f"{name}.txt", f"{name}.txt", "auto")))
        return of_record(translation(translator.translate(document), "r", "http://r"), measures, DATA_BASE)

    return read


def labels(items, measures):
    return {measures.label(item.concept) for item in items}


def occupation(name, measures):
    return of_occupation(find_occupation(name, measures), measures)


def test_who_led_a_team_elsewhere_is_a_strong_match(side, measures):
    found = compare(side("cv-teamleider-bagageafhandeling"), side("vacature-voorman-magazijn"), measures)
    assert (found.verdict, found.gap) == ("strong", "short")
    assert found.rank > 0.95
    assert {"werk verdelen", "coachen", "leidinggeven", "laden en lossen", "heftruckcertificaat"} <= labels(found.found("shared"), measures)


def test_another_trade_with_the_same_hands_is_near_with_a_short_gap(side, measures):
    found = compare(side("cv-automonteur"), side("vacature-installateur-zonnepanelen"), measures)
    assert (found.verdict, found.gap, found.learning) == ("near", "short", "reskilling")
    assert {"elektrische schema's lezen", "VCA basis", "rijbewijs B"} <= labels(found.found("shared"), measures)
    assert {"zonnepanelen installeren", "veilig werken op hoogte"} <= labels(found.found("missing"), measures)
    taught = {measures.label(item.concept): [measures.label(qualification) for qualification, _ in item.taught_by] for item in found.found("missing")}
    assert taught["zonnepanelen installeren"] == ["certificaat zonnestroominstallateur"]


def test_a_higher_diploma_covers_a_lower_one(side, measures):
    found = compare(side("cv-automonteur"), side("vacature-installateur-zonnepanelen"), measures)
    assert {measures.label(item.concept) for item in found.items if item.offer and item.offer.reason == "education"} == {"mbo niveau 2-diploma"}


def test_what_has_nothing_to_do_with_it_is_far(side, measures):
    found = compare(side("cv-automonteur"), side("vacature-voorman-magazijn"), measures)
    assert (found.verdict, found.gap) == ("far", "long")
    assert found.score < 0.1


def test_essential_comes_first_and_the_same_occupation_is_whole(measures):
    kok = occupation("kok", measures)
    itself = compare(kok, kok, measures)
    assert itself.overlap == pytest.approx(1)
    assert itself.learning is None and itself.gap == "none" and itself.verdict == "strong"
    needs = [item.need.need for item in compare(occupation("automonteur", measures), kok, measures).found("missing")]
    assert needs == sorted(needs) and {"essential", "optional"} == set(needs)


def test_the_same_work_is_upskilling(measures):
    first, other = occupation("orderpicker", measures), occupation("automonteur", measures)
    asks = next(side for side in occupations(measures) if side.iri != first.iri and measures.same_work(side.iri, first.iri))
    assert set(measures.groups(first.iri)) & set(measures.groups(asks.iri))
    assert compare(first, asks, measures).learning == "upskilling"
    assert compare(first, other, measures).learning == "reskilling"


def test_common_skills_weigh_less(measures):
    def weight(label):
        return measures.weight(next(measures.lexicon.entry(hit.concept).iri for hit in measures.lexicon.find(label)))

    assert weight("nauwkeurigheid") < weight("Engels") < weight("heftruck rijden") < 1
    asked_often = {CONCEPT_BASE + "ST0001472": 900}
    assert Measures(measures.lexicon, measures.needs, asked_often, 1000).weight(CONCEPT_BASE + "ST0001472") < weight("heftruck rijden")


def test_a_diploma_teaches_skills_and_no_attitudes(measures):
    proven = {measures.entry(skill).type for skill in measures.implied(CONCEPT_BASE + "ST0003479")}  # diploma autotechnicus
    assert proven == {"skill", "knowledge"}
    assert measures.taught_by(CONCEPT_BASE + "ST0000107") == []  # nauwkeurigheid


def test_one_step_away_is_close_by(measures):
    lexicon = measures.lexicon
    skill = CONCEPT_BASE + "ST0001472"  # heftruck rijden
    parent = lexicon.entry(lexicon.number_of(skill)).broader[0]
    steps = dict(measures.steps(skill))
    assert steps[CONCEPT_BASE + "ST0000434"] == "proves"  # heftruckcertificaat
    assert (skill, "narrower") in measures.steps(parent)
    assert steps[parent] == "broader"
    (top,) = lexicon.entry(lexicon.number_of(parent)).broader
    assert top not in dict(measures.steps(parent))  # nearly everything is a step from it
    assert dict(measures.steps(CONCEPT_BASE + "ST0002090"))[CONCEPT_BASE + "ST0002089"] == "broader"  # inkooporders plaatsen, inkopen


def test_matches_have_the_scores_of_comparisons(measures):
    some = [occupation(name, measures) for name in ("kok", "automonteur", "inkoper", "logistiek teamleider")]
    everyone = list(occupations(measures))
    found = list(find_matches(some, everyone, 3, measures, "covered"))
    assert len(found) == 12
    sides = {side.iri: side for side in everyone}
    for match in found:
        assert match.score == pytest.approx(min(1, covered(sides[match.one.iri].offers, sides[match.other.iri].needs)))
        assert match.verdict == verdict_of(match.score)
    best = max((covered(some[0].offers, other.needs), other.iri) for other in everyone if other.iri != some[0].iri)
    assert (found[0].place, found[0].score) == (1, pytest.approx(best[0]))


@pytest.mark.parametrize(("name", "hidden"), [("administratief medewerker", "inkoopmedewerker"), ("evenementenorganisator", "expediteur")])
def test_hidden_matches_rank_high_and_are_explained(name, hidden, measures):
    found = list(find_matches([occupation(name, measures)], occupations(measures), 10, measures, "alike", hidden=True))
    match = next(match for match in found if match.other.iri == find_occupation(hidden, measures))
    assert len(match.shared) >= 4 and not match.same_work


def test_the_linked_data_keeps_to_the_shapes(side, measures):
    found = compare(side("cv-automonteur"), side("vacature-installateur-zonnepanelen"), measures)
    graph = Graph().parse(data=rdf.turtle(nodes(found)), format="turtle")
    conforms, _, told = validate(graph, shacl_graph=str(ROOM / "shapes" / "export.ttl"))
    assert conforms, told
    broken = Graph().parse(data=rdf.turtle(nodes(found)).replace(b'"near"', b'"perhaps"'), format="turtle")
    assert not validate(broken, shacl_graph=str(ROOM / "shapes" / "export.ttl"))[0]


def test_json_and_sentences_say_the_same(side, measures):
    found = compare(side("cv-automonteur"), side("vacature-installateur-zonnepanelen"), measures)
    record = to_json(found, measures, "r")
    assert record["gap"] == {"size": "short", "learning": "reskilling"}
    assert len(record["shared"]) + len(record["close"]) + len(record["missing"]) == len(found.items)
    assert "omscholen" in explanation(found, measures) and "reskilling" in explanation(found, measures, "en")
    assert "autobedrijf" not in orjson.dumps(record).decode()


def test_commands(tmp_path):
    runner = CliRunner()
    ran = runner.invoke(main, ["compare", "kok", "chef-kok", "--format", "json"])
    assert ran.exit_code == 0 and 0 < orjson.loads(ran.output)["score"] <= 1
    assert "what is asked" in runner.invoke(main, ["compare", "kok", "automonteur"]).output.replace("\n", " ")
    lost = runner.invoke(main, ["compare", "kok", "geen beroep van deze wereld"])
    assert lost.exit_code == 2
    lines = runner.invoke(main, ["matches", "--only", "kok", "--top", "2"]).output.splitlines()
    assert len(lines) == 3 and lines[1].split("\t")[0] == "kok"
    assert runner.invoke(main, ["matches", "--of", "cv"]).exit_code == 2


def test_runs_are_matched(tmp_path):
    run, runner = tmp_path / "run", CliRunner()
    assert runner.invoke(main, ["run", str(TEXTS), "--out", str(run), "--formats", "jsonl,parquet"]).exit_code == 0
    found = runner.invoke(main, ["matches", str(run), "--of", "vacancy", "--with", "cv", "--format", "jsonl", "--weights", str(run)])
    assert found.exit_code == 0, found.output
    matches = [orjson.loads(line) for line in found.output.splitlines() if line.startswith("{")]
    best = {match["one"]["iri"].rsplit("/", 1)[1]: match["other"]["label"] for match in matches if match["place"] == 1}
    assert best == {"vacature-voorman-magazijn": "teamleider", "vacature-installateur-zonnepanelen": "automonteur"}


def test_a_release_gives_its_own_needs(tmp_path, measures):
    lexicon = measures.lexicon
    occupation_iri, skill = find_occupation("inkoper", measures), CONCEPT_BASE + "ST0001472"
    mapped = [lexicon.entry(lexicon.number_of(iri)).mappings["esco"][0] for iri in (occupation_iri, skill)]
    with pytest.raises(OntologyError, match="cannot be read"):
        read_needs(lexicon, tmp_path)
    triples = f"<{mapped[0]}> <{ESCO.relatedOptionalSkill}> <{mapped[1]}> .\n<{mapped[0]}> <{ESCO.skillType}> <{mapped[1]}> .\n"
    (tmp_path / "ontology.nt.gz").write_bytes(gzip.compress(triples.encode()))
    assert read_needs(lexicon, tmp_path)[occupation_iri][skill] == "optional"
