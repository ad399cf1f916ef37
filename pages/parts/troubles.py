"""What goes wrong, told to a person in one plain sentence; the log has the rest."""

from __future__ import annotations

import logging

import streamlit as st

from pages.parts import words
from smsdata.errors import SmsError

_log = logging.getLogger("sms")


def tell(error: Exception) -> bool:
    """Show what a page tripped over instead of a traceback."""
    if isinstance(error, SmsError):
        _log.warning("%s", error)
        st.error(str(error))
    else:
        _log.error("a page failed", exc_info=error)
        st.error(words.FAILED)
    return True
