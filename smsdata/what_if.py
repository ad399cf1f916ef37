"""What the board would say if rows were stored: tried in a transaction that is undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeVar

from smsdata.board import Board
from smsdata.store import Store, Writing
from smsdata.writing import Edit, save

T = TypeVar("T")


class _Undone(Exception):
    """Ends a transaction without a trace."""


def what_if(
    store: Store,
    actor: str,
    edits: Sequence[Edit],
    reason: str | None,
    on_date: date,
    read: Callable[[Board], T],
) -> T:
    """What `read` finds on the board with the edits in it; nothing is stored.

    The rules and the views are those of a real write, which waits meanwhile. Raises what
    `smsdata.writing.save` raises.
    """
    found: list[T] = []

    def look(writing: Writing) -> None:
        found.append(read(Board.at(writing.cursor, on_date, writing.recorded_at)))
        raise _Undone

    with suppress(_Undone):
        save(store, actor, edits, reason, look)
    return found[0]
