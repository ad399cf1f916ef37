"""The read side: what is known at a pair of clocks, as typed rows.

A board is one consistent snapshot (see `Store.board`). Its methods are one literal query each on
the views of contract section 5; a row's fields are the view's columns, in their order and under
their names. Nothing is computed here: rules are in smsdata/sql/rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar, cast
from zoneinfo import ZoneInfo

import duckdb

from smsdata.bundle_files import nearest
from smsdata.errors import StatementRefused
from smsdata.models import KEPT, Evidence, Organization, PlanApproval, Record, code_sql
from smsdata.statements import taken_clock

Row = TypeVar("Row")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """How a target stands on the board's day."""

    objective: str
    metric: str
    service: str | None
    evaluated_on: date | None
    required: float | None
    required_lower: float | None
    required_upper: float | None
    actual: float | None
    gap: float | None
    attainment: float | None
    status: str
    last_known_status: str | None
    freshness: str | None
    readings_expected: int
    readings_received: int
    periods_evaluated: int
    periods_met: int
    forecast: str | None
    forecast_value: float | None
    forecast_low: float | None
    forecast_high: float | None
    variation: str | None
    assurance: str | None
    process_mean: float | None
    process_lower: float | None
    process_upper: float | None


@dataclass(frozen=True, slots=True)
class ObjectiveStatus:
    """How an objective stands on the board's day: as its worst target."""

    objective: str
    title: str
    owner: str | None
    status: str
    attainment: float | None
    targets: int
    readings_expected: int
    readings_received: int


@dataclass(frozen=True, slots=True)
class ObjectiveChange:
    """How an objective moved between two pairs of clocks."""

    objective: str
    title: str
    owner: str | None
    status_before: str | None
    status_after: str | None
    attainment_before: float | None
    attainment_after: float | None
    moved: str


@dataclass(frozen=True, slots=True)
class WallCell:
    """An objective's status at the end of one of the last 12 months."""

    objective: str
    period_end: date
    status: str


@dataclass(frozen=True, slots=True)
class ReadingDue:
    """An expected reading that is not there."""

    metric: str
    service: str | None
    owner: str | None
    period_start: date
    period_end: date
    due_on: date
    freshness: str


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """An expected reading that is not there, with what whoever enters it wants to see beside it."""

    metric: str
    service: str | None
    owner: str | None
    period_start: date
    period_end: date
    due_on: date
    freshness: str
    last_start: date | None
    last_figure: float | None
    last_denominator: float | None
    last_note: str | None
    objective: str | None
    required: float | None
    required_lower: float | None
    required_upper: float | None
    usual_lower: float | None
    usual_upper: float | None


@dataclass(frozen=True, slots=True)
class ExplanationDue:
    """A target of an objective whose miss nobody has explained.

    The explanation is to speak for the period that ends on `evaluated_on`, the newest in which the
    objective misses a target.
    """

    objective: str
    title: str
    owner: str | None
    evaluated_on: date
    metric: str
    service: str | None
    status: str
    forecast: str | None
    gap: float | None
    actual: float | None
    required: float | None
    required_lower: float | None
    required_upper: float | None


@dataclass(frozen=True, slots=True)
class RecordedReading:
    """A reading that is in force, and who recorded it when."""

    metric: str
    service: str | None
    period_start: date
    value: float | None
    numerator: float | None
    denominator: float | None
    not_applicable: bool
    note: str | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class LatestReading:
    """A reading in force; `given` where the figure is a value and no quotient."""

    metric: str
    service: str | None
    period_start: date
    figure: float | None
    given: bool
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ReadingVersion:
    """One version of a reading: its figure, and who recorded it when and why."""

    recorded_at: datetime
    recorded_by: str
    change_note: str | None
    withdrawn: bool
    figure: float | None
    value: float | None
    numerator: float | None
    denominator: float | None
    not_applicable: bool | None
    note: str | None
    period_end: date


