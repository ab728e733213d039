"""Crosswalks and gold links -> the encoder with the linked job titles as it sees them (ontology/models), and the linker (models/linker.npz).

Run ``python -m pipeline.training.links --gold GOLD.jsonl ... --crosswalk FILE.tsv ... --import FOLDER``; needs the extra ``[train]``. The linker must
learn from what the encoder makes of strings that it has not seen. So the terms are split in five; the features of each fifth come from an
encoder that was trained without it, beside the linked titles of the other fifths, and every figure reported is of a fifth that neither the encoder nor the linker had seen.
The models that are saved have seen all.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from ontology.compiling import compile_lexicon
from ontology.concepts import Ontology, Source
from ontology.describing import SSSOM_PREFIXES
from ontology.encoding import Encoder
from ontology.folding import fold
from ontology.imports import read_import
from ontology.lexicon import Entry, Lexicon
from ontology.linked import LinkedTitles
from ontology.merge import merge
from ontology.namespaces import CONCEPT_BASE
from ontology.tables import expand, read_ontology
from ontology.train_encoder import train

from ..evaluation.gold import read_gold_records
from ..evaluation.terms import read_terms
from ..linking.candidates import ANY, LITERAL, OCCUPATION, candidate_pairs
from ..linking.linker import TOP, WIDE, esco_iris
from .context import company, told_of
from .judge import Row, figures, train_judge
from .standoff import read_standoff

FOLDS = 5
AGAIN_WEIGHT = 0.5  # of a mention that is a row of another lexicon too
CROSSWALK_WEIGHT = 1.5
IMPORTED = "gold, with imports"
MENTIONS = ("gold", IMPORTED, "real", "both", "core")  # sources that are texts: linked to the core, to ESCO, to both; of both what is of the core


@dataclass(frozen=True, slots=True)
class Term:
    """A string with the concepts that are right for it (none: nothing fits). ``fold``: in which fifth it is held out; ``record``: the gold text that it is from."""

    text: str
    type: str
    concepts: frozenset[str]
    fold: int
    source: str
    record: dict | None = None


def gold_links(paths: Sequence[Path], key: str) -> list[tuple[int, str, str, frozenset[str]]]:
    """(text number, quote, type, IRIs) of linked gold mentions, once for each spelling; ``key``: "concepts" or "esco"."""
    return linked_mentions(read_gold_records(paths), key)


def linked_mentions(records: Iterable[dict], *keys: str) -> list[tuple[int, str, str, frozenset[str]]]:
    """As gold_links, of records; with more keys the IRIs of all of them."""
    found: dict[tuple[str, str], tuple[int, str, str, frozenset[str]]] = {}
    for number, record in enumerate(records):
        for skill in record["skills"]:
            if keys[0] in skill:
                iris = frozenset(iri for key in keys for iri in skill.get(key, ()))
                found.setdefault((skill["quote"].lower(), skill["type"]), (number, skill["quote"], skill["type"], iris))
    return list(found.values())


def spread(size: int, seed: int = 7) -> list[int]:
    """A fold for each of ``size`` terms, in equal parts."""
    return np.random.default_rng(seed).permutation(np.arange(size) % FOLDS).tolist()


def read_phrases(path: Path) -> list[tuple[str, str]]:
    """(phrase, IRI) of a table of concepts, by their id or as escoskill:..., and how texts say them, with a header. Raises ValueError for a row that has not two cells."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [(phrase, expand(concept, SSSOM_PREFIXES) if ":" in concept else f"{CONCEPT_BASE}{concept}") for concept, phrase in rows]


def collect(gold: Sequence[Path], even: Sequence[Path], crosswalks: Sequence[Path], standoff: Sequence[tuple[Path, Path]] = ()) -> list[Term]:
    """All terms; mentions of one text share a fold. Those of ``standoff`` are linked to the core and to ESCO."""
    own, real = read_gold_records(gold), read_gold_records(even, "even")
    both = [record for marks, texts in standoff for record in read_standoff(marks, texts)]
    terms = [
        Term(quote, type_, iris, number % FOLDS, source, records[number])
        for source, records, keys in (("gold", own, ["concepts"]), ("real", real, ["esco"]), ("both", both, ["concepts", "esco"]))
        for number, quote, type_, iris in linked_mentions(records, *keys)
    ]
    for path in crosswalks:
        rows = read_terms([path])
        terms += [Term(row.text, row.type, row.concepts, number, path.stem) for number, row in zip(spread(len(rows)), rows)]
    return terms


def open_lexicon(core: Ontology, imports: Sequence[tuple[Source, Ontology]], encoder: Encoder, linked: LinkedTitles) -> Lexicon:
    """The lexicon of the core and the imports, and the titles linked to them, as ``encoder`` sees it."""
    merged = merge(core, imports)
    folded = fold(merged)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in compile_lexicon(folded.concepts, folded.mappings, "training", folded.silent, encoder, linked, merged.ontology.relations).items():
            (Path(folder) / name).write_bytes(content)
        lexicon = Lexicon.load(folder)
    lexicon.encoder = encoder
    return lexicon


