"""The pack's further pages: luck, services, changes, restatements, data, rules, provenance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from reports import styles, wording
from reports.boxes import (
    Beside,
    Box,
    Flow,
    Heading,
    Linked,
    Place,
    Space,
    Stack,
    Text,
    Together,
    marked,
)
from reports.pack import Pack, named, objective_key, opening, subheading
from reports.painter import SparklineBox, TwoByTwoBox
from reports.summary import MOST_DECISIONS, as_known, decision
from reports.tables import Column, Figure, Grid, Row
from reports.text import Run
from smsdata import charts, display
from smsdata.board import ObjectiveChange
from smsdata.clocks import utc_text
from smsdata.review import (
    Contribution,
    CorrectionGroup,
    Measure,
    RevisedTarget,
    ServiceReview,
    corrected_figures,
)

_MOST_SERVICES = 40
_MOST_GROUPS = 60
_MOST_LATE = 40


def _small(words: str, most: int | None = 4) -> Box:
    return Text(words, styles.TABLE, most=most)


# --- status against assurance --------------------------------------------------------------------


def luck(pack: Pack) -> list[Flowable]:
    """Who is on target, and whose process can stay there."""
    spec = pack.charts.luck()
    parts: list[Flowable] = [
        *opening(wording.LUCK, "luck", spec.title),
        Flow(TwoByTwoBox(spec, pack.height - 90, pack.figure), after=10),
    ]
    parts += [Flow(Text(words, styles.TABLE.quiet), after=4) for words in spec.aside]
    return [*parts, PageBreak()]


# --- services ------------------------------------------------------------------------------------


def services(pack: Pack) -> list[Flowable]:
    """Each service with its own targets, and its part in the others."""
    review = pack.review
    found = [s for s in review.services if s.measures or s.contributions]
    silent = len(review.services) - len(found)
    own = [s for s in found if s.measures]
    others = [s for s in found if not s.measures]
    # Where there are many, those without targets of their own step back.
    shown = own + (others if len(found) <= _MOST_SERVICES else [])
    parts = opening(wording.SERVICES, "services", wording.SERVICES_LEAD)
    columns = [
        Column(wording.COLUMN_MEASURE),
        Column(wording.COLUMN_ACTUAL, 78, "decimal"),
        Column(wording.COLUMN_AGAINST, 112),
        Column(wording.COLUMN_COURSE, 52),
    ]
    asked_for_by = review.asked_for_by
    rows: list[Row] = []
    for service in shown:
        rows.append(Row([_service_heading(service)], group=True))
        rows += [_own_row(pack, measure) for measure in service.measures]
        rows += [
            _part_row(part, pack.address(asked_for_by[part.metric.metric]))
            for part in service.contributions
        ]
    if rows:
        parts.append(Flow(Grid(columns, rows, gap=7, pad=2.6)))
    else:
        parts.append(Flow(Text(wording.NO_SERVICES, styles.BODY)))
    notes = []
    if len(found) > len(shown):
        notes.append(wording.MORE_SERVICES.format(count=display.whole(len(found) - len(shown))))
    if silent:
        notes.append(wording.SILENT_SERVICES.format(services=display.counted(silent, "service")))
    parts += [Flow(Text(words, styles.TABLE.quiet), before=6) for words in notes]
    return [*parts, PageBreak()]


def _service_heading(service: ServiceReview) -> Box:
    about = [
        words
        for words in (service.owner, service.customer, service.sla_reference)
        if words is not None
    ]
    return Text(
        [
            Run(service.name, styles.BODY.medium),
            Run("   " + ", ".join(about) if about else "", styles.SMALL.quiet),
        ],
        styles.BODY,
        most=2,
    )


def _own_row(pack: Pack, measure: Measure) -> Row:
    objective = measure.key.objective
    name: Box = marked(measure.status.status, _measured(measure.metric.name, measure.stretch))
    address = pack.address(objective)
    if address is None:
        name = Linked(name, objective_key(objective))
    return Row(
        [
            name,
            Figure(measure.actual),
            _small(measure.required),
            SparklineBox(pack.charts.sparkline(measure)),
        ],
        address=address,
    )


def _measured(name: str, when: str) -> Box:
    return Text(
        [Run(name, styles.TABLE), Run(f"  {when}", styles.SMALL.quiet)], styles.TABLE, most=3
    )


def _part_row(part: Contribution, address: str | None) -> Row:
    unit, decimals = part.metric.unit, part.metric.decimals
    together = display.figure(part.together, unit, decimals)
    return Row(
        [
            Beside([(8.5, Space(1)), (0, _measured(part.metric.name, part.when))], gap=5),
            Figure(display.figure(part.value, unit, decimals)),
            Text(wording.ALL_SERVICES.format(value=together), styles.TABLE.quiet, most=2),
            SparklineBox(charts.sparkline(part.course)),
        ],
        address=address,
    )


# --- changes -------------------------------------------------------------------------------------


def changes(pack: Pack) -> list[Flowable]:
    """What moved since the previous period, and which requirements were changed."""
    review = pack.review
    moved = review.moved()
    still = len(review.moved("unchanged"))
    period = display.span(review.previous_first, review.previous_last)
    parts = opening(
        wording.CHANGES,
        "changes",
        wording.CHANGES_LEAD.format(
            period=period,
            moved=display.counted(len(moved), "objective"),
            still=display.whole(still),
        ),
    )
    if moved:
        parts.append(
            Flow(
                _changes_table(
                    pack,
                    moved,
                    display.end_of(review.previous_last),
                    display.end_of(review.last),
                )
            )
        )
    parts.append(subheading(wording.REVISED))
    parts.append(Flow(_revisions(pack, review.revisions)))
    if review.eased_before:
        parts.append(subheading(wording.LOWERED_BEFORE))
        parts.append(Flow(_revisions(pack, review.eased_before)))
    return [*parts, *_further_decisions(pack), CondPageBreak(260)]


def _further_decisions(pack: Pack) -> list[Flowable]:
    """The decisions that page 1 has no room for."""
    rest = pack.decisions[MOST_DECISIONS:]
    if not rest:
        return []
    asked = [decision(pack, number, one) for number, one in enumerate(rest, MOST_DECISIONS + 1)]
    title = Heading(wording.FURTHER_DECISIONS, styles.SUBHEADING)
    place = Place("decisions", wording.FURTHER_DECISIONS, 1)
    return [Flow(Together([title, Space(4), Stack(asked, 3)]), before=16, places=[place])]


def _changes_table(
    pack: Pack, rows: Sequence[ObjectiveChange], before: str, after: str, *, restated: bool = False
) -> Grid:
    """Objectives with two statuses: of two periods' ends, or of one as told then and known now."""
    return Grid(
        [
            Column(wording.COLUMN_MOVED, 50),
            Column(wording.COLUMN_OBJECTIVE),
            Column(before, 82),
            Column(after, 82),
            Column(wording.COLUMN_OWNER, 102),
        ],
        [_changes_row(pack, row, restated=restated) for row in rows],
    )