@dataclass(frozen=True, slots=True)
class MetricPeriod:
    """One period of a metric's series; `service` None is all services together."""

    metric: str
    service: str | None
    period_start: date
    period_end: date
    value: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class TargetPeriod:
    """One received period of a target's series; `actual` on, only where it is expected."""

    objective: str
    metric: str
    service: str | None
    period_end: date
    value: float | None
    actual: float | None
    required: float | None
    required_lower: float | None
    required_upper: float | None
    gap: float | None
    meets: bool | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading whose figure was changed or withdrawn after the fact.

    Without a value, and not withdrawn, there was nothing to measure.
    """

    metric: str
    service: str | None
    period_start: date
    period_end: date
    recorded_at: datetime
    recorded_by: str
    reason: str | None
    value_before: float | None
    value_after: float | None
    withdrawn_before: bool
    withdrawn_after: bool
    recorded_on: date


@dataclass(frozen=True, slots=True)
class TargetRevision:
    """A target point whose requirement was changed or withdrawn after the fact."""

    objective: str
    metric: str
    service: str | None
    on_date: date
    recorded_at: datetime
    recorded_by: str
    reason: str | None
    value_before: float | None
    lower_before: float | None
    upper_before: float | None
    value_after: float | None
    lower_after: float | None
    upper_after: float | None
    recorded_on: date

    @property
    def before(self) -> tuple[float | None, float | None, float | None]:
        """The value, lower and upper bound that were required."""
        return self.value_before, self.lower_before, self.upper_before

    @property
    def after(self) -> tuple[float | None, float | None, float | None]:
        """The value, lower and upper bound that are required instead."""
        return self.value_after, self.lower_after, self.upper_after


@dataclass(frozen=True, slots=True)
class PlanItemStatus:
    """How far an item of the plan has come by the board's day."""

    plan_item: str
    title: str
    phase: str
    owner: str | None
    timing: str
    planned_percent: float | None
    percent: float | None
    state: str
    status: str
    slip_days: int | None
    next_due_on: date | None
    occurrences_due: int
    occurrences_done: int
    occurrences_on_time: int
    evidence_count: int


@dataclass(frozen=True, slots=True)
class PlanOccurrenceStatus:
    """One time that a recurring item falls due."""

    plan_item: str
    due_on: date
    done_on: date | None
    status: str
    evidence_count: int


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The health of the plan on the board's day, but for the checks; rates are None over zero."""

    items: int
    done: int
    on_track: int
    behind: int
    overdue: int
    blocked: int
    not_started: int
    cancelled: int
    percent_complete: float | None
    planned_percent: float | None
    on_time_rate: float | None
    evidence_rate: float | None


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """Something that an auditor would object to; waived where `waived_until` is given."""

    rule: str
    severity: str
    register: str
    code: str
    message: str
    remedy: str
    clause: str
    waived_until: date | None
    waiver_reason: str | None


@dataclass(frozen=True, slots=True)
class ImprovementStatus:
    """How an improvement stands, and what it brought."""

    improvement: str
    title: str
    state: str
    owner: str | None
    source: str | None
    age_days: int
    overdue: bool
    priority: float | None
    mean_before: float | None
    mean_after: float | None
    readings_before: int | None
    readings_after: int | None
    effect: str | None