def rows_of(lexicon: Lexicon, terms: Sequence[Term], right: Callable[[Entry, frozenset[str]], bool], weight: float) -> list[Row]:
    """The candidates of ``terms`` with their features and which are right."""
    rows = []
    companies = {id(term.record): company(lexicon, term.record) for term in terms if term.record}
    for occupation in (False, True):
        side = [term for term in terms if (term.type == OCCUPATION) == occupation]
        for at in range(0, len(side), 200):
            part = side[at : at + 200]
            wide = WIDE if part[0].type in (ANY, OCCUPATION) else TOP
            pairs = candidate_pairs(lexicon, [(term.text, term.type) for term in part], wide)
            for number, term in enumerate(part):
                places = slice(pairs.starts[number], pairs.starts[number + 1])
                entries = [lexicon.entry(int(concept)) for concept in pairs.concepts[places]]
                answers = tuple(tuple(esco_iris(entry)) for entry in entries)
                hits = np.array([right(entry, term.concepts) for entry in entries], dtype=bool)
                near, said = companies.get(id(term.record)), np.count_nonzero(pairs.how[places] == LITERAL) == 1
                context = told_of(lexicon, pairs.concepts[places], near.around[term.text, term.type], () if said else near.occupations) if near else None
                rows.append(Row(term.source, term.fold, term.concepts, pairs.features[places], pairs.nil[number], hits, answers, weight, term.source in MENTIONS, context))
    return rows


def is_core(iri: str) -> bool:
    return iri.startswith(CONCEPT_BASE)


def is_right(entry: Entry, gold: frozenset[str]) -> bool:
    """The entry is one of the concepts."""
    return entry.iri in gold


def is_esco_right(entry: Entry, gold: frozenset[str]) -> bool:
    """The entry is one of the ESCO concepts, or mapped to one exactly or closely."""
    return is_right(entry, gold) or not gold.isdisjoint(entry.mappings.get("esco", ()))


def is_esco_accepted(entry: Entry, gold: frozenset[str]) -> bool:
    """As a statement is judged: the broader ESCO concepts count of an entry that has no exact or close one."""
    return is_esco_right(entry, gold) or not gold.isdisjoint(entry.wider.get("esco", ()))


def held_out(
    fold_number: int | None, terms: Sequence[Term], phrases: Sequence[tuple[str, str]], names: Sequence[tuple[str, str]], core: Ontology, imports: Sequence[tuple[Source, Ontology]], steps: int
) -> tuple[Encoder, LinkedTitles, list[Row]]:
    """An encoder trained without one fold (None: on all), the job titles that it was told of, and the rows of that fold as it sees them.

    ``phrases`` and ``names`` are known to every encoder, the former like terms that people linked, the latter like labels.
    """
    links = [(term.text, iri) for term in terms if term.fold != fold_number for iri in sorted(term.concepts)[: 1 if term.source == "gold" else None]]
    encoder = train([core, *(ontology for _, ontology in imports)], [*links, *phrases], names, steps)
    linked = LinkedTitles.of([(term.text, iri) for term in terms if term.fold != fold_number and term.type == OCCUPATION for iri in term.concepts], encoder)
    if fold_number is None:
        return encoder, linked, []
    part = [term for term in terms if term.fold == fold_number]
    to_core = [term for term in part if term.source == "gold"]
    both_to_core = [replace(term, source="core", concepts=frozenset(filter(is_core, term.concepts))) for term in part if term.source == "both"]
    mapped: dict[str, set[str]] = {}
    for mapping in core.mappings:
        if mapping.predicate in ("exactMatch", "closeMatch"):
            mapped.setdefault(mapping.subject, set()).add(mapping.object)
    small, large = (open_lexicon(core, sources, encoder, linked) for sources in ([], imports))
    rows = rows_of(small, to_core, is_right, 1.0) + rows_of(small, both_to_core, is_right, AGAIN_WEIGHT)
    for mentions, right, weight in ((True, is_esco_accepted, 1.0), (False, is_esco_right, CROSSWALK_WEIGHT)):
        rows += rows_of(large, [term for term in part if term.source != "gold" and (term.source in MENTIONS) == mentions], right, weight)
    again = [replace(term, source=IMPORTED) for term in to_core]
    with_imports = rows_of(large, again, lambda entry, gold: entry.iri in gold or any(entry.iri in mapped.get(iri, ()) for iri in gold), AGAIN_WEIGHT)
    # gold was linked to the core: where it says "nothing", an imported concept of that very name may yet be right
    return encoder, linked, rows + [row for row in with_imports if row.concepts or not row.features[:, :2].any()]


@click.command()
@click.option("--gold", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Gold with links to the core.")
@click.option("--even", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Gold with ESCO links; only records with an even number are used.")
@click.option("--standoff", multiple=True, nargs=2, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Marks of texts of others, with links to the core and to ESCO, and the file with those texts.")
@click.option("--phrases", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Concepts and how texts say them; the encoder learns them.")
@click.option("--names", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Concepts and other names of them; the encoder learns them like labels.")
@click.option("--crosswalk", "crosswalks", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Terms mapped to ESCO.")
@click.option("--import", "imports", multiple=True, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Imported sources, ESCO first.")
@click.option("--steps", default=1000, show_default=True, help="Training steps of an encoder.")
@click.option("--workers", default=2, show_default=True, help="Encoders trained at the same time.")
def main(gold, even, standoff, phrases, names, crosswalks, imports, steps, workers) -> None:
    """Trains and saves the models and prints the cross-fitted scores as JSON. The embedded lexicon must be rebuilt afterwards."""
    terms, core, sources = collect(gold, even, crosswalks, standoff), read_ontology(), [read_import(folder) for folder in imports]
    said, called = ([pair for path in paths for pair in read_phrases(path)] for paths in (phrases, names))
    with ProcessPoolExecutor(workers) as pool:
        jobs = [pool.submit(held_out, number, terms, said, called, core, sources, steps) for number in (*range(FOLDS), None)]
        results = [job.result() for job in jobs]
    rows = [row for *_, found in results for row in found]
    judge, scored = train_judge(rows, FOLDS)
    encoder, linked, _ = results[-1]
    encoder.save()
    linked.save()
    judge.save()
    click.echo(json.dumps(figures(rows, scored, judge), indent=1))


if __name__ == "__main__":
    main()
