"""My work: everything that waits for a person, or for whom they are deputy of, by its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from smsdata import display, improvement_words, plan_words
from smsdata.board import Board
from smsdata.explanations import unexplained
from smsdata.improvement_review import improvement_review
from smsdata.models import Person
from smsdata.plan_review import plan_review
from smsdata.readings import everything_due, reading_key
from smsdata.rights import Rights

# How far ahead somebody looks.
_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `page` and `names` are where it is done; without a day it waits now.

    `code` tells it from the others of its kind, whatever else changes about it.
    """

    kind: str
    code: str
    title: str
    what: str
    due_on: date | None
    today: date
    owner: str
    page: str
    names: tuple[tuple[str, str], ...]

    @property
    def late(self) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < self.today

    @property
    def when(self) -> str:
        """When it is due, or since how many days it is late."""
        if self.due_on is None:
            return plan_words.NOW
        return display.days_late((self.today - self.due_on).days)


def my_work(board: Board, rights: Rights) -> list[Task]:
    """What is due from a person by the board's day or soon after it, the oldest first."""
    mine = _Mine(board, rights, {row.person: row.name for row in board.register(Person)})
    found = [*mine.readings(), *mine.explanations(), *mine.plan(), *mine.improvements()]
    return sorted(found, key=lambda task: (task.due_on or board.on_date, task.kind, task.title))


@dataclass(frozen=True)
class _Mine:
    """What the person, or whoever they are deputy of, owns."""

    board: Board
    rights: Rights
    people: dict[str, str]

    def readings(self) -> Iterable[Task]:
        for due in everything_due(self.board):
            yield from self._task(
                due.entry.owner,
                ("reading", due.key, due.asked_for, plan_words.ENTER),
                due.entry.due_on,
                "readings",
            )

    def explanations(self) -> Iterable[Task]:
        for missed in unexplained(self.board):
            what = plan_words.EXPLAIN.format(actual=missed.actual, required=missed.required)
            m = missed.due
            code = f"{m.objective}/{reading_key(m.metric, m.service, m.evaluated_on)}"
            yield from self._task(m.owner, ("explanation", code, m.title, what), None, "readings")

    def plan(self) -> Iterable[Task]:
        lines = {
            line.code: line
            for line in plan_review(self.board).lines
            if line.item.owner in self.rights.stands_for and line.open
        }
        recurring = [code for code, line in lines.items() if line.item.timing == "recurring"]
        for row in self.board.plan_occurrences(recurring, date.min, self.board.on_date + _AHEAD):
            if row.done_on is None:
                line = lines[row.plan_item]
                due = row.due_on.isoformat()
                title = f"{line.title}, {display.day(row.due_on)}"
                told = ("occurrence", f"{line.code}/{due}", title, plan_words.DO)
                yield from self._task(
                    line.item.owner, told, row.due_on, "plan_item", item=line.code, due=due
                )
        for line in lines.values():
            next_due = line.status.next_due_on if line.item.timing == "dated" else None
            soon = next_due is not None and next_due <= self.board.on_date + _AHEAD
            if soon or line.status.status in ("blocked", "behind"):
                what = f"{display.status_word(line.status.status)}, {line.progress}"
                told = ("plan_item", line.code, line.title, what)
                yield from self._task(line.item.owner, told, next_due, "plan_item", item=line.code)

    def improvements(self) -> Iterable[Task]:
        for idea in improvement_review(self.board).ideas:
            due = idea.record.due_on
            if (
                idea.status.state in improvement_words.UNDER_WAY
                and due is not None
                and due <= self.board.on_date + _AHEAD
            ):
                told = ("improvement", idea.code, idea.title, idea.state)
                yield from self._task(
                    idea.record.owner, told, due, "improvement", improvement=idea.code
                )

    def _task(
        self,
        owner: str | None,
        told: tuple[str, str, str, str],
        due_on: date | None,
        page: str,
        **names: str,
    ) -> Iterable[Task]:
        """A task, where it is one of theirs; `told` is its kind, code, title and what to do."""
        if owner is not None and owner in self.rights.stands_for:
            whose = self.people.get(owner, owner)
            yield Task(*told, due_on, self.board.on_date, whose, page, tuple(names.items()))
