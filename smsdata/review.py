"""What a management review looks at (ISO/IEC 20000-1, clause 9.3), at one pair of clocks.

Pages and packs show the same content from here. How things stand is ruled in smsdata/sql/rules,
here only what a review makes of it (what is green by luck, which lowering counts). It is composed
from a board by smsdata.reviewing; charts are made on demand, since not every reader shows all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from smsdata import charts, display
from smsdata.board import (
    Correction,
    ExplanationDue,
    MetricPeriod,
    ObjectiveChange,
    ObjectiveStatus,
    ReadingDue,
    TargetPeriod,
    TargetRevision,
    TargetStatus,
)
from smsdata.models import (
    Explanation,
    Metric,
    Objective,
    Target,
    TargetPoint,
)
from smsdata.periods import period_distance

if TYPE_CHECKING:
    from smsdata.governance import Governance

GOOD = ("on_target", "achieved")
OFF = ("missed", "off_target")
# On its way: what has ended will not change by chance any more.
UNDER_WAY = ("on_target", "at_risk", "off_target")


class TargetKey(NamedTuple):
    """What a target is known by."""

    objective: str
    metric: str
    service: str | None


# --- content -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target requires on its objective's due date."""

    due_on: date
    required: float | None
    required_lower: float | None
    required_upper: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One period of a target's series in words: what it was held to, and whether it met that.

    `day` is its last day, `first` its first; None where it stands for periods that never came.
    """

    day: date
    first: date | None
    period: str
    value: str
    actual: str
    required: str
    gap: str
    meets: bool | None

    @property
    def told(self) -> str:
        """The same in up to three lines: "September 2026", "86.6 %, at least 95 % required"."""
        return display.judged(self.period, self.value, self.actual, self.required, self.gap)


@dataclass(frozen=True, slots=True)
class Measure:
    """A target with all that a review says about it; texts are ready to be shown."""

    key: TargetKey
    objective: Objective
    metric: Metric
    target: Target
    service: str | None
    status: TargetStatus
    goal: Goal | None
    points: tuple[TargetPoint, ...]
    series: tuple[MetricPeriod, ...]
    periods: tuple[TargetPeriod, ...]
    corrections: tuple[Correction, ...]
    revisions: tuple[TargetRevision, ...]
    fiscal_month: int
    decimals: int | None
    on_date: date

    @property
    def name(self) -> str:
        """What is measured, and for which service: "Storage in use, Private cloud hosting"."""
        return display.measured(self.metric.name, self.service)

    @property
    def actual(self) -> str:
        """The figure with its unit: "86.6 %"."""
        return display.figure(self.status.actual, self.metric.unit, self.decimals)

    @property
    def required(self) -> str:
        """What is required today: "at least 95 %"."""
        s, m = self.status, self.metric
        return display.requirement(
            m.direction, s.required, s.required_lower, s.required_upper, m.unit, m.decimals
        )

    def rests_on(self, day: date) -> bool:
        """Whether what is required comes from the point of a day.

        It does from the last point reached, and on a linear path also from the next.
        """
        at = self.status.evaluated_on or self.on_date
        reached = [point.on_date for point in self.points if point.on_date <= at]
        ahead = [point.on_date for point in self.points if point.on_date > at]
        return day in reached[-1:] or (self.target.path == "linear" and day in ahead[:1])

    @property
    def bound(self) -> str:
        """The required figure alone: "95 %", "40 to 60 hours"."""
        return self._bounds(self.metric.unit)

    def _bounds(self, unit: str) -> str:
        s = self.status
        return display.bounds(
            self.metric.direction,
            s.required,
            s.required_lower,
            s.required_upper,
            unit,
            self.metric.decimals,
        )

    @property
    def gap(self) -> str:
        """The distance with its sign, positive is good: "−8.4 points"."""
        return display.gap(self.status.gap, self.metric.unit, self.decimals)

    @property
    def met(self) -> str:
        """In how many of its periods it was met: "in 3 of 12 months"."""
        s = self.status
        return display.met_of(s.periods_met, s.periods_evaluated, self.metric.frequency)

    @property
    def data(self) -> str:
        """How much of its data has come: "36 of 36 readings, current"."""
        s = self.status
        return display.data_of(s.readings_received, s.readings_expected, s.freshness)

    @property
    def path(self) -> str:
        """What is required from when on."""
        m = self.metric
        points = [
            (display.bounds(m.direction, p.value, p.lower, p.upper, m.unit, m.decimals), p.on_date)
            for p in self.points
        ]
        return display.target_path(self.target.path, points)

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Its periods in words, oldest first; periods that never came stand as one line."""
        starts = {row.period_end: row.period_start for row in self.series}
        # what ends after the due date is held to nothing any more
        due_on = self.objective.due_on or date.max
        held = (row for row in self.periods if row.period_end <= due_on)
        found: list[Judged] = []
        expected: date | None = None
        for row in held:
            start = starts.get(row.period_end, row.period_end)
            if expected is not None and start > expected:
                found.append(self._missing(expected, start - timedelta(days=1)))
            found.append(self._judged(row, start))
            expected = row.period_end + timedelta(days=1)
        return tuple(found)

    def judged_otherwise(self, before: Measure) -> str:
        """Which of its periods are judged unlike in a review before, in one sentence."""
        periods = {row.day: row.period for row in (*before.judged, *self.judged)}
        then, now = ({row.day: row.meets for row in of.judged} for of in (before, self))
        turned: dict[bool | None, list[str]] = {}
        for day, period in sorted(periods.items()):
            if then.get(day) != now.get(day):
                turned.setdefault(now.get(day), []).append(period)
        return display.judged_otherwise(self.name, turned)

    def _period(self, day: date) -> str:
        return display.period(day, self.metric.frequency, self.fiscal_month)

    def _missing(self, first: date, last: date) -> Judged:
        names = dict.fromkeys((self._period(first), self._period(last)))
        nothing = display.NOTHING
        return Judged(
            last, None, " to ".join(names), display.NO_READING, nothing, nothing, nothing, None
        )

    def _judged(self, row: TargetPeriod, start: date) -> Judged:
        m = self.metric
        bounds = (row.required, row.required_lower, row.required_upper)
        decimals = display.telling_decimals(row.actual, bounds, m.decimals)
        return Judged(
            day=row.period_end,
            first=start,
            period=self._period(row.period_end),
            value=display.figure(row.value, m.unit, decimals),
            actual=display.figure(row.actual, m.unit, decimals),
            required=display.requirement(m.direction, *bounds, m.unit, m.decimals),
            gap=display.gap(row.gap, m.unit, decimals),
            meets=row.meets,
        )

    @property
    def when(self) -> str:
        """Which period the figure speaks for: "September 2026"."""
        if self.status.evaluated_on is None:
            return display.NOTHING
        return display.period(self.status.evaluated_on, self.metric.frequency, self.fiscal_month)

    @property
    def stretch(self) -> str:
        """The same with how many periods it looks at: "in the 3 months to September 2026"."""
        if self.status.evaluated_on is None:
            return display.NOTHING
        return display.evaluated_over(
            self.target.evaluation,
            self.target.evaluation_periods,
            self.metric.frequency,
            self.when,
        )

    @property
    def verdict(self) -> str:
        """Where the target stands, as a sentence."""
        s = self.status
        starts_on = max([self.objective.starts_on, *(p.on_date for p in self.points[:1])])
        return display.verdict(
            s.status,
            display.Standing(
                direction=self.metric.direction,
                actual=self.actual,
                when=self.stretch,
                required=self.required,
                # "9 complaints below the 120 allowed": the unit is said once.
                bound=self._bounds(self.metric.unit if self.metric.unit == "%" else ""),
                gap=s.gap,
                distance=display.distance(s.gap, self.metric.unit, self.decimals),
                last_known=s.last_known_status,
                starts_on=starts_on,
                due_on=self.objective.due_on,
                received=s.readings_received,
                begun=starts_on <= self.on_date,
            ),
        )

    @property
    def due_required(self) -> str:
        """What is required on the due date: "at least 95 %"."""
        return self._due(display.requirement)

    def _due(self, words: Callable[..., str]) -> str:
        if self.goal is None:
            return display.NOTHING
        g, m = self.goal, self.metric
        return words(
            m.direction, g.required, g.required_lower, g.required_upper, m.unit, m.decimals
        )

    @property
    def forecast_figure(self) -> str:
        """The figure that the trend leads to on the due date: "95.3 %"."""
        figure = self.status.forecast_value
        return display.figure(figure, self.metric.unit, self._beside_goal(figure))

    def _beside_goal(self, figure: float | None) -> int | None:
        """Decimals that tell a forecast from what is required on the due date."""
        g = self.goal
        bounds = (g.required, g.required_lower, g.required_upper) if g else ()
        return display.telling_decimals(figure, bounds, self.metric.decimals)

    @property
    def forecast(self) -> str:
        """What the trend says about the due date, as a sentence."""
        s = self.status
        if self.objective.due_on is None:
            return display.NO_DUE_DATE
        if self.status.evaluated_on is None or s.forecast is None:
            ended = self.goal is not None and self.goal.due_on <= self.on_date
            return display.DUE_DATE_CAME if ended else display.RUNNING_TOTAL
        return display.forecast_sentence(
            s.forecast,
            self.forecast_figure,
            display.from_to(
                display.number(s.forecast_low, self._beside_goal(s.forecast_low)),
                display.figure(
                    s.forecast_high, self.metric.unit, self._beside_goal(s.forecast_high)
                ),
            ),
            self._due(display.bounds),
            display.day(self.objective.due_on),
        )

    def is_of(self, day: date) -> bool:
        """Whether its figure is of the period that ends on a day (contract, section 4, Actual)."""
        t, m, evaluated = self.target, self.metric, self.status.evaluated_on
        if evaluated is None or not self.objective.starts_on <= day <= evaluated:
            return False
        if t.evaluation == "latest" or m.aggregation == "last":
            return day == evaluated
        if t.evaluation == "to_date":
            return True
        away = period_distance(day, evaluated, m.frequency, self.fiscal_month)
        return away < (t.evaluation_periods or 1)

    @property
    def usual_range(self) -> tuple[float, float] | None:
        """The natural process limits, as far as the metric can reach."""
        low, high = self.status.process_lower, self.status.process_upper
        if low is None or high is None:
            return None
        return charts.within(low, high, self.metric.minimum, self.metric.maximum)

    def figure(self, value: float | None) -> str:
        """A figure of this measure with its unit."""
        return display.figure(value, self.metric.unit, self.metric.decimals)


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation with its owner's name, and whether it is still open and in time."""

    explanation: Explanation
    owner: str | None
    open: bool
    late: bool

    @property
    def closed_on(self) -> date | None:
        """The day it was closed, where it was by the review's day."""
        return None if self.open else self.explanation.closed_on


