"""Words that a rule met -> attributes: what the context model sees of them and of the words around.

Broad rules (the families of wording.tsv that end in ``_context``) know a word, not what it is said of: "een gast die kan
sjouwen" and "een gast die wil inchecken". The attributes are the cues of cues/wording_context.tsv, the words near the
flagged ones, and the classes of words around (you, we, seek, served ...).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .rules import Rule, family_of
from .words import class_of, cues

SUFFIX = "_context"
_WORD = re.compile(r"[\w']+|[?!,:;(]")
_NEAR, _FAR = 3, 8  # words before and after the flagged ones
_STEM = 5  # letters
_CLAUSE = 12  # words before and after in which the classes of words count
_WHO = frozenset(("c_you", "c_we", "c_person", "c_served", "c_company", "c_team", "c_named", "c_they", "c_thing"))  # whom a clause speaks of
REACH = 110  # characters before and after the flagged words that cues look at


def is_broad(rule: Rule) -> bool:
    """Whether the context model has the last word on what ``rule`` meets."""
    return family_of(rule.id).endswith(SUFFIX)


@lru_cache(maxsize=1000)
def _sentence_cues(sentence: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in cues("sentence") if pattern.search(sentence))


def _classes(words: Iterable[str]) -> list[str]:
    return [name for word in words if (name := class_of(word))]


def _company(before: list[str], after: list[str]) -> Iterator[tuple[str, bool]]:
    """(attribute, whether it counts per ground as well) of the classes of words around: which come nearest, in what order, which at all."""
    for side, names in (("<", before), (">", after)):
        yield from ((f"{side}{name}", True) for name in set(names))
        yield from ((f"{side}:{'+'.join(names[:n])}", False) for n in (1, 2, 3))
        yield f"{side}who:{next((name for name in names if name in _WHO), '')}", True
    yield f"<>{'+'.join(before[:1])}.{'+'.join(after[:1])}", False


def _pairs(side: str, words: list[str]) -> list[str]:
    """Attributes of words next to each other and of those with one between, by class or stem ("laten we .. niet")."""
    kinds = [class_of(word) or word[:_STEM] for word in words]
    return [f"{side}{a}+{b}" for a, b in zip(kinds, kinds[1:])] + [f"{side}{a}~{b}" for a, b in zip(kinds, kinds[2:])]


@lru_cache(maxsize=1000)
def _setting(sentence: str, first: int, end: int) -> tuple[list[str], list[str], list[str]]:
    """(cues met, attributes that count per ground as well, other attributes) of words in a folded sentence, whatever rule met them."""
    before, after, hit = sentence[max(0, first - REACH) : first], sentence[end : end + REACH], sentence[first:end]
    named = [name for name, pattern in cues("before") if pattern.search(before)]
    named += [name for name, pattern in cues("after") if pattern.match(after)]
    named += _sentence_cues(sentence)
    words, left, right = _WORD.findall(hit), _WORD.findall(before), _WORD.findall(after)
    stems = {word[:_STEM] for word in words}
    found = [f"cue:{name}" for name in named] + [f"cue:{name}&{stem}" for name in named for stem in stems]
    found += [f"hit:{word}" for word in words] + [f"stem:{stem}" for stem in stems]
    found += [f"near:{word}" for word in {*left[-_NEAR:], *right[:_NEAR]}]
    found += [f"near:{word[:_STEM]}*" for word in {*left[-_FAR:], *right[:_FAR]} if len(word) > _STEM]
    found += [f"before:{word}" for word in {*left[-_FAR:]}] + [f"after:{word}" for word in {*right[:_FAR]}]
    found += [f"left:{' '.join(left[-n:]) or '^'}" for n in (1, 2)] + [f"right:{' '.join(right[:n]) or '$'}" for n in (1, 2)]
    if left and right:
        found.append(f"frame:{left[-1]} {right[0]}")
    company = list(_company(_classes(reversed(left[-_CLAUSE:])), _classes(right[:_CLAUSE])))
    found += [name for name, _ in company] + _pairs("<", left[-_FAR:]) + _pairs(">", right[:_FAR])
    return named, [name for name, of_ground in company if of_ground], found


def attributes(rule: Rule, sentence: str, first: int, end: int, around: Iterable[str] = ()) -> list[str]:
    """What the model sees of the words ``first``-``end`` of a folded sentence; ``around``: attributes of its surroundings."""
    named, of_ground, found = _setting(sentence, first, end)
    family = family_of(rule.id).removesuffix(SUFFIX)
    of_rule = [f"family:{family}", f"rule:{rule.id}", f"ground:{rule.ground}", *around]
    of_rule += [f"cue:{name}|{rule.ground}" for name in named] + [f"cue:{name}|{family}" for name in named]
    return of_rule + [f"{name}|{rule.ground}" for name in of_ground] + found
