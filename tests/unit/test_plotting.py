"""The Plotly painter draws what a spec says: each part as a trace of its own, gaps as gaps."""

from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from pages.parts import plotting
from smsdata import charts, display
from smsdata.charts import Flag, Forecast, Limits, Point, Stretch, Trajectory

FIRST, LAST, DUE = date(2026, 1, 1), date(2026, 6, 30), date(2026, 8, 31)
DAYS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
PATH = (Stretch(FIRST, date(2026, 3, 1), 90, 90), Stretch(date(2026, 3, 1), DUE, 95, 95))
TOLD = {DAYS[0]: "January 2026\n96 %, at least 90 % required"}


def spec(**changes: Any) -> Trajectory:
    """A share with a gap in March, held against a step from 90 to 95."""
    plain = Trajectory(
        title="Below 95 % since April",
        subtitle="Answered in time, %",
        status="off_target",
        points=tuple(
            Point(day, value) for day, value in zip(DAYS, (96.0, 97.0, None, 91.0), strict=True)
        ),
        observed=(),
        paths=(PATH,),
        bands=(charts.shifted(PATH, -2),),
        limits=None,
        forecast=None,
        former=(),
        flags=(),
        values=charts.value_axis([88.0, 98.0], "%"),
        days=charts.time_axis(FIRST, DUE),
        last_label="91.0 %",
        target_labels=("target 95 %",),
        notes=(),
    )
    return replace(plain, **changes)


def drawn(
    trajectory: Trajectory, palette: display.Palette = display.ON_LIGHT, **options: Any
) -> go.Figure:
    return plotting.trajectory(trajectory, TOLD, palette, **options)


