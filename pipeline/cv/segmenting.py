"""A CV -> its sections and sentences, whatever their order and wording.

A heading is a line that is nothing but the words of a row of cues/sections.tsv, or such words before a colon or a wide gap ("TALEN    Nederlands");
the latter holds up to the next empty line. Where no heading tells, a line that begins or ends with a period opens work or education. A row that only names
the columns of a table is no sentence, but for what it tells of the part that it opens; nor is the label of a row of skills ("Organisational skills").
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ..cues import read_cues
from ..sentences import bullet_of, fold_text, sentences_of
from ..types import Segment, Sentence
from .cues import cues
from .dates import periods
from .tables import columns_of, label_end

_LINE = re.compile(r"[^\n]+")
_TAIL = r"(?:\s*(?:[&/,+|]|\ben\b|\band\b)\s*[\w' -]{3,40})?(?:\s*\([^)]{0,30}\))?"
_MARKS = "○●☆★□◇░▒▓"  # behind a skill: "Engels ★★★★☆"
_LISTED = "-–—+>*•·o"  # signs before the items of a list, which are no headings
_SPACED = re.compile(r"(?:\w ){3,}\w")
_GAP = re.compile(r"\s{2,}|\t|\s*:\s*")
_FIELD = re.compile(r"[^\s:][^:\n]{1,30}(?::|\t| {2,})\s*\S")
_LICENCE = re.compile(r"\b(?:rijbewij\w+|\w+-rijbewijs|driving licen[cs]e)\b", re.I)
_SCHOOL = re.compile(
    r"(?i)\b(?:\w*school|\w*college|universiteit|university|\w*opleiding|diploma|bachelor|master|[mh]bo|vmbo|havo|vwo|mavo|[lm]ts|heao|hts|pabo|studie|"
    r"cursus|training|b\.?sc|m\.?sc|degree|gymnasium|atheneum|aso|tso|bso|graduaat)\b"
)
_Heading = tuple[str, str, int, bool]  # section, words, end, whether content follows on the line
_TABLES = ("experience", "education", "certificates", "languages")
_TOLD_IN = ("experience", "education", "certificates", "profile", "skills")  # parts that the label of a row of skills does not end
_UNTOLD = ("other", "profile", "skills", "languages", "personal")
_KEEPING = ("experience", "education", "skills", "languages")
_NOT_BEFORE_COLON = ("nu", "eerder", "daarvoor", "vroeger", "hiervoor", "also")
_MAX_HEADING = 60
_NEAR_EDGE = 30


def segment_cv(text: str) -> tuple[tuple[Segment, ...], tuple[Sentence, ...]]:
    """Sections and sentences in text order; see the module."""
    segments: list[Segment] = []
    sentences: list[Sentence] = []
    section, title, rule, start, inline, last = "other", "", "", 0, False, 0
    lines = [line for line in _LINE.finditer(text) if not line.group().isspace()]
    listed = _listed([line.group().lstrip()[0] for line in lines])
    for line, below, in_list in zip(lines, [*lines[1:], None], listed):
        begin, end = line.span()
        blank = text.count("\n", last, begin) > 1
        body, last = bullet_of(text, begin, end), end
        columns = columns_of(text[body:end])
        heading = _of_columns(columns, section, text, body, end) if columns else _heading(text, begin, end, body, in_list)
        if columns and not heading:
            continue
        if heading and heading[3] and not blank and not inline and section in _KEEPING:
            heading = None  # "Software: ..." among the tasks of a job, "Talen: Python" among the skills
        labelled = None if heading or in_list else _label(text, body, end, below, section, blank)
        new = heading[0] if heading else "skills" if labelled and section not in _TOLD_IN else section
        if not heading and inline and (blank or section == "certificates" and body == begin and _FIELD.match(text, begin, end)):
            new = "other"
        inside = blank or new != "skills"
        told = "" if heading or not inside or new not in _UNTOLD and rule != "dated line" else _dated(text, begin, end)
        if heading or told or new != section:
            if text[start:begin].strip():
                segments.append(Segment(section, start, begin, title, rule))
            start, section = begin, told or new
            title, rule, inline = (_bare(text[body : heading[2]]), heading[1], heading[3]) if heading else ("", "dated line" if told else "", False)
        if heading:
            sentences.append(Sentence(body, heading[2], section, is_heading=True))
            body = heading[2]
        body = labelled or body
        while (heading or labelled) and body < end and text[body] in " :\t*_|":
            body += 1
        for first, final in sentences_of(text, body, end):
            found = "certificates" if section == "personal" and _LICENCE.search(text, first, final) else section
            sentences.append(Sentence(first, final, found, is_bullet=body > begin and not (heading or labelled)))
    if text[start:].strip():
        segments.append(Segment(section, start, len(text), title, rule))
    return tuple(segments), tuple(sentences)


def _listed(openings: Sequence[str]) -> list[bool]:
    """Whether a line opens with the sign of the line before or behind it, as the items of a list do."""
    around = ["", *openings, ""]
    return [not sign.isalnum() and sign in (before, after) for before, sign, after in zip(around, openings, around[2:])]


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, re.Pattern], ...]:
    rows = [row for row in read_cues("sections") if row["where"] == "heading" and "cv" in row["kinds"].split(",")]
    return tuple((row["section"], re.compile(rf"(?:{row['pattern']}){_TAIL}", re.I)) for row in rows)


def _bare(words: str) -> str:
    """The words without the signs and pictures around them."""
    first, end = 0, len(words)
    while first < end and not (words[first].isalnum() or words[first] == "("):
        first += 1
    while end > first and not (words[end - 1].isalnum() or words[end - 1] in ")" + _MARKS):
        end -= 1
    return words[first:end]


@lru_cache(maxsize=50_000)
def is_heading(words: str) -> str | None:
    """The section that these words are the heading of."""
    words = _bare(words)
    if _SPACED.fullmatch(words):
        words = re.sub(r"(?<=\w) (?=\w)", "", words)
    folded = _bare(re.sub(r"^\d{1,2}(?:[.)]|\ufe0f?\u20e3)\s*", "", fold_text(words)))
    return next((section for section, pattern in _cues() if pattern.fullmatch(folded)), None) if folded else None


def _heading(text: str, begin: int, end: int, body: int, in_list: bool) -> _Heading | None:
    """The heading that opens the line."""
    whole = text[begin:end].strip()
    ringed = len(whole) > 4 and whole[0] == whole[-1] and not whole[0].isalnum()
    if body > begin and not ringed and (in_list or whole[0] in _LISTED):
        return None
    line = text[body:end]
    if len(whole) <= _MAX_HEADING and (len(whole.split()) <= 8 or _SPACED.fullmatch(_bare(line))) and not whole.endswith((",", ";")) and (section := is_heading(line)):
        bare = _bare(line)
        gap = _GAP.search(bare, 2)
        if not gap or is_heading(bare[: gap.start()]) is None:
            return section, bare, end, False
    gap = _GAP.search(line, len(line) - len(line.lstrip()) + 2)
    if gap and gap.start() <= 45 and _bare(line[gap.end() :]) and _bare(line[: gap.start()]).lower() not in _NOT_BEFORE_COLON and (section := is_heading(line[: gap.start()])):
        return section, _bare(line[: gap.start()]), body + gap.start(), True
    return None


def _of_columns(columns: Sequence[str], section: str, text: str, body: int, end: int) -> _Heading | None:
    """A row of column names as the heading of another part than that in which it stands."""
    found = next((new for column in columns if (new := is_heading(column)) in _TABLES), None)
    if found is None or section == found or {section, found} <= {"education", "certificates"} or section in _TABLES and found == "languages":
        return None
    return found, _bare(text[body:end]), end, False


def _label(text: str, body: int, end: int, below: re.Match | None, section: str, blank: bool) -> int | None:
    """Where the label of a row of skills ends; alone on a line among skills, one that opens no part is a skill itself."""
    under = below.group() if below and text.count("\n", end, below.start()) == 1 else ""
    at = label_end(text, body, end, under)
    return at if at and (blank or section != "skills" or at < end and text[at:end].strip()) else None


def _dated(text: str, begin: int, end: int) -> str:
    """"experience" or "education" when a period stands at an edge of the line, else ""."""
    for period in periods(text, begin, end):
        edge = period.at[0] - begin <= _NEAR_EDGE or end - period.at[1] <= 3
        rest = text[begin : period.at[0]] + " " + text[period.at[1] : end]
        if period.is_range and period.start is not None and edge and len(re.findall(r"[^\W\d_]{3,}", rest)) >= 1:
            return "education" if _SCHOOL.search(text, begin, end) and not _tells_work(text[begin:end]) else "experience"
    return ""


def _tells_work(line: str) -> bool:
    """Whether a line says first that its writer worked, and not that he studied: "was ik conciërge op een mbo-school"."""
    told = [(found.start(), value) for value, pattern in cues("told") if (found := pattern.search(fold_text(line)))]
    return bool(told) and min(told)[1] == "worked"
