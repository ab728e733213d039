"""Labelled rows of attributes -> the weights of a linear-chain CRF as arrays (CRFsuite; Lafferty et al. 2001). Needs the extra ``[train]``."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

State, Steps = dict[tuple[str, str], float], dict[tuple[str, str], float]


def train_crf(rows: Iterable[tuple[list[list[str]], list[str]]], settings: Mapping) -> tuple[State, Steps]:
    """Weights by (attribute, label) and by (label, next label); a row has the attributes of each word and their labels. L-BFGS; nothing is random."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"feature.possible_transitions": True, **settings})
    for attributes, labels in rows:
        trainer.append(attributes, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return dict(info.state_features), dict(info.transitions)


def arrays_of(state: State, steps: Steps, labels: Sequence[str]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The weights of each attribute in the order of ``labels``, and the transitions (label x next label)."""
    numbers = {label: number for number, label in enumerate(labels)}
    weights: dict[str, np.ndarray] = {}
    for (attribute, label), weight in state.items():
        weights.setdefault(attribute, np.zeros(len(labels)))[numbers[label]] += weight
    transitions = np.zeros((len(labels), len(labels)))
    for (before, after), weight in steps.items():
        transitions[numbers[before], numbers[after]] = weight
    return weights, transitions
