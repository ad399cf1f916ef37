"""Form fields made from a register's columns: which widget a cell has, and its text both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st

from pages.parts import set_up_words as words
from smsdata.models import BOOLEAN, CODES, DATE, NUMBER, Column
from smsdata.typed import number_text

# Every day that a bundle may hold.
_FIRST, _LAST = date(1000, 1, 1), date.max


def field(
    register: str,
    column: Column,
    key: str,
    names: Mapping[str, str],
    *,
    fixed: bool = False,
    made: bool = False,
) -> None:
    """The widget of one cell; `names` are what it may refer to, by code.

    `fixed`: it cannot be changed; `made`: left empty, it is made from the row's name.
    """
    label, told = words.column(register, column.name)
    if made:
        told = words.CODE_MADE.format(told=told)
    elif column.required and not fixed:
        label = words.NEEDED.format(label=label)
    given: dict[str, Any] = {"key": key, "help": told, "disabled": fixed}
    if column.kind is BOOLEAN:
        st.checkbox(label, **given)
    elif column.kind is DATE:
        st.date_input(label, format="YYYY-MM-DD", min_value=_FIRST, max_value=_LAST, **given)
    elif said := words.choices(column):
        # what has a default is never nothing
        st.selectbox(
            label,
            _offered(said, key),
            index=0 if column.required or column.default is not None else None,
            format_func=lambda choice: said.get(choice, choice),
            placeholder=words.NOTHING_CHOSEN,
            **given,
        )
    elif column.kind is CODES:
        st.multiselect(
            label,
            _offered(names, key),
            format_func=lambda code: f"{names[code]} ({code})" if code in names else code,
            placeholder=words.NOTHING_CHOSEN,
            **given,
        )
    elif column.ref is not None:
        st.selectbox(
            label,
            _offered(names, key),
            index=None,
            format_func=lambda code: f"{names[code]} ({code})" if code in names else code,
            placeholder=words.NOTHING_CHOSEN,
            **given,
        )
    elif words.is_long(register, column.name):
        st.text_area(label, height="content", **given)
    else:
        st.text_input(label, **given)


def _offered(codes: Iterable[str], key: str) -> list[str]:
    """What may be chosen, and what is: that may be withdrawn by now, or come from an import."""
    chosen = st.session_state.get(key) or []
    return list(dict.fromkeys([*codes, *([chosen] if isinstance(chosen, str) else chosen)]))


def seed(column: Column, text: str, key: str) -> None:
    """Put a cell's text into its widget, before it is drawn."""
    value: object = text
    if column.kind is BOOLEAN:
        value = text == "true"
    elif column.kind is DATE:
        value = date.fromisoformat(text) if text else None
    elif column.kind is CODES:
        value = text.split(";") if text else []
    elif words.choices(column) or column.ref is not None:
        value = text or None
    st.session_state[key] = value


def cell(column: Column, key: str) -> str:
    """What the widget of a cell holds, as a bundle's file has it."""
    value = st.session_state.get(key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(value)
    text = str(value).strip()
    # many write decimals so
    return as_number(text) if column.kind is NUMBER and "," in text else text


def as_number(text: str, unit: str = "") -> str:
    """A number of a unit as a bundle writes it; as it was typed where it is none, or could be two.

    That is refused when it is stored.
    """
    with suppress(ValueError):
        return number_text(text, unit)
    return text
