"""The command ``skillstaal info``: what is installed, and whose work it stands on."""

import click

from .inputs import release_option


@click.command()
@release_option
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
def info(release, format_) -> None:
    """Versions, installed extras, the ontology release, licences and attributions."""
    from ..about import about
    from . import display

    found = about(release)
    display.json_object(found) if format_ == "json" else display.info(found)
