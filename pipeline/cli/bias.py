"""The command ``skillstaal bias``: wording that may exclude people, and what to write instead."""

import click

from .inputs import kind_option, one_document, own_settings, read_register


@click.command()
@click.argument("file", metavar="FILE|-")
@kind_option
@click.option("--fix", is_flag=True, help="Print the text with the safe replacements made.")
@click.option("--diff", is_flag=True, help="With --fix: print what changes, as a unified diff.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
def bias(file, kind, fix, diff, format_) -> None:
    """Flags wording that may exclude people, with the reason, the law and an alternative."""
    from ..contract import flag_json
    from ..translate import flags_of
    from ..wording import neutralise
    from . import display

    if diff and not fix:
        raise click.UsageError("--diff shows what --fix changes; give both")
    document = one_document(file, kind)
    flags = flags_of(document, read_register(own_settings({}).wording_register))
    if diff:
        display.text_diff(document.text, neutralise(document.text, flags) or document.text, file)
    elif fix:
        click.echo(neutralise(document.text, flags) or document.text, nl=False)
    elif format_ == "json":
        display.json_object({"bias": [flag_json(flag) for flag in flags], "neutral_text": neutralise(document.text, flags)})
    else:
        display.flags([flag_json(flag) for flag in flags])
