"""Chart specs: honest axes, paths of targets, gaps that stay gaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdata import charts

figures = st.lists(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)), min_size=1, max_size=40
)


@given(figures, st.booleans())
def test_an_axis_holds_every_figure_with_at_most_five_round_ticks(values, from_zero):
    axis = charts.value_axis(values, "%", from_zero=from_zero)
    slack = 1e-8 * (axis.high - axis.low)
    assert axis.low <= min(values) + slack
    assert axis.high >= max(values) - slack
    assert axis.low < axis.high
    assert 1 <= len(axis.ticks) <= charts.MOST_TICKS
    assert len(set(axis.labels)) == len(axis.ticks) == len(axis.labels)
    assert all(axis.low - 1e-9 <= tick <= axis.high + 1e-9 for tick in axis.ticks)


@given(figures)
def test_the_axis_of_a_sum_starts_at_zero(values):
    axis = charts.value_axis(values, "calls", from_zero=True)
    assert axis.low <= 0 <= axis.high
    assert axis.note is None


def test_a_cut_axis_says_where_it_starts():
    axis = charts.value_axis([92.0, 97.5], "%", maximum=100.0)
    assert axis.low > 0
    assert axis.note is not None
    assert str(round(axis.low)) in axis.note
    assert axis.high <= 100


def test_an_axis_is_not_cut_where_zero_is_near():
    assert charts.value_axis([2.0, 9.0], "hours").low == 0


def test_one_figure_alone_still_has_an_axis():
    axis = charts.value_axis([95.0, 95.0], "%")
    assert axis.low < 95 < axis.high


def test_what_lies_at_the_ends_of_periods_stands_over_the_name_of_its_own_month():
    axis = charts.time_axis(date(2026, 5, 31), date(2026, 10, 31), ends=True)
    assert len(axis.ticks) >= 3
    assert all((day + timedelta(days=1)).day == 1 for day in axis.ticks)
    for day, label in zip(axis.ticks, axis.labels, strict=True):
        assert label == f"{day:%b} 2026"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 12_000), st.booleans())
def test_a_time_axis_has_at_most_five_labels_within_its_days(first, length, ends):
    axis = charts.time_axis(first, first + timedelta(days=length), ends=ends)
    assert len(axis.ticks) <= charts.MOST_TICKS
    assert all(axis.first <= tick <= axis.last for tick in axis.ticks)
    assert axis.place(axis.first) == 0
    assert axis.place(axis.last) == (1 if length else 0)


def test_a_stepped_path_holds_each_point_until_the_next():
    path = charts.stretches(
        [(date(2026, 1, 1), 90.0), (date(2026, 7, 1), 95.0)],
        False,
        date(2026, 4, 1),
        date(2026, 9, 30),
    )
    assert [(s.first, s.value_first, s.value_last) for s in path] == [
        (date(2026, 4, 1), 90.0, 90.0),
        (date(2026, 7, 1), 95.0, 95.0),
    ]
    assert path[-1].last == date(2026, 9, 30)


def test_a_linear_path_runs_straight_and_stays_flat_after_its_last_point():
    path = charts.stretches(
        [(date(2026, 1, 1), 0.0), (date(2026, 1, 11), 10.0)],
        True,
        date(2026, 1, 6),
        date(2026, 1, 21),
    )
    assert (path[0].value_first, path[0].value_last) == (5.0, 10.0)
    assert (path[1].value_first, path[1].value_last) == (10.0, 10.0)


def test_a_path_before_its_first_point_is_no_path():
    points = [(date(2027, 1, 1), 1.0)]
    assert charts.stretches(points, False, date(2026, 1, 1), date(2026, 2, 1)) == ()


@pytest.mark.parametrize("values", [[], [1.0], [None, 1.0, None]])
def test_a_sparkline_needs_two_figures(values):
    assert charts.sparkline(values) is None


def test_a_sparkline_keeps_its_gaps_and_reaches_to_the_requirement():
    spec = charts.sparkline([1.0, None, 3.0], 9.0)
    assert spec is not None
    assert spec.values == (1.0, None, 3.0)
    assert (spec.low, spec.high) == (1.0, 9.0)


def test_a_usual_range_ends_where_the_metric_does():
    assert charts.within(-3.0, 104.0, 0.0, 100.0) == (0.0, 100.0)
    assert charts.within(-3.0, 104.0, None, None) == (-3.0, 104.0)
    assert charts.within(40.0, 60.0, 0.0, 100.0) == (40.0, 60.0)
