"""Small charts of one measure, a service each, drawn as SVG within the page.

They reflow with the page, four beside each other or one, which a single drawing could not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pages.parts import words
from pages.parts.sheet import esc
from smsdata.charts import Panel, Point, SmallMultiples

# Drawn on a square of 100 that the page stretches; lines keep their width.
_SIZE = 100.0


def panels(spec: SmallMultiples, told: Callable[[Point], str]) -> str:
    """The small charts; `told` says of a figure what shows when somebody points at it."""
    drawn = "".join(_panel(spec, panel, told) for panel in spec.panels)
    dashed = f"; {words.DASHED}" if spec.path else ""
    return (
        f'<h2>{esc(spec.title)}</h2><p class="quiet">{esc(spec.subtitle)}{dashed}</p>'
        f'<div class="panels">{drawn}</div>'
    )


def _panel(spec: SmallMultiples, panel: Panel, told: Callable[[Point], str]) -> str:
    labels = spec.values.labels
    runs = list(_runs(spec, panel.points))
    lines = "".join(
        f'<path class="line" d="M{" L".join(_at(run))}"/>' for run in runs if len(run) > 1
    )
    alone = [run[0] for run in runs if len(run) == 1]
    dots = [*alone, *(runs[-1][-1:] if runs else [])]
    # A dot is the round end of a line of no length.
    drawn = "".join(f'<path class="dot" d="M{place} h0"/>' for place in _at(dots))
    path = "".join(
        f'<path class="aim" d="M{" L".join(_at(ends))}"/>'
        for piece in spec.path
        if (
            ends := [
                (_x(spec, piece.first), _y(spec, piece.value_first)),
                (_x(spec, piece.last), _y(spec, piece.value_last)),
            ]
        )
    )
    step = _SIZE / max(len(panel.points), 1)
    hover = "".join(
        f'<rect x="{max(_x(spec, point.day) - step / 2, 0):.1f}" y="0" width="{step:.1f}" '
        f'height="100"><title>{esc(told(point))}</title></rect>'
        for point in panel.points
        if point.value is not None
    )
    name = esc(panel.name)
    return (
        f'<figure><figcaption><span class="one" dir="auto" title="{name}">{name}</span>'
        f"<b>{esc(panel.last_label)}</b></figcaption>"
        f'<div class="plot"><span class="most">{esc(labels[-1])}</span>'
        f'<span class="least">{esc(labels[0])}</span>'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" '
        f'aria-label="{name}: {esc(panel.last_label)}">'
        f"{path}{lines}{drawn}{hover}</svg></div></figure>"
    )


def _x(spec: SmallMultiples, day: date) -> float:
    return spec.days.place(day) * _SIZE


def _y(spec: SmallMultiples, value: float) -> float:
    return (1 - spec.values.place(value)) * _SIZE


def _at(places: Sequence[tuple[float, float]]) -> list[str]:
    return [f"{x:.2f} {y:.2f}" for x, y in places]


def _runs(spec: SmallMultiples, points: Sequence[Point]) -> Iterable[list[tuple[float, float]]]:
    """Unbroken runs of figures: a gap ends one."""
    run: list[tuple[float, float]] = []
    for point in points:
        if point.value is None:
            if run:
                yield run
            run = []
        else:
            run.append((_x(spec, point.day), _y(spec, point.value)))
    if run:
        yield run
