"""How things are said: numbers, days and periods, sentences, and the look of each status."""

from datetime import UTC, date, datetime

import pytest

from smsdata import display, plan_words
from smsdata.display import MINUS, NO_BREAK, NOTHING


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (86.604, "%", 1, "86.6 %"),
        (4.5, "hours", None, "4.5 hours"),
        (3.0, "hours", None, "3 hours"),
        (1234567.0, "calls", 0, "1,234,567 calls"),
        (-0.04, "%", 1, "0.0 %"),
        (None, "%", 1, NOTHING),
    ],
)
def test_a_figure_has_its_decimals_and_its_unit(value, unit, decimals, said):
    assert plain(display.figure(value, unit, decimals)) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (-8.396, "%", f"{MINUS}8.4 points"),
        (1.0, "%", "+1.0 points"),
        (0.0, "hours", "0.0 hours"),
        (None, "%", NOTHING),
    ],
)
def test_a_gap_has_a_sign_and_counts_shares_in_points(value, unit, said):
    assert plain(display.gap(value, unit, 1)) == said


def test_one_point_is_no_points():
    assert plain(display.gap(1.0, "%", 0)) == "+1 point"


@pytest.mark.parametrize(
    ("actual", "bound", "decimals", "shown"),
    [
        (94.97, 95.0, 1, "94.97"),
        (94.9, 95.0, 0, "94.9"),
        (95.0, 95.0, 1, "95.0"),
        (99.93, 99.95, 1, "99.93"),
        (99.4, 99.5, 0, "99.4"),
        (99.99, 99.995, 2, "99.99"),
        (95.149, 95.0512345, 1, "95.15"),
    ],
)
def test_a_figure_that_differs_from_its_target_never_reads_as_equal(actual, bound, decimals, shown):
    found = display.telling_decimals(actual, [bound, None], decimals)
    assert display.number(actual, found) == shown


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.996, "99.6 %"),
        (0.9999, "99.9 %"),
        (0.995, "99.5 %"),
        (0.991, "99.1 %"),
        (0.99, "99 %"),
        (0.001, "1 %"),
        (1.0, "100 %"),
        (0.974, "97 %"),
    ],
)
def test_a_share_is_all_or_nothing_only_where_it_is(part, said):
    assert plain(display.share(part)) == said


@pytest.mark.parametrize(
    ("direction", "said"),
    [("higher", "at least 95 %"), ("lower", "at most 95 %"), ("range", "40 to 60.5 %")],
)
def test_a_requirement_says_which_side_is_good(direction, said):
    assert plain(display.requirement(direction, 95.0, 40.0, 60.5, "%", 1)) == said


@pytest.mark.parametrize(
    ("required", "decimals", "said"),
    [
        (0.4, 0, "at most 0.4 %"),
        (0.0004, 2, "at most 0.0004 %"),
        (16.3142857, 0, "at most 16 %"),
        (99.5, 0, "at most 99.5 %"),
        (93.7142857, 1, "at most 93.7 %"),
        (99.95, 1, "at most 99.95 %"),
        (99.995, 2, "at most 99.995 %"),
        (0.0, 0, "at most 0 %"),
        (-0.5, 0, "at most −0.5 %"),
    ],
)
def test_a_requirement_is_not_rounded_away(required, decimals, said):
    assert plain(display.requirement("lower", required, None, None, "%", decimals)) == said


