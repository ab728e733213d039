"""Periods and durations in every notation that CVs use."""

import pytest

from pipeline.cv.dates import duration, merged_months, month_number, periods

NOW = month_number("2026-11")


@pytest.mark.parametrize(
    "text, start, until, ongoing, months",
    [
        ("2019-heden", "2019", None, True, 89),
        ("sept. '19 – nu", "2019-09", None, True, 87),
        ("03/2018 t/m 12/2020", "2018-03", "2020-12", False, 34),
        ("van maart 2015 tot 2018", "2015-03", "2018", False, 40),
        ("feb-juni 2024", "2024-02", "2024-06", False, 5),
        ("February – July 2015", "2015-02", "2015-07", False, 6),
        ("01-09-2015 t/m 31-08-2018", "2015-09", "2018-08", False, 36),
        ("2018-03 – 2020-12", "2018-03", "2020-12", False, 34),
        ("– 2021 to date – Producer", "2021", None, True, 65),
        ("Sinds 2011 ben ik engineer", "2011", None, True, 185),
        ("2022/23 voorzitter", "2022-08", "2023-07", False, 12),
        ("medio 2018 - eind 2019", "2018-06", "2019-11", False, 18),
        ("2012 – 2017", "2012", "2017", False, 60),
        ("2015 - 2015", "2015", "2015", False, 6),
        ("maart 2015 - maart 2015", "2015-03", "2015-03", False, 1),
        ("2020 –", "2020", None, True, 77),
    ],
)
def test_a_period_in_its_notation(text, start, until, ongoing, months):
    (found,) = periods(text)
    assert (found.from_text, found.until_text, found.ongoing) == (start, until, ongoing)
    first, last = found.span(NOW)
    assert last - first == months


@pytest.mark.parametrize("text", ["06-2233 4455", "NEN 3140", "salaris 1500 tot 2500", "ISO 27001", "2100 euro"])
def test_other_numbers_are_no_dates(text):
    assert [p for p in periods(text) if p.is_range] == []


@pytest.mark.parametrize("text, months", [("2 jaar", 24), ("(10 maanden)", 10), ("2 x 5 maanden", 10), ("anderhalf jaar ervaring", 18), ("ruim twaalf jaar", 144), ("three years", 36)])
def test_a_duration_that_is_said(text, months):
    assert duration(text)[0] == months


def test_an_age_is_no_duration():
    assert duration("Ik ben 41 jaar oud") is None


def test_what_overlaps_counts_once():
    assert merged_months([(0, 24), (12, 36), (40, 41)]) == 37
    assert merged_months([]) == 0
