"""Broken rows of CSV and TSV: each is one fault that names its lines; the rows around it are read as if it were not there."""

import csv
import gzip
import io
import random

import pytest

from pipeline.errors import RecordError
from pipeline.reading import ReadDocument, documents
from tests.pipeline.inputs import OTHER, TEXT, document, read, refusal, write


def told(tmp_path, content, header="id,text"):
    """Ids of the documents, and (location, reason) of the faults."""
    (tmp_path / "a.csv").write_text(f"{header}\n{content}", newline="")
    items = read(tmp_path)
    return [item.id for item in items if isinstance(item, ReadDocument)], [(item.location, item.reason) for item in items if isinstance(item, RecordError)]


def row(number):
    return f"{number},{OTHER} {number}\n"


QUOTED = '{},"Wij zoeken een kok {}"\n'


@pytest.mark.parametrize("lines", [f'2,"{TEXT}\n', f'"2,{TEXT}\n', f'"2,"{TEXT}"\n', '2,"een "topper" gezocht"\n', '2,"een kok" \n', f'2,"{TEXT}\n- een\n- twee, en drie\n', '2,"een kok\n3, 4 of 5 dagen\nslot\n'])
@pytest.mark.parametrize("after", [row(3) + row(4), QUOTED.format(3, 3) + QUOTED.format(4, 4), '3,"een\n- kok"\n' + row(4), '"3","kok"\n"4","kok"\n', ""])
def test_a_broken_quote_takes_its_own_lines_and_no_more(tmp_path, lines, after):
    ids, faults = told(tmp_path, row(1) + lines + after)
    assert ids == (["1", "3", "4"] if after else ["1"])
    ((location, reason),) = faults
    count = lines.count("\n")
    assert location == "a.csv:row 3" and "check the quotes" in reason and (f"lines 3-{2 + count} were passed over" if count > 1 else "line 3 was passed over") in reason
    assert "kok" not in reason and ("up to the end of the file" in reason) == (not after)


@pytest.mark.parametrize("ids", ["kok bakker smid slager visser", "vac-1 vac-2b zz-10 q7 x-11-y", "1 2 3 4 5", "9f-a1 0c-22 7d-33 1-2-3 4-5-6"])
@pytest.mark.parametrize("header", ["id,title,text", "id,text,sector", "text,id", "title,text,id"])
def test_rows_below_a_quote_that_never_closes_are_found_whatever_their_ids_look_like(tmp_path, ids, header):
    names = ids.split()
    lines = [",".join({"id": name, "title": "Kok", "text": f'"{TEXT}, {name}"', "sector": "zorg"}[column] for column in header.split(",")) for name in names]
    lines[1] = lines[1].replace(f', {names[1]}"', "")
    assert told(tmp_path, "\n".join(lines) + "\n", header)[0] == [names[0], *names[2:]]


@pytest.mark.parametrize("header", ["text", "text,sector"])
def test_rows_without_ids_are_found_too(tmp_path, header):
    lines = [f'"{TEXT} {n}"{",zorg" * ("," in header)}' for n in range(5)]
    lines[2] = lines[2].replace(' 2"', " 2", 1)
    ids, faults = told(tmp_path, "\n".join(lines) + "\n", header)
    assert ids == [f"a.csv:row {n}" for n in (2, 3, 5, 6)] and [location for location, _ in faults] == ["a.csv:row 4"]


def test_a_quote_that_closes_in_a_later_row_hides_none(tmp_path):
    ids, faults = told(tmp_path, row(1) + f'2,"kok\n{row(3)}4,"\nWij zoeken"\n{row(5)}')
    assert ids == ["1", "3", "4", "5"] and [location for location, _ in faults] == ["a.csv:row 3"]


@pytest.mark.parametrize(
    ("header", "broken", "good"),
    [
        ("id,text", "2,Wij zoeken een kok\n- met rijbewijs\n- en kennis, en kunde\n", row(3)),
        ("id,text", "2,Wij zoeken\n\n- een kok\n- met kennis, en kunde\n\nWij bieden geld\n", row(3)),
        ("id,text", '2,Wij zoeken een kok\n"topper" gezocht\n', row(3)),
        ("id,text,sector", "2,Wij zoeken een kok die\neen rijbewijs heeft,zorg\n", f"3,{OTHER},zorg\n"),
        ("id,title,text,sector", "2,Kok,Wij zoeken een kok\n- die kookt\n- met gevoel,zorg\n", f"3,Kok,{OTHER},\n"),
    ],
)
def test_a_text_that_goes_on_in_new_lines_is_one_fault_and_no_document(tmp_path, header, broken, good):
    before = good.replace("3,", "1,", 1)
    ids, faults = told(tmp_path, before + broken + good, header)
    assert ids == ["1", "3"]
    ((location, reason),) = faults
    assert location == "a.csv:row 3" and f"lines 3-{2 + broken.count(chr(10))} were passed over;" in reason


def test_what_a_database_writes_below_its_rows_breaks_none_of_them(tmp_path):
    assert told(tmp_path, f"{row(1)}{row(2)}\n(2 rows affected)\n")[0] == ["1", "2"]


