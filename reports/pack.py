"""What every section of the management review pack is given to draw from, and common parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reportlab.platypus import Flowable

from reports import styles
from reports.boxes import (
    Box,
    Flow,
    Heading,
    Linked,
    Outward,
    Place,
    Space,
    Text,
    Together,
    marked,
)
from reports.styles import Style
from smsdata import addresses
from smsdata.decisions import Decision, decisions
from smsdata.periods import Period
from smsdata.review import ManagementReview
from smsdata.review_charts import ReviewCharts


@dataclass(frozen=True)
class Pack:
    """The content of one pack and the paper it goes on."""

    review: ManagementReview
    charts: ReviewCharts
    paper: tuple[float, float]
    sections: Sequence[Section]
    # Where people reach the dashboard; where nobody said, nothing leads out of the document.
    base: str | None = None

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What the review is asked to decide, most urgent first."""
        return decisions(self.review)

    @cached_property
    def _told(self) -> frozenset[str]:
        """The objectives that are here: a restatement also names those withdrawn since then."""
        return frozenset(item.code for item in self.review.objectives)

    @property
    def room(self) -> float:
        """How wide a page's content may be."""
        return self.paper[0] - 2 * styles.MARGIN_SIDE

    @property
    def height(self) -> float:
        """How high a page's content may be."""
        return self.paper[1] - styles.MARGIN_TOP - styles.MARGIN_FOOT

    def address(self, objective: str, month: date | None = None) -> str | None:
        """Where the dashboard shows an objective as it stands here, or at the end of a month."""
        if objective not in self._told:
            return None
        return self._address("objective", month, objective=objective)

    def _address(self, page: str, month: date | None = None, **more: str) -> str | None:
        if self.base is None:
            return None
        review = self.review
        first, last = (month.replace(day=1), month) if month else (review.first, review.last)
        period = Period.spanning(first, last, review.fiscal_month)
        return f"{self.base}/{addresses.address(page, period, review.known_at, **more)}"

    def page_of(self, page: str, **row: str) -> str | None:
        """Where the dashboard shows a page of the plan or the improvements, perhaps of one row."""
        return self._address(page, None, **row)

    def leading(self, box: Box, page: str, **row: str) -> Box:
        """What a page of the dashboard says too: it leads there, where there is one."""
        return _leading(box, self._address(page, None, **row))

    def overview(self, box: Box) -> Box:
        """What the dashboard's overview says too: it leads there, where there is one."""
        return self.leading(box, "")

    def figure(self, box: Box, objective: str, month: date | None = None) -> Box:
        """A figure of an objective: it leads to the dashboard, where there is one."""
        return _leading(box, self.address(objective, month))

    def name(self, box: Box, objective: str) -> Box:
        """An objective's name: it leads to the dashboard, else to the objective's own part."""
        if objective not in self._told:
            return box
        address = self.address(objective)
        return Outward(box, address) if address else Linked(box, objective_key(objective))


@dataclass(frozen=True)
class Section:
    """A section: its place, its title, the question it answers, and how it is drawn.

    One that is `governing` tells of the plan or the improvements, where there are any.
    """

    key: str
    title: str
    answers: str
    draw: Callable[[Pack], list[Flowable]]
    governing: bool = False


def _leading(box: Box, address: str | None) -> Box:
    return Outward(box, address) if address else box


def opening(section_title: str, key: str, finding: str | None = None) -> list[Flowable]:
    """A section's beginning: its place in the document, its title, and its finding."""
    head: list[Box] = [Heading(section_title, styles.HEADING)]
    if finding:
        head += [Space(5), Text(finding, styles.LEAD)]
    return [Flow(Together(head), before=34, after=12, places=[Place(key, section_title)])]


def subheading(title: str, before: float = 16.0) -> Flowable:
    """The title of a part of a section."""
    flow = Flow(Heading(title, styles.SUBHEADING), before=before, after=4)
    flow.keepWithNext = 1
    return flow


def objective_key(code: str) -> str:
    """The place of an objective's own part."""
    return f"objective-{code}"


def named(status: str | None, words: str, style: Style = styles.TABLE, most: int = 3) -> Box:
    """A status's shape with words beside it."""
    return marked(status, Text(words, style, most=most), style.leading)
