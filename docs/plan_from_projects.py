"""A list of projects as a plan: turns a CSV of another tool into a bundle for the import.

    python docs/plan_from_projects.py projects.csv plan-bundle
    python -m smsdata import plan-bundle --dry-run

Each row becomes an item of the plan, with a report of how far it is. A row that cannot be one is
left out and told on standard error by its line. What the columns are called stands on top: for
another tool's list, copy this file and change it there. plans-from-other-tools.md says what becomes
of what.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

CODE = "Project ID"
TITLE = "Project Name"
WORKSTREAM = "Agency Name"
ACTIVITY = "Project Description"
RESOURCES = "Lifecycle Cost"
STARTS_ON = "Start Date"
DUE_ON = "Planned Project Completion Date (B2)"
# when it was done, where that is no later than the day of the report; else when it will be
ENDS_ON = "Projected/Actual Project Completion Date (B2)"
REPORTED_ON = "Updated Date"
DATES = "%d/%m/%Y"
PHASE = "implement"
COST = "USD {} million"

Row = dict[str, str]
ITEM = (
    *("plan_item", "title", "phase", "workstream", "activity"),
    *("timing", "starts_on", "due_on", "resources"),
)
REPORT = ("plan_item", "on_date", "state", "forecast_on")


class BadRow(Exception):
    """Why a row becomes no item."""


def day(row: Row, column: str) -> date:
    """A date of a row; raises BadRow."""
    text = row[column].strip()
    if not text:
        raise BadRow(f"{column} is missing")
    try:
        return datetime.strptime(text, DATES).date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        raise BadRow(f"{column} '{text}' is no date like 31/12/2012") from None


def item(row: Row) -> Row:
    """What the plan says of a project; raises BadRow."""
    code, title = row[CODE].strip(), " ".join(row[TITLE].split())
    if not code or not title:
        raise BadRow(f"{CODE} or {TITLE} is missing: a total, or no project")
    if not re.fullmatch(r"[\w.-]{1,40}", code):
        raise BadRow(f"{CODE} '{code}' has more than letters, digits, '-', '_' and '.'")
    starts_on, due_on = day(row, STARTS_ON), day(row, DUE_ON)
    if due_on < starts_on:
        raise BadRow(f"it is due on {due_on}, before it starts on {starts_on}")
    cost = row[RESOURCES].strip()
    return {
        "plan_item": code,
        "title": title,
        "phase": PHASE,
        "workstream": row[WORKSTREAM].strip(),
        "activity": row[ACTIVITY].strip(),
        "timing": "dated",
        "starts_on": starts_on.isoformat(),
        "due_on": due_on.isoformat(),
        "resources": COST.format(cost) if cost else "",
    }


def report(row: Row, code: str) -> Row:
    """How far a project is, as last reported; raises BadRow."""
    ends_on, reported_on = day(row, ENDS_ON), day(row, REPORTED_ON)
    done = ends_on <= reported_on
    under_way = not done and day(row, STARTS_ON) <= reported_on
    return {
        "plan_item": code,
        "on_date": (ends_on if done else reported_on).isoformat(),
        "state": "done" if done else "in_progress" if under_way else "",
        "forecast_on": "" if done else ends_on.isoformat(),
    }


def rows_of(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of a file, each with the line that it begins on."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        line = reader.line_num + 1
        for row in reader:
            yield max(line, 2), row
            line = reader.line_num + 1


def convert(source: Path, folder: Path) -> tuple[int, int]:
    """Write the bundle; how many rows became items, and how many were left out."""
    items: dict[str, Row] = {}
    reports: list[Row] = []
    bad = 0
    for line, row in rows_of(source):
        try:
            found = item(row)
            code = found["plan_item"]
            if code in items:
                raise BadRow(f"{CODE} {code} stands there already")
            reports.append(report(row, code))
            items[code] = found
        except BadRow as error:
            bad += 1
            sys.stderr.write(f"{source.name}, line {line}: {error}\n")
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, rows in (
        ("plan_items", ITEM, items.values()),
        ("plan_progress", REPORT, reports),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return len(items), bad


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    taken, left_out = convert(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stderr.write(f"{taken} projects are in {sys.argv[2]}; {left_out} rows were left out\n")
