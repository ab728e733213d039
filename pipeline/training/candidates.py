"""Simulated removals and decisions of maintainers -> the classifier of candidates, measured on concepts that it has not seen.

The core is split in three parts. From each, 300 concepts and 600 labels are removed in turn, from the two to learn from twice; an encoder is trained on what is left and on gold
links to it, and texts that mention what is gone are translated. A classifier learns from two parts, crosswise for the figures, and the third
tells whether a new one is better than the one in use: it is saved only when neither recall nor precision falls there. Run
``python -m pipeline.training.candidates --work FOLDER [--decisions DECISIONS.tsv --candidates CANDIDATES.jsonl]``; needs ``[train]``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from ontology.concepts import Ontology
from ontology.encoding import Encoder
from ontology.evolve.classifying import CANDIDATES, KINDS, Classifier, kind_row, near_probabilities
from ontology.evolve.clustering import Cluster, cluster_forms
from ontology.evolve.deciding import training_rows
from ontology.evolve.evidence import gather
from ontology.evolve.features import Describer, Nearby
from ontology.evolve.framing import without_frame
from ontology.evolve.trees import Trees
from ontology.tables import read_ontology
from ontology.train_encoder import train

from ..evaluation.gold import read_gold_records
from .candidate_scores import Scored, score_proposals
from .links import gold_links
from .simulated_run import open_lexicon, truth_of, truths_in, truths_of_forms, write_tables
from .simulating import Truth, make_corpus, remove

PARTS, DRAWS = 3, 2
SEED = 20261122
GOLD = ("corpora/gold/train.jsonl", "corpora/gold/dev.jsonl")
_NEAR = {"max_iter": 60, "learning_rate": 0.1, "max_leaf_nodes": 15, "l2_regularization": 1.0}
_KIND = {"max_iter": 90, "learning_rate": 0.06, "max_leaf_nodes": 15, "min_samples_leaf": 30, "l2_regularization": 5.0}
_MOST_WEIGHT = 10  # documents
_DECISION_WEIGHT = 10


@dataclass(frozen=True)
class Part:
    """One removal, described: ``iris`` are those of the concept numbers, ``answers`` for each cluster the IRIs that mean it and those right above it.

    ``planted``: documents a removed thing is in, without labels that are still known when the frame of the sentence is taken off ("kennis van X"). ``holds``: all that each cluster brings back.
    """

    clusters: list[Cluster]
    nearby: list[Nearby]
    truths: list[Truth | None]
    answers: list[tuple[frozenset[str], frozenset[str]]]
    iris: tuple[str, ...]
    planted: dict[Truth, int]
    holds: list[frozenset[Truth]]


def make_part(core: Ontology, gold: Sequence[Path], part: int, work: Path, steps: int = 600, concepts: int = 300, labels: int = 600, draw: int = 0) -> Part:
    """Removes, trains an encoder (kept in ``work`` for the next time; with ``steps`` 0 the one in use), translates and describes. ``draw``: which removal from the part."""
    seed, name = SEED + part + 10 * draw, f"{part}-{draw}"
    removal = remove(core, seed, concepts, labels, part, PARTS)
    lexicon = open_lexicon(removal.core, _encoder(removal, gold, work / f"encoder-{name}.npz", steps) if steps else Encoder.load())
    corpus = make_corpus(core, removal, read_gold_records(gold), seed)
    folder = work / f"run-{name}"
    write_tables(folder, corpus, lexicon)
    corpus.write_traits(folder / "traits.csv")
    truths = truths_of_forms(folder, corpus)
    clusters = cluster_forms(gather([folder], lexicon, folder / "traits.csv").forms, lexicon.encoder)
    about = [truth_of(cluster, truths) for cluster in clusters]
    holds = [truths_in(cluster, truth, truths) for cluster, truth in zip(clusters, about)]
    planted = {truth: documents for truth, documents in corpus.planted.items() if not lexicon.find(without_frame(truth.label))}
    known = core.by_iri()
    answers = [
        (frozenset([t.iri]) if t and t.kind != "concept" else frozenset(), frozenset(known[t.iri].broader) if t and t.kind == "concept" else frozenset()) for t in about
    ]
    return Part(clusters, Describer(lexicon).describe(clusters), about, answers, tuple(lexicon.entry(number).iri for number in range(len(lexicon))), planted, holds)


def _encoder(removal, gold: Sequence[Path], path: Path, steps: int) -> Encoder:
    """An encoder that has seen neither the removed concepts nor the removed labels."""
    if path.exists():
        return Encoder.load(path)
    gone = {label.lower() for _, label in removal.labels}
    links = [(quote, sorted(iris)[0]) for _, quote, _, iris in gold_links(gold, "concepts") if iris and not iris & set(removal.concepts) and quote.lower() not in gone]
    encoder = train([removal.core], links, steps=steps)
    encoder.save(path)
    return encoder


def fit(parts: Sequence[Part], decided: Sequence[tuple[tuple[float, ...], str]] = ()) -> Classifier:
    """A classifier of these parts, and of rows that maintainers ``decided`` on. What *kind* learns from comes of models that had not seen the cluster."""
    numbered = [(part, number) for part in parts for number in range(len(part.clusters))]
    sides = np.random.default_rng(SEED).integers(0, 2, len(numbered))
    rows = np.zeros((len(numbered), len(kind_row(parts[0].nearby[0], np.zeros(len(parts[0].nearby[0].concepts)), np.zeros(len(parts[0].nearby[0].concepts))))))
    for side in (0, 1):
        same, broader = _fit_near([numbered[at] for at in np.flatnonzero(sides != side)])
        held = np.flatnonzero(sides == side)
        nearby = [numbered[at][0].nearby[numbered[at][1]] for at in held]
        for at, near, chances in zip(held, nearby, near_probabilities(same, broader, nearby)):
            rows[at] = kind_row(near, *chances)
    labels = [_kind(part.truths[number]) for part, number in numbered]
    weights = [min(part.clusters[number].documents, _MOST_WEIGHT) for part, number in numbered]
    if decided:
        rows = np.concatenate([rows, np.array([row for row, _ in decided])])
        labels += [KINDS.index(kind) for _, kind in decided]
        weights += [_DECISION_WEIGHT] * len(decided)
    return Classifier(*_fit_near(numbered), Trees.fit(rows, np.array(labels), np.array(weights, dtype=float), **_KIND))


def _kind(truth: Truth | None) -> int:
    """What a proposal should be: a paraphrase that people linked is a label; what is known by that label is noise."""
    return KINDS.index({"concept": "concept", "label": "label", "paraphrase": "label"}.get(truth.kind if truth else "", "noise"))


def _fit_near(numbered: Sequence[tuple[Part, int]]) -> tuple[Trees, Trees]:
    """The models *same* and *broader*, each from the clusters that have such an answer."""
    found = []
    for which in (0, 1):
        rows, right = [], []
        for part, number in numbered:
            if wanted := part.answers[number][which]:
                near = part.nearby[number]
                rows.append(near.features)
                right += [part.iris[concept] in wanted for concept in near.concepts]
        found.append(Trees.fit(np.concatenate(rows), np.array(right, dtype=int), **_NEAR))
    return found[0], found[1]


def score(classifier: Classifier, part: Part) -> dict:
    """The figures of the hold-out experiment; see candidate_scores.py."""
    judged = classifier.judge(part.nearby)
    scored = [
        Scored(cluster.documents, truth, judgement.probabilities, part.iris[judgement.same[0][0]], any(part.iris[number] in above for number, _ in judgement.broader[:5]), holds)
        for cluster, truth, (_, above), judgement, holds in zip(part.clusters, part.truths, part.answers, judged, part.holds)
    ]
    return score_proposals(scored, part.planted)


def falls(before: dict, after: dict) -> list[str]:
    """The figures that fell by more than a hundredth."""
    return [name for name in ("recall_500", "precision_200") if after[name] < before[name] - 0.01]


def retrain(work: Path, gold: Sequence[Path], decisions: Sequence[Path], candidates: Sequence[Path], steps: int = 600) -> tuple[dict, Classifier]:
    """(the figures crosswise, and before and after on the part that neither model has seen; the new classifier, which is not saved)."""
    work.mkdir(parents=True, exist_ok=True)
    core = read_ontology()
    *learnt, untouched = ([make_part(core, [Path(path) for path in gold], part, work, steps, draw=draw) for draw in range(DRAWS if part < PARTS - 1 else 1)] for part in range(PARTS))
    decided = training_rows(decisions, candidates)
    crosswise = {f"part {held}": score(fit(learnt[1 - held], decided), learnt[held][0]) for held in (0, 1)}
    model = fit([part for parts in learnt for part in parts], decided)
    after = score(model, untouched[0])
    before = score(Classifier.load(), untouched[0]) if CANDIDATES.exists() else None
    return {"crosswise": crosswise, "untouched": {"before": before, "after": after}, "decisions": len(decided), "fallen": falls(before, after) if before else []}, model


@click.command()
@click.option("--work", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for encoders and simulated runs; encoders in it are used again.")
@click.option("--gold", multiple=True, default=GOLD, show_default=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decisions", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Decisions of maintainers.")
@click.option("--candidates", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The candidates.jsonl that they decided on.")
@click.option("--steps", default=600, show_default=True, help="Training steps of an encoder.")
@click.option("--force", is_flag=True, help="Save the classifier even when figures fall.")
def main(work, gold, decisions, candidates, steps, force) -> None:
    """Trains the classifier of candidates, prints the figures as JSON, and saves it unless they fall."""
    report, model = retrain(work, gold, decisions, candidates, steps)
    click.echo(json.dumps(report, indent=1))
    if report["fallen"] and not force:
        raise SystemExit(f"not saved: {', '.join(report['fallen'])} fell on the untouched part; look at the decisions, or use --force")
    model.save()


if __name__ == "__main__":
    main()
