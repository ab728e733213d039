"""What the judge says of held-out mentions, and the texts that they stand in -> how much the rest of a text weighs (linking/context.py).

The softmax over the candidates of a mention and "nothing fits" should fall on a right one, as in judge.py; only six numbers are learnt, with L-BFGS
(Liu and Nocedal 1989). Needs PyTorch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ontology.lexicon import Lexicon, cosines

from ..cv.told import without_wishes
from ..evaluation.gold import gold_document
from ..linking.context import AROUND, LEAST, TOLD, Context, around, needed, title_vectors, weighed
from ..linking.occupations import find_titles, terms_of
from ..linking.titles import other_forms
from ..segmenting import segment
from ..types import Document, Sentence

NONE = Context((0.0,) * len(TOLD), (1.0, 0.0), (1.0, 0.0))
PENALTY = 1e-4
_NEVER = -1e9


def title_terms(lexicon: Lexicon, document: Document, sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    """The job titles of a text, as terms for the linker."""
    return terms_of(document, find_titles(document, without_wishes(document, sentences), lexicon))


@dataclass(frozen=True, slots=True)
class Company:
    """What a gold text has around each (quote, type), AROUND x dimensions, and the numbers of the occupations that its titles name."""

    around: dict[tuple[str, str], np.ndarray]
    occupations: list[int]


def company(lexicon: Lexicon, record: Mapping) -> Company:
    """That of a gold record."""
    document = gold_document(record)
    titles = title_terms(lexicon, document, segment(document)[1])
    terms = list(dict.fromkeys((skill["quote"], skill["type"]) for skill in record["skills"]))
    vectors = lexicon.encoder.encode([text for text, _ in terms])
    of_titles = title_vectors(lexicon.encoder, [text for text, _ in titles])
    found = around(vectors, np.array([0, len(terms)]), of_titles.sum(axis=0, keepdims=True))
    return Company(dict(zip(terms, found)), list(dict.fromkeys(occupation_of(lexicon, *title) for title in zip([text for text, _ in titles], of_titles))))


def occupation_of(lexicon: Lexicon, title: str, vector: np.ndarray) -> int:
    """The occupation that has the title, or its form for the other sex, as its label, else the nearest: no linker is trained yet."""
    hits = (hit for form in (title, *other_forms(title)) for hit in lexicon.find(form) if hit.how == "surface" and lexicon.is_occupation[hit.concept])
    called = next((hit.concept for hit in hits), None)
    return int(lexicon.nearest(vector[None], True, 1)[0][0, 0]) if called is None else called


def told_of(lexicon: Lexicon, concepts: np.ndarray, vectors: np.ndarray, occupations: Sequence[int]) -> np.ndarray:
    """(concepts x TOLD): the cosine of each with what stands around a mention, and the share of ``occupations`` that need it."""
    cosine = [cosines(lexicon.centroids, concepts, vectors, np.full(len(concepts), place)) for place in range(len(AROUND))]
    return np.stack([*cosine, needed(lexicon, [occupations], np.zeros(len(concepts), dtype=np.int64), concepts)], axis=1)


def fit_context(rows: Sequence, scored: Sequence[tuple[np.ndarray, float]]) -> Context:
    """The weights and the odds of NIL that make the truth of these rows (judge.Row) likeliest. ``scored``: for each the probabilities of its candidates and of NIL."""
    import torch

    part = [(row, *found) for row, found in zip(rows, scored) if row.context is not None and len(row.features)]
    if not part:
        return NONE
    widest = max(len(row.features) for row, *_ in part)
    looked, alone = np.zeros((len(part), widest, len(TOLD)), np.float32), np.full((len(part), widest), _NEVER, np.float32)
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
