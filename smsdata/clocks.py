"""The two clocks as people write them (contract, sections 1 and 2)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from smsdata.errors import InputError


def parse_day(text: str, name: str = "--on") -> date:
    """A day such as 2026-09-30; raises InputError naming the option."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError.of(f"'{text}' is no date; write it like 2026-09-30", file=name) from error


def parse_moment(text: str, zone: str, name: str = "--known-at") -> datetime:
    """A time, in UTC: a date alone means its end; without an offset it is in `zone`.

    `2026-06-10`, `2026-06-10T00`, `2026-06-10 09:30`, `2026-06-10T09:30:00Z`; raises InputError
    naming the option.
    """
    text = text.strip()
    try:
        # other ways to write a day would be taken for its beginning, an offset for a time of day
        day = re.match(r"\d{4}-\d{2}-\d{2}(?=[Tt ]|$)", text, re.ASCII)
        if day is None:
            raise ValueError
        if day[0] == text:
            return end_of_day(date.fromisoformat(text), zone)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError.of(
            f"'{text}' is no time; write it like 2026-10-05 or 2026-10-05T09:30", file=name
        ) from error


def end_of_day(day: date, zone: str) -> datetime:
    """The last microsecond of a day in a zone, in UTC; OverflowError where there is none."""
    last = datetime.combine(day, time.max, ZoneInfo(zone))
    # where clocks are set back at midnight, a day's last hour comes twice
    return max(last.astimezone(UTC), last.replace(fold=1).astimezone(UTC))


def utc_text(moment: datetime) -> str:
    """A time as results and exports write it: ISO, in UTC, with Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
