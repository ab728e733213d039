"""Files and records that are not what readers expect: each is told once, or read as it was meant, and nothing beside it is lost."""

import os
import time

import orjson
import pyarrow
import pyarrow.parquet
import pytest

from pipeline.batches.run_folder import input_entries
from pipeline.errors import RecordError
from pipeline.reading import ReadDocument, read_file, read_sources
from pipeline.reading.counting import count_records
from tests.pipeline.inputs import OTHER, TEXT, document, jsonl, read, refusal, write


def told(tmp_path):
    """Texts of the documents, and reasons of the faults by location."""
    items = read(tmp_path)
    return [item.text for item in items if isinstance(item, ReadDocument)], {item.location: item.reason for item in items if isinstance(item, RecordError)}


# --- what is no file, or changes ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_pipes_and_devices_are_told_and_nobody_waits_for_them(tmp_path):
    write(tmp_path, z_txt=OTHER)
    (tmp_path / "beside").mkdir()
    os.mkfifo(tmp_path / "beside" / "pipe")
    os.symlink(tmp_path / "beside" / "pipe", tmp_path / "a.jsonl")
    os.symlink("/dev/zero", tmp_path / "b.txt")
    os.symlink(tmp_path / "beside" / "pipe", tmp_path / "c.csv.gz")
    os.symlink("/dev/zero", tmp_path / "d.parquet")
    started = time.monotonic()
    texts, faults = told(tmp_path)
    paths = sorted(path for path in tmp_path.iterdir() if path.name != "beside")
    assert texts == [OTHER] and {place: reason.split(",")[0] for place, reason in faults.items()} == dict.fromkeys(("a.jsonl", "b.txt", "c.csv.gz", "d.parquet"), "is a device")
    assert [entry["sha256"] is None for entry in input_entries(paths)] == [True] * 4 + [False] and count_records(paths) == 5
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("change", ["grows", "is cut", "is replaced"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, change):
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(*({"id": n, "text": f"{TEXT} {n}"} for n in range(20_000))))
    items = read_file(path, "a.jsonl", "vacancy")
    found = [next(items)]
    if change == "grows":
        with path.open("ab") as stream:
            stream.write(jsonl({"id": "nieuw", "text": OTHER}))
    elif change == "is cut":
        os.truncate(path, 1_000_000)
    else:
        path.rename(tmp_path / "oud")
        path.write_bytes(jsonl({"id": 0, "text": OTHER}))
    found += items
    assert "the file changed while it was read" in found[-1].reason and found[-1].location == "a.jsonl"
    assert len([item for item in found if isinstance(item, RecordError) and "changed" in item.reason]) == 1


def test_a_file_that_is_taken_away_while_it_is_read_is_read_to_its_end(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(*({"id": n, "text": f"{TEXT} {n}"} for n in range(2000))))
    items = read_file(path, "a.jsonl", "vacancy")
    found = [next(items)]
    path.unlink()
    assert len([*found, *items]) == 2000 and all(isinstance(item, ReadDocument) for item in found)


def test_entries_of_a_list_that_can_be_no_files_are_told_and_the_others_done(tmp_path, monkeypatch):
    write(tmp_path, a_txt=OTHER)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_bytes(b"a\0b.txt\n" + b"x" * 5000 + b"\n" + b"nergens/*.txt\nb\0*.txt\n" + b"y" * 5000 + b"*\n[\na.txt\n")
    *faults, good = read_sources(["@list"])
    nowhere, nothing = "does not exist", "no file is called like this pattern"
    assert good.text == OTHER and [fault.reason.split(";")[0] for fault in faults] == [nowhere, nowhere, nothing, nothing, nothing, nothing]


# --- records with fields of another kind -------------------------------------------------------------------------------------

WRONG = (
    {"basics": {"label": 3}, "work": ["x", None, {"highlights": 7, "startDate": []}], "skills": [{"name": [], "keywords": "Excel"}]},
    {"SkillsPassport": {"LearnerInfo": {"Skills": [], "WorkExperience": [{"Period": "x", "Position": "kok"}]}}},
    {"SkillsPassport": {"LearnerInfo": {"Skills": {"Linguistic": [], "Driving": 3, "Computer": "x"}, "Headline": "kok", "Education": [{"Period": {"From": 3}}]}}},
    {"SkillsPassport": {"LearnerInfo": {"Skills": {"Linguistic": {"ForeignLanguage": [{"Description": {"Label": "Duits"}, "ProficiencyLevel": "x"}]}}}}},
    {"SkillsPassport": [1]}, {"CandidateProfile": {"EmployerHistory": [{"PositionHistory": ["x"]}]}},
    {"@type": "JobPosting", "description": TEXT, "title": {"a": 1}, "identifier": [[]], "jobLocation": [[[{}]]], "industry": 3, "datePosted": {}, "inLanguage": []},
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_record_with_fields_of_another_kind_harms_no_other(tmp_path, wrong):
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}, wrong, {"text": OTHER}), b_json=orjson.dumps([{"text": TEXT}, wrong, {"text": OTHER}]))
    texts, faults = told(tmp_path)
    assert [text for text in texts if text in (TEXT, OTHER)].count(OTHER) == 2 and set(faults) <= {"a.jsonl:2", "b.json:2"}


