"""A CV's sentences -> its entries: jobs, internships, voluntary work, projects, education, courses and certificates, each with its dates.

An entry of work begins at a line with a period, with the lines above it that belong to it, and goes on to the next. In education and certificates
every sentence, and every member of a list, is an entry. Employers are inside an entry's text and are read by nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace


from ..types import Document, Mention, Sentence
from .dates import Period, duration, periods
from .entry import SHOWN, Entry, Line, kinds_of, make_entry, parts_of
from .papers import papers

_DATED = ("experience", "education", "certificates")
_LABEL = re.compile(r"(?i)(?:functie|werkgever|bedrijf|organisatie|rol|position|role|employer|company|plaats|periode|period)\s*:")
_STOP = re.compile(r"[.:;]\s")
_HEAD = 90  # characters of a line that may be the title of an entry
_TITLE_LINES = 3
_EARLY = 45
_FIRST = 2


def find_entries(document: Document, sentences: Sequence[Sentence]) -> list[Entry]:
    """The entries of a CV in text order; they do not overlap."""
    text, found = document.text, []
    region: list[Line] = []
    for line in [*_lines(text, sentences), None]:
        if region and (line is None or line.is_heading or line.section != region[-1].section):
            found += _work(text, region) if region[0].section == "experience" else papers(text, region, sentences)
            region = []
        if line and line.section in _DATED and line.start < line.end:
            region.append(line)
    return sorted(found, key=lambda entry: entry.start)


def clause_entry(document: Document, sentence: Sentence, mention: Mention) -> Entry:
    """The entry of a mention that stands outside work and education: voluntary work among the hobbies, a licence in a profile, a skill with the years of its use."""
    text = document.text
    part = next(((first, last) for first, last in parts_of(text, sentence.start, sentence.end) if first <= mention.start < last), (sentence.start, sentence.end))
    if "volunteering" in kinds_of(text[sentence.start : sentence.end]) and (sentence.section != "hobbies" or _volunteers(text, part, sentence)):
        return make_entry(text, "volunteering", *part, part)
    certificate = make_entry(text, "certificate", *part, part)
    period = certificate.period
    used = mention.type in SHOWN and sentence.section != "hobbies" and period and period.is_range and period.start is not None
    return replace(certificate, kind="work", status=None) if used and "certificate" not in kinds_of(text[slice(*part)]) else certificate


def _volunteers(text: str, part: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the clause, or what stands around it in brackets, says that it is done for others."""
    around = text[part[0] : part[1]]
    return "volunteering" in kinds_of(around) or len(list(parts_of(text, sentence.start, sentence.end))) == 1


def _lines(text: str, sentences: Sequence[Sentence]) -> Iterator[Line]:
    """Lines without their bullets and inline headings, with the words of the heading above them."""
    heading, last, at = "", 0, 0
    for found in re.finditer(r"[^\n]*\S[^\n]*", text):
        blank = text.count("\n", last, found.start()) > 1
        own, last = [], found.end()
        while at < len(sentences) and sentences[at].start < found.end():
            own.append(sentences[at])
            at += 1
        if not own:
            continue
        if own[0].is_heading:
            heading = text[own[0].start : own[0].end]
            yield Line(own[0].start, own[0].start, own[0].section, heading, False, blank, True)
            own = own[1:]
        if own:
            yield Line(own[0].start, found.end(), own[0].section, heading, own[0].is_bullet, blank, False)


def _work(text: str, lines: list[Line]) -> list[Entry]:
    """The entries of a part with work: from the title lines of one to those of the next."""
    dated = [_opens(text, line) for line in lines]
    led = [n for n, line in enumerate(lines) if dated[n] and not line.bullet] or [n for n in range(len(lines)) if dated[n] == _FIRST]
    if led:
        starts: list[int] = []
        for n in led:
            starts.append(_title_start(text, lines, n, starts[-1] if starts else -1))
        starts += [n for n in range(starts[0]) if n == 0 or lines[n].blank]
    else:
        starts = [n for n, line in enumerate(lines) if n == 0 or not line.bullet and (line.blank or not lines[n - 1].bullet) or dated[n]]
    starts = sorted(set(starts))
    found: list[Entry] = []
    for first, end in zip(starts, [*starts[1:], len(lines)]):
        job = _job(text, lines[first:end])
        found.append(replace(job, period=_closed_by(job.period, text, found)))
    return found


def _closed_by(period: Period | None, text: str, later: Sequence[Entry]) -> Period | None:
    """"vanaf 2000", told after a job that began in 2004, ended when that began."""
    if period is None or not period.ongoing or not re.match(r"(?i)vanaf|from", text[period.at[0] :]):
        return period
    next_ = min((e.period for e in later if e.period and e.period.start and e.period.start > period.start), key=lambda p: p.start, default=None)
    return replace(period, ongoing=False, until=next_.start, until_text=next_.from_text) if next_ else period


def _opens(text: str, line: Line) -> int:
    """Whether a line dates an entry: _FIRST when the date comes first, 1 when it stands near an edge, else 0."""
    found = periods(text, line.start, line.end)
    if found and found[0].at[0] - line.start <= 12:
        return _FIRST
    for period in found:
        near = period.at[0] - line.start <= _EARLY or line.end - period.at[1] <= 3
        if near and (period.is_range or line.end - line.start <= _HEAD):
            return 1
    said = duration(text[line.start : line.end])
    return int(bool(said) and said[1][0] <= 60 and text[line.start + said[1][0] - 1] == "(" and not line.bullet)


def _title_start(text: str, lines: list[Line], dated: int, earlier: int) -> int:
    """The first of the title lines of the entry that line ``dated`` dates; only lines behind a blank line, bullet or heading can be."""
    first = dated
    while first > earlier + 1 and dated - first < _TITLE_LINES and not lines[first].blank:
        above = lines[first - 1]
        if above.bullet:
            return first
        if above.end - above.start > _HEAD or text[above.end - 1] in ".;":
            return dated
        first -= 1
    return first if first > earlier + 1 or lines[first].blank or first == 0 else dated


def _job(text: str, lines: list[Line]) -> Entry:
    start, end = lines[0].start, lines[-1].end
    head_end = _head_end(text, lines)
    heading = "" if re.search(r"(?i)\b(?:en|and)\b|[&/,]", lines[0].heading) else lines[0].heading
    kinds = kinds_of(heading + " " + text[start:head_end])
    kind = next((kind for kind in ("internship", "volunteering", "project") if kind in kinds), "work")
    return make_entry(text, kind, start, end, (start, head_end))


def _head_end(text: str, lines: list[Line]) -> int:
    """Where the title lines of a job end: with the line that dates it, or with the lines behind that when it says nothing else."""
    dated = next((n for n, line in enumerate(lines[: _TITLE_LINES + 1]) if periods(text, line.start, line.end)), 0)
    last = lines[dated]
    if last.end - last.start > _HEAD:
        said = periods(text, last.start, last.end)
        stop = _STOP.search(text, said[0].at[1] + 1 if said else last.start + 10, last.end)
        return stop.start() if stop else last.end
    for line in lines[dated + 1 : dated + 3]:
        bare = len(re.findall(r"[^\W\d_]{3,}", text[lines[0].start : last.end])) <= 2
        if line.bullet or line.blank or line.end - line.start > _HEAD or not (bare or _LABEL.match(text, line.start, line.end)):
            break
        last = line
    return last.end
