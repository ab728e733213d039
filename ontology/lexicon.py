"""The compiled label index: what a release is called, in a form that opens in milliseconds.

A handful of ``lexicon.*`` files beside the release's RDF, memory-mapped, so that worker processes share them:
``entries`` (one JSON record a concept), ``labels`` (texts with concept, role and language), ``keys`` (sorted
64-bit hashes of the surface and bag keys of every label) and ``grams`` (inverted index of character n-grams with
TF-IDF weights, after Salton & Buckley 1988). ``find`` looks whole labels up, ``search`` ranks concepts by likeness.
"""

import json
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import numpy as np

from .concepts import ROLES, Concept, Mapping
from .errors import OntologyError
from .namespaces import ESCO_ISCO, ONET_SCHEME
from .normalising import bag_key, lemma, surface_key, words

EMBEDDED = Path(__file__).parent / "embedded"
FORMAT = 1
GRAM_SIZES = (3, 4)
MAX_WORDS = 6
LANGUAGES = ("nl", "en")
_SCHEMES = {
    "http://data.europa.eu/esco/isco/": "isco",
    "http://data.europa.eu/esco/": "esco",
    "https://linkeddata.competentnl.nl/": "competentnl",
    "https://www.onetcenter.org/": "onet",
    ONET_SCHEME: "onet",
}
_LABEL = np.dtype([("start", "<u4"), ("end", "<u4"), ("concept", "<u4"), ("role", "u1"), ("lang", "u1")])
_KEY = np.dtype([("hash", "<u8"), ("label", "<u4"), ("bag", "u1")])


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
    """A label that stands for a concept. ``how`` is "surface", "bag" or "grams"; ``score`` 0-1 (1 = same key)."""

    concept: int
    label: str
    role: str
    how: str
    score: float


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def grams(text: str) -> list[int]:
    """CRC-32 of the character 3- and 4-grams of the surface key, word-bounded, with repeats."""
    return [gram for word in words(text) for gram in _word_grams(word)]


@lru_cache(maxsize=100_000)
def _word_grams(word: str) -> tuple[int, ...]:
    bounded = f" {word} ".encode()
    return tuple(zlib.crc32(bounded[i : i + size]) for size in GRAM_SIZES for i in range(max(1, len(bounded) - size + 1)))


def compile_lexicon(concepts: Iterable[Concept], mappings: Iterable[Mapping], release: str, silent: frozenset[tuple[str, str]] = frozenset()) -> dict[str, bytes]:
    """File name -> content of the lexicon of these concepts; deterministic. Deprecated concepts and groups are left out.

    ``silent``: labels (IRI, text) that do not find their concept.
    """
    concepts = [concept for concept in concepts if concept.status == "active" and concept.type != "group"]
    mapped: dict[str, list[Mapping]] = {}
    for mapping in mappings:
        mapped.setdefault(mapping.subject, []).append(mapping)
    entries, texts, rows, keys = [], [], [], []
    position = 0
    for number, concept in enumerate(concepts):
        entries.append(_entry_record(concept, mapped.get(concept.iri, ())))
        for lang_number, lang in enumerate(LANGUAGES):
            for role, text in concept.all_labels(lang):
                if (concept.iri, text) in silent:
                    continue
                raw = text.encode()
                label = len(rows)
                rows.append((position, position + len(raw), number, ROLES.index(role), lang_number))
                texts.append(raw)
                position += len(raw)
                keys.append((_hash(surface_key(text)), label, 0))
                if bag := bag_key(text):
                    keys.append((_hash("bag " + bag), label, 1))
    blob = b"\n".join(entries) + b"\n"
    bounds = np.cumsum([0] + [len(entry) + 1 for entry in entries], dtype="<u8")
    vocabulary, starts, postings, weights = _postings([text.decode() for text in texts])
    firsts: dict[int, int] = {}
    for text in texts:
        if found := words(text.decode()):
            first = zlib.crc32(found[0].encode())
            firsts[first] = min(MAX_WORDS, max(firsts.get(first, 0), len(found)))
    header = {"format": FORMAT, "release": release, "concepts": len(concepts), "labels": len(rows)}
    arrays = {
        "entries": bounds,
        "labels": np.array(rows, dtype=_LABEL),
        "keys": np.sort(np.array(keys, dtype=_KEY), order=["hash", "bag", "label"]),
        "grams": vocabulary,
        "gram_starts": starts,
        "postings": postings,
        "weights": weights,
        "firsts": np.array(sorted(firsts.items()), dtype="<u4").reshape(-1, 2),
    }
    files = {f"lexicon.{name}.npy": _npy(values) for name, values in arrays.items()}
    files["lexicon.entries.bin"] = blob
    files["lexicon.labels.bin"] = b"".join(texts)
    files["lexicon.json"] = (json.dumps(header, indent=1) + "\n").encode()
    return files


