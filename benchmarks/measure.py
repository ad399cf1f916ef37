"""Each measurement in a process of its own, peers taking turns, so that the figures are honest.

A task is a function that prepares, times what it is about with `timed`, and returns a `Run`. The
process that starts the tasks stays small: a child's peak memory counts from its parent's.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

CORES: Final = 2
ROOT: Final = Path(__file__).parents[1]
GIB: Final = 1 << 30

T = TypeVar("T")


class NoFigure(Exception):
    """A task failed, or two that should find the same answer do not: their times mean nothing."""


@dataclass(frozen=True)
class Run:
    """One run of a task: how long it took and, where peers must agree, what it found."""

    seconds: float
    answer: str = ""


@dataclass(frozen=True)
class Figure:
    """The runs of one task; `peak` is the most memory its process held, in bytes."""

    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3g} s ({min(self.seconds):.3g}..{max(self.seconds):.3g})"


@dataclass(frozen=True)
class Line:
    """A figure beside a peer (or none) and its limit (or none)."""

    what: str
    ours: Figure
    beside: str = ""
    peer: Figure | None = None
    limit: str = ""
    holds: bool | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's time ours is."""
        return None if self.peer is None else self.ours.median / self.peer.median


def against(what: str, ours: Figure, beside: str, peer: Figure, at_most: float | None) -> Line:
    """A line for a ratio to a peer, with the most it may be."""
    line = Line(what, ours, beside, peer)
    if at_most is None or line.ratio is None:
        return line
    return Line(what, ours, beside, peer, f"at most {at_most:g} x", line.ratio <= at_most)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How long `work` took, and what it gave."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def in_child(task: Callable[..., Run], *arguments: object) -> tuple[Run, int]:
    """Run a task in a new process on two cores: the run and the peak of its memory in bytes."""
    name = f"{task.__module__}:{task.__qualname__}"
    done = subprocess.run(
        [sys.executable, "-m", __name__, name, json.dumps([str(a) for a in arguments])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoFigure(f"{name} failed (exit {done.returncode}); see above")
    said = json.loads(done.stdout.splitlines()[-1])
    return Run(**said["run"]), said["peak"]


def take_turns(tasks: Mapping[str, tuple[Any, ...]], rounds: int) -> dict[str, Figure]:
    """Run every task (a function and its arguments) `rounds` times, A B A B: a figure each."""
    figures = {name: Figure() for name in tasks}
    answers: dict[str, str] = {}
    for turn in range(rounds):
        for name, (task, *arguments) in tasks.items():
            print(f"  {name}, run {turn + 1} of {rounds}", file=sys.stderr, flush=True)
            run, peak = in_child(task, *arguments)
            before = figures[name]
            figures[name] = Figure([*before.seconds, run.seconds], max(before.peak, peak))
            if run.answer:
                answers[name] = run.answer
    if len(set(answers.values())) > 1:
        found = "\n".join(f"{name}: {answer}" for name, answer in answers.items())
        raise NoFigure(f"the answers differ:\n{found}")
    return figures


def _two_cores() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _main() -> None:
    name, arguments = sys.argv[1:]
    module, _, function = name.partition(":")
    _two_cores()
    run = getattr(importlib.import_module(module), function)(*json.loads(arguments))
    print(json.dumps({"run": asdict(run), "peak": _peak()}))


if __name__ == "__main__":
    _main()
