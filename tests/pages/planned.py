"""The small organisation with a plan and improvements, in every status on 31 October 2026."""

from __future__ import annotations

from tests.conftest import Bundle, small_organisation

# The month whose last day the statuses are of.
PERIOD = "2026-10"


def planned_organisation() -> Bundle:
    """One line of the plan and one improvement for each thing that a page tells apart."""
    rows = small_organisation()
    rows["people"].append({"person": "indra", "name": "Indra Auditor", "access": "auditor"})
    rows["metrics"].append(
        {
            "metric": "answered",
            "name": "Calls answered in time",
            "unit": "%",
            "direction": "higher",
            "frequency": "monthly",
            "aggregation": "mean",
            "owner": "eero",
        }
    )
    for row in rows["metrics"]:
        row.setdefault("owner", "")
    rows["metrics"][0]["owner"] = "aino"
    rows["readings"] += _answered()
    rows["plan_items"] = _items()
    rows["plan_progress"] = _progress()
    rows["plan_occurrences"] = [
        {"plan_item": "forum", "due_on": "2026-06-15", "done_on": "2026-06-15"},
        {"plan_item": "forum", "due_on": "2026-07-15", "done_on": "2026-07-20"},
        {"plan_item": "forum", "due_on": "2026-08-15", "done_on": "2026-08-14"},
        {"plan_item": "audit", "due_on": "2026-03-01", "done_on": "2026-03-01"},
        {"plan_item": "audit", "due_on": "2026-09-01", "done_on": "2026-08-30"},
    ]
    rows["improvements"] = _improvements()
    rows["evidence"] = [
        _proof("ev-1", "Catalogue as published", "plan_items", "scope", ""),
        _proof("ev-2", "Minutes of June", "plan_items", "forum", "2026-06-15"),
        _proof("ev-3", "Not of this item", "objectives", "decoy", ""),
        _proof("ev-4", "Measured before and after", "improvements", "callback", ""),
    ]
    rows["waivers"] = [
        {
            "rule": "objective-without-target",
            "register": "objectives",
            "code": "decoy",
            "reason": "It ends this year",
            "until": "2026-12-31",
        }
    ]
    return rows


def _answered() -> list[dict[str, object]]:
    """Fourteen months about 80 %, then four about 92 %."""
    months = [f"2025-{month:02d}" for month in range(4, 13)] + [
        f"2026-{month:02d}" for month in range(1, 10)
    ]
    return [
        {
            "metric": "answered",
            "service": "",
            "period_start": month,
            "value": (80 if number < 14 else 92) + number % 2,
            "numerator": "",
            "denominator": "",
            "not_applicable": False,
        }
        for number, month in enumerate(months)
    ]


def _item(code: str, title: str, phase: str, timing: str, **more: str) -> dict[str, object]:
    given = dict.fromkeys(
        (
            *("workstream", "owner_role", "owner", "starts_on", "due_on", "cadence", "trigger"),
            *("method", "expected_evidence", "clause", "objectives"),
        ),
        "",
    )
    return {"plan_item": code, "title": title, "phase": phase, "timing": timing, **given, **more}


