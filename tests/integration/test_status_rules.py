"""The status rules of contract section 4, one sentence a test, with figures worked out by hand.

Every case is a target of its own, and all cases live in one store: each has all the others around
it as decoys. `@case` says what is given, `at` reads that case's target on a day.

    @case(metric={"direction": "lower"}, points={"2025-01-01": 5}, readings={"2025-01": 4})
    def test_...(at):
        assert at("2025-01-31").status == "on_target"

A reading is a value, (numerator, denominator), NOTHING, or a list of [what, recorded at] versions
with None for a withdrawal; `"2025-01 A"` is the reading of service A. A point is a value or
(lower, upper). Metrics are monthly means, higher is better, ten days of grace, unless a case says
otherwise; objectives start on 2025-01-01 and end never. A case with several targets names them by
a suffix of its code, and gives their metrics and readings by the same suffix. Its `history` has
further rows, with CODE for its code.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from smsdata.board import ObjectiveStatus, TargetStatus
from smsdata.bundle import import_bundle
from smsdata.store import Store

NOTHING = "nothing to measure"
LONG_AGO = "2020-01-01T00:00:00Z"
METRIC = {
    "name": "M",
    "unit": "u",
    "direction": "higher",
    "frequency": "monthly",
    "aggregation": "mean",
    "minimum": "",
    "maximum": "",
    "grace_days": "",
}
TARGET = {
    "service": "",
    "path": "",
    "evaluation": "",
    "evaluation_periods": "",
    "tolerance": "",
    "weight": "",
}

CASES: dict[str, dict[str, Any]] = {}
Spec = dict[str, Any]


def case(name: str = "", **spec: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What a test is about; with a name where a test has several."""

    def remember(test: Callable[..., None]) -> Callable[..., None]:
        CASES[f"{test.__name__}:{name}"] = spec
        return test

    return remember


def cases(several: dict[str, Spec]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Several cases of one test, by name."""

    def remember(test: Callable[..., None]) -> Callable[..., None]:
        for name, spec in several.items():
            case(name, **spec)(test)
        return test

    return remember


def code_of(test: str, name: str) -> str:
    return f"C{list(CASES).index(f'{test}:{name}'):03}"


# --- the store with all cases --------------------------------------------------------------------


def reading_rows(code: str, readings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place, given in readings.items():
        period, _, service = place.partition(" ")
        versions = given if isinstance(given, list) else [[given, ""]]
        for figure, recorded_at in versions:
            row = {
                "metric": code,
                "service": service,
                "period_start": period,
                "value": "",
                "numerator": "",
                "denominator": "",
                "not_applicable": "",
                "withdrawn": "",
                "recorded_at": recorded_at,
            }
            if figure is None:
                row["withdrawn"] = "true"
            elif figure == NOTHING:
                row["not_applicable"] = "true"
            elif isinstance(figure, tuple):
                row["numerator"], row["denominator"] = figure
            else:
                row["value"] = figure
            yield row


def rows_of(code: str, spec: Spec) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one case, register by register."""
    dated = {"recorded_at": LONG_AGO, "withdrawn": ""}
    objective = {"title": code, "starts_on": "2025-01-01", "due_on": ""} | spec.get("objective", {})
    yield "objectives", dated | {"objective": code} | objective
    for suffix, metric in spec.get("metrics", {"": spec.get("metric", {})}).items():
        yield "metrics", dated | {"metric": code + suffix} | METRIC | metric
    readings = spec.get("readings", {})
    for suffix, of_metric in readings.items() if "metrics" in spec else [("", readings)]:
        yield from (("readings", row) for row in reading_rows(code + suffix, of_metric))
    for suffix, given in spec.get("targets", {"": spec.get("target", {})}).items():
        target = dict(given)
        points = target.pop("points", spec.get("points", {"2025-01-01": 1}))
        key = {"objective": code, "metric": code + suffix, "service": target.get("service", "")}
        yield "targets", dated | TARGET | target | key
        for day, level in points.items():
            lower, upper = level if isinstance(level, tuple) else ("", "")
            value = "" if isinstance(level, tuple) else level
            levels = {"value": value, "lower": lower, "upper": upper}
            yield "target_points", key | {"on_date": day} | levels | dated
    for register, row in spec.get("history", []):
        yield register, {name: str(cell).replace("CODE", code) for name, cell in row.items()}


def bundle_of_all_cases() -> dict[str, list[dict[str, Any]]]:
    registers: dict[str, list[dict[str, Any]]] = {
        "organization": [{"name": "All cases", "recorded_at": LONG_AGO}],
        "services": [
            {"service": name, "name": name, "recorded_at": LONG_AGO} for name in ("A", "B", "C")
        ],
    }
    for key, spec in CASES.items():
        for register, row in rows_of(code_of(*key.split(":")), spec):
            registers.setdefault(register, []).append(row)
    return registers


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "bundle").mkdir()
    for register, rows in bundle_of_all_cases().items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(columns)]
        lines += [",".join(str(row.get(name, "")) for name in columns) for row in rows]
        (folder / "bundle" / f"{register}.csv").write_text("\n".join(lines) + "\n")
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [folder / "bundle"], "tester")
        yield store


class Read:
    """Reads the cases of one test; what was read on a day is kept for the next test."""

    def __init__(self, store: Store, test: str, kept: dict[Any, dict[str, list[Any]]]) -> None:
        self.store = store
        self.test = test
        self.kept = kept

    def _rows(self, what: str, day: str | None, known_at: str | None) -> dict[str, list[Any]]:
        key = (day, known_at, what)
        if key not in self.kept:
            known = datetime.fromisoformat(known_at).replace(tzinfo=UTC) if known_at else None
            on = date.fromisoformat(day) if day else None
            by_code: dict[str, list[Any]] = {}
            with self.store.board(on, known) as board:
                for row in getattr(board, what)():
                    code = row.metric if what == "metric_periods" else row.objective
                    by_code.setdefault(code[:4], []).append(row)
            self.kept[key] = by_code
        return self.kept[key]

    def __call__(self, day: str, of: str = "", known_at: str | None = None) -> TargetStatus:
        (row,) = self.targets(day, of, known_at)
        return row

    def targets(self, day: str, of: str = "", known_at: str | None = None) -> list[TargetStatus]:
        code = code_of(self.test, of)
        return self._rows("target_status", day, known_at).get(code, [])

    def objective(self, day: str, of: str = "", known_at: str | None = None) -> ObjectiveStatus:
        code = code_of(self.test, of)
        (row,) = self._rows("objective_status", day, known_at)[code]
        return row

    def has_objective(self, day: str, known_at: str | None = None) -> bool:
        return code_of(self.test, "") in self._rows("objective_status", day, known_at)

    def series(self, of: str = "", service: str | None = None) -> dict[str, Any]:
        """The values of the metric's series by the month they are of."""
        rows = self._rows("metric_periods", None, None)[code_of(self.test, of)]
        return {str(r.period_start)[:7]: r.value for r in rows if r.service == service}


@pytest.fixture(scope="module")
def kept() -> dict[Any, dict[str, list[Any]]]:
    return {}


@pytest.fixture
def at(
    all_cases: Store, kept: dict[Any, dict[str, list[Any]]], request: pytest.FixtureRequest
) -> Read:
    return Read(all_cases, request.function.__name__, kept)


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-12, abs=1e-12)


def months(*values: Any, year: int = 2025) -> dict[str, Any]:
    """Readings of consecutive months from January on; None leaves one out."""
    numbered = enumerate(values)
    return {
        f"{year + i // 12}-{i % 12 + 1:02}": value for i, value in numbered if value is not None
    }


# --- periods -------------------------------------------------------------------------------------

