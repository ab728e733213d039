"""The command line: help everywhere and quickly, results on stdout, messages on stderr, exit codes 0, 1 and 2."""

import gzip
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli.commands import main
from tests.pipeline.inputs import TEXT as FORMAT_TEXT
from tests.pipeline.inputs import WAYS

ROOT = Path(__file__).parent.parent.parent
TEXT = "Wij zoeken een verkoper. Je hebt ervaring met Excel en je bent klantgericht. Je spreekt accentloos Nederlands."
CV = "Curriculum vitae\nWillemijn Achternaamsma\nGeboortedatum: 3 mei 1990\nWerkervaring\n2019 - heden: kok, menu's samenstellen"


def commands(command=main, path=()):
    """(path of names, command) of the command and of everything below it."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


COMMANDS = dict(commands())


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.txt").write_text(TEXT)
    return tmp_path


def call(*arguments, code=0, stdin=None):
    """The result of the command; fails when the exit code is another, or when a traceback would have been shown."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == code, result.stderr
    return result


def refused(*arguments, stdin=None, code=2):
    """The one sentence on stderr of a command that could not run."""
    result = call(*arguments, code=code, stdin=stdin)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr and len(result.stderr.strip().splitlines()) == 1, result.stderr
    return result.stderr


# --- help ---------------------------------------------------------------------------------------------------------------


def test_the_tree_has_the_commands_of_the_design():
    assert {("run",), ("translate",), ("link",), ("bias",), ("evaluate",), ("info",), ("ontology", "build"), ("ontology", "show")} <= set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_helps(path, flag):
    result = call(*path, flag)
    assert result.stdout.startswith("Usage: ") and len(COMMANDS[path].help) > 15


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_does(path):
    options = [option for option in COMMANDS[path].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not (option.help or isinstance(option.type, click.Choice))] == []


def test_help_of_run_names_the_formats_kinds_and_file_types():
    from pipeline.config import FORMATS
    from pipeline.reading import READERS
    from pipeline.types import KINDS

    text = call("run", "--help").stdout
    assert [word for word in (*FORMATS, *KINDS, *(suffix for suffix in READERS if suffix != ".htm")) if word not in text] == []


