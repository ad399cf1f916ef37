"""Who may write what (contract, section 7).

The rules are asked twice: by a page, so that it offers nobody what it would refuse, and by
`smsdata.writing` within the write transaction, whichever way it was called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from smsdata import display
from smsdata.errors import InputError, NotAllowed

# What a process owner may write, and the column that names the row whose owner decides.
_OWNED = {
    "readings": "metric",
    "explanations": "objective",
    "plan_progress": "plan_item",
    "plan_occurrences": "plan_item",
    "improvements": "improvement",
}
# The same of the row that evidence is of.
_PROVED = {
    **_OWNED,
    "metrics": "metric",
    "objectives": "objective",
    "plan_items": "plan_item",
}
# Of an improvement its owner may write what a move writes.
_MOVED = frozenset({"improvement", "state", "implemented_on", "closed_on", "validation"})
# Registers that only an admin changes.
_ADMIN = frozenset({"people"})
# What must be there before anybody can act; it is open until somebody is an admin.
_FOUNDING = frozenset({"organization", "people"})


@dataclass(frozen=True)
class Rights:
    """What a person may write, as the store knows people and owners at one time.

    `stands_for` are the person and everybody they are deputy of, `owned` the codes that one of
    them owns, by the column that names them (`metric`, `objective`, `plan_item`, `improvement`).
    """

    name: str
    access: str | None
    stands_for: frozenset[str]
    owned: dict[str, frozenset[str]]
    founding: bool

    @classmethod
    def at(cls, cursor: duckdb.DuckDBPyConnection, actor: str) -> Rights:
        """The rights of a person at the clocks of a cursor."""
        found = cursor.execute(
            "SELECT name, CASE WHEN active THEN access END FROM person WHERE person = ?", [actor]
        ).fetchone()
        name, access = found or (actor, None)
        principals = cursor.execute("SELECT person FROM person WHERE deputy = ?", [actor])
        stands_for = frozenset({actor, *(code for (code,) in principals.fetchall())})
        owned = {
            name: _owned(cursor.execute(query), stands_for)
            for name, query in (
                ("metric", "SELECT metric, owner FROM metric"),
                ("objective", "SELECT objective, owner FROM objective"),
                ("plan_item", "SELECT plan_item, owner FROM plan_item"),
                ("improvement", "SELECT improvement, owner FROM improvement"),
            )
        }
        return cls(name, access, stands_for, owned, not _has_admin(cursor))

    @property
    def everybodys(self) -> bool:
        """Whether they may write what others own."""
        return self.access in ("manager", "admin")

    @property
    def enters(self) -> bool:
        """Whether they may enter what they own."""
        return self.everybodys or self.access == "process_owner"

    def may(self, register: str, owned: str | None = None) -> bool:
        """Whether a row of a register may be written.

        `owned` is what decides about the row (`deciding`); without it, it is asked whether there
        can be any such row.
        """
        if register in _FOUNDING and self.founding:
            return True
        if self.access == "admin":
            return True
        if self.access == "manager":
            return register not in _ADMIN
        return self.enters and self._may_as_owner(register, owned)

    def _may_as_owner(self, register: str, owned: str | None) -> bool:
        if register == "evidence":
            if owned is None:
                return any(self.owned.values())
            proved, code, *_ = *owned.split("/"), ""
            return proved in _PROVED and code in self.owned[_PROVED[proved]]
        if register not in _OWNED:
            return False
        theirs = self.owned[_OWNED[register]]
        return bool(theirs) if owned is None else owned in theirs

    def require(self, register: str, owned: Iterable[str | None] = (None,)) -> None:
        """Raise NotAllowed, in one sentence, unless every such row may be written."""
        for code in dict.fromkeys(owned):
            if told := self.why_not(register, code):
                raise NotAllowed(told)

    def why_not(self, register: str, owned: str | None) -> str:
        """Why such a row may not be written, in one sentence; empty where it may."""
        if self.may(register, owned):
            return ""
        return display.not_allowed(self.name, self.access, register, owned or None)

    def require_whole(self, register: str, written: Collection[str]) -> None:
        """Raise NotAllowed where more of a row is written than its owner may."""
        if register == "improvements" and not (self.everybodys or _MOVED.issuperset(written)):
            raise NotAllowed(display.only_moves(self.name))


def deciding(register: str, cells: Mapping[str, str | None]) -> str | None:
    """What of a row decides who may write it; None where owning decides nothing.

    Of a reading its metric, of a report its plan item; of evidence the row it proves, as
    "plan_items/CODE".
    """

    def cell(column: str) -> str:
        return (cells.get(column) or "").strip()

    if register == "evidence":
        return f"{cell('register')}/{cell('code')}"
    return cell(_OWNED[register]) if register in _OWNED else None


class Admins:
    """Watches that a store with an admin keeps one: anybody might else make themselves one."""

    def __init__(self) -> None:
        self._had = False

    def look(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Before anything is written."""
        self._had = _has_admin(cursor)

    def look_again(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """With everything written, before it is there for good; raises InputError."""
        if self._had and not _has_admin(cursor):
            raise InputError.of(display.NO_ADMIN_LEFT, file="people")


def _has_admin(cursor: duckdb.DuckDBPyConnection) -> bool:
    admin = "SELECT 1 FROM person WHERE active AND access = 'admin' LIMIT 1"
    return cursor.execute(admin).fetchone() is not None


def _owned(rows: duckdb.DuckDBPyConnection, stands_for: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code, owner in rows.fetchall() if owner in stands_for)
