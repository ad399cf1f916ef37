"""Tables as people have them: CSV or a workbook, whatever program wrote it, as plain cells.

Nothing in a file is run: of a formula its last result is read, macros are refused. A file is
bounded before it is unpacked, and while it is read. Rows keep the numbers that people see.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from smsdata.bundle_files import (
    broken_workbook,
    cells_of,
    has_formulas,
    open_workbook,
    workbook_problem,
)
from smsdata.errors import InputError

if TYPE_CHECKING:
    from openpyxl.cell import Cell as BookCell

MAX_FILE = 50 << 20
# What a workbook may unpack to: far more than so many cells need.
MAX_UNPACKED = 100 << 20
MAX_CELLS = 2_000_000
MAX_COLUMNS = 1_000
MAX_CELL = 10_000


class Share(float):
    """A number that its sheet shows as a percentage: 0.95, shown as 95 %."""


class Uncomputed(Enum):
    """A formula that its file holds no result of."""

    FORMULA = "formula"


Cell = str | float | date | Share | Uncomputed


@dataclass(frozen=True)
class Sheet:
    """One table of a file: rows of cells, the first row being row 1; blank at the end is cut off.

    `name` is empty for a CSV file. `remark` says what had to be assumed to read it.
    """

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    remark: str = ""

    @property
    def label(self) -> str:
        """How the sheet is named in messages."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.rows), default=0)


def text_of(cell: Cell) -> str:
    """A cell as its sheet shows it, more or less."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Share):
        return f"{plain(exactly(cell) * 100)}%"
    if isinstance(cell, float):
        return plain(exactly(cell))
    return cell.isoformat() if isinstance(cell, date) else ""


def exactly(number: float) -> Decimal:
    """A spreadsheet's number as it shows it: to 15 digits, so that 0.1 + 0.2 is 0.3."""
    return Decimal(f"{number:.15g}")


def plain(number: Decimal) -> str:
    """A number's digits, without an exponent or zeros that say nothing."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_sheets(path: Path, name: str | None = None) -> tuple[Sheet, ...]:
    """The tables of a file, hidden and blank sheets left out; `name` is what people call the file.

    Raises InputError for what is no table, is broken, or is larger than readings can be.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            _refuse(name, "is a folder; name a CSV or XLSX file")
        if size > MAX_FILE:
            _refuse(name, f"has {size >> 20} MB, more than {MAX_FILE >> 20}; hand it in in parts")
        with path.open("rb") as file:
            start = file.read(512)
            if start.startswith(b"PK"):
                return _workbook_sheets(path, name)
            content = start + file.read()
    except FileNotFoundError:
        _refuse(name, "is not there; check the path")
    except OSError as error:
        _refuse(name, f"cannot be read ({error.strerror}); check the path and its rights")
    return (_csv_sheet(content, name),)


def _refuse(file: str, what: str, row: int = 0) -> NoReturn:
    raise InputError.of(what, file=file, row=row)


class _Rows:
    """Rows as they come: bounded, and without blank cells and rows at the end."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._rows: list[tuple[Cell, ...]] = []
        self._blank = 0
        self._cells = 0

    def add(self, row: list[Cell]) -> None:
        while row and (row[-1] == "" or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
        if not row:
            self._blank += 1
            return
        self._rows.extend([()] * self._blank)
        self._blank = 0
        self._rows.append(tuple(row))
        self._cells += len(row)
        if len(row) > MAX_COLUMNS:
            what = (
                f"has {len(row):,} columns, more than {MAX_COLUMNS:,}; leave out what is not read"
            )
            _refuse(self._label, what, len(self._rows))
        if self._cells + len(self._rows) > MAX_CELLS:
            what = f"the sheet has more than {MAX_CELLS:,} cells; hand it in in parts"
            _refuse(self._label, what, len(self._rows))
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in row):
            what = f"a cell has more than {MAX_CELL:,} characters; a quote may not be closed"
            _refuse(self._label, what, len(self._rows))

    def sheet(self, file: str, name: str, remark: str = "") -> Sheet:
        return Sheet(file, name, tuple(self._rows), remark)


# --- text ----------------------------------------------------------------------------------------

# What a file begins with that bears a table's name and is something else.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook (.xls), or one with a password",
    b"%PDF": "is a PDF",
    b"{\\rtf": "is a text document",
    b"\x1f\x8b": "is a packed file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS = "; save it as XLSX or CSV"
# In this order where several would do.
_SEPARATORS = ("\t", ";", ",")
_CP1252_REMARK = "read as Western European text (Windows-1252); look whether its letters are right"


def _csv_sheet(content: bytes, name: str) -> Sheet:
    for start, what in _OTHERS.items():
        if content.startswith(start):
            _refuse(name, what + _AS)
    if re.match(
        rb"\s*<(!doctype|html|\?xml|table)", content.removeprefix(codecs.BOM_UTF8), re.IGNORECASE
    ):
        _refuse(name, "is a web page or XML, whatever it is called" + _AS)
    text, remark = _decoded(content, name)
    if not text.strip():
        _refuse(name, "is empty; its rows must hold readings")
    # Excel's own way of saying it
    said = re.match(r"sep=(.)\r?\n", text)
    separator = said[1] if said else _separator(text)
    rows = _Rows(name)
    for number, record in enumerate(_records(text, separator, name), start=1):
        rows.add([] if said and number == 1 else [*record])
    return rows.sheet(name, "", remark)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """A file's text, and what had to be assumed of its encoding."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content.removeprefix(mark), encoding, name), ""
    # every other byte of plain text in UTF-16 is zero
    start = content[:1000]
    for encoding, zeros, others in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if len(start) > 3 and zeros.count(0) > len(zeros) * 0.9 and not others.count(0):
            return _decode(content, encoding, name), ""
    try:
        return _without_nul(content.decode("utf-8"), name), ""
    except UnicodeDecodeError:
        return _decode(content, "cp1252", name), _CP1252_REMARK


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        return _without_nul(content.decode(encoding), name)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        _refuse(name, "cannot be read as text; save it as CSV in UTF-8", row)


