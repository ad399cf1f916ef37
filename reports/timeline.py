"""Draws the plan over days: a row a line, planned above worked on, slips dotted."""

from __future__ import annotations

from itertools import groupby

from reports import styles, text
from reports.boxes import Beside, Box, Flow, Space, Stack, Text, Together
from reports.canvas import PackCanvas
from reports.pack import Pack, named
from smsdata import plan_words
from smsdata.plan_review import Bar, Span, Timeline

# How wide the names are, and how high a row is; points.
_NAME, _HIGH = 186.0, 15.0
_GAP = 10.0
_LABEL = styles.SMALL.quiet


def timeline(pack: Pack, spec: Timeline) -> Flow:
    """All rows, a heading for each phase, which stays with its first row."""
    parts = [_beside(Space(_HIGH), _Days(spec))]
    for phase, bars in groupby(spec.bars, key=lambda bar: bar.line.item.phase):
        title = Text(plan_words.PHASES[phase], styles.TABLE.medium)
        first, *rest = [_row(pack, spec, bar) for bar in bars]
        parts += [Together([_beside(Stack([Space(3), title]), _Strip(spec)), first]), *rest]
    return Flow(Stack(parts))


def _row(pack: Pack, spec: Timeline, bar: Bar) -> Box:
    name = named(bar.line.status.status, bar.line.title, most=1)
    row = _beside(Stack([Space(2), name]), _Strip(spec, bar))
    return pack.leading(row, "plan_item", item=bar.line.code)


def _beside(name: Box, strip: Box) -> Box:
    return Beside([(_NAME, name), (0, strip)], _GAP)


class _Days:
    """The labelled days along the top."""

    def __init__(self, spec: Timeline) -> None:
        self.spec = spec
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return _HIGH

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        days = self.spec.days
        for day, label in zip(days.ticks, days.labels, strict=True):
            left = x + days.place(day) * self.room
            if left + text.width(label, _LABEL) <= x + self.room:
                text.draw_text(canvas, label, left, top - _HIGH + 4, _LABEL)


class _Strip:
    """One row over the days; without a bar nothing but the days."""

    def __init__(self, spec: Timeline, bar: Bar | None = None) -> None:
        self.spec = spec
        self.bar = bar
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return _HIGH

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        days, bar = self.spec.days, self.bar
        canvas.saveState()
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(styles.PALE)
        for day in days.ticks:
            self._upright(canvas, x + days.place(day) * self.room, top)
        canvas.setLineWidth(1.0)
        canvas.setStrokeColor(styles.INK)
        self._upright(canvas, x + days.place(self.spec.today) * self.room, top)
        if bar:
            self._bar(canvas, x, top, bar)
        canvas.restoreState()

    def _bar(self, canvas: PackCanvas, x: float, top: float, bar: Bar) -> None:
        if bar.planned:
            canvas.setFillColor(styles.RULE)
            self._block(canvas, x, top - 2.5, bar.planned)
        if bar.actual:
            canvas.setFillColor(styles.INK)
            self._block(canvas, x, top - 7.5, bar.actual)
        if bar.slip:
            canvas.setLineCap(1)
            canvas.setLineWidth(1.4)
            canvas.setDash([0.1, 2.8])
            left, right = self._ends(x, bar.slip)
            canvas.line(left, top - 5, right, top - 5)
        self._label(canvas, x, top, bar)

    def _upright(self, canvas: PackCanvas, x: float, top: float) -> None:
        canvas.line(x, top, x, top - _HIGH)

    def _block(self, canvas: PackCanvas, x: float, top: float, span: Span) -> None:
        left, right = self._ends(x, span)
        canvas.rect(left, top - 4.5, right - left, 4.5, stroke=0, fill=1)

    def _ends(self, x: float, span: Span) -> tuple[float, float]:
        """Where a stretch begins and ends; one of a day is still seen."""
        left, right = (x + self.spec.days.place(day) * self.room for day in (span.first, span.last))
        return left, max(right, left + 1.5)

    def _label(self, canvas: PackCanvas, x: float, top: float, bar: Bar) -> None:
        """How far it slips, behind the last of it; else before the first."""
        words = bar.slip.words if bar.slip else bar.elsewhere
        if not words:
            return
        spans = [s for s in (bar.planned, bar.actual, bar.slip) if s]
        ends = [self._ends(x, span) for span in spans] or [(x, x)]
        right = max(end for _, end in ends) + 5
        if right + text.width(words, _LABEL) <= x + self.room:
            text.draw_text(canvas, words, right, top - 9, _LABEL)
        else:
            text.draw_text(
                canvas, words, min(left for left, _ in ends) - 5, top - 9, _LABEL, "right"
            )
