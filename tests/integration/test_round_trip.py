"""Out and in again: an export, brought into an empty store, is the same store to whoever asks."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest

from smsdata.bundle import export_bundle, import_bundle
from smsdata.models import REGISTERS
from smsdata.store import Store

SAMPLE = Path(__file__).parents[2] / "sample_data"
FORMS: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
ON_KNOWN = (*(record.view for record in REGISTERS), "reading_history", "change", "metric_period")
ON_BOTH = (
    *("target_status", "objective_status", "objective_wall", "reading_due"),
    *("plan_item_status", "plan_occurrence_status", "plan_health", "plan_check"),
    "improvement_status",
)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LONG_AGO = "2020-01-01T00:00:00Z"


@contextmanager
def again(store: Store, folder: Path, form: Literal["csv", "xlsx"]) -> Iterator[Store]:
    """Another store with what this one exports."""
    out = folder / f"out-{form}"
    export_bundle(store, out, form=form)
    with Store.open(folder / f"again-{form}.duckdb", create=True) as other:
        import_bundle(other, [out / "bundle.xlsx" if form == "xlsx" else out], "somebody else")
        yield other


def answers(store: Store, clocks: list[tuple[date, datetime]]) -> dict[str, list[Any]]:
    """What every view says at these clocks."""
    found = {}
    cursor = store.cursor()
    for day, moment in clocks:
        for view in ON_KNOWN:
            query = f"FROM {view}_at(CAST(? AS TIMESTAMPTZ)) ORDER BY ALL"
            found[f"{view} {moment}"] = cursor.execute(query, [moment]).fetchall()
        for view in ON_BOTH:
            query = f"FROM {view}_at(CAST(? AS DATE), CAST(? AS TIMESTAMPTZ)) ORDER BY ALL"
            found[f"{view} {day} {moment}"] = cursor.execute(query, [day, moment]).fetchall()
    cursor.close()
    return found


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row to compare by: floats to twelve digits, since sums may be taken in another order."""
    return tuple(f"{cell:.12g}" if isinstance(cell, float) else cell for cell in row)


def assert_same(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    assert one.keys() == other.keys()
    for view, rows in one.items():
        assert list(map(plain, rows)) == list(map(plain, other[view])), view
    assert sum(map(len, one.values())) > 1000


@pytest.mark.slow
def test_the_sample_answers_the_same_after_a_round_trip_as_a_workbook(
    store: Store, tmp_path: Path
) -> None:
    import_bundle(store, [SAMPLE], "tester")
    clocks = [
        (date(2026, 10, 15), NOW),
        (date(2026, 6, 30), datetime(2026, 7, 10, tzinfo=UTC)),
        (date(2024, 2, 29), datetime(2024, 2, 1, tzinfo=UTC)),
    ]
    with again(store, tmp_path, "xlsx") as other:
        assert_same(answers(store, clocks), answers(other, clocks))


def test_the_golden_cases_answer_the_same_after_a_round_trip(
    shared: Path, store: Store, tmp_path: Path
) -> None:
    import_bundle(store, [shared / "cases" / "status" / "bundle"], "tester")
    clocks = [
        (date(2026, 9, 30), NOW),
        (date(2025, 12, 31), datetime(2026, 3, 31, 12, tzinfo=UTC)),
    ]
    with again(store, tmp_path, "csv") as other:
        assert_same(answers(store, clocks), answers(other, clocks))


# --- cells that are hard to keep -----------------------------------------------------------------

HARD_TEXTS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-5",
    "@sum",
    "'quoted",
    "'=kept quote",
    "''=two quotes",
    'say "so"',
    "a,b;c\td",
    "two\nlines",
    "ünïcødé Ω ж 日本 🙂",
    "null",
    "true",
    "2025-01-01",
    "007",
    "1e5",
    "x" * 5000,
    "#REF!",
    "trailing slash\\",
]
HARD_NUMBERS = [
    0.1 + 0.2,
    1 / 3,
    1e-300,
    -1.7976931348623157e308,
    5e-324,
    123456789012345678.0,
    2.0**53 + 2,
    1e22,
    -0.5,
    100.0,
    3.141592653589793,
]


