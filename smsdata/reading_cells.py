"""One cell of somebody's file: the figure it states, the period it names, or that it says nothing.

What can be read in just one way is read so, however it is written. What could be read in two ways
(1,234 and 3/4/2026) is read as the file's mapping says, and not at all where that says nothing.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Literal

from smsdata import reading_words as words
from smsdata.models import shorten
from smsdata.periods import MONTHS, first_of, period_holding
from smsdata.sheets import Cell, Share, Uncomputed, exactly, text_of

DecimalSign = Literal[".", ","]
DateOrder = Literal["day_first", "month_first"]


class Unreadable(ValueError):
    """What a cell cannot be read as, in words; how it reads stands in them."""


class Undecided(Unreadable):
    """A period that can be read once somebody says what is missing: the order, or the year."""


class Silence(Enum):
    """A cell without a figure: nothing was there to measure, or nobody says."""

    NOTHING_TO_MEASURE = "nothing to measure"
    NO_READING = "no reading"


_NOTHING_TO_MEASURE = {"n/a", "na", "n.a.", "n.a", "not applicable", "nothing to measure"}
# What a spreadsheet calls #N/A is a figure that it could not find.
_NO_READING = {"", "-", "--", "–", "—", "−", "nd", "n.d.", "n/d", "no data", "#n/a", "?"}
_ERROR = re.compile(
    r"#(div/0!|ref!|value!|name\?|num!|null!|spill!|calc!|getting_data)", re.IGNORECASE
)


def fold(text: str) -> str:
    """A text as names are compared: without case, line breaks and doubled spaces."""
    return " ".join(text.split()).casefold()


def is_blank(cell: Cell) -> bool:
    """Whether a cell has nothing in it."""
    return isinstance(cell, str) and not cell.strip()


# --- figures -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A number as a cell states it; `share` where a % stands beside it."""

    number: Decimal
    share: bool = False


_LARGEST = Decimal("1e300")
# Between thousands: a space (also a narrow or unbreakable one) or an apostrophe.
_GAPS = " \u00a0\u2007\u2009\u202f"
_APOSTROPHES = "'\u2019"
_SIGNED = re.compile(rf"([+\-−]?)[{_GAPS}]*(.*?)[{_GAPS}]*(%?)", re.DOTALL)


def _form(decimal: str, other: str) -> re.Pattern[str]:
    gap = f"[{re.escape(other)}{_GAPS}{_APOSTROPHES}]"
    whole = rf"(?:\d+|[1-9]\d{{0,2}}(?P<gap>{gap})\d{{3}}(?:(?P=gap)\d{{3}})*)"
    sign = re.escape(decimal)
    return re.compile(
        rf"(?:(?P<whole>{whole})(?:{sign}(?P<part>\d+))?|{sign}(?P<only>\d+))"
        r"(?P<power>[eE][+-]?\d{1,3})?",
        re.ASCII,
    )


_FORMS: dict[DecimalSign, re.Pattern[str]] = {".": _form(".", ","), ",": _form(",", ".")}


def _ways(text: str) -> dict[DecimalSign, Decimal]:
    """The ways to read digits with separators, by the decimal sign that each supposes."""
    ways: dict[DecimalSign, Decimal] = {}
    for sign, form in _FORMS.items():
        found = form.fullmatch(text)
        if found:
            whole = re.sub(r"\D", "", found["whole"] or "0")
            part = found["part"] or found["only"] or "0"
            ways[sign] = Decimal(f"{whole}.{part}{found['power'] or ''}")
    return ways


def _parts(cell: str, unit: str) -> tuple[str, str, str]:
    """Sign, digits and % of a text; the metric's own unit behind a number is no part of it."""
    text = cell.strip().strip(_GAPS)
    if unit and unit != "%" and fold(text).endswith(fold(unit)):
        text = text[: -len(unit)].strip(_GAPS)
    found = _SIGNED.fullmatch(text)
    return (found[1], found[2], found[3]) if found else ("", text, "")


def decimal_signs(cell: Cell, unit: str = "") -> frozenset[DecimalSign]:
    """Which decimal signs a cell could be written with, where that matters; else none.

    One: the cell decides. Both: it reads differently with each.
    """
    if not isinstance(cell, str):
        return frozenset()
    _, digits, _ = _parts(cell, unit)
    ways = _ways(digits)
    if len(ways) == 2 and len(set(ways.values())) == 1:
        return frozenset()
    if len(ways) == 1 and not re.search("[.,]", digits):
        return frozenset()
    return frozenset(ways)


