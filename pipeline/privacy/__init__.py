"""Personal data is found before anything else and masked, so that no later stage can see or export it.

Masks keep the length of the text, so that offsets stay true. In every text: e-mail, telephone, links, IBAN and BSN (checked by
python-stdnum). In CVs also names (of the person, family, colleagues, referees), addresses, birth and age, nationality, civil status and family,
gender, religion, health and the other data of article 9 GDPR, register numbers and photos; what stands above the first heading counts as
personal sooner than what stands below it. Rules are data: cues/personal.tsv. A labeller that learned from marked CVs finds more of it;
what it only doubts is masked too.
"""

import re
from collections.abc import Callable

from ..types import Document
from .dated import without_dates_of_work
from .everywhere import contact_data
from .fields import labelled_fields
from .header import header_data, header_lines
from .names import names_in
from .own import own_words
from .patterns import DOUBTED, MASKED, SURE, Personal, anywhere

__all__ = ["CATEGORIES", "DIRECT", "MASK", "MASKED", "Personal", "find_personal", "mask", "personal_spans"]

MASK = "█"
Span = tuple[int, int]
DIRECT = ("name", "address", "phone", "email", "link", "bsn", "iban", "number")  # what by itself leads to a person
CATEGORIES = (*DIRECT, "birth", "nationality", "gender", "photo", "civil", "religion", "health", "other")


def find_personal(document: Document) -> list[Personal]:
    """Personal data with its category, in text order, also what is too unlikely to be masked; spans may overlap."""
    text = document.text
    found = list(contact_data(text))
    if document.kind == "cv":
        from .labelling import PersonalLabeller  # numpy, which those who only ask for a pseudonym need not load

        lines, contacts = header_lines(text), [personal.start for personal in found]
        found += labelled_fields(text, lines)
        found += anywhere(text)
        found += own_words(text)
        found += header_data(text, lines, found)
        found += without_dates_of_work(text, list(PersonalLabeller.load().find(text, contacts)), found)
        found += names_in(text, [personal for personal in found if personal.chance >= SURE])
    return sorted(found, key=lambda personal: (personal.start, personal.end))


def personal_spans(document: Document, is_label: Callable[[str], bool] = lambda words: False) -> list[Span]:
    """Spans to be masked, merged and in text order. Words that may be personal (``chance`` below DOUBTED) but are the name of a skill or an occupation stay ("Farsi")."""
    found = [personal for personal in find_personal(document) if personal.chance >= MASKED]
    return _merge([personal for personal in found if personal.chance >= DOUBTED or not is_label(document.text[personal.start : personal.end])])


def mask(text: str, spans: list[Span]) -> str:
    """``text`` with each span covered, of the same length; line breaks stay."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", MASK, text[start:end])]
        last = end
    return "".join(parts) + text[last:]


def _merge(found: list[Personal]) -> list[Span]:
    """The spans of what is found; those that touch are one."""
    merged: list[Span] = []
    for start, end in ((personal.start, personal.end) for personal in found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
