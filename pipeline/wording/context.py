"""Words that a broad rule met -> the chance that they speak of the candidate, for where rules alone cannot tell.

Broad rules (the families of wording.tsv that end in ``_context``) know a word, not what it is said of: "een gast die kan
sjouwen" and "een gast die wil inchecken". A logistic regression over the cues of cues/wording_context.tsv and the words
near the flagged ones decides between them; its weights are in models/wording.json, made by
``python -m pipeline.training_wording``. The rule id of a flag tells that the model had the last word.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import orjson

from ..cues import read_cues
from .rules import Rule, compiled, family_of

SUFFIX = "_context"
_WORD = re.compile(r"[\w']+|[?!,:;(]")
_NEAR = 3
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


def attributes(rule: Rule, sentence: str, first: int, end: int, around: Iterable[str] = ()) -> list[str]:
    """What the model sees of the words ``first``-``end`` of a folded sentence; ``around``: attributes of its surroundings."""
    before, after, hit = sentence[max(0, first - REACH) : first], sentence[end : end + REACH], sentence[first:end]
    family = family_of(rule.id).removesuffix(SUFFIX)
    found = [f"family:{family}", *around]
    met = [name for name, pattern in _cues("before") if pattern.search(before)]
    met += [name for name, pattern in _cues("after") if pattern.match(after)]
    for name in (*met, *_sentence_cues(sentence)):
        found += (f"cue:{name}", f"cue:{name}|{rule.ground}")
    left, right = _WORD.findall(before)[-_NEAR:], _WORD.findall(after)[:_NEAR]
    found += [f"hit:{word}" for word in _WORD.findall(hit)] + [f"near:{word}" for word in {*left, *right}]
    found += [f"left:{left[-1] if left else '^'}", f"right:{right[0] if right else '$'}"]
    return found


class ContextModel:
    """The weights; ``chance`` of a list of attributes lies between 0 and 1."""

    def __init__(self, weights: dict[str, float], bias: float, threshold: float):
        self.weights, self.bias, self.threshold = weights, bias, threshold

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "ContextModel":
        """The model that the package ships."""
        content = orjson.loads(files("pipeline.models").joinpath("wording.json").read_bytes())
        return cls(content["weights"], content["bias"], content["threshold"])

    def chance(self, found: Iterable[str]) -> float:
        """That the words speak of the candidate."""
        return 1 / (1 + math.exp(-self.bias - sum(self.weights.get(name, 0.0) for name in found)))
