"""Reading: every file type, ids, character sets, and one clear sentence for everything that cannot be read."""

import gzip
import io
import json
import os
import sys
import unicodedata
import zlib
from urllib.parse import unquote, urljoin

import pytest

from pipeline import reading
from pipeline.errors import RecordError, SkillstaalError
from pipeline.export.nodes import document_iri
from pipeline.reading import READERS, documents, input_files, make_document, read_sources
from pipeline.reading.files import NEVER_ZIPPED
from pipeline.reading.languages import detect_language
from tests.pipeline.inputs import OTHER, TEXT, WAYS, document, jsonl, only, read, refusal, write

# --- every reader -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("suffix", WAYS)
def test_each_type_gives_the_same_text(tmp_path, suffix, zipped):
    if zipped and suffix in NEVER_ZIPPED:
        pytest.skip("not read from gzip")
    content = WAYS[suffix]
    path = tmp_path / f"v{suffix}{'.gz' if zipped else ''}"
    path.write_bytes(gzip.compress(content) if zipped else content)
    assert document(path).text == TEXT


def test_stdin_is_read_as_jsonl(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(jsonl({"id": "a", "text": TEXT}, {"text": OTHER}))))
    assert [(item.id, item.text) for item in read_sources(["-"])] == [("a", TEXT), ("stdin:2", OTHER)]


def test_suffixes_in_capitals_are_read(tmp_path):
    assert document(write(tmp_path, A_TXT=TEXT)).id == "A"


def test_other_types_are_refused_and_the_known_ones_named(tmp_path):
    fault = refusal(write(tmp_path, foto_jpg=b"\xff\xd8\xff"))
    assert fault.location == "foto.jpg"
    assert all(suffix in fault.reason for suffix in (".jpg", *READERS))


def test_fields_of_a_record_are_kept():
    stream = io.BytesIO(jsonl({"id": "x", "title": " De\n titel ", "kind": "profile", "language": "en", "description": TEXT}))
    item = only(list(reading.read_jsonl(stream, reading.Given("f.jsonl", "f"))), reading.ReadDocument)
    assert (item.id, item.title, item.kind, item.language, item.text) == ("x", "De titel", "profile", "en", TEXT)


def test_kind_of_the_command_holds_for_records_without_their_own(tmp_path):
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}, {"text": TEXT, "kind": "vacancy"}))
    assert [item.kind for item in read(tmp_path, "cv")] == ["cv", "vacancy"]


@pytest.mark.parametrize("code", ["nl-NL", "NL", "nl_BE", "nl"])
def test_language_tags_are_cut_to_the_language(tmp_path, code):
    assert document(write(tmp_path, a_jsonl=jsonl({"text": TEXT, "language": code}))).language == "nl"


@pytest.mark.parametrize("name", ["Nederlands", "Dutch", 5, ["nl"]])
def test_a_language_that_is_no_tag_is_detected_instead(tmp_path, name):
    assert document(write(tmp_path, a_jsonl=jsonl({"text": TEXT, "language": name}))).language == "nl"


# --- ids and order ----------------------------------------------------------------------------------------------------


def test_id_is_the_path_below_the_source_without_extension(tmp_path):
    (tmp_path / "zorg" / "2024").mkdir(parents=True)
    write(tmp_path / "zorg" / "2024", a_b_txt=TEXT)
    assert document(tmp_path).id == "zorg/2024/a.b"


def test_files_with_the_same_stem_keep_their_suffix(tmp_path):
    write(tmp_path, a_txt=TEXT, a_md=OTHER, b_txt=TEXT)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert [item.id for item in read(tmp_path)] == ["a.md", "a.txt", "a.txt.gz", "b"]


def test_files_that_are_no_text_do_not_change_the_ids_of_others(tmp_path):
    write(tmp_path, a_txt=TEXT, a_jpg=b"x", a_jsonl=jsonl({"text": OTHER}))
    assert [item.id for item in read(tmp_path) if not isinstance(item, RecordError)] == ["a.jsonl:1", "a"]


