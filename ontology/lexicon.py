"""The compiled label index: what a release is called, in a form that opens in milliseconds.

A handful of ``lexicon.*`` files beside the release's RDF, memory-mapped, so that worker processes share them: ``entries`` (one
JSON record a concept), ``labels`` (texts with concept, role and language), ``keys`` (sorted 64-bit hashes of the surface and
bag keys of every label), ``words`` (the content lemmas of every label, with how rare they are) and what encoding.py
makes of it: ``vectors`` of the labels, ``centroids`` and ``definitions`` of the concepts, ``linked`` job titles (linked.py); ``needs``, sorted, are
``(occupation * concepts + skill) * 2``, and 1 more when it is essential. ``find`` looks whole labels up, ``matches`` finds
labels in a row of words, ``nearest`` the concepts that mean about the same. compiling.py makes the files.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from .concepts import ROLES
from .encoding import Encoder
from .errors import OntologyError
from .normalising import bag_key, surface_key
from .spelling import LabelLetters, Letters

EMBEDDED = Path(__file__).parent / "embedded"
FORMAT = 6
MAX_WORDS = 6
_SPARE = 8
_GROUPED = 16  # centroids
_SOUGHT = 64  # vectors at a time
_BLOCK = 2048  # vectors at a time: what a processor keeps at hand
LANGUAGES = ("nl", "en")
TYPES = ("skill", "knowledge", "attitude", "language", "certificate", "occupation")
LABEL_ROW = np.dtype([("start", "<u4"), ("end", "<u4"), ("concept", "<u4"), ("role", "u1"), ("lang", "u1")])
KEY_ROW = np.dtype([("hash", "<u8"), ("label", "<u4"), ("bag", "u1")])


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as the pipeline needs it. By scheme name ``mappings``, exact and close ones, and ``wider``: broader ones, where a scheme has nothing better."""

    iri: str
    type: str
    label_nl: str
    label_en: str
    mappings: dict[str, list[str]]
    wider: dict[str, list[str]]
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Label ``number``, which stands for a concept. ``how``: "surface" (same words) or "bag" (the same lemmas)."""

    concept: int
    number: int
    label: str
    role: str
    how: str


def label_hash(key: str) -> int:
    """64-bit hash of a surface key, or of "bag " and a bag key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def word_hash(lemma: str) -> int:
    """32-bit hash of a content lemma."""
    return zlib.crc32(lemma.encode())


