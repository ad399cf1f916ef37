"""The pack's pages on the objectives: the wall, the table, and each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from reportlab.platypus import Flowable, PageBreak

from reports import styles, text, wording
from reports.boxes import (
    Beside,
    Box,
    CentredShape,
    Divisible,
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
    Together,
)
from reports.canvas import PackCanvas
from reports.pack import Pack, named, objective_key, opening
from reports.painter import PanelGrid, SparklineBox, TrajectoryChart
from reports.shapes import draw_status
from reports.tables import Column, Figure, Grid, Row
from reports.text import Run
from smsdata import display
from smsdata.review import Explained, ManagementReview, Measure, ObjectiveReview

_MOST_EXPLANATIONS = 4
# An explanation of more letters than this may be divided between pages.
_LONG = 900

# --- the wall ------------------------------------------------------------------------------------


def wall(pack: Pack) -> list[Flowable]:
    """Objectives by months, worst first."""
    review = pack.review
    months = review.wall_months
    columns = [
        Column(wording.COLUMN_WORST_FIRST),
        *(Column(_month_title(months, n), 19.5, "centre") for n in range(len(months))),
        Column(wording.COLUMN_PAGE, 22, "right"),
    ]
    rows = list(_counts_by_month(review)) if review.objectives else []
    rows += [
        Row(
            [
                pack.name(Text(item.title, styles.TABLE, most=2), item.code),
                *(
                    pack.figure(CentredShape(status, 9), item.code, month)
                    for month, status in zip(months, item.wall, strict=True)
                ),
                PageRef(objective_key(item.code)),
            ]
        )
        for item in review.worst_first
    ]
    finding = wording.NO_OBJECTIVES
    if review.objectives and months:
        finding = wording.WALL_FINDING.format(
            before=display.on_target_of(review.good_in(0), review.total),
            then=display.month(months[0]),
            then_more=_to_begin(review, 0),
            now=display.later_on_target(review.good_in(-1), review.total),
            end=display.month(months[-1]),
            end_more=_to_begin(review, -1),
        )
    return [
        *opening(wording.WALL, "wall", finding),
        Flow(Grid(columns, rows, gap=4, pad=3.2)),
        Flow(_KeyLine(), before=10),
        PageBreak(),
    ]


def _to_begin(review: ManagementReview, month: int) -> str:
    count = review.to_begin_in(month)
    return wording.TO_BEGIN.format(count=display.whole(count)) if count else ""


def _month_title(months: Sequence[date], number: int) -> str:
    """The month's name, over its year where that begins."""
    month = months[number]
    year = str(month.year) if number == 0 or month.month == 1 else ""
    return f"{year}\n{display.short_month(month)}" if year else display.short_month(month)


def _counts_by_month(review: ManagementReview) -> Iterable[Row]:
    """How many objectives were on target at each month's end, and how many had not begun."""
    months = range(len(review.wall_months))
    for words, count, style in (
        (wording.ON_TARGET_COUNT, review.good_in, styles.TABLE.medium),
        (wording.TO_BEGIN_COUNT, review.to_begin_in, styles.TABLE.quiet),
    ):
        counts = [count(n) for n in months]
        if any(counts):
            told = (Text(display.whole(n), style, align="centre") for n in counts)
            yield Row([Text(words, style), *told, None])


class _KeyLine:
    """Every status's shape with its word, in one or two lines."""

    def fit(self, room: float) -> float:
        self.room = room
        return 12.0

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        for look in display.STATUS_LOOKS:
            draw_status(canvas, look.status, x + 4, top - 6, 8)
            text.draw_text(canvas, look.word, x + 11, top - 8.8, styles.SMALL.quiet)
            x += 11 + text.width(look.word, styles.SMALL) + 9


# --- the table -----------------------------------------------------------------------------------


