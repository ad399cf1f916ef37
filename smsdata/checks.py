"""The plan checks: what an auditor would object to, one .sql file each (contract, section 6).

A file in sql/checks is a check; its name without the ending is the rule's id. On top stand its
words, as comments; what follows is one SELECT of register, code and message, a row an objection.
It reads the views by their plain names and is asked at the two clocks of `plan_check_at`, whose day
is `today` in it; sql/check.sql says which views these are.

    -- severity: error
    -- title: An item of the plan that nobody owns
    -- why: A line without a name is done by nobody.
    -- remedy: Name a person as its owner.
    -- clause: 6.3
    -- example: “Publish the service catalogue” has no owner.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from smsdata import display

_SQL = Path(__file__).parent / "sql"
_HEADER = re.compile(r"-- (\w+): (.+)")
_PART = Template("""
SELECT '${rule}' AS rule, '${severity}' AS severity, register, code, message,
    '${remedy}' AS remedy, '${clause}' AS clause
FROM (
${body}
)""")


@dataclass(frozen=True)
class Check:
    """One thing that an auditor would object to: its words, and the SELECT that finds it."""

    rule: str
    severity: str
    title: str
    why: str
    remedy: str
    clause: str
    example: str
    body: str


@functools.cache
def checks() -> tuple[Check, ...]:
    """Every check, by its rule."""
    return tuple(_read(path) for path in sorted((_SQL / "checks").glob("*.sql")))


def _read(path: Path) -> Check:
    """A check of a file; ValueError names what its header lacks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words: dict[str, str] = {}
    name = ""
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        if found := _HEADER.fullmatch(line):
            name = found[1]
            words[name] = found[2]
        elif name:
            # a line that goes on is indented
            words[name] += f" {line.removeprefix('--').strip()}"
    severity = words.pop("severity", "")
    if severity not in ("error", "warning"):
        raise ValueError(f"{path.name}: severity is error or warning")
    try:
        return Check(path.stem, severity, body="\n".join(lines).strip(), **words)
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def plan_check_sql() -> str:
    """The macro and view `plan_check`: every check, beside what waives it."""
    every = checks()
    parts = "\nUNION ALL".join(
        _PART.substitute(
            rule=check.rule,
            severity=check.severity,
            remedy=check.remedy.replace("'", "''"),
            clause=check.clause,
            body=check.body,
        )
        for check in every
    )
    rules = ", ".join(f"'{check.rule}'" for check in every)
    frame = Template((_SQL / "check.sql").read_text(encoding="utf-8"))
    return frame.substitute(checks=parts, rules=rules)


@dataclass
class Objections:
    """How many rows of `plan_check` there are: errors and warnings, and those that are waived."""

    errors: int = 0
    warnings: int = 0
    waived: int = 0

    def counted(
        self, names: Sequence[str], batches: Iterable[Sequence[Sequence[Any]]]
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows as they come, counted on their way."""
        severity, waived_until = names.index("severity"), names.index("waived_until")
        for batch in batches:
            for row in batch:
                if row[waived_until] is not None:
                    self.waived += 1
                elif row[severity] == "error":
                    self.errors += 1
                else:
                    self.warnings += 1
            yield batch

    def __str__(self) -> str:
        return display.objections(self.errors, self.warnings, self.waived)
