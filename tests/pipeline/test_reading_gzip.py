"""Damaged gzip files: what was readable before the damage is read, the rest is told once, and nothing garbled is a document."""

import gzip
import json
import random

import pytest

from pipeline.errors import RecordError
from pipeline.reading import ReadDocument
from tests.pipeline.inputs import OTHER, TEXT, document, jsonl, read, refusal, write

WORDS = f"{TEXT} {OTHER} ervaring team klant plan taak doel groep jaar dag week maand uren werkzaamheden samenwerken overleg".split()


def records(count=300):
    chance = random.Random(1)
    return [{"id": f"r{n}", "text": f"{TEXT} {' '.join(chance.choices(WORDS, k=60))} {chance.random()}"} for n in range(count)]


def packed(suffix, found):
    """The records as a gzip file of that type."""
    contents = {
        "csv": "id;text\n" + "".join(f'{record["id"]};"{record["text"]}"\n' for record in found),
        "jsonl": jsonl(*found).decode(), "json": json.dumps(found),
    }  # fmt: skip
    return gzip.compress(contents[suffix].encode())


def garbled(content, at, size, seed=1):
    """The bytes with ``size`` of them replaced by chance ones."""
    return content[:at] + random.Random(seed).randbytes(size) + content[at + size :]


def items(tmp_path, suffix, content):
    """(texts, faults)"""
    (tmp_path / f"a.{suffix}.gz").write_bytes(content)
    found = read(tmp_path)
    return [item.text for item in found if isinstance(item, ReadDocument)], [item for item in found if isinstance(item, RecordError)]


SUFFIXES = pytest.mark.parametrize("suffix", ["jsonl", "csv", "json"])


@SUFFIXES
@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("damage", ["chance bytes", "hole", "line ends"])
def test_of_a_gzip_damaged_in_the_middle_the_part_before_is_read_and_the_rest_told_once(tmp_path, suffix, place, damage):
    good = records()
    whole = packed(suffix, good)
    at = int(len(whole) * place)
    broken = {
        "chance bytes": garbled(whole, at, 20), "hole": whole[:at] + bytes(1000) + whole[at + 1000 :], "line ends": whole[:at] + whole[at:].replace(b"\n", b"\r\n"),
    }[damage]  # fmt: skip
    texts, faults = items(tmp_path, suffix, broken)
    assert texts == [record["text"] for record in good][: len(texts)] and place * 300 - 15 < len(texts) <= place * 300 + 15
    assert [fault.location for fault in faults] == [f"a.{suffix}.gz"] and f"{len(texts)} records before it were read, none after it" in faults[0].reason


@SUFFIXES
def test_of_a_gzip_that_breaks_off_all_whole_records_are_read(tmp_path, suffix):
    good = records()
    texts, faults = items(tmp_path, suffix, packed(suffix, good)[:-2000])
    assert texts == [record["text"] for record in good][: len(texts)] and len(texts) > 250
    assert len(faults) == 1 and f"breaks off, as when a download was not finished; {len(texts)} records" in faults[0].reason


def test_a_broken_record_does_not_end_what_breaks_off_later(tmp_path):
    lines = jsonl(*records()).splitlines(keepends=True)
    lines[7] = b"{kapot\n"
    texts, faults = items(tmp_path, "jsonl", gzip.compress(b"".join(lines))[:-2000])
    assert len(texts) > 250 and [fault.location for fault in faults] == ["a.jsonl.gz:8", "a.jsonl.gz"]


@SUFFIXES
@pytest.mark.parametrize("tail", [b"rommel na het einde", b"\0" * 600 + b"x", b"\x1f", b"{}\n" * 9], ids=["text", "blank then text", "half", "record"])
def test_what_stands_after_the_end_of_a_gzip_is_told_once_and_not_read(tmp_path, suffix, tail):
    good = records(20)
    texts, faults = items(tmp_path, suffix, packed(suffix, good) + tail)
    assert texts == [record["text"] for record in good]
    assert len(faults) == 1 and "does not end where its gzip ends" in faults[0].reason


@pytest.mark.parametrize("suffix", ["txt", "html", "md"])
def test_one_text_is_read_when_only_what_follows_its_gzip_is_wrong_and_not_when_it_is_damaged(tmp_path, suffix):
    whole = gzip.compress(" ".join(WORDS).encode())
    texts, faults = items(tmp_path, suffix, whole + b"rommel")
    assert len(texts) == len(faults) == 1
    for broken in (garbled(whole, 60, 5), whole[:-20], whole[:-8] + bytes(8)):
        texts, faults = items(tmp_path, suffix, broken)
        assert texts == [] and len(faults) == 1 and "no records" in faults[0].reason


def test_blank_bytes_after_a_gzip_are_padding_and_members_are_read_one_after_the_other(tmp_path):
    content = b"".join(gzip.compress(jsonl(record)) for record in records(5))
    assert len(items(tmp_path, "jsonl", content + bytes(5000))[0]) == 5


@SUFFIXES
def test_a_member_that_is_whole_is_read_whole_whatever_follows(tmp_path, suffix):
    good = records(100)
    half = packed(suffix, good[50:])
    first = packed(suffix, good[:50])
    texts, faults = items(tmp_path, suffix, first + half[:30] + b"\xff" * 30 + half[60:])
    assert texts[:50] == [record["text"] for record in good[:50]] and len(faults) == 1 and set(texts) <= {record["text"] for record in good}


def test_text_that_was_replaced_by_text_is_not_taken(tmp_path):
    good = records()
    whole = packed("jsonl", good)
    texts, faults = items(tmp_path, "jsonl", whole[:-8] + bytes(4) + whole[-4:])  # the checksum differs, the length does not
    assert texts == [] and "where it is damaged cannot be told" in faults[0].reason and "300 not" in faults[0].reason
    texts, faults = items(tmp_path, "jsonl", packed("jsonl", good) + whole[:-8] + bytes(4) + whole[-4:])
    assert len(texts) == 300 and len(faults) == 1


@pytest.mark.parametrize("content", [b"", b"x", b"\x1f\x8b\x09" + bytes(20), b"id,text\n1,kok\n"], ids=["empty", "a byte", "another method", "a table"])
def test_what_is_no_gzip_is_told(tmp_path, content):
    (tmp_path / "a.csv.gz").write_bytes(content)
    assert "is no gzip" in refusal(tmp_path).reason


def test_headers_with_a_name_a_comment_and_more_are_read(tmp_path):
    plain = gzip.compress(OTHER.encode(), mtime=0)
    header = plain[:3] + bytes([2 | 4 | 8 | 16]) + plain[4:10] + b"\x03\x00abc" + b"naam.txt\0" + b"opmerking\0" + b"\x12\x34"
    (tmp_path / "a.txt.gz").write_bytes(header + plain[10:])
    assert document(tmp_path).text == OTHER


def test_a_good_gzip_beside_a_damaged_one_is_read(tmp_path):
    write(tmp_path, b_txt=OTHER)
    (tmp_path / "a.jsonl.gz").write_bytes(garbled(packed("jsonl", records()), 3000, 20))
    assert read(tmp_path)[-1].text == OTHER


def test_a_command_for_one_text_tells_what_is_wrong_with_its_gzip(tmp_path):
    from click.testing import CliRunner

    from pipeline.cli.commands import main

    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(OTHER.encode()) + b"rommel")
    told = CliRunner().invoke(main, ["translate", str(tmp_path / "a.txt.gz")])
    assert told.exit_code == 2 and "does not end where its gzip ends" in told.stderr and len(told.stderr.splitlines()) == 1
