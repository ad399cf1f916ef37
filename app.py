"""The dashboard's process: `streamlit run app.py` serves it on http://127.0.0.1:8501."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from pages.parts import evidence_route, troubles, watch
from smsdata.errors import StoreUnavailable
from smsdata.serving import close_shared, shared_store

_log = logging.getLogger("sms")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Hold the store, and carry out commands beside it, as long as the dashboard runs."""
    try:
        shared_store()
    except StoreUnavailable as error:
        # Each page tries again and says so to whoever looks.
        _log.error("%s", error)
    try:
        yield {}
    finally:
        close_shared()


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[evidence_route.ROUTE, watch.ROUTE],
    on_script_error=troubles.tell,
)
