"""The charts of a review, made from its measures: what `charts` describes, filled with figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from smsdata import charts, display
from smsdata.board import MetricPeriod, TargetPeriod, TargetStatus
from smsdata.charts import Flag, Forecast, Limits, Panel, Point, Stretch, Trajectory
from smsdata.periods import first_of
from smsdata.review import GOOD, UNDER_WAY, ManagementReview, Measure, TargetKey, target_change

# How far back a chart looks, in months, by how often its metric is read.
_MONTHS_BACK = {
    "daily": 12,
    "weekly": 24,
    "monthly": 36,
    "quarterly": 60,
    "half-yearly": 84,
    "yearly": 120,
}
# How much of its history a chart may look ahead.
_AHEAD = 0.4

MOST_PANELS = 12
_WHOLE, _SERVICE, _PANELS = "whole", "service", "panels"
SPARK_PERIODS = 24


@dataclass
class ReviewCharts:
    """Makes the charts of one review; a metric keeps its scale in all of them.

    Where they are looked at beside those of another review, they have room for its figures too.
    """

    review: ManagementReview
    beside: ManagementReview | None = None
    _axes: dict[tuple[str, str], charts.ValueAxis] = field(default_factory=dict)
    _courses: dict[TargetKey, _Course | None] = field(default_factory=dict)

    # --- one measure ---

    def trajectory(self, measure: Measure) -> Trajectory | None:
        """A measure's course against its target; None where there is no figure to show."""
        course = self._course(measure)
        if course is None or measure.status.evaluated_on is None:
            return None
        labels = _bound_labels(measure, course)
        return Trajectory(
            title=_finding(measure, self.review.last),
            subtitle=display.chart_subtitle(
                measure.name,
                measure.metric.unit,
                measure.metric.frequency,
                measure.target.evaluation,
                measure.target.evaluation_periods,
                display.span_of_months(course.first, self.review.last),
            ),
            status=measure.status.status,
            points=course.points,
            observed=course.observed,
            paths=course.paths,
            bands=course.bands,
            former=course.former,
            limits=course.limits,
            forecast=course.forecast,
            flags=_flags(measure, course.first, self.review.last),
            values=self._axis(measure.key.metric, _level(measure)),
            days=charts.time_axis(course.first, course.last, ends=True),
            last_label=measure.actual,
            target_labels=labels[: len(course.paths)],
            notes=_notes(self._axis(measure.key.metric, _level(measure)), course, measure),
        )

    def panels(self, measure: Measure) -> charts.SmallMultiples | None:
        """The services behind a measure that looks at all of them; None where there are none."""
        course = self._course(measure)
        shown = self._panel_rows(measure, course) if course else []
        if course is None or not shown:
            return None
        last = self._last(measure)
        metric = measure.metric
        return charts.SmallMultiples(
            title=display.by_service_title(metric.name),
            subtitle=display.by_service_subtitle(
                metric.unit, metric.frequency, len(shown), MOST_PANELS, metric.direction
            ),
            panels=tuple(
                Panel(
                    name,
                    _points(rows),
                    display.number(
                        next(r.value for r in reversed(rows) if r.value is not None),
                        metric.decimals,
                    ),
                )
                for name, rows in shown[:MOST_PANELS]
            ),
            left_out=max(len(shown) - MOST_PANELS, 0),
            path=_panel_path(measure, course, last),
            values=self._axis(metric.metric, _PANELS),
            days=charts.time_axis(course.first, last, ends=True),
        )

    def sparkline(self, measure: Measure) -> charts.Sparkline | None:
        """A measure's last periods in the size of a word."""
        actuals = [
            row.actual
            for row in measure.periods
            if row.actual is not None
            and (measure.objective.due_on is None or row.period_end <= measure.objective.due_on)
        ]
        s = measure.status
        return charts.sparkline(actuals[-SPARK_PERIODS:], s.required)

    def _axis(self, metric: str, level: str) -> charts.ValueAxis:
        """The one scale of a metric's charts at a level: the whole, a service, small charts."""
        if not self._axes:
            # At once: pages of several people share these charts.
            self._axes = self._gather()
        return self._axes[metric, level]

    def _gather(self) -> dict[tuple[str, str], charts.ValueAxis]:
        metrics = {
            measure.key.metric: measure.metric
            for item in self.review.objectives
            for measure in item.measures
        }
        figures = self.figures()
        others = ReviewCharts(self.beside).figures() if self.beside else {}
        return {
            (name, level): charts.value_axis(
                [*values, *others.get((name, level), ())],
                metrics[name].unit,
                from_zero=metrics[name].aggregation == "sum",
                minimum=metrics[name].minimum,
                maximum=metrics[name].maximum,
            )
            for (name, level), values in figures.items()
        }

    def figures(self) -> dict[tuple[str, str], list[float | None]]:
        """What the scales of its charts have room for, by metric and level."""
        figures: dict[tuple[str, str], list[float | None]] = defaultdict(list)
        for item in self.review.objectives:
            for measure in item.measures:
                name = measure.key.metric
                course = self._course(measure)
                if course is None:
                    continue
                shown = [value for value in course.figures() if value is not None]
                edges = course.edges()
                if min(shown, default=0.0) >= 0:
                    edges = (max(edge, 0.0) for edge in edges)
                figures[name, _level(measure)].extend([*shown, *edges])
                bounds = [*_panel_bounds(measure, course, self._last(measure))]
                for _, rows in self._panel_rows(measure, course)[:MOST_PANELS]:
                    figures[name, _PANELS].extend([*(row.value for row in rows), *bounds])
        return figures

    def _course(self, measure: Measure) -> _Course | None:
        if measure.key not in self._courses:
            self._courses[measure.key] = _Course.of(measure, self.review.last)
        return self._courses[measure.key]

    def _last(self, measure: Measure) -> date:
        """Up to when a measure's services are shown: what has ended is not explained by today."""
        return min(self.review.last, measure.objective.due_on or self.review.last)

    def _panel_rows(
        self, measure: Measure, course: _Course
    ) -> list[tuple[str, list[MetricPeriod]]]:
        """The services behind a measure with their figures, the worst first."""
        found = self.review.panels.get(measure.key.metric, ())
        if measure.key.service is not None or len(found) < 2:
            return []
        last = self._last(measure)
        rows = [(name, _window(series, course.first, last)) for name, series in found]
        shown = [(name, found) for name, found in rows if any(r.value is not None for r in found)]
        shown.sort(key=lambda item: _badness(measure, item[1]))
        return shown

    # --- all measures ---

    def luck(self) -> charts.TwoByTwo:
        """Status against assurance: what is on target, and whose process can stay there."""
        fields: dict[tuple[bool, bool], list[tuple[str, str, str]]] = {
            (good, capable): [] for good in (True, False) for capable in (True, False)
        }
        aside = []
        for item in self.review.objectives:
            for measure in item.measures:
                s = measure.status
                if s.assurance in ("capable", "hit_or_miss", "incapable") and s.status in UNDER_WAY:
                    name = display.measure_of(
                        item.title, measure.name if len(item.measures) > 1 else item.title
                    )
                    told = _luck_told(s)
                    field = fields[s.status == "on_target", s.assurance == "capable"]
                    field.append((s.status, f"{name} ({told})" if told else name, item.code))
                else:
                    aside.append(s.status in GOOD)

        def quadrant(good: bool, capable: bool) -> charts.Quadrant:
            title, meaning = display.LUCK_FIELDS[good, capable]
            entries = fields[good, capable]
            return charts.Quadrant(
                title,
                meaning,
                tuple((status, name) for status, name, _ in entries),
                tuple(code for _, _, code in entries),
            )

        notes = []
        if any(measure.status.variation == "improving" for measure in self.review.by_luck):
            notes.append(display.LUCK_IMPROVING)
        if aside:
            notes.append(display.luck_aside(len(aside)))
        return charts.TwoByTwo(
            title=display.luck_title(len(fields[True, False]), len(fields[True, True]), sum(aside)),
            columns=display.LUCK_COLUMNS,
            rows=display.LUCK_ROWS,
            fields=(
                (quadrant(True, True), quadrant(True, False)),
                (quadrant(False, True), quadrant(False, False)),
            ),
            aside=tuple(notes),
        )


