"""The overview: what top management reads in a minute."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages.parts import boards, words
from pages.parts.shapes import shape
from pages.parts.sheet import esc, link, named, sheet, term
from pages.parts.view import View, current
from pages.parts.wall import wall
from smsdata import display
from smsdata.board import ObjectiveChange
from smsdata.plan_review import LATE
from smsdata.review import ManagementReview, Measure, ObjectiveReview

# How many rows fit one screen; the rest is a link away.
_MOST_MISSES = 5
_MOST_WALL = 20
_MOST_ITEMS = 5
# How long a name in passing may be.
_BRIEF = 64


def overview() -> None:
    """Show the overview of the view."""
    view = current()
    sheet(_html(boards.key(view), view.period.code, view), key="overview")


@st.cache_data(max_entries=24, show_spinner=False)
def _html(key: boards.Key, period: str, _view: View) -> str:
    review = boards.reviewed(_view).review
    return (
        f'<div class="overview">{_head(review)}{_governance(_view)}'
        f'<section class="misses">{_misses(review, _view)}</section>'
        f'<div class="below"><section class="wall-part">{_wall(review, _view)}</section>'
        f'<div class="asides">{_asides(review, _view)}</div></div></div>'
    )


def _head(review: ManagementReview) -> str:
    strip = "".join(
        f"<li>{shape(status)}<b>{count}</b> {esc(display.status_word(status))}</li>"
        for status, count in review.statuses
    )
    return f'<h1>{esc(review.headline)}</h1><ul class="strip">{strip}</ul>'


def _governance(view: View) -> str:
    """How the plan and the improvements stand, in a line that leads to their pages."""
    strips = (
        (words.PLAN_NAME, "plan", list(_plan(view))),
        (words.IMPROVEMENTS_NAME, "improvements", list(_improvements(view))),
    )
    shown = "".join(
        f'<ul class="strip"><li>{link(view.address(page), f"{name}:")}</li>'
        + "".join(f"<li>{part}</li>" for part in parts)
        + "</ul>"
        for name, page, parts in strips
        if parts
    )
    return f'<div class="governance">{shown}</div>' if shown else ""


def _plan(view: View) -> Iterable[str]:
    plan = boards.planned(view)
    if not plan.lines:
        return
    health = boards.health(view)
    to_plan, to_health = view.address("plan"), view.address("health")
    for look, word, count in (
        ("done", display.status_word("done"), plan.count("done")),
        ("on_track", display.status_word("on_track"), plan.count("on_track")),
        ("overdue", words.PLAN_LATE, plan.count(*LATE)),
    ):
        yield link(to_plan, f"{shape(look)}<b>{display.whole(count)}</b> {word}")
    for name, rate in ((words.ON_TIME, health.on_time), (words.PROVEN, health.proven)):
        if rate != display.NOTHING:
            yield link(to_health, f"<b>{esc(rate)}</b> {name}")
    errors = health.count("error")
    told = words.CHECKS_FAILED[errors == 1]
    yield link(to_health, f"{shape('error')}<b>{display.whole(errors)}</b> {told}")


def _improvements(view: View) -> Iterable[str]:
    found = boards.improved(view)
    if not found.ideas:
        return
    to = view.address("improvements")
    for count, word in (
        (found.open, words.IDEAS_OPEN),
        (len(found.overdue), words.IDEAS_OVERDUE),
        (found.proven, words.IDEAS_PROVEN),
    ):
        yield link(to, f"<b>{display.whole(count)}</b> {word}")


def objective_link(item: ObjectiveReview, view: View) -> str:
    """An objective's title, leading to its page."""
    return link(view.address("objective", objective=item.code), named(item.title))


def _misses(review: ManagementReview, view: View) -> str:
    title = words.OFF_TARGET
    misses = review.misses
    if not misses:
        return f"<h2>{title}</h2><p>{words.NOTHING_OFF}</p>"
    rows = "".join(_miss(item, view) for item in misses[:_MOST_MISSES])
    more = ""
    if len(misses) > _MOST_MISSES:
        count = len(misses) - _MOST_MISSES
        told = words.MORE_OFF.format(count=display.whole(count))
        more = f'<p class="more">{link(view.address("objectives"), told)}</p>'
    heads = "".join(f'<th scope="col">{word}</th>' for word in words.MISS_COLUMNS)
    return (
        f'<h2 class="unseen">{title}</h2><table class="rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}"
    )