def _items() -> list[dict[str, object]]:
    return [
        _item(
            "scope",
            "Agree the scope",
            "establish",
            "dated",
            owner="aino",
            starts_on="2026-01-01",
            due_on="2026-03-31",
            clause="4.3",
            workstream="Governance",
            expected_evidence="Signed scope statement",
        ),
        _item(
            "catalogue",
            "Publish the service catalogue",
            "establish",
            "dated",
            owner="eero",
            owner_role="Catalogue manager",
            starts_on="2026-06-01",
            due_on="2026-09-30",
            clause="8.2.4",
            workstream="Portfolio",
            method="Catalogue procedure",
            objectives="restore-fast",
        ),
        _item(
            "training",
            "Train the <b>desk</b>",
            "implement",
            "dated",
            owner="eero",
            starts_on="2026-09-01",
            due_on="2026-12-31",
            clause="7.2",
        ),
        _item(
            "tool",
            "Connect the monitoring",
            "implement",
            "dated",
            owner="eero",
            starts_on="2026-05-01",
            due_on="2026-12-31",
            workstream="Portfolio",
        ),
        _item(
            "phones",
            "Renew the phones",
            "implement",
            "dated",
            owner="aino",
            starts_on="2026-09-01",
            due_on="2026-11-30",
        ),
        _item(
            "forum",
            "Hold the plan forum",
            "maintain",
            "recurring",
            owner="eero",
            starts_on="2026-06-15",
            cadence="monthly",
            method="Minutes of the forum",
            clause="9.3",
        ),
        _item(
            "audit",
            "Audit the practices",
            "maintain",
            "recurring",
            owner="indra",
            starts_on="2026-03-01",
            cadence="half-yearly",
            clause="9.2",
        ),
        _item(
            "reorganised",
            "Review the roles",
            "change",
            "trigger",
            trigger="On major organisational change",
            owner="aino",
        ),
        _item(
            "merge",
            "Merge the two desks",
            "change",
            "dated",
            starts_on="2027-02-01",
            due_on="2027-06-30",
        ),
        _item(
            "portal",
            "Build a portal",
            "improve",
            "dated",
            owner="aino",
            starts_on="2026-02-01",
            due_on="2026-05-31",
        ),
    ]


def _progress() -> list[dict[str, object]]:
    def report(
        code: str, on: str, percent: object, state: str, forecast: str, note: str
    ) -> dict[str, object]:
        return {
            "plan_item": code,
            "on_date": on,
            "percent": percent,
            "state": state,
            "forecast_on": forecast,
            "note": note,
        }

    return [
        report("scope", "2026-02-15", 50, "", "", ""),
        report("scope", "2026-04-10", "", "done", "", "Signed by the board"),
        report("catalogue", "2026-08-10", 40, "", "2026-11-15", "Owners are slow"),
        report("training", "2026-10-01", 10, "", "", ""),
        report("tool", "2026-10-15", 30, "blocked", "2027-01-31", "No licences"),
        report("phones", "2026-10-20", 70, "", "", ""),
        report("portal", "2026-03-01", 5, "cancelled", "", "Too dear"),
    ]


def _improvement(code: str, title: str, state: str, raised: str, **more: str) -> dict[str, object]:
    given = dict.fromkeys(
        (
            *("source", "objective", "metric", "owner", "due_on", "benefit", "effort"),
            *("implemented_on", "closed_on", "validation"),
        ),
        "",
    )
    return {
        "improvement": code,
        "title": title,
        "state": state,
        "raised_on": raised,
        **given,
        **more,
    }


def _improvements() -> list[dict[str, object]]:
    return [
        _improvement(
            "callback",
            "Call back instead of queueing",
            "validated",
            "2026-03-01",
            owner="eero",
            source="metric_trend",
            metric="answered",
            objective="restore-fast",
            due_on="2026-06-30",
            benefit="5",
            effort="2",
            implemented_on="2026-06-01",
            validation="Means differ beyond chance",
        ),
        _improvement(
            "templates",
            "Write answer templates",
            "in_progress",
            "2026-02-01",
            owner="eero",
            source="retrospective",
            due_on="2026-08-31",
            benefit="3",
            effort="1",
        ),
        _improvement("bot", "Try a bot", "proposed", "2026-10-10", source="feedback"),
        _improvement(
            "night", "Staff the night", "approved", "2026-09-01", owner="aino", due_on="2027-01-31"
        ),
        _improvement(
            "survey",
            "Ask every caller",
            "implemented",
            "2026-05-01",
            owner="eero",
            implemented_on="2026-09-15",
            metric="answered",
        ),
        _improvement(
            "old-phones",
            "Replace old phones",
            "closed",
            "2025-11-01",
            owner="aino",
            implemented_on="2026-01-15",
            closed_on="2026-02-15",
            validation="No complaint since",
        ),
        _improvement("moon", "Open a desk on the moon", "rejected", "2026-01-01"),
    ]


def _proof(code: str, title: str, register: str, row: str, due_on: str) -> dict[str, object]:
    return {
        "evidence": code,
        "title": title,
        "location": f"https://records.example.org/{code}",
        "dated_on": "2026-06-20",
        "register": register,
        "code": row,
        "due_on": due_on,
    }
