"""The plan over days: a row a line, planned above actual, slips dotted, occurrences as marks.

A row is a strip that the page stretches; what lies on it is placed in per cent of its width, so
that it reads on a phone as on a wall.
"""

from __future__ import annotations

from pages.parts import words
from pages.parts.shapes import shape
from pages.parts.sheet import esc, link, named
from pages.parts.view import View
from smsdata import display, plan_words
from smsdata.board import PlanOccurrenceStatus
from smsdata.plan_review import Bar, Span, Timeline

# From here on a label stands to the left of its place, where there is room.
_RIGHT = 0.8


def timeline(spec: Timeline, view: View) -> str:
    """All rows, a heading for each phase."""
    rows, phase = "", ""
    for bar in spec.bars:
        if bar.line.item.phase != phase:
            phase = bar.line.item.phase
            rows += (
                f'<tr class="phase"><th scope="rowgroup" colspan="2">{plan_words.PHASES[phase]}'
                "</th></tr>"
            )
        name = link(view.address("plan_item", item=bar.line.code), named(bar.line.title))
        rows += (
            f'<tr><th scope="row"><div class="one">{shape(bar.line.status.status)}'
            f'<span class="unseen">{display.status_word(bar.line.status.status)}: </span>'
            f"{name}</div></th><td>{strip(spec, bar)}</td></tr>"
        )
    key = words.TIMELINE_KEY.format(day=display.day(spec.today))
    return (
        f'<table class="timeline"><thead><tr><th scope="col">{words.TIMELINE_NAME}</th>'
        f"<td>{axis(spec)}</td></tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="quiet">{esc(key)}</p>'
    )


def strip(spec: Timeline, bar: Bar) -> str:
    """One row: its bars and marks."""
    parts = [
        f'<i class="tick" style="left:{_at(spec.days.place(day))}"></i>' for day in spec.days.ticks
    ]
    for kind, span in (("plan", bar.planned), ("actual", bar.actual), ("slip", bar.slip)):
        if span:
            parts.append(_span(spec, kind, span))
    parts += [_mark(spec, mark) for mark in bar.marks]
    parts.append(f'<i class="today" style="left:{_at(spec.days.place(spec.today))}"></i>')
    if bar.slip:
        at_end = spec.days.place(bar.slip.last)
        side = _beside(at_end if at_end < _RIGHT else spec.days.place(bar.slip.first))
        parts.append(f'<span class="label" style="{side}">{esc(bar.slip.words)}</span>')
    if bar.elsewhere:
        parts.append(f'<span class="label">{esc(bar.elsewhere)}</span>')
    told = "; ".join(_told(bar)) or bar.elsewhere
    return f'<div class="track" role="img" aria-label="{esc(told)}">{"".join(parts)}</div>'


def _told(bar: Bar) -> list[str]:
    """What somebody hears of a row."""
    spans = [span.words for span in (bar.planned, bar.actual, bar.slip) if span]
    return spans + [_words(mark) for mark in bar.marks]


def _span(spec: Timeline, kind: str, span: Span) -> str:
    left = spec.days.place(span.first)
    # a bar of one day is still seen
    width = max(spec.days.place(span.last) - left, 0.003)
    return (
        f'<i class="{kind}" style="left:{_at(left)};width:{_at(width)}" '
        f'title="{esc(span.words)}"></i>'
    )


def _mark(spec: Timeline, mark: PlanOccurrenceStatus) -> str:
    place = _at(spec.days.place(mark.due_on))
    return (
        f'<span class="mark" style="left:{place}" title="{esc(_words(mark))}">'
        f"{shape(mark.status)}</span>"
    )


def _words(mark: PlanOccurrenceStatus) -> str:
    return plan_words.occurrence(mark.due_on, mark.done_on, mark.status)


def axis(spec: Timeline) -> str:
    """The days along the top."""
    labels = "".join(
        f'<span style="{_beside(spec.days.place(day))}">{esc(label)}</span>'
        for day, label in zip(spec.days.ticks, spec.days.labels, strict=True)
    )
    return f'<div class="days">{labels}</div>'


def _beside(place: float) -> str:
    """Where a label stands: to the right of its place, but at the far right to the left of it."""
    return f"left:{_at(place)}" if place < _RIGHT else f"right:{_at(1 - place)}"


def _at(place: float) -> str:
    return f"{place * 100:.2f}%"
