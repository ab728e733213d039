"""How labels and terms are spelt, in the form in which many are compared at once: keys, lemmas and letter n-grams, each with how rare it is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .encoding import letter_buckets
from .normalising import lemmas_of, words

_MAX_KNOWN = 100_000  # labels


@dataclass(frozen=True, slots=True)
class Letters:
    """The spelling of a text: ``key`` is its surface key; ``buckets`` are distinct, ``weight`` is their rareness together."""

    key: str
    lemmas: tuple[str, ...]
    buckets: np.ndarray
    weight: int

    @classmethod
    def of(cls, text: str, rareness: np.ndarray) -> "Letters":
        """``rareness`` (buckets): how rare each is among the labels that the text is compared with."""
        found = words(text)
        buckets = letter_buckets(found)
        return cls(" ".join(found), lemmas_of(found), buckets, int(rareness[buckets].sum()))


class LabelLetters:
    """The spellings of numbered labels, as columns with a row for each label; a row is filled when it is first asked for.

    ``keys``, ``first`` and ``last`` (lemmas, "" without any) and ``buckets`` hold objects; ``weights`` and ``lemmas`` (how many) numbers.
    """

    def __init__(self, size: int, make: Callable[[int], Letters]):
        self._make, self._known, self._count = make, np.zeros(size, dtype=bool), 0
        self.keys, self.first, self.last, self.buckets = (np.empty(size, dtype=object) for _ in range(4))
        self.weights, self.lemmas = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int32)

    def fill(self, labels: np.ndarray) -> None:
        """Makes the rows of ``labels`` ready; forgets the others when there are too many."""
        if self._count > _MAX_KNOWN:
            self._known[:], self._count = False, 0
            for column in (self.keys, self.first, self.last, self.buckets):
                column[:] = None
        new = np.unique(labels[~self._known[labels]])
        self._count += len(new)
        for label in new.tolist():
            letters = self._make(label)
            self.keys[label], self.buckets[label], self.weights[label] = letters.key, letters.buckets, letters.weight
            self.lemmas[label] = len(letters.lemmas or ("",))
            self.first[label], self.last[label] = (letters.lemmas or ("",))[0], (letters.lemmas or ("",))[-1]
        self._known[new] = True
