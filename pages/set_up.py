"""Set-up: the registers, the library, handing over, bundles, and the first hour."""

from __future__ import annotations

import streamlit as st

from pages.parts import (
    bundles,
    first_hour,
    handing_over,
    library,
    objective_form,
    registers,
    saving,
    starter_plans,
)
from pages.parts import set_up_words as words
from pages.parts.desk import Desk, desk
from pages.parts.sheet import calm, esc, link, plain
from smsdata.models import BY_NAME, Objective


def set_up() -> None:
    """Show the section that the address names."""
    at = desk()
    asked = section = st.query_params.get("section", "")
    if section not in words.SECTIONS and not _only_row(section):
        section = "first-hour" if first_hour.under_way() else "objectives"
    calm(_sections(at, section), key="sections")
    if asked not in ("", section):
        st.info(plain(words.UNKNOWN_SECTION.format(section=asked)))
    if at.view.known_at is not None:
        st.markdown(words.AS_OF_NOW)
    saving.tell()
    if section != "first-hour" and not {"row", "do"} & set(st.query_params):
        calm(f'<h1 class="lesser">{esc(words.SECTIONS[section])}</h1>', key="section")
    if section in BY_NAME and section != "organization":
        _register(at, section)
    else:
        _OTHERS[section](at)


def _only_row(section: str) -> bool:
    """Whether one row is asked for of a register that is listed on another page."""
    return section in words.BEGUN_ON and "row" in st.query_params


_OTHERS = {
    "first-hour": first_hour.steps,
    "organization": registers.organization,
    "library": library.choosing,
    "starter-plans": starter_plans.choosing,
    "handing-over": handing_over.handing_over,
    "bundles": bundles.bundles,
}


def _sections(at: Desk, current: str) -> str:
    links = "".join(
        f'<span aria-current="page">{esc(title)}</span>'
        if section == current
        else link(registers.address(at, section), esc(title))
        for section, title in words.SECTIONS.items()
        if section != "first-hour" or first_hour.under_way() or section == current
    )
    return f'<nav class="sections" aria-label="{words.SET_UP}">{links}</nav>'


def _register(at: Desk, register: str) -> None:
    record, row = BY_NAME[register], st.query_params.get("row", "")
    adding = st.query_params.get("do") == "add"
    if record is Objective and (adding or row):
        objective_form.one(at, row)
    elif adding:
        registers.adding(at, record)
    elif row:
        registers.one(at, record, row)
    else:
        registers.listing(at, record)


set_up()
