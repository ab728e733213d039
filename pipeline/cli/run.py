"""The command ``skillstaal run``: the batch."""

import sys
from pathlib import Path

import click

from .inputs import FORMAT_NAMES, KIND_CHOICES, names, read_register


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="The run folder to write.")
@click.option("--kind", type=click.Choice(KIND_CHOICES), help="What kind of texts they are. [default: auto]")
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
@click.option("--config", type=click.Path(path_type=Path), help="A skillstaal.toml with settings (default: the one in this folder, if any).")
@click.option("--workers", type=int, help="Worker processes. [default: 1]")
@click.option("--engine", type=click.Choice(("local", "spark")), default="local", show_default=True, help="This machine, or the Spark cluster of the session.")
@click.option("--formats", help=f"Comma-separated: {FORMAT_NAMES}. [default: nq,jsonl,parquet,html]")
@click.option("--detail", type=click.Choice(("full", "skills")), help="With or without places in the text and reasons. [default: full]")
@click.option("--evidence", help="Of CVs only statements of these classes of evidence: hard,semi-hard,soft. [default: all]")
@click.option("--max-quarantine", "max_quarantine", help="Share of records, as 1% or 0.01, above which the exit code is 1. [default: 1%]")
@click.option("--limit", type=int, help="Read at most this many records.")
@click.option("--restart", is_flag=True, help="Replace whatever is in the run folder.")
@click.option("--log-format", "log_format", type=click.Choice(("text", "json")), default="text", show_default=True, help="Messages as sentences, or as a JSON object a line.")
@click.option("--lineage", metavar="NAMESPACE/JOB", help="Send OpenLineage events of the run as this job, to where OPENLINEAGE_URL says. [default: none]")
@click.pass_context
def run(context, sources, out, kind, release, config, workers, engine, formats, detail, evidence, max_quarantine, limit, restart, log_format, lineage) -> None:
    """Translates many texts into a run folder.

    SOURCE is a folder, a file (.txt .md .html .pdf .docx .csv .tsv .jsonl .ndjson .json .jsonld .xml .parquet; the text ones also with .gz), a
    pattern such as 'texts/*/*.pdf', @LIST for a file that lists sources, or - for JSONL on stdin.
    """
    from ..batches.run_log import RunLog, translate_sources
    from ..config import read_settings

    log = context.meta["log"] = RunLog(log_format == "json")
    given = {
        "kind": kind, "ontology": release, "workers": workers, "detail": detail, "limit": limit,
        "formats": names(formats),
        "evidence": names(evidence),
        "max_quarantine": max_quarantine,
    }  # fmt: skip
    if config is None and Path("skillstaal.toml").exists():
        config = Path("skillstaal.toml")
    settings = read_settings(config, given)
    read_register(settings.wording_register, log)
    sys.exit(translate_sources(list(sources), out, settings, restart, engine, log, lineage))
