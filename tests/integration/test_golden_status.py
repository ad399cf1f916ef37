"""The golden cases of the status rules, through the public commands.

The expected answers were made elsewhere, from the contract alone. Text and counts match exactly,
numbers within a millionth. What stands here holds for every file there is, whatever its name.
"""

import random
from datetime import date
from pathlib import Path

import golden
import pytest
from golden import Row, clocks, expected_files, rows, sms

from smsdata.bundle import import_bundle
from smsdata.clocks import parse_moment
from smsdata.store import Store

KEYS = {"target": ("objective", "metric", "service"), "objective": ("objective",)}
COUNTS = {
    *("targets", "readings_expected", "readings_received", "periods_evaluated", "periods_met"),
}


def differences(kind: str, found: list[Row], expected: list[Row]) -> list[str]:
    return golden.differences(found, expected, KEYS[kind], COUNTS)


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "cases" / "status"


@pytest.fixture(scope="module")
def golden_store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden bundle, brought in by the command."""
    path = tmp_path_factory.mktemp("golden") / "golden.duckdb"
    sms("--store", path, "import", folder / "bundle")
    return path


def ask(store: Path, kind: str, on: str, known: str) -> list[Row]:
    if kind == "objective":
        return rows(sms("status", "--store", store, *clocks(on, known), "--format", "csv"))
    query = "SELECT * FROM target_status ORDER BY objective, metric, service"
    return golden.ask(store, query, on, known)


@pytest.mark.parametrize("kind", KEYS)
def test_every_golden_answer_is_given_at_its_pair_of_clocks(
    kind: str, folder: Path, golden_store: Path
) -> None:
    files = expected_files(folder, kind)
    assert len(files) >= 6
    wrong = {}
    for path, on, known in files:
        expected = rows(path.read_text(encoding="utf-8"))
        assert len(expected) > 10, path.name
        wrong[path.name] = differences(kind, ask(golden_store, kind, on, known), expected)
    assert wrong == {path.name: [] for path, _, _ in files}


def test_a_golden_answer_has_the_columns_of_the_view_in_their_order(
    folder: Path, golden_store: Path
) -> None:
    path, on, known = expected_files(folder, "target")[0]
    header = path.read_text(encoding="utf-8").partition("\n")[0]
    query = "SELECT * FROM target_status LIMIT 0"
    answer = sms("sql", query, "--store", golden_store, *clocks(on, known), "--format", "csv")
    assert answer.strip() == header.strip()


def test_the_order_of_the_bundles_rows_changes_nothing(
    folder: Path, store: Store, tmp_path: Path
) -> None:
    shuffled = tmp_path / "shuffled"
    shuffled.mkdir()
    for path in sorted((folder / "bundle").glob("*.csv")):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        random.Random(20000).shuffle(lines)
        (shuffled / path.name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    import_bundle(store, [shuffled], "tester")
    seen = 0
    for path, on, known in expected_files(folder, "target"):
        moment = None if known == "now" else parse_moment(known, "UTC")
        with store.board(date.fromisoformat(on), moment) as board:
            selection = board.select("SELECT * FROM target_status")
            found = [
                {
                    name: "" if cell is None else str(cell)
                    for name, cell in zip(selection.names, row, strict=True)
                }
                for batch in selection.batches()
                for row in batch
            ]
        expected = rows(path.read_text(encoding="utf-8"))
        assert differences("target", found, expected) == [], path.name
        seen += len(found)
    assert seen > 400


def test_the_comparison_itself_sees_a_wrong_text_a_wrong_count_and_a_wrong_number() -> None:
    row = {"objective": "O", "metric": "M", "service": "", "status": "missed", "actual": "2.5"}
    row["readings_expected"] = "3"
    assert differences("target", [row], [{**row, "actual": "2.500000001"}]) == []
    for column, value in {
        "status": "achieved",
        "actual": "2.50001",
        "readings_expected": "3.0",
        "service": "A",
    }.items():
        assert differences("target", [row], [{**row, column: value}]), column
    assert differences("target", [{**row, "actual": ""}], [row])
    assert differences("target", [], [row])
    assert differences("target", [row], [])
