"""The periods that people look at: months, quarters and fiscal years, as they name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from smsdata import display

Kind = Literal["month", "quarter", "year"]
# How many months there are in a metric's period, by its frequency.
MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
_FREQUENCY: dict[Kind, str] = {"month": "monthly", "quarter": "quarterly", "year": "yearly"}
KINDS: tuple[Kind, ...] = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year; quarters and years count from the fiscal year's first month."""

    kind: Kind
    first: date
    fiscal_month: int = 1

    @classmethod
    def holding(cls, day: date, kind: Kind, fiscal_month: int = 1) -> Period:
        """The period of a kind in which a day lies."""
        return cls(kind, period_holding(day, _FREQUENCY[kind], fiscal_month), fiscal_month)

    @classmethod
    def parse(cls, code: str, fiscal_month: int = 1) -> Period | None:
        """A period by its code, as a bundle writes it: 2026-09, 2026-Q3 (fiscal), 2026."""
        found = re.fullmatch(r"([1-9]\d{3})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", code, re.ASCII)
        if found is None:
            return None
        year, quarter, month = (int(part) if part else None for part in found.groups())
        start = (year or 1) * 12 + fiscal_month - 1
        if month:
            return cls("month", date(year or 1, month, 1), fiscal_month)
        if quarter:
            return cls("quarter", first_of(start + 3 * (quarter - 1)), fiscal_month)
        return cls("year", first_of(start), fiscal_month)

    @classmethod
    def spanning(cls, first: date, last: date, fiscal_month: int = 1) -> Period:
        """The period of just these days; where there is none, the month that holds the last."""
        found = (cls.holding(last, kind, fiscal_month) for kind in KINDS)
        return next(
            (period for period in found if (period.first, period.last) == (first, last)),
            cls.holding(last, "month", fiscal_month),
        )

    @property
    def code(self) -> str:
        """The period as an address and a bundle write it: 2026-09, 2026-Q3, 2026."""
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        months = self.first.year * 12 + self.first.month - self.fiscal_month
        year = months // 12
        return str(year) if self.kind == "year" else f"{year}-Q{months % 12 // 3 + 1}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.moved(1).first - timedelta(days=1)

    @property
    def name(self) -> str:
        """The period in words: "September 2026", "Q2 2026/27"."""
        return display.period(self.first, _FREQUENCY[self.kind], self.fiscal_month)

    def moved(self, by: int) -> Period:
        """The period so many later, earlier where negative."""
        months = self.first.year * 12 + self.first.month - 1 + by * MONTHS[_FREQUENCY[self.kind]]
        return Period(self.kind, first_of(months), self.fiscal_month)

    def as_kind(self, kind: Kind, today: date) -> Period:
        """The period of another kind that ends with this one, or holds its end or today."""
        return Period.holding(min(self.last, today), kind, self.fiscal_month)


def period_holding(day: date, frequency: str, fiscal_month: int) -> date:
    """The first day of a metric's period that holds a day (contract, section 4)."""
    if frequency == "daily":
        return day
    if frequency == "weekly":
        return day - timedelta(days=day.weekday())
    months = day.year * 12 + day.month - 1
    return first_of(months - (months - fiscal_month + 1) % MONTHS[frequency])


def period_distance(first: date, last: date, frequency: str, fiscal_month: int) -> int:
    """How many of a metric's periods lie from the one that holds one day to that of another."""
    start, end = (period_holding(day, frequency, fiscal_month) for day in (first, last))
    if frequency in ("daily", "weekly"):
        return (end - start).days // (7 if frequency == "weekly" else 1)
    return (12 * (end.year - start.year) + end.month - start.month) // MONTHS[frequency]


def first_of(months: int) -> date:
    """The first day of a month, by how many months lie between it and the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def periods_between(first: date, last: date, kind: Kind, fiscal_month: int = 1) -> list[Period]:
    """The periods of a kind from the one that holds `last` back to the one that holds `first`."""
    found = [Period.holding(last, kind, fiscal_month)]
    while found[-1].first > first:
        found.append(found[-1].moved(-1))
    return found
