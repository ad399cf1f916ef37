"""The improvement register as people read it: its rows in words, the funnel, and the effect.

What stands where is asked of the views (`smsdata.board`); here it is only put together and worded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from smsdata import display, improvement_words
from smsdata.board import Board, ImprovementMeasure, ImprovementStatus
from smsdata.charts import Point, TimeAxis, ValueAxis, time_axis, value_axis, within
from smsdata.models import Evidence, Improvement, Metric, Objective, Person


@dataclass(frozen=True, slots=True)
class Idea:
    """An improvement with how it stands."""

    record: Improvement
    status: ImprovementStatus
    owner: str | None
    objective: str | None
    metric: Metric | None
    evidence: tuple[Evidence, ...]

    @property
    def code(self) -> str:
        """The improvement's code."""
        return self.record.improvement

    @property
    def title(self) -> str:
        """Its title, on one line."""
        return display.one_line(self.record.title)

    @property
    def open(self) -> bool:
        """Whether it is still on its way."""
        return self.status.state not in improvement_words.ENDED

    @property
    def state(self) -> str:
        """Its state in words."""
        return improvement_words.STATES[self.status.state]

    @property
    def source(self) -> str:
        """Where it came from, in words."""
        source = self.status.source
        return improvement_words.SOURCES[source] if source else display.NOTHING

    @property
    def age(self) -> str:
        """How long it has been open, or was: "243 days"."""
        return improvement_words.age(self.status.age_days)

    @property
    def priority(self) -> str:
        """Its benefit for its effort: "5 for 2"."""
        return improvement_words.priority(self.record.benefit, self.record.effort)

    @property
    def verdict(self) -> str:
        """Where it stands, as a sentence."""
        s, row = self.status, self.record
        # the day of its end may not be known, or not have come yet
        ended = row.closed_on is not None and (row.closed_on - row.raised_on).days == s.age_days
        age = self.age if self.open or ended else ""
        return improvement_words.verdict(s.state, s.overdue, display.day(row.due_on), age)

    @property
    def means(self) -> str:
        """Both means: "80.5 % before, 92.4 % after"."""
        if self.status.mean_before is None or self.status.mean_after is None:
            return ""
        return improvement_words.means(*self._means)

    @property
    def effect(self) -> str:
        """What it brought, as a sentence."""
        s = self.status
        return improvement_words.effect(
            s.effect, *self._means, s.readings_before or 0, s.readings_after or 0
        )

    @property
    def _means(self) -> tuple[str, str]:
        return self.figure(self.status.mean_before), self.figure(self.status.mean_after)

    def figure(self, value: float | None) -> str:
        """A figure of its metric with its unit."""
        if self.metric is None:
            return display.number(value)
        return display.figure(value, self.metric.unit, self.metric.decimals)

    @property
    def searched(self) -> str:
        """What a search looks through, in lower case."""
        r = self.record
        parts = (r.improvement, r.title, r.description, r.validation, self.owner, self.objective)
        return " ".join(part for part in parts if part).casefold()


@dataclass(frozen=True)
class ImprovementReview:
    """The register at a pair of clocks: overdue first, then what brings most for its effort."""

    on_date: date
    ideas: tuple[Idea, ...]

    @property
    def funnel(self) -> tuple[tuple[str, int], ...]:
        """How many stand in each state, in the order of the way."""
        counts = Counter(idea.status.state for idea in self.ideas)
        return tuple((state, counts[state]) for state in improvement_words.STATES)

    @property
    def open(self) -> int:
        """How many are still on their way."""
        return sum(idea.open for idea in self.ideas)

    @property
    def overdue(self) -> tuple[Idea, ...]:
        """Those that are past their date."""
        return tuple(idea for idea in self.ideas if idea.status.overdue)

    @property
    def proven(self) -> int:
        """How many made their metric better beyond chance."""
        return sum(idea.status.effect == "improved" for idea in self.ideas)

    @property
    def told(self) -> tuple[Idea, ...]:
        """Those whose metric tells what they brought: better, worse or otherwise, then nothing."""
        found = [idea for idea in self.ideas if idea.status.effect in improvement_words.TOLD]
        return tuple(
            sorted(found, key=lambda i: improvement_words.TOLD.index(i.status.effect or ""))
        )

    @property
    def effects(self) -> str:
        """What all of them brought, in numbers: "3 improved, 2 no change"."""
        counts = Counter(idea.status.effect for idea in self.ideas)
        return improvement_words.effects(
            [(effect, counts[effect]) for effect in improvement_words.TOLD if counts[effect]]
        )

    @property
    def too_early(self) -> tuple[Idea, ...]:
        """Those whose metric cannot tell yet."""
        return tuple(idea for idea in self.ideas if idea.status.effect == "too_early")

    @property
    def headline(self) -> str:
        """How the register stands, as a sentence."""
        return improvement_words.headline(
            len(self.ideas), self.open, len(self.overdue), self.proven
        )

    def idea(self, code: str) -> Idea | None:
        """The improvement with a code."""
        return next((idea for idea in self.ideas if idea.code == code), None)