def test_a_record_on_which_a_reader_breaks_is_told_and_the_others_done(tmp_path):
    line = b'{"basics": {"label": ' + b'{"value":' * 950 + b'"kok"' + b"}" * 950 + b"}}"
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}) + line + b"\n" + jsonl({"text": OTHER}))
    texts, faults = told(tmp_path)
    assert texts == [TEXT, OTHER] and "RecursionError" in faults["a.jsonl:2"]


def test_a_cv_that_says_nothing_is_no_document(tmp_path):
    assert "the CV has no work" in refusal(write(tmp_path, a_json=orjson.dumps({"basics": [], "work": [{}]}))).reason


UNREADABLE = (
    pyarrow.array([2**31 - 1], pyarrow.int32()).cast(pyarrow.date32()), pyarrow.array([1], pyarrow.timestamp("us", tz="Nergens/Huizen")),
    pyarrow.array([2**62], pyarrow.timestamp("us")), pyarrow.array([[("a", "b")]], pyarrow.map_(pyarrow.string(), pyarrow.string())),
)  # fmt: skip


@pytest.mark.parametrize("column", UNREADABLE)
def test_a_value_of_parquet_that_cannot_be_read_costs_its_row_only_when_it_is_needed(tmp_path, column):
    both = pyarrow.concat_arrays([column, pyarrow.nulls(1, column.type)])
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a", "b"], "text": [TEXT, OTHER], "published": both}), tmp_path / "a.parquet")
    assert [(item.id, item.published) for item in read(tmp_path)] == [("a", ""), ("b", "")]
    pyarrow.parquet.write_table(pyarrow.table({"id": both, "text": [TEXT, OTHER]}), tmp_path / "a.parquet")
    fault, good = read(tmp_path)
    assert fault.location == "a.parquet:row 1" and (good.id, good.text) == ("a.parquet:row 2", OTHER)


# --- marks, line ends and headers of files that were put together ------------------------------------------------------------

BOM = "\ufeff"


def test_byte_order_marks_in_the_middle_are_no_part_of_names(tmp_path):
    write(
        tmp_path, a_csv=f"{BOM}{BOM}id,text\na,{OTHER}\n", b_json=f'{BOM}[{BOM}{{"id": "b", "text": "{OTHER}"}},{BOM}\n{{"id": "c", "text": "{OTHER}"}}]{BOM}',
        d_jsonl=f'{{"{BOM}id": "d", "{BOM}text": "{OTHER}"}}\n{BOM}{{"id": "e", "text": "{OTHER}"}}\n',
    )  # fmt: skip
    assert [item.id for item in read(tmp_path)] == ["a", "b", "c", "d", "e"]


def test_the_header_of_a_table_that_was_put_below_another_is_no_document(tmp_path):
    write(tmp_path, a_csv=f"id,text\n1,{OTHER}\n{BOM}ID,Text\n2,{OTHER}\n")
    first, fault, last = read(tmp_path)
    assert (first.id, last.id) == ("1", "2") and fault.location == "a.csv:row 3" and "repeats the names of the columns" in fault.reason


def test_lines_of_json_may_end_as_on_old_macs(tmp_path):
    write(tmp_path, a_jsonl=jsonl({"id": "a", "text": TEXT}, {"text": OTHER}).replace(b"\n", b"\r"), b_jsonl=b'{"id":\r"b", "text": "een kok"}\n{kapot\r{"text": "een bakker"}\n')
    a, second, b, fault, last = read(tmp_path)
    assert (a.id, second.id, b.id, fault.location, last.id) == ("a", "a.jsonl:2", "b", "b.jsonl:2", "b.jsonl:3")


@pytest.mark.parametrize("suffix", ["txt", "html", "csv"])
def test_utf32_is_read_when_it_has_its_mark(tmp_path, suffix):
    content = {"txt": OTHER, "html": f"<html><body><p>{OTHER}</p></body></html>", "csv": f"text\n{OTHER}\n"}[suffix]
    (tmp_path / f"a.{suffix}").write_bytes(content.encode("utf-32"))
    assert document(tmp_path).text == OTHER


def test_a_damaged_part_of_a_parquet_costs_its_own_rows(tmp_path):
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"id": [f"r{n}" for n in range(300)], "text": [f"{TEXT} {n}" for n in range(300)]})
    pyarrow.parquet.write_table(table, path, row_group_size=100, compression="zstd")
    column = pyarrow.parquet.read_metadata(path).row_group(1).column(1)
    content = bytearray(path.read_bytes())
    at = column.dictionary_page_offset or column.data_page_offset
    content[at + 40 : at + 200] = bytes(160)
    path.write_bytes(content)
    items = read(tmp_path)
    assert [item.id for item in items if isinstance(item, ReadDocument)] == [f"r{n}" for n in (*range(100), *range(200, 300))]
    (fault,) = (item for item in items if isinstance(item, RecordError))
    assert fault.location == "a.parquet:row 101" and "rows 101-200 were passed over" in fault.reason
