"""A target that its metric can reach: asked of whoever sets one.

It binds what people set on pages; an import brings history as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from smsdata import display
from smsdata.errors import InputError, Problem
from smsdata.store import Writing

# The figures of the points that a write has set, with what their metrics can be at most and least.
_FIGURES = """
SELECT
    [p.objective, p.metric, coalesce(p.service, ''), CAST(p.on_date AS VARCHAR)] AS key,
    p.value, p.lower, p.upper, m.minimum, m.maximum, m.unit
FROM target_point AS p
JOIN metric AS m ON m.metric = p.metric
WHERE p.recorded_at = ? AND (m.minimum IS NOT NULL OR m.maximum IS NOT NULL)
"""


def refuse_out_of_reach(writing: Writing, keys: Sequence[Sequence[str]]) -> None:
    """Raise InputError where a write has set a target outside what its metric can be.

    `keys` are those of the target points in the write: objective, metric, service and day.
    """
    if not keys:
        return
    rows = {tuple(key): row for row, key in enumerate(keys, start=2)}
    problems = []
    for key, *figures, minimum, maximum, unit in writing.cursor.execute(
        _FIGURES, [writing.recorded_at]
    ).fetchall():
        for column, figure in zip(("value", "lower", "upper"), figures, strict=True):
            what = "" if figure is None else display.beyond(figure, minimum, maximum, unit)
            if what:
                problems.append(Problem("target_points", rows[tuple(key)], column, what))
    if problems:
        raise InputError(problems)
