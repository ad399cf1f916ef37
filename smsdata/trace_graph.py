"""Ways as a drawing: nodes placed in five columns, and the links between them.

A column that would hold more than somebody can read is folded: evidence by its owner, items by
their phase, objectives by their outcome; where that is not enough, into one node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from smsdata import plan_words
from smsdata.trace import COLUMNS, ITEM, OBJECTIVE, OUTCOME, OWNER, PROOF, Step, Way

# How many nodes of a column somebody reads.
MOST = 80

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """What stands at a place: one step, or some that are folded; `row` counts from the top."""

    column: int
    row: float
    label: str
    steps: tuple[Step, ...]
    # what it is folded by: a phase or a code, "all" where all are one; empty where nothing is
    group: str
    # the title of the outcome that objectives are folded by
    outcome: str = ""

    @property
    def mark(self) -> str:
        """The severity of the gap that it is; empty where it is none."""
        return self.steps[0].mark


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a row of a column to a row of the next one, for so many ways."""

    column: int
    first: float
    last: float
    ways: int
    mark: str


@dataclass(frozen=True)
class Graph:
    """Nodes and links, in so many rows; `folded` says whether anything is."""

    rows: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @property
    def folded(self) -> bool:
        """Whether some nodes stand for several rows."""
        return any(node.group for node in self.nodes)


def graph(ways: Sequence[Way]) -> Graph:
    """Ways, drawn: as few nodes as can be read, placed so that links run short."""
    depths = [_depth(ways, column) for column in range(len(COLUMNS))]
    drawn = [[_key(way, column, depths[column]) for column in range(len(COLUMNS))] for way in ways]
    steps: dict[Key, dict[Step, None]] = {}
    links: dict[tuple[Key, Key], int] = {}
    for way, keys in zip(ways, drawn, strict=True):
        for step, key in zip(way, keys, strict=True):
            if step and key:
                steps.setdefault(key, {})[step] = None
        for first, last in pairwise(keys):
            if first and last:
                links[first, last] = links.get((first, last), 0) + 1
    places = _places(_ordered(steps, links), links)
    titles = {step.code: step.title for way in ways if (step := way[OUTCOME])}
    nodes = [
        Node(
            _column(key),
            places[key],
            _label(key, tuple(found)),
            tuple(found),
            _group(key),
            titles.get(_group(key), "") if _column(key) == OBJECTIVE else "",
        )
        for key, found in steps.items()
    ]
    marks = {key: next(iter(found)).mark for key, found in steps.items()}
    return Graph(
        max((sum(_column(key) == column for key in steps) for column in range(5)), default=0),
        tuple(sorted(nodes, key=lambda node: (node.column, node.row))),
        tuple(
            Link(_column(a), places[a], places[b], count, marks[a] or marks[b])
            for (a, b), count in links.items()
        ),
    )


# --- folding -------------------------------------------------------------------------------------


def _depth(ways: Sequence[Way], column: int) -> int:
    """How far a column is folded: not at all, by group, into one."""
    for depth in (0, 1):
        if len({_key(way, column, depth) for way in ways}) <= MOST:
            return depth
    return 2


def _key(way: Way, column: int, depth: int) -> Key | None:
    """What a step is drawn as; gaps that the same check objects to are one node."""
    step = way[column]
    if step is None:
        return None
    if step.rule:
        return column, "gap", step.rule, step.mark
    if depth == 0:
        return column, "step", step.register, step.code
    return column, "group", _of(way, step, column) if depth == 1 else ""


def _of(way: Way, step: Step, column: int) -> str:
    """What a step is folded by."""
    if column == ITEM:
        return step.group
    above = {OBJECTIVE: OUTCOME, PROOF: OWNER}.get(column)
    found = way[above] if above is not None else None
    return found.code if found and not found.rule else ""


def _column(key: Key) -> int:
    return int(str(key[0]))


def _group(key: Key) -> str:
    return str(key[2]) or "all" if key[1] == "group" else ""


def _label(key: Key, steps: tuple[Step, ...]) -> str:
    if key[1] == "group":
        count = sum(step.count for step in steps)
        return plan_words.trace_folded(COLUMNS[_column(key)], count, str(key[2]))
    return steps[0].title if len(steps) == 1 else plan_words.trace_gaps(steps[0].title, len(steps))


# --- placing -------------------------------------------------------------------------------------


def _ordered(
    steps: dict[Key, dict[Step, None]], links: dict[tuple[Key, Key], int]
) -> list[list[Key]]:
    """The nodes of each column, beside what they are linked with in the column before."""
    columns: list[list[Key]] = []
    place: dict[Key, float] = {}
    for column in range(len(COLUMNS)):
        before: dict[Key, list[float]] = {}
        for first, last in links:
            if _column(last) == column:
                before.setdefault(last, []).append(place[first])

        def order(key: Key, before: dict[Key, list[float]] = before) -> tuple[float, str, str]:
            beside = before.get(key)
            mean = sum(beside) / len(beside) if beside else float("inf")
            return mean, str(key[1]), str(key[-1])

        found = sorted((key for key in steps if _column(key) == column), key=order)
        place |= {key: number / len(found) for number, key in enumerate(found)}
        columns.append(found)
    return columns


def _places(columns: list[list[Key]], links: dict[tuple[Key, Key], int]) -> dict[Key, float]:
    """The row of each node: the longest column row by row, the others beside their neighbours."""
    rows = max(map(len, columns))
    longest = next(n for n, keys in enumerate(columns) if len(keys) == rows)
    places: dict[Key, float] = {key: float(row) for row, key in enumerate(columns[longest])}
    beside: dict[Key, list[Key]] = {}
    for first, last in links:
        beside.setdefault(first, []).append(last)
        beside.setdefault(last, []).append(first)
    for column in (*range(longest - 1, -1, -1), *range(longest + 1, len(columns))):
        keys = columns[column]
        wanted = []
        for number, key in enumerate(keys):
            known = [places[other] for other in beside.get(key, ()) if other in places]
            even = number * rows / len(keys)
            wanted.append((sum(known) / len(known) if known else even, number, key))
        wanted.sort()
        places |= _apart([(row, key) for row, _, key in wanted], rows)
    return places


def _apart(wanted: list[tuple[float, Key]], rows: int) -> dict[Key, float]:
    """Nodes where they want to be, none on another, none below the last row."""
    placed: list[float] = []
    for row, _ in wanted:
        placed.append(max(row, placed[-1] + 1) if placed else row)
    least = float(rows - 1)
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = least = min(placed[number], least)
        least -= 1
    return {key: row for row, (_, key) in zip(placed, wanted, strict=True)}