def _entry_record(concept: Concept, mappings: Iterable[Mapping]) -> bytes:
    schemes: dict[str, list[str]] = {}
    for mapping in sorted(mappings, key=lambda m: (m.predicate != "exactMatch", m.object)):
        scheme = next((name for base, name in _SCHEMES.items() if mapping.object.startswith(base)), None)
        if scheme == "isco":
            schemes.setdefault(scheme, []).append(mapping.object.removeprefix(ESCO_ISCO))
        elif scheme and mapping.predicate in ("exactMatch", "closeMatch") and mapping.object not in schemes.get(scheme, ()):
            schemes.setdefault(scheme, []).append(mapping.object)
    record = [concept.iri, concept.type, concept.pref("nl") or concept.pref("en"), concept.pref("en"), schemes, list(concept.broader)]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _postings(texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Inverted index: sorted grams, where their postings start, label numbers, unit-length TF-IDF weights."""
    found, sizes = array("I"), array("I")
    for text in texts:
        these = grams(text)
        found.extend(these)
        sizes.append(len(these))
    pairs = np.frombuffer(found, dtype=np.uintc).astype(np.uint64) << np.uint64(32)
    pairs |= np.repeat(np.arange(len(texts), dtype=np.uint64), np.frombuffer(sizes, dtype=np.uintc))
    pairs.sort()
    firsts = np.flatnonzero(np.diff(pairs, prepend=~pairs[:1]))
    counts = np.diff(firsts, append=len(pairs)).astype("<u4")
    gram, label = (pairs[firsts] >> np.uint64(32)).astype("<u4"), pairs[firsts].astype("<u4")
    del pairs, firsts
    vocabulary, starts, frequency = np.unique(gram, return_index=True, return_counts=True)
    idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
    weight = (1 + np.log(counts)) * np.repeat(idf, frequency)
    norm = np.sqrt(np.bincount(label, weights=weight**2, minlength=len(texts)))
    narrow = "<u2" if len(texts) <= 65_536 else "<u4"
    return vocabulary, np.append(starts, len(gram)).astype("<u4"), label.astype(narrow), (weight / norm[label]).astype("<f2")


def _kth_largest(scores: np.ndarray, k: int) -> float:
    """The k-th largest score, but always above 0."""
    return max(float(np.partition(scores, -k)[-k]) if k < len(scores) else 0.0, 1e-9)


def _npy(values: np.ndarray) -> bytes:
    stream = BytesIO()
    np.save(stream, values, allow_pickle=False)
    return stream.getvalue()


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
            names = "entries labels keys grams gram_starts postings weights firsts".split()
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
        return self._by_hash(_hash("bag " + bag), lambda label: bag_key(label) == bag, "bag") if bag else ()

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
        return self._by_hash(_hash(key), lambda label: surface_key(label) == key, "surface")

    def _by_hash(self, key_hash: int, same, how: str) -> tuple[Hit, ...]:
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

    def __reduce__(self):
        return Lexicon.load, (self.folder,)


__all__ = ["EMBEDDED", "Entry", "Hit", "Lexicon", "compile_lexicon", "grams", "lemma", "surface_key", "bag_key", "words"]
