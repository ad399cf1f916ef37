"""What every test may use: fresh stores, small bundles, the commands, and the material beside.

A bundle is written from dicts of rows, one list a register. `small` is one whole, believable
organisation in a few rows; the rows named `decoy...` or `other...` are there for a wrong filter to
catch. A test takes it, changes what it is about, and writes it with `bundle`.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from smsdata import __main__ as commands
from smsdata import command_line
from smsdata.bundle import import_bundle
from smsdata.store import Store

ROOT = Path(__file__).parent.parent

Rows = Sequence[Mapping[str, Any]]
Bundle = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process that a test starts runs this checkout's code, and never on anybody's own store."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    monkeypatch.setenv("SMS_STORE", str(tmp_path / "default.duckdb"))
    monkeypatch.delenv("SMS_BASE_ADDRESS", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The read-only material: $SMS_SHARED, or the folder `shared` beside the checkout."""
    named = os.environ.get("SMS_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "contract.md").is_file():
        pytest.skip(f"the shared material is not at {folder}; set SMS_SHARED to where it is")
    return folder


# --- stores --------------------------------------------------------------------------------------


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Where a fresh store may go; nothing is there yet."""
    return tmp_path / "sms.duckdb"


@pytest.fixture
def empty_path(store_path: Path, empty_store_file: Path) -> Path:
    """Where an empty store lies, closed."""
    shutil.copy(empty_store_file, store_path)
    return store_path


@pytest.fixture
def store(empty_path: Path) -> Iterator[Store]:
    """An empty store, open."""
    with Store.open(empty_path) as opened:
        yield opened


@pytest.fixture
def small_path(store_path: Path, small_store_file: Path) -> Path:
    """Where a store with the small organisation in it lies, closed."""
    shutil.copy(small_store_file, store_path)
    return store_path


@pytest.fixture
def small_store(small_path: Path) -> Iterator[Store]:
    """A store with the small organisation in it, open."""
    with Store.open(small_path) as opened:
        yield opened


Fill = Callable[[Store], object]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Fill], Path]:
    """A store that is made once for all processes of this run: `once("sample", fill)`.

    It is closed; copy it, never write to it.
    """
    kept = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        kept = kept.parent

    def made(name: str, fill: Fill) -> Path:
        folder = kept / f"once-{name}"
        with (kept / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                part = kept / f"part-{name}"
                part.mkdir()
                if name != "empty":
                    # to lay the rules down takes longer than most bundles
                    shutil.copy(made("empty", lambda _: None), part / "sms.duckdb")
                with Store.open(part / "sms.duckdb", create=True) as store:
                    fill(store)
                part.rename(folder)
        return folder / "sms.duckdb"

    return made


@pytest.fixture(scope="session")
def stored(
    once: Callable[[str, Fill], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path, Mapping[str, Rows]], Path]:
    """Lay a store with a bundle in it at a path: `stored(path, rows)`; brought in once, then copied."""

    def lay(path: Path, rows: Mapping[str, Rows]) -> Path:
        folder = tmp_path_factory.mktemp("bundle") / "bundle"

        def fill(store: Store) -> None:
            import_bundle(store, [write_bundle(folder, rows)], "setup")

        name = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
        shutil.copy(once(f"bundle-{name}", fill), path)
        return path

    return lay


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, list[str]]]:
    """Everything a closed store holds: every version of every row, by table, in a fixed order."""

    def read(path: Path) -> dict[str, list[str]]:
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'history' ORDER BY ALL"
            ).fetchall()
            return {
                table: [
                    row
                    for (row,) in connection.execute(
                        f"SELECT CAST(t AS VARCHAR) FROM history.{table} AS t ORDER BY ALL"
                    ).fetchall()
                ]
                for (table,) in tables
            }

    return read


# --- bundles -------------------------------------------------------------------------------------


@pytest.fixture
def bundle(tmp_path: Path) -> Callable[..., Path]:
    """Write a bundle folder from rows: `bundle(small)`, `bundle(readings=[...])`, or both.

    A file's columns are those of its rows, in the order in which they first come; None is an empty
    cell, true and false are written small. Registers named as keywords stand in for those of the
    first argument. Each call makes a folder of its own.
    """
    made = 0

    def write(rows: Mapping[str, Rows] | None = None, /, **registers: Rows) -> Path:
        nonlocal made
        made += 1
        return write_bundle(tmp_path / f"bundle-{made}", {**(rows or {}), **registers})

    return write


def write_bundle(folder: Path, registers: Mapping[str, Rows]) -> Path:
    """Write rows as a bundle into a new folder."""
    folder.mkdir()
    for register, given in registers.items():
        columns = list(dict.fromkeys(name for row in given for name in row))
        with (folder / f"{register}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in given)
    return folder


def _cell(cell: Any) -> Any:
    return str(cell).lower() if isinstance(cell, bool) else cell


ONE_VALUE_DAYS = [f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]


@pytest.fixture
def of_one_value(bundle: Callable[..., Path]) -> Callable[[int], Path]:
    """A bundle in which every reading has one value: half of it is told from all of it."""

    def write(value: int) -> Path:
        metric = {
            "metric": "backlog",
            "name": "Backlog",
            "unit": "tickets",
            "direction": "lower",
            "frequency": "daily",
            "aggregation": "last",
        }
        given = [
            {"metric": "backlog", "period_start": day, "value": value, "note": f"{value} " * 20}
            for day in ONE_VALUE_DAYS
        ]
        people = [{"person": "aino", "name": f"Aino {value}"}]
        return bundle(metrics=[metric], readings=given, people=people)

    return write


@pytest.fixture
def small() -> Bundle:
    """The small organisation, a fresh copy for each test to change."""
    return small_organisation()


@pytest.fixture(scope="session")
def empty_store_file(once: Callable[[str, Fill], Path]) -> Path:
    """An empty store, closed; copy it, never write to it."""
    return once("empty", lambda _: None)


@pytest.fixture(scope="session")
def small_store_file(
    stored: Callable[[Path, Mapping[str, Rows]], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with the small organisation in it, closed; copy it, never write to it."""
    return stored(tmp_path_factory.mktemp("small") / "sms.duckdb", small_organisation())


def small_organisation() -> Bundle:
    """One whole organisation in a few rows."""
    return {
        "organization": [
            {"name": "Harbour IT", "fiscal_year_start_month": 4, "time_zone": "Europe/Helsinki"}
        ],
        "people": [
            {"person": "aino", "name": "Aino Niemi", "access": "manager", "deputy": "eero"},
            {"person": "eero", "name": "Eero Salo", "access": "process_owner", "deputy": ""},
        ],
        "outcomes": [{"outcome": "trust", "title": "Customers trust the service desk"}],
        "services": [
            {"service": "mail", "name": "Mail", "owner": "eero"},
            {"service": "other-service", "name": "Files", "owner": ""},
        ],
        "objectives": [
            {
                "objective": "restore-fast",
                "title": "Incidents are resolved in time",
                "outcome": "trust",
                "owner": "aino",
                "starts_on": "2026-01-01",
                "due_on": "2026-12-31",
            },
            {
                "objective": "decoy",
                "title": "Nobody measures this",
                "outcome": "",
                "owner": "",
                "starts_on": "2025-01-01",
                "due_on": "",
            },
        ],
        "metrics": [
            {
                "metric": "resolved",
                "name": "Incidents resolved in time",
                "unit": "%",
                "direction": "higher",
                "frequency": "monthly",
                "aggregation": "ratio",
                "minimum": 0,
                "maximum": 100,
            },
            {
                "metric": "load",
                "name": "Tickets per agent",
                "unit": "tickets",
                "direction": "range",
                "frequency": "quarterly",
                "aggregation": "mean",
                "minimum": "",
                "maximum": "",
            },
            {
                "metric": "other-metric",
                "name": "Backlog",
                "unit": "tickets",
                "direction": "lower",
                "frequency": "weekly",
                "aggregation": "last",
                "minimum": "",
                "maximum": "",
            },
        ],
        "targets": [
            {"objective": "restore-fast", "metric": "resolved", "service": "", "tolerance": 2},
            {"objective": "restore-fast", "metric": "load", "service": "mail", "tolerance": ""},
        ],
        "target_points": [
            {
                "objective": "restore-fast",
                "metric": "resolved",
                "service": "",
                "on_date": "2026-01-01",
                "value": 90,
                "lower": "",
                "upper": "",
            },
            {
                "objective": "restore-fast",
                "metric": "load",
                "service": "mail",
                "on_date": "2026-01-01",
                "value": "",
                "lower": 10,
                "upper": 20,
            },
        ],
        "readings": [
            {
                "metric": "resolved",
                "service": "",
                "period_start": "2026-01",
                "value": "",
                "numerator": 88,
                "denominator": 100,
                "not_applicable": False,
            },
            {
                "metric": "resolved",
                "service": "",
                "period_start": "2026-02",
                "value": "",
                "numerator": 93,
                "denominator": 100,
                "not_applicable": False,
            },
            {
                "metric": "load",
                "service": "mail",
                "period_start": "2025-Q4",
                "value": 14,
                "numerator": "",
                "denominator": "",
                "not_applicable": False,
            },
            {
                "metric": "other-metric",
                "service": "other-service",
                "period_start": "2026-W05",
                "value": 1,
                "numerator": "",
                "denominator": "",
                "not_applicable": False,
            },
        ],
        "explanations": [
            {
                "objective": "restore-fast",
                "on_date": "2026-01-31",
                "cause": "Two agents were ill",
                "owner": "eero",
            }
        ],
    }


# --- commands ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status, its answer, its words."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ran]:
    """Run `python -m smsdata ...` as its own process: `command("status", "--store", path)`.

    `module` names another package (`reports`), `env` adds to the environment. Without --store it
    is `default.duckdb` in the test's own folder. A traceback fails the test, whatever it is about.
    """

    def run(*arguments: Any, module: str = "smsdata", env: Mapping[str, str] | None = None) -> Ran:
        process = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
            env={**os.environ, **(env or {})},
            timeout=120,
        )
        assert "Traceback" not in process.stderr, process.stderr
        return Ran(process.returncode, process.stdout, process.stderr)

    return run


@pytest.fixture
def command_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """The same within this process, at a tenth of the time: for tables of many cases.

    What a process of its own would print as a traceback comes out as the exception it is.
    """

    def run(*arguments: Any) -> Ran:
        monkeypatch.setattr(sys, "argv", ["smsdata", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.run(commands.app)
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, *capsys.readouterr())

    return run
