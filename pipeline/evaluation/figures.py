"""Sums of counts -> the figures that ``skillstaal evaluate`` prints: headline figures and those of groups, with intervals."""

from dataclasses import dataclass

import numpy as np

from .bootstrap import Figure, Sums, mean, ratio


@dataclass(frozen=True, slots=True)
class Named:
    """A headline figure: its name in the JSON, how it is called in the table, and which counts it is the share of."""

    name: str
    label: str
    right: str
    total: str = ""
    higher_is_better: bool = True


SKILLS = (
    Named("mention_precision", "mentions, relaxed: precision", "predicted right", "predicted"),
    Named("mention_recall", "mentions, relaxed: recall", "gold right", "gold"),
    Named("mention_f1", "mentions, relaxed: F1", "f1"),
    Named("strict_precision", "mentions, same offsets: precision", "strict", "predicted"),
    Named("strict_recall", "mentions, same offsets: recall", "strict", "gold"),
    Named("strict_f1", "mentions, same offsets: F1", "strict f1"),
    Named("type", "type right, of matched mentions", "type right", "type of"),
    Named("requirement", "requirement right, of matched mentions", "requirement right", "requirement of"),
    Named("evidence", "evidence right, of matched mentions in CVs", "evidence right", "evidence of"),
    Named("link_acceptable", "concept acceptable, of matched mentions that have one", "link right", "link of"),
    Named("right_of_linked", "concept right, of those linked", "linked right", "linked of"),
    Named("nil_precision", "NIL right, of those predicted NIL", "NIL right", "NIL of"),
    Named("nil_recall", "NIL found, of those that are NIL in gold", "gold NIL right", "gold NIL of"),
    Named("calibration_error", "calibration error of confidence", "calibration", higher_is_better=False),
    Named("experience_years", "minimum years of experience right", "experience right", "experience of"),
    Named("occupation_title", "occupation title found", "occupation right", "occupation of"),
)
WORDING = (
    Named("wording_precision", "wording: precision", "wording predicted right", "wording predicted"),
    Named("wording_recall", "wording: recall of strong ones", "wording gold right", "wording gold"),
    Named("wording_f1", "wording: F1", "wording f1"),
    Named("ground", "ground right, of matched flags", "wording ground right", "wording ground of"),
    Named("directness", "directness right, of matched flags", "wording directness right", "wording directness of"),
    Named("clean_documents", "texts without bias that stay clean", "wording clean right", "wording clean of"),
    Named("clean_traps", "traps without a false flag", "wording traps right", "wording traps of"),
)
TERMS = (
    Named("mrr", "mean reciprocal rank (MRR)", "reciprocal rank", "terms"),
    Named("hit_1", "right concept first (hit@1)", "hit 1", "terms"),
    Named("hit_5", "right concept among the first five (hit@5)", "hit 5", "terms"),
    Named("calibration_error", "calibration error of confidence", "calibration", higher_is_better=False),
    Named("reachable", "terms with a right concept in the release", "reachable", "terms"),
)
BY_NAME = {figure.name: figure for figure in (*SKILLS, *WORDING, *TERMS)}

ALL = ("all", "all")
_F1 = {
    "f1": ("predicted right", "predicted", "gold right", "gold"),
    "strict f1": ("strict", "predicted", "strict", "gold"),
    "wording f1": ("wording predicted right", "wording predicted", "wording gold right", "wording gold"),
}


def headline(sums: Sums, named: tuple[Named, ...], calibration: Figure | None = None) -> dict[str, dict]:
    """Name -> figure, in the order of ``named``; what could not be judged on these texts is left out."""
    found = {figure.name: calibration if figure.right == "calibration" else _figure(sums, ALL, figure.right, figure.total) for figure in named}
    return {name: figure.as_dict() for name, figure in found.items() if figure}


def _figure(sums: Sums, place: tuple[str, str], right: str, total: str) -> Figure | None:
    if right.endswith("f1"):
        return f1_figure(*(sums[*place, name] for name in _F1[right]))
    if right == "reciprocal rank":
        return mean(sums[*place, right] / np.maximum(sums[*place, total], 1), sums[*place, total][0])
    return ratio(sums[*place, right], sums[*place, total])


def f1_figure(hits: np.ndarray, predicted: np.ndarray, recalled: np.ndarray, gold: np.ndarray) -> Figure | None:
    """The harmonic mean of ``hits`` of ``predicted`` and ``recalled`` of ``gold``; 0 when nothing is found of what there is."""
    below = hits * gold + recalled * predicted
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(below > 0, 2 * hits * recalled / below, np.where(predicted + gold > 0, 0.0, np.nan))
    return mean(values, (predicted[0] + gold[0]) / 2)


def mention_groups(sums: Sums, facets: tuple[str, ...]) -> dict[str, dict[str, dict]]:
    """Facet -> value -> figures of the skills of that type, section, language or kind."""
    return _groups(sums, facets, (*SKILLS[:3], *(figure for figure in SKILLS if figure.name in ("type", "requirement", "link_acceptable"))))


def wording_groups(sums: Sums, facets: tuple[str, ...]) -> dict[str, dict[str, dict]]:
    """Facet -> value -> figures of the flags of that ground or directness, or in traps."""
    return _groups(sums, facets, WORDING[:3])


def term_groups(sums: Sums, facets: tuple[str, ...]) -> dict[str, dict[str, dict]]:
    """Facet -> value -> ranking figures."""
    return _groups(sums, facets, TERMS[:3])


def _groups(sums: Sums, facets: tuple[str, ...], named: tuple[Named, ...]) -> dict[str, dict[str, dict]]:
    found = {}
    for facet in facets:
        for value in sorted({name[1] for name in sums if name[0] == facet}):
            figures = {figure.name: _figure(sums, (facet, value), figure.right, figure.total) for figure in named}
            found.setdefault(facet, {})[value] = {name: figure.as_dict() for name, figure in figures.items() if figure}
    return found
