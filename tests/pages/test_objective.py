"""The page of one objective, in every state that one can be in."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts.download import periods_csv
from smsdata.bundle import import_bundle
from smsdata.display import NO_BREAK
from smsdata.reviewing import management_review
from smsdata.serving import close_shared
from smsdata.store import Store
from tests.conftest import ROOT

THEN = "2023-06-01T08:00:00Z"
HOSTILE = '<img src=x onerror=alert(1)> & "friends"'
LONG = "A title that goes on " * 14 + "end."
ARABIC = "تحسين سرعة الاستجابة"
MONTHS = [date(2023 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(12)]


def organisation() -> dict[str, list[dict[str, Any]]]:
    """An objective for each state; their figures speak for June 2024."""

    def then(**row: Any) -> dict[str, Any]:
        return {"change_note": None, "recorded_at": THEN, "recorded_by": "aino", **row}

    def objective(code: str, title: str, **more: Any) -> dict[str, Any]:
        row = {"objective": code, "title": title, "owner": "aino", "starts_on": "2023-07-01"}
        return then(**{**row, "due_on": None, "measurement_approach": None, **more})

    def metric(code: str, **more: Any) -> dict[str, Any]:
        row = {"metric": code, "name": f"Share of {code}", "unit": "%", "direction": "higher"}
        row |= {"frequency": "monthly", "aggregation": "mean", "decimals": 1}
        return then(**{**row, "definition": None, "source": None, **more})

    def reading(code: str, day: date, value: float, **more: Any) -> dict[str, Any]:
        end = f"{day + timedelta(days=36)}T09:00:00Z"
        row = {"metric": code, "service": None, "period_start": day.isoformat(), "value": value}
        return then(**{**row, "recorded_at": end, "recorded_by": "robot", **more})

    codes = ("answers", "silent", "later", "stale", "daily", "wide")
    start = dict.fromkeys(codes, "2023-07-01") | {"later": "2024-10-01"}
    figures = [96.0, 96.4, 96.2, 96.8, 96.1, 96.0, 95.9, 96.3, 96.1, 0.0, 93.2, 94.1]
    readings = [
        reading("answers", month, value)
        for month, value in zip(MONTHS, figures, strict=True)
        if month != date(2024, 4, 1)
    ]
    readings.append(
        reading(
            "answers",
            date(2024, 6, 1),
            86.6,
            recorded_at="2024-08-20T09:00:00Z",
            recorded_by="eero",
            change_note="late correction",
        )
    )
    readings += [reading("stale", month, 96.0) for month in MONTHS[:6]]
    readings += [
        reading("daily", date(2024, 5, 26) + timedelta(days=n), 95.0 + n / 10) for n in range(36)
    ]
    readings += [
        reading("wide", month, 90.0 + n / 2, service=f"s{n}") for month in MONTHS for n in range(10)
    ]
    return {
        "organization": [then(name="Harbour IT", time_zone="UTC")],
        "people": [
            then(person="aino", name="Aino Niemi"),
            then(person="eero", name="Eero Salo"),
        ],
        "services": [then(service=f"s{n}", name=f"Service {n}") for n in range(10)],
        "objectives": [
            objective(
                "answers",
                "Calls are answered in time",
                due_on="2024-12-31",
                measurement_approach="Counted by the exchange",
            ),
            objective("unmeasured", HOSTILE),
            objective("silent", ARABIC),
            objective("later", "Starts later", starts_on="2024-10-01"),
            objective("stale", "Has not reported"),
            objective("daily", LONG),
            objective("wide", "Ten services"),
        ],
        "metrics": [
            metric(
                "answers", definition="Calls answered in 20 seconds", source="Telephone exchange"
            ),
            metric("silent"),
            metric("later"),
            metric("stale"),
            metric("daily", frequency="daily", unit="<b>points</b>"),
            metric("wide"),
        ],
        "targets": [then(objective=code, metric=code, tolerance=2) for code in codes],
        "target_points": [
            *(then(objective=code, metric=code, on_date=start[code], value=90.0) for code in codes),
            then(objective="answers", metric="answers", on_date="2024-01-01", value=95.0),
        ],
        "readings": readings,
        "explanations": [
            then(
                objective="answers",
                on_date=f"2024-0{month}-30",
                cause=cause,
                recovery="Hire <two> people" if month == 6 else None,
                owner="eero",
                due_on=due,
                closed_on=closed,
                recorded_at="2024-07-05T08:00:00Z",
            )
            for month, cause, due, closed in (
                (6, "Two agents left", "2024-09-30", None),
                (5, "The exchange was slow", "2024-06-15", None),
                (3, "A storm", "2024-04-15", "2024-04-20"),
            )
        ],
    }


@pytest.fixture(scope="module")
def made(stored, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the organisation, closed; copy it, never open it."""
    return stored(tmp_path_factory.mktemp("objective") / "sms.duckdb", organisation())


@pytest.fixture(scope="module")
def served(made: Path) -> Iterator[Path]:
    """The same for the pages, which keep it open from test to test: none of them writes."""
    copy = made.with_name("served.duckdb")
    shutil.copy(made, copy)
    st.cache_resource.clear()
    yield copy
    close_shared()
    st.cache_resource.clear()


