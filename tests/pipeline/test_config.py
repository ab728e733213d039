"""Settings: what is legal, and one sentence that names what is when something is not."""

import re

import pytest

from pipeline.cli.inputs import FORMAT_NAMES, KIND_CHOICES
from pipeline.config import FORMATS, Settings, read_settings
from pipeline.errors import SkillstaalError
from pipeline.types import KINDS


def settings_of(tmp_path, toml, **given):
    path = tmp_path / "skillstaal.toml"
    path.write_text(toml, encoding="utf-8")
    return read_settings(path, given)


def refusal(tmp_path, toml):
    with pytest.raises(SkillstaalError) as caught:
        settings_of(tmp_path, toml)
    return str(caught.value)


def test_file_and_command_line_together_the_command_line_wins(tmp_path):
    settings = settings_of(tmp_path, 'kind = "cv"\nworkers = 2\nformats = ["nq", "ttl"]\n', workers=3, kind=None)
    assert (settings.kind, settings.workers, settings.formats) == ("cv", 3, ("nq", "ttl"))


def test_a_fault_on_the_command_line_is_not_blamed_on_the_file(tmp_path):
    with pytest.raises(SkillstaalError, match="^setting 'workers'"):
        settings_of(tmp_path, "workers = 2\n", workers=0)


def test_columns_are_one_name_or_a_list_of_names(tmp_path):
    columns = settings_of(tmp_path, '[columns]\nid = " Ref "\ntext = ["Taken", "Eisen"]\n').columns
    assert (columns.id, columns.text, columns.title) == (("ref",), ("taken", "eisen"), Settings().columns.title)


def test_an_unknown_column_names_the_known_ones(tmp_path):
    message = refusal(tmp_path, '[columns]\ntekst = "x"\n')
    assert "'columns.tekst'" in message and all(name in message for name in ("id", "title", "text", "kind", "language"))


def test_without_file_the_defaults_hold():
    assert read_settings(None, {"kind": None}) == Settings()


def test_an_unknown_key_names_the_known_ones(tmp_path):
    message = refusal(tmp_path, "werkers = 2\n")
    assert "skillstaal.toml" in message and "'werkers'" in message
    assert set(Settings.model_fields) <= set(re.findall(r"\w+", message))


@pytest.mark.parametrize(
    ("toml", "key", "legal"),
    [
        ('kind = "vacature"', "kind", "'vacancy'"),
        ('formats = ["nq", "xml"]', "formats", "'parquet'"),
        ("formats = []", "formats", "at least 1"),
        ('formats = "nq"', "formats", "tuple"),
        ('detail = "half"', "detail", "'skills'"),
        ("workers = 0", "workers", "greater than or equal to 1"),
        ('workers = "veel"', "workers", "integer"),
        ("limit = 0", "limit", "greater than or equal to 1"),
        ("max_quarantine = 1.5", "max_quarantine", "less than or equal to 1"),
        ('max_quarantine = "150%"', "max_quarantine", "less than or equal to 1"),
        ('max_quarantine = "veel%"', "max_quarantine", "number"),
        ("duplicate_similarity = 0.4", "duplicate_similarity", "greater than or equal to 0.5"),
        ("patience = 0", "patience", "greater than or equal to 1"),
        ("memory = 100", "memory", "greater than or equal to 200"),
        ("max_quarantine = nan", "max_quarantine", "less than or equal to 1"),
        ('base = "data/"', "base", "https?"),
        ('base = "https://example.org/data"', "base", "[/#]"),
        ('base = "https://example.org/>/"', "base", "https?"),
        ("[kind]\nx = 1", "kind", "'vacancy'"),
        ("columns = 3", "columns", "dictionary"),
        ("[columns]\ntext = 3", "columns.text", "tuple"),
        ("[columns]\ntext = []", "columns.text", "at least 1"),
        ('[columns]\nid = ["a", 5]', "columns.id", "string"),
        ('[columns]\ntitle = 3', "columns.title", "tuple"),
    ],
)
def test_an_illegal_value_is_one_sentence_with_the_legal_ones(tmp_path, toml, key, legal):
    message = refusal(tmp_path, toml)
    assert f"setting '{key}" in message and legal in message and "\n" not in message


def test_all_faults_are_named_at_once(tmp_path):
    message = refusal(tmp_path, 'workers = 0\nwerkers = 1\nkind = "x"\n')
    assert all(f"'{key}'" in message for key in ("workers", "werkers", "kind"))


@pytest.mark.parametrize("content", [b"kind = \n", b"\xff\xfe\x00", b"kind = 'cv'\nkind = 'cv'\n"])
def test_a_file_that_is_no_toml_is_named(tmp_path, content):
    path = tmp_path / "s.toml"
    path.write_bytes(content)
    with pytest.raises(SkillstaalError, match="s.toml: cannot be read as TOML"):
        read_settings(path, {})


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_a_file_that_is_not_there_is_named(tmp_path, make):
    make(tmp_path / "s.toml")
    with pytest.raises(SkillstaalError, match="s.toml"):
        read_settings(tmp_path / "s.toml", {})


@pytest.mark.parametrize(("written", "share"), [('"1%"', 0.01), ('"2.5 %"', 0.025), ("0.02", 0.02), ("1", 1.0), ('"0"', 0.0)])
def test_shares_may_be_percentages(tmp_path, written, share):
    assert settings_of(tmp_path, f"max_quarantine = {written}").max_quarantine == pytest.approx(share)


@pytest.mark.parametrize("change", [{"kind": "cv"}, {"formats": ("nq",)}, {"detail": "skills"}, {"base": "https://x.nl/"}, {"limit": 5}, {"shard": 7}, {"columns": {"text": "tekst"}}])
def test_settings_that_change_the_outcome_change_the_fingerprint(change):
    assert Settings(**change).fingerprint() != Settings().fingerprint()


@pytest.mark.parametrize("change", [{"workers": 2}, {"max_quarantine": 0.5}, {"patience": 5}, {"memory": 500}])
def test_settings_that_do_not_change_the_outcome_keep_the_fingerprint(change):
    assert Settings(**change).fingerprint() == Settings().fingerprint()


def test_the_help_names_the_kinds_and_formats_that_there_are():
    assert KIND_CHOICES == ("auto", *KINDS)
    assert tuple(FORMAT_NAMES.split(",")) == FORMATS
