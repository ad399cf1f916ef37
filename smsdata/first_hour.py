"""From an empty store to the first chart: which steps are done, as the store itself shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsdata.board import Board


@dataclass(frozen=True)
class Steps:
    """What is there already."""

    organization: bool
    people: bool
    objectives: bool
    readings: bool
    plan: bool
    # the objectives of which there is a figure to draw
    drawn: Sequence[str]

    @property
    def chart(self) -> bool:
        """Whether there is a chart to see."""
        return bool(self.drawn)

    @property
    def done(self) -> tuple[str, ...]:
        """The steps that are done, but for what is optional."""
        return tuple(step for step in STEPS if getattr(self, step))

    @property
    def next(self) -> str | None:
        """The first step that is not done; None when all are."""
        return next((step for step in STEPS if not getattr(self, step)), None)


# In the order in which they are taken.
STEPS = ("organization", "people", "objectives", "readings", "chart")
# Not needed for the first chart, so the hour is over without it.
OPTIONAL = "plan"

_ASKED = """
SELECT
    EXISTS (SELECT 1 FROM organization WHERE scope IS NOT NULL) AS organization,
    EXISTS (SELECT 1 FROM person WHERE active AND access = 'admin') AS people,
    EXISTS (SELECT 1 FROM target JOIN objective USING (objective)) AS objectives,
    EXISTS (SELECT 1 FROM reading) AS readings,
    EXISTS (SELECT 1 FROM plan_item) AS plan,
    coalesce(
        (
            SELECT list(DISTINCT objective ORDER BY objective)
            FROM target_status WHERE actual IS NOT NULL
        ),
        []
    ) AS drawn
"""


def steps(board: Board) -> Steps:
    """Which steps of the first hour are done at a board's clocks."""
    (found,) = board.cursor.execute(_ASKED).fetchall()
    return Steps(*found)
