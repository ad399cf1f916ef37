"""The frame around every page: whose board, which period, as known when, who acts."""

import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pages.parts import set_up_words, words
from smsdata import store as store_module
from smsdata.bundle import import_bundle
from smsdata.display import NO_BREAK
from smsdata.periods import Period
from smsdata.serving import shared_store
from tests.pages.conftest import html_of, text_of

ZONE = ZoneInfo("Europe/Helsinki")
FISCAL = 4


def newest(kind="month"):
    """The newest complete period, as the small organisation counts."""
    return Period.holding(datetime.now(ZONE).date(), kind, FISCAL).moved(-1)


def address(app):
    """What the address says."""
    given = app.query_params
    return {name: v[0] if isinstance(v := given[name], list) else v for name in given}


def period(app):
    """The period that is chosen, as the list and the address say it."""
    chosen = app.selectbox(key="picked_period").value
    assert address(app)["period"] == chosen
    return chosen


def headline(app):
    return text_of(html_of(app).partition("<h1")[2].partition("</h1>")[0].partition(">")[2])


# --- the period ----------------------------------------------------------------------------------


def test_a_board_opens_with_the_last_complete_month(opened, small_path):
    app = opened(small_path)
    assert period(app) == newest().code
    assert app.segmented_control(key="picked_kind").value == "month"
    assert "known" not in address(app)
    assert not app.warning


@pytest.mark.parametrize("code", ["2026-02", "2025-Q3", "2025"])
def test_an_address_names_the_period(opened, small_path, code):
    app = opened(small_path, period=code)
    assert period(app) == code
    assert app.selectbox(key="picked_period").value == Period.parse(code, FISCAL).code


@pytest.mark.parametrize("code", ["", "soon", "2026-13", "2026-Q5", "2999-01", "0000", "٢٠٢٦-٠٢"])
def test_a_period_that_is_none_or_to_come_is_the_last_complete_month(opened, small_path, code):
    app = opened(small_path, period=code)
    assert period(app) == newest().code
    said = [told.value.replace("\\", "")[: len(code) + 2] for told in app.warning]
    assert said == ([f"“{code}”"] if code else [])


@pytest.mark.parametrize("kind", ["month", "quarter"])
def test_of_a_period_that_is_running_another_kind_shows_the_one_that_holds_today(
    opened, small_path, kind
):
    today = datetime.now(ZONE).date()
    app = opened(small_path, period=Period.holding(today, "year", FISCAL).code)
    app.segmented_control(key="picked_kind").set_value(kind).run()
    assert period(app) == Period.holding(today, kind, FISCAL).code


def test_a_time_to_come_is_now(opened, small_path):
    app = opened(small_path, known="2999-01-01T00:00:00Z")
    assert "known" not in address(app)
    assert not app.warning


@pytest.mark.parametrize("kind", ["quarter", "year"])
def test_another_kind_shows_the_period_that_holds_the_end_of_the_one_before(
    opened, small_path, kind
):
    app = opened(small_path, period="2026-02")
    app.segmented_control(key="picked_kind").set_value(kind).run()
    assert period(app) == Period.parse("2026-02", FISCAL).as_kind(kind, date.max).code
    names = app.selectbox(key="picked_period").options
    assert names == list(dict.fromkeys(names))
    assert names[0].endswith("to date")


def test_arrows_go_one_period_back_and_on_again(opened, small_path):
    app = opened(small_path, period="2026-02")
    app.button(key="earlier").click().run()
    assert period(app) == "2026-01"
    app.button(key="later").click().run()
    assert period(app) == "2026-02"


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
def test_arrows_end_with_what_is_known_and_with_today(opened, small_path, kind):
    today = datetime.now(ZONE).date()
    # The oldest thing known is an objective that started on 1 January 2025.
    oldest = Period.holding(date(2025, 1, 1), kind, FISCAL)
    app = opened(small_path, period=oldest.code)
    assert app.button(key="earlier").disabled
    assert not app.button(key="later").disabled
    app.selectbox(key="picked_period").set_value(Period.holding(today, kind, FISCAL).code).run()
    assert app.button(key="later").disabled
    assert not app.button(key="earlier").disabled


def test_the_list_holds_every_period_from_the_first_that_is_known(opened, small_path):
    names = opened(small_path).selectbox(key="picked_period").options
    assert names[-1] == "January 2025"
    today = datetime.now(ZONE).date()
    month_ends_today = (today + timedelta(days=1)).day == 1
    assert names[0].endswith(", to date") != month_ends_today


# --- as known at ---------------------------------------------------------------------------------


def test_without_a_time_everything_is_known_and_nothing_is_said(opened, small_path):
    app = opened(small_path, period="2026-02")
    assert not app.warning
    assert app.text_input(key="picked_known").value == ""