@dataclass(frozen=True, slots=True)
class ImprovementMeasure:
    """What a metric read before an improvement was implemented, newest first, and after it.

    The limits are the natural process limits before.
    """

    improvement: str
    before: list[float] | None
    before_ends: list[date] | None
    after: list[float] | None
    after_ends: list[date] | None
    mean_before: float | None
    mean_after: float | None
    limit_lower: float | None
    limit_upper: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a version of a row and the one before."""

    recorded_at: datetime
    recorded_by: str
    change_note: str | None
    register: str
    code: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """First readings of one metric that were recorded at once: how many, for which periods."""

    recorded_at: datetime
    recorded_by: str
    change_note: str | None
    metric: str
    readings: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Version(Generic[R]):
    """A row in force, with who recorded it and when."""

    row: R
    recorded_at: datetime
    recorded_by: str


_LATEST_READING = (
    "SELECT r.metric, r.service, r.period_start, "
    "figure(r.value, r.numerator, r.denominator, m.scale) AS figure, "
    "r.value IS NOT NULL AS given, r.recorded_at, r.recorded_by "
    "FROM reading AS r JOIN measure_at(clock_known_at()) AS m ON m.metric = r.metric "
)


@dataclass(frozen=True)
class Board:
    """Everything that is known, at a pair of clocks. Use it within `with store.board(...)`."""

    cursor: duckdb.DuckDBPyConnection
    on_date: date
    known_at: datetime
    # Store.version as this snapshot sees it.
    version: int

    @classmethod
    def at(
        cls, cursor: duckdb.DuckDBPyConnection, on_date: date | None, known_at: datetime | None
    ) -> Board:
        """A board on a cursor in a read-only transaction; sets the session's clocks."""
        version, last = _one(
            cursor.execute("SELECT coalesce(max(version), 0), max(recorded_at) FROM history.write")
        )
        now = datetime.now(UTC)
        if known_at is None or known_at > now:
            # nobody knows yet what will be known by then
            known_at = last or now
        cursor.execute(f"SET VARIABLE known_at = TIMESTAMPTZ '{known_at.astimezone(UTC)}'")
        if on_date is None:
            zone = cursor.execute("SELECT time_zone FROM organization").fetchone()
            on_date = datetime.now(ZoneInfo(zone[0] if zone else "UTC")).date()
        cursor.execute(f"SET VARIABLE on_date = DATE '{on_date}'")
        return cls(cursor, on_date, known_at, version)

    def _rows(self, row_type: type[Row], query: str, *parameters: object) -> list[Row]:
        cursor = self.cursor.execute(query, parameters)
        names = tuple(column[0] for column in cursor.description or ())
        if names != getattr(row_type, "__slots__", ()):
            raise TypeError(f"{row_type.__name__} has other fields than {query!r} has columns")
        return [row_type(*row) for row in cursor.fetchall()]

    # --- status ---

    def objective_status(self) -> list[ObjectiveStatus]:
        """Every objective's status, by code."""
        return self._rows(ObjectiveStatus, "FROM objective_status ORDER BY objective")

    def target_status(self) -> list[TargetStatus]:
        """Every target's status, by its key."""
        return self._rows(TargetStatus, "FROM target_status ORDER BY objective, metric, service")

    def objective_wall(self) -> list[WallCell]:
        """Every objective at the end of each of the last 12 months."""
        return self._rows(WallCell, "FROM objective_wall ORDER BY objective, period_end")

    def objective_change(
        self, from_on: date, from_known: datetime, to_on: date, to_known: datetime
    ) -> list[ObjectiveChange]:
        """How every objective moved between two pairs of clocks, by code."""
        return self._rows(
            ObjectiveChange,
            "FROM objective_change(CAST(? AS DATE), CAST(? AS TIMESTAMPTZ), CAST(? AS DATE), "
            "CAST(? AS TIMESTAMPTZ)) ORDER BY objective",
            from_on,
            from_known,
            to_on,
            to_known,
        )

    def reading_due(self) -> list[ReadingDue]:
        """Every expected reading that is not there, oldest first."""
        return self._rows(
            ReadingDue, "FROM reading_due ORDER BY period_end, metric, service, period_start"
        )

    def reading_entries(self) -> list[ReadingEntry]:
        """The same with what is entered beside it, oldest first."""
        return self._rows(
            ReadingEntry, "FROM reading_entry ORDER BY period_end, metric, service, period_start"
        )

    def explanations_due(self) -> list[ExplanationDue]:
        """The targets behind every miss that nobody has explained, oldest first."""
        return self._rows(
            ExplanationDue,
            "FROM explanation_due ORDER BY evaluated_on, objective, metric, service",
        )

    # --- series ---

    def metric_periods(self) -> list[MetricPeriod]:
        """Every metric's series, for each service and for all together, oldest first."""
        return self._rows(MetricPeriod, "FROM metric_period ORDER BY metric, service, period_start")

    def target_periods(self) -> list[TargetPeriod]:
        """Every target's periods up to the board's day, oldest first."""
        return self._rows(
            TargetPeriod,
            "FROM target_period WHERE period_end <= getvariable('on_date') "
            "ORDER BY objective, metric, service, period_end",
        )

    def readings_of(self, metrics: Sequence[str]) -> list[RecordedReading]:
        """The readings in force of some metrics."""
        return self._rows(
            RecordedReading,
            "SELECT metric, service, period_start, value, numerator, denominator, not_applicable, "
            "note, recorded_at, recorded_by FROM reading WHERE list_contains(?, metric)",
            list(metrics),
        )

    # --- the plan ---

    def plan_item_status(self) -> list[PlanItemStatus]:
        """Every item of the plan, by code."""
        return self._rows(PlanItemStatus, "FROM plan_item_status ORDER BY plan_item")

    def plan_occurrences(
        self, items: Sequence[str], first: date, last: date
    ) -> list[PlanOccurrenceStatus]:
        """The occurrences of some items that fall due in a stretch of days, by item, then day."""
        return self._rows(
            PlanOccurrenceStatus,
            "FROM plan_occurrence_status WHERE list_contains(?, plan_item) "
            "AND due_on BETWEEN ? AND ? ORDER BY plan_item, due_on",
            list(items),
            first,
            last,
        )

    def evidence(self, register: str) -> list[Evidence]:
        """What proves the rows of a register on the board's day, newest first."""
        proof = "proof_at(clock_known_at()) WHERE register = ? AND proves_on(dated_on, ?)"
        found = [row for row, _, _ in self._register(Evidence, proof, register, self.on_date)]
        return sorted(found, key=lambda row: row.dated_on or self.on_date, reverse=True)

    def proofs(self) -> list[Evidence]:
        """All evidence, each by what it proves: an occurrence as a day of its item of the plan."""
        return [row for row, _, _ in self._register(Evidence, "proof_at(clock_known_at())")]

    def plan_figures(self) -> PlanFigures:
        """The health of the plan, but for what `plan_checks` finds."""
        (row,) = self._rows(
            PlanFigures, "FROM plan_figures_at(getvariable('on_date'), getvariable('known_at'))"
        )
        return row

    def kept_evidence(self, sha256: str, code: str) -> Evidence | None:
        """The evidence that a file is kept for, that of a code before others, in any version."""
        found = self.cursor.execute(
            "SELECT * EXCLUDE (recorded_at, recorded_by, superseded_at, change_note, withdrawn) "
            "FROM history.evidence WHERE sha256 = ? AND starts_with(location, ?) "
            "ORDER BY evidence = ? DESC, recorded_at DESC LIMIT 1",
            [sha256, KEPT, code],
        )
        names = [column[0] for column in found.description or ()]
        row = found.fetchone()
        return Evidence.model_construct(**dict(zip(names, row, strict=True))) if row else None

    def last_approval(self) -> tuple[PlanApproval, datetime] | None:
        """The plan's last approval, and when it was first recorded as of its day."""
        found = self.cursor.execute(
            "SELECT version, approved_at FROM approval_at(clock_known_at()) "
            "ORDER BY approved_on DESC, approved_at DESC LIMIT 1"
        ).fetchone()
        row = self.row(PlanApproval, found[0]) if found else None
        return (row.row, found[1]) if found and row else None

    def plan_checks(self, rules: Sequence[str] | None = None) -> list[PlanCheck]:
        """What an auditor would object to, perhaps by some rules alone.

        Errors first, then by rule, register and code.
        """
        return self._rows(
            PlanCheck,
            "FROM plan_check WHERE ? IS NULL OR list_contains(?, rule) "
            "ORDER BY severity, rule, register, code, message",
            rules,
            rules,
        )

    def improvement_status(self) -> list[ImprovementStatus]:
        """Every improvement that has been raised, by code."""
        return self._rows(ImprovementStatus, "FROM improvement_status ORDER BY improvement")

    def improvement_measures(self, improvements: Sequence[str]) -> list[ImprovementMeasure]:
        """What the effects of some improvements are told from, where their metrics were read."""
        return self._rows(
            ImprovementMeasure,
            "SELECT improvement, before, before_ends, after, after_ends, "
            "mean_before, mean_after, limit_lower, limit_upper "
            "FROM improvement_measure_at(getvariable('on_date'), getvariable('known_at')) "
            "WHERE list_contains(?, improvement)",
            list(improvements),
        )

    # --- history ---

    def latest_readings(self, metrics: Sequence[str], most: int) -> list[LatestReading]:
        """The readings of some metrics that were recorded last, newest first."""
        return self._rows(
            LatestReading,
            _LATEST_READING + "WHERE list_contains(?, r.metric) "
            "ORDER BY r.recorded_at DESC, r.period_start DESC, r.metric, r.service LIMIT ?",
            list(metrics),
            most,
        )

    def readings_of_services(self, metric: str, period_start: date) -> list[LatestReading]:
        """The readings of a metric's services for a period, by service."""
        return self._rows(
            LatestReading,
            _LATEST_READING + "WHERE r.metric = ? AND r.period_start = ? AND r.service IS NOT NULL "
            "ORDER BY r.service",
            metric,
            period_start,
        )

    def figure_together(self, metric: str, period_start: date) -> float | None:
        """A metric's figure for a period, all its services together."""
        row = self.cursor.execute(
            "SELECT value FROM metric_period "
            "WHERE metric = ? AND period_start = ? AND service IS NULL",
            [metric, period_start],
        ).fetchone()
        return row[0] if row else None

    def reading_versions(
        self, metric: str, service: str | None, period_start: date
    ) -> list[ReadingVersion]:
        """Every version of one reading, oldest first."""
        return self._rows(
            ReadingVersion,
            "SELECT h.recorded_at, h.recorded_by, h.change_note, h.withdrawn, "
            "figure(h.value, h.numerator, h.denominator, m.scale) AS figure, "
            "h.value, h.numerator, h.denominator, h.not_applicable, h.note, "
            "period_last_day(m.frequency, h.period_start) AS period_end "
            "FROM reading_history AS h "
            "JOIN measure_at(clock_known_at()) AS m ON m.metric = h.metric "
            "WHERE h.metric = ? AND h.service IS NOT DISTINCT FROM ? AND h.period_start = ? "
            "ORDER BY h.recorded_at",
            metric,
            service,
            period_start,
        )

    def usual_ranges(
        self, metrics: Sequence[str]
    ) -> dict[tuple[str, str | None], tuple[float, float]]:
        """Between which figures the series of some metrics usually lie, by metric and service.

        A series of too few readings has no usual range.
        """
        found = self.cursor.execute(
            "SELECT metric, service, usual_lower, usual_upper "
            "FROM usual_range_at(clock_on_date(), clock_known_at()) WHERE list_contains(?, metric)",
            [list(metrics)],
        ).fetchall()
        return {(metric, service): (low, high) for metric, service, low, high in found}

    def corrections(self) -> list[Correction]:
        """Every correction of a reading, oldest first."""
        return self._rows(
            Correction,
            "FROM reading_correction ORDER BY recorded_at, metric, service, period_start",
        )

    def target_revisions(self) -> list[TargetRevision]:
        """Every change of a requirement, oldest first."""
        return self._rows(
            TargetRevision,
            "FROM target_revision ORDER BY recorded_at, objective, metric, service, on_date",
        )

    def changes(self, since: datetime, register: str | None = None) -> list[Change]:
        """Every difference recorded after `since`, oldest first, perhaps of one register."""
        return self._rows(
            Change,
            "FROM change WHERE recorded_at > ? AND (? IS NULL OR register = ?) "
            "ORDER BY recorded_at, register, code, field",
            since,
            register,
            register,
        )

    def changes_of(
        self, objective: str, metrics: Sequence[str], metric_services: Sequence[str]
    ) -> list[Change]:
        """Every difference that bears on an objective, oldest first, but for new readings.

        `metrics` are those it looks at as a whole, `metric_services` those it looks at for one
        service, as "metric/service".
        """
        return self._rows(
            Change,
            "FROM change WHERE (register = 'objectives' AND code = $1) "
            "OR (register IN ('targets', 'target_points', 'explanations') "
            "AND split_part(code, '/', 1) = $1) "
            "OR (register = 'metrics' AND list_contains($4, code)) "
            "OR (register = 'readings' AND field <> 'new' "
            "AND (list_contains($2, split_part(code, '/', 1)) OR list_contains($3, "
            "split_part(code, '/', 1) || '/' || split_part(code, '/', 2)))) "
            "ORDER BY recorded_at, register, code, field",
            objective,
            list(metrics),
            list(metric_services),
            [*metrics, *(name.partition("/")[0] for name in metric_services)],
        )

    def changes_of_row(self, register: str, code: str) -> list[Change]:
        """Every difference of one row, oldest first."""
        return self._rows(
            Change,
            "FROM change WHERE register = ? AND code = ? ORDER BY recorded_at, field",
            register,
            code,
        )

    def recorded(self, metrics: Sequence[str], metric_services: Sequence[str]) -> list[Recorded]:
        """When which first readings came, oldest first; the same metrics as in `changes_of`."""
        return self._rows(
            Recorded,
            "SELECT recorded_at, recorded_by, change_note, split_part(code, '/', 1) AS metric, "
            "count(*) AS readings, CAST(min(split_part(code, '/', 3)) AS DATE) AS first, "
            "CAST(max(split_part(code, '/', 3)) AS DATE) AS last "
            "FROM change WHERE register = 'readings' AND field = 'new' "
            "AND (list_contains($1, split_part(code, '/', 1)) OR list_contains($2, "
            "split_part(code, '/', 1) || '/' || split_part(code, '/', 2))) "
            "GROUP BY ALL ORDER BY recorded_at, metric",
            list(metrics),
            list(metric_services),
        )

    # --- registers ---

    def register(self, record: type[R]) -> list[R]:
        """The rows of a register that are in force, by key, without who and when."""
        return [row for row, _, _ in self._register(record)]

    def versions(self, record: type[R]) -> list[Version[R]]:
        """The rows of a register that are in force, by key, with who recorded them and when."""
        return [Version(*found) for found in self._register(record)]

    def row(self, record: type[R], code: str) -> Version[R] | None:
        """The row with a code, with who recorded it; the organisation's has the code ""."""
        with_code = f"{record.view} WHERE {code_sql(record)} = ?"
        found = self._register(record, with_code, code if record.key else record.view)
        return Version(*found[0]) if found else None

    def _register(
        self, record: type[R], which: str = "", *parameters: object
    ) -> list[tuple[R, datetime, str]]:
        names = [*record.model_fields, "recorded_at", "recorded_by"]
        cursor = self.cursor.execute(f"FROM {which or record.view}", parameters)
        read = [column[0] for column in cursor.description or ()]
        keep = [read.index(name) for name in names]
        rows = [[row[i] for i in keep] for row in cursor.fetchall()]
        key = [names.index(name) for name in record.key]
        rows.sort(key=lambda row: [(row[i] is not None, row[i]) for i in key])
        made = [
            (record.model_construct(**dict(zip(names, row, strict=False))), row[-2], row[-1])
            for row in rows
        ]
        return cast("list[tuple[R, datetime, str]]", made)

    def beginning(self) -> tuple[date | None, int]:
        """The first day that an objective or a reading speaks of, and how many objectives are."""
        first, count = _one(
            self.cursor.execute(
                "SELECT least(min(starts_on), (SELECT min(period_start) FROM reading)), count(*) "
                "FROM objective"
            )
        )
        return first, count

    def organization(self) -> Organization | None:
        """Whose SMS this is; None in an empty store."""
        return next(iter(self.register(Organization)), None)

    # --- anybody's SQL ---

    def select(self, statement: str) -> Selection:
        """Run one read-only statement of somebody's own; raises StatementRefused."""
        try:
            statements = self.cursor.extract_statements(statement)
        except duckdb.Error as error:
            raise StatementRefused(_in_words(error)) from error
        if not statements:
            raise StatementRefused("give a statement; this is none")
        if len(statements) > 1:
            raise StatementRefused(f"give one statement; these are {len(statements)}")
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            raise StatementRefused("only a SELECT may run here; the views are read-only")
        try:
            if taken := taken_clock(self.cursor, statement):
                raise StatementRefused(_TAKEN.format(macro=taken[0], column=taken[1]))
            cursor = self.cursor.execute(statement)
        except _REFUSALS as error:
            raise StatementRefused(_in_words(error)) from error
        return Selection(cursor, [column[0] for column in cursor.description or ()])


