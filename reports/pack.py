"""What every section of the management review pack is given to draw from, and common parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from reports import styles
from reports.boxes import Box, Flow, Heading, Linked, Place, Space, Text, Together, marked
from reports.styles import Style
from smsdata.review import ManagementReview, ObjectiveReview
from smsdata.review_charts import ReviewCharts


@dataclass(frozen=True)
class Pack:
    """The content of one pack and the paper it goes on."""

    review: ManagementReview
    charts: ReviewCharts
    paper: tuple[float, float]
    sections: Sequence[Section]

    @property
    def room(self) -> float:
        """How wide a page's content may be."""
        return self.paper[0] - 2 * styles.MARGIN_SIDE

    @property
    def height(self) -> float:
        """How high a page's content may be."""
        return self.paper[1] - styles.MARGIN_TOP - styles.MARGIN_FOOT


@dataclass(frozen=True)
class Section:
    """A section: its place, its title, the question it answers, and how it is drawn."""

    key: str
    title: str
    answers: str
    draw: Callable[[Pack], list[Flowable]]


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


def objective_name(item: ObjectiveReview, style: Style = styles.TABLE) -> Box:
    """An objective's title, leading to its own part."""
    return Linked(Text(item.title, style, most=3), objective_key(item.code))


def named(status: str | None, words: str, style: Style = styles.TABLE, most: int = 3) -> Box:
    """A status's shape with words beside it."""
    return marked(status, Text(words, style, most=most), style.leading)
