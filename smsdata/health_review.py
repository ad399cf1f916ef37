"""The plan's health as people read it: what an auditor would object to, by check, and the rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smsdata import display, plan_words
from smsdata.board import Board, PlanCheck, PlanFigures
from smsdata.checks import Check, checks
from smsdata.models import Person, Waiver


@dataclass(frozen=True, slots=True)
class Objections:
    """A check with what it objects to."""

    check: Check
    rows: tuple[PlanCheck, ...]


@dataclass(frozen=True)
class HealthReview:
    """The plan's health at a pair of clocks; what is waived stands apart."""

    on_date: date
    figures: PlanFigures
    standing: tuple[Objections, ...]
    waived: tuple[Objections, ...]
    # Who waived what, by check, register and code.
    waived_by: Mapping[tuple[str, str, str], str]

    def waiver_of(self, row: PlanCheck) -> str:
        """What waives an objection, as a sentence; empty where nothing does."""
        if row.waived_until is None:
            return ""
        by = self.waived_by_whom(row)
        return plan_words.waived_until(row.waived_until, by, row.waiver_reason or "")

    def waived_by_whom(self, row: PlanCheck) -> str:
        """Who waived an objection that is waived, by name."""
        return self.waived_by[row.rule, row.register, row.code]

    def messages(self, rule: str, register: str, code: str) -> tuple[str, ...]:
        """What a check objects to about a row, waived or not."""
        return tuple(
            row.message
            for item in (*self.standing, *self.waived)
            for row in item.rows
            if (row.rule, row.register, row.code) == (rule, register, code)
        )

    def of(self, severity: str) -> list[Objections]:
        """The checks of a severity that object and are not waived, the most objections first."""
        found = [item for item in self.standing if item.check.severity == severity]
        return sorted(found, key=lambda item: (-len(item.rows), item.check.rule))

    def count(self, severity: str) -> int:
        """How many objections of a severity stand."""
        return sum(len(item.rows) for item in self.of(severity))

    @property
    def waived_count(self) -> int:
        """How many objections are waived."""
        return sum(len(item.rows) for item in self.waived)

    @property
    def headline(self) -> str:
        """How the plan stands, as a sentence."""
        return plan_words.health_headline(
            self.on_date, self.figures.items, self.count("error"), self.count("warning")
        )

    @property
    def rates(self) -> tuple[tuple[str, str], ...]:
        """The rates with their names: how far, how punctual, how well proven."""
        f = self.figures
        return (
            (
                plan_words.COMPLETE,
                plan_words.progress(f.percent_complete, f.planned_percent),
            ),
            (plan_words.ON_TIME, self.on_time),
            (plan_words.PROVEN, self.proven),
        )

    @property
    def on_time(self) -> str:
        """How much of what fell due within a year was done on time."""
        return display.share(self.figures.on_time_rate)

    @property
    def proven(self) -> str:
        """How much of what was done within a year has its evidence."""
        return display.share(self.figures.evidence_rate)


def health_review(board: Board) -> HealthReview:
    """The health of the plan as the board knows it."""
    found = board.plan_checks()
    people = {row.person: row.name for row in board.register(Person)}
    return HealthReview(
        board.on_date,
        board.plan_figures(),
        _by_check([row for row in found if row.waived_until is None]),
        _by_check([row for row in found if row.waived_until is not None]),
        {
            (w.row.rule, w.row.register, w.row.code): people.get(w.recorded_by, w.recorded_by)
            for w in board.versions(Waiver)
        },
    )


def _by_check(rows: Sequence[PlanCheck]) -> tuple[Objections, ...]:
    by_rule: dict[str, list[PlanCheck]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, []).append(row)
    return tuple(
        Objections(check, tuple(by_rule[check.rule])) for check in checks() if check.rule in by_rule
    )
