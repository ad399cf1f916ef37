"""My readings: what is due from the person acting, entered in one grid; misses to explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from pages.parts import acting, boards, entry, explain, late, troubles, words
from pages.parts.sheet import esc, link, named, place, plain, sheet
from pages.parts.view import current
from smsdata import display
from smsdata.errors import SmsError
from smsdata.models import Person
from smsdata.readings import (
    Answered,
    Due,
    OneReading,
    Typed,
    due_from,
    enter,
    entered_lately,
    not_due,
    taken,
)
from smsdata.rights import Rights
from smsdata.serving import shared_store

# How many of the readings that were entered last are listed.
_MOST_RECENT = 12


def readings() -> None:
    """Show what is due from whoever acts, and take what they type."""
    person = acting.person()
    if person is None:
        sheet(f"<h1>{words.READINGS}</h1><p>{words.READINGS_CHOOSE}</p>", key="readings")
        late.show(boards.now().due)
        return
    rights = boards.rights(person.person)
    everybodys = rights.everybodys and st.toggle(words.READINGS_EVERYBODY, key="everybodys")
    _grid(person, rights, everybodys=everybodys)
    if current().known_at is not None:
        st.caption(words.READINGS_NOW)
    explain.show(person, rights, everybodys=everybodys)
    _recent(rights)
    if rights.everybodys:
        late.show(boards.now().due)


@st.fragment
def _grid(person: Person, rights: Rights, *, everybodys: bool) -> None:
    key = f"entry-{person.person}"
    handed, reply = entry.sent(key), st.session_state.get(f"{key}-reply", entry.Reply())
    with place():
        if handed is not None and (reply.sent is None or handed.number != reply.sent.number):
            # a reply for each hand-in, however often the page is drawn
            reply = entry.Reply(handed, _stored(person, rights, everybodys, handed))
            st.session_state[f"{key}-reply"] = reply
            if reply.stored:
                st.rerun()
    due = _due(rights, everybodys)
    typed = entry.drafts(key)
    others = _taken(due, [item for item in typed if item.key not in reply.stored])
    rows = sorted([*due, *(item.due for item in others.values())], key=_oldest_first)
    # what was stored on an earlier visit may have been corrected since
    stored = reply.stored if handed is not None else {}
    sheet(_head(person, rights, due, stored, everybodys=everybodys), key="readings")
    if not rights.may("readings"):
        if due:
            access = display.ACCESS[person.access]
            st.info(words.READINGS_MAY_NOT.format(name=plain(person.name), access=access))
        return
    if rows:
        kept = f"sms-readings:{shared_store().path}:{person.person}"
        entry.show(key, kept, rows, typed, others, reply, person.person, boards.setting().zone)


def _oldest_first(row: Due) -> tuple[date, str, str, date]:
    entry_ = row.entry
    return entry_.period_end, entry_.metric, entry_.service or "", entry_.period_start


def _due(rights: Rights, everybodys: bool) -> list[Due]:
    due = boards.now().due
    return list(due) if everybodys else due_from(due, rights)


def _taken(due: Sequence[Due], typed: Sequence[Typed]) -> dict[str, OneReading]:
    """What others have entered meanwhile; a store is asked only where something is not due."""
    if not not_due(due, typed):
        return {}
    with shared_store().board(boards.setting().today) as board:
        return taken(board, due, typed)


def _stored(
    person: Person, rights: Rights, everybodys: bool, handed: entry.Sent
) -> tuple[Answered, ...]:
    due = _due(rights, everybodys)
    rows = [*due, *(item.due for item in _taken(due, handed.typed).values())]
    try:
        return tuple(enter(shared_store(), person.person, rows, handed.typed))
    except SmsError as error:
        troubles.tell(error)
        return ()


def _head(
    person: Person,
    rights: Rights,
    due: list[Due],
    stored: Mapping[str, str],
    *,
    everybodys: bool,
) -> str:
    late_count = sum(row.overdue for row in due)
    form, asked = words.READINGS_DUE, words.DUE_READINGS
    if not due:
        form = words.READINGS_NONE
    elif late_count == len(due):
        asked = words.OVERDUE_READINGS
    elif late_count:
        form = words.READINGS_LATE
    whose = words.EVERYBODY if everybodys else person.name
    told = form.format(
        due=display.counted(len(due), *asked),
        late=display.whole(late_count),
        name=whose,
    )
    others = [
        row.name
        for row in boards.setting().people
        if row.person in rights.stands_for and row.person != person.person
    ]
    under = ""
    if others and not everybodys:
        more = sum(row.entry.owner != person.person for row in due)
        deputy = (words.READINGS_DEPUTY if more else words.READINGS_NO_DEPUTY).format(
            name=person.name, more=display.whole(more), others=display.listed(others)
        )
        under = f'<p class="under quiet">{esc(deputy)}</p>'
    told_stored = ""
    if stored:
        listed = "".join(f"<li><bdi>{esc(text)}</bdi></li>" for text in stored.values())
        count = display.counted(len(stored), "reading")
        told_stored = (
            f'<div class="stored" role="status"><h2>{words.STORED.format(count=count)}</h2>'
            f'<ul class="plain">{listed}</ul></div>'
        )
    return f"<h1>{esc(told)}</h1>{under}{told_stored}"


def _recent(rights: Rights) -> None:
    """The readings of one's own metrics that came last, each leading to its history."""
    with shared_store().board(boards.setting().today) as board:
        found = entered_lately(board, sorted(rights.owned["metric"]), _MOST_RECENT)
    if not found:
        return
    view, columns = current(), words.RECENT_COLUMNS
    heads = "".join(f'<th scope="col">{word}</th>' for word in columns)
    rows = "".join(
        f'<tr><th scope="row">{link(view.address("reading", reading=item.key), named(item.name))}'
        f'</th><td data-label="{columns[1]}">{esc(item.says)}</td>'
        f'<td data-label="{columns[2]}">{named(item.recorded_by)}</td>'
        f'<td data-label="{columns[3]}">'
        f"{esc(display.moment(item.recorded_at, boards.setting().zone))}</td></tr>"
        for item in found
    )
    sheet(
        f"<h2>{words.RECENT}</h2>"
        f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>',
        key="recent",
    )


readings()
