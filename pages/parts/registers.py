"""A register in set-up: its rows, and for each row its form, its withdrawal and its history.

Made from the record, so that a register with another column needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts import acting, boards, saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk, name_of
from pages.parts.drafts import Draft, draft, drop
from pages.parts.fields import field
from pages.parts.rows import page_of
from pages.parts.sheet import calm, esc, go, link, named, plain
from smsdata import display
from smsdata.board import Version
from smsdata.codes import code_from
from smsdata.handing_over import holdings
from smsdata.history import RowEvent, row_history
from smsdata.models import Column, Organization, Person, Record, columns, written
from smsdata.serving import shared_store
from smsdata.writing import Edit

# More rows than this are found by searching.
_MOST_ROWS = 60
_SEARCHED_FROM = 12
# A form wider than this is hard to read.
WIDTH = 960


def address(desk: Desk, register: str, row: str | None = None, do: str | None = None) -> str:
    """The address of a register in set-up, of one row of it, or of adding one."""
    return desk.view.address("set-up", section=register, row=row, do=do)


# --- the list ------------------------------------------------------------------------------------


def listing(desk: Desk, record: type[Record]) -> None:
    """The rows of a register, and the way to a new one."""
    register = record.register_name
    rows = desk.rows(record)
    with st.container(horizontal=True, vertical_alignment="center"):
        why_not = None
        if register in words.BEGUN_ON:
            page, told = words.BEGUN_ON[register]
            calm(f'<p class="more">{link(desk.view.address(page), esc(told))}</p>', key="begun-on")
        else:
            why_not = desk.why_not(register)
            if st.button(
                words.ADD.format(one=words.ONE[register]),
                key=f"add-{register}",
                type="primary",
                icon=":material/add:",
                disabled=why_not is not None,
            ):
                go(address(desk, register, do="add"))
        searched = ""
        if len(rows) >= _SEARCHED_FROM:
            searched = st.text_input(
                words.SEARCH,
                key=f"search-{register}",
                placeholder=words.SEARCH,
                label_visibility="collapsed",
                icon=":material/search:",
                width=280,
            )
        if why_not:
            st.markdown(plain(why_not))
    found = [version.row for version in rows if not searched or _fits(desk, version.row, searched)]
    calm(_table(desk, record, found, len(rows)), key=f"list-{register}")


def _fits(desk: Desk, row: Record, searched: str) -> bool:
    text = " ".join(shown for _, shown in _cells(desk, row)).casefold()
    return all(word in text for word in searched.casefold().split())


def _cells(desk: Desk, row: Record) -> list[tuple[str, str]]:
    """A row as the list shows it: label and text of each cell, what it is known by first."""
    register = type(row).register_name
    shape = {column.name: column for column in columns(type(row))}
    names = [*type(row).key, *words.LISTED[register]]
    cells = [
        (
            words.label(register, name),
            saving.shown(desk, shape[name], written(getattr(row, name))),
        )
        for name in names
    ]
    if "name" in shape or "title" in shape:
        return [(display.sentence(words.ONE[register]), name_of(row)), *cells]
    return cells


def _table(desk: Desk, record: type[Record], rows: list[Record], total: int) -> str:
    if not total:
        return f"<p>{words.NONE_YET}</p>"
    register = record.register_name
    shown = rows[:_MOST_ROWS]
    heads = body = ""
    for row in shown:
        (first, name), *others = _cells(desk, row)
        heads = "".join(f'<th scope="col">{esc(label)}</th>' for label, _ in ((first, ""), *others))
        cells = "".join(
            f'<td data-label="{esc(label)}">{named(text)}</td>' for label, text in others
        )
        to = address(desk, register, desk.code(row))
        body += f'<tr><th scope="row">{link(to, named(name))}</th>{cells}</tr>'
    told = ""
    if len(rows) != total:
        told = words.FITTING.format(shown=display.whole(len(rows)), total=display.whole(total))
    if len(rows) > len(shown):
        told += " " + words.MORE_ROWS.format(count=display.whole(len(rows) - len(shown)))
    if not shown:
        return f'<p class="quiet">{esc(told.strip())}</p>'
    return (
        f'<table class="rows register"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        f'<p class="quiet">{esc(told.strip())}</p>'
    )


# --- one row -------------------------------------------------------------------------------------


def one(desk: Desk, record: type[Record], code: str) -> None:
    """One row: its form, its withdrawal, its history."""
    register = record.register_name
    version = desk.row(record, code)
    way_back(desk, record, code)
    if version is None:
        calm(
            f"<p>{esc(words.UNKNOWN_ROW.format(one=words.ONE[register], code=code))}</p>", "missing"
        )
    else:
        calm(f'<h1 class="lesser">{named(name_of(version.row))}</h1>', key="row-name")
        form(desk, record, version, address(desk, register))
        withdrawal(desk, record, version)
    history(desk, [(register, code)])


def organization(desk: Desk) -> None:
    """The organisation, of which there is one."""
    form(desk, Organization, desk.row(Organization, ""), st.rerun)
    history(desk, [("organization", "organization")])


def adding(desk: Desk, record: type[Record]) -> None:
    """A new row of a register."""
    one = words.ONE[record.register_name]
    way_back(desk, record)
    calm(f'<h1 class="lesser">{esc(words.ADD_TITLE.format(one=one))}</h1>', key="row-name")
    form(desk, record, None, address(desk, record.register_name))


def way_back(desk: Desk, record: type[Record], code: str = "") -> None:
    """The way from one row to all of them, and to the page that shows it."""
    register = record.register_name
    ways = []
    if register in words.SECTIONS:
        told = words.BACK.format(many=words.SECTIONS[register])
        ways.append(link(address(desk, register), esc(told)))
    if code and (page := page_of(desk.view, register, code)):
        ways.append(link(page, esc(words.SHOWN_ON)))
    calm(f'<p class="ways">{"".join(ways)}</p>', key="way-back")


def shape_of(record: type[Record]) -> tuple[Column, ...]:
    """The columns that a form has."""
    moved = words.MOVED.get(record.register_name, {})
    return tuple(column for column in columns(record) if column.name not in moved)


def seen_of(version: Version[Record] | None, record: type[Record]) -> dict[str, str]:
    """What a form starts with: what is recorded, or what a new row has by default."""
    if version is None:
        return {column.name: written(column.default) for column in shape_of(record)}
    return {column.name: written(getattr(version.row, column.name)) for column in shape_of(record)}


def key_of(row: Record) -> str:
    """A row's code as the history has it."""
    return "/".join(written(getattr(row, name)) for name in row.key)


