"""Which character set and which language a text is in.

Function words of Dutch and English decide the language; py3langid is asked when they do not.
"""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from .errors import RecordError

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORD = re.compile(r"[^\W\d_]+")
_READ = 4000
_LIKE_DUTCH = ("af", "nl", "fy", "lb", "li")  # what short Dutch texts are taken for
_LETTERS = re.compile(r"[a-zà-ÿ]", re.I)

# For streams in UTF-8: bytes that are no UTF-8 are read as Windows-1252, which Excel writes.
codecs.register_error("windows-1252", lambda error: (error.object[error.start : error.end].decode("cp1252", "replace"), error.end))


def decode(raw: bytes, identifier: str, location: str) -> str:
    """UTF-8 or UTF-16, else the character set that charset-normalizer finds; RecordError for binary content."""
    if raw.startswith(UTF16):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        raise RecordError(identifier, "this is a binary file, not text", location)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000], cp_isolation=["cp1252", "iso8859_15", "cp850", "mac_roman"]).best()
        if best is None:
            raise RecordError(identifier, "the character set is unknown; save it as UTF-8", location) from None
        return raw.decode(best.encoding, "replace")


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
    words = [word.lower() for word in _WORD.findall(text[:_READ])]
    dutch, english = (_Count(sum(word in known for word in words), len(known.intersection(words))) for known in _function_words())
    first, second, code = (dutch, english, "nl") if dutch.words >= english.words else (english, dutch, "en")
    if first.words >= 0.15 * len(words) and first.words >= 2 * second.words and first.different >= 5:
        return code
    if len(words) < 8 and _LETTERS.search(text):
        return code
    import py3langid

    found = py3langid.classify(text[:_READ])[0]
    return "nl" if found in _LIKE_DUTCH else found