_TAKEN = (
    "{macro} would take {column} for a column of its own; give its table a name that no view "
    "knows, and write the column with it, such as my_days.day"
)
_INTERNAL = (
    "DuckDB cannot carry this statement out ({said}); write it in another way, or ask `verify` "
    "whether the store is whole"
)
# What a statement is to blame for; everything else may be about the file.
_REFUSALS = (
    duckdb.InternalException,
    duckdb.ProgrammingError,
    duckdb.DataError,
    duckdb.NotSupportedError,
    duckdb.PermissionException,
    duckdb.TransactionException,
)


@dataclass(frozen=True)
class Selection:
    """The answer to somebody's own statement, read as it comes."""

    cursor: duckdb.DuckDBPyConnection
    names: Sequence[str]

    def batches(self, size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        """The rows, some at a time."""
        while True:
            try:
                batch = self.cursor.fetchmany(size)
            except _REFUSALS as error:
                raise StatementRefused(_in_words(error)) from error
            if not batch:
                return
            yield batch


def _in_words(error: duckdb.Error) -> str:
    """What DuckDB says of a statement, in one line; a name that is not there with the nearest."""
    said, _, more = str(error).partition("\n")
    beside = [
        name for name in re.findall(r'"([^"]+)"', more.partition("\n")[0]) if name[:3] != "pg_"
    ]
    if view := re.search(r"Table with name (\S+) does not exist", said):
        return f"there is no view {view[1]}{nearest(view[1], beside)}"
    if column := re.search(r'Referenced column "([^"]+)" not found', said):
        return f"there is no column {column[1]} there{nearest(column[1], beside)}"
    if place := re.search(r"syntax error at or near (.+)", said):
        return f"the statement cannot be read at {place[1]}; mend it there"
    said = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", said)
    return _INTERNAL.format(said=said) if isinstance(error, duckdb.InternalException) else said


def _one(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row = cursor.fetchone()
    if row is None:
        raise TypeError("an aggregate without a row")
    return row
