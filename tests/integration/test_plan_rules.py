"""The rules of the plan and of improvements, a sentence each: what is due when, how an item stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.plan_review import PlanReview, plan_review, timeline
from smsdata.store import Store

Row = dict[str, Any]
LONG_AGO = "2023-01-01T00:00:00Z"


def item(timing: str, **more: Any) -> Row:
    """The item P, beside which a decoy stands in every store."""
    days = {"starts_on": "", "due_on": "", "cadence": ""}
    return {"plan_item": "P", "title": "P", "phase": "maintain", "timing": timing} | days | more


def dated(starts_on: str, due_on: str) -> Row:
    return item("dated", starts_on=starts_on, due_on=due_on)


def recurring(starts_on: str, cadence: str, due_on: str = "") -> Row:
    return item("recurring", starts_on=starts_on, cadence=cadence, due_on=due_on)


def told(on_date: str, state: str = "", percent: Any = "", forecast_on: str = "") -> Row:
    cells = {"state": state, "percent": percent, "forecast_on": forecast_on, "note": "n"}
    return {"plan_item": "P", "on_date": on_date} | cells


def done(due_on: str, done_on: str = "") -> Row:
    return {"plan_item": "P", "due_on": due_on, "done_on": done_on or due_on}


def proof(code: str = "P", register: str = "plan_items", **more: Any) -> Row:
    cells = {"title": "T", "location": "L", "dated_on": "", "due_on": ""}
    return {"register": register, "code": code} | cells | more


@pytest.fixture
def load(store: Store, bundle: Callable[..., Path]) -> Callable[..., Store]:
    """Bring in registers as if they had always been known; evidence gets its codes."""

    def bring(**registers: list[Row]) -> Store:
        decoy = recurring("2023-01-01", "weekly") | {"plan_item": "DECOY"}
        registers = {"plan_items": [], **registers}
        registers["plan_items"] = [decoy, *registers["plan_items"]]
        for number, row in enumerate(registers.get("evidence", [])):
            row["evidence"] = f"EV-{number}"
        known = {
            name: [{"recorded_at": LONG_AGO} | row for row in rows]
            for name, rows in registers.items()
            if rows
        }
        import_bundle(store, [bundle(known)], "tester")
        return store

    return bring


def ask(store: Store, view: str, on: str, columns: str, known: str = "2030-01-01") -> list[Any]:
    """What a view says of P, as text where it is a day."""
    cursor = store.cursor()
    rows = cursor.execute(
        f"SELECT {columns} FROM {view}_at(CAST(? AS DATE), CAST(? AS TIMESTAMPTZ)) "
        "WHERE plan_item = 'P' ORDER BY 1",
        [on, f"{known} 00:00:00Z"],
    ).fetchall()
    cursor.close()
    return [tuple(str(c) if isinstance(c, date) else c for c in row) for row in rows]


def status(store: Store, on: str, columns: str = "status") -> Any:
    """How P stands on a day; one cell alone, several as a tuple."""
    (row,) = ask(store, "plan_item_status", on, columns)
    return row if "," in columns else row[0]


def due_days(store: Store, on: str) -> list[str]:
    return [row[0] for row in ask(store, "plan_occurrence_status", on, "due_on")]


# --- when a recurring item is due ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "cadence", "on", "days"),
    [
        ("2024-01-31", "monthly", "2023-06-30", ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]),
        ("2025-01-31", "monthly", "2024-04-30", ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]),
        ("2025-01-30", "monthly", "2024-03-31", ["2025-01-30", "2025-02-28", "2025-03-30"]),
        ("2023-11-30", "quarterly", "2023-12-01", ["2023-11-30", "2024-02-29", "2024-05-30", "2024-08-30", "2024-11-30"]),
        ("2023-08-31", "half-yearly", "2024-03-01", ["2023-08-31", "2024-02-29", "2024-08-31", "2025-02-28"]),
        ("2024-02-29", "yearly", "2027-02-28", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        ("2024-02-29", "yearly", "2027-03-01", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2024-02-26", "weekly", "2023-03-14", ["2024-02-26", "2024-03-04", "2024-03-11"]),
    ],
)  # fmt: skip
def test_steps_keep_the_day_of_the_month_or_its_last_day(
    starts_on: str, cadence: str, on: str, days: list[str], load: Callable[..., Store]
) -> None:
    assert due_days(load(plan_items=[recurring(starts_on, cadence)]), on) == days


def test_occurrences_are_shown_from_the_start_to_a_year_from_the_day(
    load: Callable[..., Store],
) -> None:
    store = load(plan_items=[recurring("2025-07-01", "quarterly")])
    assert due_days(store, "2024-06-30") == []
    assert due_days(store, "2024-07-01") == ["2025-07-01"]
    assert due_days(store, "2025-07-01")[-1] == "2026-07-01"
    assert due_days(store, "2025-06-30")[-1] == "2026-04-01"


def test_an_end_is_the_last_day_that_counts(load: Callable[..., Store]) -> None:
    store = load(plan_items=[recurring("2025-01-15", "monthly", "2025-03-15")])
    assert due_days(store, "2025-06-01") == ["2025-01-15", "2025-02-15", "2025-03-15"]


def test_an_occurrence_is_on_time_late_overdue_due_within_a_fortnight_or_planned(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[recurring("2026-01-01", "weekly", "2026-02-12")],
        plan_occurrences=[
            done("2026-01-01"),
            done("2026-01-08", "2026-01-09"),
            done("2026-01-22", "2026-02-01"),
        ],
    )
    found = ask(store, "plan_occurrence_status", "2026-01-29", "due_on, done_on, status")
    assert found == [
        ("2026-01-01", "2026-01-01", "done_on_time"),
        ("2026-01-08", "2026-01-09", "done_late"),
        ("2026-01-15", None, "overdue"),
        ("2026-01-22", None, "overdue"),  # what is done later is not yet done
        ("2026-01-29", None, "due"),
        ("2026-02-05", None, "due"),
        ("2026-02-12", None, "due"),
    ]
    later = ask(store, "plan_occurrence_status", "2026-01-28", "due_on, status")
    assert later[-3:] == [("2026-01-29", "due"), ("2026-02-05", "due"), ("2026-02-12", "planned")]


# --- a recurring item ----------------------------------------------------------------------------


def test_a_recurring_item_is_overdue_while_any_occurrence_is_however_old(
    load: Callable[..., Store],
) -> None:
    days = ["2024-02-29", "2024-03-29", "2024-05-29"]
    store = load(
        plan_items=[recurring("2024-01-29", "monthly", "2024-05-29")],
        plan_occurrences=[done(day) for day in days],
    )
    asked = "status, next_due_on, percent, planned_percent, slip_days"
    assert status(store, "2024-01-28", asked) == ("not_started", "2024-01-29", *[None] * 3)
    assert status(store, "2024-01-29", asked) == ("on_track", "2024-01-29", *[None] * 3)
    assert status(store, "2026-06-30", asked) == ("overdue", "2024-01-29", *[None] * 3)


def test_what_is_done_today_makes_up_for_nothing_that_was_due_before(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[recurring("2026-01-01", "weekly")], plan_occurrences=[done("2026-01-08")]
    )
    assert status(store, "2026-01-08", "status, next_due_on") == ("overdue", "2026-01-01")


def test_a_recurring_item_is_done_when_its_end_is_past_and_nothing_open(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[recurring("2024-02-29", "yearly", "2025-02-28")],
        plan_occurrences=[done("2024-02-29"), done("2025-02-28", "2025-02-01")],
    )
    assert status(store, "2025-02-28", "status, next_due_on") == ("on_track", None)
    assert status(store, "2025-03-01", "status, next_due_on") == ("done", None)
    # done ahead, but not yet by then
    assert status(store, "2025-01-31", "status, next_due_on") == ("on_track", "2025-02-28")


def test_next_due_is_the_earliest_undone_however_far_ahead(load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[recurring("2025-01-10", "yearly")],
        plan_occurrences=[done(f"{year}-01-10", "2025-01-10") for year in (2025, 2026, 2028)],
    )
    assert status(store, "2025-06-30", "status, next_due_on") == ("on_track", "2027-01-10")


def test_counts_look_at_the_365_days_that_end_with_the_day(load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[recurring("2024-12-31", "monthly", "2025-12-31")],
        plan_occurrences=[
            done("2024-12-31"),
            done("2025-01-31", "2025-02-01"),
            done("2025-02-28"),
            done("2025-12-31", "2025-12-30"),
        ],
    )
    asked = "occurrences_due, occurrences_done, occurrences_on_time"
    assert status(store, "2025-12-30", asked) == (12, 3, 2)  # 31 December 2024 is 364 days back
    assert status(store, "2025-12-31", asked) == (12, 3, 2)  # one comes, one goes
    assert status(store, "2026-01-31", asked) == (11, 2, 2)
    assert status(store, "2024-12-30", asked) == (0, 0, 0)


@pytest.mark.parametrize("ending", ["cancelled", "done"])
def test_after_it_was_ended_nothing_more_falls_due(ending: str, load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[recurring("2026-01-10", "monthly")],
        plan_progress=[
            told("2026-02-01", percent=50),
            told("2026-03-10", ending),
            told("2026-05-01"),  # a word on it leaves it as it was
            told("2026-06-01", ending),
            told("2026-08-01", "in_progress"),
        ],
        plan_occurrences=[done("2026-01-10")],
    )
    march = ["2026-01-10", "2026-02-10", "2026-03-10"]
    asked = "status, state, next_due_on, occurrences_due"
    assert status(store, "2026-03-09", asked) == ("overdue", "in_progress", "2026-02-10", 2)
    for day in ("2026-03-10", "2026-05-02", "2026-07-31"):
        assert due_days(store, day) == march
        assert status(store, day, asked) == (ending, ending, "2026-02-10", 3)
    # taken up again, it is due as ever
    assert status(store, "2026-08-01", asked) == ("overdue", "in_progress", "2026-02-10", 7)


def test_a_blocked_item_goes_on_falling_due(load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[recurring("2026-01-10", "monthly")],
        plan_progress=[told("2026-02-01", "blocked")],
    )
    assert status(store, "2026-03-31", "status, occurrences_due") == ("blocked", 3)


# --- a dated item --------------------------------------------------------------------------------


def test_planned_percent_runs_straight_by_days(load: Callable[..., Store]) -> None:
    store = load(plan_items=[dated("2024-02-28", "2024-03-03")])
    planned = [status(store, f"2024-{day}", "planned_percent") for day in
               ("02-27", "02-28", "02-29", "03-01", "03-02", "03-03", "03-04")]  # fmt: skip
    assert planned == [0, 0, 25, 50, 75, 100, 100]


def test_an_item_of_one_day_is_planned_whole_from_that_day(load: Callable[..., Store]) -> None:
    store = load(plan_items=[dated("2024-02-29", "2024-02-29")])
    asked = "planned_percent, status, slip_days, next_due_on"
    due = "2024-02-29"
    assert status(store, "2024-02-28", asked) == (0, "not_started", None, due)
    assert status(store, "2024-02-29", asked) == (100, "behind", None, due)
    assert status(store, "2024-03-01", asked) == (100, "overdue", 1, due)


@pytest.mark.parametrize(
    ("percent", "expected"), [(40, "on_track"), (39.9, "behind"), (100, "done"), (50, "on_track")]
)
def test_an_item_is_behind_by_more_than_ten_points(
    percent: float, expected: str, load: Callable[..., Store]
) -> None:
    store = load(
        plan_items=[dated("2026-01-01", "2026-01-11")],
        plan_progress=[told("2026-01-06", percent=percent)],
    )
    assert status(store, "2026-01-06", "planned_percent, status") == (50, expected)


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], ("not_started", 0)),
        ([told("2026-01-02")], ("not_started", 0)),
        ([told("2026-01-02", percent=30)], ("in_progress", 30)),
        ([told("2026-01-02", percent=0)], ("not_started", 0)),
        ([told("2026-01-02", percent=100)], ("done", 100)),
        ([told("2026-01-02", "done")], ("done", 100)),
        ([told("2026-01-02", "done", 60)], ("done", 100)),
        ([told("2026-01-02", "blocked")], ("blocked", 0)),
        ([told("2026-01-02", percent=30), told("2026-01-03", "blocked")], ("blocked", 30)),
        ([told("2026-01-02", percent=30), told("2026-01-03")], ("in_progress", 30)),
        ([told("2026-01-02", "blocked", 30), told("2026-01-03", percent=40)], ("in_progress", 40)),
        ([told("2026-01-02", "done"), told("2026-01-03", "in_progress")], ("in_progress", 0)),
        ([told("2026-01-02", percent=30), told("2026-01-05", percent=90)], ("in_progress", 30)),
    ],
)
def test_a_report_leaves_open_what_it_does_not_say(
    reports: list[Row], expected: tuple[str, float], load: Callable[..., Store]
) -> None:
    store = load(plan_items=[dated("2026-01-01", "2026-12-31")], plan_progress=reports)
    assert status(store, "2026-01-04", "state, percent") == expected


def test_the_first_rule_that_applies_decides(load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[dated("2026-02-01", "2026-02-28")],
        plan_progress=[
            told("2026-01-05", "blocked"),
            told("2026-01-10", "in_progress", 100),
            told("2026-01-15", "cancelled"),
            told("2026-01-20", "not_started", 0),
        ],
    )
    assert [status(store, f"2026-{day}") for day in ("01-04", "01-05", "01-10", "01-15", "01-20")] == [
        *("not_started", "blocked", "done", "cancelled", "not_started"),
    ]  # fmt: skip
    assert status(store, "2026-01-15", "slip_days, next_due_on") == (None, None)


def test_slip_is_the_larger_of_forecast_and_days_past_due(load: Callable[..., Store]) -> None:
    store = load(
        plan_items=[dated("2026-01-01", "2026-01-31")],
        plan_progress=[
            told("2026-01-10", percent=10, forecast_on="2026-01-21"),
            told("2026-01-20", percent=20, forecast_on="2026-02-10"),
            told("2026-02-15"),  # the last report foresees nothing
        ],
    )
    days = ("01-05", "01-10", "01-20", "02-10", "02-14", "02-15")
    assert [status(store, f"2026-{day}", "slip_days") for day in days] == [
        *(None, -10, 10, 10, 14, 15),
    ]


def test_slip_of_what_is_done_counts_to_the_first_day_of_its_last_run(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[dated("2024-01-01", "2024-02-29")],
        plan_progress=[
            told("2024-02-01", "done"),
            told("2024-02-10", percent=80),
            told("2024-03-01", percent=100),
            told("2024-03-05"),
            told("2024-03-08", "in_progress"),  # its percent is still 100
            told("2024-04-01", "done"),
        ],
    )
    assert status(store, "2024-02-05", "status, slip_days") == ("done", -28)
    assert status(store, "2024-02-15", "status, slip_days") == ("on_track", None)
    assert status(store, "2024-04-30", "status, slip_days") == ("done", 1)


def test_what_was_called_off_between_is_no_part_of_a_run_of_done(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[dated("2024-01-01", "2024-02-29")],
        plan_progress=[
            told("2024-02-01", percent=100),
            told("2024-02-10", "cancelled"),
            told("2024-03-10", "done"),
        ],
    )
    assert status(store, "2024-04-30", "status, slip_days") == ("done", 10)


# --- an item that waits for its trigger ----------------------------------------------------------


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], ("not_started", None)),
        ([told("2026-01-02", "in_progress")], ("on_track", None)),
        ([told("2026-01-02", "blocked")], ("blocked", None)),
        ([told("2026-01-02", percent=100)], ("done", None)),
    ],
)
def test_an_item_with_a_trigger_stands_as_last_reported(
    reports: list[Row], expected: tuple[str, None], load: Callable[..., Store]
) -> None:
    store = load(plan_items=[item("trigger")], plan_progress=reports)
    assert status(store, "2026-02-01", "status, next_due_on") == expected


# --- evidence ------------------------------------------------------------------------------------


def test_evidence_counts_from_its_day_for_the_row_or_for_its_occurrence(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[recurring("2026-01-31", "monthly")],
        plan_progress=[told("2026-02-01", percent=10)],
        improvements=[
            {"improvement": "P", "title": "P", "raised_on": "2026-01-01", "state": "proposed"}
        ],
        evidence=[
            proof(),
            proof(dated_on="2026-02-28"),
            proof(due_on="2026-01-31"),
            proof(due_on="2026-01-31", dated_on="2026-02-28"),
            proof(due_on="2026-02-28"),
            proof("P", "improvements"),
            proof("P/2026-02-01", "plan_progress"),
            proof("DECOY", due_on="2026-01-01"),
        ],
    )
    asked = "due_on, evidence_count"
    assert status(store, "2026-02-27", "evidence_count") == 1
    assert ask(store, "plan_occurrence_status", "2026-02-27", asked)[:2] == [
        ("2026-01-31", 1),
        ("2026-02-28", 1),
    ]
    assert status(store, "2026-02-28", "evidence_count") == 2
    assert ask(store, "plan_occurrence_status", "2026-02-28", asked)[0] == ("2026-01-31", 2)


def test_an_occurrence_is_proved_also_where_evidence_names_it_as_a_row(
    load: Callable[..., Store],
) -> None:
    store = load(
        plan_items=[recurring("2026-01-31", "monthly")],
        plan_occurrences=[{"plan_item": "P", "due_on": "2026-01-31", "done_on": "2026-01-31"}],
        evidence=[proof("P/2026-01-31", "plan_occurrences")],
    )
    asked = "due_on, evidence_count"
    assert ask(store, "plan_occurrence_status", "2026-02-27", asked)[0] == ("2026-01-31", 1)
    assert status(store, "2026-02-27", "evidence_count") == 0
    with store.board(date(2026, 2, 27)) as board:
        assert board.plan_figures().evidence_rate == 1
        (found,) = board.evidence("plan_items")
        assert (found.code, found.due_on) == ("P", date(2026, 1, 31))
        assert "occurrence-without-evidence" not in {row.rule for row in board.plan_checks()}


# --- two clocks ----------------------------------------------------------------------------------


def test_what_is_learned_later_changes_nothing_that_was_known(load: Callable[..., Store]) -> None:
    later = {"recorded_at": "2026-04-01T00:00:00Z"}
    store = load(
        plan_items=[
            dated("2026-01-01", "2026-01-31"),
            dated("2026-01-01", "2026-03-31") | later,
        ],
        plan_progress=[told("2026-01-31", percent=50), told("2026-02-15", percent=90) | later],
        evidence=[proof() | later],
    )
    asked = "status, percent, slip_days, evidence_count"
    before = ask(store, "plan_item_status", "2026-02-20", asked, "2026-03-31")
    after = ask(store, "plan_item_status", "2026-02-20", asked, "2026-04-01")
    assert (before, after) == (
        [("overdue", 50, 20, 0)],
        [("on_track", 90, None, 1)],
    )
    # and neither what was reported after the day
    assert ask(store, "plan_item_status", "2026-02-10", asked, "2026-04-01") == [
        ("on_track", 50, None, 1)
    ]


# --- health --------------------------------------------------------------------------------------


def test_health_is_one_row_whose_rates_are_null_over_zero(
    store: Store, bundle: Callable[..., Path]
) -> None:
    def health(on: str) -> dict[str, Any]:
        cursor = store.cursor()
        answer = cursor.execute("FROM plan_health_at(CAST(? AS DATE), now())", [on])
        names = [column[0] for column in answer.description or ()]
        (row,) = answer.fetchall()
        cursor.close()
        return dict(zip(names, row, strict=True))

    rates = ("percent_complete", "planned_percent", "on_time_rate", "evidence_rate")
    assert [health("2026-01-01")[name] for name in rates] == [None] * 4
    items = [
        recurring("2026-01-31", "monthly") | {"plan_item": "R"},
        dated("2026-01-01", "2026-01-11") | {"plan_item": "A"},
        dated("2026-01-01", "2026-01-21") | {"plan_item": "B"},
        dated("2026-01-01", "2026-01-11") | {"plan_item": "C"},
        item("trigger") | {"plan_item": "T"},
    ]
    import_bundle(
        store,
        [
            bundle(
                plan_items=items,
                plan_progress=[
                    told("2026-01-05", percent=100) | {"plan_item": "A"},
                    told("2026-01-05", "cancelled", 50) | {"plan_item": "C"},
                    told("2026-01-05", percent=70) | {"plan_item": "T"},
                ],
                plan_occurrences=[
                    done("2026-01-31") | {"plan_item": "R"},
                    done("2026-02-28", "2026-03-02") | {"plan_item": "R"},
                ],
                evidence=[proof("R", due_on="2026-02-28", evidence="EV")],
            )
        ],
        "tester",
    )
    assert health("2026-01-11") == {
        "items": 5,
        "done": 1,
        "on_track": 1,
        "behind": 1,
        "overdue": 0,
        "blocked": 0,
        "not_started": 1,
        "cancelled": 1,
        "percent_complete": 50,
        "planned_percent": 75,
        "on_time_rate": None,
        "evidence_rate": None,
        "checks_failed": health("2026-01-11")["checks_failed"],
    }
    march = health("2026-03-31")
    assert (march["on_time_rate"], march["evidence_rate"]) == (1 / 3, 1 / 2)
    assert march["overdue"] == 1


def test_a_board_says_of_the_plan_what_the_views_say(load: Callable[..., Store]) -> None:
    store = load(
        organization=[{"name": "O"}],
        plan_items=[recurring("2026-01-31", "monthly")],
        plan_occurrences=[done("2026-01-31")],
        improvements=[
            {"improvement": "I", "title": "I", "raised_on": "2026-01-01", "state": "proposed"}
        ],
    )
    with store.board(date(2026, 2, 10)) as board:
        assert [(row.plan_item, row.status) for row in board.plan_item_status()] == [
            ("DECOY", "overdue"),
            ("P", "on_track"),
        ]
        occurrences = board.plan_occurrences(["P"], date.min, date.max)
        assert {row.plan_item for row in occurrences} == {"P"}
        assert len(occurrences) == 13
        assert occurrences[0].status == "done_on_time"
        assert board.plan_figures().items == 2
        assert [row.improvement for row in board.improvement_status()] == ["I"]
        objections = board.plan_checks()
        assert objections[0].severity == "error"
        (failed,) = next(board.select("SELECT checks_failed FROM plan_health").batches())
        assert failed == (sum(row.severity == "error" for row in objections),)


# --- as people read it ---------------------------------------------------------------------------


@pytest.fixture
def read(load: Callable[..., Store]) -> Callable[..., PlanReview]:
    """The plan at a day, of an item P with some reports."""

    def at(on: str, plan_item: Row, *reports: Row) -> PlanReview:
        store = load(plan_items=[plan_item], plan_progress=list(reports))
        with store.board(date.fromisoformat(on)) as board:
            return plan_review(board)

    return at


def test_a_line_of_the_plan_tells_the_reports_by_the_day_newest_first(
    read: Callable[..., PlanReview],
) -> None:
    days = ["2026-01-05", "2026-01-10", "2026-01-11"]
    reports = [told(day, percent=10) for day in days]
    line = read("2026-01-10", dated("2026-01-01", "2026-01-31"), *reports).line("P")
    assert line is not None
    assert [str(report.on_date) for report in line.reports] == ["2026-01-10", "2026-01-05"]


@pytest.mark.parametrize("ended_on", ["2026-01-25", "2026-01-31", "2026-02-10"])
def test_the_bar_of_what_is_done_goes_from_its_first_work_to_the_day_it_was_done(
    ended_on: str, load: Callable[..., Store]
) -> None:
    store = load(
        plan_items=[dated("2026-01-01", "2026-01-31")],
        plan_progress=[told("2026-01-05", percent=10), told(ended_on, "done")],
    )
    with store.board(date(2026, 3, 31)) as board:
        (line,) = (line for line in plan_review(board).lines if line.code == "P")
        (bar,) = timeline(board, [line]).bars
    assert bar.actual is not None
    assert (str(bar.actual.first), str(bar.actual.last)) == ("2026-01-05", ended_on)


@pytest.mark.parametrize(
    ("on", "reports", "expected"),
    [
        ("2025-12-31", [], ("not_started", False, False)),
        ("2026-01-02", [], ("on_track", False, True)),
        ("2026-01-02", [told("2026-01-02", forecast_on="2026-02-01")], ("on_track", True, True)),
        ("2026-01-02", [told("2026-01-02", forecast_on="2026-01-31")], ("on_track", False, True)),
        ("2025-12-31", [told("2025-12-31", forecast_on="2026-02-01")], ("not_started", True, True)),
        ("2026-01-20", [], ("behind", True, True)),
        ("2026-01-20", [told("2026-01-20", "blocked")], ("blocked", True, True)),
        ("2026-02-01", [], ("overdue", True, True)),
        ("2026-02-20", [told("2026-02-10", "done")], ("done", False, False)),
    ],
)
def test_what_is_under_way_is_late_slips_or_runs_now(
    on: str,
    reports: list[Row],
    expected: tuple[str, bool, bool],
    read: Callable[..., PlanReview],
) -> None:
    plan = read(on, dated("2026-01-01", "2026-01-31"), *reports)
    line = plan.line("P")
    assert line is not None
    assert (line.status.status, line in plan.late, line in plan.under_way) == expected


# --- improvements --------------------------------------------------------------------------------

BEFORE = [50.0, 52.0] * 6
# 12 readings that move by 2 each time: the noise is 2.66 × 2 ÷ √n
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]


def improvement(**more: Any) -> Row:
    return {
        "improvement": "I",
        "title": "I",
        "metric": "M",
        "raised_on": "2024-06-01",
        "state": "implemented",
        "implemented_on": "2025-01-01",
    } | more


@pytest.fixture
def measured(store: Store, bundle: Callable[..., Path]) -> Callable[..., Store]:
    """An improvement with the monthly readings of its metric, from January 2024 on."""

    def bring(values: list[float], direction: str = "higher", **more: Any) -> Store:
        readings = [
            {"metric": "M", "service": service, "period_start": month, "value": value}
            for month, value in zip(MONTHS, values, strict=False)
            for service in ("A", "B")
        ]
        kinds = {"direction": direction, "frequency": "monthly", "aggregation": "mean"}
        given = bundle(
            services=[{"service": "A", "name": "A"}, {"service": "B", "name": "B"}],
            metrics=[{"metric": "M", "name": "M", "unit": "u"} | kinds],
            improvements=[improvement(**more)],
            **({"readings": readings} if readings else {}),
        )
        import_bundle(store, [given], "tester")
        return store

    return bring


def effect(store: Store, on: str = "2025-12-31", columns: str = "effect") -> Any:
    cursor = store.cursor()
    rows = cursor.execute(
        f"SELECT {columns} FROM improvement_status_at(CAST(? AS DATE), now())", [on]
    ).fetchall()
    cursor.close()
    (row,) = rows
    return row if "," in columns else row[0]


@pytest.mark.parametrize(
    ("after", "direction", "expected"),
    [
        (53.66, "higher", "no_change"),  # as large as the noise is not larger
        (53.67, "higher", "improved"),
        (53.67, "lower", "worsened"),
        (53.67, "range", "changed"),
        (48.33, "higher", "worsened"),
        (48.33, "lower", "improved"),
        (48.34, "lower", "no_change"),
    ],
)
def test_an_effect_is_a_shift_larger_than_the_noise(
    after: float, direction: str, expected: str, measured: Callable[..., Store]
) -> None:
    # the noise of four readings is 2.66
    store = measured([*BEFORE, *[after] * 4], direction)
    assert effect(store) == expected


def test_the_same_reading_before_and_after_is_no_change_whatever_floating_point_adds(
    measured: Callable[..., Store],
) -> None:
    store = measured([0.1] * 24)
    assert effect(store, columns="mean_before, mean_after, effect")[2] == "no_change"
    nearly = measured([0.1] * 12 + [0.1 + 1e-12] * 12)
    assert effect(nearly) == "no_change"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(8, 3, "improved"), (7, 3, "too_early"), (8, 2, "too_early"), (0, 0, "too_early")],
)
def test_it_is_too_early_below_eight_readings_before_and_three_after(
    before: int, after: int, expected: str, measured: Callable[..., Store]
) -> None:
    values = [*BEFORE[:before], *[90.0] * after] or [1.0]
    implemented_on = f"{MONTHS[before]}-01"
    store = measured(values, implemented_on=implemented_on, raised_on="2023-12-01")
    on = f"{MONTHS[before + after]}-01" if before else implemented_on
    found = effect(store, on, "readings_before, readings_after, effect")
    assert found == (before, after, expected)


def test_a_period_counts_whole_before_or_whole_after_and_when_it_has_ended(
    measured: Callable[..., Store],
) -> None:
    store = measured([*BEFORE, *[60.0] * 4], implemented_on="2025-02-15")
    asked = "readings_before, readings_after, mean_after"
    assert effect(store, "2025-12-31", asked) == (12, 2, 60)  # February lies on both sides
    assert effect(store, "2025-04-29", asked) == (12, 1, 60)
    assert effect(store, "2025-03-30", asked) == (12, 0, None)
    assert effect(store, "2025-02-14", asked) == (None, None, None)


def test_at_most_twelve_readings_count_on_either_side_the_nearest(
    measured: Callable[..., Store],
) -> None:
    store = measured([*[10.0] * 6, *[50.0] * 12, *[60.0] * 6], implemented_on="2025-07-01")
    asked = "mean_before, mean_after, readings_before, readings_after, effect"
    assert effect(store, "2025-12-31", asked) == (50, 60, 12, 6, "improved")


def test_without_a_metric_or_an_implementation_there_is_no_effect(
    measured: Callable[..., Store],
) -> None:
    store = measured(BEFORE, state="in_progress", implemented_on="")
    assert effect(store, columns="effect, readings_before, mean_before") == (None, None, None)


def test_an_improvement_is_there_from_the_day_it_was_raised(measured: Callable[..., Store]) -> None:
    store = measured([], implemented_on="", closed_on="2024-07-01", state="closed")
    cursor = store.cursor()
    early = cursor.execute("FROM improvement_status_at(DATE '2024-05-31', now())").fetchall()
    cursor.close()
    assert early == []
    assert effect(store, "2024-06-01", "age_days, state") == (0, "closed")
    assert effect(store, "2024-06-11", "age_days, state") == (10, "closed")
    assert effect(store, "2025-06-11", "age_days, state") == (30, "closed")


@pytest.mark.parametrize(
    ("state", "on", "overdue"),
    [
        ("proposed", "2024-09-30", False),
        ("proposed", "2024-10-01", True),
        ("approved", "2024-10-01", True),
        ("in_progress", "2024-10-01", True),
        ("implemented", "2024-10-01", False),
        ("rejected", "2024-10-01", False),
    ],
)
def test_an_improvement_is_overdue_after_its_day_while_it_is_not_implemented(
    state: str, on: str, overdue: bool, measured: Callable[..., Store]
) -> None:
    store = measured([], state=state, implemented_on="", due_on="2024-09-30", benefit=3, effort=4)
    assert effect(store, on, "overdue, priority") == (overdue, 0.75)
