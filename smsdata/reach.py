"""What a metric can be, its least and its most, holds its targets and its readings.

Asked of whoever sets a target or a bound on pages; an import brings history as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsdata import display
from smsdata.errors import InputError, Problem
from smsdata.store import Writing

# The figures of the points that a write has set, with what their metrics can be at most and least.
_AIMED_AT = """
SELECT
    [p.objective, p.metric, coalesce(p.service, ''), CAST(p.on_date AS VARCHAR)] AS key,
    p.value, p.lower, p.upper, m.minimum, m.maximum, m.unit
FROM target_point AS p
JOIN metric AS m ON m.metric = p.metric
WHERE p.recorded_at = ? AND (m.minimum IS NOT NULL OR m.maximum IS NOT NULL)
"""

# The bounds that a write has set, each with the readings that lie beyond it: how many, and the
# furthest, rounded outwards as it is told, so that a bound of just that holds it. A bound that
# stood before is nobody's doing.
_MEASURED = """
WITH bounded AS (
    SELECT m.*, b.minimum AS minimum_before, b.maximum AS maximum_before
    FROM measure_at(clock_known_at()) AS m
    LEFT JOIN history.metric AS b ON b.metric = m.metric AND b.superseded_at = m.recorded_at
    WHERE m.recorded_at = ?
),
measured AS (
    SELECT
        figure(r.value, r.numerator, r.denominator, b.scale) AS figure,
        b.metric, b.unit, b.minimum, b.minimum_before, b.maximum, b.maximum_before
    FROM reading AS r JOIN bounded AS b ON b.metric = r.metric
)
SELECT metric, unit, 'minimum', count(*), floor(round(min(figure) * 100, 6)) / 100 FROM measured
WHERE figure < minimum AND minimum IS DISTINCT FROM minimum_before
GROUP BY ALL
UNION ALL
SELECT metric, unit, 'maximum', count(*), ceil(round(max(figure) * 100, 6)) / 100 FROM measured
WHERE figure > maximum AND maximum IS DISTINCT FROM maximum_before
GROUP BY ALL
"""


def refuse_out_of_reach(
    writing: Writing, points: Sequence[Sequence[str]], metrics: Sequence[Sequence[str]]
) -> None:
    """Raise InputError where a write sets what a metric can be apart from its targets or readings.

    `points` are the keys of the target points in the write (objective, metric, service and day),
    `metrics` those of its metrics.
    """
    problems = [
        *(_points_beyond(writing, _rows(points)) if points else ()),
        *(_bounds_within(writing, _rows(metrics)) if metrics else ()),
    ]
    if problems:
        raise InputError(problems)


def _rows(keys: Sequence[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """The row of each edit of a register, by its key."""
    return {tuple(key): row for row, key in enumerate(keys, start=2)}


def _points_beyond(writing: Writing, rows: dict[tuple[str, ...], int]) -> Iterator[Problem]:
    found = writing.cursor.execute(_AIMED_AT, [writing.recorded_at]).fetchall()
    for key, *figures, minimum, maximum, unit in found:
        for column, figure in zip(("value", "lower", "upper"), figures, strict=True):
            what = "" if figure is None else display.beyond(figure, minimum, maximum, unit)
            if what:
                yield Problem("target_points", rows[tuple(key)], column, what)


def _bounds_within(writing: Writing, rows: dict[tuple[str, ...], int]) -> Iterator[Problem]:
    found = writing.cursor.execute(_MEASURED, [writing.recorded_at]).fetchall()
    for metric, unit, bound, readings, furthest in found:
        what = display.bound_within(bound, readings, furthest, unit)
        yield Problem("metrics", rows[(metric,)], bound, what)
