"""Candidates with right and wrong marked -> the networks of the linker, and how well they do on folds that they have not seen.

Listwise training: the softmax over the candidates of a term and "nothing fits" should fall on a right one (Cao et al. 2007), on
"nothing fits" when none is right. One temperature for all calibrates the probabilities (Guo et al. 2017), a logistic regression those of the
mentions that are called NIL (Platt 1999), by themselves and in their text (context.py). Needs PyTorch and scikit-learn.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from ontology.namespaces import ESCO_BASE

from ..linear import logit, softmax
from ..linking.candidates import FEATURES, NIL_FEATURES
from ..linking.judge import Judge, Network, nothing_fits, sure_of_nil
from .context import NONE, fit_context, in_context

SEED = 20261121
MEMBERS = 6
EPOCHS = 25
BATCH = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-3
DROPOUT = 0.1
HIDDEN, NIL_HIDDEN = (32, 16), (16, 8)
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Row:
    """A term: ``features`` (candidates x FEATURES), ``nil`` (NIL_FEATURES), ``right`` and the ESCO IRIs that each candidate stands for.

    ``mention``: it stands in a text; else it is a term of a crosswalk, which always has a concept. ``context``: (candidates x TOLD) what the
    text that it stands in tells of each candidate.
    """

    source: str
    fold: int
    concepts: frozenset[str]
    features: np.ndarray
    nil: np.ndarray
    right: np.ndarray
    answers: tuple[tuple[str, ...], ...]
    weight: float
    mention: bool
    context: np.ndarray | None = None


def train_judge(rows: Sequence[Row], folds: int) -> tuple[Judge, list[tuple[np.ndarray, float]]]:
    """(the judge trained on all rows, for each row the probabilities that a judge of the other folds gives: of its candidates and of NIL)."""
    scored: list[tuple[np.ndarray, float]] = [(np.empty(0), 1.0)] * len(rows)
    for fold in range(folds):
        judge = fit([row for row in rows if row.fold != fold])
        for number, row in enumerate(rows):
            if row.fold == fold:
                scored[number] = scores_of(judge, row)
    temperature = best_temperature(rows, scored)
    probabilities = [chances_of(*found, temperature) for found in scored]
    context = fit_context(rows, probabilities)
    weighed = [in_context(context, row, *found) for row, found in zip(rows, probabilities)]
    context = replace(context, certainty=certainty_of_nil(rows, weighed))
    return replace(fit(rows), temperature=temperature, certainty=certainty_of_nil(rows, probabilities), context=context), probabilities


def certainty_of_nil(rows: Sequence[Row], scored: Sequence[tuple[np.ndarray, float]]) -> tuple[float, float]:
    """Slope and intercept from the log-odds of "nothing fits" to those that it is right, over the mentions of which it is said; (1, 0) when it is always or never right."""
    from sklearn.linear_model import LogisticRegression

    said = [
        (logit(none), not row.concepts)
        for row, (probabilities, none) in zip(rows, scored)
        if row.mention and nothing_fits(probabilities.max(initial=0), none)
    ]
    if len({right for _, right in said}) < 2:
        return 1.0, 0.0
    model = LogisticRegression(C=10.0).fit([[odds] for odds, _ in said], [right for _, right in said])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def scores_of(judge: Judge, row: Row) -> tuple[np.ndarray, float]:
    """What its networks give the candidates of one term, and NIL."""
    return judge.candidates(row.features.astype(np.float64)), float(judge.nil(row.nil.astype(np.float64)[None])[0])


def chances_of(candidates: np.ndarray, nil: float, temperature: float) -> tuple[np.ndarray, float]:
    """These scores as probabilities."""
    probabilities, none = softmax(candidates / temperature, np.array([0, len(candidates)]), np.array([nil / temperature]))
    return probabilities, float(none[0])


def best_temperature(rows: Sequence[Row], scored: Sequence[tuple[np.ndarray, float]]) -> float:
    """The one that makes the held-out truth likeliest."""

    def surprise(temperature: float) -> float:
        total = 0.0
        for row, (candidates, nil) in zip(rows, scored):
            probabilities, none = chances_of(candidates, nil, temperature)
            total -= row.weight * np.log(max(probabilities[row.right].sum() if row.right.any() else none, 1e-9))
        return total

    return min((round(value, 2) for value in np.arange(0.7, 2.51, 0.05)), key=surprise)


def fit(rows: Sequence[Row]) -> Judge:
    """The mean of MEMBERS training runs, as one judge."""
    judges = [_fit(rows, SEED + number) for number in range(MEMBERS)]
    return Judge(*(mean_network([getattr(judge, part) for judge in judges]) for part in ("candidates", "nil")), temperature=1.0, certainty=(1.0, 0.0), context=NONE)


def mean_network(networks: Sequence[Network]) -> Network:
    """One network whose score is the mean of theirs: their hidden layers side by side."""
    sizes = [len(network.second_bias) for network in networks]
    second = np.zeros((sum(len(network.first_bias) for network in networks), sum(sizes)))
    row = column = 0
    for network, size in zip(networks, sizes):
        second[row : row + len(network.first_bias), column : column + size] = network.second
        row, column = row + len(network.first_bias), column + size
    return Network(
        networks[0].mean, networks[0].scale, np.hstack([n.first for n in networks]), np.hstack([n.first_bias for n in networks]), second,
        np.hstack([n.second_bias for n in networks]), np.hstack([n.out for n in networks]) / len(networks),
        np.mean([n.straight for n in networks], axis=0), float(np.mean([n.bias for n in networks])),
    )  # fmt: skip


def _fit(rows: Sequence[Row], seed: int) -> Judge:
    import torch

    torch.manual_seed(seed)
    widest = max(len(row.features) for row in rows)
    features = np.zeros((len(rows), widest, len(FEATURES)), dtype=np.float32)
    there, right = np.zeros((len(rows), widest), dtype=bool), np.zeros((len(rows), widest + 1), dtype=bool)
    for number, row in enumerate(rows):
        size = len(row.features)
        features[number, :size], there[number, :size], right[number, :size] = row.features, True, row.right
    right[:, widest] = ~right.any(axis=1)
    nils = np.array([row.nil for row in rows])
    scales = [(part.mean(axis=0), part.std(axis=0) + 1e-3) for part in (features[there], nils)]
    x, nil_x = (torch.tensor((part - mean) / scale, dtype=torch.float32) for part, (mean, scale) in zip((features, nils), scales))
    there, right, weight = torch.tensor(there), torch.tensor(right), torch.tensor([row.weight for row in rows], dtype=torch.float32)
    networks = [_TorchNetwork(len(FEATURES), HIDDEN), _TorchNetwork(len(NIL_FEATURES), NIL_HIDDEN)]
    parameters = [parameter for network in networks for parameter in network.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / EPOCHS)
        order = torch.randperm(len(rows))
        for at in range(0, len(rows), BATCH):
            some = order[at : at + BATCH]
            scores = networks[0](x[some]).masked_fill(~there[some], _NEVER)
            scores = torch.cat([scores, networks[1](nil_x[some])[:, None]], dim=1)
            loss = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right[some], _NEVER), 1)
            loss = (loss * weight[some]).sum() / weight[some].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return Judge(*(network.export(*scale) for network, scale in zip(networks, scales)), temperature=1.0, certainty=(1.0, 0.0), context=NONE)


class _TorchNetwork:
    """linking.Network in PyTorch, with dropout."""

    def __init__(self, size: int, hidden: tuple[int, int]):
        import torch

        self.first, self.second = torch.nn.Linear(size, hidden[0]), torch.nn.Linear(*hidden)
        self.out, self.straight = torch.nn.Linear(hidden[1], 1), torch.nn.Linear(size, 1, bias=False)
        self.dropout = torch.nn.Dropout(DROPOUT)

    def parameters(self):
        return [parameter for layer in (self.first, self.second, self.out, self.straight) for parameter in layer.parameters()]

    def __call__(self, x):
        hidden = self.dropout(self.first(x).relu())
        hidden = self.dropout(self.second(hidden).relu())
        return (self.out(hidden) + self.straight(x)).squeeze(-1)

    def export(self, mean: np.ndarray, scale: np.ndarray) -> Network:
        first, second, out, straight = ({name: value.detach().numpy().astype(np.float64) for name, value in layer.named_parameters()} for layer in (self.first, self.second, self.out, self.straight))
        return Network(
            mean.astype(np.float64), scale.astype(np.float64), first["weight"].T, first["bias"], second["weight"].T, second["bias"],
            out["weight"][0], straight["weight"][0], float(out["bias"][0]),
        )  # fmt: skip


def figures(rows: Sequence[Row], scored: Sequence[tuple[np.ndarray, float]], judge: Judge) -> dict:
    """By source: terms, MRR and hits over ESCO concepts (each once) for crosswalks; for mentions what is decided and how sure it was."""
    by_source = defaultdict(list)
    for row, result in zip(rows, scored):
        by_source[row.source].append((row, *result))
        if row.context is not None:
            by_source[f"{row.source}, in its text"].append((row, *in_context(judge.context, row, *result)))
    made = {"temperature": judge.temperature, "certainty of NIL": judge.certainty, "context": asdict(judge.context)}
    certainty = {source: judge.context.certainty if source.endswith("in its text") else judge.certainty for source in by_source}
    return made | {source: _ranking(found) | _decisions(found, certainty[source]) for source, found in by_source.items()}


def _ranking(found) -> dict[str, float]:
    ranks = []
    for row, probabilities, _ in found:
        if row.concepts:
            shares: dict[str, float] = {}
            for number in np.argsort(-probabilities, kind="stable"):
                iris = row.answers[number] if any(iri.startswith(ESCO_BASE) for iri in row.concepts) else (f"#{number}",)
                for iri in iris:  # which share the probability, as in linker.in_scheme
                    shares[iri] = max(shares.get(iri, 0.0), probabilities[number] / len(iris))
            places = {iri: place for place, iri in enumerate(sorted(shares, key=shares.__getitem__, reverse=True), 1)}
            wanted = row.concepts | {f"#{number}" for number in np.flatnonzero(row.right)}
            ranks.append(min((place for iri, place in places.items() if iri in wanted), default=0))
    ranks = np.array(ranks)
    reciprocal = np.divide(1.0, ranks, out=np.zeros(len(ranks)), where=ranks > 0)
    hits = {f"hit@{k}": round(float(np.mean((ranks > 0) & (ranks <= k))), 4) for k in (1, 5)}
    return {"terms with a concept": len(ranks), "MRR": round(float(reciprocal.mean()), 4)} | hits


def _decisions(found, certainty: tuple[float, float]) -> dict[str, float | None]:
    linked = right = nil = nil_right = 0
    points = []
    for row, probabilities, none in found:
        if nothing_fits(probabilities.max(initial=0), none):
            nil, nil_right = nil + 1, nil_right + (not row.concepts)
            points.append((sure_of_nil(none, certainty), not row.concepts))
        else:
            best = int(probabilities.argmax())
            linked, right = linked + 1, right + bool(row.right[best])
            points.append((float(probabilities[best]), bool(row.right[best])))
    wanted = sum(bool(row.concepts) for row, _, _ in found)
    shares = {
        "acceptable": right / max(1, wanted), "right, of linked": right / max(1, linked),
        "right, of NIL": nil_right / max(1, nil), "found, of NIL": nil_right / max(1, len(found) - wanted), "calibration error": _calibration_error(points),
    }  # fmt: skip
    return {name: round(float(value), 4) for name, value in shares.items()} | {"NIL": nil}


def _calibration_error(points: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equal-count bins of (confidence, right)."""
    parts = np.array_split(np.array(sorted(points), dtype=float), bins)
    return sum(abs((part[:, 1] - part[:, 0]).sum()) for part in parts if len(part)) / max(1, len(points))
