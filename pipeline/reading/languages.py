"""Which language a text is in.

Function words of Dutch and English decide the language; py3langid is asked when they do not.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_READ = 4000
_LIKE_DUTCH = ("af", "nl", "fy", "lb", "li")  # what short Dutch texts are taken for
_LETTERS = re.compile(r"[a-zà-ÿ]", re.I)


@lru_cache(maxsize=1)
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    """Stop words of one language that the other does not have (spaCy's lists)."""
    from spacy.lang.en.stop_words import STOP_WORDS as english
    from spacy.lang.nl.stop_words import STOP_WORDS as dutch

    return frozenset(dutch - english), frozenset(english - dutch)


class _Count(NamedTuple):
    words: int
    different: int


def detect_language(text: str) -> str:
    """ISO 639-1 code. Texts of a few words without function words count as Dutch, the language of the trade.

    It takes several different function words: "de" and "en" alone are French and Spanish too.
    """
    words = _WORD.findall(text[:_READ].lower())
    met = (list(filter(known.__contains__, words)) for known in _function_words())
    dutch, english = (_Count(len(some), len(set(some))) for some in met)
    first, second, code = (dutch, english, "nl") if dutch.words >= english.words else (english, dutch, "en")
    if first.words >= 0.15 * len(words) and first.words >= 2 * second.words and first.different >= 5:
        return code
    if len(words) < 8 and _LETTERS.search(text):
        return code
    import py3langid

    found = py3langid.classify(text[:_READ])[0]
    return "nl" if found in _LIKE_DUTCH else found