def _luck_told(status: TargetStatus) -> str | None:
    """What the trend adds to where a measure stands between status and assurance."""
    if status.forecast == "will_miss":
        return display.LUCK_WILL_MISS
    return display.LUCK_COURSES.get(status.variation or "")


def _level(measure: Measure) -> str:
    return _WHOLE if measure.key.service is None else _SERVICE


# --- a measure's course --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Course:
    """What a chart of a measure shows, before its axes are known."""

    first: date
    last: date
    points: tuple[Point, ...]
    observed: tuple[Point, ...]
    paths: tuple[tuple[Stretch, ...], ...]
    bands: tuple[tuple[tuple[Stretch, Stretch], ...], ...]
    former: tuple[Stretch, ...]
    limits: Limits | None
    forecast: Forecast | None

    @classmethod
    def of(cls, measure: Measure, on_date: date) -> _Course | None:
        """The course up to a day, and ahead of it where there is a forecast."""
        running_sum = measure.metric.aggregation == "sum" and measure.target.evaluation != "latest"
        first = _first_day(measure, on_date)
        if running_sum:
            # What came before the objective began is no part of its total.
            first = max(first, measure.objective.starts_on)
        rows = _window(measure.series, first, on_date)
        if not any(row.value is not None for row in rows):
            return None
        first = max(first, min(row.period_start for row in rows))
        due = measure.objective.due_on
        judged_by = min(on_date, due or on_date)
        corrected = {c.period_end for c in measure.corrections}
        actual = {p.period_end: p.actual for p in measure.periods if p.actual is not None}
        single = _points(rows, corrected)
        evaluated = tuple(
            Point(
                p.day,
                actual.get(p.day) if p.day <= judged_by else None,
                p.corrected and (measure.target.evaluation == "latest" or running_sum),
            )
            for p in single
        )
        observed: tuple[Point, ...] = ()
        if not running_sum and any(
            one.value is not None and one.value != both.value
            for one, both in zip(single, evaluated, strict=True)
        ):
            observed = single
        last = on_date
        forecast = _forecast(measure, evaluated, single, due)
        if forecast:
            reach = timedelta(days=int((on_date - first).days * _AHEAD))
            last = min(forecast.last, on_date + reach)
            forecast = _cut(forecast, last)
        paths, bands = _paths(measure, first, last)
        return cls(
            first,
            last,
            evaluated,
            observed,
            paths,
            bands,
            _former(measure, first, on_date),
            None if running_sum else _limits(measure, rows),
            forecast,
        )

    def figures(self) -> Iterable[float | None]:
        """Every figure that must lie within the axis."""
        yield from (point.value for point in self.points)
        yield from (point.value for point in self.observed)
        for path in self.paths:
            for piece in path:
                yield piece.value_first
                yield piece.value_last
        yield from (piece.value_first for piece in self.former)
        if self.forecast:
            yield from (self.forecast.low, self.forecast.high)

    def edges(self) -> Iterable[float]:
        """The far sides of tolerance and usual range: the axis reaches there, but not beyond 0."""
        for band in self.bands:
            for _, far in band:
                yield far.value_first
                yield far.value_last
        if self.limits:
            yield from (self.limits.low, self.limits.high)


