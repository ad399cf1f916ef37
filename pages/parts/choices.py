"""Filters of a list: each stands in the address under its own name."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import words
from smsdata import display


def row_of(widths: Sequence[float]) -> list[DeltaGenerator]:
    """Places for filters side by side, by their share of the width; on a phone two and two."""
    with st.container(key="filters"):
        return st.columns(widths, gap="small")


def search() -> str:
    """What somebody searches for."""
    return st.text_input(
        words.FILTER_TEXT,
        key="text",
        bind="query-params",
        placeholder=words.FILTER_TEXT,
        label_visibility="collapsed",
        icon=":material/search:",
    )


def choice(label: str, key: str, names: dict[str, str]) -> str | None:
    """One of some codes, by name; None for any."""
    return st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        key=key,
        bind="query-params",
        placeholder=label,
        label_visibility="collapsed",
    )


def form(key: str, names: dict[str, str]) -> str:
    """How a list is shown: one of some forms, by name; the first where nobody has chosen."""
    first, *_ = names
    chosen = st.segmented_control(
        words.LIST_FORM,
        list(names),
        default=first,
        required=True,
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or first


def statuses_of(there: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Some of the statuses there are, given with how many have each; none for any."""
    return tuple(
        st.multiselect(
            words.FILTER_STATUS,
            [status for status, _ in there],
            format_func=display.status_word,
            key="status",
            bind="query-params",
            placeholder=words.FILTER_STATUS,
            label_visibility="collapsed",
        )
    )


def by_name(names: dict[str, str]) -> dict[str, str]:
    """Codes in the order of their names."""
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