# frequency, a day, the first and the last day of its period, by the month the year starts in
PERIODS = {
    1: [
        ("daily", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("weekly", "2025-01-05", "2024-12-30", "2025-01-05"),  # a Sunday
        ("weekly", "2025-01-06", "2025-01-06", "2025-01-12"),  # a Monday
        ("weekly", "2024-02-29", "2024-02-26", "2024-03-03"),
        ("monthly", "2024-02-01", "2024-02-01", "2024-02-29"),
        ("monthly", "2025-02-28", "2025-02-01", "2025-02-28"),
        ("monthly", "2024-12-31", "2024-12-01", "2024-12-31"),
        ("quarterly", "2025-03-31", "2025-01-01", "2025-03-31"),
        ("quarterly", "2025-04-01", "2025-04-01", "2025-06-30"),
        ("half-yearly", "2025-06-30", "2025-01-01", "2025-06-30"),
        ("half-yearly", "2025-07-01", "2025-07-01", "2025-12-31"),
        ("yearly", "2024-12-31", "2024-01-01", "2024-12-31"),
        ("yearly", "2025-01-01", "2025-01-01", "2025-12-31"),
    ],
    4: [
        ("daily", "2025-04-01", "2025-04-01", "2025-04-01"),
        ("weekly", "2025-04-01", "2025-03-31", "2025-04-06"),
        ("monthly", "2025-04-30", "2025-04-01", "2025-04-30"),
        ("quarterly", "2025-03-31", "2025-01-01", "2025-03-31"),
        ("quarterly", "2025-04-01", "2025-04-01", "2025-06-30"),
        ("half-yearly", "2025-03-31", "2024-10-01", "2025-03-31"),
        ("half-yearly", "2025-09-30", "2025-04-01", "2025-09-30"),
        ("yearly", "2024-03-31", "2023-04-01", "2024-03-31"),
        ("yearly", "2024-04-01", "2024-04-01", "2025-03-31"),
    ],
    7: [
        ("monthly", "2025-06-30", "2025-06-01", "2025-06-30"),
        ("quarterly", "2025-06-30", "2025-04-01", "2025-06-30"),
        ("quarterly", "2025-12-31", "2025-10-01", "2025-12-31"),
        ("half-yearly", "2025-06-30", "2025-01-01", "2025-06-30"),
        ("half-yearly", "2025-07-01", "2025-07-01", "2025-12-31"),
        ("yearly", "2024-06-30", "2023-07-01", "2024-06-30"),
        ("yearly", "2024-07-01", "2024-07-01", "2025-06-30"),
    ],
    # quarters that begin in February, halves that begin in August and February
    8: [
        ("quarterly", "2024-02-01", "2024-02-01", "2024-04-30"),
        ("quarterly", "2025-01-31", "2024-11-01", "2025-01-31"),
        ("half-yearly", "2024-07-31", "2024-02-01", "2024-07-31"),
        ("yearly", "2025-07-31", "2024-08-01", "2025-07-31"),
    ],
}


@pytest.mark.parametrize("fiscal_month", PERIODS)
def test_a_frequency_cuts_the_calendar_from_the_month_the_year_starts_in(
    fiscal_month: int, store: Store, bundle: Callable[..., Path]
) -> None:
    metrics, readings = [], []
    for number, (frequency, day, _, _) in enumerate(PERIODS[fiscal_month]):
        metrics.append({"metric": f"{number}"} | METRIC | {"frequency": frequency})
        readings.append({"metric": f"{number}", "period_start": day, "value": number})
    year = {"name": "O", "fiscal_year_start_month": fiscal_month}
    import_bundle(store, [bundle(organization=[year], metrics=metrics, readings=readings)], "t")
    with store.board() as board:
        found = {row.metric: row for row in board.metric_periods()}
        starts = {row[0]: row[1] for row in board.cursor.execute(
            "SELECT metric, CAST(period_start AS VARCHAR) FROM reading"
        ).fetchall()}  # fmt: skip
    expected = {
        f"{number}": (first, last)
        for number, (_, _, first, last) in enumerate(PERIODS[fiscal_month])
    }
    assert {m: (str(r.period_start), str(r.period_end)) for m, r in found.items()} == expected
    assert starts == {metric: first for metric, (first, _) in expected.items()}


@pytest.mark.parametrize(
    ("frequency", "counted"),
    [
        ("daily", {"2025-01-01": 366, "2025-01-02": 367}),
        ("weekly", {"2025-01-05": 53, "2025-01-11": 53, "2025-01-12": 54}),
        ("monthly", {"2025-01-30": 12, "2025-01-31": 13}),
        ("quarterly", {"2024-12-31": 4, "2025-03-30": 4, "2025-03-31": 5}),
        ("half-yearly", {"2025-06-29": 2, "2025-06-30": 3}),
        ("yearly", {"2024-12-30": 0, "2024-12-31": 1, "2025-12-31": 2}),
    ],
)
@cases(
    {
        frequency: {
            "metric": {"frequency": frequency},
            "objective": {"starts_on": "2024-01-02"},
            "points": {"2024-01-01": 1},
        }
        for frequency in ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
    }
)
def test_periods_are_expected_without_a_gap_or_an_overlap(frequency, counted, at):
    found = {day: at(day, of=frequency).readings_expected for day in counted}
    assert found == counted


# --- series --------------------------------------------------------------------------------------


@case(
    metric={"aggregation": "sum"},
    target={"service": "A"},
    readings={"2025-01 A": 3, "2025-01 B": 40, "2025-01": 500, "2025-02 B": 40, "2025-02": 500},
)
def test_a_target_with_a_service_uses_that_services_readings_alone(at):
    assert at("2025-01-31").actual == 3
    february = at("2025-02-28")
    assert (february.actual, february.evaluated_on) == (3, date(2025, 1, 31))
    assert (february.readings_expected, february.readings_received) == (2, 1)


@case(
    metric={"aggregation": "sum"},
    readings={"2025-01": 5, "2025-01 A": 30, "2025-01 B": 40, "2025-02 A": 30, "2025-02 B": 40},
)
def test_a_target_without_a_service_uses_the_reading_without_one_or_the_services_together(at):
    assert at.series() == {"2025-01": 5, "2025-02": 70}
    assert at.series(service="A") == {"2025-01": 30, "2025-02": 30}
    assert [at(day).actual for day in ("2025-01-31", "2025-02-28")] == [5, 70]


@pytest.mark.parametrize(
    ("aggregation", "together"), [("mean", 5), ("sum", 15), ("min", 1), ("max", 10), ("last", 5)]
)
@cases(
    {
        aggregation: {
            "metric": {"aggregation": aggregation},
            "readings": {
                "2025-01 A": 4,
                "2025-01 B": 1,
                "2025-01 C": 10,
                "2025-02 A": 4,
                "2025-02 B": NOTHING,
                "2025-02 C": 4,
                "2025-03 A": NOTHING,
                "2025-03 B": NOTHING,
                "2025-04": NOTHING,
                "2025-04 A": 77,
            },
        }
        for aggregation in ("mean", "sum", "min", "max", "last")
    }
)
def test_services_are_put_together_by_the_metrics_aggregation_those_with_a_value(
    aggregation, together, at
):
    doubled = 8 if aggregation == "sum" else 4
    assert at.series(of=aggregation) == {
        "2025-01": together,
        "2025-02": doubled,
        "2025-03": None,
        "2025-04": None,
    }
    april = at("2025-04-30", of=aggregation)
    assert (april.evaluated_on, april.actual) == (date(2025, 2, 28), doubled)
    assert (april.readings_expected, april.readings_received) == (4, 4)


@case(
    metric={"aggregation": "ratio", "unit": "%"},
    readings={
        "2025-01 A": (9, 10),
        "2025-01 B": (30, 90),
        "2025-02 A": (9, 10),
        "2025-02 B": 30,
        "2025-03 A": (9, 10),
        "2025-03 B": (0, 0),
        "2025-03 C": NOTHING,
        "2025-04 A": (0, 0),
        "2025-04 B": (0, 0),
        "2025-05 A": (9, 10),
        "2025-05 B": (30, 90),
        "2025-05": (1, 4),
        "2025-06 A": 20,
        "2025-06 B": 30,
    },
)
def test_a_ratio_of_services_is_the_sum_of_the_parts_where_all_have_them_else_the_mean(at):
    assert at.series() == {
        "2025-01": near(39.0),
        "2025-02": near(60.0),
        "2025-03": near(90.0),
        "2025-04": None,
        "2025-05": near(25.0),
        "2025-06": near(25.0),
    }
    assert at.series(service="B")["2025-01"] == near(100 / 3)
    assert at.series(service="B")["2025-03"] is None


@case(
    metric={"aggregation": "ratio"},
    readings={
        "2025-01 A": [[(9, 10), "2025-02-01T00:00:00Z"]],
        "2025-01 B": [[(1, 10), "2025-02-01T00:00:00Z"]],
    },
    history=[
        (
            "metrics",
            {"metric": "CODE"}
            | METRIC
            | {"aggregation": "mean", "recorded_at": "2025-03-01T12:00:00Z"},
        )
    ],
)
def test_services_read_as_parts_keep_their_values_when_the_metric_becomes_a_mean(at):
    assert at("2025-01-31", known_at="2025-03-01T11:00:00").actual == near(0.5)
    assert at.series(service="A") == {"2025-01": near(0.9)}
    assert at.series() == {"2025-01": near(0.5)}


@cases(
    {
        "share": {"metric": {"aggregation": "ratio", "unit": "%"}, "readings": months((1, 4))},
        "quotient": {"metric": {"aggregation": "ratio", "unit": "h"}, "readings": months((1, 4))},
    }
)
def test_a_ratio_is_a_quotient_times_a_hundred_where_the_unit_is_percent(at):
    assert at("2025-01-31", of="share").actual == 25
    assert at("2025-01-31", of="quotient").actual == 0.25


@cases(
    {
        "nothing": {"readings": months(4, NOTHING)},
        "zero": {"metric": {"aggregation": "ratio"}, "readings": months((4, 1), (0, 0))},
    }
)
def test_nothing_to_measure_and_a_zero_denominator_are_received_without_a_value(at):
    for name in ("nothing", "zero"):
        row = at("2025-02-28", of=name)
        assert (row.readings_received, row.freshness) == (2, "current")
        assert (row.actual, row.evaluated_on) == (4, date(2025, 1, 31))
        assert (row.periods_evaluated, row.periods_met) == (1, 1)


# --- expected periods ----------------------------------------------------------------------------


@case(objective={"starts_on": "2025-01-31"}, readings={"2024-12": 9, **months(1, 1, 1)})
def test_the_period_that_ends_on_the_first_day_is_expected_and_none_before_it(at):
    assert at("2025-01-30").readings_expected == 0
    january = at("2025-01-31")
    assert (january.readings_expected, january.readings_received) == (1, 1)
    assert at("2025-03-31").readings_received == 3


@case(objective={"starts_on": "2025-02-01"}, points={"2025-01-01": 1}, readings=months(9, 1))
def test_a_period_that_ends_the_day_before_the_start_is_not_expected(at):
    assert at("2025-02-27").readings_expected == 0
    february = at("2025-02-28")
    assert (february.readings_expected, february.readings_received) == (1, 1)
    assert february.actual == 1


@case(objective={"due_on": "2025-03-30"}, readings=months(1, 2, 3, 4))
def test_a_period_that_ends_after_the_due_date_is_not_expected(at):
    for day in ("2025-03-30", "2025-03-31", "2025-12-31"):
        row = at(day)
        assert (row.readings_expected, row.readings_received, row.actual) == (2, 2, 2)


@case(objective={"due_on": "2025-03-31"}, readings=months(1, 2, 3, 4))
def test_a_period_that_ends_on_the_due_date_is_expected(at):
    assert at("2025-03-30").readings_expected == 2
    assert at("2026-03-31").readings_expected == 3
    assert at("2026-03-31").actual == 3


@case(objective={"starts_on": "2025-01-15"}, readings=months(1, 2))
def test_nothing_is_expected_before_the_first_period_has_ended(at):
    row = at("2025-01-30")
    assert (row.readings_expected, row.readings_received, row.freshness) == (0, 0, None)
    assert (row.status, row.last_known_status, row.actual) == ("not_started", None, None)
    assert at("2025-01-31").status == "on_target"


# --- freshness -----------------------------------------------------------------------------------


@case(readings=months(1, 1))
def test_a_reading_is_overdue_when_its_grace_has_passed_not_on_its_last_day(at):
    assert at("2025-02-28").freshness == "current"
    assert at("2025-03-30").freshness == "current"
    assert at("2025-03-31").freshness == "due"
    assert at("2025-04-10").freshness == "due"
    assert at("2025-04-11").freshness == "overdue"


@case(metric={"grace_days": 0}, readings=months(1, 1))
def test_without_grace_a_reading_is_overdue_the_day_after_its_period(at):
    assert at("2025-03-31").freshness == "due"
    assert at("2025-04-01").freshness == "overdue"


@case(metric={"grace_days": 40}, readings=months(1, None, 1, None))
def test_a_reading_of_any_expected_period_from_the_overdue_one_on_keeps_it_from_overdue(at):
    # on 10 May the grace of March has passed, on 10 June that of April
    assert at("2025-05-10").freshness == "due"
    assert at("2025-05-11").freshness == "due"
    assert at("2025-06-09").freshness == "due"
    assert at("2025-06-10").freshness == "overdue"


@case(readings=months(1, None, None, 1))
def test_a_reading_of_the_last_period_is_current_whatever_is_missing_before_it(at):
    assert at("2025-04-11").freshness == "overdue"
    row = at("2025-04-30")
    assert (row.freshness, row.readings_expected, row.readings_received) == ("current", 4, 2)


@case(metric={"grace_days": 400})
def test_nothing_is_overdue_while_no_grace_has_passed(at):
    row = at("2025-12-31")
    assert (row.freshness, row.status, row.readings_received) == ("due", "no_data", 0)


@case(readings=months(NOTHING))
def test_nothing_to_measure_is_as_fresh_as_a_value(at):
    assert at("2025-01-31").freshness == "current"
    assert at("2025-03-10").freshness == "due"


@case(
    objective={"starts_on": "2025-03-01", "due_on": "2025-06-30"},
    points={"2025-01-01": 1},
    readings=months(1, 1, None, None, None, None, 1, 1),
)
def test_readings_before_the_start_or_after_the_due_date_make_nothing_fresh(at):
    assert at("2025-04-10").freshness == "due"
    assert at("2025-04-11").freshness == "overdue"
    assert at("2025-09-30").freshness == "overdue"


@case(objective={"due_on": "2025-06-30"}, readings=months(1, 1, 1, 1, 1))
def test_after_the_due_date_the_last_expected_period_stays_the_last(at):
    assert at("2025-07-10").freshness == "due"
    assert at("2025-07-11").freshness == "overdue"
    assert at("2026-12-31").freshness == "overdue"


# --- actual --------------------------------------------------------------------------------------

# December lies before the start, June after the day: neither may enter.
GAPPY = {"2024-12": 100, **months(4, 10, None, 1, NOTHING, 1000)}
ACTUAL = {
    ("mean", "latest"): 1,
    ("mean", "rolling"): 5.5,
    ("mean", "to_date"): 5,
    ("sum", "latest"): 1,
    ("sum", "rolling"): 11,
    ("sum", "to_date"): 15,
    ("min", "latest"): 1,
    ("min", "rolling"): 1,
    ("min", "to_date"): 1,
    ("max", "latest"): 1,
    ("max", "rolling"): 10,
    ("max", "to_date"): 10,
    ("last", "latest"): 1,
    ("last", "rolling"): 1,
    ("last", "to_date"): 1,
}


@pytest.mark.parametrize(("aggregation", "evaluation"), ACTUAL)
@cases(
    {
        f"{aggregation} {evaluation}": {
            "metric": {"aggregation": aggregation},
            "target": {"evaluation": evaluation, "evaluation_periods": 3},
            "readings": GAPPY,
        }
        for aggregation, evaluation in ACTUAL
    }
)
def test_the_actual_is_evaluated_over_the_expected_periods_with_a_value(
    aggregation, evaluation, at
):
    row = at("2025-05-31", of=f"{aggregation} {evaluation}")
    assert row.actual == near(ACTUAL[aggregation, evaluation])
    assert row.evaluated_on == date(2025, 4, 30)


@cases(
    {
        str(periods): {
            "metric": {"aggregation": "sum"},
            "target": {"evaluation": "rolling", "evaluation_periods": periods},
            "readings": GAPPY,
        }
        for periods in (1, 2, 3, 4, 99)
    }
)
def test_a_rolling_window_counts_periods_not_readings_and_ends_with_the_last_value(at):
    found = {periods: at("2025-05-31", of=periods).actual for periods in ("1", "2", "3", "4", "99")}
    assert found == {"1": 1, "2": 1, "3": 11, "4": 15, "99": 15}


@cases(
    {
        aggregation: {
            "metric": {"aggregation": aggregation},
            "target": {"evaluation": "rolling", "evaluation_periods": 3},
            "readings": months(before, 5, None, last),
        }
        for aggregation, before, last in (("min", 1, 7), ("max", 9, 3))
    }
)
def test_the_least_and_the_largest_are_those_of_the_window(at):
    assert [at("2025-04-30", of=aggregation).actual for aggregation in ("min", "max")] == [5, 5]


@cases(
    {
        evaluation: {
            "metric": {"aggregation": "ratio", "unit": "h"},
            "target": {"evaluation": evaluation, "evaluation_periods": 3},
            "readings": {"2024-12": (9, 9), **months((8, 10), (1, 10), None, (3, 5), (0, 0))},
        }
        for evaluation in ("latest", "rolling", "to_date")
    }
)
def test_a_ratio_is_evaluated_from_the_sums_of_its_parts(at):
    assert at("2025-05-31", of="latest").actual == near(0.6)
    assert at("2025-05-31", of="rolling").actual == near(4 / 15)
    assert at("2025-05-31", of="to_date").actual == near(12 / 25)
    assert at("2025-05-31", of="rolling").evaluated_on == date(2025, 4, 30)


@cases(
    {
        str(periods): {
            "metric": {"aggregation": "ratio", "unit": "%"},
            "target": {"evaluation": "rolling", "evaluation_periods": periods},
            "readings": months((8, 10), 10, None, (3, 5)),
        }
        for periods in (2, 3, 4)
    }
)
def test_a_ratio_with_a_period_that_has_no_parts_is_the_mean_of_the_values(at):
    assert at("2025-04-30", of="2").actual == near(60)
    assert at("2025-04-30", of="3").actual == near(35)
    assert at("2025-04-30", of="4").actual == near(50)


@case(
    objective={"starts_on": "2025-03-10"},
    metric={"aggregation": "sum"},
    target={"evaluation": "rolling", "evaluation_periods": 12},
    points={"2025-01-01": 1},
    readings=months(100, 100, 1, 2, 4),
)
def test_a_window_never_reaches_back_before_the_start(at):
    assert at("2025-05-31").actual == 7


# --- required ------------------------------------------------------------------------------------


@case(
    points={"2025-02-28": 3, "2025-03-31": 4, "2025-04-02": 7, "2025-04-30": 5},
    readings=months(*[9] * 6),
)
def test_step_holds_the_latest_point_reached(at):
    assert at("2025-01-31").required is None
    days = ("2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31")
    # of two points in one period the later holds at its end
    assert [at(day).required for day in days] == [3, 4, 5, 5]


@case(
    target={"path": "linear"},
    points={"2025-01-31": 10, "2025-03-31": 69, "2025-04-10": 60, "2025-05-10": 0},
    readings=months(*[9] * 6),
)
def test_linear_runs_straight_between_the_points_by_days_and_stays_flat_after_the_last(at):
    # 59 days up, one a day; then down to 60, from there 60 in 30 days
    assert at("2025-01-31").required == 10
    assert at("2025-02-28").required == near(38)
    assert at("2025-03-31").required == near(69)
    assert at("2025-04-30").required == near(20)
    assert at("2025-05-31").required == 0
    assert at("2025-06-30").required == 0


@case(target={"path": "linear"}, points={"2025-02-10": 10, "2025-02-20": 20}, readings=months(1, 1))
def test_linear_requires_nothing_before_its_first_point(at):
    january = at("2025-01-31")
    assert (january.required, january.gap, january.attainment) == (None, None, None)
    assert (january.actual, january.status) == (1, "not_started")
    assert at("2025-02-28").required == 20


@cases(
    {
        path: {
            "metric": {"direction": "range"},
            "target": {"path": path},
            "points": {"2025-01-31": (10, 20), "2025-03-31": (40, 138)},
            "readings": months(15, 15, 15, 15),
        }
        for path in ("step", "linear")
    }
)
def test_a_range_has_two_bounds_on_the_same_path(at):
    def bounds(day: str, of: str) -> tuple[Any, ...]:
        row = at(day, of=of)
        assert row.required is None
        return row.required_lower, row.required_upper

    assert bounds("2025-02-28", "step") == (10, 20)
    assert bounds("2025-03-31", "step") == (40, 138)
    # 28 of 59 days
    assert bounds("2025-02-28", "linear") == (near(10 + 30 * 28 / 59), near(20 + 118 * 28 / 59))
    assert bounds("2025-04-30", "linear") == (40, 138)


@case(points={"2025-01-01": 1, "2025-02-01": 5}, readings=months(3))
def test_the_requirement_is_that_of_the_day_the_actual_speaks_for(at):
    row = at("2025-02-28")
    assert (row.evaluated_on, row.required, row.status) == (date(2025, 1, 31), 1, "on_target")


# --- gap and meets -------------------------------------------------------------------------------


@cases(
    {
        "higher": {"points": {"2025-01-01": 5}, "readings": months(7, 4)},
        "lower": {
            "metric": {"direction": "lower"},
            "points": {"2025-01-01": 5},
            "readings": months(7, 4),
        },
        "range": {
            "metric": {"direction": "range"},
            "points": {"2025-01-01": (5, 8)},
            "readings": months(7, 5.5, 4, 9.5, 5, 8),
        },
    }
)
def test_a_gap_is_positive_on_the_good_side(at):
    assert [at(day, of="higher").gap for day in ("2025-01-31", "2025-02-28")] == [2, -1]
    assert [at(day, of="lower").gap for day in ("2025-01-31", "2025-02-28")] == [-2, 1]
    days = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")
    assert [at(day, of="range").gap for day in days] == [1, 0.5, -1, -1.5, 0, 0]
    met = [at(day, of="range").status for day in days]
    assert met == ["on_target", "on_target", "off_target", "off_target", "on_target", "on_target"]


@cases(
    {
        "at most": {
            "metric": {"direction": "lower", "aggregation": "sum"},
            "target": {"evaluation": "to_date"},
            "points": {"2025-01-01": 0.3},
            "readings": months(0.1, 0.2),
        },
        "at least": {
            "metric": {"aggregation": "sum"},
            "target": {"evaluation": "to_date"},
            "points": {"2025-01-01": 0.30000000000000004},
            "readings": months(0.3),
        },
        "zero width": {
            "metric": {"direction": "range", "aggregation": "sum"},
            "target": {"evaluation": "to_date"},
            "points": {"2025-01-01": (0.3, 0.3)},
            "readings": months(0.1, 0.2),
        },
    }
)
def test_floating_point_noise_misses_nothing(at):
    assert at("2025-02-28", of="at most").gap < 0
    for name in ("at most", "at least", "zero width"):
        row = at("2025-02-28", of=name)
        assert (row.status, row.attainment) == ("on_target", near(1)), name
        # the first period of what is to be reached falls short, that of a limit does not
        assert row.periods_met == (1 if name == "zero width" else row.periods_evaluated), name


# required or bounds, direction, the actual that still meets, and one that does not
SLACK = {
    "small": (0.5, "higher", 0.5 - 0.9e-9, 0.5 - 1.1e-9),
    "zero": (0, "higher", -0.9e-9, -1.1e-9),
    "one": (1, "lower", 1 + 0.9e-9, 1 + 1.1e-9),
    "large": (1000, "higher", 1000 - 0.9e-6, 1000 - 1.1e-6),
    "negative": (-1000, "lower", -1000 + 0.9e-6, -1000 + 1.1e-6),
    "range low": ((-1000, 1), "range", -1000 - 0.9e-6, -1000 - 1.1e-6),
    "range high": ((-1000, 1), "range", 1 + 0.9e-6, 1 + 1.1e-6),
    "range small": ((0.2, 0.4), "range", 0.2 - 0.9e-9, 0.2 - 1.1e-9),
}


@pytest.mark.parametrize("name", SLACK)
@cases(
    {
        name: {
            "metric": {"direction": direction},
            "points": {"2025-01-01": level},
            "readings": months(meets, fails),
        }
        for name, (level, direction, meets, fails) in SLACK.items()
    }
)
def test_a_figure_meets_within_a_billionth_of_the_larger_of_one_and_the_bound(name, at):
    assert at("2025-01-31", of=name).status == "on_target"
    assert at("2025-02-28", of=name).status == "off_target"


# --- status --------------------------------------------------------------------------------------


@case(points={"2025-03-01": 1}, readings=months(NOTHING, 0, 0, 0))
def test_a_target_has_not_started_before_its_first_point(at):
    # no value yet: the first point is held against the last day looked at
    assert at("2025-02-27").status == "not_started"
    # a value of a day before the first point
    february = at("2025-03-30")
    assert (february.evaluated_on, february.status) == (date(2025, 2, 28), "not_started")
    assert at("2025-03-31").status == "off_target"


@case(points={"2025-02-28": 1}, readings=months(None, 1))
def test_a_target_starts_on_the_day_of_its_first_point(at):
    assert at("2025-02-27").status == "not_started"
    assert at("2025-02-28").status == "on_target"


@case(points={"2025-02-28": 1}, readings=months(NOTHING, NOTHING, NOTHING))
def test_without_a_value_a_target_has_no_data_from_its_first_point_on(at):
    assert at("2025-02-27").status == "not_started"
    row = at("2025-02-28")
    assert (row.status, row.last_known_status) == ("no_data", None)
    assert (row.evaluated_on, row.actual, row.gap, row.required) == (None, None, None, None)


@case(objective={"due_on": "2025-02-10"}, points={"2025-02-28": 1})
def test_a_first_point_after_the_due_date_never_starts(at):
    assert at("2025-12-31").status == "not_started"


@case(points={"2025-03-01": 1}, readings=months(5))
def test_a_target_that_has_not_started_is_not_stale(at):
    row = at("2025-12-31")
    assert (row.status, row.last_known_status, row.freshness) == ("not_started", None, "overdue")


@case()
def test_a_target_without_any_reading_has_no_data_and_is_not_stale(at):
    row = at("2025-12-31")
    assert (row.status, row.last_known_status, row.freshness) == ("no_data", None, "overdue")


@cases(
    {
        "met": {"readings": months(1)},
        "near": {"target": {"tolerance": 1}, "readings": months(0)},
        "missed": {"readings": months(0)},
    }
)
def test_an_overdue_target_is_stale_and_keeps_what_it_was(at):
    for name, known in (("met", "on_target"), ("near", "at_risk"), ("missed", "off_target")):
        before, after = at("2025-03-10", of=name), at("2025-03-11", of=name)
        assert (before.status, before.last_known_status) == (known, known)
        assert (after.status, after.last_known_status) == ("stale", known)


@cases(
    {
        "met": {"objective": {"due_on": "2025-03-31"}, "readings": months(0, 0, 1)},
        "missed": {
            "objective": {"due_on": "2025-03-31"},
            "target": {"tolerance": 9},
            "readings": months(1, 1, 0),
        },
    }
)
def test_on_the_due_date_a_current_target_is_achieved_or_missed(at):
    assert [at(day, of="met").status for day in ("2025-03-30", "2025-03-31", "2026-09-30")] == [
        *("off_target", "achieved", "achieved"),
    ]
    assert [at(day, of="missed").status for day in ("2025-03-30", "2025-03-31", "2026-09-30")] == [
        *("on_target", "missed", "missed"),
    ]
    assert at("2025-03-31", of="missed").last_known_status == "missed"


@cases(
    {
        "met": {"objective": {"due_on": "2025-03-31"}, "readings": months(1, 1)},
        "near": {
            "objective": {"due_on": "2025-03-31"},
            "target": {"tolerance": 1},
            "readings": months(1, 0),
        },
    }
)
def test_a_due_target_is_not_judged_while_its_last_reading_is_missing(at):
    assert [at(day, of="met").status for day in ("2025-03-31", "2025-04-10", "2025-04-11")] == [
        *("on_target", "on_target", "stale"),
    ]
    assert at("2025-04-11", of="met").last_known_status == "on_target"
    assert at("2025-04-10", of="near").status == "at_risk"


@case(objective={"due_on": "2025-03-15"}, readings=months(1, 0, 1))
def test_a_due_date_within_a_period_judges_by_the_period_before(at):
    assert at("2025-03-14").status == "off_target"
    assert at("2025-03-15").status == "missed"


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("95.0", "on_target"),
        ("94.9999", "at_risk"),
        ("93.0", "at_risk"),
        # the slack of 95 is 9.5e-8
        ("92.99999992", "at_risk"),
        ("92.9999998", "off_target"),
    ],
)
@cases(
    {
        actual: {
            "target": {"tolerance": 2},
            "points": {"2025-01-01": 95},
            "readings": months(float(actual)),
        }
        for actual in ("95.0", "94.9999", "93.0", "92.99999992", "92.9999998")
    }
)
def test_within_its_tolerance_a_target_is_at_risk(actual, status, at):
    assert at("2025-01-31", of=actual).status == status