def read_figure(cell: Cell, unit: str, decimal: DecimalSign | None) -> Figure | Silence:
    """The figure in a cell; raises Unreadable."""
    if isinstance(cell, Share):
        return Figure(exactly(cell) * 100, share=True)
    if isinstance(cell, float):
        return Figure(exactly(cell))
    if isinstance(cell, Uncomputed):
        raise Unreadable(words.UNCOMPUTED)
    if isinstance(cell, date):
        raise Unreadable(words.DATE_FOR_NUMBER.format(cell=cell.isoformat()))
    folded = fold(cell)
    if folded in _NOTHING_TO_MEASURE:
        return Silence.NOTHING_TO_MEASURE
    if folded in _NO_READING:
        return Silence.NO_READING
    if _ERROR.fullmatch(folded):
        raise Unreadable(words.SHEET_ERROR.format(cell=shorten(cell)))
    return _read_text(cell, unit, decimal)


def _read_text(cell: str, unit: str, decimal: DecimalSign | None) -> Figure:
    sign, digits, percent = _parts(cell, unit)
    ways = _ways(digits)
    values = set(ways.values())
    if len(values) > 1 and decimal is None:
        raise Unreadable(words.TWO_NUMBERS.format(cell=shorten(cell)))
    if not values or max(map(abs, values)) > _LARGEST:
        raise Unreadable(words.NO_NUMBER.format(cell=shorten(cell)))
    number = values.pop() if len(values) == 1 else ways[decimal or "."]
    return Figure(-number if sign in ("-", "−") else number, share=bool(percent))


_YES = {"yes", "y", "true", "x", "1", "✓", "✔"}
_NO = {"no", "n", "false", "0"}


def read_yes(cell: Cell) -> bool:
    """Whether a cell says yes; raises Unreadable."""
    said = fold(text_of(cell))
    if said in _YES or said in _NOTHING_TO_MEASURE:
        return True
    if said in _NO or said in _NO_READING:
        return False
    raise Unreadable(words.NO_YES.format(cell=shorten(text_of(cell))))


# --- periods -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NamedPeriod:
    """A period as a file names it: a year, or its half, quarter, month, week, or one of its days.

    `number` counts the halves, quarters, months, weeks of `year`.
    """

    kind: Literal["year", "half", "quarter", "month", "week", "day"]
    year: int
    number: int = 1
    day: date | None = None

    def first_day(self, frequency: str, fiscal_month: int) -> date | None:
        """The first day of the metric's period that is meant; None where it fits no such period."""
        if self.day is not None:
            return period_holding(self.day, frequency, fiscal_month)
        if self.kind != _KINDS[frequency]:
            return None
        if self.kind == "week":
            return date.fromisocalendar(self.year, self.number, 1)
        length = MONTHS[frequency]
        start = 1 if frequency == "monthly" else fiscal_month
        return first_of(self.year * 12 + start - 1 + (self.number - 1) * length)


