"""Sources: folders, files, patterns and lists; which files they name, in which order, and what their texts are called."""

import gzip
import inspect
import sys

import pytest

from pipeline.errors import RecordError, SkillstaalError
from pipeline.reading import ReadDocument, check_sources, input_files, read_sources
from pipeline.reading.sources import places
from tests.pipeline.inputs import OTHER, TEXT, docx, jsonl, pdf, write


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """texts/{a,b}/v.txt, texts/b/w.pdf, texts/b/README.md, texts/r.jsonl, seen from the folder that holds texts."""
    for name in ("a", "b"):
        (tmp_path / "texts" / name).mkdir(parents=True)
        write(tmp_path / "texts" / name, v_txt=f"{TEXT} {name}")
    write(tmp_path / "texts" / "b", w_pdf=pdf(OTHER), README_md="uitleg")
    write(tmp_path / "texts", r_jsonl=jsonl({"id": "r1", "text": TEXT}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(*sources, **options):
    return [item.id for item in read_sources(list(sources), **options)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("texts", ["a/v", "b/v", "b/w", "r1"]),
        ("./texts/", ["a/v", "b/v", "b/w", "r1"]),
        ("texts/a/v.txt", ["v"]),
        ("texts/*/*.txt", ["a/v", "b/v"]),
        ("texts/*/v.*", ["a/v", "b/v"]),
        ("texts/b/*", ["v", "w"]),
        ("texts/*", ["a/v", "b/v", "b/w", "r1"]),
        ("texts/**/*.txt", ["a/v", "b/v"]),
        ("texts/**", ["a/v", "b/v", "b/w", "r1"]),
        ("t?xts/[b]/w.pdf", ["texts/b/w"]),
    ],
)
def test_ids_are_the_paths_below_the_source(texts, source, expected):
    assert ids(source) == expected


def test_files_from_a_pattern_that_the_shell_filled_in_keep_their_paths_where_names_are_the_same(texts):
    assert ids("texts/a/v.txt", "./texts/b/v.txt", "texts/b/w.pdf") == ["texts/a/v", "texts/b/v", "w"]


def test_a_file_called_like_a_pattern_is_that_file(texts):
    write(texts, **{"x[1]_txt": TEXT})
    assert ids("x[1].txt") == ["x[1]"]


def test_a_list_names_sources_and_its_paths_are_the_ids(texts):
    write(texts, lijst_txt=b"# mijn lijst\ntexts/b/v.txt\n\n./texts/a/v.txt\r\ntexts/b/w.pdf\ntexts/*.jsonl\ntexts/b\n")
    assert ids("@lijst.txt") == ["texts/b/v", "texts/a/v", "texts/b/w", "r1", "texts/b/v", "texts/b/w"]


def test_other_entries_of_a_list_do_not_change_the_id_of_a_file(texts):
    write(texts, one_txt="texts/a/v.txt\n", two_txt="texts/b/v.txt\ntexts/a/v.txt\n")
    assert ids("@one.txt") == ["texts/a/v"] and ids("@two.txt") == ["texts/b/v", "texts/a/v"]


def test_an_entry_that_is_not_there_is_reported_and_the_others_done(texts):
    write(texts, lijst_txt="texts/weg.txt\ntexts/a/v.txt\n")
    fault, good = read_sources(["@lijst.txt"])
    assert good.id == "texts/a/v"
    assert fault.location == "texts/weg.txt" and "entry 1 of lijst.txt" in fault.reason


@pytest.mark.parametrize(("source", "says"), [("@weg.txt", "weg.txt is no file"), ("weg/*.txt", "no file is called like weg/"), ("weg.txt", "does not exist")])
def test_sources_that_are_not_there_stop_before_anything_is_read(texts, source, says):
    with pytest.raises(SkillstaalError, match=says.replace("*", r"\*")):
        check_sources(["texts", source])


@pytest.mark.parametrize("pair", [("a.txt", "a.pdf"), ("a.docx", "a.pdf"), ("a.html", "a.md"), ("a.json", "a.txt"), ("a.txt", "a.txt.gz"), ("a.htm", "a.html")])
def test_texts_that_are_called_the_same_keep_their_extensions(tmp_path, pair):
    contents = {"txt": TEXT.encode(), "pdf": pdf(OTHER), "docx": docx(TEXT), "html": b"<p>Een kok", "htm": b"<p>Een kok", "md": b"Een bakker", "json": b'{"text": "Een kok"}', "gz": gzip.compress(b"Een kok")}
    for name in pair:
        (tmp_path / name).write_bytes(contents[name.rsplit(".")[-1]])
    assert ids(str(tmp_path)) == sorted(pair)
    assert ids(*(str(tmp_path / name) for name in pair)) == list(pair)
    assert sorted(ids(str(tmp_path / "a*"))) == sorted(pair)


def test_an_extension_that_is_kept_never_makes_the_id_of_another(tmp_path):
    write(tmp_path, a_txt=TEXT, a_md=OTHER, a_txt_md=OTHER)
    found = ids(str(tmp_path))
    assert sorted(found) == ["a.md", "a.txt", "a.txt.md"]


def test_links_to_folders_are_reported_and_not_followed(texts):
    (texts / "texts" / "kring").symlink_to(texts / "texts", target_is_directory=True)
    items = list(read_sources(["texts"]))
    faults = [item for item in items if isinstance(item, RecordError)]
    assert len(items) == 5 and [fault.location for fault in faults] == ["kring"] and "name that folder" in faults[0].reason


def test_a_link_in_a_circle_is_reported_and_the_others_done(texts):
    (texts / "texts" / "kring.txt").symlink_to("kring.txt")
    (texts / "texts" / ".verborgen").symlink_to(".verborgen")
    for source in ("texts", "texts/**"):
        items = list(read_sources([source], skip=texts / "out"))
        assert [item.location for item in items if isinstance(item, RecordError)] == ["kring.txt"] and len(items) == 5
    assert [type(item) for item in read_sources(["texts/kring.txt", "texts/a"])] == [RecordError, ReadDocument]


def test_deep_folders_are_read_without_recursion(tmp_path):
    deep = tmp_path / "/".join("d" * 150)
    deep.mkdir(parents=True)
    write(deep, v_txt=TEXT)
    limit = sys.getrecursionlimit()
    frames = len(inspect.stack())
    sys.setrecursionlimit(frames + 100)
    try:
        assert ids(str(tmp_path)) == ["d/" * 150 + "v"]
    finally:
        sys.setrecursionlimit(limit)


def test_the_order_is_that_of_sorted_paths(tmp_path):
    names = ["b/x.txt", "a.txt", "a/z.txt", "a/b/c.txt", "a-1.txt", "B.txt", "é.txt", "a.b/q.txt", "a/b.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    expected = [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path / name for name in names)]
    assert [path.relative_to(tmp_path).as_posix() for path in input_files([str(tmp_path)])] == expected


def test_files_of_patterns_and_lists_in_the_run_folder_are_left_out_with_it(texts):
    (texts / "texts" / "out").mkdir()
    write(texts / "texts" / "out", x_txt=TEXT)
    write(texts, lijst_txt="texts\n")
    skip = (texts / "texts" / "out").resolve()
    for source in ("texts", "texts/*", "@lijst.txt"):
        assert not any("out" in item.location for item in read_sources([source], skip=skip))


def test_places_are_the_paths_that_a_run_may_not_replace(texts):
    write(texts, lijst_txt="texts/a\n")
    assert [path.as_posix() for path in places(["texts/*.jsonl", "@lijst.txt", "-", "texts"])] == ["texts/r.jsonl", "lijst.txt", "texts/a", "texts"]
