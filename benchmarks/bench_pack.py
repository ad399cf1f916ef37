"""The management review pack: 40 objectives over 36 months, from a store to the PDF's bytes.

Beside it: WeasyPrint laying out the same content with SVG charts, and ReportLab building the
pack's own flowables from constants, the review held in memory: what is left of the time when no
store is asked. All after the imports, in a new process each.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Line, Run, against, in_child, take_turns, timed

if TYPE_CHECKING:
    from smsdata.review import ManagementReview

FROM, TO = date(2026, 8, 1), date(2026, 10, 31)
KNOWN_AT: Final = datetime(2026, 11, 21, tzinfo=UTC)
OBJECTIVES, MONTHS = 40, 36
SHARE_OF_WEASYPRINT, TIMES_CONSTANTS = 0.25, 1.5
WHAT: Final = f"pack, {OBJECTIVES} objectives x {MONTHS} months"


def bench(folder: Path, rounds: int) -> list[Line]:
    """Measure the pack from a store of its own."""
    store = folder / "pack.duckdb"
    if not store.exists():
        in_child(make_store, store)
    html, constants = "WeasyPrint", "ReportLab, from constants"
    tasks = {"pack": product, html: weasyprint, constants: from_constants}
    figures = take_turns({name: (task, store) for name, task in tasks.items()}, rounds)
    ours = figures["pack"]
    return [
        against(WHAT, ours, html, figures[html], SHARE_OF_WEASYPRINT),
        against(WHAT, ours, constants, figures[constants], TIMES_CONSTANTS),
    ]


def make_store(store: str) -> Run:
    """The store to make the pack from."""
    from benchmarks.data import make_review_tables  # noqa: PLC0415 - the parent stays small
    from benchmarks.stores import fill  # noqa: PLC0415

    return Run(timed(lambda: fill(store, make_review_tables, OBJECTIVES, MONTHS))[0])


def product(path: str) -> Run:
    """The pack as it is made: open the store, read a board, draw."""
    from reports.management_review import render  # noqa: PLC0415
    from smsdata.reviewing import management_review  # noqa: PLC0415
    from smsdata.store import Store  # noqa: PLC0415

    def build() -> int:
        with Store.open(path) as store, store.board(TO, KNOWN_AT) as board:
            review = management_review(board, FROM)
        return len(render(review))

    return Run(timed(build)[0])


def from_constants(path: str) -> Run:
    """The same flowables, the content there already."""
    from reports.management_review import render  # noqa: PLC0415

    review = _review(path)
    return Run(timed(lambda: render(review))[0])


def weasyprint(path: str) -> Run:
    """The same content as HTML and SVG, by WeasyPrint."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    from benchmarks.weasy_pack import STYLE, font_faces, page_source  # noqa: PLC0415

    review = _review(path)

    def build() -> int:
        fonts = FontConfiguration()
        style = CSS(string=font_faces() + STYLE, font_config=fonts)
        pdf = io.BytesIO()
        HTML(string=page_source(review)).write_pdf(pdf, stylesheets=[style], font_config=fonts)
        return pdf.tell()

    return Run(timed(build)[0])


def _review(path: str) -> ManagementReview:
    """The content, read before any clock runs."""
    from smsdata.reviewing import management_review  # noqa: PLC0415
    from smsdata.store import Store  # noqa: PLC0415

    with Store.open(path) as store, store.board(TO, KNOWN_AT) as board:
        return management_review(board, FROM)
