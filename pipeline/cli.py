"""The command ``skillstaal``. Results on stdout or in files, messages on stderr; exit codes 0, 1 (attention), 2 (could not run).

Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

import sys
from pathlib import Path

import click

from . import (
    __version__, audit_cli, candidates_cli, compare_cli, evaluate_cli, export_cli, monitor_cli, passport_cli, query_cli, release_cli, report_cli,
    serve_cli, trends_cli,
)  # fmt: skip
from .errors import SkillstaalError
from .one_document import one_document
from .ontology_cli import ontology

KIND_CHOICES = ("auto", "vacancy", "cv", "profile", "qualification")
FORMAT_NAMES = "nq,ttl,jsonld,jsonl,parquet,html"


class Group(click.Group):
    """Turns errors of the tool into one sentence and exit code 2."""

    def invoke(self, context: click.Context):
        from ontology.errors import OntologyError

        try:
            return super().invoke(context)
        except (SkillstaalError, OntologyError) as error:
            _log(context).say("failed", str(error), "error")
            context.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            context.exit(0)
        except OSError as error:
            _log(context).say("failed", f"{error.filename or 'a file'} cannot be read or written ({error.strerror or error})", "error")
            context.exit(2)


def _log(context: click.Context):
    """What the command says its messages to: sentences, unless it was asked for JSON lines."""
    from .run_log import RunLog

    return context.meta.get("log") or RunLog()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="skillstaal")
def main() -> None:
    """Reads the skills in Dutch labour-market texts and writes them as linked data."""


main.add_command(ontology)
main.add_command(audit_cli.audit)
main.add_command(compare_cli.compare)
main.add_command(compare_cli.matches)
main.add_command(evaluate_cli.evaluate)
main.add_command(report_cli.report)
main.add_command(export_cli.export)
main.add_command(passport_cli.passport)
main.add_command(query_cli.query)
main.add_command(monitor_cli.monitor)
main.add_command(serve_cli.serve)
for _command in (release_cli.diff, release_cli.release, release_cli.docs, candidates_cli.candidates, candidates_cli.review, candidates_cli.apply_, trends_cli.trends):
    ontology.add_command(_command)

_release = click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
_kind = click.option("--kind", type=click.Choice(KIND_CHOICES), default="auto", show_default=True, help="What kind of text it is.")


@main.command()
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
    from .config import read_settings
    from .run_log import RunLog, translate_sources

    log = context.meta["log"] = RunLog(log_format == "json")
    given = {
        "kind": kind, "ontology": release, "workers": workers, "detail": detail, "limit": limit,
        "formats": _names(formats),
        "evidence": _names(evidence),
        "max_quarantine": max_quarantine,
    }  # fmt: skip
    if config is None and Path("skillstaal.toml").exists():
        config = Path("skillstaal.toml")
    settings = read_settings(config, given)
    _register(settings.wording_register, log)
    sys.exit(translate_sources(list(sources), out, settings, restart, engine, log, lineage))


def _names(listed: str | None) -> tuple[str, ...] | None:
    """The names of a comma-separated list."""
    return tuple(name.strip() for name in listed.split(",")) if listed else None


@main.command()
@click.argument("file", metavar="FILE|-")
@_kind
@_release
@click.option("--evidence", help="Of a CV only statements of these classes of evidence: hard,semi-hard,soft. [default: all]")
@click.option("--format", "format_", type=click.Choice(("table", "json", "jsonld", "ttl", "html")), default="table", show_default=True)
@click.option("--lang", type=click.Choice(("nl", "en")), help="Language of the table or the page. [default: en for the table, nl for the page]")
def translate(file, kind, release, evidence, format_, lang) -> None:
    """Translates one text: marked text with a table, a page (html), JSON or linked data."""
    from . import display
    from .contract import to_json
    from .export import translation_page
    from .run_log import RANDOM_SUBJECTS
    from .subjects import begin_run
    from .translate import Translator

    settings = own_settings({"evidence": _names(evidence)})
    document = one_document(file, kind)
    if begin_run() == "random" and document.kind == "cv" and format_ != "table":
        click.echo(RANDOM_SUBJECTS, err=True)
    translator = Translator.load(release, _register(settings.wording_register)).for_cvs(settings.reference_month, settings.evidence)
    release_name = translator.lexicon.release
    record = to_json(translator.translate(document), release_name, _release_iri(release_name))
    if format_ == "table":
        display.translation(record, document.text, lang or "en")
    elif format_ == "html":
        click.echo(translation_page.page(record, document.text, lang or "nl"))
    elif format_ == "json":
        display.json_object(record)
    else:
        click.echo(_linked(record, document.text, format_), nl=False)


def _linked(record: dict, text: str, format_: str) -> bytes:
    from ontology.namespaces import RUN_BASE

    from .export import jsonld, rdf
    from .export.nodes import to_nodes

    nodes = to_nodes(record, text, RUN_BASE + "single")
    return jsonld.jsonld(nodes) + b"\n" if format_ == "jsonld" else rdf.turtle(nodes)


def own_settings(given: dict):
    """The settings of skillstaal.toml in this folder, overruled by ``given``. Raises SkillstaalError."""
    from .config import read_settings

    config = Path("skillstaal.toml")
    return read_settings(config if config.exists() else None, given)


def _register(path: str | None, log=None):
    """The register of a path, with a warning on stderr for each row that is past its day. Raises SkillstaalError."""
    from .run_log import RunLog
    from .wording import Register

    register = Register.load(Path(path)) if path else Register()
    for warning in register.warnings():
        (log or RunLog()).say("message", warning, "warning")
    return register


def _release_iri(release: str) -> str:
    from ontology.namespaces import RELEASE_BASE

    return RELEASE_BASE + release


def _lines(file: str):
    """The lines of a text file or of "-". Raises SkillstaalError."""
    from contextlib import nullcontext

    from .charsets import decode
    from .errors import RecordError

    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as stream:
            for number, line in enumerate(stream, 1):
                yield decode(line, file, f"{file}:{number}")
    except (OSError, RecordError) as error:
        raise SkillstaalError(f"{file} cannot be read as lines of text ({getattr(error, 'strerror', None) or error})") from error


@main.command()
@click.argument("file", metavar="FILE|-")
@click.option("--type", "type_", type=click.Choice(("skill", "occupation")), default="skill", show_default=True)
@click.option("--scheme", help="Give the concepts of this scheme: skillstaal (default), or esco through the mappings.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 100), help="Candidates per term.")
@_release
def link(file, type_, scheme, top, release) -> None:
    """Links bare terms, one a line, to ranked concepts; JSON lines."""
    import orjson

    from ontology.lexicon import Lexicon

    from .candidates import ANY
    from .linking import NIL_ODDS, WIDE, Linker, in_scheme

    if scheme not in (None, "skillstaal", "esco"):
        raise SkillstaalError(f"scheme {scheme!r} is not in this release; the schemes are skillstaal, esco")
    linker = Linker.load(Lexicon.load(release))
    for line in _lines(file):
        if term := line.strip():
            ranked, nothing = linker.rank(term, ANY if type_ == "skill" else type_, WIDE)
            found = in_scheme(ranked, linker.lexicon, scheme or "skillstaal")[:top]
            nil = not found or NIL_ODDS * found[0]["confidence"] < nothing
            click.echo(orjson.dumps({"term": term, "candidates": found, "nil": nil}).decode())


@main.command()
@click.argument("file", metavar="FILE|-")
@_kind
@click.option("--fix", is_flag=True, help="Print the text with the safe replacements made.")
@click.option("--diff", is_flag=True, help="With --fix: print what changes, as a unified diff.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
def bias(file, kind, fix, diff, format_) -> None:
    """Flags wording that may exclude people, with the reason, the law and an alternative."""
    from . import display
    from .contract import flag_json
    from .segmenting import segment
    from .wording import flag_wording, neutralise

    if diff and not fix:
        raise click.UsageError("--diff shows what --fix changes; give both")
    document = one_document(file, kind)
    flags = _register(own_settings({}).wording_register).apply(document, flag_wording(document, segment(document)[1]))
    if diff:
        display.text_diff(document.text, neutralise(document.text, flags) or document.text, file)
    elif fix:
        click.echo(neutralise(document.text, flags) or document.text, nl=False)
    elif format_ == "json":
        display.json_object({"bias": [flag_json(flag) for flag in flags], "neutral_text": neutralise(document.text, flags)})
    else:
        display.flags([flag_json(flag) for flag in flags])


@main.command()
@_release
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
def info(release, format_) -> None:
    """Versions, installed extras, the ontology release, licences and attributions."""
    from . import display
    from .about import about

    found = about(release)
    display.json_object(found) if format_ == "json" else display.info(found)


if __name__ == "__main__":
    main()
