"""The records: what each register's columns are, how their cells are read, what must hold in a row.

The bundle's table in contract section 3 is written out here once more, so that a column which
changes its name, its place, its default or its need is seen.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from smsdata.models import (
    BOOLEAN,
    BY_NAME,
    CODE,
    CODES,
    DATE,
    INTEGER,
    NUMBER,
    PERIOD,
    REGISTERS,
    TEXT,
    TIME,
    Bounds,
    Column,
    Evidence,
    Explanation,
    Improvement,
    Kind,
    Metric,
    Objective,
    Organization,
    Person,
    PlanApproval,
    PlanItem,
    PlanOccurrence,
    PlanProgress,
    Raci,
    Reading,
    Record,
    Target,
    TargetPoint,
    Waiver,
    columns,
    shorten,
)

# A bang marks what is required; the default stands behind `=`.
CONTRACT = {
    "organization": "name! fiscal_year_start_month=1 time_zone=UTC scope",
    "people": "person! name! email role_title access=viewer deputy active=True",
    "outcomes": "outcome! title! defined_in",
    "services": "service! name! owner customer sla_reference description",
    "objectives": "objective! title! statement outcome clause owner_role owner starts_on! due_on "
    "measurement_approach resources",
    "metrics": "metric! name! definition unit! direction! frequency! aggregation! owner_role owner "
    "source minimum maximum decimals grace_days=10",
    "targets": "objective! metric! service path=step evaluation=latest evaluation_periods "
    "tolerance=0.0 weight=1.0",
    "target_points": "objective! metric! service on_date! value lower upper",
    "readings": "metric! service period_start! value numerator denominator not_applicable=False "
    "note",
    "explanations": "objective! on_date! cause! recovery owner due_on closed_on",
    "plan_items": "plan_item! title! phase! workstream activity deliverable owner_role owner "
    "timing! starts_on due_on cadence trigger method expected_evidence clause resources objectives",
    "plan_progress": "plan_item! on_date! percent state forecast_on note",
    "plan_occurrences": "plan_item! due_on! done_on! note",
    "improvements": "improvement! title! description source objective metric owner_role owner "
    "raised_on! due_on benefit effort state! implemented_on closed_on validation",
    "raci": "activity! who! part!",
    "plan_approvals": "version! approved_on! approved_by! summary",
    "waivers": "rule! register! code! reason! until!",
    "evidence": "evidence! title! location! dated_on sha256 register! code! due_on",
}
KEYS = {
    "organization": (),
    "people": ("person",),
    "outcomes": ("outcome",),
    "services": ("service",),
    "objectives": ("objective",),
    "metrics": ("metric",),
    "targets": ("objective", "metric", "service"),
    "target_points": ("objective", "metric", "service", "on_date"),
    "readings": ("metric", "service", "period_start"),
    "explanations": ("objective", "on_date"),
    "plan_items": ("plan_item",),
    "plan_progress": ("plan_item", "on_date"),
    "plan_occurrences": ("plan_item", "due_on"),
    "improvements": ("improvement",),
    "raci": ("activity", "who"),
    "plan_approvals": ("version",),
    "waivers": ("rule", "register", "code"),
    "evidence": ("evidence",),
}
CHOICES = {
    ("people", "access"): ("viewer", "process_owner", "manager", "auditor", "admin"),
    ("metrics", "direction"): ("higher", "lower", "range"),
    ("metrics", "frequency"): (
        *("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"),
    ),
    ("metrics", "aggregation"): ("mean", "sum", "min", "max", "last", "ratio"),
    ("targets", "path"): ("step", "linear"),
    ("targets", "evaluation"): ("latest", "rolling", "to_date"),
    ("plan_items", "phase"): ("establish", "implement", "maintain", "improve", "change"),
    ("plan_items", "timing"): ("dated", "recurring", "trigger"),
    ("plan_items", "cadence"): ("weekly", "monthly", "quarterly", "half-yearly", "yearly"),
    ("plan_progress", "state"): ("not_started", "in_progress", "blocked", "done", "cancelled"),
    ("improvements", "source"): (
        *("audit", "incident", "retrospective", "metric_trend", "feedback", "management_review"),
        *("risk", "other"),
    ),
    ("improvements", "state"): (
        *("proposed", "approved", "in_progress", "implemented", "validated", "closed", "rejected"),
    ),
    ("raci", "part"): ("R", "A", "C", "I"),
    # a register is named as its file is
    ("waivers", "register"): tuple(KEYS),
    ("evidence", "register"): tuple(KEYS),
}
REFERENCES = {
    ("people", "deputy"): "people",
    ("services", "owner"): "people",
    ("objectives", "outcome"): "outcomes",
    ("objectives", "owner"): "people",
    ("metrics", "owner"): "people",
    ("targets", "objective"): "objectives",
    ("targets", "metric"): "metrics",
    ("targets", "service"): "services",
    ("target_points", "objective"): "objectives",
    ("target_points", "metric"): "metrics",
    ("target_points", "service"): "services",
    ("readings", "metric"): "metrics",
    ("readings", "service"): "services",
    ("explanations", "objective"): "objectives",
    ("explanations", "owner"): "people",
    ("plan_items", "owner"): "people",
    ("plan_items", "objectives"): "objectives",
    ("plan_progress", "plan_item"): "plan_items",
    ("plan_occurrences", "plan_item"): "plan_items",
    ("improvements", "objective"): "objectives",
    ("improvements", "metric"): "metrics",
    ("improvements", "owner"): "people",
    ("plan_approvals", "approved_by"): "people",
}
KINDS = {
    DATE: {
        *("starts_on", "due_on", "closed_on", "on_date", "forecast_on", "done_on", "raised_on"),
        *("implemented_on", "approved_on", "until", "dated_on"),
    },
    PERIOD: {"period_start"},
    INTEGER: {
        *("fiscal_year_start_month", "decimals", "grace_days", "evaluation_periods"),
        *("benefit", "effort"),
    },
    BOOLEAN: {"active", "not_applicable"},
    NUMBER: {
        *("minimum", "maximum", "tolerance", "weight", "value", "lower", "upper"),
        *("numerator", "denominator", "percent"),
    },
    CODE: {
        *("person", "deputy", "owner", "outcome", "service", "objective", "metric"),
        *("plan_item", "improvement", "version", "approved_by"),
    },
    CODES: {"objectives"},
}


def described(column: Column) -> str:
    """A column as CONTRACT writes it."""
    default = "" if column.default is None else f"={column.default}"
    return f"{column.name}{'!' if column.required else ''}{default}"


def every_column() -> list[tuple[str, Column]]:
    return [(r.register_name, column) for r in REGISTERS for column in columns(r)]


# --- shapes --------------------------------------------------------------------------------------


def test_every_register_of_this_build_has_a_record_and_no_other_has():
    assert [record.register_name for record in REGISTERS] == list(CONTRACT)
    assert list(BY_NAME) == list(CONTRACT)


@pytest.mark.parametrize("register", CONTRACT)
def test_a_record_has_the_columns_of_the_contract_in_its_order(register):
    shape = " ".join(described(column) for column in columns(BY_NAME[register]))
    assert shape == CONTRACT[register]


@pytest.mark.parametrize("register", CONTRACT)
def test_a_key_is_what_the_contract_says(register):
    assert BY_NAME[register].key == KEYS[register]


def test_only_the_words_of_the_contract_are_choices():
    found = {(register, c.name): c.choices for register, c in every_column() if c.choices}
    assert found == CHOICES


def test_every_code_of_another_register_is_known_as_a_reference():
    found = {(register, c.name): c.ref.register for register, c in every_column() if c.ref}
    assert found == REFERENCES


def test_every_column_is_read_by_its_kind():
    for register, column in every_column():
        kind = next((kind for kind, names in KINDS.items() if column.name in names), TEXT)
        # its own code, and in other registers no column but a text
        kind = CODE if (register, column.name) == ("evidence", "evidence") else kind
        assert column.kind is kind, (register, column.name)


def test_numbers_have_the_bounds_of_the_contract():
    found = {(register, c.name): c.bounds for register, c in every_column() if c.bounds}
    assert {place: (b.least, b.largest, b.strict) for place, b in found.items()} == {
        ("organization", "fiscal_year_start_month"): (1, 12, False),
        ("metrics", "decimals"): (0, 9, False),
        ("metrics", "grace_days"): (0, 3650, False),
        ("targets", "evaluation_periods"): (1, None, False),
        ("targets", "tolerance"): (0, None, False),
        ("targets", "weight"): (0, None, True),
        ("plan_progress", "percent"): (0, 100, False),
        ("improvements", "benefit"): (1, 5, False),
        ("improvements", "effort"): (1, 5, False),
    }


# --- bounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        (Bounds(1, 12), [1, 5, 12], [0, 13]),
        (Bounds(0), [0, 1e9], [-1e-9]),
        (Bounds(0, strict=True), [1e-9], [0, -1]),
        (Bounds(largest=3), [-5, 3], [3.1]),
    ],
)
def test_bounds_hold_the_same_in_python_and_in_sql(bounds, inside, outside):
    assert all(bounds.holds(value) for value in inside)
    assert not any(bounds.holds(value) for value in outside)
    query = f"SELECT {bounds.broken_sql('x')} FROM (SELECT CAST(? AS DOUBLE) AS x)"
    for value in [*inside, *outside]:
        with duckdb.connect() as connection:
            (broken,) = connection.execute(query, [value]).fetchone()
        assert broken is (value in outside), value


def test_bounds_say_what_is_allowed():
    assert Bounds(1, 12).problem == "must lie between 1 and 12"
    assert Bounds(1).problem == "must be at least 1"
    assert Bounds(0, strict=True).problem == "must be more than 0"


# --- cells ---------------------------------------------------------------------------------------

READ = [
    (CODE, "INC-01.a_b", "INC-01.a_b"),
    (CODE, "Größe", "Größe"),
    (CODE, "c" * 40, "c" * 40),
    (CODES, "INC-01", "INC-01"),
    (CODES, " OBJ-01 ;OBJ-02;; Größe", "OBJ-01;OBJ-02;Größe"),
    (DATE, "2024-02-29", date(2024, 2, 29)),
    (NUMBER, "1234.5", 1234.5),
    (NUMBER, "-.5", -0.5),
    (NUMBER, "+1e3", 1000.0),
    (NUMBER, "7.", 7.0),
    (INTEGER, "12", 12),
    (INTEGER, "12.0", 12),  # a workbook's way to write a whole number
    (INTEGER, "-3", -3),
    (BOOLEAN, "true", True),
    (BOOLEAN, "FALSE", False),
    (TIME, "2026-10-05T09:30:00Z", datetime(2026, 10, 5, 9, 30, tzinfo=UTC)),
    (TIME, "2026-10-05 09:30+07:00", datetime(2026, 10, 5, 2, 30, tzinfo=UTC)),
    (TIME, "2026-10-05T00:30:00.25-0130", datetime(2026, 10, 5, 2, 0, 0, 250000, tzinfo=UTC)),
    (TIME, "2026-10-05T09:30:00+02", datetime(2026, 10, 5, 7, 30, tzinfo=UTC)),
]
UNREADABLE = [
    *((CODE, text) for text in ("two words", "a/b", "", "c" * 41, "x;y", "né!")),
    *((CODES, text) for text in ("a b", "a,b", "a;b/c", ";", "a;" + "c" * 41)),
    *((DATE, text) for text in ("30.09.2026", "2026-9-3", "2026-02-29", "2026-13-01", "26-01-01")),
    *((DATE, text) for text in ("2026-09-30T00:00", "٢٠٢٦-٠٩-٣٠", "0999-01-01")),
    *((NUMBER, text) for text in ("1,5", "1 000", "5 %", "nan", "inf", "1e309", "0x1", "1_0", "٣")),
    *((INTEGER, text) for text in ("1.5", "1e3", "1234567890", "one", "")),
    *((BOOLEAN, text) for text in ("yes", "1", "wahr", "t")),
    *((TIME, text) for text in ("2026-10-05", "2026-10-05T09:30:00", "2026-10-05T25:00:00Z")),
    *((TIME, text) for text in ("2026-02-30T00:00Z", "2026-10-05T09Z", "2026-10-05T09:61Z")),
]


def in_sql(kind: Kind, texts: list[str]) -> list[object]:
    """The texts as SQL reads them, in their order; those of ASCII also as if there were no others."""
    query = (
        f"SELECT {kind.sql_of('x')}, {kind.sql_of('x', ascii_only=True)} "
        "FROM (SELECT unnest(?) AS x, unnest(?) AS i) ORDER BY i"
    )
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = connection.execute(query, [texts, list(range(len(texts)))]).fetchall()
    for text, (value, of_ascii) in zip(texts, rows, strict=True):
        assert of_ascii == value or not text.isascii()
    return [value for value, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_a_cell_is_read_the_same_in_python_and_in_sql(kind, text, value):
    assert kind.parse(text) == value
    assert in_sql(kind, [text]) == [value]


@pytest.mark.parametrize(("kind", "text"), UNREADABLE)
def test_what_is_no_such_cell_is_refused_in_python_and_in_sql(kind, text):
    with pytest.raises((ValueError, KeyError)):
        kind.parse(text)
    if text:  # an empty cell never gets that far
        assert in_sql(kind, [text]) == [None]


ALPHABETS = {
    CODE: "aZ9_-. éß٣²ªⅣ\u0301/",
    CODES: "aZ9; é/",
    DATE: "0123456789-٣",
    NUMBER: "0123456789.eE+-_n",
    INTEGER: "0123456789.+-",
    BOOLEAN: "trueTRUEfalsFALS",
}


@pytest.mark.parametrize("kind", ALPHABETS, ids=lambda kind: kind.name)
@settings(max_examples=8, derandomize=True, deadline=None)
@given(data=st.data())
def test_python_and_sql_read_any_text_alike(kind, data):
    shapes = [text for known, text, _ in READ if known is kind]
    shapes += [text for known, text in UNREADABLE if known is kind and text]
    near = st.builds(
        lambda text, at, new: text[: at % len(text)] + new + text[at % len(text) + 1 :],
        st.sampled_from(shapes),
        st.integers(0, 50),
        st.text(ALPHABETS[kind], max_size=2),
    )
    texts = data.draw(
        st.lists(near | st.text(ALPHABETS[kind], max_size=12), min_size=20, max_size=40)
    )
    texts = [text.strip() for text in texts if text.strip()]
    parsed = []
    for text in texts:
        try:
            parsed.append(kind.parse(text))
        except (ValueError, KeyError):
            parsed.append(None)
    assert dict(zip(texts, in_sql(kind, texts), strict=True)) == dict(
        zip(texts, parsed, strict=True)
    )


@settings(max_examples=5, derandomize=True, deadline=None)
@given(
    times=st.lists(
        st.tuples(st.integers(-30_000_000_000, 250_000_000_000), st.integers(-14 * 60, 14 * 60)),
        min_size=20,
        max_size=60,
    )
)
@example(times=[(1_792_891_800, -570), (0, 0), (-1, 345)])
def test_any_time_with_an_offset_is_read_alike(times):
    texts = [
        (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
        .astimezone(timezone(timedelta(minutes=offset)))
        .isoformat()
        for seconds, offset in times
    ]
    assert in_sql(TIME, texts) == [TIME.parse(text) for text in texts]
    assert all(TIME.parse(text).tzinfo is UTC for text in texts)


@pytest.mark.parametrize(
    "text", ["2026-10-05T24:00:00Z", "2026-10-05T09:30:00+24:00", "2026-10-05T09:30:00+23:79"]
)
def test_a_time_that_no_clock_shows_is_refused_alike(text):
    with pytest.raises(ValueError):  # noqa: PT011  (whatever says no)
        TIME.parse(text)
    assert in_sql(TIME, [text]) == [None]


# --- rows ----------------------------------------------------------------------------------------


def columns_wrong(record: type[Record], **cells: object) -> set[str]:
    """The columns in which a row is wrong: cells first, then the rules between them."""
    try:
        row = record(**cells)
    except ValidationError as error:
        return {str(found["loc"][0]) for found in error.errors()}
    return {rule.column for rule in record.rules if rule.broken(row)}


OBJECTIVE = {"objective": "O", "title": "T", "starts_on": "2026-01-01"}
METRIC = {
    "metric": "M",
    "name": "M",
    "unit": "u",
    "direction": "higher",
    "frequency": "daily",
    "aggregation": "mean",
}
TARGET = {"objective": "O", "metric": "M"}
POINT = {**TARGET, "on_date": "2026-01-01"}
READING = {"metric": "M", "period_start": "2026-01"}


def test_defaults_are_filled_in():
    metric = Metric(**METRIC)
    assert (metric.grace_days, metric.minimum, metric.owner) == (10, None, None)
    target = Target(**TARGET)
    assert (target.path, target.evaluation, target.tolerance, target.weight) == (
        *("step", "latest", 0, 1),
    )
    organization = Organization(name="N")
    assert (organization.fiscal_year_start_month, organization.time_zone) == (1, "UTC")
    person = Person(person="p", name="P")
    assert (person.access, person.active) == ("viewer", True)
    assert Reading(**READING).not_applicable is False


def test_values_are_trimmed_and_read_from_text():
    metric = Metric(**{**METRIC, "name": "  Share \t", "minimum": "0", "grace_days": "5"})
    assert (metric.name, metric.minimum, metric.grace_days) == ("Share", 0.0, 5)


def test_a_value_may_be_given_as_what_it_is():
    objective = Objective(**{**OBJECTIVE, "starts_on": date(2026, 1, 1)})
    assert objective.starts_on == date(2026, 1, 1)
    assert Reading(**READING, value=5).value == 5.0


def test_a_record_cannot_be_changed_and_knows_no_other_column():
    person = Person(person="p", name="P")
    with pytest.raises(ValidationError, match="frozen"):
        person.name = "Q"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Person(person="p", name="P", nickname="x")


def test_a_cell_that_cannot_be_read_says_what_to_write():
    with pytest.raises(ValidationError, match=r"'1,5' is no number; write it like 1234\.5"):
        Metric(**{**METRIC, "minimum": "1,5"})


def test_a_word_that_is_no_choice_is_refused():
    assert columns_wrong(Metric, **{**METRIC, "direction": "up"}) == {"direction"}
    assert columns_wrong(Metric, **{**METRIC, "frequency": "Monthly"}) == {"frequency"}
    assert columns_wrong(Metric, **METRIC) == set()


def test_every_kind_of_cell_is_trimmed():
    cells = {**METRIC, "metric": " M ", "direction": " lower", "minimum": " 5 "}
    assert columns_wrong(Metric, **cells) == set()


def test_a_required_text_is_not_empty():
    assert columns_wrong(Person, person="p", name=" ") == {"name"}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_as_a_float_too(value):
    assert columns_wrong(Reading, **READING, value=value) == {"value"}


@pytest.mark.parametrize(
    ("record", "cells", "column"),
    [
        (Organization, {"name": "N", "fiscal_year_start_month": 13}, "fiscal_year_start_month"),
        (Target, {**TARGET, "weight": 0}, "weight"),
        (Target, {**TARGET, "tolerance": -1}, "tolerance"),
        (Metric, {**METRIC, "grace_days": -1}, "grace_days"),
    ],
)
def test_a_record_refuses_a_number_outside_its_bounds(record, cells, column):
    assert columns_wrong(record, **cells) == {column}


@pytest.mark.parametrize(
    ("due_on", "wrong"),
    [("2025-12-31", {"due_on"}), ("2026-01-01", set()), (None, set())],
)
def test_an_objective_is_due_on_the_day_it_starts_or_later(due_on, wrong):
    assert columns_wrong(Objective, **OBJECTIVE, due_on=due_on) == wrong


@pytest.mark.parametrize(
    ("minimum", "maximum", "wrong"),
    [(5, 4, {"maximum"}), (5, 5, set()), (None, 4, set()), (5, None, set())],
)
def test_a_metric_has_no_maximum_below_its_minimum(minimum, maximum, wrong):
    assert columns_wrong(Metric, **METRIC, minimum=minimum, maximum=maximum) == wrong


@pytest.mark.parametrize(
    ("evaluation", "periods", "wrong"),
    [
        ("rolling", None, {"evaluation_periods"}),
        ("rolling", 3, set()),
        ("latest", None, set()),
        ("to_date", None, set()),
        ("to_date", 3, set()),
    ],
)
def test_a_rolling_target_says_over_how_many_periods(evaluation, periods, wrong):
    found = columns_wrong(Target, **TARGET, evaluation=evaluation, evaluation_periods=periods)
    assert found == wrong


@pytest.mark.parametrize(
    ("lower", "upper", "wrong"), [(5, 4, {"upper"}), (5, 5, set()), (4, 5, set()), (5, None, set())]
)
def test_a_range_has_no_upper_bound_below_its_lower(lower, upper, wrong):
    assert columns_wrong(TargetPoint, **POINT, lower=lower, upper=upper) == wrong


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"value": 5}, set()),
        ({"value": 0}, set()),
        ({"numerator": 1, "denominator": 2}, set()),
        ({"numerator": 0, "denominator": 0}, set()),
        ({"not_applicable": True}, set()),
        ({"not_applicable": True, "note": "closed"}, set()),
        ({}, {"value"}),
        ({"not_applicable": False, "note": "forgotten"}, {"value"}),
        ({"numerator": 1}, {"numerator"}),
        ({"denominator": 1}, {"numerator"}),
        ({"numerator": 1, "denominator": -1}, {"denominator"}),
        ({"value": 5, "numerator": 1, "denominator": 2}, {"value"}),
        ({"not_applicable": True, "value": 0}, {"not_applicable"}),
        ({"not_applicable": True, "numerator": 0, "denominator": 0}, {"not_applicable"}),
        ({"not_applicable": True, "numerator": 1}, {"not_applicable", "numerator"}),
    ],
)
def test_a_reading_has_a_figure_or_its_parts_or_nothing_to_measure(cells, wrong):
    assert columns_wrong(Reading, **READING, **cells) == wrong


ITEM = {"plan_item": "P", "title": "T", "phase": "improve"}


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"timing": "dated", "starts_on": "2026-01-01", "due_on": "2026-01-01"}, set()),
        ({"timing": "dated", "starts_on": "2026-01-02", "due_on": "2026-01-01"}, {"due_on"}),
        ({"timing": "dated", "starts_on": "2026-01-01"}, {"due_on"}),
        ({"timing": "dated", "due_on": "2026-01-01"}, {"starts_on"}),
        ({"timing": "recurring", "starts_on": "2026-01-01", "cadence": "weekly"}, set()),
        ({"timing": "recurring", "starts_on": "2026-01-01"}, {"cadence"}),
        ({"timing": "recurring", "cadence": "weekly"}, {"starts_on"}),
        ({"timing": "trigger"}, set()),
        ({"timing": "now and then"}, {"timing"}),
    ],
)
def test_a_plan_item_has_the_days_that_its_timing_needs(cells, wrong):
    assert columns_wrong(PlanItem, **ITEM, **cells) == wrong


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"location": "https://e.org/1"}, set()),
        ({"location": "kept:minutes.pdf", "sha256": "0af" + "1" * 61}, set()),
        ({"location": "kept:minutes.pdf"}, {"sha256"}),
        ({"location": "https://e.org/1", "sha256": "0AF" + "1" * 61}, {"sha256"}),
        ({"location": "https://e.org/1", "register": "plans"}, {"register"}),
    ],
)
def test_evidence_says_where_it_is_and_a_kept_file_by_its_hash(cells, wrong):
    proof = {"evidence": "E", "title": "T", "register": "plan_items", "code": "P"}
    assert columns_wrong(Evidence, **{**proof, **cells}) == wrong


@pytest.mark.parametrize("record", REGISTERS, ids=lambda record: record.register_name)
def test_a_row_of_only_what_is_required_is_enough(record):
    rows = {
        Metric: METRIC,
        Objective: OBJECTIVE,
        Target: TARGET,
        TargetPoint: {**POINT, "value": 1},
        Reading: {**READING, "value": 1},
        Explanation: {"objective": "O", "on_date": "2026-01-31", "cause": "C"},
        PlanItem: {"plan_item": "P", "title": "T", "phase": "improve", "timing": "trigger"},
        PlanProgress: {"plan_item": "P", "on_date": "2026-01-31"},
        PlanOccurrence: {"plan_item": "P", "due_on": "2026-01-31", "done_on": "2026-01-31"},
        Improvement: {
            "improvement": "I",
            "title": "T",
            "raised_on": "2026-01-31",
            "state": "proposed",
        },
        Raci: {"activity": "Review the plan", "who": "SMS owner", "part": "A"},
        PlanApproval: {"version": "1.0", "approved_on": "2026-01-31", "approved_by": "p"},
        Waiver: {
            "rule": "item-overdue",
            "register": "plan_items",
            "code": "P",
            "reason": "R",
            "until": "2026-01-31",
        },
        Evidence: {
            "evidence": "E",
            "title": "T",
            "location": "L",
            "register": "plan_items",
            "code": "P",
        },
    }
    cells = rows.get(record) or {c.name: "X" for c in columns(record) if c.required}
    assert columns_wrong(record, **cells) == set()
    for column in columns(record):
        if column.required:
            fewer = {name: cell for name, cell in cells.items() if name != column.name}
            assert columns_wrong(record, **fewer) == {column.name}


def test_a_long_text_is_quoted_short_and_on_one_line():
    assert shorten("two\n  lines") == "two lines"
    assert shorten("x" * 61) == "x" * 59 + "…"
    assert shorten("x" * 60) == "x" * 60
