"""The store: one DuckDB file that keeps every version of every row.

Reads are boards, read-only snapshots at a pair of clocks, each on its own cursor. Writes go one at
a time through `Store.write`, each in one transaction whose `recorded_at` is later than every one
before it. The store opens locked down: no extension is loaded, and SQL reaches no file but those in
the store's own spool folder.
"""

from __future__ import annotations

import errno
import functools
import hashlib
import os
import re
import shutil
import string
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from smsdata.beside import alone_at, made_beside, name_to_keep, own_folder, put_new
from smsdata.checks import plan_check_sql
from smsdata.errors import StoreDamaged, StoreHeld, StoreUnavailable
from smsdata.models import REGISTERS, Record, code_sql, columns
from smsdata.torn import log_of, mend, read_all, was_killed

if TYPE_CHECKING:
    from smsdata.board import Board

SQL = Path(__file__).parent / "sql"

LOCK_WAIT_SECONDS = 5.0
_SPOOL = "sms-spool-"
# Stores are made so that DuckDB 1.5 opens them too.
STORAGE_VERSION = "v1.5.0"
# Beyond this DuckDB spills to disk beside the store.
MEMORY_LIMIT = "3GB"


@dataclass
class Writing:
    """A write transaction in progress.

    `recorded_at` is what this write is recorded at. Whoever writes rows calls `wrote`; a
    transaction that wrote nothing leaves no trace.
    """

    cursor: duckdb.DuckDBPyConnection
    recorded_at: datetime
    newest: datetime | None = field(default=None)

    def wrote(self, newest: datetime) -> None:
        """Rows were written, the newest of them recorded at `newest`."""
        self.newest = newest if self.newest is None else max(self.newest, newest)


