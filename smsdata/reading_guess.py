"""What a file's columns and signs probably mean, and what only a person can say.

A guess is made from what the file shows beyond doubt; what it leaves open is asked, never assumed.
Each answer makes a new mapping, with which one guesses again until nothing is open.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from smsdata import display
from smsdata import reading_words as words
from smsdata.errors import InputError
from smsdata.models import Metric, shorten
from smsdata.reading_cells import (
    DateOrder,
    Figure,
    Unreadable,
    date_orders,
    decimal_signs,
    fold,
    is_blank,
    lacks_year,
    read_figure,
    read_period,
)
from smsdata.reading_file import (
    LEAVE_OUT,
    WITHOUT_SERVICE,
    Entry,
    FileMapping,
    Known,
    Role,
    column_names,
    entries,
    free_columns,
    header_parts,
    is_total,
    names_period,
    propose,
    resolve,
    sheet_of,
    value_columns,
)
from smsdata.reading_template import template_mapping
from smsdata.sheets import Cell, Sheet, plain, text_of

# How far down a header may begin, and how many rows tell what a column holds.
_HEADER_WITHIN = 30
_SAMPLE = 200
# So many names are asked about at once.
_NAMES_AT_ONCE = 30

# What columns are called that play a part, the likeliest first.
_CALLED: dict[Role, tuple[str, ...]] = {
    "metric": (
        "metric code", "metric", "metric name", "metric id", "kpi code", "kpi", "kpi name",
        "kpi id", "indicator", "indicator name", "measure", "measure name",
    ),
    "service": ("service code", "service", "service name", "business service"),
    "period": (
        "period start", "period", "reporting period", "reading period", "month", "week",
        "quarter", "half-year", "date", "day", "reading date", "as of",
    ),
    "year": ("year", "calendar year", "fiscal year"),
    "value": (
        "value", "actual", "actual value", "reading", "result", "measured", "measured value",
        "measurement", "achieved", "score",
    ),
    "numerator": ("numerator", "num"),
    "denominator": ("denominator", "den", "denom"),
    "not_applicable": ("not applicable", "n/a", "nothing to measure"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks", "explanation"),
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One answer that a question takes, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something that only a person can say. Without answers any text is one."""

    code: str
    sentence: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Guess:
    """A mapping as far as the file decides it, and what is open."""

    mapping: FileMapping
    questions: tuple[Question, ...]


def guess(sheets: Sequence[Sheet], known: Known, mapping: FileMapping | None = None) -> Guess:
    """What a file means, and what only a person can say.

    With a `mapping`, kept or answered, only what it leaves open is looked at. Raises InputError
    where the file is not what the mapping says.
    """
    if mapping is None:
        for sheet in sheets:
            template = template_mapping(sheet)
            if template is not None:
                return Guess(template, ())
        mapping = FileMapping()
    if not mapping.columns:
        start = _start(sheets, known, mapping)
        if isinstance(start, Question):
            return Guess(mapping, (start,))
        mapping = start
    sheet = sheet_of(sheets, mapping)
    given = [
        entry
        for entry in entries(sheet, mapping, known)
        if not entry.is_total and not entry.is_empty
    ]
    questions = [*_parts_open(sheet, mapping, known)]
    for look in (_names, _years, _dates, _decimals, _fractions):
        mapping, asked = look(given, sheet, mapping, known)
        questions += asked
    # which rows are the same shows only when all else is read
    if not questions:
        questions += _twice(sheet, mapping, known)
    return Guess(mapping, tuple(questions))


def answer(mapping: FileMapping, code: str, value: str) -> FileMapping:
    """A mapping with the question of that code answered."""
    what, _, about = code.partition(":")
    if what == "fractions":
        said = dict.fromkeys(about.split(","), value == "yes")
        change: dict[str, object] = {"fractions": {**mapping.fractions, **said}}
    elif what in ("metrics", "services"):
        change = {what: {**getattr(mapping, what), about: value}}
    elif what == "value":
        change = {"columns": {**mapping.columns, "value": value}}
    else:
        change = {what: value}
    return FileMapping.model_validate({**mapping.model_dump(), **change})


