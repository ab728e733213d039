"""Concepts -> the files of a lexicon: entries, labels, keys, words and vectors. Deterministic."""

import json
from collections.abc import Iterable
from io import BytesIO

import numpy as np

from .concepts import ROLES, Concept, Mapping, Relation
from .encoding import Encoder
from .lexicon import FORMAT, KEY_ROW, LABEL_ROW, LANGUAGES, MAX_WORDS, TYPES, label_hash, word_hash
from .linked import LinkedTitles
from .namespaces import ESCO_ISCO, ONET_SCHEME
from .normalising import bag_key, content_lemmas, surface_key, words
from .spelling import BUCKETS, letter_buckets

_CHUNK = 4096
_CROWD = 10
_MANY = 100_000  # labels of a full release: a fixed number, so that a label more or less changes only how rare its own words are
_STEPS = 16  # of rareness in a unit, and so coarse that one more label seldom changes a common word
_SCHEMES = {
    "http://data.europa.eu/esco/isco/": "isco",
    "http://data.europa.eu/esco/": "esco",
    "https://linkeddata.competentnl.nl/": "competentnl",
    "https://www.onetcenter.org/": "onet",
    ONET_SCHEME: "onet",
}


def compile_lexicon(
    concepts: Iterable[Concept],
    mappings: Iterable[Mapping],
    release: str,
    silent: frozenset[tuple[str, str]] = frozenset(),
    encoder: Encoder | None = None,
    linked: LinkedTitles | None = None,
    relations: Iterable[Relation] = (),
) -> dict[str, bytes]:
    """File name -> content of the lexicon of these concepts; deterministic. Deprecated concepts and groups are left out.

    ``silent``: labels (IRI, text) that do not find their concept. ``encoder``: another one than that of this version, which knows the
    ``linked`` titles or, without these, none. ``relations``: which skills an occupation needs, by IRIs that entries have or are mapped to exactly or closely.
    """
    concepts = [concept for concept in concepts if concept.status == "active" and _type(concept) in TYPES]
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
    labels = [text.decode() for text in texts]
    openings: dict[int, int] = {}
    for text in labels:
        found = words(text)
        for opening in filter(None, (found[:1], found[:2])):
            key = word_hash(" ".join(opening))
            openings[key] = min(MAX_WORDS, max(openings.get(key, 0), len(found)))
    if encoder is None:
        encoder = Encoder.load()
        linked = LinkedTitles.load(encoder)
    header = {"format": FORMAT, "release": release, "encoder": encoder.fingerprint, "concepts": len(concepts), "labels": len(rows)}
    arrays = {
        "entries": bounds,
        "types": np.array([TYPES.index(_type(concept)) for concept in concepts], dtype="u1"),
        "parents": _parents(concepts),
        "labels": np.array(rows, dtype=LABEL_ROW),
        "keys": np.sort(np.array(keys, dtype=KEY_ROW), order=["hash", "bag", "label"]),
        "openings": np.array(sorted(openings.items()), dtype="<u4").reshape(-1, 2),
    }
    occupation = arrays["types"][arrays["labels"]["concept"]] == TYPES.index("occupation")
    arrays |= _word_arrays(labels, occupation) | {"bucket_rareness": _bucket_rareness(labels, occupation)}
    arrays |= _vector_arrays(encoder, labels, arrays["labels"]["concept"], [_definition(concept) for concept in concepts], arrays["types"] == TYPES.index("occupation"))
    arrays |= dict(zip(("linked", "linked_starts"), (linked or LinkedTitles.of((), encoder)).of_concepts([_names(concept, mapped.get(concept.iri, ())) for concept in concepts])))
    arrays["needs"] = _needs(relations, [_names(concept, mapped.get(concept.iri, ())) for concept in concepts], arrays["types"] == TYPES.index("occupation"))
    files = {f"lexicon.{name}.npy": _npy(values) for name, values in arrays.items()}
    files["lexicon.entries.bin"] = blob
    files["lexicon.labels.bin"] = b"".join(texts)
    files["lexicon.json"] = (json.dumps(header, indent=1) + "\n").encode()
    return files


def _names(concept: Concept, mappings: Iterable[Mapping]) -> list[str]:
    """The IRIs that a concept goes by: its own and those that it is mapped to exactly or closely."""
    return [concept.iri, *(mapping.object for mapping in mappings if mapping.predicate in ("exactMatch", "closeMatch"))]


def _needs(relations: Iterable[Relation], names: list[list[str]], occupation: np.ndarray) -> np.ndarray:
    """The pairs of an occupation and a skill that it needs, as lexicon.py says. A concept without an entry of its own stands for those mapped to it."""
    numbers: dict[str, list[int]] = {}
    for number, (_, *others) in enumerate(names):
        for iri in others:
            numbers.setdefault(iri, []).append(number)
    numbers |= {own: [number] for number, (own, *_) in enumerate(names)}
    essential: dict[int, bool] = {}
    for relation in relations:
        for one in numbers.get(relation.occupation, ()):
            for other in numbers.get(relation.skill, ()):
                if occupation[one] and not occupation[other]:
                    pair = one * len(names) + other
                    essential[pair] = essential.get(pair, False) or relation.kind == "essential"
    return np.array(sorted(pair * 2 + always for pair, always in essential.items()), dtype="<i8")


