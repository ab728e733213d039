"""A document -> its sections (tasks, requirements, offer ...) and the sentences in them.

A heading is a short line, or the words before a colon, that meets a row of cues/sections.tsv; where no heading
has told what follows, the opening of a sentence may. Leaves the text as it is: only offsets come out.
"""

import re
from functools import lru_cache

from .cues import read_cues
from .cv.segmenting import segment_cv
from .sentences import bullet_of, fold_text, sentences_of
from .types import Document, Segment, Sentence

_LINE = re.compile(r"[^\n]+")
_MAX_HEADING = 75


@lru_cache(maxsize=None)
def _cues(kind: str, where: str) -> tuple[tuple[str, re.Pattern], ...]:
    return tuple(
        (row["section"], re.compile(row["pattern"], re.I))
        for row in read_cues("sections")
        if row["where"] == where and kind in row["kinds"].split(",")
    )


@lru_cache(maxsize=None)
def _any_cue(kind: str, where: str) -> re.Pattern:
    """All cues in one pattern, to pass over what none of them meets."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _cues(kind, where)), re.I)


def _match(text: str, kind: str, where: str) -> tuple[str, str] | None:
    """(section, words that told it) of the first cue that meets the start of ``text``."""
    folded = fold_text(text).lstrip(" #*_-–•:.\t")
    if not _any_cue(kind, where).match(folded):
        return None
    for section, pattern in _cues(kind, where):
        if found := pattern.match(folded):
            return section, found.group(0).strip()
    return None


def segment(document: Document) -> tuple[tuple[Segment, ...], tuple[Sentence, ...]]:
    """Sections and sentences in text order; sentences cover every line that has a word in it."""
    kind, text = document.kind, document.text
    if kind == "cv":
        return segment_cv(text)
    segments: list[Segment] = []
    sentences: list[Sentence] = []
    section, title, rule, start = "other", "", "", 0
    paragraph_only, last_end = False, 0  # "About us: we make tents." tells nothing of the next paragraph

    def close(end: int) -> None:
        if end > start and text[start:end].strip():
            segments.append(Segment(section, start, end, title, rule))

    for line in _LINE.finditer(text):
        begin, end = line.span()
        if paragraph_only and begin > last_end + 1:
            close(begin)
            section, title, rule, start, paragraph_only = "other", "", "", begin, False
        last_end = end
        body = bullet_of(text, begin, end)
        bullet = body > begin
        heading = _heading(text, body, end, kind, bullet)
        if heading:
            close(begin)
            section, rule, heading_end = heading
            title, start = text[body:heading_end].strip(" #*_:"), begin
            sentences.append(Sentence(body, heading_end, section, is_heading=True))
            body = heading_end
            while body < end and text[body] in " :\t*_":
                body += 1
            paragraph_only = section == "company" and body < end
        for first, last in sentences_of(text, body, end):
            found = section
            if section in ("other", "company") and not rule:
                cue = _match(text[first:last], kind, "sentence")
                found = cue[0] if cue else section
            sentences.append(Sentence(first, last, found, is_bullet=bullet))
    close(len(text))
    return tuple(segments), tuple(sentences)


def _heading(text: str, start: int, end: int, kind: str, bullet: bool) -> tuple[str, str, int] | None:
    """(section, cue, end of the heading) when a heading opens the line."""
    line = text[start:end]
    stripped = line.strip(" #*_\t")
    colon = line.find(":")
    whole = len(stripped) <= _MAX_HEADING and not stripped.endswith((".", ",", ";")) and not bullet
    if whole and len(stripped.split()) <= 9 and (found := _match(stripped, kind, "heading")):
        if colon >= 0 and line[colon + 1 :].strip(" *_"):
            return found[0], found[1], start + colon
        return found[0], found[1], end
    if 0 < colon <= 45 and not bullet and (found := _match(line[:colon], kind, "heading")):
        return found[0], found[1], start + colon
    question = line.find("?")
    if 0 < question <= 60 and not bullet and line[question + 1 :].strip() and (found := _match(line[: question + 1], kind, "heading")):
        return found[0], found[1], start + question + 1
    return None
