"""Words -> mentions: where the text names a skill and of which type.

The labeller decides where (labelling.py); a linear classifier over the words of the span, its surroundings and
the lexicon decides the type. Punctuation at the edges is left out of a span.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from ..linear import LinearModel
from ..types import Document, Mention, Sentence, Tokens
from .labelling import Labeller, Line, read_as, shape
from .licences import with_licences
from .network import Network
from .papers import with_papers
from .traps import is_trap

# Sections whose words are about something else than the person or the work: never labelled.
SKIPPED_SECTIONS = frozenset(("personal",))
_NAMING = ("other", "company")  # fields of these name a place, a unit or the work itself: no skill
_MOST_KNOWN = 50_000  # sentences that are remembered; then all are forgotten
_NO_PART = "/\\|*:;,-–—_&=~<>\"“”„…?!"  # signs at the edge of a word; those of ".NET", "C#", "C++" and "100%" are part of it
_CELL = re.compile(r"[^\t]+")
_Key = tuple[tuple[str, ...], str, bool, str]  # words, section, whether it is a bullet, kind of text


@dataclass(frozen=True, slots=True)
class _Span:
    """A mention in a sentence, by word numbers, with what the two models say of it."""

    start: int
    end: int
    probability: float
    type: str
    certainty: float


class MentionFinder:
    """The labeller and the type classifier with the lexicon they use.

    What they say of a sentence depends on its words, section, form and kind of text alone, so it is remembered: advertisements repeat much.
    """

    def __init__(self, labeller: Labeller, types: LinearModel, lexicon: Lexicon):
        self.labeller, self.types, self.lexicon = labeller, types, lexicon
        self._known: dict[_Key, tuple[_Span, ...]] = {}

    @classmethod
    def load(cls, lexicon: Lexicon) -> "MentionFinder":
        return cls(Labeller.load(Network.load(lexicon.encoder)), LinearModel.load("types"), lexicon)

    def find(self, texts: Sequence[tuple[Document, Sequence[Sentence], Tokens]]) -> list[tuple[Mention, ...]]:
        """For each text its mentions in text order, without overlap; texts are looked at together because that is quicker."""
        keys: list[_Key] = []
        places: list[tuple[int, int, int]] = []
        for owner, (document, sentences, tokens) in enumerate(texts):
            for number, (sentence, (first, end)) in enumerate(zip(sentences, tokens.sentences)):
                if first < end and sentence.section not in SKIPPED_SECTIONS and not (sentence.is_field and sentence.section in _NAMING):
                    keys.append((tokens.texts[first:end], section_of(sentence), sentence.is_bullet, document.kind))
                    places.append((owner, number, first))
        known = self._looked_up(keys)
        mentions: list[list[Mention]] = [[] for _ in texts]
        for key, (owner, number, first) in zip(keys, places):
            for span in known[key]:
                document, sentences, tokens = texts[owner]
                start, end = first + span.start, first + span.end
                begin, final = tokens.starts[start], tokens.starts[end - 1] + len(tokens.texts[end - 1])
                begin += len(tokens.texts[start]) - len(tokens.texts[start].lstrip(_NO_PART))
                final -= len(tokens.texts[end - 1]) - len(tokens.texts[end - 1].rstrip(_NO_PART))
                begin, final = _cell(document.text, begin, final)
                quote, section = document.text[begin:final], sentences[number].section
                mentions[owner].append(Mention(begin, final, quote, span.type, section, span.probability, (start, end), number, span.certainty))
        return [
            tuple(with_licences(document.text, sentences, tokens, self._with_papers(document, sentences, tokens, found), self.lexicon, SKIPPED_SECTIONS))
            for (document, sentences, tokens), found in zip(texts, mentions)
        ]

    def _with_papers(self, document: Document, sentences: Sequence[Sentence], tokens: Tokens, found: Sequence[Mention]) -> Sequence[Mention]:
        """The mentions with named diplomas; a CV has entries for its own."""
        return found if document.kind == "cv" else with_papers(document.text, sentences, tokens, found, self.lexicon)

    def _looked_up(self, keys: Sequence[_Key]) -> dict[_Key, tuple[_Span, ...]]:
        """The spans of at least these sentences."""
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if len(self._known) + len(new) > _MOST_KNOWN:
            self._known.clear()
            new = list(dict.fromkeys(keys))
        lines = [Line(list(words), section, bullet, kind, lexicon_marks(words, self.lexicon)) for words, section, bullet, kind in new]
        spans = [
            (number, trimmed, probability)
            for number, labelled in enumerate(self.labeller.label(self.labeller.scores(lines), [len(line.words) for line in lines]))
            for start, end, probability in labelled
            if (trimmed := trim(lines[number].words, start, end))
        ]
        attributes = [span_attributes(lines[number].words, *trimmed, lines[number].section, lines[number].kind, lines[number].marks) for number, trimmed, _ in spans]
        found: list[list[_Span]] = [[] for _ in new]
        for (number, trimmed, probability), (type_, certainty) in zip(spans, self.types.predict(attributes)):
            if not is_trap(lines[number].words, *trimmed, type_):
                found[number].append(_Span(*trimmed, probability, type_, certainty))
        self._known.update(zip(new, map(tuple, found)))
        return self._known


def _cell(text: str, start: int, end: int) -> tuple[int, int]:
    """The longest part of a span between tabs, which part the columns of a table."""
    if "\t" not in text[start:end]:
        return start, end
    first, last = max((found.span() for found in _CELL.finditer(text, start, end)), key=lambda cell: cell[1] - cell[0])
    part = text[first:last]
    return first + len(part) - len(part.lstrip()), last - len(part) + len(part.rstrip())


def section_of(sentence: Sentence) -> str:
    """The section as the models know it: headings apart."""
    return "heading" if sentence.is_heading else sentence.section


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word)


def lexicon_marks(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """For each word "B-type" or "I-type" of the longest label of the lexicon that covers it, else ""."""
    marks = [""] * len(words)
    for start, end, concept in lexicon.matches(list(map(_folded, words))):
        type_ = lexicon.entry(concept).type
        marks[start:end] = [f"B-{type_}"] + [f"I-{type_}"] * (end - start - 1)
    return marks


def trim(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The span without punctuation at its edges, and without what stands behind a bracket that is not closed or before one that is not opened; None when no word is left."""
    opened: list[int] = []
    for number in range(start, end):
        if words[number] == "(":
            opened.append(number)
        elif words[number] == ")" and opened:
            opened.pop()
        elif words[number] == ")":
            start = number + 1
    if opened and any(map(_has_letters, words[start : opened[0]])):
        end = opened[0]
    while start < end and not _has_letters(words[start]):
        start += 1
    while end > start and not _has_letters(words[end - 1]) and not (words[end - 1] == ")" and "(" in words[start:end]):
        end -= 1
    return (start, end) if start < end else None


