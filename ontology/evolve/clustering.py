"""Forms -> clusters: spellings and paraphrases that are about the same thing.

Words that stand before or behind anything ("recent", "op hoog niveau") are found by counting and taken off. Forms with the same lemmas, or the same
letters when spaces and hyphens are left out, belong together. Of what is left, from the commonest down, a group joins the first larger one whose vector is near enough (leader clustering, Hartigan 1975), when the two share a word or a good deal
of their letters: time grows with the number of clusters and not with the square of the number of forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from ..encoding import Encoder
from ..normalising import bag_key, content_lemmas, surface_key
from .evidence import Form

NEAR = 0.78  # cosine from which on two groups are one
LETTERS = 88  # or so alike by letters, of 100
FREE, FREE_SHARE = 12, 0.1  # texts beside a modifier that also stand alone, and the share that they must have
_LONGEST = 4  # words of an ending
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Cluster:
    """Forms that are one candidate, the commonest first, with the sum of their evidence."""

    forms: tuple[Form, ...]

    @property
    def documents(self) -> int:
        """How many documents say it; one that says two of the forms counts twice."""
        return sum(form.documents for form in self.forms)

    @property
    def text(self) -> str:
        return self.forms[0].text

    def total(self, name: str) -> dict[str, int]:
        """The counts ``sectors``, ``periods``, ``types``, ``languages`` or ``concepts`` of all forms, largest first."""
        found: dict[str, int] = {}
        for form in self.forms:
            for value, documents in getattr(form, name).items():
                found[value] = found.get(value, 0) + documents
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def cluster_forms(forms: Sequence[Form], encoder: Encoder, near: float = NEAR) -> list[Cluster]:
    """The clusters, most documents first; their forms have lost the modifiers that do not name anything."""
    texts = without_modifiers([form.text for form in forms])
    groups = _same_words([replace(form, text=text) for form, text in zip(forms, texts)])
    vectors = encoder.encode([group[0].text for group in groups])
    owner = _leaders(groups, vectors, near)
    members: dict[int, list[Form]] = {}
    for number, leader in enumerate(owner):
        members.setdefault(leader, []).extend(groups[number])
    clusters = [Cluster(tuple(sorted(found, key=_order))) for found in members.values()]
    return sorted(clusters, key=lambda cluster: (-cluster.documents, cluster.text))


def _order(form: Form) -> tuple[int, int, str]:
    return -form.documents, len(form.key), form.key


def _same_words(forms: Sequence[Form]) -> list[list[Form]]:
    """Forms with equal lemmas or equal letters together; groups and forms from the commonest down."""
    parent = list(range(len(forms)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    first: dict[str, int] = {}
    for number, form in enumerate(forms):
        for key in filter(None, (f"bag {bag_key(form.text)}", f"letters {surface_key(form.text).replace(' ', '')}")):
            if not key.endswith(" "):
                parent[root(number)] = root(first.setdefault(key, number))
    groups: dict[int, list[Form]] = {}
    for number, form in enumerate(forms):
        groups.setdefault(root(number), []).append(form)
    return sorted((sorted(group, key=_order) for group in groups.values()), key=lambda group: (-sum(form.documents for form in group), group[0].key))


def without_modifiers(texts: Sequence[str]) -> list[str]:
    """The texts without what these texts themselves put before or behind things: "recent lassen" and "lassen op hoog niveau" name no more than "lassen".

    A beginning of one word, or an ending of up to four, is such a modifier when it stands beside FREE or more different texts that also stand alone, and
    these are a good part of all that it stands beside.
    """
    split = [text.split() for text in texts]
    alone = {" ".join(words).lower() for words in split}
    beside: dict[tuple[str, bool], list[int]] = {}
    for text in alone:
        for modifier, rest in _parts_of(text.split()):
            counts = beside.setdefault(modifier, [0, 0])
            counts[0] += 1
            counts[1] += " ".join(rest) in alone
    modifiers = {modifier for modifier, (often, free) in beside.items() if free >= FREE and free >= FREE_SHARE * often}
    return [" ".join(_stripped(words, modifiers)) for words in split]


def _parts_of(words: list[str]) -> Iterator[tuple[tuple[str, bool], list[str]]]:
    """((modifier, whether it stands before), what is left) for every way to take a modifier off."""
    if len(words) > 1:
        yield (words[0].lower(), True), words[1:]
    for size in range(1, min(_LONGEST, len(words) - 1) + 1):
        yield (" ".join(words[-size:]).lower(), False), words[:-size]


def _stripped(words: list[str], modifiers: set[tuple[str, bool]]) -> list[str]:
    while found := next((rest for modifier, rest in _parts_of(words) if modifier in modifiers and content_lemmas(" ".join(rest))), []):
        words = found
    return words


def _leaders(groups: Sequence[Sequence[Form]], vectors: np.ndarray, near: float) -> list[int]:
    """For each group the number of the one that leads its cluster, itself when it stands alone."""
    lemmas = [frozenset(content_lemmas(group[0].text)) for group in groups]
    owner = list(range(len(groups)))
    leading: list[int] = []
    for start in range(0, len(groups), _BLOCK):
        block = range(start, min(start + _BLOCK, len(groups)))
        matrix = vectors[[*leading, *block]]
        numbers = np.array([*leading, *block])
        cosines = vectors[block.start : block.stop] @ matrix.T
        for number, row in zip(block, cosines):
            for at in sorted(np.flatnonzero(row[: len(leading) + number - start] >= near), key=lambda place: -row[place]):
                other = int(numbers[at])
                if owner[other] == other and (lemmas[number] & lemmas[other] or fuzz.ratio(groups[number][0].key, groups[other][0].key) >= LETTERS):
                    owner[number] = other
                    break
        leading += [number for number in block if owner[number] == number]
    return owner
