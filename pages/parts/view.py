"""What a person looks at: the period and the clocks. It lives in the session and in the address.

Streamlit forgets query parameters when somebody goes to another page, and a page must not depend
on who set what first: so the session holds the view, every run writes it into the address, and an
address that was changed from outside (a link, the back button) is taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from pages.parts import words
from pages.parts.sheet import plain
from smsdata import addresses, display
from smsdata.addresses import KNOWN, PERIOD
from smsdata.clocks import parse_moment
from smsdata.errors import InputError
from smsdata.periods import Period

_VIEW, _WRITTEN = "view", "written"


@dataclass(frozen=True)
class View:
    """A period, up to a day of it where it has not ended yet, as known at a time (None: now)."""

    period: Period
    today: date
    known_at: datetime | None = None

    @property
    def first(self) -> date:
        """The period's first day."""
        return self.period.first

    @property
    def last(self) -> date:
        """The day the figures speak for: the period's last, or today while it runs."""
        return min(self.period.last, self.today)

    @property
    def running(self) -> bool:
        """Whether the period has not ended."""
        return self.today < self.period.last

    def address(self, page: str = "", **more: str | None) -> str:
        """The address of a page that shows this view, with a page's own names."""
        return addresses.address(page, self.period, self.known_at, **more)

    def parameters(self) -> dict[str, str]:
        """What the address says of this view."""
        return addresses.parameters(self.period, self.known_at)

    def at(self, period: Period) -> View:
        """The same as known at the same time, for another period."""
        return replace(self, period=period)


def settle(today: date, zone: str, fiscal_month: int) -> View:
    """The view of this run: as the address has it, where that was changed, else as it was."""
    state = st.session_state
    given = {name: st.query_params[name] for name in (PERIOD, KNOWN) if name in st.query_params}
    view: View | None = state.get(_VIEW)
    if view is None or (given and given != state.get(_WRITTEN)):
        view = _read(given, today, zone, fiscal_month)
        state[_VIEW] = view
    view = replace(view, today=today)
    written = view.parameters()
    if given != written:
        if KNOWN not in written and KNOWN in st.query_params:
            del st.query_params[KNOWN]
        st.query_params.update(written)
    state[_WRITTEN] = written
    return view


def look(view: View) -> None:
    """Make this the view from the next run on."""
    st.session_state[_VIEW] = view


def current() -> View:
    """The view of this run."""
    view = st.session_state[_VIEW]
    if not isinstance(view, View):
        raise TypeError("the frame settles the view before a page runs")
    return view


def latest_complete(today: date, fiscal_month: int) -> Period:
    """The month that ended last: what a board opens with."""
    return Period.holding(today.replace(day=1) - timedelta(days=1), "month", fiscal_month)


def _read(given: Mapping[str, str], today: date, zone: str, fiscal_month: int) -> View:
    """The view that an address names; what it does not name, or names badly, is the default."""
    asked = given.get(PERIOD, "")
    period = Period.parse(asked, fiscal_month)
    if period is None or period.first > today:
        period = latest_complete(today, fiscal_month)
        if asked:
            said = words.PERIOD_UNKNOWN.format(asked=display.brief(asked, 40), shown=period.name)
            st.warning(plain(said))
    known_at = None
    if KNOWN in given:
        try:
            known_at = parse_moment(given[KNOWN], zone, words.KNOWN_AT_FIELD)
            if known_at > datetime.now(UTC):
                # nothing is recorded later than now
                known_at = None
        except InputError as error:
            st.warning(plain(str(error)))
    return View(period, today, known_at)