def table(pack: Pack) -> list[Flowable]:
    """Every objective by the measure that decides its status, under the outcome it serves."""
    review = pack.review
    columns = [
        Column(wording.COLUMN_STATUS, 62),
        Column(wording.COLUMN_OBJECTIVE),
        Column(wording.COLUMN_ACTUAL, 71, "decimal"),
        Column(wording.COLUMN_REQUIRED, 72),
        Column(wording.COLUMN_GAP, 70, "decimal"),
        Column(wording.COLUMN_COURSE, 40),
        Column(wording.COLUMN_PAGE, 20, "right"),
    ]
    rows: list[Row] = []
    grouped = any(item.outcome for item in review.objectives)
    lead = wording.TABLE_LEAD_OUTCOMES if grouped else wording.TABLE_LEAD
    for outcome, items in groupby(review.objectives, key=lambda item: item.outcome):
        if grouped:
            words = outcome or wording.NO_OUTCOME
            rows.append(Row([Text(words, styles.BODY.medium, most=2)], group=True))
        rows.extend(_table_row(pack, item) for item in items)
    return [
        *opening(wording.TABLE, "table", lead if rows else wording.NO_OBJECTIVES),
        Flow(Grid(columns, rows, gap=6)),
        PageBreak(),
    ]


def _table_row(pack: Pack, item: ObjectiveReview) -> Row:
    worst = item.worst
    under = item.owner or display.NO_OWNER
    if len(item.measures) > 1:
        under = wording.WORST_OF.format(owner=under, count=len(item.measures))
    if worst and worst.status.status == "stale":
        under = wording.FIGURE_OF.format(owner=under, period=worst.when)
    name: Box = Stack(
        [
            Text(item.title, styles.TABLE.medium, most=3),
            Text(under, styles.SMALL.quiet, most=2),
        ]
    )
    address = pack.address(item.code)
    if address is None:
        name = Linked(name, objective_key(item.code))
    status = named(item.status.status, display.sentence(display.status_word(item.status.status)))
    page = PageRef(objective_key(item.code))
    if worst is None:
        return Row([status, name, Figure(display.NOTHING), None, None, None, page], address=address)
    return Row(
        [
            status,
            name,
            Figure(worst.actual),
            Text(worst.required, styles.TABLE, most=4),
            Figure(worst.gap),
            SparklineBox(pack.charts.sparkline(worst), 13),
            page,
        ],
        address=address,
    )


# --- each objective ------------------------------------------------------------------------------


def each(pack: Pack) -> list[Flowable]:
    """Every objective with its course, its facts and what was said about it."""
    parts = [_Part(pack, item) for item in pack.review.objectives]
    if not parts:
        return [*opening(wording.EACH, "objectives", wording.NO_OBJECTIVES), PageBreak()]
    title = Together([Heading(wording.EACH, styles.HEADING), Space(8)])
    parts[0].blocks.insert(0, title)
    story: list[Flowable] = []
    for page in _pages(parts, pack.room, pack.height):
        for number, part in enumerate(page):
            places = [Place(objective_key(part.item.code), part.item.title, 1)]
            if part is parts[0]:
                places.insert(0, Place("objectives", wording.EACH))
            story.append(Flow(part.stack(), before=_APART if number else 0, places=places))
        story.append(PageBreak())
    return story


# Between two objectives on one page.
_APART = 24.0
# How high a chart may grow to fill its page, and shrink to stay on it; points.
_HIGHEST, _LOWEST = 150.0, 78.0


class _Part:
    """One objective as blocks between which it may be divided, with its elastic charts."""

    def __init__(self, pack: Pack, item: ObjectiveReview) -> None:
        self.item = item
        self.charts: list[TrajectoryChart] = []
        self.blocks = list(_blocks(pack, item, self.charts))
        self.runs_on = False

    def stack(self) -> Stack:
        """All of it; what runs on to a further page says there whose it is."""
        title = wording.CONTINUED.format(title=self.item.title)
        return Stack(self.blocks, again=[Heading(title, styles.TABLE.quiet, most=1), Space(10)])

    def height(self, room: float) -> float:
        return self.stack().fit(room)

    def shrink_to(self, height: float, room: float) -> float:
        """Its height, its charts made lower where that brings it onto one page."""
        high = whole = self.height(room)
        lower = 0.0
        while self.charts and high > height and lower < TrajectoryChart.PLOT - _LOWEST:
            self.stretch(-4.0)
            lower += 4.0
            high = self.height(room)
        if high <= height:
            return high
        self.stretch(lower)
        return whole

    def stretch(self, by: float) -> None:
        for chart in self.charts:
            chart.plot_height += by


def _pages(parts: Sequence[_Part], room: float, height: float) -> Iterable[list[_Part]]:
    """Objectives by pages, as many whole ones as fit; their charts fill what is left."""
    page: list[_Part] = []
    left = height
    for part in parts:
        high = part.shrink_to(height, room)
        if page and high + _APART > left:
            _fill(page, left)
            yield page
            page, left = [], height
        if high > height:
            # It runs on to further pages; the next one may begin where it ends.
            part.runs_on = True
            left = height - _rest(part, room, height)
        else:
            left -= high + (_APART if page else 0.0)
        page.append(part)
    _fill(page, left)
    yield page


