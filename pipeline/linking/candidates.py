"""Terms -> the concepts they may name, each pair with its features for the linker.

Candidates are the concepts whose labels have the same words, in this form or another, labels that stand inside the term, and the
concepts whose centroid is nearest to the term's vector. All terms of a call are computed together, in numpy: the features compare the term
with every label of the candidate (cosine, shared lemmas weighed by rareness), with job titles that people linked to it, with its definition,
with its siblings and with the other candidates; and its letters with those of the nearest label.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Postfix, Prefix

from ontology.concepts import ROLES
from ontology.lexicon import LANGUAGES, TYPES, Lexicon, cosines
from ontology.spelling import Letters

ANY = "any"  # asked for by a bare term: any type but occupation
OCCUPATION = "occupation"
HOW = ("surface", "bag", "inside", "vector")
LITERAL = HOW.index("surface")
FEATURES = (
    "surface", "bag", "inside", "cosine", "second", "mean", "centroid", "definition", "behind", "ahead", "place", "mass", "siblings",
    "text_covered", "label_covered", "shared", "shared_mean", "shared_nearest", "letters", "grams", "grams_covered", "grams_of_label",
    "crowding", "ending", "beginning", "dutch", "preferred", "hidden", "labels", "words", "extra_words", "best", "short", "same_type",
    "linked", "linked_behind", *(f"asked_{name}" for name in TYPES), *(f"is_{name}" for name in TYPES),
)  # fmt: skip
NIL_FEATURES = (
    "surface", "bag", "inside", "cosine", "second", "centroid", "text_covered", "label_covered", "shared", "letters", "grams", "mass", "words", "short",
    *(f"asked_{name}" for name in TYPES),
)  # fmt: skip
_NO_PAIRS = (*(np.empty(0, dtype=np.int64) for _ in range(3)), np.empty((0, len(FEATURES)), np.float32))
_SHARP = 0.06  # how quickly the mass of a candidate falls with its cosine


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates of some terms; those of term i are the rows ``starts[i]:starts[i + 1]``.

    ``concepts`` and ``labels`` are numbers in the lexicon (the label that is nearest), ``how`` an index of HOW,
    ``features`` (pairs x FEATURES), ``nil`` (terms x NIL_FEATURES) and the unit ``vectors`` of the terms float32.
    """

    starts: np.ndarray
    concepts: np.ndarray
    labels: np.ndarray
    how: np.ndarray
    features: np.ndarray
    nil: np.ndarray
    vectors: np.ndarray


def candidate_pairs(lexicon: Lexicon, terms: Sequence[tuple[str, str]], top: int) -> Pairs:
    """The candidates of (text, type) terms, which are all occupations or all something else; ``top`` nearest ones each."""
    texts = [text for text, _ in terms]
    vectors = lexicon.encoder.encode(texts)
    if not terms:
        return Pairs(np.zeros(1, dtype=np.int64), *_NO_PAIRS, np.empty((0, len(NIL_FEATURES)), np.float32), vectors)
    occupation = terms[0][1] == OCCUPATION
    nearest, _ = lexicon.nearest(vectors, occupation, top)
    letters = [lexicon.letters(text, occupation) for text in texts]
    found = [_known(lexicon, text, spelt.key, occupation) for text, spelt in zip(texts, letters)]
    rows = [[*known, *(c for c in near if c not in known)] for known, near in zip(found, nearest.tolist())]
    concepts = np.array([concept for row in rows for concept in row], dtype=np.int64)
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    if not len(concepts):
        return Pairs(starts, *_NO_PAIRS, np.zeros((len(terms), len(NIL_FEATURES)), np.float32), vectors)
    term_of = np.repeat(np.arange(len(terms)), sizes)
    columns: dict[str, np.ndarray] = {}
    labels = _compare_labels(lexicon, columns, letters, vectors, term_of, concepts, occupation)
    how = np.full(len(concepts), HOW.index("vector"))
    inside = np.zeros(len(concepts))
    for number, known in enumerate(found):
        for place, (label, way, share) in enumerate(known.values(), starts[number]):
            how[place], inside[place] = way, share if HOW[way] == "inside" else 0
            labels[place] = label if label >= 0 else labels[place]
    columns |= {"surface": how == HOW.index("surface"), "bag": how == HOW.index("bag"), "inside": inside}
    columns["definition"] = cosines(lexicon.definitions, concepts, vectors, term_of)
    columns["centroid"] = cosines(lexicon.centroids, concepts, vectors, term_of)
    _compare_linked(lexicon, columns, vectors, starts, term_of, concepts, occupation)
    _compare_candidates(lexicon, columns, starts, sizes, term_of, concepts)
    _compare_letters(lexicon, columns, letters, starts, labels, occupation)
    _describe(lexicon, columns, terms, letters, term_of, concepts, labels)
    features = np.stack([np.asarray(columns[name], dtype=np.float32) for name in FEATURES], axis=1)
    nil = np.stack([np.maximum.reduceat(features[:, FEATURES.index(name)], starts[:-1]) for name in NIL_FEATURES], axis=1)
    return Pairs(starts, concepts, labels, how, features, nil, vectors)


