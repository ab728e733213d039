"""Words that a broad rule met -> the chance that they speak of the candidate, for where rules alone cannot tell.

Broad rules (the families of wording.tsv that end in ``_context``) know a word, not what it is said of: "een gast die kan
sjouwen" and "een gast die wil inchecken". A logistic regression over the cues of cues/wording_context.tsv and the words
near the flagged ones, with the classes of words around (you, we, seek, served ...), decides between them; what other rules meet
it only takes away when it doubts them. Its weights are in models/wording.json, made by ``python -m pipeline.training.wording``.
The rule id of a flag tells that the model had the last word.
"""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

import orjson

from ..cues import read_cues
from .rules import Rule, compiled, family_of

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


@lru_cache(maxsize=None)
def _cues(where: str) -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((row["name"], compiled(row["pattern"])) for row in read_cues("wording_context") if row["where"] == where)


@lru_cache(maxsize=1000)
def _sentence_cues(sentence: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _cues("sentence") if pattern.search(sentence))


@lru_cache(maxsize=100_000)
def _class_of(word: str) -> str:
    """The class of a word (you, we, seek, served ...), or "" for other words."""
    return next((name for name, pattern in _cues("word") if pattern.fullmatch(word)), "")


def _classes(words: Iterable[str]) -> list[str]:
    return [name for word in words if (name := _class_of(word))]


def _company(before: list[str], after: list[str]) -> Iterator[tuple[str, bool]]:
    """(attribute, whether it counts per ground as well) of the classes of words around: which come nearest, in what order, which at all."""
    for side, names in (("<", before), (">", after)):
        yield from ((f"{side}{name}", True) for name in set(names))
        yield from ((f"{side}:{'+'.join(names[:n])}", False) for n in (1, 2, 3))
        yield f"{side}who:{next((name for name in names if name in _WHO), '')}", True
    yield f"<>{'+'.join(before[:1])}.{'+'.join(after[:1])}", False


def _pairs(side: str, words: list[str]) -> list[str]:
    """Attributes of words next to each other and of those with one between, by class or stem ("laten we .. niet")."""
    kinds = [_class_of(word) or word[:_STEM] for word in words]
    return [f"{side}{a}+{b}" for a, b in zip(kinds, kinds[1:])] + [f"{side}{a}~{b}" for a, b in zip(kinds, kinds[2:])]


@lru_cache(maxsize=1000)
def _setting(sentence: str, first: int, end: int) -> tuple[list[str], list[str], list[str]]:
    """(cues met, attributes that count per ground as well, other attributes) of words in a folded sentence, whatever rule met them."""
    before, after, hit = sentence[max(0, first - REACH) : first], sentence[end : end + REACH], sentence[first:end]
    cues = [name for name, pattern in _cues("before") if pattern.search(before)]
    cues += [name for name, pattern in _cues("after") if pattern.match(after)]
    cues += _sentence_cues(sentence)
    words, left, right = _WORD.findall(hit), _WORD.findall(before), _WORD.findall(after)
    stems = {word[:_STEM] for word in words}
    found = [f"cue:{name}" for name in cues] + [f"cue:{name}&{stem}" for name in cues for stem in stems]
    found += [f"hit:{word}" for word in words] + [f"stem:{stem}" for stem in stems]
    found += [f"near:{word}" for word in {*left[-_NEAR:], *right[:_NEAR]}]
    found += [f"near:{word[:_STEM]}*" for word in {*left[-_FAR:], *right[:_FAR]} if len(word) > _STEM]
    found += [f"before:{word}" for word in {*left[-_FAR:]}] + [f"after:{word}" for word in {*right[:_FAR]}]
    found += [f"left:{' '.join(left[-n:]) or '^'}" for n in (1, 2)] + [f"right:{' '.join(right[:n]) or '$'}" for n in (1, 2)]
    if left and right:
        found.append(f"frame:{left[-1]} {right[0]}")
    company = list(_company(_classes(reversed(left[-_CLAUSE:])), _classes(right[:_CLAUSE])))
    found += [name for name, _ in company] + _pairs("<", left[-_FAR:]) + _pairs(">", right[:_FAR])
    return cues, [name for name, of_ground in company if of_ground], found


def attributes(rule: Rule, sentence: str, first: int, end: int, around: Iterable[str] = ()) -> list[str]:
    """What the model sees of the words ``first``-``end`` of a folded sentence; ``around``: attributes of its surroundings."""
    cues, of_ground, found = _setting(sentence, first, end)
    family = family_of(rule.id).removesuffix(SUFFIX)
    of_rule = [f"family:{family}", f"rule:{rule.id}", f"ground:{rule.ground}", *around]
    of_rule += [f"cue:{name}|{rule.ground}" for name in cues] + [f"cue:{name}|{family}" for name in cues]
    return of_rule + [f"{name}|{rule.ground}" for name in of_ground] + found


class ContextModel:
    """The weights; ``chance`` of a list of attributes lies between 0 and 1.

    What a broad rule meets is flagged above the threshold of its ground, what a plain rule meets above ``veto``.
    """

    def __init__(self, weights: dict[str, float], bias: float, thresholds: dict[str, float], veto: float):
        self.weights, self.bias, self.thresholds, self.veto = weights, bias, thresholds, veto

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "ContextModel":
        """The model that the package ships."""
        content = orjson.loads(files("pipeline.models").joinpath("wording.json").read_bytes())
        return cls(content["weights"], content["bias"], content["thresholds"], content["veto"])

    def threshold_of(self, ground: str) -> float:
        """Above what chance the words that a broad rule of this ground meets are flagged."""
        return self.thresholds.get(ground, self.thresholds["*"])

    def chances(self, sentence: str, hits) -> list[float]:
        return [self.chance(hit.attributes) for hit in hits]

    def chance(self, found: Iterable[str]) -> float:
        """That the words speak of the candidate."""
        weights = self.weights
        return 1 / (1 + math.exp(-self.bias - sum(weights[name] for name in found if name in weights)))
