"""O*NET text files of several versions: what each file becomes, and what odd or missing files and rows give."""

import csv
import gzip
import zipfile
from collections import Counter
from urllib.parse import unquote

import pytest

from ontology.errors import OntologyError
from ontology.importers import import_source
from ontology.imports import read_import, write_import

OCC = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
OURS = "https://w3id.org/skillstaal/onet/"
RATING = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tN\tRecommend Suppress\tNot Relevant\tDate\tDomain Source\n"
FILES = {
    "Occupation Data": "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tChief Executives\tLead firms.\n15-1252.00\tSoftware Developers\tWrite software.\n",
    "Alternate Titles": "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n11-1011.00\tChief Executive Officer (CEO)\tCEO\t8\n11-1011.00\tChief Executives\tn/a\t2\n",
    "Content Model Reference": "Element ID\tElement Name\tDescription\n1.A\tAbilities\tTraits.\n1.A.1\tCognitive\tThinking.\n1.A.1.a\tVerbal\tWords.\n1.B.1\tInterests\tNot read.\n"
    "1.C\tWork Styles\tStyles.\n1.C.6\tIndependence\tAlone.\n2\tWorker Requirements\tNot read.\n2.A\tBasic Skills\tBasics.\n2.A.1\tContent\tContent.\n2.A.1.b\tActive Listening\tListen.\n2.A.1.c\tWriting\tWrite.\n2.C\tKnowledge\tKnow.\n2.C.10\tTransportation\tMove.\n",
    "Skills": RATING + "11-1011.00\t2.A.1.b\tActive Listening\tIM\t4.12\t8\tN\tn/a\t08/2023\tAnalyst\n11-1011.00\t2.A.1.b\tActive Listening\tLV\t1.00\t8\tN\tN\t08/2023\tAnalyst\n"
    "11-1011.00\t2.A.1.c\tWriting\tIM\t2.99\t8\tN\tn/a\t08/2023\tAnalyst\n15-1252.00\t2.A.1.c\tWriting\tIM\t3.00\t8\tN\tn/a\t08/2023\tAnalyst\n15-1252.00\t2.A.1.b\tActive Listening\tIM\t1.99\t8\tN\tn/a\t08/2023\tAnalyst\n",
    "Knowledge": RATING + "11-1011.00\t2.C.10\tTransportation\tIM\t4.00\t8\tY\tn/a\t08/2023\tAnalyst\n15-1252.00\t2.C.10\tTransportation\tIM\t2.00\t8\tN\tn/a\t08/2023\tAnalyst\n",
    "Work Styles": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\n11-1011.00\t1.C.6\tIndependence\tIM\t4.5\tN\n",
    "Technology Skills": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n15-1252.00\tC#\t43232402\tDevelopment environment software\tY\tY\n"
    "15-1252.00\tC++\t43232402\tDevelopment environment software\tY\tN\n15-1252.00\tC#\t43232405\tObject software\tY\tN\n11-1011.00\tC#\t43232405\tObject software\tY\tN\n",
    "Task Statements": "O*NET-SOC Code\tTask ID\tTask\tTask Type\tDate\n11-1011.00\t8823\tDirect a budget.\tCore\t08/2023\n11-1011.00\t8824\tConfer with others.\tn/a\t08/2023\n",
}  # fmt: skip
CROSSWALK = (
    "Mapping project name,ESCO-O*NET Crosswalk,,,,,\n" + "Classification 1 Name,O*NET,,,,,\n" * 13 + ",,,,,,\n" * 2
    + "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,ESCO or ISCO Description,Type of Match\n"
    '11-1011.00,Chief Executives,"Two\nlines.",http://data.europa.eu/esco/occupation/a,chief operating officer,x,broadMatch\n'
    "11-1011.00,Chief Executives,x,http://data.europa.eu/esco/occupation/b,manager,x,narrowMatch\n"
    "11-1011.00,Chief Executives,x,http://data.europa.eu/esco/occupation/c,CEO,x,closeMatch\n"
    "15-1252.00,Software Developers,x,http://data.europa.eu/esco/isco/C2512,Software developers,x,exactISCO\n"
    "15-1252.00,Software Developers,x,http://data.europa.eu/esco/occupation/d,x,x,wrongMatch\n"
    "99-9999.00,Gone,x,http://data.europa.eu/esco/occupation/e,x,x,exactMatch\n"
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A small release in O*NET's layout, version 99.1."""
    release = tmp_path / "db_99_1_text"
    release.mkdir()
    for name, text in FILES.items():
        (release / f"{name}.txt").write_text(text, encoding="utf-8")
    return release


def relations(imported):
    short = {r: (r.occupation.removeprefix(OCC)[:2], unquote(r.skill.rpartition("/")[2]), r.kind) for r in imported.ontology.relations}
    return set(short.values())


def test_concepts_have_type_notation_and_place_in_the_hierarchy(folder):
    imported = import_source("onet", folder)
    concepts = imported.ontology.by_iri()
    elements = {iri.removeprefix(ELEMENT): (c.type, tuple(b.removeprefix(ELEMENT) for b in c.broader)) for iri, c in concepts.items() if iri.startswith(ELEMENT)}
    assert elements == {
        "1.A": ("group", ()), "1.A.1": ("group", ("1.A",)), "1.A.1.a": ("skill", ("1.A.1",)),
        "1.C": ("group", ()), "1.C.6": ("attitude", ("1.C",)),
        "2.A": ("group", ()), "2.A.1": ("group", ("2.A",)), "2.A.1.b": ("skill", ("2.A.1",)), "2.A.1.c": ("skill", ("2.A.1",)),
        "2.C": ("group", ()), "2.C.10": ("knowledge", ("2.C",)),
    }  # fmt: skip
    chief = concepts[OCC + "11-1011.00"]
    assert (chief.type, chief.notation, chief.definitions, chief.source) == ("occupation", "11-1011.00", {"en": "Lead firms."}, "O*NET 99.1")
    assert chief.labels == {("pref", "en"): ("Chief Executives",), ("alt", "en"): ("Chief Executive Officer (CEO)", "CEO")}
    assert imported.source.version == "99.1" and imported.source.license == "https://creativecommons.org/licenses/by/4.0/"
    assert "O*NET 99.1 Database by the U.S. Department of Labor" in imported.source.attribution and "ESCO" not in imported.source.attribution


def test_importance_becomes_a_relation_from_two_on(folder):
    imported = import_source("onet", folder)
    rated = {row for row in relations(imported) if row[1][0].isdigit()}
    assert rated == {
        ("11", "2.A.1.b", "essential"), ("11", "2.A.1.c", "optional"), ("15", "2.A.1.c", "essential"),
        ("15", "2.C.10", "optional"), ("11", "1.C.6", "essential"),
    }  # fmt: skip
    assert set(imported.skipped) == {
        "Skills: importance ratings below 2: 1 left out", "Knowledge: importance ratings with Recommend Suppress = Y: 1 left out"
    }  # fmt: skip


def test_technologies_stand_under_their_commodities(folder):
    concepts = import_source("onet", folder).ontology.by_iri()
    assert concepts[OURS + "technology/C%23"].pref("en") == "C#" and concepts[OURS + "technology/C%23"].type == "knowledge"
    assert concepts[OURS + "technology/C%23"].broader == (OURS + "commodity/43232402", OURS + "commodity/43232405")
    assert concepts[OURS + "technology/C%2B%2B"].broader == (OURS + "commodity/43232402",)
    commodity = concepts[OURS + "commodity/43232402"]
    assert (commodity.type, commodity.notation, commodity.pref("en")) == ("group", "43232402", "Development environment software")
    assert {row for row in relations(import_source("onet", folder)) if row[1][0] == "C"} == {
        ("15", "C#", "essential"), ("15", "C++", "optional"), ("11", "C#", "optional")
    }  # fmt: skip


def test_tasks_come_when_asked_for(folder):
    assert not any(OURS + "task/" in iri for iri in import_source("onet", folder).ontology.by_iri())
    imported = import_source("onet", folder, tasks="yes")
    assert imported.ontology.by_iri()[OURS + "task/8823"].pref("en") == "Direct a budget"
    assert {("11", "8823", "essential"), ("11", "8824", "optional")} <= relations(imported)
    with pytest.raises(OntologyError, match="tasks=maybe is not one of yes, no"):
        import_source("onet", folder, tasks="maybe")


def test_the_crosswalk_is_read_with_the_occupation_of_onet_as_subject(folder):
    (folder / "ESCO_ONET_crosswalk.csv").write_text(CROSSWALK, encoding="utf-8")
    imported = import_source("onet", folder)
    rows = {(m.subject.removeprefix(OCC), m.predicate, m.object.rpartition("/")[2]) for m in imported.ontology.mappings}
    assert rows == {
        ("11-1011.00", "narrowMatch", "a"), ("11-1011.00", "broadMatch", "b"), ("11-1011.00", "closeMatch", "c"),
        ("15-1252.00", "exactMatch", "C2512"),
    }  # fmt: skip
    told = "\n".join(imported.skipped)
    assert "ESCO_ONET_crosswalk.csv:23: Type of Match 'wrongMatch' is not one of exactMatch" in told
    assert "ESCO_ONET_crosswalk.csv:24: occupation 99-9999.00 is not in Occupation Data" in told
    assert imported.source.attribution.endswith("This service uses the ESCO classification of the European Commission.")


def test_a_zip_and_gzipped_files_give_the_same(folder, tmp_path):
    expected = import_source("onet", folder, version="99.1")
    with zipfile.ZipFile(tmp_path / "db_99_1_text.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"db_99_1_text/{path.name}")
    assert import_source("onet", tmp_path / "db_99_1_text.zip") == expected
    for path in list(folder.iterdir()):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert import_source("onet", folder) == expected


def test_versions_differ_in_columns_files_and_scales(folder):
    (folder / "Content Model Reference.txt").unlink()
    table = folder / "Technology Skills.txt"
    table.write_text(table.read_text().replace("\tIn Demand", "").replace("\tY\tY", "\tY").replace("\tY\tN", "\tY"), encoding="utf-8")
    (folder / "Work Styles.txt").write_text("Element ID\tElement Name\tO*NET-SOC Code\tTitle\tScale ID\tScale Name\tData Value\n1.D.1.a\tInnovation\t11-1011.00\tx\tWI\tImpact\t2.1\n", encoding="utf-8")
    imported = import_source("onet", folder)
    concepts = imported.ontology.by_iri()
    assert concepts[ELEMENT + "1.D.1.a"].type == "attitude" and concepts[ELEMENT + "2.A.1.b"].broader == ()
    assert ("15", "C#", "optional") in relations(imported) and ("11", "2.A.1.b", "essential") in relations(imported)
    assert "Work Styles: ratings on WI, with no importance (IM) among them: 1 left out" in imported.skipped


def test_odd_rows_are_left_out_and_told(folder):
    with (folder / "Skills.txt").open("a", encoding="utf-8") as stream:
        stream.write("11-1011.00\t2.A\n\n77-7777.00\t2.A.1.c\tWriting\tIM\t3\t8\tN\tn/a\tx\tx\n15-1252.00\t2.A.1.b\tActive Listening\tIM\thigh\t8\tN\tn/a\tx\tx\n15-1252.00\t2.A.1.b\tActive Listening\tIM\tn/a\t8\tN\tn/a\tx\tx\n")
    with (folder / "Occupation Data.txt").open("a", encoding="utf-8") as stream:
        stream.write("11-1011.00\tAgain\tx\n12-0000.00\tn/a\tx\n")
    imported = import_source("onet", folder)
    told = "\n".join(imported.skipped)
    for words in (
        "Skills.txt:7: 2 cells where the header has 10", "Skills.txt:9: occupation '77-7777.00' is not in Occupation Data",
        "Skills.txt:10: Data Value 'high' is no number", f"Occupation Data.txt:4: {OCC}11-1011.00 is there already", f"Occupation Data.txt:5: {OCC}12-0000.00 has no name",
    ):  # fmt: skip
        assert words in told
    assert len(relations(imported)) == 8


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("Occupation Data.txt", None, r"Occupation Data.txt is not here; give the folder or zip"),
        ("Skills.txt", b"O*NET-SOC Code\tElement ID\n", r"Skills.txt: the header misses Element Name, Scale ID, Data Value"),
        ("Skills.txt", FILES["Skills"].encode("utf-16"), r"Skills.txt: not UTF-8"),
        ("x_crosswalk.csv", b"a,b\n1,2\n", r"x_crosswalk.csv: no line has the columns O\*NET Id"),
        ("x_crosswalk.csv.gz", b"a,b\n1,2\n", r"x_crosswalk.csv.gz: the crosswalk cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(folder, name, content, said):
    (folder / name).unlink(missing_ok=True)
    if content:
        (folder / name).write_bytes(content)
    with pytest.raises(OntologyError, match=said) as caught:
        import_source("onet", folder)
    assert "\n" not in str(caught.value)


def test_what_is_no_release_is_told(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    for path in (tmp_path / "x.zip", tmp_path / "none"):
        with pytest.raises(OntologyError, match="no O.NET release .*; give the folder with the text files, or their zip"):
            import_source("onet", path)


def ratings(path):
    """Independent count of the relations in a real ratings file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    values = [float(row["Data Value"]) for row in rows if row["Scale ID"] == "IM" and row["Recommend Suppress"] != "Y"]
    return Counter(essential=sum(value >= 3 for value in values), optional=sum(2 <= value < 3 for value in values))


def test_the_real_29_2_files(shared_data, tmp_path):
    release = shared_data / "onet" / "29.2"
    imported = import_source("onet", release, crosswalk=str(shared_data / "crosswalk" / "esco_onet_crosswalk.csv.gz"))
    expected = sum((ratings(release / f"{name}.txt.gz") for name in ("Skills", "Knowledge", "Work Styles")), Counter())
    assert Counter(r.kind for r in imported.ontology.relations) == expected and expected.total() == 53072
    assert Counter(c.type for c in imported.ontology.concepts) == {"occupation": 1016, "skill": 87, "knowledge": 33, "attitude": 16, "group": 45}
    assert Counter(m.predicate for m in imported.ontology.mappings) == {"narrowMatch": 2053, "closeMatch": 1432, "exactMatch": 541, "broadMatch": 227}
    write_import(imported, tmp_path / "onet")
    source, ontology = read_import(tmp_path / "onet")
    assert source == imported.source and len(ontology.relations) == 53072 and len(ontology.concepts) == len(imported.ontology.concepts)


def test_the_real_30_2_files(shared_data):
    imported = import_source("onet", shared_data / "onet" / "30.2", tasks="yes")
    assert Counter(c.type for c in imported.ontology.concepts) == {"skill": 18796, "knowledge": 8785, "occupation": 1016, "group": 137}
    assert Counter(r.kind for r in imported.ontology.relations).total() == 32773 + 18796
    assert imported.skipped == () and imported.source.version == "30.2"
