"""What was recorded about an objective, in words: who changed what, when and why.

From the view `change`: the objective itself, its targets and their points, its metrics, their
readings, and its explanations. A corrected figure is told by its value before and after, also where
only a numerator was changed (view `reading_correction`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from smsdata import display
from smsdata.board import Board, Change, Correction, Recorded, TargetRevision
from smsdata.models import BY_NAME, Column, Metric, Person, Service, columns
from smsdata.review import ManagementReview, Measure, ObjectiveReview, corrected_figures

# More readings than this, corrected at once, are told by their number.
_MOST_READINGS = 3
# How much of a long text is quoted.
_MOST_LETTERS = 160


@dataclass(frozen=True, slots=True)
class Event:
    """What one person recorded at one time, in words."""

    recorded_at: datetime
    recorded_by: str
    day: date
    words: str
    note: str | None
    # First readings and nothing else: what comes every period.
    routine: bool


def history(board: Board, item: ObjectiveReview, review: ManagementReview) -> tuple[Event, ...]:
    """What was recorded about an objective by the board's time, newest first."""
    whole = sorted({m.key.metric for m in item.measures if m.key.service is None})
    of_services = sorted(
        {f"{m.key.metric}/{m.key.service}" for m in item.measures if m.key.service}
    )
    told = _Telling(item, review, {row.metric: row.name for row in board.register(Metric)})
    lines = [
        *told.changes(board.changes_of(item.code, whole, of_services)),
        *(told.recorded(row) for row in board.recorded(whole, of_services)),
    ]
    groups: dict[tuple[datetime, str, str | None], list[_Line]] = defaultdict(list)
    for line in lines:
        groups[line.recorded_at, line.recorded_by, line.note].append(line)
    zone = ZoneInfo(review.zone)
    events = [
        Event(
            recorded_at=at,
            recorded_by=review.name_of(by),
            day=at.astimezone(zone).date(),
            words="; ".join(line.words for line in found),
            note=note,
            routine=note is None and all(line.routine for line in found),
        )
        for (at, by, note), found in groups.items()
    ]
    return tuple(sorted(events, key=lambda event: event.recorded_at, reverse=True))


@dataclass(frozen=True, slots=True)
class RowEvent:
    """What one person recorded about a row at one time, in words."""

    recorded_at: datetime
    recorded_by: str
    day: date
    words: str
    note: str | None


def row_history(board: Board, rows: Sequence[tuple[str, str]], zone: str) -> tuple[RowEvent, ...]:
    """What was recorded about rows, each a register and a code, newest first."""
    people = {person.person: person.name for person in board.register(Person)}
    metrics = {metric.metric: metric.name for metric in board.register(Metric)}
    services = {service.service: service.name for service in board.register(Service)}
    groups: dict[tuple[datetime, str, str | None], list[str]] = defaultdict(list)
    for register, code in rows:
        kinds = {column.name: column for column in columns(BY_NAME[register])}
        for change in board.changes_of_row(register, code):
            said = row_words(change, kinds, people)
            place = _row_subject(register, code, metrics, services)
            at = (change.recorded_at, change.recorded_by, change.change_note)
            groups[at].append(f"{place}: {said}" if place else said)
    events = [
        RowEvent(
            at, people.get(by, by), at.astimezone(ZoneInfo(zone)).date(), "; ".join(said), note
        )
        for (at, by, note), said in groups.items()
    ]
    return tuple(sorted(events, key=lambda event: event.recorded_at, reverse=True))


def _row_subject(
    register: str, code: str, metrics: dict[str, str], services: dict[str, str]
) -> str | None:
    """What tells a target or a point from the others of its objective."""
    if register not in ("targets", "target_points"):
        return None
    _, metric, service, *day = code.split("/")
    name = display.measured(metrics.get(metric, metric), services.get(service, service))
    if not day:
        return display.TARGET_SUBJECT.format(name=name)
    told = display.day(date.fromisoformat(day[0]))
    return display.POINT_SUBJECT_OF.format(name=name, day=told)


