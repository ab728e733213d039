"""Gold texts -> the models in pipeline/models. Run: ``python -m pipeline.training GOLD.jsonl ...``

Needs the extra ``[train]`` (python-crfsuite, scikit-learn). Seeds are fixed: the same texts give the same models.
Texts are also learnt from without their line breaks and headings, so that glued and headless vacancies
are not new.
"""

import json
import random
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from ontology.lexicon import Lexicon

from .confidence import is_known, logit
from .evaluation import Counts, match_spans, without_repeats
from .labelling import LABELS, OFFSETS, Labeller, mark_attributes, pair_attribute, place_attributes, sentence_attributes, word_attributes
from .linear import MODELS, LinearModel
from .linking import Linker
from .mentions import MentionFinder, lexicon_marks, section_of, span_attributes
from .qualifying import NONE, fold_same, requirement_attributes, section_headings
from .segmenting import segment
from .tokenizing import tokenize
from .training_links import save_linker, train_linker
from .types import Document, Mention, Sentence, Tokens

SEED = 20261121
_EDGE = "<edge>"


@dataclass(frozen=True)
class Example:
    """A gold text, split and tokenised. ``skills`` are the gold records with start and end in ``document.text``."""

    document: Document
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    skills: tuple[dict, ...]


def read_gold(paths: Iterable[Path], keep=lambda record: True) -> list[Example]:
    """Examples of every gold record for which ``keep`` is true."""
    examples = []
    for path in paths:
        for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
            record = json.loads(line)
            if keep(record):
                document = Document(record["id"], record["text"], record.get("kind", "vacancy"), record.get("language", "nl"))
                examples.append(prepare(document, record["skills"]))
    return examples


def prepare(document: Document, skills: Sequence[dict]) -> Example:
    _, sentences = segment(document)
    return Example(document, sentences, tokenize(document.text, sentences), tuple(skills))


def without_lines(example: Example) -> Example:
    """The same text with line breaks turned into spaces (offsets stay the same)."""
    text = re.sub(r"\n+", lambda found: " " * len(found.group()), example.document.text)
    return prepare(replace(example.document, id=example.document.id + "#flat", text=text), example.skills)


def sentence_rows(example: Example, lexicon: Lexicon) -> Iterable[tuple[list[list[str]], list[str]]]:
    """(attributes per word, BILOU label per word) of every sentence."""
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
        yield attribute_rows(words, sentence, example.document.kind, lexicon), [LABELS[n] for n in labels[first:end]]


def _runs(inside: list[int], tokens: Tokens) -> list[tuple[int, int]]:
    """First and last token of a span, cut at sentence ends."""
    runs = []
    for first, end in tokens.sentences:
        part = [i for i in inside if first <= i < end]
        if part:
            runs.append((part[0], part[-1]))
    return runs


def attribute_rows(words: list[str], sentence: Sentence, kind: str, lexicon: Lexicon) -> list[list[str]]:
    marks = lexicon_marks(words, lexicon)
    shared = sentence_attributes(words, section_of(sentence), sentence.is_bullet, kind)
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
    rows = []
    for index, word in enumerate(words):
        row = list(shared)
        for offset in OFFSETS:
            row += word_attributes(padded[index + 2 + offset], offset)
        row += place_attributes(index, len(words), section_of(sentence), word)
        row += [pair_attribute(padded[index + 1], word, 0), pair_attribute(word, padded[index + 3], 1)]
        rows.append(row + mark_attributes(marks, index))
    return rows


