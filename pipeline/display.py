"""Results for people in a terminal: tables by rich, good at 80 columns and without colour."""

import sys

import click
import orjson


def json_object(value: dict) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _console():
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 110)


def translation(record: dict, text: str) -> None:
    """Head, skills table and flags of one translation."""
    from rich.markup import escape
    from rich.table import Table

    console, document, occupation = _console(), record["document"], record["occupation"]
    console.print(f"[bold]{escape(document['title'] or document['id'])}[/]  {document['kind']}, {document['language']}, ontology {record['ontology']['release']}")
    if occupation:
        console.print(f"occupation: {escape(occupation['quote'])} -> {escape(occupation['label'] or 'NIL')} ({occupation['confidence']:.2f})")
    asked = [f"{record['experience_years']} years of experience"] if record["experience_years"] is not None else []
    asked += [f"education {record['education']}"] if record["education"] else []
    if asked:
        console.print("asked: " + ", ".join(asked))
    if not record["skills"]:
        console.print("no skills found")
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("words", "type", "asked or proven", "concept", "sure"):
            table.add_column(name, overflow="fold", justify="right" if name == "sure" else "left")
        for skill in record["skills"]:
            table.add_row(
                escape(skill["quote"]), skill["type"], skill["requirement"] or skill["evidence"] or "-",
                escape(skill["label"]) if skill["label"] else "[dim]NIL[/]", f"{skill['confidence']:.2f}",
            )  # fmt: skip
        console.print(table)
    flags(record["bias"])


def flags(found: list[dict]) -> None:
    """Wording flags, one paragraph each, or a line that there are none."""
    from rich.markup import escape

    console = _console()
    if not found:
        console.print("no wording flags")
    for flag in found:
        console.print(f"[bold]{escape(flag['quote'])}[/]  ({flag['ground']}, {flag['directness']}, {flag['severity'].replace('_', ' ')})")
        console.print(f"  {escape(flag['why'])} [dim]{escape(flag['law'])}; {flag['rule']}[/]")
        console.print(f"  Liever: {escape(flag['alternative'])}")


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
