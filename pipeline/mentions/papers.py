"""Diplomas and certificates that are named: "diploma als lasser", "getuigschrift pedagogische bekwaamheid", "F-gassencertificaat".

What a diploma is for is a label of the lexicon, or a field by its ending ("diploma logopedie"); compounds that the labeller passed over are labels too.
What it took for a skill or an attitude because of the words around ("het F-gassencertificaat te hebben") becomes a certificate. Levels of education are
no papers, but degrees that a law asks for a profession are ("bachelor in de vroedkunde").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import surface_key

from ..cues import read_cues
from ..literals import lowered, may_meet, needed
from ..types import NOT_ASKED, Mention, Sentence, Tokens

_SURE = 0.95  # how sure the words are a mention, and of its type
_MOST_WORDS = 5  # of what a diploma is for
_FOR = re.compile(r"(?:[\w/&+'’-]|\.(?=\w))+(?: (?:[\w/&+'’-]|\.(?=\w))+)*")
_NO_FOR = ("language", "attitude")  # "certificaat Nederlands" says a language


@lru_cache(maxsize=None)
def _cue(kind: str) -> str:
    return "|".join(row["pattern"] for row in read_cues("papers") if row["kind"] == kind)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern, ...]:
    """A degree that a law asks; a head with what follows; a compound; and a mention that is no more than a paper with what stands around it."""
    paper = rf"(?:{_cue('compound')}|(?:{_cue('head')}|bachelor|master) (?!(?:te|en|of)\b)\S.*?)"
    return (
        re.compile(rf"(?<![\w-])(?P<degree>(?:{_cue('degree')}) (?:{_cue('regulated')}))(?![\w-])", re.I),
        re.compile(rf"(?<![\w-])(?P<head>{_cue('head')})(?: (?P<join>{_cue('join')}))? (?={_FOR.pattern})", re.I),
        re.compile(rf"(?<![\w-])(?P<paper>{_cue('compound')})(?![\w-])", re.I),
        re.compile(rf"(?:{_cue('around')})*(?P<paper>{paper})(?:{_cue('tail')})?", re.I),
    )


@lru_cache(maxsize=1)
def _runs() -> tuple[str, ...]:
    """Letters of which some stand in every text that names a paper."""
    return needed(re.compile(f"{_cue('head')}|{_cue('compound')}|bachelor|master", re.I))


@lru_cache(maxsize=1)
def _general() -> re.Pattern:
    """Words that say a level of education and no more."""
    return re.compile(rf"(?:{_cue('general')}|{_cue('no_field')})", re.I)


@lru_cache(maxsize=1)
def _field() -> re.Pattern:
    return re.compile(_cue("field"), re.I)


@lru_cache(maxsize=1)
def _level() -> re.Pattern:
    return re.compile(rf"(?<![\w-])(?:{_cue('level')})$", re.I)


def with_papers(text: str, sentences: Sequence[Sentence], tokens: Tokens, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions with those of named papers, in the place of what stands in them."""
    if not may_meet(_runs(), lowered(text)):
        return list(mentions)
    kept = [_as_paper(mention, tokens, lexicon) for mention in mentions]
    for start, end, read_as, work, about in sorted((*_degrees(text), *_named(text, lexicon), *_compounds(text, lexicon))):
        over = [m for m in kept if m.start < end and start < m.end]
        made = _mention(text, start, max([end, *(m.end for m in over)]), read_as, sentences, tokens)
        if made and not (work and made.section == "tasks") and all(m.start > about or made.start <= m.start and (m.type != "certificate" or m.end < end) for m in over):
            kept = sorted([m for m in kept if m not in over] + [made], key=lambda m: m.start)
    return kept


def _types(words: str, lexicon: Lexicon) -> set[str]:
    """The types of the concepts that have the words as a label."""
    return {"occupation" if lexicon.is_occupation[hit.concept] else lexicon.entry(hit.concept).type for hit in lexicon.surface(surface_key(words))}


def _as_paper(mention: Mention, tokens: Tokens, lexicon: Lexicon) -> Mention:
    """The mention as a certificate where it is no more than a paper, without the words around it; in a list of tasks the lexicon has to know it."""
    found = _patterns()[3].fullmatch(mention.quote) if mention.type not in ("certificate", "language") else None
    if not found or mention.section == "tasks" and "certificate" not in _types(found["paper"], lexicon):
        return mention
    start, end = mention.start + found.start("paper"), mention.start + found.end("paper")
    return replace(mention, start=start, end=end, quote=found["paper"], type="certificate", certainty=_SURE, tokens=_place(tokens, start, end, mention.tokens))


def _degrees(text: str) -> Iterator[tuple[int, int, str, bool, int]]:
    """The same as of ``_named`` of degrees that a law asks for a profession: "een bachelor in de vroedkunde"."""
    for found in _patterns()[0].finditer(text):
        yield *found.span(), "", False, found.start()


def _named(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str, bool, int]]:
    """(start, end, what it is read as, whether it may be something done to a paper, where the label begins) of a head with the longest label behind it."""
    for found in _patterns()[1].finditer(text):
        if _level().search(text, max(0, found.start() - 20), found.start()):
            continue
        behind = _FOR.match(text, found.end())[0]
        ends = [space.start() for space in re.finditer(r" |$", behind)][:_MOST_WORDS]
        for end in reversed(ends):
            words = behind[:end]
            types, whole = _types(words, lexicon), "certificate" in _types(f"{found['head']} {words}", lexicon)
            if whole or types & {"occupation", "certificate"} or not found["join"] and (types and not types & {*_NO_FOR} or _field().fullmatch(words)):
                if not _general().fullmatch(words) and not _general().fullmatch(f"{words} {found['head']}"):
                    yield found.start(), found.end() + end, f"{found['head']} {words}" if found["join"] else "", not whole and types == {"skill"}, found.end()
                break


def _compounds(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str, bool, int]]:
    """The same of compounds that are a label of a certificate."""
    for found in _patterns()[2].finditer(text):
        if not _general().fullmatch(found["paper"]) and "certificate" in _types(found["paper"], lexicon):
            yield *found.span("paper"), "", False, found.start()


def _mention(text: str, start: int, end: int, read_as: str, sentences: Sequence[Sentence], tokens: Tokens) -> Mention | None:
    """The mention between two offsets of a sentence; None where nothing is asked."""
    number = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
    if number < 0 or sentences[number].end < end or sentences[number].section in NOT_ASKED or sentences[number].is_heading:
        return None
    return Mention(start, end, text[start:end], "certificate", sentences[number].section, _SURE, _place(tokens, start, end, tokens.sentences[number]), number, _SURE, read_as)


def _place(tokens: Tokens, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """(first, end) token of the words between two offsets, in a row of tokens."""
    first = max(within[0], bisect_right(tokens.starts, start, *within) - 1)
    return first, max(first + 1, bisect_left(tokens.starts, end, first, within[1]))
