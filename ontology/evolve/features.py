"""Clusters -> numbers: how well they are known, how they are said, and which concepts they may belong to.

For each cluster some concepts are *near*: what the runs linked it to, the nearest centroids, and the concepts of labels that stand inside it.
``NEAR_FEATURES`` compare the cluster with each of them, ``CLUSTER_FEATURES`` describe the cluster itself. All are computed for many clusters
together, with numpy.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from ..lexicon import TYPES, Lexicon, cosines
from ..normalising import content_lemmas, is_function_word, surface_key, words
from .clustering import Cluster

_NEAREST = 16
_SHARP = 0.1  # how quickly the weight of a near concept falls with its cosine
NEAR_FEATURES = (
    "cosine", "second", "centroid", "definition", "votes", "confident_votes", "shared", "uncovered", "letters", "inside", "ends_with", "same_type", "rank", "crowding", "children", "top", "family",
)  # fmt: skip
CLUSTER_FEATURES = (
    "documents", "forms", "sentences", "aside", "confidence", "nothing", "agreed", "words", "letters", "capital", "all_capitals", "digits", "edge", "punctuation",
    "unknown", "rare", "covered", "compound", "opens", "closes", "many_types", "sectors", "employers", "months", *(f"is_{name}" for name in TYPES[:5]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearby:
    """The near concepts of one cluster (numbers in the lexicon), their ``features`` (concepts x NEAR_FEATURES) and those of the cluster."""

    concepts: tuple[int, ...]
    features: np.ndarray
    cluster: np.ndarray


def alike(table: np.ndarray, rows: Sequence[int], vector: np.ndarray) -> np.ndarray:
    """Cosines of rows of a table of int8 unit vectors with one unit vector."""
    return cosines(table, np.array(rows, dtype=np.int64), vector[None], np.zeros(len(rows), dtype=np.int64))


class Describer:
    """Describes clusters as one lexicon sees them."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self._numbers = {lexicon.entry(number).iri: number for number in range(len(lexicon))}
        self._children = np.zeros(len(lexicon))
        for number in range(len(lexicon)):
            for iri in lexicon.entry(number).broader:
                if iri in self._numbers:
                    self._children[self._numbers[iri]] += 1
        self._known_words = {word for number in range(lexicon.header["labels"]) for word in words(lexicon.label(number)[0])}

    def number(self, iri: str) -> int | None:
        """The number of a concept, None when the lexicon has it not."""
        return self._numbers.get(iri)

    def describe(self, clusters: Sequence[Cluster]) -> list[Nearby]:
        """What is near each cluster, and what it is like."""
        if not clusters:
            return []
        texts = [cluster.text for cluster in clusters]
        vectors = self.lexicon.encoder.encode(texts)
        nearest, _ = self.lexicon.nearest(vectors, False, _NEAREST)
        bounds = [Counter(key[at] for text in texts if (key := surface_key(text).split())) for at in (0, -1)]
        return [self._nearby(cluster, vector, near.tolist(), bounds) for cluster, vector, near in zip(clusters, vectors, nearest)]

    def _nearby(self, cluster: Cluster, vector: np.ndarray, nearest: list[int], bounds: list[Counter]) -> Nearby:
        votes = {self._numbers[iri]: count / cluster.documents for iri, count in cluster.total("concepts").items() if iri in self._numbers}
        key = surface_key(cluster.text).split()
        inside = {concept: (end - start) / len(key) for start, end, concept in self.lexicon.matches(key) if not self.lexicon.is_occupation[concept]}
        ends = {concept for start, end, concept in self.lexicon.matches(key) if end == len(key)}
        family = self._family(vector, nearest, votes)
        concepts = tuple(dict.fromkeys([*votes, *inside, *nearest, *family]))
        rows = np.array([self._compare(cluster, vector, number, votes, inside, ends, nearest, family) for number in concepts])
        return Nearby(concepts, rows, self._cluster(cluster, votes, key, bounds))

    def _family(self, vector: np.ndarray, nearest: list[int], votes: dict[int, float]) -> dict[int, float]:
        """The concepts above the near ones, each with its share of them; the nearer ones and those that runs linked to weigh more."""
        cosine = alike(self.lexicon.centroids, nearest, vector)
        weights = dict(zip(nearest, np.exp((cosine - cosine.max(initial=-1)) / _SHARP).tolist()))
        for number, share in votes.items():
            weights[number] = weights.get(number, 0.0) + share
        family: dict[int, float] = {}
        for number, weight in weights.items():
            for iri in self.lexicon.entry(number).broader:
                if (parent := self._numbers.get(iri)) is not None:
                    family[parent] = family.get(parent, 0.0) + weight / sum(weights.values())
        return family

    def _compare(
        self, cluster: Cluster, vector: np.ndarray, number: int, votes: dict, inside: dict, ends: set, nearest: list[int], family: dict[int, float]
    ) -> list[float]:
        lexicon = self.lexicon
        first, last = int(lexicon.starts[number]), int(lexicon.starts[number + 1])
        cosine = alike(lexicon.vectors, range(first, last), vector)
        found, best = np.sort(cosine), first + int(np.argmax(cosine))
        own, theirs = set(content_lemmas(cluster.text)), set(content_lemmas(lexicon.label(best)[0]))
        entry = lexicon.entry(number)
        kind = next(iter(cluster.total("types")))
        return [
            float(found[-1]), float(found[-2] if len(found) > 1 else found[-1]),
            float(alike(lexicon.centroids, [number], vector)[0]), float(alike(lexicon.definitions, [number], vector)[0]),
            votes.get(number, 0.0), votes.get(number, 0.0) * cluster.forms[0].confidence,
            len(own & theirs) / len(own | theirs), len(own - theirs) / len(own), fuzz.token_sort_ratio(surface_key(cluster.text), surface_key(lexicon.label(best)[0])) / 100,
            inside.get(number, 0.0), float(number in ends), float(entry.type == kind), 1 / (1 + nearest.index(number)) if number in nearest else 0.0,
            float(lexicon.crowding[number]), math.log1p(self._children[number]), float(not entry.broader), family.get(number, 0.0),
        ]  # fmt: skip

    def _cluster(self, cluster: Cluster, votes: dict, key: list[str], bounds: list[Counter]) -> np.ndarray:
        main, types = cluster.forms[0], cluster.total("types")
        lemmas = content_lemmas(main.text)
        places, rareness = self.lexicon.lemma_places(lemmas, False)
        unknown = [word for word in key if word not in self._known_words]
        sentences = sum(form.sentences for form in cluster.forms)
        nothing = cluster.total("concepts").get("", 0) / cluster.documents
        kind = next(iter(types))
        return np.array([
            math.log1p(cluster.documents), math.log(len(cluster.forms)), min(1.0, sentences / cluster.documents), sum(form.aside for form in cluster.forms) / cluster.documents,
            sum(form.confidence * form.documents for form in cluster.forms) / cluster.documents, nothing, max(votes.values(), default=0.0),
            math.log(max(1, len(key))), math.log(len(main.text)), float(main.text[:1].isupper()), float(main.text.isupper()), float(any(map(str.isdigit, main.text))),
            float(bool(key) and (is_function_word(key[-1]) or is_function_word(key[0]))), float(any(char in ",;:()" for char in main.text)),
            len(unknown) / max(1, len(key)), float(rareness.max(initial=0)), float((places >= 0).mean()) if len(places) else 0.0,
            float(any(word.endswith(known) for word in unknown for known in (word[at:] for at in range(3, len(word) - 3)) if known in self._known_words)),
            *(math.log1p(counts[key[at]] - 1) if key else 0.0 for counts, at in zip(bounds, (0, -1))),
            math.log(len(types)), len(cluster.total("sectors")) / min(cluster.documents, 12),
            min(1.0, sum(form.employers or 0 for form in cluster.forms) / cluster.documents), math.log1p(len(cluster.total("periods"))), *(float(kind == name) for name in TYPES[:5]),
        ])  # fmt: skip
