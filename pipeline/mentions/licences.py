"""Categories of driving licences that stand beside the word itself: "rijbewijs B, C en CE", "B- en C-rijbewijs", "Rijbewijs: CE", "CE met code 95".

Alone such a letter says nothing: each is a mention of its own that is read as the licence ("CE" as "rijbewijs CE"). Which letters are categories the lexicon
says. One licence whose words the labeller found whole stays as it found it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import surface_key

from ..cues import read_cues
from ..literals import lowered, may_meet, needed
from ..types import Mention, Sentence, Tokens

_LICENCE = "rijbewijs"  # before a category it is the label of that licence
_SURE = 0.95  # how sure the words are a mention, and of its type
_CODE = r"[A-Z]{1,2}\d{0,2}E?(?:\s?[-+/]\s?E(?!\w))?"
_CATEGORY = rf"{_CODE}(?![\w#]|\+\+|-\w|\.\w)"
_LETTERS = re.compile(_CATEGORY)
_BEHIND, _BEFORE = 0, 2  # numbers of the patterns
_Item = tuple[int, int, str]  # start, end, what it is read as


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern, ...]:
    """Lists behind the word, in the lines below it, before it, and beside code 95."""
    holder, join, beside = ("|".join(row["pattern"] for row in read_cues("licences") if row["kind"] == kind) for kind in ("holder", "join", "beside"))
    joined = rf"[^\S\n]*,?[^\S\n]*(?i:(?<!\w)(?:{join})(?!\w)|[,/&+])[^\S\n]*"
    many = rf"{_CATEGORY}(?:{joined}{_CATEGORY})*"
    below = rf"(?:{joined}|[^\S\n]*\n[^\w\n]*)"
    return (
        re.compile(rf"(?P<holder>(?<!\w)(?i:{holder}))[^\S\n]*[:–(-]?[^\S\n]*(?P<list>{many})"),
        re.compile(rf"(?m)^[^\w\n]*(?P<holder>(?i:{holder}))[^\S\n]*:?[^\S\n]*\n[^\w\n]*(?P<list>{_CATEGORY}(?:{below}{_CATEGORY})*)"),
        re.compile(rf"(?<![\w+#/-])(?P<list>(?:{_CODE}-?{joined})*{_CODE})[ -](?P<holder>(?i:{holder}))(?!\w)"),
        re.compile(rf"(?<![\w+#/-])(?P<list>{many})\s*(?i:{beside})(?!\w)"),
    )


@lru_cache(maxsize=1)
def _runs() -> tuple[str, ...]:
    """Letters of which some stand in every text that names a licence."""
    return needed(re.compile("|".join(row["pattern"] for row in read_cues("licences") if row["kind"] in ("holder", "beside")), re.I))


def with_licences(text: str, sentences: Sequence[Sentence], tokens: Tokens, mentions: Sequence[Mention], lexicon: Lexicon, skipped: frozenset[str]) -> list[Mention]:
    """The mentions with those of listed licences in the place of what overlaps them; sections ``skipped`` have none."""
    if not may_meet(_runs(), lowered(text)):
        return list(mentions)
    kept = list(mentions)
    for items, (first, end) in _lists(text, lexicon):
        if len(items) == 1 and any(m.start <= items[0][0] and items[0][1] <= m.end for m in kept) and items[0][0] + 3 < items[0][1]:
            continue
        made = [mention for item in items if (mention := _mention(text, item, sentences, tokens, kept, skipped))]
        if made:
            others = [mention for mention in kept if mention.start < first or end < mention.end]
            kept = [rest for mention in others if (rest := _beside(text, mention, made, tokens))] + made
    return sorted(kept, key=lambda mention: mention.start)


def _lists(text: str, lexicon: Lexicon) -> Iterator[tuple[list[_Item], tuple[int, int]]]:
    """The licences of each list, and where the word itself stands, which goes with the category right beside it."""
    taken = 0
    found = sorted((match.start(), number, match) for number, pattern in enumerate(_patterns()) for match in pattern.finditer(text))
    for start, number, match in found:
        if match.start("list") < taken:
            continue
        items: list[_Item] = []
        for cell in _LETTERS.finditer(text, *match.span("list")):
            licence = f"{_LICENCE} {re.sub(r'[^A-Z0-9]', '', cell.group())}"
            if not lexicon.surface(surface_key(licence)):
                break
            items.append((*cell.span(), licence))
        if not items:
            continue
        taken = items[-1][1]
        if number == _BEHIND and text[match.end("holder") : items[0][0]] == " ":
            items[0] = (match.start("holder"), *items[0][1:])
        if number == _BEFORE and items[-1][1] == match.end("list"):
            items[-1] = (items[-1][0], match.end("holder"), items[-1][2])
        yield items, match.span("holder") if "holder" in match.groupdict() else match.span("list")


def _mention(text: str, item: _Item, sentences: Sequence[Sentence], tokens: Tokens, known: Sequence[Mention], skipped: frozenset[str]) -> Mention | None:
    """The mention of one licence; it begins where the one begins that the labeller found there ("geldig rijbewijs B")."""
    start, end, licence = item
    number = bisect_right(sentences, end - 1, key=lambda sentence: sentence.start) - 1
    if number < 0 or sentences[number].end < end or sentences[number].section in skipped:
        return None
    start = max(start, sentences[number].start)  # "rijbew." may have ended a sentence
    over = next((m for m in known if m.start < start < m.end and m.sentence == number and _LICENCE[:6] in text[start:end].lower()), None)
    start = over.start if over else start
    first, last = tokens.sentences[number]
    places = tokens.starts[first:last]
    begin = first + max(0, bisect_right(places, start) - 1)
    final = first + bisect_right(places, end - 1)
    return Mention(start, end, text[start:end], "certificate", sentences[number].section, _SURE, (begin, max(final, begin + 1)), number, _SURE, licence)


def _beside(text: str, mention: Mention, made: Sequence[Mention], tokens: Tokens) -> Mention | None:
    """What a mention has behind the licences, without the words that join the two; None when that is nothing."""
    over = [m for m in made if m.start < mention.end and mention.start < m.end]
    if not over:
        return mention
    start = max(m.end for m in over)
    joined = re.match(r"[\W_]*(?:(?:en|of|and|or|met|with|incl|inclusief|including)\b[\W_]*)?", text[start : mention.end], re.I)
    start += joined.end()
    if mention.end - start < 4:
        return None
    first = next((n for n in range(*mention.tokens) if tokens.starts[n] >= start), mention.tokens[1] - 1)
    return replace(mention, start=start, quote=text[start : mention.end], tokens=(first, mention.tokens[1]))
