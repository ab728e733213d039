"""The command ``skillstaal monitor``: whether the tool does with a run what it did with previous ones."""

import sys
from pathlib import Path

import click

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("run", metavar="RUN", type=_FOLDER)
@click.argument("previous", nargs=-1, required=True, metavar="PREVIOUS...", type=_FOLDER)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--lang", type=click.Choice(("nl", "en")), default="en", show_default=True)
def monitor(run, previous, format_, lang) -> None:
    """Compares the figures of a run with those of previous ones together.

    Watched are statements without a concept (NIL), confidence, sections, languages, kinds of text, statements a text and quarantine.
    The exit code is 1 when one of them is so far off that someone should look.
    """
    from ..batches.monitoring import compare, paragraph, profile, total
    from .display import json_object

    now, before = profile(run), total(previous)
    readings = compare(now, before)
    if format_ == "json":
        columns = ("name", "state", "now", "before", "value", "limits", "largest")
        json_object({"run": str(run), "previous": [str(folder) for folder in previous], "readings": [{name: getattr(one, name) for name in columns} for one in readings]})
    else:
        for sentence in paragraph(readings, now, before, lang):
            click.echo(sentence)
    if any(reading.state == "alarm" for reading in readings):
        sys.exit(1)
