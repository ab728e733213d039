"""One sentence of a text with what stands around it, folded to lower case: what rules and exceptions are tried on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ..literals import may_meet
from ..types import Sentence
from .clauses import clause_around
from .rules import Leave

_BEFORE = 2  # sentences
_SHORT = 4  # sentences; a longer text has sections and is mostly about other things than the candidate
_WIDER = frozenset(("previous", "near", "opening", "document"))  # scopes of exceptions that look beyond the sentence and its answer
_KNOWN = 100_000  # sentences with an exception of which it is remembered whether they meet it
_FOLDED = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("–", "-"), ("—", "-"))


@dataclass(eq=False)
class View:
    """What the exceptions look at around one sentence, all folded; ``context`` has the answer to a question."""

    text: str
    folded: str
    opening: str
    sentences: Sequence[Sentence]
    number: int
    silenced: list[tuple[int, int, str]] = field(default_factory=list)  # what rules met and left alone, with their ground
    told: list[tuple[int, int, str]] = field(default_factory=list)  # what plain rules met, likewise
    _met: dict[Leave, bool] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether the text is more than a few sentences."""
        return len(self.sentences) > _SHORT

    @property
    def start(self) -> int:
        """Where the sentence begins in the text."""
        return self.sentences[self.number].start

    @cached_property
    def sentence(self) -> str:
        return self._text(self.number)

    @cached_property
    def context(self) -> str:
        asks = self.sentence.endswith("?") and self.number + 1 < len(self.sentences)
        return f"{self.sentence} {self._text(self.number + 1)}" if asks else self.sentence

    @cached_property
    def previous(self) -> str:
        return self._text(self.number - 1) if self.number else ""

    @cached_property
    def around(self) -> tuple[str, str, str]:
        """(heading above, sentences before under that heading, sentence after) of ``context``: what the network reads besides it."""
        kept: list[str] = []
        heading, number = "", self.number - 1
        while number >= 0 and not self.sentences[number].is_heading:
            if len(kept) < _BEFORE:
                kept.append(self._text(number))
            number -= 1
        if number >= 0:
            heading = self._text(number)
        after = self.number + 1 + (self.context != self.sentence)
        follows = self._text(after) if after < len(self.sentences) and not self.sentences[after].is_heading else ""
        return heading, " ".join(reversed(kept)), follows

    @cached_property
    def near(self) -> str:
        numbers = range(max(0, self.number - 1), min(len(self.sentences), self.number + 2))
        return " ".join(self._text(number) for number in numbers)

    def _text(self, number: int) -> str:
        return self.folded[self.sentences[number].start : self.sentences[number].end]

    def clause(self, first: int, end: int, reasons: bool = False) -> str:
        """The part of ``context`` that may speak of the words ``first``-``end`` of the sentence, see ``clause_around``."""
        return clause_around(self.sentence, first, end, self.context, reasons)

    def meets(self, leave: Leave, first: int, end: int) -> bool:
        """Whether an exception to the words ``first``-``end`` is met in the text that its scope looks at; remembered, for many rules ask."""
        if leave.scope == "clause":
            return _meets(leave, self.clause(first, end))
        if leave.scope not in _WIDER:
            return _meets(leave, self.context)
        if leave not in self._met:
            self._met[leave] = _meets.__wrapped__(leave, self.folded if leave.scope == "document" else getattr(self, leave.scope))
        return self._met[leave]


@lru_cache(maxsize=_KNOWN)
def _meets(leave: Leave, text: str) -> bool:
    """Whether an exception is met in a sentence; remembered, for advertisements repeat much."""
    return may_meet(leave.runs, text) and leave.pattern.search(text) is not None


def fold(text: str) -> str:
    """Lower case with plain apostrophes, hyphens and spaces, of the same length as ``text``."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for sign, plain in _FOLDED:
        lowered = lowered.replace(sign, plain)
    return lowered
