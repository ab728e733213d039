"""Results for people in a terminal: marked text and tables by rich, good at 80 columns and without colour."""

import sys

import click
import orjson

from ..export.advice import with_english
from ..export.highlighting import Piece, pieces, without_personal_data
from ..export.words import word

_WIDEST, _PIPED = 110, 80  # columns
_STYLES = {"skill": "blue", "knowledge": "green", "attitude": "yellow", "language": "magenta", "certificate": "cyan"}
_FLAGGED = "bold red underline"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def json_object(value: dict) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def terminal():
    """A console of at most 110 columns; 80 when the output is no terminal."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _PIPED
    return console


def plain(said: str, style: str = ""):
    """Words of a document for the terminal, which must not obey control characters in them."""
    from rich.text import Text

    return Text(said.translate(_CONTROLS), style)


def _on_one_line(quote: str) -> str:
    return " ".join(quote.split())


def translation(record: dict, text: str, lang: str = "en") -> None:
    """The text with its statements marked, the table of skills, and the flags, in "nl" or "en". Contact data is masked; a CV's text is not shown."""
    console, document, occupation, nl = terminal(), record["document"], record["occupation"], lang == "nl"
    head = plain(document["title"] or document["id"], "bold")
    head.append(f"  {word('kind', document['kind'], lang)}, {word('language', document['language'], lang)}, {'ontologie' if nl else 'ontology'} {record['ontology']['release']}", "not bold dim")
    console.print(head)
    if occupation:
        console.print(plain(f"{'beroep' if nl else 'occupation'}: {_on_one_line(occupation['quote'])} -> {occupation['label'] or 'NIL'} ({occupation['confidence']:.0%})"))
    asked = [f"{record['experience_years']} {'jaar ervaring' if nl else 'years of experience'}"] if record["experience_years"] is not None else []
    asked += [f"{'opleiding' if nl else 'education'} {record['education']}"] if record["education"] else []
    if asked:
        console.print(plain(f"{'gevraagd' if nl else 'asked'}: " + ", ".join(asked)))
    console.print()
    if document["kind"] != "cv":
        console.print(marked(pieces(without_personal_data(text, document), record["skills"], record["bias"]), record["skills"], colour=_has_colour(console)))
        console.print()
    if record["skills"]:
        console.print(_skills(record["skills"], lang))
    else:
        console.print("geen vaardigheden gevonden" if nl else "no skills found")
    console.print()
    flags(record["bias"], lang)


def _has_colour(console) -> bool:
    return console.color_system is not None and not console.no_color


def marked(found: list[Piece], skills: list[dict], colour: bool):
    """The pieces as text: marked by colour, or by [ ] around skills and { } around flagged words, with their numbers behind."""
    from rich.text import Text

    text, before = Text(), Piece("")
    for piece in found:
        begins = len([number for number in piece.skills if number not in before.skills]), len([number for number in piece.flags if number not in before.flags])
        if not colour:
            text.append("{" * begins[1] + "[" * begins[0])
        skill = skills[piece.skills[0] - 1] if piece.skills else None
        style = _FLAGGED if piece.flags else _STYLES[skill["type"]] + ("" if skill["concept"] else " italic") if skill else ""
        text.append_text(plain(piece.text, style if colour else ""))
        for closing, numbers, sign in (("]", piece.ends, ""), ("}", piece.flag_ends, "!")):
            for number in numbers:
                text.append(f"{'' if colour else closing}{sign}{str(number).translate(_RAISED)}", "dim" if colour else "")
        before = piece
    return text


def _skills(found: list[dict], lang: str):
    from rich.table import Table
    from rich.text import Text

    nl = lang == "nl"
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name, right, wide in (
        ("nr" if nl else "no", True, 2), ("woorden" if nl else "words", False, 26), ("begrip" if nl else "concept", False, 20),
        ("soort" if nl else "type", False, 11), ("eis, bewijs" if nl else "asked, proven", False, 10), ("zeker" if nl else "sure", True, 5),
    ):  # fmt: skip
        table.add_column(name, justify="right" if right else "left", min_width=wide if right else None, ratio=None if right else wide, overflow="fold")
    for number, skill in enumerate(found, 1):
        asked = word("evidence", skill["evidence"], lang) if skill["evidence"] else word("requirement", skill["requirement"], lang)
        concept = Text(skill["label"]) if skill["label"] else Text("NIL", "dim")
        table.add_row(str(number), plain(_on_one_line(skill["quote"]), _STYLES[skill["type"]]), concept, word("type", skill["type"], lang), asked, f"{skill['confidence']:.0%}")
    return table


def flags(found: list[dict], lang: str = "en") -> None:
    """Wording flags, numbered, one paragraph each, or a line that there are none."""
    from rich.padding import Padding
    from rich.text import Text

    console, nl = terminal(), lang == "nl"
    if not found:
        console.print("geen woorden die mensen kunnen uitsluiten" if nl else "no wording flags")
    for number, flag in enumerate(with_english(found), 1):
        why, alternative = (flag[name] if nl else flag[f"{name}_en"] or flag[name] for name in ("why", "alternative"))
        head = Text(f"!{str(number).translate(_RAISED)} ").append_text(plain(_on_one_line(flag["quote"]), _FLAGGED))
        head.append("  " + ", ".join(word(name, flag[name], lang) for name in ("ground", "directness", "severity")))
        console.print(head)
        console.print(Padding(Text(why).append(f" {flag['law']}; {flag['rule']}", "dim"), (0, 0, 0, 3)))
        console.print(Padding(Text("Liever: " if nl else "Rather: ", "bold").append(alternative, "not bold"), (0, 0, 0, 3)))


def text_diff(old: str, new: str, name: str) -> None:
    """A unified diff of two texts; nothing when they are the same."""
    from difflib import unified_diff

    for line in unified_diff(old.splitlines(), new.splitlines(), name, f"{name} (neutral)", lineterm=""):
        click.echo(line)


def audit(found: dict[str, dict], limit: float) -> None:
    """Shares of statements that differ, with examples of what does."""
    for kind, figures in found.items():
        verdict = "" if figures["share"] <= limit else f"  above {limit:.0%}"
        click.echo(f"{kind:8} {figures['share']:.2%} of {figures['statements']} statements differ in {figures['pairs']} pairs{verdict}")
        for example in figures["examples"]:
            click.echo(f"         {example}")


def info(found: dict) -> None:
    """What ``info`` says, in lines."""
    release = found["ontology"]
    click.echo(f"skillstaal {found['skillstaal']}")
    click.echo(f"ontology   {release['release']} ({release['concepts']} concepts, {release['labels']} labels) {release['iri']}")
    click.echo("libraries  " + ", ".join(f"{name} {version}" for name, version in found["libraries"].items()))
    click.echo("extras     " + ", ".join(f"{name} {'installed' if there else 'not installed'}" for name, there in found["extras"].items()))
    click.echo("licences   " + ", ".join(f"{name} {licence}" for name, licence in found["licences"].items()))
    for line in found["attributions"]:
        click.echo(f"           {line}")
