"""The canvas of a document that is laid out once.

Page numbers that are not known yet where they are wanted (the contents, "page x of y") are drawn
last, into forms that their pages refer to.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from reports import text
from reports.styles import Style


class PackCanvas(Canvas):
    """A canvas that knows which page each place fell on, and writes page numbers last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.front_pages = 0
        # Which page each place is on, and which words wait for which place.
        self.places: dict[str, int] = {}
        self._late: dict[_Late, str] = {}

    def begin_body(self) -> None:
        """Number pages from this one on; those before are front matter."""
        self.front_pages = self.getPageNumber() - 1

    def mark(self, key: str, title: str, level: int, top: float) -> None:
        """Make a height a place to go to, listed in the bookmarks."""
        self.bookmarkHorizontal(key, 0, top + 14)
        self.addOutlineEntry(title, key, level, closed=level == 0)
        self.places[key] = self.getPageNumber()

    def write_late(
        self, x: float, y: float, words: str, key: str, style: Style, align: str
    ) -> None:
        """Write words on a base line in which {page} is the page of a place still to come."""
        self._wait(x, y, _Late(words, key, 0, style, align))

    def write_page(self, x: float, y: float, words: str, style: Style) -> None:
        """Write words up to a base line's end with this {page} and the number of all {pages}."""
        self._wait(x, y, _Late(words, "", self.getPageNumber(), style, "right"))

    def _wait(self, x: float, y: float, late: _Late) -> None:
        name = self._late.setdefault(late, f"late-{len(self._late)}")
        self.saveState()
        self.translate(x, y)
        self.doForm(name)
        self.restoreState()

    def save(self) -> None:
        """Write what waited, and the file."""
        last = self.getPageNumber() - 1
        for late, name in self._late.items():
            page = late.page or self.places[late.key]
            line = late.words.format(page=page - self.front_pages, pages=last - self.front_pages)
            wide = math.ceil(text.width(line, late.style))
            high = math.ceil(late.style.size)
            self.beginForm(name, -wide, -high, wide, 2 * high)
            text.draw_text(self, line, 0, 0, late.style, late.align)
            self.endForm()
        super().save()


class _Late(NamedTuple):
    """Words that wait for a page number: that of a place, or one known already."""

    words: str
    key: str
    page: int
    style: Style
    align: str
