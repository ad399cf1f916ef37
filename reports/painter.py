"""Draws chart specs (smsdata.charts) as vectors on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from reportlab.lib.colors import Color

from reports import styles, text
from reports.boxes import Box, Space, Stack, Text, marked
from reports.canvas import PackCanvas
from reports.shapes import draw_status, polyline
from reports.styles import Style
from smsdata import display, improvement_words
from smsdata.charts import (
    Point,
    Quadrant,
    SmallMultiples,
    Sparkline,
    Stretch,
    TimeAxis,
    Trajectory,
    TwoByTwo,
    ValueAxis,
)
from smsdata.improvement_review import Effect, Idea

_LABEL = Style(size=8, leading=10)
_QUIET = _LABEL.quiet
_STRONG = _LABEL.medium
# How much of a chart's width its labels at the right may take.
_LABEL_SHARE = 0.36


class _Plot:
    """The plotting area: where a day and a figure fall on the page."""

    def __init__(
        self, values: ValueAxis, days: TimeAxis, left: float, right: float, foot: float, head: float
    ) -> None:
        self.values, self.days = values, days
        self.left, self.right, self.foot, self.head = left, right, foot, head

    def x(self, day: date) -> float:
        return self.left + self.days.place(day) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.foot + self.values.place(value) * (self.head - self.foot)

    def holds(self, value: float) -> bool:
        return self.values.low <= value <= self.values.high


def _pen(
    canvas: PackCanvas, colour: Color, wide: float, dash: Sequence[float] = (), cap: int = 0
) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(wide)
    canvas.setDash(list(dash), 0)
    canvas.setLineCap(cap)


def _area(canvas: PackCanvas, corners: Sequence[tuple[float, float]], colour: Color) -> None:
    canvas.setFillColor(colour)
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(plot: _Plot, points: Iterable[Point]) -> list[list[tuple[float, float]]]:
    """Unbroken runs of figures: a gap ends one."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((plot.x(point.day), plot.y(point.value)))
    return [run for run in runs if run]


def _spots(line: Sequence[tuple[float, float]]) -> Iterable[tuple[float, float]]:
    """Points along a line, close enough that none of it slips between them."""
    for (x, y), (x2, y2) in pairwise(line):
        steps = max(int(max(abs(x2 - x), abs(y2 - y)) / 4), 1)
        for k in range(steps + 1):
            yield x + (x2 - x) * k / steps, y + (y2 - y) * k / steps


def _series(
    canvas: PackCanvas,
    plot: _Plot,
    points: Sequence[Point],
    colour: Color,
    wide: float,
    dot: float,
) -> None:
    _pen(canvas, colour, wide)
    canvas.setLineJoin(1)
    runs = _runs(plot, points)
    many = sum(map(len, runs)) > 60
    for run in runs:
        if len(run) > 1:
            polyline(canvas, run)
    # A dot is the round cap of a line of no length.
    _pen(canvas, colour, dot * 2, cap=1)
    dots = canvas.beginPath()
    for run in runs:
        for x, y in run if not many or len(run) == 1 else ():
            dots.moveTo(x, y)
            dots.lineTo(x, y)
    canvas.drawPath(dots, stroke=1, fill=0)
    canvas.setLineCap(0)


def _path(
    canvas: PackCanvas,
    plot: _Plot,
    path: Sequence[Stretch],
    wide: float = 0.9,
    colour: Color = styles.INK,
) -> None:
    _pen(canvas, colour, wide, (3.2, 2.2))
    points: list[tuple[float, float]] = []
    for piece in path:
        points.append((plot.x(piece.first), plot.y(piece.value_first)))
        points.append((plot.x(piece.last), plot.y(piece.value_last)))
    if points:
        polyline(canvas, points)
    canvas.setDash([], 0)


def _value_ticks(canvas: PackCanvas, plot: _Plot) -> None:
    _pen(canvas, styles.PALE, 0.6)
    for tick, label in zip(plot.values.ticks, plot.values.labels, strict=True):
        y = plot.y(tick)
        canvas.line(plot.left, y, plot.right, y)
        text.draw_text(canvas, label, plot.left - 5, y - 2.8, _QUIET, "right")


