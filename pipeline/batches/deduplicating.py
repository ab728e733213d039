"""Texts in order -> for each the id of the first that says the same, or None. Advertisements repeat; they need translating once.

Equal: the same but for white space and capitals. Near: the share of word pairs that two texts have in common (Jaccard similarity, figures
counting as one word) is at least the threshold, as estimated by MinHash signatures (Broder 1997; rensa computes them, 45 times as fast
as datasketch) and found by locality-sensitive hashing in bands (Indyk and Motwani 1998). Only first texts are remembered, so what is near them
never drifts away from them. Seeds are fixed: the same texts in the same order give the same answers. Memory: 450 MB a million different
texts with ids of 20 characters, whatever their length (rensa's own index takes 1.4 GB). Small differences that matter are the limit
of any such measure: of texts in which two of the tasks or demands were replaced, one in five is near by the default threshold.
"""

import hashlib
import re
import zlib
from array import array

import numpy as np

THRESHOLD = 0.9
_PERMUTATIONS = 128
_SEED = 1
_FOUND = 0.97  # chance that a pair at the threshold shares a band
_WORD = re.compile(r"[^\W_]+")
_SMALLEST, _LARGEST = 1 << 14, 1 << 23  # slots of a block
_LOAD = 0.6
_SAME_KEY = 16  # rows remembered a key and block: templates share bands by the thousand
_CHUNK = 1 << 14  # signatures kept together


def bands_for(threshold: float) -> tuple[int, int]:
    """(bands, rows a band) of a signature: the fewest bands with which pairs at the threshold are found."""
    for rows in range(_PERMUTATIONS, 1, -1):
        bands = _PERMUTATIONS // rows
        if 1 - (1 - threshold**rows) ** bands >= _FOUND:
            return bands, rows
    return _PERMUTATIONS, 1


class Deduplicator:
    """Remembers the texts it was given; ``threshold`` is a similarity from 0.5 to 1, where 1 leaves only equal texts.

    >>> known = Deduplicator()
    >>> known.first("a", "Wij zoeken een kok."), known.first("b", "wij  zoeken een Kok.")
    (None, 'a')
    """

    def __init__(self, threshold: float = THRESHOLD):
        if not 0.5 <= threshold <= 1:
            raise ValueError(f"the threshold is {threshold}, expected 0.5 to 1")
        self.threshold = threshold
        self._bands, self._rows = bands_for(threshold)
        self._equal, self._near = HashIndex("Q"), HashIndex("I")
        self._signatures: list[np.ndarray] = []
        self._ids, self._ends = bytearray(), array("Q")

    def __len__(self) -> int:
        """How many different texts there were."""
        return len(self._ends)

    def first(self, identifier: str, text: str) -> str | None:
        """The id of the first text that says the same, or None when this is the first; then it is remembered by ``identifier``."""
        features = self._features(text)
        if (row := self._found(*features)) is not None:
            return self._identifier(row)
        self._remember(identifier, *features)
        return None

    def find(self, text: str) -> str | None:
        """The id of the first text that says the same, or None; nothing is remembered."""
        row = self._found(*self._features(text))
        return None if row is None else self._identifier(row)

    def _features(self, text: str) -> tuple[int, list[int], np.ndarray | None]:
        """(hash of the plain text, hashes of the bands, signature); the latter two are empty when only equal texts count."""
        plain = " ".join(text.split()).casefold()
        key = int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        if self.threshold == 1:
            return key, [], None
        signature = _signature(plain)
        width, raw = 4 * self._rows, signature.tobytes()
        return key, [zlib.crc32(raw[at * width : (at + 1) * width], at) for at in range(self._bands)], signature

    def _found(self, key: int, keys: list[int], signature: np.ndarray | None) -> int | None:
        if found := self._equal.find(key):
            return min(found)
        candidates = sorted({row for band in keys for row in self._near.find(band)})
        return self._similar(candidates, signature) if candidates else None

    def _similar(self, rows: list[int], signature: np.ndarray) -> int | None:
        """The first of the rows whose signature agrees often enough; of each value one byte is kept (b-bit minwise hashing, Li and König 2010)."""
        byte = signature.astype(np.uint8)
        for row in rows:
            agreeing = np.count_nonzero(self._signatures[row // _CHUNK][row % _CHUNK] == byte) / _PERMUTATIONS
            if (agreeing - 1 / 256) / (1 - 1 / 256) >= self.threshold:
                return row
        return None

    def _remember(self, identifier: str, key: int, keys: list[int], signature: np.ndarray | None) -> None:
        row = len(self._ends)
        self._ids += identifier.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._ids))
        self._equal.add(key, row)
        if signature is not None:
            if row % _CHUNK == 0:
                self._signatures.append(np.empty((_CHUNK, _PERMUTATIONS), np.uint8))
            self._signatures[-1][row % _CHUNK] = signature.astype(np.uint8)
            for band in keys:
                self._near.add(band, row)

    def _identifier(self, row: int) -> str:
        return self._ids[self._ends[row - 1] if row else 0 : self._ends[row]].decode("utf-8", "surrogatepass")


def _signature(plain: str) -> np.ndarray:
    """The MinHash signature of the pairs of neighbouring words."""
    from rensa import RMinHash

    words = ["0" if word.isdecimal() else word for word in _WORD.findall(plain)]
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update([f"{first} {second}" for first, second in zip(words, words[1:])] or words)
    return np.array(sketch.digest(), dtype="<u4")


class HashIndex:
    """Keys -> rows, by open addressing in flat arrays; a full block is followed by one that is twice as large."""

    def __init__(self, kind: str):
        self._kind = kind
        self._blocks: list[tuple[array, array, int]] = []  # keys, rows + 1 (0 is empty), mask
        self._room = 0

    def find(self, key: int) -> list[int]:
        """The rows that were added with this key, at most 16 a block."""
        found = []
        for keys, rows, mask in self._blocks:
            slot = key & mask
            while row := rows[slot]:
                if keys[slot] == key:
                    found.append(row - 1)
                slot = (slot + 1) & mask
        return found

    def add(self, key: int, row: int) -> None:
        """Remembers the row, unless there are many with this key already."""
        if not self._room:
            size = min(_LARGEST, _SMALLEST << len(self._blocks))
            self._blocks.append((array(self._kind, bytes(size * array(self._kind).itemsize)), array("I", bytes(size * 4)), size - 1))
            self._room = int(size * _LOAD)
        keys, rows, mask = self._blocks[-1]
        slot, same = key & mask, 0
        while rows[slot]:
            same += keys[slot] == key
            if same == _SAME_KEY:
                return
            slot = (slot + 1) & mask
        keys[slot], rows[slot] = key, row + 1
        self._room -= 1
