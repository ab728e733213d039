"""Evidence about concepts that exist -> proposals to split, merge or retire them. Advice by stated rules; a person decides.

*split*: two or more candidates are narrower than one concept, each said in enough documents. *merge*: texts that say neither's label are linked
now to one, now to the other, and their vectors nearly agree. *decline*: the share of texts that name the concept fell by half or more
from the first third of the months to the last, more than chance explains (two proportions, one-sided; Benjamini and Hochberg 1995 over all
concepts, 5 %).
"""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from ..lexicon import Lexicon
from .evidence import Evidence
from .features import alike
from .proposing import Proposal, candidate_id

_PARTS, _EACH = 2, 5
_SHARED, _CONFUSED, _COSINE = 10, 0.3, 0.8
_BEFORE, _FALL, _LEVEL = 20, 0.5, 0.05


def propose_for_existing(evidence: Evidence, proposals: Sequence[Proposal], lexicon: Lexicon) -> list[Proposal]:
    """Splits, then merges, then declines."""
    numbers = {lexicon.entry(number).iri: number for number in range(len(lexicon))}
    return [*_splits(proposals), *_merges(evidence, lexicon, numbers), *_declines(evidence, lexicon, numbers)]


def _splits(proposals: Sequence[Proposal]) -> list[Proposal]:
    parts = defaultdict(list)
    for proposal in proposals:
        if proposal.kind == "narrower" and proposal.documents >= _EACH:
            parts[proposal.broader].append(proposal)
    return [
        _about("split", some[0].broader, some[0].broader_label, some[0].type, min(part.score for part in some), sum(part.documents for part in some), [(p.label, p.documents) for p in some])
        for some in parts.values() if len(some) >= _PARTS
    ]  # fmt: skip


def _merges(evidence: Evidence, lexicon: Lexicon, numbers: dict[str, int]) -> list[Proposal]:
    shared: dict[tuple[str, str], list] = defaultdict(lambda: [0, []])
    for form in evidence.forms:
        linked = [(iri, count) for iri, count in form.concepts.items() if iri in numbers and count >= _CONFUSED * form.documents]
        for one, other in [(a, b) for a, _ in linked for b, _ in linked if a < b]:
            shared[one, other][0] += form.documents
            shared[one, other][1].append((form.text, form.documents))
    found = []
    for (one, other), (documents, forms) in sorted(shared.items()):
        first, second = numbers[one], numbers[other]
        cosine = float(alike(lexicon.centroids, [first], lexicon.centroids[second] / np.float32(127))[0])
        if documents >= _SHARED and cosine >= _COSINE and lexicon.types[first] == lexicon.types[second]:
            stays, goes = sorted((one, other), key=lambda iri: -sum(evidence.demand.get(iri, {}).values()))
            entry = lexicon.entry(numbers[goes])
            found.append(_about("merge", goes, entry.label_nl, entry.type, cosine, documents, forms, into=stays))
    return found


def _declines(evidence: Evidence, lexicon: Lexicon, numbers: dict[str, int]) -> list[Proposal]:
    months = sorted(evidence.periods)
    third = len(months) // 3
    if not third:
        return []
    early, late = months[:third], months[-third:]
    before_all, after_all = (sum(evidence.periods[month] for month in some) for some in (early, late))
    tested = []
    for iri, periods in evidence.demand.items():
        before, after = (sum(periods.get(month, 0) for month in some) for some in (early, late))
        if iri in numbers and before >= _BEFORE:
            tested.append((_falls(before, before_all, after, after_all), iri, before, after))
    tested.sort()
    passed = max((place for place, (chance, *_) in enumerate(tested, 1) if chance <= _LEVEL * place / len(tested)), default=0)
    return [
        _about("decline", iri, lexicon.entry(numbers[iri]).label_nl, lexicon.entry(numbers[iri]).type, 1 - chance, before + after, [], tuple(sorted(evidence.demand[iri].items())))
        for chance, iri, before, after in tested[:passed] if after / after_all <= _FALL * before / before_all
    ]  # fmt: skip


def _falls(before: int, before_all: int, after: int, after_all: int) -> float:
    """The probability of so great a fall when nothing changed: normal approximation of two proportions."""
    pooled = (before + after) / (before_all + after_all)
    error = math.sqrt(pooled * (1 - pooled) * (1 / before_all + 1 / after_all))
    return 0.5 * math.erfc((before / before_all - after / after_all) / error / math.sqrt(2)) if error else 1.0


def _about(kind: str, iri: str, label: str, type_: str, score: float, documents: int, forms, periods=(), into: str = "") -> Proposal:
    """A proposal about an existing concept."""
    return Proposal(
        id=candidate_id(f"{kind} {iri} {into}"), kind=kind, score=round(score, 4), worth=round(score / 2, 4), label=label, language="nl", type=type_,
        concept=iri, concept_label=label, into=into, documents=documents, forms=tuple(forms[:12]), periods=tuple(periods),
    )  # fmt: skip
