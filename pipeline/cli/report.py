"""The command ``skillstaal report``: the page of a run that has none, or in the other language."""

from pathlib import Path

import click


@click.command()
@click.argument("run", metavar="RUN", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Language of the page.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write. [default: report.html in RUN]")
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder, for names and sectors. [default: that of the run]")
@click.option("--previous", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="A previous run, to say what drifted since; repeatable.")
def report(run, lang, out, release, previous) -> None:
    """Makes the report of a run: one page with figures, wording and examples, that opens anywhere.

    RUN is a folder that 'skillstaal run' made, with tables (format parquet).
    """
    from ontology.errors import OntologyError
    from ontology.lexicon import Lexicon

    from ..batches.monitoring import drift
    from ..batches.run_folder import read_manifest
    from ..export.report import FILE, make

    manifest = read_manifest(run, "tables/*.parquet")
    try:
        lexicon = Lexicon.load(release or manifest["config"]["settings"]["ontology"])
    except OntologyError as error:
        if release:
            raise
        click.echo(f"skillstaal: concepts have their Dutch names and there are no sectors: {error}; name the release with --ontology", err=True)
        lexicon = None
    out = out or run / FILE
    beside = out.with_name(f".{out.name}.part")
    beside.write_text(make(run, manifest, lexicon, lang, drift(run, previous, lang) if previous else ()), encoding="utf-8")
    beside.rename(out)
    click.echo(f"report -> {out}", err=True)
