"""Choosing objectives from the library: tick, change the target, say whose and by when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from pages.parts import registers, saving, troubles
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.sheet import plain
from smsdata import display
from smsdata.errors import InputError
from smsdata.library import Choice, Entry, edits, library_beside, usual_term
from smsdata.models import NUMBER
from smsdata.serving import shared_store
from smsdata.typed import number_text

# What most organisations measure first.
_FIRST = "8.6.1"


def choosing(desk: Desk, then: Callable[[], None] | None = None) -> None:
    """The entries of one practice, as a form."""
    try:
        entries = library_beside(shared_store().path)
    except InputError as error:
        troubles.tell(error)
        return
    st.markdown(words.LIBRARY_TOLD.format(count=len(entries)))
    practices = {entry.clause: entry.practice for entry in entries}
    clauses = sorted(practices, key=display.clause_order)
    clause = st.selectbox(
        words.PRACTICE,
        clauses,
        index=clauses.index(_FIRST) if _FIRST in clauses else 0,
        format_func=lambda one: words.PRACTICE_NAME.format(clause=one, practice=practices[one]),
        key="library-practice",
        width=registers.WIDTH,
    )
    why_not = desk.why_not("objectives")
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    known = desk.names("objectives")
    offered = [entry for entry in entries if entry.code not in known]
    _keep(offered)
    with st.container(key=f"library-{clause}", width=registers.WIDTH):
        for entry in entries:
            if entry.clause == clause:
                _entry(entry, is_known=entry.code in known)
        ticked = [entry for entry in offered if _is_ticked(entry)]
        if elsewhere := [entry for entry in ticked if entry.clause != clause]:
            titles = "; ".join(entry.title for entry in elsewhere)
            st.info(plain(words.TICKED_TOO.format(titles=titles)), icon=":material/check_box:")
        starts_on, due_on, owner = _terms(desk)
        wanted = st.button(
            words.CHOOSE, key="library-choose", type="primary", disabled=why_not is not None
        )
    if not wanted:
        return
    if not ticked:
        st.warning(words.NONE_TICKED)
        return
    try:
        choices = [_choice(entry, starts_on, due_on, owner) for entry in ticked]
    except InputError as error:
        saving.problems(error.problems)
        return
    outcomes = saving.store(desk, edits(choices, desk.names("metrics")), None)
    if outcomes is not None:
        saving.done(saving.stored(outcomes), then or registers.address(desk, "objectives"))


def _keep(entries: Sequence[Entry]) -> None:
    """Keep what was ticked and typed under practices that are not shown: Streamlit forgets it."""
    state = st.session_state
    for entry in entries:
        for key in (_tick(entry), *(_aim(entry, name) for name, _ in _aims(entry))):
            if key in state:
                state[key] = state[key]


def _tick(entry: Entry) -> str:
    return f"tick-{entry.code}"


def _aim(entry: Entry, name: str) -> str:
    return f"aim-{entry.code}-{name}"


def _is_ticked(entry: Entry) -> bool:
    return bool(st.session_state.get(_tick(entry)))


def _entry(entry: Entry, *, is_known: bool) -> None:
    """One entry with its target."""
    with st.container(gap="xxsmall"):
        _ticking(entry, is_known=is_known)


def _ticking(entry: Entry, *, is_known: bool) -> None:
    metric = entry.metric
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # in a container of its own a long title wraps instead of being cut off
        with st.container(width="stretch"):
            # under another key: what is withdrawn later is not ticked still
            key = f"known-{entry.code}" if is_known else _tick(entry)
            st.checkbox(f"**{plain(entry.title)}**", is_known, key, disabled=is_known)
        if is_known:
            st.markdown(words.CHOSEN_ALREADY, width="content")
        else:
            for name, label in _aims(entry):
                usual = f"{getattr(entry.objective, name):g}"
                st.session_state.setdefault(_aim(entry, name), usual)
                st.text_input(
                    label.format(unit=plain(metric.unit)), key=_aim(entry, name), width=150
                )
    measured = words.MEASURED.format(
        name=metric.name,
        definition=metric.definition,
        formula=metric.formula,
        frequency=words.CHOICES["frequency"][metric.frequency],
        source=metric.source or display.NOTHING,
    )
    st.markdown(f":small[{plain(measured)}]")


def _aims(entry: Entry) -> list[tuple[str, str]]:
    if entry.is_range:
        return [("lower", words.LOWER_OF), ("upper", words.UPPER_OF)]
    return [("value", words.TARGET_OF)]


def _terms(desk: Desk) -> tuple[date, date | None, str | None]:
    """From when, until when and whose: the same for all that is ticked."""
    usual_start, usual_end = usual_term(desk.setting.today, desk.setting.fiscal_month)
    people = {p.person: p.name for p in desk.setting.people if p.active}
    first, last, whose = st.columns(3, gap="medium")
    starts_on = first.date_input(
        words.STARTS_ON,
        usual_start,
        format="YYYY-MM-DD",
        key="library-starts",
        help=words.STARTS_ON_HELP,
    )
    due_on = last.date_input(
        words.DUE_ON,
        usual_end,
        format="YYYY-MM-DD",
        key="library-due",
        help=words.DUE_ON_HELP,
    )
    owner = whose.selectbox(
        words.OWNER,
        list(people),
        index=list(people).index(desk.actor) if desk.actor in people else None,
        format_func=lambda code: people[code],
        placeholder=words.NOTHING_CHOSEN,
        key="library-owner",
        help=words.OWNER_HELP,
    )
    return starts_on, due_on, owner


def _choice(entry: Entry, starts_on: date, due_on: date | None, owner: str | None) -> Choice:
    aims: dict[str, float | None] = {"value": None, "lower": None, "upper": None}
    for name, _ in _aims(entry):
        text = str(st.session_state[_aim(entry, name)]).strip()
        try:
            aims[name] = NUMBER.parse(number_text(text, entry.metric.unit))
        except ValueError as error:
            what = f"{entry.title}: {error}"
            raise InputError.of(what, file="target_points", column=name) from error
    return Choice(entry, starts_on, due_on, owner, **aims)
