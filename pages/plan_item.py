"""One item of the plan: where it stands, its progress and occurrences, what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from pages.parts import acting, boards, deeds, evidence, facts, forms, saving, words
from pages.parts.lists import folded
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.timeline import axis, strip
from pages.parts.view import View, current
from smsdata import display, plan_words
from smsdata.board import PlanOccurrenceStatus
from smsdata.plan_review import Line, Timeline

_ITEM = "item"


def plan_item() -> None:
    """Show the item that the address names."""
    view = current()
    code = st.query_params.get(_ITEM, "")
    line = boards.planned(view).line(code)
    if line is None:
        back = link(view.address("plan"), words.TO_PLAN)
        sheet(facts.missing(code, words.PLAN_UNKNOWN, words.PLAN_UNNAMED, back), key="plan-item")
        return
    saving.tell()
    course = boards.timeline(view, [line])
    occurrences = boards.occurrences(view, line)
    sheet(_html(line, course, occurrences, view), key="plan-item")
    _deeds(line, [row for row in reversed(occurrences) if row.done_on])
    events = boards.row_events(view, "plan_items", line.code)
    sheet(facts.history_of_row(events), key="plan-history")


def _deeds(line: Line, done: Sequence[PlanOccurrenceStatus]) -> None:
    """What whoever acts may do to it: whoever may not report on it may do nothing, said once."""
    if forms.actor("plan_progress", line.code) is None:
        return
    if line.item.timing == "recurring":
        deeds.mark_done(line, _due())
    deeds.report(line)
    then = forms.now(current()).address("plan_item", item=line.code)
    deeds.prove("plan_items", line.code, then, done)


def _due() -> date | None:
    """The occurrence that the address asks for."""
    try:
        return date.fromisoformat(st.query_params.get("due", ""))
    except ValueError:
        return None


def _html(line: Line, course: Timeline, done: Sequence[PlanOccurrenceStatus], view: View) -> str:
    return (
        f'<div class="objective">{_head(line, view)}<div class="below item"><div>'
        f"<h2>{words.ITEM_COURSE}</h2>{_course(course)}{_reports(line, view)}"
        f"{_occurrences(done, view)}{_evidence(line)}</div>"
        f"<div>{facts.fact_list(list(_facts(line, view)))}</div></div></div>"
    )


def _head(line: Line, view: View) -> str:
    item = line.item
    about = [plan_words.PHASES[item.phase], item.workstream, item.plan_item]
    ways = link(view.address("plan"), words.TO_PLAN)
    ways += link(view.address("trace", register="plan_items", code=line.code), words.TRACE)
    who = acting.person()
    may = who is None or boards.rights(who.person).may("plan_items", item.plan_item)
    if view.known_at is None and may:
        change = view.address("set-up", section="plan_items", row=item.plan_item)
        ways += link(change, words.ITEM_CHANGE)
    return (
        f'<p class="ways">{ways}</p><div class="title">{shape(line.status.status)}<div>'
        f'<h1 dir="auto">{esc(line.title)}</h1><p class="verdict">{esc(line.verdict)}</p>'
        f'<p class="quiet">{" · ".join(named(part) for part in about if part)}</p></div></div>'
    )


def _facts(line: Line, view: View) -> Iterable[tuple[str, str]]:
    item = line.item
    yield words.ITEM_WHO, named(line.who)
    yield words.ITEM_WHEN, named(line.when)
    yield words.ITEM_ACTIVITY, esc(item.activity or "")
    yield words.ITEM_DELIVERABLE, esc(item.deliverable or "")
    yield words.ITEM_HOW, esc(item.method or display.NOTHING)
    yield words.ITEM_EXPECTED, esc(item.expected_evidence or display.NOTHING)
    yield words.ITEM_RESOURCES, esc(item.resources or "")
    yield words.FILTER_CLAUSE, esc(item.clause or "")
    served = [
        link(view.address("objective", objective=code), named(title))
        for code, title in line.objectives
    ]
    yield words.ITEM_OBJECTIVES, "<br>".join(served) or words.ITEM_NO_OBJECTIVE


# --- planned and actual --------------------------------------------------------------------------


def _course(course: Timeline) -> str:
    (bar,) = course.bars
    key = words.TIMELINE_KEY.format(day=display.day(course.today))
    if bar.marks:
        key = words.MARKS_KEY.format(day=display.day(course.today))
    return (
        f'<div class="timeline">{axis(course)}{strip(course, bar)}</div>'
        f'<p class="quiet">{esc(key)}</p>'
    )


def _correcting(view: View, register: str, item: str, day: date) -> str:
    """A day that leads to the form on which what was recorded for it is corrected."""
    told = esc(display.short_day(day))
    if view.known_at is not None:
        return told
    return link(view.address("set-up", section=register, row=f"{item}/{day}"), told)


def _reports(line: Line, view: View) -> str:
    if not line.reports:
        return "" if line.item.timing == "recurring" else f"<p>{words.NO_REPORTS}</p>"
    rows = [
        (
            _correcting(view, "plan_progress", line.code, report.on_date),
            esc(display.figure(report.percent, "%", 0)),
            esc(plan_words.STATES[report.state] if report.state else display.NOTHING),
            esc(display.short_day(report.forecast_on)),
            named(report.note or display.NOTHING),
        )
        for report in line.reports
    ]
    return f"<h2>{words.REPORTS}</h2>{folded(words.REPORT_COLUMNS, rows)}"


def _occurrences(found: Sequence[PlanOccurrenceStatus], view: View) -> str:
    rows = [
        (
            _correcting(view, "plan_occurrences", row.plan_item, row.due_on)
            if row.done_on
            else esc(display.short_day(row.due_on)),
            badge(row.status),
            esc(display.short_day(row.done_on)),
            esc(plan_words.evidence_of(row.evidence_count)),
        )
        for row in reversed(found)
        if row.status != "planned"
    ]
    return f"<h2>{words.OCCURRENCES}</h2>{folded(words.OCCURRENCE_COLUMNS, rows)}" if rows else ""


def _evidence(line: Line) -> str:
    if not line.evidence:
        return f"<h2>{words.EVIDENCE}</h2><p>{words.NO_EVIDENCE}</p>"
    rows = [
        (
            evidence.shown(row),
            esc(display.short_day(row.dated_on)),
            words.PROVES_OCCURRENCE.format(day=display.short_day(row.due_on))
            if row.due_on
            else words.PROVES_ROW,
        )
        for row in line.evidence
    ]
    return f"<h2>{words.EVIDENCE}</h2>{folded(words.EVIDENCE_COLUMNS, rows)}"


plan_item()
