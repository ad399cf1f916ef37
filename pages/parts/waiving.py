"""Waiving what a check objects to: the way there from each row, and the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import streamlit as st

from pages.parts import acting, boards, forms, words
from pages.parts.registers import WIDTH
from pages.parts.sheet import esc, link, sheet
from pages.parts.view import View, current
from smsdata import display, waivers
from smsdata.board import PlanCheck
from smsdata.errors import InputError
from smsdata.health_review import HealthReview
from smsdata.models import Waiver
from smsdata.serving import shared_store

_WAIVE = "waive"


# What leads from an objection to its waiver, as HTML.
Way = Callable[[PlanCheck], str]


def ways(view: View) -> Way:
    """The way to waive an objection, or to renew what waives it; none where nobody may."""
    person = acting.person()
    if view.known_at or person is None or not boards.rights(person.person).may("waivers"):
        return lambda _: ""

    def way(row: PlanCheck) -> str:
        told = words.WAIVE_AGAIN if row.waived_until else words.WAIVE
        to = view.address("health", waive=f"{row.rule}/{row.register}/{row.code}")
        named = f"{told}: {display.brief(row.message, 200)}"
        return f'<span class="more">{link(to, esc(told), label=named)}</span>'

    return way


def waive(review: HealthReview) -> None:
    """The form of the waiver that the address names."""
    asked = st.query_params.get(_WAIVE, "")
    rule, _, rest = asked.partition("/")
    register, _, code = rest.partition("/")
    if not asked or current().known_at is not None:
        return
    place = forms.place(f"waive-{asked}")
    seen = forms.seen(Waiver, asked, place, f"{place}-reason")
    messages = review.messages(rule, register, code)
    if not messages and seen.began is None:
        st.info(words.WAIVE_NOTHING)
        return
    told = "".join(f"<p><bdi>{esc(message)}</bdi></p>" for message in messages)
    title = words.WAIVE if seen.began is None else words.WAIVE_AGAIN
    with st.container(border=True, width=WIDTH):
        sheet(f"<h2>{title}</h2>{told}", key="waive-what")
        who = forms.actor("waivers", code)
        if who is None:
            return
        _form(who, {"rule": rule, "register": register, "code": code}, seen, place)
        if seen.now is not None and seen.shown is not None:
            _withdrawal(who, seen.now.row, seen.shown, place)


def _form(who: str, key: dict[str, str], seen: forms.Seen[Waiver], place: str) -> None:
    before = seen.began.row if seen.began else None
    today = boards.setting().today
    with st.form(place, border=False):
        head = st.container()
        st.caption(words.WAIVE_TOLD)
        reason = st.text_area(
            words.WAIVE_REASON, before.reason if before else "", height=80, key=f"{place}-reason"
        )
        until = st.date_input(
            words.WAIVE_UNTIL,
            max(before.until, today) if before else None,
            min_value=today,
            # longer than a year nothing is accepted without looking at it again
            max_value=max(before.until if before else today, today + timedelta(days=366)),
            key=f"{place}-until",
            format="YYYY-MM-DD",
            width=200,
        )
        label = words.WAIVE_RENEW if before else words.WAIVE_STORE
        wanted = forms.ending(label, seen)
    if seen.now is not None and seen.faster:
        mine = key | {"reason": reason.strip(), "until": until}
        with head:
            forms.look_again(seen.now, mine if wanted else None, words.DEED_FASTER)
    if not wanted:
        return

    def deed() -> None:
        if until is None:
            raise InputError.of(words.WAIVE_NO_DAY, file="waivers", row=2, column="until")
        waiver = Waiver.model_construct(
            rule=key["rule"],
            register=key["register"],
            code=key["code"],
            reason=reason.strip(),
            until=until,
        )
        waivers.waive(shared_store(), who, waiver, seen.shown)

    if not forms.store(
        deed, words.WAIVE_STORED.format(day=display.day(until)), current().address("health")
    ):
        st.error(words.READING_LOOK_AGAIN)


def _withdrawal(who: str, what: Waiver, shown: datetime, place: str) -> None:
    with st.expander(words.WAIVE_END), st.form(f"{place}-end", border=False):
        reason = st.text_input(words.WAIVE_END_REASON, key=f"{place}-why")
        wanted = st.form_submit_button(words.WAIVE_END)
    if wanted and not forms.store(
        lambda: waivers.withdraw(shared_store(), who, what, shown, reason),
        words.WAIVE_ENDED,
        current().address("health"),
    ):
        st.error(words.READING_LOOK_AGAIN)