def _first_day(measure: Measure, on_date: date) -> date:
    return first_of(on_date.year * 12 + on_date.month - _MONTHS_BACK[measure.metric.frequency])


def _window(series: Sequence[MetricPeriod], first: date, last: date) -> list[MetricPeriod]:
    return [row for row in series if first <= row.period_start and row.period_end <= last]


def _points(rows: Sequence[MetricPeriod], corrected: Iterable[date] = ()) -> tuple[Point, ...]:
    """Periods as points; a period that never came is a gap like one without a figure."""
    corrected = set(corrected)
    found: list[Point] = []
    expected: date | None = None
    for row in rows:
        if expected is not None and row.period_start > expected:
            found.append(Point(expected, None))
        found.append(Point(row.period_end, row.value, row.period_end in corrected))
        expected = row.period_end + timedelta(days=1)
    return tuple(found)


def _badness(measure: Measure, rows: Sequence[MetricPeriod]) -> tuple[bool, float]:
    """Sorts services by their last figure, the worst for this metric first."""
    value = next((row.value for row in reversed(rows) if row.value is not None), None)
    if value is None:
        return True, 0.0
    return False, value if measure.metric.direction == "higher" else -value


def _paths(
    measure: Measure, first: date, last: date
) -> tuple[tuple[tuple[Stretch, ...], ...], tuple[tuple[tuple[Stretch, Stretch], ...], ...]]:
    due = measure.objective.due_on
    last = min(last, due) if due else last
    linear = measure.target.path == "linear"
    tolerance = measure.target.tolerance

    def path(bound: str) -> tuple[Stretch, ...]:
        points = [
            (point.on_date, value)
            for point in measure.points
            if (value := getattr(point, bound)) is not None
        ]
        return charts.stretches(points, linear, first, last)

    sides = {"higher": (("value", -1),), "lower": (("value", 1),)}
    found = [
        (path(bound), side * tolerance)
        for bound, side in sides.get(measure.metric.direction, (("lower", -1), ("upper", 1)))
    ]
    bands = tuple(charts.shifted(line, by) for line, by in found if tolerance)
    return tuple(line for line, _ in found), bands


