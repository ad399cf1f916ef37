"""Every visit first: who looks, at which period and clocks; then the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts import boards, first_hour, troubles, watch, words
from pages.parts import clocks as clock_row
from pages.parts.sheet import PAGE, PAGES, place
from pages.parts.view import settle
from smsdata.errors import SmsError

# The pages that have nothing to show before there is an objective.
_OF_OBJECTIVES = ("", "objectives", "objective", "pack")
# The pages that the first hour leads over, or that somebody comes back to.
_ON_THE_WAY = ("", "readings")
# The pages that speak of today, whatever the period.
_OF_TODAY = ("work", "readings", "from_file", "reading", "set-up")
_STYLE = Path(__file__).parent / "parts" / "frame.css"


def frame() -> None:
    """Set the page up, say whose board it is and at which clocks, and show the page."""
    st.set_page_config(page_title=words.OVERVIEW, layout="wide")
    st.html(_STYLE)
    pages = {
        "": st.Page("overview.py", title=words.OVERVIEW, default=True),
        "objectives": st.Page("objectives.py", title=words.OBJECTIVES, url_path="objectives"),
        "objective": st.Page(
            "objective.py", title=words.OBJECTIVE, url_path="objective", visibility="hidden"
        ),
        "plan": st.Page("plan.py", title=words.PLAN, url_path="plan"),
        "plan_item": st.Page(
            "plan_item.py", title=words.PLAN_ITEM, url_path="plan_item", visibility="hidden"
        ),
        "health": st.Page("health.py", title=words.HEALTH, url_path="health"),
        "trace": st.Page("trace.py", title=words.TRACEABILITY, url_path="trace"),
        "improvements": st.Page(
            "improvements.py", title=words.IMPROVEMENTS, url_path="improvements"
        ),
        "improvement": st.Page(
            "improvement.py", title=words.IMPROVEMENT, url_path="improvement", visibility="hidden"
        ),
        "work": st.Page("work.py", title=words.WORK, url_path="work"),
        "readings": st.Page("readings.py", title=words.READINGS, url_path="readings"),
        "from_file": st.Page("from_file.py", title=words.FROM_FILE, url_path="from_file"),
        "reading": st.Page(
            "reading.py", title=words.READING, url_path="reading", visibility="hidden"
        ),
        "pack": st.Page("pack.py", title=words.PACK, url_path="pack"),
        "set-up": st.Page("set_up.py", title=words.SET_UP, url_path="set-up"),
    }
    st.session_state[PAGES] = pages
    page = st.navigation(list(pages.values()), position="top")
    st.session_state[PAGE] = page.url_path
    try:
        setting = boards.setting()
        with place():
            view = settle(setting.today, setting.zone, setting.fiscal_month)
        clock_row.show(setting, view, periods=page.url_path not in _OF_TODAY)
        watch.watch()
    except SmsError as error:
        troubles.tell(error)
        st.stop()
    if setting.empty and page.url_path in _OF_OBJECTIVES:
        first_hour.show()
    else:
        with place():
            if page.url_path in _ON_THE_WAY:
                first_hour.reminder()
        page.run()


frame()
