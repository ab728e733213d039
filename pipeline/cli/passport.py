"""The command ``skillstaal passport``: the skills passport of one CV."""

from pathlib import Path

import click

FORMATS = ("openbadge", "elm", "jsonld", "html", "owner")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("cv", metavar="CV|-")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="html", show_default=True, help="owner: an owner's file to begin with.")
@click.option("--owner", "owner_file", type=_FILE, help="TOML file with what the owner hides, corrects and adds.")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Language of the page and the badges.")
@click.option("--out", type=_FILE, help="The file to write. [default: standard output]")
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
def passport(cv, format_, owner_file, lang, out, release) -> None:
    """Makes a skills passport of one CV, without personal data and without a signature.

    Formats: openbadge (Open Badges 3.0), elm (Europass Learning Model), jsonld (the pattern of a run) and html (a page of at most three sheets).
    """
    from datetime import date

    import orjson

    from ontology.namespaces import RELEASE_BASE, RUN_BASE

    from ..batches.run_log import RANDOM_SUBJECTS
    from ..contract import to_json
    from ..export import jsonld
    from ..export.passport import doubt, elm, linked, openbadge, owner, page, phrases, statements
    from ..privacy.subjects import begin_run
    from ..translate import Translator
    from .inputs import one_document, own_settings

    settings = own_settings({})
    wishes = owner.read_owner(owner_file) if owner_file else owner.Owner()
    document = one_document(cv, "cv")
    if begin_run() == "random" and format_ != "owner":
        click.echo(RANDOM_SUBJECTS, err=True)
    translator = Translator.load(release).for_cvs(settings.reference_month, settings.evidence)
    lexicon = translator.lexicon
    record = to_json(translator.translate(document), lexicon.release, RELEASE_BASE + lexicon.release)
    record, notes = owner.apply(record, wishes, owner.Tools(lexicon, translator.linker, translator.now))
    if format_ != "owner":
        record = doubt.without_doubt(record, doubt.threshold())
    for note in notes:
        click.echo(f"skillstaal: {owner_file}: {note}", err=True)
    if format_ == "jsonld":
        made = jsonld.jsonld(linked.passport_nodes(record, RUN_BASE + "single", settings.base)) + b"\n"
    elif format_ == "owner":
        made = owner.draft(record).encode()
    else:
        today = statements.first_day(settings.reference_month) if settings.reference_month else date.today()
        known = statements.make_passport(record, lexicon, today, settings.base)
        if format_ == "html":
            made = page.page(known, lang).encode()
        else:
            made = orjson.dumps(openbadge.presentation(known, lang) if format_ == "openbadge" else elm.claims(known), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if out:
        beside = out.with_name(f".{out.name}.part")
        beside.write_bytes(made)
        beside.rename(out)
    else:
        click.echo(made, nl=False)
    if format_ != "owner":
        click.echo(f"{phrases.unsigned('en')}{f' -> {out}' if out else ''}", err=True)
