"""The core without some concepts and labels, and texts that mention them: what finding new words is trained and measured on.

From the leaves of the core some concepts are taken away, and from other concepts some Dutch labels. Vacancies made from templates mention
each a number of times that varies as in life (a few often, most seldom), beside labels that stayed, and noise: brand names, benefits,
places and empty phrases. Gold texts go in between. What every planted or annotated span is about is remembered, so that proposals
can be judged. Everything follows from the seed.
"""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ontology.concepts import SKILL_TYPES, Concept, Ontology
from ontology.normalising import bag_key

from ..cues import read_cues
from ..types import Document

_OFTEN = (0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 9, 13, 20, 40)
_PLANTED, _KEPT, _NOISE = 2, 5, 2
_VARIED = 0.35
_BRANDS = 120


@dataclass(frozen=True, slots=True)
class Truth:
    """What a span is about. ``kind``: "concept" (``iri`` was removed), "label" (one of its labels was), "paraphrase" (people linked it) or "known" (it is a label)."""

    kind: str
    iri: str
    label: str = ""


@dataclass(frozen=True)
class Removal:
    """``core`` is what is left. ``concepts``: the removed ones by IRI; ``labels``: (IRI, label) that are gone."""

    core: Ontology
    concepts: dict[str, Concept]
    labels: frozenset[tuple[str, str]]

    def truth(self, iri: str, label: str) -> Truth:
        """What a mention by this label is about."""
        return Truth("concept", iri) if iri in self.concepts else Truth("label", iri, label) if (iri, label) in self.labels else Truth("known", iri)


