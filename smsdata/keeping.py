"""Keeping a store safe: copies of it, bringing one back, and looking whether it is whole."""

from __future__ import annotations

import itertools
import operator
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from string import Template

import duckdb

from smsdata.beside import alone_at, keep_too, made_beside, name_to_keep
from smsdata.errors import InputError, StoreDamaged, StoreHeld, StoreUnavailable
from smsdata.evidence import file_problems, folder_of, kept_files
from smsdata.models import BY_NAME, KEPT, REGISTERS, Record, code_sql, codes_sql, columns
from smsdata.parts import chunks_of
from smsdata.serving import refuse_while_served
from smsdata.store import SQL, STORAGE_VERSION, Store, digest, errors_of, migrations, quoted
from smsdata.torn import log_of

# A backup is one zip file, so that what belongs to a store travels with it.
_INSIDE = "store.duckdb"
_FILES = "evidence/"

# Table by table: DuckDB 1.5 cannot copy a whole database once its configuration is locked.
_COPY_SCHEMA = Template("""
ATTACH '${path}' AS "${copy}" (STORAGE_VERSION '${version}');
COPY FROM DATABASE "${name}" TO "${copy}" (SCHEMA);
""")
_COPY_TABLE = Template("""
INSERT INTO "${copy}".${table} SELECT * FROM "${name}".${table}
""")
_TABLES = """
SELECT schema_name || '.' || table_name FROM duckdb_tables()
WHERE database_name = current_database()
"""
_DANGLING = Template("""
SELECT '${column}' AS part, code FROM (SELECT ${codes} AS code FROM history.${view})
WHERE code IS NOT NULL AND code NOT IN (SELECT ${key} FROM history.${other})
""")
_NO_ROW = Template("""
SELECT '${column}' AS part, ${column} AS code FROM history.${view}
WHERE ${named} = '${register}' AND ${column} NOT IN (SELECT ${key} FROM history.${other})
""")
_KEPT_FILES = """
SELECT DISTINCT evidence, sha256 FROM history.evidence
WHERE starts_with(location, ?) AND sha256 IS NOT NULL ORDER BY ALL
"""
_NONE = "SELECT CAST(NULL AS VARCHAR) AS part, CAST(NULL AS VARCHAR) AS code WHERE false"
_READ = Template("SELECT bit_xor(hash(v)) FROM history.${view} AS v")


def back_up(store: Store, file: Path) -> None:
    """Write a consistent copy of the store as one file, whatever is written meanwhile.

    Raises InputError where `file` is there already.
    """
    with store.folder() as folder, closing(hand_out(store, folder)) as chunks:
        write_backup(chunks, file)


def hand_out(store: Store, folder: Path) -> Generator[tuple[str, bytes], None, None]:
    """A consistent copy of the store and its files, chunk by chunk, each with its part's name."""
    copy = folder / "copy.duckdb"
    with errors_of(store.path):
        _copy(store, copy)
    for chunk in chunks_of(copy):
        yield _INSIDE, chunk
    # a file is there before anything refers to it, so these are at least those of the copy
    for path in kept_files(store.path):
        for chunk in chunks_of(path):
            yield f"{_FILES}{path.name}", chunk


def write_backup(chunks: Iterable[tuple[str, bytes]], file: Path) -> None:
    """Write a store that is handed out as a backup: all of it, or nothing."""
    if file.exists():
        raise InputError.of("is there already; name a new file", file=str(file))
    unfinished = file.with_name(f"{file.name}.part")
    with errors_of(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for name, part in itertools.groupby(chunks, key=operator.itemgetter(0)):
                    with archive.open(name, "w", force_zip64=True) as packed:
                        for _, chunk in part:
                            packed.write(chunk)
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)


def _copy(store: Store, copy: Path) -> None:
    """Make `copy` a database with everything that the store holds at one moment."""
    cursor = store.cursor()
    row = cursor.execute("SELECT current_database()").fetchone()
    # two copies may be made at a time
    names = {"name": str(row[0] if row else "").replace('"', '""'), "copy": copy.parent.name}
    try:
        cursor.execute(
            _COPY_SCHEMA.substitute(names, path=quoted(str(copy)), version=STORAGE_VERSION)
        )
        tables = [table for (table,) in cursor.execute(_TABLES).fetchall()]
        cursor.execute("BEGIN TRANSACTION")
        for table in tables:
            cursor.execute(_COPY_TABLE.substitute(names, table=table))
        cursor.execute("COMMIT")
        # until then its rows may lie in its log alone, which is not handed out
        cursor.execute(f'CHECKPOINT "{names["copy"]}"')
    finally:
        with suppress(duckdb.Error):
            cursor.execute(f'DETACH "{copy.parent.name}"')
        cursor.close()


def restore(file: Path, path: Path, *, force: bool = False) -> Path | None:
    """Make the store at `path` anew from a backup; where the store that was there is kept.

    The backup is opened and verified before anything is replaced. Raises InputError where `file`
    is no whole backup or `path` is there and not `force`, StoreUnavailable where `path` is in use.
    """
    if path.exists() and not force:
        raise InputError.of("is there already; add --force to replace it", file=str(path))
    refuse_while_served(path)
    path = Path(os.path.realpath(path))
    with errors_of(path), made_beside(path) as unpacked:
        _unpack(file, unpacked)
        _look_at(unpacked, file)
        return put_in_place(unpacked, path)