@pytest.mark.parametrize("broken", ["2\n", "2,a,b,c\n", "2,kok,,x\n"])
def test_a_row_with_too_few_or_too_many_cells_is_one_fault(tmp_path, broken):
    ids, faults = told(tmp_path, row(1) + broken + row(3))
    assert ids == ["1", "3"] and [location for location, _ in faults] == ["a.csv:row 3"] and "cells, the header 2, line 3 was passed over" in faults[0][1]


def test_where_cells_have_several_lines_the_line_is_told_too(tmp_path):
    ids, faults = told(tmp_path, f'1,"{TEXT}\n- een\n- twee"\n2,\n3,{TEXT}\n4,"kok\n{row(5)}')
    assert ids == ["1", "3", "5"]
    assert [location for location, _ in faults] == ["a.csv:row 3", "a.csv:row 5"]
    assert faults[0][1].endswith("(line 5)") and "line 7 was passed over" in faults[1][1]


def test_a_row_that_is_too_long_is_one_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MAX_FILE", 1000)
    ids, faults = told(tmp_path, row(1) + f'2,"{"kok " * 400}"\n' + row(3) + '4,"' + "kok\n" * 400 + row(5) + row(6))
    assert ids == ["1", "3", "5", "6"] and [location for location, _ in faults] == ["a.csv:row 3", "a.csv:row 5"]


def test_a_nul_is_the_fault_of_its_row(tmp_path):
    ids, faults = told(tmp_path, row(1) + "2,kok\0kok\n" + row(3))
    assert ids == ["1", "3"] and "NUL" in faults[0][1]
    (tmp_path / "b.csv").write_bytes(b"id,text\n" + b"\0\1\2" * 900)
    assert "binary" in read(tmp_path)[-1].reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_table_in_utf16_is_read_with_or_without_its_mark(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes(f"id;tekst\n1;{OTHER} é\n2;{OTHER}\n".encode(encoding))
    assert [item.text for item in read(tmp_path)] == [f"{OTHER} é", OTHER]


def test_names_of_columns_may_have_several_lines_and_one_column_any_sign(tmp_path):
    assert document(write(tmp_path, a_csv=f'id,"opmerking\nover de rij",text\n1,x,{OTHER}\n')).text == OTHER
    assert document(write(tmp_path, a_csv=f"text\n{OTHER}, en; meer | dan\tdat\n")).text == f"{OTHER}, en; meer | dan\tdat"
    assert "no column 'text'" in refusal(write(tmp_path, a_csv='id,"text\n1,kok\n2,kok\n')).reason


def test_rows_before_a_cut_are_read_and_the_cut_row_is_told_once(tmp_path):
    rows = "".join(f'{n},"{TEXT}\n- {n} {random.Random(n).random()}"\n' for n in range(500))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(f"id,text\n{rows}".encode())[:-3000])
    *good, fault = read(tmp_path)
    assert len(good) > 100 and [item.id for item in good] == [str(n) for n in range(len(good))] and f"{len(good)} records before it were read" in fault.reason


@pytest.mark.parametrize("seed", range(40))
def test_any_row_with_an_id_in_front_may_lose_a_quote(tmp_path, seed):
    chance = random.Random(seed)
    signs = chance.choice(",;\t")
    columns = chance.choice((["id", "text"], ["id", "title", "text"], ["id", "text", "sector"]))
    made = {"id": lambda n: f"v-{n}", "title": lambda n: chance.choice(("Kok", "Kok, zelfstandig")), "sector": lambda n: "zorg"}
    made["text"] = lambda n: "\n".join(chance.choice((TEXT, OTHER, "- je kookt, bakt en braadt", "Wat bieden wij?", "1. een 2, 3 en 4")) for _ in range(chance.randrange(1, 6))) + f" {n}"
    rows = [{name: made[name](n) for name in columns} for n in range(20)]
    lines = []
    for values in rows:
        stream = io.StringIO()
        csv.writer(stream, delimiter=signs, quoting=chance.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)) if seed % 2 else csv.QUOTE_ALL, lineterminator="\n").writerow(values.values())
        lines.append(stream.getvalue())
    at = chance.choice([n for n, line in enumerate(lines) if '"' in line])
    closing = [n for n, sign in enumerate(lines[at]) if sign == '"' and lines[at][n + 1] in f"{signs}\n"]
    place = chance.choice(closing)
    lines[at] = lines[at][:place] + lines[at][place + 1 :]
    (tmp_path / "a.csv").write_text(signs.join(columns) + "\n" + "".join(lines), newline="")
    items = read(tmp_path)
    assert [item.text for item in items if isinstance(item, ReadDocument)] == [values["text"] for n, values in enumerate(rows) if n != at]
    (fault,) = (item for item in items if isinstance(item, RecordError))
    first = 2 + sum(line.count("\n") for line in lines[:at])
    last = first + lines[at].count("\n") - 1
    assert (f"line {first} was" if first == last else f"lines {first}-{last} were") in fault.reason
