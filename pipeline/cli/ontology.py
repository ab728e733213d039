"""The commands ``skillstaal ontology ...``: build, check, show, stats."""

import sys
from pathlib import Path

import click

_PATH = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_source = click.option("--source", type=_PATH, help="Folder with the concept tables (default: those of the package).")
_mappings = click.option("--mappings", type=_PATH, help="Folder with *.sssom.tsv mapping sets (default: those of the package).")


@click.group()
def ontology() -> None:
    """Builds, checks and shows the skills ontology."""


def _folders(source: Path | None, mappings: Path | None) -> tuple[Path, Path]:
    from ontology.tables import MAPPINGS, SOURCE

    return source or SOURCE, mappings or (MAPPINGS if source is None else source.parent / "mappings")


@ontology.command()
@_source
@_mappings
@click.option("--out", type=_PATH, help="Release folder to write (default: releases/VERSION).")
@click.option("--import", "imports", multiple=True, type=_PATH, help="Imported source to add to the core, or a folder of them; repeatable, the first ranks highest.")
@click.option("--embed", is_flag=True, hidden=True, help="Write the lexicon that the package ships.")
def build(source, mappings, out, imports, embed) -> None:
    """Builds a release folder from the source tables and imported sources."""
    from ontology.checks import check_ontology
    from ontology.checks.reports import line
    from ontology.imports import import_folders
    from ontology.release import embed_release, make_release, write_release

    release = make_release(*_folders(source, mappings), import_folders(imports))
    merging = release.merged.findings
    errors = [*check_ontology(release.merged.core, ("error",)), *(finding for finding in merging if finding.severity == "error")]
    if errors:
        for finding in errors[:20]:
            click.echo(line(finding), err=True)
        click.echo(f"{len(errors)} error(s): nothing is written", err=True)
        sys.exit(1)
    for finding in merging[:10]:
        click.echo(line(finding), err=True)
    if len(merging) > 10:
        click.echo(f"... and {len(merging) - 10} more finding(s) about the imports", err=True)
    if embed:
        embed_release(release)
        return
    out = out or Path("releases") / release.manifest["release"]
    write_release(release, out)
    counts = release.manifest["counts"]
    click.echo(f"release {release.manifest['release']}: {counts['concepts']} concepts, {counts['triples']} triples -> {out}", err=True)


@ontology.command()
@_source
@_mappings
@click.option("--format", "format_", type=click.Choice(("text", "json", "html")), default="text", show_default=True)
@click.option("--lang", type=click.Choice(("nl", "en")), default="en", show_default=True, help="Language of the findings.")
@click.option("--fail-on", type=click.Choice(("error", "warning", "info")), default="error", show_default=True, help="Findings of this severity or worse give exit code 1.")
@click.option("--baseline", type=_FILE, help="Accepted findings: TSV of condition, focus, reason (default: accepted.tsv beside the source folder, if any).")
@click.option("--write-baseline", type=_FILE, help="Writes all findings as a baseline, to complete with reasons.")
def check(source, mappings, format_, lang, fail_on, baseline, write_baseline) -> None:
    """Checks the ontology: SHACL shapes, SKOS, qSKOS and ROBOT conditions, Dutch spelling."""
    from ontology.checks import CONDITIONS, GRAPH_CONDITIONS, SEVERITIES, check_graph, check_ontology, check_shapes, in_order
    from ontology.checks.baseline import apply_baseline, baseline_text, read_baseline
    from ontology.checks.reports import line, stale, summary, to_html, to_json
    from ontology.release import make_release

    source, mappings = _folders(source, mappings)
    release = make_release(source, mappings)
    turtle = release.files["ontology.ttl"]
    findings = in_order(check_ontology(release.ontology) + check_graph(turtle) + check_shapes(turtle, release.files["shapes.ttl"]))
    beside = source.parent / "accepted.tsv"
    baseline = baseline or (beside if beside.exists() else None)
    accepted = read_baseline(baseline) if baseline else []
    if write_baseline:
        write_baseline.write_text(baseline_text(findings, accepted), encoding="utf-8")
    left, gone = apply_baseline(findings, accepted)
    concepts, conditions = release.manifest["counts"]["concepts"], (*CONDITIONS, *GRAPH_CONDITIONS)
    if format_ == "json":
        click.echo(to_json(left))
    elif format_ == "html":
        click.echo(to_html(left, conditions, concepts, lang), nl=False)
    else:
        for finding in left:
            click.echo(line(finding, lang))
    for row in gone:
        click.echo(stale(row.condition, row.focus, row.place, lang), err=True)
    click.echo(summary(left, concepts, len(conditions), lang), err=True)
    if any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on) for finding in left):
        sys.exit(1)


