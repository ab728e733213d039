"""The compiled label index: what a release is called, in a form that opens in milliseconds.

A handful of ``lexicon.*`` files beside the release's RDF, memory-mapped, so that worker processes share them:
``entries`` (one JSON record a concept), ``labels`` (texts with concept, role and language), ``keys`` (sorted
64-bit hashes of the surface and bag keys of every label), ``grams`` (inverted index of character n-grams with
TF-IDF weights, after Salton & Buckley 1988) and ``vectors`` (each label as encoding.py sees it). ``find`` looks whole labels
up, ``search`` ranks concepts by likeness of letters, ``nearness`` by likeness of meaning. compiling.py makes the files.
"""

import json
import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from .concepts import ROLES
from .encoding import Encoder
from .errors import OntologyError
from .normalising import bag_key, surface_key, words

EMBEDDED = Path(__file__).parent / "embedded"
FORMAT = 2
GRAM_SIZES = (3, 4)
MAX_WORDS = 6
LANGUAGES = ("nl", "en")
LABEL_ROW = np.dtype([("start", "<u4"), ("end", "<u4"), ("concept", "<u4"), ("role", "u1"), ("lang", "u1")])
KEY_ROW = np.dtype([("hash", "<u8"), ("label", "<u4"), ("bag", "u1")])


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as the pipeline needs it. ``mappings``: exact and close ones, by scheme name."""

    iri: str
    type: str
    label_nl: str
    label_en: str
    mappings: dict[str, list[str]]
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A label that stands for a concept. ``how``: "surface", "bag", "grams" or "vector"; ``score`` 0-1 (1 = same key)."""

    concept: int
    label: str
    role: str
    how: str
    score: float


