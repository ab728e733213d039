"""Sentences with marked wording -> models/wording.json, the weights of the context model: ``python -m pipeline.training_wording``.

Rows are the words that the broad rules meet in corpora/wording/sentences.jsonl, in the rule tables' own examples and in
the vacancies of corpora/gold/train.jsonl; a row is positive where they overlap a marked span of the same ground. Needs
scikit-learn. ``--check`` prints precision and recall of all flags in eight-fold cross-validation instead.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from .cues import read_cues
from .evaluation import match_spans
from .segmenting import segment
from .types import Document, Flag
from .wording import context, flag_wording
from .wording.flagging import weighed_hits

ROOT = Path(__file__).parent.parent
MODEL = Path(__file__).parent / "models" / "wording.json"
STRENGTH, THRESHOLD, VETO, FOLDS, RARE = 0.3, 0.5, 0.25, 5, 2
EXAMPLES_COUNT = 3  # times: they are the plainest cases
Row = tuple[list[str], bool]
_SILENT = context.ContextModel({}, -50.0, {"*": 0.5}, -1.0)


def flags_of(text: str, model: context.ContextModel = _SILENT) -> tuple[Flag, ...]:
    """The flags of ``text`` with ``model`` in the place of the shipped one; by default the rules alone."""
    document = Document("row", text)
    return flag_wording(document, segment(document)[1], model)


def read_records(path: Path) -> list[dict]:
    """``{"text", "bias": [{"start", "end", "ground"}]}`` a line; CVs are left out."""
    records = [orjson.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    return [record for record in records if record.get("kind") != "cv"]


def examples() -> list[dict]:
    """The examples of wording.tsv as records; those that must fire are marked where the rules alone mark them."""
    records = []
    for row in read_cues("wording"):
        for text in row["fires"].split(" ;; "):
            if marks := [{"start": flag.start, "end": flag.end, "ground": flag.ground} for flag in flags_of(text)]:
                records.append({"text": text, "bias": marks})
        records += [{"text": text, "bias": []} for text in row["silent"].split(" ;; ")]
    return records


def rows_of(record: dict) -> list[Row]:
    """The words that broad rules meet in one record; those that gold marks weakly or on another ground are left out."""
    document, rows = Document("row", record["text"]), []
    for start, end, rule, found in weighed_hits(document, segment(document)[1]):
        marks = [mark for mark in record["bias"] if match_spans([(start, end)], [(mark["start"], mark["end"])])]
        same = [mark for mark in marks if mark["ground"] == rule.ground and mark.get("strength") != "zwak"]
        if bool(marks) == bool(same):
            rows.append((found, bool(same)))
    return rows


def fit(rows: Sequence[Row]) -> context.ContextModel:
    """A regression over the attributes that occur more than once."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for found, _ in rows for name in set(found))
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1 for name in found if counts[name] >= RARE} for found, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(matrix, [right for _, right in rows])
    weights = {name: round(float(weight), 3) for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0])}
    return context.ContextModel({name: weight for name, weight in weights.items() if weight}, round(float(model.intercept_[0]), 3), {"*": THRESHOLD}, VETO)


def check(records: Sequence[dict], always: Sequence[Row], report: Callable[[str], None]) -> None:
    """Cross-validated precision and recall over the flags of ``records``, by the rules alone and with the model."""
    rows = [rows_of(record) for record in records]
    sums = {"rules alone": Counter(), "with the context model": Counter()}
    for fold in range(FOLDS):
        model = fit([row for number, some in enumerate(rows) if number % FOLDS != fold for row in some] + list(always))
        for record in records[fold::FOLDS]:
            gold = [(mark["start"], mark["end"]) for mark in record["bias"]]
            for name, used in (("rules alone", _SILENT), ("with the context model", model)):
                found = [(flag.start, flag.end) for flag in flags_of(record["text"], used)]
                sums[name].update(hits=len(match_spans(found, gold)), found=len(found), gold=len(gold))
    for name, count in sums.items():
        report(f"{name}: precision {count['hits'] / count['found']:.3f}, recall {count['hits'] / count['gold']:.3f} ({count['gold']} spans)")


def main(arguments: Sequence[str]) -> None:
    """Trains and writes the model, or checks with ``--check``."""
    records = read_records(ROOT / "corpora" / "wording" / "sentences.jsonl")
    always = [row for record in examples() for row in rows_of(record)] * EXAMPLES_COUNT
    always += [row for record in read_records(ROOT / "corpora" / "gold" / "train.jsonl") for row in rows_of(record)]
    if "--check" in arguments:
        return check(records, always, print)
    model = fit([row for record in records for row in rows_of(record)] + always)
    content = {"threshold": model.threshold, "bias": model.bias, "weights": dict(sorted(model.weights.items()))}
    MODEL.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    print(f"{len(model.weights)} weights -> {MODEL}")


if __name__ == "__main__":
    main(sys.argv[1:])
