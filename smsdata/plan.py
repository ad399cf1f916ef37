"""The plan: reporting progress, marking what was done, approving it as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from smsdata import display, evidence
from smsdata.board import Board, Change
from smsdata.errors import InputError
from smsdata.evidence import Proof
from smsdata.models import PlanApproval, PlanOccurrence, PlanProgress
from smsdata.store import Store
from smsdata.writing import Edit, save


def report_progress(
    store: Store,
    actor: str,
    progress: PlanProgress,
    seen: datetime | None = None,
    reason: str | None = None,
) -> None:
    """Store how far a plan item has come; raises what `smsdata.writing.save` raises.

    `seen` is the version of the same day's report that is corrected, and `reason` why.
    """
    with store.board() as board:
        refuse_a_day_to_come(board, "plan_progress", "on_date", progress.on_date)
    if (progress.percent, progress.state, progress.forecast_on, progress.note) == (None,) * 4:
        raise InputError.of(display.NO_REPORT, file="plan_progress", row=2, column="percent")
    save(store, actor, [Edit.of(progress, seen)], reason)


def mark_done(
    store: Store,
    actor: str,
    occurrence: PlanOccurrence,
    proofs: Sequence[Proof] = (),
    seen: datetime | None = None,
    reason: str | None = None,
) -> None:
    """Store that a recurring item was done, with the evidence of it, all or nothing."""
    with store.board() as board:
        refuse_a_day_to_come(board, "plan_occurrences", "done_on", occurrence.done_on)
    proved = evidence.edits("plan_items", occurrence.plan_item, proofs, occurrence.due_on)
    save(store, actor, [Edit.of(occurrence, seen), *proved], reason)


def refuse_a_day_to_come(board: Board, register: str, column: str, day: date) -> None:
    """Raise InputError where what was done lies on a day after the board's."""
    if day > board.on_date:
        raise InputError.of(display.DAY_TO_COME, file=register, row=2, column=column)


# --- the approved plan ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Approved:
    """The plan's last approval, when it was first recorded, and what changed in the plan since."""

    approval: PlanApproval
    recorded_at: datetime
    changes: tuple[Change, ...]


def approve(store: Store, actor: str, approval: PlanApproval) -> None:
    """Approve the plan as it stands; raises ConflictError where the version is taken."""
    with store.board() as board:
        refuse_a_day_to_come(board, "plan_approvals", "approved_on", approval.approved_on)
    if not (approval.summary or "").strip():
        raise InputError.of(display.NO_SUMMARY, file="plan_approvals", row=2, column="summary")
    save(store, actor, [Edit.of(approval, None)])


def approved(board: Board) -> Approved | None:
    """The last approval that the board knows; None where it knows of none.

    What the plan is and what was changed in it goes by what is known, whichever day the board
    speaks for, and so does the approval.
    """
    last = board.last_approval()
    if last is None:
        return None
    approval, approved_at = last
    return Approved(approval, approved_at, tuple(board.changes(approved_at, "plan_items")))
