"""What somebody does: reports progress, marks what was done, proves, moves an improvement on.

Each is a form on the page of its row, for whoever may. What was typed stays until it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.parts import acting, boards, forms, registers, words
from pages.parts.desk import desk
from pages.parts.sheet import calm, esc, link, plain
from pages.parts.view import current
from smsdata import (
    display,
    evidence,
    improvement_steps,
    improvement_words,
    improvements,
    plan,
    plan_words,
)
from smsdata.board import PlanOccurrenceStatus
from smsdata.errors import InputError
from smsdata.evidence import MAX_FILE, Proof
from smsdata.improvement_review import Idea
from smsdata.models import (
    Improvement,
    PlanOccurrence,
    PlanProgress,
    ProgressState,
)
from smsdata.plan_review import Line
from smsdata.serving import shared_store

# --- evidence ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Proving:
    """What the fields of a piece of evidence were given, once their form was handed in."""

    title: str
    location: str
    file: UploadedFile | None

    @property
    def empty(self) -> bool:
        """Whether none was filled."""
        return not (self.title or self.location or self.file)

    def proofs(self, dated_on: date | None) -> list[Proof]:
        """The evidence, if any was given; its file is kept from here on."""
        if self.empty:
            return []
        proof = Proof(self.title or self.location, self.location, dated_on)
        if self.file is not None:
            kept = evidence.keep(shared_store(), self.file.name, self.file)
            proof = replace(kept, title=self.title or kept.title, dated_on=dated_on)
        return [proof]


def _proof_fields(place: str) -> _Proving:
    """The fields of a piece of evidence."""
    title, location = st.columns(2)
    named = title.text_input(words.PROOF_TITLE, key=f"{place}-title")
    where = location.text_input(words.PROOF_LINK, key=f"{place}-link")
    file = st.file_uploader(
        words.PROOF_FILE, key=f"{place}-file", max_upload_size=MAX_FILE >> 20, width="stretch"
    )
    return _Proving(named.strip(), where.strip(), file)


def prove(register: str, code: str, then: str, done: Sequence[PlanOccurrenceStatus] = ()) -> None:
    """Attach evidence to a row; `done` are its occurrences that it may prove, newest first."""
    who = forms.actor("evidence", code, f"{register}/{code}")
    if who is None:
        return
    place = forms.place(f"prove-{register}-{code}")
    due: date | None = None
    with st.expander(words.PROOF_ADD), st.form(place, border=False):
        if done:
            unproved = [row.due_on for row in done if not row.evidence_count]
            days = [None, *(row.due_on for row in done)]
            due = st.selectbox(
                words.PROOF_OF,
                days,
                index=days.index(unproved[0]) if unproved else 0,
                format_func=lambda day: (
                    words.PROOF_OF_DAY.format(day=display.day(day)) if day else words.PROOF_OF_ALL
                ),
                key=f"{place}-due",
            )
        given = _proof_fields(place)
        dated = st.date_input(
            words.PROOF_DATED,
            boards.setting().today,
            format="YYYY-MM-DD",
            key=f"{place}-dated",
            help=words.PROOF_DATED_HELP,
            width=200,
        )
        wanted = st.form_submit_button(words.PROOF_STORE, type="primary")
    if not wanted:
        return

    def deed() -> None:
        if given.empty:
            raise InputError.of(words.PROOF_NONE, file="evidence", row=2, column="location")
        (proof,) = given.proofs(dated)
        evidence.add(shared_store(), who, register, code, proof, due)

    forms.store(deed, words.PROOF_STORED, then)


# --- the plan ------------------------------------------------------------------------------------


def report(line: Line) -> None:
    """Report how far an item has come."""
    who = forms.actor("plan_progress", line.code)
    if who is None:
        return
    today = boards.setting().today
    place = forms.place(f"report-{line.code}")
    with st.expander(words.REPORT, expanded=line.item.timing == "dated"):
        day = st.date_input(
            words.REPORT_ON, today, max_value=today, format="YYYY-MM-DD", key=f"{place}-on"
        )
        place = f"{place}-{day}"
        seen = forms.seen(PlanProgress, f"{line.code}/{day}", place, f"{place}-note")
        before = seen.began.row if seen.began else None
        with st.form(place, border=False):
            head = st.container()
            progress = _report_fields(line, day, before, place)
            reason = None
            if seen.now is not None:
                reason = st.text_input(words.READING_REASON, key=f"{place}-reason")
            wanted = forms.ending(words.REPORT_STORE, seen)
        if seen.now is not None and seen.faster:
            with head:
                forms.look_again(seen.now, dict(progress) if wanted else None, words.DEED_FASTER)
    if wanted and not forms.store(
        lambda: plan.report_progress(shared_store(), who, progress, seen.shown, reason),
        words.REPORT_STORED.format(title=line.title),
        forms.now(current()).address("plan_item", item=line.code),
    ):
        st.error(words.READING_LOOK_AGAIN)


def _report_fields(line: Line, day: date, before: PlanProgress | None, place: str) -> PlanProgress:
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
        format="YYYY-MM-DD",
        key=f"{place}-forecast",
    )
    note = st.text_input(
        words.REPORT_COLUMNS[4], (before.note or "") if before else "", key=f"{place}-note"
    )
    return PlanProgress.model_construct(
        plan_item=line.code,
        on_date=day,
        percent=percent,
        state=state,
        forecast_on=forecast,
        note=note.strip() or None,
    )


def mark_done(line: Line, due: date | None) -> None:
    """Mark an occurrence done, with its evidence; `due` is the one that is asked for."""
    who = forms.actor("plan_occurrences", line.code)
    if who is None:
        return
    today = boards.setting().today
    place = forms.place(f"done-{line.code}")
    if f"{place}-due" not in st.session_state:
        # what somebody else marks meanwhile stays to be chosen: the choice must not move
        st.session_state[f"{place}-open"] = boards.open_occurrences(line, due)
    open_: list[date] = st.session_state[f"{place}-open"]
    if not open_:
        st.caption(words.DONE_NONE)
        return
    with st.expander(words.DONE, expanded=True), st.form(place, border=False):
        head = st.container()
        first, second = st.columns(2)
        chosen = first.selectbox(
            words.DONE_WHICH,
            open_,
            index=open_.index(due) if due in open_ else 0,
            format_func=display.day,
            key=f"{place}-due",
        )
        day = second.date_input(
            words.DONE_ON, today, max_value=today, format="YYYY-MM-DD", key=f"{place}-on"
        )
        note = st.text_input(words.REPORT_COLUMNS[4], key=f"{place}-note")
        given = _proof_fields(place)
        wanted = st.form_submit_button(words.DONE_STORE, type="primary")
    if not wanted:
        return
    done = PlanOccurrence.model_construct(
        plan_item=line.code, due_on=chosen, done_on=day, note=note.strip() or None
    )
    said = words.DONE_UNPROVED if given.empty else words.DONE_STORED
    if not forms.store(
        lambda: plan.mark_done(shared_store(), who, done, given.proofs(day)),
        said.format(title=line.title, day=display.day(chosen)),
        forms.now(current()).address("plan_item", item=line.code),
    ):
        with head:
            _done_already(done)


def _done_already(mine: PlanOccurrence) -> None:
    """Who has marked it done meanwhile, and the way to correct that."""
    code = f"{mine.plan_item}/{mine.due_on}"
    with shared_store().board() as board:
        theirs = board.row(PlanOccurrence, code)
    if theirs is not None:
        forms.look_again(theirs, dict(mine), words.DONE_FASTER)
        to = current().address("set-up", section="plan_occurrences", row=code)
        calm(f'<p class="more">{link(to, esc(words.DONE_CORRECT))}</p>', key="done-correct")


# --- improvements --------------------------------------------------------------------------------


def move(idea: Idea) -> None:
    """Move an improvement on; what its metric says stands before whoever closes it."""
    who = forms.actor("improvements", idea.code)
    if who is None:
        return
    place = forms.place(f"move-{idea.code}")
    seen = forms.seen(Improvement, idea.code, place, f"{place}-state")
    if seen.began is None or seen.now is None or seen.shown is None:
        return
    row, shown = seen.began.row, seen.shown
    with shared_store().board() as board:
        states, following = improvement_steps.steps_from(board, row.state)
    today = boards.setting().today
    with st.expander(words.MOVE, expanded=following is not None), st.form(place, border=False):
        head = st.container()
        if idea.metric is not None:
            st.info(plain(idea.effect), icon=":material/query_stats:")
        first, second = st.columns(2)
        state = first.selectbox(
            words.MOVE_TO,
            states,
            # where none follows, whoever takes a step says which
            index=following,
            format_func=lambda code: improvement_words.STATES[code],
            key=f"{place}-state",
            placeholder=words.MOVE_CHOOSE,
        )
        day = second.date_input(
            words.MOVE_ON, today, max_value=today, format="YYYY-MM-DD", key=f"{place}-on"
        )
        validation = st.text_area(
            words.MOVE_VALIDATION, row.validation or "", height=80, key=f"{place}-validation"
        )
        reason = st.text_input(words.MOVE_REASON, key=f"{place}-reason")
        given = _proof_fields(place)
        wanted = forms.ending(words.MOVE_STORE, seen)
    if seen.faster:
        mine = {"state": state, "validation": validation.strip()}
        with head:
            forms.look_again(seen.now, mine if wanted else None, words.DEED_FASTER)
    if not wanted:
        return
    if state is None:
        st.error(words.MOVE_UNCHOSEN)
    elif not forms.store(
        lambda: improvements.move(
            shared_store(),
            who,
            idea.code,
            state,
            on=day,
            seen=shown,
            validation=validation,
            proofs=given.proofs(day),
            reason=reason,
        ),
        words.MOVE_STORED.format(title=idea.title, state=improvement_words.STATES[state]),
        forms.now(current()).address("improvement", improvement=idea.code),
    ):
        st.error(words.READING_LOOK_AGAIN)


def edit(idea: Idea) -> None:
    """Change what is recorded of an improvement, but for how far it has come."""
    at = desk()
    version = at.row(Improvement, idea.code)
    if current().known_at is not None or version is None or acting.person() is None:
        return
    with st.expander(words.IDEA_EDIT):
        registers.form(
            at, Improvement, version, current().address("improvement", improvement=idea.code)
        )


def raise_one() -> None:
    """Raise a new improvement, today and as proposed."""
    if current().known_at is not None:
        return
    with st.expander(words.IDEA_RAISE):
        if forms.actor("improvements", "") is not None:
            today = boards.setting().today.isoformat()
            then = forms.now(current()).address("improvements")
            registers.form(desk(), Improvement, None, then, raised_on=today)
