"""The text of a function profile or of an mbo qualification -> its tasks, with the words of each and their kind, and the crebo codes.

Qualifications number them as the qualification structure of SBB does: B1-K1 is a core task (kerntaak), B1-K1-W2 a work process in it, P1 and D1 those of a profile
part or an optional part. Others write "Kerntaak 1" and "Werkproces 1.2" or "1.2", which get the codes 1 and 1.2; W2 alone, or "Werkproces 2", is one of the core task above it.
What follows a code belongs to it, up to the next code or heading; a code that comes back later, with an explanation, has that place too.
Profiles have numbered or lettered result areas. A crebo is the number of five digits that the word crebo stands before.
"""

import re
from collections.abc import Sequence

from ..types import Document, Segment
from .task_kinds import task_kind
from .types import WorkProcess

KINDS = ("profile", "qualification")
_HEAD = r"^[ \t]*(?:#{1,6}[ \t]*)?(?:[-*•][ \t]+)?[*_]{0,2}"
_TITLE = r"(?![ \t]*(?:en|of|is|zijn|wordt|worden|bestaa[nt]|omvat)\b)[ \t:.|–*_-]*(?P<title>[^\n]*)$"
_CODED = re.compile(_HEAD + r"(?:(?:kerntaak|werkproces)[ \t]+)?(?P<code>[BPDK]\d{1,2}-K\d{1,2}(?:-W\d{1,2})?)\b" + _TITLE, re.M | re.I)
_COUNTED = re.compile(_HEAD + r"(?P<word>(?:(?:\d{1,2}|[A-H])[.)][ \t]+)?(?:kerntaak|werkproces)[ \t]+)?(?P<code>W\d{1,2}|\d{1,2}(?:\.\d{1,2})?)(?![\w.)])" + _TITLE, re.M | re.I)
_REPEATED = re.compile(r"^[^\n]{0,40}?\b(?P<code>[BPDK]\d{1,2}-K\d{1,2}(?:-W\d{1,2})?)\b[^\n]*$", re.M | re.I)
_NUMBERED = re.compile(_HEAD + r"(?P<code>\d{1,2}|[a-h])[.)][ \t]+[*_]{0,2}(?P<title>[^\n]+)$", re.M)
_STOP = re.compile(
    r"^[ \t]*#{1,6}[ \t]*\S|^[ \t]*(?:(?:\d{1,2}|[A-H])[.)][ \t]+)?(?:vakkennis|basiskennis|(?:brede |ondersteunende )?kennis|gedrag|complexiteit|functie-?eisen|competenties|profiel|profieldeel|"
    r"vaardigheden|(?:beroeps|werk)?houding|prestatie-?indicatoren|keuzedelen|certificering|examinering|diploma-?eisen|loopbaan(?:perspectief)?|wettelijke beroepsvereisten)\b",
    re.M | re.I,
)
_WHOLE = re.compile(r"(?:doel\b.*|(?:kern|hoofd)?(?:taken|activiteiten|werkzaamheden)(?: en verantwoordelijkheden)?|resultaatgebieden|verantwoordelijkheden)\W*$", re.I)
_CREBO = re.compile(r"\bcrebo(?:[- ]?(?:nummers?|nr|codes?))?[ \t.:(]*(\d{5})\b", re.I)
_LAST = 80  # characters of a title


def find_work_processes(document: Document, segments: Sequence[Segment]) -> tuple[WorkProcess, ...]:
    """In the order of the text; none in other kinds of text. ``segments`` bound the result areas of a profile."""
    if document.kind == "qualification":
        return _coded(document.text)
    if document.kind == "profile":
        return tuple(process for part in segments if part.section == "tasks" for process in _numbered(document.text, part.start, part.end))
    return ()


def crebo_codes(document: Document) -> tuple[str, ...]:
    """The crebo codes of a qualification, each once."""
    return tuple(dict.fromkeys(_CREBO.findall(document.text))) if document.kind == "qualification" else ()


def _coded(text: str) -> tuple[WorkProcess, ...]:
    titled = sorted([(found["code"].upper(), found) for found in _CODED.finditer(text)] + _counted(text), key=lambda one: one[1].start())
    starts = sorted({*(found.start() for _, found in titled), *(found.start() for found in _REPEATED.finditer(text))})
    first: dict[str, re.Match] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for code, found in titled:
        first.setdefault(code, found)
    again = [(found["code"].upper(), found) for found in _REPEATED.finditer(text)]
    for code, found in sorted([*again, *(one for one in titled if one[1].re is _COUNTED)], key=lambda one: one[1].start()):
        spans.setdefault(code, []).append((found.start(), _end(text, found.end(), starts, len(text))))
    return tuple(_process(code, found, tuple(spans[code])) for code, found in first.items())


def _counted(text: str) -> list[tuple[str, re.Match]]:
    """(code, place) of what is numbered without the codes of SBB: a core task by its word, and the work processes below one by its number, by their word or by W."""
    lines = sorted([*_CODED.finditer(text), *_COUNTED.finditer(text)], key=re.Match.start)
    above, found = "", []
    for line in lines:
        code, word = line["code"].upper(), "" if line.re is _CODED else (line["word"] or "").lower()
        if line.re is _CODED:
            above = code.split("-W")[0]
        elif "kerntaak" in word and code.isdigit():
            above = code
            found.append((code, line))
        elif above and code.startswith("W") and "K" in above:
            found.append((f"{above}-{code}", line))
        elif above and word and code.isdigit():
            found.append((f"{above}-W{code}" if "K" in above else f"{above}.{code}", line))
        elif "." in code and (word or code.split(".")[0] == above and line["title"][:1].isupper()):
            found.append((code, line))
    return found


def _numbered(text: str, start: int, end: int) -> list[WorkProcess]:
    found = list(_NUMBERED.finditer(text, start, end))
    starts = [match.start() for match in found]
    return [_process(match["code"], match, ((match.start(), _end(text, match.end(), starts, end)),)) for match in found if not (_STOP.match(match["title"]) or _WHOLE.match(match["title"]))]


def _process(code: str, found: re.Match, spans: tuple[tuple[int, int], ...]) -> WorkProcess:
    start, end = found.span("title")
    title = found["title"].rstrip(" *_:.")
    if len(title) > _LAST:  # a sentence that goes on: its first part
        title = re.split(r"[.;:]\s", title)[0]
    return WorkProcess(code, title, start, min(end, start + len(title)), task_kind(title), spans)


def _end(text: str, after: int, starts: Sequence[int], last: int) -> int:
    """Where the words of a task end that begins before ``after``."""
    following = next((start for start in starts if start >= after), last)
    stop = _STOP.search(text, after, last)
    return min(following, stop.start() if stop else last, last)
