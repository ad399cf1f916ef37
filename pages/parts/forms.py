"""What the forms of the plan's pages share: who may, what was seen, and what is said afterwards.

What is changed is the version that stood on the screen when the button was pressed. Whoever
records something meanwhile is named, with theirs beside what was typed, which stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

import streamlit as st

from pages.parts import acting, boards, saving, troubles, words
from pages.parts.desk import desk
from pages.parts.set_up_words import TAKE_THEIRS
from pages.parts.sheet import calm, plain
from pages.parts.view import View, current
from smsdata import display
from smsdata.board import Version
from smsdata.errors import ConflictError, InputError, SmsError
from smsdata.models import Record, columns, written
from smsdata.periods import Period
from smsdata.serving import shared_store

R = TypeVar("R", bound=Record)
_ROUNDS = "rounds"


def now(view: View) -> View:
    """The view that shows what is recorded today."""
    period = Period.holding(view.today, "month", view.period.fiscal_month)
    return replace(view.at(period), known_at=None)


def actor(
    register: str, code: str, owned: str | None = None, choose: str = words.DEED_CHOOSE
) -> str | None:
    """Who may do it here; None, with the reason said, where nobody may."""
    if current().known_at is not None:
        return None
    person = acting.person()
    if person is None:
        st.caption(choose)
        return None
    if not boards.rights(person.person).may(register, owned or code):
        told = display.not_allowed(person.name, person.access, register, code)
        st.caption(f"{plain(told)}.")
        return None
    return person.person


def place(name: str) -> str:
    """What a form's fields are kept under; another after each time that it was stored."""
    return f"{name}-{st.session_state.setdefault(_ROUNDS, 0)}"


def anew() -> None:
    """Begin every form again, from what is recorded now."""
    st.session_state[_ROUNDS] += 1


# --- the version that somebody sees --------------------------------------------------------------


@dataclass(frozen=True)
class Seen(Generic[R]):
    """A row as it was when its form was filled, and now; whether mine may take its place."""

    began: Version[R] | None
    now: Version[R] | None
    # the key of the field where that is said, and whether it was
    agreement: str
    agreed: bool

    @property
    def faster(self) -> bool:
        """Whether somebody has recorded it since the form was filled."""
        return self.now is not None and self.now != self.began

    @property
    def shown(self) -> datetime | None:
        """When the version that is changed was recorded: a click meant for one changes no other."""
        version = self.now if self.agreed else self.began
        return version.recorded_at if version else None


def seen(record: type[R], code: str, where: str, field: str) -> Seen[R]:
    """The row that a form at a place is about; `field` is the key of one of its widgets."""
    with shared_store().board() as board:
        found = board.row(record, code)
    state = st.session_state
    if field not in state:
        # the form is drawn for the first time, or again after its page was left
        state[f"{where}-began"] = found
    agreement = f"{where}-mine-{found.recorded_at if found else None}"
    return Seen(state[f"{where}-began"], found, agreement, bool(state.get(agreement)))


def recorded(version: Version[R]) -> tuple[str, str]:
    """Who recorded a row, by name, and when."""
    setting = boards.setting()
    by = version.recorded_by
    who = next((row.name for row in setting.people if row.person == by), by)
    return who, display.moment(version.recorded_at, setting.zone)


def look_again(theirs: Version[R], mine: Mapping[str, object] | None, said: str) -> None:
    """Who recorded a row while somebody was at it, and theirs beside what was typed.

    What is typed is not known (None) before it is handed in.
    """
    who, when = recorded(theirs)
    st.warning(plain(said.format(who=who, when=when)), icon=":material/sync_problem:")
    record = type(theirs.row)
    there = {column.name: written(getattr(theirs.row, column.name)) for column in columns(record)}
    typed = None if mine is None else {name: written(value) for name, value in mine.items()}
    calm(saving.beside(desk(), record, typed, there), key=f"faster-{record.register_name}")


def ending(label: str, seen: Seen[R]) -> bool:
    """A form's button; where somebody was faster also the choice between mine and theirs."""
    if seen.faster:
        st.checkbox(words.MINE_INSTEAD, key=seen.agreement)
    with st.container(horizontal=True):
        wanted = st.form_submit_button(label, type="primary")
        if seen.faster and st.form_submit_button(TAKE_THEIRS):
            anew()
            st.rerun()
    return wanted


# --- storing -------------------------------------------------------------------------------------


def store(deed: Callable[[], None], done: str, then: str) -> bool:
    """Do it, and say so on the page it leads to, or say why not; False: somebody was faster."""
    try:
        deed()
    except InputError as error:
        saving.problems(error.problems)
    except ConflictError:
        return False
    except SmsError as error:
        troubles.tell(error)
    else:
        anew()
        saving.done(done, then)
    return True
