"""One frozen record a register: its columns, their kinds, its key, and the rules within a row.

A record is the only place that knows a register's shape. The table's columns, the bundle's
headers, the views `NAME` and `NAME_at`, and the checks of a bulk import are all made from it, and
a test holds that a record and its bulk check find the same problems (contract, section 3).

Every column is of a `Kind`: how its text is read, in Python for one row and in SQL for a million,
and what is said when it cannot be. A `Rule` looks at several columns of one row.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic.fields import FieldInfo

# --- kinds of cells ------------------------------------------------------------------------------

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_INTEGER = r"[+-]?\d{1,9}(\.0*)?"
_DATE = r"[1-9]\d{3}-\d{2}-\d{2}"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_TIME = (
    rf"[1-9]\d{{3}}-\d{{2}}-\d{{2}}[T ]{_CLOCK}(:[0-5]\d(\.\d{{1,6}})?)?"
    r"(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)"
)
_CODE = "[{letters}_.-]+"
_CODE_PYTHON = re.compile(r"[\w.-]{1,40}")
# A list of codes, in its order.
_CODES = "[trim(c) for c in string_split({x}, ';') if trim(c) <> '']"


@dataclass(frozen=True)
class Kind:
    """How a cell is read: `parse` one text in Python, `sql` the same as an expression.

    In `sql`, `{x}` stands for the trimmed, non-empty text and `{letters}` for the letters and
    digits of a pattern; it yields NULL where `parse` raises.
    """

    name: str
    type: str
    parse: Callable[[str], Any]
    sql: str
    problem: str

    def sql_of(self, text: str, *, ascii_only: bool = False) -> str:
        """`sql` for the SQL expression `text`; `ascii_only` where it surely has nothing else."""
        # the letters of all scripts take RE2 13 ms to compile, each time a statement is planned
        letters = "A-Za-z0-9" if ascii_only else r"\p{L}\p{N}"
        return self.sql.replace("{letters}", letters).replace("{x}", text)


def _parse_code(text: str) -> str:
    if not _CODE_PYTHON.fullmatch(text):
        raise ValueError
    return text


def _parse_codes(text: str) -> str:
    codes = [code.strip() for code in text.split(";") if code.strip()]
    if not codes:
        raise ValueError
    return ";".join(_parse_code(code) for code in codes)


def _parse_date(text: str) -> date:
    if not re.fullmatch(_DATE, text, re.ASCII):
        raise ValueError
    return date.fromisoformat(text)


def _parse_number(text: str) -> float:
    if not re.fullmatch(_NUMBER, text, re.ASCII):
        raise ValueError
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _parse_integer(text: str) -> int:
    if not re.fullmatch(_INTEGER, text, re.ASCII):
        raise ValueError
    return int(text.partition(".")[0])


def _parse_boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _parse_time(text: str) -> datetime:
    if not re.fullmatch(_TIME, text, re.ASCII):
        raise ValueError
    return datetime.fromisoformat(text).astimezone(UTC)


TEXT = Kind("text", "VARCHAR", str, "{x}", "")
CODE = Kind(
    "code",
    "VARCHAR",
    _parse_code,
    # a bounded repetition of Unicode classes takes RE2 long to compile
    f"CASE WHEN regexp_full_match({{x}}, '{_CODE}') AND length({{x}}) <= 40 THEN {{x}} END",
    "is no code; use letters, digits, '-', '_' and '.', at most 40",
)
CODES = Kind(
    "codes",
    "VARCHAR",
    _parse_codes,
    f"CASE WHEN len({_CODES}) > 0 AND len([c for c in {_CODES} "
    f"if NOT regexp_full_match(c, '{_CODE}') OR length(c) > 40]) = 0 "
    f"THEN array_to_string({_CODES}, ';') END",
    "is no list of codes; write them like OBJ-01;OBJ-02",
)
DATE = Kind(
    "date",
    "DATE",
    _parse_date,
    f"CASE WHEN regexp_full_match({{x}}, '{_DATE}') THEN try_cast({{x}} AS DATE) END",
    "is no date; write it like 2026-09-30",
)
NUMBER = Kind(
    "number",
    "DOUBLE",
    _parse_number,
    f"CASE WHEN regexp_full_match({{x}}, '{_NUMBER}') AND isfinite(try_cast({{x}} AS DOUBLE)) "
    "THEN try_cast({x} AS DOUBLE) END",
    "is no number; write it like 1234.5, without units or thousands separators",
)
INTEGER = Kind(
    "integer",
    "INTEGER",
    _parse_integer,
    f"CASE WHEN regexp_full_match({{x}}, '{_INTEGER}') "
    "THEN try_cast(split_part({x}, '.', 1) AS INTEGER) END",
    "is no whole number; write it like 12",
)
BOOLEAN = Kind(
    "boolean",
    "BOOLEAN",
    _parse_boolean,
    "CASE WHEN {x} = 'false' THEN false "
    "ELSE CASE lower({x}) WHEN 'true' THEN true WHEN 'false' THEN false END END",
    "is neither true nor false; write one of them",
)
TIME = Kind(
    "time",
    "TIMESTAMPTZ",
    _parse_time,
    # DuckDB 1.5 wants seconds
    f"CASE WHEN regexp_full_match({{x}}, '{_TIME}') THEN try_cast(regexp_replace({{x}}, "
    "'^(.{10}[T ]..:..)([Z+-])', '\\1:00\\2') AS TIMESTAMPTZ) END",
    "is no time; write it like 2026-10-05T09:30:00Z, with its offset",
)
# Cells that stand as somebody typed them.
WORDS = (TEXT, CODE, CODES)
# A period is read as text here: which day it begins on depends on the metric (sql/import).
PERIOD = Kind("period", "VARCHAR", str, "{x}", "")


def _cell(kind: Kind) -> BeforeValidator:
    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return kind.parse(value)
        except (ValueError, KeyError) as error:
            raise ValueError(f"'{shorten(value)}' {kind.problem}") from error

    return BeforeValidator(read)


def shorten(text: str, limit: int = 60) -> str:
    """A text as it is quoted in a message: one line, at most `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True)
class Ref:
    """The cell names a row of this register; a list of codes names several."""

    register: str


@dataclass(frozen=True)
class RowOf:
    """The cell names a row, as `code_sql` does, of the register that another column names."""

    column: str


def _name_of_register(name: str) -> str:
    if name not in BY_NAME:
        raise ValueError(f"'{shorten(name)}' is none of {', '.join(BY_NAME)}")
    return name


_NAMES_REGISTER = AfterValidator(_name_of_register)


@dataclass(frozen=True)
class Bounds:
    """The least and the largest number allowed, `strict` where the least itself is not."""

    least: float | None = None
    largest: float | None = None
    strict: bool = False

    def holds(self, value: float) -> bool:
        """Whether `value` lies inside."""
        if self.least is not None and (value < self.least or (self.strict and value == self.least)):
            return False
        return self.largest is None or value <= self.largest

    def broken_sql(self, column: str) -> str:
        """The SQL condition under which a column's value lies outside."""
        parts = []
        if self.least is not None:
            parts.append(f"{column} {'<=' if self.strict else '<'} {self.least}")
        if self.largest is not None:
            parts.append(f"{column} > {self.largest}")
        return " OR ".join(parts)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        """The bounds as a record holds them."""

        def check(value: float) -> float:
            if not self.holds(value):
                raise ValueError(f"'{value:g}' {self.problem}")
            return value

        return AfterValidator(check).__get_pydantic_core_schema__(source, handler)

    @property
    def problem(self) -> str:
        """What is said when it does not hold."""
        if self.least is not None and self.largest is not None:
            return f"must lie between {self.least:g} and {self.largest:g}"
        return f"must be {'more than' if self.strict else 'at least'} {self.least:g}"


@dataclass(frozen=True)
class Rule:
    """Something that must hold between the columns of one row.

    `broken` sees a record, `broken_sql` the columns of a staged row; both say when it does not.
    """

    column: str
    broken: Callable[[Any], bool]
    broken_sql: str
    problem: str


Text = Annotated[str, TEXT, _cell(TEXT)]
Code = Annotated[str, CODE, _cell(CODE)]
Day = Annotated[date, DATE, _cell(DATE)]
Number = Annotated[float, NUMBER, _cell(NUMBER)]
Whole = Annotated[int, INTEGER, _cell(INTEGER)]
Flag = Annotated[bool, BOOLEAN, _cell(BOOLEAN)]
Period = Annotated[str, PERIOD, _cell(PERIOD)]
Codes = Annotated[str, CODES, _cell(CODES)]
RegisterName = Annotated[str, TEXT, _cell(TEXT), _NAMES_REGISTER]

Access = Literal["viewer", "process_owner", "manager", "auditor", "admin"]
Direction = Literal["higher", "lower", "range"]
Frequency = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]
Aggregation = Literal["mean", "sum", "min", "max", "last", "ratio"]
Path = Literal["step", "linear"]
Evaluation = Literal["latest", "rolling", "to_date"]
Phase = Literal["establish", "implement", "maintain", "improve", "change"]
Timing = Literal["dated", "recurring", "trigger"]
Cadence = Literal["weekly", "monthly", "quarterly", "half-yearly", "yearly"]
ProgressState = Literal["not_started", "in_progress", "blocked", "done", "cancelled"]
Source = Literal[
    "audit",
    "incident",
    "retrospective",
    "metric_trend",
    "feedback",
    "management_review",
    "risk",
    "other",
]
ImprovementState = Literal[
    "proposed", "approved", "in_progress", "implemented", "validated", "closed", "rejected"
]
Part = Literal["R", "A", "C", "I"]

# --- records -------------------------------------------------------------------------------------


class Record(BaseModel):
    """A row of a register as the bundle writes it, without who and when."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    register_name: ClassVar[str]
    view: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    rules: ClassVar[tuple[Rule, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _trim(cls, cells: Any) -> Any:
        """Cells are trimmed; an empty one is as one that is not there (contract, section 3)."""
        if not isinstance(cells, dict):
            return cells
        trimmed = {
            name: cell.strip() if isinstance(cell, str) else cell for name, cell in cells.items()
        }
        return {name: cell for name, cell in trimmed.items() if cell != ""}


@dataclass(frozen=True)
class Column:
    """One column of a register, read off its record."""

    name: str
    kind: Kind
    required: bool
    default: object
    choices: tuple[str, ...]
    bounds: Bounds | None
    ref: Ref | None
    row_of: RowOf | None = None


def _column(name: str, field: FieldInfo) -> Column:
    annotation = field.annotation
    metadata = list(field.metadata)
    # `X | None` keeps its metadata on X.
    for part in get_args(annotation):
        if get_origin(part) is Annotated:
            metadata.extend(get_args(part)[1:])
            annotation = get_args(part)[0]
        elif get_origin(part) is Literal:
            annotation = part
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    if _NAMES_REGISTER in metadata:
        choices = tuple(BY_NAME)

    def found(kind: type[Any]) -> Any:
        return next((item for item in metadata if isinstance(item, kind)), None)

    return Column(
        name=name,
        kind=found(Kind) or TEXT,
        required=field.is_required(),
        default=None if field.is_required() else field.default,
        choices=choices,
        bounds=found(Bounds),
        ref=found(Ref),
        row_of=found(RowOf),
    )


@cache
def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a register, in the bundle's order."""
    return tuple(_column(name, field) for name, field in record.model_fields.items())


def code_sql(record: type[Record], row: str = "") -> str:
    """A row's code in SQL: its key's parts, with '/' between (contract, section 5).

    `row` is the table's alias. An organisation has one row and so no key.
    """
    at = f"{row}." if row else ""
    parts = ", ".join(f"coalesce(CAST({at}{name} AS VARCHAR), '')" for name in record.key)
    return f"concat_ws('/', {parts})" if parts else f"'{record.view}'"


def codes_sql(column: Column) -> str:
    """The codes that a cell names in SQL, a row each."""
    return f"unnest(string_split({column.name}, ';'))" if column.kind is CODES else column.name


def written(value: object) -> str:
    """A stored value as a bundle's file, or a form, has it; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


# What every register carries beside its own columns.
STAMP_COLUMNS = (
    Column("change_note", TEXT, False, None, (), None, None),
    Column("withdrawn", BOOLEAN, False, False, (), None, None),
    Column("recorded_at", TIME, False, None, (), None, None),
    Column("recorded_by", TEXT, False, None, (), None, None),
)


def _due_before_start(row: Any) -> bool:
    return row.starts_on is not None and row.due_on is not None and row.due_on < row.starts_on


_DUE_AFTER_START = Rule(
    "due_on",
    _due_before_start,
    "due_on < starts_on",
    "lies before starts_on; give a later day or leave it empty",
)


# What a time zone may be called: names of the IANA database.
ZONES = tuple(
    sorted({*resources.files("tzdata").joinpath("zones").read_text().split()} - {"Factory"})
)
_ZONE_LIST = ", ".join(f"'{name}'" for name in ZONES)


class Organization(Record):
    """Whose service management system this is."""

    register_name = "organization"
    view = "organization"
    key = ()
    rules = (
        Rule(
            "time_zone",
            lambda row: row.time_zone not in ZONES,
            f"time_zone NOT IN ({_ZONE_LIST})",
            "is no time zone; write it like Asia/Jakarta or UTC",
        ),
    )

    name: Text
    fiscal_year_start_month: Annotated[Whole, Bounds(1, 12)] = 1
    time_zone: Text = "UTC"
    scope: Text | None = None


class Person(Record):
    """Somebody with a part in the SMS, and what they may do (contract, section 7)."""

    register_name = "people"
    view = "person"
    key = ("person",)

    person: Code
    name: Text
    email: Text | None = None
    role_title: Text | None = None
    access: Access = "viewer"
    deputy: Annotated[Code, Ref("people")] | None = None
    active: Flag = True


class Outcome(Record):
    """An intended outcome of the SMS: what objectives serve."""

    register_name = "outcomes"
    view = "outcome"
    key = ("outcome",)

    outcome: Code
    title: Text
    defined_in: Text | None = None


class Service(Record):
    """A service in the scope of the SMS (ISO/IEC 20000-1, clause 8.2)."""

    register_name = "services"
    view = "service"
    key = ("service",)

    service: Code
    name: Text
    owner: Annotated[Code, Ref("people")] | None = None
    customer: Text | None = None
    sla_reference: Text | None = None
    description: Text | None = None


class Objective(Record):
    """A measurable service management objective (ISO/IEC 20000-1, clause 6.2)."""

    register_name = "objectives"
    view = "objective"
    key = ("objective",)
    rules = (_DUE_AFTER_START,)

    objective: Code
    title: Text
    statement: Text | None = None
    outcome: Annotated[Code, Ref("outcomes")] | None = None
    clause: Text | None = None
    owner_role: Text | None = None
    owner: Annotated[Code, Ref("people")] | None = None
    starts_on: Day
    due_on: Day | None = None
    measurement_approach: Text | None = None
    resources: Text | None = None


class Metric(Record):
    """What is measured, in which unit, how often, and which way is good."""

    register_name = "metrics"
    view = "metric"
    key = ("metric",)
    rules = (
        Rule(
            "maximum",
            lambda row: (
                row.minimum is not None and row.maximum is not None and row.maximum < row.minimum
            ),
            "maximum < minimum",
            "lies below minimum; swap the two",
        ),
    )

    metric: Code
    name: Text
    definition: Text | None = None
    unit: Text
    direction: Direction
    frequency: Frequency
    aggregation: Aggregation
    owner_role: Text | None = None
    owner: Annotated[Code, Ref("people")] | None = None
    source: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    decimals: Annotated[Whole, Bounds(0, 9)] | None = None
    grace_days: Annotated[Whole, Bounds(0, 3650)] = 10

    @property
    def scale(self) -> int:
        """What a quotient is multiplied by, as `measure_at` in sql/rules has it."""
        return 100 if self.unit == "%" else 1


class Target(Record):
    """How an objective is measured: a metric, perhaps of one service, held against points."""

    register_name = "targets"
    view = "target"
    key = ("objective", "metric", "service")
    rules = (
        Rule(
            "evaluation_periods",
            lambda row: row.evaluation == "rolling" and row.evaluation_periods is None,
            "evaluation = 'rolling' AND evaluation_periods IS NULL",
            "is needed for a rolling evaluation; say over how many periods",
        ),
    )

    objective: Annotated[Code, Ref("objectives")]
    metric: Annotated[Code, Ref("metrics")]
    service: Annotated[Code, Ref("services")] | None = None
    path: Path = "step"
    evaluation: Evaluation = "latest"
    evaluation_periods: Annotated[Whole, Bounds(1)] | None = None
    tolerance: Annotated[Number, Bounds(0)] = 0.0
    weight: Annotated[Number, Bounds(0, strict=True)] = 1.0


class TargetPoint(Record):
    """What a target requires from a day on (step) or on that day (linear)."""

    register_name = "target_points"
    view = "target_point"
    key = ("objective", "metric", "service", "on_date")
    rules = (
        Rule(
            "upper",
            lambda row: row.lower is not None and row.upper is not None and row.upper < row.lower,
            "upper < lower",
            "lies below lower; swap the two",
        ),
    )

    objective: Annotated[Code, Ref("objectives")]
    metric: Annotated[Code, Ref("metrics")]
    service: Annotated[Code, Ref("services")] | None = None
    on_date: Day
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None


def _no_figure(row: Any) -> bool:
    return not row.not_applicable and row.value is None and row.numerator is None


class Reading(Record):
    """What a metric read in a period, for one service or without one."""

    register_name = "readings"
    view = "reading"
    key = ("metric", "service", "period_start")
    rules = (
        Rule(
            "value",
            lambda row: _no_figure(row) and row.denominator is None,
            "NOT not_applicable AND value IS NULL AND numerator IS NULL AND denominator IS NULL",
            "is missing; give a value, or numerator and denominator, or not_applicable = true",
        ),
        Rule(
            "numerator",
            lambda row: (row.numerator is None) != (row.denominator is None),
            "(numerator IS NULL) <> (denominator IS NULL)",
            "and denominator go together; give both or neither",
        ),
        Rule(
            "denominator",
            lambda row: row.denominator is not None and row.denominator < 0,
            "denominator < 0",
            "is negative; give the number of things counted",
        ),
        Rule(
            "value",
            lambda row: row.value is not None and row.denominator is not None,
            "value IS NOT NULL AND denominator IS NOT NULL",
            "stands beside numerator and denominator; leave it empty, it is computed",
        ),
        Rule(
            "not_applicable",
            lambda row: (
                row.not_applicable
                and not (row.value is None and row.numerator is None and row.denominator is None)
            ),
            "not_applicable AND coalesce(value, numerator, denominator) IS NOT NULL",
            "is true beside a figure; give one or the other",
        ),
    )

    metric: Annotated[Code, Ref("metrics")]
    service: Annotated[Code, Ref("services")] | None = None
    period_start: Period
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    not_applicable: Flag = False
    note: Text | None = None


class Explanation(Record):
    """Why an objective is where it is, what is done about it, by whom and by when."""

    register_name = "explanations"
    view = "explanation"
    key = ("objective", "on_date")

    objective: Annotated[Code, Ref("objectives")]
    on_date: Day
    cause: Text
    recovery: Text | None = None
    owner: Annotated[Code, Ref("people")] | None = None
    due_on: Day | None = None
    closed_on: Day | None = None

    def open_on(self, day: date) -> bool:
        """Whether it was not closed yet on a day; from the day of its closing on it is."""
        return self.closed_on is None or self.closed_on > day


class PlanItem(Record):
    """A line of the service management plan: who does what, when, how (clause 6.3)."""

    register_name = "plan_items"
    view = "plan_item"
    key = ("plan_item",)
    rules = (
        _DUE_AFTER_START,
        Rule(
            "starts_on",
            lambda row: row.timing in ("dated", "recurring") and row.starts_on is None,
            "timing IN ('dated', 'recurring') AND starts_on IS NULL",
            "is missing; say from which day on, or make the timing a trigger",
        ),
        Rule(
            "due_on",
            lambda row: row.timing == "dated" and row.due_on is None,
            "timing = 'dated' AND due_on IS NULL",
            "is missing; a dated item is due on a day",
        ),
        Rule(
            "cadence",
            lambda row: row.timing == "recurring" and row.cadence is None,
            "timing = 'recurring' AND cadence IS NULL",
            "is missing; say how often a recurring item is done",
        ),
    )

    plan_item: Code
    title: Text
    phase: Phase
    workstream: Text | None = None
    activity: Text | None = None
    deliverable: Text | None = None
    owner_role: Text | None = None
    owner: Annotated[Code, Ref("people")] | None = None
    timing: Timing
    starts_on: Day | None = None
    due_on: Day | None = None
    cadence: Cadence | None = None
    trigger: Text | None = None
    method: Text | None = None
    expected_evidence: Text | None = None
    clause: Text | None = None
    resources: Text | None = None
    objectives: Annotated[Codes, Ref("objectives")] | None = None


class PlanProgress(Record):
    """How far a plan item had come on a day, as its owner reported it."""

    register_name = "plan_progress"
    view = "plan_progress"
    key = ("plan_item", "on_date")

    plan_item: Annotated[Code, Ref("plan_items")]
    on_date: Day
    percent: Annotated[Number, Bounds(0, 100)] | None = None
    state: ProgressState | None = None
    forecast_on: Day | None = None
    note: Text | None = None


class PlanOccurrence(Record):
    """One time that a recurring plan item was done."""

    register_name = "plan_occurrences"
    view = "plan_occurrence"
    key = ("plan_item", "due_on")

    plan_item: Annotated[Code, Ref("plan_items")]
    due_on: Day
    done_on: Day
    note: Text | None = None


class Improvement(Record):
    """An opportunity for improvement on its way to its proof (clauses 10.1, 10.2)."""

    register_name = "improvements"
    view = "improvement"
    key = ("improvement",)

    improvement: Code
    title: Text
    description: Text | None = None
    source: Source | None = None
    objective: Annotated[Code, Ref("objectives")] | None = None
    metric: Annotated[Code, Ref("metrics")] | None = None
    owner_role: Text | None = None
    owner: Annotated[Code, Ref("people")] | None = None
    raised_on: Day
    due_on: Day | None = None
    benefit: Annotated[Whole, Bounds(1, 5)] | None = None
    effort: Annotated[Whole, Bounds(1, 5)] | None = None
    state: ImprovementState
    implemented_on: Day | None = None
    closed_on: Day | None = None
    validation: Text | None = None


class Raci(Record):
    """Somebody's part in an activity: responsible, accountable, consulted, informed."""

    register_name = "raci"
    view = "raci"
    key = ("activity", "who")

    activity: Text
    who: Text
    part: Part


class PlanApproval(Record):
    """That the plan was approved as it stood when this was recorded: the version, when, by whom."""

    register_name = "plan_approvals"
    view = "plan_approval"
    key = ("version",)

    version: Code
    approved_on: Day
    approved_by: Annotated[Code, Ref("people")]
    summary: Text | None = None


_HASH = "[0-9a-f]{64}"
# Where a file lies that the store itself keeps: beside it, under its hash (smsdata/evidence.py).
KEPT = "kept:"

with warnings.catch_warnings():
    # A class has a method of that name too; Field() says that it is no default.
    warnings.filterwarnings("ignore", 'Field name "register"')

    class Waiver(Record):
        """That something the plan checks object to is accepted for a time, and why."""

        register_name = "waivers"
        view = "waiver"
        key = ("rule", "register", "code")

        rule: Text
        register: RegisterName = Field()
        code: Text
        reason: Text
        until: Day

    class Evidence(Record):
        """What proves that a row, or an occurrence of a plan item, is as it says."""

        register_name = "evidence"
        view = "evidence"
        key = ("evidence",)
        rules = (
            Rule(
                "sha256",
                lambda row: row.sha256 is not None and not re.fullmatch(_HASH, row.sha256),
                f"NOT regexp_full_match(sha256, '{_HASH}')",
                "is no SHA-256; write its 64 digits 0-9 and a-f, or leave it empty",
            ),
            Rule(
                "sha256",
                lambda row: row.sha256 is None and (row.location or "").startswith(KEPT),
                f"sha256 IS NULL AND starts_with(location, '{KEPT}')",
                "is missing; a file that the store keeps is known by it",
            ),
        )

        evidence: Code
        title: Text
        location: Text
        dated_on: Day | None = None
        sha256: Text | None = None
        register: RegisterName = Field()
        code: Annotated[Text, RowOf("register")]
        due_on: Day | None = None


# In the order in which one register may name another; the bundle's files come in this order too.
REGISTERS: tuple[type[Record], ...] = (
    Organization,
    Person,
    Outcome,
    Service,
    Objective,
    Metric,
    Target,
    TargetPoint,
    Reading,
    Explanation,
    PlanItem,
    PlanProgress,
    PlanOccurrence,
    Improvement,
    Raci,
    PlanApproval,
    Waiver,
    Evidence,
)
BY_NAME: dict[str, type[Record]] = {record.register_name: record for record in REGISTERS}