# --- where the table is --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Header:
    """A header that a sheet may have; the higher the score, the likelier."""

    score: int
    rows: tuple[int, int]
    roles: dict[Role, list[str]]
    periods: int


def _start(sheets: Sequence[Sheet], known: Known, mapping: FileMapping) -> FileMapping | Question:
    """A mapping of the columns, or the question which sheet it is about."""
    if mapping.sheet:
        sheet = sheet_of(sheets, mapping)
    else:
        likely = [sheet for sheet in sheets if _header(sheet).score > 1] or list(sheets)
        if len(likely) > 1:
            answers = tuple(Answer(sheet.name, sheet.name) for sheet in likely)
            return Question("sheet", words.ASK_SHEET, answers)
        sheet = likely[0]
    header = _header(sheet)
    names = column_names(sheet, header.rows)
    # a single month across is told by the metrics beside it
    across = header.periods > 1 or (header.periods == 1 and "metric" in header.roles)
    wide = across and not {"period", "value"} & set(header.roles)
    columns: dict[Role, str] = {
        role: found[0] for role, found in header.roles.items() if role != "value" or len(found) == 1
    }
    if "period" not in columns and "year" in columns:
        columns["period"] = columns.pop("year")
    if wide:
        columns = {role: columns[role] for role in ("metric", "service", "year") if role in columns}
    mapping = mapping.model_copy(
        update={
            "sheet": sheet.name,
            "header": header.rows,
            "layout": "wide" if wide else "long",
            "columns": columns,
        }
    )
    return _by_content(sheet, names, mapping, known)


def _header(sheet: Sheet) -> _Header:
    """The likeliest header: it names the most columns; of equals one line, and the first."""
    best = _Header(0, (1, 1), {}, 0)
    for lines in (1, 2):
        for first in range(1, min(_HEADER_WITHIN, len(sheet.rows) - lines + 1) + 1):
            rows = (first, first + lines - 1)
            names = column_names(sheet, rows)
            roles = _roles(names, [part[-1] if part else "" for part in header_parts(sheet, rows)])
            periods = len(value_columns(names, FileMapping(layout="wide"), Known((), ())))
            score = 2 * len(roles) + (periods if periods > 1 else 0)
            if score > best.score:
                best = _Header(score, rows, roles, periods)
    if not best.score and any(_is_a_figure(cell) for cell in sheet.rows[0]):
        # figures in the first row: there is no header
        return _Header(0, (0, 0), {}, 0)
    return best


def _is_a_figure(cell: Cell) -> bool:
    """Whether a cell is a number, and no blank or word for one."""
    return _is_a_number(cell) and re.search(r"\d", text_of(cell)) is not None


def _roles(names: Sequence[str], bottoms: Sequence[str]) -> dict[Role, list[str]]:
    """The columns that are called by a part's name, whole or by the lowest line of the header."""
    found: dict[Role, list[str]] = {}
    called = [{_bare(name), _bare(bottom)} for name, bottom in zip(names, bottoms, strict=True)]
    for role, texts in _CALLED.items():
        for text in texts:
            for name, forms in zip(names, called, strict=True):
                if text in forms:
                    found.setdefault(role, []).append(name)
    return found


def _bare(name: str) -> str:
    """A column's name without what stands in brackets: its unit, its number."""
    text = fold(re.sub(r"[(\[].*?[)\]]", " ", name)).replace("_", " ")
    return text.strip(" :*")


