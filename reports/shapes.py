"""The status shapes, drawn as vectors: each is told from the others without its colour."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas

from reports import styles
from smsdata import display

# Shapes are drawn once, in a square of this side around the origin, and placed from there.
_SIDE = 10


def draw_status(canvas: Canvas, status: str | None, x: float, y: float, size: float) -> None:
    """Draw a status's shape centred on a point; `size` is the side of its square."""
    look = display.status_look(status)
    name = f"status-{look.status}"
    if not canvas.hasForm(name):
        canvas.beginForm(name, -_SIDE // 2, -_SIDE // 2, _SIDE // 2, _SIDE // 2)
        _DRAW[look.shape](canvas, look.status)
        canvas.endForm()
    canvas.saveState()
    canvas.transform(size / _SIDE, 0, 0, size / _SIDE, x, y)
    canvas.doForm(name)
    canvas.restoreState()


def _fill(canvas: Canvas, status: str) -> None:
    canvas.setFillColor(styles.STATUS[status])


def _stroke(canvas: Canvas, status: str, wide: float) -> None:
    canvas.setStrokeColor(styles.STATUS[status])
    canvas.setLineWidth(wide)


def _circle(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    canvas.circle(0, 0, 4.3, stroke=0, fill=1)


def _circle_check(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    canvas.circle(0, 0, 4.8, stroke=0, fill=1)
    canvas.setStrokeColor(styles.WHITE)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    polyline(canvas, [(-2.2, 0.0), (-0.6, -1.8), (2.3, 1.9)])


def _triangle(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    _polygon(canvas, [(0, 4.5), (4.9, -4.0), (-4.9, -4.0)])


def _diamond(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    _polygon(canvas, [(0, 5), (5, 0), (0, -5), (-5, 0)])


def _diamond_cross(canvas: Canvas, status: str) -> None:
    _diamond(canvas, status)
    canvas.setStrokeColor(styles.WHITE)
    canvas.setLineWidth(1.1)
    canvas.lines([(-1.6, -1.6, 1.6, 1.6), (-1.6, 1.6, 1.6, -1.6)])


def _clock(canvas: Canvas, status: str) -> None:
    _stroke(canvas, status, 1.2)
    canvas.circle(0, 0, 4.1, stroke=1, fill=0)
    canvas.setLineCap(1)
    polyline(canvas, [(0, 2.4), (0, 0), (1.8, -0.9)])


def _ring(canvas: Canvas, status: str) -> None:
    _stroke(canvas, status, 1.2)
    canvas.circle(0, 0, 4.1, stroke=1, fill=0)


def _dash(canvas: Canvas, status: str) -> None:
    _stroke(canvas, status, 1.4)
    canvas.line(-3, 0, 3, 0)


def _dotted_ring(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    for k in range(10):
        angle = k * math.tau / 10
        canvas.circle(4.1 * math.cos(angle), 4.1 * math.sin(angle), 0.7, stroke=0, fill=1)


def _ring_check(canvas: Canvas, status: str) -> None:
    _stroke(canvas, status, 1.1)
    canvas.circle(0, 0, 4.2, stroke=1, fill=0)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    polyline(canvas, [(-2, 0), (-0.5, -1.7), (2.1, 1.7)])


def _square(canvas: Canvas, status: str) -> None:
    _fill(canvas, status)
    canvas.rect(-4, -4, 8, 8, stroke=0, fill=1)
    canvas.setStrokeColor(styles.WHITE)
    canvas.setLineWidth(1.5)
    canvas.line(-2, 0, 2, 0)


def _cross(canvas: Canvas, status: str) -> None:
    _stroke(canvas, status, 1.4)
    canvas.lines([(-3, -3, 3, 3), (-3, 3, 3, -3)])


_DRAW: dict[str, Callable[[Canvas, str], None]] = {
    "circle": _circle,
    "circle-check": _circle_check,
    "triangle": _triangle,
    "diamond": _diamond,
    "diamond-cross": _diamond_cross,
    "clock": _clock,
    "ring": _ring,
    "dash": _dash,
    "dotted-ring": _dotted_ring,
    "ring-check": _ring_check,
    "square": _square,
    "cross": _cross,
}


def _polygon(canvas: Canvas, corners: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def polyline(canvas: Canvas, points: Sequence[tuple[float, float]]) -> None:
    """A line through points, drawn as the canvas is set."""
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)
