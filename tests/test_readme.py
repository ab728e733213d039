"""What the README says can be typed: its commands exist, with the options that it shows."""

import json
import re
import shlex

import click
import pytest

from pipeline.cli.commands import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:bash|sh)\n(.*?)```", README, re.S)
COMMANDS = sorted(
    {
        part.strip()
        for block in BLOCKS
        for line in block.replace("\\\n", " ").splitlines()
        for part in re.split(r"&&|\||#", line)
        if re.match(r"\s*(\S*/)?skillstaal ", part)
    }
)


def walk(command, path=()):
    yield path, command
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from walk(sub, (*path, name))


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_of_the_readme_exist(line):
    words = shlex.split(line)[1:]
    command, context = main, click.Context(main)
    while isinstance(command, click.Group):
        command, context = command.commands[words[0]], click.Context(command.commands[words.pop(0)], parent=context)
    known = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        if word.startswith("-") and word != "-":
            assert word.split("=")[0] in known | {"--help"}, f"{word} in {line!r}"


def test_the_readme_forgets_no_command():
    leaves = [" ".join(path) for path, command in walk(main) if not isinstance(command, click.Group)]
    assert len(leaves) >= 9
    assert [leaf for leaf in leaves if f"skillstaal {leaf}" not in README] == []


def test_the_readme_has_the_two_one_line_commands():
    main_job = re.search(r"<!-- main command -->\n```bash\n(.*)\n```", README).group(1)
    tests = re.search(r"<!-- test command -->\n```bash\n(.*)\n```", README).group(1)
    assert "pip install" in main_job and "run corpora/examples" in main_job
    assert "pip install" in tests and "pytest" in tests


def test_links_to_files_lead_somewhere():
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_excerpts_are_what_the_tool_says(translator):
    """After retraining the models: copy the new figures into the README."""
    from pipeline.contract import to_json
    from pipeline.reading import read_file

    path = ROOT / "corpora" / "examples" / "vacancies" / "metselaar.txt"
    (document,) = read_file(path, path.name, "auto")
    skills = to_json(translator.translate(document), "r", "https://w3id.org/r")["skills"]
    shown = json.loads(re.search(r"```json\n(.*?)```", README, re.S).group(1))
    assert shown in skills
    turtle = re.search(r"```turtle\n(.*?)```", README, re.S).group(1)
    assert f"metselaar#s{skills.index(shown) + 1}>" in turtle
    assert f"st:confidence {shown['confidence']} ;" in turtle and shown["because"] in turtle
    asked = {skill["concept"].rpartition("/")[2] for skill in skills if skill["concept"] and skill["requirement"] != "not_required"}
    assert set(re.findall(r"stc:(ST\d+)", re.search(r"schema:skills (.*) ;", turtle)[1])) <= asked
