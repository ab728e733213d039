"""Sentences with marked wording -> models/wording.json, the weights of the context model: ``python -m pipeline.training.wording``.

Rows are the words that rules meet in corpora/bias (train.jsonl, documents_train.jsonl), in the rule tables' own examples
and in the vacancies of corpora/gold/train.jsonl; a row is positive where they overlap a marked span of the same ground.
Attributes are scaled by the log-count ratio of naive Bayes before the regression (Wang & Manning 2012, "Baselines and
Bigrams"), which is folded into the weights. Needs scikit-learn. ``--check`` prints precision and recall of all flags in
five-fold cross-validation instead, per ground.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from ..cues import read_cues
from ..evaluation import match_spans
from ..linear import attribute_hash
from ..segmenting import segment
from ..smoothing import smooth
from ..translate import flags_of
from ..types import Document, Flag
from ..wording import model as context_model
from ..wording.hits import hits_in
from ..wording.network import Example, Network, examples_of
from . import wording_network
from .records import read_records
from .wording_variants import framed, number_of, swapped

ROOT = Path(__file__).parents[2]
CORPORA = ("train.jsonl", "documents_train.jsonl")
MODEL = ROOT / "pipeline" / "models" / "wording.json"
STRENGTH, VETO, FOLDS, RARE = 0.12, 0.4, 5, 4
THRESHOLDS = {
    "*": 0.75, "age": 0.72, "gender": 0.64, "religion": 0.68, "civil_status": 0.82, "disability": 0.72, "working_hours": 0.82, "appearance": 0.87,
    "language": 0.8, "political": 0.82, "sexual_orientation": 0.72,
}  # fmt: skip
RECORDS_COUNT, VACANCIES_COUNT, EXAMPLES_COUNT = 2, 3, 4  # times
SMOOTH, FLOOR = 0.5, 0.3  # of the log-count ratio
SLIGHT = 0.01  # weights below it are left out
MIXING, LEAST, LONGER = (0.42, 0.38, 0.15), -2.0, 0.3  # by cross-validation, as are the thresholds
ROUNDS = {"A": 0, "w": 0, "B": 1, "x": 1, "FA": 1, "C": 2, "D": 2, "OB": 2, "e": 3, "f": 3, "FB": 3, "GA": 3, "GB": 3, "GC": 3, "GD": 3, "GE": 3, "HA": 0, "HB": 1, "HC": 2, "HD": 3}
LAST_ROUNDS = 4
Row = tuple[list[str], bool]
_SILENT = context_model.ContextModel({}, -50.0, {"*": 0.5}, -1.0)


@dataclass(frozen=True)
class Material:
    """The hits in one text: ``rows`` for the regression, one a rule, and ``examples`` for the network, each with whether it is right."""

    rows: list[Row]
    examples: list[tuple[Example, bool]]
    times: int


def flagged(text: str, model: context_model.ContextModel = _SILENT) -> tuple[Flag, ...]:
    """The flags of ``text`` with ``model`` in the place of the shipped one; by default the rules alone."""
    return flags_of(Document("row", text), model=model)


def without_cvs(path: Path) -> list[dict]:
    """``{"text", "bias": [{"start", "end", "ground"}]}`` a line; CVs are left out."""
    return [record for record in read_records(path) if record.get("kind") != "cv"]


def examples() -> list[dict]:
    """The examples of wording.tsv as records; those that must fire are marked where the rules alone mark them."""
    records = []
    for row in read_cues("wording"):
        for text in row["fires"].split(" ;; "):
            if marks := [{"start": flag.start, "end": flag.end, "ground": flag.ground} for flag in flagged(text)]:
                records.append({"text": text, "bias": marks})
        records += [{"text": text, "bias": []} for text in row["silent"].split(" ;; ")]
    return records


def material_of(record: dict, times: int = 1) -> Material:
    """What rules meet in one record, to count so many ``times``; words that gold marks weakly or on another ground are left out."""
    smoothed, rows, examples = smooth(Document("row", record["text"])), [], {}
    for view, hits in hits_in(smoothed.document, segment(smoothed.document)[1]):
        read = examples_of(view, hits)
        start = view.start
        for hit in hits:
            span = smoothed.span(start + hit.first, start + hit.end)
            marks = [mark for mark in record["bias"] if match_spans([span], [(mark["start"], mark["end"])])]
            same = [mark for mark in marks if mark["ground"] == hit.rule.ground and mark.get("strength") != "zwak"]
            if bool(marks) == bool(same):
                rows.append((hit.attributes, bool(same)))
                examples[*span, hit.rule.ground] = read[hit.first, hit.end, hit.rule.ground], bool(same)
    return Material(rows, list(examples.values()), times)


def counted(record: dict) -> list[Material]:
    """A record of corpora/bias, as often as it counts, and once with other words in it."""
    times = VACANCIES_COUNT if record.get("family") == "document" else RECORDS_COUNT
    return [material_of(record, times), *map(material_of, swapped([record]))]


def fit(materials: Sequence[Material]) -> tuple[context_model.ContextModel, dict[str, np.ndarray]]:
    """The model, and the arrays it is stored as: a regression over the attributes that occur ``RARE`` times or more, and the network."""
    weights, bias = regression([row for material in materials for row in material.rows * material.times])
    examples = [(example, right, material.times) for material in materials for example, right in material.examples]
    arrays = wording_network.train(*zip(*examples))
    hashed: Counter = Counter()
    for name, weight in weights.items():
        hashed[attribute_hash(name)] += float(np.float16(weight))
    keys = sorted(hashed)
    arrays |= {"attributes": np.array(keys, np.uint32), "weights": np.array([hashed[key] for key in keys], np.float16)}
    return context_model.ContextModel(hashed, bias, THRESHOLDS, VETO, Network.from_arrays(arrays), MIXING, LEAST, LONGER), arrays


def regression(rows: Sequence[Row]) -> tuple[dict[str, float], float]:
    """Weights of the attributes, and the bias."""
    from scipy.sparse import diags
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for found, _ in rows for name in set(found))
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1 for name in found if counts[name] >= RARE} for found, _ in rows])
    right = np.array([right for _, right in rows])
    for_it, against = (np.asarray(matrix[which].sum(0)).ravel() + SMOOTH for which in (right, ~right))
    scale = np.abs(np.log((for_it / for_it.sum()) / (against / against.sum()))) + FLOOR
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix @ diags(scale), right)
    weights = {name: round(float(weight), 3) for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0] * scale)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= SLIGHT}, round(float(model.intercept_[0]), 3)


def fold_of(record: dict) -> int:
    """The fold of a record: texts of one round of writing, told by the letters of the id, are together; vacancies by their id."""
    letters = record["id"].rstrip("0123456789")
    return ROUNDS.get(letters, LAST_ROUNDS) if record["kind"] == "sentence" else number_of(record["id"]) % FOLDS


def check(records: Sequence[dict], always: Sequence[Material], report: Callable[[str], None]) -> None:
    """Cross-validated precision and recall over the flags of ``records``, per ground and in all."""
    materials = [counted(record) for record in records]
    sums: dict[str, Counter] = {}
    clean: Counter = Counter()
    for fold in range(FOLDS):
        model, _ = fit([one for record, some in zip(records, materials) if fold_of(record) != fold for one in some] + list(always))
        for record in records:
            if fold_of(record) == fold:
                _count(record, flagged(record["text"], model), sums, clean)
    for name, count in sorted(sums.items()):
        report(f"{name}: precision {count['hits'] / max(1, count['found']):.3f}, recall {count['met'] / max(1, count['gold']):.3f} ({count['gold']} spans)")
    report(f"clean texts without a flag: {clean['silent'] / max(1, clean['texts']):.3f} ({clean['texts']})")


def _count(record: dict, flags: Sequence[Flag], sums: dict[str, Counter], clean: Counter) -> None:
    """Adds one record; a weakly marked span counts when it is met, and is no miss when it is not."""
    marks = record["bias"]
    pairs = match_spans([(flag.start, flag.end) for flag in flags], [(mark["start"], mark["end"]) for mark in marks])
    hits, met = {p for p, _ in pairs}, {g for _, g in pairs}
    for name in {"all", *(flag.ground for flag in flags), *(mark["ground"] for mark in marks)}:
        count = sums.setdefault(name, Counter())
        mine = [number for number, flag in enumerate(flags) if name in ("all", flag.ground)]
        wanted = [n for n, mark in enumerate(marks) if name in ("all", mark["ground"]) and (n in met or mark.get("strength") != "zwak")]
        count.update(found=len(mine), hits=len(hits.intersection(mine)), gold=len(wanted), met=len(met.intersection(wanted)))
    if not marks:
        clean.update(texts=1, silent=not flags)


def main(arguments: Sequence[str]) -> None:
    """Trains and writes the model, or checks with ``--check``."""
    records, always = texts()
    if "--check" in arguments:
        return check(records, always, print)
    model, arrays = fit([one for record in records for one in counted(record)] + always)
    settings = {"bias": model.bias, "mixing": MIXING, "least": LEAST, "longer": LONGER, "veto": VETO, "thresholds": THRESHOLDS}
    MODEL.write_bytes(orjson.dumps(settings, option=orjson.OPT_INDENT_2) + b"\n")
    np.savez_compressed(MODEL.with_suffix(".npz"), **arrays)
    print(f"{len(arrays['weights'])} weights and a network of {len(arrays['known'])} words -> {MODEL.with_suffix('.npz')}")


def texts() -> tuple[list[dict], list[Material]]:
    """The records that are split in folds, and what is always learned from."""
    records = [record for name in CORPORA for record in without_cvs(ROOT / "corpora" / "bias" / name)]
    always = [material_of(record, EXAMPLES_COUNT) for record in examples()]
    always += map(material_of, framed())
    always += map(material_of, without_cvs(ROOT / "corpora" / "gold" / "train.jsonl"))
    return records, always


if __name__ == "__main__":
    main(sys.argv[1:])
