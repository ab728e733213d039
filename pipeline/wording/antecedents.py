"""Whom a pronoun stands for: the last person that was spoken of before it, as far as words and their places tell.

In a sentence before that of the pronoun the first person counts, who mostly is its subject and goes on being spoken of (centering, Grosz et al. 1995); in its own
sentence the nearest. A pronoun before it stands for whom it stands for itself.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ..cues import read_cues
from ..types import Sentence
from .rules import compiled
from .views import fold

PRONOUNS = "gender.pronoun"  # how the ids of rules begin that meet them
_BACK = 5  # sentences
_OPENING = 2  # sentences at the beginning of a text that may name the job
_LETTERS = 5  # of a word of these that counts
_PHRASE = 4  # words after "de" or "een"
_KNOWN_SENTENCES, _KNOWN_WORDS = 20_000, 100_000  # that are remembered
_WORD = re.compile(r"[\w'’-]+")
_NAME = re.compile(r"[A-Z][a-zà-ÿ]+(?:[-'’][A-Za-zà-ÿ]+)?")


def stands_for(text: str, sentences: Sequence[Sentence], number: int, first: int) -> str:
    """"job:1" and the like, for the pronoun that begins ``first`` characters behind the beginning of a sentence.

    It is a "job" (a word of the first lines), a "holder" (candidate, colleague, someone ...), an "other" (client, director ...) or a "name", and how many
    sentences back, 2 for more; or "nobody".
    """
    titles = _long_words("\n".join(text[sentence.start : sentence.end] for sentence in sentences[:_OPENING]))
    start = sentences[number].start
    before = _spoken_of(text[start : start + first], titles)
    if before and before[-1] != "pronoun":
        return f"{before[-1]}:0"
    for back, sentence in enumerate(reversed(sentences[max(0, number - _BACK) : number]), 1):
        found = _spoken_of(text[sentence.start : sentence.end], titles)
        if found and found[0] != "pronoun":
            return f"{found[0]}:{min(back, 2)}"
    return "nobody"


@lru_cache(maxsize=1000)
def _long_words(opening: str) -> frozenset[str]:
    return frozenset(word for word in map(fold, _WORD.findall(opening)) if len(word) >= _LETTERS)


def _spoken_of(text: str, titles: frozenset[str]) -> tuple[str, ...]:
    """The kinds of the persons in (part of) a sentence, in a row."""
    folded = fold(text)
    return _persons(text, frozenset([word for word in titles if word in folded]))


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _persons(text: str, titles: frozenset[str]) -> tuple[str, ...]:
    """``_spoken_of``, remembered, for advertisements repeat much; ``titles`` are those that stand in it."""
    words = _WORD.findall(text)
    folded = list(map(fold, words))
    found: list[str] = []
    place = called = -1  # the last word that is a place, and the last of what was called a job
    for at, word in enumerate(folded):
        before = folded[at - 1] if at else ""
        if _is("before_place", before) and _NAME.fullmatch(words[at]) or before in ("en", "and") and place == at - 2:
            place = at
        elif at <= called:
            continue
        elif _is("pronoun", word):
            found.append("pronoun")
        elif _is("other", word):
            found.append("other")
        elif _is("opens", word):
            if (job := _job_after(folded, at, titles)) is not None:
                called = job
                named = job + 1 < len(words) and _NAME.fullmatch(words[job + 1])
                found.append("name" if named else "job" if folded[job] in titles else "holder")
        elif _NAME.fullmatch(words[at]) and word not in titles and (at or len(words) > 1 and _NAME.fullmatch(words[1])):
            found.append("name")
    return tuple(found)


def _job_after(words: Sequence[str], at: int, titles: frozenset[str]) -> int | None:
    """The last of the words behind "de" or "een" that names who has the job, unless another noun phrase begins before it."""
    for number in range(min(at + _PHRASE, len(words) - 1), at, -1):
        if words[number] in titles or _is("holder", words[number]):
            return None if any(_is("opens", word) or _is("other", word) for word in words[at + 1 : number + 1]) else number
    return None


@lru_cache(maxsize=_KNOWN_WORDS)
def _is(kind: str, word: str) -> bool:
    """Whether a word is one of a row of cues/wording_persons.tsv."""
    return _patterns()[kind].fullmatch(word) is not None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    return {row["kind"]: compiled(row["pattern"]) for row in read_cues("wording_persons")}
