"""What is asked of a mention: its requirement, and the words that tell it.

A linear classifier over the section, the cue words around the mention and the words of its sentence decides the
requirement; cues of cues/qualifiers.tsv that deny a demand ("is niet nodig") overrule it. Each decision keeps the
words that made it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.normalising import fold

from .cues import read_cues
from .linear import LinearModel
from .types import NOT_ASKED, Document, Mention, Sentence

NONE = "none"
_MOST_KNOWN = 50_000  # mentions of which the decision is remembered; then all are forgotten
_SPACES = re.compile(r"[^\S ]\s*| \s+")  # what is not a single space
_JOINED = re.compile(
    r"(?:, ?[^\W\d_][\w.#+-]*(?: [\w.#+-]+){0,2})*,? ?(?:\b(?:en/of|en|of|and|or)\b|&|/) ?(?:[^\W\d_][\w.#+-]* ){1,3}(?=(?:is|zijn|are|vormen|strekken|gelden|worden|hoeven|hoeft|would)\b)"
)  # what else the verb behind a mention holds for: "SAP, Excel en Power BI zijn ..."
_SUBJECT = re.compile(r"\b(?:je|jij|u|ge|gij|wij|we|you|die|who)\b")  # with a verb of its own before a mention, "en" opens another clause behind it
_OPENING = re.compile(r"[\s(:=–—-]*")
_AFTER_CLAUSE = re.compile(r"[,;:.!?()•|]|\s[-–—/]\s|\b(?:maar|but|en|of|and|or)\b")
_CLAUSE = re.compile(r"[,;:.!?()•|]|\s[-–—/]\s|\b(?:en|maar|(?<!knowledge )of|and|but|or)\b")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_SIDES = {"before": ("before", "both"), "after": ("after", "behind")}  # where a key of a cue is looked for
_BOTH = " … "  # what stands for the mention where a cue lies on both sides of it


@dataclass(frozen=True, slots=True)
class _Cue:
    """A row of cues/qualifiers.tsv."""

    value: str
    side: str
    pattern: re.Pattern


@lru_cache(maxsize=None)
def _cues() -> tuple[_Cue, ...]:
    return tuple(_Cue(row["value"], row["side"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)")) for row in read_cues("qualifiers") if row["kind"] == "requirement")


@lru_cache(maxsize=None)
def _keys(side: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """(letters, numbers of the requirement cues of this side that cannot be met where none of their keys stands)."""
    keys: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(row for row in read_cues("qualifiers") if row["kind"] == "requirement"):
        for key in row["keys"].split("|") if row["side"] in _SIDES[side] else ():
            keys[key] = (*keys.get(key, ()), number)
    return tuple(keys.items())


@lru_cache(maxsize=2_000)
def headed(heading: str) -> tuple[str, str] | None:
    """(requirement, because) when the heading says what is asked of what stands right below it: "Mooi meegenomen", "Nice to have"."""
    words = fold_same(heading).strip(" :?!.…-")
    return next(((cue.value, f"section '{heading}'") for cue in _cues() if cue.side == "heading" and cue.pattern.fullmatch(words)), None)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a mention in its sentence, folded, and the requirement cues that may be met there, in table order."""

    before: str
    after: str
    cues: tuple[_Cue, ...]

    @classmethod
    def of(cls, before: str, after: str) -> "Around":
        """From the text on both sides."""
        (before, some), (after, more) = _folded_side("before", before), _folded_side("after", after)
        return cls(before, after, tuple([_cues()[number] for number in sorted(some | more)]) if some or more else ())


@lru_cache(maxsize=20_000)
def _folded_side(side: str, text: str) -> tuple[str, frozenset[int]]:
    """The text on one side, folded, and the numbers of the requirement cues that may be met there."""
    folded = fold_same(text)
    return folded, frozenset([number for key, numbers in _keys(side) if key in folded for number in numbers])


class Qualifier:
    """Decides requirement values with the trained classifier; see ``requirement``."""

    def __init__(self, model: LinearModel):
        self.model = model
        self._known: dict[tuple, tuple[str | None, str]] = {}

    @classmethod
    def load(cls) -> "Qualifier":
        return cls(LinearModel.load("requirements"))

    def requirements(self, asked: Sequence[tuple[Document, Mention, Sentence, str]]) -> list[tuple[str | None, str]]:
        """For each mention with its sentence and the heading above it: (requirement or None, because).

        Words in the offer, company text or procedure are never a demand. What is decided depends on the sentence, the place of the mention in it, its type and what it
        stands under, so it is remembered: advertisements repeat much.
        """
        keys = [_key(*one) for one in asked]
        if len(self._known) + len(keys) > _MOST_KNOWN:
            self._known.clear()
        new = {key: one for key, one in zip(keys, asked) if key not in self._known}
        self._known.update(zip(new, self._decided(list(new.values()))))
        return [self._known[key] for key in keys]

    def _decided(self, asked: Sequence[tuple[Document, Mention, Sentence, str]]) -> list[tuple[str | None, str]]:
        decided: list[tuple[str | None, str] | None] = []
        open_: list[tuple[int, list[str], tuple[str, str]]] = []
        for document, mention, sentence, heading in asked:
            text = document.text
            around = Around.of(text[sentence.start : mention.start], text[mention.end : sentence.end])
            may_be_asked = mention.section not in NOT_ASKED
            said = stated(around) if may_be_asked else None
            if said and said[0] == "preferred":  # "VCA is niet verplicht, maar een pré"
                decided.append(said)
            elif denied := denial(around):
                decided.append(("not_required", f"'{denied}'"))
            elif said or may_be_asked and (said := headed(heading)) and _is_right_below(document, sentence, heading):
                decided.append(said)
            else:
                open_.append((len(decided), requirement_attributes(mention, sentence, heading, around, document.kind), first_cue(around)))
                decided.append(None)
        for (number, _, cue), (label, _) in zip(open_, self.model.predict([attributes for _, attributes, _ in open_])):
            _, mention, _, heading = asked[number]
            because = f"section '{heading or mention.section}'" + (f", cue '{cue[1]}'" if cue[0] == label else "")
            never = label == NONE or (mention.section in NOT_ASKED and label in ("required", "preferred", "task"))
            decided[number] = (None if never else label), because
        return decided


