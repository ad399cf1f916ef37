"""How a management review is composed from a board: it selects, counts and words rows of views."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import starmap
from typing import Any, NamedTuple

from smsdata import RULES_VERSION, __version__, display
from smsdata.board import (
    Board,
    Correction,
    MetricPeriod,
    ObjectiveChange,
    ObjectiveStatus,
    ReadingDue,
    TargetPeriod,
    TargetRevision,
    TargetStatus,
)
from smsdata.clocks import end_of_day
from smsdata.models import (
    Explanation,
    Metric,
    Objective,
    Organization,
    Outcome,
    Person,
    Service,
    Target,
    TargetPoint,
)
from smsdata.review import (
    GOOD,
    Contribution,
    CorrectionGroup,
    DataCompleteness,
    Explained,
    Goal,
    Late,
    ManagementReview,
    Measure,
    ObjectiveReview,
    Provenance,
    Restatement,
    RevisedTarget,
    ServiceReview,
    TargetKey,
    badness,
    target_change,
)


def management_review(board: Board, first: date) -> ManagementReview:
    """The review of the period from `first` to the board's day, as known at the board's time."""
    last = board.on_date
    organization = board.organization() or Organization(name=display.UNNAMED_ORGANIZATION)
    fiscal_month = organization.fiscal_year_start_month
    people = {row.person: row.name for row in board.register(Person)}
    services = board.register(Service)
    service_names = {row.service: row.name for row in services}
    metrics = {row.metric: row for row in board.register(Metric)}
    series = _series(board.metric_periods())
    corrections = board.corrections()
    revisions = board.target_revisions()
    words = _Words(
        {row.objective: row for row in board.register(Objective)},
        metrics,
        service_names,
        people,
        fiscal_month,
    )
    targets = {TargetKey(t.objective, t.metric, t.service): t for t in board.register(Target)}
    previous_last = first - timedelta(days=1)
    then = _then(organization, targets, words, previous_last)
    statuses = _statuses(board, previous_last, then.moment)
    measures = _measures(board, statuses.targets, targets, words, series, corrections, revisions)
    objectives = _objectives(board, statuses, measures, words)
    counts = Counter(item.status.status for item in objectives)
    return ManagementReview(
        organization=organization.name,
        scope=organization.scope,
        zone=organization.time_zone,
        fiscal_month=fiscal_month,
        first=first,
        last=last,
        known_at=board.known_at,
        objectives=objectives,
        statuses=tuple(
            (look.status, counts[look.status])
            for look in display.STATUS_LOOKS
            if counts[look.status]
        ),
        moves=tuple(sorted(statuses.moves, key=lambda c: display.status_rank(c.status_after))),
        wall_months=statuses.months,
        data=_completeness(board, objectives, metrics, words),
        restatement=_restatement(
            board, previous_last, then, statuses.restated, corrections, revisions, words
        ),
        revisions=words.revised(r for r in revisions if r.recorded_at > then.moment),
        easings=words.revised(_easings(board, then.moment)),
        services=_services(services, metrics, series, measures, people, last, fiscal_month),
        service_names=service_names,
        people=people,
        panels=_panels(series, service_names),
        reporting=_reporting(series),
        provenance=Provenance(
            __version__, RULES_VERSION, tuple(_rows(board, "FROM register_count"))
        ),
    )


class _Statuses(NamedTuple):
    """What the review asks of statuses, by objective."""

    latest: tuple[ObjectiveStatus, ...]
    targets: tuple[TargetStatus, ...]
    months: tuple[date, ...]
    wall: dict[str, dict[date, str]]
    moves: tuple[ObjectiveChange, ...]
    restated: tuple[ObjectiveChange, ...]


def _statuses(board: Board, previous_last: date, then: datetime) -> _Statuses:
    """Statuses on the board's day, at month ends, against the previous period, and restated."""
    rows = board.cursor.execute(
        "FROM review_status_at(CAST(? AS DATE), CAST(? AS DATE), CAST(? AS TIMESTAMPTZ), "
        "CAST(? AS TIMESTAMPTZ)) ORDER BY part, objective, day",
        [board.on_date, previous_last, then, board.known_at],
    ).fetchall()
    latest, targets, moves, restated = [], [], [], []
    wall: dict[str, dict[date, str]] = defaultdict(dict)
    for part, day, *row, moved, target_statuses in rows:
        code, title, owner, before, status, attained_before, attained, *counts = row
        if part == "wall":
            wall[code][day] = status
            continue
        change = ObjectiveChange(
            code, title, owner, before, status, attained_before, attained, moved
        )
        if part == "restatement":
            restated.append(change)
        else:
            moves.append(change)
            latest.append(ObjectiveStatus(code, title, owner, status, attained, *counts))
            targets += [
                TargetStatus(**{name: target[name] for name in _OF_TARGET})
                for target in target_statuses or ()
            ]
    months = tuple(sorted({day for days in wall.values() for day in days}))
    return _Statuses(tuple(latest), tuple(targets), months, wall, tuple(moves), tuple(restated))


