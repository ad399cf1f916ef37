"""What each chart shows, described once and free of any toolkit; painters only draw it.

A chart speaks in days and in the metric's unit. Its axes are settled here, so that every painter
shows the same range with the same ticks: at most five, round, and cut only where that is honest
(a share or a level may be cut and then says so; a sum starts at 0).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from smsdata import display

MOST_TICKS = 5

# --- axes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The range of figures shown, its ticks and their labels; `note` says where it is cut."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    note: str | None

    def place(self, value: float) -> float:
        """Where a figure lies, 0 at the foot and 1 at the head; a figure outside is held there."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days shown, with labelled days: the first day of what a label names, or its last."""

    first: date
    last: date
    ticks: tuple[date, ...]
    labels: tuple[str, ...]

    def place(self, day: date) -> float:
        """Where a day lies, 0 at the left and 1 at the right; a day outside is held there."""
        length = max((self.last - self.first).days, 1)
        return min(max((day - self.first).days / length, 0.0), 1.0)


_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def _step(reach: float) -> float:
    """The smallest round step that needs at most four steps for a reach."""
    raw = reach / (MOST_TICKS - 1)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    return next(s for s in _STEPS if s * magnitude >= raw * (1 - 1e-9)) * magnitude


def _next_step(step: float) -> float:
    return _step(step * (MOST_TICKS - 1) * 1.01)


def value_axis(
    figures: Iterable[float | None],
    unit: str,
    *,
    from_zero: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
) -> ValueAxis:
    """An axis that holds all figures, within what the metric allows.

    It starts at 0 where asked to (sums), or where 0 is not far; otherwise it is cut and says so.
    """
    known = [figure for figure in figures if figure is not None and math.isfinite(figure)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    near_zero = low >= 0 and low <= 0.45 * high
    if from_zero or near_zero:
        low = min(low, 0.0)
        high = max(high, 0.0)
    if high - low < 1e-9 * max(1.0, abs(high)):
        room = abs(high) * 0.05 or 0.5
        low, high = (low if from_zero or near_zero else low - room), high + room
    step = _step(high - low)
    while True:
        foot = math.floor(low / step + 1e-9)
        head = math.ceil(high / step - 1e-9)
        if head - foot <= MOST_TICKS - 1:
            break
        step = _next_step(step)
    bottom, top = foot * step, head * step
    if minimum is not None and low >= minimum:
        bottom = max(bottom, minimum)
    if maximum is not None and high <= maximum:
        top = min(top, maximum)
    ticks = tuple(
        tick
        for tick in (round(k * step, 12) for k in range(foot, head + 1))
        if bottom - 1e-9 <= tick <= top + 1e-9
    )
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    labels = tuple(display.number(tick, decimals) for tick in ticks)
    cut = bottom > 0 or top < 0
    start = display.with_unit(display.number(bottom, decimals), unit)
    return ValueAxis(bottom, top, ticks, labels, display.axis_cut(start) if cut else None)


_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)