@dataclass
class Corpus:
    """``spans``: (start, end, what it is about) in each document; ``traits``: employer, sector and day of publication of each."""

    documents: list[Document] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int, Truth]]] = field(default_factory=dict)
    traits: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    planted: dict[Truth, int] = field(default_factory=dict)

    def write_traits(self, path: Path) -> None:
        """The traits as a CSV file."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("document", "employer", "sector", "published"))
            rows.writerows((document, *traits) for document, traits in self.traits.items())


def remove(core: Ontology, seed: int, concepts: int = 300, labels: int = 600, part: int = 0, parts: int = 1) -> Removal:
    """Takes leaves and alternative labels away, from one of ``parts`` equal parts of the concepts only: removals from two parts share none."""
    rng = random.Random(seed)
    parents = {iri for concept in core.concepts for iri in concept.broader}
    pool = [c for c in core.concepts if c.type in SKILL_TYPES and c.status == "active" and int(c.id[2:]) % parts == part]
    leaves = [concept for concept in pool if concept.iri not in parents and concept.broader]
    gone = {concept.iri: concept for concept in rng.sample(leaves, min(concepts, len(leaves)))}
    bags: dict[str, int] = {}
    for concept in core.concepts:
        for bag in {bag_key(text) for lang in ("nl", "en") for _, text in concept.all_labels(lang)}:
            bags[bag] = bags.get(bag, 0) + 1
    removable = []
    for concept in pool:
        if concept.iri not in gone:
            own = [bag_key(text) for lang in ("nl", "en") for _, text in concept.all_labels(lang)]
            removable += [(concept.iri, text) for text in concept.labels.get(("alt", "nl"), ()) if bags[bag_key(text)] == 1 and own.count(bag_key(text)) == 1]
    chosen = frozenset(rng.sample(removable, min(labels, len(removable))))
    kept = [_without(concept, gone, chosen) for concept in core.concepts if concept.iri not in gone]
    relations = tuple(r for r in core.relations if r.skill not in gone and r.occupation not in gone)
    mappings = tuple(m for m in core.mappings if m.subject not in gone)
    return Removal(Ontology(tuple(kept), relations, mappings), gone, chosen)


def _without(concept: Concept, gone: dict, labels: frozenset) -> Concept:
    found = {place: tuple(text for text in texts if (concept.iri, text) not in labels) for place, texts in concept.labels.items()}
    return replace(concept, labels={place: texts for place, texts in found.items() if texts}, related=tuple(iri for iri in concept.related if iri not in gone))


def make_corpus(core: Ontology, removal: Removal, gold: Iterable[dict], seed: int) -> Corpus:
    """Texts that mention what was removed. ``core``: the whole one; ``gold``: records of corpora/gold, which go in between."""
    rng = random.Random(seed)
    phrases = {kind: [row["phrase"] for row in read_cues("simulated") if row["kind"] == kind] for kind in ("task", "requirement", "noise", "noise_sentence", "offer", "before", "behind")}
    queue: list[tuple[str, str, Truth | None]] = []
    corpus = Corpus()
    subjects = [(concept, None) for concept in removal.concepts.values()] + [(core.by_iri()[iri], label) for iri, label in sorted(removal.labels)]
    for concept, label in subjects:
        times = rng.choice(_OFTEN)
        said = _said(concept, rng) if label is None else (lambda label=label: label)
        truth = removal.truth(concept.iri, label or "")
        corpus.planted[truth] = times
        queue += [(concept.type, said(), truth) for _ in range(times)]
    brands = ["".join(rng.choice(("nor", "vel", "ta", "kri", "bo", "sen", "lu", "max", "dix", "ro")) for _ in range(3)).capitalize() for _ in range(_BRANDS)]
    noise = [(text, rng.choice(_OFTEN)) for text in (*phrases["noise"], *brands)]
    rubbish = [text for text, times in noise for _ in range(times)]
    rng.shuffle(queue), rng.shuffle(rubbish)
    kept = [(concept, label) for concept in removal.core.concepts if concept.type in SKILL_TYPES and concept.broader for label in concept.labels.get(("alt", "nl"), ())]
    rng.shuffle(kept)
    popularity = [1 / (place + 20) for place in range(len(kept))]
    titles = [concept.pref() for concept in core.concepts if concept.type == "occupation"]
    number = 0
    while queue:
        parts, queue = queue[:_PLANTED], queue[_PLANTED:]
        for concept, label in rng.choices(kept, popularity, k=_KEPT):
            parts.append((concept.type, label, Truth("known", concept.iri)))
        junk, rubbish = rubbish[:_NOISE], rubbish[_NOISE:]
        _add(corpus, f"s{seed}-{number:05d}", parts, junk, rng.choice(titles), phrases, rng)
        number += 1
    for record in gold:
        name = f"s{seed}-{record['id']}"
        corpus.documents.append(Document(name, record["text"], record["kind"]))
        corpus.spans[name] = [(s["start"], s["end"], Truth("concept" if iri in removal.concepts else "paraphrase", iri)) for s in record["skills"] for iri in s["concepts"][:1]]
        corpus.traits[name] = (f"employer {name}", record.get("sector", "").split(" / ")[0], "2026-06-01")
    return corpus


def _said(concept: Concept, rng: random.Random):
    """How a concept is named in texts: half of the time as it is called, else by one of a few other labels."""
    others = concept.labels.get(("alt", "nl"), ())[:4]
    return lambda: concept.pref() if not others or rng.random() < 0.5 else rng.choice(others)


def _add(corpus: Corpus, name: str, parts: Sequence[tuple[str, str, Truth]], junk: Sequence[str], title: str, phrases: dict, rng: random.Random) -> None:
    """One vacancy: a title, tasks, requirements and what is offered."""
    sides = [part[0] == "skill" and rng.random() < 0.6 for part in parts]
    tasks, asked = ([part for part, is_task in zip(parts, sides) if is_task == wanted] for wanted in (True, False))
    text, spans = f"{title}\n\n{rng.choice(phrases['offer'])}\n", []

    def say(template: str, said: str) -> None:
        nonlocal text
        before, _, behind = template.partition("{x}")
        capital = not before.strip(" -•") and rng.random() < 0.7
        text += before
        start = len(text)
        text += (said[0].upper() + said[1:] if capital else said) + behind + "\n"
        spans.append((start, start + len(said)))

    truths: list[Truth | None] = []
    for heading, lines, kind in (("Wat ga je doen?", tasks, "task"), ("Wat vragen wij?", asked, "requirement")):
        text += f"\n{heading}\n"
        rng.shuffle(lines)
        for type_, said, truth in lines:
            said = f"{rng.choice(phrases['before'])} {said}" if rng.random() < _VARIED / 2 and type_ != "attitude" else said
            said = f"{said} {rng.choice(phrases['behind'])}" if rng.random() < _VARIED / 2 and type_ == "skill" else said
            say(rng.choice(phrases[kind] if type_ != "attitude" or kind == "task" else ("- {x}", "Je bent {x}.", "- Jij bent {x}")), said)
            truths.append(truth)
        if junk and kind == "requirement":
            for said in junk:
                say(rng.choice(phrases["noise_sentence"]), said)
                truths.append(None)
    text += f"\nWat bieden wij?\n{rng.choice(phrases['offer'])}\n{rng.choice(phrases['offer'])}\n"
    corpus.documents.append(Document(name, text))
    corpus.spans[name] = [(start, end, truth) for (start, end), truth in zip(spans, truths) if truth]
    corpus.traits[name] = (f"employer {rng.randrange(200)}", rng.choice(("zorg", "bouw", "ict", "industrie", "handel", "overheid")), f"2026-{rng.randint(1, 9):02d}-15")