_OF_TARGET = [field.name for field in fields(TargetStatus)]


SeriesByKey = dict[tuple[str, str | None], tuple[MetricPeriod, ...]]


def _series(rows: Iterable[MetricPeriod]) -> SeriesByKey:
    found: dict[tuple[str, str | None], list[MetricPeriod]] = defaultdict(list)
    for row in rows:
        found[row.metric, row.service].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _rows(board: Board, statement: str) -> list[tuple[Any, ...]]:
    return [row for batch in board.select(statement).batches() for row in batch]


def _measures(
    board: Board,
    statuses: Iterable[TargetStatus],
    targets: dict[TargetKey, Target],
    words: _Words,
    series: SeriesByKey,
    corrections: Sequence[Correction],
    revisions: Sequence[TargetRevision],
) -> dict[str, list[Measure]]:
    """Each objective's measures, worst first."""
    points: dict[TargetKey, list[TargetPoint]] = defaultdict(list)
    for point in board.register(TargetPoint):
        points[TargetKey(point.objective, point.metric, point.service)].append(point)
    periods: dict[TargetKey, list[TargetPeriod]] = defaultdict(list)
    for row in board.target_periods():
        periods[TargetKey(row.objective, row.metric, row.service)].append(row)
    corrected: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        corrected[correction.metric].append(correction)
    revised: dict[TargetKey, list[TargetRevision]] = defaultdict(list)
    for revision in revisions:
        revised[TargetKey(revision.objective, revision.metric, revision.service)].append(revision)
    goals = {TargetKey(*row[:3]): Goal(*row[3:]) for row in _rows(board, "FROM target_goal")}
    found: dict[str, list[Measure]] = defaultdict(list)
    for status in statuses:
        key = TargetKey(status.objective, status.metric, status.service)
        metric = words.metrics[status.metric]
        found[status.objective].append(
            Measure(
                key=key,
                objective=words.objectives[status.objective],
                metric=metric,
                target=targets[key],
                service=words.service(key.service),
                status=status,
                goal=goals.get(key),
                points=tuple(points[key]),
                series=series.get((key.metric, key.service), ()),
                periods=tuple(periods[key]),
                corrections=tuple(
                    c
                    for c in corrected[key.metric]
                    if key.service is None or c.service == key.service
                ),
                revisions=tuple(revised[key]),
                fiscal_month=words.fiscal_month,
                decimals=display.telling_decimals(
                    status.actual,
                    (status.required, status.required_lower, status.required_upper),
                    metric.decimals,
                ),
                on_date=board.on_date,
            )
        )
    for rows in found.values():
        rows.sort(key=lambda measure: badness(measure.status))
    return found


def _objectives(
    board: Board,
    statuses: _Statuses,
    measures: dict[str, list[Measure]],
    words: _Words,
) -> tuple[ObjectiveReview, ...]:
    """The objectives by outcome and code."""
    outcomes = {row.outcome: row.title for row in board.register(Outcome)}
    explained: dict[str, list[Explained]] = defaultdict(list)
    for row in reversed(board.register(Explanation)):
        if row.on_date <= board.on_date:
            is_open = row.open_on(board.on_date)
            explained[row.objective].append(
                Explained(
                    row,
                    words.person(row.owner) if row.owner else None,
                    is_open,
                    is_open and row.due_on is not None and row.due_on < board.on_date,
                )
            )
    found = []
    for status in statuses.latest:
        record = words.objectives[status.objective]
        found.append(
            ObjectiveReview(
                objective=record,
                status=status,
                owner=words.person(record.owner) if record.owner else None,
                outcome=outcomes.get(record.outcome, record.outcome) if record.outcome else None,
                measures=tuple(measures.get(status.objective, ())),
                explained=tuple(explained[status.objective]),
                wall=tuple(statuses.wall[status.objective].get(month) for month in statuses.months),
            )
        )
    # Those that serve no outcome come last.
    found.sort(
        key=lambda item: (item.objective.outcome is None, item.objective.outcome or "", item.code)
    )
    return tuple(found)


