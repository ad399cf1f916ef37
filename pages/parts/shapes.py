"""The status shapes as SVG: each is told from the others without its colour (see display)."""

from __future__ import annotations

from smsdata import display

_STROKED = 'fill="none" stroke="currentColor" stroke-linecap="round"'
_DOTS = "".join(
    f'<circle cx="{x}" cy="{y}" r=".75" fill="currentColor"/>'
    for x, y in (
        (4.1, 0),
        (3.3, 2.4),
        (1.3, 3.9),
        (-1.3, 3.9),
        (-3.3, 2.4),
        (-4.1, 0),
        (-3.3, -2.4),
        (-1.3, -3.9),
        (1.3, -3.9),
        (3.3, -2.4),
    )
)
_MARK = 'fill="none" stroke="var(--paper)" stroke-linecap="round" stroke-linejoin="round"'
_DIAMOND = '<path d="M0-5 5 0 0 5-5 0Z" fill="currentColor"/>'
_DRAWN = {
    "circle": '<circle r="4.3" fill="currentColor"/>',
    "circle-check": '<circle r="4.8" fill="currentColor"/>'
    f'<path d="M-2.2 0-.6 1.8 2.3-1.9" {_MARK} stroke-width="1.3"/>',
    "triangle": '<path d="M0-4.5 4.9 4-4.9 4Z" fill="currentColor"/>',
    "diamond": _DIAMOND,
    "diamond-cross": f'{_DIAMOND}<path d="M-1.6-1.6 1.6 1.6M-1.6 1.6 1.6-1.6" {_MARK}'
    ' stroke-width="1.1"/>',
    "clock": f'<circle r="4.1" {_STROKED} stroke-width="1.2"/>'
    f'<path d="M0-2.4V0L1.8.9" {_STROKED} stroke-width="1.2"/>',
    "ring": f'<circle r="4.1" {_STROKED} stroke-width="1.2"/>',
    "dash": f'<path d="M-3 0H3" {_STROKED} stroke-width="1.4"/>',
    "dotted-ring": _DOTS,
    "ring-check": f'<circle r="4.2" {_STROKED} stroke-width="1.1"/>'
    f'<path d="M-2 0-.5 1.7 2.1-1.7" {_STROKED} stroke-width="1.3"/>',
    "square": '<rect x="-4" y="-4" width="8" height="8" fill="currentColor"/>'
    f'<path d="M-2 0H2" {_MARK} stroke-width="1.5"/>',
    "cross": f'<path d="M-3-3 3 3M-3 3 3-3" {_STROKED} stroke-width="1.4"/>',
}
_LOOKS = (*display.STATUS_LOOKS, *display.PLAN_LOOKS)

# Every shape once, to be used by name within one piece of HTML.
SYMBOLS = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    + "".join(
        f'<symbol id="{look.status}" viewBox="-5 -5 10 10" overflow="visible">'
        f"{_DRAWN[look.shape]}</symbol>"
        for look in _LOOKS
    )
    + "</defs></svg>"
)

# Colours by status, on light and on dark.
COLOURS = "\n".join(
    f".s-{look.status} {{ color: light-dark({look.colour}, {look.on_dark}); }}" for look in _LOOKS
)


def shape(status: str | None) -> str:
    """A status's shape, to stand beside its word."""
    status = display.status_look(status).status
    return f'<svg class="shape s-{status}" aria-hidden="true"><use href="#{status}"/></svg>'


def badge(status: str | None) -> str:
    """A status as its shape and its word."""
    return f'<span class="badge">{shape(status)}{display.status_word(status)}</span>'
