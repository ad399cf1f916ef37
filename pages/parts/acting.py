"""Who acts."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from pages.parts import boards, words
from pages.parts.boards import Setting
from smsdata.models import Person

_ACTING, _COOKIE = "acting", "sms_acting"
# Going to another page may forget the field, but not who it was.
_WHO = "acts"

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
