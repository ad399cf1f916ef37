"""Two points in time side by side: another period, or the same as known at another time.

The address says with what: `with=2026-06`, `with_known=2026-10-05T00:00:00Z` (or `now`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from pages.parts import boards, facts, words
from pages.parts.boards import Setting
from pages.parts.shapes import badge
from pages.parts.sheet import esc, plain
from pages.parts.view import View
from smsdata import display
from smsdata.clocks import parse_moment
from smsdata.errors import InputError
from smsdata.periods import Period, periods_between
from smsdata.review import Measure, ObjectiveReview, TargetKey

WITH, WITH_KNOWN = "with", "with_known"
_PERIOD, _KNOWN = "compared_period", "compared_known"


def in_address() -> dict[str, str]:
    """What the address says of the comparison, to be kept by links."""
    return {name: st.query_params[name] for name in (WITH, WITH_KNOWN) if name in st.query_params}


def other(view: View, setting: Setting) -> View | None:
    """The point in time that the address names to compare with; None where it names none."""
    given = in_address()
    found = view
    if code := given.get(WITH):
        period = Period.parse(code, setting.fiscal_month)
        if period is None or period.first > view.today:
            st.warning(plain(words.COMPARE_BAD.format(text=display.brief(code, 20))))
            return None
        found = view.at(period)
    if text := given.get(WITH_KNOWN):
        try:
            known = (
                None
                if text.strip().casefold() == words.COMPARE_NOW
                else parse_moment(text, setting.zone, words.COMPARE_KNOWN)
            )
        except InputError as error:
            st.warning(plain(str(error)))
            return None
        found = replace(found, known_at=known)
    return found if given else None


# --- the control ---------------------------------------------------------------------------------


def control(view: View, setting: Setting) -> None:
    """Choose what to compare with."""
    given = in_address()
    with st.popover(words.COMPARE, icon=":material/compare_arrows:"):
        _period(view, setting, given.get(WITH, ""))
        st.session_state[_KNOWN] = given.get(WITH_KNOWN, "")
        st.text_input(
            words.COMPARE_KNOWN,
            key=_KNOWN,
            placeholder=words.KNOWN_AT_EXAMPLE,
            help=words.COMPARE_KNOWN_HELP.format(zone=setting.zone),
            on_change=lambda: _write(WITH_KNOWN, st.session_state[_KNOWN].strip()),
        )
    if given:
        st.button(words.COMPARE_STOP, on_click=_stop, type="tertiary", icon=":material/close:")


def _period(view: View, setting: Setting, code: str) -> None:
    first = min(setting.first_day or view.first, view.first)
    last = max(view.today, view.last)
    periods = {
        p.code: p.name for p in periods_between(first, last, view.period.kind, setting.fiscal_month)
    }
    named = Period.parse(code, setting.fiscal_month)
    if named:
        periods.setdefault(code, named.name)
    st.session_state[_PERIOD] = code if code in periods else ""
    st.selectbox(
        words.COMPARE_FIELD,
        ["", *periods],
        key=_PERIOD,
        format_func=lambda chosen: periods.get(chosen, words.COMPARE_SAME),
        on_change=lambda: _write(WITH, st.session_state[_PERIOD]),
    )


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _stop() -> None:
    for name in (WITH, WITH_KNOWN):
        _write(name, "")


# --- side by side --------------------------------------------------------------------------------


def html(code: str, view: View, compared: View) -> str:
    """The two side by side, the earlier one first, and what moved between them."""
    if boards.key(view) == boards.key(compared):
        return _part(f"<p>{words.COMPARED_SAME}</p>")
    before, after = sorted((compared, view), key=_when)
    items = [boards.reviewed(one).review.objective(code) for one in (before, after)]
    zone = boards.setting().zone
    heads = "".join(
        f'<th scope="col">{esc(_name(one, zone))}'
        f"{f' <b>({words.THIS_PAGE})</b>' if one is view else ''}</th>"
        for one in (before, after)
    )
    rows: list[str] = []
    changed: list[str] = []
    for label, cells in _rows(*items):
        if label is None:
            rows.append(f'<tr class="of"><th colspan="3" scope="colgroup">{cells[0]}</th></tr>')
            continue
        same = cells[0] == cells[1]
        if not same and label not in (words.VERDICT, words.FACT_STATUS, *changed):
            changed.append(label)
        kind = ' class="same"' if same else ""
        shown = "".join(
            f'<td data-label="{esc(_name(one, zone))}" dir="auto">{cell}</td>'
            for one, cell in zip((before, after), cells, strict=True)
        )
        rows.append(f'<tr{kind}><th scope="row">{label}</th>{shown}</tr>')
    return _part(
        f"<p>{_moved(code, before, after)} {_also(changed)}</p>"
        f'<table class="rows compared"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>{_between(code, before, after)}"
    )


def _part(body: str) -> str:
    return f'<div class="objective"><h2>{words.COMPARED}</h2>{body}</div>'


def _when(view: View) -> tuple[object, object]:
    return view.last, boards.reviewed(view).review.known_at


def _name(view: View, zone: str) -> str:
    known = words.KNOWN_SHORT_NOW
    if view.known_at:
        known = words.KNOWN_SHORT_AT.format(moment=display.moment(view.known_at, zone))
    period = view.period.name
    if view.running:
        period = words.TO_DATE.format(period=period)
    return words.COMPARED_COLUMN.format(period=period, known=known)


Row = tuple[str | None, tuple[str, str]]


def _rows(before: ObjectiveReview | None, after: ObjectiveReview | None) -> Iterable[Row]:
    """What is compared, a row each; a row without a label names the measure that follows."""

    def of(item: ObjectiveReview | None, html: str) -> str:
        return html if item else f'<span class="quiet">{words.NOT_THERE}</span>'

    yield (
        words.VERDICT,
        (
            of(before, esc(before.full_verdict) if before else ""),
            of(after, esc(after.full_verdict) if after else ""),
        ),
    )
    yield (
        words.FACT_STATUS,
        (
            of(before, badge(before.status.status) if before else ""),
            of(after, badge(after.status.status) if after else ""),
        ),
    )
    measures: dict[TargetKey, list[Measure | None]] = {}
    for side, item in enumerate((before, after)):
        for measure in item.measures if item else ():
            measures.setdefault(measure.key, [None, None])[side] = measure
    for pair in measures.values():
        known = pair[1] or pair[0]
        if len(measures) > 1 and known:
            yield None, (esc(known.name), "")
        yield from _measure_rows(pair[0], pair[1], several=len(measures) > 1)


def _measure_rows(before: Measure | None, after: Measure | None, *, several: bool) -> Iterable[Row]:
    sides = [dict(_cells(measure)) if measure else {} for measure in (before, after)]
    for label in dict.fromkeys(label for side in reversed(sides) for label in side):
        if label == words.FACT_STATUS and not several:
            continue
        yield label, (sides[0].get(label, display.NOTHING), sides[1].get(label, display.NOTHING))


def _cells(measure: Measure) -> Iterable[tuple[str, str]]:
    s = measure.status
    yield words.FACT_STATUS, badge(s.status)
    yield words.FACT_ACTUAL, esc(measure.actual)
    yield words.FACT_REQUIRED, esc(measure.required)
    yield words.COLUMN_GAP, esc(measure.gap)
    yield words.FACT_FORECAST, esc(measure.forecast)
    assurance = display.ASSURANCE_WORDS[s.assurance] if s.assurance else display.NOTHING
    yield words.FACT_ASSURANCE, esc(assurance)
    yield words.FACT_DATA, esc(measure.data)


def _moved(code: str, before: View, after: View) -> str:
    change = boards.moved(before, after, code)
    if change is None:
        return ""
    if change.moved == "unchanged":
        word = display.status_word(change.status_after or change.status_before)
        return words.UNMOVED.format(status=word)
    return words.MOVED_FROM_TO.format(
        moved=display.MOVED_WORDS[change.moved],
        before=display.status_word(change.status_before),
        after=display.status_word(change.status_after),
    )


def _also(labels: list[str]) -> str:
    if not labels:
        return words.NOTHING_CHANGED
    named = display.listed([label.lower() for label in labels], most=9)
    return words.ALSO_CHANGED.format(what=named)


def _between(code: str, before: View, after: View) -> str:
    """What was recorded from one time of knowing to the other, where they differ."""
    if before.known_at == after.known_at:
        return ""
    known = [(boards.reviewed(one).review.known_at, one) for one in (before, after)]
    (start, _), (end, later) = sorted(known, key=lambda each: each[0])
    found = [event for event in boards.events(later, code) if start < event.recorded_at <= end]
    body = facts.listed(found) if found else f"<p>{words.NOTHING_BETWEEN}</p>"
    return f"<h3>{words.BETWEEN}</h3>{body}"
