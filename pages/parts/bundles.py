"""Bundles in set-up: import with a look first, and the export of everything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from pages.parts import saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.sheet import calm, esc, named, plain
from smsdata import display
from smsdata.bundle import Form, Imported
from smsdata.errors import InputError, NotAllowed
from smsdata.exchange import Given, export_file, import_files
from smsdata.serving import shared_store

# How many rows of a preview a page lists.
_MOST_ROWS = 200
# How many problems it lists; the command says them all.
_MOST_PROBLEMS = 30
_PREVIEW, _ROUND = "import_preview", "import_round"
_FORMS: dict[Form, tuple[str, str]] = {
    "csv": ("bundle.zip", "application/zip"),
    "xlsx": (
        "bundle.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@dataclass(frozen=True)
class _Preview:
    """What an import of these files would do to the store as it was then."""

    files: tuple[str, ...]
    version: int
    would: Imported


def bundles(desk: Desk) -> None:
    """Import above, export below."""
    calm(f"<h2>{words.IMPORT_TITLE}</h2><p>{words.IMPORT_TOLD}</p>", key="import-title")
    _import(desk)
    calm(f"<h2>{words.EXPORT_TITLE}</h2><p>{words.EXPORT_TOLD}</p>", key="export-title")
    with st.container(horizontal=True):
        for form, (name, mime) in _FORMS.items():
            st.download_button(
                words.EXPORT_FORMS[form],
                partial(_export, form),
                file_name=name,
                mime=mime,
                key=f"export-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _export(form: Form) -> bytes:
    return export_file(shared_store(), form)


def _import(desk: Desk) -> None:
    # Into a store that holds nothing anybody may: nobody is known who could be asked.
    why_not = desk.why_not("objectives") if shared_store().version else None
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    number = st.session_state.get(_ROUND, 0)
    uploaded = st.file_uploader(
        words.IMPORT_FILES,
        type=["csv", "xlsx", "zip"],
        accept_multiple_files=True,
        key=f"import-files-{number}",
        disabled=why_not is not None,
    )
    if not uploaded:
        return
    note = st.text_input(words.IMPORT_NOTE, key=f"import-note-{number}")
    given = [(file.name, file.getvalue()) for file in uploaded]
    ids = tuple(file.file_id for file in uploaded)
    if st.button(words.IMPORT_LOOK, key="import-look"):
        would = _run(desk, given, note, dry_run=True)
        if would is not None:
            st.session_state[_PREVIEW] = _Preview(ids, shared_store().version, would)
    preview: _Preview | None = st.session_state.get(_PREVIEW)
    if preview is None or preview.files != ids:
        return
    if preview.version != shared_store().version:
        st.info(words.IMPORT_CHANGED, icon=":material/sync_problem:")
        return
    calm(_would(preview.would), key="import-preview")
    if preview.would.rows and st.button(words.IMPORT_DO, key="import-do", type="primary"):
        imported = _run(desk, given, note, dry_run=False)
        if imported is not None:
            st.session_state[_ROUND] = number + 1
            saving.done(saving.stored(imported.outcomes), st.rerun)


def _run(desk: Desk, given: list[Given], note: str, *, dry_run: bool) -> Imported | None:
    try:
        return import_files(shared_store(), desk.actor, given, note or None, dry_run=dry_run)
    except InputError as error:
        shown = [f"- {plain(str(problem))}" for problem in error.problems[:_MOST_PROBLEMS]]
        if more := len(error.problems) - len(shown):
            shown.append(f"- {words.IMPORT_MORE_PROBLEMS.format(count=display.whole(more))}")
        st.error("\n".join([words.NOT_STORED, "", *shown]))
    except NotAllowed as error:
        st.error(plain(str(error)))
    return None


def _would(would: Imported) -> str:
    labels = words.IMPORT_SUMMARY_COLUMNS
    heads = "".join(
        f'<th scope="col" class="{"figure" if number else ""}">{label}</th>'
        for number, label in enumerate(labels)
    )
    rows = ""
    for row in would.outcomes:
        counts = (row.new, row.revised, row.withdrawn, row.unchanged)
        cells = "".join(
            f'<td class="figure" data-label="{label}">{display.whole(count)}</td>'
            for label, count in zip(labels[1:], counts, strict=True)
        )
        name = esc(display.sentence(display.REGISTERS[row.register]))
        rows += f'<tr><th scope="row">{name}</th>{cells}</tr>'
    summary = f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    if not would.rows:
        return f"{summary}<p>{words.IMPORT_NOTHING}</p>"
    heads = "".join(f'<th scope="col">{label}</th>' for label in words.IMPORT_ROW_COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{esc(row.becomes)}</th>'
        f"<td>{esc(display.REGISTERS[row.register])}</td><td>{named(row.code)}</td></tr>"
        for row in would.rows[:_MOST_ROWS]
    )
    more = len(would.rows) - _MOST_ROWS
    told = f"<p>{words.IMPORT_MORE.format(count=display.whole(more))}</p>" if more > 0 else ""
    return (
        f'{summary}<h2>{words.IMPORT_ROWS}</h2><table class="rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{told}"
    )
