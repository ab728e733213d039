"""Hits -> the chance that they speak of the candidate, for where rules alone cannot tell.

A logistic regression over the attributes of context.py and the network of network.py decide together between "een gast die kan
sjouwen" and "een gast die wil inchecken"; what plain rules meet they only take away when they doubt it. models/wording.json holds how they are
mixed and the thresholds, models/wording.npz their weights (attribute names as CRC-32), made by ``python -m pipeline.training.wording``.
The rule id of a flag tells that the model had the last word.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import orjson

from ..linear import KnownWeights, logit
from .context import attributes
from .hits import Hit
from .network import Network
from .rules import Rule
from .views import View

_MOST_KNOWN = 100_000  # words that a rule met in a sentence of which the weight is remembered


class ContextModel:
    """``weights`` by the hash of an attribute, mixed with ``network``.

    What a broad rule meets is flagged above the threshold of its ground, what a plain rule meets above ``veto``. ``mixing``: what the log-odds of
    the regression, those of the network and 1 are multiplied by before they are added up. The network is only asked about hits that the
    regression gives ``least`` or more log-odds. In a text of more than a few sentences, most of which are about other things, the thresholds are ``longer`` log-odds higher.
    """

    def __init__(
        self, weights: Mapping[int, float], bias: float, thresholds: Mapping[str, float], veto: float,
        network: Network | None = None, mixing: Sequence[float] = (1.0, 0.0, 0.0), least: float = -4.0, longer: float = 0.0,
    ):  # fmt: skip
        self.weights, self.bias, self.thresholds, self.veto = weights, bias, thresholds, veto
        self.network, self.mixing, self.least, self.longer = network, mixing, least, longer
        self._known = KnownWeights(weights)
        self._in_sentence = lru_cache(maxsize=_MOST_KNOWN)(self._weighed)

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "ContextModel":
        """The model that the package ships."""
        models = files("pipeline.models")
        settings = orjson.loads(models.joinpath("wording.json").read_bytes())
        with models.joinpath("wording.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
            arrays = dict(data)
        weights = dict(zip(arrays["attributes"].tolist(), arrays["weights"].astype(np.float64).tolist()))
        return cls(weights, network=Network.from_arrays(arrays), **settings)

    def threshold_of(self, ground: str, long: bool = False) -> float:
        """Above what chance the words that a broad rule of this ground meets are flagged, in a long text or a short one."""
        threshold = self.thresholds.get(ground, self.thresholds["*"])
        return _chance(logit(threshold) + self.longer) if long else threshold

    def chances(self, view: View, hits: Sequence[Hit]) -> list[float]:
        """That the words of each hit in a sentence speak of the candidate, between 0 and 1."""
        logits = [self.linear(hit) for hit in hits]
        if self.network is None:
            return list(map(_chance, logits))
        asked = [logit >= self.least for logit in logits]
        seen = self.network.logits(view, hits, {(hit.first, hit.end, hit.rule.ground) for hit, ask in zip(hits, asked) if ask}) if any(asked) else {}
        one, two, more = self.mixing
        return [
            _chance(one * logit + two * seen[hit.first, hit.end, hit.rule.ground] + more if ask else logit)
            for hit, logit, ask in zip(hits, logits, asked)
        ]

    def linear(self, hit: Hit) -> float:
        """Log-odds that the regression gives the attributes of a hit; weights are of 16 bits, so that their sums are exact in whatever order."""
        return self.bias + (self._in_sentence(hit.rule, hit.context, hit.first, hit.end) + self._known.sum(hit.around))

    def _weighed(self, rule: Rule, context: str, first: int, end: int) -> float:
        """The weights of what follows from the sentence alone; remembered, for advertisements repeat much."""
        return self._known.sum(attributes(rule, context, first, end))


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-min(max(logit, -50.0), 50.0)))
