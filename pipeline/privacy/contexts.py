"""The sentence around a quote, for those who judge new words: never from a CV, never with anything that may be personal."""

import re
from functools import lru_cache

from ..types import Document, Mention, Sentence
from . import MASK
from .names import is_name, names_in

_MOST = 240  # characters
_PERSON = re.compile(
    r"\b(?i:bel|mail|app|contact|contacteer|contacteren|sollicit\w+|vragen|apply|call|questions?|recruiter|collega's als)\b|@"
    r"|\b[A-Z][\w'’-]+ (?:van|de|der|den|ter|ten|el|al|ben|von)(?: (?:de|der|den|het))? [A-Z][\w'’-]+"
)


def context_of(document: Document, mention: Mention, sentence: Sentence) -> str | None:
    """The sentence on one line, at most some 240 characters around the quote, cut at spaces ("…").

    ``document`` is the masked one. None for CVs, in sections about the procedure or the person, and where the words have masked
    data, reach out to someone, or hold a name.
    """
    if document.kind == "cv" or sentence.section in ("procedure", "personal"):
        return None
    start, end = _window(document.text, sentence, mention)
    text = " ".join(document.text[start:end].split())
    if _of_a_person(text):
        return None
    return ("…" if start > sentence.start else "") + text + ("…" if end < sentence.end else "")


@lru_cache(maxsize=50_000)
def _of_a_person(text: str) -> bool:
    """``text`` has masked data, or may name someone; advertisements of different days say much in the same words."""
    return MASK in text or _PERSON.search(text) is not None or is_name(text) is not None or any(True for _ in names_in(text, ()))


def _window(text: str, sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """Where to cut a long sentence: about as much before the quote as behind it."""
    if sentence.end - sentence.start <= _MOST:
        return sentence.start, sentence.end
    around = max(0, _MOST - (mention.end - mention.start)) // 2
    start, end = max(sentence.start, mention.start - around), min(sentence.end, mention.end + around)
    if start > sentence.start:
        start = next((at + 1 for at in range(start, mention.start) if text[at].isspace()), mention.start)
    if end < sentence.end:
        end = next((at for at in range(end, mention.end, -1) if text[at - 1].isspace()), mention.end)
    return start, end