def _by_content(
    sheet: Sheet, names: Sequence[str], mapping: FileMapping, known: Known
) -> FileMapping:
    """The same, with columns that are known by what they hold."""
    columns = dict(mapping.columns)
    rows = [row for row in sheet.rows[mapping.header[1] :] if row][:_SAMPLE]

    def holding(test: Callable[[Cell], bool], least: float = 0.5) -> str | None:
        free = _free(names, mapping.model_copy(update={"columns": columns}), known)
        shares = {name: _share(rows, index, test) for index, name in free.items()}
        best = max(shares, key=lambda name: shares[name], default=None)
        return best if best is not None and shares[best] > least else None

    tests: dict[Role, Callable[[Cell], bool]] = {
        "metric": lambda cell: bool(known.codes("metric", text_of(cell))),
        "service": lambda cell: bool(known.codes("service", text_of(cell))),
    }
    if mapping.layout == "long":
        tests["period"] = _is_plainly_a_period
    for role, test in tests.items():
        if role not in columns and (name := holding(test)):
            columns[role] = name
    if not {"metric", "value", "numerator"} & set(columns) and any(
        known.codes("metric", name) for name in free_columns(names, mapping).values()
    ):
        # what is said of a period is said of no metric of it
        columns.pop("note", None)
        return mapping.model_copy(update={"layout": "metrics_wide", "columns": columns})
    if "metric" not in columns and (name := holding(_is_a_word)):
        columns["metric"] = name
    mapping = mapping.model_copy(update={"columns": columns})
    values = _value_columns(sheet, names, mapping, known)
    if not _has_figures(mapping) and len(values) == 1:
        mapping = mapping.model_copy(update={"columns": {**columns, "value": values[0]}})
    return mapping


def _free(names: Sequence[str], mapping: FileMapping, known: Known) -> dict[int, str]:
    """The columns that play no part and hold no values yet, by their unique names."""
    values = value_columns(names, mapping, known)
    free = free_columns(names, mapping)
    return {index: names[index] for index in free if index not in values}


def _share(rows: Sequence[Sequence[Cell]], index: int, test: Callable[[Cell], bool]) -> float:
    cells = [row[index] for row in rows if index < len(row) and not is_blank(row[index])]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_plainly_a_period(cell: Cell) -> bool:
    """Whether a cell names a period and is no mere number."""
    if isinstance(cell, float) or text_of(cell).strip().isdigit():
        return False
    return names_period(cell, None)


def _is_a_word(cell: Cell) -> bool:
    return isinstance(cell, str) and re.search(r"[^\W\d_]{2}", cell) is not None


def _is_a_number(cell: Cell) -> bool:
    try:
        read_figure(cell, "", ".")
    except Unreadable:
        return False
    return True


def _has_figures(mapping: FileMapping) -> bool:
    return (
        mapping.layout != "long"
        or "value" in mapping.columns
        or {"numerator", "denominator"} <= set(mapping.columns)
    )


def _value_columns(
    sheet: Sheet, names: Sequence[str], mapping: FileMapping, known: Known
) -> list[str]:
    """The columns that could hold the value: those called so, else those of numbers."""
    called = _roles(names, names).get("value", [])
    rows = [row for row in sheet.rows[mapping.header[1] :] if row][:_SAMPLE]
    free = _free(names, mapping, known)
    return called or [
        name for index, name in free.items() if _share(rows, index, _is_a_number) > 0.5
    ]


# --- what is open --------------------------------------------------------------------------------

Looked = tuple[FileMapping, list[Question]]


def _parts_open(sheet: Sheet, mapping: FileMapping, known: Known) -> Iterator[Question]:
    """Parts that no column plays."""
    names = column_names(sheet, mapping.header)
    if (
        mapping.layout != "metrics_wide"
        and "metric" not in mapping.columns
        and mapping.metric is None
    ):
        yield Question("metric", words.ASK_METRIC, _all_of("metric", known))
    if not _has_figures(mapping):
        columns = _value_columns(sheet, names, mapping, known)
        columns = columns or list(_free(names, mapping, known).values())
        if not columns:
            raise InputError.of(words.NO_TABLE, file=sheet.label)
        answers = tuple(Answer(name, name) for name in columns)
        yield Question("value", words.ASK_VALUE, answers)
    if mapping.layout != "wide" and "period" not in mapping.columns and mapping.period is None:
        yield Question("period", words.ASK_PERIOD)


def _all_of(what: str, known: Known) -> tuple[Answer, ...]:
    pairs = (
        [(metric.metric, metric.name) for metric in known.metrics]
        if what == "metric"
        else [(service.service, service.name) for service in known.services]
    )
    return tuple(Answer(code, f"{name} ({code})") for code, name in pairs)


