"""Instrument tables: what is read, that each fault names its row, and that the core's instruments are whole."""

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef

from ontology.checks import check_shapes
from ontology.concepts import Concept, Ontology
from ontology.errors import SourceError
from ontology.graph import to_triples, turtle
from ontology.instruments import (
    INSTRUMENT_COLUMNS,
    ITEM_COLUMNS,
    QUADRANTS,
    SCORE_COLUMNS,
    TASK_COLUMNS,
    TASK_KINDS,
    Instruments,
    read_instruments,
)  # fmt: skip
from ontology.namespaces import CONCEPT_BASE, INSTRUMENT_BASE, ST, TASK_BASE, XSD
from ontology.release import SHAPES, read_metadata
from tests.conftest import ROOT

st = Namespace(ST.base)
NAMES = {"lassen": "skill", "metaal": "knowledge", "lasser": "occupation", "oud": "skill"}
CORE = Ontology(
    tuple(
        Concept(
            f"{CONCEPT_BASE}ST{number:07d}", type_, {("pref", "nl"): (name,)}, {"nl": "Een zin die zegt wat het is."},
            status="deprecated" if name == "oud" else "active",
        )
        for number, (name, type_) in enumerate(NAMES.items(), 1)
    )
)  # fmt: skip
TEXTS = dict.fromkeys("title_nl title_en description_nl description_en".split(), "Vakwerk")
LIST = TEXTS | {"id": "trade", "kind": "collection", "source": "A book on trades", "year": "2019"}
CODES = TEXTS | {"id": "automation-quadrants", "kind": "codelist", "source": "Lee, AI Superpowers", "year": "2018"}
ITEM = {"instrument": "trade", "code": "hot", "pref_nl": "heet werk", "pref_en": "hot work", "concepts": "ST0000001|ST0000002"}
QUADRANT_ITEMS = [{"instrument": "automation-quadrants", "code": code, "pref_nl": code, "pref_en": code} for code in QUADRANTS.values()]
SCORE = {
    "occupation": "ST0000003", "routine": "0.4", "interaction": "0.1", "quadrant": "slow-creep", "reason": "Series gaan naar robots.",
    "justification": "own assessment",
}  # fmt: skip
TASKS = [{"occupation": "ST0000003", "number": str(n), "kind": kind, "task_nl": f"taak {kind}"} for n, kind in enumerate(TASK_KINDS, 1)]


def write(folder, instruments=(LIST, CODES), items=(ITEM, *QUADRANT_ITEMS), scores=(SCORE,), tasks=TASKS):
    tables = {
        "instruments.tsv": (INSTRUMENT_COLUMNS, instruments), "lists.tsv": (ITEM_COLUMNS, items),
        "automation_scores.tsv": (SCORE_COLUMNS, scores), "occupation_tasks.tsv": (TASK_COLUMNS, tasks),
    }  # fmt: skip
    for name, (columns, rows) in tables.items():
        lines = ["\t".join(columns)] + ["\t".join(row.get(column, "") for column in columns) for row in rows]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def faults(folder, **tables):
    with pytest.raises(SourceError) as caught:
        read_instruments(write(folder, **tables), CORE)
    return caught.value.faults


@pytest.fixture
def small(tmp_path):
    return read_instruments(write(tmp_path), CORE)


@pytest.fixture(scope="module")
def core_instruments(release):
    return release.instruments


def test_rows_become_instruments_items_assessments_and_tasks(small):
    assert [(i.id, i.kind, i.year) for i in small.instruments] == [("trade", "collection", 2019), ("automation-quadrants", "codelist", 2018)]
    hot = small.by_instrument()["trade"][0]
    assert hot.concepts == (f"{CONCEPT_BASE}ST0000001", f"{CONCEPT_BASE}ST0000002") and hot.place == "lists.tsv:2"
    assert [(a.routine, a.interaction, a.quadrant) for a in small.assessments] == [(0.4, 0.1, "slow-creep")]
    assert [task.kind for task in small.tasks] == list(TASK_KINDS)
    assert small.counts() == {
        "instruments": {"codelist": 1, "collection": 1}, "instrument items": 5, "instrument members": 2, "quadrants": {"slow-creep": 1},
        "occupations with tasks": 1, "tasks": {"executing": 1, "organising": 1, "preparing": 1, "supporting": 1},
    }  # fmt: skip


def test_a_source_without_instruments_has_none(tmp_path):
    assert read_instruments(tmp_path / "instruments", CORE) == Instruments()


@pytest.mark.parametrize(
    "change, said",
    [
        ({"kind": "heap"}, "instruments.tsv:2: kind 'heap' is not one of collection, codelist"),
        ({"source": ""}, "instruments.tsv:2: source is empty; every instrument needs one"),
        ({"year": ""}, "instruments.tsv:2: year '' is no year; write the four digits"),
        ({"year": "about 2018"}, "year 'about 2018' is no year"),
        ({"title_en": ""}, "title_en is empty"),
        ({"id": "automation-quadrants"}, "instruments.tsv:3: 'automation-quadrants' already stands at instruments.tsv:2"),
    ],
)
def test_a_faulty_instrument_is_named(tmp_path, change, said):
    assert any(said in fault for fault in faults(tmp_path, instruments=(LIST | change, CODES)))


