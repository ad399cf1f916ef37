"""Bundles: bringing registers in and taking them out, history and all (contract, section 3).

An import is one write transaction: every problem is found before anything is stored, and a single
one stores nothing. An export holds every version of every row, so that an import of it into an
empty store answers every question as this store does.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Literal

import duckdb

from smsdata.bundle_files import MAX_PROBLEMS, Bundle, CleanFile, read_bundle
from smsdata.errors import InputError, Problem
from smsdata.models import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    REGISTERS,
    STAMP_COLUMNS,
    TIME,
    WORDS,
    Column,
    Kind,
    Organization,
    Record,
    columns,
)
from smsdata.parts import Parts, Progress, answers, chunks_of
from smsdata.staging import Outcome, Staging, Touched, load_raw, read_touched
from smsdata.store import Store, Writing, errors_of, quoted

Form = Literal["csv", "xlsx"]

# A sheet holds no more rows than this, its header included (Excel's own limit).
MAX_SHEET_ROWS = 1_048_576
MAX_SHEET_TEXT = 32_767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Imported:
    """What an import did to each register; for a dry run, every row it would touch."""

    outcomes: tuple[Outcome, ...]
    rows: tuple[Touched, ...] = ()


def _quietly(_: str) -> None:
    """Say nothing of the work."""


def import_bundle(
    store: Store,
    paths: Sequence[Path],
    recorded_by: str,
    *,
    note: str | None = None,
    dry_run: bool = False,
    progress: Progress = _quietly,
) -> Imported:
    """Bring in bundle files, folders or workbooks: all of it, or nothing.

    `recorded_by` and `note` are stamped on the rows that do not say so themselves; `progress` is
    told what is being done. Raises InputError with every problem found.
    """
    with store.folder() as folder:
        bundle = read_bundle(paths, folder, progress)
        parts = bring_in(store, bundle, folder, recorded_by, note=note, dry_run=dry_run)
        outcomes, *batches = answers(parts, progress)
        return Imported(outcomes, tuple(itertools.chain.from_iterable(batches)))


def bring_in(
    store: Store,
    bundle: Bundle,
    folder: Path,
    recorded_by: str,
    *,
    note: str | None,
    dry_run: bool,
    look: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
    then: Callable[[Writing], None] | None = None,
) -> Parts:
    """Bring in a bundle whose files lie in `folder`, one of the store's own.

    Yields the outcomes when all is stored; for a dry run, after them every row it would touch.
    `look` sees the store first, within the write transaction, and may refuse;
    `then` sees it last, with the rows in it, and may still undo everything by raising.
    """
    problems = list(bundle.problems)
    files: list[CleanFile] = []
    in_doubt = set(bundle.unread)
    cursor = store.cursor()
    try:
        for file in bundle.lying_in(folder):
            with errors_of(store.path):
                loaded, wrong = load_raw(cursor, file)
            problems += wrong
            if wrong:
                in_doubt.add(file.register)
            if loaded is not None:
                files.append(loaded)
        with store.write(recorded_by, note, cursor=cursor) as writing:
            if look is not None:
                look(cursor)
            staging = Staging(writing, files, recorded_by, note, in_doubt)
            staging.stage()
            for file in staging.files:
                yield f"checking {file.label}"
                problems += staging.check_rows(file)
            problems += staging.check_together()
            if problems:
                raise InputError(problems)
            outcomes = staging.outcomes()
            # other writers wait meanwhile, so nobody reads the rows yet
            lists = staging.list_touched(folder) if dry_run else []
            if not dry_run:
                yield "storing"
                staging.store()
                if then is not None:
                    then(writing)
    finally:
        cursor.close()
    yield outcomes
    yield from read_touched(lists)


_ROWS = Template("SELECT count(*) FROM history.${view}")
_EXPORT = Template("""
COPY (
    SELECT ${columns} FROM history.${view} ORDER BY ${order}
) TO '${path}' (FORMAT csv, HEADER true)
""")
# The inverse of how staging reads text: a ' goes before what a spreadsheet would run.
_GUARDED = "CASE WHEN regexp_matches({x}, '^''*[=+@-]') THEN chr(39) || {x} ELSE {x} END AS {x}"
_TIME = "strftime({x}, '%Y-%m-%dT%H:%M:%S.%fZ') AS {x}"


def export_bundle(
    store: Store,
    folder: Path,
    *,
    form: Form = "csv",
    progress: Progress = _quietly,
) -> list[Path]:
    """Write every version of every row as a bundle; the files written.

    `folder` is new or empty: InputError otherwise. Registers without rows are left out. For `xlsx`
    it gets one workbook, a sheet a register.
    """
    with store.folder() as spool, closing(answers(hand_out(store, spool), progress)) as chunks:
        return write_bundle(chunks, folder, form, progress)


def _count(cursor: duckdb.DuckDBPyConnection, record: type[Record]) -> int:
    ((count,),) = cursor.execute(_ROWS.substitute(view=record.view)).fetchall()
    return int(count)


def hand_out(store: Store, spool: Path) -> Parts:
    """A bundle of every version of every row: chunk by chunk, each with its file's name."""
    with store.board() as board:
        counts = {record: _count(board.cursor, record) for record in REGISTERS}
        # a bundle has one file at least, so that an empty store's comes in again
        for record in [record for record in REGISTERS if counts[record]] or [Organization]:
            yield f"writing {record.register_name}: {counts[record]:,} rows"
            path = spool / f"{record.register_name}.csv"
            board.cursor.execute(_export_sql(record, path))
            for chunk in chunks_of(path):
                yield path.name, chunk
            path.unlink()


