"""Intervals: over documents, reproducible, as wide as they should be; calibration error against its plain definition."""

import numpy as np
import pytest

from pipeline.evaluation.bootstrap import RESAMPLES, document_weights, mean, ratio, resampled_sums, wilson
from pipeline.evaluation.calibration import FALSE, OPEN, RIGHT, WRONG, calibration_by_chance, calibration_errors, calibration_figure
from pipeline.evaluation.figures import f1_figure


def share_of(counts, right="right", total="total"):
    sums = resampled_sums(counts, document_weights(len(counts)))
    return ratio(sums[right], sums[total])


def test_a_resample_draws_as_many_documents_as_there_are():
    weights = document_weights(30)
    assert weights.shape == (1 + RESAMPLES, 30)
    assert (weights[0] == 1).all() and (weights.sum(axis=1) == 30).all()
    assert weights[1:].mean() == 1 and abs(weights[1:].var() - (1 - 1 / 30)) < 0.02
    assert (weights == document_weights(30)).all() and (weights != document_weights(30, seed=1)).any()


def test_sums_are_those_of_the_documents_drawn():
    weights = np.array([[1, 1, 1], [2, 0, 1]])
    sums = resampled_sums([{"a": 1}, {"a": 10, "b": 5}, {"b": 7}], weights)
    assert sums["a"].tolist() == [11, 2] and sums["b"].tolist() == [12, 7] and sums["c"].tolist() == [0, 0]


def test_the_interval_of_independent_documents_is_the_analytic_one():
    found = share_of([{"right": number % 2, "total": 1} for number in range(400)])
    assert (found.value, found.right, found.total) == (0.5, 200, 400)
    assert found.low == pytest.approx(0.451, abs=0.006) and found.high == pytest.approx(0.549, abs=0.006)


def test_mentions_of_one_document_do_not_count_as_independent():
    alone = share_of([{"right": number % 2, "total": 1} for number in range(200)])
    together = share_of([{"right": 10 * (number % 2), "total": 10} for number in range(20)])
    assert together.value == alone.value
    assert together.high - together.low > 2.5 * (alone.high - alone.low)


def test_all_right_is_no_proof_of_perfection():
    few, many = share_of([{"right": 1, "total": 1}] * 3), share_of([{"right": 1, "total": 1}] * 300)
    assert few.high == many.high == 1
    assert few.low == pytest.approx(0.4385, abs=1e-3) and many.low > 0.98
    assert share_of([{"right": 0, "total": 5}]).low == 0
    assert wilson(0.5, 100) == (pytest.approx(0.4038, abs=1e-3), pytest.approx(0.5962, abs=1e-3))


def test_nothing_to_judge_is_no_figure():
    assert share_of([{"other": 1}, {}]) is None
    assert mean(np.array([0.0, 0.0]), 0) is None


def test_resamples_without_cases_are_left_out():
    found = share_of([{"right": 1, "total": 2}, {}, {}, {}])
    assert (found.value, found.total) == (0.5, 2) and 0 < found.low < 0.5 < found.high < 1


def test_f1_is_the_harmonic_mean():
    def f1(*sums):
        found = f1_figure(*(np.array([value, value], dtype=float) for value in sums))
        return found and found.value

    assert f1(3, 4, 3, 6) == pytest.approx(0.6)
    assert f1(2, 4, 5, 5) == pytest.approx(2 * 0.5 / 1.5)
    assert f1(0, 4, 0, 6) == f1(0, 0, 0, 6) == f1(0, 4, 0, 0) == 0
    assert f1(0, 0, 0, 0) is None


def test_rounding_for_json():
    assert share_of([{"right": 1, "total": 3}, {"right": 1, "total": 3}]).as_dict()["value"] == 0.3333


# --- calibration ----------------------------------------------------------------------------------------------------------


def plain_error(points, bins=10):
    """Expected calibration error as it is defined, without weights."""
    points = sorted(points, key=lambda point: point[0])
    error = 0.0
    for number in range(bins):
        part = points[len(points) * number // bins : len(points) * (number + 1) // bins]
        error += abs(sum((outcome == RIGHT) - confidence for confidence, outcome in part)) / len(points)
    return error


def error_of(points, weights=None, bins=10):
    units, confidence, outcomes = (np.array(column) for column in zip(*((number, *point) for number, point in enumerate(points))))
    weights = np.ones((1, len(points))) if weights is None else np.array([weights], dtype=float)
    return calibration_errors(confidence, outcomes, units, weights, bins)[0]


@pytest.mark.parametrize("size", [1, 7, 10, 23, 240])
def test_calibration_error_is_the_mean_gap_over_equal_count_bins(size):
    random = np.random.default_rng(size)
    points = [(float(confidence), RIGHT if right else FALSE) for confidence, right in zip(random.random(size), random.random(size) < 0.6)]
    assert error_of(points) == pytest.approx(plain_error(points))


def test_simple_calibration_errors():
    assert error_of([(0.5, RIGHT), (0.5, WRONG)], bins=1) == pytest.approx(0)
    assert error_of([(0.9, FALSE)] * 10) == pytest.approx(0.9)
    assert error_of([(0.9, RIGHT)] * 9 + [(0.9, FALSE)], bins=1) == pytest.approx(0)


def test_a_document_drawn_twice_is_one_that_stands_there_twice():
    points = [(0.1 * number, RIGHT if number % 3 else FALSE) for number in range(1, 10)]
    times = [0, 2, 1, 3, 0, 1, 1, 2, 1]
    repeated = [point for point, count in zip(points, times) for _ in range(count)]
    assert error_of(points, times) == pytest.approx(plain_error(repeated))


def test_open_links_are_stood_in_for_by_decided_ones():
    assert error_of([(0.8, RIGHT), (0.8, OPEN), (0.8, OPEN), (0.8, OPEN), (0.8, FALSE)], bins=1) == pytest.approx(0)
    assert np.isnan(error_of([(0.8, OPEN)]))
    assert calibration_figure([(0, 0.8, OPEN)], document_weights(1)) is None
    assert calibration_figure([], document_weights(1)) is None


def test_the_interval_of_the_calibration_error_holds_its_value():
    random = np.random.default_rng(3)
    points = [(unit, 0.7, RIGHT if right else FALSE) for unit in range(50) for right in random.random(8) < 0.7]
    found = calibration_figure(points, document_weights(50))
    assert 0 <= found.low <= found.value <= found.high < 0.2
    far = calibration_figure([(unit, 0.7, FALSE) for unit, *_ in points], document_weights(50))
    assert (far.low, far.value, far.high) == pytest.approx((0.7, 0.7, 0.7))


def test_few_statements_seem_badly_calibrated_by_chance():
    random = np.random.default_rng(5)

    def exact(size):
        return [(unit % 40, float(confidence), RIGHT if random.random() < confidence else WRONG) for unit, confidence in enumerate(random.uniform(0.2, 0.9, size))]

    few, many = calibration_by_chance(exact(100)), calibration_by_chance(exact(20_000))
    assert 0.08 < few < 0.2 and many < 0.015
    points = exact(3000)
    found = calibration_figure(points, document_weights(40))
    assert found.by_chance == calibration_by_chance(points) and 0.5 * found.by_chance < found.value < 2 * found.by_chance
    assert found.as_dict()["by_chance"] == round(found.by_chance, 4)
    wrong = calibration_figure([(unit, min(1.0, confidence + 0.15), outcome) for unit, confidence, outcome in points], document_weights(40))
    assert wrong.value > 3 * wrong.by_chance
