"""A document -> its sections (tasks, requirements, offer ...) and the sentences in them.

A heading is a short line, or the words before a colon, that meets a row of cues/sections.tsv; where no heading
has told what follows, the opening of a sentence may. Leaves the text as it is: only offsets come out.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from .cues import read_cues
from .cv.segmenting import segment_cv
from .fields import RING, field_of
from .sentences import SIGNS, bullet_of, fold_text, sentences_of
from .types import Document, Segment, Sentence

Span = tuple[int, int]
Heading = tuple[str, str, Span]  # section, cue, place
_LINE = re.compile(r"[^\n]+")
_MAX_HEADING, _MOST_MORE = 75, 3  # characters; words behind the cue of a heading that asks or ends in a colon
_OPENING = 400  # characters
_AROUND = f"{RING}-–:{SIGNS}"  # and around one within a line
_ORDER = r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[A-H][.)]\s+|\d\ufe0f?\u20e3\s*"
_PICTURE = rf"[^\w\s\x00-\x7f–—…€£“”„«‘’{SIGNS}]"
_SIGNED = re.compile(rf"(?:{_ORDER}|{_PICTURE}+\s*)+")  # a number or a picture before a heading
_PICTURES = re.compile(rf"(?:\s*{_PICTURE})+$")
_ASKS = re.compile(r"(?:wat|wie|waar\w*|hoe|dit|over|what|who|about)\b", re.I)
_CELLS = re.compile(r"([\s|]*[^|:]*[^|:\s])\s*\|[\s|]*[^|]*[^|\s][\s|]*")  # a row of two cells
_WORD, _DIGITS = re.compile(r"\w+"), re.compile(r"\d+")
_KNOWN_LINES, _LONGEST_KNOWN = 30_000, 400  # lines that are remembered, of at most so many characters: advertisements repeat much


@lru_cache(maxsize=None)
def _cues(kind: str, where: str) -> tuple[tuple[str, re.Pattern], ...]:
    behind = _name() if where == "name" else ""
    return tuple(
        (row["section"], re.compile(f"(?:{row['pattern']}){behind}", re.I))
        for row in read_cues("sections")
        if row["where"] == where and kind in row["kinds"].split(",")
    )


@lru_cache(maxsize=1)
def _name() -> str:
    """The pattern of a name up to the end of a heading: words with a capital, and between them those that need none."""
    small = "|".join(row["pattern"] for row in read_cues("sections") if row["where"] == "in_name")
    capital = r"(?-i:\d*[A-ZÀ-Ý])[^\s?!:;,.]*(?:\.[^\s?!:;,.]+)*"
    return rf"(?:(?:{small}) )*{capital}(?: (?:(?:{small})(?![^\s?!:])|{capital}|\d+))*(?: \([^)]*\))?[ ?!:*_]*$"


@lru_cache(maxsize=None)
def _any_cue(kind: str, where: str) -> re.Pattern:
    """All cues in one pattern, to pass over what none of them meets."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _cues(kind, where)), re.I)


@lru_cache(maxsize=_KNOWN_LINES)
def _match(text: str, kind: str, where: str) -> tuple[str, str] | None:
    """(section, words that told it) of the first cue that meets the start of ``text``, folded but where a name tells; remembered."""
    folded = (text if where == "name" else fold_text(text)).lstrip(f"{RING}-–•:.")
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

    def open_section(heading: Heading, begin: int, at: int) -> None:
        nonlocal section, title, rule, start
        first, last = heading[2]
        if heading[0] != "procedure" or at >= _OPENING or len(text) < 3 * _OPENING:  # a question before all else draws the reader in and opens nothing
            close(at)
            section, rule = heading[:2]
            title, start = text[begin + first : begin + last].strip(" #*_:"), at
        sentences.append(Sentence(begin + first, begin + last, section, is_heading=True))

    lines = list(_LINE.finditer(text))
    listed = _listed([line[0] for line in lines])
    for number, line in enumerate(lines):
        begin, end = line.span()
        if paragraph_only and begin > last_end + 1:
            close(begin)
            section, title, rule, start, paragraph_only = "other", "", "", begin, False
        last_end = end
        bullet, heading, field, spans = (_read_line if end - begin <= _LONGEST_KNOWN else _read_line.__wrapped__)(line[0], kind, number in listed)
        if heading:
            open_section(heading, begin, begin)
            paragraph_only = bool(spans) and (section == "company" or _match(title, kind, "paragraph") is not None)
        for first, last, inner in spans:
            if inner:
                open_section(inner, begin, begin + first)
                paragraph_only = False
                continue
            found = field or section
            above = sentences[-1] if sentences and sentences[-1].start >= begin else None  # the sentence before it in the same line
            dashed = above is not None and text[above.end : begin + first].strip(" :") in ("-", "–")
            if not field and section in ("other", "company") and not rule:
                cue = _match(text[begin + first : begin + last], kind, "sentence")
                goes_on = above is not None and (dashed or text[begin + first] == "(")
                found = cue[0] if cue else above.section if goes_on else section
            sentences.append(Sentence(begin + first, begin + last, found, is_bullet=bullet or dashed, is_field=field is not None))
    close(len(text))
    return tuple(segments), tuple(sentences)


