"""Records: JSON lines, JSON, JSON-LD job postings, CSV and Parquet, and which of their fields are read."""

import io
import json
from decimal import Decimal

import orjson
import pytest

from pipeline.errors import RecordError
from pipeline.reading import Columns, ReadDocument, documents, postings
from pipeline.reading.columns import TEXT_NAMES
from tests.pipeline.inputs import OTHER, POSTING, TEXT, document, jsonl, parquet, read, refusal, write

# --- JSON lines and CSV ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"text": "Wij zoeken', "no JSON"),
        (b"gewone tekst", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"a":' * 100_000, "no JSON"),
        (b'[{"text": "kok"}]', "is a list"),
        (b'"kok"', "is a str"),
        (b"null", "is a NoneType"),
        (b'{"tekst2": "kok"}', "expected a field 'text'"),
        (b'{"text": null}', "expected a field 'text'"),
        (b'{"text": ""}', "expected a field 'text'"),
        (b'{"text": 12}', "of type int"),
        (b'{"text": 0}', "of type int"),
        (b'{"text": ["kok"]}', "of type list"),
        (b'{"text": "kok", "kind": "advertentie"}', "not one of vacancy, cv"),
        (b'{"text": "kok", "kind": ["cv"]}', "not one of vacancy, cv"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_others_done(tmp_path, line, says):
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}) + line + b"\n" + jsonl({"text": OTHER}))
    first, fault, last = read(tmp_path)
    assert (first.text, last.text) == (TEXT, OTHER)
    assert fault.location == "a.jsonl:2" and says in fault.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiters_are_seen_in_the_header(tmp_path, delimiter):
    write(tmp_path, a_csv=delimiter.join(["id", "titel", "text"]) + "\n" + delimiter.join(["7", "", f'"{TEXT}, ; ""en"" \t zo"']) + "\n")
    item = document(tmp_path)
    assert (item.id, item.text) == ("7", f'{TEXT}, ; "en" \t zo')


def test_csv_cells_may_have_several_lines(tmp_path):
    write(tmp_path, a_csv=f'id,text\r\n1,"{TEXT}\r\n- een\r\n- twee"\r\n\r\n2,{OTHER}\r\n')
    assert [(item.id, item.text) for item in read(tmp_path)] == [("1", f"{TEXT}\n- een\n- twee"), ("2", OTHER)]


def test_csv_headers_may_have_capitals_and_spaces(tmp_path):
    assert document(write(tmp_path, a_csv=f"ID, Text \n4,{OTHER}\n")).id == "4"


def test_rows_that_are_empty_are_skipped_and_still_counted(tmp_path):
    assert [item.id for item in read(write(tmp_path, a_csv=f"id,text\n,\n\n,{OTHER}\n"))] == ["a.csv:row 4"]


@pytest.mark.parametrize("content", ["", "\n", "id,titel\n1,Jansen\n", f"{OTHER}\n{TEXT}\n", '"text'])
def test_csv_without_a_text_column_is_refused_without_showing_its_cells(tmp_path, content):
    fault = refusal(write(tmp_path, a_csv=content))
    assert fault.location == "a.csv" and "no column 'text'" in fault.reason
    assert "Jansen" not in fault.reason and "kok" not in fault.reason


@pytest.mark.parametrize(
    ("row", "says"),
    [('2,"een "topper" gezocht"', "quotes"), ("2,een kok, die graag werkt", "cells"), ("2,", "expected a field 'text'")],
)
def test_a_bad_row_is_refused_and_the_others_done(tmp_path, row, says):
    write(tmp_path, a_csv=f"id,text\n1,{OTHER}\n{row}\n3,{OTHER}\n")
    first, fault, last = read(tmp_path)
    assert (first.id, last.id) == ("1", "3") and fault.location == "a.csv:row 3" and says in fault.reason


BROKEN = "Wij zoeken een kok die\neen rijbewijs B heeft"