def _changes_row(pack: Pack, row: ObjectiveChange, *, restated: bool) -> Row:
    before: Box = named(row.status_before, _status(row.status_before, wording.NOT_KNOWN))
    after: Box = named(row.status_after, _status(row.status_after, wording.NO_MORE))
    end = pack.review.previous_last
    if restated:
        after = pack.figure(after, row.objective, end)
    else:
        before = pack.figure(before, row.objective, end)
        after = pack.figure(after, row.objective)
    return Row(
        [
            _small(display.MOVED_WORDS[row.moved]),
            pack.name(_small(row.title), row.objective),
            before,
            after,
            _small(pack.review.name_of(row.owner)),
        ]
    )


def _status(status: str | None, without: str) -> str:
    return display.sentence(display.status_word(status)) if status else without


def _newest(grid: Grid, count: int) -> Box:
    """A table of the newest of so many, and how many came before them."""
    if count <= _MOST_GROUPS:
        return grid
    words = wording.EARLIER_ONES.format(count=display.whole(count - _MOST_GROUPS))
    return Stack([grid, Space(4), Text(words, styles.TABLE.quiet)])


def _revisions(pack: Pack, rows: Sequence[RevisedTarget]) -> Box:
    if not rows:
        return Text(wording.NO_REVISIONS, styles.TABLE)
    grid = Grid(
        [
            Column(wording.COLUMN_OBJECTIVE),
            Column(wording.COLUMN_FROM_TO, 116),
            Column(wording.COLUMN_RECORDED, 110),
            Column(wording.COLUMN_REASON, 120),
        ],
        [
            Row(
                [
                    Stack(
                        [
                            Text(row.title, styles.TABLE.medium, most=3),
                            Text(row.name, styles.SMALL.quiet, most=2),
                        ]
                    ),
                    _small(
                        wording.FROM_TO.format(
                            before=row.before,
                            after=row.after,
                            day=display.day(row.revision.on_date),
                        ),
                        6,
                    ),
                    _small(
                        wording.RECORDED.format(
                            day=display.day(row.revision.recorded_on), by=row.recorded_by
                        )
                    ),
                    _small(row.revision.reason or wording.NO_REASON, 8),
                ],
                address=pack.address(row.revision.objective),
            )
            for row in rows[-_MOST_GROUPS:]
        ],
    )
    return _newest(grid, len(rows))