@dataclass(frozen=True, slots=True)
class ObjectiveReview:
    """An objective with its measures, worst first, and what has been said about it."""

    objective: Objective
    status: ObjectiveStatus
    owner: str | None
    outcome: str | None
    measures: tuple[Measure, ...]
    explained: tuple[Explained, ...]
    wall: tuple[str | None, ...]

    @property
    def code(self) -> str:
        """The objective's code."""
        return self.objective.objective

    @property
    def title(self) -> str:
        """The objective's title, on one line."""
        return display.one_line(self.objective.title)

    @property
    def worst(self) -> Measure | None:
        """The measure that decides the objective's status."""
        return self.measures[0] if self.measures else None

    @property
    def open_explanation(self) -> Explained | None:
        """The latest explanation that is still open."""
        return next((item for item in self.explained if item.open), None)

    @property
    def explanation(self) -> Explained | None:
        """What is said of a miss: what is open, else what was said of the newest and is closed."""
        off = (m.status for m in self.measures if m.status.status in OFF)
        newest = max((s.evaluated_on for s in off if s.evaluated_on), default=date.max)
        of_newest = (said for said in self.explained if said.explanation.on_date >= newest)
        return self.open_explanation or next(of_newest, None)

    @property
    def said_of(self) -> str | None:
        """Of which period the explanation is, where it is not of the newest figure."""
        said = self.explanation
        figure = self.worst.status.evaluated_on if self.worst else None
        if said is None or figure is None or said.explanation.on_date >= figure:
            return None
        return display.said_of(said.explanation.on_date)

    @property
    def unsaid(self) -> str:
        """What stands where there is no explanation: none yet, or one that was closed before."""
        for said in self.explained:
            if said.closed_on:
                return display.explanation_closed(said.explanation.on_date, said.closed_on)
        return display.NO_EXPLANATION

    @property
    def unexplained(self) -> bool:
        """Whether it is off its target, and nothing was ever said about it."""
        return self.status.status in OFF and not self.explained

    @property
    def capable(self) -> bool | None:
        """Whether the process behind every measure under way can meet its target.

        None: nobody can tell.
        """
        told = [m.status.assurance for m in self.measures if m.status.status in UNDER_WAY]
        known = [a == "capable" for a in told if a in ("capable", "hit_or_miss", "incapable")]
        return all(known) if known else None

    @property
    def searched(self) -> str:
        """What a search looks through: its code, words and measures, in lower case."""
        record = self.objective
        parts = [record.objective, self.title, record.statement or "", self.owner or ""]
        return " ".join([*parts, *(measure.name for measure in self.measures)]).casefold()

    def services(self, review: ManagementReview) -> set[str]:
        """The services it speaks of: those of its targets, and those that its metrics report."""
        return {m.key.service for m in self.measures if m.key.service} | {
            service
            for m in self.measures
            if m.key.service is None
            for service in review.reporting.get(m.key.metric, ())
        }

    @property
    def verdict(self) -> str:
        """Where the objective stands, as a sentence."""
        if self.worst is None:
            return display.UNMEASURED_VERDICT
        return self.worst.verdict

    @property
    def full_verdict(self) -> str:
        """The same, with how many of several measures are on target."""
        if self.worst is None or len(self.measures) < 2:
            return self.verdict
        good = sum(measure.status.status in GOOD for measure in self.measures)
        name, count = self.worst.name, len(self.measures)
        return display.objectives_verdict(good, count, name, self.verdict)


