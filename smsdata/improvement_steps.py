"""The way of an improvement: from proposed to closed, a step at a time, and closed with its proof.

It binds whoever moves an improvement; an import brings history as it was, and the checks speak.
The order itself is in sql/rules (`skips_a_step`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from smsdata import display
from smsdata.board import Board
from smsdata.errors import InputError, Problem
from smsdata.models import ImprovementState
from smsdata.store import Writing

_MOVES = """
SELECT i.improvement, before.state, i.state, next_step(before.state), i.validation,
    EXISTS (
        FROM evidence AS e
        WHERE e.register = 'improvements' AND e.code = i.improvement AND e.due_on IS NULL
            AND proves_on(e.dated_on, day_in(coalesce(o.time_zone, 'UTC'), i.recorded_at))
    ) AS proved,
    skips_a_step(before.state, i.state) AS skips,
    i.implemented_on < i.raised_on AND i.implemented_on IS DISTINCT FROM before.implemented_on
        AS implemented_early,
    i.closed_on < coalesce(i.implemented_on, i.raised_on)
        AND i.closed_on IS DISTINCT FROM before.closed_on AS closed_early
FROM improvement AS i
LEFT JOIN organization AS o ON true
LEFT JOIN history.improvement AS before
    ON before.improvement = i.improvement AND before.superseded_at = i.recorded_at
WHERE list_contains(?, i.improvement) AND i.recorded_at = ?
    AND i.state IS DISTINCT FROM before.state
"""


def steps_from(board: Board, state: ImprovementState) -> tuple[list[ImprovementState], int | None]:
    """The states that an improvement may be moved to, in their order; which of them comes next."""
    found = board.cursor.execute(
        "SELECT state, state = next_step(?) FROM unnest(?) AS offered(state) "
        "WHERE state <> ? AND NOT skips_a_step(?, state)",
        [state, list(get_args(ImprovementState)), state, state],
    ).fetchall()
    following = {each: bool(follows) for each, follows in found}
    states = [each for each in get_args(ImprovementState) if each in following]
    return states, next((i for i, each in enumerate(states) if following[each]), None)


def refuse_leaps(writing: Writing, codes: Sequence[str]) -> None:
    """Raise InputError where a write has moved an improvement as it may not be moved."""
    if not codes:
        return
    moves = writing.cursor.execute(_MOVES, [list(codes), writing.recorded_at]).fetchall()
    problems = []
    for code, before, state, step, validation, proved, skips, *early in moves:
        row = codes.index(code) + 2
        if skips or (before is None and state != "proposed"):
            what = display.skipped(before, state, step)
            problems.append(Problem("improvements", row, "state", what))
            continue
        if state in ("validated", "closed") and validation is None:
            problems.append(Problem("improvements", row, "validation", display.NO_VALIDATION))
        if state == "closed" and not proved:
            problems.append(Problem("improvements", row, "state", display.NO_PROOF))
        for column, too_early in zip(("implemented_on", "closed_on"), early, strict=True):
            if too_early:
                problems.append(Problem("improvements", row, column, display.TOO_EARLY[column]))
    if problems:
        raise InputError(problems)
