"""Misses that wait for an explanation from the person acting."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.parts import acting, boards, troubles, words
from pages.parts.sheet import plain, sheet
from pages.parts.view import current
from smsdata import display
from smsdata.errors import SmsError
from smsdata.explanations import Unexplained, explain
from smsdata.models import Explanation, Person
from smsdata.rights import Rights
from smsdata.serving import shared_store

# How many are asked for at a time; the next ones come when these are told.
_MOST = 8
_DONE = "explained"


def show(person: Person, rights: Rights, *, everybodys: bool) -> None:
    """Ask for the explanations that the person may give."""
    if told := st.session_state.pop(_DONE, None):
        st.success(told)
    found = [
        item
        for item in boards.now().unexplained
        if rights.may("explanations", item.due.objective)
        and (everybodys or item.due.owner in rights.stands_for)
    ]
    if not found:
        return
    sheet(f"<h2>{words.EXPLAIN}</h2>", key="explain")
    for number, item in enumerate(found[:_MOST]):
        name = plain(display.brief(item.due.title))
        title = words.EXPLAIN_FOR.format(title=name, actual=item.actual, required=item.required)
        _ask(person, item, title, expanded=number == 0)


def of_objective(code: str) -> None:
    """Ask for the explanation of a miss in the period shown, where whoever acts may give it."""
    if told := st.session_state.pop(_DONE, None):
        st.success(told)
    view, person = current(), acting.person()
    if view.known_at is not None or person is None:
        return
    if boards.rights(person.person).may("explanations", code):
        for item in boards.unexplained_then(view):
            if item.due.objective == code:
                title = words.EXPLAIN_THIS.format(actual=item.actual, required=item.required)
                _ask(person, item, title, expanded=False)


def _ask(person: Person, item: Unexplained, title: str, *, expanded: bool) -> None:
    place = f"explain-{item.due.objective}-{item.due.evaluated_on}"
    with st.expander(f"{title} ({display.end_of(item.due.evaluated_on)})", expanded=expanded):
        carried = _carried(item, place)
        with st.form(place, border=False):
            _form(person, item, carried, place)


def _carried(item: Unexplained, place: str) -> Explanation | None:
    """An earlier explanation that is to be carried on."""
    if not item.open:
        return None
    by_day = {row.on_date: row for row in item.open}
    chosen: date | None = st.pills(
        words.EXPLAIN_EARLIER,
        list(by_day),
        format_func=lambda day: words.EXPLAIN_CARRY.format(day=display.day(day)),
        key=f"{place}-carry",
    )
    return by_day.get(chosen) if chosen else None


def _form(person: Person, item: Unexplained, carried: Explanation | None, place: str) -> None:
    # what is carried on fills the form anew
    place = f"{place}-{carried.on_date if carried else 'new'}"
    people = {row.person: row.name for row in boards.setting().people if row.active}
    cause = st.text_area(
        words.EXPLAIN_CAUSE, carried.cause if carried else "", key=f"{place}-cause", height=80
    )
    recovery = st.text_area(
        words.EXPLAIN_RECOVERY,
        (carried.recovery or "") if carried else "",
        key=f"{place}-recovery",
        height=80,
    )
    who, when = st.columns(2)
    wanted = (carried.owner if carried else None) or item.due.owner
    owner = who.selectbox(
        words.EXPLAIN_OWNER,
        list(people),
        index=list(people).index(wanted) if wanted in people else None,
        format_func=people.__getitem__,
        key=f"{place}-owner",
    )
    due_on = when.date_input(
        words.EXPLAIN_DUE,
        carried.due_on if carried else None,
        key=f"{place}-due",
        format="YYYY-MM-DD",
    )
    if not st.form_submit_button(words.EXPLAIN_STORE, type="primary"):
        return
    if not cause.strip():
        st.error(words.EXPLAIN_NO_CAUSE)
        return
    asked = f"{place}-asked"
    given = {
        words.EXPLAIN_RECOVERY: recovery.strip(),
        words.EXPLAIN_OWNER: owner,
        words.EXPLAIN_DUE: due_on,
    }
    missing = [label for label, value in given.items() if not value]
    # a day that was typed in half arrives as none: who has added something since is asked again
    if missing and st.session_state.get(asked) != missing:
        st.session_state[asked] = missing
        said = words.EXPLAIN_INCOMPLETE.format(missing=" ".join(missing))
        st.warning(said, icon=":material/help:")
        return
    explanation = Explanation(
        objective=item.due.objective,
        on_date=item.due.evaluated_on,
        cause=cause,
        recovery=recovery.strip() or None,
        owner=owner,
        due_on=due_on if isinstance(due_on, date) else None,
    )
    try:
        explain(shared_store(), person.person, explanation, carried)
    except SmsError as error:
        troubles.tell(error)
        return
    st.session_state[_DONE] = words.EXPLAINED.format(title=plain(item.due.title))
    st.rerun()
