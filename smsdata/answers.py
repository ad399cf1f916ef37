"""Answers as commands print them: a table for people, CSV and JSON for programs (contract, 1)."""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TextIO

from rich.console import Console
from rich.table import Table

from smsdata.clocks import utc_text

Format = Literal["table", "csv", "json"]
Batches = Iterable[Sequence[Sequence[Any]]]


def print_answer(
    names: Sequence[str], batches: Batches, form: Format, out: TextIO | None = None
) -> None:
    """Print rows as they come: unrounded as csv or json, rounded for people as a table."""
    out = out or sys.stdout
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for batch in batches:
            writer.writerows([_plain(cell) for cell in row] for row in batch)
    elif form == "json":
        _print_json(names, batches, out)
    else:
        _print_table(names, batches, out)


def _plain(cell: Any) -> Any:
    """A cell as CSV has it: ISO dates, times in UTC with Z, true and false, empty for null."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return utc_text(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, (list, dict)):
        return json.dumps(_finite(cell), default=_json_cell, ensure_ascii=False)
    return cell


def _json_cell(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    plain = _plain(cell)
    return plain if isinstance(plain, str) else str(plain)


def _finite(cell: Any) -> Any:
    """A cell without NaN and infinity, which JSON does not know."""
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, (list, tuple)):
        return [_finite(part) for part in cell]
    if isinstance(cell, dict):
        return {str(_plain(key)): _finite(part) for key, part in cell.items()}
    return cell


def _print_json(names: Sequence[str], batches: Batches, out: TextIO) -> None:
    names, separator = _apart(names), "[\n"
    for batch in batches:
        for row in batch:
            record = {name: _finite(cell) for name, cell in zip(names, row, strict=True)}
            out.write(separator + json.dumps(record, default=_json_cell, ensure_ascii=False))
            separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _apart(names: Sequence[str]) -> list[str]:
    """Names of columns, each its own so that none is lost: "a", "a" become "a", "a_1"."""
    found: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in itertools.count(1))
        taken = {*found, *names}
        found.append(name if name not in found else next(n for n in free if n not in taken))
    return found


def _print_table(names: Sequence[str], batches: Batches, out: TextIO) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    rows = [row for batch in batches for row in batch]
    for index, name in enumerate(names):
        numeric = any(isinstance(row[index], (int, float, Decimal)) for row in rows)
        table.add_column(
            name.replace("_", " "), justify="right" if numeric else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(_rounded(cell) for cell in row))
    # A pipe has no width: give the table all the room it wants.
    width = None if out.isatty() else 10_000
    Console(file=out, width=width, markup=False, highlight=False, emoji=False).print(table)


def _rounded(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, (float, Decimal)) and not isinstance(cell, bool):
        return f"{cell:,.2f}".replace("-", "−")
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" + (" UTC" if cell.tzinfo else "")
    return str(_plain(cell))
