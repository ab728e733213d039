"""What is asked of a mention, or how it is proven: requirement, level, years of experience, education.

A linear classifier over the section, the cue words around the mention and the words of its sentence decides the
requirement; cues of cues/qualifiers.tsv that deny a demand ("is niet nodig") overrule it. Each decision keeps the
words that made it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ontology.normalising import fold

from .cues import read_cues
from .linear import LinearModel
from .types import Document, Mention, Sentence

NONE = "none"
_NOT_ASKED = frozenset(("offer", "company", "procedure"))
_CLAUSE = re.compile(r"[,;:.!?()]|\b(?:en|maar|of|and|but|or)\b")


@lru_cache(maxsize=None)
def _cues(kind: str) -> tuple[tuple[str, str, re.Pattern], ...]:
    """(value, side, pattern) of the cues of a kind: "requirement" or "level"."""
    return tuple(
        (row["value"], row["side"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)"))
        for row in read_cues("qualifiers")
        if row["kind"] == kind
    )


@lru_cache(maxsize=None)
def _any_cue(side: str) -> re.Pattern:
    """All requirement cues of one side in one pattern, to pass over what has none."""
    patterns = [row["pattern"] for row in read_cues("qualifiers") if row["kind"] == "requirement" and row["side"] == side]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


class Qualifier:
    """Decides requirement values with the trained classifier; see ``requirement``."""

    def __init__(self, model: LinearModel):
        self.model = model

    @classmethod
    def load(cls) -> "Qualifier":
        return cls(LinearModel.load("requirements"))

    def requirements(self, asked: Sequence[tuple[Document, Mention, Sentence, str]]) -> list[tuple[str | None, str]]:
        """For each mention with its sentence and the heading above it: (requirement or None, because).

        Words in the offer, company text or procedure are never a demand.
        """
        decided: list[tuple[str | None, str] | None] = []
        open_: list[tuple[int, list[str]]] = []
        for document, mention, sentence, heading in asked:
            text = document.text
            before, after = fold_same(text[sentence.start : mention.start]), fold_same(text[mention.end : sentence.end])
            if denied := denial(before, after):
                decided.append(("not_required", f"'{denied}'"))
            elif (said := stated(after)) and mention.section not in _NOT_ASKED:
                decided.append(said)
            else:
                open_.append((len(decided), requirement_attributes(mention, sentence, heading, before, after, document.kind)))
                decided.append(None)
        for (number, attributes), (label, _) in zip(open_, self.model.predict([attributes for _, attributes in open_])):
            _, mention, _, heading = asked[number]
            cue = next((a.split(":", 2)[2] for a in attributes if a.startswith("cue:")), "")
            because = f"section '{heading or mention.section}'" + (f", cue '{cue}'" if cue else "")
            never = label == NONE or (mention.section in _NOT_ASKED and label in ("required", "preferred", "task"))
            decided[number] = (None if never else label), because
        return decided


@lru_cache(maxsize=20_000)
def fold_same(text: str) -> str:
    """Folded text with single spaces."""
    return re.sub(r"\s+", " ", fold(text))


def denial(before: str, after: str) -> str | None:
    """The words that say that the mention is not asked for, or None. Looks within the clause."""
    near_before = _CLAUSE.split(before)[-1]
    near_after = re.split(r"[,;:.!?()]|\b(?:maar|but)\b", after)[0]
    if not _any_cue("before").search(near_before) and not _any_cue("after").search(near_after):
        return None
    for value, side, pattern in _cues("requirement"):
        if value == "not_required" and (found := pattern.search(near_before if side == "before" else near_after)):
            if side == "before" and len(near_before) - found.end() > 40:
                continue
            return found.group()
    return None


def stated(after: str) -> tuple[str, str] | None:
    """(requirement, because) when the words right behind the mention say it outright: "VCA is verplicht", "Frans is een pré"."""
    if not _any_cue("after").match(start := after.lstrip()):
        return None
    for value, side, pattern in _cues("requirement"):
        if side == "after" and value in ("required", "preferred") and (found := pattern.match(start)):
            return value, f"'{found.group().strip()}'"
    return None


def requirement_attributes(mention: Mention, sentence: Sentence, heading: str, before: str, after: str, kind: str) -> list[str]:
    """Attributes for the requirement classifier. ``cue:VALUE:WORDS`` names each cue that was met."""
    found = [
        f"sec:{mention.section}", f"type:{mention.type}", f"sectype:{mention.section}{mention.type}", f"kind:{kind}",
        f"bullet:{sentence.is_bullet}", f"heading:{sentence.is_heading}",
    ]  # fmt: skip
    found += [f"h:{word}" for word in fold_same(heading).split()[:6]]
    opening = (before + " " + fold_same(mention.quote)).split()
    found += [f"o:{word}" for word in opening[:3]] + [f"oo:{' '.join(opening[:2])}"]
    last = before.split()[-3:]
    found += [f"b:{word}" for word in last] + [f"bb:{' '.join(last[-2:])}", f"secb:{mention.section}{last[-1] if last else ''}"]
    found += [f"a:{word}" for word in after.split()[:3]]
    words = fold_same(mention.quote).split()
    found += [f"w:{words[0]}", f"l:{words[-1]}", f"w3:{words[0][-3:]}", f"l3:{words[-1][-3:]}", f"n:{min(len(words), 4)}"]
    met = {"before": _any_cue("before").search(before), "after": _any_cue("after").search(after)}
    for value, side, pattern in _cues("requirement") if any(met.values()) else ():
        hit = pattern.search(before if side == "before" else after)
        if hit:
            found += [f"cue:{value}:{hit.group()}", f"any:{value}"]
            break
    return found


_LEVEL = re.compile(r"(?<!\w)(?:niveau |level |erk[- ])?([abc][12])(?!\w)[+]?")


def level_of(mention: Mention, document: Document, sentence: Sentence) -> str | None:
    """The level asked or stated for a language: a CEFR level, or one of the words of cues/qualifiers.tsv."""
    if mention.type != "language":
        return None
    start, end = max(sentence.start, mention.start - 45), min(sentence.end, mention.end + 35)
    near = fold_same(document.text[start : mention.start]) + " | " + fold_same(document.text[mention.start : end])
    if found := _LEVEL.search(near):
        return found.group(1).upper()
    for value, _, pattern in _cues("level"):
        if pattern.search(near):
            return value
    return None


_NUMBERS = {
    "een": 1, "één": 1, "anderhalf": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "tien": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
}  # fmt: skip
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_YEARS = re.compile(
    rf"{_NUMBER}(?:\s*(?:[-–/]|tot|a|à|to)\s*(?:\d{{1,2}}|{'|'.join(_NUMBERS)}))?\s*\+?\s*(?:jaar|jaren|year|years)\b(['’]?\s*(?:of\s+)?[\w\s-]{{0,40}}?)(?:werk)?(?:ervaring|experience|ervaren)"
    rf"|(?:werk)?(?:ervaring|experience)[\w\s,:()-]{{0,45}}?{_NUMBER}\s*\+?\s*(?:jaar|years?)\b",
    re.I,
)
_YEAR = re.compile(r"jaar|jaren|years?\b", re.I)
_CEILING = re.compile(r"(?:maximaal|max\.?|hoogstens|ten hoogste|tot|at most|up to)\s*$", re.I)


def experience_years(document: Document, sentences: Sequence[Sentence]) -> int | None:
    """The minimum of years of experience that is asked, or None; the first that is stated counts."""
    for sentence in sentences:
        if sentence.section in _NOT_ASKED or not _YEAR.search(document.text, sentence.start, sentence.end):
            continue
        line = document.text.rfind("\n", 0, sentence.start) + 1
        text = document.text[line : sentence.end]
        for found in _YEARS.finditer(text):
            number = found.group(1) or found.group(3)
            if not _CEILING.search(text[: found.start()]):
                return int(number) if number.isdigit() else _NUMBERS[number.lower()]
    return None


@lru_cache(maxsize=1)
def _levels() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["level"], re.compile(rf"(?<![\w-])(?:{row['pattern']})(?!\w)")) for row in read_cues("education"))


@lru_cache(maxsize=1)
def _any_level() -> re.Pattern:
    """All levels in one pattern, to pass over what names none."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(row['pattern'] for row in read_cues('education'))})(?!\w)")


def education_of(document: Document, sentences: Sequence[Sentence]) -> str | None:
    """The education level asked: "mbo-4", "hbo" ...; the lowest of alternatives in the first sentence that asks one."""
    ranks = [level for level, _ in _levels()]
    for sentence in sentences:
        if sentence.section in _NOT_ASKED:
            continue
        text = fold_same(document.text[sentence.start : sentence.end])
        if not _any_level().search(text):
            continue
        found = [(match.start() - match.end(), match.span(), level) for level, pattern in _levels() for match in pattern.finditer(text)]
        met: list[tuple[tuple[int, int], str]] = []
        for _, (start, end), level in sorted(found):
            if not any(first < end and start < last for (first, last), _ in met):
                met.append(((start, end), level))
        if met:
            return min((level for _, level in met), key=ranks.index)
    return None


def section_headings(document: Document, sentences: Sequence[Sentence]) -> list[str]:
    """For each sentence the heading that it stands under, "" before the first."""
    headings, current = [], ""
    for sentence in sentences:
        if sentence.is_heading:
            current = document.text[sentence.start : sentence.end].strip(" :*#_")
        headings.append(current)
    return headings

