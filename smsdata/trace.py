"""Traceability: from outcome over objective, plan item and owner to evidence, gaps marked.

What counts as a gap is what the plan checks object to, so that this and the plan's health never
differ; what has ended or was cancelled is not asked for more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from smsdata import display, plan_words
from smsdata.board import Board, PlanCheck
from smsdata.improvement_review import Idea, improvement_review
from smsdata.models import Evidence, Objective, Outcome
from smsdata.plan_review import Line, plan_review

# The columns of a way, by the registers whose rows stand there; an improvement stands in the place
# of an item of the plan.
COLUMNS = ("outcomes", "objectives", "plan_items", "people", "evidence")
OUTCOME, OBJECTIVE, ITEM, OWNER, PROOF = range(len(COLUMNS))
# Where each check misses something.
_MISSING = {
    "outcome-without-objective": OBJECTIVE,
    "objective-without-outcome": OUTCOME,
    "objective-without-plan-item": ITEM,
    "item-without-objective": OBJECTIVE,
    "item-without-owner": OWNER,
    "item-owner-has-left": OWNER,
    "done-without-evidence": PROOF,
    "occurrence-missing": PROOF,
    "occurrence-without-evidence": PROOF,
    "improvement-without-owner": OWNER,
    "improvement-owner-has-left": OWNER,
    "improvement-closed-without-evidence": PROOF,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A row on a way, or what is missing there.

    Evidence goes by the code of the row it proves, `count` records of it. What is missing is told
    by `rule`, the check that objects, and `mark`, its severity or "waived"; register and code are
    then those of the row that lacks it. `of` is the title of the row that is proved or lacks
    something; `group` is an item's phase, and of evidence the register of the row it proves.
    `left` is the code and the name of an owner who has left, where that is the gap.
    """

    register: str
    code: str
    title: str
    count: int = 1
    group: str = ""
    rule: str = ""
    mark: str = ""
    of: str = ""
    left: tuple[str, str] = ("", "")

    def named(self, register: str, code: str) -> str | None:
        """The title of a row, where this stands for it; None where it does not."""
        if (self.register, self.code) == (register, code):
            return self.of or self.title
        return self.left[1] if register == "people" and self.left[0] == code else None


# One way through the columns; None where nothing is, and nothing is missing.
Way = tuple[Step | None, ...]


@dataclass(frozen=True)
class Row:
    """All ways of one objective; `objective` is None for what serves none."""

    objective: Step | None
    ways: tuple[Way, ...]

    def steps(self, column: int) -> list[Step]:
        """What stands in a column, each once."""
        return [step for step in self._column(column) if not step.rule]

    def gaps(self, column: int) -> list[Step]:
        """What is missing in a column, each once."""
        return [step for step in self._column(column) if step.rule]

    def _column(self, column: int) -> Iterable[Step]:
        return dict.fromkeys(step for way in self.ways if (step := way[column]))

    @cached_property
    def gap_count(self) -> int:
        """How much is missing that nobody has waived."""
        found = [gap for column in range(len(COLUMNS)) for gap in self.gaps(column)]
        return sum(gap.mark != "waived" for gap in found)

    @property
    def records(self) -> int:
        """How many pieces of evidence there are."""
        return sum(step.count for step in self.steps(PROOF))

    @property
    def standing(self) -> str:
        """Whether it can be followed to its evidence, breaks off, or has nothing to show yet."""
        if self.gap_count:
            return "broken"
        return "followed" if self.records else "unproved"


@dataclass(frozen=True)
class Trace:
    """Ways at a pair of clocks, by objective, the most gaps first."""

    on_date: date
    rows: tuple[Row, ...]

    @property
    def headline(self) -> str:
        """How many objectives can be followed, as a sentence."""
        standings = [row.standing for row in self.rows if row.objective]
        return plan_words.trace_headline(
            len(standings),
            *(standings.count(standing) for standing in ("followed", "broken", "unproved")),
        )

    def told(self, title: str) -> str:
        """What one row is connected to, as a sentence."""
        steps = [
            {step for row in self.rows for step in row.steps(column)}
            for column in range(len(COLUMNS))
        ]
        records = sum(step.count for step in steps[PROOF])
        return plan_words.trace_told(
            title,
            (*(len(found) for found in steps[:PROOF]), records),
            sum(row.gap_count for row in self.rows),
        )

    @property
    def ways(self) -> list[Way]:
        """All ways."""
        return [way for row in self.rows for way in row.ways]

    def only(self, wanted: Callable[[Row], bool]) -> Trace:
        """The same, of some rows."""
        return replace(self, rows=tuple(row for row in self.rows if wanted(row)))

    def names(self, column: int) -> dict[str, str]:
        """What stands in a column, by code."""
        found = (step for row in self.rows for step in row.steps(column))
        return {step.code: step.title for step in found}


@dataclass(frozen=True)
class Traced:
    """The whole of it, and what one row of it is connected to."""

    plan: Trace
    improvements: tuple[Way, ...]
    proven: dict[str, tuple[str, str]]

    def of(self, register: str, code: str) -> tuple[str, Trace] | None:
        """A row's title and the ways that go through it; None where it stands on none.

        Evidence is on the ways of the row that it proves.
        """
        if register == "evidence" and code in self.proven:
            register, code = self.proven[code]
        ways, title = [], ""
        for way in (*self.plan.ways, *self.improvements):
            for step in way:
                if step and (name := step.named(register, code)):
                    ways.append(way)
                    title = title or name
                    break
        return (title, Trace(self.plan.on_date, _rows(ways))) if ways else None


