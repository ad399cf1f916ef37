"""Readings from somebody's file: row by row what would be stored, what is wrong, what is left out.

A `FileMapping` says what the file's columns and signs mean; `smsdata.reading_guess` makes one. Here
it is applied: `propose` never decides what the mapping leaves open, it says that it is open.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from smsdata import reading_words as words
from smsdata.board import Board
from smsdata.bundle_files import nearest
from smsdata.errors import InputError, Problem
from smsdata.models import Metric, Reading, Service, shorten
from smsdata.reading_cells import (
    DateOrder,
    DecimalSign,
    Figure,
    NamedPeriod,
    Silence,
    Undecided,
    Unreadable,
    fold,
    is_blank,
    lacks_year,
    read_figure,
    read_period,
    read_yes,
)
from smsdata.sheets import Cell, Sheet, plain, text_of

Role = Literal[
    "metric",
    "service",
    "period",
    "year",
    "value",
    "numerator",
    "denominator",
    "not_applicable",
    "note",
]
# One reading a row; periods across; metrics across.
Layout = Literal["long", "wide", "metrics_wide"]
Duplicates = Literal["first", "last", "sum", "mean"]

# What a name in a file can stand for beside a code; codes have no spaces.
LEAVE_OUT = "leave out"
WITHOUT_SERVICE = "without a service"


class FileMapping(BaseModel):
    """What a file's rows, columns and signs mean; None and a missing entry: not decided.

    `header` is the first and the last row of the column names, 0 where there is none. `columns`
    says which column plays which part; in a wide file, every other column whose name is a period
    (or a metric) holds values. `metric`, `service` and `period` are those of a file without such a
    column, `year` is that of periods which name none. `metrics` and `services` say what names in
    the file stand for, `fractions` whether 0.95 is 95 %, for each metric asked about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = ""
    header: tuple[int, int] = (1, 1)
    layout: Layout = "long"
    columns: dict[Role, str] = {}
    metric: str | None = None
    service: str | None = None
    period: str | None = None
    year: str | None = None
    metrics: dict[str, str] = {}
    services: dict[str, str] = {}
    date_order: DateOrder | None = None
    decimal: DecimalSign | None = None
    fractions: dict[str, bool] = {}
    duplicates: Duplicates | None = None


@dataclass(frozen=True)
class Known:
    """What readings can be of, and the month that fiscal years start in."""

    metrics: tuple[Metric, ...]
    services: tuple[Service, ...]
    fiscal_month: int = 1

    @classmethod
    def of(cls, board: Board) -> Known:
        """What is known on a board."""
        organization = board.organization()
        return cls(
            tuple(board.register(Metric)),
            tuple(board.register(Service)),
            organization.fiscal_year_start_month if organization else 1,
        )

    @cached_property
    def by_code(self) -> dict[str, Metric]:
        """The metrics by their codes."""
        return {metric.metric: metric for metric in self.metrics}

    @cached_property
    def names(self) -> dict[str, dict[str, list[str]]]:
        """Codes of metrics and of services by everything they may be called."""
        return {
            "metric": _called((metric.metric, metric.name) for metric in self.metrics),
            "service": _called((service.service, service.name) for service in self.services),
        }

    def codes(self, what: str, name: str) -> list[str]:
        """The metrics or services that go by a name, the exact code before all."""
        called = self.names[what]
        exact = name.strip()
        found = called.get(fold(name), [])
        return [exact] if exact in found else found