def _names(given: list[Entry], sheet: Sheet, mapping: FileMapping, known: Known) -> Looked:
    """Names that stand for no metric or service, or for several."""
    names = {
        "metric": dict.fromkeys(entry.text("metric") for entry in given),
        "service": dict.fromkeys(entry.text("service") for entry in given),
    }
    if mapping.layout == "metrics_wide":
        headings = column_names(sheet, mapping.header)
        numbers = _value_columns(sheet, headings, mapping, known)
        names["metric"].update(dict.fromkeys(name for name in numbers if not is_total(name, known)))
    return mapping, list(itertools.islice(_open_names(names, mapping, known), _NAMES_AT_ONCE))


def _open_names(
    names: Mapping[str, Iterable[str]], mapping: FileMapping, known: Known
) -> Iterator[Question]:
    whats: tuple[Literal["metric", "service"], ...] = ("metric", "service")
    for what in whats:
        every = _all_of(what, known)
        others = () if what == "metric" else (Answer(WITHOUT_SERVICE, words.WITHOUT_SERVICE),)
        for name in names[what]:
            codes = resolve(what, name, mapping, known) if name else [""]
            if len(codes) == 1:
                continue
            ask = words.ASK_NAME_SEVERAL if codes else words.ASK_NAME
            near = codes or _nearest(name, what, known)
            answers = sorted(every, key=lambda answer: _rank(answer.value, near))
            yield Question(
                f"{what}s:{fold(name)}",
                ask.format(name=shorten(name), what=words.NAMED[what]),
                (*answers, *others, Answer(LEAVE_OUT, words.LEAVE_OUT)),
            )


def _nearest(name: str, what: str, known: Known) -> list[str]:
    """Codes whose names are like this one, the likest first."""
    called = known.names[what]
    close = difflib.get_close_matches(fold(name), called, n=3, cutoff=0.4)
    return list(dict.fromkeys(code for text in close for code in called[text]))


def _rank(code: str, near: Sequence[str]) -> int:
    return near.index(code) if code in near else len(near)


def _years(given: list[Entry], sheet: Sheet, mapping: FileMapping, known: Known) -> Looked:
    """Months that stand there without their year."""
    found = (entry.text("period") for entry in given)
    example = next((period for period in found if lacks_year(period)), None)
    if example is None:
        return mapping, []
    return mapping, [Question("year", words.ASK_YEAR.format(example=example))]


def _dates(given: list[Entry], sheet: Sheet, mapping: FileMapping, known: Known) -> Looked:
    """Dates whose day and month could be taken for each other."""
    if mapping.date_order is not None:
        return mapping, []
    cells = dict.fromkeys(entry.text("period") for entry in given)
    orders = {cell: date_orders(cell) for cell in cells}
    decided = {order for found in orders.values() if len(found) == 1 for order in found}
    if len(decided) == 1:
        return mapping.model_copy(update={"date_order": decided.pop()}), []
    example = next((cell for cell, found in orders.items() if len(found) == 2), None)
    if example is None:
        example = next((cell for cell, found in orders.items() if found), None)
        if example is None or not decided:
            return mapping, []
    choices: tuple[DateOrder, ...] = ("day_first", "month_first")
    answers = tuple(
        Answer(order, words.ORDERS[order].format(day=display.day(day)))
        for order in choices
        if (day := _dated(example, order)) is not None or len(decided) == 2
    )
    return mapping, [Question("date_order", words.ASK_ORDER.format(example=example), answers)]


def _dated(text: str, order: DateOrder) -> date | None:
    try:
        return read_period(text, order).day
    except Unreadable:
        return None


def _decimals(given: list[Entry], sheet: Sheet, mapping: FileMapping, known: Known) -> Looked:
    """Numbers whose decimal sign could be taken for one between thousands."""
    if mapping.decimal is not None:
        return mapping, []
    signs = {
        text: decimal_signs(text, unit)
        for text, unit in dict.fromkeys(_number_texts(given, mapping, known))
    }
    decided = {sign for found in signs.values() if len(found) == 1 for sign in found}
    if len(decided) == 1:
        return mapping.model_copy(update={"decimal": decided.pop()}), []
    example = next((text for text, found in signs.items() if len(found) == 2), None)
    if example is None:
        return mapping, []
    read = {}
    for sign in (".", ","):
        figure = read_figure(example, "", sign)
        read[sign] = plain(figure.number) if isinstance(figure, Figure) else ""
    answers = tuple(
        Answer(sign, words.DECIMALS[sign].format(number=number)) for sign, number in read.items()
    )
    sentence = words.ASK_DECIMAL.format(example=example, point=read["."], comma=read[","])
    return mapping, [Question("decimal", sentence, answers)]