def form(
    desk: Desk,
    record: type[Record],
    version: Version[Record] | None,
    then: str | Callable[[], None],
    **begin: str,
) -> None:
    """The form of a row, new or to be revised; `begin` is what a new one starts with."""
    register, shape = record.register_name, shape_of(record)
    seen = seen_of(version, record) | (begin if version is None else {})
    why_not = desk.why_not(register, cells=seen)
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    code = desk.code(version.row) if version else ""
    made_from = version.recorded_at if version else None
    typed = draft(f"form-{register}-{code or 'new'}", shape, seen, made_from)
    with st.form(f"{register}-{code}", border=False, width=WIDTH):
        draw(desk, record, typed, known=version is not None, fixed=why_not is not None)
        reason = None
        if version is not None:
            reason = ask_why(typed.key("reason"), fixed=why_not is not None)
        wanted = st.form_submit_button(
            words.SAVE, key=f"save-{register}", type="primary", disabled=why_not is not None
        )
    if wanted:
        _save(desk, record, typed, reason, then, known=version is not None)


def ask_why(key: str, *, fixed: bool = False) -> str:
    """The reason that a change is recorded with."""
    label = words.NEEDED.format(label=words.REASON)
    return st.text_input(label, key=key, help=words.REASON_HELP, disabled=fixed)


def draw(desk: Desk, record: type[Record], typed: Draft, *, known: bool, fixed: bool) -> None:
    """The fields of a row, short ones beside each other."""
    register = record.register_name
    short = [c for c in shape_of(record) if not words.is_long(register, c.name)]
    # a row is known to people by its name, so that comes first
    short.sort(key=lambda column: column.name not in ("name", "title"))
    long = [c for c in shape_of(record) if words.is_long(register, c.name)]
    # a row at a time, so that the keyboard goes through them as the eye does
    for first in range(0, len(short), 2):
        for half, column in zip(
            st.columns(2, gap="medium"), short[first : first + 2], strict=False
        ):
            names = desk.names(column.ref.register) if column.ref else {}
            locked = fixed or (known and column.name in record.key)
            made = not known and record.key == (column.name,)
            with half:
                field(register, column, typed.key(column.name), names, fixed=locked, made=made)
    for column in long:
        field(register, column, typed.key(column.name), {}, fixed=fixed)


