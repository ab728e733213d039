"""Gold texts -> the labeller, the classifiers and the confidence. Run: ``python -m pipeline.training.labeller GOLD.jsonl ...``

Needs the extra ``[train]`` (python-crfsuite, scikit-learn) and the linker that links.py makes. Nothing is random: the same texts give
the same models. Texts are also learnt from without their line breaks, so that glued vacancies are not new.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from ontology.lexicon import Lexicon

from ..evaluation import Counts, match_spans, without_repeats
from ..evaluation.gold import read_gold_records
from ..linear import MODELS, LinearModel
from ..linking.linker import Linker
from ..mentions.confidence import mention_features
from ..mentions.finding import MentionFinder, lexicon_marks, section_of, span_attributes
from ..mentions.labelling import LABELS, OFFSETS, Labeller, Line, mark_attributes, pair_attribute, place_attributes, sentence_attributes, word_attributes, word_places
from ..mentions.network import FILE, Network
from ..qualifying import NONE, Around, requirement_attributes, section_headings
from ..segmenting import segment
from ..smoothing import smooth
from ..tokenizing import tokenize
from ..types import Document, Mention, Sentence, Tokens
from . import mention_network
from .context import title_terms
from .crf import arrays_of, train_crf
from .standoff import read_standoff

BIAS = 0.85  # taken from O: the labeller finds too much, the confidence then takes the doubtful ones out; .5 for the CRF alone, whose scores are 1.7 times smaller
SETTINGS = {"c1": 0.05, "c2": 0.3, "max_iterations": 120}
TUNED_WEIGHT = 3.0
AIM, FLAT = 0.8, 0.003  # precision on the tuned texts; a difference of F1 that says nothing
_EDGE = "<edge>"


@dataclass(frozen=True)
class Example:
    """A gold text, split and tokenised. ``skills`` are the gold records with start and end in ``document.text``."""

    document: Document
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    skills: tuple[dict, ...]


def read_gold(paths: Sequence[Path], ids: str = "all") -> list[Example]:
    """Examples of the records of gold files; ``ids`` as of read_gold_records."""
    return list(map(example_of, read_gold_records(paths, ids)))


def example_of(record: dict) -> Example:
    """The text as it is read, with its marks there."""
    smoothed = smooth(Document(record["id"], record["text"], record.get("kind", "vacancy"), record.get("language", "nl")))
    return prepare(smoothed.document, [skill | {"start": smoothed.place(skill["start"]), "end": smoothed.place(skill["end"] - 1) + 1} for skill in record["skills"]])


def prepare(document: Document, skills: Sequence[dict]) -> Example:
    _, sentences = segment(document)
    return Example(document, sentences, tokenize(document.text, sentences), tuple(skills))


def without_lines(example: Example) -> Example:
    """The same text with line breaks turned into spaces (offsets stay the same)."""
    text = re.sub(r"\n+", lambda found: " " * len(found.group()), example.document.text)
    return prepare(replace(example.document, id=example.document.id + "#flat", text=text), example.skills)


def labelled_lines(example: Example, lexicon: Lexicon) -> Iterable[tuple[Line, list[str]]]:
    """Every sentence with the BILOU label of each word."""
    tokens = example.tokens
    labels = np.zeros(len(tokens.texts), dtype=int)
    ends = [start + len(text) for start, text in zip(tokens.starts, tokens.texts)]
    for skill in example.skills:
        inside = [i for i, (start, end) in enumerate(zip(tokens.starts, ends)) if start < skill["end"] and end > skill["start"]]
        for first, last in _runs(inside, tokens):
            labels[first : last + 1] = LABELS.index("I")
            labels[first], labels[last] = LABELS.index("B"), LABELS.index("L")
            if first == last:
                labels[first] = LABELS.index("U")
    for sentence, (first, end) in zip(example.sentences, tokens.sentences):
        if first == end:
            continue
        words = list(tokens.texts[first:end])
        line = Line(words, section_of(sentence), sentence.is_bullet, example.document.kind, lexicon_marks(words, lexicon))
        yield line, [LABELS[n] for n in labels[first:end]]


def _runs(inside: list[int], tokens: Tokens) -> list[tuple[int, int]]:
    """First and last token of a span, cut at sentence ends."""
    runs = []
    for first, end in tokens.sentences:
        part = [i for i in inside if first <= i < end]
        if part:
            runs.append((part[0], part[-1]))
    return runs


def attribute_rows(line: Line) -> list[list[str]]:
    """The attributes of each word that the CRF learns from."""
    words = line.words
    shared = sentence_attributes(words, line.section, line.bullet, line.kind)
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
    rows, places = [], word_places(words, line.section)
    for index, word in enumerate(words):
        row = list(shared)
        for offset in OFFSETS:
            row += word_attributes(padded[index + 2 + offset], offset)
        row += place_attributes(*places[index])
        row += [pair_attribute(padded[index + 1], word, 0), pair_attribute(word, padded[index + 3], 1)]
        rows.append(row + mark_attributes(line.marks, index))
    return rows


def to_arrays(state: dict, steps: dict) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The weights by attribute and the transitions, in the order of LABELS; steps that BILOU forbids get -50."""
    weights, transitions = arrays_of(state, steps, LABELS)
    for i, before in enumerate(LABELS):
        for j, after in enumerate(LABELS):
            if (before in "BI") != (after in "IL"):
                transitions[i, j] = -50.0
    return weights, transitions


