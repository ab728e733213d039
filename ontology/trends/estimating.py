"""Counts over time -> intervals, slopes, tests and verdicts. Arrays only; a series is a row, a cell (a period of one span) a column.

Sources: Wilson, Probable inference, JASA 22 (1927), for intervals of shares; Cochran, Biometrics 10 (1954), and Armitage, Biometrics 11
(1955), for the test of a trend in proportions; Mantel, JASA 58 (1963), for its sum over strata, which here are spans with the same
measuring, so that a jump between spans says nothing; McCullagh and Nelder, Generalized Linear Models (1989), ch. 4.5, for dispersion;
Benjamini and Hochberg, JRSS B 57 (1995), for many tests; Schuirmann, J. Pharmacokin. Biopharm. 15 (1987), for showing that nothing changes.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.05  # false-discovery rate, and 1 - coverage of intervals
STABLE = 1.25  # odds that change by less than this factor over the whole time are stable
LEAST = 10  # texts that ask, and that do not, over the whole time, for a test
OWN_DISPERSION = 4  # degrees of freedom from which a series has a dispersion of its own
VERDICTS = ("rising", "declining", "stable", "unclear", "too_few")
_ROUNDS, _STEP = 40, 2.0
_STEEPEST = 12.0  # of a slope in log odds over the whole time; where all of what is asked lies on one side


@dataclass(frozen=True, slots=True)
class Slopes:
    """One figure a series. ``slope``, ``low`` and ``high``: log odds a year; ``change``: log odds over the whole time with the 90% interval
    ``change_low`` to ``change_high``. All are not a number where there was too little to test."""

    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    change: np.ndarray
    change_low: np.ndarray
    change_high: np.ndarray
    dispersion: np.ndarray
    p: np.ndarray


def wilson(asking: np.ndarray, texts: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """The score interval of ``asking / texts``, 0-1; 0 to 1 where there are no texts."""
    z = stats.norm.isf(level / 2)
    some = np.maximum(texts, 1)
    share = asking / some
    middle = (share + z * z / (2 * some)) / (1 + z * z / some)
    half = z / (1 + z * z / some) * np.sqrt(share * (1 - share) / some + z * z / (4 * some * some))
    return np.where(texts > 0, np.clip(middle - half, 0, 1), 0.0), np.where(texts > 0, np.clip(middle + half, 0, 1), 1.0)


def slopes(asking: np.ndarray, texts: np.ndarray, times: np.ndarray, spans: np.ndarray) -> Slopes:
    """Tests every row of ``asking`` (series x cells) of ``texts`` (cells), at ``times`` (years), for a slope that the ``spans`` (a number a cell) share."""
    used = texts > 0
    asking, texts, times, spans = asking[:, used].astype(float), texts[used].astype(float), times[used].astype(float), spans[used]
    member = (spans[:, None] == np.unique(spans)[None, :]).astype(float)  # cells x spans
    member = member[:, member.sum(axis=0) > 1]  # a span of one cell says nothing of a slope
    kept = member.any(axis=1)
    asking, texts, times, member = asking[:, kept], texts[kept], times[kept], member[kept]
    whole = float(np.ptp(times)) if len(times) else 0.0
    total = asking.sum(axis=1)
    enough = (total >= LEAST) & (texts.sum() - total >= LEAST) & (len(np.unique(times)) >= 3)
    nothing = np.full(len(asking), np.nan)
    if not enough.any():
        return Slopes(*(nothing.copy() for _ in range(8)))
    some = asking[enough]
    score, variance = _score(some, texts, times, member)
    slope, expected = _fit(some, texts, times, member, whole)
    freedom = len(times) - member.shape[1] - 1
    dispersion = _dispersion(some, texts, expected, freedom)
    z = np.divide(score, np.sqrt(variance * dispersion), out=np.zeros_like(score), where=variance > 0)
    spread = stats.t(freedom) if freedom >= OWN_DISPERSION else stats.norm
    p = 2 * spread.sf(np.abs(z))
    weights = texts * expected * (1 - expected)
    error = np.sqrt(dispersion / np.maximum(_information(weights, times, member), 1e-12))
    wide, narrow = spread.isf(LEVEL / 2) * error, spread.isf(LEVEL) * error
    found = [slope, slope - wide, slope + wide, slope * whole, (slope - narrow) * whole, (slope + narrow) * whole, dispersion, p]
    columns = [nothing.copy() for _ in found]
    for column, values in zip(columns, found):
        column[enough] = values
    return Slopes(*columns)


def corrected(p: np.ndarray) -> np.ndarray:
    """The q-values of all tests that were made together; not a number where none was made."""
    q, tested = p.copy(), np.isfinite(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested], method="bh")
    return q


def verdicts(found: Slopes, q: np.ndarray) -> list[str]:
    """For each series one of VERDICTS: rising or declining when the test says so, stable when the change is surely small, else nobody knows."""
    small = np.maximum(-found.change_low, found.change_high) < np.log(STABLE)
    named = np.select([np.isnan(q), (q < LEVEL) & (found.slope > 0), q < LEVEL, small], ["too_few", "rising", "declining", "stable"], "unclear")
    return named.tolist()


def _score(asking: np.ndarray, texts: np.ndarray, times: np.ndarray, member: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mantel's sum over spans of Cochran and Armitage's statistic, and its variance when there is no trend."""
    sizes = texts @ member
    shares = asking @ member / sizes
    middles = (texts * times) @ member / sizes
    away = times - member @ middles
    score = asking @ away
    spread = (texts * away**2) @ member * sizes / np.maximum(sizes - 1, 1)
    return score, (shares * (1 - shares)) @ spread


