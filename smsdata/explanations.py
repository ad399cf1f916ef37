"""Explanations: the misses that wait for one, and storing it (cause, recovery, owner, by when)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from smsdata import display
from smsdata.board import Board, ExplanationDue
from smsdata.models import Explanation, Metric
from smsdata.review import badness
from smsdata.store import Store
from smsdata.writing import Edit, save


@dataclass(frozen=True)
class Unexplained:
    """A miss in words, by its worst target, and what still explains its objective, newest first."""

    due: ExplanationDue
    actual: str
    required: str
    open: tuple[Explanation, ...]


def unexplained(board: Board) -> list[Unexplained]:
    """Every miss that nobody has explained, oldest first."""
    due = [
        min(targets, key=badness)
        for _, targets in groupby(board.explanations_due(), key=attrgetter("objective"))
    ]
    if not due:
        return []
    metrics = {row.metric: row for row in board.register(Metric)}
    said = [row for row in reversed(board.register(Explanation)) if row.open_on(board.on_date)]
    found = []
    for row in due:
        m = metrics[row.metric]
        bounds = (row.required, row.required_lower, row.required_upper)
        decimals = display.telling_decimals(row.actual, bounds, m.decimals)
        found.append(
            Unexplained(
                row,
                display.figure(row.actual, m.unit, decimals),
                display.requirement(m.direction, *bounds, m.unit, m.decimals),
                tuple(item for item in said if item.objective == row.objective),
            )
        )
    return found


def explain(
    store: Store,
    actor: str,
    explanation: Explanation,
    carried_on: Explanation | None = None,
) -> None:
    """Store an explanation; one that it carries on is closed with it.

    Raises NotAllowed, InputError, or ConflictError where somebody has explained it meanwhile.
    """
    edits = [Edit.of(explanation, None)]
    reason = None
    if carried_on is not None:
        with store.board() as board:
            found = board.row(Explanation, f"{carried_on.objective}/{carried_on.on_date}")
        if found is not None:
            # what somebody has written into it meanwhile stays
            closed = found.row.model_copy(update={"closed_on": explanation.on_date})
            edits.append(Edit.of(closed, found.recorded_at))
        reason = display.carried_on(carried_on.on_date)
    save(store, actor, edits, reason)