@pytest.mark.parametrize(
    ("header", "row"),
    [("id;tekst;sector", f"m1;{BROKEN};zorg"), ("id;titel;tekst;sector", f"m1;Kok\nen bakker;{BROKEN};zorg"), ("id;tekst", "m1;Wij zoeken een kok\n- met rijbewijs\n\n- en ervaring")],
)
def test_lines_of_a_broken_cell_are_no_documents(tmp_path, header, row):
    blank = ";" * (header.count(";") - header.split(";").index("tekst"))
    items = read(write(tmp_path, a_csv=f"{header}\n{row}\n" + f"m2;{'kok;' if 'titel' in header else ''}{OTHER}{blank}\n"))
    faults = [item for item in items if isinstance(item, RecordError)]
    assert {item.id for item in items if isinstance(item, ReadDocument)} <= {"m1", "m2"} and items[-1].text == OTHER
    assert faults and all("put texts between quotes" in fault.reason and "rijbewijs" not in str(fault) for fault in faults)


@pytest.mark.parametrize("names", [["1", "2", "3"], ["vac-1", "vac-2b", "zz-100"], ["Senior kok", "Bakker", "Hulp in de huishouding"], ["kok", "bakker", "smid"]])
def test_empty_cells_at_the_end_of_a_row_may_be_left_out(tmp_path, names):
    rows = "".join(f"{name};{OTHER}\n" for name in names)
    assert [(item.id, item.text) for item in read(write(tmp_path, a_csv=f"id;tekst;sector;regio\n{rows}"))] == [(name, OTHER) for name in names]


def test_a_quote_that_never_closes_is_refused_and_the_rows_below_it_are_read(tmp_path):
    write(tmp_path, a_csv=f'id,text\n1,{OTHER}\n2,"een kok\n3,{OTHER}\n4,{OTHER}\n')
    good, fault, *rest = read(tmp_path)
    assert fault.location == "a.csv:row 3" and "quotes" in fault.reason
    assert [(item.id, item.text) for item in (good, *rest)] == [("1", OTHER), ("3", OTHER), ("4", OTHER)]



@pytest.mark.parametrize("header", ["id|titel|tekst", "id,titel,tekst", '"id";"titel, of functie";"tekst"', "ID\tTitel\tTekst"])
def test_delimiters_are_those_with_which_the_header_has_a_text(tmp_path, header):
    mark = next(mark for mark in "|;\t," if mark in header)
    item = document(write(tmp_path, a_csv=f'{header}\n1{mark}Kok{mark}"{OTHER}"\n'))
    assert (item.id, item.text) == ("1", OTHER)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "cp850", "mac_roman", "utf-8"])
def test_tables_in_old_character_sets_are_read(tmp_path, encoding):
    rows = "".join(f'{n};"Één coördinator zorgt vóór alles voor privé-reïntegratie, cliënten en financiële geïnteresseerden {n}"\n' for n in range(50))
    items = read(write(tmp_path, a_csv=f"id;tekst\n{rows}".encode(encoding)))
    assert len(items) == 50 and all("Één coördinator" in item.text and "financiële" in item.text for item in items)


def test_a_table_in_utf8_with_some_rows_from_excel_is_read_as_both(tmp_path):
    lines = [f"{n};Eén coördinator gevraagd".encode("cp1252" if n == 3 else "utf-8") for n in range(9)]
    items = read(write(tmp_path, a_csv=b"id;tekst\n" + b"\n".join(lines)))
    assert {item.text for item in items} == {"Eén coördinator gevraagd"} and len(items) == 9


def test_a_cell_may_be_as_large_as_a_text(tmp_path):
    text = "koken " * 16_000
    assert document(write(tmp_path, a_csv=f'id,text\n1,"{text}"\n')).text == text


@pytest.mark.parametrize("large", ["x" * 3000, '"' + "x\n" * 1500 + '"', '"' + "x" * 3000])
def test_a_row_that_is_too_large_is_refused_and_the_others_done(tmp_path, monkeypatch, large):
    monkeypatch.setattr(documents, "MAX_FILE", 2000)
    items = read(write(tmp_path, a_csv=f"id,text\n1,{OTHER}\n2,{large}\n3,{OTHER}\n"))
    faults = [item for item in items if isinstance(item, RecordError)]
    assert [item.id for item in items if not isinstance(item, RecordError)] == ["1", "3"]
    assert faults[0].location == "a.csv:row 3" and "MB" in faults[0].reason


