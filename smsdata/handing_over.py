"""Handing over: everything that one person owns goes to another in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from smsdata import plan_words
from smsdata.board import Board
from smsdata.improvement_words import ENDED
from smsdata.models import REGISTERS, Explanation, Improvement, PlanItem, Record, written
from smsdata.staging import Outcome
from smsdata.store import Store
from smsdata.writing import Edit, save

# What has an owner. What is closed stays with whoever had it.
OWNED = tuple(record for record in REGISTERS if "owner" in record.model_fields)


@dataclass(frozen=True)
class Holding:
    """A row that somebody owns, as it is recorded."""

    register: str
    key: dict[str, str]
    name: str
    recorded_at: datetime


def holdings(board: Board, person: str) -> tuple[Holding, ...]:
    """Everything that a person owns, but for what is closed, done or called off."""
    over = {row.plan_item for row in board.plan_item_status() if row.status in plan_words.ENDED}

    def stands(row: Record) -> bool:
        match row:
            case PlanItem():
                return row.plan_item not in over
            case Explanation():
                return row.open_on(board.on_date)
            case Improvement():
                return row.state not in ENDED
        return True

    return tuple(
        Holding(
            record.register_name,
            {name: written(getattr(version.row, name)) for name in record.key},
            _name(version.row),
            version.recorded_at,
        )
        for record in OWNED
        for version in board.versions(record)
        if getattr(version.row, "owner", None) == person and stands(version.row)
    )


def _name(row: Record) -> str:
    for name in ("title", "name", "cause"):
        if text := getattr(row, name, None):
            return str(text)
    return ""


def hand_over(
    store: Store, actor: str, held: tuple[Holding, ...], receiver: str, reason: str
) -> tuple[Outcome, ...]:
    """Give what was shown as held to another person, all of it or nothing.

    Raises what `smsdata.writing.save` raises: ConflictError where a row was changed meanwhile.
    """
    edits = [
        Edit(each.register, {**each.key, "owner": receiver}, made_from=each.recorded_at)
        for each in held
    ]
    return save(store, actor, edits, reason)
