"""Ready metrics and objectives to begin with, by practice of ISO/IEC 20000-1.

`library/metrics.csv` and `library/objectives.csv` are the library that comes along. A folder
`library` beside the store with the same two files adds to it: a row with a code of its own is one
more, a row with a code that is there already takes its place. What is chosen from the library
becomes ordinary rows of the registers; nothing refers back to it.
"""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import ValidationError

from smsdata import display
from smsdata.bundle_files import nearest
from smsdata.errors import InputError, Problem
from smsdata.models import (
    Aggregation,
    Bounds,
    Code,
    Direction,
    Evaluation,
    Frequency,
    Metric,
    Number,
    Record,
    Target,
    TargetPoint,
    Text,
    Whole,
)
from smsdata.periods import Period
from smsdata.writing import Edit

# The library that comes along, and what an organisation's own is called, beside its store.
SHIPPED = Path(__file__).parent / "library"
OWN = "library"

R = TypeVar("R", bound=Record)


class ReadyMetric(Record):
    """A metric as the library has it: who measures it is left open."""

    register_name = "metrics"
    key = ("metric",)
    rules = Metric.rules

    practice: Text
    clause: Text
    metric: Code
    name: Text
    definition: Text
    formula: Text
    unit: Text
    direction: Direction
    frequency: Frequency
    aggregation: Aggregation
    minimum: Number | None = None
    maximum: Number | None = None
    decimals: Annotated[Whole, Bounds(0, 9)] | None = None
    owner_role: Text | None = None
    source: Text | None = None


class ReadyObjective(Record):
    """An objective as the library has it: `{target}` in its title stands for what is aimed at."""

    register_name = "objectives"
    key = ("objective",)
    rules = (*TargetPoint.rules, *Target.rules)

    objective: Code
    metric: Code
    title: Text
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    tolerance: Annotated[Number, Bounds(0)] = 0.0
    evaluation: Evaluation = "latest"
    evaluation_periods: Annotated[Whole, Bounds(1)] | None = None


@dataclass(frozen=True)
class Entry:
    """One objective of the library with its metric."""

    objective: ReadyObjective
    metric: ReadyMetric

    @property
    def code(self) -> str:
        """The objective's code."""
        return self.objective.objective

    @property
    def practice(self) -> str:
        """The practice it belongs to."""
        return self.metric.practice

    @property
    def clause(self) -> str:
        """The clause of the standard that asks for it."""
        return self.metric.clause

    @property
    def is_range(self) -> bool:
        """Whether it aims between two figures rather than at one."""
        return self.metric.direction == "range"

    @property
    def title(self) -> str:
        """The objective as a sentence, with its usual target."""
        return self.titled(self.objective.value, self.objective.lower, self.objective.upper)

    def titled(self, value: float | None, lower: float | None, upper: float | None) -> str:
        """The objective as a sentence, with what somebody aims at."""
        decimals = self.metric.decimals
        aim = display.bounds(self.metric.direction, value, lower, upper, "", decimals)
        return self.objective.title.replace("{target}", aim)


@dataclass(frozen=True)
class Choice:
    """What somebody makes of an entry: from when, until when, whose, and what they aim at."""

    entry: Entry
    starts_on: date
    due_on: date | None
    owner: str | None
    value: float | None
    lower: float | None
    upper: float | None

    @classmethod
    def usual(
        cls, entry: Entry, starts_on: date, due_on: date | None = None, owner: str | None = None
    ) -> Choice:
        """An entry with its usual target."""
        aim = entry.objective
        return cls(entry, starts_on, due_on, owner, aim.value, aim.lower, aim.upper)


def usual_term(today: date, fiscal_month: int) -> tuple[date, date]:
    """From when and until when an objective usually runs.

    It begins half a year back, so that the figures there are already make a chart, and ends with
    the first fiscal year that leaves half a year to reach it.
    """
    month = Period.holding(today, "month")
    year = Period.holding(month.moved(_HALF_A_YEAR).first, "year", fiscal_month)
    return month.moved(-_HALF_A_YEAR).first, year.last


_HALF_A_YEAR = 6

# A row of a register as a bundle's file would have it.
Row = tuple[str, dict[str, str | None]]


def edits(choices: Sequence[Choice], known: Container[str] = ()) -> list[Edit]:
    """What makes choices rows of the store; a metric that is `known` there stays as it is."""
    return [
        Edit(register, cells, made_from=None)
        for register, cells in rows(choices)
        if register != "metrics" or cells["metric"] not in known
    ]


def rows(choices: Sequence[Choice]) -> list[Row]:
    """The rows that make chosen entries objectives with their metrics, targets and points.

    A metric that several entries share comes once.
    """
    made = [row for choice in choices for row in _rows(choice)]
    return [row for number, row in enumerate(made) if row not in made[:number]]


def _rows(choice: Choice) -> Iterable[Row]:
    entry, metric, aim = choice.entry, choice.entry.metric, choice.entry.objective
    key = {"objective": aim.objective, "metric": metric.metric}
    starts_on = choice.starts_on.isoformat()
    yield (
        "metrics",
        {
            **_texts(metric, _SHARED),
            "definition": display.defined_by(metric.definition, metric.formula),
            "owner": choice.owner,
        },
    )
    yield (
        "objectives",
        {
            "objective": aim.objective,
            "title": entry.titled(choice.value, choice.lower, choice.upper),
            "clause": metric.clause,
            "owner_role": metric.owner_role,
            "owner": choice.owner,
            "starts_on": starts_on,
            "due_on": choice.due_on.isoformat() if choice.due_on else None,
            "measurement_approach": display.measured_from(metric.frequency, metric.source),
        },
    )
    yield ("targets", {**key, **_texts(aim, ("tolerance", "evaluation", "evaluation_periods"))})
    bounds = {"value": choice.value, "lower": choice.lower, "upper": choice.upper}
    yield (
        "target_points",
        {**key, "on_date": starts_on, **{name: _text(bound) for name, bound in bounds.items()}},
    )


