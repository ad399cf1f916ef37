"""Plans to begin with: a whole service management plan, and the first ninety days.

They lie in `library/plans`, a file each, with days counted from the day on which a plan begins and
with a role in place of an owner. What is taken over becomes ordinary items of the plan.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from smsdata.board import Board
from smsdata.library import SHIPPED
from smsdata.models import (
    Bounds,
    Cadence,
    Code,
    Objective,
    Phase,
    PlanItem,
    Record,
    Text,
    Timing,
    Whole,
)
from smsdata.writing import Edit

# The plans there are, by the names of their files.
PLANS = ("starter-plan", "first-90-days")


class ReadyItem(Record):
    """An item of a plan to begin with; its days are counted from the day on which it begins."""

    register_name = "plan_items"
    key = ("plan_item",)

    plan_item: Code
    title: Text
    phase: Phase
    workstream: Text
    activity: Text
    deliverable: Text
    owner_role: Text
    timing: Timing
    starts_after: Annotated[Whole, Bounds(0)] | None = None
    due_after: Annotated[Whole, Bounds(0)] | None = None
    cadence: Cadence | None = None
    trigger: Text | None = None
    method: Text
    expected_evidence: Text
    clause: Text
    resources: Text | None = None


@dataclass(frozen=True)
class Terms:
    """When a plan begins, who holds its roles, and which objectives there are, by clause."""

    starts_on: date
    owners: Mapping[str, str]
    objectives: Mapping[str, Sequence[str]]


def read_plan(name: str) -> tuple[ReadyItem, ...]:
    """The items of a plan to begin with."""
    path = SHIPPED / "plans" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(ReadyItem.model_validate(cells) for cells in csv.DictReader(file))


def roles(items: Sequence[ReadyItem]) -> tuple[str, ...]:
    """The roles that a plan gives work to, in the order in which they come."""
    return tuple(dict.fromkeys(item.owner_role for item in items))


def objectives_by_clause(board: Board) -> dict[str, list[str]]:
    """The objectives that have not come to their end, by the clause they belong to."""
    found: dict[str, list[str]] = {}
    for row in board.register(Objective):
        if row.clause and (row.due_on is None or row.due_on >= board.on_date):
            found.setdefault(row.clause, []).append(row.objective)
    return found


def rows(items: Sequence[ReadyItem], terms: Terms) -> list[dict[str, str]]:
    """The items as rows of the plan: dated, owned, each serving the objectives of its clauses."""
    return [_row(item, terms) for item in items]


def _row(item: ReadyItem, terms: Terms) -> dict[str, str]:
    def day(after: int | None) -> str:
        return "" if after is None else (terms.starts_on + timedelta(days=after)).isoformat()

    clauses = [clause.strip() for clause in item.clause.split(";")]
    made = {
        "owner": terms.owners.get(item.owner_role, ""),
        "starts_on": day(item.starts_after),
        "due_on": day(item.due_after),
        "objectives": ";".join(
            code for clause in clauses for code in terms.objectives.get(clause, ())
        ),
    }
    return {
        name: made[name] if name in made else getattr(item, name) or ""
        for name in PlanItem.model_fields
    }


def edits(made: Sequence[Mapping[str, str]], known: Container[str]) -> list[Edit]:
    """What makes rows items of the plan; one whose code is `known` there stays as it is."""
    return [
        Edit("plan_items", row, made_from=None) for row in made if row["plan_item"] not in known
    ]


def as_file(made: Sequence[Mapping[str, str]]) -> str:
    """The rows as the file plan_items.csv of a bundle."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(PlanItem.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue()