def _called(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    called: dict[str, list[str]] = defaultdict(list)
    for code, name in pairs:
        for text in {fold(code), fold(name)}:
            called[text].append(code)
    return dict(called)


# --- rows and columns ----------------------------------------------------------------------------


def column_names(sheet: Sheet, header: tuple[int, int]) -> tuple[str, ...]:
    """What the columns are called: the header's lines joined, unique, and never empty.

    In the first of two lines a name counts for the empty columns behind it too, as merged cells do.
    """
    parts = header_parts(sheet, header)
    names: list[str] = []
    seen: Counter[str] = Counter()
    for index, part in enumerate(parts):
        name = " ".join(part) or f"column {index + 1}"
        seen[fold(name)] += 1
        count = seen[fold(name)]
        names.append(f"{name} ({count})" if count > 1 else name)
    return tuple(names)


def header_parts(sheet: Sheet, header: tuple[int, int]) -> list[list[str]]:
    """What stands in the lines of a header above each column."""
    lines = sheet.rows[header[0] - 1 : header[1]]
    parts: list[list[str]] = [[] for _ in range(sheet.width)]
    for number, line in enumerate(lines, start=1):
        last = ""
        for index, part in enumerate(parts):
            text = " ".join(text_of(line[index]).split()) if index < len(line) else ""
            last = text or (last if number < len(lines) else "")
            if last:
                part.append(last)
    return parts


def column_index(names: Sequence[str], name: str) -> int | None:
    """Where a column stands, by its name."""
    folded = [fold(other) for other in names]
    return folded.index(fold(name)) if fold(name) in folded else None


def value_columns(names: Sequence[str], mapping: FileMapping, known: Known) -> dict[int, str]:
    """The columns of a wide file that hold values, and the period or metric that they name."""
    return {
        index: name
        for index, name in free_columns(names, mapping).items()
        if (
            names_period(name, mapping.date_order)
            if mapping.layout == "wide"
            else mapping.layout == "metrics_wide" and resolve("metric", name, mapping, known)
        )
    }


def free_columns(names: Sequence[str], mapping: FileMapping) -> dict[int, str]:
    """The columns that play no part, by what they are called in the file."""
    taken = {column_index(names, name) for name in mapping.columns.values()}
    # one that is there twice is told apart by a number
    return {
        index: re.sub(r" \(\d+\)$", "", name)
        for index, name in enumerate(names)
        if index not in taken
    }


def names_period(name: Cell, order: DateOrder | None) -> bool:
    """Whether a text names a period, be it that its year or order is still to be said."""
    try:
        read_period(name, order)
    except Undecided:
        return True
    except Unreadable:
        return False
    return True


@dataclass(frozen=True)
class Entry:
    """One reading as the file has it: its cells by the part they play.

    `column` is the period's column in a wide file.
    """

    row: int
    column: str
    cells: Mapping[Role, Cell]
    is_total: bool

    def cell(self, role: Role) -> Cell:
        """The cell that plays a part; empty where none does."""
        return self.cells.get(role, "")

    def text(self, role: Role) -> str:
        """Its text."""
        return text_of(self.cell(role)).strip()

    @property
    def is_empty(self) -> bool:
        """Whether no cell of it states anything."""
        return not _says_yes(self.cell("not_applicable")) and all(
            _says_nothing(self.cell(role)) for role in ("value", "numerator", "denominator")
        )


def _says_nothing(cell: Cell) -> bool:
    try:
        return isinstance(cell, str) and read_figure(cell, "", None) is Silence.NO_READING
    except Unreadable:
        return False


def _says_yes(cell: Cell) -> bool:
    try:
        return read_yes(cell)
    except Unreadable:
        return True


_TOTAL = re.compile(
    r"(grand |sub-?|overall )?(total|totals|sum|sums|average|averages|mean"
    # as the languages nearest have it
    r"|summe|gesamt|gesamtsumme|totaal|somme|totale|totali|suma|soma|durchschnitt|mittelwert|moyenne"
    r"|promedio)( \(.*\))?:?",
    re.IGNORECASE,
)


def entries(sheet: Sheet, mapping: FileMapping, known: Known) -> Iterator[Entry]:
    """The readings in a sheet, in its order; raises InputError where a column is not there."""
    names = column_names(sheet, mapping.header)
    places = _places(sheet, mapping, names)
    across: Role = "period" if mapping.layout == "wide" else "metric"
    columns = value_columns(names, mapping, known)
    labels = [places[role] for role in ("metric", "service", "period") if role in places]
    for number in range(mapping.header[1], len(sheet.rows)):
        row = sheet.rows[number]
        if not row:
            continue
        cells: dict[Role, Cell] = {
            "metric": mapping.metric or "",
            "service": mapping.service or "",
            "period": mapping.period or "",
            **{role: row[index] if index < len(row) else "" for role, index in places.items()},
        }
        first = next((cell for cell in row if not is_blank(cell)), "")
        named = [first, *(row[index] for index in labels if index < len(row))]
        if any(is_total(cell, known) for cell in named):
            yield Entry(number + 1, "", cells, is_total=True)
        elif mapping.layout == "long":
            yield Entry(number + 1, "", _with_year(cells, mapping), is_total=False)
        else:
            for index, name in columns.items():
                value = row[index] if index < len(row) else ""
                wider: dict[Role, Cell] = {**cells, across: name, "value": value}
                yield Entry(number + 1, names[index], _with_year(wider, mapping), is_total=False)


def _with_year(cells: dict[Role, Cell], mapping: FileMapping) -> dict[Role, Cell]:
    """The cells with the period whole: a month without a year gets the one that stands for it."""
    period, beside = cells.get("period", ""), text_of(cells.get("year", "")).strip()
    year = beside or mapping.year
    if year and lacks_year(period):
        cells["period"] = f"{text_of(period).strip()} {year}"
    elif beside and re.fullmatch(r"0?[1-9]|1[0-2]", text_of(period).strip(), re.ASCII):
        cells["period"] = f"{text_of(period).strip()}/{beside}"
    return cells


def _places(sheet: Sheet, mapping: FileMapping, names: Sequence[str]) -> dict[Role, int]:
    places: dict[Role, int] = {}
    problems = []
    for role, name in mapping.columns.items():
        index = column_index(names, name)
        if index is None:
            what = words.NO_COLUMN.format(column=shorten(name))
            problems.append(Problem(sheet.label, mapping.header[1], "", what))
        else:
            places[role] = index
    if problems:
        raise InputError(problems)
    return places


def is_total(cell: Cell, known: Known) -> bool:
    """Whether a name says that what stands beside it is a total of others."""
    return (
        isinstance(cell, str)
        and _TOTAL.fullmatch(" ".join(cell.split())) is not None
        and not known.codes("metric", cell)
        and not known.codes("service", cell)
    )


def sheet_of(sheets: Sequence[Sheet], mapping: FileMapping) -> Sheet:
    """The sheet that a mapping is about; raises InputError where it is not there."""
    for sheet in sheets:
        if fold(sheet.name) == fold(mapping.sheet):
            return sheet
    # a file with one sheet leaves no doubt, whatever the sheet is called this month
    if len(sheets) == 1:
        return sheets[0]
    raise InputError.of(words.NO_SHEET.format(sheet=mapping.sheet), file=sheets[0].file)


# --- proposals -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposedRow:
    """What would become of one reading in the file.

    `cells` are those of readings.csv where it would be stored, `left_out` says why it would not,
    `problems` what is wrong. Metric, service and period are known where they could be read.
    """

    row: int
    column: str
    metric: str | None = None
    service: str | None = None
    period_start: date | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> tuple[str, str, date] | None:
        """What it is a reading of, where that is known."""
        if self.metric is None or self.period_start is None:
            return None
        return self.metric, self.service or "", self.period_start

    @property
    def place(self) -> str:
        """Where it stands in the file."""
        return f"{self.row}, {self.column}" if self.column else str(self.row)

    @property
    def is_good(self) -> bool:
        """Whether it would be stored."""
        return not (self.left_out or self.problems)


@dataclass(frozen=True)
class Proposal:
    """Row by row what a file would bring."""

    sheet: Sheet
    mapping: FileMapping
    rows: tuple[ProposedRow, ...]

    @property
    def good(self) -> tuple[ProposedRow, ...]:
        """The rows that would be stored."""
        return tuple(row for row in self.rows if row.is_good)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the file's order."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def with_problems(self, problems: Iterable[Problem]) -> Proposal:
        """The same with what was found when the good rows were tried, the first being row 2."""
        found: dict[int, list[Problem]] = defaultdict(list)
        for problem in problems:
            found[problem.row - 2].append(problem)
        numbers = (number for number, row in enumerate(self.rows) if row.is_good)
        tried = {number: found[index] for index, number in enumerate(numbers) if index in found}
        return replace(
            self,
            rows=tuple(
                replace(
                    row,
                    problems=tuple(
                        Problem(
                            self.sheet.label,
                            row.row,
                            _place(problem.column, row.column, self.mapping),
                            problem.what,
                        )
                        for problem in tried[number]
                    ),
                )
                if number in tried
                else row
                for number, row in enumerate(self.rows)
            ),
        )

    def rejected_csv(self) -> bytes:
        """The rows with a problem as they came, with the reasons in one more column.

        It is CSV as spreadsheets open it.
        """
        reasons: dict[int, list[str]] = defaultdict(list)
        for row in self.rows:
            for problem in row.problems:
                reason = f"{problem.column}: {problem.what}"
                if reason not in reasons[row.row]:
                    reasons[row.row].append(reason)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        first, last = self.mapping.header
        for number in [*range(max(first, 1), last + 1), *sorted(reasons)]:
            cells = self.sheet.rows[number - 1]
            texts = [_safe(text_of(cell)) for cell in cells] + [""] * (
                self.sheet.width - len(cells)
            )
            reason = words.REASON if number == last else ". ".join(reasons[number])
            writer.writerow([*texts, _safe(reason)])
        return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """A text that no spreadsheet runs; numbers and lone signs are left as they are."""
    return f"'{text}" if re.match(r"[=+@-](?![\d.,\s%]*$)", text) else text


def propose(sheet: Sheet, mapping: FileMapping, known: Known) -> Proposal:
    """Row by row what would be stored; raises InputError where a column is not there."""
    rows = [_proposed(entry, sheet, mapping, known) for entry in entries(sheet, mapping, known)]
    return Proposal(sheet, mapping, tuple(_once_each(rows, sheet, mapping)))


def _place(column: str, across: str, mapping: FileMapping) -> str:
    """What the file calls the column that a problem is about."""
    role = "period" if column == "period_start" else column
    named: dict[Layout, tuple[str, ...]] = {
        "long": (),
        "wide": ("period", "value"),
        "metrics_wide": ("metric", "value"),
    }
    if role in named[mapping.layout]:
        return across
    return {str(part): name for part, name in mapping.columns.items()}.get(role, role)


class _Reader:
    """Reads the cells of one entry, and gathers what is wrong with them."""

    def __init__(self, entry: Entry, sheet: Sheet, mapping: FileMapping) -> None:
        self.entry = entry
        self.problems: list[Problem] = []
        self._label = sheet.label
        self._mapping = mapping

    def complain(self, column: str, what: str) -> None:
        place = _place(column, self.entry.column, self._mapping)
        self.problems.append(Problem(self._label, self.entry.row, place, what))


def _proposed(entry: Entry, sheet: Sheet, mapping: FileMapping, known: Known) -> ProposedRow:
    left = ProposedRow(entry.row, entry.column)
    if entry.is_total:
        return replace(left, left_out=words.LEFT_TOTAL)
    if entry.is_empty:
        return replace(left, left_out=words.LEFT_EMPTY)
    for what, chosen in (("metric", mapping.metrics), ("service", mapping.services)):
        name = entry.text(what)  # type: ignore[arg-type]
        if chosen.get(fold(name)) == LEAVE_OUT:
            return replace(left, left_out=words.LEFT_BY_CHOICE.format(name=shorten(name)))
    reader = _Reader(entry, sheet, mapping)
    code = _code("metric", reader, mapping, known)
    service = _code("service", reader, mapping, known)
    metric = known.by_code.get(code) if code else None
    named = _period(reader, mapping)
    start = _start(reader, named, metric, mapping, known) if named and metric else None
    cells = _figures(reader, metric, mapping) if metric else {}
    if "note" in mapping.columns:
        cells["note"] = entry.text("note")
    row = ProposedRow(entry.row, entry.column, code, service, start)
    if reader.problems or start is None:
        return replace(row, problems=tuple(reader.problems))
    cells = {"metric": code or "", "service": service or "", "period_start": f"{start}", **cells}
    return replace(row, cells=cells)


def resolve(
    what: Literal["metric", "service"], name: str, mapping: FileMapping, known: Known
) -> list[str]:
    """The codes that a name in the file may stand for."""
    chosen = (mapping.metrics if what == "metric" else mapping.services).get(fold(name))
    return [chosen] if chosen else known.codes(what, name)


def _code(
    what: Literal["metric", "service"], reader: _Reader, mapping: FileMapping, known: Known
) -> str | None:
    """The code that an entry names; None, said where it is a problem."""
    name = reader.entry.text(what)
    if not name:
        if what == "metric":
            reader.complain(what, words.MISSING)
        return None
    codes = resolve(what, name, mapping, known)
    if codes == [WITHOUT_SERVICE]:
        return None
    register = words.REGISTERS[what]
    if len(codes) > 1:
        several = words.SEVERAL.format(
            cell=shorten(name), register=register, codes=", ".join(sorted(codes))
        )
        reader.complain(what, several)
        return None
    if not codes or codes[0] not in known.names[what].get(fold(codes[0]), []):
        hint = nearest(fold(name), known.names[what], "; did you mean")
        reader.complain(
            what, words.UNKNOWN.format(cell=shorten(name), register=register, hint=hint)
        )
        return None
    return codes[0]


def _period(reader: _Reader, mapping: FileMapping) -> NamedPeriod | None:
    cell = reader.entry.cell("period")
    if is_blank(cell):
        reader.complain("period", words.MISSING)
        return None
    try:
        return read_period(cell, mapping.date_order)
    except Unreadable as error:
        reader.complain("period", str(error))
        return None


def _start(
    reader: _Reader, named: NamedPeriod, metric: Metric, mapping: FileMapping, known: Known
) -> date | None:
    start = named.first_day(metric.frequency, known.fiscal_month)
    if start is None:
        cell = reader.entry.text("period")
        reader.complain(
            "period",
            words.MISFIT.format(
                cell=shorten(cell),
                kind=words.KINDS[named.kind],
                metric=metric.metric,
                frequency=metric.frequency,
                example=words.EXAMPLES[metric.frequency],
            ),
        )
    return start


# --- figures -------------------------------------------------------------------------------------


def _figures(reader: _Reader, metric: Metric, mapping: FileMapping) -> dict[str, str]:
    """The figure columns of readings.csv; empty where something is wrong, which is gathered."""
    before = len(reader.problems)
    numbers: dict[str, Decimal | None] = {}
    nothing = False
    for role in ("value", "numerator", "denominator"):
        try:
            figure = _figure(role, reader.entry, metric, mapping)
        except Unreadable as error:
            reader.complain(role, str(error))
        else:
            nothing = nothing or figure is Silence.NOTHING_TO_MEASURE
            numbers[role] = figure if isinstance(figure, Decimal) else None
    try:
        nothing = read_yes(reader.entry.cell("not_applicable")) or nothing
    except Unreadable as error:
        reader.complain("not_applicable", str(error))
    for hold in (_settle_ratio, _hold_bounds, _hold_rules):
        if len(reader.problems) == before:
            hold(reader, numbers, nothing, metric)
    texts = {role: "" if number is None else plain(number) for role, number in numbers.items()}
    return {**texts, "not_applicable": "true" if nothing else "false"}


def _figure(role: Role, entry: Entry, metric: Metric, mapping: FileMapping) -> Decimal | Silence:
    """A cell's number, a value in its metric's unit; raises Unreadable."""
    figure = read_figure(entry.cell(role), metric.unit, mapping.decimal)
    if isinstance(figure, Silence):
        return figure
    if role == "value":
        return _in_unit(figure, entry.text(role), metric, mapping)
    if figure.share:
        raise Unreadable(words.COUNT_AS_SHARE.format(cell=shorten(entry.text(role))))
    return figure.number


def _in_unit(figure: Figure, cell: str, metric: Metric, mapping: FileMapping) -> Decimal:
    if metric.unit != "%":
        if figure.share:
            raise Unreadable(
                words.NOT_A_SHARE.format(cell=shorten(cell), metric=metric.metric, unit=metric.unit)
            )
        return figure.number
    if figure.share or not mapping.fractions.get(metric.metric, False):
        return figure.number
    if not 0 <= figure.number <= 1:
        raise Unreadable(words.NO_FRACTION.format(cell=shorten(cell)))
    return figure.number * 100


def _ratio(numbers: Mapping[str, Decimal | None], metric: Metric) -> Decimal | None:
    numerator, denominator = numbers.get("numerator"), numbers.get("denominator")
    if numerator is None or not denominator or metric.aggregation != "ratio":
        return None
    return numerator / denominator * metric.scale


def _settle_ratio(
    reader: _Reader, numbers: dict[str, Decimal | None], nothing: bool, metric: Metric
) -> None:
    """Reports often give a ratio and its parts: where they agree, the parts are stored."""
    parts = [role for role in ("numerator", "denominator") if numbers.get(role) is not None]
    if parts and metric.aggregation != "ratio":
        reader.complain("numerator", words.NO_RATIO.format(metric=metric.metric))
        return
    ratio, value = _ratio(numbers, metric), numbers.get("value")
    if ratio is None or value is None:
        return
    # as exactly as the value is written
    exponent = value.as_tuple().exponent
    rounding = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    if abs(ratio - value) <= max(rounding, Decimal("1e-9") * abs(ratio)):
        numbers["value"] = None
    else:
        shown = words.DISAGREES.format(value=plain(value), ratio=f"{float(ratio):.6g}")
        reader.complain("value", shown)


def _hold_rules(
    reader: _Reader, numbers: dict[str, Decimal | None], nothing: bool, metric: Metric
) -> None:
    """What the register itself holds between the cells of a reading."""
    figures = {role: None if number is None else float(number) for role, number in numbers.items()}
    reading = Reading.model_construct(not_applicable=nothing, **figures)  # type: ignore[arg-type]
    for rule in Reading.rules:
        if rule.broken(reading):
            reader.complain(rule.column, rule.problem)


def _hold_bounds(
    reader: _Reader, numbers: dict[str, Decimal | None], nothing: bool, metric: Metric
) -> None:
    ratio = _ratio(numbers, metric)
    figure = ratio if numbers.get("value") is None else numbers["value"]
    if figure is None:
        return
    value = float(figure)
    for bound, broken, what in (
        (metric.minimum, metric.minimum is not None and value < metric.minimum, words.BELOW),
        (metric.maximum, metric.maximum is not None and value > metric.maximum, words.ABOVE),
    ):
        if broken:
            column = "value" if ratio is None else "numerator"
            reader.complain(column, what.format(value=f"{value:g}", bound=f"{bound:g}"))


# --- the same period twice -----------------------------------------------------------------------


def _once_each(
    rows: list[ProposedRow], sheet: Sheet, mapping: FileMapping
) -> Iterator[ProposedRow]:
    """The rows, each metric, service and period stored once: as the mapping says, or not at all."""
    same: dict[tuple[str, str, date], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.key is not None:
            same[row.key].append(index)
    for indexes in same.values():
        if len(indexes) > 1:
            group = [rows[index] for index in indexes]
            for index, row in zip(indexes, _one_of(group, sheet, mapping), strict=True):
                rows[index] = row
    return iter(rows)


def _one_of(group: list[ProposedRow], sheet: Sheet, mapping: FileMapping) -> list[ProposedRow]:
    first = group[0]
    if mapping.duplicates is None:
        others = [group[1], *(first for _ in group[1:])]
        return [
            _wrong(row, sheet, mapping, words.TWICE.format(row=other.place))
            for row, other in zip(group, others, strict=True)
        ]
    if mapping.duplicates in ("first", "last"):
        counts = first if mapping.duplicates == "first" else group[-1]
        left = words.LEFT_FOR.format(row=counts.place)
        return [row if row is counts else _left(row, left) for row in group]
    bad = next((row for row in group if row.problems), None)
    if bad is not None:
        what = words.PART_IS_WRONG.format(row=bad.place)
        return [row if row.problems else _wrong(row, sheet, mapping, what) for row in group]
    together = replace(first, cells=_together(group, mapping.duplicates))
    left = words.LEFT_INTO.format(row=first.place)
    return [together, *(_left(row, left) for row in group[1:])]


def _wrong(row: ProposedRow, sheet: Sheet, mapping: FileMapping, what: str) -> ProposedRow:
    place = _place("period", row.column, mapping)
    problem = Problem(sheet.label, row.row, place, what)
    return replace(row, cells={}, problems=(*row.problems, problem))


def _left(row: ProposedRow, why: str) -> ProposedRow:
    return replace(row, cells={}, problems=(), left_out=why)


def _together(group: list[ProposedRow], how: Duplicates) -> dict[str, str]:
    """The sum or the mean of several rows, column by column; notes one after the other."""
    measured = [row.cells for row in group if row.cells["not_applicable"] == "false"]
    cells = dict(group[0].cells)
    for role in ("value", "numerator", "denominator"):
        numbers = [Decimal(row[role]) for row in measured if row[role]]
        total = sum(numbers, Decimal(0))
        count = len(numbers) if how == "mean" else 1
        cells[role] = plain(total / count) if numbers else ""
    cells["not_applicable"] = "false" if measured else "true"
    if "note" in cells:
        cells["note"] = "; ".join(
            dict.fromkeys(row.cells["note"] for row in group if row.cells["note"])
        )
    return cells
