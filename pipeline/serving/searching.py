"""What somebody types -> concepts: those with a label that has it as a word, best fit first, then those that mean about the same, then parts of words."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from ontology.concepts import ROLES
from ontology.lexicon import Entry, Lexicon
from ontology.normalising import surface_key

from ..linking.candidates import ANY, OCCUPATION
from ..linking.linker import WIDE, Linker

MOST = 60  # concepts that are shown
_LOOKED_AT = 5_000  # places in the labels
_LIKELY = 0.02
_SAME, _BEGINS, _WORD, _INSIDE = range(4)


@dataclass(frozen=True, slots=True)
class Found:
    """A concept and the label that was met, "" when it was found by meaning."""

    entry: Entry
    label: str = ""


class Search:
    """Over all labels of a lexicon, hidden ones too; the keys of the labels stand in one text, a line each."""

    def __init__(self, lexicon: Lexicon, linker: Linker):
        self._lexicon, self._linker = lexicon, linker
        keys = [surface_key(lexicon.label(number)[0]) for number in range(lexicon.header["labels"])]
        self._starts = list(accumulate((len(key) + 1 for key in keys), initial=0))
        self._text = "\n".join(keys) + "\n"

    def find(self, query: str) -> list[Found]:
        """At most MOST concepts."""
        key = surface_key(query)
        if not key:
            return []
        best: dict[int, tuple] = {}
        for number, fit in self._places(key):
            text, concept, role = self._lexicon.label(number)
            rank = (fit, ROLES.index(role), len(text), number)
            if concept not in best or rank < best[concept]:
                best[concept] = rank
        words = sorted((concept for concept in best if best[concept][0] < _INSIDE), key=best.get)
        inside = sorted((concept for concept in best if best[concept][0] == _INSIDE), key=best.get)
        ordered = list(dict.fromkeys([*words, *self._alike(query), *inside]))[:MOST]
        return [Found(self._lexicon.entry(concept), self._lexicon.label(best[concept][-1])[0] if concept in best else "") for concept in ordered]

    def _places(self, key: str):
        """(label, fit) wherever the key stands in the labels; inside words only keys of four letters or more count."""
        at = self._text.find(key)
        for _ in range(_LOOKED_AT):
            if at < 0:
                return
            number = bisect_right(self._starts, at) - 1
            start, end = self._starts[number], self._starts[number + 1] - 1
            if at == start:
                yield number, _SAME if at + len(key) == end else _BEGINS
            elif not self._text[at - 1].isalnum():
                yield number, _WORD
            elif len(key) >= 4:
                yield number, _INSIDE
            at = self._text.find(key, at + 1)

    def _alike(self, query: str) -> list[int]:
        """Concepts that the linker thinks of, likeliest first."""
        ranked = [candidate for type_ in (ANY, OCCUPATION) for candidate in self._linker.rank(query, type_, WIDE)[0] if candidate.score >= _LIKELY]
        return [candidate.concept for candidate in sorted(ranked, key=lambda candidate: -candidate.score)]
