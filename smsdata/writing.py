"""The write side: rows that a person adds, revises or withdraws, in one transaction.

What a bundle's rows must hold, these must hold too: they take the same way into the store
(`smsdata.staging`). Beyond that it is asked here who may, whether somebody was faster, and why.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from string import Template
from typing import Any, Final

import duckdb

from smsdata.bundle import bring_in
from smsdata.bundle_files import Bundle, CleanFile
from smsdata.errors import Conflict, ConflictError, InputError, Problem
from smsdata.improvement_steps import refuse_leaps
from smsdata.models import BY_NAME, PERIOD, WORDS, Column, Record, columns, written
from smsdata.parts import answers
from smsdata.reach import refuse_out_of_reach
from smsdata.rights import Admins, Rights, deciding
from smsdata.staging import Outcome
from smsdata.store import Store, Writing


class _Unchecked(Enum):
    UNCHECKED = "unchecked"


# An edit that was made from no particular version: whatever is in force is revised.
UNCHECKED: Final = _Unchecked.UNCHECKED


@dataclass(frozen=True)
class Edit:
    """One row as a person wants it to be.

    `cells` are texts as a bundle's file has them (None and "" are empty); a column that is not
    there keeps what is stored, and a row that is withdrawn keeps it all. `made_from` is the
    `recorded_at` of the version that the person saw, None where there was no row.
    """

    register: str
    cells: Mapping[str, str | None]
    withdraw: bool = False
    made_from: datetime | _Unchecked | None = UNCHECKED

    @classmethod
    def of(cls, row: Record, made_from: datetime | None) -> Edit:
        """A row with all its cells."""
        cells: dict[str, str | None] = {
            name: written(getattr(row, name)) for name in type(row).model_fields
        }
        return cls(row.register_name, cells, made_from=made_from)


def save(
    store: Store,
    actor: str,
    edits: Sequence[Edit],
    reason: str | None = None,
    then: Callable[[Writing], None] | None = None,
) -> tuple[Outcome, ...]:
    """Store edits in one transaction, all or nothing; what became of them, by register.

    The edits of one register name the same columns. Raises NotAllowed where `actor`, a person's
    code, may not; ConflictError where a row is not as it was when an edit was made from it;
    InputError with every problem found, each at its register and at row 2 for the register's first
    edit, 3 for its second and so on. Whoever revises or withdraws a row says why in `reason`.
    `then` sees the store with the rows in it, before they are there for good. The order of an
    improvement's steps (`smsdata.improvement_steps`) and the reach of a metric
    (`smsdata.reach`) are held here; an import brings history as it was.
    """
    reason = " ".join((reason or "").split()) or None

    admins = Admins()

    def look(cursor: duckdb.DuckDBPyConnection) -> None:
        admins.look(cursor)
        _refuse_strangers(cursor, actor, edits)
        _refuse_conflicts(cursor, edits)
        if reason is None:
            _ask_why(edits)

    def look_again(writing: Writing) -> None:
        refuse_leaps(writing, [code for (code,) in _keys("improvements", edits)])
        refuse_out_of_reach(writing, _keys("target_points", edits), _keys("metrics", edits))
        admins.look_again(writing.cursor)
        if then is not None:
            then(writing)

    with store.folder() as folder:
        bundle = Bundle(tuple(as_files(edits, folder)))
        parts = bring_in(
            store, bundle, folder, actor, note=reason, dry_run=False, look=look, then=look_again
        )
        (outcomes,) = answers(parts, lambda _: None)
        return outcomes  # type: ignore[no-any-return]


def _keys(register: str, edits: Sequence[Edit]) -> list[list[str]]:
    """The keys of the edits of one register, in their order."""
    return [
        [(edit.cells.get(name) or "").strip() for name in BY_NAME[register].key]
        for edit in edits
        if edit.register == register
    ]


def as_files(edits: Sequence[Edit], folder: Path) -> list[CleanFile]:
    """The edits as a bundle's files, rows in their order."""
    registers: dict[str, list[Edit]] = {}
    for edit in edits:
        registers.setdefault(edit.register, []).append(edit)
    files = []
    for register, given in registers.items():
        record = BY_NAME[register]
        shape = {column.name: column for column in columns(record)}
        header = tuple(given[0].cells)
        path = folder / f"{register}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*header, "withdrawn"))
            for edit in given:
                if tuple(edit.cells) != header:
                    raise ValueError(f"edits of {register} name different columns")
                # what is withdrawn keeps its values
                cells = [
                    _guarded(edit.cells[name] or "", shape[name])
                    if name in record.key or not edit.withdraw
                    else ""
                    for name in header
                ]
                writer.writerow((*cells, str(edit.withdraw).lower()))
        files.append(CleanFile(register, register, path, (*header, "withdrawn")))
    return files


