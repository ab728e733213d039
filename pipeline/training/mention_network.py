"""Labelled sentences -> the network that reads them beside the CRF (pipeline/mentions/network.py): part of ``python -m pipeline.training.labeller``. Needs PyTorch.

The vectors of words are those of the ontology's encoder and stay as they are. Words and attributes are left out at random while learning (word
dropout, Iyyer et al. 2015). A fixed seed, one thread: the same input gives the same bytes on one machine.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ontology.encoding import DIMENSIONS, Encoder

from ..linear import attribute_hash
from ..mentions.labelling import LABELS, Line
from ..mentions.network import REACH, line_names, meanings, word_names

MEANING, NAMED, HIDDEN = 64, 48, 96
RARE, RARE_ELSE = 4, 8  # words, and other attributes, that are seen less often have no vector of their own
SEED, EPOCHS, BATCH, RATE, DECAY, DROPOUT = 1, 8, 64, 3e-3, 0.01, 0.35
WORD = 0.15  # words that are left out at random


@dataclass(frozen=True)
class Material:
    """Sentences as arrays: of each the numbers of its words (n), of the attributes of its words (n x 10) and of its labels (n). Number 0 is unknown."""

    meanings: np.ndarray
    attributes: list[str]
    words: list[np.ndarray]
    names: list[np.ndarray]
    labels: list[np.ndarray]

    @classmethod
    def of(cls, lines: Sequence[Line], labels: Sequence[Sequence[str]], encoder: Encoder) -> "Material":
        rows = [[(*word_names(word), f"x:{mark}", *line_names(line)) for word, mark in zip(line.words, line.marks)] for line in lines]
        counts = Counter(name for row in rows for names in row for name in names)
        attributes = sorted(name for name, count in counts.items() if count >= (RARE if name.startswith("w:") else RARE_ELSE))
        number = {name: n + 1 for n, name in enumerate(attributes)}
        words = sorted({word for line in lines for word in line.words})
        place = {word: n for n, word in enumerate(words)}
        return cls(
            meanings(words, encoder),
            attributes,
            [np.array([place[word] for word in line.words]) for line in lines],
            [np.array([[number.get(name, 0) for name in names] for names in row]) for row in rows],
            [np.array([LABELS.index(label) for label in row]) for row in labels],
        )

    def batch(self, chosen: Sequence[int], random: np.random.Generator):
        """Tensors of the chosen sentences: meanings, attributes (some left out), mask, labels (-1 where there is no word)."""
        import torch

        size = len(chosen), max(len(self.words[one]) for one in chosen)
        words, names = np.zeros(size, np.int64), np.zeros((*size, self.names[0].shape[1]), np.int64)
        mask, labels = np.zeros(size, np.float32), np.full(size, -1)
        for row, one in enumerate(chosen):
            length = len(self.words[one])
            words[row, :length], names[row, :length], mask[row, :length], labels[row, :length] = self.words[one], self.names[one], 1, self.labels[one]
        names[..., 0][random.random(size) < WORD] = 0
        return torch.from_numpy(self.meanings[words]), torch.from_numpy(names), torch.from_numpy(mask), torch.from_numpy(labels)

    def order(self, random: np.random.Generator) -> list[np.ndarray]:
        """The numbers of all sentences in batches of like length, in random order."""
        sizes = np.array([len(words) for words in self.words])
        drawn = np.argsort(sizes + 3 * random.random(len(sizes)), kind="stable")
        batches = [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
        return [batches[number] for number in random.permutation(len(batches))]


def train(lines: Sequence[Line], labels: Sequence[Sequence[str]], encoder: Encoder) -> dict[str, np.ndarray]:
    """The arrays of ``pipeline.mentions.network.Network``, and which encoder they belong to."""
    material = Material.of(lines, labels, encoder)
    learned = {name: array.astype(np.float16) for name, array in _trained(material).items()}
    hashes = np.array([attribute_hash(name) for name in material.attributes], np.uint32)
    order = np.argsort(hashes, kind="stable")
    return learned | {"encoder": np.array(encoder.fingerprint), "hashes": hashes[order], "attributes": learned["attributes"][order]}


def _trained(material: Material) -> dict[str, np.ndarray]:
    import torch
    from torch.nn.functional import cross_entropy

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    net = _net(len(material.attributes))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * len(material.order(np.random.default_rng(0))) + 1, pct_start=0.1)
    for _ in range(EPOCHS):
        for chosen in material.order(random):
            meanings, names, mask, labels = material.batch(chosen, random)
            loss = cross_entropy(net(meanings, names, mask).flatten(0, 1), labels.flatten(), ignore_index=-1)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    torch.set_num_threads(threads)
    return net.arrays()


def _net(known: int):
    """pipeline/mentions/network.py in PyTorch."""
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.meaning = nn.Linear(DIMENSIONS, MEANING, bias=False)
            self.attributes = nn.Embedding(known + 1, NAMED, padding_idx=0)
            nn.init.normal_(self.attributes.weight, 0, 0.1)
            self.convs = nn.ModuleList([nn.Conv1d(size, HIDDEN, REACH, padding=1) for size in (MEANING + NAMED, HIDDEN)])
            self.whole, self.out, self.drop = nn.Linear(HIDDEN, HIDDEN), nn.Linear(2 * HIDDEN, len(LABELS)), nn.Dropout(DROPOUT)

        def forward(self, meanings, names, mask):
            here = mask[..., None]
            named = (self.attributes(names) * (names > 0)[..., None]).sum(2)
            x = self.drop(torch.cat([self.meaning(meanings), named], -1)) * here
            x = self._seen(0, x) * here
            x = (x + self._seen(1, self.drop(x))) * here
            strongest = self.whole((x - 1e4 * (1 - here)).max(1).values).relu()
            return self.out(self.drop(torch.cat([x, strongest[:, None].expand(-1, x.shape[1], -1)], -1)))

        def _seen(self, layer, x):
            return self.convs[layer](x.transpose(1, 2)).transpose(1, 2).relu()

        def arrays(self) -> dict[str, np.ndarray]:
            found = {"meaning": self.meaning.weight.T, "attributes": self.attributes.weight[1:]}
            for layer, conv in enumerate(self.convs):
                found |= {f"dense{layer}": conv.weight.permute(2, 1, 0).flatten(0, 1), f"bias{layer}": conv.bias}
            found |= {"whole": self.whole.weight.T, "whole_bias": self.whole.bias}
            found |= {"out": self.out.weight[:, :HIDDEN].T, "out_whole": self.out.weight[:, HIDDEN:].T, "out_bias": self.out.bias}
            return {name: array.detach().numpy() for name, array in found.items()}

    return Net()
