"""The plan: who does what, when and how, as a table or over time; filtered by whoever looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.parts import approving, boards, saving, words
from pages.parts.choices import by_name, choice, form, row_of, search, statuses_of
from pages.parts.lists import listed, offer_all, over, table
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.timeline import timeline
from pages.parts.view import View, current
from smsdata import display, plan_words
from smsdata.plan_review import Line, PlanReview, in_order


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty where anything will do."""

    text: str = ""
    statuses: tuple[str, ...] = ()
    phase: str | None = None
    workstream: str | None = None
    owner: str | None = None
    clause: str | None = None
    objective: str | None = None

    def lets(self, line: Line) -> bool:
        """Whether a line is shown."""
        item = line.item
        return (
            (not self.statuses or line.status.status in self.statuses)
            and self.phase in (None, item.phase)
            and self.workstream in (None, item.workstream)
            and self.owner in (None, item.owner)
            and self.clause in (None, item.clause)
            and (self.objective is None or self.objective in dict(line.objectives))
            and all(word in line.searched for word in self.text.casefold().split())
        )


def plan() -> None:
    """Show the plan of the view."""
    view = current()
    review = boards.planned(view)
    if not review.lines:
        told = f"<p>{words.PLAN_NONE}</p>"
        if view.known_at is None:
            begin = link(view.address("set-up", section="starter-plans"), words.PLAN_BEGIN)
            told += f'<p class="more">{begin} {_adding(view)}</p>'
        sheet(f"<h1>{esc(review.headline)}</h1>{told}", key="plan")
        return
    saving.tell()
    head = st.container()
    wanted, shown_as = _filters(review)
    shown = [line for line in review.lines if wanted.lets(line)]
    with head:
        approved = boards.approved(view)
        sheet(_head(review, shown) + approving.told(approved, view), key="plan-head")
        approving.approve(approved)
    if shown_as == "timeline":
        bars = boards.timeline(view, listed(in_order(shown), "plan"))
        sheet(timeline(bars, view), key="plan-timeline")
    else:
        sheet(_table(listed(shown, "plan"), view), key="plan-table")
    offer_all(shown, "plan")
    if view.known_at is None:
        sheet(f'<p class="more">{_adding(view)}</p>', key="plan-add")


def _head(review: PlanReview, shown: Sequence[Line]) -> str:
    strip = "".join(
        f"<li>{shape(status)}<b>{display.whole(count)}</b> {display.status_word(status)}</li>"
        for status, count in review.statuses
    )
    told = ""
    if len(shown) != len(review.lines):
        told = words.PLAN_SHOWN.format(
            shown=display.counted(len(shown), "item"), total=display.whole(len(review.lines))
        )
        told = f'<p class="quiet">{esc(told)}</p>'
    if not shown:
        told += f"<p>{words.PLAN_NONE_SHOWN}</p>"
    return f'<h1>{esc(review.headline)}</h1><ul class="strip">{strip}</ul>{told}'


def _adding(view: View) -> str:
    return link(view.address("set-up", section="plan_items", do="add"), words.PLAN_ADD)


# --- filters -------------------------------------------------------------------------------------


def _filters(review: PlanReview) -> tuple[Filter, str]:
    """The filters, each in the address under its own name, and whether it is table or timeline."""
    items = [line.item for line in review.lines]
    owners = {line.item.owner: line.owner or "" for line in review.lines if line.item.owner}
    objectives = dict(pair for line in review.lines for pair in line.objectives)
    phases = {
        phase: word
        for phase, word in plan_words.PHASES.items()
        if any(item.phase == phase for item in items)
    }
    text, status, phase, stream, owner, clause, objective, shown = row_of(
        [1.5, 1.6, 1.2, 1.4, 1.4, 1, 1.7, 1.5]
    )
    with text:
        searched = search()
    with status:
        statuses = statuses_of(review.statuses)
    with phase:
        of_phase = choice(words.FILTER_PHASE, "phase", phases)
    with stream:
        streams = sorted({i.workstream for i in items if i.workstream}, key=str.casefold)
        of_stream = choice(words.FILTER_WORKSTREAM, "workstream", {s: s for s in streams})
    with owner:
        owned = choice(words.FILTER_OWNER, "owner", by_name(owners))
    with clause:
        clauses = sorted({i.clause for i in items if i.clause}, key=display.clause_order)
        of_clause = choice(words.FILTER_CLAUSE, "clause", {c: c for c in clauses})
    with objective:
        # not `objective`: what a page binds is taken out of the address when it is left, and back
        # leads to the page of that name
        behind = choice(words.FILTER_OBJECTIVE, "serving", by_name(objectives))
    with shown:
        shown_as = form("form", words.PLAN_FORMS)
    wanted = Filter(searched, statuses, of_phase, of_stream, owned, of_clause, behind)
    return wanted, shown_as


# --- the table -----------------------------------------------------------------------------------


def _table(lines: Sequence[Line], view: View) -> str:
    return table(words.PLAN_COLUMNS, [_row(line, view) for line in lines], "plan") if lines else ""


def _row(line: Line, view: View) -> tuple[str, ...]:
    item, status = line.item, line.status
    about = [plan_words.PHASES[item.phase], item.workstream, item.clause]
    due = expected = ""
    if status.timing == "recurring" and status.next_due_on and line.open:
        due = plan_words.falls_due(status.status, display.short_day(status.next_due_on))
    if item.expected_evidence:
        expected = words.EXPECTED.format(what=display.brief(item.expected_evidence, 80))
    return (
        over(
            link(view.address("plan_item", item=line.code), named(line.title)),
            " · ".join(part for part in about if part),
        ),
        over(badge(status.status), line.slip),
        f"{_meter(line)}{esc(line.progress)}",
        over(named(line.owner or display.NO_OWNER), item.owner_role),
        over(named(line.when), due),
        f'<div class="few">{named(item.method or display.NOTHING)}</div>',
        over(esc(plan_words.evidence_of(len(line.evidence))), expected),
    )


def _meter(line: Line) -> str:
    """How far a dated item is, as a bar, with a line at what was planned by now."""
    status = line.status
    if status.percent is None or status.planned_percent is None:
        return ""
    return (
        f'<span class="meter" aria-hidden="true"><i style="width:{status.percent:.0f}%"></i>'
        f'<b style="left:{status.planned_percent:.0f}%"></b></span>'
    )


plan()
