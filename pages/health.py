"""Plan health: what an auditor would object to, by severity, with the way to mend it."""

from __future__ import annotations

from pages.parts import boards, saving, waiving, words
from pages.parts.rows import row_address
from pages.parts.shapes import shape
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import View, current
from pages.parts.waiving import Way
from smsdata import display
from smsdata.board import PlanCheck
from smsdata.health_review import HealthReview, Objections

# How many objections of one check are shown before somebody unfolds the rest.
_MOST_ROWS = 8
# How many there are to unfold.
_MOST_FOLDED = 100


def health() -> None:
    """Show the health of the plan of the view."""
    view = current()
    review = boards.health(view)
    saving.tell()
    sheet(f'<div class="objective health">{_head(review)}</div>', key="health-head")
    waiving.waive(review)
    way = waiving.ways(view)
    parts = "".join(_severity(review, severity, view, way) for severity in words.HEALTH_OF)
    sheet(f'<div class="objective health">{parts}{_waived(review, view, way)}</div>', key="health")


def _head(review: HealthReview) -> str:
    counts = [(name, review.count(name)) for name in ("error", "warning")]
    counts.append(("waived", review.waived_count))
    strip = "".join(
        f"<li>{shape(name)}<b>{display.whole(count)}</b> {_word(name, count)}</li>"
        for name, count in counts
    )
    rates = "".join(f"<li>{esc(name)}: <b>{esc(rate)}</b></li>" for name, rate in review.rates)
    return (
        f'<h1>{esc(review.headline)}</h1><ul class="strip">{strip}</ul>'
        f'<ul class="strip">{rates}</ul>'
    )


def _word(name: str, count: int) -> str:
    """A severity beside its count."""
    word = display.status_word(name)
    return word if count == 1 or name == "waived" else f"{word}s"


def _severity(review: HealthReview, severity: str, view: View, way: Way) -> str:
    found = review.of(severity)
    body = "".join(_check(item, review, view, way) for item in found)
    return f"<h2>{words.HEALTH_OF[severity]}</h2>{body or f'<p>{words.HEALTH_NONE[severity]}</p>'}"


def _check(item: Objections, review: HealthReview, view: View, way: Way) -> str:
    check = item.check
    clause = words.HEALTH_CLAUSE.format(clause=check.clause)
    return (
        f"<section><h3>{shape(check.severity)}{esc(check.title)} "
        f'<span class="quiet">{esc(clause)}</span></h3>'
        f'<p class="quiet">{esc(check.why)} <b>{words.HEALTH_TODO}:</b> {esc(check.remedy)}</p>'
        f"{_listed(item.rows, review, view, way)}</section>"
    )


def _listed(rows: tuple[PlanCheck, ...], review: HealthReview, view: View, way: Way) -> str:
    def some(part: tuple[PlanCheck, ...]) -> str:
        lines = (f"<li>{_message(row, review, view, way)}</li>" for row in part)
        return f"<ul>{''.join(lines)}</ul>"

    shown, rest = rows[:_MOST_ROWS], rows[_MOST_ROWS:]
    if not rest:
        return some(shown)
    told = words.HEALTH_MORE.format(count=display.whole(len(rest)))
    left = len(rest) - _MOST_FOLDED
    beyond = f"<p>{words.HEALTH_LEFT.format(count=display.whole(left))}</p>" if left > 0 else ""
    folded = some(rest[:_MOST_FOLDED])
    return f"{some(shown)}<details><summary>{told}</summary>{folded}{beyond}</details>"


def _message(row: PlanCheck, review: HealthReview, view: View, way: Way) -> str:
    """What is objected to, leading to the row, with what waives it."""
    message = named(row.message, 500)
    told = link(row_address(view, row.register, row.code), message)
    if said := review.waiver_of(row):
        told += f"<br>{named(said, 500)}"
    return f"{told} {way(row)}"


def _waived(review: HealthReview, view: View, way: Way) -> str:
    if not review.waived:
        return ""
    title = words.HEALTH_WAIVED.format(count=display.whole(review.waived_count))
    body = "".join(_check(item, review, view, way) for item in review.waived)
    return f"<h2>{shape('waived')}{title}</h2>{body}"


health()
