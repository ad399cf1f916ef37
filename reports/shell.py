"""The document around a report's sections: its pages with header and footer, its properties."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from reports import fonts, styles, text
from reports.canvas import PackCanvas
from smsdata import display

# Told what is being done, and how much of it is done: 0 to 1.
Progress = Callable[[str, float], object]


class Printed(NamedTuple):
    """A finished PDF, and how many pages it has."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Document:
    """What a document is called, for its properties and its header and footer."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    creator: str
    header: str
    footer: str
    dated: datetime


class _Shell(BaseDocTemplate):
    def __init__(self, file: io.BytesIO, paper: tuple[float, float], document: Document) -> None:
        super().__init__(
            file,
            pagesize=paper,
            title=fonts.printable(document.title),
            author=document.author,
            subject=document.subject,
            keywords=list(document.keywords),
            creator=document.creator,
            producer="ReportLab",
            lang=display.LANGUAGE,
            displayDocTitle=True,
            invariant=1,
            # else a font that is not embedded is named, though nothing is set in it
            initialFontName=fonts.REGULAR,
            pageCompression=1,
        )
        self.document = document
        wide, high = paper
        room = wide - 2 * styles.MARGIN_SIDE

        def template(name: str, on_end: Any, top: float, foot: float) -> PageTemplate:
            frame = Frame(
                styles.MARGIN_SIDE,
                foot,
                room,
                high - top - foot,
                leftPadding=0,
                rightPadding=0,
                topPadding=0,
                bottomPadding=0,
            )
            return PageTemplate(name, [frame], pagesize=paper, onPageEnd=on_end)

        self.addPageTemplates(
            [
                template("cover", self._blank, styles.COVER_TOP, styles.COVER_FOOT),
                template("front", self._header, styles.MARGIN_TOP, styles.MARGIN_FOOT),
                template("summary", self._footer, 44, 50),
                template("body", self._page, styles.MARGIN_TOP, styles.MARGIN_FOOT),
            ]
        )

    def _blank(self, canvas: PackCanvas, _: BaseDocTemplate) -> None:
        pass

    def _page(self, canvas: PackCanvas, template: BaseDocTemplate) -> None:
        self._header(canvas, template)
        self._footer(canvas, template)

    def _header(self, canvas: PackCanvas, _: BaseDocTemplate) -> None:
        wide, high = self.pagesize
        left, right = styles.MARGIN_SIDE, wide - styles.MARGIN_SIDE
        y = high - 36
        style = styles.SMALL.quiet
        period = self.document.header
        room = right - left - text.width(period, style) - 20
        text.draw_text(canvas, text.one_line(self.document.author, style, room), left, y, style)
        text.draw_text(canvas, period, right, y, style, "right")
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, y - 7, right, y - 7)

    def _footer(self, canvas: PackCanvas, _: BaseDocTemplate) -> None:
        wide, _high = self.pagesize
        style = styles.SMALL.quiet
        text.draw_text(canvas, self.document.footer, styles.MARGIN_SIDE, 30, style)
        canvas.write_page(wide - styles.MARGIN_SIDE, 30, display.PAGE_OF, style)


def build(
    story: Sequence[Flowable],
    paper: tuple[float, float],
    document: Document,
    front_pages: int,
    on_page: Callable[[int, float], None] | None = None,
) -> Printed:
    """The document as PDF: the same story gives the same bytes.

    `on_page` is told the number of each page that is done, and the share of the story that is.
    """
    fonts.register()
    # Streams as they are compressed: as printable text they take longer and a quarter more room.
    rl_config.useA85 = 0
    file = io.BytesIO()
    dated = document.dated.astimezone(UTC)

    def canvas(*args: Any, **kwargs: Any) -> PackCanvas:
        made = PackCanvas(*args, **kwargs)
        # the day of what it tells, not of its printing: the same pack gives the same bytes
        made.setDateFormatter(lambda *_now: f"D:{dated:%Y%m%d%H%M%S}+00'00'")
        made.addPageLabel(0, style="ROMAN_LOWER")
        made.addPageLabel(front_pages, style="ARABIC", start=1)
        return made

    shell = _Shell(file, paper, document)
    if on_page:
        _tell(shell, len(story), on_page)
    shell.build(list(story), canvasmaker=canvas)
    return Printed(file.getvalue(), shell.page)


def _tell(shell: _Shell, parts: int, on_page: Callable[[int, float], None]) -> None:
    """Have ReportLab tell of each page."""
    done = 0

    def told(kind: str, value: int) -> None:
        nonlocal done
        if kind == "PROGRESS":
            done = value
        elif kind == "PAGE":
            on_page(value, done / parts)

    shell.setProgressCallBack(told)