@pytest.mark.parametrize(
    "change, said",
    [
        ({"concepts": "ST0000001|ST0000009"}, "concept ST0000009 does not exist; correct or remove it"),
        ({"concepts": "ST0000004"}, "concept ST0000004 is deprecated; use its replacement"),
        ({"concepts": "ST0000001|ST0000001"}, "ST0000001 stands 2 times in concepts; keep one"),
        ({"concepts": ""}, "an item of a collection needs concepts"),
        ({"code": "hot work"}, "code 'hot work' has a space"),
        ({"pref_nl": ""}, "pref_nl is empty"),
        ({"broader": "cold"}, "broader 'cold' is no other code of trade"),
    ],
)
def test_a_faulty_item_is_named_with_its_row(tmp_path, change, said):
    found = faults(tmp_path, items=(ITEM | change, *QUADRANT_ITEMS))
    assert any(fault.startswith("lists.tsv:2: ") and said in fault for fault in found)


def test_items_without_instrument_and_instruments_without_items_are_named(tmp_path):
    found = faults(tmp_path, items=(ITEM | {"instrument": "trad"}, *QUADRANT_ITEMS))
    assert len(found) == 2
    assert "instruments.tsv:2: instrument 'trade' has no items" in found[0] and "instrument 'trad' does not exist" in found[1]


def test_a_code_twice_is_named(tmp_path):
    assert faults(tmp_path, items=(ITEM, ITEM | {"pref_nl": "x"}, *QUADRANT_ITEMS)) == ["lists.tsv:3: 'trade hot' already stands at lists.tsv:2; keep one"]


@pytest.mark.parametrize(
    "change, said",
    [
        ({"quadrant": "danger-zone"}, "does not follow from the scores 0.4 and 0.1; write slow-creep or change a score"),
        ({"routine": "0.5"}, "write danger-zone or change a score"),
        ({"interaction": "0.5"}, "write safe-zone or change a score"),
        ({"routine": "1.2", "quadrant": "danger-zone"}, "routine '1.2' is not a number from 0 to 1"),
        ({"interaction": "much"}, "interaction 'much' is not a number from 0 to 1"),
        ({"reason": ""}, "reason is empty"),
        ({"occupation": "ST0000001"}, "ST0000001 is no occupation of the tables"),
    ],
)
def test_a_faulty_score_is_named(tmp_path, change, said):
    (fault,) = faults(tmp_path, scores=(SCORE | change,))
    assert fault.startswith("automation_scores.tsv:2: ") and said in fault


def test_an_occupation_has_one_placement_and_the_code_list_all_quadrants(tmp_path):
    assert "'ST0000003' already stands at automation_scores.tsv:2" in faults(tmp_path, scores=(SCORE, SCORE))[0]
    assert "must have the codes danger-zone" in faults(tmp_path, items=(ITEM, *QUADRANT_ITEMS[1:]))[0]


@pytest.mark.parametrize(
    "tasks, said",
    [
        ([TASKS[0] | {"kind": "playing"}, *TASKS[1:]], "occupation_tasks.tsv:2: kind 'playing' is not one of preparing, executing"),
        ([*TASKS, TASKS[0] | {"number": "5"}], "occupation_tasks.tsv:6: 'ST0000003 taak preparing' already stands"),
        ([*TASKS, TASKS[0] | {"task_nl": "nog een"}], "occupation_tasks.tsv:6: 'ST0000003 1' already stands"),
        (TASKS[:2], "ST0000003 has 2 task(s); list 3 to 8"),
        ([task | {"occupation": "ST0000002"} for task in TASKS[:3]], "ST0000002 is no occupation of the tables"),
        ([TASKS[0] | {"task_nl": ""}, *TASKS[1:]], "task_nl is empty"),
        ([TASKS[0] | {"number": "a"}, *TASKS[1:]], "number 'a' is no whole number"),
    ],
)
def test_a_faulty_task_is_named(tmp_path, tasks, said):
    assert any(said in fault for fault in faults(tmp_path, tasks=tasks))


def graph_of(instruments):
    return turtle(to_triples(CORE, read_metadata(), instruments))


