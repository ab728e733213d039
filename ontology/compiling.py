"""Concepts -> the files of a lexicon: entries, labels, keys, n-gram index and label vectors. Deterministic."""

import json
import zlib
from array import array
from collections.abc import Iterable
from io import BytesIO

import numpy as np

from .concepts import ROLES, Concept, Mapping
from .encoding import DIMENSIONS, Encoder
from .lexicon import FORMAT, KEY_ROW, LABEL_ROW, LANGUAGES, MAX_WORDS, grams, label_hash
from .namespaces import ESCO_ISCO, ONET_SCHEME
from .normalising import bag_key, surface_key, words

_SCHEMES = {
    "http://data.europa.eu/esco/isco/": "isco",
    "http://data.europa.eu/esco/": "esco",
    "https://linkeddata.competentnl.nl/": "competentnl",
    "https://www.onetcenter.org/": "onet",
    ONET_SCHEME: "onet",
}


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
                keys.append((label_hash(surface_key(text)), label, 0))
                if bag := bag_key(text):
                    keys.append((label_hash("bag " + bag), label, 1))
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
        "occupations": np.array([concept.type == "occupation" for concept in concepts], dtype="u1"),
        "labels": np.array(rows, dtype=LABEL_ROW),
        "keys": np.sort(np.array(keys, dtype=KEY_ROW), order=["hash", "bag", "label"]),
        "grams": vocabulary,
        "gram_starts": starts,
        "postings": postings,
        "weights": weights,
        "vectors": _vectors([text.decode() for text in texts]),
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


def _vectors(texts: list[str]) -> np.ndarray:
    """(labels x dimensions) int8: unit vectors of the labels, times 127."""
    encoder = Encoder.load()
    vectors = np.empty((len(texts), DIMENSIONS), dtype=np.int8)
    for number, text in enumerate(texts):
        vectors[number] = np.round(encoder.encode(text) * 127)
    return vectors


def _npy(values: np.ndarray) -> bytes:
    stream = BytesIO()
    np.save(stream, values, allow_pickle=False)
    return stream.getvalue()