def train_crf(rows: Sequence[tuple[list[list[str]], list[str]]], keep: float, seed: int, c1: float = 0.05, c2: float = 0.3) -> tuple[dict, dict]:
    """(state weights, transition weights) of one CRF, with a share ``keep`` of the attributes of each word kept."""
    import pycrfsuite

    rng = random.Random(seed)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 120, "feature.possible_transitions": True})
    for attributes, labels in rows:
        kept = [[name for name in row if keep == 1 or rng.random() < keep] for row in attributes]
        trainer.append(kept, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return dict(info.state_features), dict(info.transitions)


def fold_models(models: Sequence[tuple[dict, dict]], keep: float) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Mean weights of several CRFs: the ensemble as one model; weights are scaled by ``keep`` as dropout asks."""
    weights: dict[str, np.ndarray] = {}
    transitions = np.zeros((len(LABELS), len(LABELS)))
    for state, steps in models:
        for (attribute, label), weight in state.items():
            row = weights.setdefault(attribute, np.zeros(len(LABELS)))
            row[LABELS.index(label)] += weight * keep / len(models)
        for (before, after), weight in steps.items():
            transitions[LABELS.index(before), LABELS.index(after)] += weight / len(models)
    legal = {("O", "O"), ("O", "B"), ("O", "U"), ("B", "I"), ("B", "L"), ("I", "I"), ("I", "L"), ("L", "O"), ("L", "B"), ("L", "U"), ("U", "O"), ("U", "B"), ("U", "U")}
    for i, before in enumerate(LABELS):
        for j, after in enumerate(LABELS):
            if (before, after) not in legal:
                transitions[i, j] = -50.0
    return weights, transitions


def train_labeller(examples: Sequence[Example], lexicon: Lexicon, members: int = 4, keep: float = 0.8) -> Labeller:
    """A labeller from an ensemble of CRFs with attribute dropout, folded into one."""
    rows = [row for example in examples for row in sentence_rows(example, lexicon)]
    models = [train_crf(rows, keep if members > 1 else 1.0, SEED + number) for number in range(members)]
    weights, transitions = fold_models(models, keep if members > 1 else 1.0)
    return Labeller(LinearModel.from_weights(LABELS, weights), transitions)


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


def mention_counts(finder: MentionFinder, examples: Sequence[Example]) -> Counts:
    counts = Counts()
    for example in examples:
        found = finder.find(example.document, example.sentences, example.tokens)
        skills = [{"start": m.start, "end": m.end, "quote": m.quote} for m in found]
        pairs = match_spans([(m.start, m.end) for m in found], [(s["start"], s["end"]) for s in example.skills])
        counts.add(len(pairs), len(without_repeats(skills, [p for p, _ in pairs])), len(example.skills))
    return counts


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
            before = fold_same(text[sentence.start : skill["start"]])
            after = fold_same(text[skill["end"] : sentence.end])
            rows.append(requirement_attributes(mention, sentence, headings[number], before, after, example.document.kind))
            labels.append(skill["requirement"] or NONE)
    return fit_linear(rows, labels, c=0.5)


def train_confidence(points: Sequence[tuple[float, bool, bool]]) -> dict[str, float]:
    """Platt calibration from (labeller's probability, known label, right) of texts outside the training folds."""
    from sklearn.linear_model import LogisticRegression

    matrix = np.array([[logit(score), float(known)] for score, known, _ in points])
    model = LogisticRegression(C=10.0).fit(matrix, [right for _, _, right in points])
    slope, known = (round(float(value), 5) for value in model.coef_[0])
    return {"slope": slope, "known": known, "intercept": round(float(model.intercept_[0]), 5)}


def confidence_points(finder: MentionFinder, linker: Linker, examples: Sequence[Example]) -> Iterable[tuple[float, bool, bool]]:
    for example in examples:
        found = finder.find(example.document, example.sentences, example.tokens)
        pairs = match_spans([(m.start, m.end) for m in found], [(s["start"], s["end"]) for s in example.skills])
        right = {p for p, _ in pairs}
        for number, mention in enumerate(found):
            yield mention.score, is_known(linker.link(mention.quote, mention.type)), number in right


def train_all(examples: Sequence[Example], tuned: Sequence[Example], lexicon: Lexicon, folder: Path, members: int, folds: int = 4) -> dict:
    """Trains and saves every model; ``tuned`` (a part of ``examples``) is what the bias and the confidence are set on."""
    links = [(s["quote"], s["type"], s["concepts"]) for example in examples for s in example.skills if "concepts" in s]
    linker_model = train_linker(lexicon, links)
    save_linker(linker_model, folder)
    linker = Linker(lexicon, [*linker_model["weights"], linker_model["intercept"]], linker_model["threshold"])
    counts: dict[float, Counts] = {bias / 4: Counts() for bias in range(0, 9)}
    held_out = []
    for fold in range(folds):
        tested = [example for number, example in enumerate(tuned) if number % folds == fold]
        ids = {example.document.id for example in tested}
        rest = [example for example in examples if example.document.id not in ids]
        finder = MentionFinder(train_labeller(_augmented(rest), lexicon, members), train_types(rest, lexicon), lexicon)
        held_out.append((finder, tested))
        for bias, total in counts.items():
            finder.labeller.bias = bias
            found = mention_counts(finder, tested)
            total.add(found.hits, found.predicted, found.gold)
    best = max(counts, key=lambda bias: round(counts[bias].f1, 3) + 0.05 * min(counts[bias].precision, 0.75))
    points = []
    for finder, tested in held_out:
        finder.labeller.bias = best
        points += confidence_points(finder, linker, tested)
    confidence = train_confidence(points)
    (folder / "confidence.json").write_text(json.dumps(confidence, indent=1) + "\n", encoding="utf-8")
    labeller = train_labeller(_augmented(examples), lexicon, members)
    labeller.bias = best
    labeller.save(folder=folder)
    train_types(examples, lexicon).save("types", folder)
    train_requirements(examples).save("requirements", folder)
    return {"bias": best, "cross_validation": {f"{bias:g}": total.as_dict() for bias, total in counts.items()}, "confidence": confidence}


def _augmented(examples: Sequence[Example]) -> list[Example]:
    return [*examples, *(without_lines(example) for example in examples)]


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--even", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Gold of which only the records with an even number in their id are used.")
@click.option("--release", type=click.Path(exists=True, file_okay=False), help="Ontology release (default: the embedded one).")
@click.option("--out", default=MODELS, type=click.Path(file_okay=False, path_type=Path), show_default=False, help="Folder for the models.")
@click.option("--members", default=4, show_default=True, help="CRFs in the ensemble.")
def main(gold: tuple[Path, ...], even: tuple[Path, ...], release: str | None, out: Path, members: int) -> None:
    """Trains the models on GOLD files and prints the cross-validated scores as JSON."""
    own = read_gold(gold)
    tuned = read_gold(even, lambda record: int("".join(filter(str.isdigit, record["id"]))) % 2 == 0)
    report = train_all([*own, *tuned], tuned or own, Lexicon.load(release), out, members)
    click.echo(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
