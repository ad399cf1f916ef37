"""The plan's registers: what an import holds beyond a row, and that they go out and in again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import export_bundle, import_bundle
from smsdata.errors import InputError
from smsdata.keeping import verify
from smsdata.store import Store

Row = dict[str, Any]
Import = Callable[..., None]


def item(code: str = "REVIEW", **more: Any) -> Row:
    return {
        "plan_item": code,
        "title": code.title(),
        "phase": "maintain",
        "timing": "recurring",
        "starts_on": "2026-01-31",
        "due_on": "2026-12-31",
        "cadence": "monthly",
        "objectives": "",
    } | more


def done(due_on: str, code: str = "REVIEW", **more: Any) -> Row:
    return {"plan_item": code, "due_on": due_on, "done_on": due_on} | more


@pytest.fixture
def take(store: Store, bundle: Callable[..., Path]) -> Import:
    """Bring rows into the store."""

    def bring(**registers: list[Row]) -> None:
        import_bundle(store, [bundle(registers)], "tester")

    return bring


@pytest.fixture
def problems(take: Import) -> Callable[..., list[str]]:
    """What is wrong with rows, as people are told it."""

    def told(**registers: list[Row]) -> list[str]:
        with pytest.raises(InputError) as caught:
            take(**registers)
        return [str(problem) for problem in caught.value.problems]

    return told


# --- the schedule --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ({}, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-12-31"]),
        ({"starts_on": "2024-02-29", "cadence": "yearly"}, ["2025-02-28", "2026-02-28"]),
        ({"starts_on": "2024-02-29", "cadence": "yearly", "due_on": ""}, ["2028-02-29"]),
        ({"starts_on": "2025-08-31", "cadence": "half-yearly"}, ["2026-02-28", "2026-08-31"]),
        ({"starts_on": "2025-11-30", "cadence": "quarterly"}, ["2026-02-28", "2026-05-30"]),
        ({"starts_on": "2025-12-30", "cadence": "weekly"}, ["2025-12-30", "2026-01-06"]),
    ],
)
def test_an_occurrence_is_due_on_a_day_of_the_schedule(
    cells: Row, days: list[str], take: Import, store: Store
) -> None:
    take(plan_items=[item(**cells)], plan_occurrences=[done(day) for day in days])
    with store.board() as board:
        found = board.cursor.execute("SELECT due_on FROM plan_occurrence ORDER BY 1").fetchall()
    assert [str(day) for (day,) in found] == days


@pytest.mark.parametrize(
    ("cells", "day", "words"),
    [
        ({}, "2026-03-28", ("is not in the schedule of REVIEW (monthly from 2026-01-31); the day "
         "before it is 2026-02-28, the day after it 2026-03-31")),
        ({}, "2026-01-30", "lies before REVIEW starts, on 2026-01-31; correct it"),
        ({}, "2027-01-31", "lies after REVIEW ends, on 2026-12-31; correct it"),
        ({"cadence": "weekly"}, "2026-02-06", "the day after it 2026-02-07"),
        ({"cadence": "yearly", "starts_on": "2024-02-29", "due_on": ""}, "2028-02-28",
         "the day after it 2028-02-29"),
    ],
)  # fmt: skip
def test_an_occurrence_outside_the_schedule_is_refused_with_the_days_beside_it(
    cells: Row, day: str, words: str, problems: Callable[..., list[str]]
) -> None:
    told = problems(plan_items=[item(**cells)], plan_occurrences=[done(day)])
    assert [line.partition(": ")[0] for line in told] == ["plan_occurrences.csv row 2, due_on"]
    assert words in told[0]


def test_only_a_recurring_item_has_occurrences(problems: Callable[..., list[str]]) -> None:
    told = problems(
        plan_items=[item("ONCE", timing="dated"), item("MOVE", timing="trigger")],
        plan_occurrences=[done("2026-01-31", "ONCE"), done("2026-01-31", "MOVE")],
    )
    assert [line.partition(";")[0] for line in told] == [
        "plan_occurrences.csv row 2, plan_item: 'ONCE' is dated, so it has no occurrences",
        "plan_occurrences.csv row 3, plan_item: 'MOVE' is trigger, so it has no occurrences",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"timing": "dated"}, "timing: was recurring and has occurrences"),
        ({"starts_on": "2026-02-28"}, "starts_on: was 2026-01-31 and has occurrences"),
        ({"cadence": "weekly"}, "cadence: was monthly and has occurrences"),
    ],
)
def test_what_makes_the_schedule_stays_once_there_are_occurrences(
    change: Row, words: str, take: Import, problems: Callable[..., list[str]]
) -> None:
    take(plan_items=[item(), item("OTHER")], plan_occurrences=[done("2026-01-31")])
    (told,) = problems(plan_items=[{"plan_item": "REVIEW", **change}])
    assert told.startswith(f"plan_items.csv row 2, {words}; keep it, or begin a new item")
    take(plan_items=[{"plan_item": "OTHER", **change}])


def test_what_makes_the_schedule_stays_within_a_history_too(
    problems: Callable[..., list[str]],
) -> None:
    told = problems(
        plan_items=[
            item(recorded_at="2026-01-01T00:00:00Z"),
            item(recorded_at="2026-02-01T00:00:00Z", cadence="quarterly"),
            item(recorded_at="2026-03-01T00:00:00Z", cadence="yearly"),
        ],
        plan_occurrences=[done("2026-01-31", recorded_at="2026-02-02T00:00:00Z")],
    )
    assert [line.partition(";")[0] for line in told] == [
        "plan_items.csv row 4, cadence: was quarterly and has occurrences"
    ]


def test_an_end_may_move_and_what_was_done_after_it_stays(take: Import, store: Store) -> None:
    take(plan_items=[item()], plan_occurrences=[done("2026-12-31"), done("2026-01-31")])
    take(plan_items=[{"plan_item": "REVIEW", "due_on": "2026-06-30"}])
    take(plan_occurrences=[done("2026-12-31"), done("2026-02-28")])
    assert verify(store) == []


# --- names of other rows -------------------------------------------------------------------------


def objective(code: str) -> Row:
    return {"objective": code, "title": code, "starts_on": "2026-01-01"}


def test_every_objective_of_a_list_must_be_known(
    take: Import, problems: Callable[..., list[str]], store: Store
) -> None:
    take(objectives=[objective("OBJ-1"), objective("OBJ-2")])
    told = problems(plan_items=[item(objectives="OBJ-1;OBJ-3;OBJ-2;OBJ-9")])
    assert [line.partition(", or ")[0] for line in told] == [
        "plan_items.csv row 2, objectives: 'OBJ-3' is not in objectives; add it there",
        "plan_items.csv row 2, objectives: 'OBJ-9' is not in objectives; add it there",
    ]
    take(plan_items=[item(objectives=" OBJ-2 ; OBJ-1;")])
    with store.board() as board:
        assert board.cursor.execute("SELECT objectives FROM plan_item").fetchall() == [
            ("OBJ-2;OBJ-1",)
        ]
    assert verify(store) == []


def proof(register: str, code: str, **more: Any) -> Row:
    return {
        "evidence": f"EV-{register}",
        "title": "Minutes",
        "location": "https://records.example.org/1",
        "register": register,
        "code": code,
    } | more


def test_evidence_proves_a_row_that_there_is_by_its_whole_code(
    take: Import, problems: Callable[..., list[str]], store: Store, small: dict[str, list[Row]]
) -> None:
    take(**small, plan_items=[item()], plan_occurrences=[done("2026-01-31")])
    told = problems(
        evidence=[
            proof("plan_items", "REVIEWS"),
            proof("explanations", "restore-fast"),
            proof("plans", "REVIEW"),
            proof("organization", "Harbour IT"),
        ]
    )
    assert [line.partition(";")[0] for line in told] == [
        "evidence.csv row 2, code: 'REVIEWS' is not in plan_items",
        "evidence.csv row 3, code: 'restore-fast' is not in explanations",
        "evidence.csv row 4, register: 'plans' is none of " + told[2].partition("none of ")[2],
        "evidence.csv row 5, code: 'Harbour IT' is not in organization",
    ]
    take(
        evidence=[
            proof("plan_items", "REVIEW", due_on="2026-01-31"),
            proof("plan_occurrences", "REVIEW/2026-01-31"),
            proof("explanations", "restore-fast/2026-01-31"),
            proof("targets", "restore-fast/resolved/"),
            proof("organization", "organization"),
        ]
    )
    assert verify(store) == []


def test_evidence_may_come_in_one_import_with_what_it_proves(take: Import, store: Store) -> None:
    take(plan_items=[item("NEW")], evidence=[proof("plan_items", "NEW")])
    with store.board() as board:
        assert [row.code for row in board.evidence("plan_items") if row.code == "NEW"] == ["NEW"]


def test_verify_finds_what_refers_to_nothing(take: Import, store: Store) -> None:
    take(
        objectives=[objective("OBJ-1"), objective("OBJ-2")],
        plan_items=[item(objectives="OBJ-1;OBJ-2")],
        evidence=[proof("plan_items", "REVIEW")],
    )
    cursor = store.cursor()
    cursor.execute("DELETE FROM history.objective WHERE objective = 'OBJ-2'")
    cursor.execute("UPDATE history.evidence SET code = 'REVIEWS'")
    cursor.close()
    assert verify(store) == [
        "plan_items: objectives 'OBJ-2' refers to nothing, 1 times",
        "evidence: code 'REVIEWS' refers to nothing, 1 times",
    ]


# --- out and in again ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_plan_survives_an_export_with_its_history(
    form: Any, take: Import, store: Store, tmp_path: Path, contents: Any
) -> None:
    take(
        people=[{"person": "p", "name": "P", "recorded_at": "2026-01-01T00:00:00Z"}],
        objectives=[objective("O") | {"recorded_at": "2026-01-01T00:00:00Z"}],
        plan_items=[
            item(objectives="O;O", recorded_at="2026-01-01T00:00:00Z"),
            item(title="-Renamed", recorded_at="2026-02-01T00:00:00Z"),
        ],
        plan_progress=[
            {"plan_item": "REVIEW", "on_date": "2026-02-01", "percent": 55.5, "note": "=1+1"}
        ],
        plan_occurrences=[done("2026-01-31", recorded_at="2026-02-02T00:00:00Z")],
        improvements=[
            {
                "improvement": "IMP-1",
                "title": "Faster",
                "raised_on": "2026-01-01",
                "benefit": 5,
                "state": "closed",
            }
        ],
        raci=[{"activity": "+Plan/the year", "who": "p", "part": "A"}],
        plan_approvals=[{"version": "1.0", "approved_on": "2026-01-05", "approved_by": "p"}],
        waivers=[
            {
                "rule": "item-overdue",
                "register": "plan_items",
                "code": "REVIEW",
                "reason": "Moved",
                "until": "2026-12-31",
            }
        ],
        evidence=[proof("plan_items", "REVIEW", sha256="a" * 64)],
    )
    assert len(export_bundle(store, tmp_path / "out", form=form)) == (1 if form == "xlsx" else 10)
    other = tmp_path / "other.duckdb"
    source = tmp_path / "out" / "bundle.xlsx" if form == "xlsx" else tmp_path / "out"
    with Store.open(other, create=True) as again:
        import_bundle(again, [source], "somebody else")
        assert verify(again) == []
    store.close()
    found, wanted = contents(other), contents(store.path)
    for table in wanted.keys() - {"write", "migration", "rules"}:
        assert found[table] == wanted[table], table
