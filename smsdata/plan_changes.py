"""The approved plan as people read it: which version, by whom, and what was changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from smsdata import plan_words
from smsdata.board import Board, Change
from smsdata.history import row_words
from smsdata.models import Person, PlanApproval, PlanItem, columns
from smsdata.plan import Approved, approved

_FIRST_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What one person changed about an item of the plan at one time, in words, and why."""

    code: str
    title: str
    words: str
    recorded_by: str
    day: date
    note: str | None


@dataclass(frozen=True)
class ApprovedPlan:
    """The approval in force, None where the plan was never approved, and the changes since."""

    approval: PlanApproval | None
    recorded_at: datetime | None
    approved_by: str
    next_version: str
    changes: tuple[ItemChange, ...]

    @property
    def told(self) -> str:
        """Which version is approved, by whom and when, and how much was changed since."""
        if self.approval is None:
            return plan_words.NEVER_APPROVED
        items = len({change.code for change in self.changes})
        return plan_words.approved(
            self.approval.version, self.approved_by, self.approval.approved_on, items
        )


def approved_plan(board: Board, zone: str) -> ApprovedPlan:
    """The approved plan as the board knows it; the newest changes first."""
    found = approved(board)
    taken = {row.version for row in board.register(PlanApproval)}
    if found is None:
        return ApprovedPlan(None, None, "", _next(None, taken), ())
    people = {row.person: row.name for row in board.register(Person)}
    by = found.approval.approved_by
    return ApprovedPlan(
        found.approval,
        found.recorded_at,
        people.get(by, by),
        _next(found.approval.version, taken),
        tuple(reversed(_changes(board, found, people, ZoneInfo(zone)))),
    )


def _next(version: str | None, taken: set[str]) -> str:
    """The version that follows: the last number in it, one higher; "3.0" is followed by "3.1"."""
    before, number, after = "", "", ""
    if version and (last := re.fullmatch(r"(.*?)(\d+)(\D*)", version)):
        before, number, after = last.groups()
    made = f"{before}{int(number) + 1}{after}" if number else _FIRST_VERSION
    return _next(made, taken) if made in taken else made


def _changes(
    board: Board, found: Approved, people: dict[str, str], zone: ZoneInfo
) -> list[ItemChange]:
    titles = {row.plan_item: row.title for row in board.register(PlanItem)}
    kinds = {column.name: column for column in columns(PlanItem)}

    def at_once(change: Change) -> tuple[datetime, str, str]:
        return change.recorded_at, change.recorded_by, change.code

    made = []
    for (at, by, code), group in groupby(found.changes, key=at_once):
        changes = list(group)
        made.append(
            ItemChange(
                code,
                titles.get(code, code),
                plan_words.ADDED
                if changes[0].field == "new"
                else "; ".join(row_words(change, kinds, people) for change in changes),
                people.get(by, by),
                at.astimezone(zone).date(),
                changes[0].change_note,
            )
        )
    return made
