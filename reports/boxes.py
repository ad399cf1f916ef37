"""Boxes: what a page is composed of.

A box is told how wide it may be and answers how high it is; then it is drawn below a point.
Boxes that hold much can be divided between pages. `Flow` puts a box into ReportLab's page flow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from reports import styles, text
from reports.canvas import PackCanvas
from reports.shapes import draw_status
from reports.styles import Style
from reports.text import Line, Run


@runtime_checkable
class Box(Protocol):
    """Anything that can be placed on a page."""

    def fit(self, room: float) -> float:
        """Take the width given, and say the height that is then needed; points."""
        ...

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        """Draw downwards from `top`, with the width last fitted to."""
        ...


@runtime_checkable
class Divisible(Box, Protocol):
    """A box that may be divided between pages."""

    def divide(self, height: float) -> tuple[Box, Box] | None:
        """Two boxes, the first no higher than `height`; None where that cannot be."""
        ...


class Text:
    """A paragraph; with `most` it is shortened to so many lines, by sentences if it can be."""

    def __init__(
        self,
        content: str | Sequence[Run],
        style: Style = styles.BODY,
        *,
        align: str = "left",
        most: int | None = None,
        balanced: bool = False,
        lines: Sequence[Line] | None = None,
    ) -> None:
        self.runs = [Run(content, style)] if isinstance(content, str) else list(content)
        self.style = style
        self.align = align
        self.most = most
        # Lines of about one length: no single word is left for the last.
        self.balanced = balanced
        self.lines: Sequence[Line] = lines or ()
        self.room = 0.0
        self._fixed = lines is not None

    def fit(self, room: float) -> float:
        if not self._fixed:
            self.lines = text.break_lines(self.runs, room)
            if self.balanced and len(self.lines) > 1:
                self.lines = text.balanced(self.runs, room)
            if self.most is not None and len(self.lines) > self.most:
                self.lines = self._shortened(self.most, room)
        self.room = room
        return len(self.lines) * self.style.leading

    def _shortened(self, most: int, room: float) -> Sequence[Line]:
        """The sentences that fit; else as many words, since half a sentence may mislead."""
        if len(self.runs) == 1:
            whole = self.runs[0]
            sentences = re.split(r"(?<=[.!?])\s+", whole.text)
            for count in range(len(sentences) - 1, 0, -1):
                kept = f"{' '.join(sentences[:count])} …"
                lines = text.break_lines([Run(kept, whole.style)], room)
                if len(lines) <= most:
                    return lines
        return text.shortened(self.lines, most, room)

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        text.draw_lines(canvas, self.lines, x, top, self.style.leading, self.room, self.align)

    def divide(self, height: float) -> tuple[Box, Box] | None:
        fits = int(height // self.style.leading)
        # No single line is left alone at the head or the foot of a page.
        fits = min(fits, len(self.lines) - 2)
        if fits < 2:
            return None
        return (
            Text("", self.style, align=self.align, lines=self.lines[:fits]),
            Text("", self.style, align=self.align, lines=self.lines[fits:]),
        )


class Space:
    """Nothing, so many points high."""

    def __init__(self, height: float) -> None:
        self.height = height

    def fit(self, room: float) -> float:
        return self.height

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        pass


class Rule:
    """A thin rule across the width."""

    def __init__(self, colour: Color = styles.RULE, wide: float = 0.5) -> None:
        self.colour = colour
        self.wide = wide
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return self.wide

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        canvas.setStrokeColor(self.colour)
        canvas.setLineWidth(self.wide)
        canvas.line(x, top, x + self.room, top)


class Shape:
    """A status's shape, centred on the first line of the text beside it."""

    def __init__(self, status: str | None, size: float = 8.5, leading: float = 11.25) -> None:
        self.status = status
        self.size = size
        self.leading = leading
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return self.leading

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        draw_status(canvas, self.status, x + self.size / 2, top - self.leading / 2, self.size)


class CentredShape(Shape):
    """A status's shape in the middle of its column."""

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        draw_status(canvas, self.status, x + self.room / 2, top - self.leading / 2, self.size)


class Stack:
    """Boxes below each other, `gap` points apart; `again` heads what goes to a further page."""

    def __init__(self, boxes: Sequence[Box], gap: float = 0.0, again: Sequence[Box] = ()) -> None:
        self.boxes = list(boxes)
        self.gap = gap
        self.again = again
        self.heights: list[float] = []

    def fit(self, room: float) -> float:
        self.heights = [box.fit(room) for box in self.boxes]
        return sum(self.heights) + self.gap * max(len(self.boxes) - 1, 0)

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        for box, height in zip(self.boxes, self.heights, strict=True):
            box.draw(canvas, x, top)
            top -= height + self.gap

    def divide(self, height: float) -> tuple[Box, Box] | None:
        used = 0.0
        for number, (box, high) in enumerate(zip(self.boxes, self.heights, strict=True)):
            if used + high <= height:
                used += high + self.gap
                continue
            head, tail = self.boxes[:number], self.boxes[number:]
            parts = box.divide(height - used) if isinstance(box, Divisible) else None
            if parts is not None:
                head, tail = [*head, parts[0]], [parts[1], *tail[1:]]
            # A heading or a gap does not stay behind alone.
            while head and isinstance(head[-1], (Space, Heading)):
                tail = [head.pop(), *tail]
            if not head:
                return None
            return Stack(head, self.gap), Stack([*self.again, *tail], self.gap, self.again)
        return None


