"""Who has not entered their readings, and a reminder to send them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import words
from pages.parts.sheet import esc, named, sheet
from smsdata import display
from smsdata.readings import Due, who_has_not_entered


def show(due: Sequence[Due]) -> None:
    """By person: how many readings are missing, and the text of a reminder."""
    late = who_has_not_entered(due)
    with st.expander(words.LATE_TITLE_COUNT.format(count=display.whole(len(late)))):
        if not late:
            st.text(words.LATE_NONE)
            return
        heads = "".join(f'<th scope="col">{word}</th>' for word in words.LATE_COLUMNS)
        rows = "".join(
            f'<tr><th scope="row">{named(item.name)}</th>'
            f'<td data-label="{words.LATE_COLUMNS[1]}">{display.whole(item.overdue)}</td>'
            f'<td data-label="{words.LATE_COLUMNS[2]}">'
            f"{display.whole(len(item.due) - item.overdue)}</td>"
            f'<td data-label="{words.LATE_COLUMNS[3]}">'
            f"{esc(item.due[0].asked_for)}, {esc(item.due[0].when)}</td></tr>"
            for item in late
        )
        sheet(
            f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
            key="late",
        )
        chosen = st.selectbox(
            words.LATE_REMIND,
            range(len(late)),
            format_func=lambda number: late[number].name,
            index=None,
            key="remind",
        )
        if chosen is not None:
            st.code(late[chosen].reminder, language=None, wrap_lines=True)