@pytest.fixture
def hard(store: Store, bundle: Callable[..., Path]) -> Store:
    """A store of texts and numbers that formats like to spoil."""
    texts = [text if text[0] not in "=+-@'" else f"'{text}" for text in HARD_TEXTS]
    texts = [text.replace("''quoted", "'quoted") for text in texts]
    folder = bundle(
        organization=[{"name": "O", "scope": texts[9], "recorded_at": LONG_AGO}],
        outcomes=[
            {"outcome": f"{number:02}", "title": text, "recorded_at": LONG_AGO}
            for number, text in enumerate(texts)
        ],
        metrics=[
            {
                "metric": "1e5",
                "name": "N",
                "unit": "u",
                "direction": "higher",
                "frequency": "monthly",
                "aggregation": "sum",
                "recorded_at": LONG_AGO,
            }
        ],
        services=[{"service": "007", "name": "N", "recorded_at": LONG_AGO}],
        readings=[
            {
                "metric": "1e5",
                "service": "007",
                "period_start": f"{2024 + number // 12}-{number % 12 + 1:02}",
                "value": repr(value),
                "change_note": texts[number],
                "recorded_by": "=somebody",
                "recorded_at": f"2025-06-01T00:00:00.{number + 1:06}Z",
            }
            for number, value in enumerate(HARD_NUMBERS)
        ],
    )
    import_bundle(store, [folder], "tester")
    return store


def test_hard_texts_are_kept_as_they_were_given(hard: Store) -> None:
    with hard.board() as board:
        titles = board.cursor.execute("SELECT title FROM outcome ORDER BY outcome").fetchall()
    assert [title for (title,) in titles] == HARD_TEXTS


@pytest.mark.parametrize("form", FORMS)
def test_hard_texts_and_numbers_survive_a_round_trip(
    form: Literal["csv", "xlsx"], hard: Store, tmp_path: Path
) -> None:
    with again(hard, tmp_path, form) as other, other.board() as board:
        titles = board.cursor.execute("SELECT title FROM outcome ORDER BY outcome").fetchall()
        readings = board.cursor.execute(
            "SELECT value, change_note, recorded_by, recorded_at, service, metric FROM reading "
            "ORDER BY period_start"
        ).fetchall()
        assert board.organization().scope == HARD_TEXTS[9]
    assert [title for (title,) in titles] == HARD_TEXTS
    assert [row[0] for row in readings] == HARD_NUMBERS
    assert [row[1] for row in readings] == HARD_TEXTS[: len(HARD_NUMBERS)]
    assert [row[3] for row in readings] == [
        datetime(2025, 6, 1, 0, 0, 0, number + 1, tzinfo=UTC) for number in range(len(HARD_NUMBERS))
    ]
    assert {row[2:3] + row[4:] for row in readings} == {("=somebody", "007", "1e5")}


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_store_goes_out_and_in_again(
    store: Store, form: Literal["csv", "xlsx"], tmp_path: Path
) -> None:
    with again(store, tmp_path, form) as other, other.board() as board:
        counted = board.cursor.execute("SELECT DISTINCT rows FROM register_count").fetchall()
        assert counted == [(0,)]


def test_no_exported_cell_is_one_that_a_spreadsheet_would_run(hard: Store, tmp_path: Path) -> None:
    export_bundle(hard, tmp_path / "csv")
    export_bundle(hard, tmp_path / "xlsx", form="xlsx")
    cells = []
    for path in (tmp_path / "csv").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cells += [cell for name, cell in row.items() if name != "value"]
    workbook = openpyxl.load_workbook(tmp_path / "xlsx" / "bundle.xlsx")
    for sheet in workbook:
        for rows in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in rows)
            cells += [cell.value for cell in rows if isinstance(cell.value, str)]
    workbook.close()
    numbers = {repr(number) for number in HARD_NUMBERS}
    assert {cell for cell in cells if cell[:1] in tuple("=+-@")} <= numbers
    assert "'=1+1" in cells