def traces(figure: go.Figure, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def words(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_gap_stays_a_gap():
    (series,) = traces(drawn(spec()), "figures")
    assert list(series.y) == [96.0, 97.0, None, 91.0]
    assert series.connectgaps is False


def test_the_target_is_one_dashed_line_through_its_steps():
    (path,) = traces(drawn(spec()), "target")
    assert list(path.y) == [90, 90, 95, 95]
    assert path.line.dash not in (None, "solid")
    assert path.line.color == display.INK


def test_the_tolerance_is_an_area_beside_each_stretch_without_an_outline():
    (band,) = traces(drawn(spec()), "tolerance")
    assert band.fill == "toself"
    assert band.line.width == 0
    assert list(band.y) == [90, 90, 88, 88, None, 95, 95, 93, 93]


def test_a_range_has_a_path_for_each_bound():
    upper = tuple(Stretch(s.first, s.last, 97, 97) for s in PATH)
    figure = drawn(spec(paths=(PATH, upper), target_labels=("least 95 %", "most 97 %")))
    assert len(traces(figure, "target")) == 2
    assert {"least 95 %", "most 97 %"} <= set(words(figure))


def test_the_forecast_is_dotted_with_a_cone_to_its_interval():
    forecast = Forecast(DAYS[3], 91.0, DUE, 89.0, 86.0, 92.0, "89 % by Aug 2026?")
    figure = drawn(spec(forecast=forecast))
    (line,) = traces(figure, "forecast")
    (cone,) = traces(figure, "forecast range")
    assert (list(line.y), line.line.dash) == ([91.0, 89.0], "dot")
    assert list(cone.y) == [91.0, 92.0, 86.0]
    assert any("Aug" in text for text in words(figure))


def test_process_limits_are_drawn_only_when_asked_for():
    limited = spec(limits=Limits(DAYS[0], DAYS[3], 90.5, 97.5))
    assert traces(drawn(limited), "usual range") == []
    lines = traces(drawn(limited, limits=True), "usual range")
    assert [list(line.y) for line in lines] == [[90.5, 90.5], [97.5, 97.5]]
    assert display.USUAL_RANGE in words(drawn(limited, limits=True))


def test_corrected_figures_are_ringed_and_no_others():
    points = (Point(DAYS[0], 96.0), Point(DAYS[1], 97.0, True), Point(DAYS[2], None, True))
    (rings,) = traces(drawn(spec(points=points)), "corrected")
    assert list(rings.y) == [97.0]
    assert "open" in rings.marker.symbol


def test_a_flag_has_its_words_and_a_pole_on_its_day():
    figure = drawn(spec(flags=(Flag(date(2026, 3, 1), "95 % from Mar 2026"),)))
    assert "95 % from Mar 2026" in words(figure)
    poles = [s for s in figure.layout.shapes if s.type == "line"]
    assert [pole.xanchor for pole in poles] == [spec().days.place(date(2026, 3, 1))]


def test_flags_close_to_each_other_stand_on_lines_of_their_own():
    flags = tuple(Flag(date(2026, 3, n), f"changed for the {n}th time") for n in (1, 9, 17))
    figure = drawn(spec(flags=flags))
    rises = {a.yshift for a in figure.layout.annotations if "changed" in a.text}
    assert len(rises) == 3
    assert figure.layout.margin.t > drawn(spec()).layout.margin.t


def test_single_periods_are_grey_behind_the_figures_judged():
    observed = tuple(Point(day, 93.0) for day in DAYS)
    (grey,) = traces(drawn(spec(observed=observed)), "single periods")
    assert grey.line.color == display.OBSERVED_LINE


def test_only_the_status_has_its_colour():
    figure = drawn(spec())
    colours = {s.fillcolor for s in figure.layout.shapes}
    assert display.status_look("off_target").colour in colours
    assert display.status_look("off_target").colour not in str(figure.data)


@pytest.mark.parametrize("look", display.STATUS_LOOKS, ids=lambda look: look.status)
@pytest.mark.parametrize("palette", [display.ON_LIGHT, display.ON_DARK], ids=["light", "dark"])
def test_every_status_marks_the_last_figure(look, palette):
    mark = drawn(spec(status=look.status), palette).layout.shapes[-1]
    assert (mark.xanchor, mark.yanchor) == (
        spec().days.place(DAYS[3]),
        spec().values.place(91.0),
    )


def test_on_dark_lines_are_light():
    (series,) = traces(drawn(spec(), display.ON_DARK), "figures")
    assert series.line.color == display.ON_DARK.ink != display.INK


def test_pointing_at_a_figure_tells_it_in_words():
    (series,) = traces(drawn(spec()), "figures")
    assert series.hovertext[0] == "January 2026<br>96 %, at least 90 % required"


def test_words_of_anybody_are_no_markup():
    figure = drawn(spec(last_label="91 <b>%</b>", target_labels=("<a href='x'>95</a>",)))
    assert not any("<a" in text or "<b>%" in text for text in words(figure))


def test_labels_at_the_right_stand_clear_of_each_other():
    forecast = Forecast(DAYS[3], 91.0, DUE, 95.1, 94.0, 96.0, "95.1 % by Aug 2026?")
    figure = drawn(spec(forecast=forecast))
    places = sorted(
        (a.y * plotting.HEIGHT, a.text.count("<br>") + 1)
        for a in figure.layout.annotations
        if a.xref == "paper"
    )
    (low, low_lines), (high, high_lines) = places
    assert high - low >= (low_lines + high_lines) / 2 * 15


def test_the_last_figure_keeps_off_what_stands_at_the_right_on_a_phone():
    due = date.fromordinal(DAYS[3].toordinal() + 4)
    falling = tuple(map(Point, DAYS, (96.0, 97.0, 93.0, 91.0)))
    forecast = Forecast(DAYS[3], 91.0, due, 91.0, 90.0, 92.0, "91.0 % by May 2026?")
    near = spec(points=falling, forecast=forecast, days=charts.time_axis(FIRST, due))
    (label,) = [a for a in drawn(near).layout.annotations if a.text == "<b>91.0 %</b>"]
    half, to_the_end = len("91.0 %") * 6.6 / 2, (1 - near.days.place(DAYS[3])) * 240
    assert label.xshift + half < to_the_end + 10


def test_a_year_of_days_is_a_line_without_dots_but_for_figures_alone():
    days = [date.fromordinal(FIRST.toordinal() + n) for n in range(120)]
    points = [Point(day, 95.0) for day in days]
    points[10] = points[12] = Point(days[10], None)
    (series,) = traces(drawn(spec(points=tuple(points))), "figures")
    assert [n for n, size in enumerate(series.marker.size) if size] == [11]


def test_ticks_are_those_of_the_spec_and_the_year_is_said_once():
    axis = drawn(spec()).layout.xaxis
    assert len(axis.tickvals) <= charts.MOST_TICKS
    assert sum("2026" in label for label in axis.ticktext) == 1