def time_axis(first: date, last: date, *, ends: bool = False) -> TimeAxis:
    """An axis over days, with at most five labelled months (or weeks, where it is short).

    A month's label stands at its first day; where what is drawn lies at the ends of periods
    (`ends`) at its last, so that a figure stands over the name of its own month.
    """
    if (last - first).days < 75:
        return _week_axis(first, last)
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in _MONTH_STEPS if months / s <= MOST_TICKS), _MONTH_STEPS[-1])
    # a last day is the day before the month that follows begins
    start, back = first.year * 12 + first.month - 1, timedelta(days=1 if ends else 0)
    if first.day > 1 or ends:
        start += 1
    start += -start % step
    ticks: list[date] = []
    while (day := date(start // 12, start % 12 + 1, 1) - back) <= last:
        ticks.append(day)
        start += step
    if len(ticks) > MOST_TICKS:
        ticks = ticks[-MOST_TICKS:]
    labels = tuple(f"{display.short_month(day)} {day.year}" for day in ticks)
    return TimeAxis(first, last, tuple(ticks), labels)


def _week_axis(first: date, last: date) -> TimeAxis:
    reach = (last - first).days
    step = next((s for s in (1, 2, 7, 14, 28) if reach / s <= MOST_TICKS), 28)
    ticks: list[date] = []
    day = first
    while day <= last and len(ticks) < MOST_TICKS:
        ticks.append(day)
        day += timedelta(days=step)
    return TimeAxis(
        first, last, tuple(ticks), tuple(f"{d.day} {display.short_month(d)}" for d in ticks)
    )


# --- what a chart is made of ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at the end of its period; None is a gap and stays one."""

    day: date
    value: float | None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of a target's path."""

    first: date
    last: date
    value_first: float
    value_last: float


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that happened to the target on a day, in a few words."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The straight trend from the last figure to the due date, with its 80 % interval there."""

    first: date
    value_first: float
    last: date
    value: float
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The natural process limits, drawn over the periods they were reckoned from."""

    first: date
    last: date
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A target's course: its figures against the path that they should keep.

    `observed` are the single periods where `points` are evaluated over several. `paths` has one
    path, or two for a range; each `band` is the tolerance beside it: the stretch of the path and
    of the far side. `former` is what was required until the target was changed after the fact.
    """

    title: str
    subtitle: str
    status: str
    points: tuple[Point, ...]
    observed: tuple[Point, ...]
    paths: tuple[tuple[Stretch, ...], ...]
    bands: tuple[tuple[tuple[Stretch, Stretch], ...], ...]
    former: tuple[Stretch, ...]
    limits: Limits | None
    forecast: Forecast | None
    flags: tuple[Flag, ...]
    values: ValueAxis
    days: TimeAxis
    last_label: str
    target_labels: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts that share their axes."""

    name: str
    points: tuple[Point, ...]
    last_label: str


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """The same measure for several services, on shared axes, beside what is required of all."""

    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    left_out: int
    path: tuple[Stretch, ...]
    values: ValueAxis
    days: TimeAxis


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A word-sized course; `low` and `high` bound its figures and the requirement."""

    values: tuple[float | None, ...]
    required: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One field of a two-by-two: its heading, what it means, and who stands in it, by status."""

    title: str
    meaning: str
    entries: tuple[tuple[str, str], ...]
    # The objective that each entry is of.
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Four fields by two questions: rows top to bottom, columns left to right."""

    title: str
    columns: tuple[str, str]
    rows: tuple[str, str]
    fields: tuple[tuple[Quadrant, Quadrant], tuple[Quadrant, Quadrant]]
    aside: tuple[str, ...]


# --- building blocks -----------------------------------------------------------------------------


def stretches(
    points: Sequence[tuple[date, float]], linear: bool, first: date, last: date
) -> tuple[Stretch, ...]:
    """A target's path between two days: level from point to point, or straight where `linear`."""
    found = []
    for (day, value), following in zip(points, [*points[1:], None], strict=True):
        end = following[0] if following else last
        slope = 0.0
        if following and linear:
            slope = (following[1] - value) / (following[0] - day).days
        if end <= first or day >= last:
            continue
        left, right = max(day, first), min(end, last)
        found.append(
            Stretch(
                left,
                right,
                value + slope * (left - day).days,
                value + slope * (right - day).days,
            )
        )
    return tuple(found)


def shifted(path: Sequence[Stretch], by: float) -> tuple[tuple[Stretch, Stretch], ...]:
    """A path beside itself, `by` away: the two sides of a band."""
    return tuple((s, Stretch(s.first, s.last, s.value_first + by, s.value_last + by)) for s in path)


def within(
    low: float, high: float, minimum: float | None, maximum: float | None
) -> tuple[float, float]:
    """A usual range as far as a metric can reach: no share is above 100 %."""
    return (
        low if minimum is None else max(low, minimum),
        high if maximum is None else min(high, maximum),
    )


def sparkline(values: Sequence[float | None], required: float | None = None) -> Sparkline | None:
    """A sparkline, or None where there are fewer than two figures."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    bounds = known if required is None else [*known, required]
    return Sparkline(tuple(values), required, min(bounds), max(bounds))
