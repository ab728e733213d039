"""Labels of concepts and terms that people linked to them -> the encoder. pipeline/training/links.py runs it.

Needs CPU PyTorch (extra ``[train]``). Pairs: labels of one meaning among each other, in both languages; a label and the definition; a
linked term and a label. Each batch holds many meanings; the other ones are the negatives (InfoNCE, temperature 0.05), half of
them neighbours, which are the hard ones: first those with the same parent, later those whose vectors are near.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .concepts import Ontology
from .encoding import DIMENSIONS, Encoder, features
from .spelling import BUCKETS

SEED = 20261121
TEMPERATURE = 0.05
LEARNING_RATE = 0.01
DROPOUT = 0.3
HARD = 0.5
NEAR = 8
DEFINITION_SHARE = 0.12
LINK_WEIGHT = 3  # a term that people linked counts as much as this many labels
MAX_LABELS = 8


class Union:
    """Sets of concepts that mean the same (union-find over exact mappings)."""

    def __init__(self):
        self.parent: dict[str, str] = {}

    def find(self, iri: str) -> str:
        while (parent := self.parent.setdefault(iri, iri)) != iri:
            self.parent[iri] = self.parent[parent]
            iri = parent
        return iri

    def join(self, one: str, other: str) -> None:
        self.parent[self.find(one)] = self.find(other)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Concepts that exactMatch ties. ``links``: terms that people linked to it; ``family``: the parent or the type."""

    labels: tuple[str, ...]
    definitions: tuple[str, ...]
    links: tuple[str, ...]
    family: str

    @property
    def weight(self) -> float:
        """How often it is drawn."""
        return min(len(self.labels), MAX_LABELS) + LINK_WEIGHT * len(self.links)


def meanings(ontologies: Iterable[Ontology], links: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]] = ()) -> list[Meaning]:
    """Meanings of which there is more than one text to learn from; ``links`` and ``names``, which count as labels do, are (term, IRI)."""
    ontologies = list(ontologies)
    union = Union()
    for ontology in ontologies:
        for mapping in ontology.mappings:
            if mapping.predicate == "exactMatch":
                union.join(mapping.subject, mapping.object)
    labels, definitions, linked = defaultdict(set), defaultdict(list), defaultdict(list)
    families: dict[str, str] = {}
    for concept in (concept for ontology in ontologies for concept in ontology.concepts):
        key = union.find(concept.iri)
        labels[key].update(text for lang in ("nl", "en") for _, text in concept.all_labels(lang))
        definitions[key] += [text for text in (concept.definition, concept.definitions.get("en")) if text]
        families.setdefault(key, concept.broader[0] if concept.broader else concept.type)
    for name, iri in names:
        if (key := union.find(iri)) in labels:
            labels[key].add(name)
    for term, iri in links:
        if (key := union.find(iri)) in labels:
            linked[key].append(term)
    found = (Meaning(tuple(sorted(labels[key])), tuple(definitions[key]), tuple(linked[key]), families[key]) for key in sorted(labels))
    return [meaning for meaning in found if len(meaning.labels) > 1 or meaning.labels and (meaning.definitions or meaning.links)]


def pair(meaning: Meaning, rng: random.Random) -> tuple[str, str]:
    """Two texts of one meaning."""
    labels, links = meaning.labels, meaning.links
    share = LINK_WEIGHT * len(links) / (LINK_WEIGHT * len(links) + len(labels))
    lonely = len(labels) < 2
    if links and (rng.random() < min(0.75, share) or lonely and not meaning.definitions):
        return rng.choice(links), rng.choice(labels)
    if meaning.definitions and (lonely or rng.random() < DEFINITION_SHARE):
        return rng.choice(labels), rng.choice(meaning.definitions)
    one, other = rng.sample(labels, 2)
    return one, other


