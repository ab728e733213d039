"""The exceptions register: legal rows are applied with their reason, others are named, past ones are told."""

import datetime
import json

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import main
from pipeline.errors import SkillstaalError
from pipeline.segmenting import segment
from pipeline.types import Document
from pipeline.wording import Register, flag_wording
from pipeline.wording.register import COLUMNS

TEXT = "Beveiliger\n\nJe bent minimaal 23 jaar.\n\nWij zijn een jong team."
TODAY = datetime.date(2026, 6, 1)


def write(folder, *rows):
    path = folder / "register.tsv"
    path.write_text("\n".join(["# own decisions", "\t".join(COLUMNS), *("\t".join(row) for row in rows)]), encoding="utf-8")
    return path


def judged(path, text=TEXT):
    document = Document("d", text)
    return Register.load(path, TODAY).apply(document, flag_wording(document, segment(document)[1]))


def test_an_exception_stays_with_its_reason_and_a_suppressed_flag_goes(tmp_path):
    path = write(
        tmp_path,
        ("exception", "age.minimum", "", "beveiliger", "vergunningseis", "HR", "2026-12-31"),
        ("suppress", "age.team.02", "jong team", "", "huisstijl", "HR", "2026-06-01"),
    )
    (flag,) = judged(path)
    assert (flag.quote, flag.severity, flag.edits) == ("minimaal 23 jaar", "style", ())
    assert flag.why.endswith("Geregistreerde uitzondering tot en met 2026-12-31: vergunningseis (HR).")


@pytest.mark.parametrize("row", [("age.minimum", "", "horeca"), ("age.minimum", "18 jaar", ""), ("age.minimum.02", "", "")])
def test_a_row_holds_only_for_its_rule_text_and_sector(tmp_path, row):
    path = write(tmp_path, ("suppress", *row, "reden", "HR", "2027-01-01"))
    assert [flag.quote for flag in judged(path)] == ["minimaal 23 jaar", "jong team"]


def test_a_past_row_is_not_applied_and_told(tmp_path):
    register = Register.load(write(tmp_path, ("suppress", "age", "", "", "oud", "HR", "2026-05-31")), TODAY)
    assert register.entries == () and register.warnings() == ["wording register: 'age' of HR ended on 2026-05-31 and is not applied"]


@pytest.mark.parametrize(
    "row, message",
    [
        (("suppress", "age.nothing", "", "", "reden", "HR", "2027-01-01"), "register.tsv:3: there is no wording rule 'age.nothing'"),
        (("hide", "age", "", "", "reden", "HR", "2027-01-01"), "the actions are suppress, exception"),
        (("suppress", "age", "", "", "", "HR", "2027-01-01"), "reason must be filled"),
        (("suppress", "age", "", "", "reden", "HR", "1-1-2027"), "write it as 2026-12-31"),
        (("suppress", "age"), "2 cells where the register has 7 columns"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, row, message):
    with pytest.raises(SkillstaalError, match=message):
        Register.load(write(tmp_path, row), TODAY)


def test_settings_name_the_register(tmp_path, monkeypatch):
    write(tmp_path, ("suppress", "age.team", "", "", "huisstijl", "HR", "2099-01-01"), ("suppress", "gender", "", "", "oud", "HR", "2020-01-01"))
    (tmp_path / "skillstaal.toml").write_text('wording_register = "register.tsv"\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["bias", "in/a.txt", "--kind", "vacancy", "--format", "json"])
    assert [flag["quote"] for flag in json.loads(result.stdout)["bias"]] == ["minimaal 23 jaar"]
    assert "ended on 2020-01-01" in result.stderr
    result = CliRunner().invoke(main, ["run", "in", "--out", "out", "--kind", "vacancy"])
    assert result.exit_code == 0, result.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["config"]["wording_register"]
    assert manifest["wording"] == [
        {"kind": "vacancy", "occupation_group": "5", "ground": "age", "directness": "direct", "severity": "unlawful_unless_justified", "flags": 1}
    ]