@case(points={"2025-01-01": 95}, readings=months(94.9999))
def test_without_a_tolerance_a_miss_is_off_target(at):
    assert at("2025-01-31").status == "off_target"


@case(
    metric={"direction": "range"},
    target={"tolerance": 1},
    points={"2025-01-01": (5, 8)},
    readings=months(4, 3.9, 9, 9.1),
)
def test_a_tolerance_lies_on_both_sides_of_a_range(at):
    days = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30")
    assert [at(day).status for day in days] == ["at_risk", "off_target", "at_risk", "off_target"]


# --- attainment ----------------------------------------------------------------------------------

# direction, path, points, actual, attainment
ATTAINMENT: dict[str, tuple[str, str, dict[str, Any], float, float]] = {
    "higher": ("higher", "step", {"2025-01-01": 95}, 86.6, 86.6 / 95),
    "higher met": ("higher", "step", {"2025-01-01": 95}, 120, 1),
    "higher below zero": ("higher", "step", {"2025-01-01": 95}, -5, 0),
    "higher than zero": ("higher", "step", {"2025-01-01": 0}, 3, 1),
    "higher than zero missed": ("higher", "step", {"2025-01-01": 0}, -3, 0),
    "higher than negative": ("higher", "step", {"2025-01-01": -4}, -3, 1),
    "higher than negative missed": ("higher", "step", {"2025-01-01": -4}, -5, 0),
    "lower met": ("lower", "step", {"2025-01-01": 4}, 3, 1),
    "lower met at zero": ("lower", "step", {"2025-01-01": 0}, 0, 1),
    "lower": ("lower", "step", {"2025-01-01": 4}, 5, 0.8),
    "lower than zero missed": ("lower", "step", {"2025-01-01": 0}, 5, 0),
    "lower than negative missed": ("lower", "step", {"2025-01-01": -4}, -3, 0),
    "lower than negative met": ("lower", "step", {"2025-01-01": -4}, -5, 1),
    "range met": ("range", "step", {"2025-01-01": (10, 20)}, 10, 1),
    "range below": ("range", "step", {"2025-01-01": (10, 20)}, 7, 0.7),
    "range above": ("range", "step", {"2025-01-01": (10, 20)}, 26, 0.4),
    "range far": ("range", "step", {"2025-01-01": (10, 20)}, 31, 0),
    "range without width met": ("range", "step", {"2025-01-01": (10, 10)}, 10, 1),
    "range without width": ("range", "step", {"2025-01-01": (10, 10)}, 10.1, 0),
    "range on a path": (
        "range",
        "linear",
        {"2025-01-01": (10, 20), "2025-01-31": (0, 10)},
        12,
        0.8,
    ),
    "up": ("higher", "linear", {"2025-01-01": 60, "2025-12-31": 80}, 65, 0.25),
    "up beyond": ("higher", "linear", {"2025-01-01": 60, "2025-12-31": 80}, 85, 1),
    "up below": ("higher", "linear", {"2025-01-01": 60, "2025-12-31": 80}, 55, 0),
    "down": ("lower", "linear", {"2025-01-01": 44, "2025-12-31": 12}, 28, 0.5),
    "down below": ("lower", "linear", {"2025-01-01": 44, "2025-12-31": 12}, 50, 0),
    "three points": (
        *("higher", "linear", {"2025-01-01": 60, "2025-01-20": 90, "2025-12-31": 80}, 65, 0.25),
    ),
    "baseline is target met": ("higher", "linear", {"2025-01-01": 5, "2025-12-31": 5}, 5, 1),
    "baseline is target": ("higher", "linear", {"2025-01-01": 5, "2025-12-31": 5}, 4, 0),
    "one linear point": ("higher", "linear", {"2025-01-01": 80}, 60, 0.75),
    "one linear point, lower": ("lower", "linear", {"2025-01-01": 3}, 4, 0.75),
    "two steps": ("higher", "step", {"2025-01-01": 50, "2025-12-31": 100}, 25, 0.5),
}


