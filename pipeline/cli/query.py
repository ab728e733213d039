"""The command ``skillstaal query``: named or own SPARQL over runs and releases."""

from pathlib import Path

import click


@click.command()
@click.argument("name", required=False, metavar="NAME|FILE.rq")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--param", "given", multiple=True, metavar="KEY=VALUE", help="Value of a parameter of the query; repeatable.")
@click.option("--format", "format_", type=click.Choice(("table", "json", "csv", "ttl")), default="table", show_default=True)
@click.option("--store", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder that keeps the loaded data for later queries.")
@click.option("--places", is_flag=True, help="Load the places in the text (oa: selectors) too.")
@click.option("--list", "listed", is_flag=True, help="Show the named queries and their parameters.")
def query(name, paths, given, format_, folder, places, listed) -> None:
    """Answers a question over runs and releases.

    NAME is a query of --list, FILE.rq your own SPARQL 1.1; PATH is the folder of a run or of a release, or an RDF file. Without a release,
    the core ontology of the package is there for labels and relations.
    """
    from ontology.namespaces import OA

    from ..batches.progress import step
    from ..errors import SkillstaalError
    from ..querying import fill, load_store, queries, read_query, refuse_service, write_results

    if listed:
        for found in queries().values():
            _show(found)
        return
    if not name or not paths:
        raise click.UsageError("give a query and the folders to ask; 'skillstaal query --list' shows the queries")
    asked = read_query(name)
    refuse_service(asked.text)
    values = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals:
            raise SkillstaalError(f"--param {pair!r} is not KEY=VALUE")
        values[key] = value
    with load_store(paths, folder, places or OA.base in asked.text, step) as loaded:
        text = fill(asked, values, loaded.store, loaded.base)
        step("answering")
        try:
            answers = loaded.store.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise SkillstaalError(f"{name} is no SPARQL query ({error})") from error
        step("")
        left = write_results(answers, format_, loaded.base)
        for note in loaded.notes:
            click.echo(note, err=True)
    if left:
        click.echo(f"... and {left} more rows; --format csv gives all", err=True)


def _show(found) -> None:
    """Name, title and parameters of a query, a paragraph."""
    click.echo(f"{found.name}: {found.title} ({found.titel})")
    click.echo(f"  {found.about}")
    for parameter in found.parameters:
        when = f"default {parameter.default}" if parameter.default is not None else "optional" if parameter.optional else "required"
        click.echo(f"  --param {parameter.name}=...  {parameter.about} ({when})")