@dataclass(frozen=True, slots=True)
class Late:
    """Expected readings of one metric (and service) that are not there, oldest first."""

    metric: str
    service: str | None
    owner: str | None
    readings: tuple[ReadingDue, ...]
    periods: str
    overdue: bool
    days_late: int


@dataclass(frozen=True, slots=True)
class DataCompleteness:
    """How much of what was expected has come."""

    expected: int
    received: int
    overdue: int
    due: int
    late: tuple[Late, ...]

    @property
    def sentence(self) -> str:
        """The same in one line."""
        return display.completeness(self.received, self.expected, self.overdue, self.due)

    @property
    def overdue_from(self) -> tuple[tuple[str, int], ...]:
        """Who owes how many overdue readings, most first."""
        owners = Counter[str]()
        for late in self.late:
            if late.overdue:
                owners[late.owner or display.NO_OWNER] += len(late.readings)
        return tuple(owners.most_common())


@dataclass(frozen=True, slots=True)
class CorrectionGroup:
    """Readings of one metric that were corrected together."""

    metric: Metric
    services: tuple[str, ...]
    corrections: tuple[Correction, ...]
    recorded_on: date
    recorded_by: str
    reason: str | None
    periods: str

    @property
    def steps(self) -> tuple[float, float] | None:
        """The least and the greatest step from a figure before to the one after."""
        steps = [
            c.value_after - c.value_before
            for c in self.corrections
            if c.value_after is not None and c.value_before is not None
        ]
        return (min(steps), max(steps)) if steps else None