def _former(measure: Measure, first: date, last: date) -> tuple[Stretch, ...]:
    """What a stepped path asked for until a point was changed after the fact."""
    if measure.target.path != "step":
        return ()
    found = []
    held: dict[date, date] = {}
    for r in sorted(measure.revisions, key=lambda revision: revision.recorded_at):
        day = r.recorded_on
        begin = max(held.get(r.on_date, r.on_date), first)
        end = min([day, last, *(p.on_date for p in measure.points if p.on_date > r.on_date)])
        held[r.on_date] = day
        if begin < end:
            found += [Stretch(begin, end, bound, bound) for bound in r.before if bound is not None]
    return tuple(found)


def _panel_path(measure: Measure, course: _Course, last: date) -> tuple[Stretch, ...]:
    """What is required of all services, where one service can be held against it too."""
    if measure.metric.aggregation == "sum" or len(course.paths) != 1:
        return ()
    return tuple(piece for piece in course.paths[0] if piece.first < last)


def _panel_bounds(measure: Measure, course: _Course, last: date) -> Iterable[float]:
    for piece in _panel_path(measure, course, last):
        yield from (piece.value_first, piece.value_last)


def _limits(measure: Measure, rows: Sequence[MetricPeriod]) -> Limits | None:
    usual = measure.usual_range
    ends = measure.status.evaluated_on or measure.on_date
    valued = [row for row in rows if row.value is not None and row.period_end <= ends][-24:]
    # An objective may have ended before its chart begins.
    if usual is None or not valued:
        return None
    return Limits(valued[0].period_start, valued[-1].period_end, *usual)


def _forecast(
    measure: Measure, points: Sequence[Point], observed: Sequence[Point], due: date | None
) -> Forecast | None:
    s = measure.status
    if due is None or s.forecast_value is None or s.forecast_low is None:
        return None
    start = next(
        (p for series in (points, observed) for p in reversed(series) if p.value is not None), None
    )
    if start is None or start.value is None or start.day >= due or s.forecast_high is None:
        return None
    return Forecast(
        start.day,
        start.value,
        due,
        s.forecast_value,
        s.forecast_low,
        s.forecast_high,
        display.forecast_label(measure.forecast_figure, due),
    )


