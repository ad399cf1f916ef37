"""Draws chart specs (smsdata.charts) with Plotly: what a spec says and nothing else.

The title and the notes are the page's to say, as text. Plotly lays out by itself what depends on
how wide the page is; heights are known here, so that labels at the right can keep off each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from smsdata import display
from smsdata.charts import Flag, Point, Stretch, TimeAxis, Trajectory
from smsdata.display import Palette

# Pixels: how high the plotting area is, how wide it is where labels are placed for it (a page may
# be wider or narrower), and how large its letters are.
HEIGHT = 270
_WIDTH, _NARROW = 560, 240
_LETTER, _LINE = 6.6, 15
# From the axis's end to what is written beside it.
_GAP = 10
_FONT = 12.5
_FAMILY = '"Source Sans", sans-serif'
# A label longer than this goes on in a second line.
_LABEL = 14
# Beyond this many figures dots would run together.
_MOST_DOTS = 60
_FLAG_LINES = 4

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def trajectory(
    spec: Trajectory, told: Mapping[date, str], palette: Palette, *, limits: bool = False
) -> go.Figure:
    """A target's course; `told` says of a day's figure what shows when somebody points at it."""
    flags = _flag_lines(spec.flags, spec.days)
    rows = 1 + max((line for _, line in flags), default=-1)
    labels = _right_labels(spec)
    traces = [
        *_bands(spec, palette),
        *_cone(spec, palette),
        *(_limits(spec, palette) if limits else ()),
        *(_path([piece], palette.observed) for piece in spec.former),
        *(_path(path, palette.ink) for path in spec.paths),
        *_observed(spec, told, palette),
        *_forecast(spec, palette),
        _series(spec, told, palette),
        *_rings(spec, palette),
    ]
    right = max((_wide(line) for label in labels for line in label.lines), default=0.0)
    margin = {
        "t": 12 + rows * _LINE,
        "b": 40,
        "l": 10 + max((_wide(label) for label in spec.values.labels), default=0.0),
        "r": 16 + right,
    }
    layout = {
        "height": HEIGHT + margin["t"] + margin["b"],
        "margin": {**margin, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "x",
        "hoverlabel": {
            "bgcolor": palette.paper,
            "bordercolor": palette.limit,
            "font": {"family": _FAMILY, "color": palette.ink, "size": _FONT + 0.5},
            "align": "left",
        },
        "font": {"family": _FAMILY, "size": _FONT, "color": palette.ink},
        "xaxis": _days(spec.days, palette),
        "yaxis": {
            "range": [spec.values.low, spec.values.high],
            "tickvals": list(spec.values.ticks),
            "ticktext": [escape(label) for label in spec.values.labels],
            "tickfont": {"color": palette.quiet},
            "gridcolor": palette.rule,
            "gridwidth": 0.5,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": [*_poles(spec, flags, palette), *_last_shape(spec, palette)],
        "annotations": [
            *(_at_right(label, palette) for label in labels),
            *_last_label(spec, palette),
            *_flag_words(flags, spec, palette),
            *(_limits_words(spec, palette) if limits else ()),
        ],
    }
    return go.Figure(data=traces, layout=layout)


# --- axes ----------------------------------------------------------------------------------------


def _days(axis: TimeAxis, palette: Palette) -> dict[str, Any]:
    """The axis of days; a year stands under its first label alone, so that a phone has room."""
    labels = []
    year = ""
    for label in axis.labels:
        words, _, last = label.rpartition(" ")
        if not last.isdigit() or len(last) < 4:
            labels.append(escape(label))
        else:
            labels.append(f"{escape(words)}<br>{last}" if last != year else escape(words))
            year = last
    return {
        "type": "date",
        "range": [axis.first.isoformat(), axis.last.isoformat()],
        "tickvals": [day.isoformat() for day in axis.ticks],
        "ticktext": labels,
        "tickfont": {"color": palette.quiet},
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.limit,
        "showgrid": False,
        "showline": True,
        "linecolor": palette.limit,
        "linewidth": 1,
        "zeroline": False,
        "fixedrange": True,
    }


def _sheer(colour: str, part: float) -> str:
    """A colour that what lies beneath shows through."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{part})"