def _rest(part: _Part, room: float, height: float) -> float:
    """How high the last piece is of an objective that is higher than a page."""
    rest: Box = part.stack()
    while (high := rest.fit(room)) > height:
        parts = rest.divide(height) if isinstance(rest, Divisible) else None
        if parts is None:
            return height
        rest = parts[1]
    return high


def _fill(page: Sequence[_Part], left: float) -> None:
    """Stretch the charts of a page into the room left."""
    charts = sum(len(part.charts) for part in page)
    if not charts or any(part.runs_on for part in page):
        return
    by = min((left - 2.0) / charts, _HIGHEST - TrajectoryChart.PLOT)
    if by > 0:
        for part in page:
            part.stretch(by)


def _blocks(pack: Pack, item: ObjectiveReview, charts: list[TrajectoryChart]) -> Iterable[Box]:
    """An objective in blocks between which it may be divided."""
    head = list(_heading(pack, item))
    for number, measure in enumerate(item.measures):
        alone = len(item.measures) == 1
        course, *panels = _measure(pack, measure, item, charts, alone=alone, first=number == 0)
        if number == 0:
            yield Together([*head, course])
        else:
            yield Space(14)
            yield course
        for panel in panels:
            yield Space(10)
            yield panel
    if not item.measures:
        yield Together([*head, Text(wording.UNMEASURED_ADVICE, styles.BODY)])
    yield from _explanations(pack, item)


def _heading(pack: Pack, item: ObjectiveReview) -> Iterable[Box]:
    yield Rule(styles.INK, 0.8)
    yield Space(8)
    title = pack.figure(Text(item.title, styles.OBJECTIVE, most=4), item.code)
    yield Beside([(15, Shape(item.status.status, 13, styles.OBJECTIVE.leading)), (0, title)], 7)
    yield Space(2)
    said = pack.figure(Text(item.full_verdict, styles.LEAD, balanced=True), item.code)
    yield Beside([(15, Space(1)), (0, said)], 7)
    about = []
    if item.objective.statement:
        about.append(Text(item.objective.statement, styles.TABLE.quiet, most=12))
    facts = [item.owner or display.NO_OWNER]
    if item.objective.owner_role:
        facts[0] = f"{facts[0]}, {item.objective.owner_role}"
    if item.objective.due_on:
        facts.append(wording.DUE.format(day=display.day(item.objective.due_on)))
    if item.objective.clause:
        facts.append(wording.CLAUSE.format(clause=item.objective.clause))
    facts.append(item.code)
    about.append(Text("  ·  ".join(facts), styles.TABLE.quiet, most=3))
    yield Space(3)
    yield Beside([(15, Space(1)), (0, Stack(about, 2))], 7)
    yield Space(10)


def _measure(
    pack: Pack,
    measure: Measure,
    item: ObjectiveReview,
    charts: list[TrajectoryChart],
    *,
    alone: bool,
    first: bool,
) -> Iterable[Box]:
    """A measure's chart beside its facts, and its services."""
    spec = pack.charts.trajectory(measure)
    facts = pack.figure(_facts(pack.review, measure, item, alone, first), item.code)
    if spec is None:
        words: list[Box] = [Text(measure.name, styles.BODY.medium)]
        if not alone:
            words.append(Text(measure.verdict, styles.BODY))
        words.append(Text(display.NO_COURSE, styles.TABLE.quiet))
        yield Beside([(0, Stack(words)), (_FACTS_WIDE, facts)], gap=18)
        return
    chart = TrajectoryChart(spec)
    charts.append(chart)
    yield Beside([(0, pack.figure(chart, item.code)), (_FACTS_WIDE, facts)], gap=18)
    panels = pack.charts.panels(measure)
    if panels:
        yield pack.figure(PanelGrid(panels), item.code)


_FACTS_WIDE = 164.0


def _facts(
    review: ManagementReview, measure: Measure, item: ObjectiveReview, alone: bool, first: bool
) -> Box:
    """What is known of a measure, beside its chart."""
    style = styles.SMALL
    rows: list[Box] = [
        Text([Run(f"{label} ", style.quiet), Run(words, style)], style, most=6)
        for label, words in [
            *_against_target(measure),
            *_outlook(measure),
            (wording.FACT_DATA, _data(review, measure)),
        ]
    ]
    if not alone:
        word = display.sentence(display.status_word(measure.status.status))
        rows.insert(0, named(measure.status.status, word, styles.TABLE.medium))
    if first and any(item.wall):
        rows.append(_LastMonths(item.wall))
    return Stack(rows, gap=1.8)


