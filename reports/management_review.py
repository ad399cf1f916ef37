"""The management review pack: its sections, in order. Adding one is adding a line to the list."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports import evidence, objectives, shell, styles, wording
from reports.pack import Pack, Section
from reports.summary import as_known, contents, cover, summary
from smsdata import display
from smsdata.review import ManagementReview
from smsdata.review_charts import ReviewCharts

SECTIONS: tuple[Section, ...] = (
    Section("summary", wording.SUMMARY, wording.ANSWERS_SUMMARY, summary),
    Section("wall", wording.WALL, wording.ANSWERS_WALL, objectives.wall),
    Section("table", wording.TABLE, wording.ANSWERS_TABLE, objectives.table),
    Section("objectives", wording.EACH, wording.ANSWERS_EACH, objectives.each),
    Section("luck", wording.LUCK, wording.ANSWERS_LUCK, evidence.luck),
    Section("services", wording.SERVICES, wording.ANSWERS_SERVICES, evidence.services),
    Section("changes", wording.CHANGES, wording.ANSWERS_CHANGES, evidence.changes),
    Section(
        "restatements", wording.RESTATEMENTS, wording.ANSWERS_RESTATEMENTS, evidence.restatements
    ),
    Section(
        "completeness", wording.COMPLETENESS, wording.ANSWERS_COMPLETENESS, evidence.completeness
    ),
    Section("computed", wording.COMPUTED, wording.ANSWERS_COMPUTED, evidence.computed),
    Section("provenance", wording.PROVENANCE, wording.ANSWERS_PROVENANCE, evidence.provenance),
)

FRONT_PAGES = 2


def render(review: ManagementReview, paper: str = "a4") -> bytes:
    """The pack as PDF; `paper` is a key of `styles.PAPERS`."""
    pack = Pack(review, ReviewCharts(review), styles.PAPERS[paper], SECTIONS)
    period = display.span(review.first, review.last)
    document = shell.Document(
        title=f"{wording.TITLE}, {review.organization}, {period}",
        author=review.organization,
        subject=wording.SUBJECT.format(period=period),
        keywords=wording.KEYWORDS,
        creator=wording.CREATOR.format(version=review.provenance.software),
        header=wording.HEADER.format(period=period),
        footer=as_known(review),
    )
    return shell.build(story(pack), pack.paper, document, FRONT_PAGES)


def story(pack: Pack) -> list[Flowable]:
    """Everything in the order in which it is printed."""
    parts = [*cover(pack), *contents(pack)]
    for section in pack.sections:
        parts += section.draw(pack)
    return parts
