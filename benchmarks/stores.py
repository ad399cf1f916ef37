"""Stores for the benchmarks: the product's own file and schema, filled past its checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import duckdb

from smsdata.store import Store

TABLES: Final = (
    *("organization", "person", "service", "objective", "metric", "target", "target_point"),
    *("reading", "explanation"),
)
FILL: Final = {
    name: f"INSERT INTO store.history.{name} BY NAME FROM made.{name}" for name in TABLES
}


def fill(path: str, make: Callable[..., None], *sizes: int) -> None:
    """Make a store at `path` from the tables that `make(connection, *sizes)` leaves in `made`."""
    Store.open(path, create=True).close()
    with duckdb.connect() as connection:
        make(connection, *sizes)
        connection.execute(f"ATTACH '{path}' AS store")
        connection.execute("BEGIN TRANSACTION")
        for statement in FILL.values():
            connection.execute(statement)
        connection.execute(
            "INSERT INTO store.history.write BY NAME SELECT 1 AS version, "
            "max(recorded_at) AS recorded_at, 'bench' AS recorded_by FROM made.reading"
        )
        connection.execute("COMMIT")
        connection.execute("DETACH store")
