"""What commands have done at a store: by themselves, or by the dashboard that has it open.

An errand knows no command line and no store of its own, so it can be sent to where the store is.
Its files lie in a folder of the store's own, which SQL may read and write. What it yields is told
in `smsdata.parts`; what a command makes of that is the command's.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from smsdata import bundle, keeping
from smsdata.board import Board
from smsdata.bundle_files import Bundle
from smsdata.clocks import parse_moment
from smsdata.parts import Parts
from smsdata.reading_import import import_readings
from smsdata.sheets import Sheet
from smsdata.store import Store


class Errand(ABC):
    """Something to be done at a store."""

    # What to do when the dashboard was lost on the way.
    when_lost = "run this again"

    @abstractmethod
    def run(self, store: Store, folder: Path) -> Parts:
        """Do it, with the files that lie in `folder`."""


@contextmanager
def board_at(store: Store, on_date: date | None, known_at: str | None) -> Iterator[Board]:
    """The board of a day (None: today) at a time as somebody wrote it (None: everything)."""
    moment = None
    if known_at is not None:
        with store.board() as now:
            organization = now.organization()
        moment = parse_moment(known_at, organization.time_zone if organization else "UTC")
    with store.board(on_date, moment) as board:
        yield board


@dataclass(frozen=True)
class Import(Errand):
    """Bring in a bundle; yields the outcomes, then for a dry run the rows it would touch."""

    bundle: Bundle
    recorded_by: str
    note: str | None
    dry_run: bool

    when_lost = (
        "whether anything was stored is not known; run the import again: what is stored already "
        "changes nothing"
    )

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        return bundle.bring_in(
            store, self.bundle, folder, self.recorded_by, note=self.note, dry_run=self.dry_run
        )


@dataclass(frozen=True)
class ImportReadings(Errand):
    """Bring in a file's readings; yields the outcomes, or for a dry run what was found."""

    sheets: tuple[Sheet, ...]
    mapping: str | None
    recorded_by: str
    note: str | None
    dry_run: bool

    when_lost = Import.when_lost

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        return import_readings(
            store,
            self.sheets,
            self.mapping,
            self.recorded_by,
            folder,
            note=self.note,
            dry_run=self.dry_run,
        )


@dataclass(frozen=True)
class Export(Errand):
    """Hand out a bundle of everything; yields its chunks, each with its file's name."""

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        return bundle.hand_out(store, folder)


@dataclass(frozen=True)
class Select(Errand):
    """Run somebody's statement; yields the columns' names, then the rows, some at a time."""

    statement: str
    on_date: date | None
    known_at: str | None

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        with board_at(store, self.on_date, self.known_at) as board:
            selection = board.select(self.statement)
            yield selection.names
            yield from selection.batches()


@dataclass(frozen=True)
class Backup(Errand):
    """Hand out a consistent copy of the store; yields its chunks."""

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        yield from keeping.hand_out(store, folder)
        # what it does not hold it cannot bring back
        yield from keeping.of_files(store)


@dataclass(frozen=True)
class Verify(Errand):
    """Look whether the store is whole; yields the list of what is not."""

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        yield keeping.verify(store)


@dataclass(frozen=True)
class Review(Errand):
    """Compose a management review; yields it. `store_name` is what the store is called in words."""

    first: date
    last: date
    known_at: str | None
    store_name: str

    def run(self, store: Store, folder: Path) -> Parts:
        """Do it."""
        from smsdata.governance import pack_review  # noqa: PLC0415  (only this needs it)

        with board_at(store, self.last, self.known_at) as board:
            yield f"reading {self.store_name}"
            yield pack_review(board, self.first)