@dataclass(frozen=True, slots=True)
class RevisedTarget:
    """A requirement that was changed after the fact, with its words before and after.

    `change` is both in short: "95 % became 90 %, 22 May 2026".
    """

    revision: TargetRevision
    title: str
    name: str
    before: str
    after: str
    change: str
    recorded_by: str

    @property
    def key(self) -> TargetKey:
        """The target that was changed."""
        return TargetKey(self.revision.objective, self.revision.metric, self.revision.service)


@dataclass(frozen=True, slots=True)
class Restatement:
    """The previous period's end: as known when its readings were due, and as known now.

    `corrections` since then are of periods up to that end, `later_corrections` of periods after it.
    It is not possible where it is too `early`, or nothing was known then. `before` and `after` say
    how many objectives are on target, of how many.
    """

    previous_end: date
    then: datetime
    grace_days: int
    early: bool
    possible: bool
    before: display.Attained
    after: display.Attained
    changed: tuple[ObjectiveChange, ...]
    corrections: tuple[CorrectionGroup, ...]
    later_corrections: tuple[CorrectionGroup, ...]
    revisions: tuple[RevisedTarget, ...]

    @property
    def restated(self) -> bool:
        """Whether any verdict of the previous pack reads otherwise today."""
        return self.possible and bool(self.changed)

    @property
    def sentence(self) -> str:
        """What the previous pack said, and what is known today about the same day."""
        return display.restatement(self.before, self.after, self.previous_end)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one service contributes to a metric, beside all services together."""

    metric: Metric
    value: float | None
    together: float | None
    when: str
    course: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ServiceReview:
    """A service with the targets that are its own, and what it contributes to others."""

    service: str
    name: str
    owner: str | None
    customer: str | None
    sla_reference: str | None
    measures: tuple[Measure, ...]
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from: the clocks, the software, and what was known then."""

    software: str
    rules: str
    register_counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ManagementReview:
    """Everything a management review shows, at one pair of clocks."""

    organization: str
    scope: str | None
    zone: str
    fiscal_month: int
    first: date
    last: date
    known_at: datetime
    objectives: tuple[ObjectiveReview, ...]
    statuses: tuple[tuple[str, int], ...]
    moves: tuple[ObjectiveChange, ...]
    wall_months: tuple[date, ...]
    data: DataCompleteness
    restatement: Restatement
    revisions: tuple[RevisedTarget, ...]
    # Targets that ask less than before, changed within a year or since the previous pack.
    easings: tuple[RevisedTarget, ...]
    services: tuple[ServiceReview, ...]
    service_names: dict[str, str]
    people: dict[str, str]
    panels: dict[str, tuple[tuple[str, tuple[MetricPeriod, ...]], ...]]
    reporting: dict[str, frozenset[str]]
    provenance: Provenance
    # Where it was asked for (a pack does), and there is a plan or an improvement.
    governance: Governance | None = None

    @property
    def previous_last(self) -> date:
        """The last day of the previous period: the one of equal length that ends before."""
        return self.first - timedelta(days=1)

    @property
    def previous_first(self) -> date:
        """The first day of the previous period."""
        return previous_period(self.first, self.last)[0]

    @property
    def since(self) -> str:
        """From the previous period's end on: "since June"."""
        return display.since(self.previous_last, self.last)

    @property
    def good(self) -> int:
        """How many objectives are on target or achieved."""
        return sum(count for status, count in self.statuses if status in GOOD)

    @property
    def total(self) -> int:
        """How many objectives there are."""
        return len(self.objectives)

    def good_in(self, month: int) -> int:
        """How many objectives were on target or achieved at the end of a month of the wall."""
        return sum(item.wall[month] in GOOD for item in self.objectives)

    def to_begin_in(self, month: int) -> int:
        """How many objectives had not begun at the end of a month of the wall."""
        return sum(item.wall[month] in (None, "not_started") for item in self.objectives)

    def late_services(self, measure: Measure) -> tuple[str, ...]:
        """The services whose part of a figure of all of them together is overdue."""
        if measure.key.service is not None:
            return ()
        return tuple(
            late.service
            for late in self.data.late
            if late.overdue
            and late.service
            and any(
                r.metric == measure.key.metric and measure.is_of(r.period_end)
                for r in late.readings
            )
        )

    @property
    def ended(self) -> bool:
        """Whether the period was over when this was known."""
        return self.known_at.astimezone(ZoneInfo(self.zone)).date() > self.last

    def moved(self, *hows: str) -> tuple[ObjectiveChange, ...]:
        """The objectives that slipped, improved, are new or ended since the previous period.

        Without one of these all of them, in this order.
        """
        hows = hows or ("slipped", "improved", "new", "ended")
        return tuple(change for how in hows for change in self.moves if change.moved == how)

    def objective(self, code: str) -> ObjectiveReview | None:
        """The objective of a code; None where none was known."""
        return next((item for item in self.objectives if item.code == code), None)

    @property
    def worst_first(self) -> tuple[ObjectiveReview, ...]:
        """The objectives, worst first."""
        return tuple(sorted(self.objectives, key=_badness))

    @property
    def misses(self) -> tuple[ObjectiveReview, ...]:
        """What is off target or missed, worst first."""
        return tuple(item for item in self.worst_first if item.status.status in OFF)

    def standing_at(self, *statuses: str) -> tuple[ObjectiveReview, ...]:
        """The objectives of some statuses, worst first."""
        return tuple(item for item in self.worst_first if item.status.status in statuses)

    @property
    def forecast_misses(self) -> tuple[Measure, ...]:
        """The measures whose trend says that they will miss, those still on target first."""
        found = [
            measure
            for item in self.worst_first
            for measure in item.measures
            if measure.status.forecast == "will_miss"
        ]
        return tuple(sorted(found, key=lambda measure: measure.status.status not in GOOD))

    @property
    def misses_ahead(self) -> tuple[Measure, ...]:
        """The forecast misses of objectives that are not off target already."""
        off = {item.code for item in self.misses}
        return tuple(m for m in self.forecast_misses if m.key.objective not in off)

    @property
    def misses_off_already(self) -> int:
        """How many objectives with a forecast miss are off target already."""
        off = {item.code for item in self.misses}
        return len(off & {measure.key.objective for measure in self.forecast_misses})

    def recently_explained(self, item: ObjectiveReview) -> tuple[Explained, ...]:
        """What to show of what was said of an objective, newest first.

        What is open, and what speaks for this period or the one before; else the newest alone.
        """
        recent = self.previous_first
        found = (said for said in item.explained if said.open or said.explanation.on_date >= recent)
        return tuple(found) or item.explained[:1]

    @property
    def asked_for_by(self) -> dict[str, str]:
        """The worst objective that asks for a metric's figure of all services together."""
        return {
            measure.key.metric: item.code
            for item in reversed(self.worst_first)
            for measure in item.measures
            if measure.key.service is None
        }

    @property
    def headline(self) -> str:
        """The review in one sentence with numbers."""
        return display.headline(
            display.Counts(
                good=self.good,
                total=self.total,
                slipped=len(self.moved("slipped")),
                improved=len(self.moved("improved")),
                new=len(self.moved("new")),
                forecast_misses=len({m.key.objective for m in self.forecast_misses}),
                unread=sum(not item.status.readings_received for item in self.objectives),
            ),
            self.since,
        )

    @property
    def worst_sentence(self) -> str | None:
        """Which objective is worst, who acts and by when; None where nothing is off target."""
        if not self.misses:
            return None
        worst = self.misses[0]
        said = worst.explanation
        return display.worst_sentence(
            display.brief(worst.title),
            worst.worst.actual if worst.worst else display.NOTHING,
            worst.worst.required if worst.worst else display.NOTHING,
            display.who_acts(
                said.owner if said else None,
                said.explanation.due_on if said else None,
                worst.owner,
                late=said is not None and said.late,
                recovering=said is not None and said.explanation.recovery is not None,
                closed_on=said.closed_on if said else None,
            ),
        )

    @property
    def eased(self) -> tuple[RevisedTarget, ...]:
        """The targets that were lowered since the previous pack."""
        return tuple(e for e in self.easings if e.revision.recorded_at > self.restatement.then)

    @property
    def eased_before(self) -> tuple[RevisedTarget, ...]:
        """The targets that were lowered within a year, but before the previous pack."""
        return tuple(e for e in self.easings if e.revision.recorded_at <= self.restatement.then)

    @property
    def on_lowered_target(self) -> tuple[RevisedTarget, ...]:
        """What was lowered and counts now, of each target whose objective is on target."""
        latest = {}
        for eased in self.easings:
            item = self.objective(eased.revision.objective)
            if item is not None and item.status.status in GOOD:
                for measure in item.measures:
                    if measure.key == eased.key and measure.rests_on(eased.revision.on_date):
                        latest[eased.key] = eased
        return tuple(latest.values())

    @property
    def by_luck(self) -> tuple[Measure, ...]:
        """Measures on target whose process is not capable of staying there."""
        return tuple(
            m
            for item in self.objectives
            for m in item.measures
            if m.status.status == "on_target" and m.status.assurance in ("hit_or_miss", "incapable")
        )

    @property
    def lucky(self) -> tuple[ObjectiveReview, ...]:
        """Objectives on target with a measure whose process is not capable of staying there."""
        return tuple(
            item
            for item in self.objectives
            if item.status.status == "on_target" and item.capable is False
        )

    def standing_and_capable(self, *, good: bool, capable: bool) -> int:
        """How many objectives under way are on target or not, with a capable process or not."""
        return sum(
            (item.status.status == "on_target") is good and item.capable is capable
            for item in self.objectives
            if item.status.status in UNDER_WAY
        )

    def name_of(self, person: str | None) -> str:
        """A person's name; the code where nobody of that code is known."""
        if person is None:
            return display.NOTHING
        return self.people.get(person, person)