_KINDS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half",
    "yearly": "year",
}
_MONTH_NAMES = [name.lower() for name in calendar.month_name[1:]]
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?P<year>(?:19|20)?\d\d)"
# Fiscal years are also named by both years that they lie in: 2026/27.
_FISCAL_YEAR = rf"{_YEAR}(?:/(?P<next>\d\d))?"
_FORMS_OF_PERIODS = tuple(
    (kind, re.compile(form, re.ASCII))
    for kind, form in (
        ("year", _FISCAL_YEAR),
        ("half", rf"{_YEAR}[- /]?h(?P<number>[12])"),
        ("half", rf"h(?P<number>[12])[- /]?{_FISCAL_YEAR}"),
        ("quarter", rf"{_YEAR}[- /]?q(?P<number>[1-4])"),
        ("quarter", rf"q(?P<number>[1-4])[- /]?{_FISCAL_YEAR}"),
        ("week", rf"{_YEAR}[- /]?(?:w|week |wk ?)(?P<number>\d\d?)"),
        ("week", rf"(?:w|week |wk ?)(?P<number>\d\d?)[- /]?(?:of )?{_YEAR}"),
        ("month", rf"{_YEAR}[-/.]?(?P<number>0[1-9]|1[0-2])"),
        ("month", rf"{_YEAR}[-/](?P<number>[1-9])"),
        ("month", rf"(?P<number>0?[1-9]|1[0-2])[-/.]{_YEAR}"),
        ("month", rf"{_NAME}[- /,']*{_SHORT_YEAR}"),
        ("month", rf"{_YEAR}[- /]*{_NAME}"),
        ("day", rf"{_YEAR}[-/.](?P<number>\d\d?)[-/.](?P<day>\d\d?)"),
        ("day", rf"{_YEAR}(?P<number>0[1-9]|1[0-2])(?P<day>[0-3]\d)"),
        ("day", rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[-. ]+{_NAME}[-., ]+{_SHORT_YEAR}"),
        ("day", rf"{_NAME} (?P<day>\d\d?)(?:st|nd|rd|th)?,? {_YEAR}"),
    )
)
_TWO_WAYS = re.compile(rf"(\d\d?)[/.-](\d\d?)[/.-]{_SHORT_YEAR}", re.ASCII)
_TIME_OF_DAY = re.compile(r"[t ]\d\d?:\d\d(:\d\d(\.\d+)?)?( ?[ap]m)?(z|[+-]\d\d:?\d\d)?$")
# Days as spreadsheets count them, for 2000 to 2099.
_SERIALS = range(36526, 73051)
_SERIAL_START = date(1899, 12, 30)


# A month, quarter, half or week by itself.
_YEARLESS = re.compile(rf"{_NAME}|q[1-4]|h[12]|(w|week |wk ?)\d\d?", re.ASCII)


def lacks_year(cell: Cell) -> bool:
    """Whether a cell names a part of a year, and not which year."""
    return isinstance(cell, str) and _YEARLESS.fullmatch(fold(cell)) is not None


def date_orders(cell: Cell) -> frozenset[DateOrder]:
    """In which orders a date's day and month could be meant, where that matters; else none.

    One: the cell decides. Both: it is another day with each.
    """
    found = _TWO_WAYS.fullmatch(_dated(cell)) if isinstance(cell, str) else None
    if found is None or found[1].zfill(2) == found[2].zfill(2):
        return frozenset()
    first, second, year = int(found[1]), int(found[2]), _whole_year(found["year"])
    orders: dict[DateOrder, date | None] = {
        "day_first": _day(year, second, first),
        "month_first": _day(year, first, second),
    }
    return frozenset(order for order, day in orders.items() if day is not None)


def read_period(cell: Cell, order: DateOrder | None) -> NamedPeriod:
    """The period that a cell names; raises Unreadable."""
    if isinstance(cell, Uncomputed):
        raise Unreadable(words.UNCOMPUTED)
    if isinstance(cell, date):
        return _of_day(cell)
    text = _dated(text_of(cell))
    if re.fullmatch(r"\d{5}", text, re.ASCII) and int(text) in _SERIALS:
        return _of_day(_SERIAL_START + timedelta(days=int(text)))
    for kind, form in _FORMS_OF_PERIODS:
        found = form.fullmatch(text)
        if found:
            period = _named(kind, found.groupdict())
            if period is not None:
                return period
    if _TWO_WAYS.fullmatch(text):
        return _of_day(_day_of(text, order))
    if lacks_year(text):
        raise Undecided(words.NO_YEAR.format(cell=shorten(text_of(cell))))
    raise Unreadable(words.NO_PERIOD.format(cell=shorten(text_of(cell))))


def _day_of(text: str, order: DateOrder | None) -> date:
    """The day that three numbers name, of which the year is the last; raises Unreadable."""
    found = _TWO_WAYS.fullmatch(text)
    orders = date_orders(text)
    if len(orders) == 2 and order is None:
        raise Undecided(words.TWO_DATES.format(cell=text))
    # without an order only one of them can be the month, or both are the same
    if order is None:
        order = "day_first" if "day_first" in orders or not orders else "month_first"
    first, second, year = found.groups() if found else ("", "", "")
    month, day = (second, first) if order == "day_first" else (first, second)
    meant = _day(_whole_year(year), int(month), int(day))
    if meant is None:
        raise Unreadable(words.NO_DATE[order].format(cell=text))
    return meant


def _dated(cell: str) -> str:
    """A text without the time of day that stands behind a date."""
    return _TIME_OF_DAY.sub("", fold(cell))


def _named(kind: str, parts: dict[str, str | None]) -> NamedPeriod | None:
    year = _whole_year(parts["year"] or "")
    if parts.get("next") and int(parts["next"] or 0) != (year + 1) % 100:
        return None
    name = parts.get("name")
    number = _MONTH_NUMBERS[name] if name else int(parts.get("number") or 1)
    if kind == "day":
        day = _day(year, number, int(parts["day"] or 0))
        return None if day is None else _of_day(day)
    if kind == "week":
        # 28 December lies in its year's last week
        return (
            NamedPeriod("week", year, number)
            if 1 <= number <= date(year, 12, 28).isocalendar().week
            else None
        )
    return NamedPeriod(kind, year, number)  # type: ignore[arg-type]


def _of_day(day: date) -> NamedPeriod:
    return NamedPeriod("day", day.year, day=day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)
