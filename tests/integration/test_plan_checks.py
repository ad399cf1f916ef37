"""The plan checks: each fires where it should and nowhere else, says so, and can be waived.

`sound` is a management system that nothing is to be said against. `faulty` is the same with one row
for each fault, wrong in that one thing alone; so a check that fires at a row too many, or not at its
own, is seen. What the plan as a whole may lack is tested in systems of a few rows.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.checks import checks
from smsdata.plan import approved
from smsdata.store import Store
from tests.conftest import write_bundle

Row = dict[str, Any]
Bundle = dict[str, list[Row]]
DOC = Path(__file__).parents[2] / "docs" / "checks.md"
TODAY = date(2026, 6, 30)
LONG_AGO = "2024-01-01T00:00:00Z"
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][6:29]


# --- sound rows ----------------------------------------------------------------------------------


def person(code: str, role: str, **more: Any) -> Row:
    return {"person": code, "name": code.title(), "role_title": role, "deputy": ""} | more


def service(code: str, **more: Any) -> Row:
    return {
        "service": code,
        "name": code.title(),
        "owner": "aino",
        "sla_reference": "SLA 1",
    } | more


def objective(code: str, **more: Any) -> Row:
    return {
        "objective": code,
        "title": code,
        "outcome": "trust",
        "owner_role": "Service manager",
        "owner": "aino",
        "starts_on": "2025-01-01",
        "due_on": "2026-12-31",
        "measurement_approach": "Monthly from the ticket system",
        "resources": "One analyst",
    } | more


def metric(code: str, **more: Any) -> Row:
    return {
        "metric": code,
        "name": code.title(),
        "definition": "Share resolved in time",
        "unit": "%",
        "direction": "higher",
        "frequency": "monthly",
        "aggregation": "mean",
        "owner": "aino",
        "source": "Ticket system",
    } | more


def readings(code: str, *values: float) -> list[Row]:
    """A reading a month up to May 2026, the values over and over."""
    return [
        {
            "metric": code,
            "period_start": month,
            "value": values[at % len(values)],
            "recorded_at": f"{month}-28T00:00:00Z",
        }
        for at, month in enumerate(MONTHS)
    ]


def target(code: str, at: str = "resolved") -> Row:
    return {"objective": code, "metric": at}


def point(code: str, at: str = "resolved", value: float = 90, **more: Any) -> Row:
    return target(code, at) | {"on_date": "2025-01-01", "value": value} | more


def item(code: str, **more: Any) -> Row:
    """An item that begins next month."""
    return {
        "plan_item": code,
        "title": code,
        "phase": "implement",
        "activity": "Do it",
        "deliverable": "What comes of it",
        "owner_role": "Service manager",
        "owner": "aino",
        "timing": "dated",
        "starts_on": "2026-08-01",
        "due_on": "2026-12-31",
        "cadence": "",
        "trigger": "",
        "method": "Procedure 7",
        "expected_evidence": "Minutes",
        "clause": "6.3",
        "resources": "Two people",
        "objectives": "O",
    } | more


def recurring(code: str, **more: Any) -> Row:
    return item(code, timing="recurring", starts_on="2026-01-31", due_on="") | {
        "phase": "maintain",
        "cadence": "quarterly",
        **more,
    }


def progress(code: str, on_date: str, **more: Any) -> Row:
    cells = {"percent": "", "state": "", "forecast_on": "", "note": ""}
    return {"plan_item": code, "on_date": on_date} | cells | more


def done(code: str, *days: str) -> list[Row]:
    return [{"plan_item": code, "due_on": day, "done_on": day} for day in days]


def proof(code: str, register: str = "plan_items", due_on: str = "") -> Row:
    return {
        "evidence": f"EV-{code}-{due_on}".strip("-"),
        "title": "Minutes",
        "location": "https://records.example.org/1",
        "register": register,
        "code": code,
        "due_on": due_on,
    }


def improvement(code: str, **more: Any) -> Row:
    return {
        "improvement": code,
        "title": code,
        "source": "audit",
        "metric": "",
        "owner": "aino",
        "raised_on": "2026-02-01",
        "due_on": "2026-09-30",
        "benefit": 4,
        "effort": 2,
        "state": "in_progress",
        "implemented_on": "",
        "closed_on": "",
        "validation": "",
    } | more


def closed(code: str, **more: Any) -> Row:
    cells = {"state": "closed", "implemented_on": "2026-03-01", "closed_on": "2026-04-01"}
    return improvement(code, **cells) | {"validation": "Compared before and after"} | more


def raci(activity: str, who: str, part: str) -> Row:
    return {"activity": activity, "who": who, "part": part}


PRACTICES = "8.2.4, 8.2.5, 8.2.6, 8.3.2, 8.3.3, 8.3.4, 8.4.1, 8.4.2, 8.4.3, 8.5.1, 8.5.2, 8.5.3"


def sound() -> Bundle:
    """A management system that nothing is to be said against."""
    quarters = ("2026-01-31", "2026-04-30")
    return {
        "organization": [{"name": "Harbour IT", "scope": "All services"}],
        "people": [
            person("aino", "SMS owner", deputy="eero"),
            person("eero", "Service manager"),
            person("gone", "Capacity manager", active=False),
        ],
        "outcomes": [{"outcome": "trust", "title": "Customers trust us"}],
        "services": [service("mail")],
        "objectives": [objective("O"), objective("O-ended", due_on="2026-01-31", owner="gone")],
        "metrics": [metric("resolved"), metric("unused", owner="", source="")],
        "targets": [target("O"), target("O-ended")],
        "target_points": [point("O"), point("O-ended")],
        "readings": readings("resolved", 97, 96, 98),
        "explanations": [
            {
                "objective": "O",
                "on_date": "2025-12-31",
                "cause": "Holidays",
                "recovery": "Two hires",
                "owner": "",
                "due_on": "",
                "closed_on": "2026-02-01",
            }
        ],
        "plan_items": [
            item("P-establish", phase="establish", timing="trigger", trigger="A new customer"),
            item("P-implement", clause=PRACTICES),
            item("P-improve", phase="improve", clause="8.6.1, 8.6.2, 8.6.3"),
            item("P-change", phase="change", clause="8.7.1, 8.7.2, 8.7.3"),
            recurring("P-audit", clause="9.2"),
            recurring("P-review", clause="9.3"),
            item("P-done", starts_on="2026-01-01", due_on="2026-03-31", owner="gone", method=""),
            item("P-cancelled", starts_on="2026-01-01", due_on="2026-03-31", owner=""),
            item("P-under-way", starts_on="2026-05-01", due_on="2026-08-31"),
        ],
        "plan_progress": [
            progress("P-done", "2026-03-30", state="done"),
            progress("P-cancelled", "2026-01-30", state="cancelled"),
            progress("P-under-way", "2026-06-01", percent=50),
        ],
        "plan_occurrences": [*done("P-audit", *quarters), *done("P-review", *quarters)],
        "evidence": [
            proof("P-done"),
            *(proof(code, due_on=day) for code in ("P-audit", "P-review") for day in quarters),
            proof("I-closed", "improvements"),
        ],
        "improvements": [
            improvement("I-open"),
            closed("I-closed"),
            improvement("I-rejected", state="rejected", owner="", due_on="", benefit=""),
        ],
        "raci": [
            raci("Approve changes", "aino", "A"),
            raci("Approve changes", "Service manager", "R"),
            raci("Approve changes", "SMS owner", "C"),
        ],
        "plan_approvals": [{"version": "2.0", "approved_on": "2026-01-15", "approved_by": "aino"}],
    }


# --- faults: rows that are sound but for one thing, and the code at which the check fires --------

NO_OWNER, LEFT = {"owner": ""}, {"owner": "gone"}
FUTURE = {"starts_on": "2026-06-15"}  # nothing is expected of it yet
LATE_ITEM = {"starts_on": "2026-01-01", "due_on": "2026-05-31"}


def of_objective(code: str, at: str = "resolved", value: float = 90, **more: Any) -> Bundle:
    return {
        "objectives": [objective(code, **more)],
        "targets": [target(code, at)],
        "target_points": [point(code, at, value)],
    }


def of_metric(code: str, **more: Any) -> Bundle:
    return of_objective(f"O-{code}", code, **FUTURE) | {"metrics": [metric(code, **more)]}


def of_recovery(code: str, **more: Any) -> Bundle:
    said = {
        "objective": code,
        "on_date": "2026-01-31",
        "cause": "Holidays",
        "recovery": "Two hires",
        "owner": "aino",
        "due_on": "2026-12-31",
    }
    return of_objective(code) | {"explanations": [said | more]}


def of_versions(register: str, *versions: Row) -> Bundle:
    """A row with its history, a version a month from January 2026 on."""
    return {
        register: [
            {**row, "recorded_at": f"2026-{month:02}-10T09:00:00Z"}
            for month, row in enumerate(versions, start=1)
        ]
    }


FAULTS: dict[str, tuple[Bundle, str]] = {
    "service-without-owner": ({"services": [service("S-1", **NO_OWNER)]}, "S-1"),
    "service-owner-has-left": ({"services": [service("S-2", **LEFT)]}, "S-2"),
    "service-without-agreement": ({"services": [service("S-3", sla_reference="")]}, "S-3"),
    "outcome-without-objective": ({"outcomes": [{"outcome": "lonely", "title": "L"}]}, "lonely"),
    "objective-without-target": ({"objectives": [objective("O-1")]}, "O-1"),
    "objective-without-approach": (of_objective("O-2", measurement_approach=""), "O-2"),
    "objective-without-owner": (of_objective("O-3", **NO_OWNER), "O-3"),
    "objective-owner-has-left": (of_objective("O-4", **LEFT), "O-4"),
    "objective-without-due-date": (of_objective("O-5", due_on=""), "O-5"),
    "objective-without-resources": (of_objective("O-6", resources=""), "O-6"),
    "objective-without-outcome": (of_objective("O-7", outcome=""), "O-7"),
    "objective-without-plan-item": (of_objective("O-unplanned"), "O-unplanned"),
    "objective-without-recovery": (of_objective("O-8", value=99.5), "O-8"),
    "recovery-without-owner-or-date": (of_recovery("O-9", owner=""), "O-9/2026-01-31"),
    "recovery-overdue": (of_recovery("O-10", due_on="2026-06-29"), "O-10/2026-01-31"),
    "target-lowered-after-miss": (
        of_objective("O-11")
        | of_versions("target_points", point("O-11", value=99), point("O-11", value=92)),
        "O-11",
    ),
    "green-but-not-capable": (
        of_objective("O-12", "wild")
        | {"metrics": [metric("wild")], "readings": readings("wild", 99, 85)},
        "O-12",
    ),
    "metric-without-owner": (of_metric("M-1", **NO_OWNER), "M-1"),
    "metric-owner-has-left": (of_metric("M-2", **LEFT), "M-2"),
    "metric-without-source": (of_metric("M-3", source=""), "M-3"),
    "readings-overdue": (
        of_objective("O-13", "late")
        | {"metrics": [metric("late")], "readings": readings("late", 97)[:-2]},
        "late",
    ),
    "item-without-owner": ({"plan_items": [item("P-1", **NO_OWNER)]}, "P-1"),
    "item-owner-has-left": ({"plan_items": [item("P-2", **LEFT)]}, "P-2"),
    "item-without-method": ({"plan_items": [item("P-3", method="")]}, "P-3"),
    "item-without-expected-evidence": ({"plan_items": [item("P-4", expected_evidence="")]}, "P-4"),
    "item-without-trigger": ({"plan_items": [item("P-5", timing="trigger")]}, "P-5"),
    "item-without-deliverable": (
        {"plan_items": [item("P-6", activity="", deliverable="")]},
        "P-6",
    ),
    "item-without-resources": ({"plan_items": [item("P-7", resources="")]}, "P-7"),
    "item-without-objective": ({"plan_items": [item("P-8", objectives="")]}, "P-8"),
    "item-overdue-without-forecast": (
        {
            "plan_items": [item("P-9", **LATE_ITEM), item("P-9-foreseen", **LATE_ITEM)],
            "plan_progress": [
                progress("P-9", "2026-06-01", percent=50, forecast_on="2026-06-15"),
                progress("P-9-foreseen", "2026-06-01", percent=50, forecast_on="2026-07-15"),
            ],
        },
        "P-9",
    ),
    "item-slips-far": (
        {
            "plan_items": [item("P-10", **LATE_ITEM)],
            "plan_progress": [progress("P-10", "2026-06-01", forecast_on="2026-08-30")],
        },
        "P-10",
    ),
    "item-without-progress": (
        {
            "plan_items": [item("P-11", starts_on="2026-01-01"), item("P-12", starts_on="2026-04-30")],
            "plan_progress": [
                progress("P-11", "2026-05-01", percent=40),
                progress("P-12", "2026-04-30", percent=20),
            ],
        },
        "P-12",
    ),
    "item-blocked-without-way-out": (
        {
            "plan_items": [item("P-13", starts_on="2026-06-01"), item("P-14", starts_on="2026-06-01")],
            "plan_progress": [
                progress("P-13", "2026-06-10", state="blocked"),
                progress("P-14", "2026-06-10", state="blocked", note="Budget; the board decides"),
            ],
        },
        "P-13",
    ),
    "occurrence-missing": (
        {
            "plan_items": [recurring("P-15")],
            "plan_occurrences": done("P-15", "2026-01-31"),
            "evidence": [proof("P-15", due_on="2026-01-31")],
        },
        "P-15",
    ),
    "done-without-evidence": (
        {
            "plan_items": [item("P-16", **LATE_ITEM)],
            "plan_progress": [progress("P-16", "2026-05-30", percent=100)],
        },
        "P-16",
    ),
    "occurrence-without-evidence": (
        {
            "plan_items": [recurring("P-17")],
            "plan_occurrences": done("P-17", "2026-01-31", "2026-04-30"),
            "evidence": [proof("P-17", due_on="2026-04-30")],
        },
        "P-17",
    ),
    "evidence-of-no-occurrence": (
        {"evidence": [proof("P-audit", due_on="2026-04-28")]},
        "EV-P-audit-2026-04-28",
    ),
    "raci-not-one-accountable": (
        {
            "raci": [
                *(raci("Two of them", who, "A") for who in ("aino", "eero")),
                raci("Two of them", "Service manager", "R"),
            ]
        },
        "Two of them",
    ),
    "raci-without-responsible": ({"raci": [raci("Nobody does it", "aino", "A")]}, "Nobody does it"),
    "raci-role-held-by-nobody": (
        {"raci": [raci("Approve changes", "Capacity manager", "I")]},
        "Capacity manager",
    ),
    "deputy-has-left": ({"people": [person("lone", "Analyst", deputy="gone")]}, "lone"),
    "improvement-without-owner": ({"improvements": [improvement("I-1", **NO_OWNER)]}, "I-1"),
    "improvement-owner-has-left": ({"improvements": [improvement("I-2", **LEFT)]}, "I-2"),
    "improvement-without-due-date": ({"improvements": [improvement("I-3", due_on="")]}, "I-3"),
    "improvement-overdue": ({"improvements": [improvement("I-4", due_on="2026-06-29")]}, "I-4"),
    "improvement-without-priority": ({"improvements": [improvement("I-5", effort="")]}, "I-5"),
    "improvement-open-for-a-year": (
        {"improvements": [improvement("I-6", raised_on="2025-06-29")]},
        "I-6",
    ),
    "improvement-not-validated": (
        {"improvements": [improvement("I-7", state="implemented", implemented_on="2026-03-31")]},
        "I-7",
    ),
    "improvement-without-validation": (
        {"improvements": [closed("I-8", validation="")], "evidence": [proof("I-8", "improvements")]},
        "I-8",
    ),
    # evidence of a day is of a plan item's occurrence, and proves nothing here
    "improvement-closed-without-evidence": (
        {
            "improvements": [closed("I-9")],
            "evidence": [proof("I-9", "improvements", "2026-03-01")],
        },
        "I-9",
    ),
    "improvement-closed-without-effect": (
        {
            "improvements": [
                closed("I-10", metric="resolved", raised_on="2025-07-01", implemented_on="2025-09-01")
            ],
            "evidence": [proof("I-10", "improvements")],
        },
        "I-10",
    ),
    "improvement-without-its-dates": (
        {
            "improvements": [closed("I-11", closed_on="2026-02-28")],
            "evidence": [proof("I-11", "improvements")],
        },
        "I-11",
    ),
    "improvement-skipped-a-step": (
        of_versions(
            "improvements", improvement("I-12", state="proposed"), improvement("I-12")
        ),
        "I-12",
    ),
    "waiver-expired": (
        {
            "waivers": [
                {
                    "rule": "item-without-owner",
                    "register": "plan_items",
                    "code": "P-improve",
                    "reason": "The post is advertised",
                    "until": "2026-06-29",
                }
            ]
        },
        "item-without-owner/plan_items/P-improve",
    ),
    "waiver-of-no-rule": (
        {
            "waivers": [
                {
                    "rule": "item-without-onwer",
                    "register": "plan_items",
                    "code": "P-improve",
                    "reason": "The post is advertised",
                    "until": "2026-12-31",
                }
            ]
        },
        "item-without-onwer/plan_items/P-improve",
    ),
}  # fmt: skip


def together(*bundles: Bundle) -> Bundle:
    """Rows of several bundles; a row with the same cells in front replaces none."""
    whole: Bundle = {}
    for given in bundles:
        for register, rows in given.items():
            whole.setdefault(register, []).extend(dict(row) for row in rows)
    return whole


def dated(bundle: Bundle) -> Bundle:
    """The same as if it had always been known."""
    return {
        register: [{"recorded_at": LONG_AGO} | row for row in rows]
        for register, rows in bundle.items()
    }


def faulty() -> Bundle:
    faults = [rows for rows, _ in FAULTS.values()]
    # the one point that has a history has it alone
    for rows in faults:
        points = rows.get("target_points", [])
        if any("recorded_at" in row for row in points):
            rows["target_points"] = [row for row in points if "recorded_at" in row]
    whole = together(sound(), *faults)
    served = {row["objective"] for row in whole["objectives"]} - {"O-unplanned"}
    whole["plan_items"].append(item("P-serves", objectives=";".join(sorted(served))))
    return whole


# --- what they find ------------------------------------------------------------------------------

Found = dict[str, list[str]]


@pytest.fixture(scope="module")
def opened(
    empty_store_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Bundle], Store]]:
    """A store with a bundle in it, as if it had always been known."""
    stores = []

    def make(bundle: Bundle) -> Store:
        folder = tmp_path_factory.mktemp("checks")
        shutil.copy(empty_store_file, folder / "sms.duckdb")
        store = Store.open(folder / "sms.duckdb")
        stores.append(store)
        if bundle:
            import_bundle(store, [write_bundle(folder / "bundle", dated(bundle))], "aino")
        return store

    yield make
    for store in stores:
        store.close()


def found(store: Store, day: date = TODAY) -> Found:
    """The codes at which each check fires."""
    with store.board(day) as board:
        rows = board.cursor.execute("SELECT rule, code FROM plan_check ORDER BY ALL").fetchall()
    fired: Found = {}
    for rule, code in rows:
        fired.setdefault(rule, []).append(code)
    return fired


@pytest.fixture(scope="module")
def faulty_store(opened: Callable[[Bundle], Store]) -> Store:
    return opened(faulty())


@pytest.fixture(scope="module")
def fired(faulty_store: Store) -> Found:
    return found(faulty_store)


def test_nothing_is_said_against_a_sound_plan(opened: Callable[[Bundle], Store]) -> None:
    assert found(opened(sound())) == {}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_check_fires_at_its_fault_and_nowhere_else(rule: str, fired: Found) -> None:
    assert fired.get(rule, []) == [FAULTS[rule][1]]


# What the plan as a whole may lack: in a system that has none of it, and at another time.
BARE = {
    "scope-missing": ["organization"],
    "services-missing": ["organization"],
    "raci-missing": ["organization"],
    "improvements-missing": ["organization"],
    "plan-not-approved": ["organization"],
    "phase-without-item": ["change", "establish", "implement", "improve", "maintain"],
    "audit-not-scheduled": ["9.2"],
    "review-not-scheduled": ["9.3"],
    "practice-not-planned": [*PRACTICES.split(", "), *("8.6.1", "8.6.2", "8.6.3"), *("8.7.1", "8.7.2", "8.7.3")],
}  # fmt: skip
OF_THE_APPROVAL = {
    "plan-not-reviewed": ["2.0"],
    "plan-changed-since-approval": ["2.0"],
}


def test_an_organisation_without_a_plan_lacks_all_that_a_plan_has(
    opened: Callable[[Bundle], Store],
) -> None:
    assert found(opened({"organization": [{"name": "Harbour IT"}]})) == BARE


def changed_since_approval(**more: Any) -> Bundle:
    """A sound plan, approved in January 2026 and changed in February; `more` approves it again."""
    plan = sound()
    approval = plan["plan_approvals"][0]
    plan["plan_approvals"] = [approval | {"recorded_at": "2026-01-15T09:00:00Z"}, approval | more]
    changed = item("P-implement", clause=PRACTICES, title="Other")
    plan["plan_items"].append(changed | {"recorded_at": "2026-02-01T09:00:00Z"})
    return plan


def test_a_plan_that_was_approved_long_ago_and_changed_since_is_reviewed(
    opened: Callable[[Bundle], Store],
) -> None:
    store = opened(changed_since_approval(version="1.0", approved_on="2025-01-10"))
    assert found(store) == {"plan-changed-since-approval": ["2.0"]}
    a_year_on = found(store, date(2027, 1, 16))
    assert a_year_on["plan-not-reviewed"] == ["2.0"]
    assert "plan-not-reviewed" not in found(store, date(2027, 1, 15))


def test_to_correct_the_words_of_an_approval_approves_nothing_anew(
    opened: Callable[[Bundle], Store],
) -> None:
    corrected = {"recorded_at": "2026-03-01T09:00:00Z", "summary": "As it stands"}
    store = opened(changed_since_approval(**corrected))
    assert found(store) == {"plan-changed-since-approval": ["2.0"]}
    with store.board(TODAY) as board:
        since = approved(board)
    assert since is not None
    assert since.approval.summary == "As it stands"
    assert {change.code for change in since.changes} == {"P-implement"}
    # approved on another day it is approved as it stands then
    anew = changed_since_approval(**corrected, approved_on="2026-03-01")
    assert found(opened(anew)) == {}


@pytest.mark.parametrize("state", ["closed", "validated"])
def test_an_improvement_that_skipped_a_step_is_objected_to_when_it_is_closed_too(
    state: str, opened: Callable[[Bundle], Store]
) -> None:
    plan = sound()
    versions = [improvement("I-12", state="implemented"), closed("I-12", state="closed")]
    if state == "validated":
        versions.insert(1, closed("I-12", state="validated"))
    plan["improvements"] += of_versions("improvements", *versions)["improvements"]
    plan["evidence"] += [proof("I-12", "improvements")]
    expected = {"improvement-skipped-a-step": ["I-12"]} if state == "closed" else {}
    assert found(opened(plan)) == expected


def test_an_objective_whose_metric_was_withdrawn_is_measured_by_nothing(
    opened: Callable[[Bundle], Store],
) -> None:
    gone = of_objective("O-12", "gone")
    gone |= of_versions("metrics", metric("gone"), metric("gone", withdrawn=True))
    store = opened(together(sound(), gone))
    with store.board(TODAY) as board:
        (objection,) = board.plan_checks(["objective-without-target"])
        (status,) = [row for row in board.objective_status() if row.objective == "O-12"]
    assert objection.code == "O-12"
    assert objection.message == "“O-12” has no target whose metric is still there."
    assert status.status == "unmeasured"


def test_an_item_that_slips_is_told_with_its_forecast_only_where_that_is_the_slip(
    opened: Callable[[Bundle], Store],
) -> None:
    far = {"plan_items": [item("P-81", **LATE_ITEM), item("P-82", **LATE_ITEM)]}
    far |= {"plan_progress": [progress("P-81", "2026-06-01", forecast_on="2027-08-30")]}
    with opened(together(sound(), far)).board(date(2026, 12, 31)) as board:
        told = {row.code: row.message for row in board.plan_checks(["item-slips-far"])}
    assert "is to be done 4" in told["P-81"]
    assert told["P-82"].endswith("days past its due date.")


def test_every_check_has_a_fault_to_find_and_finds_nothing_in_an_empty_store(
    opened: Callable[[Bundle], Store],
) -> None:
    assert sorted([*FAULTS, *BARE, *OF_THE_APPROVAL]) == [check.rule for check in checks()]
    assert found(opened({})) == {}


# --- how they say it -----------------------------------------------------------------------------


def test_every_objection_names_a_row_and_says_in_a_sentence_what_is_wrong(
    faulty_store: Store,
) -> None:
    with faulty_store.board(TODAY) as board:
        rows = board.cursor.execute(
            "SELECT register, code, message, remedy, clause FROM plan_check"
        ).fetchall()
    assert len(rows) == len(FAULTS)
    for register, code, message, remedy, clause in rows:
        assert register
        assert code
        assert re.fullmatch(r"(“|\d|A |For |No |The |[A-Z]).+\.", message), message
        assert remedy.endswith(".")
        assert re.fullmatch(r"\d+(\.\d+)*", clause)
    said = {code: message for _, code, message, _, _ in rows}
    assert said["P-15"] == "“P-15” was due on 30 April 2026 and is not recorded as done."
    assert said["P-17"] == (
        "1 of 2 times that “P-17” was done in the last 365 days have no evidence."
    )
    # people by their names, not by their codes
    assert said["P-2"] == "“P-2” is owned by Gone, who is not active."
    assert said["lone"] == "Lone has Gone as deputy, who is not active."
    assert said["O-11"] == (
        "The target of “O-11” for 1 January 2025 was eased on 10 February 2026 by Aino, "
        "after it had been missed."
    )
    assert said["P-1"] == "“P-1” has no owner, only the role Service manager."


def test_the_checks_are_documented_each_with_its_words_and_an_example() -> None:
    text = DOC.read_text(encoding="utf-8")
    entries = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    assert sorted(entries) == [check.rule for check in checks()]
    for check in checks():
        said = " ".join(re.sub(r"^>", "", entries[check.rule], flags=re.MULTILINE).split())
        for words in (check.title, check.why, check.remedy, check.example):
            assert words in said, (check.rule, words)
        assert f"(clause {check.clause})" in said
    errors, warnings = text.split("## Errors")[1].split("## Warnings")
    for check in checks():
        assert f"### {check.rule}\n" in (errors if check.severity == "error" else warnings)


def test_there_are_checks_for_all_an_auditor_objects_to() -> None:
    assert len(checks()) >= 35
    assert {check.severity for check in checks()} == {"error", "warning"}


# --- clocks and waivers --------------------------------------------------------------------------


def test_what_was_not_known_then_is_not_objected_to_then(faulty_store: Store) -> None:
    with faulty_store.board(TODAY, datetime(2026, 1, 31, tzinfo=UTC)) as board:
        rows = board.cursor.execute("SELECT rule FROM plan_check").fetchall()
    assert ("target-lowered-after-miss",) not in rows
    assert ("improvement-skipped-a-step",) not in rows


def waiver(rule: str, code: str, until: str, **more: Any) -> Row:
    return {
        "rule": rule,
        "register": "plan_items",
        "code": code,
        "reason": "The post is advertised",
        "until": until,
    } | more


def test_a_waived_objection_stays_in_sight_with_the_reason_until_its_day(
    opened: Callable[[Bundle], Store],
) -> None:
    unowned = {"plan_items": [item("P-1", **NO_OWNER), item("P-2", **NO_OWNER)]}
    waived = {"waivers": [waiver("item-without-owner", "P-1", "2026-06-30")]}
    store = opened(together(sound(), unowned, waived))
    query = (
        "SELECT code, waived_until, waiver_reason FROM plan_check_at(?, now()) "
        "WHERE rule = 'item-without-owner' ORDER BY code"
    )
    health = "SELECT checks_failed FROM plan_health_at(?, now())"
    cursor = store.cursor()
    assert cursor.execute(query, [TODAY]).fetchall() == [
        ("P-1", TODAY, "The post is advertised"),
        ("P-2", None, None),
    ]
    assert cursor.execute(health, [TODAY]).fetchall() == [(1,)]
    tomorrow = date(2026, 7, 1)
    assert [row[1] for row in cursor.execute(query, [tomorrow]).fetchall()] == [None, None]
    cursor.close()


# --- the command ---------------------------------------------------------------------------------


def test_check_fails_while_an_error_is_not_waived(
    command_here: Callable[..., Any], empty_path: Path, bundle: Callable[..., Path]
) -> None:
    def check(*more: str) -> Any:
        return command_here("check", "--store", empty_path, "--on", "2026-06-30", *more)

    assert (check().status, check("--format", "json").out) == (0, "[]\n")
    assert check().lines == ["nothing to object to"]
    plan = together(sound(), {"plan_items": [item("P-1", **NO_OWNER), item("P-8", objectives="")]})
    assert command_here("import", bundle(dated(plan)), "--store", empty_path).status == 0
    ran = check("--format", "csv")
    assert ran.status == 1
    assert ran.lines == ["1 error, 1 warning"]
    header, *rows = ran.out.splitlines()
    assert header == (
        "rule,severity,register,code,message,remedy,clause,waived_until,waiver_reason"
    )
    assert [row.split(",")[:4] for row in rows] == [
        ["item-without-owner", "error", "plan_items", "P-1"],
        ["item-without-objective", "warning", "plan_items", "P-8"],
    ]
    waived = bundle(waivers=[waiver("item-without-owner", "P-1", "2026-12-31")])
    assert command_here("import", waived, "--store", empty_path).status == 0
    ran = check()
    assert (ran.status, ran.lines) == (0, ["1 warning, 1 waived"])
    assert "The post is advertised" in ran.out
    # a waiver is known from when it was recorded
    ran = check("--known-at", "2026-06-30")
    assert (ran.status, ran.lines) == (1, ["1 error, 1 warning"])
