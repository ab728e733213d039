"""A mention among the others of its text: how well a candidate fits what else the text speaks of.

"Begeleiden van klanten" is other work in a bank than in a home for the elderly. The judge (judge.py) sees the words of a mention alone. Here
the centroid of each candidate is compared with three vectors of the text: of its other terms, of its job titles and of the terms beside the
mention; beside these cosines stands how many of the occupations that its titles name need the candidate, by the relations of the release, unless the
words are the label of one concept alone: what a text says is not overruled by what people of its occupation mostly need. All four,
weighed (training/context.py), are added to the log-probabilities of the candidates; that nothing fits is weighed anew against them. Linking in the light of the other links of a text is old (Milne and Witten 2008); here it costs a few sums a text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ontology.encoding import Encoder
from ontology.lexicon import Lexicon

from ..linear import softmax
from .titles import other_form

AROUND = ("others", "titles", "beside")
TOLD = (*AROUND, "needed")
BESIDE = 3  # terms before and behind
LEAST = 1e-9  # probability


@dataclass(frozen=True, slots=True)
class Context:
    """``weights``: of TOLD, the cosines with AROUND and the share of occupations that need the candidate; ``nil``: slope and intercept for the log-probability that nothing fits; ``certainty`` as that of a Judge."""

    weights: tuple[float, ...]
    nil: tuple[float, float]
    certainty: tuple[float, float]


def title_vectors(encoder: Encoder, titles: Sequence[str]) -> np.ndarray:
    """(titles x dimensions): of each job title the mean of the unit vectors of its form for a man and for a woman, so that both tell the same of a text."""
    vectors = encoder.encode([*titles, *(other_form(title) or title for title in titles)])
    return (vectors[: len(titles)] + vectors[len(titles) :]) / 2


def around(vectors: np.ndarray, starts: np.ndarray, titles: np.ndarray) -> np.ndarray:
    """(terms x AROUND x dimensions): unit vectors of what stands around each term, zeros where nothing does.

    ``vectors``: unit vectors of the terms, those of text i in ``starts[i]:starts[i + 1]``, at least one; ``titles``: for each text the sum of those of its titles.
    """
    text_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    beside = np.zeros_like(vectors)
    for step in range(1, BESIDE + 1):
        same = text_of[step:] == text_of[:-step]
        beside[step:][same] += vectors[:-step][same]
        beside[:-step][same] += vectors[step:][same]
    others = np.add.reduceat(vectors, starts[:-1])[text_of] - vectors
    found = np.stack([others, titles[text_of], beside], axis=1)
    return found / (np.linalg.norm(found, axis=2, keepdims=True) + 1e-9)


def needed(lexicon: Lexicon, occupations: Sequence[Sequence[int]], text_of: np.ndarray, concepts: np.ndarray) -> np.ndarray:
    """For each candidate the share of the occupations of its text that need it, 0 where there are none. ``occupations``: of each text; ``text_of``: the text of each candidate."""
    share, counts = np.zeros(len(concepts)), np.array([len(some) for some in occupations], dtype=np.int64)
    for place in range(counts.max(initial=0)):
        named = np.array([some[place] if place < len(some) else 0 for some in occupations])
        rows = np.flatnonzero(counts[text_of] > place)
        share[rows] += lexicon.needs(named[text_of[rows]], concepts[rows])
    return share / np.maximum(counts[text_of], 1)


def weighed(context: Context, fit: np.ndarray, probabilities: np.ndarray, starts: np.ndarray, nil: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(probability of each candidate, of NIL for each term) in the text. ``fit``: what TOLD, weighed, adds up to for each candidate; those of term i are in ``starts[i]:starts[i + 1]``, at least one."""
    slope, intercept = context.nil
    return softmax(np.log(probabilities + LEAST) + fit, starts, slope * np.log(nil + LEAST) + intercept)
