"""One reading: its figure, who recorded it when and why; correcting it, taking it back."""

from __future__ import annotations

import streamlit as st

from pages.parts import acting, boards, troubles, words
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import current
from smsdata import display
from smsdata.board import ReadingVersion
from smsdata.errors import SmsError
from smsdata.readings import (
    OneReading,
    Typed,
    correct,
    one_reading,
    parse_key,
    reading_key,
    withdraw,
)
from smsdata.serving import shared_store

_KEY, _DONE = "reading", "reading_done"


def reading() -> None:
    """Show the reading that the address names."""
    view = current()
    key = parse_key(st.query_params.get(_KEY, ""))
    with shared_store().board(boards.setting().today, view.known_at) as board:
        found = one_reading(board, *key) if key else None
        services = board.services_of(key[0], key[2]) if key else []
    if found is None or key is None:
        sheet(f"<h1>{words.READING}</h1><p>{words.READING_UNKNOWN}</p>", key="reading")
        return
    if done := st.session_state.pop(_DONE, None):
        st.success(done)
    sheet(_html(found, services), key="reading")
    if view.known_at is None:
        _change(found)


def _html(found: OneReading, services: list[str]) -> str:
    current_ = found.current
    says = found.says(current_) if current_ else words.READING_NONE
    under = words.READING_OF.format(
        name=found.due.asked_for, owner=found.due.owner or display.NO_OWNER
    )
    if current_ is not None and current_.denominator is not None:
        under += ", " + words.READING_QUOTIENT.format(
            numerator=display.number(current_.numerator),
            denominator=display.number(current_.denominator),
        )
    note = f"<p><bdi>{esc(current_.note)}</bdi></p>" if current_ and current_.note else ""
    return (
        f'<div class="objective"><h1>{esc(display.sentence(says))}</h1>'
        f'<p class="under">{named(under)}</p>{note}'
        f"{_of_services(found, services)}{_versions(found)}</div>"
    )


def _of_services(found: OneReading, services: list[str]) -> str:
    """Where the figure is made of the services' readings: they."""
    if found.versions or not services:
        return ""
    day, metric = found.due.entry.period_start, found.due.metric.metric
    links = "".join(
        "<li>"
        + link(current().address("reading", reading=reading_key(metric, code, day)), named(name))
        + "</li>"
        for code, name in ((code, boards.service_name(code)) for code in services)
    )
    return f'<h2>{words.READING_SERVICES}</h2><ul class="plain">{links}</ul>'


def _versions(found: OneReading) -> str:
    if not found.versions:
        return ""
    columns = words.VERSION_COLUMNS
    heads = "".join(f'<th scope="col">{word}</th>' for word in columns)
    rows = "".join(_version(found, version) for version in reversed(found.versions))
    return (
        f'<h2>{words.HISTORY}</h2><table class="rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _version(found: OneReading, version: ReadingVersion) -> str:
    columns = words.VERSION_COLUMNS
    when = display.moment(version.recorded_at, boards.setting().zone)
    note = f"<br>{named(version.note)}" if version.note and not version.withdrawn else ""
    return (
        f'<tr><th scope="row">{esc(found.says(version))}{note}</th>'
        f'<td data-label="{columns[1]}">{named(found.name_of(version))}</td>'
        f'<td data-label="{columns[2]}">{esc(when)}</td>'
        f'<td data-label="{columns[3]}">{named(version.change_note or display.NOTHING)}</td></tr>'
    )


# --- changing it ---------------------------------------------------------------------------------


def _change(found: OneReading) -> None:
    person = acting.person()
    if person is None:
        st.caption(words.READING_CHOOSE)
        return
    rights = boards.rights(person.person)
    if not rights.may("readings", found.due.metric.metric):
        whose = display.not_allowed(person.name, person.access, "readings", found.due.metric.metric)
        st.caption(boards.plain(whose))
        return
    # what was typed is for the version that it was typed beside
    version = found.current.recorded_at.isoformat() if found.current else "none"
    place = f"correct-{found.due.key}-{version}"
    with st.form(place):
        typed = _typed(found, place)
        reason = st.text_input(words.READING_REASON, key=f"{place}-reason")
        with st.container(horizontal=True):
            correcting = st.form_submit_button(
                words.READING_CORRECT if found.current else words.READING_ENTER, type="primary"
            )
            withdrawing = found.current is not None and st.form_submit_button(
                words.READING_WITHDRAW
            )
    if not correcting and not withdrawing:
        return
    try:
        if correcting:
            stored = correct(shared_store(), person.person, found, typed, reason)
            done = words.READING_STORED.format(stored=stored)
        else:
            withdraw(shared_store(), person.person, found, reason)
            done = words.READING_TAKEN_BACK.format(name=found.due.asked_for)
    except SmsError as error:
        troubles.tell(error)
        return
    st.session_state[_DONE] = boards.plain(done)
    st.rerun()


def _typed(found: OneReading, place: str) -> Typed:
    now = found.current
    texts = {"value": "", "numerator": "", "denominator": ""}
    names = ("numerator", "denominator") if found.due.ratio else ()
    with st.container(horizontal=True):
        for name in ("value", *names):
            before = getattr(now, name) if now else None
            texts[name] = st.text_input(
                words.ENTRY_WORDS[name],
                "" if before is None else display.plain_number(before),
                key=f"{place}-{name}",
                width=160,
            )
    nothing = st.checkbox(
        words.ENTRY_WORDS["nothing"],
        bool(now and now.not_applicable),
        key=f"{place}-nothing",
    )
    note = st.text_input(
        words.ENTRY_WORDS["note"], (now.note or "") if now else "", key=f"{place}-note"
    )
    return Typed(
        found.due.key,
        texts["value"],
        texts["numerator"],
        texts["denominator"],
        not_applicable=nothing,
        note=note,
    )


reading()
