"""The pack's chart specs as SVG, for WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from smsdata import charts, display

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 440, 190, 36, 92, 14, 20
PANEL_WIDTH, PANEL_HEIGHT = 150, 64
Place = tuple[float, float]

COLOURS: Final = {look.status: look.colour for look in display.STATUS_LOOKS}
SHAPES: Final = {
    "achieved": '<circle cx="5" cy="5" r="4.5" fill="{c}"/>'
    '<path d="M3 5 4.5 6.5 7 3.5" fill="none" stroke="#fff"/>',
    "on_target": '<circle cx="5" cy="5" r="4.5" fill="{c}"/>',
    "at_risk": '<path d="M5 .5 9.5 9 .5 9Z" fill="{c}"/>',
    "off_target": '<path d="M5 0 10 5 5 10 0 5Z" fill="{c}"/>',
    "missed": '<path d="M5 0 10 5 5 10 0 5Z" fill="{c}"/>'
    '<path d="M3.4 3.4 6.6 6.6M6.6 3.4 3.4 6.6" stroke="#fff"/>',
    "stale": '<circle cx="5" cy="5" r="4" fill="none" stroke="{c}"/>'
    '<path d="M5 2 5 5 7 6" fill="none" stroke="{c}"/>',
    "no_data": '<circle cx="5" cy="5" r="4" fill="none" stroke="{c}"/>',
    "unmeasured": '<circle cx="5" cy="5" r="4" fill="none" stroke="{c}" stroke-dasharray="1 1"/>',
}
DASH: Final = '<path d="M2 5 8 5" stroke="{c}"/>'


def status_mark(status: str | None) -> str:
    """A status's shape in its colour."""
    shape = SHAPES.get(status or "", DASH).format(c=COLOURS.get(status or "", "#7B838F"))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{shape}</svg>'


def trajectory(spec: charts.Trajectory) -> str:
    """A target's course against its path."""
    plot = _Plot(spec.days, spec.values, WIDTH, HEIGHT, (LEFT, RIGHT, TOP, BOTTOM))
    return plot.svg(
        [
            *(_area(plot, near, far) for band in spec.bands for near, far in band),
            *_limits(plot, spec.limits),
            *(_path(plot, path) for path in spec.paths),
            *_labels(plot, spec),
            *_forecast(plot, spec.forecast),
            *_line(plot, spec.observed, "#9AA3AF", 0.8),
            *_line(plot, spec.points, "#1F2937", 1.4),
            *_last(plot, spec.points, spec.last_label),
            *plot.axes(),
        ]
    )


def panels(spec: charts.SmallMultiples) -> Iterator[tuple[str, str]]:
    """The name and the chart of each service."""
    for panel in spec.panels:
        plot = _Plot(spec.days, spec.values, PANEL_WIDTH, PANEL_HEIGHT, (24, 34, 6, 14))
        yield (
            panel.name,
            plot.svg(
                [
                    _path(plot, spec.path),
                    *_line(plot, panel.points, "#1F2937", 1.0),
                    *_last(plot, panel.points, panel.last_label),
                    *plot.axes(),
                ]
            ),
        )


def sparkline(spec: charts.Sparkline | None) -> str:
    """A word-sized course."""
    if spec is None:
        return ""
    wide, high = 60, 12
    reach = spec.high - spec.low or 1
    step = wide / max(len(spec.values) - 1, 1)

    def y(value: float) -> float:
        return high - 1 - (value - spec.low) / reach * (high - 2)

    places = [(i * step, y(value)) for i, value in enumerate(spec.values) if value is not None]
    rule = ""
    if spec.required is not None:
        rule = _stroke([(0, y(spec.required)), (wide, y(spec.required))], "#9AA3AF", 0.5)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">{rule}'
        f"{_stroke(places, '#1F2937', 0.9)}</svg>"
    )


