"""What pages draw from: computed once for everybody, kept by the store's version and clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import streamlit as st

from pages.parts import plotting
from pages.parts.view import View
from smsdata import display
from smsdata.board import ObjectiveChange, PlanOccurrenceStatus
from smsdata.explanations import Unexplained, unexplained
from smsdata.governance import governance, is_governed
from smsdata.health_review import HealthReview, health_review
from smsdata.history import Event, RowEvent, history, row_history
from smsdata.improvement_review import Effect, Idea, ImprovementReview, improvement_review
from smsdata.improvement_review import effect as improvement_effect
from smsdata.models import Organization, Person, Service
from smsdata.my_work import Task, my_work
from smsdata.periods import Period
from smsdata.plan_changes import ApprovedPlan, approved_plan
from smsdata.plan_review import Line, PlanReview, Timeline, plan_review
from smsdata.plan_review import timeline as plan_timeline
from smsdata.readings import Due, everything_due
from smsdata.review import ManagementReview, Measure, TargetKey
from smsdata.review_charts import ReviewCharts
from smsdata.reviewing import management_review
from smsdata.rights import Rights
from smsdata.serving import shared_store
from smsdata.settings import base_address
from smsdata.trace import Traced, trace
from smsdata.work_calendar import work_calendar

# How many reviews are kept: some people, each with some periods.
_KEPT = 24
# Figures and histories are small: some for each review that is kept.
_KEPT_PARTS = 200
# How many occurrences somebody may choose from.
_MOST_OPEN = 24


@dataclass(frozen=True)
class Setting:
    """Whose dashboard this is: what the frame shows before any view."""

    organization: Organization | None
    people: tuple[Person, ...]
    services: tuple[Service, ...]
    first_day: date | None
    objectives: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return self.objectives == 0

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.organization.name if self.organization else display.UNNAMED_ORGANIZATION

    @property
    def zone(self) -> str:
        """The organisation's time zone."""
        return self.organization.time_zone if self.organization else "UTC"

    @property
    def fiscal_month(self) -> int:
        """The month in which its fiscal year starts."""
        return self.organization.fiscal_year_start_month if self.organization else 1

    @property
    def today(self) -> date:
        """Its day."""
        return datetime.now(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Reviewed:
    """A review with the charts made from it."""

    review: ManagementReview
    charts: ReviewCharts


@st.cache_resource(max_entries=4, show_spinner=False)
def _setting(path: str, version: int) -> Setting:
    with shared_store().board() as board:
        first, count = board.beginning()
        return Setting(
            board.organization(),
            tuple(board.register(Person)),
            tuple(board.register(Service)),
            first,
            count,
        )


def setting() -> Setting:
    """The organisation and its people, as known now."""
    store = shared_store()
    return _setting(str(store.path), store.version)


def service_name(code: str) -> str:
    """A service by its name."""
    return next((row.name for row in setting().services if row.service == code), code)


Key = tuple[str, int, date, date, datetime | None]


def key(view: View) -> Key:
    """What a view's figures are kept by: the store's version and the clocks."""
    store = shared_store()
    return str(store.path), store.version, view.first, view.last, view.known_at


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _reviewed(
    path: str,
    version: int,
    first: date,
    last: date,
    known_at: datetime | None,
) -> Reviewed:
    with shared_store().board(last, known_at) as board:
        review = management_review(board, first)
    return Reviewed(review, ReviewCharts(review))


def reviewed(view: View) -> Reviewed:
    """The review of a view."""
    return _reviewed(*key(view))


# --- the plan ------------------------------------------------------------------------------------


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _planned(key: Key, _view: View) -> PlanReview:
    with shared_store().board(_view.last, _view.known_at) as board:
        return plan_review(board)


def planned(view: View) -> PlanReview:
    """The plan of a view."""
    return _planned(key(view), view)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _approved(key: Key, _view: View) -> ApprovedPlan:
    with shared_store().board(_view.last, _view.known_at) as board:
        return approved_plan(board, setting().zone)


def approved(view: View) -> ApprovedPlan:
    """The approved plan of a view, and what was changed since."""
    return _approved(key(view), view)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _timeline(key: Key, codes: tuple[str, ...], _view: View, _lines: Sequence[Line]) -> Timeline:
    with shared_store().board(_view.last, _view.known_at) as board:
        return plan_timeline(board, _lines)


def timeline(view: View, lines: Sequence[Line]) -> Timeline:
    """Some lines of the plan over time."""
    return _timeline(key(view), tuple(line.code for line in lines), view, lines)


@st.cache_resource(max_entries=_KEPT_PARTS, show_spinner=False)
def _occurrences(key: Key, item: str, _view: View) -> tuple[PlanOccurrenceStatus, ...]:
    with shared_store().board(_view.last, _view.known_at) as board:
        return tuple(board.plan_occurrences([item], date.min, date.max))


def occurrences(view: View, line: Line) -> tuple[PlanOccurrenceStatus, ...]:
    """Every time that a recurring item falls due, oldest first; nothing for other items."""
    return _occurrences(key(view), line.code, view)


def open_occurrences(line: Line, asked: date | None) -> list[date]:
    """When a recurring item is due that is not done, as known today, oldest first.

    Of many those about today, and the one that is asked for.
    """
    with shared_store().board(setting().today) as board:
        rows = board.plan_occurrences([line.code], date.min, date.max)
        today = board.on_date
    found = [row.due_on for row in rows if row.done_on is None]
    about = sorted(found, key=lambda due: abs(due - today))[:_MOST_OPEN]
    return sorted({*about, *(due for due in found if due == asked)})


@st.cache_resource(max_entries=_KEPT_PARTS, show_spinner=False)
def _row_events(key: Key, register: str, code: str, _view: View) -> tuple[RowEvent, ...]:
    with shared_store().board(_view.last, _view.known_at) as board:
        return row_history(board, [(register, code)], setting().zone)


def row_events(view: View, register: str, code: str) -> tuple[RowEvent, ...]:
    """What was recorded about a row of a register, newest first."""
    return _row_events(key(view), register, code, view)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _health(key: Key, _view: View) -> HealthReview:
    with shared_store().board(_view.last, _view.known_at) as board:
        return health_review(board)


def health(view: View) -> HealthReview:
    """The health of the plan of a view."""
    return _health(key(view), view)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _traced(key: Key, _view: View) -> Traced:
    with shared_store().board(_view.last, _view.known_at) as board:
        return trace(board)


def traced(view: View) -> Traced:
    """What leads from outcome to evidence in a view."""
    return _traced(key(view), view)


# --- improvements --------------------------------------------------------------------------------


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _improved(key: Key, _view: View) -> ImprovementReview:
    with shared_store().board(_view.last, _view.known_at) as board:
        return improvement_review(board)


def improved(view: View) -> ImprovementReview:
    """The improvement register of a view."""
    return _improved(key(view), view)


def governed(view: View) -> bool:
    """Whether a view has a plan or an improvement."""
    return is_governed(planned(view), improved(view))


def whole(view: View) -> ManagementReview:
    """The review of a view with its plan and its improvements, as a pack shows it."""
    review = reviewed(view).review
    if not governed(view):
        return review
    with shared_store().board(review.last, review.known_at) as board:
        found = governance(board, review.zone, planned(view), health(view), improved(view))
    return replace(review, governance=found)


@st.cache_resource(max_entries=_KEPT_PARTS, show_spinner=False)
def _effect(key: Key, code: str, _view: View, _idea: Idea) -> Effect | None:
    with shared_store().board(_view.last, _view.known_at) as board:
        return improvement_effect(board, _idea)


def effect(view: View, idea: Idea) -> Effect | None:
    """What an improvement brought, to be drawn; None where there is nothing to draw."""
    return _effect(key(view), idea.code, view, idea)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _unexplained(key: Key, _view: View) -> tuple[Unexplained, ...]:
    with shared_store().board(_view.last, _view.known_at) as board:
        return tuple(unexplained(board))


def unexplained_then(view: View) -> tuple[Unexplained, ...]:
    """The misses of a view that nobody has explained."""
    return _unexplained(key(view), view)


# --- what waits to be entered --------------------------------------------------------------------


@dataclass(frozen=True)
class Now:
    """What is due today, as known now."""

    due: tuple[Due, ...]
    unexplained: tuple[Unexplained, ...]


@st.cache_resource(max_entries=4, show_spinner=False)
def _now(path: str, version: int, today: date) -> Now:
    with shared_store().board(today) as board:
        return Now(tuple(everything_due(board)), tuple(unexplained(board)))


def now() -> Now:
    """What is due today."""
    store = shared_store()
    return _now(str(store.path), store.version, setting().today)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _rights(path: str, version: int, person: str) -> Rights:
    with shared_store().board() as board:
        return Rights.at(board.cursor, person)


def rights(person: str) -> Rights:
    """What a person may write."""
    store = shared_store()
    return _rights(str(store.path), store.version, person)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _work(path: str, version: int, today: date, person: str) -> tuple[Task, ...]:
    with shared_store().board(today) as board:
        return tuple(my_work(board, Rights.at(board.cursor, person)))


def work(person: str) -> tuple[Task, ...]:
    """What waits for a person today."""
    store = shared_store()
    return _work(str(store.path), store.version, setting().today, person)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _calendar(
    path: str, version: int, today: date, person: str, period: Period, base: str | None
) -> bytes:
    with shared_store().board(today) as board:
        tasks = my_work(board, Rights.at(board.cursor, person))
        return work_calendar(tasks, board.known_at, period, base)


def calendar(person: str, period: Period) -> bytes:
    """What waits for a person today, as a calendar file whose links show a period."""
    store = shared_store()
    return _calendar(
        str(store.path), store.version, setting().today, person, period, base_address()
    )


# --- one objective -------------------------------------------------------------------------------


@st.cache_resource(max_entries=_KEPT_PARTS, show_spinner=False)
def _history(key: Key, objective: str, _view: View) -> tuple[Event, ...]:
    review = reviewed(_view).review
    item = review.objective(objective)
    if item is None:
        return ()
    with shared_store().board(_view.last, _view.known_at) as board:
        return history(board, item, review)


def events(view: View, objective: str) -> tuple[Event, ...]:
    """What was recorded about an objective, newest first."""
    return _history(key(view), objective, view)


@st.cache_resource(max_entries=_KEPT_PARTS, show_spinner=False)
def _figure(
    key: Key, measure: TargetKey, theme: str, limits: bool, _view: View, _measure: Measure
) -> go.Figure | None:
    spec = reviewed(_view).charts.trajectory(_measure)
    if spec is None:
        return None
    told = {row.day: row.told for row in _measure.judged}
    palette = display.ON_DARK if theme == "dark" else display.ON_LIGHT
    return plotting.trajectory(spec, told, palette, limits=limits)


def figure(view: View, measure: Measure, *, dark: bool, limits: bool) -> go.Figure | None:
    """A measure's course, drawn; None where there is nothing to draw yet."""
    theme = "dark" if dark else "light"
    return _figure(key(view), measure.key, theme, limits, view, measure)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _moves(before: Key, after: Key, _before: View, _after: View) -> dict[str, ObjectiveChange]:
    earlier, later = reviewed(_before).review, reviewed(_after).review
    with shared_store().board(_after.last, _after.known_at) as board:
        rows = board.objective_change(earlier.last, earlier.known_at, later.last, later.known_at)
    return {row.objective: row for row in rows}


def moved(before: View, after: View, objective: str) -> ObjectiveChange | None:
    """How an objective moved from one point in time to another."""
    return _moves(key(before), key(after), before, after).get(objective)
