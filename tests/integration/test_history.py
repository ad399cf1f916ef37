"""What was recorded about an objective, told in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.display import NO_BREAK
from smsdata.history import Event, history, row_history
from smsdata.reviewing import management_review
from smsdata.store import Store

ON = date(2026, 3, 31)


@pytest.fixture
def told(store: Store, bundle: Callable[..., Path], small: dict[str, Any]) -> Callable[..., Any]:
    """The history of an objective after some changes, each `(who, note, registers)`."""

    def tell(
        objective: str, *changes: tuple[str, str | None, dict[str, list[dict[str, Any]]]]
    ) -> tuple[Event, ...]:
        import_bundle(store, [bundle(small)], "setup")
        for who, note, registers in changes:
            import_bundle(store, [bundle(**registers)], who, note=note)
        with store.board(ON) as board:
            review = management_review(board, date(2026, 3, 1))
            item = review.objective(objective)
            assert item is not None
            return history(board, item, review)

    return tell


def words(events: tuple[Event, ...]) -> list[str]:
    return [event.words.replace(NO_BREAK, " ") for event in events]


def reading(**changes: Any) -> dict[str, Any]:
    return {"metric": "resolved", "service": "mail", "period_start": "2026-01", **changes}


def test_the_first_entry_says_what_was_set_and_what_came(told):
    (event,) = told("restore-fast")
    assert "objective set" in event.words
    assert "explanation for January 2026 given" in event.words
    assert "recorded, for" in event.words
    assert not event.routine


def test_a_changed_field_is_told_with_both_values_who_and_why(told):
    events = told(
        "restore-fast",
        (
            "aino",
            "more time",
            {
                "objectives": [
                    {"objective": "restore-fast", "due_on": "2027-06-30", "owner": "eero"}
                ]
            },
        ),
    )
    newest = events[0]
    assert words(events)[0] == (
        "objective: due date from 31 December 2026 to 30 June 2027, "
        "owner from Aino Niemi to Eero Salo"
    )
    assert (newest.recorded_by, newest.note) == ("Aino Niemi", "more time")


def test_a_corrected_numerator_is_told_by_the_figures_it_makes(told, small):
    first = next(r for r in small["readings"] if r["metric"] == "resolved" and r["numerator"])
    changed = {
        name: first[name] for name in ("metric", "service", "period_start", "denominator")
    } | {"numerator": float(first["denominator"]) / 2}
    events = told("restore-fast", ("eero", "late correction", {"readings": [changed]}))
    assert " to 50 %" in words(events)[0]
    assert "numerator" not in events[0].words


def test_a_revised_requirement_is_told_and_the_first_one_stays_as_it_was(told):
    point = {"objective": "restore-fast", "metric": "resolved", "service": ""}
    events = told(
        "restore-fast",
        (
            "aino",
            "eased",
            {"target_points": [{**point, "on_date": "2026-01-01", "value": 85}]},
        ),
    )
    assert words(events)[0] == (
        "requirement for Incidents resolved in time as of 1 January 2026 from 90 % to 85 %"
    )
    assert "as of 1 January 2026 set: 90 %" in words(events)[-1]


def test_a_withdrawal_and_a_return_are_told(told):
    row = {"objective": "restore-fast", "on_date": "2026-01-31"}
    events = told(
        "restore-fast",
        ("aino", None, {"explanations": [{**row, "cause": "x", "withdrawn": True}]}),
        ("aino", None, {"explanations": [{**row, "cause": "y"}]}),
    )
    assert words(events)[1] == "explanation for January 2026 withdrawn"
    assert words(events)[0].startswith("explanation for January 2026 brought back")


def test_of_a_row_alone_a_withdrawal_and_a_return_are_told_too(
    small_store: Store, bundle: Callable[..., Path]
) -> None:
    for row in ({"service": "mail", "withdrawn": True}, {"service": "mail", "name": "Mail"}):
        import_bundle(small_store, [bundle(services=[row])], "aino")
    with small_store.board() as board:
        found = row_history(board, [("services", "mail")], "UTC")
    assert [event.words for event in found] == ["brought back", "withdrawn", "recorded"]


def test_what_was_recorded_of_a_row_is_of_the_organisations_day(
    store: Store, bundle: Callable[..., Path]
) -> None:
    late = {"recorded_at": "2026-03-10T22:30:00Z", "recorded_by": "aino"}
    row = {"service": "mail", "name": "Mail"} | late
    import_bundle(store, [bundle(services=[row])], "aino")
    with store.board() as board:
        days = {
            zone: [event.day for event in row_history(board, [("services", "mail")], zone)]
            for zone in ("Europe/Helsinki", "America/New_York")
        }
    assert days == {
        "Europe/Helsinki": [date(2026, 3, 11)],
        "America/New_York": [date(2026, 3, 10)],
    }


def test_what_is_no_part_of_the_objective_is_left_out(told):
    events = told(
        "restore-fast",
        ("aino", None, {"objectives": [{"objective": "decoy", "title": "Still nobody"}]}),
        (
            "aino",
            None,
            {"readings": [{"metric": "other-metric", "period_start": "2026-W06", "value": 3}]},
        ),
    )
    assert len(events) == 1


def test_new_readings_alone_are_routine(told):
    row = reading(period_start="2026-03", numerator=1, denominator=2)
    newest = told("restore-fast", ("robot", None, {"readings": [row]}))[0]
    assert newest.routine
    assert "1 reading of Incidents resolved in time recorded, for March 2026" in (
        newest.words.replace(NO_BREAK, " ")
    )


def test_new_readings_that_somebody_says_something_of_are_no_routine(told):
    row = reading(period_start="2026-03", numerator=1, denominator=2)
    newest = told("restore-fast", ("robot", "From the old tool", {"readings": [row]}))[0]
    assert newest.note == "From the old tool"
    assert not newest.routine


def test_nothing_is_told_that_was_recorded_later_than_the_board_knows(
    store: Store, bundle: Callable[..., Path], small: dict[str, Any]
) -> None:
    import_bundle(store, [bundle(small)], "setup")
    before = datetime.now(UTC)
    row = {"objective": "restore-fast", "title": "Renamed"}
    import_bundle(store, [bundle(objectives=[row])], "aino")
    with store.board(ON, before) as board:
        review = management_review(board, date(2026, 3, 1))
        item = review.objective("restore-fast")
        assert item is not None
        assert len(history(board, item, review)) == 1
