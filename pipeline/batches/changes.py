"""The lexicon of an earlier run and that of the next one -> which of the earlier translations still hold.

A translation depends on the lexicon in three ways. The words of labels mark the text, for the labeller and to find titles: a text in which the
words of a label stand that was added, taken away or given to another type is translated anew. Mentions and titles are linked: the terms of each text are
linked in the new lexicon, and where one gets another concept, confidence or reason the text is translated anew. What is said of concepts comes from their entries:
texts that name one whose entry changed are translated anew. So are CVs, whose skills imply others. What is left equals what a full run would say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import orjson

from ontology.lexicon import Lexicon
from ontology.normalising import fold, words

from ..linking.linker import nearest_is
from ..linking.titles import forms_of
from .kept import Kept

_MOST_LABELS = 1000  # a text is looked through for each of them


@dataclass(frozen=True)
class LexiconLabels:
    """What a lexicon calls its concepts: the lines of its entries, its labels with the number of their concepts, and all texts of labels."""

    entries: bytes
    labels: np.ndarray
    texts: bytes

    @classmethod
    def of(cls, lexicon: Lexicon) -> "LexiconLabels":
        read = (lexicon.folder / "lexicon.labels.bin").read_bytes()
        return cls((lexicon.folder / "lexicon.entries.bin").read_bytes(), np.load(lexicon.folder / "lexicon.labels.npy"), read)

    def concepts(self) -> list[list]:
        """The entries, by number."""
        return [orjson.loads(line) for line in self.entries.splitlines()]

    def named(self, concepts: list[list]) -> set[tuple[str, str, str]]:
        """(IRI, type, label) of all labels."""
        bounds = zip(*(self.labels[name].tolist() for name in ("start", "end", "concept")))
        return {(*concepts[concept][:2], self.texts[start:end].decode()) for start, end, concept in bounds}


@dataclass(frozen=True)
class Changes:
    """What differs: IRIs of concepts with another entry and how NIL names them, labels as the words that must stand in a text for it to be touched, in
    all of their forms, and whether terms may be linked otherwise.
    """

    concepts: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    labels: tuple[tuple[tuple[str, ...], ...], ...] = ()
    links: bool = False

    @classmethod
    def between(cls, old: LexiconLabels, new: LexiconLabels, links: bool) -> "Changes | None":
        """``links``: whether more than entries differs. None when so much does that every text is better translated anew."""
        before, after = old.concepts(), new.concepts()
        concepts, names = _other_entries(before, after)
        if not links:
            return cls(concepts, names)
        common = {entry[0] for entry in before} & {entry[0] for entry in after}
        if [entry[0] for entry in before if entry[0] in common] != [entry[0] for entry in after if entry[0] in common]:
            return None  # the first of the concepts with the same label marks it
        labels = {(_words_of(label, type_)) for _, type_, label in old.named(before) ^ new.named(after)} - {()}
        return cls(concepts, names, tuple(sorted(labels)), True) if len(labels) <= _MOST_LABELS else None

    def touch(self, kept: Kept, text: str) -> bool:
        """Whether the translation may not hold, links apart. ``text``: that which was translated."""
        said = kept.translation
        if (self.concepts or self.links) and "curriculum" in said:
            return True
        named = {skill["concept"] for skill in said["skills"]} | ({said["occupation"]["concept"]} if said["occupation"] else set())
        if not named.isdisjoint(self.concepts) or any(skill["because"].startswith(self.names) for skill in said["skills"]):
            return True
        folded = fold(text) if self.labels else ""
        return any(all(any(form in folded for form in forms) for forms in label) for label in self.labels)


def _words_of(label: str, type_: str) -> tuple[tuple[str, ...], ...]:
    """The words of a label, each in all forms that may stand for it; of a title, which is found in the forms for both sexes, the first alone."""
    found = words(label)
    return tuple(tuple(sorted(forms_of(word))) for word in found[:1]) if type_ == "occupation" else tuple((word,) for word in found)


def _other_entries(before: Iterable[list], after: Iterable[list]) -> tuple[frozenset[str], tuple[str, ...]]:
    """(IRIs of the concepts whose entry changed or is gone, and of those below one that moved; how NIL names the first)."""
    old, new = ({entry[0]: entry for entry in entries} for entries in (before, after))
    differ = {iri for iri, entry in old.items() if new.get(iri) != entry}
    moved = {iri for iri in old.keys() | new.keys() if (iri in old and old[iri][6]) != (iri in new and new[iri][6])}
    below, seen = moved, differ | moved
    while below:
        below = {iri for entries in (old, new) for iri, entry in entries.items() if iri not in seen and not below.isdisjoint(entry[6])}
        seen |= below
    return frozenset(seen), tuple(sorted(nearest_is(old[iri][2]) for iri in differ))