# --- fields -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ("id title text kind language", "7|Kok|{}|cv|en"),
        ("Vacaturenummer Functietitel Functieomschrijving Tekstsoort Taal", "7|Kok|{}|cv|en"),
        ("identifier TITEL tekst documentsoort lang", "7|Kok|{}|curriculum vitae|eng"),
        ("vacature_id functie omschrijving kind taalcode", "7|Kok|{}|CV|en-GB"),
    ],
)
def test_columns_with_the_usual_names_are_found_in_every_format(tmp_path, names, values):
    record = dict(zip(names.split(), values.format(OTHER).split("|")))
    table = ";".join(record) + "\n" + ";".join(record.values()) + "\n"
    write(tmp_path, a_csv=table, b_jsonl=jsonl(record), c_json=orjson.dumps([record]), d_parquet=parquet(record))
    items = read(tmp_path)
    assert [(item.id, item.title, item.text, item.kind, item.language) for item in items] == [("7", "Kok", OTHER, "cv", "en")] * 4


@pytest.mark.parametrize("names", [("Text", "TEXT"), ("text", "text")])
@pytest.mark.parametrize("values", [(OTHER, "ander werk"), (OTHER, ""), ("", OTHER)])
def test_of_columns_with_one_name_the_first_that_has_a_value_counts(tmp_path, names, values):
    import pyarrow
    import pyarrow.parquet

    write(tmp_path, a_csv=f"id;{';'.join(names)}\n1;{';'.join(values)}\n")
    pyarrow.parquet.write_table(pyarrow.table([["1"], *([value] for value in values)], names=["id", *names]), tmp_path / "b.parquet")
    if names[0] != names[1]:
        write(tmp_path, c_jsonl=jsonl({"id": "1", names[0]: values[0], names[1]: values[1]}))
    assert {(item.id, item.text) for item in read(tmp_path)} == {("1", OTHER)}


def test_columns_of_the_user_take_the_place_of_the_usual_ones(tmp_path):
    columns = Columns(id="Ref", text="Vrije Tekst", kind=["soort"])
    write(tmp_path, a_csv=f"id;ref;text;vrije tekst;soort\n1;2;onzin;{OTHER};profiel\n")
    item = document(tmp_path, columns=columns)
    assert (item.id, item.text, item.kind) == ("2", OTHER, "profile")


def test_several_text_columns_are_one_text_under_their_names(tmp_path):
    write(tmp_path, a_csv="id;aanbod;taken;functie_eisen\n1;Een fiets;Koken en bakken;\n")
    item = document(tmp_path, columns=Columns(text=["taken", "functie_eisen", "aanbod"]))
    assert item.text == "Taken\nKoken en bakken\n\nAanbod\nEen fiets"


def test_a_table_without_the_users_column_says_which(tmp_path):
    assert "'vrije tekst'" in refusal(write(tmp_path, a_csv=f"id,text\n1,{OTHER}\n"), columns=Columns(text="Vrije tekst")).reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>Je kunt:</p><ul><li>koken</li><li>bakken</li></ul>", "Je kunt:\n\n- koken\n- bakken"),
        ("&lt;p&gt;Je kookt&lt;/p&gt;<br>", "Je kookt"),
        ("Taken:\n- <b>koken</b>\n- bakken", "Taken:\n- koken\n- bakken"),
        ("Wat < 3 jaar en > 2 is, c<d en R&D &amp; meer", "Wat < 3 jaar en > 2 is, c<d en R&D &amp; meer"),
    ],
)
def test_markup_in_a_field_is_read_as_html_and_other_text_is_left_alone(tmp_path, cell, text):
    assert document(write(tmp_path, a_jsonl=jsonl({"text": cell}))).text == text


# --- JSON and JSON-LD -----------------------------------------------------------------------------------------------------


def test_a_json_file_with_one_object_is_called_after_the_file(tmp_path):
    write(tmp_path, a_json=orjson.dumps({"text": TEXT}), b_json=orjson.dumps({"text": OTHER, "id": 5}), c_json=orjson.dumps(POSTING))
    assert [item.id for item in read(tmp_path)] == ["a", "5", "c"]


