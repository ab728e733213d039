"""What is asked of a mention: its requirement, and the words that tell it.

A linear classifier over the section, the cue words around the mention and the words of its sentence decides the
requirement; cues of cues/qualifiers.tsv that deny a demand ("is niet nodig") overrule it, and so do those of
cues/unasked.tsv, which tell that it is asked of nobody ("doen onze koks"). Each decision keeps the words that made it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from .around import Around, answered, asked_outright, denial, first_cue, fold_same, headed, stated, wished_of_another
from .linear import LinearModel
from .types import NOT_ASKED, Document, Mention, Sentence
from .unasked import unasked

NONE = "none"
_MOST_KNOWN = 50_000  # mentions of which the decision is remembered; then all are forgotten
_NEXT_CELL, _NEXT_SENTENCE = re.compile(r" *\| *([^|\n]{1,40}?)[ .!]*(?=\||$)", re.M), re.compile(r" +([^.!?;\n]{1,120})")
_EMPTY_LINE = re.compile(r"\n\s*\n")


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
        open_: list[tuple[int, list[str], Around]] = []
        for document, mention, sentence, heading in asked:
            text = document.text
            around = Around.of(text[sentence.start : mention.start], text[mention.end : sentence.end], *_answer(document, sentence))
            may_be_asked = mention.section not in NOT_ASKED
            said = (stated(around) or answered(around)) if may_be_asked else None
            if said and said[0] == "preferred":  # "VCA is niet verplicht, maar een pré"
                decided.append(said)
            elif denied := denial(around):
                decided.append(("not_required", f"'{denied}'"))
            elif not said and (not_meant := unasked(around, mention.quote, mention.type, _is_told(document, sentence))):
                decided.append(not_meant)
            elif said or may_be_asked and (said := headed(heading)) and _is_right_below(document, sentence, heading):
                decided.append(said)
            else:
                open_.append((len(decided), requirement_attributes(mention, sentence, heading, around, document.kind), around))
                decided.append(None)
        for (number, _, around), (label, _) in zip(open_, self.model.predict([attributes for _, attributes, _ in open_])):
            _, mention, _, heading = asked[number]
            cue = first_cue(around)
            if label == "preferred" and (asked_outright(around) or wished_of_another(around)):  # the model takes a question, or any wish in the sentence, for one
                label = "task" if mention.section == "tasks" else "required"
            because = f"section '{heading or mention.section}'" + (f", cue '{cue[1]}'" if cue[0] == label else "")
            never = label == NONE or (mention.section in NOT_ASKED and label in ("required", "preferred", "task"))
            decided[number] = (None if never else label), because
        return decided


def _is_right_below(document: Document, sentence: Sentence, heading: str) -> bool:
    """Whether no empty line parts a sentence from its heading, but for one behind the heading."""
    at = document.text.rfind(heading, 0, sentence.start)
    return at >= 0 and _EMPTY_LINE.search(document.text[at + len(heading) : sentence.start].lstrip()) is None


def _answer(document: Document, sentence: Sentence) -> tuple[str, bool]:
    """What answers the question that a sentence is, in its line, or the next cell of its table; and whether it is a cell."""
    text = document.text
    if found := _NEXT_CELL.match(text, sentence.end):
        return found[1], True
    if text[sentence.end - 1 : sentence.end] == "?" and (found := _NEXT_SENTENCE.match(text, sentence.end)):
        return found[1], False
    return "", False


def _is_told(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence is one of running text, no item or heading."""
    return not sentence.is_bullet and not sentence.is_heading and document.text[sentence.start : sentence.end].endswith((".", "!"))


def _key(document: Document, mention: Mention, sentence: Sentence, heading: str) -> tuple:
    """All that the requirement of a mention depends on."""
    start = sentence.start
    words = document.text[start : sentence.end]
    below = bool(heading) and headed(heading) is not None and _is_right_below(document, sentence, heading)
    return words, _answer(document, sentence), mention.start - start, mention.end - start, mention.type, mention.section, sentence.is_bullet, sentence.is_heading, heading, below, document.kind


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