@pytest.mark.parametrize(
    ("day", "frequency", "fiscal_month", "said"),
    [
        (date(2026, 9, 30), "monthly", 1, "September 2026"),
        (date(2026, 9, 30), "quarterly", 1, "Q3 2026"),
        (date(2026, 9, 30), "quarterly", 7, "Q1 2026/27"),
        (date(2027, 6, 30), "half-yearly", 7, "H2 2026/27"),
        (date(2027, 3, 31), "yearly", 4, "2026/27"),
        (date(2026, 9, 6), "weekly", 1, "week 36 of 2026"),
        (date(2026, 9, 6), "daily", 1, "6 September 2026"),
    ],
)
def test_a_period_is_named_by_its_frequency_and_the_fiscal_year(day, frequency, fiscal_month, said):
    assert plain(display.period(day, frequency, fiscal_month)) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        (date(2018, 4, 1), date(2019, 3, 31), "April 2018 to March 2019"),
        (date(2026, 9, 1), date(2026, 9, 30), "September 2026"),
        (date(2026, 9, 3), date(2026, 9, 30), "3 September 2026 to 30 September 2026"),
    ],
)
def test_a_stretch_of_whole_months_is_named_by_them(first, last, said):
    assert plain(display.span(first, last)) == said


def test_a_moment_stands_on_the_organisations_clock():
    moment = datetime(2026, 10, 5, 10, 0, tzinfo=UTC)
    assert plain(display.moment(moment, "Asia/Jakarta")) == "5 October 2026, 17:00 (Asia/Jakarta)"


def headline(**counts):
    zero = {"good": 0, "total": 0, "slipped": 0, "improved": 0, "new": 0, "forecast_misses": 0}
    return plain(display.headline(display.Counts(**{**zero, **counts}), "since June"))


def test_a_headline_tells_counts_and_leaves_out_what_is_none():
    assert (
        headline(good=14, total=24, slipped=3, forecast_misses=2)
        == "14 of 24 objectives on target; 3 slipped since June; 2 are forecast to miss."
    )
    assert headline(good=24, total=24) == "All 24 objectives are on target; none moved since June."
    assert headline(total=12, new=1) == "None of 12 objectives is on target; 1 is new since June."
    assert headline(total=1) == "The one objective is not on target; none moved since June."
    none_read = "None of 3 objectives has a reading yet; none moved since June."
    assert headline(total=3, unread=3) == none_read
    assert headline(total=1, unread=1).startswith("The one objective has no reading yet")
    assert headline(total=3, unread=2).startswith("None of 3 objectives is on target")
    assert headline() == "No objectives are known."


def standing(**changed):
    given = {
        "direction": "higher",
        "actual": "86.6 %",
        "when": "in September 2026",
        "required": "at least 95 %",
        "bound": "95 %",
        "gap": -8.4,
        "distance": "8.4 points",
        "last_known": None,
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 9, 30),
    }
    return display.Standing(**{**given, **changed})


@pytest.mark.parametrize(
    ("status", "changed", "said"),
    [
        ("off_target", {}, "Off target: 86.6 % in September 2026, 8.4 points short of the 95 % required."),
        ("missed", {}, "Missed on 30 September 2026: 86.6 % in September 2026, 8.4 points short of the 95 % required."),
        ("on_target", {"gap": 0.0, "distance": ""}, "On target: 86.6 % in September 2026 against at least 95 %."),
        ("on_target", {"direction": "lower", "gap": 2.0}, "On target: 86.6 % in September 2026, 8.4 points below the 95 % allowed."),
        ("stale", {"last_known": "at_risk"}, "Stale: readings are overdue. The last figure was 86.6 % in September 2026, at risk then."),
        ("no_data", {}, "No data: nothing has been reported since it started."),
        ("no_data", {"received": 33}, "No data: nothing to measure in 33 readings."),
        ("not_started", {}, "Not started: it is first held to account from 1 January 2026."),
        ("not_started", {"begun": True}, "Not started: no figure has come since it began on 1 January 2026."),
        ("not_started", {"starts_on": None}, "Not started: no requirement applies yet."),
    ],
)  # fmt: skip
def test_a_verdict_is_a_sentence_with_the_figures(status, changed, said):
    assert plain(display.verdict(status, standing(**changed))) == said