# --- what is drawn -------------------------------------------------------------------------------


def _corners(near: Stretch, far: Stretch) -> tuple[list[date | None], list[float | None]]:
    return (
        [near.first, near.last, far.last, far.first, None],
        [near.value_first, near.value_last, far.value_last, far.value_first, None],
    )


def _area(
    name: str, days: list[date | None], values: list[float | None], colour: str
) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=days,
        y=values,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colour,
        hoverinfo="skip",
    )


def _bands(spec: Trajectory, palette: Palette) -> Iterable[go.Scatter]:
    for band in spec.bands:
        days: list[date | None] = []
        values: list[float | None] = []
        for near, far in band:
            corners = _corners(near, far)
            days += corners[0]
            values += corners[1]
        if days:
            yield _area("tolerance", days[:-1], values[:-1], palette.band)


def _cone(spec: Trajectory, palette: Palette) -> Iterable[go.Scatter]:
    f = spec.forecast
    if f:
        yield _area(
            "forecast range",
            [f.first, f.last, f.last],
            [f.value_first, f.high, f.low],
            _sheer(palette.ink, 0.09),
        )


def _line(
    name: str, days: Sequence[date], values: Sequence[float], *, cut: bool = False, **line: Any
) -> go.Scatter:
    """A line; `cut` where it may leave the axis."""
    return go.Scatter(
        name=name,
        x=days,
        y=values,
        mode="lines",
        line=line,
        hoverinfo="skip",
        cliponaxis=cut,
    )


def _limits(spec: Trajectory, palette: Palette) -> Iterable[go.Scatter]:
    if spec.limits:
        days = [spec.limits.first, spec.limits.last]
        for value in (spec.limits.low, spec.limits.high):
            yield _line("usual range", days, [value, value], cut=True, color=palette.limit, width=1)


def _path(path: Sequence[Stretch], colour: str) -> go.Scatter:
    days = [day for piece in path for day in (piece.first, piece.last)]
    values = [value for piece in path for value in (piece.value_first, piece.value_last)]
    return _line("target", days, values, color=colour, width=1.2, dash="6px,4px")


def _observed(spec: Trajectory, told: Mapping[date, str], palette: Palette) -> Iterable[go.Scatter]:
    """The single periods behind figures of several; they are told where no such figure is."""
    if not spec.observed:
        return
    judged = {point.day for point in spec.points if point.value is not None}
    alone = [point for point in spec.observed if point.day not in judged]
    yield _figures(
        "single periods",
        spec.observed,
        {point.day: told.get(point.day, "") for point in alone},
        color=palette.observed,
        width=1,
        size=3.5,
        hoverinfo="text" if alone else "skip",
    )


def _forecast(spec: Trajectory, palette: Palette) -> Iterable[go.Scatter]:
    f = spec.forecast
    if f:
        yield _line(
            "forecast",
            [f.first, f.last],
            [f.value_first, f.value],
            color=palette.ink,
            width=2,
            dash="dot",
        )


def _series(spec: Trajectory, told: Mapping[date, str], palette: Palette) -> go.Scatter:
    return _figures("figures", spec.points, told, color=palette.ink, width=2, size=5)


def _figures(
    name: str,
    points: Sequence[Point],
    told: Mapping[date, str],
    *,
    color: str,
    width: float,
    size: float,
    hoverinfo: str = "text",
) -> go.Scatter:
    """Figures as dots on a line that breaks where there is none, and what is told of each."""
    return go.Scatter(
        name=name,
        x=[point.day for point in points],
        y=[point.value for point in points],
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": color, "width": width},
        marker={"color": color, "size": _dots(points, size)},
        hovertext=[escape(told.get(point.day, "")).replace("\n", "<br>") for point in points],
        hoverinfo=hoverinfo,
    )


