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
    from ..translate import flags_of, neutral_text
    from . import display

    if diff and not fix:
        raise click.UsageError("--diff shows what --fix changes; give both")
    document = one_document(file, kind)
    register = read_register(own_settings({}).wording_register)
    flags = flags_of(document, register)
    if diff:
        display.text_diff(document.text, neutral_text(document, flags, register) or document.text, file)
    elif fix:
        click.echo(neutral_text(document, flags, register) or document.text, nl=False)
    elif format_ == "json":
        display.json_object({"bias": [flag_json(flag) for flag in flags], "neutral_text": neutral_text(document, flags, register)})
    else:
        display.flags([flag_json(flag) for flag in flags])