@pytest.mark.parametrize("name", ATTAINMENT)
@cases(
    {
        name: {
            "metric": {"direction": direction},
            "target": {"path": path},
            "points": points,
            "readings": months(actual),
        }
        for name, (direction, path, points, actual, _) in ATTAINMENT.items()
    }
)
def test_attainment_is_how_much_of_the_requirement_is_reached(name, at):
    assert at("2025-01-31", of=name).attainment == near(ATTAINMENT[name][-1])


@cases(
    {
        "no actual": {"readings": months(NOTHING)},
        "no requirement": {"points": {"2025-03-01": 1}, "readings": months(1)},
    }
)
def test_there_is_no_attainment_without_an_actual_and_a_requirement(at):
    assert at("2025-01-31", of="no actual").attainment is None
    assert at("2025-01-31", of="no requirement").attainment is None
    assert at("2025-01-31", of="no requirement").actual == 1


# --- periods met ---------------------------------------------------------------------------------


@case(
    objective={"starts_on": "2025-02-01"},
    points={"2025-03-31": 5, "2025-06-15": 7},
    readings=months(9, 9, 5, 4, 6, 6, 7, 9),
)
def test_each_period_is_held_against_the_requirement_at_its_own_end(at):
    # February has no requirement, March and May meet 5, April does not; June is held against 7
    found = [(at(d).periods_evaluated, at(d).periods_met) for d in ("2025-02-28", "2025-03-31")]
    assert found == [(0, 0), (1, 1)]
    july = at("2025-07-31")
    assert (july.periods_evaluated, july.periods_met) == (5, 3)
    assert (july.readings_expected, july.readings_received) == (6, 6)