def _fit(asking: np.ndarray, texts: np.ndarray, times: np.ndarray, member: np.ndarray, whole: float) -> tuple[np.ndarray, np.ndarray]:
    """(slopes, expected shares) of logistic regressions with a level a span and one slope, by Newton's method for all series at once."""
    away = times - member @ ((texts * times) @ member / (texts @ member))
    shares = (asking @ member + 0.5) / (texts @ member + 1)
    levels, slope = np.log(shares / (1 - shares)), np.zeros(len(asking))
    steepest = _STEEPEST / max(whole, 1e-9)
    for _ in range(_ROUNDS):
        expected = _logistic(levels @ member.T + slope[:, None] * away)
        weights = np.maximum(texts * expected * (1 - expected), 1e-12)
        left = asking - texts * expected
        own, mixed = weights @ member, (weights * away) @ member
        curve = np.maximum(weights @ away**2 - (mixed**2 / own).sum(axis=1), 1e-12)
        step = np.clip((left @ away - (mixed * (left @ member) / own).sum(axis=1)) / curve, -_STEP / max(whole, 1e-9), _STEP / max(whole, 1e-9))
        levels = levels + np.clip((left @ member - mixed * step[:, None]) / own, -_STEP, _STEP)
        slope = np.clip(slope + step, -steepest, steepest)
        if np.abs(step).max() * whole < 1e-8:
            break
    return slope, _logistic(levels @ member.T + slope[:, None] * away)


def _logistic(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def _information(weights: np.ndarray, times: np.ndarray, member: np.ndarray) -> np.ndarray:
    """What the cells know of the slope, when every span has its own level."""
    mixed = (weights * times) @ member
    return weights @ times**2 - (mixed**2 / np.maximum(weights @ member, 1e-12)).sum(axis=1)


def _dispersion(asking: np.ndarray, texts: np.ndarray, expected: np.ndarray, freedom: int) -> np.ndarray:
    """How much more the cells vary than independent texts would, at least 1: of each series, or with few cells of all together."""
    if freedom < 1:
        return np.ones(len(asking))
    variance = np.maximum(texts * expected * (1 - expected), 1e-9)
    found = ((asking - texts * expected) ** 2 / variance).sum(axis=1) / freedom
    return np.maximum(1.0, found if freedom >= OWN_DISPERSION else np.full(len(asking), found.mean()))
