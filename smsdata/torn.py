"""A block of the store that a killed process left half written, made whole again.

DuckDB writes a checkpoint into free blocks, and only then says in the file's header that they
count. One kind of block is written where it stands: those that describe the tables, of which parts
are free and parts in use. Whoever is killed within that write leaves a block that begins as the new
one and ends as the old one. Every part in use is the same in both; only the checksum, which stands
first, is of the new one as a whole. The store then cannot be opened, or one of its tables cannot be
read, though nothing is lost.
"""

from __future__ import annotations

import logging
import re
import shutil
import struct
from pathlib import Path

import duckdb

from smsdata.beside import made_beside

_log = logging.getLogger("sms")

_CHECKSUM = re.compile(
    r"computed checksum (\d+) does not match stored checksum (\d+) in block at location (\d+)"
)
# Three headers of 4 KB come before the blocks.
_FIRST_BLOCK = 3 * 4096
_TABLES = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal"


def was_killed(path: Path) -> bool:
    """Whether a process that wrote the file at `path` did not come to its end: its log is left."""
    return log_of(path).exists()


def read_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every row of every table, since DuckDB opens a file before it has read all of it.

    Raises duckdb.Error where one cannot be read. Ten million readings take a fifth of a second.
    """
    for (table,) in connection.execute(_TABLES).fetchall():
        # names of tables of this very file
        connection.execute(f"SELECT bit_xor(hash(t)) FROM {table} AS t").fetchall()  # noqa: S608


def mend(path: Path, error: duckdb.Error) -> bool:
    """Make the block whole that `error` says cannot be read; whether that was done.

    It is done only where a process was killed, where the block is one of those that are written
    where they stand, and where in a copy everything can then be read.
    """
    found = _CHECKSUM.search(str(error))
    if found is None or not was_killed(path):
        return False
    computed, stored, location = map(int, found.groups())
    with made_beside(path) as copy:
        shutil.copyfile(path, copy)
        shutil.copyfile(log_of(path), log_of(copy))
        if not _seal(copy, location, stored, computed) or not _reads(copy, location):
            return False
    _seal(path, location, stored, computed)
    _log.warning("%s: a block that a killed process left half written was made whole", path)
    return True


def log_of(path: Path) -> Path:
    """Where DuckDB keeps what it has not written into the file yet."""
    return path.with_name(f"{path.name}.wal")


def _seal(path: Path, location: int, stored: int, computed: int) -> bool:
    """Give a block the checksum of what it holds, where it has the one that was told."""
    with path.open("r+b") as file:
        file.seek(location)
        if file.read(8) != struct.pack("<Q", stored):
            return False
        file.seek(location)
        file.write(struct.pack("<Q", computed))
    return True


def _reads(path: Path, location: int) -> bool:
    """Whether every row of every table can be read, and the block describes tables."""
    try:
        with duckdb.connect(str(path)) as connection:
            size, *_ = connection.execute(
                "SELECT block_size FROM pragma_database_size()"
            ).fetchall()
            blocks = connection.execute("SELECT block_id FROM pragma_metadata_info()").fetchall()
            read_all(connection)
    except duckdb.Error:
        return False
    return ((location - _FIRST_BLOCK) // size[0],) in blocks
