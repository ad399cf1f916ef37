"""Traceability as a drawing of five columns, and as a table: the same ways, gaps marked in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pages.parts import words
from pages.parts.lists import over, table
from pages.parts.rows import row_address
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named
from pages.parts.view import View
from smsdata import display, plan_words
from smsdata.trace import ITEM, OBJECTIVE, OUTCOME, OWNER, PROOF, Row, Step
from smsdata.trace_graph import Graph, Link, Node

# What of a cell is shown; the rest is counted.
_MOST = 3
# A row of the drawing, in pixels, and where each column begins and how wide it is, in per cent.
_ROW = 24
_COLUMNS = ((0, 17), (21, 19), (44, 23), (71, 12), (87, 13))
_WIDEST = 4


# --- the drawing ---------------------------------------------------------------------------------


def drawing(graph: Graph, view: View, here: tuple[str, str]) -> str:
    """The ways from left to right; `here` is the row that they are of, if they are of one."""
    heads = "".join(
        f'<b style="left:{left}%;width:{wide}%">{esc(word)}</b>'
        for word, (left, wide) in zip(words.TRACE_STEPS, _COLUMNS, strict=True)
    )
    links = "".join(_links(graph, column) for column in range(len(_COLUMNS) - 1))
    nodes = "".join(_node(node, view, here) for node in graph.nodes)
    told = words.TRACE_FOLDED if graph.folded else words.TRACE_KEY
    return (
        f'<div class="sideways drawn" tabindex="0" role="group" aria-label="{words.TRACE_DRAWN}">'
        f'<div class="ways-drawn"><div class="heads" aria-hidden="true">{heads}</div>'
        f'<div class="nodes" style="height:{graph.rows * _ROW}px">{links}{nodes}</div></div></div>'
        f'<p class="quiet">{esc(told)}</p>'
    )


def _links(graph: Graph, column: int) -> str:
    """The links between a column and the next, in a strip that is as wide as the space there."""
    left = sum(_COLUMNS[column])
    wide = _COLUMNS[column + 1][0] - left
    height = graph.rows * _ROW
    paths = "".join(_path(found) for found in graph.links if found.column == column)
    return (
        f'<svg style="left:{left}%;width:{wide}%" viewBox="0 0 100 {height}" '
        f'preserveAspectRatio="none" aria-hidden="true">{paths}</svg>'
    )


def _path(found: Link) -> str:
    first, last = ((row + 0.5) * _ROW for row in (found.first, found.last))
    kind = f' class="s-{found.mark}"' if found.mark else ""
    wide = min(1 + found.ways.bit_length() / 2, _WIDEST)
    return (
        f'<path{kind} d="M0 {first:.1f}C50 {first:.1f} 50 {last:.1f} 100 {last:.1f}" '
        f'stroke-width="{wide:.1f}"/>'
    )


def _node(node: Node, view: View, here: tuple[str, str]) -> str:
    left, wide = _COLUMNS[node.column]
    step = node.steps[0]
    found = not node.group and not node.mark and (step.register, step.code) == here
    mark = shape(node.mark) if node.mark else ""
    address = _leads_to(node, view, found=found)
    told = f"{mark}{named(node.label, 200)}{'' if node.group else _kind(step)}"
    inner = link(address, told) if address else f"<span>{told}</span>"
    title = node.label if node.group or not step.of else f"{step.of}: {node.label}"
    kind = " here" if found else ""
    return (
        f'<div class="node{kind}" title="{esc(display.brief(title, 200))}" '
        f'style="left:{left}%;width:{wide}%;top:{node.row * _ROW:.1f}px">{inner}</div>'
    )


def _leads_to(node: Node, view: View, *, found: bool) -> str | None:
    """Where a node leads: a row to what it is connected to, what is folded to its list."""
    step = node.steps[0]
    if node.group:
        return _unfolded(node, view)
    if node.mark and len(node.steps) > 1:
        return view.address("health")
    if node.column == PROOF and not node.mark:
        return row_address(view, step.group, step.code)
    if found or node.mark:
        return row_address(view, step.register, step.code)
    return view.address("trace", register=step.register, code=step.code)


def _unfolded(node: Node, view: View) -> str | None:
    """Where what is folded is listed, if it is anywhere; a filter goes by the word it shows."""
    if node.column == ITEM:
        return view.address("plan", phase=plan_words.PHASES.get(node.group))
    if node.column == OBJECTIVE and node.outcome:
        return view.address("trace", outcome=node.outcome, drawn=words.TRACE_FORMS["graph"])
    return None


# --- the table -----------------------------------------------------------------------------------


def matrix(rows: Sequence[Row], view: View) -> str:
    """A row an objective: what leads to it, what it rests on, what is missing."""
    return table(words.TRACE_COLUMNS, [_row(row, view) for row in rows], "matrix")


def _row(row: Row, view: View) -> tuple[str, ...]:
    gaps = plan_words.gaps(row.gap_count)
    return (
        _objective(row, view),
        over(badge(row.standing), gaps),
        _cell(row, OUTCOME, view),
        _cell(row, ITEM, view),
        _cell(row, OWNER, view),
        _cell(row, PROOF, view),
    )


def _objective(row: Row, view: View) -> str:
    if row.objective is None:
        return f"{words.TRACE_NO_OBJECTIVE}{_gaps(row.gaps(OBJECTIVE), view)}"
    code = row.objective.code
    title = link(view.address("objective", objective=code), named(row.objective.title))
    way = link(view.address("trace", register="objectives", code=code), words.TRACE)
    return f'{title}<br><span class="quiet">{named(code)} · {way}</span>'


def _cell(row: Row, column: int, view: View) -> str:
    """What stands in a column, each leading to its page, and below it what is missing."""
    if column == PROOF:
        shown = _records(row, view)
    else:
        steps = row.steps(column)
        shown = _some(steps, lambda step: _named(step, view))
        if len(steps) > _MOST:
            shown = f"<b>{display.whole(len(steps))}</b>: {shown}"
    return (shown + _gaps(row.gaps(column), view)) or display.NOTHING


def _named(step: Step, view: View) -> str:
    address = row_address(view, step.register, step.code)
    name = link(address, named(step.title, 80)) if address else named(step.title, 80)
    return name + _kind(step)


def _kind(step: Step) -> str:
    """What tells an improvement from the items of the plan beside which it stands."""
    improving = step.register == "improvements" and not step.rule
    return f" {words.TRACE_IMPROVEMENT}" if improving else ""


def _records(row: Row, view: View) -> str:
    """How many records there are, leading to where they are listed."""
    steps = row.steps(PROOF)
    if not steps:
        return ""
    address = row_address(view, steps[0].group, steps[0].code)
    if len(steps) > 1:
        address = view.address("plan", serving=row.objective.title if row.objective else None)
    told = esc(plan_words.evidence_of(row.records))
    return link(address, told) if address else told


def _gaps(gaps: Sequence[Step], view: View) -> str:
    """What is missing, the same together, each row of it a link."""
    by_word: dict[tuple[str, str], list[Step]] = {}
    for gap in gaps:
        by_word.setdefault((gap.mark, gap.title), []).append(gap)
    return "".join(
        f'<div class="gap">{shape(mark)}<b>{esc(plan_words.gap_told(word, mark))}</b>: '
        f"{_some(found, lambda gap: _lacking(gap, view))}</div>"
        for (mark, word), found in by_word.items()
    )


def _lacking(gap: Step, view: View) -> str:
    address = row_address(view, gap.register, gap.code)
    return link(address, named(gap.of, 60)) if address else named(gap.of, 60)


def _some(steps: Sequence[Step], shown: Callable[[Step], str]) -> str:
    """The first of some, the rest as a count."""
    told = "; ".join(map(shown, steps[:_MOST]))
    rest = len(steps) - _MOST
    return told if rest <= 0 else f"{told}; {words.TRACE_MORE.format(count=display.whole(rest))}"