@pytest.mark.parametrize("path", [(), ("run",), ("ontology",), ("ontology", "build")], ids=" ".join)
def test_help_does_not_load_the_heavy_libraries(path):
    code = f"""import sys
from pipeline.cli import main
try: main({[*path, "--help"]})
except SystemExit as stop: assert not stop.code
print([name for name in ("spacy", "rdflib", "numpy", "sklearn", "pyarrow", "pydantic", "pyoxigraph", "pyshacl") if name in sys.modules])"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.splitlines()[-1] == "[]" and "Usage" in shown.stdout


def test_version_is_that_of_the_package():
    from pipeline import __version__

    assert __version__ in call("--version").stdout


@pytest.mark.parametrize("path", [("nergens",), ("ontology", "nergens"), ("run", "--nergens"), ("run",), ("translate",)], ids=" ".join)
def test_wrong_usage_is_exit_code_2(path):
    assert call(*path, code=2).stdout == ""


# --- run ----------------------------------------------------------------------------------------------------------------


def test_run_writes_a_folder_and_says_so_on_stderr(own_folder):
    result = call("run", "v.txt", "--out", "out")
    assert result.stdout == "" and "1 of 1 texts translated" in result.stderr and "-> out" in result.stderr
    assert json.loads((own_folder / "out" / "manifest.json").read_text())["totals"]["translated"] == 1


def test_run_reads_jsonl_from_stdin(own_folder):
    call("run", "-", "--out", "out", "--formats", "jsonl", stdin=json.dumps({"id": "é 1", "text": TEXT}) + "\n")
    line = gzip.decompress((own_folder / "out/translations/part-00000.jsonl.gz").read_bytes())
    assert json.loads(line)["document"]["id"] == "é 1"


@pytest.mark.parametrize(("share", "code"), [("50%", 0), ("0.5", 0), ("49%", 1), ("0", 1), (None, 1)])
def test_quarantine_above_the_limit_is_exit_code_1(own_folder, share, code):
    (own_folder / "leeg.txt").write_text("")
    result = call("run", ".", "--out", "out", *(["--max-quarantine", share] if share else []), code=code)
    assert ("quarantine.jsonl" in result.stderr) == bool(code)
    assert "1 in quarantine" in result.stderr and (own_folder / "out" / "manifest.json").exists()


def test_an_empty_folder_is_exit_code_1_and_named(own_folder):
    (own_folder / "leeg").mkdir()
    call("run", "leeg", "--out", "out", code=1)
    assert "empty" in (own_folder / "out" / "quarantine.jsonl").read_text()


def test_no_records_at_all_is_exit_code_1_with_its_own_sentence():
    assert "no records" in call("run", "-", "--out", "out", code=1, stdin="").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nergens",), "nergens does not exist"),
        (("v.txt", "--ontology", "nergens"), "nergens"),
        (("v.txt", "--config", "nergens.toml"), "nergens.toml"),
        (("v.txt", "--formats", "nq,xml"), "'xml'"),
        (("v.txt", "--formats", ","), "formats"),
        (("v.txt", "--formats="), "formats"),
        (("v.txt", "--evidence="), "evidence"),
        (("v.txt", "--max-quarantine", "veel"), "max_quarantine"),
        (("v.txt", "--max-quarantine", "%"), "max_quarantine"),
        (("v.txt", "--workers", "0"), "workers"),
        (("v.txt", "--limit", "0"), "limit"),
    ],
)
def test_what_cannot_run_is_one_sentence_and_leaves_nothing(own_folder, arguments, says):
    assert says in refused("run", *arguments, "--out", "out")
    assert [path.name for path in own_folder.iterdir()] == ["v.txt"]


@pytest.mark.parametrize("release", ["file", "empty", "other"])
def test_a_folder_that_is_no_release_is_one_sentence(own_folder, release):
    path = own_folder / release
    if release == "file":
        path.write_text("x")
    else:
        path.mkdir()
    if release == "other":
        (path / "manifest.json").write_text("{}")
    assert release in refused("run", "v.txt", "--out", "out", "--ontology", release)


@pytest.mark.parametrize("out", ["v.txt/out", "v.txt", "."])
def test_an_out_that_cannot_be_a_folder_is_exit_code_2(own_folder, out):
    result = call("run", "v.txt", "--out", out, code=2)
    assert "Traceback" not in result.stderr and (own_folder / "v.txt").read_text() == TEXT


def test_the_config_in_this_folder_is_read_and_its_unknown_keys_refused(own_folder):
    (own_folder / "skillstaal.toml").write_text('formats = ["ttl"]\n')
    call("run", "v.txt", "--out", "out")
    assert [path.name for path in (own_folder / "out").rglob("part-*")] == ["part-00000.ttl.gz"]
    (own_folder / "skillstaal.toml").write_text("werkers = 2\n")
    message = refused("run", "v.txt", "--out", "out2")
    assert "skillstaal.toml" in message and "'werkers'" in message and "max_quarantine" in message


def test_cv_text_is_never_in_the_messages(own_folder):
    (own_folder / "in").mkdir()
    (own_folder / "in" / "a.md").write_text(CV)
    (own_folder / "in" / "b.csv").write_text(f'"{CV}"\n')
    (own_folder / "in" / "c.jsonl").write_text(json.dumps({"text": CV, "kind": CV}) + "\n")
    result = call("run", "in", "--out", "out", code=1)
    assert not any(word in result.output for word in ("Willemijn", "Achternaamsma", "1990", "menu"))


def test_a_run_as_users_start_it(own_folder):
    """A process of its own: exit codes and streams as a script sees them."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(own_folder / "v.txt"), "--out"]
    good = subprocess.run([*command, str(own_folder / "out")], capture_output=True, text=True, cwd=ROOT)
    assert (good.returncode, good.stdout) == (0, "") and good.stderr.count("\n") == 1
    bad = subprocess.run([*command, str(own_folder / "v.txt" / "x")], capture_output=True, text=True, cwd=ROOT)
    assert (bad.returncode, bad.stdout) == (2, "") and bad.stderr.startswith("skillstaal: ") and "Traceback" not in bad.stderr


def test_the_installed_command_is_this_one():
    from importlib.metadata import entry_points

    assert entry_points(group="console_scripts")["skillstaal"].load() is main


# --- one text -----------------------------------------------------------------------------------------------------------


def test_translate_shows_a_table(own_folder):
    result = call("translate", "v.txt")
    assert "Excel" in result.stdout and "vacancy, Dutch" in result.stdout and result.stderr == ""


def test_translate_json_has_true_offsets():
    record = json.loads(call("translate", "v.txt", "--format", "json").stdout)
    assert record["document"]["id"] == "v" and len(record["skills"]) >= 2
    assert all(TEXT[skill["start"] : skill["end"]] == skill["quote"] for skill in record["skills"])


