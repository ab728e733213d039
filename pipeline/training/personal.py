"""Marked CVs -> the labeller of personal data (models/personal.npz): ``python -m pipeline.training.personal MARKED.txt ... --gold GOLD.jsonl ...``.

Needs the extra ``[train]``. In the CVs of the gold nothing personal is marked, but skills are: a labeller of the marked ones says what is personal in them,
skills left out, and the labeller that is saved learns from both. ``--check`` cross-validates instead: over four parts of the marked texts, what share of the
marked words is found, and of the others.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from ..evaluation.gold import read_gold_records
from ..linear import LinearModel
from ..privacy.attributes import lines_of, themes_of
from ..privacy.everywhere import contact_data
from ..privacy.labelling import OTHER, PersonalLabeller, attribute_rows
from ..privacy.patterns import MASKED
from .crf import arrays_of, train_crf

FOLDS = 4
SETTINGS = {"c1": 0.02, "c2": 0.1, "max_iterations": 100}
HEADINGS, LISTED = ("Vaardigheden", "Werkervaring", "Competenties", "Profiel", "Skills"), 15  # headings of lists, and how many lines a list has
_LIKELY = 0.2  # chance from which on words of a CV of the gold teach as personal ones
_SLIGHT = 0.01  # weights below it are left out
_MARK = re.compile(r"\{\{(\w+):(.*?)\}\}", re.S)
_KEPT = "keep"
Span = tuple[int, int, str]  # start, end, category
Marked = tuple[str, str, list[Span]]  # id, text, spans


def read_marked(path: Path) -> list[Marked]:
    """Each text of a file; texts begin with ``=== id``, personal data is ``{{category:words}}``, and ``{{keep:words}}`` what looks like it and is none."""
    parts = re.split(r"^=== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    return [(id_, *unmarked(body)) for id_, body in zip(parts[::2], parts[1::2])]


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """The text without marks, and what they hold."""
    parts, spans, size, last = [], [], 0, 0
    for found in _MARK.finditer(marked):
        before = marked[last : found.start()]
        start = size + len(before)
        size, last = start + len(found[2]), found.end()
        parts += [before, found[2]]
        spans.append((start, size, found[1]))
    return "".join([*parts, marked[last:]]), spans


def rows_of(text: str, spans: Sequence[Span]) -> list[tuple[list[list[str]], list[str]]]:
    """(attributes, label) of the words of each line."""
    rows = []
    for line in lines_of(text, [found.start for found in contact_data(text)]):
        labels = [next((category for first, last, category in spans if first < end and start < last and category != _KEPT), OTHER) for start, end in line.spans]
        rows.append((attribute_rows(line), labels))
    return rows


def read_skilled(paths: Sequence[Path], labeller: PersonalLabeller) -> list[Marked]:
    """The CVs of gold files with what ``labeller`` finds in them outside their skills."""
    return [(record["id"], record["text"], _outside(record["skills"], _found(labeller, record["text"], _LIKELY))) for record in read_gold_records(paths) if record.get("kind") == "cv"]


def skill_lists(paths: Sequence[Path]) -> list[Marked]:
    """The skills of vacancies that hold a word of a theme, as lists of a CV in which nothing is personal: "begeleiden van kinderen"."""
    quotes = dict.fromkeys(" ".join(skill["quote"].split()) for record in read_gold_records(paths) if record.get("kind") != "cv" for skill in record["skills"])
    themed = [quote for quote in quotes if any(map(themes_of, quote.split()))]
    return [(f"list{at}", "\n".join([HEADINGS[at // LISTED % len(HEADINGS)], *(f"- {quote}" for quote in themed[at : at + LISTED])]), []) for at in range(0, len(themed), LISTED)]


def _found(labeller: PersonalLabeller, text: str, least: float) -> list[Span]:
    contacts = [found.start for found in contact_data(text)]
    return [(found.start, found.end, found.category) for found in labeller.find(text, contacts) if found.chance >= least]


def _outside(skills: Sequence[dict], spans: list[Span]) -> list[Span]:
    return [span for span in spans if not any(skill["start"] < span[1] and span[0] < skill["end"] for skill in skills)]


def train(texts: Sequence[Marked]) -> PersonalLabeller:
    """A labeller of marked texts."""
    state, steps = train_crf((row for _, text, spans in texts for row in rows_of(text, spans)), SETTINGS)
    labels = [OTHER, *sorted({label for _, label in state} - {OTHER})]
    weights, transitions = arrays_of({key: weight for key, weight in state.items() if abs(weight) >= _SLIGHT}, steps, labels)
    return PersonalLabeller(LinearModel.from_weights(labels, weights), transitions)


def train_with(marked: Sequence[Marked], gold: Sequence[Path]) -> PersonalLabeller:
    """A labeller of marked texts and of the CVs of gold files, in which a first labeller marks."""
    labeller = train(marked)
    return train([*marked, *read_skilled(gold, labeller), *skill_lists(gold)]) if gold else labeller


def check(texts: Sequence[Marked], gold: Sequence[Path]) -> tuple[float, float]:
    """(share of the marked words found, share of the others taken for personal), cross-validated."""
    count = np.zeros(4, int)
    for fold in range(FOLDS):
        labeller = train_with([text for number, text in enumerate(texts) if number % FOLDS != fold], gold)
        for _, text, spans in texts[fold::FOLDS]:
            personal = _covered(text, [span for span in spans if span[2] != _KEPT])
            masked = _covered(text, _found(labeller, text, MASKED))
            for word in re.finditer(r"\w+", text):
                count[2 * personal[word.start()]] += 1
                count[2 * personal[word.start()] + 1] += masked[word.start()]
    return count[3] / max(1, count[2]), count[1] / max(1, count[0])


def _covered(text: str, spans: Sequence[Span]) -> bytearray:
    """1 for each character of ``text`` in a span."""
    covered = bytearray(len(text))
    for start, end, _ in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gold", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Gold whose CVs say which words are skills.")
@click.option("--check", "checking", is_flag=True, help="Cross-validate; save nothing.")
def main(files, gold, checking) -> None:
    """Trains and saves the labeller, or cross-validates it."""
    texts = [text for path in files for text in read_marked(path)]
    if checking:
        found, wrong = check(texts, gold)
        click.echo(f"{found:.3f} of the marked words found, {wrong:.3f} of the others taken for personal")
        return
    labeller = train_with(texts, gold)
    labeller.save()
    click.echo(f"{len(labeller.model.hashes)} attributes of {len(texts)} marked texts")


if __name__ == "__main__":
    main()
