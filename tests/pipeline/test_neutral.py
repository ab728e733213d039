"""Neutral text over whole vacancies: a second pass changes nothing, no skill is lost; and flagged demands are no skills."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import main
from pipeline.cues import read_cues
from pipeline.segmenting import segment
from pipeline.types import Document
from pipeline.wording import flag_wording, neutralise

ROOT = Path(__file__).parents[2]
GOLD = [json.loads(line) for name in ("train", "dev") for line in (ROOT / "corpora" / "gold" / f"{name}.jsonl").read_text().splitlines()]
VACANCIES = [record["text"] for record in GOLD if record["kind"] == "vacancy"]
VACANCIES += [path.read_text() for path in sorted((ROOT / "corpora" / "examples" / "vacancies").glob("*.txt"))]
EXAMPLES = [text for row in read_cues("wording") for text in row["fires"].split(" ;; ")]


def flags_of(text):
    document = Document("d", text)
    return flag_wording(document, segment(document)[1])


def names(skills):
    return {skill.concept or skill.quote.lower() for skill in skills}


def lost_and_new(text, translator):
    """(skills that the neutral text lost, new ones outside the sentences that changed), without those that were flagged."""
    before = translator.translate(Document("d", text))
    if before.neutral_text is None:
        return set(), set()
    after = translator.translate(Document("d", before.neutral_text))
    touched = [(flag.start, flag.end) for flag in before.flags] + [(edit.start, edit.end) for flag in before.flags for edit in flag.edits]
    own = [skill for skill in before.skills if not any(start < skill.end and skill.start < end for start, end in touched)]
    lines = set(text.split("\n"))
    new = [skill for skill in after.skills if _line(before.neutral_text, skill.start) in lines]
    return names(own) - names(after.skills), names(new) - names(before.skills)


def _line(text, at):
    return text[text.rfind("\n", 0, at) + 1 : (text + "\n").find("\n", at)]


@pytest.mark.parametrize("text", VACANCIES + EXAMPLES)
def test_a_second_pass_changes_nothing(text):
    neutral = neutralise(text, flags_of(text), flags_of)
    if neutral is not None:
        assert neutralise(neutral, flags_of(neutral)) is None


@pytest.mark.parametrize(
    "text, neutral",
    [
        ("Wij zoeken een planner die zijn vak verstaat en zijn klanten kent.", "Wij zoeken een planner die zijn of haar vak verstaat en zijn of haar klanten kent."),
        ("Een manager die haar team motiveert en haar doelen haalt.", "Een manager die zijn of haar team motiveert en zijn of haar doelen haalt."),
        ("Een manager die haar team motiveert en er voor haar is.", "Een manager die zijn of haar team motiveert en er voor haar is."),
    ],
)  # fmt: skip
def test_a_pronoun_that_comes_back_is_put_neutrally_too(text, neutral):
    assert neutralise(text, flags_of(text), flags_of) == neutral


def test_neutral_text_is_the_same_elsewhere():
    for text in VACANCIES:
        flags = flags_of(text)
        neutral, kept, at = neutralise(text, flags) or text, [], 0
        for edit in sorted({edit for flag in flags for edit in flag.edits}, key=lambda edit: edit.start):
            kept.append(text[at : edit.start])
            at = edit.end
        for part in (*kept, text[at:]):
            assert part in neutral


def test_vacancies_keep_their_skills(translator):
    assert sum(neutralise(text, flags_of(text)) is not None for text in VACANCIES) >= 8
    changes = [lost_and_new(text, translator) for text in VACANCIES]
    skills = sum(len(translator.translate(Document("d", text)).skills) for text in VACANCIES)
    assert sum(len(lost) + len(new) for lost, new in changes) <= 0.005 * skills  # other words around it can tip a doubtful mention


def test_examples_keep_their_skills(translator):
    losing = {text for text in EXAMPLES if lost_and_new(text, translator)[0]}
    assert len(losing) <= 0.01 * len(EXAMPLES)


def skills_of(translator, text):
    return {(skill.type, skill.quote): skill for skill in translator.translate(Document("d", "Wij vragen\n" + text)).skills}


def test_a_flagged_trait_is_no_skill(translator):
    for text, flagged in (("- Je bent jong, nauwkeurig en flexibel", "jong"), ("- fit en gezond", "gezond"), ("- jonge hond", "hond")):
        assert not [quote for _, quote in skills_of(translator, text) if flagged in quote]
    assert ("attitude", "nauwkeurig") in skills_of(translator, "- Je bent jong, nauwkeurig en flexibel")


def test_a_mother_tongue_is_the_language_without_a_level(translator):
    (skill,) = [skill for (type_, _), skill in skills_of(translator, "- moedertaal Nederlands").items() if type_ == "language"]
    assert "Nederlands" in skill.quote and skill.label == "Nederlands" and skill.level is None
    (skill,) = skills_of(translator, "- Nederlands op C1-niveau").values()
    assert skill.level == "C1"


def test_m_v_x_is_no_skill(translator):
    assert not [quote for _, quote in skills_of(translator, "- timmerman (m/v/x)") if quote.lower() in ("x", "m", "v") or "m/v" in quote]


def test_fix_prints_the_neutral_text_or_what_changes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Verkoper (m/v/x)\n\nJe werkt in een jong team.\nJe helpt klanten.")
    run = CliRunner().invoke
    assert run(main, ["bias", str(path), "--fix"]).stdout == "Verkoper (m/v/x)\n\nJe werkt in een team.\nJe helpt klanten."
    changes = run(main, ["bias", str(path), "--fix", "--diff"]).stdout.splitlines()
    assert [line for line in changes if line[0] in "+-"][2:] == ["-Je werkt in een jong team.", "+Je werkt in een team."]
    result = run(main, ["bias", str(path), "--diff"])
    assert result.exit_code == 2 and "give both" in result.stderr