@pytest.mark.parametrize(("format_", "rdf"), [("ttl", "TURTLE"), ("jsonld", None)])
def test_translate_gives_linked_data(format_, rdf):
    import pyoxigraph

    shown = call("translate", "v.txt", "--format", format_).stdout
    if rdf:
        assert len(list(pyoxigraph.parse(shown.encode(), format=getattr(pyoxigraph.RdfFormat, rdf)))) > 20
    else:
        assert "@context" in json.loads(shown)


def test_translate_reads_stdin_as_one_text():
    record = json.loads(call("translate", "-", "--format", "json", "--kind", "profile", stdin=TEXT).stdout)
    assert record["document"]["id"] == "stdin" and record["document"]["kind"] == "profile" and record["skills"]


def test_translate_says_that_it_does_not_know_the_language():
    german = "Wir suchen einen Verkäufer mit Erfahrung im Einzelhandel. Sie sind freundlich und arbeiten gerne im Team."
    result = call("translate", "-", "--format", "json", stdin=german)
    assert "'de'" in result.stderr and json.loads(result.stdout)["skills"] == []


@pytest.mark.parametrize("command", ["translate", "bias"])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nergens.txt", None, "nergens.txt is no file"),
        ("leeg.txt", b"", "leeg.txt: the text is empty"),
        ("foto.txt", b"\x89PNG\0\0", "foto.txt: this is a binary file"),
        ("a.odt", b"PK", "a.odt: files of type .odt are not read"),
        ("a.docx", b"PK", "a.docx: the file is no Word document"),
        ("a.pdf", b"%PDF", "a.pdf: the file is no PDF"),
        ("a.jsonl", b'{"text": "kok"}\n{"text": "bakker"}\n', "a.jsonl has more than one record"),
        ("a.jsonl", b"", "a.jsonl has no records"),
        ("a.csv", b"titel\nkok\n", "a.csv: no column 'text'"),
        ("a.txt.gz", b"kok", "a.txt.gz: the file is no gzip"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_its_name(own_folder, command, name, content, says):
    if content is not None:
        (own_folder / name).write_bytes(content)
    assert says in refused(command, name)


@pytest.mark.parametrize("suffix", WAYS)
def test_one_text_of_every_format_is_translated(own_folder, suffix):
    (own_folder / f"a{suffix}").write_bytes(WAYS[suffix])
    record = json.loads(call("translate", f"a{suffix}", "--format", "json").stdout)
    assert record["document"]["sha256"] == hashlib.sha256(FORMAT_TEXT.encode()).hexdigest() or suffix == ".jsonld"
    assert "klantgericht" in [skill["quote"] for skill in record["skills"]]


def test_run_reads_patterns_lists_and_columns_of_the_config(own_folder):
    (own_folder / "t").mkdir()
    (own_folder / "t" / "a.csv").write_text(f"ref;vrije tekst\nr1;{TEXT}\n")
    (own_folder / "s.toml").write_text('formats = ["jsonl"]\n[columns]\nid = "ref"\ntext = "vrije tekst"\n')
    (own_folder / "lijst.txt").write_text("t/a.csv\n")
    for source in ("t/*.csv", "@lijst.txt", "t"):
        call("run", source, "--out", "out", "--config", "s.toml")
        line = gzip.decompress((own_folder / "out/translations/part-00000.jsonl.gz").read_bytes())
        assert json.loads(line)["document"]["id"] == "r1"


def test_a_run_that_is_stopped_says_that_it_can_go_on(own_folder, monkeypatch):
    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.batches.batch.run_batch", stop)
    result = CliRunner().invoke(main, ["run", "v.txt", "--out", "out"])
    assert (result.exit_code, result.stderr) == (2, "skillstaal: stopped; the same command goes on where it stopped\n")


def test_a_run_folder_that_holds_what_a_list_names_is_refused(own_folder):
    (own_folder / "in").mkdir()
    (own_folder / "in" / "a.txt").write_text(TEXT)
    (own_folder / "lijst.txt").write_text("in/a.txt\n")
    assert "which a run would replace" in refused("run", "@lijst.txt", "--out", "in")


def test_a_folder_is_not_one_text():
    assert "skillstaal run" in refused("translate", ".")


@pytest.mark.parametrize("command", ["translate", "bias"])
def test_empty_stdin_is_one_sentence(command):
    assert "stdin: the text is empty" in refused(command, "-", stdin=" \n")


def test_bias_shows_flags_and_fixes():
    assert "accentloos" in call("bias", "v.txt").stdout
    found = json.loads(call("bias", "v.txt", "--format", "json").stdout)
    assert [flag["ground"] for flag in found["bias"]] == ["language"]
    assert TEXT[found["bias"][0]["start"] : found["bias"][0]["end"]] == found["bias"][0]["quote"]


def test_bias_fix_prints_a_clean_text_as_it_is():
    clean = "Wij zoeken een kok.\n"
    assert call("bias", "-", "--fix", stdin=clean).stdout == clean


# --- link, evaluate, info, ontology ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_link_gives_a_json_line_a_term(own_folder, encoding):
    (own_folder / "termen.txt").write_bytes("Excel\r\n\r\ncoördineren\nqqxzzv blorp\n".encode(encoding))
    lines = [json.loads(line) for line in call("link", "termen.txt", "--top", 3).stdout.splitlines()]
    assert [line["term"] for line in lines] == ["Excel", "coördineren", "qqxzzv blorp"]
    assert lines[0]["candidates"][0]["label"] == "Excel" and not lines[0]["nil"] and lines[2]["nil"]
    assert all(len(line["candidates"]) <= 3 for line in lines)


def test_link_reads_stdin_and_links_occupations():
    (line,) = call("link", "-", "--type", "occupation", stdin="kok").stdout.splitlines()
    assert "kok" in json.loads(line)["candidates"][0]["label"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("nergens.txt",), "nergens.txt"), ((".",), "."), (("v.txt", "--scheme", "onbekend"), "skillstaal, esco"), (("v.txt", "--ontology", "nergens"), "nergens")],
)
def test_link_refuses_in_one_sentence(arguments, says):
    assert says in refused("link", *arguments)