def _is_right_below(document: Document, sentence: Sentence, heading: str) -> bool:
    """Whether no empty line parts a sentence from its heading, but for one behind the heading."""
    at = document.text.rfind(heading, 0, sentence.start)
    return at >= 0 and _EMPTY_LINE.search(document.text[at + len(heading) : sentence.start].lstrip()) is None


def _key(document: Document, mention: Mention, sentence: Sentence, heading: str) -> tuple:
    """All that the requirement of a mention depends on."""
    start = sentence.start
    words = document.text[start : sentence.end]
    below = bool(heading) and headed(heading) is not None and _is_right_below(document, sentence, heading)
    return words, mention.start - start, mention.end - start, mention.type, mention.section, sentence.is_bullet, sentence.is_heading, heading, below, document.kind


@lru_cache(maxsize=20_000)
def fold_same(text: str) -> str:
    """Folded text with single spaces."""
    return _SPACES.sub(" ", fold(text))


def denial(around: Around) -> str | None:
    """The words that say that the mention is not asked for, or None. Looks within the clause."""
    cues = [cue for cue in around.cues if cue.value == "not_required"]
    if not cues:
        return None
    after = _behind(around)
    at_once = bool(_OPENING.match(around.after)[0].strip())  # behind a bracket or a dash only what begins there is said of the mention
    near = {"before": _CLAUSE.split(around.before)[-1], "after": _AFTER_CLAUSE.split(after, 1)[0]}
    near["both"] = near["before"].rstrip() + _BOTH + after
    for cue in cues:
        find = cue.pattern.match if at_once and cue.side == "after" else cue.pattern.search
        if found := find(near[cue.side]):
            if cue.side == "before" and len(near["before"]) - found.end() > 40:
                continue
            return found.group()
    return None


def _behind(around: Around) -> str:
    """What is said of a mention behind it, past a bracket or dash, and past others that the same verb holds for."""
    start = around.after[_OPENING.match(around.after).end() :]
    joined = _JOINED.match(start)
    return start[joined.end() :] if joined and not _SUBJECT.search(around.before) else start


def stated(around: Around) -> tuple[str, str] | None:
    """(requirement, because) when the words right behind the mention say it outright, also of it and another: "VCA is verplicht", "Frans en Duits zijn een pré"."""
    start = _behind(around)
    for cue in around.cues:
        if cue.side in _SIDES["after"] and cue.value in ("required", "preferred") and (found := cue.pattern.match(start)):
            return cue.value, f"'{found.group().strip()}'"
    return None


def first_cue(around: Around) -> tuple[str, str]:
    """(requirement value, words) of the first cue that is met in the sentence, up to a semicolon; empty when none is."""
    near = {"before": around.before.rsplit(";", 1)[-1], "after": around.after.split(";", 1)[0]}
    for cue in around.cues:
        if cue.side in near and (found := cue.pattern.search(near[cue.side])):
            return cue.value, found.group()
    return "", ""


@lru_cache(maxsize=20_000)
def _place_attributes(section: str, type_: str, kind: str, is_bullet: bool, is_heading: bool, heading: str) -> tuple[str, ...]:
    """Attributes of where a mention of a type stands."""
    found = (f"sec:{section}", f"type:{type_}", f"sectype:{section}{type_}", f"kind:{kind}", f"bullet:{is_bullet}", f"heading:{is_heading}")
    return (*found, *(f"h:{word}" for word in fold_same(heading).split()[:6]))


@lru_cache(maxsize=20_000)
def _quote_attributes(quote: str) -> tuple[str, tuple[str, ...]]:
    """(the quote folded, attributes of its words)."""
    folded = fold_same(quote)
    words = folded.split()
    return folded, (f"w:{words[0]}", f"l:{words[-1]}", f"w3:{words[0][-3:]}", f"l3:{words[-1][-3:]}", f"n:{min(len(words), 4)}")


def requirement_attributes(mention: Mention, sentence: Sentence, heading: str, around: Around, kind: str) -> list[str]:
    """Attributes for the requirement classifier."""
    before, after, section = around.before, around.after, mention.section
    quote, of_quote = _quote_attributes(mention.quote)
    opening = f"{before} {quote}".split(None, 3)[:3]
    last = before.rsplit(None, 3)[-3:]
    found = [
        *_place_attributes(section, mention.type, kind, sentence.is_bullet, sentence.is_heading, heading),
        f"oo:{' '.join(opening[:2])}", f"bb:{' '.join(last[-2:])}", f"secb:{section}{last[-1] if last else ''}", *of_quote,
    ]  # fmt: skip
    found += [f"o:{word}" for word in opening]
    found += [f"b:{word}" for word in last]
    found += [f"a:{word}" for word in after.split(None, 3)[:3]]
    value, cue = first_cue(around)
    return [*found, f"cue:{value}:{cue}", f"any:{value}"] if value else found


def section_headings(document: Document, sentences: Sequence[Sentence]) -> list[str]:
    """For each sentence the heading that it stands under, "" before the first."""
    headings, current = [], ""
    for sentence in sentences:
        if sentence.is_heading:
            current = document.text[sentence.start : sentence.end].strip(" :*#_")
        headings.append(current)
    return headings

