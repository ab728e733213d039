"""Dutch label text -> keys under which different spellings and forms of one label meet.

Two keys a label: the *surface* key (case, diacritics, hyphens and punctuation folded) and the *bag* key
(the set of dictionary lemmas without function words), under which "het opstellen van jaarrekeningen" and
"jaarrekeningen opstellen" are the same. Lemmas come from simplemma's Dutch dictionary.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import filterfalse

_WORD = re.compile(r"(?<![\w.])\.net\b|[^\W_]+[+#]*", re.I)
_FUNCTION_WORDS = frozenset(
    "de het een van voor in op met te aan en of om tot bij als je jouw uw onze ons hun zijn haar die dat deze dit "
    "the an of for to and or in with".split()
)


def fold(text: str) -> str:
    """Lower case without diacritics; may differ in length from ``text``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(filterfalse(unicodedata.combining, decomposed))


def words(text: str) -> list[str]:
    """Folded words; "C#", "C++" and ".NET" stay whole, hyphens separate."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Dictionary form of one folded Dutch word ("opgesteld" -> "opstellen"); the word itself when unknown."""
    if len(word) < 3 or not word.isalpha():
        return word
    import simplemma

    return fold(simplemma.lemmatize(word, lang="nl")).replace("_", "")


def surface_key(text: str) -> str:
    return " ".join(words(text))


def bag_key(text: str) -> str:
    """Sorted distinct lemmas of the content words; empty when only function words are left.

    In mixed text a word in capitals is no function word: "rijbewijs DE" is not "rijbewijs de".
    """
    mixed = any(char.islower() for char in text)
    kept = set()
    for word in _WORD.findall(text):
        folded = fold(word)
        if folded not in _FUNCTION_WORDS or (mixed and word.isupper()):
            kept.add(lemma(folded))
    return " ".join(sorted(kept))


def content_lemmas(text: str) -> tuple[str, ...]:
    """The lemmas of the content words in text order, distinct; of all words when there is no content word."""
    return lemmas_of(words(text))


def lemmas_of(found: Sequence[str]) -> tuple[str, ...]:
    """``content_lemmas`` of folded words."""
    return tuple(dict.fromkeys(map(lemma, [word for word in found if word not in _FUNCTION_WORDS] or found)))


def is_function_word(word: str) -> bool:
    return word in _FUNCTION_WORDS
