"""Words of a CV -> how likely each is personal data, and of which category: a linear-chain CRF over the words of a line (Lafferty et al. 2001).

It learns from marked CVs what rules do not know: how a line of data, a remark about oneself or a reference is laid out, whatever the names in it.
Trained by training/personal.py, run with numpy: what depends on a word alone is scored once and remembered.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from ..decoding import marginals
from ..linear import MODELS, LinearModel, RowTable
from . import attributes as traits
from .attributes import EDGE, OFFSETS, REACH, Line, lines_of
from .patterns import DOUBTED, MASKED, SURE, Personal

OTHER = "O"
_MOST_TOGETHER = 4_000  # words


def attribute_rows(line: Line) -> list[list[str]]:
    """All attributes of each word of a line, as training sees them."""
    padded = [EDGE] * REACH + line.words + [EDGE] * REACH
    rows = []
    for number, own in enumerate(traits.of_writer(line.words)):
        at = number + REACH
        word = padded[at]
        row = [*line.attributes, *traits.place_attributes(line.section, line.place, word, number == 0)]
        for offset in OFFSETS:
            row += traits.word_attributes(padded[at + offset], offset)
        before, ending, beginning = (traits.pair_attributes(padded[first], padded[first + 1]) for first in (at - 2, at - 1, at))
        row += [before[0], ending[1], beginning[2]]
        row += traits.shape_attributes([traits.shape_of(one) for one in padded[at - 2 : at + 3]])
        near = {theme for one in padded[at - REACH : at + REACH + 1] for theme in traits.themes_of(one)}
        row += map(traits.theme_attribute, sorted(near))
        rows.append(row + traits.self_attributes(word) if own else row)
    return rows


class PersonalLabeller:
    """The CRF: ``model`` scores words by their attributes, ``transitions`` (label x next label)."""

    def __init__(self, model: LinearModel, transitions: np.ndarray):
        self.model, self.transitions = model, transitions.astype(np.float64)
        sums, size, themes = model.sums, len(model.labels), traits.all_themes()
        self._words = RowTable((len(OFFSETS), size), lambda words: sums([traits.word_attributes(word, at) for word in words for at in OFFSETS]).reshape(-1, len(OFFSETS), size))
        self._pairs = RowTable((3, size), lambda pairs: sums([[one] for pair in pairs for one in traits.pair_attributes(*pair)]).reshape(-1, 3, size))
        self._shapes = RowTable((size,), lambda keys: sums([traits.shape_attributes(shapes) for shapes in keys]))
        self._places = RowTable((size,), lambda keys: sums([traits.place_attributes(*key) for key in keys]))
        self._own = RowTable((size,), lambda words: sums([traits.self_attributes(word) for word in words]))
        self._themes = RowTable((len(themes),), lambda words: np.array([[theme in traits.themes_of(word) for theme in themes] for word in words], dtype=float))
        self._near = sums([[traits.theme_attribute(theme)] for theme in themes])

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "PersonalLabeller":
        """The model that the package ships."""
        with np.load(MODELS / "personal.transitions.npz") as data:
            return cls(LinearModel.load("personal"), data["transitions"])

    def save(self, folder: Path = MODELS) -> None:
        self.model.save("personal", folder)
        np.savez(folder / "personal.transitions.npz", transitions=self.transitions)

    def scores(self, lines: Sequence[Line]) -> np.ndarray:
        """(words x labels) scores of the words of all lines in a row; no line is empty."""
        padded, inside, places, own = [EDGE] * REACH, [], [], []
        for line in lines:
            inside += range(len(padded), len(padded) + len(line.words))
            padded += [*line.words, *[EDGE] * REACH]
            places += ((line.section, line.place, word, not number) for number, word in enumerate(line.words))
            own += traits.of_writer(line.words)
        at, sizes = np.array(inside), [len(line.words) for line in lines]
        scores = np.repeat(self.model.sums([line.attributes for line in lines]), sizes, axis=0) + self._places.rows(places)
        words = self._words.rows(padded)
        for column, offset in enumerate(OFFSETS):
            scores += words[at + offset, column]
        pairs = self._pairs.rows(list(zip(padded, padded[1:])))
        scores += pairs[at - 2, 0] + pairs[at - 1, 1] + pairs[at, 2]
        shapes = list(map(traits.shape_of, padded))
        scores += self._shapes.rows([tuple(shapes[number - 2 : number + 3]) for number in inside])
        counted = np.cumsum(np.concatenate((np.zeros((1, len(self._near))), self._themes.rows(padded))), axis=0)
        scores += (counted[at + REACH + 1] - counted[at - REACH] > 0) @ self._near
        mine = np.array(own)
        scores[mine] += self._own.rows([padded[number] for number in at[mine]])
        return scores

    def find(self, text: str, contacts: Sequence[int]) -> Iterator[Personal]:
        """Runs of words of a line that may be personal data, of the likeliest category, with the chance of the least likely word.

        Words that are sure, likely and doubted are never in one run. ``contacts``: where e-mail, telephone and the like begin in the text.
        """
        for lines in _together(lines_of(text, contacts)):
            yield from self._found(lines)

    def _found(self, lines: Sequence[Line]) -> Iterator[Personal]:
        chances = marginals(self.scores(lines), self.transitions, np.array([len(line.words) for line in lines]))
        other = self.model.labels.index(OTHER)
        sure = (1 - chances[:, other]).tolist()
        chances[:, other] = -1
        best = chances.argmax(axis=1).tolist()
        numbers = iter(range(len(best)))
        for line in lines:
            for (level, category), run in groupby(zip(line.spans, numbers), lambda word: (sum(sure[word[1]] >= least for least in (MASKED, DOUBTED, SURE)), best[word[1]])):
                if level:
                    found = list(run)
                    yield Personal(found[0][0][0], found[-1][0][1], self.model.labels[category], min(sure[number] for _, number in found))


def _together(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in lots of some thousands of words, so that memory does not grow with the text."""
    lot, size = [], 0
    for line in lines:
        lot.append(line)
        size += len(line.words)
        if size >= _MOST_TOGETHER:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot
