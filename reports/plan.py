"""The pack's section on the plan: how it stands, what is late, objected to, or changed."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from reports import styles, wording
from reports.boxes import Beside, Box, Flow, Heading, Space, Stack, Text, marked
from reports.pack import Pack, named, opening, subheading
from reports.summary import StatusStrip
from reports.tables import Column, Figure, Grid, Row
from reports.timeline import timeline
from smsdata import display, plan_words
from smsdata.governance import Governance
from smsdata.health_review import Objections
from smsdata.plan_review import Line

_MOST_LATE = 30
_MOST_CHANGES = 30
_MOST_WAIVED = 20
# How many rows a check names.
_MOST_NAMED = 2


def plan(pack: Pack) -> list[Flowable]:
    """The plan, where there is one."""
    found = pack.review.governance
    if found is None or not found.plan.lines:
        words = found.plan.headline if found else None
        return [*opening(wording.PLAN, "plan", words), CondPageBreak(200)]
    return [
        *opening(wording.PLAN, "plan", found.plan.headline),
        Flow(pack.leading(StatusStrip(found.plan.statuses), "plan"), after=10),
        Flow(pack.leading(_figures(found), "health"), after=4),
        *_standing(pack, found),
        *_late(pack, found.plan.late),
        *_checks(pack, found),
        *_approved(pack, found),
        CondPageBreak(260),
    ]


def _figures(found: Governance) -> Box:
    """How far, how punctual, how well proven."""
    return Beside(
        [
            (0, Stack([Text(figure, styles.TITLE), Text(name, styles.SMALL.quiet)]))
            for name, figure in found.health.rates
        ],
        gap=12,
    )


def _titled(title: str, *boxes: Box) -> Flow:
    """A part under its title, which may begin wherever some of it fits."""
    return Flow(Stack([Heading(title, styles.SUBHEADING), Space(4), *boxes]), before=16)


def _more(pack: Pack, count: int, page: str = "plan") -> list[Flowable]:
    """How many more there are; it leads to the page that has them."""
    if count <= 0:
        return []
    words = wording.MORE_ON_DASHBOARD.format(count=display.whole(count))
    told = Text(words, styles.TABLE.quiet)
    return [Flow(pack.leading(told, page), before=6)]


def _small(words: str, most: int | None = 3) -> Box:
    return Text(words, styles.TABLE, most=most)


def _over(name: str, under: str) -> Box:
    return Stack([Text(name, styles.TABLE.medium, most=3), Text(under, styles.SMALL.quiet, most=2)])


# --- what runs and what is late ------------------------------------------------------------------


def _standing(pack: Pack, found: Governance) -> list[Flowable]:
    if not found.timeline.bars:
        return []
    key = wording.TIMELINE_KEY.format(day=display.day(found.timeline.today))
    return [
        subheading(wording.STANDING),
        timeline(pack, found.timeline),
        Flow(Text(key, styles.SMALL.quiet), before=6),
        *_more(pack, len(found.plan.under_way) - len(found.timeline.bars)),
    ]


def _late(pack: Pack, lines: Sequence[Line]) -> list[Flowable]:
    """What is late or slips, worst first, with who answers for it and since when."""
    if not lines:
        return [_titled(wording.LATE_ITEMS, Text(wording.NONE_LATE, styles.TABLE))]
    columns = [
        Column(wording.COLUMN_STATUS, 58),
        Column(wording.COLUMN_ITEM),
        Column(wording.COLUMN_DUE, 62),
        Column(wording.COLUMN_HOW_LATE, 104),
        Column(wording.COLUMN_OWNER, 96),
    ]
    rows = [_late_row(pack, line) for line in lines[:_MOST_LATE]]
    return [
        _titled(wording.LATE_ITEMS, Grid(columns, rows)),
        *_more(pack, len(lines) - _MOST_LATE),
    ]


def _late_row(pack: Pack, line: Line) -> Row:
    item, status = line.item, line.status
    about = [plan_words.PHASES[item.phase], item.workstream, item.clause]
    slip = line.slip if status.timing == "dated" else ""
    return Row(
        [
            named(status.status, display.sentence(display.status_word(status.status))),
            _over(line.title, " · ".join(part for part in about if part)),
            _small(display.short_day(status.next_due_on)),
            _small("; ".join(part for part in (slip, line.progress) if part)),
            _small(line.owner or display.NO_OWNER),
        ],
        address=pack.page_of("plan_item", item=line.code),
    )


# --- what an auditor would object to -------------------------------------------------------------


def _checks(pack: Pack, found: Governance) -> list[Flowable]:
    """The checks that object, errors first, with what to do; then what is waived."""
    health = found.health
    parts: list[Box] = [pack.leading(Text(health.headline, styles.BODY), "health")]
    objections = [*health.of("error"), *health.of("warning")]
    if objections:
        columns = [
            Column(wording.COLUMN_CHECK),
            Column(wording.COLUMN_COUNT, 36, "decimal"),
            Column(wording.COLUMN_TODO, 220),
        ]
        address = pack.page_of("health")
        parts += [Space(6), Grid(columns, [_check_row(one, address) for one in objections])]
    return [_titled(wording.CHECKS, *parts), *_waived(pack, found)]


def _check_row(found: Objections, address: str | None) -> Row:
    check = found.check
    clause = wording.CLAUSE.format(clause=check.clause)
    word = f"{display.sentence(display.status_word(check.severity))}, {clause}"
    messages = [row.message for row in found.rows[:_MOST_NAMED]]
    if len(found.rows) > _MOST_NAMED:
        messages.append(display.more(len(found.rows) - _MOST_NAMED))
    about: Box = Stack(
        [
            Text(check.title, styles.TABLE.medium, most=3),
            Text(word, styles.SMALL.quiet),
            *(Text(message, styles.SMALL, most=3) for message in messages),
        ],
        gap=1,
    )
    return Row(
        [
            marked(check.severity, about),
            Figure(display.whole(len(found.rows))),
            Stack([_small(check.why, None), Text(check.remedy, styles.TABLE.medium)], gap=2),
        ],
        address=address,
    )


def _waived(pack: Pack, found: Governance) -> list[Flowable]:
    rows = [row for item in found.health.waived for row in item.rows]
    if not rows:
        return []
    columns = [
        Column(wording.COLUMN_CHECK),
        Column(wording.COLUMN_REASON, 170),
        Column(wording.COLUMN_UNTIL, 100),
    ]
    address = pack.page_of("health")
    cells = [
        Row(
            [
                marked("waived", _small(row.message)),
                _small(row.waiver_reason or wording.NO_REASON, 6),
                _small(f"{display.day(row.waived_until)}, {found.health.waived_by_whom(row)}"),
            ],
            address=address,
        )
        for row in rows[:_MOST_WAIVED]
    ]
    return [
        _titled(wording.WAIVED, Grid(columns, cells)),
        *_more(pack, len(rows) - _MOST_WAIVED, "health"),
    ]


# --- the approved version ------------------------------------------------------------------------


def _approved(pack: Pack, found: Governance) -> list[Flowable]:
    """Which version is approved, and what was changed since: by whom, when, why."""
    approved = found.approved
    parts: list[Box] = [pack.leading(Text(approved.told, styles.BODY), "plan"), Space(4)]
    if approved.approval and approved.approval.summary:
        words = wording.APPROVED_WITH.format(summary=approved.approval.summary)
        parts += [Text(words, styles.TABLE.quiet, most=6), Space(6)]
    if not approved.changes:
        return [_titled(wording.APPROVED, *parts)]
    columns = [
        Column(wording.COLUMN_RECORDED, 96),
        Column(wording.COLUMN_ITEM),
        Column(wording.COLUMN_CHANGE, 150),
        Column(wording.COLUMN_REASON, 110),
    ]
    rows = [
        Row(
            [
                _small(wording.RECORDED.format(day=display.day(c.day), by=c.recorded_by)),
                _small(c.title),
                _small(c.words, 8),
                _small(c.note or wording.NO_REASON, 6),
            ],
            address=pack.page_of("plan_item", item=c.code),
        )
        for c in approved.changes[:_MOST_CHANGES]
    ]
    return [
        _titled(wording.APPROVED, *parts, Grid(columns, rows)),
        *_more(pack, len(approved.changes) - _MOST_CHANGES),
    ]
