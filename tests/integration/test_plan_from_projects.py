"""The projects of another tool as a plan: docs/plan_from_projects.py, with a real list."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from smsdata.bundle import import_bundle
from smsdata.store import Store
from tests.conftest import ROOT

HEAD = (
    "Project ID,Project Name,Agency Name,Project Description,Start Date,"
    "Planned Project Completion Date (B2),Projected/Actual Project Completion Date (B2),"
    "Updated Date,Lifecycle Cost\n"
)
LIST = (
    HEAD
    + """\
1,"Two
lines","Office, north",Why,01/02/2012,30/06/2012,15/06/2012,20/06/2012,1.5
2,Under way,,,01/02/2012,30/06/2012,31/08/2012,20/06/2012,
3,Not begun,,,01/08/2012,30/11/2012,30/11/2012,20/06/2012,
4,No such day,,,2012-30-09,30/06/2012,30/06/2012,20/06/2012,
5,Ends first,,,01/08/2012,30/06/2012,30/06/2012,20/06/2012,
2,Again,,,01/02/2012,30/06/2012,31/08/2012,20/06/2012,
,Total,,,,,,,99
6,No forecast,,,01/02/2012,30/06/2012,,20/06/2012,
7/8,Odd,,,01/02/2012,30/06/2012,31/08/2012,20/06/2012,
"""
)


def converted(source, folder):
    """What the script says, line by line, and the rows of the bundle's files."""
    ran = subprocess.run(
        [sys.executable, ROOT / "docs" / "plan_from_projects.py", source, folder],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = []
    for name in ("plan_items", "plan_progress"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows.append(list(csv.DictReader(file)))
    return ran.stderr.splitlines(), *rows


def test_a_row_becomes_an_item_and_its_report_and_a_bad_one_is_told_by_its_line(tmp_path):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    told, items, reports = converted(tmp_path / "list.csv", tmp_path / "bundle")
    assert told == [
        "list.csv, line 6: Start Date '2012-30-09' is no date like 31/12/2012",
        "list.csv, line 7: it is due on 2012-06-30, before it starts on 2012-08-01",
        "list.csv, line 8: Project ID 2 stands there already",
        "list.csv, line 9: Project ID or Project Name is missing: a total, or no project",
        "list.csv, line 10: Projected/Actual Project Completion Date (B2) is missing",
        "list.csv, line 11: Project ID '7/8' has more than letters, digits, '-', '_' and '.'",
        f"3 projects are in {tmp_path / 'bundle'}; 6 rows were left out",
    ]
    assert [row["title"] for row in items] == ["Two lines", "Under way", "Not begun"]
    assert [tuple(row.values()) for row in reports] == [
        ("1", "2012-06-15", "done", ""),
        ("2", "2012-06-20", "in_progress", "2012-08-31"),
        ("3", "2012-06-20", "", "2012-11-30"),
    ]


@pytest.fixture(scope="module")
def projects(shared, tmp_path_factory):
    """A store with the projects of the list, what the script said, and the rows it made."""
    folder = tmp_path_factory.mktemp("projects")
    source = shared / "data" / "itdb_projects" / "projects.csv"
    told, items, reports = converted(source, folder / "bundle")
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [folder / "bundle"], "tester")
        yield store, told, items, reports


def test_every_project_of_the_real_list_is_an_item_or_told_by_its_line(projects):
    _, told, items, _ = projects
    why = Counter(line.partition(": ")[2] for line in told[:-1])
    assert why == {
        "Planned Project Completion Date (B2) is missing": 904,
        "Project ID or Project Name is missing: a total, or no project": 26,
        "Start Date is missing": 17,
    }
    assert len(items) == 1547


def test_the_real_projects_have_a_status_and_their_slips(projects):
    store, _, items, reports = projects
    with store.board(date(2012, 6, 30)) as board:
        found = {row.plan_item: row for row in board.plan_item_status()}
        health = board.plan_figures()
    assert len(found) == len(items) == health.items
    done = [r for r in reports if r["state"] == "done" and r["on_date"] <= "2012-06-30"]
    assert Counter(row.status for row in found.values())["done"] == len(done) > 500
    # 657 of the Department of Agriculture, as published
    assert (found["657"].status, found["657"].slip_days) == ("overdue", 91)


def test_where_nobody_is_known_nobody_has_left(projects):
    store = projects[0]
    with store.board(date(2012, 6, 30)) as board:
        found = Counter(row.rule for row in board.plan_checks())
    assert found["item-without-owner"] == found["item-without-objective"] > 900
    assert not [rule for rule in found if rule.endswith("owner-has-left")]
