"""What the network of the context model reads of marked hits -> its arrays: part of ``python -m pipeline.training.wording``. Needs PyTorch.

The vectors of letters are those of the ontology's encoder, brought to DIMENSIONS by principal components over the words of the texts and rounded to
4 bits; they stay as they are, and only what is put on top of them is learned. Words, classes and the words of the hit itself are left out at random
while learning (word dropout, Iyyer et al. 2015), so that the words around count and unseen ones are met. Fixed seeds, one thread: the same input gives the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ontology.encoding import Encoder
from ontology.spelling import word_features

from ..linear import attribute_hash
from ..wording.network import OTHERS, PLACES, SIDES, Example, LetterVectors
from ..wording.words import class_of, classes

DIMENSIONS, HIDDEN, HEADS, RARE = 48, 96, 4, 4
EPOCHS, BATCH, SMOOTH, LEAST_TOGETHER = 5, 64, 0.03, 20  # batches of like length are drawn from so many batches
WORD, CLASS, HIT, SIDE, ALL_OF_A_WORD = 0.15, 0.1, 0.4, 0.1, 0.05  # left out at random
SMALLEST = 2000  # numbers; larger arrays are stored in 8 bits


@dataclass(frozen=True)
class Member:
    """How one of the networks is trained."""

    seed: int
    layers: int
    dropout: float
    rate: float
    decay: float


MEMBERS = (Member(1, 2, 0.3, 2e-3, 0.02), Member(2, 3, 0.4, 3e-3, 0.1))


def letters_of(words: Sequence[str]) -> tuple[LetterVectors, np.ndarray]:
    """The vectors of letters that tell ``words`` apart best, and those of the words themselves (words x DIMENSIONS)."""
    encoder = Encoder.load()
    table = encoder.table.astype(np.float32) * encoder.scale[:, None]
    summed = np.stack([table[word_features(word)].sum(0) for word in words])
    _, _, axes = np.linalg.svd(summed - summed.mean(0), full_matrices=False)
    rows = table @ axes[:DIMENSIONS].T
    scale = (np.abs(rows).max(axis=1) / 7 + 1e-12).astype(np.float16)
    numbers = (np.clip(np.round(rows / scale.astype(np.float32)[:, None]), -7, 7) + 7).astype(np.uint8).reshape(len(rows), -1, 2)
    letters = LetterVectors(numbers[:, :, 0] | numbers[:, :, 1] << 4, scale, np.zeros(DIMENSIONS, np.float32))
    raw = letters.scale[:, None] * ((numbers.reshape(len(rows), -1)).astype(np.float32) - 7)
    letters.mean = np.mean([raw[word_features(word)].sum(0) for word in words], axis=0).astype(np.float16).astype(np.float32)
    return letters, np.stack([letters.vector(word) for word in words])


class PaddedExamples:
    """Examples as padded arrays; number 0 of ``vectors`` and ``known`` is no word."""

    def __init__(self, examples: Sequence[Example]):
        self.examples = examples
        counts = Counter(word for example in examples for word in set(example.words))
        words = sorted(counts)
        self.letters, vectors = letters_of(words)
        self.vectors = np.concatenate([np.zeros((1, DIMENSIONS), np.float32), vectors])
        self.known_words = [word for word in words if counts[word] >= RARE]
        number = {word: n + 1 for n, word in enumerate(words)}
        known = {word: n + 1 for n, word in enumerate(self.known_words)}
        self.known = np.array([0, *(known.get(word, 0) for word in words)])
        self.class_of = np.array([0, *(classes().index(class_of(word)) for word in words)])
        self.words = [np.array([number[word] for word in example.words]) for example in examples]
        self.lengths = np.array([len(words) for words in self.words])

    def batch(self, chosen: Sequence[int], random: np.random.Generator):
        """Tensors of the chosen examples with parts left out at random."""
        import torch

        size = len(chosen), int(self.lengths[chosen].max())
        words, places = np.zeros(size, np.int64), np.full(size, PLACES - 1)
        mask, others = np.zeros(size, np.float32), np.zeros((*size, OTHERS), np.float32)
        sides, starts = [], []
        for row, which in enumerate(chosen):
            example, length = self.examples[which], self.lengths[which]
            words[row, :length], places[row, :length], mask[row, :length], others[row, :length] = self.words[which], example.places, 1, example.others
            starts.append(len(sides))
            sides += [side for side, drawn in zip(example.side, random.random(len(example.side))) if drawn > SIDE]
        gone = ((random.random(size[0]) < HIT)[:, None] & (places == 0)) | ((random.random(size) < ALL_OF_A_WORD) & (places != 0))
        words[gone] = 0
        known = np.where(random.random(size) < WORD, 0, self.known[words])
        kinds = np.where(random.random(size) < CLASS, 0, self.class_of[words])
        arrays = (self.vectors[words], known, kinds, others, places, mask)
        return *map(torch.from_numpy, arrays), torch.tensor(sides, dtype=torch.long), torch.tensor(starts)

    def order(self, random: np.random.Generator) -> list[np.ndarray]:
        """The numbers of all examples in batches of like length, in random order."""
        drawn = random.permutation(len(self.examples))
        some = np.array_split(drawn, max(1, len(drawn) // (BATCH * LEAST_TOGETHER)))
        batches = [part[at : at + BATCH] for part in (each[np.argsort(self.lengths[each], kind="stable")] for each in some) for at in range(0, len(part), BATCH)]
        return [batches[number] for number in random.permutation(len(batches))]


def train(examples: Sequence[Example], right: Sequence[bool], weights: Sequence[float], members: Sequence[Member] = MEMBERS) -> dict[str, np.ndarray]:
    """The arrays that ``pipeline.wording.network.Network.from_arrays`` reads; ``right``: whether a hit speaks of the candidate, ``weights``: how much it counts."""
    material = PaddedExamples(examples)
    letters = material.letters
    arrays = {"packed": letters.packed, "scale": letters.scale.astype(np.float16), "mean": letters.mean.astype(np.float16)}
    arrays["known"] = np.array([attribute_hash(word) for word in material.known_words], np.uint32)
    for member in members:
        arrays |= {f"{member.seed}/{name}": array for name, array in _trained(material, right, weights, member).items()}
    return arrays


def _trained(material: PaddedExamples, right: Sequence[bool], weights: Sequence[float], member: Member) -> dict[str, np.ndarray]:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(member.seed)
    random = np.random.default_rng(member.seed)
    net = _net(len(material.known_words), member)
    wanted = torch.tensor(np.array(right, np.float32)) * (1 - 2 * SMOOTH) + SMOOTH
    counts = torch.tensor(np.array(weights, np.float32))
    steps = EPOCHS * max(1, len(material.order(np.random.default_rng(0))))
    optimiser = torch.optim.AdamW(net.parameters(), lr=member.rate, weight_decay=member.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, member.rate, total_steps=steps + EPOCHS, pct_start=0.1)
    for _ in range(EPOCHS):
        for chosen in material.order(random):
            loss = binary_cross_entropy_with_logits(net(*material.batch(chosen, random)), wanted[chosen], reduction="none")
            optimiser.zero_grad()
            ((loss * counts[chosen]).sum() / counts[chosen].sum()).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    torch.set_num_threads(threads)
    return stored(net.arrays())


def _net(known: int, member: Member):
    """A member of ``pipeline.wording.network.Network`` in PyTorch."""
    import torch
    from torch import nn
    from torch.nn.functional import gelu

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.letters, self.others = nn.Linear(DIMENSIONS, HIDDEN, bias=False), nn.Linear(OTHERS, HIDDEN, bias=False)
            self.words = nn.Embedding(known + 1, HIDDEN, padding_idx=0)
            self.classes, self.places, self.places_seen = nn.Embedding(len(classes()), HIDDEN), nn.Embedding(PLACES, HIDDEN), nn.Embedding(PLACES, HEADS)
            self.sides = nn.EmbeddingBag(SIDES, HIDDEN, mode="sum")
            self.convs = nn.ModuleList([nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1 << n, dilation=1 << n) for n in range(member.layers)])
            self.norms = nn.ModuleList([nn.LayerNorm(HIDDEN) for _ in range(member.layers + 1)])
            self.asks, self.keys, self.values = nn.Linear(2 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
            self.dense, self.out, self.drop = nn.Linear(4 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, 1), nn.Dropout(member.dropout)
            for layer, spread in ((self.words, 0.02), (self.classes, 0.1), (self.places, 0.1), (self.sides, 0.05), (self.places_seen, 0.0)):
                nn.init.normal_(layer.weight, 0, spread)

        def forward(self, vectors, known, kinds, others, places, mask, sides, starts):
            rows, length = mask.shape
            here = mask[..., None]
            x = self.letters(vectors) + self.words(known) * (known > 0)[..., None] + self.classes(kinds) + self.places(places) + self.others(others)
            x = self.drop(self.norms[-1](x)) * here
            for conv, norm in zip(self.convs, self.norms):
                x = norm(x + self.drop(gelu(conv(x.transpose(1, 2)).transpose(1, 2), approximate="tanh"))) * here
            inside = ((places == 0) & (mask > 0))[..., None].float()
            hit, side = (x * inside).sum(1) / inside.sum(1), self.sides(sides, starts)
            asked = self.asks(torch.cat([hit, side], -1)).view(rows, 1, HEADS, -1)
            keys, values = (layer(x).view(rows, length, HEADS, -1) for layer in (self.keys, self.values))
            scores = (keys * asked).sum(-1) / (HIDDEN / HEADS) ** 0.5 + self.places_seen(places) - 1e4 * (1 - here)
            seen = (scores.softmax(1)[..., None] * values).sum(1).reshape(rows, -1)
            most = (x - 1e4 * (1 - here)).max(1).values
            together = self.drop(torch.cat([hit, side, seen, most], -1))
            return self.out(self.drop(gelu(self.dense(together), approximate="tanh")))[:, 0]

        def arrays(self) -> dict[str, np.ndarray]:
            found = {name: getattr(self, name).weight.T for name in ("letters", "others")}
            found |= {name: getattr(self, name).weight for name in ("classes", "places", "places_seen", "sides")}
            found["words"] = self.words.weight[1:]
            for name in ("asks", "keys", "values", "dense", "out"):
                layer = getattr(self, name)
                found |= {f"{name}.weight": layer.weight.T if name != "out" else layer.weight[0], f"{name}.bias": layer.bias}
            for number, conv in enumerate(self.convs):
                found |= {f"conv{number}.weight": conv.weight.permute(2, 1, 0).reshape(3 * HIDDEN, HIDDEN), f"conv{number}.bias": conv.bias}
            for number, norm in enumerate(self.norms):
                name = "norm" if number == len(self.convs) else f"norm{number}"
                found |= {f"{name}.weight": norm.weight, f"{name}.bias": norm.bias}
            return {name: array.detach().numpy() for name, array in found.items()}

    return Net()


def stored(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Large arrays in 8 bits with a ``:scale`` a row, small ones in 16."""
    found = {}
    for name, array in arrays.items():
        if array.size < SMALLEST:
            found[name] = array.astype(np.float16)
            continue
        scale = (np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-7).astype(np.float32)
        found[name], found[f"{name}:scale"] = np.round(array / scale).astype(np.int8), scale
    return found
