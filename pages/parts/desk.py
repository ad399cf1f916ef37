"""What set-up works on: the registers as recorded now, and what the person who acts may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts import acting, boards
from pages.parts import set_up_words as words
from pages.parts.boards import Setting
from pages.parts.view import View, current
from smsdata import display, first_hour
from smsdata.board import Version
from smsdata.first_hour import Steps
from smsdata.models import REGISTERS, Reading, Record
from smsdata.rights import Rights
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
    registers: dict[str, Versions]
    steps: Steps

    def rows(self, record: type[Record]) -> Versions:
        """The rows of a register that are in force."""
        return self.registers[record.register_name]

    def row(self, record: type[Record], code: str) -> Version[Any] | None:
        """The row with a code; for the organisation, the one there is."""
        return next((row for row in self.rows(record) if self.code(row.row) == code), None)

    def names(self, register: str) -> dict[str, str]:
        """What the rows of a register are called, by code."""
        return {
            self.code(version.row): name_of(version.row) for version in self.registers[register]
        }

    @staticmethod
    def code(row: Record) -> str:
        """A row's code; empty for the organisation."""
        return "/".join(str(getattr(row, name) or "") for name in row.key)

    def why_not(self, *registers: str) -> str | None:
        """Why the person who acts may not change registers; None where they may."""
        for register in registers:
            if not self.rights.may(register):
                if acting.person() is None:
                    return words.CHOOSE_WHO
                return display.not_allowed(self.rights.name, self.rights.access, register, None)
        return None


def name_of(row: Record) -> str:
    """What a row is called."""
    return str(getattr(row, "name", None) or getattr(row, "title", None) or Desk.code(row))


@st.cache_resource(max_entries=4, show_spinner=False)
def _recorded(path: str, version: int) -> tuple[dict[str, Versions], Steps]:
    with shared_store().board() as board:
        registers = {
            record.register_name: tuple(board.versions(record))
            for record in REGISTERS
            if record is not Reading
        }
        return registers, first_hour.steps(board)


def steps() -> Steps:
    """Which steps of the first hour are done."""
    store = shared_store()
    return _recorded(str(store.path), store.version)[1]


def desk() -> Desk:
    """The desk of this run."""
    store = shared_store()
    person = acting.person()
    actor = person.person if person else _NOBODY
    registers, done = _recorded(str(store.path), store.version)
    return Desk(current(), boards.setting(), actor, boards.rights(actor), registers, done)