def _day_ticks(canvas: PackCanvas, plot: _Plot, beyond: float = 70.0) -> None:
    """The days' axis, labels under their days; they may stand over its right end, so far."""
    _pen(canvas, styles.LIMIT, 0.5)
    canvas.line(plot.left, plot.foot, plot.right, plot.foot)
    for tick in plot.days.ticks:
        x = plot.x(tick)
        canvas.line(x, plot.foot, x, plot.foot - 3)
    reach = -1e9
    for tick, label in zip(plot.days.ticks, plot.days.labels, strict=True):
        wide = text.width(label, _QUIET)
        x = plot.x(tick) - wide / 2
        if x < reach or x + wide > plot.right + beyond:
            continue
        text.draw_text(canvas, label, x, plot.foot - 11.5, _QUIET)
        reach = x + wide + 6


class TrajectoryChart:
    """A target's course, with its title as the finding."""

    # How high the plotting area is unless it is stretched.
    PLOT = 106.0

    def __init__(self, spec: Trajectory) -> None:
        self.spec = spec
        self.plot_height = self.PLOT
        self.title = Text(spec.title, styles.TITLE)
        self.subtitle = Text(spec.subtitle, styles.SMALL.quiet)
        self.notes = Text("  ".join(spec.notes), styles.SMALL.quiet) if spec.notes else None
        self.room = 0.0
        self.head = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        self.head = self.title.fit(room) + 1.5 + self.subtitle.fit(room) + 6
        tail = 15.0 + (self.notes.fit(room) + 1 if self.notes else 0.0)
        return self.head + self.plot_height + tail

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        spec = self.spec
        self.title.draw(canvas, x, top)
        self.subtitle.draw(canvas, x, top - len(self.title.lines) * self.title.style.leading - 1.5)
        head = top - self.head
        foot = head - self.plot_height
        most = self.room * _LABEL_SHARE
        labels = [
            (value, text.one_line(words, style, most), style)
            for value, words, style in self._right_labels()
        ]
        right_room = max((text.width(words, style) for _, words, style in labels), default=0) + 9
        left_room = max((text.width(label, _QUIET) for label in spec.values.labels), default=0) + 6
        flag_room = 11.0 if spec.flags else 4.0
        plot = _Plot(
            spec.values,
            spec.days,
            x + left_room,
            x + self.room - right_room,
            foot,
            head - flag_room,
        )
        canvas.saveState()
        self._ground(canvas, plot)
        self._lines(canvas, plot)
        _day_ticks(canvas, plot)
        self._flags(canvas, plot, head)
        self._labels(canvas, plot, labels)
        canvas.restoreState()
        if self.notes:
            self.notes.draw(canvas, x, foot - 15)

    def _ground(self, canvas: PackCanvas, plot: _Plot) -> None:
        for band in self.spec.bands:
            for near, far in band:
                _area(
                    canvas,
                    [
                        (plot.x(near.first), plot.y(near.value_first)),
                        (plot.x(near.last), plot.y(near.value_last)),
                        (plot.x(far.last), plot.y(far.value_last)),
                        (plot.x(far.first), plot.y(far.value_first)),
                    ],
                    styles.BAND,
                )
        _value_ticks(canvas, plot)
        forecast = self.spec.forecast
        if forecast:
            start = (plot.x(forecast.first), plot.y(forecast.value_first))
            end = plot.x(forecast.last)
            _area(
                canvas,
                [start, (end, plot.y(forecast.high)), (end, plot.y(forecast.low))],
                styles.BAND,
            )
            # its edges tell it from the tolerance behind it
            _pen(canvas, styles.LIMIT, 0.4)
            for edge in (forecast.high, forecast.low):
                canvas.line(*start, end, plot.y(edge))
        limits = self.spec.limits
        if limits:
            _pen(canvas, styles.LIMIT, 0.5)
            for value in (limits.low, limits.high):
                if plot.holds(value):
                    y = plot.y(value)
                    canvas.line(plot.x(limits.first), y, plot.x(limits.last), y)

    def _lines(self, canvas: PackCanvas, plot: _Plot) -> None:
        spec = self.spec
        for piece in spec.former:
            _path(canvas, plot, [piece], colour=styles.OBSERVED)
        for path in spec.paths:
            _path(canvas, plot, path)
        if spec.observed:
            _series(canvas, plot, spec.observed, styles.OBSERVED, 0.6, 1.0)
        if spec.forecast:
            _pen(canvas, styles.INK, 1.2, (0.1, 2.6), cap=1)
            canvas.line(
                plot.x(spec.forecast.first),
                plot.y(spec.forecast.value_first),
                plot.x(spec.forecast.last),
                plot.y(spec.forecast.value),
            )
            canvas.setDash([], 0)
        _series(canvas, plot, spec.points, styles.INK, 1.3, 1.4)
        _pen(canvas, styles.INK, 0.8)
        ringed = [*spec.points, *spec.observed]
        canvas.setFillColor(styles.WHITE)
        for point in ringed:
            if point.corrected and point.value is not None:
                canvas.circle(plot.x(point.day), plot.y(point.value), 3.2, stroke=1, fill=0)
        last = self._last()
        if last:
            x, y = plot.x(last.day), plot.y(last.value or 0.0)
            canvas.setFillColor(styles.WHITE)
            canvas.circle(x, y, 5.2, stroke=0, fill=1)
            draw_status(canvas, spec.status, x, y, 9)

    def _last(self) -> Point | None:
        return next((p for p in reversed(self.spec.points) if p.value is not None), None)

    def _flags(self, canvas: PackCanvas, plot: _Plot, head: float) -> None:
        """Poles with pennants; their words stand to the right, else to the left."""
        if not self.spec.flags:
            return
        poles = [plot.x(flag.day) for flag in self.spec.flags]
        ends = [*(x - 4 for x in poles[1:]), plot.right + 60]
        free = plot.left
        for flag, x, end in zip(self.spec.flags, poles, ends, strict=True):
            _pen(canvas, styles.LIMIT, 0.5, (1, 1.5))
            canvas.line(x, plot.foot, x, head - 1)
            canvas.setDash([], 0)
            _area(canvas, [(x, head + 1), (x + 6, head - 1.5), (x, head - 4)], styles.INK)
            wide = text.width(flag.words, _QUIET)
            if x + 8 + wide <= end:
                text.draw_text(canvas, flag.words, x + 8, head - 4, _QUIET)
                free = x + 8 + wide + 6
            elif x - 4 - wide >= free:
                text.draw_text(canvas, flag.words, x - 4 - wide, head - 4, _QUIET)
                free = x + 10

    def _right_labels(self) -> list[tuple[float, str, Style]]:
        """What is written at the right end of lines, at which figure."""
        spec = self.spec
        labels: list[tuple[float, str, Style]] = []
        last = self._last()
        if last and last.value is not None and self._ends_at_the_edge(last):
            labels.append((last.value, spec.last_label, _STRONG))
        if spec.forecast:
            labels.append((spec.forecast.value, spec.forecast.label, _LABEL))
        for path, words in zip(spec.paths, spec.target_labels, strict=True):
            if path:
                labels.append((path[-1].value_last, words, _QUIET))
        return labels

    def _labels(
        self, canvas: PackCanvas, plot: _Plot, labels: Sequence[tuple[float, str, Style]]
    ) -> None:
        wanted = sorted((plot.y(value), words, style) for value, words, style in labels)
        placed: list[float] = []
        for y, _, _ in wanted:
            placed.append(max(y, placed[-1] + 9.5) if placed else y)
        over = placed[-1] - plot.head - 4 if placed else 0.0
        if over > 0:
            placed[-1] -= over
            for number in range(len(placed) - 2, -1, -1):
                placed[number] = min(placed[number], placed[number + 1] - 9.5)
        for y, (_, words, style) in zip(placed, wanted, strict=True):
            text.draw_text(canvas, words, plot.right + 8, y - 2.8, style)
        last = self._last()
        if last and last.value is not None and not self._ends_at_the_edge(last):
            self._label_at(canvas, plot, last, last.value)

    def _ends_at_the_edge(self, last: Point) -> bool:
        """Whether the last figure can be labelled at the chart's right edge."""
        return self.spec.forecast is None and self.spec.days.place(last.day) > 0.94

    def _label_at(self, canvas: PackCanvas, plot: _Plot, last: Point, value: float) -> None:
        """The last figure beside its point, where neither course nor target runs."""
        spec = self.spec
        x, y = plot.x(last.day), plot.y(value)
        label = text.one_line(spec.last_label, _STRONG, self.room * _LABEL_SHARE)
        wide = text.width(label, _STRONG)
        inked = [
            spot
            for line in self._inked(plot)
            for spot in _spots(line)
            if abs(spot[0] - x) < wide + 20
        ]
        best = (x + 5 - wide, y + 7.0)
        least = len(inked) + 1
        ceiling = plot.head - 4 if spec.flags else plot.head + 3
        for rise in (7.0, -13.0, 17.0, -23.0, 27.0, -33.0):
            for shift in (-wide + 5, -wide / 2, -5.0, -wide - 8, 8.0):
                left, base = x + shift, y + rise
                outside = left < plot.left or left + wide > plot.right + 8
                if outside or base < plot.foot + 2 or base > ceiling:
                    continue
                hit = sum(
                    left - 2 < sx < left + wide + 2 and base - 2.5 < sy < base + 8
                    for sx, sy in inked
                )
                if hit < least:
                    best, least = (left, base), hit
        if least:
            left, base = best
            canvas.setFillColor(styles.WHITE)
            canvas.rect(left - 1, base - 2, wide + 2, 9.5, stroke=0, fill=1)
        text.draw_text(canvas, label, *best, _STRONG)

    def _inked(self, plot: _Plot) -> Iterable[list[tuple[float, float]]]:
        """The lines that a label should keep off."""
        spec = self.spec
        yield from _runs(plot, spec.points)
        yield from _runs(plot, spec.observed)
        for path in (*spec.paths, spec.former):
            for piece in path:
                yield [
                    (plot.x(piece.first), plot.y(piece.value_first)),
                    (plot.x(piece.last), plot.y(piece.value_last)),
                ]
        if spec.forecast:
            yield [
                (plot.x(spec.forecast.first), plot.y(spec.forecast.value_first)),
                (plot.x(spec.forecast.last), plot.y(spec.forecast.value)),
            ]
        if spec.limits:
            for value in (spec.limits.low, spec.limits.high):
                if plot.holds(value):
                    yield [
                        (plot.x(spec.limits.first), plot.y(value)),
                        (plot.x(spec.limits.last), plot.y(value)),
                    ]


