"""From a file: readings out of any table, asked about, looked at row by row, then stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import streamlit as st

from pages.parts import acting, boards, troubles, words
from pages.parts.sheet import esc, named, plain, sheet
from smsdata import display
from smsdata import reading_words as said
from smsdata.errors import SmsError
from smsdata.models import Person
from smsdata.reading_file import (
    FileMapping,
    Known,
    Proposal,
    Role,
    column_names,
    propose,
    sheet_of,
)
from smsdata.reading_guess import Guess, Question, answer, guess
from smsdata.reading_import import (
    Asked,
    ReadingLine,
    Stored,
    asked_of,
    becomes,
    edits,
    lines,
    stored_beside,
    try_out,
    without_others,
)
from smsdata.reading_mappings import fetch, keep, kept_names
from smsdata.reading_template import make_template
from smsdata.readings import Due, due_from
from smsdata.rights import Rights
from smsdata.serving import shared_store
from smsdata.sheets import Sheet, read_sheets
from smsdata.writing import save

_MAPPING, _DONE, _ROUND = "file_mapping", "file_done", "file_round"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How many rows of the preview are shown; all of them count.
_MOST_ROWS = 300
# As many answers fit a glance.
_GLANCE = 4


def from_file() -> None:
    """Take a file with readings, from the first look at it to what was stored."""
    sheet(f"<h1>{words.FILE_TITLE}</h1>", key="file")
    person = acting.person()
    if person is None:
        st.info(words.FILE_CHOOSE)
        return
    rights = boards.rights(person.person)
    if told := rights.why_not("readings", None):
        st.info(plain(told))
        return
    if done := st.session_state.pop(_DONE, None):
        st.success(done)
    _template(due_from(boards.now().due, rights))
    number = st.session_state.setdefault(_ROUND, 0)
    given, kept = _choose(number)
    if given is None:
        return
    try:
        _take(person, rights, given, kept)
    except SmsError as error:
        troubles.tell(error)


def _choose(number: int) -> tuple[tuple[str, str, bytes] | None, str | None]:
    """The file that was handed in, and the kept mapping it is to be read by."""
    with shared_store().board() as board:
        names = kept_names(board)
    left, right = st.columns([2, 1]) if names else (st.container(), None)
    uploaded = left.file_uploader(
        words.FILE_UPLOAD, type=["csv", "txt", "tsv", "xlsx", "xlsm"], key=f"upload-{number}"
    )
    kept = None
    if right is not None:
        kept = right.selectbox(
            words.FILE_MAPPING,
            names,
            index=None,
            placeholder=words.FILE_NO_MAPPING,
            key=f"kept-{number}",
        )
    if uploaded is None:
        return None, kept
    return (uploaded.file_id, uploaded.name, uploaded.getvalue()), kept


def _template(due: Sequence[Due]) -> None:
    """A workbook with what is due from the person, to fill in and hand in again."""
    if not due:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words.TEMPLATE_GET.format(count=display.counted(len(due), "reading")),
            lambda: make_template(due),
            file_name=words.TEMPLATE_FILE,
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="template",
        )
        st.caption(words.TEMPLATE_HELP)


# --- what the file means -------------------------------------------------------------------------


@st.cache_resource(max_entries=8, show_spinner=False)
def _sheets(file_id: str, name: str, _content: bytes) -> tuple[Sheet, ...]:
    with shared_store().folder() as folder:
        path = folder / f"upload{Path(name).suffix}"
        path.write_bytes(_content)
        return read_sheets(path, name)


@dataclass(frozen=True)
class _Looked:
    """What a file means, and where nothing is open, what it would bring."""

    known: Known
    understood: Guess
    proposal: Proposal | None = None
    beside: Stored = field(default_factory=dict)
    asked: Asked = field(default_factory=dict)


@st.cache_resource(max_entries=8, show_spinner=words.FILE_READING)
def _look(
    file_id: str,
    mapping: str | None,
    store: str,
    version: int,
    _sheets: tuple[Sheet, ...],
) -> _Looked:
    """Read a file by a mapping, beside the store as it is."""
    with shared_store().board() as board:
        known = Known.of(board)
    given = FileMapping.model_validate_json(mapping) if mapping else None
    understood = guess(_sheets, known, given)
    if understood.questions:
        return _Looked(known, understood)
    table = sheet_of(_sheets, understood.mapping)
    proposal = propose(table, understood.mapping, known)
    with shared_store().folder() as folder:
        proposal = try_out(shared_store(), proposal, folder)
    with shared_store().board() as board:
        beside = stored_beside(board, proposal)
        asked = asked_of(board, proposal, beside, known)
    return _Looked(known, understood, proposal, beside, asked)


def _take(person: Person, rights: Rights, given: tuple[str, str, bytes], kept: str | None) -> None:
    file_id, name, _ = given
    place = f"{_MAPPING}-{file_id}-{kept}"
    mapping: FileMapping | None = st.session_state.get(place)
    if mapping is None and kept:
        with shared_store().board() as board:
            mapping = fetch(board, kept)
    store = shared_store()
    as_text = mapping.model_dump_json() if mapping else None
    looked = _look(file_id, as_text, str(store.path), store.version, _sheets(*given))
    if looked.proposal is None:
        _ask(looked.understood, place)
        return
    proposal = without_others(looked.proposal, rights)
    if proposal.sheet.remark:
        st.caption(plain(proposal.sheet.remark))
    _columns(proposal.sheet, looked.understood.mapping, place)
    _preview(lines(proposal, looked.beside, looked.known, looked.asked), looked.known)
    _finish(person, name, proposal, looked)


def _ask(understood: Guess, place: str) -> None:
    """What only a person can say; the answers make the next guess."""
    sheet(f"<h2>{words.FILE_QUESTIONS}</h2>", key="questions")
    with st.form(f"{place}-questions"):
        told = {
            question.code: _one(question, f"{place}-{question.code}")
            for question in understood.questions
        }
        if not st.form_submit_button(words.FILE_ANSWER, type="primary"):
            return
    if missing := [code for code, value in told.items() if not value]:
        st.error(words.FILE_UNANSWERED.format(count=len(missing)))
        return
    mapping = understood.mapping
    for code, value in told.items():
        mapping = answer(mapping, code, value or "")
    st.session_state[place] = mapping
    st.rerun()


def _one(question: Question, key: str) -> str | None:
    sentence = plain(question.sentence)
    if not question.answers:
        return st.text_input(sentence, key=key).strip() or None
    labels = {choice.value: choice.label for choice in question.answers}

    def label(value: str) -> str:
        return labels[value]

    if len(labels) <= _GLANCE:
        return st.radio(sentence, list(labels), index=None, format_func=label, key=key)
    return st.selectbox(sentence, list(labels), index=None, format_func=label, key=key)


def _columns(table: Sheet, mapping: FileMapping, place: str) -> None:
    """What each column was taken for, to be confirmed or put right."""
    names = [name for name in column_names(table, mapping.header) if name]
    told = ", ".join(
        words.FILE_COLUMN.format(role=words.FILE_ROLES[role], column=column)
        for role, column in mapping.columns.items()
    )
    layout = words.FILE_LAYOUTS[mapping.layout]
    with st.expander(plain(words.FILE_UNDERSTOOD.format(layout=layout, columns=told))):
        with st.form(f"{place}-columns", border=False):
            with st.container(horizontal=True):
                chosen = {
                    role: st.selectbox(
                        words.FILE_ROLES[role],
                        names,
                        index=names.index(mapping.columns[role])
                        if mapping.columns.get(role) in names
                        else None,
                        placeholder=words.FILE_NO_COLUMN,
                        key=f"{place}-role-{role}",
                        width=220,
                    )
                    for role in get_args(Role)
                }
            if st.form_submit_button(words.FILE_READ_SO):
                columns = {role: column for role, column in chosen.items() if column}
                changed = mapping.model_copy(update={"columns": columns})
                st.session_state[place] = changed
                st.rerun()
        if place in st.session_state:
            st.button(words.FILE_ANEW, on_click=st.session_state.pop, args=(place,))
        with st.form(f"{place}-keep", border=False):
            name = st.text_input(words.FILE_KEEP_NAME, key=f"{place}-keep-name")
            if st.form_submit_button(words.FILE_KEEP):
                actor = acting.person()
                kept = keep(shared_store(), actor.person if actor else "", name, mapping)
                st.success(words.FILE_KEPT.format(name=plain(kept)))


# --- what would be stored ------------------------------------------------------------------------


def _preview(rows: Sequence[ReadingLine], known: Known) -> None:
    names = {row.metric: row.name for row in known.metrics}
    counts = Counter(row.becomes for row in rows)
    told = ", ".join(
        f"{display.whole(counts[word])} {words.FILE_COUNTED.get(word, word)}"
        for word in said.BECOMES.values()
        if counts[word]
    )
    # what needs a look comes first
    rank = {word: place for place, word in enumerate(words.FILE_ORDER)}
    shown = sorted(rows, key=lambda row: (rank.get(row.becomes, len(rank)), not row.why, row.row))
    heads = "".join(f'<th scope="col">{word}</th>' for word in words.FILE_COLUMNS)
    body = "".join(_line(row, names) for row in shown[:_MOST_ROWS])
    more = ""
    if len(shown) > _MOST_ROWS:
        more = f"<p>{words.AND_MORE.format(count=display.whole(len(shown) - _MOST_ROWS))}</p>"
    sheet(
        f"<h2>{esc(words.FILE_PREVIEW.format(told=told))}</h2>"
        f'<table class="rows preview"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>{more}",
        key="preview",
    )


def _line(row: ReadingLine, names: Mapping[str, str]) -> str:
    metric = names.get(row.metric, row.metric) if row.metric else None
    service = boards.service_name(row.service) if row.service else None
    cells = (metric, service, row.period, row.reading, row.before, row.why)
    labels = words.FILE_COLUMNS
    told = "".join(
        f'<td data-label="{label}">{named(cell) if cell else display.NOTHING}</td>'
        for label, cell in zip(labels[2:], cells, strict=True)
    )
    mark = f"<b>{esc(row.becomes)}</b>" if row.why else esc(row.becomes)
    return f'<tr><th scope="row">{mark}</th><td data-label="{labels[1]}">{row.row}</td>{told}</tr>'


def _finish(person: Person, name: str, proposal: Proposal, looked: _Looked) -> None:
    """Take all, or knowingly the good rows; the others go back as a file."""
    beside = looked.beside
    bad = len({row.row for row in proposal.rows if row.problems})
    good = [row for row in proposal.good if becomes(row, beside) != "unchanged"]
    asked = sum(row.key in looked.asked for row in good)
    if bad:
        st.download_button(
            words.FILE_REJECTED.format(count=display.counted(bad, "row")),
            proposal.rejected_csv(),
            file_name=f"{Path(name).stem}-rejected.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="rejected",
        )
    if not good:
        st.info(words.FILE_NONE_GOOD if bad else words.FILE_NOTHING)
        return
    revises = any(becomes(row, beside) == "revised" for row in good)
    with st.form("file-store"):
        reason = st.text_input(
            words.FILE_REASON if revises else words.FILE_NOTE, key=f"reason-{name}"
        )
        knowingly = not bad or st.checkbox(
            words.FILE_KNOWINGLY.format(count=display.counted(bad, "row")), key=f"knowingly-{name}"
        )
        sure = not asked or st.checkbox(
            words.FILE_SURE.format(count=display.counted(asked, "figure")), key=f"sure-{name}"
        )
        count = display.counted(len(good), "reading")
        if not st.form_submit_button(words.FILE_STORE.format(count=count), type="primary"):
            return
    if not knowingly:
        st.error(words.FILE_ASK_KNOWINGLY)
        return
    if not sure:
        st.error(words.FILE_ASK_SURE)
        return
    save(shared_store(), person.person, edits(proposal, beside), reason)
    st.session_state[_DONE] = words.FILE_STORED.format(count=count, name=plain(name))
    st.session_state[_ROUND] += 1
    st.rerun()


from_file()
