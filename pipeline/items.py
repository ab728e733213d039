"""A stretch of text -> the items that stand in it in a row, because it lost its line breaks; only offsets come out.

Texts taken from web pages often did ("Leergierig Verzorgd voorkomen Rijbewijs B je werkt graag buiten"). A logistic regression over the words, endings and
capitals on both sides of a gap tells whether a new item begins there. Looked at are gaps before a capital, and in a run-on, which is long and has hardly a comma,
before other words too. The model, models/items.npz, is made by ``python -m pipeline.training.items`` from texts of which the line breaks are known.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .cues import read_cues

SURE, SURE_OF_SMALL, SURE_WITHIN = 0.8, 2.0, 4.0  # log-odds above which a gap before a capital, before another word, or within one ("PySpark") parts two items
_RUN_ON, _SIGN_EACH = 25, 12  # words that a run-on has at least; more than a comma or the like in so many words and it is none
_TOKEN, _WITHIN = re.compile(r"\S+"), re.compile(r"(?<=[a-zéëï)])(?=[A-ZÉ][a-zéëï])")
_SIGNS = "(\"'’“”*),.:;!?-–"
_CAPITAL = re.compile(rf"\S\s+[{re.escape(_SIGNS)}]*[A-ZÀ-Ý]|[a-zéëï)][A-ZÉ][a-zéëï]")
_ADDRESS = re.compile(r"[@/#]|www\.")  # of mail, of a page, a hashtag: no item begins within
_MOST_KNOWN = 100_000  # words of which it is remembered how they are written
_KNOWN_STRETCHES, _LONGEST_KNOWN = 20_000, 600  # that are remembered, of at most so many characters
_LETTERS = 40  # of a word that are looked at
_ASIDE = re.compile(r"\([^(),]*(?:,[^(),]*)?\)")  # brackets around words that are no list
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)]*$")
_ARTICLES = frozenset(("de", "het", "een", "the", "a", "an"))
_OWNERS = frozenset(("je", "jouw", "uw", "onze", "mijn", "your", "our"))  # behind these a word in capitals opens none: "je VCA", but "Wat krijg je" and "Salaris"


@dataclass(frozen=True, slots=True)
class Gap:
    """Characters ``start``-``end`` between two words of a stretch, of no width inside "locatiesMonteren". ``capital``: whether the next word has one."""

    start: int
    end: int
    capital: bool
    attributes: list[str]

    @property
    def least(self) -> float:
        """The log-odds above which two items are parted here."""
        return SURE_OF_SMALL if not self.capital else SURE_WITHIN if self.start == self.end else SURE


def items_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items between two offsets of a text; one, as long as nothing parts it."""
    first = start
    for last, behind in (_parted if end - start <= _LONGEST_KNOWN else _parted.__wrapped__)(text[start:end]):
        yield first, start + last
        first = start + behind
    yield first, end


@lru_cache(maxsize=_KNOWN_STRETCHES)
def _parted(stretch: str) -> tuple[tuple[int, int], ...]:
    """The gaps that part a stretch; remembered, for advertisements repeat much."""
    if not (_CAPITAL.search(stretch) or len(stretch.split()) >= _RUN_ON):
        return ()
    model = ItemModel.load()
    return tuple((gap.start, gap.end) for gap in gaps_in(stretch) if model.logit(gap) > gap.least)


def gaps_in(stretch: str) -> list[Gap]:
    """The gaps of a stretch at which an item may begin."""
    places = list(_places(stretch))
    words = [stretch[first:last] for first, last in zip([0, *(end for _, end in places)], [*(start for start, _ in places), len(stretch)])]
    signs = [word[-1] if word and word[-1] in _SIGNS else "" for word in words]
    words = [word[:_LETTERS] for word in words]
    kinds, folded = list(map(_kind, words)), [word.lower().strip(_SIGNS) for word in words]
    many = sum(map(bool, signs))
    run_on = len(words) >= _RUN_ON and many * _SIGN_EACH <= len(words)
    rises = sum(a == "a" and b == "Aa" for a, b in zip(kinds, kinds[1:]))
    setting = (f"{min(3, rises * 12 // len(words))}" if len(words) > 6 else "-") + (signs[-1] if signs[-1] in ".?!" else "")
    around = ["^", *folded, "$"], ["^", *kinds, "$"]
    joined = _joined(stretch, places, folded)
    return [
        Gap(*place, kinds[n][0] == "A", _attributes(n + 1, *around, signs[n - 1], setting, place[0] == place[1]))
        for n, place in enumerate(places, 1)
        if n not in joined and (run_on or kinds[n][0] == "A")
    ]


