"""Figures to take along: as a view has them, unrounded."""

from __future__ import annotations

import io

from smsdata.answers import print_answer
from smsdata.board import TargetPeriod
from smsdata.review import ObjectiveReview


def periods_csv(item: ObjectiveReview) -> bytes:
    """An objective's periods as the view `target_period` has them."""
    out = io.StringIO()
    names = list(TargetPeriod.__slots__)
    rows = [
        [getattr(row, name) for name in names]
        for measure in item.measures
        for row in measure.periods
    ]
    print_answer(names, [rows], "csv", out)
    return out.getvalue().encode()
