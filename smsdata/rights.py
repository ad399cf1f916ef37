"""Who may write what (contract, section 7).

The rules are asked twice: by a page, so that it offers nobody what it would refuse, and by
`smsdata.writing` within the write transaction, whichever way it was called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from smsdata import display
from smsdata.errors import NotAllowed
from smsdata.models import BY_NAME

# What a process owner may write, and the register whose owner decides about a row.
_OWNED = {"readings": "metric", "explanations": "objective"}
# Registers that only an admin changes.
_ADMIN = frozenset({"people"})
# What must be there before anybody can act; it is open until somebody is an admin.
_FOUNDING = frozenset({"organization", "people"})


@dataclass(frozen=True)
class Rights:
    """What a person may write, as the store knows people and owners at one time.

    `stands_for` are the person and everybody they are deputy of, `owned` the codes that one of
    them owns, by the column that names them (`metric`, `objective`).
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
            "metric": _owned(cursor.execute("SELECT metric, owner FROM metric"), stands_for),
            "objective": _owned(
                cursor.execute("SELECT objective, owner FROM objective"), stands_for
            ),
        }
        admin = cursor.execute(
            "SELECT 1 FROM person WHERE active AND access = 'admin' LIMIT 1"
        ).fetchone()
        return cls(name, access, stands_for, owned, admin is None)

    @property
    def everybodys(self) -> bool:
        """Whether they may write what others own."""
        return self.access in ("manager", "admin")

    def may(self, register: str, owned: str | None = None) -> bool:
        """Whether a row of a register may be written.

        `owned` is the metric of a reading or the objective of an explanation; without one it is
        asked whether there can be any such row.
        """
        if register in _FOUNDING and self.founding:
            return True
        if self.access == "admin":
            return True
        if self.access == "manager":
            return register not in _ADMIN
        if self.access != "process_owner" or register not in _OWNED:
            return False
        theirs = self.owned[_OWNED[register]]
        return bool(theirs) if owned is None else owned in theirs

    def require(self, register: str, owned: Iterable[str | None] = (None,)) -> None:
        """Raise NotAllowed, in one sentence, unless every such row may be written."""
        for code in dict.fromkeys(owned):
            if not self.may(register, code):
                raise NotAllowed(
                    display.not_allowed(self.name, self.access, register, code or None)
                )


def deciding_column(register: str) -> str | None:
    """The column of a register whose owner may write its rows; None: owning decides nothing."""
    return _OWNED.get(register) if register in BY_NAME else None


def _owned(rows: duckdb.DuckDBPyConnection, stands_for: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code, owner in rows.fetchall() if owner in stands_for)