def _cut(forecast: Forecast, last: date) -> Forecast:
    """A forecast as far as a day: its trend and cone run straight."""
    if forecast.last <= last:
        return forecast
    part = (last - forecast.first).days / (forecast.last - forecast.first).days

    def at(value: float) -> float:
        return forecast.value_first + (value - forecast.value_first) * part

    return Forecast(
        forecast.first,
        forecast.value_first,
        last,
        at(forecast.value),
        at(forecast.low),
        at(forecast.high),
        display.forecast_beyond(forecast.label),
    )


def _bound_labels(measure: Measure, course: _Course) -> tuple[str, ...]:
    """What is required where each path ends: today, or on the due date where it is shown."""
    s = measure.status
    unit, decimals = measure.metric.unit, measure.metric.decimals
    if measure.metric.direction == "range":
        return (
            display.target_label("least", s.required_lower, unit, decimals),
            display.target_label("most", s.required_upper, unit, decimals),
        )
    ahead = measure.goal is not None and course.last >= measure.goal.due_on
    goal = measure.goal.required if measure.goal and ahead else None
    return (display.target_label("target", s.required if goal is None else goal, unit, decimals),)


def _finding(measure: Measure, on_date: date) -> str:
    """A chart's title: since when its series has been on this side of its target."""
    due = measure.objective.due_on
    judged = [
        row
        for row in measure.periods
        if row.meets is not None and row.period_end <= min(on_date, due or on_date)
    ]
    if measure.status.status == "stale":
        return display.stale_finding(measure.when)
    if not judged:
        return measure.name
    meets = bool(judged[-1].meets)
    run = 0
    for row in reversed(judged):
        if row.meets is not meets:
            break
        run += 1
    required = {_required(row) for row in judged[-run:]}
    met = {_required(row) for row in judged[:-run] if row.meets}
    first = judged[-run]
    return display.finding(
        measure.metric.direction,
        meets,
        measure.bound if len(required) == 1 else display.ITS_TARGET,
        run,
        len(judged),
        display.period(first.period_end, measure.metric.frequency, measure.fiscal_month),
        measure.metric.frequency,
        met_before=bool(met) if required <= met or not met else None,
    )


def _required(row: TargetPeriod) -> tuple[float | None, float | None, float | None]:
    return row.required, row.required_lower, row.required_upper


def _flags(measure: Measure, first: date, last: date) -> tuple[Flag, ...]:
    """When the target changed: a further point of a stepped path, or a point revised later."""
    unit, decimals = measure.metric.unit, measure.metric.decimals

    def words(value: float | None, lower: float | None, upper: float | None) -> str:
        return display.bounds(measure.metric.direction, value, lower, upper, unit, decimals)

    flags = []
    if measure.target.path == "step":
        flags = [
            Flag(p.on_date, display.target_from(words(p.value, p.lower, p.upper), p.on_date))
            for before, p in pairwise(measure.points)
            if (p.value, p.lower, p.upper) != (before.value, before.lower, before.upper)
        ]
    flags += [Flag(r.recorded_on, target_change(measure.metric, r)) for r in measure.revisions]
    return tuple(sorted((f for f in flags if first <= f.day <= last), key=lambda f: f.day))


def _notes(axis: charts.ValueAxis, course: _Course, measure: Measure) -> tuple[str, ...]:
    notes = []
    if axis.note:
        notes.append(f"{axis.note}.")
    if course.observed:
        notes.append(display.grey_note(measure.target.evaluation, measure.metric.frequency))
    if course.former:
        notes.append(display.FORMER_NOTE)
    if any(p.corrected and p.value is not None for p in (*course.points, *course.observed)):
        notes.append(display.RINGED_NOTE)
    return tuple(notes)
