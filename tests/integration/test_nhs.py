"""Real returns of English emergency departments, held against the figures published from them."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.store import Store

END = date(2019, 3, 31)


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "nhs_ae" / "bundle"


@pytest.fixture(scope="module")
def nhs(
    folder: Path, once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    made = once("nhs", lambda store: import_bundle(store, [folder], "tester"))
    with Store.open(shutil.copy(made, tmp_path_factory.mktemp("nhs"))) as store:
        yield store


def test_the_commands_say_that_the_four_hour_standard_was_missed(
    folder: Path, command: Callable[..., Any], store_path: Path
) -> None:
    imported = command("--store", store_path, "import", folder)
    assert (imported.status, imported.out) == (0, "")
    answer = command("status", "--store", store_path, "--on", END, "--format", "csv")
    rows = {row["objective"]: row for row in csv.DictReader(answer.out.splitlines())}
    row = rows["AE-4H"]
    assert row["status"] == "missed"
    assert (row["readings_expected"], row["readings_received"]) == ("36", "36")
    assert round(float(row["attainment"]), 4) == round(86.6 / 95, 4)
    assert len(rows) == 12


def test_the_standard_is_missed_with_the_published_share(nhs: Store) -> None:
    with nhs.board(END) as board:
        (row,) = [row for row in board.target_status() if row.objective == "AE-4H"]
    assert row.status == "missed"
    assert row.required == 95
    assert round(row.actual or 0, 1) == 86.6
    assert (row.evaluated_on, row.freshness) == (END, "current")
    assert (row.readings_expected, row.periods_evaluated, row.periods_met) == (36, 36, 0)
    assert (row.assurance, row.forecast) == ("incapable", None)


def test_the_national_series_is_the_published_one(nhs: Store) -> None:
    with nhs.board(END) as board:
        shares = {
            str(row.period_start)[:7]: round(row.value or 0, 1)
            for row in board.metric_periods()
            if row.metric == "AE-WITHIN-4H" and row.service is None
        }
    assert len(shares) == 36
    published = {"2016-04": 90.0, "2018-03": 84.6, "2019-03": 86.6}
    assert {month: shares[month] for month in published} == published


def test_the_recovery_trajectory_was_missed_at_its_end(nhs: Store) -> None:
    with nhs.board(date(2018, 3, 31)) as board:
        (row,) = [row for row in board.target_status() if row.objective == "AE-RECOVERY"]
    assert (row.status, row.required, round(row.actual or 0, 1)) == ("missed", 95, 84.6)
    # from 88 on 1 April to 90 on 30 September, by days, and on to 95
    with nhs.board(date(2017, 6, 30)) as board:
        (row,) = [row for row in board.target_status() if row.objective == "AE-RECOVERY"]
    assert row.required == pytest.approx(88 + 2 * 90 / 182)


def test_each_of_the_ten_providers_is_judged_by_its_own_readings(nhs: Store) -> None:
    with nhs.board(END) as board:
        rows = [row for row in board.target_status() if row.service]
        alone = board.cursor.execute(
            "SELECT service, sum(numerator) / sum(denominator) * 100 FROM reading "
            "WHERE metric = 'AE-WITHIN-4H' AND period_start >= DATE '2019-01-01' GROUP BY service"
        ).fetchall()
    assert len(rows) == 10
    assert len({row.actual for row in rows}) == 10
    share = dict(alone)
    for row in rows:
        assert row.objective == f"AE-4H-{row.service}"
        # the last three months together, not the mean of their shares
        assert row.actual == pytest.approx(share[row.service])
        assert row.status in ("missed", "achieved")
        assert (row.readings_expected, row.readings_received) == (12, 12)


def test_what_was_known_before_the_last_return_gives_no_verdict_yet(nhs: Store) -> None:
    with nhs.board(END) as board:
        (first,) = board.cursor.execute(
            "SELECT min(recorded_at) FROM reading WHERE period_start = DATE '2019-03-01'"
        ).fetchall()
        rows = board.cursor.execute(
            "SELECT status, last_known_status, freshness, readings_received, evaluated_on "
            "FROM target_status_at(DATE '2019-03-31', CAST(? AS TIMESTAMPTZ) - INTERVAL 1 SECOND) "
            "WHERE objective = 'AE-4H'",
            first,
        ).fetchall()
    assert rows == [("off_target", "off_target", "due", 35, date(2019, 2, 28))]