def _known(lexicon: Lexicon, text: str, key: str, occupation: bool) -> dict[int, tuple[int, int, float]]:
    """Concept -> (label number or -1, index of HOW, share of the words) for labels that are the term, of this surface key, or stand in it."""
    known: dict[int, tuple[int, int, float]] = {}
    for hit in lexicon.find(text):
        if lexicon.is_occupation[hit.concept] == occupation:
            known[hit.concept] = (hit.number, HOW.index(hit.how), 1.0)
    words = key.split()
    for start, end, concept in lexicon.matches(words):
        if lexicon.is_occupation[concept] == occupation and concept not in known and end - start < len(words):
            number = next((hit.number for hit in lexicon.find(" ".join(words[start:end])) if hit.concept == concept), -1)
            known[concept] = (number, HOW.index("inside"), (end - start) / len(words))
    return known


def ragged(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(the numbers of all ranges in a row, where each range begins in it)."""
    sizes = ends - starts
    begins = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - begins, sizes), begins


def _compare_labels(lexicon: Lexicon, columns: dict, letters: Sequence[Letters], vectors: np.ndarray, term_of: np.ndarray, concepts: np.ndarray, occupation: bool) -> np.ndarray:
    """Fills in what compares a term with all labels of a candidate; gives the nearest label of each pair."""
    first, last = lexicon.starts[concepts], lexicon.starts[concepts + 1]
    rows, begins = ragged(first, last)
    counts = last - first
    row_term = np.repeat(term_of, counts)
    cosine = cosines(lexicon.vectors, rows, vectors, row_term)
    best = np.maximum.reduceat(cosine, begins)
    at_best = np.flatnonzero(cosine == np.repeat(best, counts))
    nearest = at_best[np.searchsorted(at_best, begins)]
    rest = cosine.copy()
    rest[nearest] = -1
    second = np.where(counts > 1, np.maximum.reduceat(rest, begins), best)
    shared, text_covered, label_covered = _shared_words(lexicon, letters, rows, row_term, occupation)
    columns |= {
        "cosine": best, "second": second, "mean": np.add.reduceat(cosine, begins) / counts, "labels": np.log(counts),
        "text_covered": np.maximum.reduceat(text_covered, begins), "label_covered": np.maximum.reduceat(label_covered, begins),
        "shared": np.maximum.reduceat(shared, begins), "shared_mean": np.add.reduceat(shared, begins) / counts, "shared_nearest": shared[nearest],
    }  # fmt: skip
    return rows[nearest]


def _shared_words(lexicon: Lexicon, letters: Sequence[Letters], rows: np.ndarray, row_term: np.ndarray, occupation: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each label row the F1, and the shares of the term and of the label, of the lemmas that both have, weighed by rareness."""
    owner = np.repeat(np.arange(len(letters)), [len(spelt.lemmas) for spelt in letters])
    places, weights = lexicon.lemma_places([lemma for spelt in letters for lemma in spelt.lemmas], occupation)
    totals = np.bincount(owner, weights, len(letters)) + 1e-9
    size = lexicon.rareness.shape[1]
    ours = np.sort((owner * size + places)[places >= 0])
    words, begins = ragged(lexicon.word_starts[rows].astype(np.int64), lexicon.word_starts[rows + 1].astype(np.int64))
    lengths = np.diff(np.append(begins, len(words)))
    theirs = lexicon.words[words].astype(np.int64)
    rareness = lexicon.rareness[int(occupation)][theirs]
    row_of = np.repeat(np.arange(len(rows)), lengths)
    keys = row_term[row_of] * size + theirs
    at = np.searchsorted(ours, keys)
    hit = np.zeros(len(keys), dtype=bool)
    inside = at < len(ours)
    hit[inside] = ours[at[inside]] == keys[inside]
    both = np.bincount(row_of, rareness * hit, len(rows))
    text_covered = both / totals[row_term]
    label_covered = both / (np.bincount(row_of, rareness, len(rows)) + 1e-9)
    return 2 * text_covered * label_covered / (text_covered + label_covered + 1e-9), text_covered, label_covered


def _compare_linked(lexicon: Lexicon, columns: dict, vectors: np.ndarray, starts: np.ndarray, term_of: np.ndarray, concepts: np.ndarray, occupation: bool) -> None:
    """Fills in how near the nearest of the job titles is that people linked to an occupation, or a label that is the title; 0 without any."""
    first, last = lexicon.linked_starts[concepts], lexicon.linked_starts[concepts + 1]
    some = np.flatnonzero(last > first)
    nearest = np.zeros(len(concepts), dtype=np.float32)
    if len(some):
        rows, begins = ragged(first[some], last[some])
        nearest[some] = np.maximum.reduceat(cosines(lexicon.linked, rows, vectors, np.repeat(term_of[some], (last - first)[some])), begins)
    if occupation:
        nearest = np.maximum(nearest, columns["surface"])
    columns |= {"linked": nearest, "linked_behind": nearest - np.maximum.reduceat(nearest, starts[:-1])[term_of]}


def _compare_candidates(lexicon: Lexicon, columns: dict, starts: np.ndarray, sizes: np.ndarray, term_of: np.ndarray, concepts: np.ndarray) -> None:
    """Fills in how a candidate stands among the others of its term."""
    cosine = columns["cosine"]
    best = np.maximum.reduceat(cosine, starts[:-1])
    at_best = np.flatnonzero(cosine == best[term_of])
    rest = cosine.copy()
    rest[at_best[np.searchsorted(at_best, starts[:-1])]] = -1
    runner_up = np.where(sizes > 1, np.maximum.reduceat(rest, starts[:-1]), best)
    mass = np.exp((cosine - best[term_of]) / _SHARP)
    mass /= np.bincount(term_of, mass)[term_of]
    family = term_of * (len(lexicon) + 1) + lexicon.parents[concepts]
    _, inverse = np.unique(family, return_inverse=True)
    siblings = np.where(lexicon.parents[concepts] >= 0, np.bincount(inverse, mass)[inverse] - mass, 0)
    order = np.lexsort((-cosine, term_of))
    rank = np.empty(len(concepts))
    rank[order] = np.arange(len(concepts)) - starts[term_of]
    columns |= {
        "behind": cosine - best[term_of], "ahead": cosine - runner_up[term_of], "place": 1 / (1 + rank), "mass": mass, "siblings": siblings,
        "best": best[term_of],
    }  # fmt: skip


def _compare_letters(lexicon: Lexicon, columns: dict, letters: Sequence[Letters], starts: np.ndarray, labels: np.ndarray, occupation: bool) -> None:
    """Fills in how alike the letters of the term and of its nearest label are, 0-1."""
    term_of = np.repeat(np.arange(len(letters)), np.diff(starts))
    theirs = lexicon.label_letters
    theirs.fill(labels)
    keys, first, last = (
        np.array(texts, dtype=object) for texts in zip(*[(spelt.key, spelt.lemmas[0], spelt.lemmas[-1]) if spelt.lemmas else (spelt.key, "", "") for spelt in letters])
    )
    weights, lemmas = (np.array(numbers)[term_of] for numbers in zip(*[(spelt.weight, len(spelt.lemmas) or 1) for spelt in letters]))
    both = _shared_buckets(lexicon.bucket_rareness[int(occupation)], letters, theirs.buckets[labels], starts)

    def alike(scorer, ours: np.ndarray, other: np.ndarray) -> np.ndarray:
        return process.cpdist(ours[term_of].tolist(), other[labels].tolist(), scorer=scorer, dtype=np.float64)

    def sizes(texts: np.ndarray) -> np.ndarray:
        return np.array([len(text) or 1 for text in texts])[term_of]

    columns |= {
        "letters": alike(fuzz.ratio, keys, theirs.keys) / 100,
        "grams": 2 * both / np.maximum(weights + theirs.weights[labels], 1), "grams_covered": both / np.maximum(weights, 1),
        "grams_of_label": both / np.maximum(theirs.weights[labels], 1),
        "ending": alike(Postfix.similarity, last, theirs.last) / sizes(last), "beginning": alike(Prefix.similarity, first, theirs.first) / sizes(first),
        "extra_words": np.abs(lemmas - theirs.lemmas[labels]) / 3,
    }  # fmt: skip


def _shared_buckets(rareness: np.ndarray, letters: Sequence[Letters], of_labels: Sequence[np.ndarray], starts: np.ndarray) -> np.ndarray:
    """The rareness of the letter buckets that each label shares with its term; the labels of term i are ``starts[i]:starts[i + 1]``."""
    bounds = np.concatenate(([0], np.cumsum(list(map(len, of_labels)))))
    buckets = np.concatenate(of_labels)
    shared = np.zeros(len(buckets) + 1, dtype=np.int64)
    weights = np.zeros(len(rareness), dtype=np.int64)
    for spelt, first, end in zip(letters, bounds[starts[:-1]].tolist(), bounds[starts[1:]].tolist()):
        weights[spelt.buckets] = rareness[spelt.buckets]
        np.take(weights, buckets[first:end], out=shared[first:end])
        weights[spelt.buckets] = 0
    return np.where(np.diff(bounds), np.add.reduceat(shared, bounds[:-1]), 0)


def _describe(lexicon: Lexicon, columns: dict, terms, letters: Sequence[Letters], term_of: np.ndarray, concepts: np.ndarray, labels: np.ndarray) -> None:
    """Fills in what a term, a candidate and its nearest label are by themselves."""
    asked = np.array([TYPES.index(type_) if type_ in TYPES else -1 for _, type_ in terms])[term_of]
    is_ = lexicon.types[concepts]
    columns |= {
        "crowding": lexicon.crowding[concepts],
        "dutch": lexicon.languages[labels] == LANGUAGES.index("nl"), "preferred": lexicon.roles[labels] == ROLES.index("pref"),
        "hidden": lexicon.roles[labels] == ROLES.index("hidden"), "same_type": asked == is_,
        "words": np.array([len(spelt.lemmas) / 5 for spelt in letters])[term_of],
        "short": np.array([len(text) < 4 for text, _ in terms])[term_of],
    }  # fmt: skip
    for number, name in enumerate(TYPES):
        columns |= {f"asked_{name}": asked == number, f"is_{name}": is_ == number}