def _without_nul(text: str, name: str) -> str:
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        _refuse(name, "holds a NUL character, so this is no text; save it as CSV in UTF-8", row)
    return text


def _separator(text: str) -> str:
    """What stands between the cells: what cuts the most rows into equally many."""
    # a row that is cut in the middle weighs little among so many
    lines = text[:100_000].splitlines()[:200]
    best, most = ",", 0
    for separator in _SEPARATORS:
        widths = Counter(len(record) for record in csv.reader(lines, delimiter=separator) if record)
        score = max(((width - 1) * count for width, count in widths.items()), default=0)
        if score > most:
            best, most = separator, score
    return best


def _records(text: str, separator: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error:
            what = 'has a quote that is not closed, or text after one; write "" for a quote'
            _refuse(name, what, number)
        if record is None:
            return
        yield record


# --- workbooks -----------------------------------------------------------------------------------


def _workbook_sheets(path: Path, name: str) -> tuple[Sheet, ...]:
    problem = workbook_problem(path, MAX_UNPACKED) or _macro_problem(path)
    if problem:
        _refuse(name, problem)
    try:
        # as results and again as formulas, so that one without a result is no blank cell
        with ExitStack() as opened:
            results = opened.enter_context(open_workbook(path))
            again = results
            if has_formulas(path):
                again = opened.enter_context(open_workbook(path, formulas=True))
            sheets = [
                _sheet(name, given, written)
                for given, written in zip(results.worksheets, again.worksheets, strict=True)
                if given.sheet_state == "visible"
            ]
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever the library trips over, the file is broken)
        _refuse(name, broken_workbook(error))
    found = tuple(sheet for sheet in sheets if sheet.rows)
    if not found:
        _refuse(name, "is empty; its rows must hold readings")
    return found


def _macro_problem(path: Path) -> str | None:
    with zipfile.ZipFile(path) as archive:
        names = [entry.lower() for entry in archive.namelist()]
    if any(entry.endswith(("vbaproject.bin", ".xlm")) for entry in names):
        return "holds macros, which are never run here; save it as XLSX, without macros"
    if "xl/workbook.bin" in names:
        return "is a binary workbook (.xlsb); save it as XLSX"
    return None


def _sheet(file: str, results: Any, formulas: Any) -> Sheet:
    """A sheet by what its formulas came to, and by how they are written where it may have any."""
    # a sheet may say that it is smaller than it is
    results.reset_dimensions()
    formulas.reset_dimensions()
    rows = _Rows(f"{file}, sheet {results.title}")
    if formulas is results:
        for given in results.iter_rows():
            rows.add([_cell(cell) for cell in given])
    else:
        for row in cells_of(results, formulas):
            rows.add([Uncomputed.FORMULA if cell is None else _cell(cell) for cell in row])
    return rows.sheet(file, str(results.title))


def _cell(given: BookCell) -> Cell:
    value = given.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        number = float(value)
        return Share(number) if _is_share(given.number_format) else number
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value).replace("\0", "")


def _is_share(number_format: str) -> bool:
    """Whether a number format shows a hundredfold: a % that is no quoted text."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", number_format)