def _dots(points: Sequence[Point], size: float) -> list[float]:
    """A dot a figure; where there are too many, only for one that no line would show."""
    if sum(point.value is not None for point in points) <= _MOST_DOTS:
        return [size] * len(points)
    known = [False, *(point.value is not None for point in points), False]
    return [
        size if here and not before and not after else 0.0
        for before, here, after in zip(known, known[1:], known[2:], strict=False)
    ]


def _rings(spec: Trajectory, palette: Palette) -> Iterable[go.Scatter]:
    ringed = [p for p in (*spec.points, *spec.observed) if p.corrected and p.value is not None]
    last = _last(spec)
    if ringed:
        yield go.Scatter(
            name="corrected",
            x=[point.day for point in ringed],
            y=[point.value for point in ringed],
            mode="markers",
            marker={
                "symbol": "circle-open",
                # The last figure stands in its status's shape: its ring goes around that.
                "size": [20 if point == last else 12 for point in ringed],
                "color": palette.ink,
                "line": {"width": 1.4, "color": palette.ink},
            },
            hoverinfo="skip",
            cliponaxis=False,
        )


# --- the last figure, in its status's shape ------------------------------------------------------

# Drawn in pixels around the figure, so that the shapes are those of every page.
_CIRCLE = {"type": "circle", "x0": -5, "x1": 5, "y0": -5, "y1": 5}
_DIAMOND = {"type": "path", "path": "M 0,6 L 6,0 L 0,-6 L -6,0 Z"}
_FILLED: dict[str, dict[str, Any]] = {
    "circle": _CIRCLE,
    "circle-check": _CIRCLE,
    "triangle": {"type": "path", "path": "M 0,5.5 L 6,-4.5 L -6,-4.5 Z"},
    "diamond": _DIAMOND,
    "diamond-cross": _DIAMOND,
}
_MARKS = {
    "circle-check": "M -2.6,0 L -0.8,-2.2 L 2.7,2.2",
    "diamond-cross": "M -2,2 L 2,-2 M -2,-2 L 2,2",
    "clock": "M 0,3 L 0,0 L 2,-1.2",
    "dash": "M -4,0 L 4,0",
}


def _last(spec: Trajectory) -> Point | None:
    return next((point for point in reversed(spec.points) if point.value is not None), None)


def _last_shape(spec: Trajectory, palette: Palette) -> Iterable[dict[str, Any]]:
    last = _last(spec)
    if last is None:
        return
    look = display.status_look(spec.status)
    colour = look.on_dark if palette is display.ON_DARK else look.colour
    # By its place on the paper: what is tied to an axis is cut off at its ends.
    here = {
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": spec.days.place(last.day),
        "yanchor": spec.values.place(last.value or 0.0),
        "layer": "above",
    }
    ground = {"type": "circle", "x0": -7, "x1": 7, "y0": -7, "y1": 7}
    yield {**ground, **here, "fillcolor": palette.paper, "line": {"width": 0}}
    if look.shape in _FILLED:
        yield {**_FILLED[look.shape], **here, "fillcolor": colour, "line": {"width": 0}}
    elif look.shape != "dash":
        dash = {"dash": "dot"} if look.shape == "dotted-ring" else {}
        yield {**_CIRCLE, **here, "line": {"width": 1.4, "color": colour, **dash}}
    if look.shape in _MARKS:
        marked = palette.paper if look.shape in _FILLED else colour
        line = {"width": 1.5, "color": marked}
        yield {"type": "path", "path": _MARKS[look.shape], **here, "line": line}


# --- labels --------------------------------------------------------------------------------------


def _wide(text: str) -> float:
    return len(text) * _LETTER


@dataclass
class _Label:
    """What stands at the right end of a line, `middle` pixels above the foot."""

    middle: float
    lines: list[str]
    colour: str
    strong: bool = False

    @property
    def high(self) -> float:
        return len(self.lines) * _LINE


