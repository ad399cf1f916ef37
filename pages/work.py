"""My work: one list of what waits for the person acting, and for whom they are deputy of."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import acting, boards, forms, words
from pages.parts.lists import table
from pages.parts.shapes import badge
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import View, current
from smsdata import display, plan_words
from smsdata.models import Person
from smsdata.my_work import Task


def work() -> None:
    """Show what waits for whoever acts, today whatever the view."""
    person = acting.person()
    if person is None:
        sheet(f"<h1>{words.WORK}</h1><p>{words.WORK_CHOOSE}</p>", key="work")
        return
    tasks, view = boards.work(person.person), forms.now(current())
    sheet(_html(person, tasks, view), key="work")
    if tasks:
        st.download_button(
            words.WORK_CALENDAR,
            lambda: boards.calendar(person.person, view.period),
            file_name=words.WORK_CALENDAR_FILE,
            mime="text/calendar",
            help=words.WORK_CALENDAR_HELP,
            icon=":material/calendar_month:",
            on_click="ignore",
        )


def _html(person: Person, tasks: Sequence[Task], view: View) -> str:
    late = sum(task.late for task in tasks)
    title = plan_words.work_headline(person.name, len(tasks), late)
    day = words.WORK_DAY.format(day=display.day(view.today))
    listed = (
        table(words.WORK_COLUMNS, [_row(task, view) for task in tasks], "work") if tasks else ""
    )
    return f'<h1>{esc(title)}</h1><p class="under quiet">{esc(day)}</p>{listed}'


def _row(task: Task, view: View) -> tuple[str, ...]:
    due = esc(task.when)
    return (
        link(view.address(task.page, **dict(task.names)), named(task.title)),
        named(task.what),
        f"{badge('overdue')}<br>{due}" if task.late else due,
        plan_words.KINDS[task.kind],
        named(task.owner),
    )


work()
