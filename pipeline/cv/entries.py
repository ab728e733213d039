"""A CV's sentences -> its entries: jobs, internships, voluntary work, projects, education, courses and certificates, each with its dates.

An entry of work begins at a line with a period, with the lines above it that belong to it, and goes on to the next. In education and certificates
every sentence, and every member of a list, is an entry. Employers are inside an entry's text and are read by nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ontology.normalising import fold

from ..types import Document, Mention, Sentence
from .cues import any_cue, cues, without
from .dates import Period, duration, periods
from .denying import is_denial
from .levels import education_level, level_of_words, without_schools

USED = ("work", "internship", "volunteering", "project")  # kinds in which skills are used
SHOWN = ("skill", "knowledge")  # types of mentions that a sentence about work shows to be used
_DATED = ("experience", "education", "certificates")
_PARTS = re.compile(r"\s*[,;](?![^(]*\))\s+(?!\d{4}\b)|\s+/\s+|\s+[·•●]\s+|(?<=\)) (?=[A-Z])")
_LABEL = re.compile(r"(?i)(?:functie|werkgever|bedrijf|organisatie|rol|position|role|employer|company|plaats|periode|period)\s*:")
_STOP = re.compile(r"[.:;]\s")
_HEAD = 90  # characters of a line that may be the title of an entry
_TITLE_LINES = 3
_EARLY = 45
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, study or certificate. ``head`` is the place of its title lines; ``months`` a duration said outright; ``level`` as in cues/education.tsv;
    ``status`` is obtained, ongoing, not_obtained or None; ``valid_until`` and ``period`` as written (2027, 2027-03); ``expired``: it is said to hold no more;
    ``told``: a sentence tells it, outside any list of jobs."""

    kind: str
    start: int
    end: int
    head: tuple[int, int]
    period: Period | None = None
    months: int | None = None
    level: str | None = None
    status: str | None = None
    valid_until: str | None = None
    expired: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    section: str
    heading: str
    bullet: bool
    blank: bool
    is_heading: bool


def find_entries(document: Document, sentences: Sequence[Sentence]) -> list[Entry]:
    """The entries of a CV in text order; they do not overlap."""
    text, found = document.text, []
    region: list[_Line] = []
    for line in [*_lines(text, sentences), None]:
        if region and (line is None or line.is_heading or line.section != region[-1].section):
            found += _work(text, region) if region[0].section == "experience" else _papers(text, region, sentences)
            region = []
        if line and line.section in _DATED and line.start < line.end:
            region.append(line)
    return sorted(found, key=lambda entry: entry.start)


def clause_entry(document: Document, sentence: Sentence, mention: Mention) -> Entry:
    """The entry of a mention that stands outside work and education: voluntary work among the hobbies, a licence in a profile, a skill with the years of its use."""
    text = document.text
    part = next(((first, last) for first, last in _parts(text, sentence.start, sentence.end) if first <= mention.start < last), (sentence.start, sentence.end))
    if "volunteering" in _kinds(text[sentence.start : sentence.end]) and (sentence.section != "hobbies" or _volunteers(text, part, sentence)):
        return _entry(text, "volunteering", *part, part)
    certificate = _entry(text, "certificate", *part, part)
    period = certificate.period
    used = mention.type in SHOWN and sentence.section != "hobbies" and period and period.is_range and period.start is not None
    return replace(certificate, kind="work", status=None) if used and "certificate" not in _kinds(text[slice(*part)]) else certificate