def test_a_list_in_json_gives_its_records_and_refuses_the_bad_ones(tmp_path):
    write(tmp_path, a_json=b'\xef\xbb\xbf \n[{"text": "een kok", "id": "x"}, 5, {"titel": "geen"}, [], {"text": "een bakker"}]')
    items = read(tmp_path)
    assert [getattr(item, "id", item) for item in (items[0], items[4])] == ["x", "a.json:5"]
    assert [item.location for item in items[1:4]] == ["a.json:2", "a.json:3", "a.json:4"]


def test_records_before_a_break_in_a_json_list_are_kept(tmp_path):
    whole = orjson.dumps([{"id": str(n), "text": TEXT} for n in range(3000)])
    *good, fault = read(write(tmp_path, a_json=whole[:-500]))
    assert len(good) > 2900 and [item.id for item in good] == [str(n) for n in range(len(good))]
    assert f"{len(good)} records before it were read" in fault.reason


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b" \n ", "empty"), (b"[]", "list is empty"), (b"geen json", "no JSON"), (b'{"text": "kok"', "no JSON"),
        (b"[" * 200_000, "broken"), (b'{"a":' * 200_000, "no JSON"), (b'[{"text": "kok \xff"}]', "no UTF-8"), (b"\x00\x01", "binary"),
        ('[{"text": "kok"}]'.encode("utf-16"), "UTF-16"), (b'{"@graph": [{"@type": "Person", "name": "Jan"}]}', "no schema.org JobPosting"),
        (b'{"vacatures": 3}', "expected a field 'text'"),
    ],
)  # fmt: skip
def test_json_that_cannot_be_read_is_one_refusal(tmp_path, content, says):
    fault = refusal(write(tmp_path, a_json=content))
    assert says in fault.reason and "Jan" not in fault.reason and fault.location.startswith("a.json")


@pytest.mark.parametrize("prefix", [b"[", b'{"@context": "https://schema.org", "@graph": ['])
def test_large_json_is_streamed_and_a_record_that_is_too_large_ends_it(tmp_path, monkeypatch, prefix):
    monkeypatch.setattr(documents, "MAX_FILE", 200_000)
    postings = b",".join(orjson.dumps(POSTING | {"identifier": n}) for n in range(3000))
    huge = orjson.dumps(POSTING | {"description": "koken " * 100_000})
    closing = b"]}" if prefix.startswith(b"{") else b"]"
    *good, fault = read(write(tmp_path, a_json=prefix + postings + b"," + huge + closing))
    assert [item.id for item in good] == [str(n) for n in range(3000)] and "larger than" in fault.reason
    assert len(read(write(tmp_path, a_json=prefix + postings + closing))) == 3000