@pytest.mark.parametrize(
    ("meets", "run", "evaluated", "before", "said"),
    [
        (False, 12, 12, False, "Below 95 % in all 12 months"),
        (False, 4, 12, True, "Below 95 % since May 2026"),
        (False, 1, 12, True, "Below 95 % in May 2026"),
        (True, 1, 12, True, "At or above 95 % again in May 2026"),
        (True, 1, 12, False, "At or above 95 % for the first time in May 2026"),
        (True, 1, 12, None, "At or above 95 % in May 2026"),
        (False, 1, 1, False, "Below 95 % in its first month, May 2026"),
    ],
)
def test_a_charts_title_is_its_finding(meets, run, evaluated, before, said):
    found = display.finding(
        "higher", meets, "95 %", run, evaluated, "May 2026", "monthly", met_before=before
    )
    assert found == said


@pytest.mark.parametrize(
    ("lucky", "sound", "others", "said"),
    [
        (0, 0, 0, "No measure is on target."),
        (0, 0, 3, "Of no measure on target can it be told yet whether it is there by luck."),
        (1, 0, 0, "The one measure on target is green by luck."),
        (0, 1, 2, "The one measure on target that can be judged is there by a capable process."),
        (0, 4, 0, "All 4 measures on target are there by a capable process."),
        (12, 8, 0, "12 of 20 measures on target are green by luck."),
        (12, 8, 5, "12 of 20 measures on target that can be judged are green by luck."),
    ],
)
def test_luck_is_told_of_those_measures_that_can_be_judged(lucky, sound, others, said):
    assert display.luck_title(lucky, sound, others) == said


@pytest.mark.parametrize(
    ("before", "after", "said", "asked"),
    [
        ((15, 24), (14, 24), "said 15 of 24 on target; as known now it is 14.", "14 of 24 on target instead of 15."),
        ((6, 10), (12, 15), "said 6 of 10 on target; as known now it is 12 of 15, 5 objectives more.", "12 of 15 on target instead of 6 of 10."),
        ((6, 10), (6, 9), "said 6 of 10 on target; as known now it is 6 of 9, 1 objective fewer.", "6 of 9 on target instead of 6 of 10."),
        ((3, 3), (3, 3), "said 3 of 3 on target; as known now it is still 3.", "verdicts for June 2026 are restated."),
    ],
)  # fmt: skip
def test_a_restatement_tells_of_how_many_where_that_has_changed(before, after, said, asked):
    end = date(2026, 6, 30)
    assert plain(display.restatement(before, after, end)) == f"The June 2026 pack {said}"
    assert display.note_restatement(before, after, end).endswith(asked)


@pytest.mark.parametrize(
    ("actor", "due_on", "more", "said"),
    [
        ("Ben Bo", date(2026, 5, 31), {}, "Ben Bo acts by 31 May 2026."),
        ("Ben Bo", date(2026, 5, 31), {"late": True}, "Ben Bo was to act by 31 May 2026."),
        ("Ben Bo", None, {}, "Ben Bo acts; no date is set."),
        (None, None, {"recovering": True}, "Nobody is named for its recovery; Ana Alba owns it."),
        (None, None, {}, "No recovery is named yet; Ana Alba owns it."),
    ],
)
def test_of_the_worst_it_is_told_who_acts_and_by_when(actor, due_on, more, said):
    how = {"late": False, "recovering": False, "closed_on": None} | more
    assert plain(display.who_acts(actor, due_on, "Ana Alba", **how)) == said


@pytest.mark.parametrize(
    ("late", "count", "said"),
    [
        (1, 1, "1 thing waits for Ada, and it is late."),
        (2, 2, "2 things wait for Ada, all of them late."),
        (1, 2, "2 things wait for Ada, 1 of them late."),
        (0, 2, "2 things wait for Ada, none late."),
    ],
)
def test_what_waits_says_how_much_of_it_is_late(late, count, said):
    assert plain(plan_words.work_headline("Ada", count, late)) == said


