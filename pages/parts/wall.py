"""The wall: objectives by months, a shape a cell, each leading to the objective in that month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pages.parts.shapes import shape
from pages.parts.sheet import link, named
from pages.parts.view import View
from smsdata import display
from smsdata.periods import Period
from smsdata.review import ObjectiveReview


def wall(items: Sequence[ObjectiveReview], months: Sequence[date], view: View) -> str:
    """Objectives × months as a table."""
    heads = "".join(
        f'<th scope="col"><abbr title="{display.month(month)}">{display.short_month(month)}'
        f"</abbr></th>"
        for month in months
    )
    rows = "".join(_row(item, months, view) for item in items)
    first = (
        f'<th scope="col">{display.span(months[0].replace(day=1), months[-1])}</th>'
        if months
        else ""
    )
    return (
        '<div class="sideways" tabindex="0"><table class="wall">'
        f"<thead><tr>{first}{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(item: ObjectiveReview, months: Sequence[date], view: View) -> str:
    cells = "".join(
        f"<td>{_cell(item, month, status, view)}</td>"
        for month, status in zip(months, item.wall, strict=True)
    )
    name = link(view.address("objective", objective=item.code), named(item.title))
    return f'<tr><th scope="row"><div class="one">{name}</div></th>{cells}</tr>'


def _cell(item: ObjectiveReview, month: date, status: str | None, view: View) -> str:
    if status is None:
        return ""
    told = f"{display.brief(item.title)}, {display.month(month)}: {display.status_word(status)}"
    then = view.at(Period.holding(month, "month", view.period.fiscal_month))
    return link(then.address("objective", objective=item.code), shape(status), told)
