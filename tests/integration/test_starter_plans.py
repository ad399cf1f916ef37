"""Plans to begin with: taken over they pass as any bundle, and leave little to object to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.models import PlanItem
from smsdata.starter_plans import (
    PLANS,
    Terms,
    as_file,
    edits,
    objectives_by_clause,
    read_plan,
    roles,
    rows,
)
from smsdata.store import Store
from smsdata.writing import save


def terms(store: Store, plan: str, **more: Any) -> Terms:
    """A plan that begins today, all of it aino's."""
    with store.board() as board:
        given = {
            "starts_on": board.on_date,
            "owners": dict.fromkeys(roles(read_plan(plan)), "aino"),
            "objectives": objectives_by_clause(board),
        }
    return Terms(**{**given, **more})


def objections(store: Store) -> set[tuple[str, str]]:
    """The checks that object to the plan, each with its severity."""
    with store.board() as board:
        return {(c.rule, c.severity) for c in board.plan_checks() if c.register == "plan_items"}


def test_there_are_a_whole_plan_and_the_first_ninety_days() -> None:
    whole, first = (read_plan(plan) for plan in PLANS)
    assert len(whole) == 41
    assert len(first) == 16
    for items in (whole, first):
        assert {item.phase for item in items} == {
            *("establish", "implement", "maintain", "improve", "change")
        }
    assert {item.timing for item in whole} == {"dated", "recurring", "trigger"}
    assert max(item.due_after or 0 for item in first) == 90


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_that_is_downloaded_comes_in_as_a_bundle(
    small_store: Store, tmp_path: Path, plan: str
) -> None:
    made = rows(read_plan(plan), terms(small_store, plan))
    file = tmp_path / "plan_items.csv"
    file.write_text(as_file(made), encoding="utf-8")
    import_bundle(small_store, [file], "aino")
    assert not edits(made, {row["plan_item"] for row in made})
    save(small_store, "aino", edits(made, ()))
    with small_store.board() as board:
        assert len(board.register(PlanItem)) == len(made)
        assert {row.recorded_by for row in board.versions(PlanItem)} == {"aino"}


def test_a_whole_plan_leaves_only_honest_objections(small_store: Store) -> None:
    assert ("phase-without-item", "error") in objections(small_store)
    plan = PLANS[0]
    save(small_store, "aino", edits(rows(read_plan(plan), terms(small_store, plan)), ()))
    # no objective of the small organisation has a clause that the plan speaks of
    assert objections(small_store) == {("item-without-objective", "warning")}


def test_what_nobody_was_named_for_is_objected_to(small_store: Store) -> None:
    plan = PLANS[1]
    given = terms(small_store, plan, owners={})
    save(small_store, "aino", edits(rows(read_plan(plan), given), ()))
    assert ("item-without-owner", "error") in objections(small_store)


def test_an_item_serves_the_objectives_of_its_clauses_that_have_not_ended(
    store: Store, small: dict[str, list[dict[str, Any]]], bundle: Callable[..., Path]
) -> None:
    kept, ended = small["objectives"][:2]
    kept["clause"], ended["clause"] = "8.6.1", "8.6.1"
    kept["due_on"], ended["due_on"] = "2099-12-31", "2020-12-31"
    ended["starts_on"] = "2020-01-01"
    import_bundle(store, [bundle(small)], "aino")
    made = rows(read_plan(PLANS[0]), terms(store, PLANS[0]))
    assert {row["objectives"] for row in made if row["clause"] == "8.6.1"} == {kept["objective"]}
    assert {row["objectives"] for row in made if row["clause"] == "8.5.1"} == {""}


def test_days_are_counted_from_the_day_on_which_it_begins(small_store: Store) -> None:
    given = terms(small_store, PLANS[0])
    later = Terms(given.starts_on + timedelta(days=31), given.owners, given.objectives)
    for item, now, then in zip(
        read_plan(PLANS[0]),
        rows(read_plan(PLANS[0]), given),
        rows(read_plan(PLANS[0]), later),
        strict=True,
    ):
        if item.starts_after is not None:
            assert now["starts_on"] < then["starts_on"]
        assert bool(now["due_on"]) == (item.due_after is not None)
