"""How strongly a CV proves a skill: hard (diploma, certificate, registration, licence), semi-hard (work, product, running course) or soft (own claim).

The entry in which the words stand decides (entries.py); what runs, was not obtained, holds no more, or is a product of a study is never hard. Nor is a
diploma that only the title of a job names ("Verzorgende IG, 2015 - 2018"): the work that was done shows it, no document. Levels of proof
after the three that Dutch skills passports tell apart: documents, what was done, and what one says oneself.
"""

from collections.abc import Sequence

from ontology.normalising import fold

from ..types import Document, Evidence, Mention, Sentence
from .cues import any_cue
from .dates import periods
from .entries import clause_entry
from .entry import SHOWN, USED, Entry

_NEAR = 30  # characters
STRENGTH = {"hard": 3, "semi-hard": 2, "soft": 1}


def evidence_of(document: Document, mention: Mention, sentence: Sentence, entries: Sequence[Entry], now: int) -> Evidence:
    """The evidence of a mention in a CV: its class, where it stands, from when until when; ``now`` is the month to which is counted.

    A line within a job that has its own period ("sinds 2021 vervangend teamleider") has that one. A job that a sentence tells shows what was used in it;
    what that sentence says of the writer's nature, languages and papers stays as it is without the job.
    """
    number, entry = next(((n, e) for n, e in enumerate(entries) if e.start <= mention.start < e.end and (mention.type in SHOWN or not e.told)), (None, None))
    if entry is None:
        entry = clause_entry(document, sentence, mention)
    outside = entry.kind == "certificate" and number is None
    kind = "claim" if outside and (mention.type != "certificate" or _is_only_known(document, mention, sentence)) else entry.kind
    at = (sentence.start, sentence.end) if kind == "claim" else entry.head
    period, months, valid_until = (None, None, None) if kind == "claim" else (entry.period, entry.months, entry.valid_until)
    if kind in USED and sentence.start >= entry.head[1]:
        period = next((own for own in periods(document.text, sentence.start, sentence.end) if own.is_range and own.start is not None), period)
    span = period.span(now) if period and period.is_range and kind in USED else None
    when = (period.from_text, period.until_text, period.ongoing) if period else (None, None, False)
    return Evidence(_class(document, mention, sentence, entry, kind, number is not None), kind, *at, *when, span[1] - span[0] if span else months, entry.status, valid_until, number)


def _class(document: Document, mention: Mention, sentence: Sentence, entry: Entry, kind: str, listed: bool) -> str:
    """``listed``: whether the mention stands in one of the CV's entries. A certificate of which the last day is told stays hard and has that day; so does the part of a study
    that was passed ("propedeuse behaald")."""
    running = entry.status in ("ongoing", "not_obtained") or entry.period is not None and entry.period.ongoing and entry.kind in ("education", "course")
    lapsed = entry.expired and entry.valid_until is None
    if mention.type == "certificate" and kind != "claim":
        titled = listed and kind in USED and mention.start < entry.head[1]
        passed = any_cue("partial").search(fold(mention.quote)) is not None
        return "semi-hard" if titled or lapsed or running and not (entry.valid_until or passed) else "hard"
    if kind in ("education", "course", "certificate"):
        words = fold(document.text[sentence.start : sentence.end])
        return "semi-hard" if lapsed or running or any_cue("product").search(words) else "hard"
    return "soft" if kind == "claim" else "semi-hard"


def _is_only_known(document: Document, mention: Mention, sentence: Sentence) -> bool:
    """"Ik ken de VCA-regels": whether the words close before a certificate say that it is known, not held."""
    return any_cue("known").search(fold(document.text[max(sentence.start, mention.start - _NEAR) : mention.start])) is not None
