"""Personal data is found before anything else and masked, so that no later stage can see or export it.

Masks keep the length of the text, so that offsets stay true. In every text: e-mail, telephone, links, IBAN and BSN (checked by
python-stdnum). In CVs also names (of the person, family, colleagues, referees), addresses, birth and age, nationality, civil status and family,
gender, religion, health and the other data of article 9 GDPR, register numbers and photos; what stands above the first heading counts as
personal sooner than what stands below it. Rules are data: cues/personal.tsv. A labeller that learned from marked CVs finds more of it, and says of
what it doubts: of such words no statement is made.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..types import Document
from .everywhere import contact_data
from .fields import labelled_fields
from .header import header_data, header_lines
from .names import names_in
from .own import own_words
from .patterns import DOUBTED, MASKED, Personal, anywhere

__all__ = ["CATEGORIES", "DIRECT", "MASK", "MASKED", "Hidden", "Personal", "find_personal", "hidden_spans", "mask", "personal_spans"]

MASK = "█"
SURE_NAME = 0.5  # the chance from which on a name is looked for in the rest of the text
Span = tuple[int, int]
DIRECT = ("name", "address", "phone", "email", "link", "bsn", "iban", "number")  # what by itself leads to a person
PRIVATE = ("civil", "religion", "health", "other")  # family, and what article 9 and 10 GDPR name
CATEGORIES = (*DIRECT, "birth", "nationality", "gender", "photo", *PRIVATE)


@dataclass(frozen=True, slots=True)
class Hidden:
    """``masked``; ``private``: with what may tell something private, of which no statement is made; ``doubted``: with what may be a name, a place or a
    number, of which a statement is made only when it is a label of the ontology. Spans, merged and in text order."""

    masked: tuple[Span, ...]
    private: tuple[Span, ...]
    doubted: tuple[Span, ...]

    def allows(self, start: int, end: int, is_label: Callable[[], bool]) -> bool:
        """Whether a statement may be made of these words."""
        return not _meets(self.private, start, end) and (not _meets(self.doubted, start, end) or is_label())


def find_personal(document: Document) -> list[Personal]:
    """Personal data with its category, in text order, also what is only doubted; spans may overlap."""
    text = document.text
    found = list(contact_data(text))
    if document.kind == "cv":
        from .labelling import PersonalLabeller  # numpy, which those who only ask for a pseudonym need not load

        lines, contacts = header_lines(text), [personal.start for personal in found]
        found += labelled_fields(text, lines)
        found += anywhere(text)
        found += own_words(text)
        found += header_data(text, lines, found)
        found += PersonalLabeller.load().find(text, contacts)
        found += names_in(text, [personal for personal in found if personal.chance >= SURE_NAME])
    return sorted(found, key=lambda personal: (personal.start, personal.end))


def personal_spans(document: Document) -> list[Span]:
    """Spans to be masked, merged and in text order."""
    return _merge(find_personal(document), MASKED)


def hidden_spans(document: Document) -> Hidden:
    """What is masked of a document, and of which other words nothing, or not everything, may be said."""
    found = find_personal(document)
    doubted = [personal for personal in found if personal.chance >= DOUBTED]
    private = [personal for personal in doubted if personal.chance >= MASKED or personal.category in PRIVATE]
    return Hidden(tuple(_merge(found, MASKED)), tuple(_merge(private, DOUBTED)), tuple(_merge(doubted, DOUBTED)))


def mask(text: str, spans: list[Span]) -> str:
    """``text`` with each span covered, of the same length; line breaks stay."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", MASK, text[start:end])]
        last = end
    return "".join(parts) + text[last:]


def _meets(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _merge(found: list[Personal], least: float) -> list[Span]:
    """The spans of what has this chance or more; those that touch are one."""
    merged: list[Span] = []
    for start, end in ((personal.start, personal.end) for personal in found if personal.chance >= least):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
