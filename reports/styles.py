"""Type, ink and measures of the printed page. Sizes are points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER

from reports import fonts
from smsdata import display

PAPERS: dict[str, tuple[float, float]] = {"a4": A4, "letter": LETTER}

MARGIN_SIDE = 52.0
MARGIN_TOP = 66.0
MARGIN_FOOT = 58.0
COVER_TOP = 84.0
COVER_FOOT = 60.0

INK = HexColor(display.INK)
QUIET = HexColor(display.QUIET_INK)
RULE = HexColor(display.RULE)
PALE = HexColor(display.PALE)
BAND = HexColor(display.BAND)
LIMIT = HexColor(display.LIMIT_LINE)
OBSERVED = HexColor(display.OBSERVED_LINE)
WHITE = HexColor("#FFFFFF")

STATUS: dict[str, Color] = {
    look.status: HexColor(look.colour) for look in (*display.STATUS_LOOKS, *display.PLAN_LOOKS)
}


@dataclass(frozen=True)
class Style:
    """How a text is set."""

    font: str = fonts.REGULAR
    size: float = 9.25
    leading: float = 13.0
    colour: Color = INK

    @property
    def medium(self) -> Style:
        """The same, set off by its weight."""
        return replace(self, font=fonts.MEDIUM)

    @property
    def quiet(self) -> Style:
        """The same, stepping back."""
        return replace(self, colour=QUIET)


COVER_NAME = Style(fonts.MEDIUM, 15, 19)
COVER_TITLE = Style(fonts.LIGHT, 40, 46)
COVER_PERIOD = Style(fonts.LIGHT, 24, 30)
HEADLINE = Style(fonts.MEDIUM, 18, 23.5)
HEADING = Style(fonts.MEDIUM, 19, 24)
SUBHEADING = Style(fonts.MEDIUM, 11.5, 15)
OBJECTIVE = Style(fonts.MEDIUM, 14, 18)
TITLE = Style(fonts.MEDIUM, 10.5, 13.5)
LEAD_LARGE = Style(fonts.MEDIUM, 14, 19)
LEAD = Style(fonts.REGULAR, 11, 15.5)
BODY = Style()
TABLE = Style(fonts.REGULAR, 8.5, 11.25)
SMALL = Style(fonts.REGULAR, 8, 10.5)
FIGURE = Style(fonts.MEDIUM, 17, 20)
