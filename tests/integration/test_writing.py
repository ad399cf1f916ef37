"""Writing rows: who may, what is checked, who was faster, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.models import REGISTERS, Explanation, Metric, Person, Reading, TargetPoint
from smsdata.rights import Rights
from smsdata.staging import Outcome
from smsdata.store import Store
from smsdata.writing import UNCHECKED, Edit, save


def reading(
    value: str = "15", *, made_from: Any = None, metric: str = "load", withdraw: bool = False
) -> Edit:
    """The reading of the small organisation's first fiscal quarter of 2026."""
    cells = {
        "metric": metric,
        "service": "mail",
        "period_start": "2026-04-01",
        "value": value,
        "note": "",
    }
    return Edit("readings", cells, withdraw, made_from)


def person(code: str, access: str, deputy: str = "", active: str = "true") -> Edit:
    cells = {
        "person": code,
        "name": code.title(),
        "access": access,
        "deputy": deputy,
        "active": active,
    }
    return Edit("people", cells)


@pytest.fixture
def staffed(small_store: Store) -> Store:
    """The small organisation with somebody of each access; olli owns the metric and objective."""
    save(
        small_store,
        "setup",
        [
            person("root", "admin"),
            person("olli", "process_owner", deputy="dina"),
            person("dina", "process_owner"),
            person("other", "process_owner"),
            person("vera", "viewer"),
            person("audi", "auditor"),
            person("gone", "manager", active="false"),
        ],
    )
    save(
        small_store,
        "root",
        [
            Edit("metrics", {"metric": "load", "owner": "olli"}),
            Edit("objectives", {"objective": "restore-fast", "owner": "olli"}),
        ],
    )
    return small_store


def values(store: Store, metric: str = "load") -> list[float | None]:
    with store.board() as board:
        return [row.value for row in board.register(Reading) if row.metric == metric]


def versions(store: Store) -> list[tuple[Any, ...]]:
    with store.board() as board:
        return board.cursor.execute(
            "SELECT recorded_at, recorded_by, change_note, value, withdrawn FROM reading_history "
            "WHERE metric = 'load' AND period_start = DATE '2026-04-01' ORDER BY recorded_at"
        ).fetchall()


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["olli", "dina", "aino", "root"])
def test_a_reading_is_entered_by_the_owner_the_deputy_a_manager_or_an_admin(
    staffed: Store, actor: str
) -> None:
    assert save(staffed, actor, [reading()]) == (Outcome("readings", new=1),)
    assert values(staffed) == [14.0, 15.0]
    assert versions(staffed)[-1][1] == actor


@pytest.mark.parametrize("actor", ["other", "vera", "audi", "gone", "nobody", ""])
def test_nobody_else_enters_it(staffed: Store, actor: str) -> None:
    version = staffed.version
    with pytest.raises(NotAllowed):
        save(staffed, actor, [reading()])
    assert values(staffed) == [14.0]
    assert staffed.version == version


def test_one_row_of_somebody_elses_stores_none(staffed: Store) -> None:
    theirs = Edit("readings", {**reading().cells, "metric": "resolved", "service": ""})
    with pytest.raises(NotAllowed, match="resolved"):
        save(staffed, "olli", [reading(), theirs])
    assert values(staffed) == [14.0]


def test_a_process_owner_explains_an_objective_of_their_own(staffed: Store) -> None:
    cells = {"objective": "restore-fast", "on_date": "2026-02-28", "cause": "A bad month"}
    save(staffed, "dina", [Edit("explanations", cells, made_from=None)])
    with pytest.raises(NotAllowed):
        save(staffed, "dina", [Edit("explanations", {**cells, "objective": "decoy"})])
    with staffed.board() as board:
        assert [row.cause for row in board.register(Explanation)][-1] == "A bad month"


def test_a_manager_changes_every_register_but_people(staffed: Store) -> None:
    save(staffed, "aino", [Edit("services", {"service": "new", "name": "New"})])
    with pytest.raises(NotAllowed, match="ask an admin"):
        save(staffed, "aino", [person("olli", "admin")])


def test_the_rights_that_a_page_asks_are_those_that_are_held(staffed: Store) -> None:
    everybody = ("olli", "dina", "aino", "root", "other", "vera", "audi", "gone", "nobody")
    with staffed.board() as board:
        asked = {actor: Rights.at(board.cursor, actor) for actor in everybody}
    assert {a for a in everybody if asked[a].may("readings", "load")} == {
        "olli",
        "dina",
        "aino",
        "root",
    }
    assert {a for a in everybody if asked[a].may("readings")} == {"olli", "dina", "aino", "root"}
    for register in REGISTERS:
        assert not asked["audi"].may(register.register_name)
        assert not asked["gone"].may(register.register_name)
        assert asked["root"].may(register.register_name)


