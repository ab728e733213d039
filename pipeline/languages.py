"""Which language a text is in: function words of Dutch and English decide; py3langid is asked when they do not."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_READ = 4000
_LETTERS = re.compile(r"[a-zà-ÿ]", re.I)


@lru_cache(maxsize=1)
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    """Stop words of one language that the other does not have (spaCy's lists)."""
    from spacy.lang.en.stop_words import STOP_WORDS as english
    from spacy.lang.nl.stop_words import STOP_WORDS as dutch

    return frozenset(dutch - english), frozenset(english - dutch)


def detect_language(text: str) -> str:
    """ISO 639-1 code. Texts of a few words without function words count as Dutch, the language of the trade."""
    words = [word.lower() for word in _WORD.findall(text[:_READ])]
    dutch_words, english_words = _function_words()
    dutch = sum(word in dutch_words for word in words)
    english = sum(word in english_words for word in words)
    total = len(words)
    if max(dutch, english) >= 0.15 * total and max(dutch, english) >= 2 * min(dutch, english):
        return "nl" if dutch >= english else "en"
    if total < 8 and _LETTERS.search(text):
        return "en" if english > dutch else "nl"
    import py3langid

    found = py3langid.classify(text[:_READ])[0]
    if found in ("af", "nl", "fy", "li"):
        return "nl"
    return found if max(dutch, english) < 0.08 * total else ("nl" if dutch >= english else "en")