@dataclass(frozen=True)
class _Words:
    """Registers by code, to word what views say."""

    objectives: dict[str, Objective]
    metrics: dict[str, Metric]
    services: dict[str, str]
    people: dict[str, str]
    fiscal_month: int

    def person(self, code: str) -> str:
        return self.people.get(code, code)

    def title(self, code: str) -> str:
        return display.one_line(self.objectives[code].title) if code in self.objectives else code

    def service(self, code: str | None) -> str | None:
        return self.services.get(code, code) if code else None

    def periods(self, metric: str, days: Sequence[date]) -> str:
        """Periods by their first days: "June 2026" or "April 2026 to June 2026"."""
        frequency = self.metrics[metric].frequency if metric in self.metrics else "monthly"
        first, last = (
            display.period(day, frequency, self.fiscal_month) for day in (min(days), max(days))
        )
        return first if first == last else display.from_to(first, last)

    def corrected(self, rows: Iterable[Correction]) -> tuple[CorrectionGroup, ...]:
        """Corrections of one metric that were recorded at once, by one, for one reason."""
        groups: dict[tuple[datetime, str, str, str | None], list[Correction]] = defaultdict(list)
        for row in rows:
            groups[row.recorded_at, row.metric, row.recorded_by, row.reason].append(row)
        return tuple(
            CorrectionGroup(
                metric=self.metrics[metric],
                services=tuple(
                    dict.fromkeys(
                        self.services.get(r.service, r.service) for r in found if r.service
                    )
                ),
                corrections=tuple(found),
                recorded_on=found[0].recorded_on,
                recorded_by=self.person(by),
                reason=reason,
                periods=self.periods(metric, [r.period_start for r in found]),
            )
            for (_, metric, by, reason), found in sorted(
                groups.items(), key=lambda item: (item[0][0], item[0][1])
            )
        )

    def revised(self, rows: Iterable[TargetRevision]) -> tuple[RevisedTarget, ...]:
        """Revisions with their requirements in words."""
        found = []
        for row in rows:
            metric = self.metrics[row.metric]
            before, after = (
                display.requirement(metric.direction, *bounds, metric.unit, metric.decimals)
                for bounds in (row.before, row.after)
            )
            found.append(
                RevisedTarget(
                    revision=row,
                    title=self.title(row.objective),
                    name=display.measured(metric.name, self.service(row.service)),
                    before=before,
                    after=after,
                    change=target_change(metric, row),
                    recorded_by=self.person(row.recorded_by),
                )
            )
        return tuple(found)


def _easings(board: Board, then: datetime) -> list[TargetRevision]:
    """What asks less of a target since then, or within a year, and still stands, oldest first."""
    rows = _rows(
        board,
        "SELECT objective, metric, service, on_date, recorded_at, recorded_by, reason, "
        "value_before, lower_before, upper_before, value_after, lower_after, upper_after, "
        "recorded_on FROM target_easing WHERE stands "
        "ORDER BY recorded_at, objective, metric, service, on_date",
    )
    year_before = board.on_date - timedelta(days=365)
    return [
        found
        for found in starmap(TargetRevision, rows)
        if found.recorded_at > then or found.recorded_on >= year_before
    ]


def _completeness(
    board: Board,
    objectives: Sequence[ObjectiveReview],
    metrics: dict[str, Metric],
    words: _Words,
) -> DataCompleteness:
    groups: dict[tuple[str, str | None, str], list[ReadingDue]] = defaultdict(list)
    rows = board.reading_due()
    for row in rows:
        groups[row.metric, row.service, row.freshness].append(row)
    late = [
        Late(
            metric=metrics[metric].name,
            service=words.service(service),
            owner=words.person(found[0].owner) if found[0].owner else None,
            readings=tuple(found),
            periods=words.periods(metric, [r.period_start for r in found]),
            overdue=freshness == "overdue",
            days_late=(board.on_date - found[0].due_on).days,
        )
        for (metric, service, freshness), found in groups.items()
    ]
    late.sort(key=lambda item: (not item.overdue, -item.days_late, item.metric))
    overdue = sum(row.freshness == "overdue" for row in rows)
    return DataCompleteness(
        expected=sum(item.status.readings_expected for item in objectives),
        received=sum(item.status.readings_received for item in objectives),
        overdue=overdue,
        due=len(rows) - overdue,
        late=tuple(late),
    )


class _Then(NamedTuple):
    moment: datetime
    grace_days: int


