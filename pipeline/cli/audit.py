"""The command ``skillstaal audit``: does Skillstaal itself treat people alike?"""

import sys
from pathlib import Path

import click

from ..errors import SkillstaalError

EXAMPLES = Path("corpora") / "examples"


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
def audit(sources, release, format_) -> None:
    """Translates pairs of texts that differ only in a gendered title, a name, age wording or a Flemish word.

    SOURCE is what `run` takes; by default the example texts in corpora/examples. Exit code 1 when more than 1 % of the
    statements of one kind of pair differ. What cannot be read is named on stderr.
    """
    from ..errors import RecordError
    from ..evaluation.audit import LIMIT
    from ..evaluation.audit import audit as compare_all
    from ..reading import read_sources
    from ..translate import Translator
    from . import display

    if not sources and not EXAMPLES.is_dir():
        raise SkillstaalError(f"{EXAMPLES} is not here; name the texts to audit")
    def documents():
        for item in read_sources(list(sources) or [str(EXAMPLES)], "auto", None):
            if isinstance(item, RecordError):
                click.echo(f"left out: {item}", err=True)
            else:
                yield item

    found = compare_all(documents(), Translator.load(release))
    if not any(figures["pairs"] for figures in found.values()):
        raise SkillstaalError("there is nothing to compare: no text that could be read has a title, name, age wording or Flemish word to change; name other texts")
    display.json_object(found) if format_ == "json" else display.audit(found, LIMIT)
    if any(figures["share"] > LIMIT for figures in found.values()):
        sys.exit(1)
