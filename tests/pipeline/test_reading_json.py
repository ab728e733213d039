"""JSON that libraries read without a word: fields that stand twice, and what follows the end of a list."""

import json

import pytest

from pipeline.reading import ReadDocument
from pipeline.reading.json_parsing import Twice, parsed
from tests.pipeline.inputs import OTHER, TEXT, document, jsonl, read, refusal, write

TWICE = (
    f'{{"id": "a", "id": "b", "text": "{OTHER}"}}', f'{{"id" : "a", "text" : "{OTHER}", "id"\t: "b"}}', f'{{"i\\u0064": "a", "id": "b", "text": "{OTHER}"}}',
    f'{{"id": "a", "id": 1, "text": "zoals \\"kok\\": {OTHER}"}}', f'{{"id": "a", "id": null, "text": "{OTHER}", "groot": 123456789012345678901234567890}}',
)  # fmt: skip


@pytest.mark.parametrize("record", TWICE)
def test_a_record_with_an_id_twice_is_refused_and_the_others_done(tmp_path, record):
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}) + record.encode() + b"\n" + jsonl({"text": OTHER}), b_json=f'[{{"text": "{TEXT}"}}, {record}, {{"text": "{OTHER}"}}]', c_json=record)
    first, fault, last, one, refused, other, alone = read(tmp_path)
    assert [item.text for item in (first, last, one, other)] == [TEXT, OTHER, TEXT, OTHER]
    assert [(item.location, item.reason) for item in (fault, refused, alone)] == [
        (location, "the field 'id' stands twice in the record, with different values; keep the right one") for location in ("a.jsonl:2", "b.json:2", "c.json")
    ]


def test_the_name_of_a_field_that_is_not_ours_is_not_told(tmp_path):
    assert refusal(write(tmp_path, a_jsonl=f'{{"text": "{OTHER}", "Jan Jansen": 1, "Jan Jansen": 2}}')).reason.startswith("a field stands twice")


@pytest.mark.parametrize(
    "record",
    [
        f'{{"id": "a", "id": "a", "text": "{OTHER}"}}', f'{{"id": "a", "text": "{OTHER}", "x": {{"id": 1}}, "y": [{{"id": 2}}, {{"id": 2}}]}}',
        f'{{"id": "a", "titel": "een \\"id\\": twee \\"id\\": drie", "text": "{OTHER}"}}', f'{{"id": "a", "ID ": "b", "text": "{OTHER}"}}',
    ],
)  # fmt: skip
def test_equal_values_and_equal_names_elsewhere_are_no_fault(tmp_path, record):
    write(tmp_path, a_jsonl=record, b_json=f"[{record}]", c_json=record)
    assert [(item.id, item.text) for item in read(tmp_path)] == [("a", OTHER)] * 3


def test_a_field_that_stands_twice_in_a_job_posting_is_a_fault(tmp_path):
    posting = f'{{"@type": "JobPosting", "description": "{TEXT}", "jobLocation": {{"address": {{"addressLocality": "Ede", "addressLocality": "Epe"}}}}}}'
    assert "stands twice" in refusal(write(tmp_path, a_jsonld=posting)).reason


def test_fields_are_found_twice_at_any_depth_and_none_where_there_are_none():
    assert parsed(b'{"a": [1, {"b": {"c": 1, "c": [2]}}]}') == Twice("c")
    for value in ({"a": [1, {"b": {"c": 1, "d": {}}}], '":': '":"":'}, [], {}, "\":", 3, [[{"a": 1}, {"a": 2}]]):
        assert parsed(json.dumps(value).encode()) == value
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    assert not isinstance(parsed(deep), Twice)


@pytest.mark.parametrize("rest", ['[{"text": "een kok"}]', '{"text": "een kok"}', ', {"text": "een kok"}]', "rommel", "]"])
def test_what_follows_the_end_of_a_list_is_told(tmp_path, rest):
    *good, fault = read(write(tmp_path, a_json=f'[{{"text": "{TEXT}"}}, {{"text": "{OTHER}"}}]\n{rest}\n'))
    assert [item.text for item in good] == [TEXT, OTHER]
    assert fault.location == "a.json:3" and "the list ends before the file does; its 2 records were read" in fault.reason


def test_space_after_a_list_is_nothing_and_a_large_graph_may_go_on(tmp_path):
    assert document(write(tmp_path, a_json=f'[{{"text": "{TEXT}"}}] \r\n\t' + " " * 200_000)).text == TEXT
    filler = ",".join(json.dumps({"@type": "JobPosting", "description": f"{TEXT} {'werk ' * 1900}{n}"}) for n in range(2200))
    items = read(write(tmp_path, a_json=f'{{"@graph": [{filler}], "@context": "https://schema.org/"}}'))
    assert len(items) == 2200 and all(isinstance(item, ReadDocument) for item in items)


def test_a_nul_in_the_first_line_is_the_fault_of_that_line(tmp_path):
    fault, good = read(write(tmp_path, a_jsonl=b'{"text": "een\0kok"}\n' + jsonl({"text": OTHER})))
    assert fault.location == "a.jsonl:1" and good.text == OTHER
    assert "UTF-16" in refusal(write(tmp_path, a_jsonl=jsonl({"text": OTHER}).decode().encode("utf-16-le"))).reason


BROKEN = ('{"id": "b", "text": "een "topper" gezocht"}', '{"id": "b" "text": "x"}', '{"id": "b", "text": kok, "meer": [{"x": 1}, {"y": 2}]}', '{"id": "b", "text": "een\nkok"}', '{"id": "b", }', "{kapot}")


@pytest.mark.parametrize("broken", [*BROKEN, '{"a":' * 100_000 + "1" + "}" * 100_000])
@pytest.mark.parametrize("filler", ["", "x" * 300_000])
def test_a_broken_element_of_a_list_is_one_fault_and_the_others_are_read(tmp_path, broken, filler):
    def element(name):
        return json.dumps({"id": name, "filler": filler, "text": OTHER}, indent=1)

    first, fault, *rest = read(write(tmp_path, a_json=f"[{element('a')},\n{broken},\n{element('c')}, {element('d')}]"))
    assert [item.id for item in (first, *rest)] == ["a", "c", "d"] and fault.location == "a.json:2" and "is no JSON" in fault.reason
    assert "topper" not in fault.reason


def test_a_list_that_begins_or_ends_with_a_broken_element_is_read_as_far_as_it_goes(tmp_path):
    fault, good = read(write(tmp_path, a_json=f'[{{"id": "a" "text": "x"}}, {{"id": "b", "text": "{OTHER}"}}]'))
    assert fault.location == "a.json:1" and good.id == "b"
    good, fault = read(write(tmp_path, a_json=f'[{{"id": "b", "text": "{OTHER}"}}, {{"id": "a" "text": "x"}}]'))
    assert fault.location == "a.json:2" and good.id == "b" and "1 records before it were read" in fault.reason
