"""The views of contract section 5: their columns, their clocks, and what each one tells."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsdata.bundle import import_bundle
from smsdata.models import REGISTERS
from smsdata.store import Store

STAMP = ("recorded_at", "recorded_by", "change_note")
TARGET_STATUS = (
    "objective metric service evaluated_on required required_lower required_upper actual gap "
    "attainment status last_known_status freshness readings_expected readings_received "
    "periods_evaluated periods_met forecast forecast_value forecast_low forecast_high variation "
    "assurance process_mean process_lower process_upper"
)
# Views that stand on both clocks, and those that stand on known_at alone.
ON_BOTH = {
    "target_status": TARGET_STATUS,
    "objective_status": "objective title owner status attainment targets readings_expected "
    "readings_received",
    "objective_wall": "objective period_end status",
    "reading_due": "metric service owner period_start period_end due_on freshness",
    "plan_item_status": "plan_item title phase owner timing planned_percent percent state status "
    "slip_days next_due_on occurrences_due occurrences_done occurrences_on_time evidence_count",
    "plan_occurrence_status": "plan_item due_on done_on status evidence_count",
    "plan_health": "items done on_track behind overdue blocked not_started cancelled "
    "percent_complete planned_percent on_time_rate evidence_rate checks_failed",
    "plan_check": "rule severity register code message remedy clause waived_until waiver_reason",
    "improvement_status": "improvement title state owner source age_days overdue priority "
    "mean_before mean_after readings_before readings_after effect",
}
ON_KNOWN = {
    "metric_period": "metric service period_start period_end value numerator denominator",
    "change": "recorded_at recorded_by change_note register code field before after",
}
OBJECTIVE_CHANGE = (
    "objective title owner status_before status_after attainment_before attainment_after moved"
)
REGISTER_VIEWS = {
    "organization": "organization",
    "people": "person",
    "outcomes": "outcome",
    "services": "service",
    "objectives": "objective",
    "metrics": "metric",
    "targets": "target",
    "target_points": "target_point",
    "readings": "reading",
    "explanations": "explanation",
    "plan_items": "plan_item",
    "plan_progress": "plan_progress",
    "plan_occurrences": "plan_occurrence",
    "improvements": "improvement",
    "raci": "raci",
    "plan_approvals": "plan_approval",
    "waivers": "waiver",
    "evidence": "evidence",
}
DAY = "DATE '2026-03-31'"
KNOWN = "TIMESTAMPTZ '2026-04-05 00:00:00Z'"

Rows = list[tuple[Any, ...]]
Load = Callable[..., Store]


def ask(store: Store, statement: str) -> Rows:
    """What a statement answers, dates and times as text."""
    cursor = store.cursor()
    rows = cursor.execute(statement).fetchall()
    cursor.close()
    return [tuple(str(c) if isinstance(c, (date, datetime)) else c for c in row) for row in rows]


def names(store: Store, statement: str) -> list[str]:
    cursor = store.cursor()
    described = [column[0] for column in cursor.execute(statement).description]
    cursor.close()
    return described


def utc(text: str) -> str:
    """A moment as SQL writes it: `utc("2025-03-01")`, `utc("2025-03-01 12:00")`."""
    return f"TIMESTAMPTZ '{text}{'' if ':' in text else ' 00:00'}:00Z'"


@pytest.fixture
def load(store: Store, bundle: Callable[..., Path]) -> Load:
    """Bring registers into the empty store: rows without `recorded_at` were always known."""

    def bring(**registers: list[dict[str, Any]]) -> Store:
        dated = {
            register: [
                row
                if "recorded_at" in row
                else row | {"recorded_at": row.get("period_start", "2020-01-01") + "T00:00:00Z"}
                for row in rows
            ]
            for register, rows in registers.items()
        }
        import_bundle(store, [bundle(dated)], "tester")
        return store

    return bring


def metric(code: str, **more: Any) -> dict[str, Any]:
    return {
        "metric": code,
        "name": code,
        "unit": "u",
        "direction": "higher",
        "frequency": "monthly",
        "aggregation": "mean",
        "grace_days": 10,
    } | more


def objective(code: str, starts_on: str = "2025-01-01", **more: Any) -> dict[str, Any]:
    return {"objective": code, "title": code, "starts_on": starts_on} | more


def target(objective: str, metric: str, service: str = "", **more: Any) -> dict[str, Any]:
    return {"objective": objective, "metric": metric, "service": service} | more


def point(objective: str, metric: str, service: str = "", **more: Any) -> dict[str, Any]:
    key = target(objective, metric, service)
    return key | {"on_date": "2025-01-01", "value": 1} | more


def reading(metric: str, month: str, value: Any, service: str = "", **more: Any) -> dict[str, Any]:
    key = {"metric": metric, "service": service, "period_start": f"{month}-01"}
    return key | {"value": value} | more


# --- shape ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ON_BOTH)
def test_a_view_on_both_clocks_has_the_columns_of_the_contract(view: str, store: Store) -> None:
    assert " ".join(names(store, f"FROM {view}")) == ON_BOTH[view]
    assert " ".join(names(store, f"FROM {view}_at({DAY}, {KNOWN})")) == ON_BOTH[view]


def test_every_macro_at_two_clocks_calls_them_on_date_and_known_at(store: Store) -> None:
    at_two = ask(
        store,
        "SELECT function_name, parameters FROM duckdb_functions() "
        "WHERE NOT internal AND function_type = 'table_macro' AND len(parameters) = 2 "
        "AND function_name LIKE '%\\_at' ESCAPE '\\'",
    )
    assert {f"{view}_at" for view in ON_BOTH} <= {name for name, _ in at_two}
    for name, _ in at_two:
        ask(store, f"FROM {name}(known_at := {KNOWN}, on_date := {DAY})")
    assert {tuple(parameters) for _, parameters in at_two} == {("on_date", "known_at")}


@pytest.mark.parametrize("view", ON_KNOWN)
def test_a_view_on_what_is_known_has_the_columns_of_the_contract(view: str, store: Store) -> None:
    assert " ".join(names(store, f"FROM {view}")) == ON_KNOWN[view]
    assert " ".join(names(store, f"FROM {view}_at({KNOWN})")) == ON_KNOWN[view]


def test_objective_change_has_the_columns_of_the_contract(store: Store) -> None:
    found = names(store, f"FROM objective_change({DAY}, {KNOWN}, {DAY}, {KNOWN})")
    assert " ".join(found) == OBJECTIVE_CHANGE


def test_a_register_has_a_view_with_the_bundles_columns_and_who_when_and_why(store: Store) -> None:
    for record in REGISTERS:
        view = REGISTER_VIEWS[record.register_name]
        expected = [*record.model_fields, *STAMP]
        assert names(store, f"FROM {view}") == expected
        assert names(store, f"FROM {view}_at({KNOWN})") == expected


def test_reading_history_has_the_columns_of_readings_and_when_a_version_ended(store: Store) -> None:
    reading_columns = names(store, "FROM reading")
    for source in ("reading_history", f"reading_history_at({KNOWN})"):
        found = names(store, f"FROM {source}")
        assert found[: len(reading_columns)] == reading_columns
        assert set(found[len(reading_columns) :]) == {"superseded_at", "withdrawn"}


def test_the_views_of_the_contract_are_in_the_schema_main_and_tables_are_not(store: Store) -> None:
    views = {row[0] for row in ask(store, "SELECT view_name FROM duckdb_views() WHERE NOT internal "
        "AND schema_name = 'main'")}  # fmt: skip
    contract = {*ON_BOTH, *ON_KNOWN, *REGISTER_VIEWS.values(), "reading_history"}
    assert contract - views == set()
    query = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal"
    assert ask(store, query) == []


def test_every_view_and_whatever_else_the_software_reads_is_documented(store: Store) -> None:
    root = Path(__file__).parents[2]
    told = set(re.findall(r"`(\w+)", (root / "docs" / "views.md").read_text(encoding="utf-8")))
    with store.board() as board:
        views = board.cursor.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        ).fetchall()
    python = "".join(path.read_text() for path in (root / "smsdata").glob("*.py"))
    macros = re.findall(r"(?:FROM|JOIN) (\w+_at)\(", python)
    read = {name for (name,) in views} | set(macros)
    assert {name for name in read if not {name, name.removesuffix("_at")} & told} == set()


def test_the_views_of_an_empty_store_are_empty(store: Store) -> None:
    for view in (*ON_BOTH, *ON_KNOWN, *REGISTER_VIEWS.values(), "reading_history"):
        # the health of a plan is always one row
        expected = [(*[0] * 8, *[None] * 4, 0)] if view == "plan_health" else []
        assert ask(store, f"FROM {view}") == expected, view


# --- registers and clocks ------------------------------------------------------------------------


def test_registers_show_their_defaults(load: Load) -> None:
    store = load(
        organization=[{"name": "O"}],
        people=[{"person": "p", "name": "P"}],
        objectives=[objective("O")],
        metrics=[metric("M", grace_days="")],
        targets=[target("O", "M")],
        target_points=[point("O", "M")],
        readings=[reading("M", "2025-01", 4)],
    )
    for view, columns, defaults in (
        ("organization", "fiscal_year_start_month, time_zone, scope", (1, "UTC", None)),
        ("person", "access, active, deputy", ("viewer", True, None)),
        ("metric", "grace_days, minimum, decimals", (10, None, None)),
        ("target", "path, evaluation, tolerance, weight, service", ("step", "latest", 0, 1, None)),
        ("reading", "not_applicable, service, numerator", (False, None, None)),
    ):
        assert ask(store, f"SELECT {columns} FROM {view}") == [defaults], view


@pytest.fixture
def told(load: Load) -> Store:
    """A store where everything changes on 1 March 2025 at noon: O turns from met to missed."""
    noon = {"recorded_at": "2025-03-01T12:00:00Z"}
    return load(
        people=[{"person": "p", "name": "P"}, {"person": "q", "name": "Q", **noon}],
        services=[{"service": "A", "name": "A", **noon}],
        objectives=[
            objective("O", owner="q"),
            objective("new", **noon),
            objective("gone"),
            {"objective": "gone", "withdrawn": True, **noon},
        ],
        metrics=[metric("M", owner="q"), metric("S")],
        targets=[target("O", "M"), target("gone", "M"), target("O", "S", "A")],
        target_points=[point("O", "M"), point("gone", "M"), point("O", "S", "A")],
        readings=[
            reading("M", "2025-01", 5, recorded_at="2025-02-03T00:00:00Z"),
            reading("M", "2025-01", 0, **noon),
            reading("S", "2025-01", 3, "A", recorded_at="2025-02-03T00:00:00Z"),
        ],
    )


def test_a_session_reads_the_views_at_its_two_clocks(told: Store) -> None:
    cursor = told.cursor()
    query = "SELECT status FROM target_status WHERE metric = 'M' AND objective = 'O'"

    def status() -> str:
        return cursor.execute(query).fetchone()[0]

    cursor.execute("SET VARIABLE on_date = DATE '2025-01-31'")
    assert status() == "off_target"
    cursor.execute(f"SET VARIABLE known_at = {utc('2025-03-01 11:59')}")
    assert status() == "on_target"
    cursor.execute(f"SET VARIABLE known_at = {utc('2025-03-01 12:00')}")
    assert status() == "off_target"
    cursor.execute("SET VARIABLE on_date = DATE '2025-01-30'")
    assert status() == "not_started"
    cursor.close()
    # a session of its own: other clocks, today and all that is known
    other = told.cursor()
    today = other.execute("SELECT evaluated_on, status FROM target_status").fetchall()
    assert {row[1] for row in today} == {"stale"}
    other.close()


def test_one_statement_can_compare_two_pairs_of_clocks(told: Store) -> None:
    day, before, after = "DATE '2025-01-31'", utc("2025-02-28"), utc("2025-03-02")
    assert ask(
        told,
        f"""
        SELECT before.status, after.status, before.actual, after.actual
        FROM target_status_at({day}, {before}) AS before
        JOIN target_status_at({day}, {after}) AS after USING (objective, metric)
        WHERE metric = 'M'
        """,
    ) == [("on_target", "off_target", 5, 0)]
    assert ask(
        told, f"SELECT before.n, after.n FROM (SELECT count(*) AS n FROM objective_at({before})) "
        f"AS before, (SELECT count(*) AS n FROM objective_at({after})) AS after"
    ) == [(2, 2)]  # fmt: skip


def test_a_register_is_read_as_it_was_known(told: Store) -> None:
    def codes(view: str, known: str) -> list[str]:
        return [row[0] for row in ask(told, f"SELECT {view} FROM {view}_at({known}) ORDER BY 1")]

    assert codes("objective", utc("2025-03-01 11:59")) == ["O", "gone"]
    assert codes("objective", utc("2025-03-01 12:00")) == ["O", "new"]
    assert codes("person", utc("2025-03-01 11:59")) == ["p"]
    assert codes("person", utc("2019-12-31")) == []
    values = [
        ask(told, f"SELECT value FROM reading_at({known}) WHERE metric = 'M'")
        for known in (utc("2025-03-01 11:59"), utc("2025-03-01 12:00"), utc("2025-02-02"))
    ]
    assert values == [[(5,)], [(0,)], []]


def test_a_code_that_was_not_known_then_shows_as_the_code(told: Store) -> None:
    known = utc("2025-03-01 11:59")
    assert ask(told, f"SELECT objective, owner FROM objective_at({known}) ORDER BY 1") == [
        ("O", "q"),
        ("gone", None),
    ]
    query = f"FROM objective_status_at(DATE '2025-01-31', {known}) ORDER BY 1"
    assert [row[2] for row in ask(told, f"SELECT objective, title, owner {query}")] == ["q", None]
    query = f"FROM target_status_at(DATE '2025-01-31', {known}) WHERE metric = 'S'"
    assert ask(told, f"SELECT service, status {query}") == [("A", "on_target")]
    due = (
        f"SELECT DISTINCT metric, owner FROM reading_due_at(DATE '2025-02-28', {known}) ORDER BY 1"
    )
    assert ask(told, due) == [("M", "q"), ("S", None)]


def test_registers_history_and_series_do_not_depend_on_the_day(told: Store) -> None:
    cursor = told.cursor()
    views = [*REGISTER_VIEWS.values(), "reading_history", "metric_period", "change"]
    found = []
    for day in ("1990-01-01", "2025-01-31", "2090-12-31"):
        cursor.execute(f"SET VARIABLE on_date = DATE '{day}'")
        found.append([cursor.execute(f"FROM {view} ORDER BY ALL").fetchall() for view in views])
    cursor.close()
    assert found[0] == found[1] == found[2]
    assert sum(map(len, found[0])) > 15


def test_a_board_without_clocks_stands_at_the_last_write(told: Store) -> None:
    with told.board() as board:
        assert board.known_at == datetime(2025, 3, 1, 12, tzinfo=UTC)
    with told.board(date(2025, 1, 31)) as board:
        actual = {row.metric: row.actual for row in board.target_status()}
    assert actual == {"M": 0, "S": 3}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_a_day_in_the_organisations_time_zone(zone: str, load: Load) -> None:
    # the two zones never have the same day
    store = load(organization=[{"name": "O", "time_zone": zone}])
    before = datetime.now(ZoneInfo(zone)).date()
    with store.board() as board:
        assert before <= board.on_date <= datetime.now(ZoneInfo(zone)).date()
        session = board.cursor.execute("SELECT getvariable('on_date')").fetchone()
        assert session == (board.on_date,)


# --- metric_period -------------------------------------------------------------------------------


def test_a_series_is_told_for_each_service_and_for_all_together(load: Load) -> None:
    store = load(
        services=[{"service": name, "name": name} for name in ("A", "B", "silent")],
        metrics=[metric("M", aggregation="ratio", unit="%"), metric("unread")],
        readings=[
            reading("M", "2025-01", "", "A", numerator=9, denominator=10),
            reading("M", "2025-01", "", "B", numerator=30, denominator=90),
            reading("M", "2025-02", "", "B", not_applicable=True),
            reading("M", "2025-03", 50, "B"),
            reading("M", "2025-03", "", numerator=1, denominator=4),
        ],
    )
    rows = ask(store, "FROM metric_period ORDER BY period_start, service NULLS FIRST")
    assert [(row[1], row[2][:7], *row[4:]) for row in rows] == [
        (None, "2025-01", 39, 39, 100),
        ("A", "2025-01", 90, 9, 10),
        ("B", "2025-01", pytest.approx(100 / 3), 30, 90),
        (None, "2025-02", None, None, None),
        ("B", "2025-02", None, None, None),
        (None, "2025-03", 25, 1, 4),
        ("B", "2025-03", 50, None, None),
    ]
    assert {(row[0], row[3]) for row in rows} == {
        ("M", "2025-01-31"),
        ("M", "2025-02-28"),
        ("M", "2025-03-31"),
    }


def test_a_withdrawn_metric_has_no_series(load: Load) -> None:
    store = load(
        metrics=[
            metric("M"),
            metric("stays"),
            {"metric": "M", "withdrawn": True, "recorded_at": "2025-03-01T00:00:00Z"},
        ],
        readings=[reading("M", "2025-01", 1), reading("stays", "2025-01", 1)],
    )
    assert ask(store, "SELECT metric FROM metric_period") == [("stays",)]
    before = f"SELECT metric FROM metric_period_at({utc('2025-02-28')}) ORDER BY 1"
    assert ask(store, before) == [("M",), ("stays",)]


# --- objective_change ----------------------------------------------------------------------------

# On 2025-04-05 a target of an objective due on 31 March stands as its metric's name says.
STATES: dict[str, dict[str, Any]] = {
    "missed": {"values": (1, 1, 0)},
    "off_target": {"values": (1, 0)},
    "at_risk": {"values": (1, 0), "tolerance": 1},
    "on_target": {"values": (1, 1)},
    "achieved": {"values": (0, 0, 1)},
    "stale": {"values": (1, 1), "grace_days": 0},
    "no_data": {"values": ()},
    "not_started": {"values": (1, 1, 1), "first": "2025-04-01"},
}
# Down: before. Across: after. n new, e ended, i improved, s slipped, . unchanged.
MOVED = {
    #               no row, not started, unmeasured, missed, off, at risk, on, achieved, stale, none
    "no row": ". . . n n n n n n n",
    "not_started": ". . . n n n n n n n",
    "unmeasured": ". . . n n n n n n n",
    "missed": "e e e . i i i i s s",
    "off_target": "e e e s . i i i s s",
    "at_risk": "e e e s s . i i s s",
    "on_target": "e e e s s s . i s s",
    "achieved": "e e e s s s s . s s",
    "stale": "e e e s s s i i . .",
    "no_data": "e e e s s s i i . .",
}
WORDS = {"n": "new", "e": "ended", "i": "improved", "s": "slipped", ".": "unchanged"}


@pytest.fixture
def moves(load: Load) -> Store:
    """An objective for every pair of states: at noon on 6 April the one gives way to the other."""
    noon = {"recorded_at": "2025-04-06T12:00:00Z"}
    objectives, targets, points = [], [], []
    for before in MOVED:
        for after in MOVED:
            code = f"{before}-{after}".replace(" ", "_")
            first = noon if before == "no row" else {}
            if before != "no row" or after != "no row":
                objectives.append(objective(code, due_on="2025-03-31", **first))
            if after == "no row" and before != "no row":
                objectives.append({"objective": code, "withdrawn": True, **noon})
            for state in {before, after} & STATES.keys():
                given = STATES[state]
                since = {} if state == before else noon
                targets.append(target(code, state, tolerance=given.get("tolerance"), **since))
                on = given.get("first", "2025-01-01")
                points.append(point(code, state, on_date=on, **since))
                if state != after:
                    targets.append(target(code, state, withdrawn=True, **noon))
    return load(
        objectives=objectives,
        metrics=[metric(name, grace_days=s.get("grace_days", 10)) for name, s in STATES.items()],
        targets=targets,
        target_points=points,
        readings=[
            reading(name, f"2025-0{month}", value)
            for name, state in STATES.items()
            for month, value in enumerate(state["values"], start=1)
        ],
    )


def test_every_pair_of_statuses_moves_as_the_contract_says(moves: Store) -> None:
    before, after = utc("2025-04-06"), utc("2025-04-07")
    rows = ask(
        moves, f"FROM objective_change(DATE '2025-04-05', {before}, DATE '2025-04-05', {after})"
    )
    found = {row[0]: row for row in rows}
    assert len(found) == len(rows) == 99  # all pairs but that of no row with no row
    for one, letters in MOVED.items():
        for other, letter in zip(MOVED, letters.split(), strict=True):
            code = f"{one}-{other}".replace(" ", "_")
            if (one, other) == ("no row", "no row"):
                continue
            row = found[code]
            assert row[3:5] == (
                None if one == "no row" else one,
                None if other == "no row" else other,
            ), code
            assert row[7] == WORDS[letter], code


def test_a_change_has_the_title_and_owner_of_the_later_side_that_has_a_row(load: Load) -> None:
    later = {"recorded_at": "2025-03-01T00:00:00Z"}
    store = load(
        people=[{"person": "p", "name": "P"}, {"person": "q", "name": "Q"}],
        objectives=[
            objective("renamed", owner="p"),
            objective("renamed", **later, owner="q") | {"title": "New words"},
            objective("orphaned", owner="p"),
            objective("orphaned", **later, owner="") | {"title": "Still here"},
            objective("gone", owner="p"),
            {"objective": "gone", "title": "", "withdrawn": True, **later},
        ],
    )
    day = "DATE '2025-01-31'"
    before, after = utc("2025-02-01"), utc("2025-03-02")
    query = "SELECT objective, title, owner, moved FROM objective_change({}) ORDER BY 1"
    assert ask(store, query.format(f"{day}, {before}, {day}, {after}")) == [
        ("gone", "gone", "p", "unchanged"),
        ("orphaned", "Still here", None, "unchanged"),
        ("renamed", "New words", "q", "unchanged"),
    ]
    # later is the second pair, whichever was known first
    assert ask(store, query.format(f"{day}, {after}, {day}, {before}")) == [
        ("gone", "gone", "p", "unchanged"),
        ("orphaned", "orphaned", "p", "unchanged"),
        ("renamed", "renamed", "p", "unchanged"),
    ]


def test_a_restatement_compares_one_day_as_known_at_two_times(told: Store) -> None:
    # and a change between two days is as known at each
    query = "SELECT status_before, status_after, attainment_before, attainment_after, moved FROM objective_change({}) WHERE objective = 'O'"  # fmt: skip
    january, february = "DATE '2025-01-31'", "DATE '2025-02-28'"
    before, after = utc("2025-02-28"), utc("2025-03-02")
    restated = ask(told, query.format(f"{january}, {before}, {january}, {after}"))
    assert restated == [("on_target", "off_target", 1, 0.5, "slipped")]
    same = ask(told, query.format(f"{january}, {after}, {february}, {after}"))
    assert same == [("off_target", "off_target", 0.5, 0.5, "unchanged")]
    started = ask(told, query.format(f"DATE '2025-01-30', {after}, {january}, {after}"))
    assert started == [("not_started", "off_target", None, 0.5, "new")]


# --- objective_wall ------------------------------------------------------------------------------


@pytest.fixture
def wall(load: Load) -> Store:
    """One objective that meets in odd months, and one without a target."""
    readings = [
        reading("M", f"{year}-{month:02}", month % 2)
        for year in (2023, 2024)
        for month in range(1, 13)
    ]
    corrected = {"recorded_at": "2025-03-01T00:00:00Z"}
    return load(
        objectives=[objective("O", "2023-01-01"), objective("idle", "2024-01-01")],
        metrics=[metric("M")],
        targets=[target("O", "M")],
        target_points=[point("O", "M", on_date="2023-01-01")],
        readings=[*readings, reading("M", "2024-01", 0, **corrected)],
    )


@pytest.mark.parametrize(
    ("on_date", "last", "first"),
    [
        ("2024-02-29", "2024-02-29", "2023-03-31"),
        ("2024-02-28", "2024-01-31", "2023-02-28"),
        ("2024-03-01", "2024-02-29", "2023-03-31"),
        ("2024-12-31", "2024-12-31", "2024-01-31"),
        ("2024-12-30", "2024-11-30", "2023-12-31"),
        ("2025-01-15", "2024-12-31", "2024-01-31"),
    ],
)
def test_the_wall_stands_on_the_last_twelve_month_ends_by_the_day(
    on_date: str, last: str, first: str, wall: Store
) -> None:
    rows = ask(
        wall,
        f"FROM objective_wall_at(DATE '{on_date}', {utc('2025-02-01')}) ORDER BY 1, 2",
    )
    days = [row[1] for row in rows if row[0] == "O"]
    assert (days[0], days[-1], len(days)) == (first, last, 12)
    assert len({day[:7] for day in days}) == 12
    assert [row[1] for row in rows if row[0] == "idle"] == days
    assert {row[2] for row in rows if row[0] == "idle"} == {"unmeasured"}
    assert [row[2] for row in rows if row[0] == "O"] == [
        "on_target" if int(day[5:7]) % 2 else "off_target" for day in days
    ]


def test_the_wall_is_as_known_at_known_at(wall: Store) -> None:
    query = "SELECT period_end FROM objective_wall_at(DATE '2024-12-31', {}) WHERE status = 'on_target' AND period_end < DATE '2024-04-01' ORDER BY 1"  # fmt: skip
    assert ask(wall, query.format(utc("2025-02-28"))) == [("2024-01-31",), ("2024-03-31",)]
    assert ask(wall, query.format(utc("2025-03-01"))) == [("2024-03-31",)]


def test_a_cell_of_the_wall_is_the_objectives_status_on_that_day(moves: Store) -> None:
    known = utc("2025-04-07")
    cells = ask(moves, f"FROM objective_wall_at(DATE '2025-04-30', {known})")
    days = {cell[1] for cell in cells}
    assert len(days) == 12
    for day in ("2025-01-31", "2025-03-31", "2025-04-30"):
        here = {(cell[0], cell[2]) for cell in cells if cell[1] == day}
        status = f"SELECT objective, status FROM objective_status_at(DATE '{day}', {known})"
        assert here == set(ask(moves, status))


# --- reading_due ---------------------------------------------------------------------------------


def due(store: Store, on: str, known: str = "TIMESTAMPTZ '2030-01-01 00:00:00Z'") -> Rows:
    """Metric, service and month of each reading that is due."""
    query = f"SELECT metric, service, strftime(period_start, '%Y-%m') FROM reading_due_at(DATE '{on}', {known})"
    return ask(store, f"{query} ORDER BY ALL NULLS FIRST")


@pytest.fixture
def services() -> dict[str, list[dict[str, Any]]]:
    return {"services": [{"service": name, "name": name} for name in ("A", "B", "C")]}


def test_a_target_with_a_service_waits_for_that_service_alone(
    load: Load, services: dict[str, list[dict[str, Any]]]
) -> None:
    store = load(
        **services,
        objectives=[objective("O")],
        metrics=[metric("M"), metric("untargeted")],
        targets=[target("O", "M", "A")],
        target_points=[point("O", "M", "A")],
        readings=[
            reading("M", "2025-01", 1, "A"),
            reading("M", "2025-02", 1, "B"),
            reading("M", "2025-02", 1),
            reading("M", "2025-03", "", "A", not_applicable=True),
        ],
    )
    assert due(store, "2025-01-30") == []
    assert due(store, "2025-01-31") == []
    assert due(store, "2025-03-31") == [("M", "A", "2025-02")]


def test_a_target_without_a_service_waits_for_one_reading_where_no_service_reports(
    load: Load, services: dict[str, list[dict[str, Any]]]
) -> None:
    store = load(
        **services,
        objectives=[objective("O", "2025-01-31")],
        metrics=[metric("M")],
        targets=[target("O", "M")],
        target_points=[point("O", "M")],
        readings=[
            reading("M", "2024-12", 1),
            reading("M", "2025-02", 1),
            reading("M", "2025-05", "", not_applicable=True),
        ],
    )
    assert due(store, "2025-01-30") == []
    assert due(store, "2025-01-31") == [("M", None, "2025-01")]
    assert due(store, "2025-05-31") == [
        ("M", None, "2025-01"),
        ("M", None, "2025-03"),
        ("M", None, "2025-04"),
    ]


def test_each_service_that_reported_in_the_three_periods_before_is_waited_for(
    load: Load, services: dict[str, list[dict[str, Any]]]
) -> None:
    # A reported in December, before the start, B in January and C in February, and none since
    store = load(
        **services,
        objectives=[objective("O")],
        metrics=[metric("M")],
        targets=[target("O", "M")],
        target_points=[point("O", "M")],
        readings=[
            reading("M", "2024-12", 1, "A"),
            reading("M", "2025-01", "", "B", not_applicable=True),
            reading("M", "2025-02", 1, "C"),
        ],
    )
    assert due(store, "2025-06-30") == [
        ("M", None, "2025-06"),
        ("M", "A", "2025-01"),
        ("M", "A", "2025-02"),
        ("M", "A", "2025-03"),
        ("M", "B", "2025-02"),
        ("M", "B", "2025-03"),
        ("M", "B", "2025-04"),
        ("M", "C", "2025-03"),
        ("M", "C", "2025-04"),
        ("M", "C", "2025-05"),
    ]


def test_a_service_that_has_reported_is_not_waited_for_but_the_others_are(
    load: Load, services: dict[str, list[dict[str, Any]]]
) -> None:
    store = load(
        **services,
        objectives=[objective("O", "2025-02-01")],
        metrics=[metric("M"), metric("one"), metric("first")],
        targets=[target("O", code) for code in ("M", "one", "first")],
        target_points=[point("O", code) for code in ("M", "one", "first")],
        readings=[
            reading("M", "2025-01", 1, "A"),
            reading("M", "2025-01", 1, "B"),
            reading("M", "2025-02", 1, "A"),
            # all services of `one` have reported; its reading without a service does for all
            reading("one", "2025-01", 1, "A"),
            reading("one", "2025-02", 1, "A"),
            reading("one", "2025-03", 1),
            # nobody reported `first` before
            reading("first", "2025-02", 1, "C"),
        ],
    )
    assert due(store, "2025-02-28") == [("M", "B", "2025-02")]
    assert due(store, "2025-03-31") == [
        ("M", "A", "2025-03"),
        ("M", "B", "2025-02"),
        ("M", "B", "2025-03"),
        ("first", "C", "2025-03"),
    ]


def test_a_reading_is_waited_for_once_however_many_targets_need_it(
    load: Load, services: dict[str, list[dict[str, Any]]]
) -> None:
    store = load(
        **services,
        objectives=[
            objective("long"),
            objective("short", "2025-02-01", due_on="2025-02-28"),
            objective("by-service", "2025-03-01"),
        ],
        metrics=[metric("M"), metric("S")],
        targets=[
            *(target(code, "M") for code in ("long", "short")),
            target("by-service", "S", "A"),
            target("by-service", "S"),
        ],
        target_points=[
            *(point(code, "M") for code in ("long", "short")),
            point("by-service", "S", "A"),
            point("by-service", "S"),
        ],
        readings=[reading("S", "2025-02", 1, "A"), reading("S", "2025-02", 1, "B")],
    )
    assert due(store, "2025-03-31") == [
        ("M", None, "2025-01"),
        ("M", None, "2025-02"),
        ("M", None, "2025-03"),
        ("S", "A", "2025-03"),
        ("S", "B", "2025-03"),
    ]


def test_a_due_reading_names_the_metrics_owner_and_its_day(load: Load) -> None:
    store = load(
        people=[{"person": "p", "name": "P"}, {"person": "decoy", "name": "D"}],
        objectives=[objective("O", owner="decoy")],
        metrics=[
            metric("monthly", owner="p"),
            metric("quarterly", frequency="quarterly", grace_days=0),
            metric("daily", frequency="daily", grace_days=3),
        ],
        targets=[target("O", code) for code in ("monthly", "quarterly", "daily")],
        target_points=[point("O", code) for code in ("monthly", "quarterly", "daily")],
        readings=[{"metric": "daily", "period_start": f"2025-0{month}-{day:02}", "value": 1}
            for month, days in ((1, 31), (2, 28), (3, 30)) for day in range(1, days + 1)],
    )  # fmt: skip
    query = "FROM reading_due_at(DATE '{}', TIMESTAMPTZ '2030-01-01 00:00:00Z')"
    # oldest first, without being asked
    assert ask(store, query.format("2025-04-01") + " WHERE period_start <> DATE '2025-04-01'") == [
        ("monthly", None, "p", "2025-01-01", "2025-01-31", "2025-02-10", "overdue"),
        ("monthly", None, "p", "2025-02-01", "2025-02-28", "2025-03-10", "overdue"),
        ("daily", None, None, "2025-03-31", "2025-03-31", "2025-04-03", "due"),
        ("monthly", None, "p", "2025-03-01", "2025-03-31", "2025-04-10", "due"),
        ("quarterly", None, None, "2025-01-01", "2025-03-31", "2025-03-31", "overdue"),
    ]
    march = [
        [row[6] for row in ask(store, query.format(day)) if row[4] == "2025-03-31"]
        for day in ("2025-03-31", "2025-04-03", "2025-04-04", "2025-04-10", "2025-04-11")
    ]
    # daily, monthly, quarterly
    assert march == [
        ["due", "due", "due"],
        ["due", "due", "overdue"],
        ["overdue", "due", "overdue"],
        ["overdue", "due", "overdue"],
        ["overdue", "overdue", "overdue"],
    ]


def test_nothing_is_due_before_the_start_after_the_due_date_or_for_what_is_withdrawn(
    load: Load,
) -> None:
    gone = {"withdrawn": True, "recorded_at": "2025-06-01T00:00:00Z"}
    store = load(
        objectives=[
            objective("O", "2025-02-15", due_on="2025-04-15"),
            objective("gone"),
            {"objective": "gone", **gone},
        ],
        metrics=[metric(code) for code in ("M", "target-gone", "metric-gone", "objective-gone")]
        + [{"metric": "metric-gone", **gone}],
        targets=[
            target("O", "M"),
            target("O", "target-gone"),
            target("O", "metric-gone"),
            target("gone", "objective-gone"),
            target("O", "target-gone", **gone),
        ],
        target_points=[
            *(point("O", code) for code in ("M", "target-gone", "metric-gone")),
            point("gone", "objective-gone"),
        ],
    )
    assert due(store, "2025-02-27") == []
    assert due(store, "2026-12-31") == [("M", None, "2025-02"), ("M", None, "2025-03")]
    before = {row[0] for row in due(store, "2025-05-31", utc("2025-05-31"))}
    assert before == {"M", "target-gone", "metric-gone", "objective-gone"}


def test_a_withdrawn_reading_is_due_again(load: Load) -> None:
    store = load(
        objectives=[objective("O")],
        metrics=[metric("M")],
        targets=[target("O", "M")],
        target_points=[point("O", "M")],
        readings=[
            reading("M", "2025-01", 1),
            reading("M", "2025-01", "", withdrawn=True, recorded_at="2025-02-20T00:00:00Z"),
        ],
    )
    assert due(store, "2025-01-31", utc("2025-02-19")) == []
    assert due(store, "2025-01-31", utc("2025-02-20")) == [("M", None, "2025-01")]


# --- reading_history -----------------------------------------------------------------------------


def test_reading_history_has_every_version_known_and_when_it_ended_if_that_is_known(
    load: Load,
) -> None:
    store = load(
        metrics=[metric("M"), metric("other")],
        readings=[
            reading("M", "2025-01", 5, recorded_at="2025-02-01T00:00:00Z"),
            reading("M", "2025-01", 6, recorded_at="2025-03-01T00:00:00Z", change_note="late"),
            reading("M", "2025-01", "", recorded_at="2025-04-01T00:00:00Z", withdrawn=True),
            reading("M", "2025-01", 7, recorded_at="2025-05-01T00:00:00Z"),
            reading("other", "2025-01", 9, recorded_at="2025-02-01T00:00:00Z"),
        ],
    )

    def versions(known: str) -> Rows:
        return ask(
            store,
            "SELECT strftime(recorded_at, '%m'), strftime(superseded_at, '%m'), withdrawn, "
            f"CASE WHEN NOT withdrawn THEN value END FROM reading_history_at({known}) "
            "WHERE metric = 'M' ORDER BY recorded_at",
        )

    february, march = ("02", "03", False, 5), ("03", "04", False, 6)
    assert versions(utc("2025-01-31")) == []
    assert versions(utc("2025-02-28 23:59")) == [("02", None, False, 5)]
    assert versions(utc("2025-03-01")) == [february, ("03", None, False, 6)]
    assert versions(utc("2025-04-01")) == [february, march, ("04", None, True, None)]
    last = [february, march, ("04", "05", True, None), ("05", None, False, 7)]
    assert versions(utc("2025-05-01")) == last
    everything = ask(
        store, "SELECT metric, superseded_at IS NULL FROM reading_history ORDER BY ALL"
    )
    assert everything == [("M", False)] * 3 + [("M", True), ("other", True)]
    notes = ask(store, "SELECT recorded_by, change_note FROM reading_history ORDER BY recorded_at")
    assert [row for row in notes if row[1]] == [("tester", "late")]


# --- change --------------------------------------------------------------------------------------


def test_a_new_row_and_a_withdrawal_are_one_line_and_a_revision_one_a_field(load: Load) -> None:
    store = load(
        people=[{"person": "p", "name": "P"}],
        objectives=[
            objective("O", due_on="2025-06-30", owner="", change_note="first"),
            objective("O", owner="p", recorded_at="2025-02-01T00:00:00Z", recorded_by="maya")
            | {"title": "Other words", "due_on": "", "change_note": "second"},
            {"objective": "O", "withdrawn": True, "recorded_at": "2025-03-01T00:00:00Z"},
            objective("O", owner="p", recorded_at="2025-04-01T00:00:00Z") | {"title": "Back"},
            objective("decoy"),
        ],
    )

    def changes(known: str) -> Rows:
        return ask(
            store,
            "SELECT strftime(recorded_at, '%m'), recorded_by, change_note, field, \"before\", "
            f"\"after\" FROM change_at({known}) WHERE register = 'objectives' AND code = 'O' "
            "ORDER BY recorded_at, field",
        )

    new = ("01", "tester", "first", "new", None, None)
    revised = [
        ("02", "maya", "second", "due_on", "2025-06-30", None),
        ("02", "maya", "second", "owner", None, "p"),
        ("02", "maya", "second", "title", "O", "Other words"),
    ]
    gone = ("03", "tester", None, "withdrawn", "false", "true")
    assert changes(utc("2019-12-31")) == []
    assert changes(utc("2025-01-31")) == [new]
    assert changes(utc("2025-02-01")) == [new, *revised]
    assert changes(utc("2025-03-01")) == [new, *revised, gone]
    back = changes(utc("2025-04-01"))[5:]
    assert back == [
        ("04", "tester", None, "title", "Other words", "Back"),
        ("04", "tester", None, "withdrawn", "true", "false"),
    ]


def plan_rows() -> dict[str, list[dict[str, Any]]]:
    """One row of each register of the plan."""
    return {
        "plan_items": [
            {
                "plan_item": "P",
                "title": "T",
                "phase": "maintain",
                "timing": "recurring",
                "starts_on": "2025-01-31",
                "cadence": "monthly",
            }
        ],
        "plan_progress": [{"plan_item": "P", "on_date": "2025-01-31"}],
        "plan_occurrences": [
            {"plan_item": "P", "due_on": "2025-01-31", "done_on": "2025-01-31"},
        ],
        "improvements": [
            {
                "improvement": "I",
                "title": "T",
                "raised_on": "2025-01-31",
                "state": "proposed",
            }
        ],
        "raci": [{"activity": "Review/the plan", "who": "SMS owner", "part": "A"}],
        "plan_approvals": [{"version": "1.0", "approved_on": "2025-01-31", "approved_by": "p"}],
        "waivers": [
            {
                "rule": "item-overdue",
                "register": "plan_items",
                "code": "P",
                "reason": "R",
                "until": "2025-12-31",
            }
        ],
        "evidence": [
            {
                "evidence": "E",
                "title": "T",
                "location": "L",
                "register": "plan_items",
                "code": "P",
            }
        ],
    }


def test_a_change_names_the_register_and_the_key(load: Load) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "organization": [{"name": "O"}],
        "people": [{"person": "p", "name": "P"}],
        "outcomes": [{"outcome": "out", "title": "T"}],
        "services": [{"service": "A", "name": "A"}],
        "objectives": [objective("O")],
        "metrics": [metric("M")],
        "targets": [target("O", "M", "A"), target("O", "M")],
        "target_points": [point("O", "M", "A"), point("O", "M")],
        "readings": [reading("M", "2025-01", 1, "A"), reading("M", "2025-01", 1)],
        "explanations": [{"objective": "O", "on_date": "2025-01-31", "cause": "C"}],
        **plan_rows(),
    }
    store = load(**rows)
    assert ask(store, "SELECT register, code FROM change ORDER BY ALL") == sorted(
        [
            ("evidence", "E"),
            ("explanations", "O/2025-01-31"),
            ("improvements", "I"),
            ("metrics", "M"),
            ("objectives", "O"),
            ("organization", "organization"),
            ("outcomes", "out"),
            ("people", "p"),
            ("plan_approvals", "1.0"),
            ("plan_items", "P"),
            ("plan_occurrences", "P/2025-01-31"),
            ("plan_progress", "P/2025-01-31"),
            ("raci", "Review/the plan/SMS owner"),
            ("readings", "M//2025-01-01"),
            ("readings", "M/A/2025-01-01"),
            ("services", "A"),
            ("target_points", "O/M//2025-01-01"),
            ("target_points", "O/M/A/2025-01-01"),
            ("targets", "O/M/"),
            ("targets", "O/M/A"),
            ("waivers", "item-overdue/plan_items/P"),
        ]
    )


def test_every_column_of_every_register_that_changes_is_told(
    store: Store, bundle: Callable[..., Path]
) -> None:
    first = {
        "organization": [{"name": "O"}],
        "people": [{"person": "p", "name": "P"}, {"person": "q", "name": "Q"}],
        "outcomes": [{"outcome": "out", "title": "T"}],
        "services": [{"service": "A", "name": "A"}],
        "objectives": [objective("O")],
        "metrics": [metric("M", aggregation="ratio")],
        "targets": [target("O", "M")],
        "target_points": [point("O", "M")],
        "readings": [reading("M", "2025-01", 1)],
        "explanations": [{"objective": "O", "on_date": "2025-01-31", "cause": "C"}],
        **plan_rows(),
    }
    done = {"plan_item": "P", "due_on": "2025-05-01", "done_on": "2025-05-01"}
    second: dict[str, dict[str, Any]] = {
        "organization": {"name": "N", "time_zone": "Asia/Jakarta", "scope": "S"},
        "people": {
            "person": "p",
            "name": "R",
            "email": "e",
            "role_title": "r",
            "access": "admin",
            "deputy": "q",
            "active": False,
        },
        "outcomes": {"outcome": "out", "title": "U", "defined_in": "D"},
        "services": {
            "service": "A",
            "name": "B",
            "owner": "p",
            "customer": "c",
            "sla_reference": "s",
            "description": "d",
        },
        "objectives": {
            "objective": "O",
            "title": "U",
            "statement": "s",
            "outcome": "out",
            "clause": "6.2",
            "owner_role": "r",
            "owner": "p",
            "starts_on": "2025-01-02",
            "due_on": "2026-01-01",
            "measurement_approach": "m",
            "resources": "r",
        },
        "metrics": {
            "metric": "M",
            "name": "N",
            "definition": "d",
            "unit": "%",
            "direction": "lower",
            "aggregation": "mean",
            "owner_role": "r",
            "owner": "p",
            "source": "s",
            "minimum": 0,
            "maximum": 9,
            "decimals": 1,
            "grace_days": 5,
        },
        "targets": {
            **target("O", "M", path="linear", evaluation="rolling", evaluation_periods=3),
            "tolerance": 1,
            "weight": 2,
        },
        "target_points": point("O", "M", value=2),
        "readings": reading("M", "2025-01", "", not_applicable=True, note="n"),
        "explanations": {
            "objective": "O",
            "on_date": "2025-01-31",
            "cause": "D",
            "recovery": "r",
            "owner": "p",
            "due_on": "2025-03-01",
            "closed_on": "2025-04-01",
        },
        "plan_items": {
            "plan_item": "P",
            "title": "U",
            "phase": "improve",
            "workstream": "w",
            "activity": "a",
            "deliverable": "d",
            "owner_role": "r",
            "owner": "p",
            "timing": "dated",
            "starts_on": "2025-05-01",
            "due_on": "2025-12-31",
            "cadence": "weekly",
            "trigger": "t",
            "method": "m",
            "expected_evidence": "e",
            "clause": "6.3",
            "resources": "r",
            "objectives": "O;O",
        },
        "plan_progress": {
            "plan_item": "P",
            "on_date": "2025-01-31",
            "percent": 10,
            "state": "blocked",
            "forecast_on": "2025-12-31",
            "note": "n",
        },
        "plan_occurrences": {**done, "plan_item": "Q", "done_on": "2025-05-02", "note": "n"},
        "improvements": {
            "improvement": "I",
            "title": "U",
            "description": "d",
            "source": "audit",
            "objective": "O",
            "metric": "M",
            "owner_role": "r",
            "owner": "p",
            "raised_on": "2025-01-30",
            "due_on": "2025-12-31",
            "benefit": 1,
            "effort": 5,
            "state": "closed",
            "implemented_on": "2025-03-01",
            "closed_on": "2025-04-01",
            "validation": "v",
        },
        "raci": {"activity": "Review/the plan", "who": "SMS owner", "part": "R"},
        "plan_approvals": {
            "version": "1.0",
            "approved_on": "2025-02-01",
            "approved_by": "q",
            "summary": "s",
        },
        "waivers": {
            "rule": "item-overdue",
            "register": "plan_items",
            "code": "P",
            "reason": "S",
            "until": "2026-01-01",
        },
        "evidence": {
            "evidence": "E",
            "title": "U",
            "location": "M",
            "dated_on": "2025-01-31",
            "sha256": "0" * 64,
            "register": "people",
            "code": "q",
            "due_on": "2025-01-31",
        },
    }
    # of an item whose schedule stays as it is
    first["plan_items"].append(
        {**first["plan_items"][0], "plan_item": "Q", "starts_on": done["due_on"]}
    )
    first["plan_occurrences"] = [{**done, "plan_item": "Q"}]
    import_bundle(store, [bundle(first)], "one")
    import_bundle(store, [bundle({name: [row] for name, row in second.items()})], "two", note="why")
    query = "SELECT register, list(field ORDER BY field), any_value(change_note) FROM change WHERE recorded_by = 'two' GROUP BY register"  # fmt: skip
    told = {register: (fields, note) for register, fields, note in ask(store, query)}
    for record in REGISTERS:
        name = record.register_name
        given = set(second[name]) - set(record.key)
        assert told[name] == (sorted(given), "why"), name
    assert ask(
        store, "SELECT count(*) FROM change WHERE recorded_by = 'one' AND field <> 'new'"
    ) == [(0,)]
