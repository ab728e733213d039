"""Does Skillstaal treat people alike? Pairs of texts that differ in one thing, translated, and what then differs.

The things are the forms of a job title, first names, wording about age, and Flemish or Dutch words; the tables are
cues/swaps.tsv. A skill counts as different when it is found on one side only, links to another concept, or differs in
confidence by more than ``TOLERANCE``; words that were swapped themselves do not count. So does the occupation for titles
and names. Counterfactual pairs after Garg et al. 2019 (counterfactual fairness in text classification).
"""

import re
from collections.abc import Iterable, Iterator

from ..linking.titles import counterpart, swaps
from ..translate import Translator
from ..types import Annotation, Document, Skill

SWAPS = ("title", "name", "age", "variant")
TOLERANCE, LIMIT = 0.05, 0.01
_EXAMPLES = 10
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _known_titles(text: str, translator: Translator) -> set[str]:
    """The words of a text that have a counterpart and are, either of them, a word of an occupation of the lexicon."""
    words = {word for word in _WORD.findall(text) if counterpart(word)}
    return {word for word in words if any(_is_occupation(form, translator) for form in (word, counterpart(word)))}


def _is_occupation(word: str, translator: Translator) -> bool:
    hits = translator.lexicon.find(word.lower())
    return any(hit.how == "surface" and translator.lexicon.entry(hit.concept).type == "occupation" for hit in hits)


def swapped(text: str, kind: str, titles: Iterable[str] | None = None) -> list[str]:
    """The other text of each pair that ``text`` gives for a kind of SWAPS; ``titles`` limits which words are job titles."""
    if kind == "title":
        found = set(titles) if titles is not None else {word for word in _WORD.findall(text) if counterpart(word)}
        return [_WORD.sub(lambda word: counterpart(word.group()) if word.group() in found else word.group(), text)] if found else []
    texts = []
    for one, other in swaps(kind):
        new = re.sub(rf"(?<![\w-]){re.escape(one)}(?![\w-])", lambda hit: other[:1].upper() + other[1:] if hit.group()[:1].isupper() else other, text, flags=re.I)
        if new != text:
            texts.append(new)
    return texts


def audit(documents: Iterable[Document], translator: Translator) -> dict[str, dict]:
    """By kind: pairs, statements compared, how many differ, their share, and examples of what differs."""
    found = {kind: {"pairs": 0, "statements": 0, "different": 0, "examples": []} for kind in SWAPS}
    for document in documents:
        base = translator.translate(document)
        for kind, text in _pairs(document, translator):
            figures = found[kind]
            other = translator.translate(Document(document.id, text, document.kind, document.language, document.title))
            compared, differences = compare(base, other)
            figures["pairs"] += 1
            figures["statements"] += compared
            figures["different"] += len(differences)
            figures["examples"] += [f"{document.id}: {difference}" for difference in differences][: _EXAMPLES - len(figures["examples"])]
    for figures in found.values():
        figures["share"] = round(figures["different"] / figures["statements"], 4) if figures["statements"] else 0.0
    return found


def _pairs(document: Document, translator: Translator) -> Iterator[tuple[str, str]]:
    for kind in SWAPS:
        titles = _known_titles(document.text, translator) if kind == "title" else None
        for text in swapped(document.text, kind, titles):
            yield kind, text


def compare(one: Annotation, other: Annotation) -> tuple[int, list[str]]:
    """(statements compared, what differs between them): skills by place, and the occupation."""
    ours, theirs = _by_words(one, other), _by_words(other, one)
    differences = [f"only on one side: {quote}" for quote, _ in ours.keys() ^ theirs.keys()]
    for key in ours.keys() & theirs.keys():
        first, second = ours[key], theirs[key]
        if first.concept != second.concept:
            differences.append(f"{key[0]}: {first.label} / {second.label}")
        elif abs(first.confidence - second.confidence) > TOLERANCE:
            differences.append(f"{key[0]}: confidence {first.confidence:.2f} / {second.confidence:.2f}")
    occupations = [annotation.occupation.concept if annotation.occupation else None for annotation in (one, other)]
    if occupations[0] != occupations[1]:
        differences.append(f"occupation: {occupations[0]} / {occupations[1]}")
    return len(ours.keys() | theirs.keys()) + 1, sorted(differences)


def _by_words(annotation: Annotation, other: Annotation) -> dict[tuple[str, int], Skill]:
    """Skills by (quote, how many-th of that quote), without those whose words the other text does not have."""
    counts: dict[str, int] = {}
    skills = {}
    for skill in annotation.skills:
        if skill.quote in other.document.text:
            number = counts[skill.quote] = counts.get(skill.quote, 0) + 1
            skills[skill.quote, number] = skill
    return skills
