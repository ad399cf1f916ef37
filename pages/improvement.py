"""One improvement: where it stands, what it was meant to bring, and what it brought."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages.parts import boards, deeds, evidence, facts, forms, saving, words
from pages.parts.before_after import before_after
from pages.parts.lists import folded
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import View, current
from smsdata import display
from smsdata.improvement_review import Effect, Idea

_IMPROVEMENT = "improvement"


def improvement() -> None:
    """Show the improvement that the address names."""
    view = current()
    code = st.query_params.get(_IMPROVEMENT, "")
    idea = boards.improved(view).idea(code)
    if idea is None:
        back = link(view.address("improvements"), words.TO_IMPROVEMENTS)
        unknown, unnamed = words.IMPROVEMENT_UNKNOWN, words.IMPROVEMENT_UNNAMED
        sheet(facts.missing(code, unknown, unnamed, back), key="improvement")
        return
    saving.tell()
    sheet(_html(idea, boards.effect(view, idea), view), key="improvement")
    # who may not move it may do nothing to it, which is said once
    if forms.actor("improvements", idea.code) is not None:
        deeds.move(idea)
        then = forms.now(view).address("improvement", improvement=idea.code)
        deeds.prove("improvements", idea.code, then)
        deeds.edit(idea)
    events = boards.row_events(view, "improvements", idea.code)
    sheet(facts.history_of_row(events), key="improvement-history")


def _html(idea: Idea, spec: Effect | None, view: View) -> str:
    chart = before_after(spec, idea) if spec else f"<p>{esc(idea.effect)}</p>"
    late = shape("overdue") if idea.status.overdue else ""
    described = idea.record.description
    return (
        f'<div class="objective"><p class="ways">'
        f"{link(view.address('improvements'), words.TO_IMPROVEMENTS)}"
        f"{link(view.address('trace', register='improvements', code=idea.code), words.TRACE)}</p>"
        f'<div class="title">{late}<div><h1 dir="auto">{esc(idea.title)}</h1>'
        f'<p class="verdict">{esc(idea.verdict)}</p>'
        + (f'<p class="said" dir="auto">{esc(described)}</p>' if described else "")
        + f'<p class="quiet">{esc(idea.code)}</p></div></div>'
        f'<div class="below item"><div>{chart}{_evidence(idea)}</div>'
        f"<div>{facts.fact_list(list(_facts(idea, view)))}</div></div></div>"
    )


def _facts(idea: Idea, view: View) -> Iterable[tuple[str, str]]:
    record = idea.record
    who = ", ".join(part for part in (idea.owner or display.NO_OWNER, record.owner_role) if part)
    yield words.ITEM_WHO, named(who)
    yield words.IDEA_SOURCE, esc(idea.source)
    yield words.IDEA_RAISED, esc(display.day(record.raised_on))
    yield words.IDEA_DUE, esc(display.day(record.due_on) if record.due_on else display.NO_DATE)
    yield words.IDEA_PRIORITY, esc(idea.priority)
    if idea.status.effect:
        yield words.IDEA_EFFECT, badge(idea.status.effect)
    if record.implemented_on:
        yield words.IDEA_IMPLEMENTED, esc(display.day(record.implemented_on))
    if record.closed_on:
        yield words.IDEA_CLOSED, esc(display.day(record.closed_on))
    yield words.IDEA_VALIDATION, esc(record.validation or display.NOTHING)
    if record.objective:
        to = view.address("objective", objective=record.objective)
        yield words.FILTER_OBJECTIVE, link(to, named(idea.objective or record.objective))
    if idea.metric:
        yield words.IDEA_METRIC, named(idea.metric.name)


def _evidence(idea: Idea) -> str:
    if not idea.evidence:
        return f"<h2>{words.EVIDENCE}</h2><p>{words.NO_EVIDENCE}</p>"
    rows = [(evidence.shown(row), esc(display.short_day(row.dated_on))) for row in idea.evidence]
    return f"<h2>{words.EVIDENCE}</h2>{folded(words.EVIDENCE_COLUMNS[:2], rows)}"


improvement()