def train_labeller(examples: Sequence[Example], lexicon: Lexicon) -> tuple[Labeller, dict[str, np.ndarray]]:
    """A labeller from the texts with and without their line breaks, and the arrays of its network."""
    lines, labels = zip(*(row for example in examples for version in (example, without_lines(example)) for row in labelled_lines(version, lexicon)))
    weights, transitions = to_arrays(*train_crf(zip(map(attribute_rows, lines), labels), SETTINGS))
    arrays = mention_network.train(lines, labels, lexicon.encoder)
    return Labeller(LinearModel.from_weights(LABELS, weights), transitions, BIAS, Network(arrays, lexicon.encoder)), arrays


def fit_linear(rows: Sequence[list[str]], labels: Sequence[str], c: float = 1.0) -> LinearModel:
    """Multinomial logistic regression over attribute sets (scikit-learn), as a LinearModel."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows])
    model = LogisticRegression(C=c, max_iter=1000)
    model.fit(matrix, labels)
    coefficients = model.coef_ if len(model.classes_) > 2 else np.vstack([-model.coef_ / 2, model.coef_ / 2])
    bias = model.intercept_ if len(model.classes_) > 2 else np.array([-model.intercept_[0] / 2, model.intercept_[0] / 2])
    weights = {name: coefficients[:, column] for name, column in vectorizer.vocabulary_.items()}
    return LinearModel.from_weights([str(label) for label in model.classes_], weights, bias)


def gold_spans(example: Example) -> Iterable[tuple[dict, int, int, int]]:
    """(gold record, sentence number, first word, end word) in that sentence, of every gold skill that fits in one."""
    tokens = example.tokens
    for skill in example.skills:
        for number, (first, end) in enumerate(tokens.sentences):
            inside = [i for i in range(first, end) if tokens.starts[i] < skill["end"] and tokens.starts[i] + len(tokens.texts[i]) > skill["start"]]
            if inside:
                yield skill, number, inside[0] - first, inside[-1] + 1 - first
                break


def train_types(examples: Sequence[Example], lexicon: Lexicon) -> LinearModel:
    """The type classifier, from the gold spans that stand in one sentence."""
    rows, labels = [], []
    for example in examples:
        for skill, number, start, end in gold_spans(example):
            first, last = example.tokens.sentences[number]
            words = list(example.tokens.texts[first:last])
            marks = lexicon_marks(words, lexicon)
            rows.append(span_attributes(words, start, end, section_of(example.sentences[number]), example.document.kind, marks))
            labels.append(skill["type"])
    return fit_linear(rows, labels, c=0.5)


def train_requirements(examples: Sequence[Example]) -> LinearModel:
    """The requirement classifier, from the gold spans of texts that are no CV."""
    rows, labels = [], []
    for example in examples:
        if example.document.kind == "cv":
            continue
        headings = section_headings(example.document, example.sentences)
        for skill, number, _, _ in gold_spans(example):
            sentence = example.sentences[number]
            if skill["start"] < sentence.start or skill["end"] > sentence.end:
                continue
            text = example.document.text
            mention = Mention(skill["start"], skill["end"], text[skill["start"] : skill["end"]], skill["type"], sentence.section, 1.0, (0, 0), number)
            around = Around.of(text[sentence.start : skill["start"]], text[skill["end"] : sentence.end])
            rows.append(requirement_attributes(mention, sentence, headings[number], around, example.document.kind))
            labels.append(skill["requirement"] or NONE)
    return fit_linear(rows, labels, c=0.5)


@dataclass(frozen=True)
class Found:
    """A mention found in a text that its labeller had not seen. ``counts``: it is right, or wrong and no repeat of a right one."""

    features: dict[str, float]
    right: bool
    counts: bool
    tuned: bool


def found_mentions(finder: MentionFinder, linker: Linker, example: Example, tuned: bool) -> Iterable[Found]:
    """The mentions of one text with what the confidence looks at."""
    (mentions,) = finder.find([(example.document, example.sentences, example.tokens)])
    (links,) = linker.link_texts([[*(mention.term for mention in mentions), *title_terms(linker.lexicon, example.document, example.sentences)]])
    pairs = match_spans([(m.start, m.end) for m in mentions], [(s["start"], s["end"]) for s in example.skills])
    right = {p for p, _ in pairs}
    counts = set(without_repeats([{"quote": mention.quote} for mention in mentions], right))
    for number, mention in enumerate(mentions):
        features = mention_features(example.document, example.sentences[mention.sentence], mention, links[mention.term])
        yield Found(features, number in right, number in counts, tuned)


def train_confidence(found: Sequence[Found], gold: int) -> tuple[dict, dict]:
    """(the confidence model as it is saved, scores by threshold on the tuned texts, which have ``gold`` mentions).

    The threshold is the lowest with a precision of at least AIM and an F1 that is no more than FLAT below the best: F1 is nearly the same over a wide range.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer(sparse=False)
    matrix, right = vectorizer.fit_transform([one.features for one in found]), np.array([one.right for one in found])
    weights = [TUNED_WEIGHT if one.tuned else 1.0 for one in found]
    model = LogisticRegression(C=0.3, max_iter=2000).fit(matrix, right, weights)
    probabilities = model.predict_proba(matrix)[:, 1]
    tuned = np.array([one.tuned and one.counts for one in found])
    table = {}
    for threshold in np.arange(0.2, 0.71, 0.02):
        kept = tuned & (probabilities >= threshold)
        table[round(float(threshold), 2)] = Counts(int((kept & right).sum()), int(kept.sum()), gold)
    precise = [threshold for threshold, counts in table.items() if round(counts.precision, 3) >= AIM] or [max(table)]
    best = min(threshold for threshold in precise if table[threshold].f1 >= max(table[one].f1 for one in precise) - FLAT)
    names = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0]))
    saved = {"weights": {str(name): round(float(value), 5) for name, value in names.items()}, "intercept": round(float(model.intercept_[0]), 5), "threshold": best}
    return saved, {str(threshold): counts.as_dict() for threshold, counts in table.items()}


