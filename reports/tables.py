"""Tables: thin rules, no boxes, the header repeated, figures on their decimal point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports import styles, text
from reports.boxes import Box, PageRef, Text
from reports.canvas import PackCanvas
from reports.styles import Style

_PAD = 3.5
_GAP = 9.0


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in points (0 shares what is left) and how cells stand."""

    title: str
    width: float = 0.0
    align: str = "left"


class Figure:
    """A number with its unit, set on the decimal point of its column.

    The unit goes below the number where both are too wide for the column. Where the point of the
    column leaves no room for what comes after it, the figure stands further left.
    """

    def __init__(self, figure: str, style: Style = styles.TABLE) -> None:
        ready = text.fonts_ready(figure)
        match = re.match(r"([+−]?[\d,]+|–)((?:\.\d+)?)", ready)
        self.left, decimals = match.groups() if match else ("", "")
        unit = ready[len(self.left) + len(decimals) :]
        self.together, self.apart = f"{decimals}{unit}", [decimals, unit.strip()]
        self.lines = [self.together]
        self.style = style
        self.left_width = text.width(self.left, style)
        self.point = 0.0
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        parts = self.apart[1] and self._width(self.together) > room + 0.1
        self.lines = self.apart if parts else [self.together]
        return self.style.leading * len(self.lines)

    def _width(self, right: str) -> float:
        return self.left_width + text.width(right, self.style)

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        base = text.base_line(top, self.style)
        first, *unit = self.lines
        before = min(self.point - self.left_width, self.room - self._width(first))
        self._draw_line(canvas, f"{self.left}{first}", x + max(before, 0.0), base)
        for line in unit:
            self._draw_line(canvas, line, x, base - self.style.leading)

    def _draw_line(self, canvas: PackCanvas, line: str, x: float, base: float) -> None:
        # no digit is left out: what is too long is set smaller
        wide = text.width(line, self.style)
        size = self.style.size * min(1.0, self.room / wide) if wide else self.style.size
        text.draw_text(canvas, line, x, base, replace(self.style, size=size))


@dataclass(frozen=True)
class Row:
    """A row of cells; with `group` a heading over the rows that follow it.

    With `address` it leads out of the document, but for a page number in its last cell.
    """

    cells: Sequence[Box | None]
    group: bool = False
    address: str | None = None


class Grid:
    """A table. Its rows are fitted once; parts on further pages share them."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        pad: float = _PAD,
        gap: float = _GAP,
        rules: bool = True,
    ) -> None:
        self.columns = tuple(columns)
        self.rows = list(rows)
        self.pad = pad
        self.gap = gap
        self.rules = rules
        self.widths: list[float] = []
        self.heights: list[float] = []
        self.header: list[Text] = []
        self.header_height = 0.0
        self._room = -1.0

    def fit(self, room: float) -> float:
        if self._room != room:
            self._fit(room)
        return self.header_height + sum(self.heights)

    def _fit(self, room: float) -> None:
        self._room = room
        free = room - sum(c.width for c in self.columns) - self.gap * (len(self.columns) - 1)
        shares = sum(c.width == 0 for c in self.columns) or 1
        self.widths = [c.width or free / shares for c in self.columns]
        self._fit_header()
        self.heights = [self._fit_row(row) for row in self.rows]
        for number, column in enumerate(self.columns):
            if column.align == "decimal":
                self._align(number)

    def _fit_header(self) -> None:
        style = styles.SMALL.quiet
        self.header = [
            Text(c.title, style, align="left" if c.align == "decimal" else c.align)
            for c in self.columns
        ]
        if not any(c.title for c in self.columns):
            return
        high = max(cell.fit(wide) for cell, wide in zip(self.header, self.widths, strict=True))
        self.header_height = high + self.pad + 1.5

    def _fit_row(self, row: Row) -> float:
        if row.group:
            cell = row.cells[0]
            return (cell.fit(self._room) if cell else 0.0) + self.pad * 2 + 6
        high = 0.0
        for cell, wide in zip(row.cells, self.widths, strict=True):
            if cell is not None:
                high = max(high, cell.fit(wide))
        return high + self.pad * 2

    def _align(self, number: int) -> None:
        figures = [
            cell
            for row in self.rows
            if not row.group and isinstance(cell := row.cells[number], Figure)
        ]
        point = max((figure.left_width for figure in figures), default=0.0)
        for figure in figures:
            figure.point = point

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        if self.header_height:
            left = x
            high = self.header_height - self.pad - 1.5
            for title, wide in zip(self.header, self.widths, strict=True):
                title.draw(canvas, left, top - (high - len(title.lines) * title.style.leading))
                left += wide + self.gap
            top -= self.header_height
            canvas.setStrokeColor(styles.INK)
            canvas.setLineWidth(0.7)
            canvas.line(x, top, x + self._room, top)
        last = len(self.rows) - 1
        for number, (row, high) in enumerate(zip(self.rows, self.heights, strict=True)):
            if not row.group:
                self._draw_row(canvas, row, high, x, top)
            elif row.cells[0] is not None:
                row.cells[0].draw(canvas, x, top - self.pad - 6)
            top -= high
            if self.rules and number < last:
                canvas.setStrokeColor(styles.RULE)
                canvas.setLineWidth(0.4)
                canvas.line(x, top, x + self._room, top)

    def _draw_row(self, canvas: PackCanvas, row: Row, high: float, x: float, top: float) -> None:
        left = x
        for cell, wide in zip(row.cells, self.widths, strict=True):
            if cell is not None:
                cell.draw(canvas, left, top - self.pad)
            left += wide + self.gap
        if row.address:
            if isinstance(row.cells[-1], PageRef):
                left -= self.widths[-1] + self.gap
            canvas.linkURL(row.address, (x, top - high, left - self.gap, top), relative=1)

    def divide(self, height: float) -> tuple[Box, Box] | None:
        left = height - self.header_height
        fits = 0
        for high in self.heights:
            if high > left:
                break
            left -= high
            fits += 1
        # No row stands alone on the next page; of the last few, which go there, none stays behind.
        if fits == len(self.rows) - 1:
            fits = fits - 1 if fits > 2 else 0
        # A group's heading stays with its first row.
        while fits and self.rows[fits - 1].group:
            fits -= 1
        if fits == 0 or fits == len(self.rows):
            return None
        further = list(range(fits, len(self.rows)))
        if not self.rows[fits].group:
            # What goes on on the next page says there what it belongs to.
            further[:0] = [n for n in range(fits) if self.rows[n].group][-1:]
        return self._part(range(fits)), self._part(further)

    def _part(self, numbers: Sequence[int]) -> Grid:
        part = Grid(
            self.columns,
            [self.rows[n] for n in numbers],
            pad=self.pad,
            gap=self.gap,
            rules=self.rules,
        )
        part._room = self._room
        part.widths = self.widths
        part.heights = [self.heights[n] for n in numbers]
        part.header = self.header
        part.header_height = self.header_height
        return part