class Store:
    """An open store. One a process and file: DuckDB lets no other process in meanwhile."""

    def __init__(
        self,
        path: Path,
        connection: duckdb.DuckDBPyConnection,
        spool: Path,
        closing: ExitStack,
    ) -> None:
        self.path = path
        # A private folder, the only one SQL may read and write files in.
        self.spool = spool
        self._connection = connection
        self._closing = closing
        self._cursor_lock = threading.Lock()
        self._write_lock = threading.Lock()
        # What each thread reads, so that another one can stop it.
        self._reading: dict[int, duckdb.DuckDBPyConnection] = {}
        self._version = self._read_version()

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False) -> Store:
        """Open the store at `path`; with `create` make it where there is none.

        Brings an older store up to this software's migrations and rules. Raises StoreUnavailable
        (missing, no database, made by a newer version, held by another process for 5 s, no room)
        or StoreDamaged.
        """
        # what belongs to a store lies beside it, not beside a link to it
        path = Path(os.path.realpath(path))
        with errors_of(path):
            if path.is_dir():
                raise StoreUnavailable(f"{path} is a folder, not a store; name a file")
            if not path.exists():
                if not create:
                    raise StoreUnavailable(
                        f"there is no store at {path}; make one with `python -m smsdata demo` "
                        "or `python -m smsdata import`, or name another with --store"
                    )
                _make(path)
            with ExitStack() as closing:
                spool = closing.enter_context(own_folder(Path(tempfile.gettempdir()), _SPOOL))
                connection = _connect_or_mend(path)
                closing.callback(connection.close)
                _refuse_a_table(connection, path)
                _migrate(connection, path)
                _lock_down(connection, spool)
                return cls(path, connection, spool, closing.pop_all())

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        with suppress(duckdb.Error):
            self._closing.close()

    @property
    def version(self) -> int:
        """How many writes the store has seen: the key under which pages keep what they drew."""
        return self._version

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the open database: one a reader, never shared by threads."""
        with self._cursor_lock:
            return self._connection.cursor()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder of its own in the spool, for as long as it is needed."""
        with errors_of(self.path, kinds=(OSError,)):
            made = Path(tempfile.mkdtemp(dir=self.spool))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def interrupt(self, thread: int) -> None:
        """Stop what another thread is reading of a board."""
        cursor = self._reading.get(thread)
        if cursor is not None:
            # it may have come to its end just now
            with suppress(duckdb.Error):
                cursor.interrupt()

    def _read_version(self) -> int:
        row = (
            self.cursor().execute("SELECT coalesce(max(version), 0) FROM history.write").fetchone()
        )
        return int(row[0]) if row else 0

    @contextmanager
    def board(
        self, on_date: date | None = None, known_at: datetime | None = None
    ) -> Iterator[Board]:
        """A consistent snapshot of everything at a pair of clocks (contract, section 2).

        Without `known_at` it is the `recorded_at` of the last write, without `on_date` today in
        the organisation's time zone.
        """
        from smsdata.board import Board  # noqa: PLC0415  (a board knows the store's rows)

        with errors_of(self.path):
            cursor = self.cursor()
        try:
            with errors_of(self.path):
                cursor.execute("BEGIN TRANSACTION READ ONLY")
                board = Board.at(cursor, on_date, known_at)
            self._reading[threading.get_ident()] = cursor
            # what goes wrong with a reader's own files is not about the store
            with errors_of(self.path, kinds=(duckdb.Error,)):
                yield board
        finally:
            self._reading.pop(threading.get_ident(), None)
            with suppress(duckdb.Error):
                cursor.execute("ROLLBACK")
            cursor.close()

    @contextmanager
    def write(
        self,
        recorded_by: str,
        note: str | None = None,
        *,
        cursor: duckdb.DuckDBPyConnection | None = None,
    ) -> Iterator[Writing]:
        """One write transaction: all of it or nothing, recorded later than everything before.

        It runs on `cursor` where one is given, which may have temporary tables of its own.
        """
        with self._write_lock, errors_of(self.path):
            given, cursor = cursor, cursor or self.cursor()
            try:
                cursor.execute("BEGIN TRANSACTION")
                last = cursor.execute("SELECT max(recorded_at) FROM history.write").fetchone()
                now = datetime.now(UTC)
                if last and last[0] is not None:
                    # The machine's clock may have been set back; ours only rises.
                    now = max(now, last[0] + timedelta(microseconds=1))
                writing = Writing(cursor, now)
                yield writing
                if writing.newest is None:
                    cursor.execute("ROLLBACK")
                    return
                cursor.execute(
                    "INSERT INTO history.write VALUES (?, ?, ?, ?)",
                    [self._version + 1, writing.newest, recorded_by, note],
                )
                cursor.execute("COMMIT")
                self._version += 1
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
            finally:
                if given is None:
                    cursor.close()


# --- opening -------------------------------------------------------------------------------------


def _make(path: Path) -> None:
    """Make a store without a row: whole, or not at all."""
    with made_beside(path) as made:
        connection = _connect(made)
        try:
            _migrate(connection, made)
            # to close it would not say that there is no room
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        if was_killed(path):
            with alone_at(path):
                if was_killed(path) and not path.exists():
                    # what a store that is gone has left is of no other
                    log_of(path).rename(log_of(name_to_keep(path)))
        put_new(made, path)


