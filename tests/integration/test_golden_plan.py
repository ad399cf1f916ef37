"""The golden cases of the plan and improvement rules, through the public commands."""

from pathlib import Path

import pytest
from golden import ask, clocks, differences, expected_files, rows, sms

# The view that a file's name stands for, and its key.
VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "plan_item": ("plan_item_status", ("plan_item",)),
    "plan_occurrence": ("plan_occurrence_status", ("plan_item", "due_on")),
    "plan_health": ("plan_health", ()),
    "improvement": ("improvement_status", ("improvement",)),
}
COUNTS = {
    *("slip_days", "occurrences_due", "occurrences_done", "occurrences_on_time"),
    *("evidence_count", "age_days", "readings_before", "readings_after"),
    *("items", "done", "on_track", "behind", "overdue", "blocked", "not_started", "cancelled"),
}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "cases" / "plan"


@pytest.fixture(scope="module")
def golden_store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden bundle, brought in by the command."""
    path = tmp_path_factory.mktemp("golden") / "golden.duckdb"
    sms("--store", path, "import", folder / "bundle")
    return path


@pytest.mark.parametrize("kind", VIEWS)
def test_every_golden_answer_is_given_at_its_pair_of_clocks(
    kind: str, folder: Path, golden_store: Path
) -> None:
    view, key = VIEWS[kind]
    files = expected_files(folder, kind)
    assert len(files) >= 4
    wrong = {}
    for path, on, known in files:
        expected = rows(path.read_text(encoding="utf-8"))
        assert expected, path.name
        found = ask(golden_store, f"FROM {view}", on, known)
        wrong[path.name] = differences(found, expected, key, COUNTS)
    assert wrong == {path.name: [] for path, _, _ in files}


@pytest.mark.parametrize("kind", VIEWS)
def test_a_golden_answer_has_the_columns_of_the_view_in_their_order(
    kind: str, folder: Path, golden_store: Path
) -> None:
    path, on, known = expected_files(folder, kind)[0]
    header = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    query = f"FROM {VIEWS[kind][0]} LIMIT 0"
    answer = sms("sql", query, "--store", golden_store, *clocks(on, known), "--format", "csv")
    found = answer.strip().split(",")
    # what has failed of the checks is no golden answer
    assert [name for name in found if name != "checks_failed"] == header
