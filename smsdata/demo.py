"""The sample organisation, moved in time so that its newest figures are this month's newest."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

import duckdb

from smsdata.bundle import Imported, import_bundle
from smsdata.models import BY_NAME, DATE, PERIOD, Record, columns
from smsdata.parts import Progress
from smsdata.settings import ROOT
from smsdata.store import SQL, Store, quoted

SAMPLE = ROOT / "sample_data"

_READ = Template("""
CREATE TEMP TABLE sample_${register} AS
SELECT * REPLACE (${typed})
FROM read_csv('${path}', all_varchar = true, header = true, delim = ',', quote = '"')
""")
_MOVE = Template("""
CREATE TEMP TABLE moved_${register} AS
SELECT r.* REPLACE (${moved}) FROM sample_${register} AS r CROSS JOIN month_shift
""")
# What would have been recorded after this moment was recorded just before it, in the same order.
_WRITE = Template("""
COPY (
    SELECT * REPLACE (
        CASE WHEN recorded_at < getvariable('now') THEN recorded_at
            ELSE getvariable('now')
                - to_milliseconds(row_number() OVER (ORDER BY recorded_at DESC, rowid DESC))
        END AS recorded_at
    )
    FROM moved_${register} ORDER BY rowid
) TO '${path}' (FORMAT csv, HEADER true)
""")
# Registers that sql/demo.sql moves itself: their rows move with the periods they speak for, or with
# the item of the plan.
_BY_THEMSELVES = (
    *("readings", "explanations", "plan_items", "plan_progress", "plan_occurrences", "evidence"),
)


def make_demo(store: Store, now: datetime, progress: Progress) -> Imported:
    """Bring the sample organisation into an empty store, as if its history ended at `now`."""
    with store.folder() as spool:
        given, moved = spool / "sample", spool / "moved"
        shutil.copytree(SAMPLE, given)
        moved.mkdir()
        _move(store, given, moved, now)
        return import_bundle(store, [moved], "demo", progress=progress)


def _move(store: Store, given: Path, moved: Path, now: datetime) -> None:
    cursor = store.cursor()
    registers = {path.stem: BY_NAME[path.stem] for path in sorted(given.glob("*.csv"))}
    for name, record in registers.items():
        typed = dict.fromkeys(_days(record), "DATE") | {"recorded_at": "TIMESTAMPTZ"}
        if name == "organization":
            typed["fiscal_year_start_month"] = "INTEGER"
        cursor.execute(
            _READ.substitute(
                register=name,
                typed=", ".join(
                    f"CAST({column} AS {to}) AS {column}" for column, to in typed.items()
                ),
                path=quoted(str(given / f"{name}.csv")),
            )
        )
    cursor.execute(f"SET VARIABLE now = TIMESTAMPTZ '{now.isoformat()}'")
    cursor.execute(f"SET VARIABLE today = DATE '{now.astimezone(_zone(cursor)).date()}'")
    cursor.execute((SQL / "demo.sql").read_text())
    for name, record in registers.items():
        if name not in _BY_THEMSELVES:
            by_months = [f"moved_day(r.{column}, months) AS {column}" for column in _days(record)]
            by_months.append(
                "moved_time(r.recorded_at, moved_day(CAST(r.recorded_at AS DATE), months) "
                "- CAST(r.recorded_at AS DATE)) AS recorded_at"
            )
            cursor.execute(_MOVE.substitute(register=name, moved=", ".join(by_months)))
        cursor.execute(_WRITE.substitute(register=name, path=quoted(str(moved / f"{name}.csv"))))
    cursor.close()


def _days(record: type[Record]) -> list[str]:
    return [column.name for column in columns(record) if column.kind in (DATE, PERIOD)]


def _zone(cursor: duckdb.DuckDBPyConnection) -> ZoneInfo:
    row = cursor.execute("SELECT time_zone FROM sample_organization").fetchone()
    return ZoneInfo(row[0] if row and row[0] else "UTC")