def _volunteers(text: str, part: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the clause, or what stands around it in brackets, says that it is done for others."""
    around = text[part[0] : part[1]]
    return "volunteering" in _kinds(around) or len(list(_parts(text, sentence.start, sentence.end))) == 1


def _lines(text: str, sentences: Sequence[Sentence]) -> Iterator[_Line]:
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
            yield _Line(own[0].start, own[0].start, own[0].section, heading, False, blank, True)
            own = own[1:]
        if own:
            yield _Line(own[0].start, found.end(), own[0].section, heading, own[0].is_bullet, blank, False)


def _work(text: str, lines: list[_Line]) -> list[Entry]:
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


def _opens(text: str, line: _Line) -> int:
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


def _title_start(text: str, lines: list[_Line], dated: int, earlier: int) -> int:
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


def _job(text: str, lines: list[_Line]) -> Entry:
    start, end = lines[0].start, lines[-1].end
    head_end = _head_end(text, lines)
    heading = "" if re.search(r"(?i)\b(?:en|and)\b|[&/,]", lines[0].heading) else lines[0].heading
    kinds = _kinds(heading + " " + text[start:head_end])
    kind = next((kind for kind in ("internship", "volunteering", "project") if kind in kinds), "work")
    return _entry(text, kind, start, end, (start, head_end))


def _head_end(text: str, lines: list[_Line]) -> int:
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


def _papers(text: str, lines: list[_Line], sentences: Sequence[Sentence]) -> list[Entry]:
    """The entries of a part with studies, courses or certificates: a line each, or a member of a list that names one itself. A line that is no more than
    a date belongs to the undated lines right above it, up to a blank line, else to what comes next."""
    units: list[tuple[int, int, _Line]] = []
    alone: int | None = None
    opened = 0
    for line in lines:
        opened = len(units) if line.blank else opened
        own = [part for s in sentences if line.start <= s.start < line.end for part in _parts(text, s.start, s.end)]
        for first, last in own:
            words = "".join(text[a:b] for a, b in _outside(periods(text, first, last), first, last))
            if first == line.start and not re.search(r"[^\W\d_]", words):
                if alone is None and len(units) > opened and not periods(text, *units[-1][:2]):
                    at = _study(text, units, opened)
                    units[at:] = [(units[at][0], last, units[at][2])]
                else:
                    alone = first if alone is None else alone
            elif units and first > line.start and alone is None and not _stands_apart(text[first:last], text[units[-1][0] : units[-1][1]]):
                units[-1] = (units[-1][0], last, line)
            else:
                units.append((first if alone is None else alone, last, line))
                alone = None
    return [_entry(text, _paper_kind(text[first:last], line), first, last, (first, last)) for first, last, line in units if not _is_absent(text[first:last])]


def _study(text: str, units: list[tuple[int, int, _Line]], opened: int) -> int:
    """Which unit from ``opened`` on begins the study of which the last one says no more than the school or the outcome."""
    first = len(units) - 1
    while first > opened and not _is_paper(text[slice(*units[first][:2])]) and not periods(text, *units[first - 1][:2]):
        first -= 1
    return first


def _is_absent(words: str) -> bool:
    """"Nog geen VCA": what is not there; a study that was left without its diploma is."""
    return is_denial(words) and not any(value == "not_obtained" and pattern.search(fold(words)) for value, pattern in cues("status"))


def _stands_apart(words: str, before: str) -> bool:
    """Whether a member of a list is a paper beside the one before it, and not its school, date or outcome."""
    told = re.search(r"[^\W\d_]", without(_bare_of_dates(words), "status", "outcome"))
    return bool(told) and _is_paper(words) and _is_paper(before)


def _bare_of_dates(words: str) -> str:
    return "".join(words[first:last] for first, last in _outside(periods(words), 0, len(words)))


def _is_paper(words: str) -> bool:
    """Whether words name a study, course or certificate of their own."""
    own = without_schools(words)
    return bool(_kinds(own) & {"course", "certificate"} or level_of_words(own) or re.match(r"\s*[A-Z]{2,5}\b", own))


def _paper_kind(words: str, line: _Line) -> str:
    """What a paper is by its own words, else by its heading."""
    for kinds in (_kinds(words), _kinds(line.heading)):
        if "certificate" in kinds:
            return "certificate"
        if "course" in kinds:
            return "course"
        if education_level(words):
            return "education"
    return "course" if line.section == "certificates" else "education"


def _outside(found: list[Period], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between the periods."""
    for period in found:
        yield start, period.at[0]
        start = period.at[1]
    yield start, end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list."""
    first = start
    for cut in [*_PARTS.finditer(text, start, end), None]:
        last = cut.start() if cut else end
        if text[first:last].strip():
            yield first, last
        first = cut.end() if cut else end


def _entry(text: str, kind: str, start: int, end: int, head: tuple[int, int]) -> Entry:
    words = text[start:end] if kind in ("education", "course", "certificate") else text[slice(*head)]
    at = start if kind in ("education", "course", "certificate") else head[0]
    found = periods(text, at, at + len(words))
    folded = fold(words)
    until = _valid_until(text, at, words, found)
    dated = [period for period in found if not (until and until == (period.until_text or period.from_text))]
    period = next((period for period in dated if period.is_range and period.start is not None), next(iter(dated), None))
    said = duration(words)
    status = _status(folded, kind) if kind not in ("work", "volunteering") else None
    return Entry(
        kind, start, end, head, period, said[0] if said and not (period and period.is_range) else None,
        education_level(words) if kind == "education" else None, "obtained" if status == "expired" else status, until, status == "expired",
    )  # fmt: skip


def _status(folded: str, kind: str) -> str | None:
    """How a study or certificate ended; of one of which a part was passed ("propedeuse behaald") the rest must say that the whole was."""
    status = next((value for value, pattern in cues("status") if pattern.search(folded)), None)
    if status == "attended":
        return "obtained" if kind == "course" else "not_obtained"
    if status in (None, "obtained") and any_cue("partial").search(folded):
        return "obtained" if dict(cues("status"))["obtained"].search(without(folded, "partial")) else "not_obtained"
    return status


def _valid_until(text: str, at: int, words: str, found: list[Period]) -> str | None:
    """Until when a certificate holds, or held, as written: what is said to end, or a closed period without a beginning."""
    for period in found:
        before = fold(text[at : period.at[0]])
        said = {value for value, pattern in cues("validity") if re.search(pattern.pattern + r"\W*$", before)}
        if "ended" in said and (period.until_text or period.from_text):
            return period.until_text or period.from_text
        if period.until_text and (said or period.start is None and period.is_range):
            return period.until_text
    return None


def _kinds(text: str) -> set[str]:
    folded = fold(text)
    return {value for value, pattern in cues("entry") if pattern.search(folded)}