def row_words(change: Change, kinds: dict[str, Column], people: dict[str, str]) -> str:
    """What a change did to its row; `kinds` are the register's columns, by name."""
    if change.field == "new":
        return display.ROW_NEW
    if change.field == "withdrawn":
        return display.IS_WITHDRAWN if change.after == "true" else display.ROW_BROUGHT_BACK
    column = kinds[change.field]

    def text(value: str | None) -> str | None:
        if value is None:
            return None
        if column.ref is not None and column.ref.register == "people":
            return people.get(value, value)
        if column.choices:
            return value.replace("_", " ")
        told = display.cell(column.kind.name, value)
        return told if told != value else display.quoted(value, _MOST_LETTERS)

    return display.changed(
        display.field_word(change.field), text(change.before), text(change.after)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    recorded_at: datetime
    recorded_by: str
    note: str | None
    words: str
    routine: bool = False


ReadingKey = tuple[str, str, date, datetime]


class _Telling:
    """Words the rows of `change`, with what the review knows by name."""

    def __init__(
        self, item: ObjectiveReview, review: ManagementReview, names: dict[str, str]
    ) -> None:
        self.review = review
        self.names = names
        self.measures = item.measures
        self.metrics = {m.key.metric: m for m in item.measures}
        self.corrections: dict[ReadingKey, Correction] = {
            (c.metric, c.service or "", c.period_start, c.recorded_at): c
            for m in item.measures
            for c in m.corrections
        }
        self.revisions: dict[tuple[str, str, date, datetime], TargetRevision] = {
            (r.metric, r.service or "", r.on_date, r.recorded_at): r
            for m in item.measures
            for r in m.revisions
        }

    def recorded(self, row: Recorded) -> _Line:
        """First readings that came at once."""
        measure = self.metrics[row.metric]
        words = display.readings_recorded(
            row.readings, self._name(row.metric), self._span(measure, row.first, row.last)
        )
        return _Line(row.recorded_at, row.recorded_by, row.change_note, words, routine=True)

    def changes(self, rows: Sequence[Change]) -> Iterable[_Line]:
        """Everything else, a line for each row of a register that was changed."""
        for (at, by, note, register), found in groupby(
            rows, key=lambda r: (r.recorded_at, r.recorded_by, r.change_note, r.register)
        ):
            by_code = [
                (code, list(fields)) for code, fields in groupby(found, key=lambda r: r.code)
            ]
            if register == "readings":
                yield from (_Line(at, by, note, words) for words in self._readings(by_code))
            else:
                yield from (
                    _Line(at, by, note, self._one(register, code, fields))
                    for code, fields in by_code
                )

    def _readings(self, by_code: Sequence[tuple[str, list[Change]]]) -> Iterable[str]:
        for metric, found in groupby(by_code, key=lambda each: each[0].partition("/")[0]):
            readings = list(found)
            if len(readings) > _MOST_READINGS:
                days = [date.fromisoformat(code.split("/")[2]) for code, _ in readings]
                yield display.readings_corrected(
                    len(readings),
                    self._name(metric),
                    self._span(self.metrics[metric], min(days), max(days)),
                )
            else:
                yield from (self._one("readings", code, fields) for code, fields in readings)

    def _one(self, register: str, code: str, fields: Sequence[Change]) -> str:
        """What became of one row."""
        subject = self._subject(register, code)
        first = fields[0]
        if first.field == "new":
            words = display.NEW_WORDS[register].format(subject=subject)
            required = self._first_requirement(register, code, first.recorded_at)
            return f"{words}: {required}" if required else words
        figures = self._figures(register, code, first.recorded_at)
        if first.field == "withdrawn" and first.after == "true":
            return display.WITHDRAWN.format(subject=subject)
        parts = [display.changed(subject, *figures)] if figures else []
        for change in sorted(fields, key=lambda change: change.field != "withdrawn"):
            if change.field == "withdrawn":
                parts.append(display.BROUGHT_BACK.format(subject=subject))
            elif figures is None or change.field not in _FIGURES:
                what = display.field_word(change.field)
                what = what if parts else f"{subject}: {what}"
                before = self._value(register, code, change.field, change.before)
                after = self._value(register, code, change.field, change.after)
                parts.append(display.changed(what, before, after))
        return ", ".join(parts)

    def _subject(self, register: str, code: str) -> str:
        parts = code.split("/")
        if register == "objectives":
            return display.OBJECTIVE_SUBJECT
        if register == "explanations":
            period = display.end_of(date.fromisoformat(parts[1]))
            return display.EXPLANATION_SUBJECT.format(period=period)
        if register == "metrics":
            return display.METRIC_SUBJECT.format(name=self._name(code))
        if register == "readings":
            return self._reading_subject(*parts)
        return self._target_subject(register, parts)

    def _reading_subject(self, metric: str, service: str, day: str) -> str:
        measure = self.metrics[metric]
        period = display.period(
            date.fromisoformat(day), measure.metric.frequency, measure.fiscal_month
        )
        name = self.review.service_names.get(service, service)
        names = [self._name(metric)] if len(self.metrics) > 1 else []
        words = display.READING_SUBJECT.format(period=period)
        return ", ".join([words, *names, *([name] if name else [])])

    def _target_subject(self, register: str, parts: Sequence[str]) -> str:
        name = self._name(parts[1], parts[2])
        if register == "targets":
            return display.TARGET_SUBJECT.format(name=name)
        day = display.day(date.fromisoformat(parts[3]))
        if len(self.measures) == 1 and parts[1] in self.metrics:
            return display.POINT_SUBJECT.format(day=day)
        return display.POINT_SUBJECT_OF.format(name=name, day=day)

    def _name(self, metric: str, service: str = "") -> str:
        services = self.review.service_names
        return display.measured(self.names.get(metric, metric), services.get(service, service))

    def _span(self, measure: Measure, first: date, last: date) -> str:
        frequency, month = measure.metric.frequency, measure.fiscal_month
        names = dict.fromkeys(display.period(day, frequency, month) for day in (first, last))
        return " to ".join(names)

    def _figures(self, register: str, code: str, at: datetime) -> tuple[str, str] | None:
        """A reading's value or a point's requirement before and after, where it was changed."""
        if register == "readings":
            metric, service, day = code.split("/")
            correction = self.corrections.get((metric, service, date.fromisoformat(day), at))
            if correction is None:
                return None
            return corrected_figures(self.metrics[metric].metric, correction)
        if register == "target_points":
            _, metric, service, day = code.split("/")
            revision = self.revisions.get((metric, service, date.fromisoformat(day), at))
            if revision is None:
                return None
            r = revision
            return (
                self._bounds(metric, r.value_before, r.lower_before, r.upper_before),
                self._bounds(metric, r.value_after, r.lower_after, r.upper_after),
            )
        return None

    def _first_requirement(self, register: str, code: str, at: datetime) -> str | None:
        """What a target's point asked for when it was set: what its first revision found."""
        if register != "target_points":
            return None
        _, metric, service, day = code.split("/")
        on_date = date.fromisoformat(day)
        later = [
            r
            for (m, s, d, when), r in self.revisions.items()
            if (m, s, d) == (metric, service, on_date) and when > at
        ]
        if later:
            r = min(later, key=lambda revision: revision.recorded_at)
            return self._bounds(metric, r.value_before, r.lower_before, r.upper_before)
        for measure in self.measures:
            if (measure.key.metric, measure.key.service or "") == (metric, service):
                for p in measure.points:
                    if p.on_date == on_date:
                        return self._bounds(metric, p.value, p.lower, p.upper)
        return None

    def _bounds(
        self, metric: str, value: float | None, lower: float | None, upper: float | None
    ) -> str:
        if metric not in self.metrics:
            return display.NOTHING
        m = self.metrics[metric].metric
        return display.bounds(m.direction, value, lower, upper, m.unit, m.decimals)

    def _value(self, register: str, code: str, field: str, text: str | None) -> str | None:
        """A field's value as people read it."""
        if text is None:
            return None
        if field.endswith("_on"):
            return display.day(date.fromisoformat(text))
        if field == "owner":
            return self.review.name_of(text)
        if register in ("readings", "targets") and field in _NUMBERS:
            metric = code.split("/")[0 if register == "readings" else 1]
            found = self.metrics.get(metric)
            unit = found.metric.unit if found and field in ("value", "tolerance") else ""
            return display.figure(float(text), display.gap_unit(unit) if unit else "", None)
        return display.quoted(text, _MOST_LETTERS)


# Fields that a figure before and after stands for.
_FIGURES = ("value", "numerator", "denominator", "not_applicable", "lower", "upper")
_NUMBERS = ("value", "numerator", "denominator", "tolerance", "weight", "evaluation_periods")
