"""Measure, and say in one table what was found: exit 1 where a limit does not hold."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks import bench_import, bench_pack, bench_pages, bench_plan, bench_status
from benchmarks.measure import CORES, GIB, Line, NoFigure

HEADER: Final = ("figure", "time", "memory", "beside", "time", "memory", "ratio", "limit", "holds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for, all of them by default."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument(
        "which", nargs="*", help="status, plan, pack, import, pages; all by default"
    )
    parser.add_argument("--rounds", type=int, default=5, help="runs of each figure (5)")
    parser.add_argument(
        "--quick", action="store_true", help="leave out the ten million readings; two runs"
    )
    parser.add_argument("--data", type=Path, help="keep what is made for the runs here")
    asked = parser.parse_args(arguments)
    rounds = 2 if asked.quick else asked.rounds
    with _place(asked.data) as folder:
        benches: dict[str, Callable[[], list[Line]]] = {
            "status": lambda: bench_status.bench(folder, rounds, large=not asked.quick),
            "plan": lambda: bench_plan.bench(folder, rounds),
            "pack": lambda: bench_pack.bench(folder, rounds),
            "import": lambda: bench_import.bench(folder, rounds),
            "pages": lambda: bench_pages.bench(folder, rounds),
        }
        unknown = [name for name in asked.which if name not in benches]
        if unknown:
            parser.error(f"there is no {unknown[0]}; there are {', '.join(benches)}")
        lines: list[Line] = []
        for name in asked.which or benches:
            print(name, file=sys.stderr)
            try:
                lines += benches[name]()
            except NoFigure as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 1
    print(f"\nPython {platform.python_version()}, {platform.machine()}, {_cores()}; ", end="")
    print("times: median (least..most), memory: the most of a run's process\n")
    _print_table([HEADER, *(_cells(line) for line in lines)])
    return 1 if any(line.holds is False for line in lines) else 0


@contextmanager
def _place(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data.absolute()
    else:
        with tempfile.TemporaryDirectory(prefix="sms-bench-") as folder:
            yield Path(folder)


def _cores() -> str:
    return f"{min(CORES, os.cpu_count() or 1)} of {os.cpu_count()} cores"


def _cells(line: Line) -> tuple[str, ...]:
    peer = line.peer
    return (
        line.what,
        str(line.ours),
        f"{line.ours.peak / GIB:.2f} GiB",
        line.beside or "–",
        "–" if peer is None else str(peer),
        "–" if peer is None else f"{peer.peak / GIB:.2f} GiB",
        "–" if line.ratio is None else f"{line.ratio:.2f} x",
        line.limit or "–",
        "–" if line.holds is None else "yes" if line.holds else "NO",
    )


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(padded).rstrip())
        if row is rows[0]:
            print("  ".join("-" * width for width in widths))


if __name__ == "__main__":
    sys.exit(main())