def test_files_are_read_in_the_same_order_whatever_order_they_were_made_in(tmp_path):
    for name in ("c", "a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, x_txt=TEXT)
    assert [item.id for item in read(tmp_path)] == ["a/x", "b/x", "c/x"]


def test_hidden_files_are_left_out(tmp_path):
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", x_txt=TEXT)
    (tmp_path / ".y.txt").write_text(TEXT)
    assert document(write(tmp_path, a_txt=TEXT)).id == "a"


@pytest.mark.parametrize("identifier", ["a/../b", "./c", "../../etc/passwd", "x/../../y", "a/.", "..//"])
def test_iris_have_no_dot_segments(identifier):
    iri = document_iri(identifier)
    assert urljoin(iri, iri) == iri and unquote(iri).endswith(f"/data/{identifier}")
    assert iri.count("/") == document_iri("a").count("/")


@pytest.mark.parametrize("identifier", [".", ".."])
def test_an_id_of_only_dots_is_refused(tmp_path, identifier):
    fault, good = read(write(tmp_path, a_jsonl=jsonl({"id": identifier, "text": TEXT}, {"id": "a...b", "text": OTHER})))
    assert (fault.location, good.id) == ("a.jsonl:1", "a...b") and "only dots" in fault.reason


STRANGE = ['een "aanhaling"', "met spatie", "a/b", "regel\neinde", "zoë-日本", "50%25", "a#b?c", "<>{}|^`\\"]


@pytest.mark.parametrize("identifier", STRANGE)
def test_strange_ids_stay_as_they_are_and_make_legal_iris(tmp_path, identifier):
    import pyoxigraph

    item = document(write(tmp_path, a_jsonl=jsonl({"id": identifier, "text": TEXT})))
    assert item.id == identifier
    iri = document_iri(item.id)
    assert not set(iri) & set(' "<>{}|^`\\\n') and iri.isascii()
    quad = next(pyoxigraph.parse(f"<{iri}> <x:p> <x:o> .".encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert quad.subject.value == iri


def test_iris_of_different_strange_ids_differ():
    assert len({document_iri(identifier) for identifier in STRANGE}) == len(STRANGE)


def test_file_names_with_quotes_spaces_and_newlines_become_ids(tmp_path):
    name = 'zoë "de"\nverkoper'
    (tmp_path / f"{name}.txt").write_text(TEXT)
    assert document(tmp_path).id == name


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="file names are text there")
def test_file_names_that_are_no_utf8_become_ids_that_can_be_written(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    assert document(tmp_path).id == "caf\\xe9"


@pytest.mark.parametrize(("given", "expected"), [(0, "0"), (17, "17"), (None, "a.jsonl:1"), ("", "a.jsonl:1"), ("  ", "a.jsonl:1")])
def test_numbers_are_ids_and_records_without_id_get_their_place(tmp_path, given, expected):
    assert document(write(tmp_path, a_jsonl=jsonl({"id": given, "text": TEXT}))).id == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1.0", "1"), ("101.0", "101"), ("1.5", "1.5"), ("1e-7", "0.0000001"), ("1e20", "1" + "0" * 20), ("123456789012345678901234567890", "123456789012345678901234567890")],
)
def test_numbers_are_ids_in_plain_figures(tmp_path, written, expected):
    line = f'{{"id": {written}, "text": "{TEXT}"}}'
    assert document(write(tmp_path, a_jsonl=line)).id == expected
    (tmp_path / "list").mkdir()
    assert document(write(tmp_path / "list", a_json=f"[{line}]")).id == expected


@pytest.mark.parametrize("given", [{"a": 1}, [1], True, False, "x" * (reading.MAX_ID + 1)])
def test_ids_of_other_types_or_absurd_length_are_refused(tmp_path, given):
    fault = refusal(write(tmp_path, a_jsonl=jsonl({"id": given, "text": TEXT})))
    assert fault.record == "a.jsonl:1" and "the id" in fault.reason


# --- characters -------------------------------------------------------------------------------------------------------


def test_text_is_composed_and_has_plain_line_ends(tmp_path):
    write(tmp_path, a_txt=unicodedata.normalize("NFD", "Één coördinator\r\ngevraagd\rvoor het team"))
    assert document(tmp_path).text == "Één coördinator\ngevraagd\nvoor het team"


def test_text_that_is_composed_is_untouched(tmp_path):
    text = "  Één coördinator\n\n\tgevraagd\u2028voor\xa0het team \n"
    assert document(write(tmp_path, a_txt=text)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("suffix", [".txt", ".html", ".csv"])
def test_texts_and_tables_in_the_usual_character_sets_are_read(tmp_path, suffix, encoding):
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    (tmp_path / f"a{suffix}").write_bytes((mark + WAYS[suffix].decode()).encode(encoding))
    assert document(tmp_path).text == TEXT


def test_bom_before_jsonl_is_no_part_of_it(tmp_path):
    assert document(write(tmp_path, a_jsonl=b"\xef\xbb\xbf" + jsonl({"id": "a", "text": TEXT}))).id == "a"


def test_jsonl_in_utf16_is_one_refusal_that_says_utf8(tmp_path):
    fault = refusal(write(tmp_path, a_jsonl=(jsonl({"text": TEXT}) * 5).decode().encode("utf-16")))
    assert "UTF-8" in fault.reason


def test_jsonl_line_in_cp1252_is_refused_and_the_others_done(tmp_path):
    first, last = jsonl({"id": "a", "text": TEXT}), jsonl({"id": "b", "text": OTHER})
    items = read(write(tmp_path, a_jsonl=first + first.decode().encode("cp1252") + last))
    assert [getattr(item, "id", item) for item in (items[0], items[2])] == ["a", "b"]
    assert items[1].location == "a.jsonl:2" and "UTF-8" in items[1].reason


def test_line_separators_inside_jsonl_do_not_end_the_line(tmp_path):
    text = "Wij zoeken\u2028een kok\u2029en een\x85hulp\x0ben nog\x0ciemand"
    write(tmp_path, a_jsonl='{"text": "Wij zoeken\u2028een kok\u2029en een\x85hulp\\u000ben nog\\u000ciemand"}\n')
    assert document(tmp_path).text == text


@pytest.mark.parametrize("escape", ["\\ud83d", "\\ude00", "\\ud83dx"])
def test_lone_surrogates_are_refused_and_the_others_done(tmp_path, escape):
    write(tmp_path, a_jsonl=f'{{"text": "Wij zoeken een kok {escape}"}}\n'.encode() + jsonl({"id": "b", "text": OTHER}))
    fault, good = read(tmp_path)
    assert isinstance(fault, RecordError) and "JSON" in fault.reason and good.id == "b"


def test_surrogate_pairs_are_one_character(tmp_path):
    assert document(write(tmp_path, a_jsonl=b'{"text": "kok \\ud83d\\ude00 gevraagd"}')).text == "kok 😀 gevraagd"


@pytest.mark.parametrize("field", ["text", "title", "id"])
def test_nul_characters_in_a_record_are_refused(tmp_path, field):
    record = {"id": "a", "title": "t", "text": TEXT}
    fault = refusal(write(tmp_path, a_jsonl=jsonl(record | {field: "kok\0gevraagd"})))
    assert "NUL" in fault.reason


# --- empty, binary, too large -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", " \r\n\t \xa0\n", "\ufeff", "12345 — 67", "..."])
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_files_without_words_are_refused_by_their_full_name(tmp_path, content, suffix):
    fault = refusal(write(tmp_path, **{f"leeg_{suffix}": content}))
    assert fault.location == f"leeg.{suffix}" and "empty" in fault.reason


def test_empty_jsonl_has_no_records(tmp_path):
    assert read(write(tmp_path, a_jsonl=b"\n  \n\n")) == []


@pytest.mark.parametrize("where", [0, 50_000])
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_binary_files_are_refused(tmp_path, where, suffix):
    fault = refusal(write(tmp_path, **{f"a_{suffix}": b"x" * where + b"\x00\x01\x02\xff" * 10}))
    assert "binary" in fault.reason


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "tsv"])
def test_binary_tables_are_one_refusal(tmp_path, suffix):
    fault = refusal(write(tmp_path, **{f"a_{suffix}": b"PK\x03\x04\x00\x00\n" * 1000}))
    assert "binary" in fault.reason and fault.location == f"a.{suffix}"


@pytest.mark.parametrize("suffix", ["txt", "html", "jsonl", "csv"])
def test_fifty_megabytes_are_refused_in_one_sentence(tmp_path, suffix):
    with (tmp_path / f"a.{suffix}").open("wb") as stream:
        if suffix == "csv":
            stream.write(b'text\n"')
        for _ in range(50):
            stream.write(b"verkoper " * 111_112)
    fault = refusal(tmp_path)
    assert len(fault.reason) < 150


def test_what_stands_around_a_line_that_is_too_long_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MAX_FILE", 300)
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}, {"text": TEXT * 10}, {"text": OTHER}))
    first, fault, last = read(tmp_path)
    assert (first.text, last.text, last.id) == (TEXT, OTHER, "a.jsonl:3")
    assert fault.location == "a.jsonl:2" and "longer" in fault.reason


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_large_texts_are_refused_also_when_they_are_small_as_gz(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(documents, "MAX_FILE", 2000)
    (tmp_path / f"a.{suffix}.gz").write_bytes(gzip.compress(TEXT.encode() * 100))
    assert "larger" in refusal(tmp_path).reason


def test_texts_with_too_many_characters_are_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MAX_TEXT", len(TEXT))
    write(tmp_path, a_jsonl=jsonl({"text": TEXT}, {"text": TEXT + "!"}))
    good, fault = read(tmp_path)
    assert good.text == TEXT and f"at most {len(TEXT)}" in fault.reason


# --- languages and kinds --------------------------------------------------------------------------------------------------

FOREIGN = {
    "de": "Wir suchen einen Verkäufer mit Erfahrung im Einzelhandel. Sie sind freundlich und arbeiten gerne im Team mit Kunden.",
    "fr": "Nous cherchons un vendeur avec de l'expérience dans le commerce. Vous êtes aimable et vous aimez travailler en équipe.",
    "nl": TEXT,
    "en": "We are looking for a sales assistant with experience in retail. You are friendly and you like to work in a team.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_language_is_detected(language):
    assert detect_language(FOREIGN[language]) == language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, "vacancy"),
        ("Curriculum vitae\nWerkervaring\n2019 - heden: kok", "cv"),
        ("Functieprofiel medewerker\nResultaatgebieden\nDoel van de functie", "profile"),
        ("Kwalificatiedossier\nB1-K1-W1: Stelt menu's samen", "qualification"),
        ("Gezocht: afwasser. Bel en noem je geboortedatum en nationaliteit.", "vacancy"),
        ("We're hiring a baker. Mail your resume and date of birth to Bo.", "vacancy"),
        ("Jij houdt van paarden en bent geboren voor de stal. Stuur je curriculum vitae naar Ina.", "vacancy"),
        ("Jan Pol, geboren 3-4-1980\nIk zocht en vond werk als afwasser. Nu zoek ik iets anders; bel of mail, dan stuur ik je meer.", "cv"),
        ("Curriculum vitae\nNaam: An Pol\nGezocht: een baan als kok", "cv"),
    ],
)
def test_kind_is_guessed_and_can_be_given(text, kind):
    assert make_document("a", text, "auto", "", "a").kind == kind
    assert make_document("a", text, "profile", "", "a").kind == "profile"


