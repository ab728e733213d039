"""Sentences of a CV -> work that is told with how long it was done, outside any list of jobs: "Automonteur, 12 jaar", "sinds 2009 ben ik ploegbaas"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ontology.lexicon import Lexicon
from ontology.normalising import fold

from ..cues import read_cues
from ..linking.occupations import title_in
from ..types import Document, Sentence
from .dates import duration, periods
from .entries import Entry

_NOT_WORK = ("personal", "education", "certificates", "hobbies")
_LONGEST = 45 * 12  # months; what is longer is an age


def told_jobs(document: Document, sentences: Sequence[Sentence], entries: Sequence[Entry], lexicon: Lexicon) -> list[Entry]:
    """One a sentence that names an occupation and a period or duration, where no entry stands; not what is wished for."""
    text, found = document.text, []
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if sentence.section in _NOT_WORK or any(entry.start < end and start < entry.end for entry in entries):
            continue
        period = next((period for period in periods(text, start, end) if period.is_range or period.ongoing), None)
        said = duration(text[start:end])
        if not (period or said and said[0] <= _LONGEST) or _wish().search(fold(text[start:end])):
            continue
        if title := title_in(text, start, end, lexicon):
            found.append(Entry("work", start, end, title, period, None if period else said[0]))
    return found


@lru_cache(maxsize=1)
def _wish() -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{'|'.join(row['pattern'] for row in read_cues('cv') if row['kind'] == 'wish')})(?!\w)")
