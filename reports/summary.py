"""The pack's first pages: cover, contents with the key, and page 1, the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from reports import styles, text, wording
from reports.boxes import (
    Beside,
    Box,
    Flow,
    Heading,
    Linked,
    PageRef,
    Place,
    Rule,
    Shape,
    Space,
    Stack,
    Text,
)
from reports.canvas import PackCanvas
from reports.pack import Pack, named
from reports.shapes import draw_status
from reports.styles import Style
from reports.tables import Column, Grid, Row
from reports.text import Run
from smsdata import display
from smsdata.board import ObjectiveChange
from smsdata.decisions import Decision
from smsdata.review import ManagementReview, Measure, ObjectiveReview

MOST_DECISIONS = 5


def as_known(review: ManagementReview) -> str:
    """The second clock, in words."""
    said = wording.AS_KNOWN_AT if review.ended else wording.AS_KNOWN_EARLY
    return said.format(moment=display.moment(review.known_at, review.zone))


class StatusStrip:
    """How many objectives stand where: shape, count and word, good to bad."""

    def __init__(self, statuses: Sequence[tuple[str, int]], slots: int = 7) -> None:
        self.statuses = statuses
        self.slots = max(slots, len(statuses))
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return 33.0

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        wide = self.room / self.slots
        for status, count in self.statuses:
            draw_status(canvas, status, x + 6.5, top - 11, 13)
            text.draw_text(canvas, display.whole(count), x + 18, top - 17, styles.FIGURE)
            text.draw_text(canvas, display.status_word(status), x, top - 31, styles.SMALL)
            x += wide


# --- cover ---------------------------------------------------------------------------------------


def cover(pack: Pack) -> list[Flowable]:
    """Whose review, of which period, as known when; and what it comes to."""
    highest = pack.paper[1] - styles.COVER_TOP - styles.COVER_FOOT
    head, foot, left = _cover_head(pack), _cover_foot(pack.review, 0), 0.0
    for lines in (9, 6, 4, 2, 0):
        foot = _cover_foot(pack.review, lines)
        left = highest - head.fit(pack.room) - foot.fit(pack.room)
        if left > 60:
            break
    # The words stand a little above the middle, the small print at the foot.
    above = max(min(left * 0.6, 230.0), 0.0)
    name = Text(pack.review.organization, styles.COVER_NAME, most=3)
    above = max(above - name.fit(pack.room), 10.0)
    below = max(left - above - name.fit(pack.room) - 1, 10.0)
    page = Stack([name, Space(above), head, Space(below), foot])
    return [Flow(page), NextPageTemplate("front"), PageBreak()]


def _cover_head(pack: Pack) -> Box:
    review = pack.review
    parts: list[Box] = [
        Text(wording.TITLE, styles.COVER_TITLE),
        Text(display.span(review.first, review.last), styles.COVER_PERIOD),
        Space(26),
        Rule(styles.INK, 1.0),
        Space(20),
        pack.overview(Text(review.headline, styles.LEAD_LARGE, balanced=True)),
        Space(12),
    ]
    if review.worst_sentence:
        worst = Text(review.worst_sentence, styles.LEAD, most=4, balanced=True)
        parts += [pack.figure(worst, review.misses[0].code), Space(16)]
    return Stack([*parts, pack.overview(StatusStrip(review.statuses))])


def _cover_foot(review: ManagementReview, lines: int) -> Box:
    parts: list[Box] = []
    if review.scope and lines:
        parts += [
            Text(wording.SCOPE, styles.SMALL.medium.quiet),
            Text(review.scope, styles.SMALL.quiet, most=lines),
            Space(10),
        ]
    return Stack(
        [
            *parts,
            Text(as_known(review), styles.SMALL.quiet),
            Text(wording.REVIEWED, styles.SMALL.quiet),
        ]
    )


# --- contents ------------------------------------------------------------------------------------


def contents(pack: Pack) -> list[Flowable]:
    """What is where, and how shapes and charts are read."""
    rows = [
        Row(
            [
                Linked(Text(section.title, styles.BODY.medium), section.key),
                Linked(Text(section.answers, styles.BODY.quiet), section.key),
                PageRef(section.key, styles.BODY),
            ]
        )
        for section in pack.sections
    ]
    # an input of the review that has nothing to report says so
    ungoverned = []
    if pack.review.governance is None:
        ungoverned.append(Flow(Text(wording.NO_GOVERNANCE, styles.TABLE.quiet), before=8))
    return [
        Flow(
            Heading(wording.CONTENTS, styles.HEADING),
            after=8,
            places=[Place("contents", wording.CONTENTS)],
        ),
        Flow(Grid([Column("", 150), Column(""), Column("", 24, "right")], rows)),
        *ungoverned,
        Flow(Heading(wording.HOW_TO_READ, styles.SUBHEADING), before=22, after=6),
        Flow(Beside([(0, _shape_key()), (0, _chart_key())], gap=24)),
        NextPageTemplate("summary"),
        PageBreak(),
    ]


def _shape_key() -> Box:
    return Stack(
        [
            Beside(
                [
                    (10, Shape(look.status, 9, styles.SMALL.leading)),
                    (
                        0,
                        Text(
                            [
                                Run(display.sentence(look.word), styles.SMALL.medium),
                                Run(f": {look.meaning}", styles.SMALL),
                            ],
                            styles.SMALL,
                        ),
                    ),
                ],
                gap=6,
            )
            for look in display.STATUS_LOOKS
        ],
        gap=4,
    )


class _ChartSign:
    """A specimen of something that charts show."""

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def fit(self, room: float) -> float:
        return styles.SMALL.leading

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        y = top - styles.SMALL.leading / 2
        canvas.saveState()
        canvas.setStrokeColor(styles.INK)
        canvas.setFillColor(styles.INK)
        if self.sign == "series":
            canvas.setLineWidth(1.3)
            canvas.line(x, y - 2, x + 22, y + 2)
            canvas.circle(x + 22, y + 2, 1.6, stroke=0, fill=1)
        elif self.sign == "target":
            canvas.setFillColor(styles.BAND)
            canvas.rect(x, y - 5, 24, 5, stroke=0, fill=1)
            canvas.setLineWidth(0.9)
            canvas.setDash([3.2, 2.2])
            canvas.line(x, y, x + 24, y)
        elif self.sign == "limits":
            canvas.setStrokeColor(styles.LIMIT)
            canvas.setLineWidth(0.5)
            canvas.line(x, y + 3, x + 24, y + 3)
            canvas.line(x, y - 3, x + 24, y - 3)
        elif self.sign == "forecast":
            canvas.setFillColor(styles.BAND)
            path = canvas.beginPath()
            path.moveTo(x, y)
            path.lineTo(x + 24, y + 4)
            path.lineTo(x + 24, y - 4)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
            canvas.setLineWidth(1.2)
            canvas.setLineCap(1)
            canvas.setDash([0.1, 2.6])
            canvas.line(x, y, x + 24, y)
        elif self.sign == "ring":
            canvas.setLineWidth(0.8)
            canvas.circle(x + 12, y, 3.2, stroke=1, fill=0)
            canvas.circle(x + 12, y, 1.4, stroke=0, fill=1)
        else:
            canvas.setStrokeColor(styles.LIMIT)
            canvas.setLineWidth(0.5)
            canvas.line(x + 10, y - 5, x + 10, y + 4)
            path = canvas.beginPath()
            path.moveTo(x + 10, y + 5)
            path.lineTo(x + 16, y + 2.5)
            path.lineTo(x + 10, y)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()


def _chart_key() -> Box:
    return Stack(
        [
            Beside([(26, _ChartSign(sign)), (0, Text(words, styles.SMALL))], gap=7)
            for sign, words in wording.CHART_KEY
        ],
        gap=4,
    )


# --- page 1 --------------------------------------------------------------------------------------


def summary(pack: Pack) -> list[Flowable]:
    """Page 1: where we stand, what is off target and who acts, what is asked of the board."""
    wide, high = pack.paper
    room = wide - 2 * styles.MARGIN_SIDE
    page = _best_fit(pack, room, high - 44 - 50)
    return [
        Flow(page, places=[Place("summary", wording.SUMMARY, body=True)]),
        NextPageTemplate("body"),
        PageBreak(),
    ]


# How much page 1 holds, from the fullest on: misses, lines of a cause, items of a list.
_FULLNESS = (
    (8, 7, 6),
    (8, 6, 6),
    (8, 6, 5),
    (8, 5, 5),
    (8, 5, 4),
    (8, 4, 4),
    (8, 4, 3),
    (8, 3, 3),
    (8, 3, 2),
    (8, 2, 2),
    (8, 2, 1),
    (7, 2, 1),
    (6, 2, 1),
    (5, 2, 1),
    (4, 2, 1),
    (3, 2, 1),
    (2, 2, 1),
)


def _best_fit(pack: Pack, room: float, height: float) -> Box:
    """The fullest page 1 that still is one page."""
    pages = (_page(pack, *fullness) for fullness in _FULLNESS)
    return next((page for page in pages if page.fit(room) <= height), _page(pack, *_FULLNESS[-1]))


def _page(pack: Pack, misses: int, lines: int, items: int) -> Box:
    review = pack.review
    parts: list[Box] = [
        Beside(
            [
                (0, Text(review.organization, styles.BODY.medium, most=1)),
                (
                    190,
                    Text(
                        display.span(review.first, review.last),
                        styles.BODY.medium,
                        align="right",
                        most=1,
                    ),
                ),
            ],
            gap=10,
        ),
        Beside(
            [
                (0, Text(f"{wording.TITLE}: {wording.SUMMARY.lower()}", styles.SMALL.quiet)),
                (290, Text(as_known(review), styles.SMALL.quiet, align="right")),
            ],
            gap=10,
        ),
        Space(6),
        Rule(),
        Space(14),
        pack.overview(Text(review.headline, styles.HEADLINE, balanced=True)),
    ]
    if review.worst_sentence:
        worst = Text(review.worst_sentence, styles.LEAD, most=3, balanced=True)
        parts += [Space(5), pack.figure(worst, review.misses[0].code)]
    parts += [Space(14), pack.overview(StatusStrip(review.statuses)), Space(16)]
    parts += _off_target(pack, misses, lines)
    parts += [
        Space(16),
        Beside([(0, Stack(_moved(pack, items))), (0, Stack(_forecasts(pack, items)))], gap=26),
        Space(14),
        *_decisions(pack),
        Space(12),
        Rule(),
        Space(5),
        Stack(list(_in_a_line(pack)), 2),
    ]
    return Stack(parts)


def _in_a_line(pack: Pack) -> Iterable[Box]:
    """The data, the plan and the improvements, a line each."""
    yield _line(wording.DATA, pack.review.data.sentence)
    if found := pack.review.governance:
        if found.plan.lines:
            yield pack.leading(_line(wording.PLAN_LINE, found.plan.headline), "plan")
        if found.improvements.ideas:
            told = _line(wording.IMPROVEMENTS_LINE, found.improvements.headline)
            yield pack.leading(told, "improvements")


def _line(name: str, words: str) -> Box:
    return Text([Run(f"{name}  ", styles.TABLE.medium), Run(words, styles.TABLE)], styles.TABLE)


def _off_target(pack: Pack, most: int, lines: int) -> list[Box]:
    review = pack.review
    found = review.misses
    missed = any(item.status.status == "missed" for item in found)
    heading = wording.OFF_TARGET_OR_MISSED if missed else wording.OFF_TARGET
    parts: list[Box] = [Text(heading, styles.SUBHEADING), Space(3)]
    if not found:
        parts.append(Text(wording.NOTHING_OFF, styles.BODY))
    else:
        parts.append(
            Grid(
                [
                    Column(wording.COLUMN_OBJECTIVE, 139),
                    Column(wording.COLUMN_WHY),
                    Column(wording.COLUMN_RECOVERY),
                    Column(wording.COLUMN_WHO, 80),
                ],
                [_miss(pack, item, lines) for item in found[:most]],
                gap=11,
            )
        )
    if len(found) > most:
        parts += [
            Space(3),
            PageRef(
                "table",
                styles.SMALL.quiet,
                words=wording.MORE_ON_PAGE.format(count=display.whole(len(found) - most)),
                align="left",
            ),
        ]
    aside = [
        (wording.AT_RISK, review.standing_at("at_risk")),
        (wording.SILENT, review.standing_at("stale", "no_data")),
    ]
    for words, items in aside:
        if items:
            names = display.listed(
                [
                    wording.SILENT_ITEM.format(
                        name=display.brief(item.title),
                        status=display.status_word(item.status.status),
                    )
                    if words is wording.SILENT
                    else display.brief(item.title)
                    for item in items
                ],
                most=4,
            )
            parts += [Space(4), Text(words.format(names=names), styles.TABLE, most=2)]
    lowered = [
        wording.LOWERED_ITEM.format(name=display.brief(item.title), change=item.change)
        for item in review.on_lowered_target
    ]
    if lowered:
        told = wording.LOWERED.format(names=display.listed(lowered, most=2))
        parts += [Space(4), Text(told, styles.TABLE, most=2)]
    return parts


def _miss(pack: Pack, item: ObjectiveReview, lines: int) -> Row:
    style = styles.SMALL
    worst = item.worst
    figures: list[Box] = [Text(item.title, styles.TABLE.medium, most=3)]
    if worst:
        figures.append(
            Text(
                [
                    Run(worst.actual, styles.TABLE.medium),
                    Run(f" {wording.AGAINST.format(required=worst.required)}", styles.TABLE),
                ],
                styles.TABLE,
                most=3,
            )
        )
    objective = pack.name(
        Beside([(9, Shape(item.status.status, 9.5, 11.25)), (0, Stack(figures))], gap=6), item.code
    )
    said = item.explanation
    if said is None:
        owner = wording.OWNER_OF.format(name=item.owner) if item.owner else display.NO_OWNER
        return Row(
            [
                objective,
                Text(f"{display.NOTHING} {item.unsaid} {display.NOTHING}", style),
                Text(f"{display.NOTHING}", style),
                Stack([Text(owner, style.medium, most=3), Text(display.NO_DATE, style)]),
            ]
        )
    explanation = said.explanation
    due = display.NO_DATE
    if explanation.due_on:
        due = display.day(explanation.due_on)
        if said.late:
            due = wording.WAS_DUE.format(day=due)
    if said.closed_on:
        due = wording.CLOSED.format(day=display.day(said.closed_on))
    owner = said.owner or (
        wording.OWNER_OF.format(name=item.owner) if item.owner else display.NO_OWNER
    )
    why: list[Box] = [Text(explanation.cause, style, most=lines)]
    if item.said_of:
        why.append(Text(f"({item.said_of})", style.quiet))
    return Row(
        [
            objective,
            Stack(why),
            Text(explanation.recovery or display.NO_RECOVERY, style, most=lines),
            Stack([Text(owner, style.medium, most=3), Text(due, style, most=2)]),
        ]
    )


def _moved(pack: Pack, most: int) -> list[Box]:
    review = pack.review
    parts: list[Box] = [
        Text(wording.MOVED.format(since=review.since), styles.SUBHEADING),
        Space(3),
    ]
    moved = review.moved()
    if not moved:
        parts.append(Text(wording.NOTHING_MOVED, styles.TABLE))
    for change in moved[:most]:
        parts += [_move_line(pack, change), Space(2)]
    if len(moved) > most:
        parts.append(
            PageRef(
                "changes",
                styles.SMALL.quiet,
                words=wording.MORE_MOVED.format(kinds=_kinds(moved[most:])),
                align="left",
            )
        )
    return parts


def _kinds(moved: Sequence[ObjectiveChange]) -> str:
    """How many moved which way: "1 improved and 1 new"."""
    counts = Counter(change.moved for change in moved)
    return display.listed(
        [
            f"{display.whole(count)} {display.MOVED_WORDS[how].lower()}"
            for how, count in counts.items()
        ]
    )


def _move_line(pack: Pack, change: ObjectiveChange, style: Style = styles.TABLE) -> Box:
    """An objective with its shapes before and after."""
    return pack.name(
        Beside(
            [
                (9, Shape(change.status_before, 8.5, style.leading)),
                (6, Text(display.TOWARDS, style.quiet, align="centre")),
                (9, Shape(change.status_after, 8.5, style.leading)),
                (
                    0,
                    Text(
                        [
                            Run(f"{display.MOVED_WORDS[change.moved]}: ", style.quiet),
                            Run(change.title, style),
                        ],
                        style,
                        most=2,
                    ),
                ),
            ],
            gap=3,
        ),
        change.objective,
    )


def _forecasts(pack: Pack, most: int) -> list[Box]:
    """Forecast misses; of what is off target already only the number."""
    review = pack.review
    parts: list[Box] = [Text(wording.FORECASTS, styles.SUBHEADING), Space(3)]
    found = review.forecast_misses
    ahead = review.misses_ahead
    off = review.misses_off_already
    if not found:
        parts.append(Text(wording.NO_FORECASTS, styles.TABLE))
    for measure in ahead[:most]:
        parts += [_forecast(pack, measure), Space(2)]
    words = []
    if len(ahead) > most:
        words.append(wording.MORE_ON_PAGE.format(count=display.whole(len(ahead) - most)))
    if off:
        said = wording.AND_ALREADY_OFF if ahead else wording.ALREADY_OFF
        words.append(said.format(count=display.whole(off)))
    if words:
        parts.append(PageRef("table", styles.SMALL.quiet, words="; ".join(words), align="left"))
    return parts


def _forecast(pack: Pack, measure: Measure) -> Box:
    words = wording.FORECAST_LINE.format(
        name=measure.objective.title,
        value=measure.forecast_figure,
        due=display.short_day(measure.objective.due_on),
        required=measure.due_required,
    )
    return pack.name(named(measure.status.status, words, most=2), measure.key.objective)


def _decisions(pack: Pack) -> list[Box]:
    parts: list[Box] = [Text(wording.DECISIONS, styles.SUBHEADING), Space(3)]
    found = pack.decisions
    if not found:
        parts.append(Text(wording.NO_DECISIONS, styles.TABLE))
    for number, asked in enumerate(found[:MOST_DECISIONS], start=1):
        parts += [decision(pack, number, asked), Space(3)]
    if len(found) > MOST_DECISIONS:
        words = wording.MORE_ON_PAGE.format(count=display.whole(len(found) - MOST_DECISIONS))
        parts.append(PageRef("decisions", styles.SMALL.quiet, words=words, align="left"))
    return parts


def decision(pack: Pack, number: int, asked: Decision) -> Box:
    """What is asked, and who answers for it; it leads to the page that tells of it."""
    style = styles.TABLE
    runs = [Run(asked.ask, style)]
    if asked.who:
        runs.append(Run(f" – {display.listed(asked.who)}", style.quiet))
    ask = pack.leading(Text(runs, style, most=4), asked.page, **asked.row)
    return Beside([(9, Text(f"{number}", style.medium)), (0, ask)], gap=5)
