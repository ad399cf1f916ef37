"""Folders of a process's own, and stores that are made in one beside their place.

Whoever is killed on the way leaves the place as it was: at every moment there lies nothing, the
store that was there, or the new one. The folder that they leave is swept by who comes next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

_PREFIX = ".sms-unfinished-"
# A folder is held a moment after it is made: younger ones are nobody's remains.
_YOUNG_SECONDS = 60.0


@contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """Where what shall lie at `path` can be made; what is left there is removed afterwards.

    The folder of `path` is made where there is none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with own_folder(path.parent, _PREFIX) as folder:
        yield folder / path.name


@contextmanager
def own_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A private folder, removed afterwards, by another process where this one is killed."""
    _sweep(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what killed processes have left: folders that nobody holds any more."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                continue
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)


@contextmanager
def alone_at(path: Path) -> Iterator[None]:
    """Wait until no other process puts a store in its place in the folder of `path`."""
    held = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def name_to_keep(path: Path) -> Path:
    """Under what name, unused so far, that which was at `path` is kept."""
    return path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")


def put_new(made: Path, path: Path) -> None:
    """Put a file in its place, where nobody has put one meanwhile."""
    with suppress(FileExistsError):
        if not _linked(made, path) and not path.exists():
            made.rename(path)


def keep_too(file: Path, other: Path) -> None:
    """Let a file be there under another name too; FileExistsError where that is taken."""
    if not _linked(file, other):
        shutil.copyfile(file, other)


def _linked(file: Path, other: Path) -> bool:
    """Give a file a second name; False on a disk without hard links."""
    try:
        os.link(file, other)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True