@case(
    metric={"aggregation": "sum"},
    target={"evaluation": "rolling", "evaluation_periods": 2},
    points={"2025-01-01": 5},
    readings=months(4, 2, None, 5, 1, NOTHING, 1),
)
def test_each_period_is_evaluated_as_the_target_is(at):
    # 4, 6, -, 5, 6, -, 1: five periods with a value, of which three meet
    row = at("2025-07-31")
    assert (row.periods_evaluated, row.periods_met, row.actual) == (5, 3, 1)


# --- forecast ------------------------------------------------------------------------------------

YEAR_END = {"due_on": "2025-12-31"}


@cases(
    {
        name: {
            "objective": YEAR_END,
            "metric": {"direction": direction},
            "points": {"2025-01-01": 0, "2025-12-31": level},
            "readings": months(*readings),
        }
        for name, direction, level, readings in (
            ("met", "higher", 12, (1, 2, 3, 4, 5, 6)),
            ("missed", "higher", 12.1, (1, 2, 3, 4, 5, 6)),
            ("lower met", "lower", -6, (5, 4, 3, 2, 1, 0)),
            ("lower missed", "lower", -6.1, (5, 4, 3, 2, 1, 0)),
        )
    }
)
def test_a_perfect_line_forecasts_its_own_continuation_without_an_interval(at):
    for name, value in (("met", 12), ("missed", 12), ("lower met", -6), ("lower missed", -6)):
        row = at("2025-06-30", of=name)
        figures = (row.forecast_low, row.forecast_value, row.forecast_high)
        assert figures == (near(value), near(value), near(value))
        assert row.forecast == ("will_meet" if "met" in name.split() else "will_miss")


