"""Improvements: moving one from step to step, and closing it with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from smsdata import display, evidence
from smsdata.errors import InputError
from smsdata.evidence import Proof
from smsdata.improvement_words import ENDED
from smsdata.models import Improvement, ImprovementState, written
from smsdata.plan import refuse_a_day_to_come
from smsdata.store import Store
from smsdata.writing import Edit, save

# From these on it is implemented.
_IMPLEMENTED = ("implemented", "validated", "closed")


def move(  # noqa: PLR0913  (each is what a step asks for)
    store: Store,
    actor: str,
    improvement: str,
    state: ImprovementState,
    *,
    on: date,
    seen: datetime,
    validation: str | None = None,
    proofs: Sequence[Proof] = (),
    reason: str | None = None,
) -> None:
    """Move an improvement to a state on a day, with its evidence, all or nothing.

    `seen` is the version that the person saw. The day is that of its implementation or of its
    closing where the step is one of these; a step back takes both away that lie ahead of it. Raises
    InputError, with the reason, where the step skips another, or closes without evidence or
    validation; and what `smsdata.writing.save` raises.
    """
    with store.board() as board:
        refuse_a_day_to_come(board, "improvements", "on", on)
        rows = {row.improvement: row for row in board.register(Improvement)}
    if improvement not in rows:
        what = display.no_such("improvement", improvement)
        raise InputError.of(what, file="improvements", row=2, column="improvement")
    row = rows[improvement]
    first = state == "implemented" and row.state not in ("validated", "closed")
    cells: dict[str, str | None] = {
        "improvement": improvement,
        "state": state,
        "implemented_on": written(
            on if first else row.implemented_on if state in _IMPLEMENTED else None
        ),
        "closed_on": written(on if state in ENDED else None),
    }
    if validation is not None:
        cells["validation"] = validation.strip()
    reason = (reason or "").strip() or display.moved(row.state, state)
    proved = evidence.edits("improvements", improvement, proofs)
    save(store, actor, [Edit("improvements", cells, made_from=seen), *proved], reason)