class _Plot:
    def __init__(
        self,
        days: charts.TimeAxis,
        values: charts.ValueAxis,
        wide: int,
        high: int,
        margins: tuple[int, int, int, int],
    ) -> None:
        self.days, self.values = days, values
        self.wide, self.high = wide, high
        self.left, self.right, self.top, self.bottom = margins

    def x(self, day: date) -> float:
        return self.left + self.days.place(day) * (self.wide - self.left - self.right)

    def y(self, value: float) -> float:
        reach = self.high - self.top - self.bottom
        return self.high - self.bottom - self.values.place(value) * reach

    def at(self, day: date, value: float) -> Place:
        return self.x(day), self.y(value)

    def axes(self) -> Iterator[str]:
        for tick, label in zip(self.values.ticks, self.values.labels, strict=True):
            yield _text(self.left - 4, self.y(tick) + 2.5, label, "end")
        for day, label in zip(self.days.ticks, self.days.labels, strict=True):
            yield _text(self.x(day), self.high - 6, label, "start")

    def svg(self, parts: Iterable[str]) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.wide}" height="{self.high}" '
            f'viewBox="0 0 {self.wide} {self.high}" font-family="Roboto">{"".join(parts)}</svg>'
        )


def _line(plot: _Plot, points: Sequence[charts.Point], colour: str, wide: float) -> Iterator[str]:
    run: list[Place] = []
    for point in points:
        if point.value is None:
            yield _stroke(run, colour, wide)
            run = []
            continue
        run.append(plot.at(point.day, point.value))
        if point.corrected:
            x, y = run[-1]
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="none" stroke="{colour}"/>'
    yield _stroke(run, colour, wide)


def _last(plot: _Plot, points: Sequence[charts.Point], label: str) -> Iterator[str]:
    for point in reversed(points):
        if point.value is not None:
            x, y = plot.at(point.day, point.value)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#1F2937"/>'
            yield _text(x + 5, y + 3, label, "start")
            return


def _path(plot: _Plot, path: Sequence[charts.Stretch]) -> str:
    places = []
    for stretch in path:
        places.append(plot.at(stretch.first, stretch.value_first))
        places.append(plot.at(stretch.last, stretch.value_last))
    return _stroke(places, "#1F2937", 0.9, 'stroke-dasharray="3 2"')


def _area(plot: _Plot, near: charts.Stretch, far: charts.Stretch) -> str:
    corners = [
        plot.at(near.first, near.value_first),
        plot.at(near.last, near.value_last),
        plot.at(far.last, far.value_last),
        plot.at(far.first, far.value_first),
    ]
    return f'<polygon points="{_places(corners)}" fill="#E3E7EC"/>'


def _limits(plot: _Plot, limits: charts.Limits | None) -> Iterator[str]:
    if limits is not None:
        for level in (limits.low, limits.high):
            ends = [plot.at(limits.first, level), plot.at(limits.last, level)]
            yield _stroke(ends, "#8A93A0", 0.5)


def _forecast(plot: _Plot, forecast: charts.Forecast | None) -> Iterator[str]:
    if forecast is not None:
        start = plot.at(forecast.first, forecast.value_first)
        low, high, middle = (
            plot.at(forecast.last, value) for value in (forecast.low, forecast.high, forecast.value)
        )
        yield f'<polygon points="{_places([start, low, high])}" fill="#E3E7EC"/>'
        yield _stroke([start, middle], "#1F2937", 1.2, 'stroke-dasharray=".1 2.6"')
        yield _text(middle[0] + 3, middle[1] - 4, forecast.label, "start")


def _labels(plot: _Plot, spec: charts.Trajectory) -> Iterator[str]:
    for path, label in zip(spec.paths, spec.target_labels, strict=False):
        if path:
            x, y = plot.at(path[-1].last, path[-1].value_last)
            yield _text(x + 5, y - 3, label, "start")
    for flag in spec.flags:
        x = plot.x(flag.day)
        yield _stroke([(x, plot.top), (x, plot.high - plot.bottom)], "#8A93A0", 0.5)
        yield _text(x + 3, plot.top + 4, flag.words, "start")


def _stroke(places: Sequence[Place], colour: str, wide: float, more: str = "") -> str:
    if len(places) < 2:
        return ""
    return (
        f'<polyline points="{_places(places)}" fill="none" stroke="{colour}" '
        f'stroke-width="{wide}" {more}/>'
    )


def _places(places: Iterable[Place]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="7" text-anchor="{anchor}">{escape(words)}</text>'
    )