def _has_letters(word: str) -> bool:
    return word.isalnum() or any(char.isalnum() for char in word)


@lru_cache(maxsize=100_000)
def _word_attributes(word: str) -> tuple[str, ...]:
    folded = read_as(word)
    return f"w:{folded}", f"s3:{folded[-3:]}", f"s4:{folded[-4:]}", f"p4:{folded[:4]}"


def span_attributes(words: Sequence[str], start: int, end: int, section: str, kind: str, marks: Sequence[str]) -> list[str]:
    """Attributes of a span for the type classifier: its words, endings, neighbours, lexicon marks and place."""
    first, last = read_as(words[start]), read_as(words[end - 1])
    before = read_as(words[start - 1]) if start else ""
    second = read_as(words[start - 2]) if start > 1 else ""
    after = read_as(words[end]) if end < len(words) else ""
    found = [name for word in words[start:end] for name in _word_attributes(word)]
    found += (
        f"first:{first}", f"last:{last}", f"last3:{last[-3:]}", f"first3:{first[-3:]}", f"last2:{last[-2:]}",
        f"-1:{before}", f"-2:{second} {before}", f"1:{after}", f"n:{min(end - start, 4)}",
        f"sec:{section}", f"kind:{kind}", f"secn:{section}{min(end - start, 3)}", f"shape:{shape(words[start])}",
        f"shapelast:{shape(words[end - 1])}",
    )  # fmt: skip
    found += sorted({f"x:{mark[2:]}" for mark in marks[start:end] if mark})
    if start < len(marks) and marks[start] and (end == len(marks) or not marks[end].startswith("I-")):
        found.append(f"whole:{marks[start][2:]}{all(mark.startswith('I-') for mark in marks[start + 1 : end])}")
    return found
