"""A look now and then whether somebody wrote meanwhile, so that an open page shows it.

The browser asks over HTTP which version the store has, and speaks up in its session only where that
is another. A fragment that Streamlit runs every so often speaks up each time, in the name of the
page it stands on: where that crosses the move to another page, this is cleared and nothing is drawn
on it (Streamlit 1.67).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from smsdata.errors import SmsError
from smsdata.serving import shared_store

_SEEN = "seen_version"
_ASK = """
const EVERY = 2000
// Who clicks may be on the way to another page, and sees there what was written.
const CLICK = 1000
let clicked = 0
addEventListener("click", () => { clicked = Date.now() }, true)

export default function ({ parentElement, data, setTriggerValue }) {
  clearInterval(parentElement.asking)
  let seen = data.version
  const asking = setInterval(async () => {
    const answer = await fetch("written").catch(() => null)
    const version = answer?.ok ? await answer.text() : seen
    if (version === seen || Date.now() - clicked < CLICK) return
    seen = version
    setTriggerValue("written", version)
  }, EVERY)
  parentElement.asking = asking
  return () => clearInterval(asking)
}
"""


@cache
def _component() -> Any:
    return st.components.v2.component("sms_watch", js=_ASK)


def watch() -> None:
    """Draw the page anew where the store was written since it was drawn."""
    st.session_state[_SEEN] = shared_store().version
    _look()


@st.fragment
def _look() -> None:
    # A fragment waits for a run of the page that is under way, which shows what is there: to run
    # the page in its place would lose the click it is for.
    seen = st.session_state[_SEEN]
    _component()(data={"version": str(seen)}, key="watch", on_written_change=lambda: None)
    if seen != shared_store().version:
        st.rerun()


def _version(_: Request) -> PlainTextResponse:
    try:
        return PlainTextResponse(str(shared_store().version), headers={"Cache-Control": "no-store"})
    except SmsError as error:
        return PlainTextResponse(str(error), 503)


ROUTE = Route("/written", _version)
