"""Two annotations of the same texts -> how far the annotators agree.

On spans: F1 of one annotator against the other (relaxed and same offsets; Hripcsak & Rothschild 2005), because kappa has no meaning where
there is no count of what neither marked. On labels of matched mentions: Cohen's kappa (1960). Both with bootstrap intervals.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .. import __version__
from ..errors import SkillstaalError
from .bootstrap import LEVEL, RESAMPLES, SEED, Figure, Sums, document_weights, percentiles, ratio, resampled_sums
from .gold import fingerprints, read_gold_records
from .matching import match_spans, span_of

LABELS = {"skills": ("type", "requirement", "evidence"), "bias": ("ground", "directness")}


def agree(first: Sequence[Path], second: Sequence[Path], ids: str = "all") -> dict:
    """The agreement on the texts that both have. Raises SkillstaalError when they share none, or when a text differs."""
    ours, theirs = ({record["id"]: record for record in read_gold_records(paths, ids)} for paths in (first, second))
    shared = [identifier for identifier in ours if identifier in theirs]
    if not shared:
        raise SkillstaalError(f"{second[0]} shares no id with {first[0]}; give a second annotation of the same texts")
    for identifier in shared:
        if ours[identifier]["text"] != theirs[identifier]["text"]:
            raise SkillstaalError(f"record {identifier} has another text in {second[0]} than in {first[0]}; both must annotate the same text")
    counts = [count_agreement(ours[identifier], theirs[identifier]) for identifier in shared]
    return {
        "measured": "agreement", "skillstaal": __version__, "gold": fingerprints([*first, *second]), "ids": ids,
        "intervals": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED}, "documents": len(shared),
        "headline": agreement_figures(resampled_sums(counts, document_weights(len(shared)))),
    }  # fmt: skip


def count_agreement(ours: dict, theirs: dict) -> Counter:
    """Counts of one text: spans of each annotator, matched ones, and pairs of labels (key, label name, ours, theirs)."""
    counts: Counter = Counter()
    for key, labels in LABELS.items():
        if key not in ours or key not in theirs or (key == "bias" and ours.get("kind") == "cv"):
            continue
        spans, their_spans = [span_of(item) for item in ours[key]], [span_of(item) for item in theirs[key]]
        pairs = match_spans(spans, their_spans)
        counts[key, "relaxed"] = 2 * len(pairs)
        counts[key, "strict"] = 2 * len(set(spans) & set(their_spans))
        counts[key, "spans"] = len(spans) + len(their_spans)
        for p, g in pairs:
            one, other = ours[key][p], theirs[key][g]
            for name in labels:
                if name in one and name in other:
                    counts[key, name, one[name], other[name]] += 1
            if "concepts" in one and "concepts" in other:
                counts[key, "concept of"] += 1
                counts[key, "concept right"] += bool(set(one["concepts"]) & set(other["concepts"])) or not (one["concepts"] or other["concepts"])
    return counts


def agreement_figures(sums: Sums) -> dict[str, dict]:
    """Name -> figure: F1 of spans, kappa of labels, and the share of matched mentions for which both accept a same concept."""
    found: dict[str, Figure | None] = {}
    for key, labels in LABELS.items():
        prefix = "mention" if key == "skills" else "wording"
        found[f"{prefix}_f1"] = ratio(sums[key, "relaxed"], sums[key, "spans"])
        found[f"{prefix}_strict_f1"] = ratio(sums[key, "strict"], sums[key, "spans"])
        found |= {f"{name}_kappa": kappa(sums, key, name) for name in labels}
    found["concept"] = ratio(sums["skills", "concept right"], sums["skills", "concept of"])
    return {name: figure.as_dict() for name, figure in found.items() if figure}


def kappa(sums: Sums, key: str, name: str) -> Figure | None:
    """Cohen's kappa of a label; None without pairs, and when both only ever used one and the same label."""
    cells = {place[2:]: values for place, values in sums.items() if place[:2] == (key, name) and len(place) == 4}
    if not cells:
        return None
    total = sum(cells.values())
    seen = sum((values for (one, other), values in cells.items() if one == other), np.zeros_like(total))
    labels = {label for cell in cells for label in cell}
    expected = sum(
        sum(values for cell, values in cells.items() if cell[0] == label) * sum(values for cell, values in cells.items() if cell[1] == label) for label in labels
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        values = (seen / total - expected / total**2) / (1 - expected / total**2)
    if not np.isfinite(values[0]):
        return None
    return Figure(float(values[0]), *percentiles(values[1:]), int(seen[0]), int(total[0]))
