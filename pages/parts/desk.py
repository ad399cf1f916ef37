"""What set-up works on: the registers as recorded now, and what the person who acts may do.

A register is read when it is asked for, one row of it by itself: some hold hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts import acting, boards
from pages.parts import set_up_words as words
from pages.parts.boards import Setting
from pages.parts.view import View, current
from smsdata import first_hour
from smsdata.board import Version
from smsdata.errors import NotAllowed
from smsdata.first_hour import Steps
from smsdata.models import BY_NAME, REGISTERS, Record
from smsdata.rights import Rights, deciding
from smsdata.serving import shared_store

# Who writes before there is anybody who could act.
_NOBODY = "set-up"

Versions = tuple[Version[Any], ...]


@dataclass(frozen=True)
class Desk:
    """The registers as recorded now, seen by one person."""

    view: View
    setting: Setting
    actor: str
    rights: Rights

    def rows(self, record: type[Record]) -> Versions:
        """The rows of a register that are in force."""
        store = shared_store()
        return _recorded(str(store.path), store.version, record.register_name)

    def row(self, record: type[Record], code: str) -> Version[Any] | None:
        """The row with a code; for the organisation, the one there is."""
        with shared_store().board() as board:
            return board.row(record, code)

    def names(self, register: str) -> dict[str, str]:
        """What the rows of a register are called, by code."""
        return {
            self.code(version.row): name_of(version.row) for version in self.rows(BY_NAME[register])
        }

    @staticmethod
    def code(row: Record) -> str:
        """A row's code; empty for the organisation."""
        return "/".join(str(getattr(row, name) or "") for name in row.key)

    def why_not(self, *registers: str, cells: Mapping[str, str] | None = None) -> str | None:
        """Why the person who acts may not change registers; None where they may.

        `cells` are those of the row that is changed, where one is.
        """
        for register in registers:
            try:
                if cells is None:
                    self.rights.require(register)
                else:
                    self.rights.require(register, [deciding(register, cells)])
                    self.rights.require_whole(register, cells)
            except NotAllowed as error:
                return str(error) if acting.person() else words.CHOOSE_WHO
        return None


def name_of(row: Record) -> str:
    """What a row is called."""
    return str(getattr(row, "name", None) or getattr(row, "title", None) or Desk.code(row))


@st.cache_resource(max_entries=2 * len(REGISTERS), show_spinner=False)
def _recorded(path: str, version: int, register: str) -> Versions:
    with shared_store().board() as board:
        return tuple(board.versions(BY_NAME[register]))


@st.cache_resource(max_entries=4, show_spinner=False)
def _steps(path: str, version: int) -> Steps:
    with shared_store().board() as board:
        return first_hour.steps(board)


def steps() -> Steps:
    """Which steps of the first hour are done."""
    store = shared_store()
    return _steps(str(store.path), store.version)


def desk() -> Desk:
    """The desk of this run."""
    person = acting.person()
    actor = person.person if person else _NOBODY
    return Desk(current(), boards.setting(), actor, boards.rights(actor))
