"""Labels and gold links -> the weights of the linker (models/linker.json).

Two kinds of rows: labels taken out of the lexicon one at a time, whose concept must be found by its other labels (in some
cases it is taken out too, so that nothing fits); and gold mentions linked by hand, which weigh more.
"""

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ontology.lexicon import Lexicon

from .linear import MODELS
from .linking import FEATURES, gather, pair_features

SEED = 20261121
GOLD_WEIGHT = 30.0
NIL_SHARE = 0.15


def held_out_rows(lexicon: Lexicon, labels: int) -> Iterable[tuple[list[tuple[float, ...]], list[bool]]]:
    """(features, right) per candidate, for a sample of labels that the lexicon is asked about as if it had them not."""
    rng = random.Random(SEED)
    numbers = rng.sample(range(lexicon.header["labels"]), min(labels, lexicon.header["labels"]))
    for number in numbers:
        text, concept, _ = lexicon.label(number)
        type_ = lexicon.entry(concept).type
        hits = gather(lexicon, text, type_, skip_label=text)
        if rng.random() < NIL_SHARE:
            hits = [(hit, cosine) for hit, cosine in hits if hit.concept != concept]
        scored = pair_features(text, type_, hits, lexicon)
        yield [pair.features for pair in scored], [pair.hit.concept == concept for pair in scored]


def gold_rows(lexicon: Lexicon, mentions: Iterable[tuple[str, str, list[str]]]) -> Iterable[tuple[list[tuple[float, ...]], list[bool]]]:
    """The same for gold (quote, type, IRIs of the concepts that are right; none for NIL)."""
    for quote, type_, concepts in mentions:
        scored = pair_features(quote, type_, gather(lexicon, quote, type_), lexicon)
        yield [pair.features for pair in scored], [lexicon.entry(pair.hit.concept).iri in concepts for pair in scored]


def train_linker(lexicon: Lexicon, mentions: Sequence[tuple[str, str, list[str]]], labels: int = 1500) -> dict:
    """The model as it is saved: weights, then slope and offset that calibrate the best candidate, and the NIL threshold."""
    from sklearn.linear_model import LogisticRegression

    groups = [(rows, right, 1.0) for rows, right in held_out_rows(lexicon, labels)]
    groups += [(rows, right, GOLD_WEIGHT) for rows, right in gold_rows(lexicon, mentions)]
    groups = [group for group in groups if group[0]]
    matrix = np.array([row for rows, _, _ in groups for row in rows])
    target = np.array([value for _, right, _ in groups for value in right])
    weight = np.array([w for rows, _, w in groups for _ in rows])
    half = np.concatenate([np.full(len(rows), number % 2) for number, (rows, _, _) in enumerate(groups)])
    points, sizes = [], []
    for fold in (0, 1):
        model = LogisticRegression(C=1.0, max_iter=2000).fit(matrix[half != fold], target[half != fold], weight[half != fold])
        for number, (rows, right, w) in enumerate(groups):
            if number % 2 == fold:
                z = model.decision_function(np.array(rows))
                points.append((z.max(), right[int(z.argmax())]))
                sizes.append(w)
    z, y = np.array([point[0] for point in points]), np.array([point[1] for point in points])
    calibration = LogisticRegression(C=1e6).fit(z[:, None], y, sizes)
    final = LogisticRegression(C=1.0, max_iter=2000).fit(matrix, target, weight)
    slope, offset = float(calibration.coef_[0, 0]), float(calibration.intercept_[0])
    return {
        "features": list(FEATURES),
        "weights": [round(float(value) * slope, 5) for value in final.coef_[0]],
        "intercept": round(float(final.intercept_[0]) * slope + offset, 5),
        "threshold": 0.4,
    }


def save_linker(model: dict, folder: Path = MODELS) -> None:
    (folder / "linker.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