def _look_at(unpacked: Path, file: Path) -> None:
    """Raise StoreDamaged where what was unpacked is no whole store."""
    try:
        with Store.open(unpacked) as store:
            # files that were lost before it was made keep nobody from the rest
            problems = [*_of_records(store), *of_files(store, lost=False)]
    except StoreUnavailable as error:
        problems = [str(error).replace(str(unpacked), "what it holds").partition(";")[0]]
    if problems:
        raise StoreDamaged(f"{file} is no whole backup ({problems[0]}); take another")


def _unpack(file: Path, target: Path) -> None:
    if not file.is_file():
        raise InputError.of("is no file; name one that `backup` has written", file=str(file))
    try:
        with zipfile.ZipFile(file) as archive:
            with archive.open(_INSIDE) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
            for name in archive.namelist():
                if found := re.fullmatch(f"{_FILES}([0-9a-f]{{64}})", name):
                    folder_of(target).mkdir(mode=0o700, exist_ok=True)
                    with (
                        archive.open(name) as packed,
                        (folder_of(target) / found[1]).open("wb") as unpacked,
                    ):
                        shutil.copyfileobj(packed, unpacked)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise InputError.of(
            "is no backup of a store; name a file that `backup` has written", file=str(file)
        ) from error


def put_in_place(made: Path, path: Path) -> Path | None:
    """Put a closed store in the place of another, which is kept; where, for people to find it.

    A damaged one as well, and what a store that is gone has left for its next opening: it is of no
    other store. Where several are put there, one goes after the other. Raises StoreHeld where a
    process has it open, StoreUnavailable for a folder; then, and whoever is killed on the way,
    `path` has what it had.
    """
    with alone_at(path):
        return _put(made, path)


def _put(made: Path, path: Path) -> Path | None:
    wal = log_of(path)
    kept = name_to_keep(path)
    kept_wal = log_of(kept)
    there = path.exists()
    if there:
        _let_go(path)
    files = {one.name for one in kept_files(made)}
    try:
        if there:
            _keep_files(path, kept)
            keep_too(path, kept)
        # what is kept under a hash stays what it is: for a moment those of both stores lie there
        _keep_files(made, path)
        if wal.exists():
            wal.rename(kept_wal)
        made.replace(path)
    except BaseException:
        if kept_wal.exists():
            kept_wal.rename(wal)
        kept.unlink(missing_ok=True)
        shutil.rmtree(folder_of(kept), ignore_errors=True)
        raise
    if there:
        for one in kept_files(path):
            if one.name not in files:
                one.unlink()
    return kept if there else None


def _let_go(path: Path) -> None:
    """Have everything of a store in its file, and nobody at it."""
    try:
        Store.open(path).close()
    except StoreHeld:
        raise
    except StoreUnavailable:
        if path.is_dir():
            raise
        # what cannot be opened can still be put aside


def _keep_files(of: Path, also: Path) -> None:
    """Let the files that a store keeps be there for another one too."""
    for one in kept_files(of):
        folder_of(also).mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            keep_too(one, folder_of(also) / one.name)


def remove_unwritten(path: Path) -> None:
    """Leave nothing of a store that nobody has written to, nor has open."""
    with suppress(StoreUnavailable), Store.open(path) as store:
        if store.version == 0:
            # while it is held: who waits for it makes another
            store.path.unlink()
    if not path.exists():
        log_of(Path(os.path.realpath(path))).unlink(missing_ok=True)


def verify(store: Store) -> list[str]:
    """What is not whole about a store, a sentence each; nothing when it is.

    Reads every block; holds the migrations against this software's, every code against its
    register, each key's versions against each other (one in force, no overlap, no gap), and every
    file that is kept against its hash.
    """
    return [*_of_records(store), *of_files(store)]


def of_files(store: Store, *, lost: bool = True) -> list[str]:
    """What is not whole about the files that the store keeps, perhaps but for those `lost`."""
    with errors_of(store.path), closing(store.cursor()) as cursor:
        kept = cursor.execute(_KEPT_FILES, [KEPT]).fetchall()
        return list(file_problems(store.path, kept, lost=lost))


def _of_records(store: Store) -> list[str]:
    problems: list[str] = []
    with errors_of(store.path):
        cursor = store.cursor()
        known = migrations()
        for name, applied in cursor.execute(
            "SELECT name, digest FROM history.migration"
        ).fetchall():
            if name not in known or digest(known[name]) != applied:
                problems.append(f"migration {name} is not the one this software knows")
        template = Template((SQL / "verify.sql").read_text())
        for record in REGISTERS:
            refs = list(_references(record))
            query = template.substitute(
                view=record.view,
                register=record.register_name,
                key=", ".join(record.key) or "1",
                refs=" UNION ALL ".join(refs) or _NONE,
            )
            problems += [row[0] for row in cursor.execute(query).fetchall()]
            # reads every cell, and with it every block's checksum
            cursor.execute(_READ.substitute(view=record.view)).fetchall()
        cursor.close()
    return problems


def _references(record: type[Record]) -> Iterator[str]:
    """What asks a register for each kind of code that refers to nothing."""
    for column in columns(record):
        if column.ref is not None:
            other = BY_NAME[column.ref.register]
            yield _DANGLING.substitute(
                view=record.view,
                column=column.name,
                codes=codes_sql(column),
                key=other.key[0],
                other=other.view,
            )
        if column.row_of is not None:
            for other in REGISTERS:
                yield _NO_ROW.substitute(
                    view=record.view,
                    column=column.name,
                    named=column.row_of.column,
                    register=other.register_name,
                    key=code_sql(other),
                    other=other.view,
                )
