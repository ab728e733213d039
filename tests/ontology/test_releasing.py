"""Numbered releases: versions go up, ids stay, changes are told and checksummed."""

import hashlib
import json
import shutil

import pytest
from click.testing import CliRunner

from ontology.concepts import COLUMNS
from ontology.errors import OntologyError
from ontology.reading_release import read_release
from ontology.releasing import make_numbered_release, released_versions, version_key
from ontology.tables import SOURCE
from pipeline.cli.commands import main

LASSEN = {"id": "ST0000001", "type": "skill", "pref_nl": "lassen", "alt_nl": "laswerk", "definition_nl": "Metaal verbinden.", "status": "active"}
SOLDEREN = LASSEN | {"id": "ST0000002", "pref_nl": "solderen", "alt_nl": "soldeerwerk", "definition_nl": "Met soldeer verbinden."}


@pytest.fixture
def room(tmp_path):
    """A function that writes the concept table and calls the command; the releases are in ``out``."""
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "mappings").mkdir()
    shutil.copy(SOURCE / "release.toml", source)

    def call(version, *rows, code=0, date="2026-12-01", more=()):
        lines = ["\t".join(COLUMNS)] + ["\t".join(row.get(column, "") for column in COLUMNS) for row in rows]
        (source / "a.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        arguments = ["ontology", "release", "--version", version, "--date", date, "--out", str(tmp_path / "out"), "--source", str(source), *more]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == code, result.stderr
        return result.stderr

    call.out = tmp_path / "out"
    return call


def test_the_first_release_and_the_next(room):
    assert "the first release" in room("2026.1.0", LASSEN, SOLDEREN)
    said = room("2026.2.0", LASSEN | {"alt_nl": "laswerk|metaal lassen"}, SOLDEREN)
    assert "1 changes since 2026.1.0" in said
    assert list(released_versions(room.out)) == ["2026.1.0", "2026.2.0"]
    first, second = (json.loads((room.out / version / "manifest.json").read_text()) for version in ("2026.1.0", "2026.2.0"))
    assert (first["previous"], second["previous"], second["changes"]) == (None, "2026.1.0", {"label_added": 1})
    assert (second["release"], second["issued"], second["iri"]) == ("2026.2.0", "2026-12-01", "https://w3id.org/skillstaal/release/2026.2.0")
    folder = room.out / "2026.2.0"
    assert "first release: all 2 concepts are new" in (room.out / "2026.1.0" / "changes.md").read_text(encoding="utf-8")
    assert "“metaal lassen”" in (folder / "changes.md").read_text(encoding="utf-8")
    assert (folder / "changes.kgcl").read_text(encoding="utf-8") == "create exact synonym 'metaal lassen'@nl for <https://w3id.org/skillstaal/id/ST0000001>\n"
    assert sorted(second["files"]) == sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    for name, checksum in second["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
    assert b'owl:versionInfo "2026.2.0"' in (folder / "ontology.ttl").read_bytes()


def test_a_version_is_given_out_once_and_goes_up(room):
    room("2026.1.0", LASSEN)
    before = {path.name: path.read_bytes() for path in (room.out / "2026.1.0").iterdir()}
    assert "version 2026.1.0 was already given out" in room("2026.1.0", LASSEN, SOLDEREN, code=2)
    assert {path.name: path.read_bytes() for path in (room.out / "2026.1.0").iterdir()} == before
    assert "version 2026.0.12 is below 2026.1.0" in room("2026.0.12", LASSEN, code=2)
    assert "is not three numbers with dots" in room("next", LASSEN, code=2)
    assert "is no date; write one like" in room("2026.3.0", LASSEN, code=2, date="1 december")
    room("2026.10.0", LASSEN)
    assert "version 2026.9.0 is below 2026.10.0" in room("2026.9.0", LASSEN, code=2)
    assert version_key("2026.10.0") > version_key("2026.9.0")


def test_a_version_used_elsewhere_is_refused_too(room, tmp_path):
    room("2026.1.0", LASSEN)
    (room.out / "2026.1.0").rename(tmp_path / "elsewhere")
    assert "already given out" in room("2026.1.0", LASSEN, code=2, more=("--previous", str(tmp_path / "elsewhere")))


def test_an_id_is_never_dropped(room):
    room("2026.1.0", LASSEN, SOLDEREN)
    said = room("2026.2.0", LASSEN, code=2)
    assert "ST0000002 'solderen' was released and is gone; put its row back with status deprecated" in said
    assert not (room.out / "2026.2.0").exists()
    room("2026.2.0", LASSEN, SOLDEREN | {"status": "deprecated", "replaced_by": "ST0000001"})
    concept = read_release(room.out / "2026.2.0").ontology.by_iri()["https://w3id.org/skillstaal/id/ST0000002"]
    assert (concept.status, concept.replaced_by) == ("deprecated", "https://w3id.org/skillstaal/id/ST0000001")
    assert "| `ST0000002` | solderen | deprecated | lassen (`ST0000001`) |" in (room.out / "2026.2.0" / "changes.md").read_text(encoding="utf-8")
    assert "ST0000002 'solderen' was released and is gone" in room("2026.3.0", LASSEN, code=2)


def test_an_id_is_never_given_to_something_else(room):
    room("2026.1.0", LASSEN, SOLDEREN)
    other = SOLDEREN | {"pref_nl": "boekhouden", "alt_nl": "", "definition_nl": "De boeken bijhouden."}
    assert "a.tsv:3: ST0000002 was released as 'solderen' and now is 'boekhouden'; give the new concept a new id" in room("2026.2.0", LASSEN, other, code=2)
    room("2026.2.0", LASSEN, SOLDEREN | {"pref_nl": "solderen van metaal", "alt_nl": "solderen", "definition_nl": "Beter gezegd."})
    room("2026.3.0", LASSEN, SOLDEREN | {"pref_nl": "hardsolderen", "alt_nl": "", "definition_nl": "Beter gezegd."})


def test_errors_in_the_checks_stop_a_release(room):
    assert "1 error(s): nothing is written" in room("2026.1.0", LASSEN, SOLDEREN | {"alt_nl": "laswerk"}, code=1)
    assert not room.out.exists()


def test_the_same_tables_and_date_give_the_same_bytes(room, tmp_path):
    room("2026.1.0", LASSEN, SOLDEREN)
    made = make_numbered_release("2026.1.0", "2026-12-01", tmp_path / "none", None, tmp_path / "source", tmp_path / "mappings")
    assert made.files == {path.name: path.read_bytes() for path in (room.out / "2026.1.0").iterdir()}
    with pytest.raises(OntologyError):
        make_numbered_release("2026.1.0", "2026-12-01", room.out, None, tmp_path / "source", tmp_path / "mappings")
