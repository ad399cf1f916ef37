"""Filters of a list: each stands in the address under its own name."""

from __future__ import annotations

import streamlit as st

from pages.parts import words


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


def by_name(names: dict[str, str]) -> dict[str, str]:
    """Codes in the order of their names."""
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
