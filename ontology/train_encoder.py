"""Labels of concepts -> the encoder in ontology/models. Run: ``python -m ontology.train_encoder [--import FOLDER ...]``

Needs CPU PyTorch (extra ``[train]``). Pairs: labels of one concept among each other and in both languages, a label and its
definition, and labels of concepts that mappings call the same. Each batch holds many concepts; the other ones are the
negatives (InfoNCE, temperature 0.05), half of them neighbours in the hierarchy, which are the hard ones.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import click
import numpy as np

from .concepts import Ontology
from .encoding import BUCKETS, DIMENSIONS, MODEL, Encoder, features

SEED = 20261121
TEMPERATURE = 0.05
BATCH = 1024
DROPOUT = 0.2
DEFINITION_SHARE = 0.15


class Union:
    """Sets of concepts that mean the same (union-find over exact and close mappings)."""

    def __init__(self):
        self.parent: dict[str, str] = {}

    def find(self, iri: str) -> str:
        while (parent := self.parent.setdefault(iri, iri)) != iri:
            self.parent[iri] = self.parent[parent]
            iri = parent
        return iri

    def join(self, one: str, other: str) -> None:
        self.parent[self.find(one)] = self.find(other)


def meanings(ontologies: Iterable[Ontology]) -> tuple[list[list[str]], list[str], list[str]]:
    """(labels, definition, neighbourhood) of each meaning: concepts that an exactMatch ties are one meaning."""
    ontologies = list(ontologies)
    union = Union()
    for ontology in ontologies:
        for mapping in ontology.mappings:
            if mapping.predicate == "exactMatch":
                union.join(mapping.subject, mapping.object)
    labels: dict[str, list[str]] = defaultdict(list)
    definitions: dict[str, str] = {}
    neighbours: dict[str, str] = {}
    for ontology in ontologies:
        for concept in ontology.concepts:
            if concept.type == "group":
                continue
            key = union.find(concept.iri)
            labels[key] += [text for lang in ("nl", "en") for _, text in concept.all_labels(lang)]
            definitions.setdefault(key, concept.definition or concept.definitions.get("en", ""))
            neighbours.setdefault(key, concept.broader[0] if concept.broader else concept.type)
    keys = [key for key in sorted(labels) if len(set(labels[key])) > 1 or definitions[key]]
    return [sorted(set(labels[key])) for key in keys], [definitions[key] for key in keys], [neighbours[key] for key in keys]


def batches(labels: Sequence[list[str]], definitions: Sequence[str], neighbours: Sequence[str], steps: int, rng: random.Random):
    """Yields (texts, partners): row i of both is the same meaning; half of a batch comes from whole neighbourhoods."""
    by_neighbour: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(neighbours):
        by_neighbour[name].append(number)
    groups = [members for members in by_neighbour.values() if len(members) > 3]
    weights = [min(len(found), 8) for found in labels]
    everyone = range(len(labels))
    for _ in range(steps):
        chosen = set(rng.choices(everyone, weights, k=BATCH // 2))
        while len(chosen) < BATCH:
            group = rng.choice(groups)
            chosen.update(rng.sample(group, min(len(group), 24)))
        texts, partners = [], []
        for number in sorted(chosen)[:BATCH]:
            found = labels[number]
            use_definition = definitions[number] and (len(found) < 2 or rng.random() < DEFINITION_SHARE)
            one, other = (rng.choice(found), definitions[number]) if use_definition else rng.sample(found, 2)
            texts.append(one)
            partners.append(other)
        yield texts, partners


def train(ontologies: Iterable[Ontology], steps: int = 600, log=lambda line: None) -> Encoder:
    """An encoder from the labels of ``ontologies``; the same input and seed give the same table on one machine."""
    import torch

    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    table = torch.nn.EmbeddingBag(BUCKETS, DIMENSIONS, mode="sum", sparse=True)
    torch.nn.init.normal_(table.weight, std=0.1)
    optimiser = torch.optim.SparseAdam(table.parameters(), lr=0.01)

    known = lru_cache(maxsize=None)(features)

    def encode(texts: list[str]):
        kept = [[b for b in known(text) if rng.random() > DROPOUT] or list(known(text)[:1]) or [0] for text in texts]
        flat = torch.tensor([bucket for found in kept for bucket in found])
        starts = torch.tensor(np.cumsum([0] + [len(found) for found in kept[:-1]]))
        return torch.nn.functional.normalize(table(flat, starts))

    for step, (texts, partners) in enumerate(batches(*meanings(ontologies), steps, rng)):
        for group in optimiser.param_groups:
            group["lr"] = 0.01 * min(1.0, (step + 1) / 50) * max(0.05, 1 - step / steps)
        similar = encode(texts) @ encode(partners).T / TEMPERATURE
        target = torch.arange(len(texts))
        loss = (torch.nn.functional.cross_entropy(similar, target) + torch.nn.functional.cross_entropy(similar.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 50 == 0:
            log(f"step {step}: loss {loss.item():.3f}")
    return Encoder.quantised(table.weight.detach().numpy())


@click.command()
@click.option("--import", "imports", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Imported source folders.")
@click.option("--steps", default=600, show_default=True)
@click.option("--out", default=MODEL, type=click.Path(dir_okay=False, path_type=Path), show_default=False)
def main(imports: tuple[Path, ...], steps: int, out: Path) -> None:
    """Trains the encoder on the core ontology and the imports."""
    from .imports import read_import
    from .tables import read_ontology

    ontologies = [read_ontology(), *(read_import(folder)[1] for folder in imports)]
    train(ontologies, steps, log=lambda line: click.echo(line, err=True)).save(out)


if __name__ == "__main__":
    main()