Opened = Callable[..., AppTest]


@pytest.fixture
def page(served: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open the page at an address: `page("answers", period="2024-06")`."""
    monkeypatch.setenv("SMS_STORE", str(served))
    return opened


def opened(code: str | None, period: str = "2024-06", **more: str) -> AppTest:
    """The page of an objective, after the frame has had its first run."""
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    app.query_params["period"] = period
    app.run()
    app.switch_page("objective.py")
    given = {"period": period, **({"objective": code} if code else {}), **more}
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def sheets(app: AppTest) -> dict[str, str]:
    """The pieces of HTML on the page, by what their key begins with."""
    found = {}
    for element in app.get("bidi_component"):
        data = json.loads(element.proto.json)
        if "html" in data:
            html = data["html"].partition("</defs></svg>")[2]
            found[element.proto.id.split("-", 2)[2]] = html
    return found


def html(app: AppTest) -> str:
    return "\n".join(sheets(app).values()).replace(NO_BREAK, " ")


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def rows(text: str) -> list[str]:
    """The first cells of a table's rows."""
    found = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>', text)
    return [re.sub(r"<[^>]+>", "", cell) for cell in found]


# --- what it says --------------------------------------------------------------------------------


def test_the_verdict_stands_under_the_title_with_its_status(page):
    text = html(page("answers"))
    assert text.index("Calls are answered in time</h1>") < text.index("Off target: 86.6 %")
    assert "s-off_target" in text.partition("<h1")[0]


def test_there_is_one_first_heading_and_no_level_is_skipped(page):
    for code in ("answers", "unmeasured", "wide"):
        levels = [int(n) for n in re.findall(r"<h([1-6])", html(page(code, **{"with": "2024-03"})))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_facts_say_who_how_and_how_complete(page):
    text = html(page("answers"))
    for fact in (
        "Aino Niemi",
        "Counted by the exchange",
        "Calls answered in 20 seconds",
        "Telephone exchange",
        "Monthly, as the mean; judged by the latest reading",
        "90 % from 1 July 2023, 95 % from 1 January 2024",
        "11 of 12 readings, current",
        "2 points",
    ):
        assert fact in text, fact


def test_attainment_stands_beside_its_status(page):
    text = re.sub(r'(title|aria-label)="[^"]*"', "", html(page("answers")))
    (status,) = re.findall(r"<dt>Status</dt><dd[^>]*>(.*?)</dd>", text)
    assert "off target" in status
    assert "attained" in status
    assert text.count("attained") == 1


def test_explanations_are_open_late_or_closed_newest_first(page):
    text = html(page("answers"))
    assert text.index("June 2024</b>") < text.index("May 2024</b>") < text.index("A storm")
    assert "open, past its date" in text
    assert "closed 20 Apr 2024" in text
    assert "Hire &lt;two&gt; people" in text
    assert "Eero Salo" in text


def test_periods_stand_newest_first_and_a_missing_one_says_so(page):
    text = html(page("answers"))
    shown = rows(text)
    assert shown[:3] == ["June 2024", "May 2024", "April 2024"]
    assert "no reading" in text
    assert shown[-1] == "July 2023"


def test_a_period_leads_to_the_reading_behind_its_figure(page):
    assert '<a href="reading?reading=' in html(page("answers"))


def test_the_csv_has_the_view_unrounded(made, store_path):
    shutil.copy(made, store_path)
    with Store.open(store_path) as store, store.board(date(2024, 6, 30)) as board:
        review = management_review(board, date(2024, 6, 1))
    item = review.objective("answers")
    header, *lines = periods_csv(item).decode().splitlines()
    assert header.startswith("objective,metric,service,period_end,value,actual,required")
    assert lines[-1] == "answers,answers,,2024-06-30,86.6,86.6,95.0,,,-8.400000000000006,false"


def test_the_history_tells_corrections_by_their_figures(page):
    text = html(page("answers"))
    line = next(line for line in text.split("<li>") if "late correction" in line)
    assert "20 August 2024" in line
    assert "Eero Salo" in line
    assert "reading of June 2024 from 94.1 % to 86.6 %" in line
    assert "first readings among them" in text


def test_services_are_small_charts_on_one_scale(page):
    text = html(page("wide"))
    assert text.count("<figure>") == 10
    assert "all on one scale" in text


# --- its picture ---------------------------------------------------------------------------------


def test_the_chart_has_the_path_the_gap_and_the_ring(page):
    (figure,) = figures(page("answers"))
    by_name = {trace["name"]: trace for trace in figure["data"]}
    assert {"target", "tolerance", "figures", "corrected", "forecast"} <= set(by_name)
    assert None in by_name["figures"]["y"]
    assert "June 2024<br>86.6 %, at least 95 % required" in (
        by_name["figures"]["hovertext"][-1].replace(NO_BREAK, " ")
    )


def test_the_chart_has_a_name_that_points_to_its_table(page):
    (chart,) = page("answers").get("plotly_chart")
    assert "table of periods" in chart.proto.alt


def test_the_usual_range_is_drawn_when_asked_for(page):
    app = page("answers")
    assert "usual range" not in [t["name"] for t in figures(app)[0]["data"]]
    app.toggle("usual_range").set_value(True).run()
    assert "usual range" in [t["name"] for t in figures(app)[0]["data"]]


# --- states --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said", "charts"),
    [
        ("unmeasured", "Unmeasured", 0),
        ("silent", "No data", 0),
        ("later", "Not started: it is first held to account from 1 October 2024", 0),
        ("stale", "Stale: readings are overdue", 1),
        ("daily", "On target", 1),
        ("wide", "On target", 1),
    ],
)
def test_every_state_has_its_verdict(page, code, said, charts):
    app = page(code)
    assert said in html(app)
    assert len(figures(app)) == charts


def test_what_people_typed_is_no_markup(page):
    app = page("unmeasured")
    assert "<img" not in html(app)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html(app)
    daily = page("daily")
    assert "<b>points" not in html(daily)
    assert "<b>points" not in json.dumps(figures(daily))


def test_a_long_title_is_whole_and_set_smaller(page):
    text = html(page("daily"))
    assert f'<h1 class="long" dir="auto">{LONG.strip()}</h1>' in text


def test_a_title_may_run_from_right_to_left(page):
    assert f'<h1 dir="auto">{ARABIC}</h1>' in html(page("silent"))


@pytest.mark.parametrize("code", ["nobody", "<script>", None])
def test_an_unknown_code_is_one_sentence_and_a_way_back(page, code):
    app = page(code)
    text = html(app)
    assert text.count("<h1") == 1
    assert 'href="objectives?period=2024-06"' in text
    assert "<script>" not in text
    assert figures(app) == []


def test_an_objective_not_known_at_the_time_is_told_apart(page):
    assert "No objective has the code" in html(page("answers", known="2023-01-01T00:00:00Z"))


def test_one_leads_to_the_next_worst_first(page):
    text = html(page("answers"))
    assert re.findall(r'href="objective\?[^"]*objective=(\w+)', text) == ["stale"]
    assert "of 7, worst first" in text


# --- two points in time --------------------------------------------------------------------------


def test_two_periods_stand_side_by_side_with_what_moved(page):
    text = html(page("answers", **{"with": "2024-03"}))
    part = text.partition("Two points in time")[2]
    assert part.index("March 2024, as known now") < part.index("June 2024, as known now")
    assert "Slipped: from on target to off target." in part
    assert "96.1 %" in part
    assert "86.6 %" in part
    for label in (
        "Verdict",
        "Status",
        "Actual",
        "Required",
        "Gap",
        "Forecast",
        "Assurance",
        "Data",
    ):
        assert f'<th scope="row">{label}</th>' in part


def test_two_times_of_knowing_say_what_was_recorded_in_between(page):
    text = html(page("answers", with_known="2024-08-01"))
    part = text.partition("Two points in time")[2].partition("Its history")[0]
    assert "94.1 %" in part
    assert "86.6 %" in part
    assert part.index("Recorded in between") < part.index("late correction")


def test_an_old_page_compares_with_now(page):
    text = html(page("answers", known="2024-08-01T00:00:00Z", with_known="now"))
    part = text.partition("Two points in time")[2]
    assert part.index("as known 1 August 2024") < part.index("June 2024, as known now")


def test_what_was_not_there_yet_says_so(page):
    text = html(page("answers", with_known="2023-01-01"))
    assert "not known yet" in text.partition("Two points in time")[2]


def test_a_point_is_not_compared_with_itself(page):
    assert "the same point in time" in html(page("answers", **{"with": "2024-06"}))


@pytest.mark.parametrize("given", [{"with": "soon"}, {"with": "2999-01"}, {"with_known": "soon"}])
def test_a_bad_point_is_one_plain_warning(page, given):
    app = page("answers", **given)
    assert len(app.warning) == 1
    assert "Two points in time" not in html(app)
    assert "Off target" in html(app)


def test_choosing_a_period_writes_it_into_the_address(page):
    app = page("answers")
    app.selectbox("compared_period").select("2024-03").run()
    assert app.query_params["with"] == "2024-03"
    assert "Two points in time" in html(app)
    next(b for b in app.button if b.label == "Stop comparing").click().run()
    assert "with" not in app.query_params
    assert "Two points in time" not in html(app)


# --- real data -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nhs_made(shared: Path, once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = shared / "data" / "nhs_ae" / "bundle"
    made = once("nhs", lambda store: import_bundle(store, [bundle], "tester"))
    return Path(shutil.copy(made, tmp_path_factory.mktemp("nhs")))


@pytest.mark.parametrize("period", ["2018", "2019-03"])
def test_the_four_hour_standard_reads_as_published(nhs_made, monkeypatch, period):
    monkeypatch.setenv("SMS_STORE", str(nhs_made))
    text = html(opened("AE-4H", period))
    assert "Missed on 31 March 2019: 86.6 % in March 2019, 8.4 points short of the 95 %" in text
    close_shared()