class Heading(Text):
    """A text that stays with what follows it."""


class Beside:
    """Boxes side by side, each with its width; 0 shares what is left."""

    def __init__(self, boxes: Sequence[tuple[float, Box]], gap: float = 0.0) -> None:
        self.boxes = list(boxes)
        self.gap = gap
        self.widths: list[float] = []

    def fit(self, room: float) -> float:
        free = room - sum(wide for wide, _ in self.boxes) - self.gap * (len(self.boxes) - 1)
        shares = sum(wide == 0 for wide, _ in self.boxes) or 1
        self.widths = [wide or free / shares for wide, _ in self.boxes]
        return max(box.fit(wide) for wide, (_, box) in zip(self.widths, self.boxes, strict=True))

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        for wide, (_, box) in zip(self.widths, self.boxes, strict=True):
            box.draw(canvas, x, top)
            x += wide + self.gap


class Linked:
    """A box that leads to a place in the document."""

    def __init__(self, box: Box, to: str) -> None:
        self.box = box
        self.to = to
        self.room = 0.0
        self.height = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        self.height = self.box.fit(room)
        return self.height

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        self.box.draw(canvas, x, top)
        self._lead(canvas, (x, top - self.height, x + self.room, top))

    def _lead(self, canvas: PackCanvas, area: tuple[float, float, float, float]) -> None:
        canvas.linkRect("", self.to, area, relative=1)


class Outward(Linked):
    """A box that leads to an address outside the document."""

    def _lead(self, canvas: PackCanvas, area: tuple[float, float, float, float]) -> None:
        canvas.linkURL(self.to, area, relative=1)


class PageRef:
    """The number of the page that a place falls on, and a link to it."""

    def __init__(
        self,
        key: str,
        style: Style = styles.TABLE,
        *,
        words: str = "{page}",
        align: str = "right",
    ) -> None:
        self.key = key
        self.style = style
        self.words = words
        self.align = align
        self.room = 0.0

    def fit(self, room: float) -> float:
        self.room = room
        return self.style.leading

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        base = text.base_line(top, self.style)
        left = x + self.room if self.align == "right" else x
        canvas.write_late(left, base, self.words, self.key, self.style, self.align)
        canvas.linkRect("", self.key, (x, top - self.style.leading, x + self.room, top))


def marked(status: str | None, box: Box, leading: float = 11.25, size: float = 8.5) -> Beside:
    """A box with a status's shape before its first line."""
    return Beside([(size, Shape(status, size, leading)), (0, box)], gap=5)


class Shrunk:
    """A box made smaller, so that it is no higher than allowed."""

    def __init__(self, box: Box, highest: float) -> None:
        self.box = box
        self.highest = highest
        self.scale = 1.0

    def fit(self, room: float) -> float:
        high = self.box.fit(room)
        self.scale = min(1.0, self.highest / high)
        return high * self.scale

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(x, top)
        canvas.scale(self.scale, self.scale)
        self.box.draw(canvas, 0, 0)
        canvas.restoreState()


class Together(Stack):
    """Boxes below each other that stay on one page."""

    def divide(self, height: float) -> tuple[Box, Box] | None:
        return None


@dataclass(frozen=True)
class Place:
    """A place to go to, listed in the bookmarks; `body`: page numbers start here."""

    key: str
    title: str
    level: int = 0
    body: bool = False


class Flow(Flowable):
    """A box in the flow of pages, with room kept free around it; perhaps a place to go to."""

    def __init__(
        self,
        box: Box,
        before: float = 0.0,
        after: float = 0.0,
        *,
        places: Sequence[Place] = (),
    ) -> None:
        super().__init__()
        self.box = box
        self.spaceBefore = before
        self.spaceAfter = after
        self.places = places
        self._fitted = -1.0

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        if self._fitted != room:
            self._fitted = room
            self.width = room
            self.height = self.box.fit(room)
        return room, self.height

    def draw(self) -> None:
        canvas = self.canv
        if not isinstance(canvas, PackCanvas):
            raise TypeError("a Flow is drawn by reports.shell")
        for place in self.places:
            if place.body:
                canvas.begin_body()
            canvas.mark(place.key, place.title, place.level, self.height)
        self.box.draw(canvas, 0, self.height)

    def split(self, room: float, height: float) -> list[Flowable]:
        self.wrap(room, height)
        frame = getattr(self, "_frame", None)
        page = frame.height if frame is not None else height
        parts = self.box.divide(height) if isinstance(self.box, Divisible) else None
        if parts is None:
            # What no page can hold is drawn smaller, rather than not at all.
            too_high = height >= page - 1 and self.height > page
            return [Flow(Shrunk(self.box, page), places=self.places)] if too_high else []
        return [
            Flow(parts[0], self.spaceBefore, 0, places=self.places),
            Flow(parts[1], 0, self.spaceAfter),
        ]
