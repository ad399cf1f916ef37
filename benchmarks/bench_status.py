"""`target_status` of thousands of targets over millions of readings.

Beside it: the least that has to be done, one scan of the same table for the latest value of each
metric and service; and the same rules in pandas, from the same rows, versions and codes held in
memory, once as the store has them and once at its best: only the rows in force, codes as
categories. All from Python to Python, the second of two calls in a process.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import GIB, Line, Run, against, in_child, take_turns, timed

if TYPE_CHECKING:
    import pandas as pd

SIZES: Final = {"small": (1_000, 1_000_000), "large": (5_000, 10_000_000)}
SECONDS, MEMORY, SHARE_OF_PANDAS = 3.0, 4 * GIB, 1 / 5
KNOWN_AT: Final = datetime(2026, 11, 21, tzinfo=UTC)
RULE_TABLES: Final = ("organization", "objective", "metric", "target", "target_point", "reading")
READING: Final = ["metric", "service", "period_start", "value", "numerator", "denominator"]


def bench(folder: Path, rounds: int, *, large: bool) -> list[Line]:
    """Measure both sizes, the large one only where asked for; limits hold for the large one."""
    lines = []
    for size in ("small", "large") if large else ("small",):
        targets, readings = SIZES[size]
        path = folder / f"status-{size}.duckdb"
        if not path.exists():
            in_child(make_store, path, targets, readings)
        scan, frames, best = "latest-per-metric scan", "pandas", "pandas, prepared"
        figures = take_turns(
            {
                "target_status": (product, path),
                scan: (latest_scan, path),
                frames: (pandas_frames, path),
                best: (pandas_prepared, path),
            },
            rounds,
        )
        what = f"target_status, {targets:,} targets, {readings // 1_000_000} M readings"
        ours = figures["target_status"]
        if size == "large":
            held = ours.median < SECONDS
            lines.append(Line(what, ours, limit=f"under {SECONDS:g} s", holds=held))
            held = ours.peak < MEMORY
            lines.append(Line(what, ours, limit=f"under {MEMORY / GIB:g} GiB", holds=held))
        share = SHARE_OF_PANDAS if size == "large" else None
        lines.append(against(what, ours, frames, figures[frames], share))
        lines.append(against(what, ours, best, figures[best], None))
        lines.append(against(what, ours, scan, figures[scan], None))
    return lines


def make_store(path: str, targets: str, readings: str) -> Run:
    """A store with that many targets over that many readings."""
    from benchmarks.data import make_tables  # noqa: PLC0415 - the parent stays small
    from benchmarks.stores import fill  # noqa: PLC0415

    seconds, _ = timed(lambda: fill(path, make_tables, int(targets), int(readings)))
    return Run(seconds)


def product(path: str) -> Run:
    """The view, through a board."""
    from benchmarks.data import ON_DATE  # noqa: PLC0415
    from smsdata.store import Store  # noqa: PLC0415

    with Store.open(path) as store:

        def answer() -> str:
            with store.board(ON_DATE, KNOWN_AT) as board:
                rows = board.target_status()
            return _digest((row.status, row.periods_met) for row in rows)

        answer()
        return Run(*timed(answer))


def latest_scan(path: str) -> Run:
    """The latest value of each metric and service, from the rows in force."""
    import duckdb  # noqa: PLC0415

    def scan() -> int:
        rows = connection.execute(
            "SELECT metric, service, arg_max(value, period_start) FROM history.reading "
            "WHERE recorded_at <= ? AND superseded_at > ? AND NOT withdrawn GROUP BY ALL",
            [KNOWN_AT, KNOWN_AT],
        )
        return len(rows.fetchall())

    with duckdb.connect(path, read_only=True) as connection:
        scan()
        return Run(timed(scan)[0])


def pandas_frames(path: str) -> Run:
    """The rules in pandas from every version of every row, codes as text."""
    from benchmarks.data import ON_DATE  # noqa: PLC0415
    from benchmarks.pandas_rules import KEYS, current_at, target_status  # noqa: PLC0415

    versions = _frames(path)

    def answer() -> str:
        tables = {name: current_at(frame, KEYS[name], KNOWN_AT) for name, frame in versions.items()}
        status = target_status(tables, ON_DATE)
        return _digest(zip(status["status"], status["periods_met"], strict=True))

    answer()
    return Run(*timed(answer))


def pandas_prepared(path: str) -> Run:
    """The rules in pandas from the rows in force, codes as categories: both for nothing."""
    from benchmarks.data import ON_DATE  # noqa: PLC0415
    from benchmarks.pandas_rules import KEYS, current_at, target_status  # noqa: PLC0415

    versions = _frames(path)
    tables = {name: current_at(frame, KEYS[name], KNOWN_AT) for name, frame in versions.items()}
    tables["reading"] = tables["reading"][READING].astype(
        {"metric": "category", "service": "category"}
    )
    del versions

    def answer() -> str:
        status = target_status(tables, ON_DATE)
        return _digest(zip(status["status"], status["periods_met"], strict=True))

    answer()
    return Run(*timed(answer))


def _frames(path: str) -> dict[str, pd.DataFrame]:
    import duckdb  # noqa: PLC0415

    with duckdb.connect(path, read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return {name: connection.table(f"history.{name}").df() for name in RULE_TABLES}


def _digest(rows: Iterable[tuple[str, int]]) -> str:
    """What peers must agree on: how many targets have which status, and their periods met."""
    statuses: Counter[str] = Counter()
    met = 0
    for status, periods_met in rows:
        statuses[status] += 1
        met += int(periods_met)
    return json.dumps([dict(sorted(statuses.items())), met])
