"""The command ``skillstaal ontology trends``: demand over time, from the tables of runs."""

import sys
from pathlib import Path

import click

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def _pairs(context: click.Context, option: click.Option, values: tuple[str, ...]) -> dict[Path, str]:
    """RUN=VALUE of a repeatable option."""
    found = {}
    for value in values:
        run, equals, text = value.rpartition("=")
        if not (run and equals and text):
            raise click.BadParameter(f"{value!r} is not RUN={option.metavar.rpartition('=')[2]}")
        found[Path(run)] = text
    return found


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...", type=_FOLDER)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write.")
@click.option("--by", "unit", type=click.Choice(("month", "quarter", "year")), default="month", show_default=True, help="How long a period is.")
@click.option("--period", "periods", multiple=True, callback=_pairs, metavar="RUN=PERIOD", help="The period of texts of a run that have no date of publication, as 2026-03; repeatable.")
@click.option("--source", "sources", multiple=True, callback=_pairs, metavar="RUN=NAME", help="Where the texts of a run come from; another source is another way of measuring; repeatable.")
@click.option("--regions", type=click.Path(dir_okay=False, path_type=Path), help="A TSV with the columns document and region.")
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder, for names and groups (default: the embedded core).")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Language of the page.")
def trends(runs, out, unit, periods, sources, regions, release, lang) -> None:
    """Tells what is asked more and less over time: a page, Parquet tables and RDF Data Cubes.

    RUN is a folder that 'skillstaal run' made, with tables; give them in the order of time. A text counts in the period of its publication,
    else in that of --period. What changes together with the ontology, the tool, its settings or the source is not taken for a trend.
    """
    from ontology.lexicon import Lexicon
    from ontology.trends.making import make_trends, read_regions, write
    from ontology.trends.runs import read_runs

    from ..export.words import WORDS

    found = read_runs(runs, unit, periods, sources)
    populations = {f"isco:{code}": names for code, names in WORDS["sector"].items() if code}
    made = make_trends(found, Lexicon.load(release), unit, lang, populations, read_regions(regions) if regions else None)
    write(made.files, out)
    whole = [one.verdict for one in made.series if one.what == "concept" and one.population == "all"]
    click.echo(
        f"{made.counts.read} texts read, {made.counts.again} known from an earlier run, {made.counts.undated} without date or period; {len(whole)} concepts: "
        f"{whole.count('rising')} rising, {whole.count('declining')} declining, {whole.count('stable')} stable, {whole.count('unclear')} unclear, {whole.count('too_few')} with too few texts -> {out}",
        err=True,
    )
    if not len(made.counts.texts):
        click.echo("no text has a period: give texts with a date of publication, or --period RUN=2026-03", err=True)
        sys.exit(1)