def test_the_graph_has_collections_codes_assessments_and_tasks(small):
    graph = Graph().parse(data=graph_of(small), format="turtle")
    trade, hot = URIRef(INSTRUMENT_BASE + "trade"), URIRef(INSTRUMENT_BASE + "trade/hot")
    lasser = URIRef(CONCEPT_BASE + "ST0000003")
    assert (trade, RDF.type, SKOS.Collection) in graph and (trade, SKOS.member, hot) in graph
    assert set(graph.objects(hot, SKOS.member)) == {URIRef(f"{CONCEPT_BASE}ST000000{n}") for n in (1, 2)}
    assert graph.value(trade, DCTERMS.issued) == Literal("2019", datatype=URIRef(XSD.gYear))
    assert str(graph.value(trade, DCTERMS.source)) == "A book on trades"
    creep = URIRef(INSTRUMENT_BASE + "automation-quadrants/slow-creep")
    assert (creep, SKOS.inScheme, URIRef(INSTRUMENT_BASE + "automation-quadrants")) in graph
    assert graph.value(lasser, st.automationQuadrant) == creep
    assessment = graph.value(lasser, st.automationAssessment)
    assert (float(graph.value(assessment, st.routineScore)), float(graph.value(assessment, st.interactionScore))) == (0.4, 0.1)
    assert set(graph.objects(lasser, st.hasTask)) == {URIRef(f"{TASK_BASE}ST0000003-{n}") for n in (1, 2, 3, 4)}
    assert graph.value(URIRef(f"{TASK_BASE}ST0000003-2"), st.taskKind) == st.executing


def test_shapes_find_broken_instruments(small):
    shapes, sound = SHAPES.read_bytes(), graph_of(small)
    trade = f"<{INSTRUMENT_BASE}trade>"
    assert [f for f in check_shapes(sound, shapes) if f.focus.startswith(INSTRUMENT_BASE)] == []
    for broken, word in (
        (sound + f"\n{trade} skos:member stc:ST0000077 .".encode(), "same release"),
        (sound + f'\n{trade} dct:issued "2020"^^xsd:gYear .'.encode(), "year of its source"),
        (sound.replace(b'"A book on trades"', b'"-"'), "names its source"),
        (sound + f"\n{trade} a skos:ConceptScheme .".encode(), "collection or a code list"),
        (sound + f"\n<{TASK_BASE}ST0000003-1> st:taskKind st:executing .".encode(), "four kinds"),
        (sound + f"\n<{INSTRUMENT_BASE}automation-quadrants/ST0000003> st:routineScore 1.5 .".encode(), "routine score"),
    ):
        assert any(word in finding.message_en for finding in check_shapes(broken, shapes)), word


def test_the_instruments_of_the_design_are_there(core_instruments):
    sizes = {name: len(items) for name, items in core_instruments.by_instrument().items()}
    promised = {
        "wef-2018-trending": 10, "wef-2018-declining": 10, "wef-2023-core": 26, "wef-2023-rising": 10, "slo-21": 11, "digital-talent": 2,
        "nss-families": 8, "automation-quadrants": 4, "digcomp-2.2": 5 + 21, "digital-levels": 5 + 25, "cefr": 6 + 24,
    }  # fmt: skip
    assert {name: sizes.get(name) for name in promised} == promised
    assert {"competence-model", "skill-hardness", "skill-development", "education-levels", "municipal-domains"} <= set(sizes)
    defined = [item for item in core_instruments.items if not item.instrument.startswith("wef")]
    assert [item.code for item in defined if set(item.definitions) != {"nl", "en"}] == []


def test_many_occupations_are_placed_and_have_tasks(core_instruments, core):
    placed = {assessment.occupation for assessment in core_instruments.assessments}
    assert len(placed) >= 120
    names = "administratief medewerker|servicedeskmedewerker ICT|medewerker burgerzaken|klantmanager werk en inkomen|handhaver|beleidsmedewerker|programmamanager|regisseur sociaal domein"
    municipal = {concept.iri for concept in core.concepts if concept.pref() in names.split("|")}
    assert len(municipal) == 8 and municipal <= placed
    assert {assessment.quadrant for assessment in core_instruments.assessments} == set(QUADRANTS.values())
    executing = {task.occupation for task in core_instruments.tasks if task.kind == "executing"}
    assert len(executing) >= 150
    assert {task.occupation for task in core_instruments.tasks} == executing


def test_every_education_level_that_texts_ask_is_in_the_code_list(core_instruments):
    levels = {item.code: item for item in core_instruments.by_instrument()["education-levels"]}
    table = (ROOT / "pipeline" / "cues" / "education.tsv").read_text(encoding="utf-8").splitlines()
    asked = [line.split("\t")[0] for line in table if line and not line.startswith("#")][1:]
    assert len(asked) > 8
    assert set(asked) - set(levels) == set()
    assert levels["mbo-4"].frameworks == {"nlqf": "4", "eqf": "4"} and levels["phd"].frameworks["eqf"] == "8"


def test_the_manifest_counts_the_instruments(release):
    assert release.manifest["counts"].items() >= release.instruments.counts().items()
    graph = Graph().parse(data=release.files["ontology.ttl"], format="turtle")
    assert len(set(graph.subjects(RDF.type, st.Instrument))) == len(release.instruments.instruments) >= 16
    assert len(set(graph.subjects(RDF.type, st.OccupationTask))) == len(release.instruments.tasks)