def cells_of(desk: Desk, record: type[Record], typed: Draft, *, known: bool) -> dict[str, str]:
    """What is to be stored: of a row that was there, what was changed of it."""
    texts = typed.texts(shape_of(record))
    if known:
        return {
            name: text
            for name, text in texts.items()
            if name in record.key or text != typed.seen.get(name, "")
        }
    # where the name is missing that alone is told, not that its code cannot be made
    called = texts.get("name", texts.get("title"))
    if called is not None and len(record.key) == 1 and not texts[record.key[0]]:
        texts[record.key[0]] = code_from(called, desk.names(record.register_name))
    return words.MOVED.get(record.register_name, {}) | texts


def _save(
    desk: Desk,
    record: type[Record],
    typed: Draft,
    reason: str | None,
    then: str | Callable[[], None],
    *,
    known: bool,
) -> None:
    cells = cells_of(desk, record, typed, known=known)
    if known and set(cells) == set(record.key):
        st.info(words.UNCHANGED)
        return
    anybody = bool(desk.rows(Person))
    edit = Edit(record.register_name, cells, made_from=typed.made_from)
    outcomes = saving.store(desk, [edit], reason, [typed])
    if outcomes is None:
        return
    if record is Person and not anybody:
        # whoever sets up goes on as the first person there is
        acting.act_as(cells["person"])
    drop(typed.name)
    said = saving.stored(outcomes)
    if record is Person:
        said += _left_with(cells["person"], desk.names("people")[cells["person"]])
    saving.done(said, then)


def _left_with(person: str, name: str) -> str:
    """What somebody still owns who can enter nothing now, in a sentence; else nothing."""
    if boards.rights(person).enters:
        return ""
    with shared_store().board() as board:
        held = [each.register for each in holdings(board, person)]
    return f" {words.STILL_OWNS.format(name=name, what=words.held(held))}" if held else ""


def withdrawal(desk: Desk, record: type[Record], version: Version[Record]) -> None:
    """Taking a row out of force, with a reason."""
    register = record.register_name
    if desk.why_not(register, cells=seen_of(version, record)):
        return
    code = desk.code(version.row)
    with (
        st.expander(words.WITHDRAW_TITLE.format(one=words.ONE[register])),
        st.form(f"withdraw-{register}-{code}", border=False),
    ):
        st.markdown(words.WITHDRAW_TOLD)
        label = words.NEEDED.format(label=words.WITHDRAW_REASON)
        reason = st.text_input(label, key=f"why-withdraw-{register}-{code}")
        wanted = st.form_submit_button(words.WITHDRAW, key=f"withdraw-{register}")
    if wanted:
        edits = withdrawing(record, version)
        if saving.store(desk, edits, reason) is not None:
            said = words.WITHDRAWN
            if record is Person:
                said += _left_with(code, name_of(version.row))
            saving.done(said, address(desk, register))


def withdrawing(record: type[Record], version: Version[Record]) -> list[Edit]:
    """What ends a row."""
    key = {column.name: written(getattr(version.row, column.name)) for column in columns(record)}
    cells: dict[str, str | None] = {name: key[name] for name in record.key}
    return [Edit(record.register_name, cells, withdraw=True, made_from=version.recorded_at)]


# --- history -------------------------------------------------------------------------------------


def history(desk: Desk, rows: list[tuple[str, str]]) -> None:
    """What was recorded about rows, newest first, in words."""
    with shared_store().board() as board:
        events = row_history(board, rows, desk.setting.zone)
    calm(_events(events), key="row-history")


def _events(events: tuple[RowEvent, ...]) -> str:
    if not events:
        return f"<h2>{words.HISTORY}</h2><p>{words.HISTORY_NONE}</p>"
    items = ""
    for event in events:
        by = words.EVENT_BY.format(day=display.day(event.day), who=event.recorded_by)
        note = f' <span class="quiet">“{named(event.note)}”</span>' if event.note else ""
        items += f"<li><b>{esc(by)}</b>: {named(event.words, 2000)}{note}</li>"
    return f'<h2>{words.HISTORY}</h2><ul class="plain events">{items}</ul>'
