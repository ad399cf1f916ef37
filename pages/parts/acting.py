"""Who acts, and a look now and then whether somebody wrote meanwhile."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from pages.parts import boards, words
from pages.parts.boards import Setting
from smsdata.models import Person
from smsdata.serving import shared_store

_ACTING, _COOKIE, _SEEN = "acting", "sms_acting", "seen_version"
# Going to another page may forget the field, but not who it was.
_WHO = "acts"
# How soon a write elsewhere shows on an open page.
_SECONDS = 2

_KEEP = """
export default function ({ data }) {
  document.cookie =
    `${data.name}=${encodeURIComponent(data.value)}; path=/; max-age=31536000; SameSite=Strict`
}
"""


@cache
def _keeper() -> Any:
    return st.components.v2.component("sms_keep", js=_KEEP)


def act_as(code: str) -> None:
    """Let this person act from the next run on."""
    st.session_state[_WHO] = code


def choose(setting: Setting) -> Person | None:
    """The acting person, chosen here and kept by the browser (local mode: not proved)."""
    people = {person.person: person for person in setting.people if person.active}
    if _WHO not in st.session_state:
        st.session_state[_WHO] = st.context.cookies.get(_COOKIE)
    if st.session_state.get(_ACTING) is None:
        st.session_state[_ACTING] = st.session_state[_WHO]
    if st.session_state[_ACTING] not in people:
        st.session_state[_ACTING] = None
    chosen = st.selectbox(
        words.ACTING,
        list(people),
        key=_ACTING,
        format_func=lambda code: people[code].name,
        placeholder=words.NOBODY,
        label_visibility="collapsed",
        width=200,
    )
    person = people.get(chosen) if chosen else None
    if person is not None:
        st.session_state[_WHO] = person.person
        _keeper()(data={"name": _COOKIE, "value": person.person}, key="keep_acting")
    return person


def person() -> Person | None:
    """Who acts in this run."""
    code = st.session_state.get(_ACTING)
    return next((row for row in boards.setting().people if row.person == code and row.active), None)


def watch() -> None:
    """Draw the page anew where the store was written since it was drawn."""
    # A run of the whole page shows what is there: to run it again would lose the click it is for.
    st.session_state[_SEEN] = shared_store().version
    _look()


@st.fragment(run_every=_SECONDS)
def _look() -> None:
    if st.session_state.get(_SEEN) != shared_store().version:
        st.rerun()
