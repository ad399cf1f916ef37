"""An objective with its targets and their points, in one form.

A target that is there keeps its metric and service, and a point its day: they are what it is known
by. Where what is required changes, the chart before and after is shown before anything is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from pages.parts import registers, retarget, saving
from pages.parts import set_up_words as words
from pages.parts.desk import Desk, name_of
from pages.parts.drafts import Draft, draft, drop
from pages.parts.fields import as_number
from pages.parts.fields import field as widget
from pages.parts.sheet import calm, esc, named, plain
from smsdata.board import Version
from smsdata.models import BOOLEAN, Column, Metric, Objective, Record, Target, TargetPoint, columns
from smsdata.writing import Edit

_SLOTS, _RETARGET = "objective_slots", "retarget"
# The objective is the form's own; what it takes to remove a row is no column of it.
_GONE = Column("remove", BOOLEAN, False, False, (), None, None)
_OF_TARGET = (*(c for c in columns(Target) if c.name != "objective"), _GONE)
_OF_POINT = (*(c for c in columns(TargetPoint) if c.name not in Target.key), _GONE)
_BOUNDS = ("value", "lower", "upper")
_FIGURES = (*_BOUNDS, "tolerance")


@dataclass
class _Row:
    """A target or a point in the form: where it is typed, and what is recorded of it."""

    draft: Draft
    shape: tuple[Column, ...]
    version: Version[Record] | None

    @property
    def texts(self) -> dict[str, str]:
        """What its fields hold."""
        return self.draft.texts(self.shape)

    @property
    def gone(self) -> bool:
        """Whether it is to be withdrawn."""
        return self.texts[_GONE.name] == "true"

    @property
    def changed(self) -> bool:
        """Whether something else stands in it than when the form was opened."""
        return any(text != self.draft.seen.get(name, "") for name, text in self.texts.items())


@dataclass
class _Slot:
    """Room for a target in the form: what was recorded when it was opened, or nothing."""

    target: Version[Record] | None = None
    points: list[Version[Record] | None] = field(default_factory=lambda: [None])


def one(desk: Desk, code: str) -> None:
    """An objective's form; a new one where there is no code."""
    version = desk.row(Objective, code) if code else None
    registers.way_back(desk, Objective)
    if code and version is None:
        told = words.UNKNOWN_ROW.format(one=words.ONE["objectives"], code=code)
        calm(f"<p>{esc(told)}</p>", key="missing")
        registers.history(desk, [("objectives", code)])
        return
    title = name_of(version.row) if version else words.ADD_TITLE.format(one=words.ONE["objectives"])
    calm(f'<h1 class="lesser">{named(title)}</h1>', key="row-name")
    _form(desk, version)
    if version is not None:
        registers.withdrawal(desk, Objective, version)
        registers.history(desk, _recorded(desk, code))


def _recorded(desk: Desk, code: str) -> list[tuple[str, str]]:
    """The rows whose history is the objective's."""
    return [("objectives", code)] + [
        (record.register_name, registers.key_of(row.row))
        for record in (Target, TargetPoint)
        for row in desk.rows(record)
        if row.row.objective == code
    ]


# --- the form ------------------------------------------------------------------------------------


def _form(desk: Desk, version: Version[Record] | None) -> None:
    why_not = desk.why_not("objectives", "targets", "target_points")
    fixed = why_not is not None
    if why_not:
        st.info(plain(why_not), icon=":material/lock:")
    code = desk.code(version.row) if version else ""
    name = f"objective-{code or 'new'}"
    main = draft(
        name,
        columns(Objective),
        registers.seen_of(version, Objective),
        version.recorded_at if version else None,
    )
    slots = _slots(desk, main, code)
    more: tuple[_Slot, str] | None = None
    with st.form(name, border=False, width=registers.WIDTH):
        registers.draw(desk, Objective, main, known=version is not None, fixed=fixed)
        calm(f"<h2>{words.TARGETS}</h2><p>{words.TARGETS_TOLD}</p>", key="targets")
        if not desk.rows(Metric):
            st.warning(words.NO_METRICS)
        rows = []
        for number, slot in enumerate(slots):
            target, points = _rows(main, number, slot)
            rows.append((target, points))
            with st.container(border=True):
                _target(desk, number, target, points, fixed=fixed)
                if _more(words.POINT_MORE, f"more-points-{number}", fixed=fixed):
                    more = slot, "point"
        if _more(words.TARGET_MORE, "more-targets", fixed=fixed):
            more = _Slot(), "target"
        reason = None
        if version is not None:
            reason = registers.ask_why(main.key("reason"), fixed=fixed)
        wanted = st.form_submit_button(
            words.SAVE, key="save-objectives", type="primary", disabled=fixed
        )
    if more is not None:
        slot, what = more
        if what == "target":
            slots.append(slot)
        else:
            slot.points.append(None)
        st.rerun()
    _act(desk, main, rows, reason, wanted=wanted, known=version is not None)


def _more(label: str, key: str, *, fixed: bool) -> bool:
    """A button that makes room; what was typed stays."""
    return st.form_submit_button(
        label, key=key, type="tertiary", icon=":material/add:", disabled=fixed
    )


def _slots(desk: Desk, main: Draft, code: str) -> list[_Slot]:
    """The targets in the form: as they were recorded when it was opened, and those added since."""
    number: tuple[str, int] | None
    slots: list[_Slot]
    number, slots = st.session_state.get(_SLOTS, (None, []))
    if number != (main.name, main.number):
        slots = [
            _Slot(
                target,
                [
                    point
                    for point in desk.rows(TargetPoint)
                    if all(
                        getattr(point.row, name) == getattr(target.row, name) for name in Target.key
                    )
                ],
            )
            for target in desk.rows(Target)
            if target.row.objective == code
        ] or [_Slot()]
        st.session_state[_SLOTS] = (main.name, main.number), slots
    return slots


