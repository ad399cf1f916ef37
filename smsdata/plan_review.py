"""The plan as people read it: its lines in words, and a timeline of them.

What stands where is asked of the views (`smsdata.board`); here it is only put together and worded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from smsdata import display, plan_words
from smsdata.board import Board, PlanItemStatus, PlanOccurrenceStatus
from smsdata.charts import TimeAxis, time_axis
from smsdata.models import Evidence, Objective, Person, PlanItem, PlanProgress

_RANK = {status: rank for rank, status in enumerate(plan_words.WORST_FIRST)}
_PHASE = {phase: rank for rank, phase in enumerate(plan_words.PHASES)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan, with how it stands; `reports` and `evidence` by the day, newest first."""

    item: PlanItem
    status: PlanItemStatus
    owner: str | None
    objectives: tuple[tuple[str, str], ...]
    reports: tuple[PlanProgress, ...]
    evidence: tuple[Evidence, ...]
    on_date: date

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.plan_item

    @property
    def title(self) -> str:
        """The item's title, on one line."""
        return display.one_line(self.item.title)

    @property
    def when(self) -> str:
        """When it is done: "1 Mar 2026 to 30 Jun 2026", "every month from 1 Mar 2026"."""
        i = self.item
        return plan_words.timing(i.timing, i.starts_on, i.due_on, i.cadence, i.trigger)

    @property
    def progress(self) -> str:
        """How far it is against what was planned, or how often it was done within a year."""
        s = self.status
        if s.timing == "recurring":
            return plan_words.times_done(
                s.occurrences_done, s.occurrences_due, s.occurrences_on_time
            )
        return plan_words.progress(s.percent, s.planned_percent)

    @property
    def slip(self) -> str:
        """How far it is off its date: "slips 46 days"."""
        s = self.status
        forecast = self.reports[0].forecast_on if self.reports else None
        # a day that has passed without it is none
        undated = forecast is None or forecast < self.on_date
        return plan_words.slip(s.slip_days, done=s.status == "done", undated=undated)

    @property
    def open(self) -> bool:
        """Whether something of it is still to be done."""
        return self.status.status not in plan_words.ENDED

    @property
    def late(self) -> bool:
        """Whether it needs attention: overdue, blocked or behind, or its forecast is late."""
        s = self.status
        return s.status in LATE or (self.open and (s.slip_days or 0) > 0)

    @property
    def verdict(self) -> str:
        """Where it stands, as a sentence."""
        s = self.status
        told = self.progress
        if s.occurrences_due:
            told = plan_words.WITHIN_A_YEAR.format(done=told)
        return plan_words.verdict(s.status, s.timing, told, s.next_due_on, self.slip)

    @property
    def who(self) -> str:
        """Who answers for it, with the role."""
        named = (self.owner or display.NO_OWNER, self.item.owner_role)
        return ", ".join(part for part in named if part)

    @property
    def searched(self) -> str:
        """What a search looks through, in lower case."""
        i = self.item
        parts = (i.plan_item, i.title, i.activity, i.deliverable, i.method, i.expected_evidence)
        return " ".join(part for part in (*parts, self.owner) if part).casefold()

    @property
    def began_on(self) -> date | None:
        """When work on it was first reported."""
        return min(
            (r.on_date for r in self.reports if r.percent or r.state in _WORKED), default=None
        )

    @property
    def ended_on(self) -> date | None:
        """When it was done; only a dated item is."""
        s = self.status
        if s.status != "done" or s.slip_days is None or self.item.due_on is None:
            return None
        return self.item.due_on + timedelta(days=s.slip_days)


# What needs somebody's attention.
LATE = ("overdue", "blocked", "behind")
_WORKED = ("in_progress", "blocked", "done")