WRAPPED = {
    "alone": lambda posting: posting,
    "list": lambda posting: [posting],
    "graph": lambda posting: {"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "x"}, posting]},
    "page": lambda posting: {"@type": "WebPage", "mainEntity": posting},
    "item list": lambda posting: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": posting}]},
    "prefixed": lambda posting: {"@context": {"schema": "https://schema.org/"}} | {k if k[0] == "@" else f"schema:{k}": v for k, v in posting.items()} | {"@type": "schema:JobPosting"},
    "full iris": lambda posting: {k if k[0] == "@" else f"http://schema.org/{k}": v for k, v in posting.items()} | {"@type": ["http://schema.org/JobPosting"]},
    "values": lambda posting: {k: v if k[0] == "@" else {"@value": v, "@language": "nl"} for k, v in posting.items()},
}


@pytest.mark.parametrize("way", WRAPPED)
@pytest.mark.parametrize("suffix", ["json", "jsonld", "jsonl", "html"])
def test_job_postings_are_found_wherever_they_stand(tmp_path, way, suffix):
    content = orjson.dumps(WRAPPED[way](POSTING))
    if suffix == "html":
        content = b'<html><title>Site</title><script type="application/ld+json">' + content + b"</script><body><div>Kop</div></body></html>"
    item = document(write(tmp_path, **{f"a_{suffix}": content}))
    assert (item.title, item.kind, item.text) == ("Kok", "vacancy", f"Kok\n\n{TEXT}")


def test_what_other_properties_add_stands_under_headings(tmp_path):
    posting = POSTING | {
        "description": "<p>Wij zoeken een kok.</p><p>Je kunt plannen.</p>", "responsibilities": ["koken", "bakken"], "qualifications": "Je kunt plannen.",
        "skills": [{"@type": "DefinedTerm", "name": "HACCP"}, "menu's samenstellen"], "educationRequirements": {"credentialCategory": "mbo 3"},
        "experienceRequirements": {"monthsOfExperience": 24}, "hiringOrganization": {"name": "Bistro De Kwast"}, "baseSalary": 2500,
    }  # fmt: skip
    text = document(write(tmp_path, a_json=orjson.dumps(posting))).text
    assert text == "Kok\n\nWij zoeken een kok.\n\nJe kunt plannen.\n\nTaken\n\nkoken\nbakken\n\nVaardigheden\n\nHACCP\nmenu's samenstellen\n\nOpleiding\n\nmbo 3"


def test_the_headings_tell_the_section(tmp_path):
    from pipeline.segmenting import segment

    parts = {"responsibilities": "gasten ontvangen", "qualifications": "kalm blijven", "jobBenefits": "een fiets"}
    for language, description in (("nl", TEXT), ("en", "We are looking for a cook who likes to work in a small team with guests.")):
        item = document(write(tmp_path, a_json=orjson.dumps(POSTING | parts | {"description": description, "inLanguage": language})))
        found = {item.text[s.start : s.end]: s.section for s in segment(item)[1]}
        assert [found[words] for words in parts.values()] == ["tasks", "requirements", "offer"]


@pytest.mark.parametrize(
    ("properties", "identifier"),
    [
        ({"identifier": {"@type": "PropertyValue", "name": "Bistro", "value": 88}}, "88"),
        ({"identifier": [{"name": "leeg"}, "v-1"], "url": "https://x.nl"}, "v-1"),
        ({"@id": "https://x.nl/v/1"}, "https://x.nl/v/1"),
        ({"identifier": {"name": "Bistro", "value": "Bistro"}, "url": "https://x.nl/v/3"}, "https://x.nl/v/3"),
        ({"url": "https://x.nl/v/2"}, "https://x.nl/v/2"),
    ],
)
def test_a_posting_is_called_by_its_identifier_or_address(tmp_path, properties, identifier):
    assert document(write(tmp_path, a_json=orjson.dumps([POSTING | properties]))).id == identifier


def test_several_postings_in_one_place_have_different_ids(tmp_path):
    graph = {"@graph": [POSTING, POSTING | {"description": OTHER}, POSTING | {"identifier": "z"}]}
    page = '<script type="application/ld+json">' + json.dumps(graph) + "</script>"
    write(tmp_path, a_json=orjson.dumps(graph), b_html=page)
    assert [item.id for item in read(tmp_path)] == ["a.json posting 1", "a.json posting 2", "z", "b.html:1", "b.html:2", "z"]


def test_columns_of_the_user_do_not_hide_job_postings(tmp_path):
    page = '<script type="application/ld+json">' + json.dumps(POSTING) + "</script>"
    write(tmp_path, a_json=orjson.dumps(POSTING | {"identifier": "z"}), b_html=page)
    assert [(item.id, item.title) for item in read(tmp_path, columns=Columns(id="nr", text="vrije tekst", title="kop"))] == [("z", "Kok"), ("b", "Kok")]


def test_a_record_with_a_text_is_no_envelope_of_a_posting(tmp_path):
    assert document(write(tmp_path, a_jsonl=jsonl({"id": "a", "text": OTHER, "raw": POSTING}))).text == OTHER


@pytest.mark.parametrize("script", ['{"@type": "JobPosting", "description": "kap', "null", "[" * 100_000, '// <![CDATA[\n{"@type": "JobPosting"}\n// ]]>', '{"@type": "JobPosting", "description": "Kort."}'])
def test_a_page_whose_posting_is_broken_empty_or_a_teaser_is_read_as_a_page(tmp_path, script):
    item = document(write(tmp_path, a_html=f'<h1>Kok</h1><script type="application/ld+json">{script}</script><p>{TEXT}</p>'))
    assert item.text == f"Kok\n\n{TEXT}"


def test_json_in_pages_may_have_line_breaks_in_strings_and_comments_around_it(tmp_path):
    script = '<!-- \n{"@type": "JobPosting", "title": "Kok", "description": "Wij zoeken\n\teen kok die kan koken."};\n-->'
    item = document(write(tmp_path, a_html=f'<script type="application/ld+json">{script}</script><p>Kort</p>'))
    assert item.text == "Kok\n\nWij zoeken\neen kok die kan koken."


# --- Parquet ----------------------------------------------------------------------------------------------------------------


def test_rows_of_every_row_group_are_read_in_order(tmp_path):
    records = [{"id": n, "text": f"{OTHER} {n}", "omzet": n * 1.5, "lijst": [n]} for n in range(1000)]
    items = read(write(tmp_path, a_parquet=parquet(*records, row_group_size=130)))
    assert [(item.id, item.text) for item in items] == [(str(n), f"{OTHER} {n}") for n in range(1000)]


def test_text_columns_may_be_dictionaries_large_strings_or_bytes(tmp_path):
    import pyarrow
    import pyarrow.parquet

    for number, kind in enumerate((pyarrow.dictionary(pyarrow.int32(), pyarrow.string()), pyarrow.large_string(), pyarrow.binary())):
        column = pyarrow.array([OTHER.encode()], pyarrow.binary())
        column = column if kind == pyarrow.binary() else column.cast(pyarrow.string()).cast(kind) if number else column.cast(pyarrow.string()).dictionary_encode()
        pyarrow.parquet.write_table(pyarrow.table({"text": column}), tmp_path / f"{number}.parquet")
    assert [(item.id, item.text) for item in read(tmp_path)] == [(f"{n}.parquet:row 1", OTHER) for n in range(3)]


def test_numbers_of_any_type_in_a_parquet_are_ids(tmp_path):
    import pyarrow
    import pyarrow.parquet

    for name, found, type_ in (("a", [101.0, None, float("nan")], "float64"), ("b", [Decimal("12.50"), Decimal("7.00"), None], None)):
        pyarrow.parquet.write_table(pyarrow.table({"id": pyarrow.array(found, type_), "text": [OTHER] * 3}), tmp_path / f"{name}.parquet")
    assert [item.id for item in read(tmp_path)] == ["101", "a.parquet:row 2", "a.parquet:row 3", "12.50", "7", "b.parquet:row 3"]


def test_bad_rows_of_a_parquet_are_refused_and_the_others_done(tmp_path):
    import pyarrow
    import pyarrow.parquet

    text = pyarrow.Array.from_buffers(pyarrow.string(), 4, pyarrow.array([OTHER.encode(), b"caf\xe9", b"", OTHER.encode()], pyarrow.binary()).buffers())
    pyarrow.parquet.write_table(pyarrow.table({"id": pyarrow.array([1, 2, 3, None]), "text": text}), tmp_path / "a.parquet")
    first, bad, empty, last = read(tmp_path)
    assert (first.id, last.id) == ("1", "a.parquet:row 4")
    assert "UTF-8" in bad.reason and bad.location == "a.parquet:row 2" and "no text" in empty.reason


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 500 + b"PAR1", b"\0" * 1000])
def test_files_that_are_no_parquet_are_one_refusal(tmp_path, content):
    assert "no Parquet" in refusal(write(tmp_path, a_parquet=content)).reason


