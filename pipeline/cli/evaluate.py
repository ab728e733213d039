"""The command ``skillstaal evaluate``: how good the translator is on gold, and whether it became better."""

import sys
from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("gold", nargs=-1, required=True, type=_FILE)
@click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
@click.option("--ids", type=click.Choice(("all", "odd", "even")), default="all", show_default=True, help="Only records with an odd or even number in their id.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@click.option("--examples", type=click.IntRange(0), help="Show this many examples of each kind of error. [default: 10 for wording gold, else 0]")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Also write the result to this file, as JSON.")
@click.option("--against", type=_FILE, help="Compare with an earlier result that --save wrote.")
@click.option("--second", type=_FILE, help="A second annotation of texts in GOLD: nothing is translated, the agreement of the two is measured.")
def evaluate(gold, release, ids, format_, examples, save, against, second) -> None:
    """Scores the translator on gold texts, wording rules on gold of wording, linking on crosswalks.

    GOLD are JSONL files as in corpora/gold (texts with skills) or corpora/bias (texts with wording only), or crosswalks of
    terms to ESCO (.tsv: query_label and object_id, or SSSOM). Every headline figure has a 95 % interval (bootstrap over texts or terms).
    The exit code is 1 when, compared with --against, a headline figure fell out of its earlier interval.
    """
    from ..evaluation import comparing, scoring
    from ..evaluation.agreement import agree
    from . import display, display_scores

    result = agree(gold, [second], ids) if second else scoring.evaluate(gold, release, ids, examples)
    if result.get("misplaced"):
        click.echo(f"quotes that do not stand at their offsets in the text as read, in {', '.join(result['misplaced'])}", err=True)
    found = comparing.against(comparing.read_result(against, result["measured"]), result) if against else None
    if save:
        comparing.save_result(result, save)
    if format_ == "json":
        display.json_object(result | ({"against": found} if found else {}))
    else:
        display_scores.result(result)
        if found:
            display_scores.against(found)
    if found and any(change["fell"] for change in found["changes"]):
        sys.exit(1)
