"""Decisions of maintainers -> the judge of the linker and the classifier of candidates, each measured before and after; saved only when nothing falls.

``python -m pipeline.training.decisions --decisions ontology/decisions.tsv`` teaches the judge and measures it on texts that no model was trained on; with
``--candidates`` and ``--work`` the classifier too, on the part of the core that it has not seen. When a figure of either falls, nothing
is written and the exit code is 1. Needs ``[train]``.
"""

import json
from pathlib import Path

import click

from ontology.evolve.deciding import merge, read_decisions
from ontology.lexicon import Lexicon
from ontology.tables import read_ontology

from ..linking.judge import Judge
from . import candidates as classifier
from .decided_links import crosswise, decided_terms, falls, gold_rows, measured, rows_before, teach

UNTOUCHED = "corpora/gold/test.jsonl"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--decisions", multiple=True, required=True, type=_FILE, help="Tables of decisions, as reviewers saved them or as 'ontology apply' keeps them.")
@click.option("--candidates", multiple=True, type=_FILE, help="The candidates.jsonl that they decided on; with --work the classifier of candidates learns too.")
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), help="Folder for encoders and simulated runs of the classifier; encoders in it are used again.")
@click.option("--gold", multiple=True, default=classifier.GOLD, show_default=True, type=_FILE, help="Gold to rehearse, so that nothing is forgotten.")
@click.option("--untouched", default=UNTOUCHED, show_default=True, type=_FILE, help="Gold that no model was trained on.")
@click.option("--models", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where to save the models (default: in the package).")
def main(decisions, candidates, work, gold, untouched, models) -> None:
    """Retrains from decisions, prints the figures before and after as JSON, and saves nothing when one of them falls."""
    merged, _ = merge([read_decisions(path) for path in decisions])
    lexicon, judge = Lexicon.load(), Judge.load()
    rows, rehearsal, held = rows_before(read_ontology(), decided_terms(merged)), gold_rows(lexicon, [Path(path) for path in gold]), gold_rows(lexicon, [untouched])
    taught = teach(judge, rows, rehearsal)
    before, after = measured(judge, held), measured(taught, held)
    report = {"linker": {"decided": crosswise(judge, rows, rehearsal), "untouched": {"before": before, "after": after}, "fallen": falls(before, after)}}
    made = [(taught, "linker.npz")]
    if work and candidates:
        report["candidates"], model = classifier.retrain(work, gold, decisions, candidates)
        made.append((model, "candidates.npz"))
    click.echo(json.dumps(report, indent=1))
    if fallen := [f"{name} of the {which}" for which, found in report.items() for name in found["fallen"]]:
        raise SystemExit(f"nothing is saved: {', '.join(fallen)} fell on what is untouched; look at the decisions")
    for model, name in made:
        model.save(*([models / name] if models else []))


if __name__ == "__main__":
    main()