def _rows(main: Draft, number: int, slot: _Slot) -> tuple[_Row, list[_Row]]:
    def row(
        name: str, record: type[Record], shape: tuple[Column, ...], version: Version[Record] | None
    ) -> _Row:
        seen = registers.seen_of(version, record) | {_GONE.name: "false"}
        made_from = version.recorded_at if version else None
        typed = draft(f"{main.name}-{main.number}-{name}", shape, seen, made_from, main.name)
        return _Row(typed, shape, version)

    target = row(f"t{number}", Target, _OF_TARGET, slot.target)
    points = [
        row(f"t{number}p{place}", TargetPoint, _OF_POINT, point)
        for place, point in enumerate(slot.points)
    ]
    return target, points


def _target(desk: Desk, number: int, target: _Row, points: list[_Row], *, fixed: bool) -> None:
    """A target's fields, and below them its points, a line each."""
    metric = None
    title = words.TARGET_NUMBER.format(number=number + 1)
    if target.version is not None:
        metric = desk.row(Metric, target.version.row.metric)  # type: ignore[attr-defined]
    if metric is not None:
        title = words.TARGET_IN.format(target=title, unit=metric.row.unit)
    st.markdown(f"**{plain(title)}**")
    shown = [column for column in _OF_TARGET if column is not _GONE]
    # names of metrics are long
    for line in (shown[:2], shown[2:5], shown[5:]):
        for part, column in zip(st.columns(len(line), gap="medium"), line, strict=True):
            names = desk.names(column.ref.register) if column.ref else {}
            locked = fixed or (target.version is not None and column.name in Target.key)
            with part:
                widget("targets", column, target.draft.key(column.name), names, fixed=locked)
    _points(points, metric.row.direction if metric else None, fixed=fixed)
    if target.version is not None:
        st.checkbox(words.REMOVE_TARGET, key=target.draft.key(_GONE.name), disabled=fixed)


def _points(points: list[_Row], direction: str | None, *, fixed: bool) -> None:
    for point in points:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for column in _OF_POINT:
                if not _asked(column.name, direction):
                    continue
                if column is not _GONE:
                    locked = fixed or (point.version is not None and column.name == "on_date")
                    widget("target_points", column, point.draft.key(column.name), {}, fixed=locked)
                elif point.version is not None:
                    st.checkbox(words.REMOVE, key=point.draft.key(_GONE.name), disabled=fixed)


def _asked(name: str, direction: str | None) -> bool:
    """Whether a point's field makes sense for a metric; all do while it is not known."""
    if direction is None or name not in _BOUNDS:
        return True
    return (name == "value") != (direction == "range")


# --- saving --------------------------------------------------------------------------------------


def _act(
    desk: Desk,
    main: Draft,
    rows: list[tuple[_Row, list[_Row]]],
    reason: str | None,
    *,
    wanted: bool,
    known: bool,
) -> None:
    """Save what was typed; first show what a changed target does to the chart."""
    pending = st.session_state.get(_RETARGET) == (main.name, main.number)
    if not wanted and not pending:
        return
    cells = registers.cells_of(desk, Objective, main, known=known)
    code = cells["objective"]
    typed = list(_edits(desk, code, rows))
    if not known or set(cells) != set(Objective.key):
        typed.insert(0, (Edit("objectives", cells, made_from=main.made_from), main))
    edits, drafts = [edit for edit, _ in typed], [where for _, where in typed]
    if not edits:
        st.info(words.UNCHANGED)
        return
    if any(_changes_requirement(target, points) for target, points in rows):
        st.session_state[_RETARGET] = main.name, main.number
        if not retarget.agreed(desk, code, edits, drafts, reason, on_back=_keep):
            return
    _keep()
    outcomes = saving.store(desk, edits, reason, drafts)
    if outcomes is not None:
        drop(main.name)
        saving.done(saving.stored(outcomes), registers.address(desk, "objectives"))


def _keep() -> None:
    st.session_state.pop(_RETARGET, None)


def _changes_requirement(target: _Row, points: list[_Row]) -> bool:
    """Whether a target that was there asks for something else than before."""
    return target.version is not None and any(row.changed for row in (target, *points))


def _edits(
    desk: Desk, code: str, rows: list[tuple[_Row, list[_Row]]]
) -> Iterator[tuple[Edit, Draft]]:
    """What is to be stored of the targets and points; fields left empty are none."""
    for target, points in rows:
        texts = target.texts
        key = {"objective": code, "metric": texts["metric"], "service": texts["service"]}
        if target.version is None and not texts["metric"]:
            continue
        metric = desk.row(Metric, texts["metric"])
        unit = metric.row.unit if metric else ""
        if target.version is None or target.changed:
            yield _edit("targets", key, target, unit, withdraw=target.gone), target.draft
        for point in points:
            if point.changed or (target.gone and point.version is not None):
                gone = target.gone or point.gone
                yield _edit("target_points", key, point, unit, withdraw=gone), point.draft


def _edit(register: str, key: dict[str, str], row: _Row, unit: str, *, withdraw: bool) -> Edit:
    """What is to be stored of a row; its figures may be typed with the metric's unit."""
    cells = {
        name: as_number(text, unit) if text and name in _FIGURES else text
        for name, text in row.texts.items()
        if name != _GONE.name
    }
    return Edit(register, {**cells, **key}, withdraw=withdraw, made_from=row.draft.made_from)