# --- history -------------------------------------------------------------------------------------


@pytest.fixture
def eventful(store: Store, bundle: Callable[..., Path]) -> Store:
    """Rows revised, withdrawn and brought back, by several people, for several reasons."""

    def at(day: str, **row: Any) -> dict[str, Any]:
        return row | {"recorded_at": f"2025-{day}T08:00:00.123456Z"}

    folder = bundle(
        people=[
            at("01-01", person="p", name="P", recorded_by="one", change_note="hired"),
            at("02-01", person="p", name="Q", recorded_by="two", change_note="married"),
            at("03-01", person="p", recorded_by="three", change_note="left", withdrawn=True),
            at("04-01", person="p", name="R", recorded_by="four", change_note="is back"),
        ],
        services=[
            at("01-01", service="gone", name="S", description="D"),
            at("03-01", service="gone", withdrawn=True, recorded_by="p"),
        ],
    )
    import_bundle(store, [folder], "tester", note="by default")
    return store


@pytest.mark.parametrize("form", FORMS)
def test_every_version_keeps_who_when_why_and_that_it_was_withdrawn(
    form: Literal["csv", "xlsx"], eventful: Store, tmp_path: Path
) -> None:
    query = "FROM history.{} ORDER BY recorded_at"
    with again(eventful, tmp_path, form) as other:
        for view in ("person", "service"):
            before = eventful.cursor().execute(query.format(view)).fetchall()
            assert other.cursor().execute(query.format(view)).fetchall() == before
            assert len(before) == {"person": 4, "service": 2}[view]
        with other.board() as board:
            assert [row.name for row in board.register(REGISTERS[1])] == ["R"]
            assert board.cursor.execute("FROM service").fetchall() == []
            assert board.known_at == datetime(2025, 4, 1, 8, 0, 0, 123456, tzinfo=UTC)


def test_an_export_of_what_was_brought_in_is_the_same_file_again(
    eventful: Store, tmp_path: Path
) -> None:
    with again(eventful, tmp_path, "csv") as other:
        export_bundle(other, tmp_path / "second")
    first = {path.name: path.read_bytes() for path in (tmp_path / "out-csv").iterdir()}
    second = {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    assert first == second
    assert set(first) == {"people.csv", "services.csv"}


@pytest.mark.parametrize("form", FORMS)
def test_a_stores_own_export_changes_nothing_in_it(
    form: Literal["csv", "xlsx"], eventful: Store, tmp_path: Path
) -> None:
    version = eventful.version
    export_bundle(eventful, tmp_path / "out", form=form)
    path = tmp_path / "out" / "bundle.xlsx" if form == "xlsx" else tmp_path / "out"
    imported = import_bundle(eventful, [path], "somebody else")
    assert eventful.version == version
    assert {(o.register, o.new, o.revised, o.withdrawn) for o in imported.outcomes} == {
        ("people", 0, 0, 0),
        ("services", 0, 0, 0),
    }
    assert sum(outcome.unchanged for outcome in imported.outcomes) == 6


def test_the_small_organisation_survives_the_commands(
    command: Callable[..., Any], bundle: Callable[..., Path], small: Any, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    assert command("--store", one, "import", bundle(small)).status == 0
    assert command("--store", one, "export", tmp_path / "out", "--format", "xlsx").status == 0
    assert command("--store", other, "import", tmp_path / "out" / "bundle.xlsx").status == 0
    query = "FROM target_status ORDER BY objective, metric, service"
    asked = [
        command("--store", path, "sql", query, "--on", "2026-02-28", "--format", "csv").out
        for path in (one, other)
    ]
    assert asked[0] == asked[1]
    assert asked[0].count("restore-fast") == 2
