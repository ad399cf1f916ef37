"""Golden cases: what was made elsewhere, from the contract alone, and how answers are held to it.

Text and counts match exactly, numbers within a millionth.
"""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"(\w+)_on_(\d{4}-\d{2}-\d{2})_known_(.+)\.csv")
Row = dict[str, str]


def sms(*arguments: object) -> str:
    """The answer of a command that ends well."""
    process = subprocess.run(
        [sys.executable, "-m", "smsdata", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


def clocks(on: str, known: str) -> list[str]:
    return ["--on", on, *([] if known == "now" else ["--known-at", known])]


def ask(store: Path, query: str, on: str, known: str) -> list[Row]:
    """A statement's answer at a pair of clocks, by the command."""
    return rows(sms("sql", query, "--store", store, *clocks(on, known), "--format", "csv"))


def expected_files(folder: Path, kind: str) -> list[tuple[Path, str, str]]:
    """The expected answers of one kind, each with its clocks."""
    found = [(path, NAME.fullmatch(path.name)) for path in sorted(folder.glob("*.csv"))]
    assert all(match for _, match in found), "a file whose clocks cannot be read"
    return [(path, match[2], match[3]) for path, match in found if match and match[1] == kind]


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines()))


def keyed(found: list[Row], key: Sequence[str]) -> dict[tuple[str, ...], Row]:
    by_key = {tuple(row[name] for name in key): row for row in found}
    assert len(by_key) == len(found), "two rows of one key"
    return by_key


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text) is not None


def differs(found: str, expected: str, *, exactly: bool) -> bool:
    if exactly or not (is_number(found) and is_number(expected)):
        return found != expected
    return float(found) != pytest.approx(float(expected), rel=1e-6, abs=1e-12)


def differences(
    found: list[Row], expected: list[Row], key: Sequence[str], counts: Collection[str]
) -> list[str]:
    """Every cell that is not as it should be, and every row too many or too few."""
    here, there = keyed(found, key), keyed(expected, key)
    wrong = [f"{key}: is not there" for key in there.keys() - here.keys()]
    wrong += [f"{key}: should not be there" for key in here.keys() - there.keys()]
    for code in here.keys() & there.keys():
        wrong += [
            f"{code} {column}: {here[code][column]!r}, expected {value!r}"
            for column, value in there[code].items()
            if differs(here[code][column], value, exactly=column in counts)
        ]
    return sorted(wrong)
