"""My work: one list for the person acting and whoever they are deputy of."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from pages.parts import words
from smsdata.my_work import Task, my_work
from smsdata.periods import Period
from smsdata.rights import Rights
from smsdata.serving import shared_store
from smsdata.work_calendar import work_calendar
from tests.pages.conftest import html_of, text_of

FORUM = "Hold the plan forum"


@pytest.fixture
def tasks(planned):
    """What waits for somebody on a day."""
    planned("work")

    def on(person, day):
        with shared_store().board(day) as board:
            return my_work(board, Rights.at(board.cursor, person))

    return on


def test_everything_due_or_late_stands_in_one_list_by_its_day(tasks):
    found = tasks("eero", date(2026, 10, 31))
    told = [(t.kind, t.title, t.due_on, t.owner) for t in found if t.kind != "reading"]
    assert told == [
        ("improvement", "Write answer templates", date(2026, 8, 31), "Eero Salo"),
        ("occurrence", f"{FORUM}, 15\u00a0September 2026", date(2026, 9, 15), "Eero Salo"),
        ("plan_item", "Publish the service catalogue", date(2026, 9, 30), "Eero Salo"),
        ("occurrence", f"{FORUM}, 15\u00a0October 2026", date(2026, 10, 15), "Eero Salo"),
        ("plan_item", "Connect the monitoring", date(2026, 12, 31), "Eero Salo"),
        ("plan_item", "Train the <b>desk</b>", date(2026, 12, 31), "Eero Salo"),
    ]


def test_readings_are_of_metrics_that_they_or_their_principals_own(tasks):
    for person, count in (("eero", 8), ("aino", 8), ("indra", 0)):
        found = [t for t in tasks(person, date(2026, 10, 31)) if t.kind == "reading"]
        assert len(found) == count
        assert {t.page for t in found} <= {"readings"}


def test_a_deputy_sees_what_waits_for_whom_they_stand_in_for(tasks):
    soon = [(t.title, t.owner) for t in tasks("eero", date(2026, 11, 20))]
    assert ("Renew the phones", "Aino Niemi") in soon
    assert "Renew the phones" not in [t.title for t in tasks("indra", date(2026, 11, 20))]


def test_what_is_done_or_far_off_does_not_wait(tasks):
    titles = {t.title for t in tasks("aino", date(2026, 10, 31))}
    assert not titles & {"Agree the scope", "Build a portal", "Staff the night", "Renew the phones"}


def test_the_page_says_how_much_waits_and_leads_to_where_it_is_done(planned, today):
    app = planned("work", "eero")
    told = text_of(html_of(app))
    assert re.match(r"\d+ things wait for Eero Salo, \d+ of them late\. as of today, ", told)
    html = html_of(app)
    assert 'href="plan_item?item=forum&amp;due=2026-09-15&amp;period=' in html
    assert 'href="improvement?improvement=templates&amp;period=' in html


def test_nobody_is_asked_to_choose_who_acts(planned):
    assert words.WORK_CHOOSE in html_of(planned("work"))


def test_nothing_to_do_says_so(planned):
    app = planned("work", "indra")
    assert "for Indra Auditor" in text_of(html_of(app))


# --- as a calendar file --------------------------------------------------------------------------

TODAY = date(2026, 10, 31)
KNOWN = datetime(2026, 10, 30, 12, 5, tzinfo=UTC)
OCTOBER = Period.holding(TODAY, "month", 1)


def entries(tasks, base=None):
    """What a calendar reads out of the file."""
    return Calendar.from_ical(work_calendar(tasks, KNOWN, OCTOBER, base)).events


def test_each_task_is_a_day_in_the_calendar_late_ones_too(tasks):
    found = tasks("eero", TODAY)
    read = entries(found, "https://sms.example.org")
    assert [e.start for e in read] == [t.due_on or TODAY for t in found]
    assert {e.end - e.start for e in read} == {timedelta(days=1)}
    assert len({e.uid for e in read}) == len(found)
    (late,) = [e for e in read if "templates" in e.summary]
    assert late.summary == "Overdue: Write answer templates"
    assert late.description.startswith("Improvement: in progress\nOwner: Eero Salo\nhttps://")
    assert late.url == "https://sms.example.org/improvement?improvement=templates&period=2026-10"


def test_without_a_base_address_no_entry_leads_anywhere(tasks):
    file = work_calendar(tasks("eero", TODAY), KNOWN, OCTOBER, None)
    assert b"SUMMARY" in file
    assert b"URL" not in file
    assert b"http" not in file


def test_the_same_work_is_the_same_file_and_a_later_date_the_same_entry(tasks):
    found = tasks("eero", TODAY)
    assert work_calendar(found, KNOWN, OCTOBER, None) == work_calendar(found, KNOWN, OCTOBER, None)
    assert {e.DTSTAMP for e in entries(found)} == {KNOWN}
    later = tasks("eero", date(2026, 11, 2))
    before = {e.uid for e in entries(found) if "phones" not in e.summary}
    assert before <= {e.uid for e in entries(later)}


def test_what_people_typed_survives_and_makes_no_line_of_its_own():
    title = "Tea, coffee; “cake” \\n 🎂 — نص\r\nBEGIN:VALARM\nATTACH:file:///etc/passwd"
    task = Task(
        "plan_item", "x", title, title, None, TODAY, title, "plan_item", (("item", "a&b;c"),)
    )
    (read,) = entries([task], "https://sms.example.org")
    assert read.summary == title.replace("\r\n", "\n")
    assert title.replace("\r\n", "\n") in read.description
    assert read.subcomponents == []
    assert read.url == "https://sms.example.org/plan_item?item=a%26b%3Bc&period=2026-10"


def test_the_page_hands_the_calendar_out(planned):
    (button,) = planned("work", "eero").get("download_button")
    assert button.proto.label == words.WORK_CALENDAR