class Sampler:
    """Draws batches of meanings; see ``batch``. ``near`` (meanings x NEAR), once there are vectors, are the nearest others."""

    def __init__(self, meanings: Sequence[Meaning], seed: int):
        self.meanings, self.rng, self.draw = meanings, random.Random(seed), np.random.default_rng(seed)
        weights = np.array([meaning.weight for meaning in meanings])
        self.chances = weights / weights.sum()
        families: dict[str, list[int]] = defaultdict(list)
        for number, meaning in enumerate(meanings):
            families[meaning.family].append(number)
        self.families = [members for members in families.values() if len(members) > 3] or [list(range(len(meanings)))]
        self.near: np.ndarray | None = None

    def batch(self, size: int) -> tuple[list[str], list[str]]:
        """(texts, partners): row i of both is the same meaning."""
        size = min(size, len(self.meanings))
        chosen = dict.fromkeys(self.draw.choice(len(self.meanings), int(size * (1 - HARD)), p=self.chances).tolist())
        while len(chosen) < size:
            if self.near is not None and self.rng.random() < 0.7:
                number = int(self.draw.choice(len(self.meanings), p=self.chances))
                chosen |= dict.fromkeys([number, *self.near[number].tolist()])
            else:
                family = self.rng.choice(self.families)
                chosen |= dict.fromkeys(self.rng.sample(family, min(len(family), 24)))
        pairs = [pair(self.meanings[number], self.rng) for number in list(chosen)[:size]]
        return [one for one, _ in pairs], [other for _, other in pairs]


def train(
    ontologies: Iterable[Ontology], links: Iterable[tuple[str, str]] = (), names: Iterable[tuple[str, str]] = (), steps: int = 1000, batch: int = 2048, log=lambda line: None
) -> Encoder:
    """An encoder; the same input and seed give the same table on one machine. ``links``: (term, IRI of its concept); ``names``: the same, that count as labels do."""
    import torch

    torch.manual_seed(SEED)
    sampler = Sampler(meanings(ontologies, links, names), SEED)
    table = torch.nn.Parameter(torch.randn(BUCKETS, DIMENSIONS) * 0.1)
    optimiser = torch.optim.Adam([table], lr=LEARNING_RATE, betas=(0.9, 0.99), fused=True)
    known = lru_cache(maxsize=None)(lambda text: np.array(features(text) or [0]))

    def encode(texts: Sequence[str], dropout: float):
        found = [known(text) for text in texts]
        starts = np.cumsum([0, *(len(buckets) for buckets in found[:-1])])
        flat = np.concatenate(found)
        kept = sampler.draw.random(len(flat)) >= dropout
        kept[starts[~np.logical_or.reduceat(kept, starts)]] = True
        starts = np.concatenate(([0], np.cumsum(np.add.reduceat(kept, starts, dtype=np.int64))[:-1]))
        bag = torch.nn.functional.embedding_bag(torch.from_numpy(flat[kept]), table, torch.from_numpy(starts), mode="sum")
        return torch.nn.functional.normalize(bag)

    for step in range(steps):
        if step and step % max(1, steps // 4) == 0:
            with torch.no_grad():
                sampler.near = nearest_others(encode([meaning.labels[0] for meaning in sampler.meanings], 0.0).numpy())
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / 50) * max(0.03, 1 - step / steps)
        texts, partners = sampler.batch(batch)
        similar = encode(texts, DROPOUT) @ encode(partners, DROPOUT).T / TEMPERATURE
        target = torch.arange(len(texts))
        loss = (torch.nn.functional.cross_entropy(similar, target) + torch.nn.functional.cross_entropy(similar.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            log(f"step {step}: loss {loss.item():.3f}")
    return Encoder.quantised(table.detach().numpy())


def nearest_others(vectors: np.ndarray) -> np.ndarray:
    """(vectors x at most NEAR) the numbers of the nearest other unit vectors."""
    return np.concatenate(list(_nearest(vectors)))


def _nearest(vectors: np.ndarray, chunk: int = 1024) -> Iterator[np.ndarray]:
    size = min(NEAR, len(vectors) - 1)
    for start in range(0, len(vectors), chunk):
        cosine = vectors[start : start + chunk] @ vectors.T
        cosine[np.arange(len(cosine)), np.arange(start, start + len(cosine))] = -2
        yield np.argpartition(-cosine, size, axis=1)[:, :size]