def _lines(words: str) -> list[str]:
    return wrap(words, _LABEL, break_long_words=False) or [words]


def _ends_at_the_edge(spec: Trajectory, last: Point) -> bool:
    """Whether the last figure can be labelled at the chart's right edge."""
    return spec.forecast is None and spec.days.place(last.day) > 0.94


def _right_labels(spec: Trajectory) -> list[_Label]:
    """What is written at the right end of lines, from the lowest up, none upon another."""

    def label(value: float, words: str, colour: str, *, strong: bool = False) -> _Label:
        return _Label(spec.values.place(value) * HEIGHT, _lines(words), colour, strong)

    labels = [
        label(path[-1].value_last, words, "quiet")
        for path, words in zip(spec.paths, spec.target_labels, strict=True)
        if path
    ]
    if spec.forecast:
        labels.append(label(spec.forecast.value, spec.forecast.label, "ink"))
    last = _last(spec)
    if last and last.value is not None and _ends_at_the_edge(spec, last):
        labels.append(label(last.value, spec.last_label, "ink", strong=True))
    labels.sort(key=lambda label: label.middle)
    for below, above in pairwise(labels):
        above.middle = max(above.middle, below.middle + (below.high + above.high) / 2 + 1)
    ceiling = HEIGHT + 8.0
    for each in reversed(labels):
        each.middle = min(each.middle, ceiling - each.high / 2)
        ceiling = each.middle - each.high / 2 - 1
    return labels


def _at_right(label: _Label, palette: Palette) -> dict[str, Any]:
    words = "<br>".join(escape(line) for line in label.lines)
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": label.middle / HEIGHT,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": _GAP,
        "align": "left",
        "text": f"<b>{words}</b>" if label.strong else words,
        "font": {"color": getattr(palette, label.colour), "size": _FONT + label.strong},
        "showarrow": False,
    }


def _last_label(spec: Trajectory, palette: Palette) -> Iterable[dict[str, Any]]:
    """The last figure beside its point, where neither course nor target runs."""
    last = _last(spec)
    if last is None or last.value is None or _ends_at_the_edge(spec, last):
        return
    x, y = spec.days.place(last.day) * _WIDTH, spec.values.place(last.value) * HEIGHT
    half = _wide(spec.last_label) / 2 + 3
    inked = [spot for spot in _inked(spec) if abs(spot[0] - x) < 3 * half]
    # on a narrow page what stands at the right end of lines is nearer
    free = (1 - spec.days.place(last.day)) * _NARROW + _GAP

    def crossed(place: tuple[float, float]) -> float:
        left, foot = x + place[0] - half, y + place[1] - _LINE / 2
        if foot < 0 or foot + _LINE > HEIGHT + 6 or left < 0 or place[0] + half > free:
            return float("inf")
        return sum(left < sx < left + 2 * half and foot < sy < foot + _LINE for sx, sy in inked)

    places = [(dx, dy) for dy in (18, -18, 30, -30) for dx in (0, -half, half)]
    shift, rise = min(places, key=crossed)
    yield {
        "x": last.day.isoformat(),
        "y": last.value,
        "xshift": shift,
        "yshift": rise,
        "text": f"<b>{escape(spec.last_label)}</b>",
        "font": {"color": palette.ink, "size": _FONT + 1},
        "bgcolor": _sheer(palette.paper, 0.7),
        "borderpad": 0,
        "showarrow": False,
    }