def _then(
    organization: Organization,
    targets: Iterable[TargetKey],
    words: _Words,
    previous_last: date,
) -> _Then:
    """When the last reading for the previous period was due: what its pack could know."""
    used = {key.metric for key in targets if key.objective in words.objectives}
    grace = max((m.grace_days for m in words.metrics.values() if m.metric in used), default=0)
    due_on = previous_last + timedelta(days=grace)
    return _Then(end_of_day(due_on, organization.time_zone), grace)


def _restatement(
    board: Board,
    previous_last: date,
    then: _Then,
    restated: Sequence[ObjectiveChange],
    corrections: Sequence[Correction],
    revisions: Sequence[TargetRevision],
    words: _Words,
) -> Restatement:
    """What the previous pack could say, against what is known of the same day now."""
    early = then.moment >= board.known_at
    rows = () if early else restated
    since = [c for c in corrections if c.recorded_at > then.moment]
    before = [row.status_before for row in rows if row.status_before is not None]
    after = [row.status_after for row in rows if row.status_after is not None]
    return Restatement(
        previous_end=previous_last,
        then=then.moment,
        grace_days=then.grace_days,
        early=early,
        possible=bool(before),
        before=(sum(status in GOOD for status in before), len(before)),
        after=(sum(status in GOOD for status in after), len(after)),
        changed=tuple(row for row in rows if row.moved != "unchanged"),
        corrections=words.corrected(c for c in since if c.period_end <= previous_last),
        later_corrections=words.corrected(c for c in since if c.period_end > previous_last),
        revisions=words.revised(
            r for r in revisions if r.recorded_at > then.moment and r.on_date <= previous_last
        ),
    )


def _reporting(series: SeriesByKey) -> dict[str, frozenset[str]]:
    """The services that report each metric, by code."""
    found: dict[str, set[str]] = defaultdict(set)
    for metric, service in series:
        if service is not None:
            found[metric].add(service)
    return {metric: frozenset(services) for metric, services in found.items()}


def _panels(
    series: SeriesByKey, service_names: dict[str, str]
) -> dict[str, tuple[tuple[str, tuple[MetricPeriod, ...]], ...]]:
    """Each metric's series by service, under the services' names."""
    found: dict[str, list[tuple[str, tuple[MetricPeriod, ...]]]] = defaultdict(list)
    for (metric, service), rows in series.items():
        if service is not None:
            found[metric].append((service_names.get(service, service), rows))
    return {metric: tuple(rows) for metric, rows in found.items()}


def _services(
    services: Sequence[Service],
    metrics: dict[str, Metric],
    series: SeriesByKey,
    measures: dict[str, list[Measure]],
    people: dict[str, str],
    last: date,
    fiscal_month: int,
) -> tuple[ServiceReview, ...]:
    own: dict[str, list[Measure]] = defaultdict(list)
    # the metrics whose figures of all services together an objective asks for
    shared: set[str] = set()
    for rows in measures.values():
        for measure in rows:
            if measure.key.service is not None:
                own[measure.key.service].append(measure)
            else:
                shared.add(measure.key.metric)
    by_service: dict[str, list[tuple[str, tuple[MetricPeriod, ...]]]] = defaultdict(list)
    for (metric, service), periods in series.items():
        if service is not None and metric in shared:
            by_service[service].append((metric, periods))
    found = []
    for record in services:
        contributions = [
            _contribution(
                metrics[metric],
                periods,
                series.get((metric, None), ()),
                last,
                fiscal_month,
            )
            for metric, periods in by_service[record.service]
        ]
        found.append(
            ServiceReview(
                service=record.service,
                name=record.name,
                owner=people.get(record.owner, record.owner) if record.owner else None,
                customer=record.customer,
                sla_reference=record.sla_reference,
                measures=tuple(sorted(own[record.service], key=lambda m: badness(m.status))),
                contributions=tuple(c for c in contributions if c is not None),
            )
        )
    found.sort(
        key=lambda item: (
            min((display.status_rank(m.status.status) for m in item.measures), default=99),
            item.name,
        )
    )
    return tuple(found)


def _contribution(
    metric: Metric,
    periods: Sequence[MetricPeriod],
    together: Sequence[MetricPeriod],
    last: date,
    fiscal_month: int,
) -> Contribution | None:
    ended = [row for row in periods if row.period_end <= last]
    valued = [row for row in ended if row.value is not None]
    if not valued:
        return None
    newest = valued[-1]
    whole = next((row.value for row in together if row.period_start == newest.period_start), None)
    return Contribution(
        metric=metric,
        value=newest.value,
        together=whole,
        when=display.period(newest.period_start, metric.frequency, fiscal_month),
        course=tuple(row.value for row in ended[-24:]),
    )
