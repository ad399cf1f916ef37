"""The first hour: from an empty store to the first chart, step by step."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts import desk as desks
from pages.parts import library, registers, saving, starter_plans
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.sheet import calm, esc, go, link
from pages.parts.view import current
from smsdata.first_hour import OPTIONAL, STEPS
from smsdata.models import ZONES, Organization, Person

# Somebody took a step in this visit: they are shown the chart it led to.
_BEGUN = "first_hour_begun"


def show() -> None:
    """The first hour in the place of a page that has nothing to show yet."""
    saving.tell()
    steps(desks.desk())


def under_way() -> bool:
    """Whether somebody is on the way: a step is open, or was when this visit began."""
    return desks.steps().next is not None or st.session_state.get(_BEGUN, False)


def reminder() -> None:
    """The way back to the first hour, and at its end to the first chart."""
    done = desks.steps()
    if done.chart and not st.session_state.get(_BEGUN):
        return
    told, go_on = words.FIRST_HOUR_ON, words.FIRST_HOUR_GO
    if done.chart:
        told, go_on = words.FIRST_HOUR_END, words.FIRST_HOUR_CHART
    said = told.format(done=len(done.done), total=len(STEPS))
    to = current().address("set-up", section="first-hour")
    if done.chart:
        to = current().address("objective", objective=done.drawn[0])
    calm(f'<p class="more">{esc(said)} {link(to, esc(go_on))}</p>', key="first-hour-on")


def steps(desk: Desk) -> None:
    """All steps: those that are done in a line, the one that is open with its form."""
    if desks.steps().next:
        st.session_state[_BEGUN] = True
    chosen = st.query_params.get("step", "")
    open_step = chosen if chosen in (*STEPS, OPTIONAL) else desks.steps().next or "chart"
    calm(
        f'<h1 class="lesser">{words.FIRST_HOUR_TITLE}</h1><p>{words.FIRST_HOUR_TOLD}</p>',
        key="first-hour",
    )
    for number, step in enumerate((*STEPS, OPTIONAL), start=1):
        calm(_head(desk, step, number, is_open=step == open_step), key=f"step-{step}")
        if step == open_step:
            _FORMS[step](desk)
    if not desks.steps().done:
        st.caption(words.SAMPLE_TOLD)


def _head(desk: Desk, step: str, number: int, *, is_open: bool) -> str:
    done = getattr(desks.steps(), step)
    title = esc(words.STEP_TITLES[step])
    state = words.STEP_OPTIONAL if step == OPTIONAL else words.STEP_OPEN
    if done:
        state = words.STEP_DONE
    if not is_open:
        to = desk.view.address("set-up", section="first-hour", step=step)
        title = link(to, title)
    guidance = ""
    if is_open:
        good, objected = words.GUIDANCE[step]
        guidance = (
            f"<p><b>{words.GOOD}.</b> {esc(good)}</p>"
            f"<p><b>{words.OBJECTED}.</b> {esc(objected)}</p>"
        )
    return (
        f'<div class="step {"done" if done else "open"}"><span class="number">{number}</span>'
        f'<div><h2>{title} <span class="quiet">{state}</span></h2>{guidance}</div></div>'
    )


def _organization(desk: Desk) -> None:
    zone = st.context.timezone
    begin = {"time_zone": zone} if zone in ZONES else {}
    registers.form(desk, Organization, desk.row(Organization, ""), _next, **begin)
    st.markdown(words.SCOPE_TOLD)


def _people(desk: Desk) -> None:
    if not desks.steps().people:
        st.markdown(words.FIRST_PERSON)
        if desk.setting.people:
            to = link(desk.view.address("set-up", section="people"), esc(words.TO_PEOPLE))
            calm(f"<p>{esc(words.NOBODY_MAY)} {to}</p>", key="nobody-may")
    registers.form(desk, Person, None, _next, access="viewer" if desks.steps().people else "admin")


def _objectives(desk: Desk) -> None:
    library.choosing(desk, _next)


def _readings(desk: Desk) -> None:
    st.markdown(words.READINGS_TOLD)
    if st.button(words.READINGS_GO, type="primary", key="go-readings"):
        go(desk.view.address("readings"))


def _chart(desk: Desk) -> None:
    names, drawn = desk.names("objectives"), desks.steps().drawn
    if not drawn:
        st.markdown(words.CHART_TOLD)
        return
    links = "".join(
        f"<li>{link(desk.view.address('objective', objective=code), esc(names[code]))}</li>"
        for code in drawn
    )
    calm(f'<ul class="plain more">{links}</ul>', key="charts")


_FORMS: dict[str, Callable[[Desk], None]] = {
    "organization": _organization,
    "people": _people,
    "objectives": _objectives,
    "readings": _readings,
    "chart": _chart,
    "plan": starter_plans.choosing,
}


def _next() -> None:
    """On to the first step that is not done."""
    steps = desks.steps()
    if steps.next is None:
        st.rerun()
    go(desks.desk().view.address("set-up", section="first-hour"))