def train_all(examples: Sequence[Example], tuned: Sequence[Example], lexicon: Lexicon, folder: Path, folds: int = 4) -> dict:
    """Trains and saves every model. The confidence and its threshold come from texts that the labeller had not seen; the threshold
    is set on ``tuned``, a part of ``examples``."""
    linker, real = Linker.load(lexicon), {example.document.id for example in tuned}
    fold_of = {example.document.id: number % folds for group in (tuned, [e for e in examples if e.document.id not in real]) for number, example in enumerate(group)}
    found: list[Found] = []
    for fold in range(folds):
        rest = [example for example in examples if fold_of[example.document.id] != fold]
        finder = MentionFinder(train_labeller(rest, lexicon)[0], train_types(rest, lexicon), lexicon)
        for example in examples:
            if fold_of[example.document.id] == fold:
                found += found_mentions(finder, linker, example, example.document.id in real)
    confidence, table = train_confidence(found, sum(len(example.skills) for example in tuned))
    (folder / "confidence.json").write_text(json.dumps(confidence, indent=1) + "\n", encoding="utf-8")
    labeller, network = train_labeller(examples, lexicon)
    labeller.save(folder=folder)
    np.savez_compressed(folder / FILE, **network)
    train_types(examples, lexicon).save("types", folder)
    train_requirements(examples).save("requirements", folder)
    return {"threshold": confidence["threshold"], "cross_validation": table}


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--even", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Gold of which only the records with an even number in their id are used.")
@click.option("--standoff", multiple=True, nargs=2, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Marks of texts of others, and the file with those texts.")
@click.option("--release", type=click.Path(exists=True, file_okay=False), help="Ontology release (default: the embedded one).")
@click.option("--out", default=MODELS, type=click.Path(file_okay=False, path_type=Path), show_default=False, help="Folder for the models.")
def main(gold: tuple[Path, ...], even: tuple[Path, ...], standoff: tuple[tuple[Path, Path], ...], release: str | None, out: Path) -> None:
    """Trains the models on GOLD files and prints the cross-validated scores as JSON."""
    own = read_gold(gold)
    tuned = read_gold(even, "even")
    tuned += [example_of(record) for marks, texts in standoff for record in read_standoff(marks, texts)]
    report = train_all([*own, *tuned], tuned or own, Lexicon.load(release), out)
    click.echo(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
