"""The approved plan: which version, what was changed since, and approving it as it stands."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import boards, forms, words
from pages.parts.lists import over, table
from pages.parts.sheet import esc, link, named, plain
from pages.parts.view import View, current
from smsdata import display, plan
from smsdata.models import PlanApproval
from smsdata.periods import Period
from smsdata.plan_changes import ApprovedPlan, ItemChange
from smsdata.serving import shared_store

# How many changes are listed: an approval that old says enough.
_MOST_ROWS = 100


def told(approved: ApprovedPlan, view: View) -> str:
    """The approval in a line, leading to the plan as it was then, and what was changed since."""
    shown = f'<p class="more">{esc(approved.told)}'
    if approved.approval is not None:
        # as it stood in the month of the approval, not judged by a later day
        month = Period.holding(approved.approval.approved_on, "month", view.period.fiscal_month)
        then = replace(view.at(month), known_at=approved.recorded_at).address("plan")
        shown += f" {link(then, words.APPROVED_AS)}"
    shown += "</p>"
    if changes := approved.changes:
        rows = [_row(change, view) for change in changes[:_MOST_ROWS]]
        body = table(words.APPROVED_COLUMNS, rows)
        if left := len(changes) - len(rows):
            body += f"<p>{words.APPROVED_MORE.format(count=display.whole(left))}</p>"
        shown += f"<details><summary>{words.APPROVED_SINCE}</summary>{body}</details>"
    return shown


def _row(change: ItemChange, view: View) -> tuple[str, ...]:
    return (
        link(view.address("plan_item", item=change.code), named(change.title)),
        named(display.sentence(change.words), 2000),
        over(named(change.recorded_by), display.day(change.day)),
        named(change.note or display.NOTHING),
    )


def approve(approved: ApprovedPlan) -> None:
    """Approve the plan as it stands now, for whoever may."""
    if current().known_at is not None:
        return
    with st.expander(words.APPROVE):
        who = forms.actor("plan_approvals", "")
        if who is None:
            return
        setting = boards.setting()
        people = {row.person: row.name for row in setting.people if row.active}
        place = forms.place("approve")
        st.caption(words.APPROVE_TOLD)
        with st.form(place, border=False):
            first, second, third = st.columns(3)
            version = first.text_input(
                words.APPROVE_VERSION, approved.next_version, key=f"{place}-version"
            )
            by = second.selectbox(
                words.APPROVE_BY,
                list(people),
                index=list(people).index(_approver(approved, people, who)),
                format_func=lambda code: people[code],
                key=f"{place}-by",
            )
            day = third.date_input(
                words.APPROVE_ON,
                setting.today,
                max_value=setting.today,
                format="YYYY-MM-DD",
                key=f"{place}-on",
            )
            summary = st.text_area(words.APPROVE_SUMMARY, height=80, key=f"{place}-summary")
            wanted = st.form_submit_button(words.APPROVE_STORE, type="primary")
        if not wanted:
            return
        version = version.strip()
        approval = PlanApproval.model_construct(
            version=version, approved_on=day, approved_by=by, summary=summary.strip() or None
        )
        if not forms.store(
            lambda: plan.approve(shared_store(), who, approval),
            words.APPROVE_STORED.format(version=version),
            forms.now(current()).address("plan"),
        ):
            _taken(version)


def _approver(approved: ApprovedPlan, people: dict[str, str], who: str) -> str:
    """Who approves as a rule: whoever did so last, else whoever records it."""
    last = approved.approval.approved_by if approved.approval else who
    return last if last in people else who


def _taken(version: str) -> None:
    """Who has approved this version already."""
    with shared_store().board() as board:
        theirs = board.row(PlanApproval, version)
    if theirs is not None:
        who, when = forms.recorded(theirs)
        st.error(plain(words.APPROVE_TAKEN.format(version=version, who=who, when=when)))
