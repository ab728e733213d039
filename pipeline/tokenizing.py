"""Text and its sentences -> words, with spaCy's Dutch tokeniser.

Beside spaCy's own rules, hyphens, slashes and glued lines ("locatiesMonteren") separate words, because skills end there, as do signs
before items ("•Monteren").
"""

import re
from bisect import bisect_left
from functools import lru_cache

from .types import Sentence, Tokens

GLUED = r"(?<=[a-zéëï]{4})(?=[A-ZÉ][a-zéëï]{3})"
_KNOWN_LINES, _LONGEST = 30_000, 400  # lines that are remembered, of at most so many characters
_AT_START = (0,)
TIGHT_SIGN = r"[•·‣⁃∙→⇒°\uf020-\uf0ff]"  # before an item without a space, beside those that spaCy knows
HYPHEN = r"(?<=\w)[-–/](?=\w)"


@lru_cache(maxsize=1)
def tokenizer():
    """spaCy's tokeniser with its Dutch rules and the infixes above; made once a process.

    Made directly, not by ``spacy.blank``: that builds the rules several times over.
    """
    from spacy.lang.nl import Dutch
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import Vocab

    rules = Dutch.Defaults
    return Tokenizer(
        Vocab(),
        rules=rules.tokenizer_exceptions,
        prefix_search=compile_prefix_regex([*rules.prefixes, TIGHT_SIGN]).search,
        suffix_search=compile_suffix_regex(rules.suffixes).search,
        infix_finditer=compile_infix_regex([*rules.infixes, HYPHEN, GLUED, r"(?<=[a-z])[,;:](?=[A-Za-z])"]).finditer,
        token_match=re.compile(r"(?i)^(?:\.net|c\+\+|c#|f#)$").match,
        url_match=rules.url_match,
    )


def tokenize(text: str, sentences: tuple[Sentence, ...]) -> Tokens:
    """Words of ``text``, grouped by sentence; words outside every sentence (bullet signs) are left out."""
    words, starts, at = [], [], 0
    for line in text.split("\n"):
        if line:
            found, places = (_line if len(line) <= _LONGEST else _line.__wrapped__)(line)
            words += found
            starts += [at + place for place in places]
        at += len(line) + 1
    return group_tokens(words, starts, sentences)


@lru_cache(maxsize=_KNOWN_LINES)
def _line(line: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Words and their offsets in a line; remembered, for advertisements repeat much."""
    words, starts, end = [], [], 0
    for chunk in line.split():
        start = line.index(chunk, end)
        end = start + len(chunk)
        found, places = _words(chunk)
        words += found
        starts += [start + place for place in places]
    return tuple(words), tuple(starts)


@lru_cache(maxsize=100_000)
def _words(chunk: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Words and their offsets in a text without spaces; spaCy too looks at such chunks one by one."""
    tokens = tokenizer()(chunk)
    if len(tokens) == 1:
        return (chunk,), _AT_START
    return tuple(token.text for token in tokens), tuple(token.idx for token in tokens)


def group_tokens(words: list[str], starts: list[int], sentences: tuple[Sentence, ...]) -> Tokens:
    """Words in text order and where they start -> Tokens by sentence; the full stop of a last word ("rijbewijs B.") is left out."""
    kept, places, bounds = [], [], []
    end = 0
    for sentence in sentences:
        begin = bisect_left(starts, sentence.start, end)
        end = bisect_left(starts, sentence.end, begin)
        first = len(kept)
        kept += words[begin:end]
        places += starts[begin:end]
        if begin < end and len(kept[-1]) > 1 and kept[-1][-1] == ".":
            kept[-1] = kept[-1].rstrip(".") or "."
        bounds.append((first, len(kept)))
    return Tokens(tuple(kept), tuple(places), tuple(bounds))