def label_hash(key: str) -> int:
    """64-bit hash of a surface key, or of "bag " and a bag key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def grams(text: str) -> list[int]:
    """CRC-32 of the character 3- and 4-grams of the surface key, word-bounded, with repeats."""
    return [gram for word in words(text) for gram in _word_grams(word)]


@lru_cache(maxsize=100_000)
def _word_grams(word: str) -> tuple[int, ...]:
    bounded = f" {word} ".encode()
    return tuple(zlib.crc32(bounded[i : i + size]) for size in GRAM_SIZES for i in range(max(1, len(bounded) - size + 1)))


def _kth_largest(scores: np.ndarray, k: int) -> float:
    """The k-th largest score, but always above 0."""
    return max(float(np.partition(scores, -k)[-k]) if k < len(scores) else 0.0, 1e-9)


class Lexicon:
    """A compiled lexicon, opened for reading. Concepts are numbered 0..len-1; ``entry`` gives the record."""

    def __init__(self, folder: Path, header: dict, arrays: dict[str, np.ndarray], entries: bytes, labels: bytes):
        self.folder, self.header = folder, header
        self.release: str = header["release"]
        self._bounds, self._labels, self._keys = arrays["entries"], arrays["labels"], arrays["keys"]
        self._grams, self._starts = arrays["grams"], arrays["gram_starts"]
        self._postings, self._weights = arrays["postings"], arrays["weights"]
        self._entries, self._texts = entries, labels
        self._hashes = np.ascontiguousarray(self._keys["hash"])
        self._label_concepts = np.ascontiguousarray(self._labels["concept"])
        self._concept_starts = np.searchsorted(self._label_concepts, np.arange(header["concepts"]))
        self._int_vectors, self._concept_occupation = arrays["vectors"], arrays["occupations"]
        self._firsts = {first: size for first, size in arrays["firsts"].tolist()}
        self.entry = lru_cache(maxsize=50_000)(self._entry)
        self.find = lru_cache(maxsize=50_000)(self._find)
        self._surface = lru_cache(maxsize=100_000)(self._surface_key)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Lexicon":
        """Opens the lexicon in a release folder (default: the embedded core). Raises OntologyError."""
        folder = Path(folder) if folder else EMBEDDED
        try:
            header = json.loads((folder / "lexicon.json").read_text(encoding="utf-8"))
            if header["format"] != FORMAT:
                raise OntologyError(f"{folder}: lexicon format {header['format']}, this version reads {FORMAT}; rebuild it")
            names = "entries labels keys grams gram_starts postings weights firsts vectors occupations".split()
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
        iri, type_, label_nl, label_en, mappings, broader = json.loads(bytes(self._entries[start:end]))
        return Entry(iri, type_, label_nl, label_en, mappings, tuple(broader))

    def label(self, number: int) -> tuple[str, int, str]:
        """(text, concept, role) of a label."""
        start, end, concept, role, _ = self._labels[number]
        return bytes(self._texts[start:end]).decode(), int(concept), ROLES[role]

    def _find(self, text: str) -> tuple[Hit, ...]:
        """Concepts with a label of the same surface key, else of the same bag key; one hit a concept."""
        key = surface_key(text)
        if not key:
            return ()
        if hits := self._surface(key):
            return hits
        bag = bag_key(text)
        return self._bylabel_hash(label_hash("bag " + bag), lambda label: bag_key(label) == bag, "bag") if bag else ()

    def matches(self, words_: list[str]) -> list[tuple[int, int, int]]:
        """Labels that stand in a row of folded words: (first, end, concept), longest from the left, no overlap."""
        found, at = [], 0
        while at < len(words_):
            longest = self._firsts.get(zlib.crc32(words_[at].encode()), 0)
            for size in range(min(longest, len(words_) - at), 0, -1):
                hits = self._surface(" ".join(words_[at : at + size]))
                if hits:
                    found.append((at, at + size, hits[0].concept))
                    at += size
                    break
            else:
                at += 1
        return found

    def _surface_key(self, key: str) -> tuple[Hit, ...]:
        return self._bylabel_hash(label_hash(key), lambda label: surface_key(label) == key, "surface")

    def _bylabel_hash(self, key_hash: int, same, how: str) -> tuple[Hit, ...]:
        hits: dict[int, Hit] = {}
        at = int(np.searchsorted(self._hashes, np.uint64(key_hash)))
        while at < len(self._hashes) and int(self._hashes[at]) == key_hash:
            text, concept, role = self.label(int(self._keys[at]["label"]))
            if same(text) and (concept not in hits or ROLES.index(role) < ROLES.index(hits[concept].role)):
                hits[concept] = Hit(concept, text, role, how, 1.0)
            at += 1
        return tuple(hits.values())

    def search(self, text: str, top: int = 20, skip: str | None = None) -> list[Hit]:
        """The ``top`` concepts whose labels are most like ``text`` (cosine of n-gram TF-IDF), best first.

        ``skip``: a label that is passed over, as if the lexicon had it not.
        """
        found, counts = np.unique(np.array(grams(text), dtype=np.uint32), return_counts=True)
        at = np.searchsorted(self._grams, found)
        known = at < len(self._grams)
        known[known] = self._grams[at[known]] == found[known]
        total = len(self._labels)
        at, counts, unknown = at[known], counts[known], int((~known).sum())
        if not len(at):
            return []
        starts, ends = self._starts[at].astype(np.int64), self._starts[at + 1].astype(np.int64)
        query = (1 + np.log(counts)) * (np.log((1 + total) / (1 + ends - starts)) + 1)
        norm = np.sqrt((query**2).sum() + unknown * (np.log(1 + total) + 1) ** 2)
        sizes = ends - starts
        places = np.arange(sizes.sum()) + np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        weights = self._weights[places] * np.repeat((query / norm).astype(np.float32), sizes)
        scores = np.bincount(self._postings[places], weights=weights, minlength=total)
        likely = np.flatnonzero(scores >= _kth_largest(scores, top * 4))
        hits: dict[int, Hit] = {}
        for number in likely[np.argsort(-scores[likely], kind="stable")]:
            concept = int(self._label_concepts[number])
            if concept not in hits:
                label, _, role = self.label(int(number))
                if label == skip:
                    continue
                hits[concept] = Hit(concept, label, role, "grams", float(min(1.0, scores[number])))
                if len(hits) == top:
                    break
        return list(hits.values())

    @cached_property
    def _vectors(self) -> np.ndarray:
        """(labels x dimensions) float32, made when first asked for."""
        return self._int_vectors.astype(np.float32) / 127

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder.load()

    @cached_property
    def is_occupation(self) -> np.ndarray:
        """For each concept whether it is an occupation."""
        return self._concept_occupation.astype(bool)

    def nearness(self, text: str, skip: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(cosine, label number) of the nearest label of each concept, in the order of the concepts.

        ``skip``: a label that is passed over, as if the lexicon had it not.
        """
        scores = self._vectors @ self._encoder.encode(text)
        if skip is not None:
            scores[[number for number in np.flatnonzero(scores > 0.98) if self.label(int(number))[0] == skip]] = -1
        best = np.maximum.reduceat(scores, self._concept_starts)
        ends = np.append(self._concept_starts[1:], len(scores))
        top = np.repeat(best, ends - self._concept_starts) == scores
        labels = np.flatnonzero(top)
        return best, labels[np.searchsorted(labels, self._concept_starts)]

    def __reduce__(self):
        return Lexicon.load, (self.folder,)

