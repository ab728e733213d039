"""Work processes and crebo codes of profiles and qualifications; automation quadrant and digital level of vacancies and profiles."""

import json
from importlib.resources import files

import jsonschema
import pytest
from pyshacl import validate
from rdflib import Graph

from ontology.tables import ROOM
from pipeline.contract import to_json
from pipeline.export import rdf
from pipeline.export.nodes import to_nodes
from pipeline.segmenting import segment
from pipeline.types import Document
from pipeline.work.processes import crebo_codes, find_work_processes
from pipeline.work.prospects import MISS
from pipeline.work.task_kinds import TASK_KINDS, count, likeliest, task_kind, typed_tasks

QUALIFICATION = """Kwalificatiedossier Dierverzorging (proef)
Crebonummer 25999

## B1-K1: Verzorgt dieren
### B1-K1-W1: Voert dieren
De beroepsbeoefenaar weegt het voer af en geeft de dieren water.
### B1-K1-W2: Maakt verblijven schoon
De beroepsbeoefenaar desinfecteert de hokken.
P1-K1-W1 Verkoopt producten
Rekent af met klanten.

## Vakkennis
- kennis van dierziekten

Toelichting bij B1-K1-W1
Let op de hygiëne.
"""
PROFILE = """Functieprofiel
Resultaatgebieden
1. Balie
Ontvangt bezoekers en beantwoordt klantvragen.
2. Administratie
Verwerkt gegevens en archiveert stukken.

Functie-eisen
- kennis van Excel
- mbo niveau 4
"""
SCHEMA = json.loads(files("pipeline").joinpath("translation.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records(translator):
    texts = {"qualification": QUALIFICATION, "profile": PROFILE, "vacancy": "Orderpicker gezocht\nWat ga je doen?\n- orders verzamelen\n- pallets opbouwen\n- goederen verpakken\n"}
    documents = [Document(kind, text, kind, sha256="0" * 64) for kind, text in texts.items()]
    return {document.kind: (to_json(translator.translate(document), "r", "http://r"), document.text) for document in documents}


def test_codes_titles_and_places():
    found = {process.code: process for process in find_work_processes(Document("q", QUALIFICATION, "qualification"), ())}
    assert list(found) == ["B1-K1", "B1-K1-W1", "B1-K1-W2", "P1-K1-W1"]
    assert found["B1-K1-W2"].title == "Maakt verblijven schoon"
    words = ["".join(QUALIFICATION[start:end] for start, end in found[code].spans) for code in found]
    assert "weegt het voer af" in words[1] and "hygiëne" in words[1] and "desinfecteert" not in words[1]
    assert "desinfecteert" in words[2] and "Rekent af" not in words[2]
    assert "Rekent af" in words[3] and "dierziekten" not in words[3]
    for process in found.values():
        assert QUALIFICATION[process.start : process.end] == process.title
    assert crebo_codes(Document("q", QUALIFICATION, "qualification")) == ("25999",)


def test_other_kinds_have_none():
    assert find_work_processes(Document("v", QUALIFICATION, "vacancy"), ()) == ()
    assert crebo_codes(Document("v", QUALIFICATION, "vacancy")) == ()


def test_result_areas_of_a_profile():
    document = Document("p", PROFILE, "profile")
    found = find_work_processes(document, segment(document)[0])
    assert [(process.code, process.title) for process in found] == [("1", "Balie"), ("2", "Administratie")]


def test_skills_stand_with_their_work_process(records):
    record, text = records["qualification"]
    labels = {process["code"]: {record["skills"][n - 1]["label"] for n in process["skills"]} for process in record["work_processes"]}
    assert "desinfecteren" in labels["B1-K1-W2"] - labels["B1-K1-W1"]
    assert record["crebo"] == ["25999"] and "prospects" not in record


@pytest.mark.parametrize("kind", ["qualification", "profile", "vacancy"])
def test_json_and_linked_data_keep_to_the_contract(kind, records):
    record, text = records[kind]
    jsonschema.validate(record, SCHEMA)
    graph = Graph().parse(data=rdf.turtle(to_nodes(record, text, "http://run")), format="turtle")
    conforms, _, told = validate(graph, shacl_graph=str(ROOM / "shapes" / "export.ttl"))
    assert conforms, told
    assert (b"st:WorkProcess" in rdf.turtle(to_nodes(record, text, "http://run"))) == (kind != "vacancy")


def test_quadrant_with_margin_and_spans(records):
    found = records["vacancy"][0]["prospects"]
    assert found["quadrant"] == "danger-zone" and found["quadrant"] in found["possible_quadrants"]
    for name, miss in zip(("routine", "interaction"), MISS):
        assert found[name]["low"] <= max(0, found[name]["score"] - 1.28 * miss) + 0.02
        assert found[name]["high"] >= min(1, found[name]["score"] + 1.28 * miss) - 0.02
    assert found["statements"] and all(1 <= n <= len(records["vacancy"][0]["skills"]) for n in found["statements"])


def test_digital_level_with_margin_and_spans(records, translator):
    record = records["profile"][0]
    digital = record["prospects"]["digital"]
    assert digital["level"] == 2 and [record["skills"][n - 1]["label"] for n in digital["statements"]] == ["Excel"]
    assert records["vacancy"][0]["prospects"]["digital"] == {"level": 0, "low": 0, "high": 2, "statements": []}
    programmer = Document("d", "Functie-eisen\n- programmeren in Python\n- ervaring met SQL\n", "vacancy")
    assert translator.translate(programmer).prospects.digital.level == 3


def test_kinds_of_tasks_are_better_than_the_commonest():
    tasks = typed_tasks()
    model = count([task for n, task in enumerate(tasks) if n % 10])
    held = tasks[::10]
    right = sum(likeliest(text, model) == kind for kind, text in held) / len(held)
    assert right > sum(kind == "executing" for kind, _ in held) / len(held) + 0.08
    assert task_kind("Bereidt de werkzaamheden voor") == "preparing"
    assert task_kind("Coördineert de afbouw") == "organising"
    assert task_kind("") in TASK_KINDS


@pytest.mark.parametrize(
    "text, codes",
    [
        ("Kerntaak B1-K1: Maakt kleding\nWerkproces B1-K1-W1: Knipt de stof\nWerkproces B1-K1-W2 – Naait de naden", "B1-K1 B1-K1-W1 B1-K1-W2"),
        ("B1-K1 Maakt kleding\n  W1 Knipt de stof\nP1-K1 Herstelt kleding\n  W1 Neemt de maat", "B1-K1 B1-K1-W1 P1-K1 P1-K1-W1"),
        ("2. Kerntaak 1 | Maakt kleding\n1.1 Knipt de stof\n1.2 Naait\nKerntaak 2: Verkoopt\nWerkproces 1: Rekent af", "1 1.1 1.2 2 2.1"),
        ("Kerntaak 1 Maakt kleding\nWerkproces 1.1 Knipt de stof", "1 1.1"),
        ("De kerntaken B1-K1 en B1-K2 worden geëxamineerd.\nKerntaak B1-K1 en B1-K2 zijn verplicht.", ""),
        ("1.1 Knipt de stof\nW1 Naait\n1. Inleiding", ""),
        ("Kerntaak 1 Maakt kleding\n1.5 uur per week\n2.1 Algemeen\n12 stuks", "1"),
    ],
)  # fmt: skip
def test_work_processes_in_other_numberings(text, codes):
    assert [process.code for process in find_work_processes(Document("q", text, "qualification"), ())] == codes.split()


def test_the_last_work_process_ends_where_knowledge_begins():
    text = "Kerntaak 1 Maakt kleding\n1.1 Naait\nHij stikt de zoom.\n\n3. Vakkennis\n- stoffen"
    process = find_work_processes(Document("q", text, "qualification"), ())[-1]
    assert text[process.spans[0][0] : process.spans[0][1]].endswith("zoom.\n\n")


def test_a_heading_is_no_result_area():
    document = Document("p", "1. Doel van de functie\nHelpt klanten.\n2. Taken\n2. Balie\nOntvangt bezoekers.", "profile")
    assert [process.title for process in find_work_processes(document, segment(document)[0])] == ["Balie"]