class EffectChart:
    """A metric before and after an improvement: both means, and the usual range before."""

    PLOT = 74.0

    def __init__(self, spec: Effect, idea: Idea) -> None:
        self.spec = spec
        self.means = [
            (words.format(value=idea.figure(mean)), mean, points)
            for words, mean, points in (
                (improvement_words.MEAN_BEFORE, spec.mean_before, spec.before),
                (improvement_words.MEAN_AFTER, spec.mean_after, spec.after),
            )
            if mean is not None and points
        ]
        note = f". {spec.values.note}." if spec.values.note else "."
        self.head = Stack(
            [
                Text(spec.title, styles.TABLE, most=3),
                Text(f"{spec.subtitle}{note}", styles.SMALL.quiet, most=3),
            ],
            gap=2,
        )
        self.room = 0.0
        self.head_height = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        # Four lines at least, so that charts beside each other are mostly level.
        self.head_height = max(self.head.fit(room), 46.0) + 16
        return self.head_height + self.PLOT + 15

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        spec = self.spec
        self.head.draw(canvas, x, top)
        head = top - self.head_height
        left = x + max(text.width(label, _QUIET) for label in spec.values.labels) + 6
        plot = _Plot(spec.values, spec.days, left, x + self.room, head - self.PLOT, head)
        canvas.saveState()
        self._limits(canvas, plot)
        _value_ticks(canvas, plot)
        _day_ticks(canvas, plot, beyond=0)
        there = plot.x(spec.implemented_on)
        _pen(canvas, styles.LIMIT, 0.5, (1, 1.5))
        canvas.line(there, plot.foot, there, plot.head + 2)
        canvas.setDash([], 0)
        for points in (spec.before, spec.after):
            _series(canvas, plot, points, styles.INK, 1.1, 1.2)
        for _, mean, points in self.means:
            _pen(canvas, styles.LIMIT, 2.0)
            y = plot.y(mean)
            canvas.line(plot.x(points[0].day), y, max(plot.x(points[-1].day), there), y)
        self._words(canvas, plot)
        canvas.restoreState()

    def _limits(self, canvas: PackCanvas, plot: _Plot) -> None:
        if self.spec.limits is None:
            return
        low, high = (plot.y(limit) for limit in self.spec.limits)
        canvas.setFillColor(styles.BAND)
        canvas.rect(plot.left, low, plot.right - plot.left, high - low, stroke=0, fill=1)
        _pen(canvas, styles.LIMIT, 0.5)
        canvas.lines([(plot.left, y, plot.right, y) for y in (low, high)])

    def _words(self, canvas: PackCanvas, plot: _Plot) -> None:
        """The mean before over the left, that after over the right."""
        for words, _, points in self.means:
            before = points is self.spec.before
            at, side = (plot.left, "left") if before else (plot.right, "right")
            text.draw_text(canvas, words, at, plot.head + 5, _STRONG, side)


