"""`plan_item_status` and `plan_check` of thousands of items that recur every week for ten years.

Beside each: the same rules in pandas, from the same rows and versions held in memory; of the checks
those that find something in such a plan. All from Python to Python, the second of two calls in a
process.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Line, Run, against, in_child, take_turns, timed

if TYPE_CHECKING:
    import pandas as pd

ITEMS, WEEKS, SECONDS = 5_000, 520, 1.0
ON_DATE: Final = date(2025, 12, 20)
KNOWN_AT: Final = datetime(2026, 11, 21, tzinfo=UTC)
TABLES: Final = ("plan_item", "plan_progress", "plan_occurrence", "evidence")
# Which checks find something here, and the empty cell that they object to.
EMPTY: Final = {
    "item-without-expected-evidence": "expected_evidence",
    "item-without-method": "method",
    "item-without-objective": "objectives",
    "item-without-owner": "owner",
}
OF_OCCURRENCES: Final = ("occurrence-missing", "occurrence-without-evidence")

VERSION: Final = (
    "TIMESTAMPTZ 'infinity' AS superseded_at, 'adi' AS recorded_by, false AS withdrawn, "
    "TIMESTAMPTZ '2015-12-01 00:00:00Z' AS recorded_at"
)
FILL: Final = (
    (
        f"INSERT INTO history.organization BY NAME SELECT 'Benchmark' AS name, 'UTC' AS time_zone, "
        f"1 AS fiscal_year_start_month, {VERSION}"
    ),
    (
        f"INSERT INTO history.person BY NAME SELECT 'adi' AS person, 'Adi' AS name, "
        f"'manager' AS access, true AS active, {VERSION}"
    ),
    # one item in 4, 5, 7 or 9 lacks something
    f"""
    INSERT INTO history.plan_item BY NAME SELECT
        'I' || i AS plan_item, 'Item ' || i AS title, 'recurring' AS timing, 'weekly' AS cadence,
        ['establish', 'implement', 'maintain', 'improve', 'change'][1 + i % 5] AS phase,
        DATE '2016-01-01' + CAST(i % 28 AS INTEGER) AS starts_on,
        CASE WHEN i % 9 > 0 THEN 'adi' END AS owner,
        CASE WHEN i % 4 > 0 THEN 'As the procedure says' END AS method,
        CASE WHEN i % 5 > 0 THEN 'Record' END AS expected_evidence,
        CASE WHEN i % 7 > 0 THEN 'OBJ' END AS objectives,
        'A record' AS deliverable, 'One hour' AS resources, {VERSION}
    FROM range($items) AS r (i)
    """,
    # one in twenty came to its end
    f"""
    INSERT INTO history.plan_progress BY NAME SELECT
        plan_item, DATE '2025-06-30' AS on_date, 'done' AS state, {VERSION}
    FROM history.plan_item WHERE hash(plan_item) % 20 = 0
    """,
    # one time in ten was late; one item in three misses one
    f"""
    INSERT INTO history.plan_occurrence BY NAME SELECT
        plan_item, day AS due_on,
        day + CASE WHEN hash(plan_item, day) % 10 = 0 THEN 5 ELSE -1 END AS done_on,
        {VERSION.replace("TIMESTAMPTZ '2015-12-01 00:00:00Z'", "CAST(day + 6 AS TIMESTAMPTZ)")}
    FROM (
        SELECT plan_item, unnest([starts_on + 7 * CAST(k AS INTEGER) FOR k IN range($weeks)]) AS day
        FROM history.plan_item
    )
    WHERE hash(day, plan_item) % (3 * $weeks) > 0
    ORDER BY due_on
    """,
    # of nine items in ten every time of the last two years is proved
    f"""
    INSERT INTO history.evidence BY NAME SELECT
        'E' || row_number() OVER () AS evidence, 'Record' AS title,
        'https://example.org' AS location, 'plan_items' AS register, plan_item AS code, due_on,
        {VERSION}
    FROM history.plan_occurrence
    WHERE hash(plan_item) % 10 > 0 AND due_on > DATE '2024-01-01'
    """,
    (
        "INSERT INTO history.write BY NAME SELECT 1 AS version, max(recorded_at) AS recorded_at, "
        "'adi' AS recorded_by FROM history.plan_occurrence"
    ),
)


def bench(folder: Path, rounds: int, *, items: int = ITEMS, weeks: int = WEEKS) -> list[Line]:
    """Measure both views; the limit holds for 5,000 items over ten years."""
    path = folder / f"plan-{items}-{weeks}.duckdb"
    if not path.exists():
        in_child(make_store, path, items, weeks)
    lines = []
    for view, ours, peer in (
        ("plan_item_status", item_status, pandas_item_status),
        ("plan_check", check, pandas_check),
    ):
        figures = take_turns({view: (ours, path), "pandas": (peer, path)}, rounds)
        what = f"{view}, {items:,} items, weekly for {weeks // 52} years"
        mine = figures[view]
        held = mine.median < SECONDS
        lines.append(Line(what, mine, limit=f"under {SECONDS:g} s", holds=held))
        lines.append(against(what, mine, "pandas", figures["pandas"], None))
    return lines


def make_store(path: str, items: str, weeks: str) -> Run:
    """A store with that many items, each due that many times."""
    import duckdb  # noqa: PLC0415 - the parent stays small

    from smsdata.store import Store  # noqa: PLC0415

    def fill() -> None:
        Store.open(path, create=True).close()
        sizes = {"items": int(items), "weeks": int(weeks)}
        with duckdb.connect(path) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for statement in FILL:
                asked = {name: size for name, size in sizes.items() if f"${name}" in statement}
                connection.execute(statement, asked)

    return Run(timed(fill)[0])


# --- the product ---------------------------------------------------------------------------------


def item_status(path: str) -> Run:
    """The view `plan_item_status`, through a board."""
    from smsdata.store import Store  # noqa: PLC0415

    with Store.open(path) as store:

        def answer() -> str:
            with store.board(ON_DATE, KNOWN_AT) as board:
                rows = board.plan_item_status()
            counts = (
                (row.occurrences_due, row.occurrences_done, row.occurrences_on_time) for row in rows
            )
            due = (row.next_due_on.toordinal() for row in rows if row.next_due_on)
            return _digest(
                Counter(row.status for row in rows), *map(sum, zip(*counts, strict=True)), sum(due)
            )

        answer()
        return Run(*timed(answer))


def check(path: str) -> Run:
    """The view `plan_check`, through a board: all the checks, also those that find nothing."""
    from smsdata.store import Store  # noqa: PLC0415

    with Store.open(path) as store:

        def answer() -> str:
            with store.board(ON_DATE, KNOWN_AT) as board:
                found = Counter(row.rule for row in board.plan_checks())
            return _digest({rule: found[rule] for rule in (*EMPTY, *OF_OCCURRENCES)})

        answer()
        return Run(*timed(answer))


# --- pandas --------------------------------------------------------------------------------------


def pandas_item_status(path: str) -> Run:
    """How each item stands, in pandas."""
    versions = _frames(path)

    def answer() -> str:
        items = _items(_current(versions))
        counts = items[["occurrences_due", "done_lately", "on_time_lately"]].sum()
        due = items["next_due_on"].dropna()
        days = (due - DAY_ONE).dt.days.sum() + len(due)
        return _digest(Counter(items["status"]), *counts, days)

    return _second(answer)


def pandas_check(path: str) -> Run:
    """What those checks find, in pandas."""
    import pandas as pd  # noqa: PLC0415

    versions = _frames(path)

    def answer() -> str:
        tables = _current(versions)
        items, today = _items(tables), pd.Timestamp(ON_DATE)
        is_open = items["status"] != "done"
        found = {rule: int((is_open & items[cell].isna()).sum()) for rule, cell in EMPTY.items()}
        missing = is_open & (items["next_due_on"] < today)
        done, proofs = tables["done"], tables["evidence"]
        lately = done[(done["due_on"] > today - timedelta(365)) & (done["due_on"] <= today)]
        proofs = proofs[["code", "due_on"]].drop_duplicates()
        beside = lately.merge(
            proofs, "left", left_on=["plan_item", "due_on"], right_on=["code", "due_on"]
        )
        unproved = beside.loc[beside["code"].isna(), "plan_item"].nunique()
        return _digest(
            {**found, **dict(zip(OF_OCCURRENCES, (int(missing.sum()), unproved), strict=True))}
        )

    return _second(answer)


def _items(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The items with what they are due, done and on time, and their status; adds table `done`."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    today = pd.Timestamp(ON_DATE)
    items = tables["plan_item"].set_index("plan_item")
    progress = tables["plan_progress"]
    progress = progress[progress["on_date"] <= today].sort_values("on_date")
    last = progress.drop_duplicates("plan_item", keep="last").set_index("plan_item")
    items["ended_on"] = last.loc[last["state"] == "done", "on_date"]
    items["ended_on"] = items["ended_on"].fillna(pd.Timestamp.max)

    done = tables["plan_occurrence"].join(items[["starts_on", "ended_on"]], on="plan_item")
    done = done[(done["done_on"] <= today) & (done["due_on"] <= done["ended_on"])]
    tables["done"] = done
    lately = (done["due_on"] > today - timedelta(365)) & (done["due_on"] <= today)
    done = done.assign(
        step=(done["due_on"] - done["starts_on"]).dt.days // 7,
        lately=lately,
        on_time=lately & (done["done_on"] <= done["due_on"]),
        before=done["due_on"] < today,
    ).sort_values(["plan_item", "step"])
    groups = done.groupby("plan_item", sort=False)
    sums = groups[["lately", "on_time", "before"]].sum()
    rank = groups.cumcount()
    first_gap = rank[rank != done["step"]].groupby(done["plan_item"]).min()
    undone = first_gap.reindex(sums.index).fillna(groups.size())
    items["done_lately"] = sums["lately"].reindex(items.index).fillna(0)
    items["on_time_lately"] = sums["on_time"].reindex(items.index).fillna(0)

    def scheduled(day: pd.Timestamp) -> pd.Series[int]:
        until = items["ended_on"].clip(upper=day)
        return ((until - items["starts_on"]).dt.days // 7 + 1).clip(lower=0)

    items["occurrences_due"] = scheduled(today) - scheduled(today - timedelta(365))
    before = sums["before"].reindex(items.index).fillna(0)
    overdue = scheduled(today - timedelta(1)) > before
    step = undone.reindex(items.index).fillna(0)
    due = items["starts_on"] + pd.to_timedelta(7 * step, "D")
    items["next_due_on"] = due.where(due <= items["ended_on"])
    finished = items["ended_on"] < pd.Timestamp.max
    begun = items["starts_on"] <= today
    items["status"] = np.select(
        [finished, overdue, begun], ["done", "overdue", "on_track"], "not_started"
    )
    return items


def _frames(path: str) -> dict[str, pd.DataFrame]:
    import duckdb  # noqa: PLC0415

    with duckdb.connect(path, read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return {name: connection.table(f"history.{name}").df() for name in TABLES}


def _current(versions: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    from benchmarks.pandas_rules import current_at  # noqa: PLC0415

    return {name: current_at(frame, [], KNOWN_AT) for name, frame in versions.items()}


def _second(answer: Callable[[], str]) -> Run:
    answer()
    return Run(*timed(answer))


DAY_ONE: Final = datetime(1, 1, 1)  # noqa: DTZ001  (a day, as an ordinal counts from it)


def _digest(counted: dict[str, int], *sums: float) -> str:
    """What peers must agree on."""
    return json.dumps([dict(sorted(counted.items())), *map(int, sums)])
