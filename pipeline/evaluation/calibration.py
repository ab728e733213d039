"""Confidences and what came of them -> expected calibration error over ten equal-count bins (Naeini et al. 2015).

Outcomes of a statement: RIGHT, WRONG (a true mention, the wrong concept), FALSE (no mention) and OPEN (a true mention whose link gold
does not judge). Right and wrong ones stand in for the open ones: their weight is raised.
"""

from collections.abc import Sequence

import numpy as np

from .bootstrap import SEED, Figure, percentiles

RIGHT, WRONG, FALSE, OPEN = range(4)
BINS = 10
TRIALS = 400
Points = Sequence[tuple[int, float, int]]  # (document number, confidence, outcome)


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


def calibration_figure(points: Points, weights: np.ndarray) -> Figure | None:
    """The calibration error of the points, with its interval; None when none is judged.

    Resampling adds noise to every bin and so raises the mean of absolute gaps; the interval is moved back by as much.
    """
    if not any(outcome != OPEN for _, _, outcome in points):
        return None
    units, confidence, outcomes = (np.array(column) for column in zip(*points))
    errors = calibration_errors(confidence, outcomes, units, weights)
    value, resamples = float(errors[0]), errors[1:][np.isfinite(errors[1:])]
    low, high = (end - float(resamples.mean() - value) for end in percentiles(resamples))
    return Figure(value, max(0.0, min(low, value)), max(high, value), by_chance=calibration_by_chance(points))


def calibration_by_chance(points: Points) -> float:
    """The calibration error to be expected of these statements if their confidences were exact; some must be judged.

    The mean of absolute gaps is above 0 even then, the more so the fewer statements there are (Roelofs et al. 2022, "Mitigating Bias in Calibration
    Error Estimation"): outcomes are drawn by the confidences, and what is not right is no mention as often as it is here.
    """
    units, confidence, outcomes = (np.array(column) for column in zip(*points))
    no_mention = (outcomes == FALSE).sum() / max(1, ((outcomes == FALSE) | (outcomes == WRONG)).sum())
    random = np.random.default_rng(SEED)
    once = np.ones((1, units.max() + 1))
    errors = []
    for _ in range(TRIALS):
        right, none = random.random((2, len(points))) < np.stack([confidence, np.full(len(points), no_mention)])
        drawn = np.where(right, RIGHT, np.where(none, FALSE, WRONG))
        errors.append(calibration_errors(confidence, np.where(outcomes == OPEN, OPEN, drawn), units, once)[0])
    return float(np.mean(errors))
