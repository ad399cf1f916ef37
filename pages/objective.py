"""One objective: its verdict and its picture first, then the evidence of every line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.parts import boards, compare, explain, facts, words
from pages.parts.download import periods_csv
from pages.parts.panels import panels
from pages.parts.plotting import CONFIG
from pages.parts.sheet import esc, link, sheet
from pages.parts.view import View, current
from smsdata import display
from smsdata.charts import Point, Trajectory
from smsdata.review import Measure, ObjectiveReview

_RANGE = "usual_range"
_STYLE = Path(__file__).parent / "parts" / "objective.css"


def objective() -> None:
    """Show the objective that the address names."""
    view, setting = current(), boards.setting()
    code = st.query_params.get("objective", "")
    review = boards.reviewed(view).review
    item = review.objective(code)
    if item is None:
        back = link(view.address("objectives"), words.TO_LIST)
        sheet(facts.missing(code, words.UNKNOWN, words.UNNAMED, back), key="missing")
        return
    st.html(_STYLE)
    sheet(facts.head(item, review, view, **compare.in_address()), key="head-of-one")
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        compare.control(view, setting)
        limits = _range_toggle(item, view)
        if any(measure.periods for measure in item.measures):
            st.download_button(
                words.DOWNLOAD,
                lambda: periods_csv(item),
                file_name=f"{item.code}_{view.period.code}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
            )
    explain.of_objective(item.code)
    compared = compare.other(view, setting)
    if compared is not None:
        sheet(compare.html(item.code, view, compared), key="compared")
    if not item.measures:
        sheet(facts.unmeasured(item) + facts.explanations(item), key="unmeasured")
    for number, measure in enumerate(item.measures):
        _measure(measure, number, item, view, limits=limits)
    sheet(facts.history(boards.events(view, item.code)), key="history")


def _range_toggle(item: ObjectiveReview, view: View) -> bool:
    """Process limits, only where somebody asks for them and a chart has some."""
    charts = boards.reviewed(view).charts
    specs = [charts.trajectory(measure) for measure in item.measures]
    if not any(spec and spec.limits for spec in specs):
        return False
    return st.toggle(words.SHOW_RANGE, key=_RANGE, help=words.GLOSSARY["usual range"])


def _measure(
    measure: Measure,
    number: int,
    item: ObjectiveReview,
    view: View,
    *,
    limits: bool,
) -> None:
    """A measure's course beside its facts; below, the services behind it and its periods."""
    charts = boards.reviewed(view).charts
    with st.container(key=f"measure-{number}"):
        with st.container(key=f"picture-{number}"):
            _course(measure, number, charts.trajectory(measure), view, limits=limits)
        beside, below = _html(boards.key(view), view.period.code, item.code, number, view)
        sheet(beside, key=f"facts-{number}")
        sheet(below, key=f"periods-{number}")


@st.cache_data(max_entries=200, show_spinner=False)
def _html(key: boards.Key, period: str, code: str, number: int, _view: View) -> tuple[str, str]:
    """What stands beside a measure's course, and what below it."""
    review, charts = boards.reviewed(_view).review, boards.reviewed(_view).charts
    item = review.objective(code)
    if item is None:
        raise KeyError(code)
    measure = item.measures[number]
    beside = facts.facts(measure, item, review, first=number == 0)
    if number == 0:
        beside += facts.explanations(item)
    small = charts.panels(measure)
    services = panels(small, _told(measure)) if small else ""
    table = facts.periods(measure, _view, alone=len(item.measures) == 1)
    return beside, f'<div class="objective">{services}</div>{table}'


def _course(
    measure: Measure, number: int, spec: Trajectory | None, view: View, *, limits: bool
) -> None:
    dark = st.context.theme.type == "dark"
    figure = boards.figure(view, measure, dark=dark, limits=limits)
    if spec is None or figure is None:
        name = esc(measure.name)
        sheet(
            f'<div class="objective"><h2 class="finding">{name}</h2>'
            f'<p>{esc(measure.verdict)}</p><p class="quiet">{display.NO_COURSE}</p></div>',
            key=f"course-{number}",
        )
        return
    notes = "".join(f" {esc(note)}" for note in spec.notes)
    sheet(
        f'<div class="objective"><h2 class="finding">{esc(spec.title)}</h2>'
        f'<p class="quiet" dir="auto">{esc(spec.subtitle)}.{notes}</p></div>',
        key=f"course-{number}",
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=f"chart-{number}",
        alt=words.CHART_ALT.format(title=spec.title, subtitle=spec.subtitle),
    )


def _told(measure: Measure) -> Callable[[Point], str]:
    """What is said of a figure of one service."""

    def told(point: Point) -> str:
        period = display.period(point.day, measure.metric.frequency, measure.fiscal_month)
        return f"{period}: {measure.figure(point.value)}"

    return told


objective()