def test_an_empty_store_is_founded_by_whoever_comes_first(store: Store) -> None:
    save(store, "somebody", [Edit("organization", {"name": "Harbour IT"})])
    with pytest.raises(NotAllowed):
        save(store, "somebody", [Edit("services", {"service": "mail", "name": "Mail"})])
    save(store, "somebody", [person("root", "admin")])
    with pytest.raises(NotAllowed):
        save(store, "somebody", [person("other", "admin")])
    save(store, "root", [Edit("services", {"service": "mail", "name": "Mail"})])
    with store.board() as board:
        assert [row.person for row in board.register(Person)] == ["root"]


def test_somebody_stays_admin_so_that_nobody_can_take_the_store_over(staffed: Store) -> None:
    gone = Edit("people", {"person": "root"}, withdraw=True)
    for edit in (gone, person("root", "manager"), person("root", "admin", active="false")):
        with pytest.raises(InputError, match="make somebody else admin first"):
            save(staffed, "root", [edit], "leaves")
    save(staffed, "root", [person("vera", "admin")], "takes over")
    save(staffed, "root", [gone], "leaves")


# --- what is checked -----------------------------------------------------------------------------


def test_every_problem_is_found_at_once_and_nothing_is_stored(staffed: Store) -> None:
    wrong = [reading("many"), Edit("readings", {**reading().cells, "period_start": "2026-Q7"})]
    with pytest.raises(InputError) as caught:
        save(staffed, "olli", wrong)
    assert [(p.file, p.row, p.column) for p in caught.value.problems] == [
        ("readings", 2, "value"),
        ("readings", 3, "period_start"),
    ]
    assert values(staffed) == [14.0]


def test_what_looks_like_a_formula_is_stored_as_it_was_typed(staffed: Store) -> None:
    typed = "=1+1, said -2\nand '@x' \"quoted\", ünï"
    save(staffed, "olli", [Edit("readings", {**reading().cells, "note": typed})])
    with staffed.board() as board:
        assert [row.note for row in board.register(Reading) if row.metric == "load"][-1] == typed


# --- why -----------------------------------------------------------------------------------------


def test_a_revision_and_a_withdrawal_say_why(staffed: Store) -> None:
    save(staffed, "olli", [reading()])
    first = versions(staffed)[-1][0]
    for edit in (reading("16", made_from=first), reading(made_from=first, withdraw=True)):
        with pytest.raises(InputError, match="say why"):
            save(staffed, "olli", [edit], "  ")
    save(staffed, "olli", [reading("16", made_from=first)], "counted\ntwice")
    second = versions(staffed)[-1][0]
    save(staffed, "olli", [reading(made_from=second, withdraw=True)], "not ours")
    assert [(why, value, gone) for _, _, why, value, gone in versions(staffed)] == [
        (None, 15.0, False),
        ("counted twice", 16.0, False),
        ("not ours", 16.0, True),
    ]


# --- somebody was faster -------------------------------------------------------------------------


def test_somebody_elses_new_reading_is_not_overwritten(staffed: Store) -> None:
    save(staffed, "dina", [reading("17")])
    with pytest.raises(ConflictError) as caught:
        save(staffed, "olli", [reading("15"), reading_of_another_quarter()])
    (conflict,) = caught.value.conflicts
    assert conflict.recorded_by == "dina"
    assert isinstance(conflict.recorded_at, datetime)
    assert conflict.key == ("load", "mail", "2026-04-01")
    assert conflict.cells["value"] == "17"
    assert values(staffed) == [14.0, 17.0]


def reading_of_another_quarter() -> Edit:
    return Edit("readings", {**reading().cells, "period_start": "2026-07-01"}, made_from=None)


def test_the_same_reading_entered_twice_is_no_conflict(staffed: Store) -> None:
    save(staffed, "dina", [reading("17")])
    assert save(staffed, "olli", [reading("17.0")]) == (Outcome("readings", unchanged=1),)
    assert len(versions(staffed)) == 1


