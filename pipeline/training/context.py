"""What the judge says of held-out mentions, and the texts that they stand in -> how much the rest of a text weighs (linking/context.py).

The softmax over the candidates of a mention and "nothing fits" should fall on a right one, as in judge.py; only five numbers are learnt, with L-BFGS
(Liu and Nocedal 1989). Needs PyTorch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ontology.lexicon import Lexicon, cosines

from ..cv.told import without_wishes
from ..evaluation.gold import gold_document
from ..linking.context import AROUND, LEAST, Context, around, title_vectors, weighed
from ..linking.occupations import find_titles, terms_of
from ..segmenting import segment
from ..types import Document, Sentence

NONE = Context((0.0,) * len(AROUND), (1.0, 0.0), (1.0, 0.0))
PENALTY = 1e-4
_NEVER = -1e9


def title_terms(lexicon: Lexicon, document: Document, sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    """The job titles of a text, as terms for the linker."""
    return terms_of(document, find_titles(document, without_wishes(document, sentences), lexicon))


def around_terms(lexicon: Lexicon, record: Mapping) -> dict[tuple[str, str], np.ndarray]:
    """Of each (quote, type) of a gold record, once, what stands around it (AROUND x dimensions)."""
    document = gold_document(record)
    titles = title_terms(lexicon, document, segment(document)[1])
    terms = list(dict.fromkeys((skill["quote"], skill["type"]) for skill in record["skills"]))
    vectors = lexicon.encoder.encode([text for text, _ in terms])
    title = title_vectors(lexicon.encoder, [text for text, _ in titles]).sum(axis=0, keepdims=True)
    return dict(zip(terms, around(vectors, np.array([0, len(terms)]), title)))


def cosines_around(lexicon: Lexicon, concepts: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """(concepts x AROUND): the cosine of each with what stands around a mention, as around_terms gives it."""
    return np.stack([cosines(lexicon.centroids, concepts, vectors, np.full(len(concepts), place)) for place in range(len(AROUND))], axis=1)


def fit_context(rows: Sequence, scored: Sequence[tuple[np.ndarray, float]]) -> Context:
    """The weights and the odds of NIL that make the truth of these rows (judge.Row) likeliest. ``scored``: for each the probabilities of its candidates and of NIL."""
    import torch

    part = [(row, *found) for row, found in zip(rows, scored) if row.context is not None and len(row.features)]
    if not part:
        return NONE
    widest = max(len(row.features) for row, *_ in part)
    looked, alone = np.zeros((len(part), widest, len(AROUND)), np.float32), np.full((len(part), widest), _NEVER, np.float32)
    right = np.zeros((len(part), widest + 1), dtype=bool)
    for number, (row, probabilities, _) in enumerate(part):
        size = len(probabilities)
        looked[number, :size], alone[number, :size], right[number, :size] = row.context, np.log(probabilities + LEAST), row.right
    right[:, widest] = ~right.any(axis=1)
    nils = np.log(np.array([nil for *_, nil in part], dtype=np.float32) + LEAST)
    looked, alone, right, nils, share = map(torch.tensor, (looked, alone, right, nils, np.array([row.weight for row, *_ in part], dtype=np.float32)))
    weights, slope, intercept = (torch.tensor(start, dtype=torch.float32, requires_grad=True) for start in (NONE.weights, *NONE.nil))
    optimiser = torch.optim.LBFGS([weights, slope, intercept], max_iter=200, line_search_fn="strong_wolfe")

    def surprise():
        optimiser.zero_grad()
        scores = torch.cat([alone + looked @ weights, (slope * nils + intercept)[:, None]], dim=1)
        loss = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, _NEVER), 1)
        loss = (loss * share).sum() / share.sum() + PENALTY * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(surprise)
    return replace(NONE, weights=tuple(weights.tolist()), nil=(slope.item(), intercept.item()))


def in_context(context: Context, row, probabilities: np.ndarray, nil: float) -> tuple[np.ndarray, float]:
    """The probabilities of a row's candidates and of NIL in the text that it stands in, as the linker weighs them."""
    if row.context is None or not len(probabilities):
        return probabilities, nil
    chances, none = weighed(context, row.context @ np.array(context.weights), probabilities, np.array([0, len(probabilities)]), np.array([nil]))
    return chances, float(none[0])
