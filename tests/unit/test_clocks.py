"""The two clocks as people write them: when a day ends."""

from datetime import date

import pytest

from smsdata.clocks import end_of_day, utc_text


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-06-10", "UTC", "2026-06-10T23:59:59.999999Z"),
        ("2026-06-10", "Asia/Jakarta", "2026-06-10T16:59:59.999999Z"),
        # clocks are set back at midnight: the last hour of the day comes twice
        ("2026-04-04", "America/Santiago", "2026-04-05T03:59:59.999999Z"),
        # and forward at midnight: the next day begins at one
        ("2026-09-05", "America/Santiago", "2026-09-06T03:59:59.999999Z"),
        ("9999-12-31", "UTC", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_a_day_ends_where_its_zone_begins_the_next(day, zone, end):
    assert utc_text(end_of_day(date.fromisoformat(day), zone)) == end