# --- restatements --------------------------------------------------------------------------------


def restatements(pack: Pack) -> list[Flowable]:
    """What the previous pack said, and what is known of the same day today."""
    review = pack.review
    found = review.restatement
    end = display.end_of(found.previous_end)
    then = display.moment(found.then, review.zone)
    if not found.possible:
        words = wording.NOT_RESTATED if found.early else wording.NOTHING_THEN
        told = words.format(end=end, then=then)
        parts = opening(wording.RESTATEMENTS, "restatements", told)
    else:
        parts = opening(wording.RESTATEMENTS, "restatements", found.sentence)
        parts.append(
            Flow(
                Text(
                    wording.THEN.format(
                        then=then,
                        days=display.days(found.grace_days),
                        end=end,
                    ),
                    styles.TABLE.quiet,
                ),
                after=8,
            )
        )
        if found.changed:
            parts.append(
                Flow(
                    _changes_table(
                        pack, found.changed, wording.SAID_THEN, wording.KNOWN_NOW, restated=True
                    )
                )
            )
        else:
            parts.append(Flow(Text(wording.SAME_VERDICTS, styles.TABLE)))
        if found.revisions:
            parts += [subheading(wording.RESTATED_TARGETS), Flow(_revisions(pack, found.revisions))]
        if found.corrections:
            parts.append(subheading(wording.THESE_CORRECTIONS))
            parts.append(Flow(_corrections(found.corrections)))
    if found.later_corrections:
        parts.append(subheading(wording.LATER_CORRECTIONS))
        parts.append(Flow(_corrections(found.later_corrections)))
    return [*parts, CondPageBreak(260)]


def _corrections(groups: Sequence[CorrectionGroup]) -> Box:
    grid = Grid(
        [
            Column(wording.COLUMN_MEASURE),
            Column(wording.COLUMN_BEFORE_AFTER, 104),
            Column(wording.COLUMN_RECORDED, 92),
            Column(wording.COLUMN_REASON, 120),
        ],
        [
            Row(
                [
                    Stack(
                        [
                            Text(group.metric.name, styles.TABLE.medium, most=3),
                            Text(_what(group), styles.SMALL.quiet, most=5),
                        ]
                    ),
                    _small(_before_after(group), 12),
                    _small(
                        wording.RECORDED.format(
                            day=display.day(group.recorded_on), by=group.recorded_by
                        )
                    ),
                    _small(group.reason or wording.NO_REASON, 8),
                ]
            )
            for group in groups[-_MOST_GROUPS:]
        ],
    )
    return _newest(grid, len(groups))


def _what(group: CorrectionGroup) -> str:
    count = display.counted(len(group.corrections), "reading")
    words = f"{count}, {group.periods}"
    if group.services:
        words += f"; {display.listed(group.services, most=6)}"
    return words


def _before_after(group: CorrectionGroup) -> str:
    unit, decimals = group.metric.unit, group.metric.decimals
    if len(group.corrections) == 1:
        before, after = corrected_figures(group.metric, group.corrections[0])
        return wording.ONE_CORRECTION.format(before=before, after=after)
    parts = []
    if group.steps:
        words = display.gaps(*group.steps, unit, decimals)
        parts.append(wording.MANY_CORRECTIONS.format(gaps=words))
    # those without a figure before or after
    others = Counter(
        corrected_figures(group.metric, c)[1] if c.value_after is None else wording.FIRST_FIGURE
        for c in group.corrections
        if c.value_after is None or c.value_before is None
    )
    parts += [f"{display.whole(count)} {what}" for what, count in others.items()]
    return "; ".join(parts)


# --- data ----------------------------------------------------------------------------------------


