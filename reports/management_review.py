"""The management review pack: its sections, in order. Adding one is adding a line to the list."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports import evidence, improvements, objectives, plan, shell, styles, wording
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
    Section("plan", wording.PLAN, wording.ANSWERS_PLAN, plan.plan, governing=True),
    Section(
        "improvements",
        wording.IMPROVEMENTS,
        wording.ANSWERS_IMPROVEMENTS,
        improvements.improvements,
        governing=True,
    ),
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


def sections(*, governing: bool) -> tuple[Section, ...]:
    """The sections of a pack, with or without those on the plan and the improvements."""
    return tuple(section for section in SECTIONS if governing or not section.governing)


# Composing the sections takes about as long as putting them on pages.
_COMPOSED = 0.5


def render(
    review: ManagementReview,
    paper: str = "a4",
    base: str | None = None,
    progress: shell.Progress | None = None,
) -> bytes:
    """The pack as PDF; see `printed`."""
    return printed(review, paper, base, progress).pdf


def printed(
    review: ManagementReview,
    paper: str = "a4",
    base: str | None = None,
    progress: shell.Progress | None = None,
) -> shell.Printed:
    """The pack as PDF with its number of pages.

    `paper` is a key of `styles.PAPERS`. With `base`, the address of a dashboard, figures lead to
    its pages. `progress` is told what is being done.
    """
    found = sections(governing=review.governance is not None)
    pack = Pack(review, ReviewCharts(review), styles.PAPERS[paper], found, base)
    period = display.span(review.first, review.last)
    document = shell.Document(
        title=f"{wording.TITLE}, {review.organization}, {period}",
        author=review.organization,
        subject=wording.SUBJECT.format(period=period),
        keywords=wording.KEYWORDS,
        creator=wording.CREATOR.format(version=review.provenance.software),
        header=wording.HEADER.format(period=period),
        footer=as_known(review),
        dated=review.known_at,
    )
    tell = progress or _silent
    parts = story(pack, tell)

    def on_page(page: int, share: float) -> None:
        tell(wording.WRITING.format(page=page), _COMPOSED + (1 - _COMPOSED) * share)

    return shell.build(parts, pack.paper, document, FRONT_PAGES, on_page)


def _silent(_words: str, _share: float) -> None:
    pass


def story(pack: Pack, tell: shell.Progress = _silent) -> list[Flowable]:
    """Everything in the order in which it is printed."""
    parts = [*cover(pack), *contents(pack)]
    count = len(pack.sections)
    for number, section in enumerate(pack.sections):
        words = wording.LAYING_OUT.format(
            number=number + 1, count=count, section=section.title.lower()
        )
        tell(words, _COMPOSED * number / count)
        parts += section.draw(pack)
    return parts
