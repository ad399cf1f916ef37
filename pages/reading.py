"""One reading: its figure, who recorded it when and why; correcting it, taking it back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.parts import boards, forms, troubles, words
from pages.parts.sheet import esc, link, named, plain, sheet
from pages.parts.view import current
from smsdata import display
from smsdata.board import ReadingVersion
from smsdata.errors import ConflictError, SmsError
from smsdata.readings import (
    OneReading,
    Typed,
    correct,
    one_reading,
    parse_key,
    withdraw,
)
from smsdata.serving import shared_store

_KEY, _DONE = "reading", "reading_done"
_FIGURES = ("value", "numerator", "denominator")


def reading() -> None:
    """Show the reading that the address names."""
    view = current()
    key = parse_key(st.query_params.get(_KEY, ""))
    with shared_store().board(boards.setting().today, view.known_at) as board:
        found = one_reading(board, *key) if key else None
    if found is None:
        sheet(f"<h1>{words.READING}</h1><p>{words.READING_UNKNOWN}</p>", key="reading")
        return
    if done := st.session_state.pop(_DONE, None):
        st.success(done)
    sheet(_html(found), key="reading")
    _change(found)


def _html(found: OneReading) -> str:
    current_ = found.current
    name = found.due.asked_for
    if current_ is not None and current_.denominator is not None:
        name = words.READING_QUOTIENT.format(
            name=name,
            numerator=display.number(current_.numerator),
            denominator=display.number(current_.denominator),
        )
    under = words.READING_OF.format(name=name, owner=found.due.owner or display.NO_OWNER)
    note = f"<p><bdi>{esc(current_.note)}</bdi></p>" if current_ and current_.note else ""
    return (
        f'<div class="objective"><h1>{esc(display.sentence(found.headline))}</h1>'
        f'<p class="under">{named(under)}</p>{note}'
        f'<p class="more">{link(current().address("readings"), words.READINGS)}</p>'
        f"{_of_services(found)}{_versions(found)}</div>"
    )


def _of_services(found: OneReading) -> str:
    """Where the figure is made of the services' readings: they."""
    if not found.parts:
        return ""
    columns = words.PART_COLUMNS
    heads = "".join(f'<th scope="col">{word}</th>' for word in columns)
    rows = "".join(
        '<tr><th scope="row">'
        + link(current().address("reading", reading=part.key), named(part.name))
        + f'</th><td data-label="{columns[1]}">{esc(part.says)}</td>'
        f'<td data-label="{columns[2]}">{named(part.recorded_by)}</td></tr>'
        for part in found.parts
    )
    return (
        f'<h2>{words.READING_SERVICES}</h2><table class="rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


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
    who = forms.actor("readings", found.due.metric.metric, choose=words.READING_CHOOSE)
    if who is None:
        return
    place = f"correct-{found.due.key}"
    began = seen = _began(found, place)
    with st.form(place):
        faster = began.made_from != found.made_from
        if faster:
            st.warning(plain(_faster(found)), icon=":material/sync_problem:")
        typed = _typed(found, place)
        if asks := found.read(typed).asks:
            st.warning(plain(asks), icon=":material/help:")
            typed = replace(typed, sure=st.checkbox(words.READING_SURE, key=f"{place}-sure"))
        # only what was recorded before is changed with a reason
        why = words.READING_REASON if found.made_from else words.READING_REMARK
        reason = st.text_input(why, key=f"{place}-reason")
        # a click meant for the version that stood there before changes nobody else's
        if faster and st.checkbox(words.MINE_INSTEAD, key=f"{place}-mine-{found.made_from}"):
            seen = found
        with st.container(horizontal=True):
            correcting = st.form_submit_button(
                words.READING_CORRECT if found.current else words.READING_ENTER, type="primary"
            )
            withdrawing = found.current is not None and st.form_submit_button(
                words.READING_WITHDRAW
            )
            if faster and st.form_submit_button(words.READING_TAKE_THEIRS):
                _forget(place)
                st.rerun()
    if not correcting and not withdrawing:
        return
    try:
        if correcting:
            stored = correct(shared_store(), who, seen, typed, reason)
            done = words.READING_STORED.format(stored=stored)
        else:
            withdraw(shared_store(), who, seen, reason)
            done = words.READING_TAKEN_BACK.format(name=found.due.asked_for)
    except ConflictError:
        st.error(words.READING_LOOK_AGAIN)
        return
    except SmsError as error:
        troubles.tell(error)
        return
    _forget(place)
    st.session_state[_DONE] = plain(done)
    st.rerun()


def _began(found: OneReading, place: str) -> OneReading:
    """The reading as it was when the form was filled: whoever corrects it, typing stays."""
    if f"{place}-note" not in st.session_state:
        now = found.current
        for name in _FIGURES:
            figure = getattr(now, name) if now else None
            st.session_state[f"{place}-{name}"] = (
                "" if figure is None else display.plain_number(figure)
            )
        st.session_state[f"{place}-nothing"] = bool(now and now.not_applicable)
        st.session_state[f"{place}-note"] = (now.note or "") if now else ""
        # what is not set keeps in the browser what was typed before
        st.session_state[f"{place}-reason"], st.session_state[f"{place}-sure"] = "", False
        st.session_state[f"{place}-began"] = found
    began: OneReading = st.session_state[f"{place}-began"]
    return began


def _forget(place: str) -> None:
    """Fill the form anew, from what is recorded now."""
    st.session_state.pop(f"{place}-note", None)


def _faster(found: OneReading) -> str:
    """Who changed it while somebody was at it, and to what."""
    last = found.versions[-1]
    return words.READING_FASTER.format(
        who=found.name_of(last),
        when=display.moment(last.recorded_at, boards.setting().zone),
        theirs=found.says(last),
    )


def _typed(found: OneReading, place: str) -> Typed:
    if found.parts:
        st.caption(words.READING_OVER_PARTS)
    with st.container(horizontal=True):
        texts = {
            name: st.text_input(words.ENTRY_WORDS[name], key=f"{place}-{name}", width=160)
            for name in (_FIGURES if found.due.ratio else _FIGURES[:1])
        }
    nothing = st.checkbox(words.ENTRY_WORDS["nothing"], key=f"{place}-nothing")
    note = st.text_input(words.ENTRY_WORDS["note"], key=f"{place}-note")
    return Typed(
        found.due.key,
        texts["value"],
        texts.get("numerator", ""),
        texts.get("denominator", ""),
        not_applicable=nothing,
        note=note,
    )


reading()