# --- building ------------------------------------------------------------------------------------


def trace(board: Board) -> Traced:
    """Every way that the board knows."""
    build = _Build(
        {row.outcome: row for row in board.register(Outcome)},
        {row.objective: row for row in board.register(Objective)},
        _gaps(board.plan_checks(list(_MISSING))),
    )
    lines = [line for line in plan_review(board).lines if line.status.status != "cancelled"]
    ideas = improvement_review(board).ideas
    plan = [way for line in lines for way in build.item(line)]
    plan += build.without_items({code for line in lines for code, _ in line.objectives})
    proven = {proof.evidence: (proof.register, proof.code) for proof in board.proofs()}
    return Traced(
        Trace(board.on_date, _rows(plan)),
        tuple(way for idea in ideas for way in build.improvement(idea)),
        proven,
    )


_Gaps = dict[tuple[str, str], list[PlanCheck]]


def _gaps(found: Sequence[PlanCheck]) -> _Gaps:
    by_row: _Gaps = {}
    for row in found:
        by_row.setdefault((row.register, row.code), []).append(row)
    return by_row


@dataclass(frozen=True)
class _Build:
    outcomes: dict[str, Outcome]
    objectives: dict[str, Objective]
    gaps: _Gaps

    def item(self, line: Line) -> Iterator[Way]:
        """The ways of an item of the plan."""
        step = Step("plan_items", line.code, line.title, group=line.item.phase)
        owner = (line.item.owner, line.owner)
        codes = [code for code, _ in line.objectives]
        yield from self._ways(step, codes, owner, line.evidence)

    def improvement(self, idea: Idea) -> Iterator[Way]:
        """The ways of an improvement."""
        step = Step("improvements", idea.code, idea.title)
        codes = [idea.record.objective] if idea.record.objective else []
        yield from self._ways(step, codes, (idea.record.owner, idea.owner), idea.evidence)

    def without_items(self, served: set[str]) -> Iterator[Way]:
        """The ways that end before the plan: objectives without items, outcomes without either."""
        for code, objective in self.objectives.items():
            if code not in served:
                for above in self._above(code):
                    for gap in self._or_none("objectives", code, objective.title, ITEM):
                        yield *above, gap, None, None
        for code, row in self.outcomes.items():
            for gap in self._missing("outcomes", code, row.title, OBJECTIVE):
                yield Step("outcomes", code, row.title), gap, None, None, None

    def _ways(
        self,
        step: Step,
        objectives: Sequence[str],
        owner: tuple[str | None, str | None],
        evidence: Sequence[Evidence],
    ) -> Iterator[Way]:
        of = (step.register, step.code, step.title)
        # what names an objective that is not there leads to none
        named = [code for code in objectives if code in self.objectives]
        above = [pair for code in named for pair in self._above(code)]
        if not above:
            above = [(None, gap) for gap in self._or_none(*of, OBJECTIVE)]
        code, name = owner[0], owner[1] or owner[0]
        owners: list[Step | None] = [
            replace(gap, left=(code, name)) if code and name else gap
            for gap in self._missing(*of, OWNER)
        ]
        if not owners:
            owners = [Step("people", code, name) if code and name else None]
        proofs: list[Step | None] = [*self._missing(*of, PROOF)]
        if evidence:
            told = plan_words.records(len(evidence), evidence[0].title)
            proofs.insert(
                0, Step("evidence", step.code, told, len(evidence), step.register, of=step.title)
            )
        for (outcome, objective), who, proof in product(above, owners, proofs or [None]):
            yield outcome, objective, step, who, proof

    def _above(self, code: str) -> list[tuple[Step | None, Step | None]]:
        """An objective below its outcome, or below the gap where that should be."""
        row = self.objectives.get(code)
        title = display.one_line(row.title) if row else code
        objective = Step("objectives", code, title)
        if row and row.outcome:
            found = self.outcomes.get(row.outcome)
            return [
                (Step("outcomes", row.outcome, found.title if found else row.outcome), objective)
            ]
        return [(gap, objective) for gap in self._or_none("objectives", code, title, OUTCOME)]

    def _or_none(self, register: str, code: str, title: str, column: int) -> Sequence[Step | None]:
        """What is missing of a row in a column; None alone where nothing is."""
        return self._missing(register, code, title, column) or [None]

    def _missing(self, register: str, code: str, title: str, column: int) -> list[Step]:
        """What the checks miss of a row in a column."""
        return [
            Step(
                register,
                code,
                plan_words.GAPS[found.rule],
                rule=found.rule,
                mark="waived" if found.waived_until else found.severity,
                of=title,
            )
            for found in self.gaps.get((register, code), ())
            if _MISSING[found.rule] == column
        ]


def _rows(ways: Iterable[Way]) -> tuple[Row, ...]:
    """Ways by their objective, the most gaps first."""
    by_objective: dict[Step | None, list[Way]] = {}
    for way in ways:
        objective = way[OBJECTIVE]
        # what serves none stands together, an outcome without one for itself
        key = None if objective is None or objective.register == "plan_items" else objective
        by_objective.setdefault(key, []).append(way)
    rows = [
        Row(key if key and not key.rule else None, tuple(found))
        for key, found in by_objective.items()
    ]
    rank = {"broken": 0, "unproved": 1, "followed": 2}
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                rank[row.standing],
                -row.gap_count,
                row.objective is None,
                row.objective.code if row.objective else "",
            ),
        )
    )
