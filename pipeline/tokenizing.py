"""Text and its sentences -> words, with spaCy's Dutch tokeniser.

Beside spaCy's own rules, hyphens, slashes and glued lines ("locatiesMonteren") separate words, because skills end there.
"""

import re
from functools import lru_cache

from .types import Sentence, Tokens

GLUED = r"(?<=[a-zéëï]{4})(?=[A-ZÉ][a-zéëï]{3})"
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
        prefix_search=compile_prefix_regex(rules.prefixes).search,
        suffix_search=compile_suffix_regex(rules.suffixes).search,
        infix_finditer=compile_infix_regex([*rules.infixes, HYPHEN, GLUED, r"(?<=[a-z])[,;:](?=[A-Za-z])"]).finditer,
        token_match=re.compile(r"(?i)^(?:\.net|c\+\+|c#|f#)$").match,
        url_match=rules.url_match,
    )


def tokenize(text: str, sentences: tuple[Sentence, ...]) -> Tokens:
    """Words of ``text``, grouped by sentence; words outside every sentence (bullet signs) are left out."""
    words, end = [], 0
    for chunk in text.split():
        start = text.index(chunk, end)
        end = start + len(chunk)
        found = _words(chunk)
        if len(found) == 1:
            words.append((found[0][0], start))
        else:
            words += [(word, start + at) for word, at in found]
    return group_tokens(words, sentences)


@lru_cache(maxsize=100_000)
def _words(chunk: str) -> tuple[tuple[str, int], ...]:
    """Words and their offsets in a text without spaces; spaCy too looks at such chunks one by one."""
    return tuple((token.text, token.idx) for token in tokenizer()(chunk))


def group_tokens(words: list[tuple[str, int]], sentences: tuple[Sentence, ...]) -> Tokens:
    """(word, start offset) pairs in text order -> Tokens by sentence; the full stop of a last word ("rijbewijs B.") is left out."""
    texts, starts, bounds = [], [], []
    at = 0
    for sentence in sentences:
        while at < len(words) and words[at][1] < sentence.start:
            at += 1
        first = len(texts)
        while at < len(words) and words[at][1] < sentence.end:
            texts.append(words[at][0])
            starts.append(words[at][1])
            at += 1
        if len(texts) > first and len(texts[-1]) > 1 and texts[-1][-1] == ".":
            texts[-1] = texts[-1].rstrip(".") or "."
        bounds.append((first, len(texts)))
    return Tokens(tuple(texts), tuple(starts), tuple(bounds))
