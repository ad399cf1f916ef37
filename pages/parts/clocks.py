"""The frame's head: whose board it is, the period, as known when, who acts."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts import acting, words
from pages.parts.boards import Setting
from pages.parts.sheet import plain
from pages.parts.view import View, look
from smsdata import display
from smsdata.clocks import parse_moment, utc_text
from smsdata.errors import InputError
from smsdata.periods import KINDS, Period, periods_between

_KIND, _CODE, _KNOWN, _OPEN = "picked_kind", "picked_period", "picked_known", "known_open"
_WRONG = "wrong_time"


def show(setting: Setting, view: View, *, periods: bool) -> None:
    """One row of controls, and a banner where the board is not as known now.

    `periods`: whether the page speaks of a period that can be chosen.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.markdown(f"**{plain(setting.name)}**", width="stretch")
        if periods:
            _kind(view)
            with st.container(
                horizontal=True, vertical_alignment="center", gap="xxsmall", width=280
            ):
                _period(setting, view)
        _known(setting, view)
        acting.choose(setting)
    if wrong := st.session_state.pop(_WRONG, None):
        st.error(wrong)
    if view.known_at is not None:
        said, back = st.columns([5, 1], vertical_alignment="center")
        said.warning(
            words.KNOWN_BANNER.format(moment=display.moment(view.known_at, setting.zone)),
            icon=":material/history:",
        )
        back.button(
            words.BACK_TO_NOW, on_click=look, args=(View(view.period, view.today),), width="stretch"
        )


def _kind(view: View) -> None:
    st.session_state[_KIND] = view.period.kind

    def change() -> None:
        kind = st.session_state[_KIND]
        if kind:
            look(view.at(view.period.as_kind(kind, view.today)))

    st.segmented_control(
        words.PERIOD,
        KINDS,
        key=_KIND,
        format_func=words.PERIOD_KINDS.__getitem__,
        on_change=change,
        label_visibility="collapsed",
    )


def _period(setting: Setting, view: View) -> None:
    kind, month = view.period.kind, setting.fiscal_month
    first = min(setting.first_day or view.first, view.first)
    last = max(view.today, view.last)
    periods = {p.code: p for p in periods_between(first, last, kind, month)}
    st.session_state[_CODE] = view.period.code

    def name(code: str) -> str:
        shown: Period = periods[code]
        if shown.last > view.today:
            return words.TO_DATE.format(period=shown.name)
        return shown.name

    def change() -> None:
        look(view.at(periods[st.session_state[_CODE]]))

    st.button(
        words.EARLIER,
        key="earlier",
        icon=":material/chevron_left:",
        on_click=look,
        args=(view.at(view.period.moved(-1)),),
        disabled=view.first <= first,
        type="tertiary",
    )
    st.selectbox(
        words.PERIOD,
        list(periods),
        key=_CODE,
        format_func=name,
        on_change=change,
        label_visibility="collapsed",
    )
    st.button(
        words.LATER,
        key="later",
        icon=":material/chevron_right:",
        on_click=look,
        args=(view.at(view.period.moved(1)),),
        disabled=view.period.moved(1).first > view.today,
        type="tertiary",
    )


def _known(setting: Setting, view: View) -> None:
    at = view.known_at
    label = words.KNOWN_NOW
    if at is not None:
        local = at.astimezone(ZoneInfo(setting.zone))
        label = words.KNOWN_AT.format(day=display.short_day(local.date()))
    st.session_state[_KNOWN] = utc_text(at) if at is not None else ""

    def change() -> None:
        text = st.session_state[_KNOWN].strip()
        try:
            known_at = parse_moment(text, setting.zone, words.KNOWN_AT_FIELD) if text else None
        except InputError as error:
            st.session_state[_WRONG] = str(error)
        else:
            look(View(view.period, view.today, known_at))
            # It would lie over the banner that now says so.
            st.session_state[_OPEN] = False

    with st.popover(label, key=_OPEN, on_change="rerun"):
        st.text_input(
            words.KNOWN_AT_FIELD,
            key=_KNOWN,
            placeholder=words.KNOWN_AT_EXAMPLE,
            help=words.KNOWN_AT_HELP.format(zone=setting.zone),
            on_change=change,
        )