class PanelGrid:
    """The same measure for several services, three beside each other on shared axes."""

    def __init__(self, spec: SmallMultiples, across: int = 4, height: float = 30.0) -> None:
        self.spec = spec
        self.across = across
        self.panel = height
        self.title = Text(spec.title, styles.BODY.medium)
        self.subtitle = Text(spec.subtitle, styles.SMALL.quiet)
        self.room = 0.0
        self.head = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        self.head = self.title.fit(room) + self.subtitle.fit(room) + 5
        lines = -(-len(self.spec.panels) // self.across)
        return self.head + lines * (self.panel + 21)

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        spec = self.spec
        self.title.draw(canvas, x, top)
        self.subtitle.draw(canvas, x, top - len(self.title.lines) * self.title.style.leading)
        left_room = max(text.width(label, _QUIET) for label in spec.values.labels) + 6
        gap = 11.0
        wide = (self.room - left_room - gap * (self.across - 1)) / self.across
        canvas.saveState()
        for number, panel in enumerate(spec.panels):
            row, column = divmod(number, self.across)
            head = top - self.head - row * (self.panel + 21) - 11
            left = x + left_room + column * (wide + gap)
            plot = _Plot(spec.values, spec.days, left, left + wide, head - self.panel, head)
            self._panel(canvas, plot, panel.name, panel.last_label, panel.points, column == 0)
        canvas.restoreState()

    def _panel(
        self,
        canvas: PackCanvas,
        plot: _Plot,
        name: str,
        last_label: str,
        points: Sequence[Point],
        labelled: bool,
    ) -> None:
        _pen(canvas, styles.PALE, 0.6)
        ends = (plot.values.ticks[0], plot.values.ticks[-1])
        for tick, label in zip(plot.values.ticks, plot.values.labels, strict=True):
            if tick not in ends:
                continue
            y = plot.y(tick)
            canvas.line(plot.left, y, plot.right, y)
            if labelled:
                text.draw_text(canvas, label, plot.left - 5, y - 2.8, _QUIET, "right")
        _path(canvas, plot, self.spec.path, 0.7)
        _series(canvas, plot, points, styles.INK, 1.0, 0.9)
        wide = text.width(last_label, _STRONG)
        text.draw_text(canvas, last_label, plot.right, plot.head + 4, _STRONG, "right")
        room = plot.right - plot.left - wide - 5
        text.draw_text(canvas, text.one_line(name, _LABEL, room), plot.left, plot.head + 4, _LABEL)


class SparklineBox:
    """A word-sized course with its requirement; nothing where there are too few figures."""

    def __init__(self, spec: Sparkline | None, height: float = 11.25) -> None:
        self.spec = spec
        self.height = height
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return self.height

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        spec = self.spec
        if spec is None:
            return
        foot, high = top - self.height + 2, self.height - 4
        reach = spec.high - spec.low or 1.0

        def y(value: float) -> float:
            return foot + (value - spec.low) / reach * high

        step = (self.room - 4) / max(len(spec.values) - 1, 1)
        canvas.saveState()
        if spec.required is not None:
            _pen(canvas, styles.LIMIT, 0.5, (1.6, 1.4))
            canvas.line(x, y(spec.required), x + self.room - 4, y(spec.required))
        _pen(canvas, styles.INK, 0.8)
        canvas.setLineJoin(1)
        run: list[tuple[float, float]] = []
        last = None
        for number, value in enumerate([*spec.values, None]):
            if value is None:
                if len(run) > 1:
                    polyline(canvas, run)
                run = []
                continue
            last = (x + number * step, y(value))
            run.append(last)
        if last:
            _pen(canvas, styles.INK, 2.8, cap=1)
            canvas.line(*last, *last)
        canvas.restoreState()


class TwoByTwoBox:
    """Four fields by two questions, with the names that stand in each."""

    _SIDE = 62.0
    _PAD = 9.0

    def __init__(
        self, spec: TwoByTwo, highest: float, led: Callable[[Box, str], Box] | None = None
    ) -> None:
        self.spec = spec
        # Makes a name lead to where its objective is told of.
        self.led = led
        # Names are left out, and counted, until it is no higher than this.
        self.highest = highest
        self.room = 0.0
        self.cells: list[list[Stack]] = []
        self.heights: list[float] = []

    def fit(self, room: float) -> float:
        self.room = room
        wide = (room - self._SIDE) / 2 - 2 * self._PAD
        for most in (40, 30, 24, 18, 14, 10, 7, 4, 2):
            self.cells = [[self._cell(field, most) for field in row] for row in self.spec.fields]
            self.heights = [
                max(110.0, *(cell.fit(wide) + 2 * self._PAD for cell in row)) for row in self.cells
            ]
            if 18 + sum(self.heights) <= self.highest:
                break
        return 18 + sum(self.heights)

    def _cell(self, field: Quadrant, most: int) -> Stack:
        entries: list[Box] = [
            marked(status, self._named(name, objective), size=7.5)
            for (status, name), objective in zip(
                field.entries[:most], field.objectives[:most], strict=True
            )
        ]
        if len(field.entries) > most:
            rest = display.more(len(field.entries) - most)
            entries.append(Text(rest, styles.TABLE.quiet))
        if not entries:
            entries.append(Text(display.NOBODY_HERE, styles.TABLE.quiet))
        return Stack(
            [
                Text(display.whole(len(field.entries)), styles.FIGURE),
                Text(field.title, styles.BODY.medium),
                Text(field.meaning, styles.SMALL.quiet),
                Space(6),
                Stack(entries, gap=1.5),
            ]
        )

    def _named(self, name: str, objective: str) -> Box:
        box = Text(name, styles.TABLE, most=2)
        return self.led(box, objective) if self.led else box

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        wide = (self.room - self._SIDE) / 2
        left = x + self._SIDE
        for number, title in enumerate(self.spec.columns):
            text.draw_text(
                canvas, title, left + number * wide + self._PAD, top - 11, styles.BODY.medium
            )
        top -= 18
        for row, (cells, high) in enumerate(zip(self.cells, self.heights, strict=True)):
            label = Text(self.spec.rows[row], styles.BODY.medium)
            label.fit(self._SIDE - 6)
            label.draw(canvas, x, top - self._PAD - 4)
            for column, cell in enumerate(cells):
                cell.draw(canvas, left + column * wide + self._PAD, top - self._PAD)
            top -= high
            if row == 0:
                _pen(canvas, styles.INK, 0.7)
                canvas.line(left, top, x + self.room, top)
        _pen(canvas, styles.INK, 0.7)
        canvas.line(left + wide, top, left + wide, top + sum(self.heights))