def completeness(pack: Pack) -> list[Flowable]:
    """Which expected readings are not there, and who owes them."""
    review = pack.review
    data = review.data
    parts = opening(wording.COMPLETENESS, "completeness", data.sentence)
    if data.late:
        words = wording.FIGURES_THERE.format(
            received=display.whole(data.received), expected=display.whole(data.expected)
        )
        parts.append(Flow(Text(words, styles.TABLE.quiet), after=6))
    if data.overdue_from:
        names = [f"{name} {display.whole(count)}" for name, count in data.overdue_from]
        words = wording.OVERDUE_BY_OWNER.format(owners=display.listed(names, most=12))
        parts.append(Flow(Text(words, styles.TABLE), after=8))
    if data.late:
        shown = data.late[:_MOST_LATE]
        parts.append(
            Flow(
                Grid(
                    [
                        Column(wording.COLUMN_LATE, 88),
                        Column(wording.COLUMN_MEASURE),
                        Column(wording.COLUMN_PERIODS, 104),
                        Column(wording.COLUMN_OWNER, 104),
                    ],
                    [
                        Row(
                            [
                                named(
                                    "stale" if late.overdue else "not_started",
                                    display.late_or_due(late.days_late, late.readings[0].due_on),
                                ),
                                _small(display.measured(late.metric, late.service)),
                                _small(
                                    wording.LATE_PERIODS.format(
                                        count=display.counted(len(late.readings), "reading"),
                                        periods=late.periods,
                                    )
                                ),
                                _small(late.owner or display.NO_OWNER),
                            ]
                        )
                        for late in shown
                    ],
                )
            )
        )
        if len(data.late) > len(shown):
            parts.append(
                Flow(
                    Text(
                        wording.MORE_ON_DASHBOARD.format(
                            count=display.whole(len(data.late) - len(shown))
                        ),
                        styles.TABLE.quiet,
                    ),
                    before=6,
                )
            )
    return [*parts, CondPageBreak(300)]


# --- rules and provenance ------------------------------------------------------------------------


def computed(pack: Pack) -> list[Flowable]:
    """The view behind each section with its rule in a sentence; what each word means."""
    views = wording.VIEWS + (wording.GOVERNANCE_VIEWS if pack.review.governance else ())
    rows = [
        Row([_small(section), Text(view, styles.SMALL, most=4), _small(rule, None)])
        for section, view, rule in views
    ]
    words = [
        Row([Text(word, styles.TABLE.medium), _small(meaning, None)])
        for word, meaning in wording.GLOSSARY
    ]
    return [
        *opening(wording.COMPUTED, "computed", wording.COMPUTED_LEAD),
        Flow(
            Grid(
                [
                    Column(wording.COLUMN_SECTION, 96),
                    Column(wording.COLUMN_VIEW, 104),
                    Column(wording.COLUMN_RULE),
                ],
                rows,
            )
        ),
        subheading(wording.WORDS),
        Flow(Grid([Column("", 96), Column("")], words)),
        CondPageBreak(300),
    ]


def provenance(pack: Pack) -> list[Flowable]:
    """Which organisation, which clocks, which software, how much was known."""
    review = pack.review
    facts = [
        (wording.P_ORGANIZATION, review.organization),
        (wording.P_PERIOD, f"{display.day(review.first)} to {display.day(review.last)}"),
        (wording.P_ON, display.day(review.last)),
        (wording.P_KNOWN, display.moment(review.known_at, review.zone)),
        (wording.P_KNOWN_UTC, utc_text(review.known_at)),
        (
            wording.P_SOFTWARE,
            wording.SOFTWARE.format(
                version=review.provenance.software, rules=review.provenance.rules
            ),
        ),
    ]
    counts = [
        Row([_small(display.register_word(register)), Figure(display.whole(count))])
        for register, count in review.provenance.register_counts
    ]
    return [
        *opening(wording.PROVENANCE, "provenance", wording.PROVENANCE_LEAD),
        Flow(
            Grid(
                [Column("", 130), Column("")],
                [Row([_small(label), _small(words)]) for label, words in facts],
            )
        ),
        subheading(wording.KNOWN_THEN),
        Flow(
            Grid(
                [Column("", 130), Column("", 60, "decimal"), Column("")],
                [Row([*row.cells, None]) for row in counts],
            )
        ),
        Flow(Text(as_known(review), styles.SMALL.quiet), before=8),
    ]
