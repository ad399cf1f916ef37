"""Taking a plan over to begin with: which one, from which day, and who holds its roles."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.parts import saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.lists import over, table
from pages.parts.registers import WIDTH
from pages.parts.sheet import calm, esc, named, plain
from smsdata import display, plan_words
from smsdata.models import PlanItem
from smsdata.serving import shared_store
from smsdata.starter_plans import (
    PLANS,
    ReadyItem,
    Terms,
    as_file,
    edits,
    objectives_by_clause,
    read_plan,
    roles,
    rows,
)

_FILE = "plan_items.csv"


def choosing(desk: Desk) -> None:
    """A plan with its terms; it is taken over, or downloaded to be edited first."""
    st.markdown(words.STARTER_TOLD)
    with st.container(width=WIDTH):
        name = st.radio(
            words.STARTER_WHICH,
            PLANS,
            format_func=lambda plan: words.STARTER_PLANS[plan],
            key="starter-plan",
        )
        items = read_plan(name)
        terms = _terms(desk, items)
    made = rows(items, terms)
    known = {version.row.plan_item for version in desk.rows(PlanItem)}
    wanted = edits(made, known)
    if there := len(made) - len(wanted):
        st.markdown(words.STARTER_THERE.format(count=display.counted(there, "item")))
    sure = True
    if own := known - {row["plan_item"] for row in made}:
        st.warning(words.STARTER_BESIDE.format(count=display.counted(len(own), "item")))
        sure = st.checkbox(words.STARTER_SURE, key="starter-sure")
    why_not = desk.why_not("plan_items")
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    with st.container(horizontal=True):
        taken = st.button(
            words.STARTER_TAKE.format(count=display.counted(len(wanted), "item")),
            key="starter-take",
            type="primary",
            disabled=why_not is not None or not wanted or not sure,
        )
        st.download_button(
            words.STARTER_GET,
            as_file(made),
            file_name=_FILE,
            mime="text/csv",
            key="starter-get",
            on_click="ignore",
            icon=":material/download:",
            help=words.STARTER_GET_HELP,
        )
    if taken:
        outcomes = saving.store(desk, wanted, None)
        if outcomes is not None:
            saving.done(saving.stored(outcomes), desk.view.address("plan"))
    calm(_table(items, terms, desk), key="starter-items")


def _terms(desk: Desk, items: tuple[ReadyItem, ...]) -> Terms:
    """From which day, and who holds which role; whoever has it as a title is proposed."""
    starts_on: date = st.date_input(
        words.STARTER_FROM,
        desk.setting.today,
        format="YYYY-MM-DD",
        key="starter-from",
        help=words.STARTER_FROM_HELP,
        width=200,
    )
    people = {row.person: row for row in desk.setting.people if row.active}
    owners = {}
    asked = roles(items)
    for first in range(0, len(asked), 3):
        for place, role in zip(st.columns(3, gap="medium"), asked[first : first + 3], strict=False):
            titled = [
                code
                for code, row in people.items()
                if (row.role_title or "").casefold() == role.casefold()
            ]
            owners[role] = place.selectbox(
                role,
                list(people),
                index=list(people).index(titled[0]) if titled else None,
                format_func=lambda code: people[code].name,
                placeholder=words.STARTER_NOBODY,
                key=f"starter-{role}",
            )
    with shared_store().board() as board:
        served = objectives_by_clause(board)
    return Terms(starts_on, {role: code for role, code in owners.items() if code}, served)


def _table(items: tuple[ReadyItem, ...], terms: Terms, desk: Desk) -> str:
    people = {row.person: row.name for row in desk.setting.people}
    shown = []
    for row in (PlanItem.model_validate(cells) for cells in rows(items, terms)):
        when = plan_words.timing(row.timing, row.starts_on, row.due_on, row.cadence, row.trigger)
        owner = people[row.owner] if row.owner else display.NO_OWNER
        shown.append(
            (
                over(named(row.title), row.activity),
                esc(plan_words.PHASES[row.phase]),
                named(when),
                over(named(owner), row.owner_role),
                over(named(row.method), row.expected_evidence),
                named(row.clause),
            )
        )
    return table(words.STARTER_COLUMNS, shown)