@ontology.command("import")
@click.argument("name", type=click.Choice(("esco", "competentnl", "onet", "vdab", "sssom", "skos")), metavar="NAME")
@click.argument("path")
@click.option("--out", type=_PATH, help="Folder to write (default: imports/NAME-VERSION).")
@click.option("--version", help="Version of the source release, when its files do not tell it.")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE", help="Setting of the importer, such as languages=nl,en; repeatable.")
def import_(name, path, out, version, options) -> None:
    """Turns a source release into an import that 'build' can add to the core.

    NAME is esco, competentnl, onet, vdab, sssom or skos; PATH is the file or folder as published
    (for competentnl also the https address of its service).
    """
    from ontology.errors import OntologyError
    from ontology.importers import import_source
    from ontology.importers.gathering import summary
    from ontology.imports import write_import
    from ontology.release import counts

    if not path.startswith("https://") and not Path(path).exists():
        raise OntologyError(f"{path} does not exist; give the file or folder as published")
    settings = {"version": version} if version else {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not key.isidentifier():
            raise OntologyError(f"--option {option!r} is not KEY=VALUE")
        settings[key] = value
    imported = import_source(name, Path(path), **settings)
    out = out or Path("imports") / f"{imported.source.name}-{imported.source.version}"
    write_import(imported, out)
    figures = counts(imported.ontology)
    types = ", ".join(f"{number} {kind}" for kind, number in figures["types"].items())
    relations, mappings = len(imported.ontology.relations), len(imported.ontology.mappings)
    click.echo(f"{imported.source.title} {imported.source.version}: {figures['concepts']} concepts ({types}), {figures['deprecated']} deprecated, {relations} relations, {mappings} mappings -> {out}", err=True)
    found = summary(imported.skipped)
    for reason, number in found[:12]:
        click.echo(f"  {number} x {reason}", err=True)
    if found:
        click.echo(f"  {len(imported.skipped)} notes in all, each with its row in {out / 'skipped.txt'}", err=True)


@ontology.command()
@click.argument("term")
@_source
@_mappings
def show(term, source, mappings) -> None:
    """Shows the concept with this label, id or IRI, or the nearest ones."""
    from ontology.lookup import describe, find_concepts
    from ontology.tables import read_ontology

    read = read_ontology(*_folders(source, mappings))
    found = find_concepts(read, term)
    if not found:
        click.echo(f"no concept is called {term!r}; try 'skillstaal link' for the nearest ones", err=True)
        sys.exit(1)
    for concept in found:
        click.echo(describe(read, concept))


@ontology.command()
@_source
@_mappings
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
def stats(source, mappings, format_) -> None:
    """Counts concepts, labels, relations, mappings, instruments and tasks."""
    import orjson

    from ontology.instruments import read_instruments
    from ontology.lookup import statistics
    from ontology.tables import read_ontology

    folder, mappings = _folders(source, mappings)
    read = read_ontology(folder, mappings)
    figures = statistics(read, read_instruments(folder / "instruments", read))
    if format_ == "json":
        click.echo(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    else:
        for name, value in figures.items():
            click.echo(f"{name:38} {value if not isinstance(value, dict) else ', '.join(f'{k} {v}' for k, v in value.items())}")
