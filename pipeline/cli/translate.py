"""The command ``skillstaal translate``: one text."""

import click

from .inputs import kind_option, names, one_document, own_settings, read_register, release_option


@click.command()
@click.argument("file", metavar="FILE|-")
@kind_option
@release_option
@click.option("--evidence", help="Of a CV only statements of these classes of evidence: hard,semi-hard,soft. [default: all]")
@click.option("--format", "format_", type=click.Choice(("table", "json", "jsonld", "ttl", "html")), default="table", show_default=True)
@click.option("--lang", type=click.Choice(("nl", "en")), help="Language of the table or the page. [default: en for the table, nl for the page]")
def translate(file, kind, release, evidence, format_, lang) -> None:
    """Translates one text: marked text with a table, a page (html), JSON or linked data."""
    from ontology.namespaces import RELEASE_BASE

    from ..batches.run_log import RANDOM_SUBJECTS
    from ..contract import to_json
    from ..export import translation_page
    from ..privacy.subjects import begin_run
    from ..translate import Translator
    from . import display

    settings = own_settings({"evidence": names(evidence)})
    document = one_document(file, kind)
    if begin_run() == "random" and document.kind == "cv" and format_ != "table":
        click.echo(RANDOM_SUBJECTS, err=True)
    translator = Translator.load(release, read_register(settings.wording_register)).for_cvs(settings.reference_month, settings.evidence)
    release_name = translator.lexicon.release
    record = to_json(translator.translate(document), release_name, RELEASE_BASE + release_name)
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

    from ..export import jsonld, rdf
    from ..export.nodes import to_nodes

    nodes = to_nodes(record, text, RUN_BASE + "single")
    return jsonld.jsonld(nodes) + b"\n" if format_ == "jsonld" else rdf.turtle(nodes)