def _type(concept: Concept) -> str:
    """The type of the entry: an ISCO group can be what a job title names, other groups are no entries."""
    return "occupation" if concept.type == "group" and concept.iri.startswith(ESCO_ISCO) else concept.type


def _entry_record(concept: Concept, mappings: Iterable[Mapping]) -> bytes:
    """The JSON of an entry. Its mappings are the exact and close ones; beside them, for schemes that have none, the broader ones."""
    schemes: dict[str, list[str]] = {}
    broader: dict[str, list[str]] = {}
    for mapping in sorted(mappings, key=lambda m: (m.predicate != "exactMatch", m.object)):
        scheme = next((name for base, name in _SCHEMES.items() if mapping.object.startswith(base)), None)
        if scheme == "isco":
            schemes.setdefault(scheme, []).append(mapping.object.removeprefix(ESCO_ISCO))
        elif scheme and mapping.predicate in ("exactMatch", "closeMatch", "broadMatch"):
            found = broader if mapping.predicate == "broadMatch" else schemes
            if mapping.object not in found.get(scheme, ()):
                found.setdefault(scheme, []).append(mapping.object)
    wider = {scheme: iris for scheme, iris in broader.items() if scheme not in schemes}
    record = [concept.iri, _type(concept), concept.pref("nl") or concept.pref("en"), concept.pref("en"), schemes, wider, list(concept.broader)]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _word_arrays(labels: list[str], occupation: np.ndarray) -> dict[str, np.ndarray]:
    """The lemmas that labels use as sorted hashes, how rare each is among skills and among occupations (2 x lemmas), and the
    places of each label's content lemmas among them. ``occupation``: for each label whether it is of one."""
    found = [[word_hash(lemma) for lemma in content_lemmas(label)] for label in labels]
    flat = np.array([number for hashes in found for number in hashes], dtype="<u4")
    lengths = np.array([len(hashes) for hashes in found])
    vocabulary, places = np.unique(flat, return_inverse=True)
    side = np.repeat(occupation, lengths)
    rareness = [_rareness(np.bincount(places[side == number], minlength=len(vocabulary))) for number in (0, 1)]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return {"words": places.astype("<u4"), "word_starts": starts.astype("<u4"), "vocabulary": vocabulary, "rareness": np.array(rareness)}


def _rareness(counts: np.ndarray) -> np.ndarray:
    """log(1 + labels of a full release / labels with the word), in 16ths."""
    return np.round(_STEPS * np.log1p(_MANY / np.maximum(counts, 1))).astype("u1")


def _bucket_rareness(labels: list[str], occupation: np.ndarray) -> np.ndarray:
    """(2 x BUCKETS): how rare each feature of spelling.py is in labels of skills and of occupations."""
    counts = np.zeros((2, BUCKETS))
    for label, side in zip(labels, occupation.astype(int)):
        counts[side, letter_buckets(words(label))] += 1
    return _rareness(counts)


def _vector_arrays(encoder: Encoder, labels: list[str], owners: np.ndarray, definitions: list[str], occupation: np.ndarray) -> dict[str, np.ndarray]:
    """Unit vectors, times 127, as int8: of the labels, of the mean of each concept's labels, and of its definition.

    ``owners``: the concept number of each label, ascending; every concept has one. ``occupation``: for each concept whether it is one.
    """
    vectors = np.concatenate([encoder.encode(labels[at : at + _CHUNK]) for at in range(0, len(labels), _CHUNK)])
    sums = np.add.reduceat(vectors, np.searchsorted(owners, np.arange(len(definitions))))
    centroids = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-12)
    return {"crowding": _crowding(centroids, occupation)} | {
        name: np.round(values * 127).astype(np.int8)
        for name, values in (("vectors", vectors), ("centroids", centroids), ("definitions", encoder.encode(definitions)))
    }


def _crowding(centroids: np.ndarray, occupation: np.ndarray) -> np.ndarray:
    """For each concept the mean cosine of the nearest other ones of its kind: in a crowd a high cosine says less (CSLS, Conneau et al. 2018)."""
    crowding = np.zeros(len(centroids), dtype="<f4")
    for side in (np.flatnonzero(occupation), np.flatnonzero(~occupation)):
        near = min(_CROWD, len(side) - 1)
        for at in range(0, len(side) if near > 0 else 0, 1024):
            some = side[at : at + 1024]
            cosine = centroids[some] @ centroids[side].T
            cosine[np.arange(len(some)), np.arange(at, at + len(some))] = -1
            crowding[some] = np.partition(cosine, -near, axis=1)[:, -near:].mean(axis=1)
    return np.round(crowding, 2)


def _definition(concept: Concept) -> str:
    return concept.definition or concept.definitions.get("en") or concept.pref()


def _parents(concepts: list[Concept]) -> np.ndarray:
    """A number for the first broader concept of each, equal for siblings; -1 without."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(concept.broader[0], len(numbers)) if concept.broader else -1 for concept in concepts], dtype="<i4")


def _npy(values: np.ndarray) -> bytes:
    stream = BytesIO()
    np.save(stream, values, allow_pickle=False)
    return stream.getvalue()