def _data(review: ManagementReview, measure: Measure) -> str:
    """How much of a measure's data has come, and whose part of its figure has not."""
    late = review.late_services(measure)
    if not late:
        return measure.data
    return wording.PARTS_OVERDUE.format(data=measure.data, services=display.listed(late, most=3))


def _against_target(measure: Measure) -> Iterable[tuple[str, str]]:
    s = measure.status
    unit = measure.metric.unit
    distance = f" ({measure.gap})" if s.gap is not None else ""
    when = f", {measure.when}" if s.status == "stale" else ""
    yield wording.FACT_ACTUAL, f"{measure.actual}{distance}{when}"
    if measure.required != display.NOTHING:
        tolerance = display.distance(measure.target.tolerance, unit)
        words = wording.TOLERANCE.format(tolerance=tolerance) if tolerance else ""
        yield wording.FACT_REQUIRED, f"{measure.required}{words}"
    if s.attainment is not None:
        yield wording.FACT_ATTAINMENT, display.share(s.attainment)
    if s.periods_evaluated:
        yield wording.FACT_MET, measure.met


def _outlook(measure: Measure) -> Iterable[tuple[str, str]]:
    s = measure.status
    if s.status in ("not_started", "no_data"):
        return
    yield wording.FACT_FORECAST, measure.forecast
    if s.variation:
        yield wording.FACT_VARIATION, display.VARIATION_WORDS[s.variation]
    if s.assurance:
        yield wording.FACT_ASSURANCE, display.ASSURANCE_WORDS[s.assurance]


class _LastMonths:
    """An objective's row of the wall, in small."""

    def __init__(self, statuses: Sequence[str | None]) -> None:
        self.statuses = statuses
        self.label = Text(wording.FACT_MONTHS, styles.SMALL.quiet)
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return self.label.fit(room) + 10

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        self.label.draw(canvas, x, top)
        for number, status in enumerate(self.statuses):
            draw_status(canvas, status, x + 4 + number * 12.2, top - 16, 8)


def _explanations(pack: Pack, item: ObjectiveReview) -> Iterable[Box]:
    """What was said, the newest first."""
    found = item.explained
    if not found:
        if item.unexplained:
            yield Space(8)
            label = Run(f"{wording.EXPLANATIONS} ", styles.TABLE.medium)
            words = display.sentence(f"{display.NO_EXPLANATION}.")
            yield Text([label, Run(words, styles.TABLE)], styles.TABLE)
        return
    shown = pack.review.recently_explained(item)[:_MOST_EXPLANATIONS]
    yield Space(10)
    yield Heading(wording.EXPLANATIONS, styles.BODY.medium)
    for explained in shown:
        yield Space(4)
        said = explained.explanation
        long = len(said.cause) + len(said.recovery or "") > _LONG
        yield (Stack if long else Together)(list(_explanation(explained)))
    if len(found) > len(shown):
        earlier = display.counted(len(found) - len(shown), "earlier explanation")
        yield Space(4)
        yield Text(wording.EARLIER.format(earlier=earlier), styles.SMALL.quiet)


def _explanation(explained: Explained) -> Iterable[Box]:
    said = explained.explanation
    style = styles.TABLE
    state = (
        wording.OPEN if explained.open else wording.CLOSED.format(day=display.day(said.closed_on))
    )
    if explained.late:
        state = wording.OPEN_LATE
    who = explained.owner or display.NO_OWNER
    due = wording.BY.format(day=display.day(said.due_on)) if said.due_on else display.NO_DATE
    yield Heading(
        [
            Run(display.end_of(said.on_date), style.medium),
            Run(f"   {who}, {due}; {state}", style.quiet),
        ],
        style,
    )
    yield Text([Run(f"{wording.COLUMN_WHY} ", style.quiet), Run(said.cause, style)], style)
    if said.recovery:
        yield Text(
            [Run(f"{wording.COLUMN_RECOVERY} ", style.quiet), Run(said.recovery, style)], style
        )
    else:
        yield Text(display.sentence(f"{display.NO_RECOVERY}."), style)
