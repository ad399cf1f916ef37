"""A store that was killed while it wrote the block that describes its tables."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.errors import StoreDamaged
from smsdata.keeping import verify
from smsdata.models import Person
from smsdata.store import Store

BLOCK, FIRST, PAGE = 1 << 18, 3 * 4096, 4096


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def described_at(whole: bytes) -> int:
    """Where the block lies that describes the tables: the header in force is the newer one."""
    headers = [struct.unpack("<8Q", whole[at : at + 64]) for at in (PAGE, 2 * PAGE)]
    _, _, pointer, *_ = max(headers, key=lambda header: header[1])
    return FIRST + (pointer & ((1 << 56) - 1)) * BLOCK


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
        torn = old[:at] + new[at : at + pages * PAGE] + old[at + pages * PAGE :]
        before.write_bytes(torn)
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


def test_without_a_log_nobody_was_killed_and_the_store_is_damaged(
    killed: Callable[[int], Path],
) -> None:
    path = killed(2)
    log_of(path).unlink()
    torn = path.read_bytes()
    with pytest.raises(StoreDamaged, match="bring back a backup"):
        Store.open(path)
    assert path.read_bytes() == torn


def test_what_cannot_be_read_even_so_is_damaged_and_left_as_it_is(
    killed: Callable[[int], Path],
) -> None:
    path = killed(2)
    torn = bytearray(path.read_bytes())
    at = described_at(bytes(torn))
    for page in range(64):
        torn[at + page * PAGE + 100 : at + page * PAGE + 2000] = b"\xa5" * 1900
    path.write_bytes(torn)
    with pytest.raises(StoreDamaged):
        Store.open(path)
    assert path.read_bytes() == bytes(torn)
    assert sorted(file.name for file in path.parent.glob(".before*")) == []
