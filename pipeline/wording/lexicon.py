"""The words of a row of wording_lexicon.tsv, looked for only where the word that calls for them stands.

A row has hundreds of words and phrases. Each is filed under its longest word that is not common, its key; of a sentence only the words of the
keys in it are tried, by a pattern that is made when it is first asked for.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..cues import read_cues
from ..literals import may_meet

_KEY = re.compile(r"\*?\w+\*?")


class Words:
    """Searched like a compiled pattern with the group ``hit``; * in a word is any letters."""

    groupindex: Mapping[str, int] = {"hit": 1}

    def __init__(self, words: Iterable[str]):
        self._words: dict[str, list[str]] = {}
        for word in words:
            self._words.setdefault(_key(word), []).append(word)
        self._runs = {key: [max(word.split("*"), key=len) for word in some] for key, some in self._words.items()}
        self._patterns: dict[str, re.Pattern] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The words that call for the row, in the notation of ``rules.calls_of``."""
        return tuple(sorted(self._words))

    def met(self, text: str, keys: Iterable[str]) -> list[re.Match]:
        """Where words under ``keys`` stand, in text order without overlaps; of those that begin together the longest."""
        found = [match for key in keys if may_meet(self._runs[key], text) for match in self._pattern(key).finditer(text)]
        if len(found) < 2:
            return found
        kept: list[re.Match] = []
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if not kept or match.start() >= kept[-1].end():
                kept.append(match)
        return kept

    def search(self, text: str) -> re.Match | None:
        """The first place where any of the words stands."""
        return next(iter(self.met(text, self._words)), None)

    def _pattern(self, key: str) -> re.Pattern:
        if key not in self._patterns:
            self._patterns[key] = re.compile(rf"(?<![\w-])(?P<hit>{_tree(self._words[key])})(?!\w)")
        return self._patterns[key]


def _key(word: str) -> str:
    return max(_KEY.findall(word), key=lambda key: (key not in _common(), len(key.strip("*"))))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words of most texts: words of several are filed under another of them."""
    return frozenset(row["word"] for row in read_cues("wording_common"))


def _tree(words: Iterable[str]) -> str:
    """A pattern of any of ``words`` (* is any letters) that parts only where they do; longer ones first, as it is fast with many."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        tails.setdefault(word[:1], []).append(word[1:])
    ends = tails.pop("", None) is not None
    branches = [(r"[\w-]*" if first == "*" else re.escape(first)) + _tree(rest) for first, rest in tails.items()]
    return branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)}){'?' * ends}" if branches else ""