def _miss(item: ObjectiveReview, view: View) -> str:
    worst, said = item.worst, item.explanation
    figure = f"<b>{esc(worst.actual)}</b> {words.AGAINST} {esc(worst.required)}" if worst else ""
    if said is None:
        why, recovery = f'<span class="quiet">{esc(item.unsaid)}</span>', display.NOTHING
        who = named(item.owner or display.NO_OWNER)
        by = f'<span class="quiet">{display.NO_DATE}</span>'
    else:
        row = said.explanation
        why = named(row.cause)
        recovery = named(row.recovery or display.NO_RECOVERY)
        who = named(said.owner or item.owner or display.NO_OWNER)
        by = esc(display.short_day(row.due_on)) if row.due_on else display.NO_DATE
        if said.late:
            by = f'<b class="late">{words.LATE.format(day=by)}</b>'
        if said.closed_on:
            by = words.STATE_CLOSED.format(day=display.short_day(said.closed_on))
    labels = words.MISS_COLUMNS
    of = f'<span class="quiet">({esc(item.said_of)})</span>' if item.said_of else ""
    return (
        f'<tr><th scope="row">{shape(item.status.status)}'
        f'<span class="unseen">{display.status_word(item.status.status)}: </span>'
        f"{objective_link(item, view)}</th>"
        f'<td data-label="{labels[1]}">{figure}</td>'
        f'<td data-label="{labels[2]}"><div class="few">{why}</div>{of}</td>'
        f'<td data-label="{labels[3]}"><div class="few">{recovery}</div></td>'
        f'<td data-label="{labels[4]}">{who}</td><td data-label="{labels[5]}">{by}</td></tr>'
    )


def _wall(review: ManagementReview, view: View) -> str:
    shown = review.worst_first[:_MOST_WALL]
    if not shown:
        return ""
    more = ""
    if len(review.objectives) > len(shown):
        told = words.MORE_OBJECTIVES.format(
            count=display.whole(len(review.objectives) - len(shown))
        )
        more = f'<p class="more">{link(view.address("objectives"), told)}</p>'
    return f"<h2>{words.WALL}</h2>{wall(shown, review.wall_months, view)}{more}"


# --- beside the wall -----------------------------------------------------------------------------


def _asides(review: ManagementReview, view: View) -> str:
    return "".join(
        part
        for part in (
            _moved(review, view),
            _forecasts(review, view),
            _luck(review, view),
            _data(review),
            _restated(review, view),
        )
        if part
    )


def _part(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>"


def _listed(items: list[str], more: str = "") -> str:
    shown = "".join(f"<li>{item}</li>" for item in items[:_MOST_ITEMS])
    if len(items) > _MOST_ITEMS:
        shown += f'<li class="quiet">{esc(display.more(len(items) - _MOST_ITEMS, more))}</li>'
    return f'<ul class="plain">{shown}</ul>'


def _moved(review: ManagementReview, view: View) -> str:
    moves = [_move(change, view) for change in review.moved()]
    title = words.MOVED.format(since=esc(review.since))
    return _part(title, _listed(moves) if moves else f"<p>{words.NOTHING_MOVED}</p>")


def _move(change: ObjectiveChange, view: View) -> str:
    before = shape(change.status_before)
    title = link(view.address("objective", objective=change.objective), named(change.title, _BRIEF))
    after = shape(change.status_after)
    return (
        f'<span class="from-to">{before}<span aria-hidden="true">{display.TOWARDS}</span>{after}'
        f'<span class="unseen">{display.MOVED_WORDS[change.moved]}, '
        f"{display.status_word(change.status_before)} to "
        f"{display.status_word(change.status_after)}: </span></span>{title}"
    )


def _forecasts(review: ManagementReview, view: View) -> str:
    items = [_forecast(measure, view) for measure in review.forecast_misses]
    body = _listed(items) if items else f"<p>{words.NO_FORECASTS}</p>"
    return _part(words.FORECASTS, body)


def _forecast(measure: Measure, view: View) -> str:
    title = display.one_line(measure.objective.title)
    where = link(view.address("objective", objective=measure.key.objective), named(title, _BRIEF))
    said = words.FORECAST.format(
        value=measure.forecast_figure,
        due=display.short_day(measure.objective.due_on),
        required=measure.due_required,
    )
    return f'{shape(measure.status.status)}{where} <span class="quiet">{esc(said)}</span>'


def _luck(review: ManagementReview, view: View) -> str:
    heads = "".join(f'<th scope="col">{esc(column)}</th>' for column in display.LUCK_COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{esc(row)}</th>'
        + "".join(
            f"<td><b>{review.standing_and_capable(good=good, capable=capable)}</b></td>"
            for capable in (True, False)
        )
        + "</tr>"
        for row, good in zip(display.LUCK_ROWS, (True, False), strict=True)
    )
    names = [
        link(view.address("objective", objective=item.code), named(item.title, _BRIEF))
        for item in review.lucky
    ]
    listed = (
        f"<p>{words.LUCKY} {', '.join(names[:3])}{_and_more(len(names) - 3)}</p>" if names else ""
    )
    return _part(
        f"{words.LUCK} {term('capable')}",
        f'<table class="two-by-two"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{listed}",
    )


def _and_more(count: int) -> str:
    return f" {words.AND_MORE.format(count=display.whole(count))}" if count > 0 else ""


def _data(review: ManagementReview) -> str:
    return _part(words.DATA, f"<p>{esc(review.data.sentence)}</p>")


def _restated(review: ManagementReview, view: View) -> str:
    restated = review.restatement
    if not restated.restated:
        return ""
    changed = [_move(change, view) for change in restated.changed]
    return _part(words.RESTATED, f"<p>{esc(restated.sentence)}</p>{_listed(changed)}")


overview()
