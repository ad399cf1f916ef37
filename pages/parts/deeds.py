"""What somebody does: reports progress, marks what was done, proves, moves an improvement on.

Each is a form on the page of its row, for whoever may. What was typed stays until it is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import get_args

import streamlit as st

from pages.parts import acting, boards, saving, troubles, words
from pages.parts.boards import plain
from pages.parts.view import View, current
from smsdata import display, evidence, improvement_words, improvements, plan, plan_words
from smsdata.errors import ConflictError, InputError, SmsError
from smsdata.evidence import MAX_FILE, Proof
from smsdata.improvement_review import Idea
from smsdata.models import (
    Improvement,
    ImprovementState,
    PlanOccurrence,
    PlanProgress,
    ProgressState,
)
from smsdata.periods import Period
from smsdata.plan_review import Line
from smsdata.serving import shared_store

_ROUNDS = "rounds"


def now(view: View) -> View:
    """The view that shows what is recorded today."""
    period = Period.holding(view.today, "month", view.period.fiscal_month)
    return replace(view.at(period), known_at=None)


def actor(register: str, code: str, owned: str | None = None) -> str | None:
    """Who may do it here; None, with the reason said, where nobody may."""
    if current().known_at is not None:
        return None
    person = acting.person()
    if person is None:
        st.caption(words.DEED_CHOOSE)
        return None
    if not boards.rights(person.person).may(register, owned or code):
        told = display.not_allowed(person.name, person.access, register, code)
        st.caption(plain(told))
        return None
    return person.person


def _place(name: str) -> str:
    """What a form's fields are kept under; another after each time that it was stored."""
    return f"{name}-{st.session_state.setdefault(_ROUNDS, 0)}"


def _seen(place: str, version: datetime | None) -> datetime | None:
    """The version that a form was first drawn with: what somebody types is meant for it."""
    seen: datetime | None = st.session_state.setdefault(f"{place}-seen", version)
    return seen


def _store(place: str, deed: Callable[[], None], done: str, then: str) -> None:
    """Do it, and say so on the page it leads to; or say why not."""
    try:
        deed()
    except InputError as error:
        saving.problems(error.problems)
    except ConflictError as error:
        _conflict(error, place)
    except SmsError as error:
        troubles.tell(error)
    else:
        st.session_state[_ROUNDS] += 1
        saving.done(done, then)


def _conflict(error: ConflictError, place: str) -> None:
    """Who was faster and with what; from here on that is what was seen."""
    for conflict in error.conflicts:
        who = next(
            (row.name for row in boards.setting().people if row.person == conflict.recorded_by),
            conflict.recorded_by or "",
        )
        zone = boards.setting().zone
        when = display.moment(conflict.recorded_at, zone) if conflict.recorded_at else ""
        theirs = ", ".join(
            f"{display.field_word(name)} {text}" for name, text in conflict.cells.items() if text
        )
        st.warning(plain(words.DEED_FASTER.format(who=who, when=when, what=theirs)))
        st.session_state[f"{place}-seen"] = conflict.recorded_at if conflict.cells else None


# --- evidence ------------------------------------------------------------------------------------


def _proof_fields(place: str) -> Callable[[], list[Proof]]:
    """The fields of a piece of evidence; the answer gives it once the form was handed in."""
    title, link = st.columns(2)
    named = title.text_input(words.PROOF_TITLE, key=f"{place}-title")
    where = link.text_input(words.PROOF_LINK, key=f"{place}-link")
    file = st.file_uploader(
        words.PROOF_FILE, key=f"{place}-file", max_upload_size=MAX_FILE >> 20, width="stretch"
    )

    def given() -> list[Proof]:
        name, lies = named.strip(), where.strip()
        if file is not None:
            proof = evidence.keep(shared_store(), file.name, file)
            return [replace(proof, title=name or proof.title)]
        return [Proof(name or lies, lies)] if name or lies else []

    return given


def prove(register: str, code: str, then: str) -> None:
    """Attach evidence to a row."""
    who = actor("evidence", code, f"{register}/{code}")
    if who is None:
        return
    place = _place(f"prove-{register}-{code}")
    with st.expander(words.PROOF_ADD), st.form(place, border=False):
        given = _proof_fields(place)
        wanted = st.form_submit_button(words.PROOF_STORE, type="primary")
    if not wanted:
        return

    def deed() -> None:
        proofs = given()
        if not proofs:
            raise InputError.of(words.PROOF_NONE, file="evidence", row=2, column="location")
        evidence.add(shared_store(), who, register, code, proofs[0])

    _store(place, deed, words.PROOF_STORED, then)


# --- the plan ------------------------------------------------------------------------------------


def report(line: Line) -> None:
    """Report how far an item has come."""
    who = actor("plan_progress", line.code)
    if who is None:
        return
    today = boards.setting().today
    place = _place(f"report-{line.code}")
    with st.expander(words.REPORT, expanded=line.item.timing == "dated"):
        day = st.date_input(words.REPORT_ON, today, max_value=today, key=f"{place}-on")
        place = f"{place}-{day}"
        before, version = _reported(line.code, day)
        seen = _seen(place, version)
        with st.form(place, border=False):
            progress, reason = _report_fields(line, day, before, place, again=seen is not None)
            wanted = st.form_submit_button(words.REPORT_STORE, type="primary")
    if wanted:
        then = now(current()).address("plan_item", item=line.code)
        _store(
            place,
            lambda: plan.report_progress(shared_store(), who, progress, seen, reason),
            words.REPORT_STORED.format(title=line.title),
            then,
        )


