"""Numbers as people type them: read where they can be read one way only."""

from __future__ import annotations

from decimal import Decimal

from smsdata import display
from smsdata.reading_cells import DecimalSign, Silence, Unreadable, decimal_signs, read_figure
from smsdata.sheets import plain


def number_text(text: str, unit: str = "") -> str:
    """A typed number as a bundle writes it: "86,6 %" is "86.6", "1 234" is "1234".

    It is read as a cell of a file is, but for one thing: who types a point alone means decimals,
    and sees at once how it is read. ValueError, in words, for what is no number, and for what could
    be two: "1,234".
    """
    two_ways = len(decimal_signs(text, unit)) > 1
    if two_ways and "." not in text:
        one, other = (plain(_number(text, unit, sign)) for sign in (".", ","))
        raise ValueError(display.two_ways(text, one, other))
    return plain(_number(text, unit, "." if two_ways else None))


def _number(text: str, unit: str, decimal: DecimalSign | None) -> Decimal:
    try:
        figure = read_figure(text, unit, decimal)
    except Unreadable as error:
        raise ValueError(display.no_number(text)) from error
    if isinstance(figure, Silence) or (figure.share and unit != "%"):
        raise ValueError(display.no_number(text))
    return figure.number
