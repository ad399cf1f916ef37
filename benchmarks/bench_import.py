"""The import of a bundle with a million readings, from CSV files to a closed store.

Beside it: DuckDB's bare COPY of the readings' file alone into a typed table of a new database,
closed too. No check, no versions, no other register.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from benchmarks.measure import Line, Run, against, in_child, take_turns, timed

TARGETS: Final = 1_000
TIMES_COPY: Final = 6.0
READINGS: Final = """
CREATE TABLE reading (
    metric VARCHAR NOT NULL,
    service VARCHAR,
    period_start DATE NOT NULL,
    value DOUBLE,
    numerator DOUBLE,
    denominator DOUBLE,
    not_applicable BOOLEAN,
    note VARCHAR
);
"""


def bench(folder: Path, rounds: int, *, readings: int = 1_000_000) -> list[Line]:
    """Measure the import of `readings`; the limit holds for a million."""
    bundle = folder / f"bundle-{readings}"
    if not bundle.exists():
        in_child(make_bundle, bundle, readings)
    copy = "bare COPY"
    figures = take_turns({"import": (product, bundle), copy: (bare_copy, bundle)}, rounds)
    what = f"import, {readings:,} readings"
    return [against(what, figures["import"], copy, figures[copy], TIMES_COPY)]


def make_bundle(folder: str, readings: str) -> Run:
    """A bundle with that many readings."""
    import duckdb  # noqa: PLC0415 - the parent stays small

    from benchmarks.data import make_tables, write_bundle  # noqa: PLC0415

    with duckdb.connect() as connection:
        make_tables(connection, TARGETS, int(readings))
        unfinished = Path(f"{folder}.part")
        seconds, _ = timed(lambda: write_bundle(connection, unfinished))
        unfinished.rename(folder)
    return Run(seconds)


def product(folder: str) -> Run:
    """Into a new store."""
    from smsdata.bundle import import_bundle  # noqa: PLC0415
    from smsdata.store import Store  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=Path(folder).parent) as place:

        def bring_in() -> None:
            with Store.open(Path(place) / "new.duckdb", create=True) as store:
                import_bundle(store, [Path(folder)], "bench")

        return Run(timed(bring_in)[0])


def bare_copy(folder: str) -> Run:
    """The readings alone, into a table of a new database."""
    import duckdb  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=Path(folder).parent) as place:

        def copy() -> None:
            with duckdb.connect(Path(place) / "new.duckdb") as connection:
                connection.execute(READINGS)
                connection.execute("COPY reading FROM ? (HEADER)", [f"{folder}/readings.csv"])

        return Run(timed(copy)[0])
