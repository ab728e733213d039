"""Texts of which the line breaks are known -> models/items.npz, which finds the items of texts that lost them: ``python -m pipeline.training.items``.

The vacancies of corpora/bias (documents_train.jsonl) and the texts of corpora/gold (train, dev) lose their line breaks in three ways: all but those around headings and paragraphs, all, and all with no
space in their place between a small letter and a word with a capital. Left out are texts of few lines, and those with a line so long that it may have lost some before. The sentences of corpora/bias (train.jsonl), the CVs
of corpora/gold and a quarter of those of corpora/privacy stay as they are: nothing parts their lines.
Needs scikit-learn; nothing is random, the same texts give the same bytes on one machine. ``--check`` prints precision and recall on an eighth of the texts instead.
"""

import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from ..evaluation.gold import read_gold_records
from ..items import Gap, ItemModel, gaps_in
from ..linear import MODELS, attribute_hash
from ..segmenting import heading_of
from ..sentences import bullet_of, cut_at_signs
from .personal import read_marked
from .records import read_records

CORPORA = Path(__file__).parents[2] / "corpora"
VACANCIES = ("bias/documents_train.jsonl", "gold/train.jsonl", "gold/dev.jsonl")
SENTENCES, CVS = "bias/train.jsonl", "privacy/train.marked.txt"
WAYS = ("headings", "nothing", "tight")  # what is left of the line breaks
FEWEST_LINES, LONGEST_LINE, EACH_CV = 7, 400, 4  # a longer line, in characters, may have lost breaks itself
STRENGTH = 2.0
SLIGHT = 0.1  # weights below it are left out
PARTS = 8
Row = tuple[Gap, bool]


def texts() -> tuple[dict[str, str], dict[str, str]]:
    """Id -> text of vacancies and profiles of some lines, and of what nothing parts."""
    records = read_gold_records([CORPORA / name for name in VACANCIES])
    vacancies = {record["id"]: record["text"] for record in records if record.get("kind") != "cv" and _has_breaks(record["text"].split("\n"))}
    whole = {record["id"]: record["text"] for record in records if record.get("kind") == "cv"} | {id_: text for id_, text, _ in read_marked(CORPORA / CVS)[::EACH_CV]}
    return vacancies, whole | {record["id"]: record["text"] for record in read_records(CORPORA / SENTENCES)}


def _has_breaks(lines: Sequence[str]) -> bool:
    return len(lines) >= FEWEST_LINES and max(map(len, lines)) <= LONGEST_LINE


def joined(text: str, way: str) -> Iterator[tuple[str, set[int]]]:
    """The lines of a text once line breaks are lost in that ``way``, each with the offsets at which one stood."""
    line, breaks = "", set()
    for part in text.split("\n"):
        body = part[bullet_of(part, 0, len(part)) :].strip()
        heading = way == "headings" and body and heading_of(part) is not None
        if line and (heading or not body and way == "headings"):
            yield line, breaks
            line, breaks = "", set()
        if body and line:
            tight = way == "tight" and line[-1].islower() and body[0].isupper() and body[1:2].islower()
            line += "" if tight else " "
            breaks.add(len(line))
        line += body
        if heading:
            yield line, breaks
            line, breaks = "", set()
    if line:
        yield line, breaks


def rows_of(lines: Iterable[tuple[str, set[int]]]) -> Iterator[Row]:
    """The gaps in the sentences of such lines, and whether a line break stood there."""
    for line, breaks in lines:
        for start, end in cut_at_signs(line, 0, len(line)):
            stretch = line[start:end].strip()
            start = line.index(stretch, start)
            yield from ((gap, start + gap.end in breaks) for gap in gaps_in(stretch))


def fit(rows: Sequence[Row]) -> tuple[dict[int, float], float]:
    """Weights by the hash of an attribute, and the bias."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    number: dict[int, int] = {}
    columns = [number.setdefault(attribute_hash(name), len(number)) for gap, _ in rows for name in gap.attributes]
    starts = np.cumsum([0, *(len(gap.attributes) for gap, _ in rows)])
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(rows), len(number)))
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix, [begins for _, begins in rows])
    weights = {key: round(float(weight), 3) for key, weight in zip(number, model.coef_[0]) if abs(weight) >= SLIGHT}
    return weights, round(float(model.intercept_[0]), 3)


def check(vacancies: dict[str, str], whole: dict[str, str]) -> None:
    """Precision and recall of the items of texts that were left out, by what was left of their line breaks."""
    out = {id_ for id_ in vacancies | whole if zlib.crc32(id_.encode()) % PARTS == 0}
    model = ItemModel(*fit(list(_all_rows({i: t for i, t in vacancies.items() if i not in out}, {i: t for i, t in whole.items() if i not in out}))))
    for way in (*WAYS, "whole"):
        some = whole if way == "whole" else vacancies
        lines = (line for id_ in sorted(out & set(some)) for line in (_unparted(some[id_]) if way == "whole" else joined(some[id_], way)))
        rows = list(rows_of(lines))
        for kind, capital in (("a capital", True), ("a small letter", False)):
            begins = np.array([right for gap, right in rows if gap.capital == capital])
            found = np.array([model.logit(gap) > gap.least for gap, _ in rows if gap.capital == capital])
            hits = (found & begins).sum()
            print(f"{way}, before {kind}: {begins.sum()} of {len(begins)} gaps, precision {hits / max(1, found.sum()):.3f}, recall {hits / max(1, begins.sum()):.3f}, found {found.sum()}")


def _all_rows(vacancies: dict[str, str], whole: dict[str, str]) -> Iterator[Row]:
    for text in vacancies.values():
        for way in WAYS:
            yield from rows_of(joined(text, way))
    for text in whole.values():
        yield from rows_of(_unparted(text))


def _unparted(text: str) -> Iterator[tuple[str, set[int]]]:
    return ((line, set()) for line in text.split("\n"))


def main(arguments: Sequence[str]) -> None:
    """Trains and writes the model, or checks with ``--check``."""
    vacancies, whole = texts()
    if "--check" in arguments:
        return check(vacancies, whole)
    weights, bias = fit(list(_all_rows(vacancies, whole)))
    hashes = sorted(weights)
    np.savez_compressed(MODELS / "items.npz", hashes=np.array(hashes, np.uint32), weights=np.array([weights[key] for key in hashes], np.float16), bias=np.array(bias))
    print(f"{len(hashes)} weights -> {MODELS / 'items.npz'}")


if __name__ == "__main__":
    main(sys.argv[1:])
