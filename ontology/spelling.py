"""How labels and terms are spelt, in the form in which many are compared at once: keys, lemmas and letter n-grams, each with how rare it is."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .normalising import lemmas_of, words

BUCKETS = 1 << 16  # of hashed words and n-grams
GRAM_SIZES = (3, 4, 5)
_MAX_KNOWN = 100_000  # labels


def bucket(name: str) -> int:
    """The number of a hashed feature."""
    return zlib.crc32(name.encode()) % BUCKETS


def word_features(word: str) -> list[int]:
    """Bucket numbers of one folded word: itself and its character 3-5-grams with bounds, distinct."""
    bounded = f"<{word}>"
    grams = {bounded[i : i + size] for size in GRAM_SIZES for i in range(len(bounded) - size + 1)}
    return [bucket(f"w {word}"), *sorted(map(bucket, grams))]


@lru_cache(maxsize=50_000)
def _word_buckets(word: str) -> np.ndarray:
    return np.unique(np.array(word_features(word), dtype=np.uint16))


def letter_buckets(folded: Sequence[str]) -> np.ndarray:
    """Bucket numbers of folded words and of their n-grams, distinct, word order left out."""
    found = list(map(_word_buckets, folded))
    if len(found) < 2:
        return found[0] if found else np.empty(0, np.uint16)
    buckets = np.sort(np.concatenate(found))
    return buckets[np.concatenate(([True], buckets[1:] != buckets[:-1]))]


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
