"""Tables of HTML cells: of long ones the rest is folded, or shown when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from pages.parts import words
from pages.parts.sheet import named
from smsdata import display

_Row = TypeVar("_Row")

# What is shown before somebody unfolds the rest.
_MOST_ROWS = 12
# How many rows a page lists before somebody asks for all.
_MOST_LISTED = 100


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """A table whose rows are told by their first cell; `kind` is its class in the style sheet."""
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(
            f'<td data-label="{column}">{cell}</td>'
            for column, cell in zip(columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="rows {kind}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def folded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; what is beyond its first rows is folded."""
    shown = table(columns, rows[:_MOST_ROWS])
    if rest := rows[_MOST_ROWS:]:
        told = words.EARLIER_ROWS.format(count=display.whole(len(rest)))
        shown += f"<details><summary>{told}</summary>{table(columns, rest)}</details>"
    return shown


def listed(rows: Sequence[_Row], page: str) -> Sequence[_Row]:
    """The rows that a page lists: the first of many, or all where somebody asked for them."""
    return rows if st.session_state.get(_all_of(page)) else rows[:_MOST_LISTED]


def offer_all(rows: Sequence[object], page: str) -> None:
    """Below a page's list, what shows the rest of its rows."""
    if len(listed(rows, page)) < len(rows):
        st.button(
            words.SHOW_ALL.format(count=display.whole(len(rows))),
            on_click=lambda: st.session_state.update({_all_of(page): True}),
        )


def _all_of(page: str) -> str:
    return f"all_{page}"


def over(html: str, under: str | None) -> str:
    """Something with a quieter line below it."""
    return f'{html}<br><span class="quiet">{named(under)}</span>' if under else html
