"""Traceability: from outcome to evidence, of the whole management system or of one row of it."""

from __future__ import annotations

import streamlit as st

from pages.parts import boards, words
from pages.parts.choices import by_name, choice, form, row_of
from pages.parts.lists import listed, offer_all
from pages.parts.rows import row_address
from pages.parts.sheet import esc, link, sheet
from pages.parts.view import View, current
from pages.parts.ways import drawing, matrix
from smsdata import display
from smsdata.trace import OUTCOME, OWNER, Trace
from smsdata.trace_graph import graph


def trace() -> None:
    """Show what the address names, or all."""
    view = current()
    register, code = (st.query_params.get(name, "") for name in ("register", "code"))
    if register or code:
        sheet(_one(register, code, view), key="trace-of-one")
        return
    whole = boards.traced(view).plan
    if not whole.rows:
        sheet(f"<h1>{esc(whole.headline)}</h1><p>{words.TRACE_NONE}</p>", key="trace")
        return
    head = st.container()
    shown, drawn = _filtered(whole)
    with head:
        sheet(_head(whole, shown), key="trace-head")
    if not shown.rows:
        return
    if drawn == "graph":
        sheet(drawing(graph(shown.ways), view, ("", "")), key="trace-drawn")
        return
    sheet(matrix(listed(shown.rows, "trace"), view), key="trace-matrix")
    offer_all(shown.rows, "trace")


def _head(whole: Trace, shown: Trace) -> str:
    day = display.day(whole.on_date)
    told = words.TRACE_ABOUT.format(day=day)
    if not shown.rows:
        told = words.TRACE_NONE_SHOWN
    elif len(shown.rows) != len(whole.rows):
        told = words.TRACE_SHOWN.format(
            day=day,
            shown=display.counted(len(shown.rows), "row"),
            total=display.whole(len(whole.rows)),
        )
    return f'<h1>{esc(whole.headline)}</h1><p class="under quiet">{esc(told)}</p>'


def _filtered(whole: Trace) -> tuple[Trace, str]:
    """What the filters leave, and whether it is drawn; each stands in the address."""
    outcome, owner, gaps, how = row_of([3, 3, 2, 2])
    with outcome:
        of_outcome = choice(words.FILTER_OUTCOME, "outcome", by_name(whole.names(OUTCOME)))
    with owner:
        owned = choice(words.FILTER_OWNER, "owner", by_name(whole.names(OWNER)))
    with gaps:
        broken = st.toggle(words.FILTER_GAPS, key="gaps", bind="query-params")
    with how:
        drawn = form("drawn", words.TRACE_FORMS)
    shown = whole.only(
        lambda row: (
            (of_outcome is None or any(s.code == of_outcome for s in row.steps(OUTCOME)))
            and (owned is None or any(s.code == owned for s in row.steps(OWNER)))
            and (bool(row.gap_count) or not broken)
        )
    )
    return shown, drawn


def _one(register: str, code: str, view: View) -> str:
    """What one row is connected to, drawn and as a table."""
    ways = link(view.address("trace"), words.TO_TRACES)
    found = boards.traced(view).of(register, code)
    if found is None:
        said = words.TRACE_UNKNOWN.format(code=display.brief(code))
        return f'<h1 class="lesser">{esc(said)}</h1><p class="more">{ways}</p>'
    title, connected = found
    if address := row_address(view, register, code):
        ways += link(address, words.TO_ROW)
    return (
        f'<p class="ways">{ways}</p><h1 class="lesser" dir="auto">{esc(connected.told(title))}</h1>'
        f"{drawing(graph(connected.ways), view, (register, code))}"
        f"{matrix(connected.rows, view)}"
    )


trace()