def test_a_figure_never_reads_as_the_bound_that_it_misses_by_very_little():
    assert display.telling_decimals(0.99999, (1.0,), 0) is not None
    for actual, bound in ((0.99999, 1.0), (99.9999996, 100.0)):
        decimals = display.telling_decimals(actual, (bound,), 0)
        assert display.number(actual, decimals) != display.number(bound, decimals)


def test_long_lists_are_cut_and_say_so():
    assert display.listed(["A"]) == "A"
    assert display.listed(["A", "B", "C"]) == "A, B and C"
    assert display.listed(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"


def test_data_that_is_all_in_but_for_single_services_says_both():
    assert plain(display.completeness(168, 168, 152, 0)) == (
        "All 168 figures that objectives need are there; 152 readings behind them are overdue."
    )


def test_readings_that_are_not_in_are_told_apart_by_whether_they_are_late():
    assert plain(display.completeness(7, 10, 2, 1)) == (
        "70 % of the figures that objectives need are there; "
        "3 readings are to come, 2 of them overdue."
    )
    assert plain(display.completeness(9, 10, 0, 1)) == (
        "90 % of the figures that objectives need are there; 1 reading is due."
    )
    assert plain(display.completeness(10, 10, 0, 0)) == (
        "All 10 figures that objectives need are there; no reading is due."
    )


# --- the look ------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2)."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", [display.INK, display.QUIET_INK])
def test_text_stands_out_from_paper_and_bands(ink):
    for ground in ("#FFFFFF", display.BAND):
        contrast = (luminance(ground) + 0.05) / (luminance(ink) + 0.05)
        assert contrast >= 4.5


def test_every_status_has_a_shape_of_its_own_and_a_place_in_the_order():
    assert len({look.shape for look in display.STATUS_LOOKS}) == len(display.STATUS_LOOKS)
    assert {look.status for look in display.STATUS_LOOKS} == set(display.WORST_FIRST)


def test_in_grey_a_miss_is_the_darkest_of_what_falls_short():
    def of(status):
        return luminance(display.status_look(status).colour)

    assert of("at_risk") > of("off_target") > of("missed")


def test_what_is_overdue_without_a_new_date_says_so_and_slips_where_it_has_one():
    assert plain(plan_words.slip(33, done=False, undated=True)) == "33 days overdue, no new date"
    assert plain(plan_words.slip(33, done=False, undated=False)) == "slips 33 days"
    assert plan_words.slip(0, done=False, undated=True) == ""


@pytest.mark.parametrize("undated", [True, False])
def test_what_is_done_was_late_or_early_whatever_was_forecast(undated):
    assert plain(plan_words.slip(14, done=True, undated=undated)) == "14 days late"
    assert plain(plan_words.slip(-3, done=True, undated=undated)) == "3 days early"


def test_a_forecast_that_has_passed_puts_nothing_ahead_of_its_date():
    assert plain(plan_words.slip(-3, done=False, undated=False)) == "3 days ahead"
    assert plan_words.slip(-3, done=False, undated=True) == ""


def test_a_recurring_item_that_fell_due_long_ago_alone_has_not_been_due_lately():
    told = plan_words.times_done(0, 0, 0)
    assert plan_words.verdict("overdue", "recurring", told, None, "") == (
        "Overdue: none due in the past year."
    )


def test_what_is_due_on_a_printed_page_has_its_date():
    assert plain(display.late_or_due(51, date(2026, 9, 10))) == "51 days late"
    assert plain(display.late_or_due(-10, date(2026, 11, 10))) == "due 10 Nov 2026"


def test_where_there_is_no_plan_nothing_is_said_of_it():
    on = date(2026, 10, 31)
    assert plain(plan_words.health_headline(on, 0, 0, 0)).startswith("There is no plan on 31 Oct")
    assert plain(plan_words.health_headline(on, 3, 0, 0)).startswith("Nothing to object to")
    assert plain(plan_words.health_headline(on, 0, 1, 0)).startswith(
        "An auditor would find 1 error"
    )