def write_bundle(
    chunks: Iterable[tuple[str, bytes]], folder: Path, form: Form, progress: Progress
) -> list[Path]:
    """Write a bundle that is handed out into a new or empty folder: all of it, or nothing."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError([Problem(str(folder), 0, "", "is not empty; name a new or empty folder")])
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    workbook = folder / "bundle.xlsx"
    try:
        for name, chunk in chunks:
            path = folder / name
            if path not in written:
                written.append(path)
            with path.open("ab") as file:
                file.write(chunk)
        if form == "csv":
            return written
        progress(f"writing {workbook.name}")
        _as_workbook(written, workbook)
    except BaseException:
        for path in (*written, workbook):
            path.unlink(missing_ok=True)
        if is_new:
            folder.rmdir()
        raise
    for path in written:
        path.unlink()
    return [workbook]


def _exported(record: type[Record]) -> tuple[Column, ...]:
    return (*columns(record), *STAMP_COLUMNS)


def _export_sql(record: type[Record], path: Path) -> str:
    cells = []
    for column in _exported(record):
        form = "{x}"
        if column.kind in WORDS:
            form = _GUARDED
        elif column.kind is TIME:
            form = _TIME
        cells.append(form.replace("{x}", column.name))
    return _EXPORT.substitute(
        columns=", ".join(cells),
        view=record.view,
        order=", ".join((*(f"history.{record.view}.{name}" for name in record.key), "recorded_at")),
        path=quoted(str(path)),
    )


def _as_workbook(files: Sequence[Path], path: Path) -> None:
    """One workbook of CSV files, a sheet each, with numbers as numbers."""
    # looked at first: a workbook that is begun cannot be left
    problems = list(
        itertools.islice(itertools.chain.from_iterable(map(_unfit, files)), MAX_PROBLEMS)
    )
    if problems:
        raise InputError(problems)
    kinds = {
        record.register_name: [column.kind for column in _exported(record)] for record in REGISTERS
    }
    from openpyxl import Workbook  # noqa: PLC0415  (it brings numpy; most commands need neither)

    workbook = Workbook(write_only=True)
    for file in files:
        sheet = workbook.create_sheet(file.stem)
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines), start=1):
                sheet.append(
                    row
                    if number == 1
                    else [
                        _sheet_cell(cell, kind)
                        for cell, kind in zip(row, kinds[file.stem], strict=True)
                    ]
                )
    workbook.save(path)


def _unfit(file: Path) -> Iterator[Problem]:
    """What of a register's CSV file no sheet can hold."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        for number, row in enumerate(rows, start=2):
            if number > MAX_SHEET_ROWS:
                what = f"has more than the {MAX_SHEET_ROWS:,} rows of a sheet; export as csv"
                yield Problem(file.stem, 0, "", what)
                return
            for column, cell in zip(header, row, strict=True):
                if len(cell) > MAX_SHEET_TEXT:
                    what = f"has more than the {MAX_SHEET_TEXT:,} letters of a cell; export as csv"
                    yield Problem(file.stem, number, column, what)
                elif not cell.isprintable() and _NOT_IN_XML.search(cell):
                    what = "holds a control character, which no workbook can; export as csv"
                    yield Problem(file.stem, number, column, what)


def _sheet_cell(cell: str, kind: Kind) -> object:
    if not cell:
        return None
    if kind in (NUMBER, INTEGER):
        # a workbook keeps 16 digits; what needs 17 goes in as text and is read back from it
        return float(cell) if float(f"{float(cell):.16g}") == float(cell) else cell
    return cell == "true" if kind is BOOLEAN else cell