# --- files that cannot be read ------------------------------------------------------------------------------------------


def test_a_folder_called_like_a_text_is_a_folder(tmp_path):
    (tmp_path / "x.txt").mkdir()
    assert document(write(tmp_path / "x.txt", y_txt=TEXT).parent).id == "x.txt/y"


def test_a_link_that_leads_nowhere_is_reported_and_the_others_done(tmp_path):
    (tmp_path / "weg.txt").symlink_to(tmp_path / "bestaat-niet.txt")
    good, fault = read(write(tmp_path, a_txt=TEXT))
    assert good.id == "a" and fault.location == "weg.txt" and "cannot be read" in fault.reason


def test_a_file_that_may_not_be_read_is_reported_and_the_others_done(tmp_path, monkeypatch):
    write(tmp_path, a_txt=TEXT, b_txt=OTHER)
    opened = type(tmp_path).open

    def refuse(path, *arguments):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(type(tmp_path), "open", refuse)
    fault, good = read(tmp_path)
    assert good.id == "b" and "Permission denied" in fault.reason and fault.location == "a.txt"


def _noticed(zipped):
    """Reading stops at the damage, not only at the checksum behind it."""
    try:
        zlib.decompressobj(31).decompress(zipped)
    except zlib.error as error:
        return "data check" not in str(error)
    return False