@case(
    objective={"due_on": "2025-07-31"}, points={"2025-01-01": 5}, readings=months(2, 1, 4, 3, 6, 5)
)
def test_a_forecast_has_an_eighty_percent_interval(at):
    # x 1..6: means 3.5 and 3.5, Sxx = 17.5, Sxy = 14.5, Syy = 17.5, four degrees of freedom
    row = at("2025-06-30")
    error = sqrt((17.5 - 14.5**2 / 17.5) / 4)
    half = 1.533206 * error * sqrt(1 + 1 / 6 + 3.5**2 / 17.5)
    assert row.forecast_value == near(6.4)
    assert row.forecast_low == near(6.4 - half)
    assert row.forecast_high == near(6.4 + half)
    assert (round(row.forecast_low, 3), round(row.forecast_high, 3)) == (3.947, 8.853)
    assert row.forecast == "uncertain"


STUDENT = {6: 1.533206, 7: 1.475884, 8: 1.439756, 9: 1.414924, 10: 1.396815, 11: 1.383029}
STUDENT[12] = 1.372184


@pytest.mark.parametrize("count", STUDENT)
@case(
    objective={"starts_on": "2024-01-01", "due_on": "2026-12-31"},
    points={"2024-01-01": 0},
    readings=months(*([1, -1] * 8), year=2024),
)
def test_the_interval_is_students_t_with_two_degrees_less_than_periods(count, at):
    # January 2024 on, alternating 1 and -1: what a line leaves of them is worked out here
    row = at(f"2024-{count:02}-{[31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][count - 1]}")
    x = [i - (count - 1) / 2 for i in range(count)]
    y = [1 if i % 2 == 0 else -1 for i in range(count)]
    mean = sum(y) / count
    sxx = sum(a * a for a in x)
    slope = sum(a * b for a, b in zip(x, y, strict=True)) / sxx
    rest = sum((b - mean - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    ahead = 35 - (count - 1) / 2
    value = mean + slope * ahead
    half = STUDENT[count] * sqrt(rest / (count - 2)) * sqrt(1 + 1 / count + ahead**2 / sxx)
    assert row.forecast_value == pytest.approx(value, rel=1e-9)
    assert row.forecast_low == pytest.approx(value - half, rel=1e-9)
    assert row.forecast_high == pytest.approx(value + half, rel=1e-9)


@case(objective=YEAR_END, readings=months(1, 2, NOTHING, 4, 5, None, 7, 8))
def test_a_forecast_needs_six_periods_with_a_value(at):
    # five values, of the first, second, fourth, fifth and seventh period
    early = at("2025-07-31")
    assert early.forecast == "too_early"
    assert (early.forecast_value, early.forecast_low, early.forecast_high) == (None, None, None)
    assert early.readings_received == 6
    assert at("2025-08-31").forecast == "will_meet"


@case(
    objective=YEAR_END, points={"2025-01-01": 12}, readings=months(1, 2, None, 4, 5, NOTHING, 7, 8)
)
def test_a_forecast_counts_periods_that_have_no_value(at):
    row = at("2025-08-31")
    assert row.forecast_value == near(12)
    assert row.forecast == "will_meet"


@case(
    objective={"starts_on": "2025-05-01", "due_on": "2025-12-15"},
    points={"2025-01-01": 0, "2025-12-15": 12, "2025-12-16": 99},
    readings={**months(*[50] * 6, year=2024), **months(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)}
    | {"2024-12": 0},
)
def test_a_forecast_is_for_the_period_of_the_due_date_from_the_last_twelve_values(at):
    # periods before the start count, those of the year before lie further back than twelve
    row = at("2025-11-30")
    assert (row.forecast_value, row.forecast) == (near(12), "will_meet")
    assert row.readings_received == 7


@case(objective=YEAR_END, points={"2025-01-01": 12}, readings=months(1, 2, 3, 4, 5, 6, 90, 90))
def test_a_forecast_knows_nothing_of_what_comes_after_the_day(at):
    assert at("2025-06-30").forecast_value == near(12)
    assert at("2025-07-30").forecast_value == near(12)


@cases(
    {
        "maximum": {
            "objective": YEAR_END,
            "metric": {"maximum": 10},
            "points": {"2025-01-01": 10},
            "readings": months(1, 2, 3, 4, 5, 6),
        },
        "minimum": {
            "objective": YEAR_END,
            "metric": {"minimum": 0, "direction": "lower"},
            "points": {"2025-01-01": -1},
            "readings": months(6, 5, 4, 3, 2, 1),
        },
        "one end": {
            "objective": {"due_on": "2025-07-31"},
            "metric": {"maximum": 8},
            "points": {"2025-01-01": 3.9},
            "readings": months(2, 1, 4, 3, 6, 5),
        },
    }
)
def test_a_forecast_stays_within_what_the_metric_can_be(at):
    highest = at("2025-06-30", of="maximum")
    assert (highest.forecast_low, highest.forecast_value, highest.forecast_high) == (10, 10, 10)
    assert highest.forecast == "will_meet"
    lowest = at("2025-06-30", of="minimum")
    assert (lowest.forecast_low, lowest.forecast_value, lowest.forecast_high) == (0, 0, 0)
    assert lowest.forecast == "will_miss"
    one = at("2025-06-30", of="one end")
    assert (one.forecast_high, one.forecast_value) == (8, near(6.4))
    assert one.forecast == "will_meet"


@pytest.mark.parametrize(
    ("level", "forecast"),
    [
        ((3, 9), "will_meet"),
        ((4, 9), "uncertain"),
        ((3, 8), "uncertain"),
        ((5, 6), "uncertain"),
        ((1, 3.9), "will_miss"),
        ((9, 12), "will_miss"),
    ],
)
@cases(
    {
        str(level): {
            "objective": {"due_on": "2025-07-31"},
            "metric": {"direction": "range"},
            "points": {"2025-01-01": level},
            "readings": months(2, 1, 4, 3, 6, 5),
        }
        for level in ((3, 9), (4, 9), (3, 8), (5, 6), (1, 3.9), (9, 12))
    }
)
def test_a_forecast_of_a_range_misses_only_where_the_interval_lies_outside(level, forecast, at):
    # 3.947 to 8.853, as above
    assert at("2025-06-30", of=str(level)).forecast == forecast


@cases(
    {
        str(level): {
            "objective": {"due_on": "2025-07-31"},
            "metric": {"direction": "lower"},
            "points": {"2025-01-01": level},
            "readings": months(2, 1, 4, 3, 6, 5),
        }
        for level in (8.86, 8.85, 3.95, 3.94)
    }
)
def test_a_forecast_of_a_lower_target_meets_where_all_of_the_interval_does(at):
    found = {
        level: at("2025-06-30", of=level).forecast for level in ("8.86", "8.85", "3.95", "3.94")
    }
    assert found == {
        "8.86": "will_meet",
        "8.85": "uncertain",
        "3.95": "uncertain",
        "3.94": "will_miss",
    }


@cases(
    {
        "no due date": {"readings": months(1, 2, 3, 4, 5, 6)},
        "due": {"objective": {"due_on": "2025-06-30"}, "readings": months(1, 2, 3, 4, 5, 6)},
        "not started": {
            "objective": YEAR_END,
            "points": {"2025-07-01": 5},
            "readings": months(1, 2, 3, 4, 5, 6),
        },
        "no data": {
            "objective": {"starts_on": "2025-06-01", "due_on": "2025-12-31"},
            "points": {"2025-01-01": 5},
            "readings": months(1, 2, 3, 4, 5, NOTHING),
        },
    }
)
def test_there_is_a_forecast_only_while_a_started_target_is_not_due(at):
    for name in ("no due date", "due", "not started", "no data"):
        row = at("2025-06-30", of=name)
        figures = (row.forecast_value, row.forecast_low, row.forecast_high)
        assert (row.forecast, *figures) == (None, None, None, None), name
    assert at("2025-06-29", of="due").forecast == "too_early"


@case(objective=YEAR_END, points={"2025-01-01": 12}, readings=months(1, 2, 3, 4, 5, 6))
def test_a_stale_target_is_still_foreseen(at):
    row = at("2025-08-11")
    assert (row.status, row.forecast, row.forecast_value) == ("stale", "will_meet", near(12))


# --- process behaviour ---------------------------------------------------------------------------


def since_2023(*values: Any) -> dict[str, Any]:
    return months(*values, year=2023)


BEFORE = {"objective": {"starts_on": "2023-01-01"}, "points": {"2023-01-01": 5}}


@case(**BEFORE, readings=since_2023(5, 5, 5, 5, None, 5, NOTHING, 5, 5, 7))
def test_a_process_needs_eight_periods_with_a_value(at):
    early = at("2023-09-30")
    assert (early.variation, early.assurance) == ("too_early", "too_early")
    assert (early.process_mean, early.process_lower, early.process_upper) == (None, None, None)
    row = at("2023-10-31")
    assert row.process_mean == near(5.25)
    # one moving range of 2 in seven
    assert row.process_lower == near(5.25 - 2.66 * 2 / 7)
    assert row.process_upper == near(5.25 + 2.66 * 2 / 7)


@case(
    objective={"starts_on": "2025-01-01"},
    readings=since_2023(900, *[5, 6] * 12),
)
def test_a_process_is_its_last_twenty_four_values_also_those_before_the_start(at):
    # the 25th value back, in January 2023, is out of sight in January 2025, not before
    row = at("2025-01-31")
    assert (row.process_mean, row.readings_received) == (near(5.5), 1)
    assert (row.process_lower, row.process_upper) == (near(5.5 - 2.66), near(5.5 + 2.66))
    assert at("2025-01-30").status == "not_started"


@case(**BEFORE, readings=since_2023(900, *[5, 6] * 12))
def test_the_twenty_fourth_value_back_still_belongs_to_the_process(at):
    assert at("2024-12-31").process_mean == near((900 + 5 * 12 + 6 * 11) / 24)
    assert at("2025-01-31").process_mean == near(5.5)


@pytest.mark.parametrize("value", ["0.1", "1e6", "-3.3", "0"])
@cases(
    {
        value: {
            "objective": {"starts_on": "2023-01-01"},
            "points": {"2023-01-01": float(value)},
            "readings": since_2023(*[float(value)] * 11),
        }
        for value in ("0.1", "1e6", "-3.3", "0")
    }
)
def test_equal_values_are_stable_and_capable_of_themselves(value, at):
    row = at("2023-11-30", of=value)
    assert (row.variation, row.assurance) == ("stable", "capable")
    assert row.process_lower == near(row.process_upper)


# Values, and which way the first signal points. Of the comments: mean, mean moving range, and how
# many moving ranges the last values lie from the mean.
SIGNALS: dict[str, tuple[list[int], int]] = {
    "quiet": ([5, 6] * 4, 0),
    # 8.2, 2.22: the last 3.06
    "the last outside": ([5, 7, 8, 8, 4, 8, 7, 10, 10, 15], 1),
    # 6.6, 3.56: the last 2.64, within the limits of 2.66
    "the last nearly outside": ([6, 5, 7, 3, 4, 3, 9, 4, 9, 16], 0),
    "outside, but not the last": ([5, 7, 8, 8, 4, 8, 7, 10, 15, 10], 0),
    # 5.9, 1.11: the first two below or at the mean, eight above it
    "eight on one side": ([6, 3, 6, 6, 7, 6, 6, 7, 6, 6], 1),
    # 6.7, 1: the third from the left is the first of seven above
    "seven on one side": ([5, 4, 6, 8, 7, 7, 7, 8, 7, 8], 0),
    # 6.8, 1.22: .98, 1.80, 2.62, 2.62
    "three of four": ([3, 4, 4, 7, 5, 8, 8, 9, 10, 10], 1),
    # 5.9, 1.56: 2.64, 1.35, 1.99, .71
    "three of four just beyond": ([5, 3, 3, 4, 5, 5, 10, 8, 9, 7], 1),
    # 6, 1.56: 1.29, 1.29, -1.29, 1.29
    "three of four not beyond": ([4, 4, 6, 5, 5, 8, 8, 8, 4, 8], 0),
    # 4.5, 1.11: 1.35, 2.25, -.45, .45, 1.35
    "three of five": ([4, 4, 3, 3, 3, 6, 7, 4, 5, 6], 0),
    # 5.8, 1.33: 1.65, 1.65, -1.35, .15
    "three of four on two sides": ([4, 6, 6, 5, 5, 6, 8, 8, 4, 6], 0),
    # 6.4, 2.44: -1.39, -1.39, -1.39, 3.93: the last outside comes first
    "outside above, three of four below": ([8, 6, 8, 6, 6, 5, 3, 3, 3, 16], 1),
}
WORDS = {
    "higher": {1: "improving", 0: "stable", -1: "deteriorating"},
    "lower": {1: "deteriorating", 0: "stable", -1: "improving"},
    "range": {1: "changing", 0: "stable", -1: "changing"},
}


@pytest.mark.parametrize("direction", WORDS)
@pytest.mark.parametrize("name", SIGNALS)
@cases(
    {
        f"{name} {direction} {way}": {
            "objective": {"starts_on": "2023-01-01"},
            "metric": {"direction": direction},
            "points": {"2023-01-01": (0, 9) if direction == "range" else 5},
            "readings": since_2023(*[way * value for value in values]),
        }
        for name, (values, _) in SIGNALS.items()
        for direction in WORDS
        for way in (1, -1)
    }
)
def test_a_signal_says_improving_or_deteriorating_by_the_metrics_direction(name, direction, at):
    values, points = SIGNALS[name]
    day = {8: "2023-08-31", 10: "2023-10-31"}[len(values)]
    up = at(day, of=f"{name} {direction} 1")
    down = at(day, of=f"{name} {direction} -1")
    assert up.variation == WORDS[direction][points]
    assert down.variation == WORDS[direction][-points]


@pytest.mark.parametrize(
    ("direction", "level", "assurance"),
    [
        # 5 and 6 by turns: mean 5.5, limits 2.84 and 8.16
        ("higher", 2.83, "capable"),
        ("higher", 2.84, "capable"),
        ("higher", 2.85, "hit_or_miss"),
        ("higher", 8.16, "hit_or_miss"),
        ("higher", 8.17, "incapable"),
        ("lower", 8.17, "capable"),
        ("lower", 8.16, "capable"),
        ("lower", 8.15, "hit_or_miss"),
        ("lower", 2.84, "hit_or_miss"),
        ("lower", 2.83, "incapable"),
        ("range", (2.84, 8.16), "capable"),
        ("range", (2.85, 9), "hit_or_miss"),
        ("range", (2, 8.15), "hit_or_miss"),
        ("range", (5, 6), "hit_or_miss"),
        ("range", (0, 2.84), "hit_or_miss"),
        ("range", (0, 2.83), "incapable"),
        ("range", (8.17, 9), "incapable"),
    ],
)
@cases(
    {
        f"{direction} {level}": {
            "objective": {"starts_on": "2023-01-01"},
            "metric": {"direction": direction},
            "points": {"2023-01-01": level},
            "readings": since_2023(*[5, 6] * 4),
        }
        for direction, levels in {
            "higher": (2.83, 2.84, 2.85, 8.16, 8.17),
            "lower": (2.83, 2.84, 8.15, 8.16, 8.17),
            "range": (
                *((2.84, 8.16), (2.85, 9), (2, 8.15), (5, 6)),
                *((0, 2.84), (0, 2.83), (8.17, 9)),
            ),
        }.items()
        for level in levels
    }
)
def test_assurance_holds_the_limits_against_what_is_required(direction, level, assurance, at):
    row = at("2023-08-31", of=f"{direction} {level}")
    assert (row.process_lower, row.process_upper) == (near(2.84), near(8.16))
    assert row.assurance == assurance


@cases(
    {
        "raised": {
            "objective": {"starts_on": "2023-01-01"},
            "points": {"2023-01-01": 1, "2023-08-31": 9},
            "readings": since_2023(*[5, 6] * 4),
        },
        "green by luck": {
            "objective": {"starts_on": "2023-01-01"},
            "points": {"2023-01-01": 5},
            "readings": since_2023(*[4, 6] * 4),
        },
    }
)
def test_behaviour_stands_beside_the_status_and_never_changes_it(at):
    raised = at("2023-08-31", of="raised")
    assert (raised.status, raised.assurance, raised.periods_met) == ("off_target", "incapable", 7)
    lucky = at("2023-08-31", of="green by luck")
    assert (lucky.status, lucky.assurance, lucky.variation) == (
        *("on_target", "hit_or_miss", "stable"),
    )


@cases(
    {
        "not started": {"points": {"2025-02-01": 5}, "readings": since_2023(*[5, 6] * 13)},
        "no data": {"points": {"2023-01-01": 5}, "readings": since_2023(*[5, 6] * 12)},
        "stale": {**BEFORE, "readings": since_2023(*[5, 6] * 4)},
    },
)
def test_there_is_no_behaviour_where_there_is_no_status_to_stand_beside(at):
    for name in ("not started", "no data"):
        row = at("2025-01-31", of=name)
        assert row.status == name.replace(" ", "_")
        assert (row.variation, row.assurance, row.process_mean) == (None, None, None)
    stale = at("2025-01-31", of="stale")
    assert (stale.status, stale.variation, stale.process_mean) == ("stale", "stable", near(5.5))


# --- cumulative targets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aggregation", "evaluation", "cumulative"),
    [
        ("sum", "to_date", True),
        ("sum", "rolling", True),
        ("sum", "latest", False),
        ("mean", "to_date", False),
        ("max", "rolling", False),
    ],
)
@cases(
    {
        f"{aggregation} {evaluation}": {
            "objective": YEAR_END,
            "metric": {"aggregation": aggregation},
            "target": {"evaluation": evaluation, "evaluation_periods": 3},
            "points": {"2025-01-01": 5},
            "readings": months(*[5, 6] * 4),
        }
        for aggregation in ("sum", "mean", "max")
        for evaluation in ("to_date", "rolling", "latest")
    }
)
def test_a_cumulative_target_has_neither_forecast_nor_assurance(
    aggregation, evaluation, cumulative, at
):
    row = at("2025-08-31", of=f"{aggregation} {evaluation}")
    assert (row.forecast is None) == cumulative
    assert (row.forecast_value is None) == cumulative
    assert row.assurance == (None if cumulative else "hit_or_miss")
    assert (row.variation, row.process_mean) == ("stable", near(5.5))


# --- objectives ----------------------------------------------------------------------------------

WORST_FIRST = (
    *("missed", "off_target", "at_risk", "stale", "no_data", "on_target", "achieved"),
    "not_started",
)
# On 2025-04-05 each of these targets of an objective due on 31 March stands as its name says.
ON_APRIL_5: dict[str, tuple[Spec, Spec, dict[str, Any]]] = {
    "missed": ({}, {}, months(1, 1, 0)),
    "off_target": ({}, {}, months(1, 0)),
    "at_risk": ({}, {"tolerance": 1}, months(1, 0)),
    "stale": ({"grace_days": 0}, {}, months(1, 1)),
    "no_data": ({}, {}, months(None, None, NOTHING)),
    "on_target": ({}, {}, months(1, 1)),
    "achieved": ({}, {}, months(0, 0, 1)),
    "not_started": ({}, {"points": {"2025-04-01": 1}}, months(1, 1, 1)),
}


@pytest.mark.parametrize("worse", WORST_FIRST)
@cases(
    {
        f"{one} {other}": {
            "objective": {"due_on": "2025-03-31"},
            "metrics": {f"-{name}": ON_APRIL_5[name][0] for name in (one, other)},
            "targets": {f"-{name}": ON_APRIL_5[name][1] for name in (one, other)},
            "readings": {f"-{name}": ON_APRIL_5[name][2] for name in (one, other)},
        }
        for one in WORST_FIRST
        for other in WORST_FIRST
    }
)
def test_an_objective_stands_as_its_worst_target(worse, at):
    for better in WORST_FIRST[WORST_FIRST.index(worse) :]:
        of = f"{worse} {better}"
        assert {row.status for row in at.targets("2025-04-05", of)} == {worse, better}
        assert at.objective("2025-04-05", of).status == worse, of


@case(
    metrics={"-1": {}, "-2": {}, "-3": {}, "-4": {}},
    targets={
        "-1": {"points": {"2025-01-01": 10}, "weight": 1},
        "-2": {"points": {"2025-01-01": 10}, "weight": 3},
        "-3": {"points": {"2025-01-01": 10}, "weight": 90},
        "-4": {"points": {"2025-01-01": 10}, "weight": 0.5},
    },
    readings={"-1": months(4, 4), "-2": months(8), "-3": {}, "-4": months(None, 12)},
)
def test_an_objectives_attainment_is_weighted_over_the_targets_that_have_one(at):
    row = at.objective("2025-02-28")
    assert row.attainment == near((0.4 * 1 + 0.8 * 3 + 1 * 0.5) / 4.5)
    assert (row.targets, row.readings_expected, row.readings_received) == (4, 8, 4)


@cases(
    {
        "none": {"targets": {}, "readings": months(1)},
        "not started": {"points": {"2030-01-01": 1}},
    }
)
def test_an_objective_without_targets_is_unmeasured(at):
    row = at.objective("2025-02-28", of="none")
    assert (row.status, row.attainment) == ("unmeasured", None)
    assert (row.targets, row.readings_expected, row.readings_received) == (0, 0, 0)
    assert at.objective("2025-02-28", of="not started").status == "not_started"


# --- what is known ------------------------------------------------------------------------------


def withdrawn(register: str, **key: str) -> tuple[str, dict[str, str]]:
    """A row of CODE that leaves the register at noon on 1 March."""
    return register, key | {"recorded_at": "2025-03-01T12:00:00Z", "withdrawn": "true"}


BEFORE_NOON, AT_NOON = "2025-03-01T11:59:59.999999", "2025-03-01T12:00:00"


@case(readings={"2025-01": [[5, "2025-02-03T00:00:00Z"], [0, "2025-03-01T12:00:00Z"]]})
def test_a_correction_counts_from_the_moment_it_is_recorded(at):
    assert at("2025-01-31", known_at="2025-02-02T23:59:59").status == "no_data"
    assert at("2025-01-31", known_at="2025-02-03T00:00:00").actual == 5
    assert at("2025-01-31", known_at=BEFORE_NOON).actual == 5
    corrected = at("2025-01-31", known_at=AT_NOON)
    assert (corrected.actual, corrected.status) == (0, "off_target")
    assert at("2025-01-31").actual == 0


@case(
    readings={
        "2025-01": [[4, "2025-02-01T00:00:00Z"]],
        "2025-02": [
            [9, "2025-03-01T00:00:00Z"],
            [None, "2025-03-01T12:00:00Z"],
            [8, "2025-04-01T00:00:00Z"],
        ],
    }
)
def test_a_withdrawn_reading_was_never_received_until_it_comes_back(at):
    assert at("2025-02-28", known_at=BEFORE_NOON).actual == 9
    row = at("2025-02-28", known_at=AT_NOON)
    assert (row.actual, row.readings_received, row.freshness) == (4, 1, "due")
    back = at("2025-02-28", known_at="2025-04-01T00:00:00")
    assert (back.actual, back.readings_received) == (8, 2)


@case(readings=months(5), history=[withdrawn("metrics", metric="CODE")])
def test_a_target_of_a_withdrawn_metric_has_no_row_and_its_objective_no_measure(at):
    assert len(at.targets("2025-01-31", known_at=BEFORE_NOON)) == 1
    assert at.targets("2025-01-31", known_at=AT_NOON) == []
    assert at.objective("2025-01-31", known_at=AT_NOON).status == "unmeasured"


@case(readings=months(5), history=[withdrawn("objectives", objective="CODE")])
def test_a_withdrawn_objective_and_its_targets_have_no_row(at):
    assert at.has_objective("2025-01-31", known_at=BEFORE_NOON)
    assert not at.has_objective("2025-01-31", known_at=AT_NOON)
    assert at.targets("2025-01-31", known_at=AT_NOON) == []


@case(
    metrics={"-a": {}, "-b": {}},
    targets={"-a": {}, "-b": {}},
    readings={"-a": months(0), "-b": months(5)},
    history=[withdrawn("targets", objective="CODE", metric="CODE-a", service="")],
)
def test_a_withdrawn_target_no_longer_drags_its_objective_down(at):
    known = "2025-03-01T11:00:00"
    assert [at.objective("2025-01-31", known_at=known).targets for known in (known, AT_NOON)] == [
        *(2, 1),
    ]
    assert [row.metric[-2:] for row in at.targets("2025-01-31", known_at=AT_NOON)] == ["-b"]


@case(objective={"recorded_at": "2025-03-01T12:00:00Z"})
def test_an_objective_is_not_there_before_it_is_known(at):
    assert not at.has_objective("2025-01-31", known_at=BEFORE_NOON)
    assert at.targets("2025-01-31", known_at=BEFORE_NOON) == []
    assert at.has_objective("2025-01-31", known_at=AT_NOON)
    assert len(at.targets("2025-01-31", known_at=AT_NOON)) == 1


@case(
    metric={"direction": "higher"},
    readings={"2025-01": [[0, "2025-02-03T00:00:00Z"]]},
    points={"2025-01-01": 5},
    history=[
        (
            "metrics",
            {"metric": "CODE"}
            | METRIC
            | {"direction": "lower", "recorded_at": "2025-03-01T12:00:00Z"},
        ),
        (
            "target_points",
            {"objective": "CODE", "metric": "CODE", "service": "", "on_date": "2025-01-15"}
            | {"value": "-1", "recorded_at": "2025-03-20T00:00:00Z"},
        ),
        (
            "objectives",
            {"objective": "CODE", "title": "CODE", "starts_on": "2025-02-01"}
            | {"recorded_at": "2025-04-01T00:00:00Z"},
        ),
    ],
)
def test_metrics_points_and_objectives_are_read_as_they_were_known(at):
    assert at("2025-01-31", known_at=BEFORE_NOON).status == "off_target"
    assert at("2025-01-31", known_at=AT_NOON).status == "on_target"
    assert at("2025-01-31", known_at="2025-03-20T00:00:00").required == -1
    assert at("2025-01-31", known_at="2025-03-20T00:00:00").status == "off_target"
    assert at("2025-01-31", known_at="2025-04-01T00:00:00").status == "not_started"