def test_a_time_in_the_address_is_said_in_a_banner_with_a_way_back(opened, small_path):
    app = opened(small_path, period="2026-02", known="2026-03-05T07:00:00Z")
    (banner,) = app.warning
    # on the organisation's clock
    assert "5 March 2026, 09:00 (Europe/Helsinki)" in banner.value.replace(NO_BREAK, " ")
    (back,) = (button for button in app.button if button.label == words.BACK_TO_NOW)
    back.click().run()
    assert not app.warning
    assert address(app) == {"period": "2026-02"}


def test_the_day_on_the_button_is_the_organisations(opened, small_path):
    # half past midnight in Helsinki, still the day before in UTC
    app = opened(small_path, known="2026-03-05T22:30:00Z")
    (popover,) = app.get("popover")
    assert popover.proto.popover.label.replace(NO_BREAK, " ") == words.KNOWN_AT.format(
        day="6 Mar 2026"
    )


def test_a_day_typed_means_its_end(opened, small_path):
    app = opened(small_path, period="2026-02")
    app.text_input(key="picked_known").set_value("2026-03-05").run()
    assert address(app)["known"] == "2026-03-05T21:59:59.999999Z"
    app.text_input(key="picked_known").set_value("").run()
    assert "known" not in address(app)


def test_a_time_that_is_none_is_told_once_and_is_now(opened, small_path):
    app = opened(small_path, period="2026-02", known="soon")
    assert "'soon' is no time" in app.warning[0].value
    assert "known" not in address(app)
    app.run()
    assert not app.warning
    app.text_input(key="picked_known").set_value("yesterday").run()
    (told,) = app.error
    assert told.value.startswith(f"{words.KNOWN_AT_FIELD}: 'yesterday' is no time")
    app.run()
    assert not app.error


def test_a_board_before_anything_was_known_is_empty_of_objectives(opened, small_path):
    app = opened(small_path, period="2026-02", known="2020-01-01")
    assert "No objectives" in headline(app)


# --- who acts ------------------------------------------------------------------------------------


def test_only_active_people_can_act_and_the_choice_stays(opened, small_path, bundle):
    with store_module.Store.open(small_path) as store:
        left = {"person": "ulla", "name": "Ulla Left", "active": False}
        import_bundle(store, [bundle(people=[left])], "aino")
    app = opened(small_path)
    who = app.selectbox(key="acting")
    assert who.value is None
    assert who.options == ["Aino Niemi", "Eero Salo"]
    who.set_value("eero").run()
    app.button(key="earlier").click().run()
    assert app.selectbox(key="acting").value == "eero"


# --- the store -----------------------------------------------------------------------------------


def test_an_empty_store_greets_with_the_first_hour(opened, empty_path):
    app = opened(empty_path)
    assert set_up_words.FIRST_HOUR_TITLE in html_of(app)
    assert not app.error


def test_a_write_of_this_process_shows_on_the_next_run(opened, small_path, bundle):
    app = opened(small_path, period="2026-02")
    before = headline(app)
    better = {"metric": "resolved", "period_start": "2026-02", "numerator": 10, "denominator": 100}
    load = {"metric": "load", "service": "mail", "period_start": "2025-Q4", "value": 99}
    import_bundle(shared_store(), [bundle(readings=[better, load])], "aino")
    app.run()
    assert headline(app) != before


def test_a_store_that_another_process_holds_is_told_in_a_sentence_until_it_is_let_go(
    opened, small_path, monkeypatch
):
    monkeypatch.setattr(store_module, "LOCK_WAIT_SECONDS", 0.2)
    holding = f"import duckdb; c = duckdb.connect({str(small_path)!r}); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as holder:
        holder.stdout.readline()
        app = opened(small_path)
        (told,) = app.error
        assert "is held by another process" in told.value
        assert len(told.value.splitlines()) == 1
        assert not html_of(app)
        holder.stdin.close()
        holder.wait(10)
    app.run()
    assert not app.error
    assert headline(app)


def test_a_file_that_is_no_store_is_told_in_a_sentence(opened, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no database at all\n" * 500)
    (told,) = opened(path).error
    assert "is no DuckDB database" in told.value
    assert len(told.value.splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["<b>*Harbour*</b>", "[Harbour](javascript:alert)", "$x$ :red[IT]"]
)
def test_a_name_is_shown_as_it_was_typed(opened, store_path, small_path, bundle, small, name):
    with store_module.Store.open(small_path) as store:
        import_bundle(
            store, [bundle(organization=[{**small["organization"][0], "name": name}])], "aino"
        )
    shown = opened(small_path).markdown[0].value
    # every sign that Markdown would read is told not to be read
    assert shown.replace("\\", "") == f"**{name}**"
    inside = shown[2:-2]
    for sign in "*<>[]()$:":
        assert inside.count(f"\\{sign}") == inside.count(sign)


def test_the_sample_is_told_by_its_own_name(opened, sample_file, store_path):
    shutil.copy(sample_file, store_path)
    app = opened(store_path, period="2026-10")
    assert "Nusantara Managed Services" in app.markdown[0].value