def cosines(table: np.ndarray, rows: np.ndarray, vectors: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Of unit vectors kept as int8, ``table[rows]``, with the unit vectors ``vectors[owners]``; a figure does not depend on the others."""
    found = np.empty(len(rows), dtype=np.float32)
    for at in range(0, len(rows), _BLOCK):
        part = slice(at, at + _BLOCK)
        found[part] = np.einsum("ij,ij->i", table[rows[part]].astype(np.float32), vectors[owners[part]])
    return found / np.float32(127)


class Lexicon:
    """A compiled lexicon, opened for reading. Concepts are numbered 0..len-1; ``entry`` gives the record."""

    def __init__(self, folder: Path, header: dict, arrays: dict[str, np.ndarray], entries: bytes, labels: bytes):
        self.folder, self.header = folder, header
        self.release: str = header["release"]
        self._bounds, self._labels, self._keys = arrays["entries"], arrays["labels"], arrays["keys"]
        self._entries, self._texts = entries, labels
        self._hashes = np.ascontiguousarray(self._keys["hash"])
        self.starts: np.ndarray = np.searchsorted(self._labels["concept"], np.arange(header["concepts"] + 1))
        self.types, self.parents, self.languages, self.roles = arrays["types"], arrays["parents"], self._labels["lang"], self._labels["role"]
        self.vectors, self.definitions, self.centroids = arrays["vectors"], arrays["definitions"], arrays["centroids"]
        self.words, self.word_starts = arrays["words"], arrays["word_starts"]
        self._vocabulary, self.rareness, self.crowding = arrays["vocabulary"], arrays["rareness"], arrays["crowding"]
        self.bucket_rareness = arrays["bucket_rareness"]
        self.linked, self.linked_starts = arrays["linked"], arrays["linked_starts"].astype(np.int64)
        self._needs = arrays["needs"]
        self._longest = dict(arrays["openings"].tolist())
        self.entry = lru_cache(maxsize=50_000)(self._entry)
        self.find = lru_cache(maxsize=50_000)(self._find)
        self.label_letters = LabelLetters(len(self._labels), self._letters_of)
        self.surface = lru_cache(maxsize=200_000)(self._surface)
        self.longest_from = lru_cache(maxsize=100_000)(self._longest_from)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Lexicon":
        """Opens the lexicon in a release folder (default: the embedded core). Raises OntologyError."""
        folder = Path(folder) if folder else EMBEDDED
        try:
            header = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
            if header["format"] != FORMAT:
                raise OntologyError(f"{folder}: lexicon format {header['format']}, this version reads {FORMAT}; rebuild it")
            names = "entries labels keys openings types parents vectors centroids definitions words word_starts vocabulary rareness bucket_rareness crowding linked linked_starts needs".split()
            arrays = {name: np.load(folder / f"lexicon.{name}.npy", mmap_mode="r").view(np.ndarray) for name in names}
            entries = np.memmap(folder / "lexicon.entries.bin", mode="r").view(np.ndarray)
            labels = np.memmap(folder / "lexicon.labels.bin", mode="r").view(np.ndarray)
        except (OSError, ValueError, KeyError) as error:
            raise OntologyError(
                f"{folder} is no ontology release that can be read ({error}); "
                "give a folder made by 'skillstaal ontology build'"
            ) from error
        return cls(folder, header, arrays, entries, labels)

    def __len__(self) -> int:
        return self.header["concepts"]

    def _entry(self, number: int) -> Entry:
        start, end = self._bounds[number : number + 2]
        *record, broader = json.loads(bytes(self._entries[start:end]))
        return Entry(*record, tuple(broader))

    def label(self, number: int) -> tuple[str, int, str]:
        """(text, concept, role) of a label."""
        start, end, concept, role, _ = self._labels[number].item()
        return bytes(self._texts[start:end]).decode(), concept, ROLES[role]

    def needs(self, occupations: np.ndarray, concepts: np.ndarray) -> np.ndarray:
        """For each pair of concept numbers whether the relations of the release say that the occupation needs the other."""
        if not len(self._needs):
            return np.zeros(len(concepts), dtype=bool)
        pairs = occupations.astype(np.int64) * len(self) + concepts
        at = np.searchsorted(self._needs, pairs * 2)
        return self._needs[np.minimum(at, len(self._needs) - 1)] // 2 == pairs

    def all_needs(self) -> Iterator[tuple[int, int, bool]]:
        """(occupation, concept, whether it is essential) of every such pair."""
        for number in self._needs.tolist():
            yield number // 2 // len(self), number // 2 % len(self), number % 2 == 1

    def _letters_of(self, number: int) -> Letters:
        text, concept, _ = self.label(number)
        return self.letters(text, bool(self.is_occupation[concept]))

    def letters(self, text: str, occupation: bool) -> Letters:
        """What is compared of the spelling of a text with that of the labels of skills or of occupations."""
        return Letters.of(text, self.bucket_rareness[int(occupation)])

    def _find(self, text: str) -> tuple[Hit, ...]:
        """Concepts with a label of the same surface key, else of the same bag key; one hit a concept."""
        key = surface_key(text)
        if not key:
            return ()
        if hits := self.surface(key):
            return hits
        bag = bag_key(text)
        return self._bylabel_hash(label_hash("bag " + bag), lambda label: bag_key(label) == bag, "bag") if bag else ()

    def _longest_from(self, opening: str) -> int:
        """How many words the longest label has that begins with this folded word or these two; 0 when none does."""
        return self._longest.get(word_hash(opening), 0)

    def matches(self, words_: Sequence[str]) -> list[tuple[int, int, int]]:
        """Labels that stand in a row of folded words: (first, end, concept), longest from the left, no overlap."""
        found, free, last = [], 0, len(words_) - 1
        for at, opens in enumerate(map(self.longest_from, words_)):
            if not opens or at < free:
                continue
            most = self.longest_from(f"{words_[at]} {words_[at + 1]}") if opens > 1 and at < last else 1
            for size in range(max(1, min(most, len(words_) - at)), 0, -1):
                if hits := self.surface(" ".join(words_[at : at + size]) if size > 1 else words_[at]):
                    found.append((at, at + size, hits[0].concept))
                    free = at + size
                    break
        return found

    def _surface(self, key: str) -> tuple[Hit, ...]:
        """Concepts with a label of this surface key."""
        return self._bylabel_hash(label_hash(key), lambda label: surface_key(label) == key, "surface")

    def _bylabel_hash(self, key_hash: int, same, how: str) -> tuple[Hit, ...]:
        hits: dict[int, Hit] = {}
        at = int(np.searchsorted(self._hashes, np.uint64(key_hash)))
        while at < len(self._hashes) and int(self._hashes[at]) == key_hash:
            number = int(self._keys[at]["label"])
            text, concept, role = self.label(number)
            if same(text) and (concept not in hits or ROLES.index(role) < ROLES.index(hits[concept].role)):
                hits[concept] = Hit(concept, number, text, role, how)
            at += 1
        return tuple(hits.values())

    def lemma_places(self, lemmas: Sequence[str], occupation: bool) -> tuple[np.ndarray, np.ndarray]:
        """(place among the lemmas of the labels, or -1; how rare) of each, unknown ones as if in one label."""
        wanted = np.array([word_hash(lemma) for lemma in lemmas], dtype=np.uint32)
        at = np.minimum(np.searchsorted(self._vocabulary, wanted), len(self._vocabulary) - 1)
        known = self._vocabulary[at] == wanted
        rareness = self.rareness[int(occupation)]
        return np.where(known, at, -1), np.where(known, rareness[at], rareness.max(initial=0))

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the vectors were made with. Raises OntologyError when this version has another one."""
        encoder = Encoder.load()
        if encoder.fingerprint != self.header["encoder"]:
            raise OntologyError(f"{self.folder}: its vectors were made by the encoder of another version; rebuild it with 'skillstaal ontology build'")
        return encoder

    @cached_property
    def is_occupation(self) -> np.ndarray:
        """For each concept whether it is an occupation."""
        return self.types == TYPES.index("occupation")

    @cached_property
    def title_openings(self) -> frozenset[str]:
        """The first words of the labels of occupations; made when first asked for."""
        numbers = np.flatnonzero(self.is_occupation[self._labels["concept"]])
        return frozenset(surface_key(self.label(number)[0]).partition(" ")[0] for number in numbers.tolist())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self._entry(number).iri: number for number in range(len(self))}

    def number_of(self, iri: str) -> int | None:
        """The number of a concept; None when the release does not have it."""
        return self._numbers.get(iri)

    @cached_property
    def _sides(self) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """(concept numbers, their centroids as float32 columns) of skills and the like, and of occupations; made when first asked for.

        Columns of zeros make their number a multiple of ``_GROUPED``.
        """
        sides = []
        for numbers in (np.flatnonzero(~self.is_occupation), np.flatnonzero(self.is_occupation)):
            columns = np.zeros((self.centroids.shape[1], -(-len(numbers) // _GROUPED) * _GROUPED), dtype=np.float32)
            columns[:, : len(numbers)] = self.centroids[numbers].T / np.float32(127)
            sides.append((numbers, columns))
        return tuple(sides)

    def nearest(self, vectors: np.ndarray, occupation: bool, top: int) -> tuple[np.ndarray, np.ndarray]:
        """(concepts, cosines), both (vectors x at most ``top``), nearest centroid first; occupations only, or none.

        Some more are taken from the product of matrices, whose last bits depend on how many vectors there are, and ranked one by one.
        """
        numbers, centroids = self._sides[occupation]
        top, wider = min(top, len(numbers)), min(top + _SPARE, len(numbers))
        if not top:
            return np.empty((len(vectors), 0), dtype=np.int64), np.empty((len(vectors), 0), dtype=np.float32)
        found = np.empty((len(vectors), wider), dtype=np.int64)
        for at in range(0, len(vectors), _SOUGHT):
            found[at : at + _SOUGHT] = numbers[_highest(vectors[at : at + _SOUGHT] @ centroids, len(numbers), wider)]
        exact = cosines(self.centroids, found.ravel(), vectors, np.repeat(np.arange(len(vectors)), wider)).reshape(found.shape)
        order = np.lexsort((found, -exact), axis=1)[:, :top]
        return np.take_along_axis(found, order, axis=1), np.take_along_axis(exact, order, axis=1)

    def __reduce__(self):
        return Lexicon.load, (self.folder,)


def _highest(scores: np.ndarray, real: int, top: int) -> np.ndarray:
    """(rows x ``top``) the columns, of the first ``real`` ones, with the highest scores of each row, in no order.

    They are among the ``top`` groups of columns with the highest members, which are far fewer to sort.
    """
    rows, size = scores.shape
    scores[:, real:] = -np.inf
    groups = size // _GROUPED
    if groups <= top:
        return np.argpartition(scores, size - top, axis=1)[:, size - top :]
    best = scores.reshape(rows, _GROUPED, groups).max(axis=1)
    chosen = np.argpartition(best, groups - top, axis=1)[:, groups - top :]
    columns = (chosen[:, :, None] + np.arange(0, size, groups)).reshape(rows, -1)
    among = np.argpartition(np.take_along_axis(scores, columns, axis=1), columns.shape[1] - top, axis=1)[:, columns.shape[1] - top :]
    return np.take_along_axis(columns, among, axis=1)