@dataclass(frozen=True)
class PlanReview:
    """The plan at a pair of clocks, what needs attention first."""

    on_date: date
    known_at: datetime
    lines: tuple[Line, ...]

    @property
    def statuses(self) -> tuple[tuple[str, int], ...]:
        """How many items have each status, what needs attention first."""
        counts = Counter(line.status.status for line in self.lines)
        return tuple((s, counts[s]) for s in plan_words.WORST_FIRST if counts[s])

    @property
    def headline(self) -> str:
        """How the plan stands, as a sentence."""
        counts = dict(self.statuses)
        late = plan_words.late_ones(*(counts.get(s, 0) for s in LATE))
        return plan_words.plan_headline(self.on_date, len(self.lines), late)

    @property
    def late(self) -> tuple[Line, ...]:
        """The lines that are late or slip, worst first."""
        return tuple(line for line in self.lines if line.late)

    @property
    def under_way(self) -> tuple[Line, ...]:
        """The dated lines that are late, slip or run now, worst first."""
        return tuple(
            line
            for line in self.lines
            if line.item.timing == "dated" and (line.late or line.status.status == "on_track")
        )

    def count(self, *statuses: str) -> int:
        """How many items have one of some statuses."""
        return sum(line.status.status in statuses for line in self.lines)

    def line(self, code: str) -> Line | None:
        """The line with a code."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, Line]:
        return {line.code: line for line in self.lines}


def plan_review(board: Board) -> PlanReview:
    """The plan as the board knows it."""
    people = {row.person: row.name for row in board.register(Person)}
    objectives = {row.objective: row.title for row in board.register(Objective)}
    items = {row.plan_item: row for row in board.register(PlanItem)}
    reports: dict[str, list[PlanProgress]] = {}
    for report in board.register(PlanProgress):
        if report.on_date <= board.on_date:
            reports.setdefault(report.plan_item, []).insert(0, report)
    evidence: dict[str, list[Evidence]] = {}
    for proof in board.evidence("plan_items"):
        evidence.setdefault(proof.code, []).append(proof)
    lines = [
        Line(
            items[status.plan_item],
            status,
            people.get(status.owner, status.owner) if status.owner else None,
            tuple(
                (code, objectives.get(code, code))
                for code in (items[status.plan_item].objectives or "").split(";")
                if code
            ),
            tuple(reports.get(status.plan_item, ())),
            tuple(evidence.get(status.plan_item, ())),
            board.on_date,
        )
        for status in board.plan_item_status()
    ]
    lines.sort(
        key=lambda line: (
            _RANK[line.status.status],
            line.status.next_due_on or date.max,
            line.code,
        )
    )
    return PlanReview(board.on_date, board.known_at, tuple(lines))


# --- the timeline --------------------------------------------------------------------------------

# How far the timeline reaches back and ahead, in days.
_BACK, _AHEAD = 365, 274


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a bar, cut to the days shown, and what is said of it."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A line on the timeline: what was planned, what was done, how far it slips, its marks.

    `elsewhere` says when it is where nothing of it lies within the days shown.
    """

    line: Line
    planned: Span | None
    actual: Span | None
    slip: Span | None
    marks: tuple[PlanOccurrenceStatus, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines of the plan over days, by phase and beginning; `today` is the day they stand at."""

    days: TimeAxis
    today: date
    bars: tuple[Bar, ...]


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Lines as a timeline has them: by phase, then by their beginning."""
    return sorted(
        lines,
        key=lambda line: (
            _PHASE[line.item.phase],
            line.item.timing == "trigger",
            line.item.starts_on or date.max,
            line.code,
        ),
    )


def timeline(board: Board, lines: Sequence[Line]) -> Timeline:
    """Some lines of the plan over the year before the board's day and the months after it."""
    today = board.on_date
    first, last = today - timedelta(days=_BACK), today + timedelta(days=_AHEAD)
    marks: dict[str, list[PlanOccurrenceStatus]] = {}
    recurring = [line.code for line in lines if line.item.timing == "recurring"]
    for row in board.plan_occurrences(recurring, first, last) if recurring else ():
        marks.setdefault(row.plan_item, []).append(row)
    return Timeline(
        time_axis(first, last),
        today,
        tuple(
            _bar(line, tuple(marks.get(line.code, ())), first, last, today)
            for line in in_order(lines)
        ),
    )


def _bar(
    line: Line, marks: tuple[PlanOccurrenceStatus, ...], first: date, last: date, today: date
) -> Bar:
    i = line.item
    if i.timing != "dated" or i.starts_on is None or i.due_on is None:
        return Bar(line, None, None, None, marks, "" if marks else line.when)
    planned = _cut(
        i.starts_on, i.due_on, first, last, plan_words.planned_bar(i.starts_on, i.due_on)
    )
    slip = None
    if (days := line.status.slip_days) and days > 0:
        slip = _cut(i.due_on, i.due_on + timedelta(days=days), first, last, line.slip)
    actual = None
    if (began := line.began_on) and line.status.status != "cancelled":
        ended = line.ended_on or today
        words = plan_words.actual_bar(began, ended, line.status.percent)
        actual = _cut(began, ended, first, last, words)
    elsewhere = ""
    if planned is None and actual is None and slip is None:
        past = i.due_on < first
        elsewhere = (
            plan_words.ended_before(i.due_on) if past else plan_words.begins_after(i.starts_on)
        )
    return Bar(line, planned, actual, slip, (), elsewhere)


def _cut(begin: date, end: date, first: date, last: date, words: str) -> Span | None:
    if end < first or begin > last or end < begin:
        return None
    return Span(max(begin, first), min(end, last), words)