def _joined(stretch: str, places: list[tuple[int, int]], words: list[str]) -> set[int]:
    """The numbers of the gaps where no item begins: before an opening bracket and within the brackets, and behind an article or the like."""
    found, depth, last = set(), 0, 0
    for number, (start, end) in enumerate(places, 1):
        depth = max(0, depth + stretch.count("(", last, end) - stretch.count(")", last, end))
        last = end
        if depth and ")" in stretch[end:] or _ASIDE.match(stretch, end) and not _SENTENCE_END.search(stretch, 0, start):
            found.add(number)
        elif start < end and (words[number - 1] in _ARTICLES or words[number - 1] in _OWNERS and stretch[end : end + 2].isupper()):
            found.add(number)
    return found


def _places(stretch: str) -> Iterator[tuple[int, int]]:
    """Where words part: at spaces, and, of no width, before a capital within a word."""
    end = 0
    for token in _TOKEN.finditer(stretch):
        if end:
            yield end, token.start()
        if not _ADDRESS.search(token[0]):
            yield from ((token.start() + found.start(),) * 2 for found in _WITHIN.finditer(token[0]))
        end = token.end()


def _attributes(n: int, words: list[str], kinds: list[str], sign: str, setting: str, tight: bool) -> list[str]:
    """What the model sees of the gap before word ``n`` (1 is the first; the edges count as words)."""
    before, last, word, after = words[n - 2 : n + 2]
    case = kinds[n - 1] + kinds[n]
    wide = kinds[n - 2] + case + kinds[n + 1]
    found = [
        f"a={last}", f"a-3={last[-3:]}", f"a-1={last[-1:]}{case}", f"aa={before}|{last}", f"b={word}", f"bb={word}|{after}", f"ab={last}|{word}",
        f"b={word}|{case}", f"b4={word[:4]}{kinds[n]}", f"b-3={word[-3:]}{kinds[n]}", f"bb-2={word[-2:]}{after[-2:]}{kinds[n]}{kinds[n + 1]}",
        f"class={_class('before', last)}{kinds[n]}", f"class={_class('before', last)}|{_class('opens', word)}{kinds[n]}",
        f"case={case}{kinds[n + 1]}", f"case={wide}", f"sign={sign}", f"sign={sign}{kinds[n]}", f"setting={setting}{case}",
    ]  # fmt: skip
    return [*found, "tight", f"tight={last[-3:]}|{word[:3]}", f"tight={min(4, len(last))}{min(4, len(word))}", f"tight.b={word}"] if tight else found


@lru_cache(maxsize=_MOST_KNOWN)
def _kind(word: str) -> str:
    """How a word is written: "a" small, "Aa" with a capital, "A" in capitals, "9" digits, "m" mixed, or its sign."""
    bare = word.strip(_SIGNS)
    if not bare:
        return word[:1]
    if bare.isdigit():
        return "9"
    if bare[0].isupper():
        return "A" if bare.isupper() and len(bare) > 1 else "Aa"
    return "a" if bare.islower() else "m"


@lru_cache(maxsize=None)
def _classes(side: str) -> dict[str, str]:
    return {word: row["class"] for row in read_cues("openings") if row["side"] == side for word in row["words"].split("|")}


def _class(side: str, word: str) -> str:
    """The class of a word that opens an item, or stands before one, by cues/openings.tsv; mostly ""."""
    return _classes(side).get(word, "")


class ItemModel:
    """``weights`` by the hash of an attribute. Only here numpy is loaded, so that whoever asks for help need not wait for it."""

    def __init__(self, weights: Mapping[int, float], bias: float):
        from .linear import KnownWeights

        self._known, self.bias = KnownWeights(weights), bias

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "ItemModel":
        """The model that the package ships."""
        import numpy as np

        from .linear import MODELS

        with np.load(MODELS / "items.npz", allow_pickle=False) as data:
            return cls(dict(zip(data["hashes"].tolist(), data["weights"].astype(np.float64).tolist())), float(data["bias"]))

    def logit(self, gap: Gap) -> float:
        """Log-odds that an item begins behind the gap."""
        return self.bias + self._known.sum(gap.attributes)
