"""Decisions of maintainers -> the judge of the linker, taught further without forgetting what it knows.

Words that were accepted are terms with a right concept, words that were rejected are terms that name nothing. The judge in use learns both
while its answers on a rehearsal, the mentions of gold, stay near to what they were (learning without forgetting, Li and Hoiem 2016); so neither
crosswalks nor imports are needed, and it takes a minute. The labels that a decision added are taken out of the lexicon first: the words are met
as they were before anyone knew them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ontology.concepts import Ontology
from ontology.encoding import Encoder
from ontology.evolve.deciding import Decision
from ontology.lexicon import Lexicon
from ontology.namespaces import CONCEPT_BASE
from ontology.tables import split_values

from ..linking.judge import Judge, Network, nothing_fits
from .judge import Row, chances_of, figures, scores_of
from .links import FOLDS, Term, gold_links, rows_of
from .simulated_run import open_lexicon

REHEARSAL = 20.0  # how much the answers of before weigh beside the decisions
STEPS, LEARNING_RATE = 60, 1e-3
REHEARSED = 1000  # mentions
_NEVER = -1e9
_PARTS = ("candidates", "nil")
_LEARNT = ("first", "first_bias", "second", "second_bias", "out", "straight", "bias")


def decided_terms(decisions: Iterable[Decision]) -> list[Term]:
    """The words that were decided on: of accepted labels and concepts with their concept, of rejected ones with none. Decisions share a fold with their own words only."""
    found = []
    for number, decision in enumerate(decisions):
        if decision.accepted and decision.proposal in ("new_concept", "narrower", "new_label") and decision.concept:
            concepts = frozenset([CONCEPT_BASE + decision.concept.removeprefix(CONCEPT_BASE)])
            texts = [decision.label, decision.label_en, *split_values(decision.also)]
        elif decision.decision == "reject" and decision.proposal in ("new_concept", "narrower", "new_label", "noise"):
            concepts, texts = frozenset(), [decision.label]
        else:
            continue
        found += [Term(text, decision.type, concepts, number % FOLDS, "decided") for text in dict.fromkeys(texts) if text]
    return found


def rows_before(core: Ontology, terms: Sequence[Term]) -> list[Row]:
    """The candidates of decided words as a lexicon sees them that has none of them as a label; words that are a preferred label are left out."""
    gone: dict[str, set[str]] = {}
    for term in terms:
        for iri in term.concepts:
            gone.setdefault(iri, set()).add(term.text.lower())
    preferred = {(concept.iri, text.lower()) for concept in core.concepts for place, texts in concept.labels.items() if place[0] == "pref" for text in texts}
    taught = [term for term in terms if not any((iri, term.text.lower()) in preferred for iri in term.concepts)]
    kept = [
        replace(c, labels={place: left for place, texts in c.labels.items() if (left := tuple(t for t in texts if place[0] == "pref" or t.lower() not in gone[c.iri]))})
        if c.iri in gone else c
        for c in core.concepts
    ]  # fmt: skip
    return rows_of(open_lexicon(replace(core, concepts=tuple(kept)), Encoder.load()), taught, lambda entry, wanted: entry.iri in wanted, 1.0)


def gold_rows(lexicon: Lexicon, paths: Sequence[Path]) -> list[Row]:
    """The candidates of the linked mentions of gold, in the lexicon in use."""
    terms = [Term(quote, type_, iris, 0, "gold") for _, quote, type_, iris in gold_links(paths, "concepts")]
    return rows_of(lexicon, terms, lambda entry, wanted: entry.iri in wanted, 1.0)


def teach(judge: Judge, rows: Sequence[Row], rehearsal: Sequence[Row]) -> Judge:
    """The judge after learning ``rows``; on ``rehearsal`` it should go on to answer as it did. Needs PyTorch; the same input gives the same judge."""
    if not rows:
        return judge
    import torch

    torch.manual_seed(0)
    lessons, known = _Padded(rows), _Padded(rehearsal[:: max(1, len(rehearsal) // REHEARSED)])
    numbers = [{name: torch.tensor(np.asarray(getattr(network, name)), dtype=torch.float32, requires_grad=True) for name in _LEARNT} for network in (judge.candidates, judge.nil)]
    with torch.no_grad():
        before = _chances(judge, numbers, known)
    optimiser = torch.optim.Adam([value for part in numbers for value in part.values()], lr=LEARNING_RATE)
    for _ in range(STEPS):
        learnt = _chances(judge, numbers, lessons)
        missed = -torch.logsumexp(learnt.masked_fill(~lessons.right, _NEVER), 1).mean()
        drifted = (before.exp() * (before - _chances(judge, numbers, known))).sum(1).mean()
        optimiser.zero_grad()
        (missed + REHEARSAL * drifted).backward()
        optimiser.step()
    networks = [replace(getattr(judge, part), **{name: _plain(value) for name, value in found.items()}) for part, found in zip(_PARTS, numbers)]
    return replace(judge, **dict(zip(_PARTS, networks)))


class _Padded:
    """Rows as tensors: (rows x widest x features), which candidates are there, and which answers are right, "nothing fits" last."""

    def __init__(self, rows: Sequence[Row]):
        import torch

        widest = max(len(row.features) for row in rows)
        features, there, right = np.zeros((len(rows), widest, rows[0].features.shape[1])), np.zeros((len(rows), widest), bool), np.zeros((len(rows), widest + 1), bool)
        for number, row in enumerate(rows):
            size = len(row.features)
            features[number, :size], there[number, :size], right[number, :size] = row.features, True, row.right
        right[:, widest] = ~right.any(axis=1)
        self.features, self.nil = (torch.tensor(part, dtype=torch.float32) for part in (features, np.array([row.nil for row in rows])))
        self.there, self.right = torch.tensor(there), torch.tensor(right)


def _chances(judge: Judge, numbers: Sequence[dict], rows: _Padded):
    """Log probabilities of every candidate and of NIL: what Judge says, for PyTorch to change."""
    import torch

    scores = _score(judge.candidates, numbers[0], rows.features).masked_fill(~rows.there, _NEVER)
    return torch.log_softmax(torch.cat([scores, _score(judge.nil, numbers[1], rows.nil)[:, None]], dim=1) / judge.temperature, dim=1)


def _score(network: Network, numbers: dict, rows):
    x = (rows - rows.new_tensor(network.mean)) / rows.new_tensor(network.scale)
    hidden = ((x @ numbers["first"] + numbers["first_bias"]).relu() @ numbers["second"] + numbers["second_bias"]).relu()
    return hidden @ numbers["out"] + x @ numbers["straight"] + numbers["bias"]


def _plain(value):
    found = value.detach().numpy().astype(np.float64)
    return found if found.ndim else float(found)


def measured(judge: Judge, rows: Sequence[Row]) -> dict:
    """What the judge decides on these rows, which have one source, and how sure it was: see judge.figures."""
    return figures(rows, [_answer(judge, row) for row in rows], judge)[rows[0].source]


def crosswise(judge: Judge, rows: Sequence[Row], rehearsal: Sequence[Row]) -> dict:
    """How many decided words are judged as decided: before, and after learning from other decisions only."""
    after = 0
    for fold in {row.fold for row in rows}:
        other = teach(judge, [row for row in rows if row.fold != fold], rehearsal)
        after += sum(_as_decided(other, row) for row in rows if row.fold == fold)
    return {"words": len(rows), "before": sum(_as_decided(judge, row) for row in rows), "after": after}


def _answer(judge: Judge, row: Row) -> tuple[np.ndarray, float]:
    return chances_of(*scores_of(judge, row), judge.temperature)


def _as_decided(judge: Judge, row: Row) -> bool:
    chances, none = _answer(judge, row)
    return not row.concepts if nothing_fits(chances.max(initial=0), none) else bool(row.right[chances.argmax()])


def falls(before: dict, after: dict) -> list[str]:
    """The figures that got worse by more than a hundredth."""
    better = {"acceptable": 1, "right, of linked": 1, "calibration error": -1}
    return [name for name, sign in better.items() if round(sign * (before[name] - after[name]), 4) > 0.01]