def test_an_edit_of_an_older_version_is_a_conflict(staffed: Store) -> None:
    save(staffed, "olli", [reading()])
    seen = versions(staffed)[-1][0]
    save(staffed, "dina", [reading("18", made_from=seen)], "late tickets")
    for late in (reading("19", made_from=seen), reading(made_from=seen, withdraw=True)):
        with pytest.raises(ConflictError):
            save(staffed, "olli", [late], "other tickets")
    save(staffed, "olli", [reading("19", made_from=UNCHECKED)], "knowingly")
    assert values(staffed) == [14.0, 19.0]


def test_a_withdrawn_row_is_as_one_that_was_never_there(staffed: Store) -> None:
    save(staffed, "olli", [reading()])
    seen = versions(staffed)[-1][0]
    save(staffed, "dina", [reading(made_from=seen, withdraw=True)], "not ours")
    with pytest.raises(ConflictError) as caught:
        save(staffed, "olli", [reading("19", made_from=seen)], "more")
    assert caught.value.conflicts[0].cells == {}
    save(staffed, "olli", [reading("20")])
    assert values(staffed) == [14.0, 20.0]


# --- the reach of a metric -----------------------------------------------------------------------


def test_a_metric_with_one_bound_is_held_to_it_and_what_was_brought_in_stops_nobody(
    small_store: Store, bundle: Any
) -> None:
    key = {"objective": "decoy", "metric": "other-metric", "service": ""}
    point = {**key, "on_date": "2026-01-01", "value": "950"}
    brought = bundle(
        metrics=[{"metric": "other-metric", "maximum": 100}], targets=[key], target_points=[point]
    )
    import_bundle(small_store, [brought], "setup")
    later = point | {"on_date": "2026-07-01"}
    with pytest.raises(InputError, match="above the most it can be, 100"):
        save(small_store, "aino", [Edit("target_points", later | {"value": "101"})])
    save(small_store, "aino", [Edit("target_points", later | {"value": "90"})])
    with small_store.board() as board:
        points = [row.value for row in board.register(TargetPoint) if row.objective == "decoy"]
    assert points == [950, 90]


@pytest.mark.parametrize(
    ("bound", "told", "holds"),
    [
        (
            {"maximum": "95"},
            "2\u00a0readings lie above this, the furthest at 96.99\u00a0tickets; ",
            "96.99",
        ),
        ({"maximum": "96"}, "1\u00a0reading lies above this, at 96.99\u00a0tickets; ", "96.99"),
        ({"minimum": "2"}, "1\u00a0reading lies below this, at 1\u00a0tickets; ", "1"),
    ],
)
def test_a_bound_that_stored_readings_lie_beyond_is_refused_with_how_many_and_how_far(
    bound: dict[str, str], told: str, holds: str, small_store: Store, bundle: Any
) -> None:
    figures = {"2026-W01": 80, "2026-W02": 95.5, "2026-W03": 96.981}
    brought = bundle(
        readings=[
            {"metric": "other-metric", "period_start": period, "value": value}
            for period, value in figures.items()
        ]
    )
    import_bundle(small_store, [brought], "setup")
    cells = {"metric": "other-metric", **bound}
    with pytest.raises(InputError) as caught:
        save(small_store, "aino", [Edit("metrics", cells, made_from=UNCHECKED)], "Tighter")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("metrics", 2, next(iter(bound)))
    assert problem.what.startswith(told)
    # the bound that is told holds them
    save(
        small_store,
        "aino",
        [Edit("metrics", cells | {problem.column: holds}, made_from=UNCHECKED)],
        "Tighter",
    )


def test_a_bound_that_was_there_before_stops_nobody_who_changes_something_else(
    small_store: Store, bundle: Any
) -> None:
    brought = bundle(
        metrics=[{"metric": "other-metric"}],
        readings=[{"metric": "other-metric", "period_start": "2026-W01", "value": 80}],
    )
    import_bundle(small_store, [brought], "setup")
    import_bundle(
        small_store, [bundle(metrics=[{"metric": "other-metric", "maximum": 70}])], "setup"
    )
    renamed = {"metric": "other-metric", "name": "Renamed"}
    save(small_store, "aino", [Edit("metrics", renamed, made_from=UNCHECKED)], "Clearer")
    save(
        small_store,
        "aino",
        [Edit("metrics", renamed | {"maximum": "80"}, made_from=UNCHECKED)],
        "As it is",
    )
    with small_store.board() as board:
        (metric,) = [row for row in board.register(Metric) if row.metric == "other-metric"]
    assert (metric.name, metric.maximum) == ("Renamed", 80)
