"""A target that changes: the chart as it stands and as it would be, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts import boards, plotting, saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk
from pages.parts.drafts import Draft
from pages.parts.plotting import CONFIG
from pages.parts.sheet import calm, esc, named
from pages.parts.view import View
from smsdata import display
from smsdata.errors import SmsError
from smsdata.periods import Period
from smsdata.review import ManagementReview, Measure
from smsdata.review_charts import ReviewCharts
from smsdata.reviewing import management_review
from smsdata.serving import shared_store
from smsdata.what_if import what_if
from smsdata.writing import Edit


def agreed(
    desk: Desk,
    code: str,
    edits: Sequence[Edit],
    drafts: Sequence[Draft],
    reason: str | None,
    on_back: Callable[[], None],
) -> bool:
    """Show the objective's charts before and after; whether they are wanted so."""
    today = desk.setting.today
    view = View(Period.holding(today, "month", desk.setting.fiscal_month), today)
    try:
        then = what_if(
            shared_store(),
            desk.actor,
            edits,
            reason,
            view.last,
            lambda board: management_review(board, view.first),
        )
    except SmsError as error:
        on_back()
        saving.refused(desk, error, edits, drafts)
        return False
    now = boards.reviewed(view).review
    aimed = {
        (edit.cells["metric"], edit.cells["service"] or None)
        for edit in edits
        if edit.register in ("targets", "target_points")
    }
    calm(f"<h2>{words.RETARGETED}</h2><p>{esc(words.RETARGETED_TOLD)}</p>", key="retarget")
    measures, changed = _measures(now, code, aimed), _measures(then, code, aimed)
    stood = {measure.key: measure for measure in measures}
    turned = [m.judged_otherwise(stood[m.key]) for m in changed if m.key in stood]
    told = "".join(f"<p><strong>{named(sentence)}</strong></p>" for sentence in turned if sentence)
    if told:
        calm(told, key="turned")
    before, after = st.columns(2, gap="medium")
    with before:
        _charts(words.BEFORE, ReviewCharts(now, then), measures, "before")
    with after:
        _charts(words.AFTER, ReviewCharts(then, now), changed, "after")
    with st.container(horizontal=True):
        wanted = st.button(words.RETARGET_SAVE, type="primary", key="retarget-save")
        st.button(words.RETARGET_BACK, on_click=on_back, key="retarget-back")
    return wanted


def _measures(
    review: ManagementReview, code: str, aimed: set[tuple[str | None, str | None]]
) -> list[Measure]:
    """An objective's measures whose target changes."""
    item = review.objective(code)
    measures = item.measures if item else ()
    return [m for m in measures if (m.key.metric, m.key.service) in aimed]


def _charts(title: str, charts: ReviewCharts, measures: list[Measure], key: str) -> None:
    calm(f"<h3>{title}</h3>", key=f"retarget-{key}")
    if not measures:
        calm(f"<p>{words.NO_TARGET}</p>", key=f"no-target-{key}")
    for number, measure in enumerate(measures):
        _chart(charts, measure, f"{key}-{number}")


def _chart(charts: ReviewCharts, measure: Measure, key: str) -> None:
    calm(f"<p>{esc(measure.verdict)}</p>", key=f"verdict-{key}")
    spec = charts.trajectory(measure)
    if spec is None:
        calm(f'<p class="quiet">{words.NO_CHART}</p>', key=f"none-{key}")
        return
    dark = st.context.theme.type == "dark"
    figure = plotting.trajectory(
        spec,
        {row.day: row.told for row in measure.judged},
        display.ON_DARK if dark else display.ON_LIGHT,
        limits=False,
    )
    st.plotly_chart(figure, theme=None, config=CONFIG, key=f"chart-{key}")