# What a metric of the library has in common with one of the register.
_SHARED = tuple(name for name in ReadyMetric.model_fields if name in Metric.model_fields)


def _texts(record: Record, names: Iterable[str]) -> dict[str, str | None]:
    return {name: _text(getattr(record, name)) for name in names}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# --- reading -------------------------------------------------------------------------------------


def library_beside(store: Path) -> tuple[Entry, ...]:
    """The library that comes along, with what an organisation's own beside its store adds."""
    return read_library(SHIPPED, store.parent / OWN)


def read_library(*folders: Path) -> tuple[Entry, ...]:
    """The entries of folders, each adding to those before; one that is not there adds nothing.

    Raises InputError with everything that is wrong in them.
    """
    problems: list[Problem] = []
    metrics: dict[str, ReadyMetric] = {}
    aims: dict[str, _Read[ReadyObjective]] = {}
    for folder in folders:
        for metric in _read(ReadyMetric, folder / "metrics.csv", problems):
            metrics[metric.row.metric] = metric.row
        for aim in _read(ReadyObjective, folder / "objectives.csv", problems):
            aims[aim.row.objective] = aim
    entries = []
    for aim in aims.values():
        if aim.row.metric not in metrics:
            what = f"'{aim.row.metric}' is not in metrics.csv; add it there"
            problems.append(aim.problem("metric", what + nearest(aim.row.metric, metrics, _MEANT)))
            continue
        entry = Entry(aim.row, metrics[aim.row.metric])
        if (misaimed := _misaimed(entry)) is not None:
            problems.append(aim.problem(*misaimed))
        entries.append(entry)
    if problems:
        raise InputError(problems)
    return tuple(entries)


_MEANT = ", or did you mean"


@dataclass(frozen=True)
class _Read(Generic[R]):
    """A row with its place, for what only shows beside other rows."""

    row: R
    path: Path
    number: int

    def problem(self, column: str, what: str) -> Problem:
        return Problem(str(self.path), self.number, column, what)


def _misaimed(entry: Entry) -> tuple[str, str] | None:
    """The column and what is wrong where an objective does not aim the way its metric points."""
    aim, direction = entry.objective, entry.metric.direction
    if entry.is_range:
        if aim.value is not None:
            return "value", f"stands alone; {aim.metric} is a range, so give lower and upper"
        if aim.lower is None or aim.upper is None:
            return "lower", f"and upper are needed; {aim.metric} is a range"
    elif aim.value is None:
        return "value", f"is missing; {aim.metric} is to be {direction}, so give a value"
    elif aim.lower is not None or aim.upper is not None:
        return "lower", f"and upper are for a range; {aim.metric} is to be {direction}"
    return None


def _read(record: type[R], path: Path, problems: list[Problem]) -> list[_Read[R]]:
    """The rows of a file; what is wrong with them is added to `problems`."""
    if not path.exists():
        return []
    (first, header), *lines = _lines(path, problems) or [(1, [])]
    header = [name.strip() for name in header]
    wrong = list(_header_problems(record, header)) if lines or header else []
    problems += [Problem(str(path), first, name, what) for name, what in wrong]
    if wrong:
        return []
    read: list[_Read[R]] = []
    seen: set[str] = set()
    for number, cells in lines:
        row, found = _row(record, dict(zip(header, cells, strict=False)))
        if len(cells) > len(header):
            found = [("", f"has {len(cells)} cells, the header has {len(header)}")]
        elif row is not None:
            code = str(getattr(row, record.key[0]))
            if code in seen:
                found.append((record.key[0], f"'{code}' is there twice; keep one of them"))
            seen.add(code)
            read.append(_Read(row, path, number))
        problems += [Problem(str(path), number, column, what) for column, what in found]
    return read


def _lines(path: Path, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """The lines of a file that are not blank, each with its number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                (number, cells)
                for number, cells in enumerate(csv.reader(file, strict=True), start=1)
                if any(cell.strip() for cell in cells)
            ]
    except UnicodeDecodeError:
        what = "is not UTF-8; save it as CSV in UTF-8"
    except csv.Error as error:
        what = f"is no CSV ({error}); check its quotes"
    except OSError as error:
        what = f"cannot be read ({error.strerror}); check the path and its rights"
    problems.append(Problem(str(path), 0, "", what))
    return []


def _header_problems(record: type[Record], header: list[str]) -> Iterable[tuple[str, str]]:
    for name in header:
        if name not in record.model_fields:
            yield name, f"is no column of the library{nearest(name, record.model_fields)}"
    for name, field in record.model_fields.items():
        if field.is_required() and name not in header:
            yield name, "is missing; the library needs it"


def _row(record: type[R], cells: dict[str, str]) -> tuple[R | None, list[tuple[str, str]]]:
    """A row, or None, and the columns that are wrong in it with what is wrong."""
    try:
        row = record.model_validate(cells)
    except ValidationError as error:
        return None, [_said(dict(found)) for found in error.errors()]
    return row, [(rule.column, rule.problem) for rule in record.rules if rule.broken(row)]


def _said(found: Mapping[str, Any]) -> tuple[str, str]:
    """What the record finds wrong with a cell, in the words of an import."""
    column = str(found["loc"][0])
    if found["type"] == "missing":
        return column, "is missing; it is needed"
    if found["type"] == "literal_error":
        return column, f"'{found['input']}' is none of {found['ctx']['expected']}"
    return column, found["msg"].removeprefix("Value error, ")
