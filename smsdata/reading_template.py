"""A workbook to fill in: the readings that somebody owes, with a place for each figure.

What is known stands there and is locked; the codes by which it is read back are in hidden columns,
and a mark in a hidden row says what it is. Filled in, it is read like any other file, unasked.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from smsdata import reading_words as words
from smsdata.models import Metric
from smsdata.reading_file import FileMapping, Role, column_names
from smsdata.readings import Due
from smsdata.sheets import Sheet, text_of

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_MARK = "sms-board readings 1"
_HEADER = 2
# The columns that are read back, by their place: some hidden, those from _ENTRY on to fill in.
_HIDDEN = 3
_ENTRY = 10
_PLACES: dict[Role, int] = {
    "metric": 0,
    "service": 1,
    "period": 2,
    "value": 10,
    "numerator": 11,
    "denominator": 12,
    "not_applicable": 13,
    "note": 14,
}
_WIDTHS = (1, 1, 1, 18, 34, 22, 16, 10, 14, 22, 12, 12, 12, 12, 44)
_INK, _PALE, _RULE = "1F2937", "EEF1F4", "C9CED6"
_LARGEST = 1e300
# The kind of a check, its two terms, and what is said to anything else.
_Takes = tuple[Literal["list", "decimal"], str, str, str]


def template_mapping(sheet: Sheet) -> FileMapping | None:
    """What the columns of a filled-in template mean; None for any other sheet."""
    if not sheet.rows or not sheet.rows[0] or text_of(sheet.rows[0][0]) != _MARK:
        return None
    names = column_names(sheet, (_HEADER, _HEADER))
    columns = {role: names[place] for role, place in _PLACES.items() if place < len(names)}
    return FileMapping(sheet=sheet.name, header=(_HEADER, _HEADER), columns=columns)


def make_template(due: Sequence[Due]) -> bytes:
    """The workbook with readings that are due, to be filled in and handed in again."""
    from openpyxl import Workbook  # noqa: PLC0415  (it brings numpy; only this needs it)

    book = Workbook()
    book.remove(book.worksheets[0])
    _readings_sheet(book.create_sheet(words.TEMPLATE_SHEET), due)
    _help_sheet(book.create_sheet(words.TEMPLATE_HELP_SHEET))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _readings_sheet(sheet: Worksheet, due: Sequence[Due]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415

    sheet.append([_MARK])
    sheet.append([*words.TEMPLATE_HEADER])
    for index, width in enumerate(_WIDTHS):
        column = sheet.column_dimensions["ABCDEFGHIJKLMNO"[index]]
        column.width, column.hidden = width, index < _HIDDEN
    sheet.row_dimensions[1].hidden = True
    for cell in sheet[_HEADER]:
        cell.font = Font(bold=True, color=_INK)
        cell.border = Border(bottom=Side(style="thin", color=_RULE))
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    checks: dict[_Takes, DataValidation] = {}
    for number, row in enumerate(due, start=_HEADER + 1):
        metric = row.metric
        texts = (
            *(metric.metric, row.entry.service or "", row.entry.period_start.isoformat()),
            *(metric.metric, metric.name, row.service or "", row.period, metric.unit),
            *(row.last, row.required if row.entry.objective else ""),
        )
        sheet.append([_safe(text) for text in texts])
        _open_cells(sheet, number, metric, checks)
    for check in checks.values():
        sheet.add_data_validation(check)
    sheet.freeze_panes = sheet.cell(_HEADER + 1, 6).coordinate
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.page_setup.orientation = "landscape"


def _open_cells(
    sheet: Worksheet, number: int, metric: Metric, checks: dict[_Takes, DataValidation]
) -> None:
    """The cells of a row that are to be filled in, each with what it takes."""
    from openpyxl.styles import Border, PatternFill, Protection, Side  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    for role, place in _PLACES.items():
        if place < _ENTRY:
            continue
        cell = sheet.cell(number, place + 1)
        if role in ("numerator", "denominator") and metric.aggregation != "ratio":
            cell.fill = PatternFill("solid", fgColor=_PALE)
            continue
        cell.protection = Protection(locked=False)
        cell.border = Border(bottom=Side(style="thin", color=_INK))
        takes = _takes(role, metric)
        if takes is None:
            continue
        if takes not in checks:
            kind, first, second, refusal = takes
            checks[takes] = DataValidation(
                type=kind,
                operator="between",
                formula1=first,
                formula2=second or None,
                allow_blank=True,
                showErrorMessage=True,
                errorTitle=words.TEMPLATE_REFUSED,
                error=refusal,
            )
        checks[takes].add(cell)


def _takes(role: Role, metric: Metric) -> _Takes | None:
    """What a cell takes; None where it takes anything."""
    if role == "note":
        return None
    if role == "not_applicable":
        return "list", '"yes,no"', "", words.TEMPLATE_YES
    low, high = -_LARGEST, _LARGEST
    if role == "denominator":
        low = 0.0
    if role == "value":
        low = low if metric.minimum is None else metric.minimum
        high = high if metric.maximum is None else metric.maximum
    return "decimal", repr(low).upper(), repr(high).upper(), _allowed(low, high)


def _allowed(low: float, high: float) -> str:
    if (low, high) == (-_LARGEST, _LARGEST):
        return words.TEMPLATE_NUMBER
    if high == _LARGEST:
        return words.TEMPLATE_LEAST.format(least=f"{low:g}")
    if low == -_LARGEST:
        return words.TEMPLATE_MOST.format(most=f"{high:g}")
    return words.TEMPLATE_BETWEEN.format(least=f"{low:g}", most=f"{high:g}")


def _help_sheet(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(words.TEMPLATE_HELP, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1, color=_INK)
    sheet.protection.sheet = True


def _safe(text: str) -> str:
    """A text that no spreadsheet runs, and that a workbook can hold."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
