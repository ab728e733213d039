"""Sentences of a CV -> work that is told with how long it was done, outside any list of jobs: "automonteur met 12 jaar ervaring", "sinds 2009 ben ik ploegbaas"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..sentences import fold_text
from ..types import Document, Sentence
from .cues import any_cue
from .dates import duration, periods
from .entry import Entry

_NOT_WORK = ("personal", "education", "certificates", "hobbies")
_LONGEST = 45 * 12  # months; what is longer is an age


def told_jobs(
    document: Document, sentences: Sequence[Sentence], entries: Sequence[Entry], title_between: Callable[[int, int], tuple[int, int] | None]
) -> list[Entry]:
    """One a sentence that names an occupation and a period or duration, where no entry stands; not what is wished for.

    ``title_between`` gives the place of the occupation that is named between two offsets.
    """
    text, found = document.text, []
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if sentence.section in _NOT_WORK or any(entry.start < end and start < entry.end for entry in entries):
            continue
        period = next((period for period in periods(text, start, end) if period.is_range or period.ongoing), None)
        said = duration(text[start:end])
        if not (period or said and said[0] <= _LONGEST):
            continue
        done = _wish_in(text, sentence)
        if title := title_between(start, done):
            found.append(Entry("work", start, done, title, period, None if period else said[0], told=True))
    return found


def without_wishes(document: Document, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, those of a CV as far as they tell what is, not what is sought: "Kok zoekt werk als chef" without its last four words."""
    if document.kind != "cv":
        return list(sentences)
    return [replace(sentence, end=_wish_in(document.text, sentence)) for sentence in sentences]


def _wish_in(text: str, sentence: Sentence) -> int:
    """Where a wish begins in a sentence, else its end."""
    found = any_cue("wish").search(fold_text(text[sentence.start : sentence.end]))
    return sentence.start + found.start() if found else sentence.end
