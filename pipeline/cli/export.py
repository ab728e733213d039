"""The command ``skillstaal export``: a run in the terms of one vocabulary."""

from pathlib import Path

import click

from ..export.profiles import PROFILES

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("run", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--profile", required=True, type=click.Choice(PROFILES), help="core: schema.org; full: all statements; competentnl: cnlo terms; esco: concepts of ESCO.")
@click.option("--out", required=True, type=_FOLDER, help="Folder to write.")
@click.option("--format", "format_", type=click.Choice(("nq", "ttl", "jsonld")), default="nq", show_default=True)
def export(run, profile, out, format_) -> None:
    """Writes the documents of RUN in a profile.

    Nothing is translated again: the profiles are views of one and the same run.
    """
    from ..export.exporting import export_run

    manifest = export_run(run, out, profile, format_)
    click.echo(f"{manifest['totals']['translated']} documents in profile {profile}, {len(manifest['outputs'])} files -> {out}", err=True)
