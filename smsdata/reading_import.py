"""Readings from a file on their way into the store: tried, shown beside what is there, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from smsdata import display
from smsdata import reading_words as words
from smsdata.board import Board, RecordedReading
from smsdata.bundle import bring_in
from smsdata.bundle_files import Bundle
from smsdata.errors import InputError, Problem
from smsdata.parts import Parts
from smsdata.reading_file import Known, Proposal, ProposedRow, propose, sheet_of
from smsdata.reading_guess import Question, guess
from smsdata.reading_mappings import fetch
from smsdata.readings import unexpected
from smsdata.rights import Rights
from smsdata.sheets import Sheet, exactly, plain
from smsdata.store import Store
from smsdata.writing import UNCHECKED, Edit, as_files

Stored = Mapping[tuple[str, str, date], RecordedReading]
# What is asked of figures, by metric, service and period.
Asked = Mapping[tuple[str, str, date], str]
_FIGURES = ("value", "numerator", "denominator")


def stored_beside(board: Board, proposal: Proposal) -> Stored:
    """What the store holds for the metrics of a proposal, by metric, service and period."""
    metrics = sorted({row.metric for row in proposal.good if row.metric})
    return {
        (reading.metric, reading.service or "", reading.period_start): reading
        for reading in board.readings_of(metrics)
    }


def edits(proposal: Proposal, stored: Stored | None = None) -> list[Edit]:
    """The good rows as `smsdata.writing.save` takes them.

    With what was `stored` when they were looked at, nothing that came since is overwritten.
    """
    found = []
    for row in proposal.good:
        if stored is None or row.key is None:
            found.append(Edit("readings", row.cells, made_from=UNCHECKED))
        else:
            before = stored.get(row.key)
            found.append(
                Edit("readings", row.cells, made_from=before.recorded_at if before else None)
            )
    return found


def becomes(row: ProposedRow, stored: Stored) -> str:
    """What becomes of a row: new, revised, unchanged, left_out, problem."""
    if row.problems:
        return "problem"
    if row.left_out or row.key is None:
        return "left_out"
    before = stored.get(row.key)
    if before is None:
        return "new"
    same = _figures_stand(row, before)
    same = same and (row.cells["not_applicable"] == "true") == before.not_applicable
    if "note" in row.cells:
        same = same and (row.cells["note"] or None) == before.note
    return "unchanged" if same else "revised"


def _figures_stand(row: ProposedRow, before: RecordedReading) -> bool:
    return all(
        (float(row.cells[name]) if row.cells[name] else None) == getattr(before, name)
        for name in _FIGURES
    )


def asked_of(board: Board, proposal: Proposal, stored: Stored, known: Known) -> Asked:
    """What is asked of the good rows' figures, as where they are typed: whether they are right.

    A figure that is stored already is not asked about again.
    """
    usual = board.usual_ranges(sorted({row.metric for row in proposal.good if row.metric}))
    asked = {}
    for row in proposal.good:
        before = stored.get(row.key) if row.key else None
        if row.key is None or row.metric is None or (before and _figures_stand(row, before)):
            continue
        given = {name: row.cells[name] for name in _FIGURES if row.cells[name]}
        metric, series = known.by_code[row.metric], usual.get((row.metric, row.service))
        question = unexpected(metric, series, given)
        if before and before.denominator is not None and "value" in given:
            question = question or words.INSTEAD_OF_PARTS.format(parts=_in_words(_as_cells(before)))
        if question:
            asked[row.key] = question
    return asked


def without_others(proposal: Proposal, rights: Rights) -> Proposal:
    """The proposal with the rows that a person may not store told as problems."""
    return proposal.with_problems(
        Problem("", place, "metric", told)
        for place, row in enumerate(proposal.good, start=2)
        if (told := rights.why_not("readings", row.metric))
    )


def try_out(store: Store, proposal: Proposal, folder: Path) -> Proposal:
    """The proposal with what the store's own rules object to as well; nothing is stored.

    `folder` is one of the store's own.
    """
    while proposal.good:
        bundle = Bundle(tuple(as_files(edits(proposal), folder)))
        try:
            for _ in bring_in(store, bundle, folder, "", note=None, dry_run=True):
                pass
        except InputError as error:
            tried = proposal.with_problems(error.problems)
            if tried == proposal:
                raise
            proposal = tried
        else:
            break
    return proposal


# --- the command ---------------------------------------------------------------------------------


class ReadingLine(NamedTuple):
    """One line of what a dry run prints."""

    row: int
    metric: str | None
    service: str | None
    period: str | None
    reading: str
    becomes: str
    before: str
    why: str


@dataclass(frozen=True)
class Tried:
    """What a dry run found."""

    lines: tuple[ReadingLine, ...]
    problems: tuple[Problem, ...]


def import_readings(
    store: Store,
    sheets: Sequence[Sheet],
    mapping_name: str | None,
    recorded_by: str,
    folder: Path,
    *,
    note: str | None,
    dry_run: bool,
) -> Parts:
    """Bring in the readings of a file, all or nothing; yields the outcomes, or what was Tried.

    Raises InputError with every problem, open questions among them.
    """
    with store.board() as board:
        known = Known.of(board)
        mapping = fetch(board, mapping_name) if mapping_name is not None else None
    yield f"reading {sheets[0].file}"
    guessed = guess(sheets, known, mapping)
    if guessed.questions:
        raise InputError(
            Problem(sheets[0].file, 0, "", _open(question)) for question in guessed.questions
        )
    sheet = sheet_of(sheets, guessed.mapping)
    if sheet.remark:
        yield f"{sheet.label}: {sheet.remark}"
    proposal = propose(sheet, guessed.mapping, known)
    left = Counter(row.left_out for row in proposal.rows if row.left_out)
    for reason, count in left.items():
        yield f"{display.counted(count, 'row')} {reason}"
    if dry_run:
        proposal = try_out(store, proposal, folder)
        with store.board() as board:
            stored = stored_beside(board, proposal)
            asked = asked_of(board, proposal, stored, known)
        yield Tried(lines(proposal, stored, known, asked), proposal.problems)
        return
    if proposal.problems:
        # all of them at once
        raise InputError(try_out(store, proposal, folder).problems)
    if not proposal.good:
        raise InputError([Problem(sheet.label, 0, "", words.NOTHING_PROPOSED)])
    bundle = Bundle(tuple(as_files(edits(proposal), folder)))
    try:
        yield from bring_in(store, bundle, folder, recorded_by, note=note, dry_run=False)
    except InputError as error:
        raise InputError(
            proposal.with_problems(error.problems).problems or error.problems
        ) from error


def _open(question: Question) -> str:
    """A question nobody answered, with the likeliest answers."""
    labels = [answer.label for answer in question.answers[:2]]
    likely = words.LIKELY.format(answers=display.listed(labels)) if labels else ""
    return words.OPEN.format(question=question.sentence, likely=likely)


def lines(
    proposal: Proposal, stored: Stored, known: Known, asked: Asked
) -> tuple[ReadingLine, ...]:
    """Row by row what would become of a file, in words."""
    return tuple(_line(row, stored, known, asked) for row in proposal.rows)


def _line(row: ProposedRow, stored: Stored, known: Known, asked: Asked) -> ReadingLine:
    metric = known.by_code.get(row.metric or "")
    period = None
    if metric and row.period_start:
        period = display.period(row.period_start, metric.frequency, known.fiscal_month)
    before = stored.get(row.key) if row.key else None
    why = row.left_out or "; ".join(f"{problem.column}: {problem.what}" for problem in row.problems)
    if row.is_good and row.key is not None:
        why = asked.get(row.key, why)
    return ReadingLine(
        row.row,
        row.metric,
        row.service,
        period,
        _in_words(row.cells),
        words.BECOMES[becomes(row, stored)],
        _in_words(_as_cells(before)) if before else "",
        why,
    )


def _as_cells(reading: RecordedReading) -> dict[str, str]:
    figures = {
        "value": reading.value,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
    }
    cells = {
        name: "" if value is None else plain(exactly(value)) for name, value in figures.items()
    }
    return {**cells, "not_applicable": "true" if reading.not_applicable else "false"}


def _in_words(cells: Mapping[str, str]) -> str:
    """A reading as a line tells it: 95.5, 88 of 100, nothing to measure."""
    if not cells:
        return ""
    if cells["not_applicable"] == "true":
        return words.NOTHING_TO_MEASURE
    if cells["numerator"]:
        return words.OF.format(part=cells["numerator"], whole=cells["denominator"])
    return cells["value"]