def _guarded(text: str, column: Column) -> str:
    """A cell as an export writes it, so that it is read back as it was typed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return f"'{text}" if column.kind in WORDS and re.match(r"'*[=+@-]", text) else text


def _refuse_strangers(cursor: duckdb.DuckDBPyConnection, actor: str, edits: Sequence[Edit]) -> None:
    rights = Rights.at(cursor, actor)
    for edit in edits:
        owned = [deciding(edit.register, edit.cells)]
        theirs = None if rights.everybodys else _in_force(cursor, BY_NAME[edit.register], edit)
        if theirs is not None:
            # what is written may say that the row belongs to another than it did
            owned.append(deciding(edit.register, theirs))
        rights.require(edit.register, owned)
        rights.require_whole(
            edit.register, [*edit.cells, *(["withdrawn"] if edit.withdraw else [])]
        )


def _ask_why(edits: Sequence[Edit]) -> None:
    """A row that was there is changed only with a reason: it is what its history tells."""
    if any(edit.withdraw or isinstance(edit.made_from, datetime) for edit in edits):
        raise InputError([Problem("reason", 0, "", "say why this is changed")])


# --- somebody was faster -------------------------------------------------------------------------

_IN_FORCE = Template("FROM history.${view} WHERE superseded_at = 'infinity'${same_key}")


def _refuse_conflicts(cursor: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> None:
    conflicts = []
    for edit in edits:
        if isinstance(edit.made_from, _Unchecked):
            continue
        record = BY_NAME[edit.register]
        theirs = _in_force(cursor, record, edit)
        seen = theirs["recorded_at"] if theirs and not theirs["withdrawn"] else None
        if seen == edit.made_from or (theirs is not None and _same(record, edit, theirs)):
            continue
        conflicts.append(
            Conflict(
                edit.register,
                tuple(edit.cells.get(name) or "" for name in record.key),
                theirs["recorded_by"] if theirs else None,
                theirs["recorded_at"] if theirs else None,
                {
                    column.name: written(theirs[column.name])
                    for column in columns(record)
                    if theirs and not theirs["withdrawn"]
                },
            )
        )
    if conflicts:
        raise ConflictError(conflicts)


def _in_force(
    cursor: duckdb.DuckDBPyConnection, record: type[Record], edit: Edit
) -> dict[str, Any] | None:
    """The last version of the row that an edit is about, be it a withdrawal."""
    key = {name: _key_part(record, name, edit.cells.get(name)) for name in record.key}
    # Names of this software's own tables and columns, none of anybody's.
    same_key = "".join(f" AND {name} IS NOT DISTINCT FROM ?" for name in key)
    found = cursor.execute(
        _IN_FORCE.substitute(view=record.view, same_key=same_key), list(key.values())
    )
    names = [column[0] for column in found.description or ()]
    row = found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _key_part(record: type[Record], name: str, text: str | None) -> object:
    column = next(column for column in columns(record) if column.name == name)
    text = (text or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text) if column.kind is PERIOD else column.kind.parse(text)
    except ValueError:
        # no row has such a key; what is wrong with it is told by the checks
        return None


def _same(record: type[Record], edit: Edit, theirs: Mapping[str, Any]) -> bool:
    """Whether somebody else has stored just what is wanted."""
    if edit.withdraw or theirs["withdrawn"]:
        return bool(edit.withdraw and theirs["withdrawn"])
    for column in columns(record):
        if column.name not in edit.cells or column.name in record.key:
            continue
        text = (edit.cells[column.name] or "").strip()
        try:
            wanted = column.kind.parse(text) if text else column.default
        except (ValueError, KeyError):
            return False
        if wanted != theirs[column.name]:
            return False
    return True
