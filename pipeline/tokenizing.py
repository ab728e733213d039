"""Text and its sentences -> words, with spaCy's Dutch tokeniser.

Beside spaCy's own rules, hyphens, slashes and glued lines ("locatiesMonteren") separate words, because skills end there.
"""

import re
from functools import lru_cache

from .types import Sentence, Tokens

GLUED = r"(?<=[a-zéëï]{4})(?=[A-ZÉ][a-zéëï]{3})"
HYPHEN = r"(?<=\w)[-–/](?=\w)"
_MAX_CHARS = 2_000_000


@lru_cache(maxsize=1)
def tokenizer():
    """spaCy's blank Dutch pipeline with the infixes above; loaded once a process."""
    import spacy
    from spacy.util import compile_infix_regex

    nlp = spacy.blank("nl")
    nlp.max_length = _MAX_CHARS
    infixes = list(nlp.Defaults.infixes or []) + [HYPHEN, GLUED, r"(?<=[a-z])[,;:](?=[A-Za-z])"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.token_match = re.compile(r"(?i)^(?:\.net|c\+\+|c#|f#)$").match
    return nlp


def tokenize(text: str, sentences: tuple[Sentence, ...]) -> Tokens:
    """Words of ``text``, grouped by sentence; words outside every sentence (bullet signs) are left out."""
    doc = tokenizer().make_doc(text)
    return group_tokens([(token.text, token.idx) for token in doc if not token.is_space], sentences)


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
