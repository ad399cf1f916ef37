"""Readings from a file, as a page: what is asked before anything is stored, and of whom."""

import pytest

from pages.parts import words
from smsdata.display import NO_BREAK
from smsdata.serving import shared_store
from tests.conftest import small_organisation
from tests.pages.conftest import html_of, press, text_of

READINGS = """metric,period,value
resolved,2026-03,40
resolved,2026-04,91
other-metric,2026-W06,3
"""


@pytest.fixture
def handed_in(opened, stored, tmp_path):
    """The page after somebody handed in a file; Eero owns one of the metrics."""

    def show(person, text=READINGS):
        rows = small_organisation()
        rows["metrics"][0]["owner"] = "eero"
        rows["readings"] += [
            rows["readings"][0] | {"period_start": f"2025-{month:02}", "numerator": 90 + month % 2}
            for month in range(1, 13)
        ]
        app = opened(stored(tmp_path / "sms.duckdb", rows), "from_file")
        app.selectbox(key="acting").set_value(person).run()
        (files,) = app.get("file_uploader")
        files.set_value([("desk.csv", text.encode(), "text/csv")])
        app.run()
        assert not app.exception, app.exception
        return app

    return show


def tick(app, start):
    (box,) = [each for each in app.checkbox if each.label.startswith(start)]
    box.check()


def figures():
    with shared_store().board() as board:
        found = board.readings_of(["resolved", "other-metric"])
    return {
        (row.metric, f"{row.period_start:%Y-%m}"): row.value
        for row in found
        if row.value is not None
    }


def test_a_figure_unlike_its_series_is_stored_only_when_somebody_says_that_it_is_right(handed_in):
    app = handed_in("aino")
    told = text_of(html_of(app))
    assert "What would be stored: 3 new" in told
    assert "40 % lies outside the usual range" in told
    assert told.count("lies outside") == 1
    store = words.FILE_STORE.format(count=f"3{NO_BREAK}readings")
    press(app, store)
    assert app.error[0].value == words.FILE_ASK_SURE
    assert ("resolved", "2026-03") not in figures()
    tick(app, "Looked at, and right: the 1\u00a0figure")
    press(app, store)
    assert figures()["resolved", "2026-03"] == 40
    # handed in again nothing of it is new, so nothing is asked
    (files,) = app.get("file_uploader")
    files.set_value([("desk.csv", READINGS.encode(), "text/csv")])
    app.run()
    assert "lies outside" not in text_of(html_of(app))
    assert app.info[0].value == words.FILE_NOTHING


def test_who_may_not_store_a_row_is_told_beside_it_and_stores_the_others(handed_in):
    app = handed_in("eero", READINGS.replace("03,40", "03,90"))
    told = text_of(html_of(app))
    assert "What would be stored: 2 new, 1 with a problem" in told
    assert "metric: Eero Salo (process owner) may not change readings of other-metric" in told
    tick(app, "Store the good ones")
    press(app, words.FILE_STORE.format(count=f"2{NO_BREAK}readings"))
    assert figures()["resolved", "2026-03"] == 90
    assert ("other-metric", "2026-02") not in figures()


def test_where_no_row_may_be_stored_it_says_what_is_to_be_mended(handed_in):
    app = handed_in("eero", "metric,period,value\nother-metric,2026-W06,3\n")
    assert app.info[0].value == words.FILE_NONE_GOOD


def test_an_answer_that_did_not_fit_can_be_given_anew(handed_in):
    app = handed_in("aino", "metric,period,value\nresolved,2026-03,0.91\nresolved,2026-04,83.4\n")
    app.radio[0].set_value("yes")
    press(app, words.FILE_ANSWER)
    assert "is no fraction, and shares are fractions here" in text_of(html_of(app))
    press(app, words.FILE_ANEW)
    assert words.FILE_QUESTIONS in html_of(app)
    app.radio[0].set_value("no")
    press(app, words.FILE_ANSWER)
    assert "What would be stored: 2 new" in text_of(html_of(app))
