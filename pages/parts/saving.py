"""Saving what was typed, and what is said of it: stored, to be mended, or somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from pages.parts import set_up_words as words
from pages.parts import troubles
from pages.parts.desk import Desk
from pages.parts.drafts import Draft, drop
from pages.parts.sheet import calm, esc, go, named, plain
from smsdata import display
from smsdata.errors import Conflict, ConflictError, InputError, Problem, SmsError
from smsdata.models import BY_NAME, CODES, Column, Record, columns
from smsdata.serving import shared_store
from smsdata.staging import Outcome
from smsdata.writing import Edit, save

_SAID = "said"


def store(
    desk: Desk, edits: Sequence[Edit], reason: str | None, drafts: Sequence[Draft] = ()
) -> tuple[Outcome, ...] | None:
    """Store edits; None where they could not be stored, which is said here.

    `drafts` are where they were typed, one for each.
    """
    try:
        return save(shared_store(), desk.actor, edits, reason)
    except SmsError as error:
        refused(desk, error, edits, drafts)
    return None


def refused(
    desk: Desk, error: SmsError, edits: Sequence[Edit], drafts: Sequence[Draft] = ()
) -> None:
    """Why edits could not be stored."""
    if isinstance(error, InputError):
        problems(error.problems, edits)
    elif isinstance(error, ConflictError):
        for conflict in error.conflicts:
            _conflict(desk, conflict, edits, drafts)
    else:
        troubles.tell(error)


def problems(found: Iterable[Problem], edits: Sequence[Edit] = ()) -> None:
    """What is to be mended, a line each; `edits` tell the rows of one register apart."""
    lines = dict.fromkeys(f"- {plain(_problem(problem, edits))}" for problem in found)
    st.error("\n".join([words.NOT_STORED, "", *lines]))


def _problem(problem: Problem, edits: Sequence[Edit]) -> str:
    if problem.file not in BY_NAME:
        return str(problem) if problem.row else f"{display.sentence(problem.file)}: {problem.what}"
    if not problem.column:
        return problem.what
    where = words.label(problem.file, problem.column)
    rows = [edit for edit in edits if edit.register == problem.file]
    if problem.row and len(rows) > 1:
        _, *key = BY_NAME[problem.file].key
        which = [text for name in key if (text := rows[problem.row - 2].cells.get(name))]
        where = f"{where} ({', '.join(which)})"
    return f"{where}: {problem.what}"


def done(what: str, then: Callable[[], None] | str) -> None:
    """Say on the next page what was done, and go there."""
    st.session_state[_SAID] = what
    if isinstance(then, str):
        go(then)
    else:
        then()


def tell() -> None:
    """Say what the last run did, once."""
    if said := st.session_state.pop(_SAID, None):
        st.success(plain(said), icon=":material/check:")


def stored(outcomes: Iterable[Outcome]) -> str:
    """What was stored, in words: "Saved: 1 objective added, 2 target points revised."."""
    parts = [
        f"{display.counted(count, words.ONE[row.register], words.SEVERAL.get(row.register))} {did}"
        for row in outcomes
        for how, did in words.OUTCOME_WORDS.items()
        if (count := getattr(row, how))
    ]
    return words.STORED.format(what=", ".join(parts) or words.NOTHING_NEW)


# --- somebody was faster -------------------------------------------------------------------------


def _conflict(
    desk: Desk, conflict: Conflict, edits: Sequence[Edit], drafts: Sequence[Draft]
) -> None:
    """Who was faster and with what, beside what was typed; from here on that is what was seen."""
    place, mine = next(
        (place, edit.cells)
        for place, edit in enumerate(edits)
        if edit.register == conflict.register
        and tuple(edit.cells.get(name) or "" for name in BY_NAME[conflict.register].key)
        == conflict.key
    )
    draft = drafts[place] if drafts else None
    said = words.LOOK_AGAIN if conflict.cells else words.LOOK_AGAIN_WITHDRAWN
    # what is new takes nobody's place
    taken = draft is not None and draft.made_from is None
    if taken:
        said = words.TAKEN
    people = desk.names("people")
    who = people.get(conflict.recorded_by or "", conflict.recorded_by or "")
    when = display.moment(conflict.recorded_at, desk.setting.zone) if conflict.recorded_at else ""
    st.warning(plain(said.format(who=who, when=when)), icon=":material/sync_problem:")
    if conflict.cells:
        way = words.TAKEN_WAY if taken else words.CONFLICT_WAY
        calm(
            f"{beside(desk, BY_NAME[conflict.register], mine, conflict.cells)}"
            f'<p class="quiet">{esc(way)}</p>',
            key=f"conflict-{conflict.register}-{'-'.join(conflict.key)}",
        )
    if draft is not None and not taken:
        draft.made_from = conflict.recorded_at if conflict.cells else None
        if conflict.cells:
            st.button(words.TAKE_THEIRS, on_click=drop, args=(draft.form,))


def beside(
    desk: Desk,
    record: type[Record],
    mine: Mapping[str, str | None] | None,
    theirs: Mapping[str, str],
) -> str:
    """A row as it is recorded now, beside what somebody typed where that is known, as a table."""
    first, yours, recorded = words.CONFLICT_COLUMNS
    rows = ""
    for column in columns(record):
        text = theirs[column.name]
        cells = {recorded: text}
        if mine is not None:
            cells = {yours: mine.get(column.name, text) or "", recorded: text}
        shown_cells = "".join(
            f'<td data-label="{esc(head)}">{named(shown(desk, column, cell))}</td>'
            for head, cell in cells.items()
        )
        label = esc(words.label(record.register_name, column.name))
        kind = "same" if len(set(cells.values())) == 1 else "differs"
        rows += f'<tr class="{kind}"><th scope="row">{label}</th>{shown_cells}</tr>'
    labels = (first, recorded) if mine is None else (first, yours, recorded)
    heads = "".join(f'<th scope="col">{word}</th>' for word in labels)
    return (
        f'<table class="rows conflict"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def shown(desk: Desk, column: Column, text: str) -> str:
    """A cell's text as people read it."""
    if not text:
        return display.NOTHING
    if said := words.choices(column):
        return said.get(text, text)
    if column.name == "who":
        # a role, or a person by their code
        return desk.names("people").get(text, text)
    if column.ref is not None:
        names = desk.names(column.ref.register)
        codes = text.split(";") if column.kind is CODES else [text]
        return ", ".join(names.get(code, code) for code in codes)
    return display.cell(column.kind.name, text)