def _reported(code: str, day: date) -> tuple[PlanProgress | None, datetime | None]:
    """What was reported for a day already, and when that was recorded."""
    with shared_store().board() as board:
        for version in board.versions(PlanProgress):
            if (version.row.plan_item, version.row.on_date) == (code, day):
                return version.row, version.recorded_at
    return None, None


def _report_fields(
    line: Line, day: date, before: PlanProgress | None, place: str, *, again: bool
) -> tuple[PlanProgress, str | None]:
    first, second, third = st.columns(3)
    percent = None
    if line.item.timing != "recurring":
        percent = first.number_input(
            words.REPORT_COLUMNS[1],
            0.0,
            100.0,
            before.percent if before else None,
            step=5.0,
            key=f"{place}-percent",
        )
    states: list[ProgressState] = list(get_args(ProgressState))
    state = second.selectbox(
        words.REPORT_COLUMNS[2],
        states,
        index=states.index(before.state) if before and before.state else None,
        format_func=lambda code: plan_words.STATES[code],
        placeholder=words.REPORT_BY_PERCENT,
        key=f"{place}-state",
    )
    forecast = third.date_input(
        words.REPORT_FORECAST,
        before.forecast_on if before else None,
        key=f"{place}-forecast",
    )
    note = st.text_input(
        words.REPORT_COLUMNS[4], (before.note or "") if before else "", key=f"{place}-note"
    )
    reason = st.text_input(words.READING_REASON, key=f"{place}-reason") if again else None
    made = PlanProgress.model_construct(
        plan_item=line.code,
        on_date=day,
        percent=percent,
        state=state,
        forecast_on=forecast,
        note=note.strip() or None,
    )
    return made, reason


def mark_done(line: Line, due: date | None) -> None:
    """Mark an occurrence done, with its evidence; `due` is the one that is asked for."""
    who = actor("plan_occurrences", line.code)
    if who is None:
        return
    today = boards.setting().today
    open_ = boards.open_occurrences(line)
    if not open_:
        st.caption(words.DONE_NONE)
        return
    place = _place(f"done-{line.code}")
    with st.expander(words.DONE, expanded=True), st.form(place, border=False):
        first, second = st.columns(2)
        chosen = first.selectbox(
            words.DONE_WHICH,
            open_,
            index=open_.index(due) if due in open_ else 0,
            format_func=display.day,
            key=f"{place}-due",
        )
        day = second.date_input(words.DONE_ON, today, max_value=today, key=f"{place}-on")
        note = st.text_input(words.REPORT_COLUMNS[4], key=f"{place}-note")
        given = _proof_fields(place)
        wanted = st.form_submit_button(words.DONE_STORE, type="primary")
    if wanted:
        done = PlanOccurrence.model_construct(
            plan_item=line.code, due_on=chosen, done_on=day, note=note.strip() or None
        )
        then = now(current()).address("plan_item", item=line.code)
        _store(
            place,
            lambda: plan.mark_done(shared_store(), who, done, given()),
            words.DONE_STORED.format(title=line.title, day=display.day(chosen)),
            then,
        )


# --- improvements --------------------------------------------------------------------------------


def move(idea: Idea) -> None:
    """Move an improvement on; what its metric says stands before whoever closes it."""
    who = actor("improvements", idea.code)
    if who is None:
        return
    row, version = _moved(idea.code)
    if row is None or version is None:
        return
    place = _place(f"move-{idea.code}")
    seen = _seen(place, version)
    way: list[ImprovementState] = list(get_args(ImprovementState))
    after = way.index(row.state)
    states = [state for state in way if state != row.state]
    today = boards.setting().today
    with st.expander(words.MOVE, expanded=True), st.form(place, border=False):
        if idea.metric is not None:
            st.info(plain(idea.effect), icon=":material/query_stats:")
        first, second = st.columns(2)
        state = first.selectbox(
            words.MOVE_TO,
            states,
            index=min(after, len(states) - 1),
            format_func=lambda code: improvement_words.STATES[code],
            key=f"{place}-state",
        )
        day = second.date_input(words.MOVE_ON, today, max_value=today, key=f"{place}-on")
        validation = st.text_area(
            words.MOVE_VALIDATION, row.validation or "", height=80, key=f"{place}-validation"
        )
        reason = st.text_input(words.MOVE_REASON, key=f"{place}-reason")
        given = _proof_fields(place)
        wanted = st.form_submit_button(words.MOVE_STORE, type="primary")
    if wanted:
        then = now(current()).address("improvement", improvement=idea.code)
        _store(
            place,
            lambda: improvements.move(
                shared_store(),
                who,
                idea.code,
                state,
                on=day,
                seen=_seen(place, seen) or version,
                validation=validation,
                proofs=given(),
                reason=reason,
            ),
            words.MOVE_STORED.format(title=idea.title, state=improvement_words.STATES[state]),
            then,
        )


def _moved(code: str) -> tuple[Improvement | None, datetime | None]:
    """An improvement as recorded now, and when that was recorded."""
    with shared_store().board() as board:
        for version in board.versions(Improvement):
            if version.row.improvement == code:
                return version.row, version.recorded_at
    return None, None