def _listed(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines behind a number or a picture that have another such line above or below them."""
    signs = ["" if line[0].isalpha() else _sign(line) for line in lines]
    return {number for number, sign in enumerate(signs) if sign and sign in (*signs[max(0, number - 1) : number], *signs[number + 1 : number + 2])}


def _sign(line: str) -> str:
    """What kind of sign stands before a line: "1." is another than "1.1"; "" for none."""
    found = _SIGNED.match(line, len(line) - len(line.lstrip(RING)))
    return (_DIGITS.sub("1", found[0]).strip() if found[0].isascii() else "picture") if found else ""


@lru_cache(maxsize=_KNOWN_LINES)
def _read_line(line: str, kind: str, listed: bool) -> tuple[bool, Heading | None, str | None, tuple[tuple[int, int, Heading | None], ...]]:
    """(whether it is an item of a list, the heading that opens it, the section of a field, the sentences, some of which are headings themselves); remembered."""
    body = bullet_of(line, 0, len(line))
    bullet = body > 0
    body += len(line[body:]) - len(line[body:].lstrip("| "))
    if field := field_of(line, kind):
        return bullet, None, field, tuple((first, last, None) for first, last in sentences_of(line, body, len(line), True))
    heading = _heading(line, body, kind, bullet, listed)
    if not heading:
        return bullet, None, None, _with_headings(line, sentences_of(line, body, len(line), True), kind, bullet)
    section, rule, end = heading
    rest = end + len(line[end:]) - len(line[end:].lstrip(" :\t*_"))
    last = body + len(line[body:end].rstrip())
    return bullet, (section, rule, (body, last)), None, _with_headings(line, sentences_of(line, rest, len(line), True), kind, bullet)


def _with_headings(line: str, spans: Sequence[Span], kind: str, bullet: bool) -> tuple[tuple[int, int, Heading | None], ...]:
    """The sentences of a line, with the heading that one is where the line lost its breaks: of an item that is none behind it, or with a colon."""
    if bullet or len(spans) == 1:
        return tuple((first, last, None) for first, last in spans)
    cues = [_heading_item(line[first:last], kind) for first, last in spans]
    behind = [*(cue is None for cue in cues[1:]), False]
    return tuple(
        (first, last, (*cue, (first, last)) if cue and (opens or line[last - 1] == ":") else None)
        for (first, last), cue, opens in zip(spans, cues, behind)
    )


def _heading_item(item: str, kind: str) -> tuple[str, str] | None:
    """(section, cue) of a heading within a line: the words of a cue, with up to ``_MOST_MORE`` words behind it when it asks or ends in a colon."""
    if len(item) > _MAX_HEADING or item[-1] in ".,;!":
        return None
    bare = item.strip(_AROUND)
    if not (found := _match(bare, kind, "heading")):
        return None
    if bare.endswith("?") and not _ASKS.match(bare) and found[0] != "procedure":
        return None
    return found if _told(bare, found[1], item[-1] == ":") else None


def heading_of(line: str, kind: str = "vacancy") -> Heading | None:
    """The heading that opens a line; None when none does."""
    body = bullet_of(line, 0, len(line))
    found = _heading(line, body, kind, body > 0, False)
    return found and (found[0], found[1], (body, found[2]))


def _heading(text: str, start: int, kind: str, bullet: bool, listed: bool) -> tuple[str, str, int] | None:
    """(section, cue, end of the heading) when a heading opens the line of which the words begin at ``start``; in a list of numbers or pictures it must have more than a word, and few beside its cue."""
    if code := _match(text[start:], kind, "code"):
        return *code, fold_text(text).index(code[1], start) + len(code[1])
    signed = _SIGNED.match(text, len(text) - len(text.lstrip(RING)))
    if signed and (found := _heading_at(text, signed.end(), kind)):
        words = _PICTURES.sub("", text[signed.end() : found[2]]).strip(_AROUND)
        if not listed or " " in words and _told(words, found[1], ":" in text[found[2] - 1 :]):
            return found
    return None if bullet else _heading_at(text, start, kind)


def _heading_at(text: str, start: int, kind: str) -> tuple[str, str, int] | None:
    """(section, cue, end) of a heading whose words begin at ``start``: the whole line, or what stands before its colon or question mark."""
    line, end = text[start:], len(text)
    stripped = line.strip(RING)
    if len(stripped) <= 2 * _MAX_HEADING:
        stripped = _PICTURES.sub("", stripped).rstrip(RING)
    colon, question = _value_sign(line), line.find("?")
    short = len(stripped) <= _MAX_HEADING and len(stripped.split()) <= 9
    ended = stripped.endswith((".", ",", ";")) and not stripped.endswith("...")
    if short and (found := _match(stripped, kind, "name") if ended else _match_heading(stripped, kind)):  # a name may end in "B.V."
        return *found, start + colon if colon > 0 and line[colon + 1 :].strip(RING) else end
    if 0 < colon <= 45 and (found := _match_heading(line[:colon], kind)):
        return *found, start + colon
    if 0 < question <= 60 and line[question + 1 :].strip() and (found := _match_heading(line[: question + 1], kind)):
        return *found, start + question + 1
    return None


def _value_sign(line: str) -> int:
    """Where the words before a value end: at a colon, or at the bar between two cells; -1 where nothing parts them."""
    cells = _CELLS.fullmatch(line) if len(line) <= 2 * _MAX_HEADING else None
    return cells.end(1) if cells else line.find(":")


def _match_heading(words: str, kind: str) -> tuple[str, str] | None:
    """(section, words that told it) of a heading; one that ends in a name has no other cue."""
    return _match(words, kind, "heading") or _match(words, kind, "name")


def _told(words: str, cue: str, colon: bool) -> bool:
    """Whether the words are those of a cue, with up to ``_MOST_MORE`` behind it when they ask or end in a colon."""
    more = len(_WORD.findall(words[len(cue) :]))
    return more <= (_MOST_MORE if colon or _ASKS.match(words) else 0)
