"""The commands ``skillstaal ontology diff``, ``release`` and ``docs``: what changes, what is given out, how it is shown."""

import sys
from datetime import date
from pathlib import Path

import click

_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)
_PATH = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("--format", "format_", type=click.Choice(("markdown", "kgcl", "json")), default="markdown", show_default=True)
def diff(old, new, format_) -> None:
    """Shows what changed from OLD to NEW.

    Each is the folder of a release, of an imported source, or of source tables. The Markdown form starts with the IRIs that
    users must look at, and what replaces them.
    """
    from ontology.diff import diff_ontologies
    from ontology.diff_writers import to_json, to_kgcl, to_markdown
    from ontology.reading_release import read_edition

    editions = [read_edition(folder) for folder in (old, new)]
    names = tuple(f"{edition.name} {edition.version}".strip() if edition.version != edition.name else edition.name for edition in editions)
    found = diff_ontologies(*(edition.ontology for edition in editions), names)
    click.echo({"markdown": to_markdown, "kgcl": to_kgcl, "json": to_json}[format_](found), nl=False)
    click.echo(f"{len(found.changes)} changes, {len(found.attention)} IRIs that need attention", err=True)


@click.command()
@click.option("--version", "version", required=True, help="Number of the release, such as 2026.1.0; never one that was given out.")
@click.option("--date", "issued", help="Date of issue, YYYY-MM-DD. [default: today]")
@click.option("--previous", type=_FOLDER, help="The release to compare with (default: the newest one in --out).")
@click.option("--out", type=_PATH, default=Path("releases"), show_default=True, help="Folder of all releases; this one becomes OUT/VERSION.")
@click.option("--source", type=_PATH, help="Folder with the concept tables (default: those of the package).")
@click.option("--mappings", type=_PATH, help="Folder with *.sssom.tsv mapping sets (default: those of the package).")
def release(version, issued, previous, out, source, mappings) -> None:
    """Makes a numbered release with its list of changes.

    Nothing is written when the version was used before, when the checks find errors, or when an id of the previous release is
    gone or stands for something else.
    """
    from ontology.checks import check_ontology
    from ontology.checks.reports import line
    from ontology.release import write_release
    from ontology.releasing import make_numbered_release

    from .ontology import _folders

    made = make_numbered_release(version, issued or date.today().isoformat(), out, previous, *_folders(source, mappings))
    errors = [finding for finding in check_ontology(made.ontology) if finding.severity == "error"]
    for finding in errors[:20]:
        click.echo(line(finding), err=True)
    if errors:
        click.echo(f"{len(errors)} error(s): nothing is written", err=True)
        sys.exit(1)
    write_release(made, out / version)
    base = made.manifest["previous"]
    changed = f"{sum(made.manifest['changes'].values())} changes since {base}" if base else "the first release"
    click.echo(f"release {version}: {made.manifest['counts']['concepts']} concepts, {changed} -> {out / version}", err=True)


@click.command()
@click.argument("release", type=_FOLDER)
@click.option("--out", type=_PATH, required=True, help="Folder to write the pages to; open index.html in it.")
def docs(release, out) -> None:
    """Writes pages for browsing RELEASE, readable without a server."""
    from ontology.docs import write_docs

    pages = write_docs(release, out)
    click.echo(f"{pages} pages -> {out / 'index.html'}", err=True)