def _number_texts(
    given: Iterable[Entry], mapping: FileMapping, known: Known
) -> Iterator[tuple[str, str]]:
    """The texts that may be numbers, each with the unit of its metric."""
    roles: tuple[Role, ...] = ("value", "numerator", "denominator")
    for entry in given:
        metric = _metric(entry, mapping, known)
        for role in roles:
            cell = entry.cell(role)
            if isinstance(cell, str) and cell:
                yield cell, metric.unit if metric else ""


def _metric(entry: Entry, mapping: FileMapping, known: Known) -> Metric | None:
    codes = resolve("metric", entry.text("metric"), mapping, known)
    return known.by_code.get(codes[0]) if len(codes) == 1 else None


def _fractions(given: list[Entry], sheet: Sheet, mapping: FileMapping, known: Known) -> Looked:
    """Metrics in percent whose values all look like fractions."""
    values: dict[str, list[Decimal]] = defaultdict(list)
    for entry in given:
        metric = _metric(entry, mapping, known)
        if metric is None or metric.unit != "%" or metric.metric in mapping.fractions:
            continue
        try:
            figure = read_figure(entry.cell("value"), metric.unit, mapping.decimal)
        except Unreadable:
            continue
        # a typing error far above says nothing about the others
        most = 100 if metric.maximum is None else metric.maximum
        if isinstance(figure, Figure) and not figure.share and figure.number <= most:
            values[metric.metric].append(figure.number)
    doubtful = {code: numbers for code, numbers in values.items() if _may_be_fractions(numbers)}
    if not doubtful:
        return mapping, []
    every = [number for numbers in doubtful.values() for number in numbers]
    number = max((number for number in every if 0 < number < 1), default=Decimal(1))
    example, share = plain(number), plain(number * 100)
    ask = words.ASK_FRACTIONS if max(every) <= 1 else words.ASK_SOME_FRACTIONS
    sentence = ask.format(
        metrics=display.listed([known.by_code[code].name for code in sorted(doubtful)]),
        example=example,
        share=share,
    )
    answers = tuple(
        Answer(value, label.format(example=example, share=share))
        for value, label in words.FRACTIONS.items()
    )
    return mapping, [Question(f"fractions:{','.join(sorted(doubtful))}", sentence, answers)]


def _may_be_fractions(numbers: Sequence[Decimal]) -> bool:
    """Whether shares look like fractions: all of them, or a few far below the others."""
    small = [number for number in numbers if 0 < number <= 1]
    large = [number for number in numbers if number > 1]
    if not small or min(numbers) < 0:
        return False
    # a hundredfold, the few would stand among the others
    return not large or (
        min(large) > 10 * max(small) and min(large) <= 200 * min(small) <= 400 * max(large)
    )


def _twice(sheet: Sheet, mapping: FileMapping, known: Known) -> Iterator[Question]:
    """The same metric, service and period more than once."""
    if mapping.duplicates is not None:
        return
    rows = [row for row in propose(sheet, mapping, known).rows if row.key]
    counts = Counter(row.key for row in rows)
    twice = next((row for row in rows if counts[row.key] > 1), None)
    if twice is None or twice.metric is None or twice.period_start is None:
        return
    metric = known.by_code[twice.metric]
    period = display.period(twice.period_start, metric.frequency, known.fiscal_month)
    numbers = dict.fromkeys(str(row.row) for row in rows if row.key == twice.key)
    sentence = words.ASK_TWICE.format(
        metric=metric.name, period=period, rows=display.listed(list(numbers))
    )
    answers = tuple(Answer(value, label) for value, label in words.DUPLICATES.items())
    yield Question("duplicates", sentence, answers)