def _inked(spec: Trajectory) -> Iterable[tuple[float, float]]:
    """Spots on the lines that a label should keep off, a few pixels apart."""
    lines: list[tuple[date, float, date, float]] = []
    for series in (spec.points, spec.observed):
        lines += [
            (a.day, a.value, b.day, b.value)
            for a, b in pairwise(series)
            if a.value is not None and b.value is not None
        ]
    lines += [
        (s.first, s.value_first, s.last, s.value_last)
        for path in (*spec.paths, spec.former)
        for s in path
    ]
    f = spec.forecast
    if f:
        lines.append((f.first, f.value_first, f.last, f.value))
    for first, value_first, last, value_last in lines:
        x, y = spec.days.place(first) * _WIDTH, spec.values.place(value_first) * HEIGHT
        x2, y2 = spec.days.place(last) * _WIDTH, spec.values.place(value_last) * HEIGHT
        steps = max(int(max(abs(x2 - x), abs(y2 - y)) / 4), 1)
        for k in range(steps + 1):
            yield x + (x2 - x) * k / steps, y + (y2 - y) * k / steps


# --- flags ---------------------------------------------------------------------------------------

FlagLine = tuple[Flag, int]


def _flag_lines(flags: Sequence[Flag], days: TimeAxis) -> list[FlagLine]:
    """Each flag with the line its words stand on, the lowest on which they meet no others."""
    found: list[FlagLine] = []
    taken: list[list[tuple[float, float]]] = []
    for flag in flags:
        span = _flag_span(flag, days)
        line = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(span[1] < left or right < span[0] for left, right in spans)
            ),
            len(taken),
        )
        if line == len(taken) and line < _FLAG_LINES:
            taken.append([])
        line = min(line, _FLAG_LINES - 1)
        taken[line].append(span)
        found.append((flag, line))
    return found


def _flag_span(flag: Flag, days: TimeAxis) -> tuple[float, float]:
    """From where to where a flag's words reach on a narrow page, its pole included."""
    x, wide = days.place(flag.day) * _NARROW, _wide(flag.words) + 14
    return (x, x + wide) if _to_the_right(flag, days) else (x - wide, x + 8)


def _to_the_right(flag: Flag, days: TimeAxis) -> bool:
    return days.place(flag.day) <= 0.5


def _rise(line: int) -> float:
    return line * _LINE + 10


def _poles(
    spec: Trajectory, flags: Sequence[FlagLine], palette: Palette
) -> Iterable[dict[str, Any]]:
    for flag, line in flags:
        here = {
            "xref": "paper",
            "yref": "paper",
            "xsizemode": "pixel",
            "ysizemode": "pixel",
            "xanchor": spec.days.place(flag.day),
            "yanchor": 1,
        }
        top = _rise(line)
        pole = {"type": "line", "x0": 0, "x1": 0, "y0": -HEIGHT, "y1": top}
        yield {**pole, **here, "line": {"color": palette.limit, "width": 1, "dash": "1px,2px"}}
        pennant = f"M 0,{top} L 8,{top - 3.5} L 0,{top - 7} Z"
        yield {
            "type": "path",
            "path": pennant,
            **here,
            "fillcolor": palette.ink,
            "line": {"width": 0},
        }


def _flag_words(
    flags: Sequence[FlagLine], spec: Trajectory, palette: Palette
) -> Iterable[dict[str, Any]]:
    for flag, line in flags:
        right = _to_the_right(flag, spec.days)
        yield {
            "x": flag.day.isoformat(),
            "yref": "paper",
            "y": 1,
            "xanchor": "left" if right else "right",
            "yanchor": "middle",
            "xshift": 9 if right else -3,
            "yshift": _rise(line) - 3,
            "text": escape(flag.words),
            "font": {"color": palette.quiet, "size": _FONT - 0.5},
            "showarrow": False,
        }


def _limits_words(spec: Trajectory, palette: Palette) -> Iterable[dict[str, Any]]:
    if spec.limits and spec.values.low <= spec.limits.high <= spec.values.high:
        yield {
            "x": spec.limits.first.isoformat(),
            "y": spec.limits.high,
            "xanchor": "left",
            "yanchor": "bottom",
            "text": display.USUAL_RANGE,
            "font": {"color": palette.quiet, "size": _FONT - 0.5},
            "showarrow": False,
        }
