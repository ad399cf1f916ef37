"""My work as a calendar file (RFC 5545): a day's entry for each task, the same one each time.

An entry goes by what the task is, not by how it is called or when it is due: handed in again, a
calendar moves the entry it has and makes no second one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import TRANSP, Calendar, Event

from smsdata import addresses, plan_words
from smsdata.my_work import Task
from smsdata.periods import Period

_MADE_BY = "-//SMS Board//My work//EN"


def work_calendar(
    tasks: Sequence[Task], known_at: datetime, period: Period, base: str | None
) -> bytes:
    """Tasks as entries, what waits now on the day they are of.

    `base` is where people reach the dashboard; without it no entry leads there.
    """
    # Calendar.new would give it a name of chance, and the file is the same for the same work
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.calendar_name = plan_words.CALENDAR
    for task in tasks:
        calendar.add_component(_entry(task, known_at, period, base))
    return bytes(calendar.to_ical())


def _entry(task: Task, known_at: datetime, period: Period, base: str | None) -> Event:
    day = task.due_on or task.today
    url = None
    if base:
        url = f"{base}/{addresses.address(task.page, period, None, **dict(task.names))}"
    return Event.new(
        uid=_uid(task),
        stamp=known_at,
        start=day,
        end=day + timedelta(days=1),
        summary=plan_words.calendar_title(task.title, late=task.late),
        description="\n".join(
            part
            for part in (plan_words.calendar_text(task.kind, task.what, task.owner), url)
            if part
        ),
        # nobody is busy all day because something is due
        transparency=TRANSP.TRANSPARENT,
        url=url,
    )


def _uid(task: Task) -> str:
    return f"{hashlib.sha256(f'{task.kind}/{task.code}'.encode()).hexdigest()[:40]}@sms-board"