def improvement_review(board: Board) -> ImprovementReview:
    """The register as the board knows it."""
    people = {row.person: row.name for row in board.register(Person)}
    objectives = {row.objective: row.title for row in board.register(Objective)}
    metrics = {row.metric: row for row in board.register(Metric)}
    records = {row.improvement: row for row in board.register(Improvement)}
    evidence: dict[str, list[Evidence]] = {}
    for proof in board.evidence("improvements"):
        evidence.setdefault(proof.code, []).append(proof)
    ideas = []
    for status in board.improvement_status():
        record = records[status.improvement]
        ideas.append(
            Idea(
                record,
                status,
                people.get(status.owner, status.owner) if status.owner else None,
                objectives.get(record.objective, record.objective) if record.objective else None,
                metrics.get(record.metric) if record.metric else None,
                tuple(evidence.get(status.improvement, ())),
            )
        )
    ideas.sort(
        key=lambda idea: (
            not idea.status.overdue,
            not idea.open,
            -(idea.status.priority or 0),
            -idea.status.age_days,
            idea.code,
        )
    )
    return ImprovementReview(board.on_date, tuple(ideas))


# --- before and after ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """A metric before and after an improvement, with both means and the usual range before."""

    title: str
    subtitle: str
    before: tuple[Point, ...]
    after: tuple[Point, ...]
    implemented_on: date
    mean_before: float | None
    mean_after: float | None
    limits: tuple[float, float] | None
    values: ValueAxis
    days: TimeAxis


def effect(board: Board, idea: Idea) -> Effect | None:
    """What an improvement brought, as a chart; None where there is nothing to draw."""
    return effects(board, [idea]).get(idea.code)


def effects(board: Board, ideas: Sequence[Idea]) -> dict[str, Effect]:
    """What some improvements brought, as charts, by code; without those with nothing to draw."""
    by_code = {idea.code: idea for idea in ideas}
    charts = {
        found.improvement: _effect(by_code[found.improvement], found)
        for found in board.improvement_measures(list(by_code))
    }
    return {code: chart for code, chart in charts.items() if chart}


def _effect(idea: Idea, found: ImprovementMeasure) -> Effect | None:
    metric, on = idea.metric, idea.record.implemented_on
    if metric is None or on is None:
        return None
    before = _points(found.before_ends, found.before)
    after = _points(found.after_ends, found.after)
    limits = _limits(found, metric)
    figures = [point.value for point in (*before, *after)] + list(limits or ())
    days = [point.day for point in (*before, *after)] + [on]
    return Effect(
        idea.effect,
        improvement_words.CHART_SUBTITLE.format(
            name=metric.name, unit=metric.unit, frequency=metric.frequency
        ),
        before,
        after,
        on,
        found.mean_before,
        found.mean_after,
        limits,
        value_axis(figures, metric.unit, minimum=metric.minimum, maximum=metric.maximum),
        time_axis(min(days), max(days), ends=True),
    )


def _limits(found: ImprovementMeasure, metric: Metric) -> tuple[float, float] | None:
    if found.limit_lower is None or found.limit_upper is None:
        return None
    return within(found.limit_lower, found.limit_upper, metric.minimum, metric.maximum)


def _points(days: Sequence[date] | None, figures: Sequence[float] | None) -> tuple[Point, ...]:
    """Points by day, whichever way they come."""
    pairs = sorted(zip(days or (), figures or (), strict=True))
    return tuple(Point(day, figure) for day, figure in pairs)
