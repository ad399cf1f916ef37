"""What can go wrong, as people are told it.

SmsError
├── InputError         something that was given is wrong: a list of problems, each with its place
├── ConflictError      somebody else changed a row in the meantime: what, who, when
├── NotAllowed         the acting person may not do this
├── StatementRefused   a statement that is not one read-only SELECT, or that SQL refuses
└── StoreUnavailable   the store cannot be had or kept; the message says the way out
    ├── StoreHeld      another process has it
    └── StoreDamaged   the file is there but is not whole
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


class SmsError(Exception):
    """Anything this software says no to, in one plain sentence."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with what was given, and how to mend it.

    `file` is a file or register name, `row` counts from the header as row 1 (0: the whole file),
    `column` is empty where no single column is at fault.
    """

    file: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f" row {self.row}"
        if self.column:
            place += f", {self.column}"
        return f"{place}: {self.what}"


class InputError(SmsError):
    """What was given is wrong; nothing was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """As it travels between processes: by its problems, not by its words."""
        return type(self), (self.problems,)

    @classmethod
    def of(cls, what: str, *, file: str = "input", row: int = 0, column: str = "") -> InputError:
        """An error with a single problem."""
        return cls([Problem(file, row, column, what)])


@dataclass(frozen=True)
class Conflict:
    """A row that is not as it was when an edit was made from it.

    `recorded_by` and `recorded_at` say who was faster, `cells` what the row holds now, as a
    bundle's file has it (nothing where it is withdrawn).
    """

    register: str
    key: tuple[str, ...]
    recorded_by: str | None
    recorded_at: datetime | None
    cells: Mapping[str, str]

    def __str__(self) -> str:
        row = "/".join(part for part in self.key if part)
        return f"{self.register} {row}: {self.recorded_by or 'somebody'} was faster"


class ConflictError(SmsError):
    """Rows were changed by somebody else since they were read; nothing was stored."""

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("\n".join(str(conflict) for conflict in self.conflicts))

    def __reduce__(self) -> tuple[type[ConflictError], tuple[tuple[Conflict, ...]]]:
        """As it travels between processes: by its conflicts, not by its words."""
        return type(self), (self.conflicts,)


class NotAllowed(SmsError):
    """The acting person's access does not cover this."""


class StatementRefused(SmsError):
    """A statement that may not or cannot run."""


class StoreUnavailable(SmsError):
    """The store cannot be opened, read or written; the message says what to do."""


class StoreHeld(StoreUnavailable):
    """Another process has the store open."""


class StoreDamaged(StoreUnavailable):
    """The file is there but is not a whole store."""