def _connect_or_mend(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file, also where a killed process left a block of it half written."""
    try:
        return _connect_and_read(path) if was_killed(path) else _connect(path)
    except duckdb.Error as error:
        if not mend(path, error):
            raise
        return _connect_and_read(path)


def _connect_and_read(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file and read all of it: what a kill left half written may be far inside."""
    connection = _connect(path)
    try:
        read_all(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file, waiting a little for another process to let it go."""
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            return duckdb.connect(
                str(path),
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "storage_compatibility_version": STORAGE_VERSION,
                    "memory_limit": MEMORY_LIMIT,
                    "temp_directory": f"{path}.tmp",
                },
            )
        except duckdb.IOException as error:
            if not re.search(_HELD, str(error)) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _refuse_a_table(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """DuckDB opens a CSV or JSON file too, as a view in a database that no file keeps."""
    kept = connection.execute("SELECT 1 FROM duckdb_databases() WHERE path IS NOT NULL").fetchone()
    if kept is None:
        raise StoreUnavailable(_NO_DATABASE.format(path=path))


def _lock_down(connection: duckdb.DuckDBPyConnection, spool: Path) -> None:
    """From here on SQL loads nothing, reaches no file outside the spool, and cannot undo that."""
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute(f"SET allowed_directories = ['{quoted(str(spool))}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def quoted(text: str) -> str:
    """What stands between quotes in SQL: a path, a name."""
    return text.replace("'", "''")


_COUNT = string.Template(
    "SELECT '${register}' AS register, count(*) AS rows FROM ${view}_at(known_at)"
)


def migrations() -> dict[str, str]:
    """The migrations this software knows, by name, in the order in which they are applied."""
    return {path.stem: path.read_text() for path in sorted((SQL / "migrations").glob("*.sql"))}


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@functools.cache
def rules_sql() -> str:
    """All macros and views: the clock, each register's faces, the rules upon them."""
    clock, *rules = sorted((SQL / "rules").glob("*.sql"))
    register = string.Template((SQL / "register.sql").read_text())
    faces = [
        register.substitute(
            view=record.view, columns=", ".join(f"v.{name}" for name in record.model_fields)
        )
        for record in REGISTERS
    ]
    rest = [path.read_text() for path in rules]
    return "\n".join([clock.read_text(), *faces, *rest, _change(), _counts(), plan_check_sql()])


def _counts() -> str:
    """The view `register_count`: how many rows of each register are in force."""
    parts = "\nUNION ALL\n".join(
        _COUNT.substitute(register=record.register_name, view=record.view)
        for record in REGISTERS
        if record.key
    )
    return (
        f"CREATE OR REPLACE MACRO register_count_at(known_at) AS TABLE {parts};\n"
        "CREATE OR REPLACE VIEW register_count AS FROM register_count_at(clock_known_at());\n"
    )


def _change() -> str:
    """The view `change`: every register's part, made from its record."""
    part = string.Template((SQL / "change.sql").read_text())

    def text_of(version: str, column: str) -> str:
        return f"CAST({version}.{column} AS VARCHAR)"

    def of(record: type[Record]) -> str:
        return part.substitute(
            view=record.view,
            register=record.register_name,
            code=code_sql(record, "v"),
            fields=", ".join(
                f"{{'field': '{column.name}', 'before': {text_of('p', column.name)}, "
                f"'after': {text_of('v', column.name)}}}"
                for column in columns(record)
                if column.name not in record.key
            ),
            same_key="".join(f" AND p.{name} IS NOT DISTINCT FROM v.{name}" for name in record.key),
        )

    parts = "\nUNION ALL\n".join(of(record) for record in REGISTERS)
    return (
        f"CREATE OR REPLACE MACRO change_at(known_at) AS TABLE {parts};\n"
        "CREATE OR REPLACE VIEW change AS FROM change_at(clock_known_at());\n"
    )


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what this store has not had yet, and lay this software's rules over it."""
    known = migrations()
    applied = _applied(connection, path)
    newer = [name for name in applied if name not in known]
    if newer:
        raise StoreUnavailable(
            f"{path} was made by a newer version of this software ({newer[-1]} is not known here); "
            "update the software to open it"
        )
    rules = rules_sql()
    rules_digest = digest(rules)
    missing = [name for name in known if name not in applied]
    if not missing:
        row = connection.execute("SELECT max(digest) FROM history.rules").fetchone()
        if row and row[0] == rules_digest:
            return
    connection.execute("BEGIN TRANSACTION")
    for name in missing:
        connection.execute(known[name])
        connection.execute(
            "INSERT INTO history.migration VALUES (?, ?, now())", [name, digest(known[name])]
        )
    connection.execute(rules)
    connection.execute("DELETE FROM history.rules")
    connection.execute("INSERT INTO history.rules VALUES (?)", [rules_digest])
    connection.execute("COMMIT")


def _applied(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """The migrations a database has had, with their digests; none for an empty database."""
    try:
        rows = connection.execute("SELECT name, digest FROM history.migration ORDER BY name")
        return dict(rows.fetchall())
    except duckdb.ProgrammingError as error:
        # asked only now, since to list the tables takes a fifth of opening a store
        tables = "SELECT 1 FROM duckdb_tables() WHERE NOT internal LIMIT 1"
        if connection.execute(tables).fetchone() is None:
            return {}
        raise StoreUnavailable(
            f"{path} is a DuckDB database, but not a store of this software; "
            "name another file with --store"
        ) from error


# --- the driver's errors, in plain words ---------------------------------------------------------


@contextmanager
def errors_of(
    path: Path, kinds: tuple[type[Exception], ...] = (duckdb.Error, OSError)
) -> Iterator[None]:
    """Translate what the driver and the operating system say about the store."""
    try:
        yield
    except kinds as error:
        translated = translate(error, path)
        if translated is None:
            raise
        raise translated from error


# What a driver's message looks like, and what it means to people. First that applies.
_HELD = r"[Cc]ould not set lock|Conflicting lock"
_DISK_FULL = "the disk of {path} is full; nothing was stored; free some space and try again"
_NO_DATABASE = "{path} is no DuckDB database; name another file with --store"
_MEANINGS: tuple[tuple[str, type[StoreUnavailable], str], ...] = (
    (
        _HELD,
        StoreHeld,
        "{path} is held by another process{holder}; stop it or wait until it is done",
    ),
    (
        r"No space left|Disk quota|File too large|max_temp_directory_size",
        StoreUnavailable,
        _DISK_FULL,
    ),
    (
        r"not a valid DuckDB database",
        StoreUnavailable,
        _NO_DATABASE,
    ),
    (
        r"(database file|storage).*version",
        StoreUnavailable,
        "{path} was written by a newer DuckDB than this one; update the software to open it",
    ),
    (
        r"Read-only file system",
        StoreUnavailable,
        "{path} lies where nothing may be written; copy it to a folder of yours and open it there",
    ),
    (
        r"Permission denied",
        StoreUnavailable,
        "{path} may not be opened by you; ask for the rights to it",
    ),
    (
        r"[Cc]orrupt|[Cc]hecksum|Could not read (enough|all) bytes|out of range|FATAL|INTERNAL",
        StoreDamaged,
        "{path} is damaged; bring back a backup with `python -m smsdata restore FILE --force`",
    ),
)
_NO_MEMORY = (
    "memory ran out (the limit is {limit}, then room on the disk of {path}); free disk space or "
    "ask for less at a time"
)


def is_full(error: OSError) -> bool:
    """Whether there is no room: on the disk, in somebody's quota, or in what a file may hold."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def translate(error: Exception, path: Path) -> StoreUnavailable | None:
    """What to tell people of a driver's or system's error about the store; None: not about it."""
    text = " ".join(str(error).split())
    if isinstance(error, OSError):
        words = "{path} cannot be used: {why}; check the path and its rights"
        if is_full(error):
            words = _DISK_FULL
        return StoreUnavailable(words.format(path=path, why=error.strerror or text))
    if isinstance(error, duckdb.OutOfMemoryException) and "No space left" not in text:
        return StoreUnavailable(_NO_MEMORY.format(limit=MEMORY_LIMIT, path=path))
    if isinstance(error, _ABOUT_A_STATEMENT):
        return None
    for pattern, kind, words in _MEANINGS:
        if re.search(pattern, text):
            process = re.search(r"PID (\d+)", text)
            holder = f" (process {process[1]})" if process else ""
            return kind(words.format(path=path, holder=holder))
    if isinstance(error, duckdb.IOException):
        return StoreUnavailable(f"{path} cannot be read or written: {text}")
    return None


# These say that a statement was wrong; the others may be about the file.
_ABOUT_A_STATEMENT = (duckdb.ProgrammingError, duckdb.DataError)
