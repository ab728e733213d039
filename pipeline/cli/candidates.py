"""The commands ``skillstaal ontology candidates``, ``review`` and ``apply``: from what runs could not name to the next source tables."""

import sys
from pathlib import Path

import click

_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)
_PATH = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


@click.command()
@click.argument("runs", nargs=-1, required=True, type=_FOLDER, metavar="RUN...")
@click.option("--out", type=_PATH, required=True, help="Folder for candidates.jsonl and decisions.tsv.")
@click.option("--ontology", "release", type=_FOLDER, help="Release that is to learn (default: the embedded core).")
@click.option("--import", "imports", multiple=True, type=_FOLDER, help="Imported source to look for the words in, or a folder of them; repeatable.")
@click.option("--metadata", type=_FILE, help="CSV, TSV or Parquet with document and any of employer, sector, published.")
@click.option("--decisions", multiple=True, type=_FILE, help="Decisions made before (default: decisions.tsv beside the core's source folder, if any).")
@click.option("--min-documents", default=3, show_default=True, type=click.IntRange(1), help="Documents that must say it.")
@click.option("--memory", default="1GB", show_default=True, help="Memory for counting, before the disk is used.")
def candidates(runs, out, release, imports, metadata, decisions, min_documents, memory) -> None:
    """Proposes new concepts and labels from what the runs RUN... could not name, and concepts to split, merge or retire."""
    from ontology.evolve.applying import memory_of
    from ontology.evolve.classifying import Classifier
    from ontology.evolve.deciding import read_decisions, still_open
    from ontology.evolve.evidence import examples, gather
    from ontology.evolve.existing import propose_for_existing
    from ontology.evolve.external import ExternalLabels
    from ontology.evolve.files import Found, write_candidates
    from ontology.evolve.proposing import propose, with_examples
    from ontology.imports import import_folders
    from ontology.lexicon import Lexicon
    from ontology.tables import SOURCE

    lexicon = Lexicon.load(release)
    evidence = gather(runs, lexicon, metadata, memory=memory)
    proposals = propose(evidence, lexicon, Classifier.load(), ExternalLabels.load(import_folders(imports)), min_documents)
    known = [*decisions] or [path for path in [memory_of(SOURCE)] if path.exists()]
    proposals += propose_for_existing(evidence, proposals, lexicon)
    left = still_open(proposals, [decision for path in known for decision in read_decisions(path)])
    left = with_examples(left, examples(runs, [key for proposal in left for key in proposal.keys]))
    about = {"release": lexicon.release, "runs": evidence.runs, "documents": evidence.documents, "forms": len(evidence.forms), "left_out": evidence.left_out}
    write_candidates(out, Found(tuple(left), about))
    counts = {kind: sum(proposal.kind == kind for proposal in left) for kind in dict.fromkeys(proposal.kind for proposal in left)}
    shown = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items()) or "no candidates"
    click.echo(f"{evidence.documents} documents, {len(evidence.forms)} forms without a label: {shown}; {len(proposals) - len(left)} decided before -> {out}", err=True)
    if evidence.left_out:
        click.echo(f"the {evidence.left_out} rarest forms were left out", err=True)


@click.command()
@click.argument("folder", type=_FOLDER, metavar="CANDIDATES")
@click.argument("decisions", nargs=-1, type=_FILE, metavar="[DECISIONS]...")
@click.option("--out", type=_PATH, help="Folder for review.html and decisions.tsv (default: CANDIDATES).")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Language of the page.")
@click.option("--links", type=click.Path(dir_okay=False, path_type=Path), help="Also writes accepted words as gold links, to train the linker with.")
def review(folder, decisions, out, lang, links) -> None:
    """Makes the page to decide on, and brings the decisions of reviewers together.

    CANDIDATES is the folder that 'candidates' wrote; DECISIONS are tables that reviewers saved. Of two tables the agreement is told.
    """
    from ontology.evolve.deciding import agreement, decisions_text, gold_links, merge, read_decisions
    from ontology.evolve.files import read_candidates
    from ontology.evolve.reviewing import review_page

    found = read_candidates(folder)
    tables = [read_decisions(path) for path in decisions]
    merged, contradictions = merge(tables)
    out = out or folder
    out.mkdir(parents=True, exist_ok=True)
    (out / "review.html").write_text(review_page(found, merged, lang), encoding="utf-8")
    if tables:
        (out / "decided.tsv").write_text(decisions_text(merged), encoding="utf-8")
    if links:
        links.write_text(gold_links(merged), encoding="utf-8")
    if len(tables) == 2:
        both, share, kappa = agreement(*tables)
        click.echo(f"both decided on {both} candidates and agree on {share:.0%}; Cohen's kappa {'is not defined' if kappa is None else format(kappa, '.2f')}", err=True)
    for one, other in contradictions:
        click.echo(f"{one.candidate} '{one.label}': {one.reviewer} says {one.decision}, {other.reviewer} says {other.decision}", err=True)
    click.echo(f"{len(found.proposals)} candidates, {sum(bool(decision.decision) for decision in merged)} decided -> {out / 'review.html'}", err=True)


@click.command("apply")
@click.argument("decisions", nargs=-1, required=True, type=_FILE, metavar="DECISIONS...")
@click.option("--source", type=_FOLDER, help="Folder with the concept tables (default: those of the package).")
@click.option("--mappings", type=_FOLDER, help="Folder with *.sssom.tsv mapping sets (default: those of the package).")
@click.option("--fail-on", type=click.Choice(("error", "warning", "info")), default="warning", show_default=True, help="A new finding of this severity or worse refuses everything.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and write nothing.")
def apply_(decisions, source, mappings, fail_on, dry_run) -> None:
    """Edits the source tables as decided: new labels, new concepts, deprecations.

    The tables are checked first: when a row is at fault, or the checks find something that was not there before, nothing is written.
    KGCL sentences of what changes go to stdout.
    """
    from ontology.checks.reports import line
    from ontology.diff_writers import to_kgcl
    from ontology.evolve.applying import plan, refused, write
    from ontology.evolve.deciding import merge, read_decisions

    from .ontology import _folders

    merged, contradictions = merge([read_decisions(path) for path in decisions])
    for one, other in contradictions:
        click.echo(f"{one.candidate} '{one.label}': {one.reviewer} says {one.decision}, {other.reviewer} says {other.decision}; the later one counts", err=True)
    planned = plan(merged, *_folders(source, mappings))
    for sentence in (*planned.done, *planned.skipped):
        click.echo(sentence, err=True)
    for finding in planned.findings:
        click.echo(line(finding), err=True)
    if found := refused(planned, fail_on):
        click.echo(f"{len(found)} new finding(s): nothing is written; change the decisions, or choose another --fail-on", err=True)
        sys.exit(1)
    click.echo(to_kgcl(planned.diff), nl=False)
    if not dry_run:
        write(planned)
    counts = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in planned.diff.counts().items()) or "nothing"
    click.echo(f"{counts}; {'nothing is written (--dry-run)' if dry_run else f'{len(planned.files)} file(s) written; now build the release'}", err=True)