def test_rows_before_and_behind_damage_in_a_parquet_are_kept(tmp_path):
    whole = bytearray(parquet(*({"text": f"{OTHER} {n}"} for n in range(5000)), row_group_size=500, compression="zstd", use_dictionary=False))
    whole[len(whole) // 2 : len(whole) // 2 + 200] = bytes(200)
    items = read(write(tmp_path, a_parquet=bytes(whole)))
    (at,) = (number for number, item in enumerate(items) if isinstance(item, RecordError))
    assert 1000 < at < 4000 and len(items) > 4500 and items[-1].text == f"{OTHER} 4999"
    assert f"rows {at + 1}-{4999 - len(items[at + 1 :]) + 1} were passed over" in items[at].reason


def test_a_parquet_that_unpacks_to_absurdly_much_is_refused(tmp_path):
    bomb = parquet({"text": "a" * 250_000_000}, compression="zstd", use_dictionary=False)
    assert len(bomb) < 1_000_000
    assert "unpacks to more than" in refusal(write(tmp_path, a_parquet=bomb)).reason


def test_a_parquet_without_text_names_what_is_expected(tmp_path):
    assert "no column 'text'" in refusal(write(tmp_path, a_parquet=parquet({"naam": "Jansen"}))).reason


def test_readers_of_streams_leave_them_open():
    from pipeline.reading import Given, read_jsonl
    from pipeline.reading.files import read_stream

    stream = io.BytesIO(jsonl({"text": TEXT}))
    assert len(list(read_stream(stream, read_jsonl, Given("x", "x")))) == 1 and not stream.closed


def test_the_page_on_fields_names_every_type_and_no_name_that_is_not_read():
    import re

    from pipeline.reading import READERS
    from tests.conftest import ROOT

    page = (ROOT / "pipeline" / "reading" / "README.md").read_text(encoding="utf-8")
    assert [suffix for suffix in READERS if f"`{suffix}`" not in page] == []
    rows = {row[0]: set(re.findall(r"[a-z_]+", row[1].split(";")[0].lower())) for row in re.findall(r"(?m)^\| `(\w+)` \| ([^|]*) \|", page)}
    known = {name: set(getattr(Columns(), name) or TEXT_NAMES) for name in ("id", "title", "text", "kind", "language", "region")}
    for field, names in known.items():
        assert len(rows[field]) >= 3 and rows[field] - names == set()
    parts = re.search(r"(?m)^\| `responsibilities`.*", page).group()
    assert [name for name in postings._PARTS if f"`{name}`" not in parts] == []


@pytest.mark.parametrize(
    ("fields", "published", "sector"),
    [
        ({"published": "2026-01-31", "sector": "Zorg en welzijn"}, "2026-01-31", "Zorg en welzijn"),
        ({"datum_publicatie": "31-1-2026", "branche": " Bouw \n en  installatie "}, "2026-01-31", "Bouw en installatie"),
        ({"datePosted": "2026-01-31T08:00:00+01:00", "industry": "ICT"}, "2026-01-31", "ICT"),
        ({"published": "31-02-2026", "sector": 7}, "", ""),
        ({"published": "gisteren", "sector": "vragen aan jan@bedrijf.nl"}, "", ""),
        ({"published": 20260131, "sector": "x" * 101}, "", ""),
    ],
)
def test_date_and_sector_of_a_record(tmp_path, fields, published, sector):
    item = document(write(tmp_path, a_json=orjson.dumps({"text": TEXT} | fields)))
    assert (item.published, item.sector) == (published, sector)


@pytest.mark.parametrize(
    ("fields", "region"),
    [
        ({"provincie": "Noord-Brabant", "plaats": "Tilburg"}, "Noord-Brabant"), ({"standplaats": " Den \n Haag "}, "Den Haag"), ({"region": "Dorpsstraat 12, 1234 AB Ons Dorp"}, ""),
        ({"location": "mail naar jan@bedrijf.nl"}, ""), ({"regio": 7}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_region_of_a_record(tmp_path, fields, region):
    assert document(write(tmp_path, a_json=orjson.dumps({"text": TEXT} | fields))).region == region


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ({"@type": "Place", "address": {"@type": "PostalAddress", "addressRegion": "Zeeland", "addressLocality": "Goes", "postalCode": "4461 AA"}}, "Zeeland"),
        ([{"@type": "Place"}, {"@type": "Place", "schema:address": {"schema:addressLocality": "Gent"}}], "Gent"),
        ({"@type": "Place", "name": "Utrecht"}, "Utrecht"), ("Kerkstraat 1, Gouda", ""), (None, ""), ([[[["Gouda"]]]], ""),
    ],
)  # fmt: skip
def test_region_of_a_posting(tmp_path, place, region):
    assert document(write(tmp_path, a_json=orjson.dumps(POSTING | {"jobLocation": place}))).region == region


def test_date_and_sector_of_a_posting(tmp_path):
    item = document(write(tmp_path, a_json=orjson.dumps(POSTING | {"datePosted": "2026-03-02", "industry": {"@type": "DefinedTerm", "name": "Bouw"}})))
    assert (item.published, item.sector) == ("2026-03-02", "Bouw")
