"""Addresses of the dashboard's pages: pages write them, packs lead to them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from smsdata.clocks import utc_text
from smsdata.periods import Period

# What every address has: the period, and as known at which time (without one: now).
PERIOD, KNOWN = "period", "known"


def parameters(period: Period, known_at: datetime | None = None) -> dict[str, str]:
    """What an address says of a period and a time."""
    known = {KNOWN: utc_text(known_at)} if known_at else {}
    return {PERIOD: period.code, **known}


def address(page: str, period: Period, known_at: datetime | None = None, **more: str | None) -> str:
    """The address of a page, below the dashboard's own, with what else the page is told."""
    own = {name: value for name, value in more.items() if value}
    return f"{page}?{urlencode({**own, **parameters(period, known_at)})}"
