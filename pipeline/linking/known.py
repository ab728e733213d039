"""The longest label of an occupation in a text."""

import re
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from .titles import counterpart, other_form

_WORD = re.compile(r"[^\W_]+[+#]*")
KNOWN_SENTENCES = 30_000


def title_in(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Offsets of the longest occupation label between two offsets of a text."""
    found = _title(text[start:end], lexicon)
    return (start + found[0], start + found[1]) if found else None


@lru_cache(maxsize=KNOWN_SENTENCES)
def _title(text: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """``title_in`` of a text by itself; remembered, for advertisements repeat much."""
    words = list(_WORD.finditer(text))
    folded = [_folded(found.group()) for found in words]
    longest = _longest_from(folded, lexicon)
    for size in range(min(max(longest, default=0), len(words)), 0, -1):
        for first, most in enumerate(longest[: len(words) - size + 1]):
            if most >= size:
                phrase = " ".join(folded[first : first + size])
                if _is_title(phrase, lexicon) or (form := other_form(phrase)) and _is_title(form, lexicon):
                    return words[first].start(), words[first + size - 1].end()
    return None


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word)


def _longest_from(words: list[str], lexicon: Lexicon) -> list[int]:
    """For each word how many words the longest title may have that begins with it, in either form of it and of the next word."""
    openings, others, longest = lexicon.title_openings, list(map(counterpart, words)), [0] * len(words)
    for at, (word, other) in enumerate(zip(words, others)):
        if word not in openings and other not in openings:
            continue
        longest[at] = max(lexicon.longest_from(word), lexicon.longest_from(other) if other else 0)
        if longest[at] > 1:
            pairs = [f"{one} {two}" for one in (word, other) for two in (words[at + 1], others[at + 1]) if one and two] if at + 1 < len(words) else []
            longest[at] = max([1, *map(lexicon.longest_from, pairs)])
    return longest


def _is_title(phrase: str, lexicon: Lexicon) -> bool:
    return any(lexicon.is_occupation[hit.concept] for hit in lexicon.surface(phrase))
