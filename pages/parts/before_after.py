"""A metric before and after an improvement, drawn as SVG that the page stretches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pages.parts.sheet import esc
from smsdata import display, improvement_words
from smsdata.charts import Point
from smsdata.improvement_review import Effect, Idea

# Drawn on a square of 100; lines keep their width.
_SIZE = 100.0
# From here on a label stands at the edge, where there is room.
_RIGHT = 70
# From here on there is no room for half of a day's label: it is left out.
_LAST = 90


def before_after(spec: Effect, idea: Idea) -> str:
    """The chart with its title and what stands at its lines."""
    lines = _limits(spec) + _line(spec, spec.before) + _line(spec, spec.after)
    means = _mean(spec, spec.mean_before, spec.before) + _mean(spec, spec.mean_after, spec.after)
    there = _x(spec, spec.implemented_on)
    labels = "".join(
        f'<span class="y" style="bottom:{spec.values.place(tick) * 100:.1f}%">{esc(label)}</span>'
        for tick, label in zip(spec.values.ticks, spec.values.labels, strict=True)
    )
    days = "".join(
        f'<span class="x" style="left:{_x(spec, day):.1f}%">{esc(label)}</span>'
        for day, label in zip(spec.days.ticks, spec.days.labels, strict=True)
        if _x(spec, day) < _LAST
    )
    flag = improvement_words.IMPLEMENTED.format(day=display.short_day(spec.implemented_on))
    note = f" {esc(spec.values.note)}." if spec.values.note else ""
    return (
        f'<h2 class="finding">{esc(spec.title)}</h2>'
        f'<p class="quiet" dir="auto">{esc(spec.subtitle)}.{note}</p>'
        f'<div class="effect" role="img" aria-label="{esc(spec.title)}">'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none">{lines}{means}'
        f'<path class="flag" d="M{there:.2f} 0V100"/></svg>{labels}{days}'
        f'<span class="flag" style="{_at_line(there)}">{esc(flag)}</span>{_told(spec, idea)}</div>'
    )


def _told(spec: Effect, idea: Idea) -> str:
    """Both means, each at its line."""
    told = ""
    pairs = (
        (improvement_words.MEAN_BEFORE, spec.mean_before, spec.before),
        (improvement_words.MEAN_AFTER, spec.mean_after, spec.after),
    )
    for words, mean, points in pairs:
        if mean is not None:
            place = f"bottom:{spec.values.place(mean) * 100:.1f}%"
            text = esc(words.format(value=idea.figure(mean)))
            side = _beside(_x(spec, points[0].day))
            told += f'<span class="mean" style="{place};{side}">{text}</span>'
    return told


def _limits(spec: Effect) -> str:
    if spec.limits is None or not spec.before:
        return ""
    low, high = (_y(spec, limit) for limit in spec.limits)
    return (
        f'<rect class="band" x="0" width="100" y="{high:.2f}" '
        f'height="{low - high:.2f}"/><path class="limit" d="M0 {low:.2f}H100M0 {high:.2f}H100"/>'
    )


def _mean(spec: Effect, mean: float | None, points: Sequence[Point]) -> str:
    if mean is None:
        return ""
    first, last, height = (
        _x(spec, points[0].day),
        _x(spec, points[-1].day),
        _y(spec, mean),
    )
    return f'<path class="average" d="M{first:.2f} {height:.2f}H{max(last, first + 2):.2f}"/>'


def _line(spec: Effect, points: Sequence[Point]) -> str:
    places = [
        f"{_x(spec, point.day):.2f} {_y(spec, point.value):.2f}"
        for point in points
        if point.value is not None
    ]
    if not places:
        return ""
    # a dot is the round end of a line of no length
    dots = "".join(f"M{place}h0" for place in places)
    return f'<path class="line" d="M{" L".join(places)}"/><path class="dot" d="{dots}"/>'


def _beside(place: float) -> str:
    """Where a label stands: from its place to the right, at the far right up to the edge."""
    return f"left:{place:.1f}%" if place < _RIGHT else "right:0"


def _at_line(place: float) -> str:
    """Where a line's label stands: on the side of it where there is more room."""
    return f"left:{place:.1f}%" if place < _SIZE / 2 else f"right:{_SIZE - place:.1f}%"


def _x(spec: Effect, day: date) -> float:
    return spec.days.place(day) * _SIZE


def _y(spec: Effect, value: float) -> float:
    return (1 - spec.values.place(value)) * _SIZE