def test_link_refuses_binary_files(own_folder):
    (own_folder / "a.bin").write_bytes(b"\x89PNG\0\0")
    assert "binary" in refused("link", "a.bin")


@pytest.fixture
def gold(own_folder):
    lines = (ROOT / "corpora" / "gold" / "dev.jsonl").read_bytes().splitlines(keepends=True)[:2]
    (own_folder / "gold.jsonl").write_bytes(b"".join(lines))
    return "gold.jsonl"


def test_evaluate_prints_scores(gold):
    assert "F1" in call("evaluate", gold).stdout
    assert json.loads(call("evaluate", gold, "--format", "json").stdout)["documents"] == 2


@pytest.mark.parametrize("content", ["{}\n", "geen json\n", '{"id": 1, "text": "kok", "skills": []}\n', "[]\n"])
def test_evaluate_refuses_what_is_no_gold_with_its_line(own_folder, content):
    (own_folder / "x.jsonl").write_text(content)
    assert "x.jsonl:1" in refused("evaluate", "x.jsonl")


def test_evaluate_refuses_a_file_that_is_not_there():
    assert "nergens.jsonl" in call("evaluate", "nergens.jsonl", code=2).stderr


def test_info_names_versions_and_attributions(lexicon):
    shown = call("info").stdout
    assert lexicon.release in shown and "ESCO" in shown and "EUPL" in shown
    assert json.loads(call("info", "--format", "json").stdout)["ontology"]["concepts"] == len(lexicon)


def test_info_refuses_a_release_that_is_not_there():
    assert "nergens" in refused("info", "--ontology", "nergens")


def test_ontology_show_prints_the_concept():
    assert "Excel" in call("ontology", "show", "Excel").stdout


def test_ontology_show_of_an_unknown_term_is_exit_code_1():
    assert "qqxzzv" in refused("ontology", "show", "qqxzzv", code=1)


def test_ontology_stats_counts():
    assert "concepts" in call("ontology", "stats").stdout
    assert json.loads(call("ontology", "stats", "--format", "json").stdout)["concepts"] > 1000


@pytest.mark.parametrize("command", [("stats",), ("show", "Excel"), ("check",), ("build",)], ids=" ".join)
def test_ontology_refuses_a_source_that_is_not_there(command):
    assert "nergens" in refused("ontology", *command, "--source", "nergens")


def test_the_settings_can_all_be_written_in_toml(own_folder):
    from pipeline.config import Settings

    settings = Settings(limit=1, columns={"text": "tekst"}).model_dump(mode="json", exclude_none=True)
    tables = {name: settings.pop(name) for name in ("columns", "dataset")}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    for table, values in tables.items():
        lines += [f"[{table}]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
    written = "\n".join(lines)
    assert tomllib.loads(written) == settings | tables
    (own_folder / "alles.toml").write_text(written)
    call("run", "v.txt", "--out", "out", "--config", "alles.toml")