def broken_gzip(content):
    zipped = gzip.compress(content)
    middle = len(zipped) // 2
    damaged = [zipped[:at] + bytes([zipped[at] ^ 255]) * 9 + zipped[at + 9 :] for at in range(middle, min(middle + 50, len(zipped) - 8))]
    return {
        "no gzip": content,
        "empty": b"",
        "cut": zipped[:middle],
        "damaged": next(filter(_noticed, damaged), damaged[0]),  # in a file of a line no damage may be noticed
        "wrong checksum": zipped[:-8] + b"\0" * 8,
    }


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".csv", ".json"])
@pytest.mark.parametrize("damage", ["no gzip", "cut", "damaged", "wrong checksum"])
def test_broken_gzip_is_reported_and_the_others_done(tmp_path, suffix, damage):
    (tmp_path / f"a{suffix}.gz").write_bytes(broken_gzip(WAYS[suffix])[damage])
    *_, fault, good = read(write(tmp_path, b_txt=OTHER))
    assert good.id == "b" and isinstance(fault, RecordError)
    assert fault.location.startswith(f"a{suffix}.gz")


def test_rows_before_a_cut_in_a_gzip_are_kept(tmp_path):
    lines = jsonl(*({"id": f"{n}", "text": f"{TEXT} {os.urandom(20).hex()}"} for n in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(broken_gzip(lines)["cut"])
    items = read(tmp_path)
    assert len(items) > 500 and isinstance(items[-1], RecordError)
    assert [item.id for item in items[:-1]] == [str(n) for n in range(len(items) - 1)]


@pytest.mark.parametrize("damage", ["cut", "damaged", "wrong checksum"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_whole_records_before_damage_in_a_small_gzip_are_kept(tmp_path, suffix, damage):
    records = [{"id": f"{n}", "text": f"{TEXT} {os.urandom(20).hex()}"} for n in range(300)]
    contents = {
        "csv": "id;text\n" + "".join(f'{record["id"]};{record["text"]}\n' for record in records),
        "jsonl": jsonl(*records).decode(), "json": json.dumps(records),
    }  # fmt: skip
    (tmp_path / f"a.{suffix}.gz").write_bytes(broken_gzip(contents[suffix].encode())[damage])
    *found, fault = read(tmp_path)
    kept = 300 if damage == "wrong checksum" else 100
    assert isinstance(fault, RecordError) and len(found) >= kept
    assert [(item.id, item.text) for item in found[:kept]] == [(record["id"], record["text"]) for record in records[:kept]]


def test_an_empty_folder_is_reported(tmp_path):
    assert "empty" in refusal(tmp_path).reason


def test_a_source_that_does_not_exist_stops_before_anything_is_read(tmp_path):
    with pytest.raises(SkillstaalError, match="nergens.txt does not exist; give a folder"):
        next(read_sources([str(write(tmp_path, a_txt=TEXT)), str(tmp_path / "nergens.txt")]))


def test_input_files_are_those_that_are_read(tmp_path):
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", x_txt=TEXT)
    write(tmp_path, a_txt=TEXT)
    assert [path.name for path in input_files([str(tmp_path), "-"])] == ["a.txt", "x.txt"]
    assert [path.name for path in input_files([str(tmp_path), "-"], skip=tmp_path / "out")] == ["a.txt"]
    assert [item.id for item in read_sources([str(tmp_path)], skip=tmp_path / "out")] == ["a"]


def test_errors_survive_the_way_to_another_process():
    import pickle

    fault = pickle.loads(pickle.dumps(RecordError("a", "why", "a.txt", "language")))
    assert (fault.record, fault.reason, fault.location, fault.stage, str(fault)) == ("a", "why", "a.txt", "language", "a.txt: why")


def test_a_readme_in_a_folder_is_no_text(tmp_path):
    (tmp_path / "README.md").write_text("# Over deze map\nHier staan teksten.", encoding="utf-8")
    (tmp_path / "kok.txt").write_text("Wij zoeken een kok die graag kookt.", encoding="utf-8")
    assert [item.id for item in read_sources([str(tmp_path)])] == ["kok"]
    assert [item.id for item in read_sources([str(tmp_path / "README.md")])] == ["README"]