def _shortfall(status: TargetStatus | ExplanationDue) -> float:
    """How far a figure is from what is required, as a share of it; negative is on the good side.

    Attainment would not do to say what is worst: on a linear path it counts from the path's
    first point, so that a near miss can have none at all.
    """
    if status.gap is None:
        return -math.inf
    bounds = (status.required, status.required_lower, status.required_upper)
    scale = max(abs(bound) for bound in bounds if bound is not None)
    return -status.gap / scale if scale else -status.gap


def _badness(item: ObjectiveReview) -> tuple[int, float, str]:
    shortfall = _shortfall(item.worst.status) if item.worst else -math.inf
    return display.status_rank(item.status.status), -shortfall, item.code


def badness(target: TargetStatus | ExplanationDue) -> tuple[int, bool, float, str, str]:
    """What targets are sorted by, worst first."""
    return (
        display.status_rank(target.status),
        target.forecast != "will_miss",
        -_shortfall(target),
        target.metric,
        target.service or "",
    )


def previous_period(first: date, last: date) -> tuple[date, date]:
    """The period of equal length that ends the day before `first`; whole months stay whole."""
    previous_last = first - timedelta(days=1)
    if first.day == 1 and display.is_month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        # no earlier than there are dates
        month = max(first.year * 12 + first.month - 1 - months, 12)
        return date(month // 12, month % 12 + 1, 1), previous_last
    return date.fromordinal(max(first.toordinal() - (last - first).days - 1, 1)), previous_last


def target_change(metric: Metric, r: TargetRevision) -> str:
    """What a revision of a target did, in short: "95 % became 90 %, 22 May 2026"."""
    before, after = (
        display.bounds(metric.direction, *bounds, metric.unit, metric.decimals)
        for bounds in (r.before, r.after)
    )
    return display.target_revised(before, after, r.recorded_on)


def corrected_figures(metric: Metric, c: Correction) -> tuple[str, str]:
    """What a corrected reading said, and says: "56 %", "nothing to measure", "withdrawn"."""
    before, after = (
        display.corrected_figure(value, metric.unit, metric.decimals, withdrawn=withdrawn)
        for value, withdrawn in (
            (c.value_before, c.withdrawn_before),
            (c.value_after, c.withdrawn_after),
        )
    )
    return before, after
