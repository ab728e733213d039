"""Confidences and what came of them -> expected calibration error over ten equal-count bins (Naeini et al. 2015).

Outcomes of a statement: RIGHT, WRONG (a true mention, the wrong concept), FALSE (no mention) and OPEN (a true mention whose link gold
does not judge). Right and wrong ones stand in for the open ones: their weight is raised.
"""

from collections.abc import Sequence

import numpy as np

from .bootstrap import Figure, percentiles

RIGHT, WRONG, FALSE, OPEN = range(4)
BINS = 10


def calibration_errors(confidence: np.ndarray, outcomes: np.ndarray, units: np.ndarray, weights: np.ndarray, bins: int = BINS) -> np.ndarray:
    """The calibration error of each row of ``weights``; nan where no statement is judged.

    ``units``: the number of the document that each statement stands in; ``weights``: rows x documents, how often each counts.
    """
    order = np.argsort(confidence, kind="stable")
    confidence, outcomes, units = confidence[order], outcomes[order], units[order]
    judged, still_open = outcomes != OPEN, units[outcomes == OPEN]
    confidence, outcomes, units = confidence[judged], outcomes[judged], units[judged]
    gaps, true = (outcomes == RIGHT) - confidence, outcomes != FALSE
    errors = np.full(len(weights), np.nan)
    for row, counts in enumerate(weights):
        times = counts[units]
        judged_links = times[true].sum()
        stand_in = counts[still_open].sum() / judged_links if judged_links else 0.0
        raised = times * np.where(true, 1 + stand_in, 1.0)
        if not raised.any():
            continue
        upto = np.concatenate(([0], np.cumsum(times)))
        edges = np.floor(upto[-1] * np.arange(bins + 1) / bins)
        summed = np.interp(edges, upto, np.concatenate(([0], np.cumsum(raised * gaps))))
        errors[row] = np.abs(np.diff(summed)).sum() / raised.sum()
    return errors


def calibration_figure(points: Sequence[tuple[int, float, int]], weights: np.ndarray) -> Figure | None:
    """The calibration error of (document number, confidence, outcome) points, with its interval; None when none is judged.

    Resampling adds noise to every bin and so raises the mean of absolute gaps; the interval is moved back by as much.
    """
    if not any(outcome != OPEN for _, _, outcome in points):
        return None
    units, confidence, outcomes = (np.array(column) for column in zip(*points))
    errors = calibration_errors(confidence, outcomes, units, weights)
    value, resamples = float(errors[0]), errors[1:][np.isfinite(errors[1:])]
    low, high = (end - float(resamples.mean() - value) for end in percentiles(resamples))
    return Figure(value, max(0.0, min(low, value)), max(high, value))
