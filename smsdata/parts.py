"""Work at a store, part by part.

What works at a store for a command yields as it goes along: words about the work (every str), and
pieces of the answer (everything else). So it is the same work whether a command looks on in its own
process or from another one, and nobody ever holds the whole of a large answer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any

Progress = Callable[[str], None]
Parts = Generator[Any, None, None]

# How much of a file, and how many rows of an answer, are on their way at a time.
CHUNK = 1 << 20
BATCH = 10_000


def answers(parts: Parts, progress: Progress) -> Parts:
    """The pieces of the answer; the words between them go to `progress`."""
    with closing(parts):
        for part in parts:
            if isinstance(part, str):
                progress(part)
            else:
                yield part


def chunks_of(path: Path) -> Generator[bytes, None, None]:
    """What a file holds, some of it at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
