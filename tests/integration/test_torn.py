"""A store that was killed while it wrote one of the blocks that describe its tables."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from smsdata.bundle import import_bundle
from smsdata.errors import StoreDamaged
from smsdata.keeping import verify
from smsdata.models import Person
from smsdata.store import STORAGE_VERSION, Store
from smsdata.torn import read_all
from tests.conftest import ONE_VALUE_DAYS

BLOCK, FIRST, PAGE = 1 << 18, 3 * 4096, 4096


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def described_at(whole: bytes) -> int:
    """Where the block lies that describes the tables: the header in force is the newer one."""
    headers = [struct.unpack("<8Q", whole[at : at + 64]) for at in (PAGE, 2 * PAGE)]
    _, _, pointer, *_ = max(headers, key=lambda header: header[1])
    return FIRST + (pointer & ((1 << 56) - 1)) * BLOCK


def written_in_place(old: bytes, new: bytes, path: Path) -> Iterator[int]:
    """Where blocks lie that describe tables before and after, with other words around theirs."""
    path.write_bytes(old)
    with duckdb.connect(str(path), read_only=True) as connection:
        blocks = connection.execute(
            "SELECT block_id FROM pragma_metadata_info() WHERE len(free_list) < total_blocks"
        ).fetchall()
    for (block,) in blocks:
        at = FIRST + block * BLOCK
        if old[at : at + 8] != new[at : at + 8]:
            yield at


def torn(old: bytes, new: bytes, at: int, pages: int) -> bytes:
    """The file when so many pages of a block were written."""
    return old[:at] + new[at : at + pages * PAGE] + old[at + pages * PAGE :]


@pytest.fixture
def killed(empty_path: Path, bundle: Any, tmp_path: Path) -> Callable[[int], Path]:
    """A store killed when so many pages of that block were written, its log beside it."""
    before = tmp_path / "before.duckdb"
    # now and then a description goes to a block of its own
    for number in range(20):
        with Store.open(empty_path) as store:
            name = f"Aino {number}"
            import_bundle(store, [bundle(people=[{"person": "aino", "name": name}])], "setup")
            shutil.copyfile(empty_path, before)
            shutil.copyfile(log_of(empty_path), log_of(before))
        old, new = before.read_bytes(), empty_path.read_bytes()
        at = described_at(old)
        if old[at : at + 8] != new[at : at + 8]:
            break
    else:
        pytest.fail("no description was written where the one before stands")

    def write(pages: int) -> Path:
        before.write_bytes(torn(old, new, at, pages))
        return before

    return write


@pytest.mark.parametrize("pages", [1, 2, 17])
def test_a_block_that_was_half_written_is_made_whole_and_nothing_is_lost(
    killed: Callable[[int], Path], pages: int, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(killed(pages)) as store:
        assert verify(store) == []
        with store.board() as board:
            (aino,) = board.register(Person)
        assert aino.name == f"Aino {store.version - 1}"
    assert "made whole" in caplog.text


def opens(path: Path) -> bool:
    """Whether DuckDB opens the file; one that it opens it cannot read."""
    try:
        connection = duckdb.connect(str(path))
    except duckdb.Error:
        return False
    with connection, pytest.raises(duckdb.Error, match="checksum"):
        read_all(connection)
    return True


def test_a_half_written_block_that_only_reading_meets_is_made_whole_at_opening(
    of_one_value: Callable[[int], Path], store_path: Path, tmp_path: Path
) -> None:
    """DuckDB opens such a file, and neither reads that table nor writes its log into the file."""
    before = tmp_path / "before.duckdb"
    met = 0
    # tables and their first rows by one checkpoint, which lays them out so that it comes to that
    with duckdb.connect(str(store_path), config={"storage_compatibility_version": STORAGE_VERSION}):
        pass
    with Store.open(store_path) as store:
        import_bundle(store, [of_one_value(0)], "setup")
    for value in range(1, 20):
        old = store_path.read_bytes()
        with Store.open(store_path) as store:
            import_bundle(store, [of_one_value(value)], "setup")
            log = log_of(store_path).read_bytes()
        new = store_path.read_bytes()
        for at in list(written_in_place(old, new, before)):
            before.write_bytes(torn(old, new, at, 3))
            log_of(before).write_bytes(log)
            met += opens(before)
            with Store.open(before) as store:
                assert verify(store) == []
                found = store.cursor().execute("SELECT value, count(*) FROM reading GROUP BY value")
                assert found.fetchall() == [(value, len(ONE_VALUE_DAYS))]
            assert not log_of(before).exists()
        if met:
            break
    assert met


def test_without_a_log_nobody_was_killed_and_the_store_is_damaged(
    killed: Callable[[int], Path],
) -> None:
    path = killed(2)
    log_of(path).unlink()
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="bring back a backup"):
        Store.open(path)
    assert path.read_bytes() == before


def test_what_cannot_be_read_even_so_is_damaged_and_left_as_it_is(
    killed: Callable[[int], Path],
) -> None:
    path = killed(2)
    broken = bytearray(path.read_bytes())
    at = described_at(bytes(broken))
    for page in range(64):
        broken[at + page * PAGE + 100 : at + page * PAGE + 2000] = b"\xa5" * 1900
    path.write_bytes(broken)
    with pytest.raises(StoreDamaged):
        Store.open(path)
    assert path.read_bytes() == bytes(broken)
    assert sorted(file.name for file in path.parent.glob(".*")) == []
