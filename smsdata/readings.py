"""Readings: which are due from whom, entering them, correcting them, who has not entered.

A process owner sees what is due from them and from whoever they are deputy of. What they type is
read here, so that a page says at once how it is understood; it is stored by `smsdata.writing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from smsdata import display
from smsdata.board import Board, LatestReading, ReadingEntry, ReadingVersion
from smsdata.errors import ConflictError, InputError
from smsdata.models import Metric, Organization, Person, Service
from smsdata.periods import period_holding
from smsdata.rights import Rights
from smsdata.store import Store
from smsdata.typed import number_text
from smsdata.writing import Edit, save

# --- what is due ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A reading to be entered, in words, with what stands beside it."""

    entry: ReadingEntry
    metric: Metric
    service: str | None
    owner: str | None
    fiscal_month: int
    today: date

    @property
    def key(self) -> str:
        """What the row is known by."""
        return reading_key(self.metric.metric, self.entry.service, self.entry.period_start)

    @property
    def key_cells(self) -> dict[str, str]:
        """Its key, as a bundle's file has it."""
        return {
            "metric": self.metric.metric,
            "service": self.entry.service or "",
            "period_start": self.entry.period_start.isoformat(),
        }

    @property
    def ratio(self) -> bool:
        """Whether it may be given as a numerator and a denominator."""
        return self.metric.aggregation == "ratio"

    @property
    def period(self) -> str:
        """Its period: "October 2026"."""
        return display.period(self.entry.period_start, self.metric.frequency, self.fiscal_month)

    @property
    def overdue(self) -> bool:
        """Whether it should have been there by now."""
        return self.entry.freshness == "overdue"

    @property
    def when(self) -> str:
        """When it is due, or since how many days it is late."""
        return display.days_late((self.today - self.entry.due_on).days)

    @property
    def required(self) -> str:
        """What is required of its period: "at least 95 %"."""
        e, m = self.entry, self.metric
        return display.requirement(
            m.direction, e.required, e.required_lower, e.required_upper, m.unit, m.decimals
        )

    @property
    def last(self) -> str:
        """The reading before it: "89.9 %, March 2026"."""
        e = self.entry
        if e.last_start is None:
            return display.NO_READING_BEFORE
        period = display.period(e.last_start, self.metric.frequency, self.fiscal_month)
        reads = self.reads(e.last_figure, given=e.last_denominator is None)
        return f"{reads}, {period}"

    @property
    def asked_for(self) -> str:
        """The metric and service with their period, as one name."""
        return display.reading_of(self.metric.name, self.service, self.period)

    def reads(self, figure: float | None, *, given: bool = True) -> str:
        """A figure of it with its unit: as precisely as it was given, or as a quotient."""
        return _reads(self.metric, figure, given=given)


def _reads(metric: Metric, figure: float | None, *, given: bool) -> str:
    if figure is None:
        return display.NOTHING_TO_MEASURE
    decimals = metric.decimals
    if given:
        decimals = display.given_decimals(figure, decimals)
    return display.figure(figure, metric.unit, decimals)


def reading_key(metric: str, service: str | None, period_start: date) -> str:
    """A reading's key, as the view `change` writes it."""
    return f"{metric}/{service or ''}/{period_start}"


def parse_key(key: str) -> tuple[str, str | None, date] | None:
    """The metric, service and day that a key names; None where it names none.

    Years have four digits (contract, section 3).
    """
    metric, _, rest = key.partition("/")
    service, _, day = rest.partition("/")
    try:
        named = date.fromisoformat(day)
    except ValueError:
        return None
    return (metric, service or None, named) if named.year >= 1000 else None


@dataclass(frozen=True)
class _Names:
    """What rows are worded with."""

    metrics: Mapping[str, Metric]
    services: Mapping[str, str]
    people: Mapping[str, str]
    fiscal_month: int

    @classmethod
    def at(cls, board: Board) -> _Names:
        organization = board.organization() or Organization(name=display.UNNAMED_ORGANIZATION)
        return cls(
            {row.metric: row for row in board.register(Metric)},
            {row.service: row.name for row in board.register(Service)},
            {row.person: row.name for row in board.register(Person)},
            organization.fiscal_year_start_month,
        )

    def row(self, entry: ReadingEntry, today: date) -> Due:
        """A reading in words."""
        return Due(
            entry,
            self.metrics[entry.metric],
            self.services.get(entry.service, entry.service) if entry.service else None,
            self.people.get(entry.owner, entry.owner) if entry.owner else None,
            self.fiscal_month,
            today,
        )

    def due(
        self,
        metric: str,
        service: str | None,
        period_start: date,
        today: date,
        period_end: date | None = None,
        usual: tuple[float, float] | None = None,
    ) -> Due:
        """The same of a reading that nobody waits for."""
        owner, nothing = self.metrics[metric].owner, (None,) * (len(ReadingEntry.__slots__) - 9)
        return self.row(
            ReadingEntry(
                metric,
                service,
                owner,
                period_start,
                period_end or period_start,
                period_end or period_start,
                "current",
                *nothing,
                *(usual or (None, None)),
            ),
            today,
        )

    def entered(self, row: LatestReading, today: date, *, of_service: bool = False) -> Entered:
        """A reading in force; named by its service alone where its metric and period are plain."""
        due = self.due(row.metric, row.service, row.period_start, today)
        who = self.people.get(row.recorded_by, row.recorded_by)
        name = due.service if of_service and due.service else due.asked_for
        says = due.reads(row.figure, given=row.given)
        return Entered(due.key, name, says, who, row.recorded_at)


def everything_due(board: Board) -> list[Due]:
    """Every reading that is due or overdue, oldest first."""
    names = _Names.at(board)
    return [names.row(entry, board.on_date) for entry in board.reading_entries()]


def due_from(due: Sequence[Due], rights: Rights) -> list[Due]:
    """Those of a person and of whoever they are deputy of."""
    return [row for row in due if row.entry.owner in rights.stands_for]


# --- what is typed -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for one reading.

    `sure` says yes to a figure that was asked about; `replaces` is the version of somebody else's
    reading that is knowingly replaced, and `reason` why.
    """

    key: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    not_applicable: bool = False
    note: str = ""
    sure: bool = False
    replaces: datetime | None = None
    reason: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing yet to be stored."""
        figures = (self.value, self.numerator, self.denominator)
        return not self.not_applicable and not any(text.strip() for text in figures)


@dataclass(frozen=True, slots=True)
class Read:
    """How what was typed is understood: the figure in words, or what is wrong, or what is asked."""

    says: str = ""
    problem: str = ""
    asks: str = ""
    cells: Mapping[str, str] | None = None


def read(due: Due, typed: Typed) -> Read:
    """Read what was typed for a reading; nothing is stored."""
    if typed.empty:
        return Read()
    try:
        given = _given(typed, due.metric)
    except ValueError as error:
        return Read(problem=str(error))
    m, figure = due.metric, _figure(given, due.metric)
    beyond = "" if figure is None else display.beyond(figure, m.minimum, m.maximum, m.unit)
    problem = f"{display.sentence(beyond)}." if beyond else ""
    asks = "" if problem or typed.sure else _asks(due, figure, given)
    says = due.reads(figure, given="value" in given)
    return Read(says, problem, asks, _cells(due, typed, given))


def _given(typed: Typed, metric: Metric) -> dict[str, str]:
    """The figures that were typed, as a bundle writes them; ValueError, in words, otherwise."""
    texts = {
        "value": typed.value.strip(),
        "numerator": typed.numerator.strip(),
        "denominator": typed.denominator.strip(),
    }
    if typed.not_applicable:
        if any(texts.values()):
            raise ValueError(display.FIGURE_AND_NOTHING)
        return {}
    if texts["value"] and (texts["numerator"] or texts["denominator"]):
        raise ValueError(display.VALUE_AND_QUOTIENT)
    if not texts["value"] and not (texts["numerator"] and texts["denominator"]):
        raise ValueError(display.HALF_A_QUOTIENT)
    return {
        name: number_text(text, metric.unit if name == "value" else "")
        for name, text in texts.items()
        if text
    }


def _asks(due: Due, figure: float | None, given: Mapping[str, str]) -> str:
    """What is asked of a figure that its series does not expect, or that looks like a fraction."""
    e, low, high = due.entry, due.entry.usual_lower, due.entry.usual_upper
    if low is not None and high is not None:
        return unexpected(due.metric, (low, high), given)
    if figure is not None and due.metric.unit == "%" and 0 < figure <= 1:
        beside = [e.last_figure, e.required, e.required_lower, e.required_upper]
        if not any(known is not None and known <= 1 for known in beside):
            return display.fraction_of_percent(due.reads(figure), due.reads(figure * 100))
    return unexpected(due.metric, None, given)


def unexpected(metric: Metric, usual: tuple[float, float] | None, given: Mapping[str, str]) -> str:
    """What is asked of a figure outside the usual range of its series, and of 12 of 0.

    `given` are the figures of a reading as a bundle writes them, those alone that there are.
    """
    figure = _figure(given, metric)
    if figure is None:
        some = float(given.get("numerator", 0))
        return display.some_of_none(some) if some else ""
    if usual is None:
        return ""
    low, high = usual
    # rounding of what was stored asks nobody
    room = 1e-9 * max(1.0, abs(low), abs(high))
    if low - room <= figure <= high + room:
        return ""
    decimals = metric.decimals
    telling = display.telling_decimals(figure, usual, decimals)
    return display.unusual(
        _reads(metric, figure, given="value" in given)
        if telling == decimals
        else display.figure(figure, metric.unit, telling),
        display.number(low, telling),
        display.figure(high, metric.unit, telling),
    )


def _figure(given: Mapping[str, str], metric: Metric) -> float | None:
    """The figure of a reading, as the rule `figure` in sql/rules reckons it."""
    if not given:
        return None
    if "value" in given:
        return float(given["value"])
    denominator = float(given["denominator"])
    if denominator == 0:
        return None
    return float(given["numerator"]) / denominator * metric.scale


def _cells(due: Due, typed: Typed, given: Mapping[str, str]) -> dict[str, str]:
    return {
        **due.key_cells,
        "value": given.get("value", ""),
        "numerator": given.get("numerator", ""),
        "denominator": given.get("denominator", ""),
        "not_applicable": str(typed.not_applicable).lower(),
        "note": typed.note.strip(),
    }


# --- entering ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one reading that was handed in: stored, refused, or asked about."""

    key: str
    stored: str = ""
    problem: str = ""
    asks: str = ""


def enter(store: Store, actor: str, due: Sequence[Due], typed: Sequence[Typed]) -> list[Answered]:
    """Store what was typed for readings that were due: all that can be, in one transaction.

    What cannot be stored says why and stays with whoever typed it: a problem, a question about an
    unusual figure that was not answered, or somebody else's reading that came first. NotAllowed
    where one of them is not the actor's.
    """
    rows = {row.key: row for row in due}
    answers: dict[str, Answered] = {}
    wanted: dict[str, tuple[Typed, Read]] = {}
    for item in typed:
        row = rows.get(item.key)
        if row is None or item.empty:
            continue
        understood = read(row, item)
        problem = understood.problem
        if item.replaces is not None and not item.reason.strip():
            problem = problem or display.SAY_WHY
        if problem or understood.asks or understood.cells is None:
            answers[item.key] = Answered(item.key, problem=problem, asks=understood.asks)
        else:
            wanted[item.key] = (item, understood)
    while wanted:
        refused = _store(store, actor, wanted)
        if not refused:
            break
        for answer in refused:
            answers[answer.key] = answer
            del wanted[answer.key]
    for key, (_, understood) in wanted.items():
        answers[key] = Answered(key, stored=f"{rows[key].asked_for}: {understood.says}")
    return [answers[item.key] for item in typed if item.key in answers]


def _store(store: Store, actor: str, wanted: Mapping[str, tuple[Typed, Read]]) -> list[Answered]:
    """Store all of them, or say which stand in the way."""
    keys = list(wanted)
    reasons = [item.reason.strip() for item, _ in wanted.values() if item.reason.strip()]
    edits = [
        Edit("readings", understood.cells or {}, made_from=item.replaces)
        for item, understood in wanted.values()
    ]
    try:
        save(store, actor, edits, "; ".join(dict.fromkeys(reasons)) or None)
    except ConflictError as error:
        faster = {"/".join(conflict.key) for conflict in error.conflicts}
        return [Answered(key, problem=display.FASTER) for key in keys if key in faster]
    except InputError as error:
        by_row: dict[int, list[str]] = {}
        for problem in error.problems:
            by_row.setdefault(problem.row, []).append(f"{problem.column} {problem.what}".strip())
        whole = by_row.pop(0, None)
        if whole:
            return [Answered(key, problem=display.sentence("; ".join(whole))) for key in keys]
        return [
            Answered(keys[row - 2], problem=display.sentence("; ".join(what)))
            for row, what in by_row.items()
        ]
    return []


# --- one reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """A reading in force, in words."""

    key: str
    name: str
    says: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class OneReading:
    """One reading with everything that was ever recorded of it, oldest version first.

    Where nobody gave it for the whole, `parts` are the services' readings of its period, and
    `together` their figure by the metric's aggregation.
    """

    due: Due
    versions: tuple[ReadingVersion, ...]
    people: Mapping[str, str]
    parts: tuple[Entered, ...] = ()
    together: float | None = None

    @property
    def current(self) -> ReadingVersion | None:
        """The version in force, if there is one."""
        last = self.versions[-1] if self.versions else None
        return last if last is not None and not last.withdrawn else None

    @property
    def made_from(self) -> datetime | None:
        """The version that a change of it is made from."""
        return self.current.recorded_at if self.current else None

    @property
    def headline(self) -> str:
        """Its figure in words: its own, else that of its services together."""
        if self.current is not None:
            return self.says(self.current)
        return self.due.reads(self.together) if self.parts else display.NO_READING

    def name_of(self, version: ReadingVersion) -> str:
        """Who recorded a version, by name where it is a person."""
        return self.people.get(version.recorded_by, version.recorded_by)

    def says(self, version: ReadingVersion) -> str:
        """A version's figure in words."""
        if version.withdrawn:
            return display.IS_WITHDRAWN
        return self.due.reads(version.figure, given=version.value is not None)

    def read(self, typed: Typed) -> Read:
        """Read what was typed in its place; the figure that it has is not asked about again."""
        found = read(self.due, typed)
        stands = self.current is not None and found.says == self.says(self.current)
        return replace(found, asks="") if stands else found


def one_reading(
    board: Board, metric: str, service: str | None, period_start: date
) -> OneReading | None:
    """A reading and its history, by any day of its period; None where there is and can be none.

    Nobody reads a metric that is not there, for a service that is not, or for a period to come.
    """
    return _one(board, _Names.at(board), metric, service, period_start)


def _one(
    board: Board, names: _Names, metric: str, service: str | None, period_start: date
) -> OneReading | None:
    if metric not in names.metrics:
        return None
    frequency = names.metrics[metric].frequency
    period_start = period_holding(period_start, frequency, names.fiscal_month)
    versions = board.reading_versions(metric, service, period_start)
    to_be_had = service in (None, *names.services) and period_start <= board.on_date
    if not versions and not to_be_had:
        return None
    end = versions[-1].period_end if versions else period_start
    usual = board.usual_ranges([metric]).get((metric, service))
    due = names.due(metric, service, period_start, board.on_date, end, usual)
    found = OneReading(due, tuple(versions), names.people)
    if service is not None or found.current is not None:
        return found
    parts = board.readings_of_services(metric, period_start)
    return replace(
        found,
        parts=tuple(names.entered(row, board.on_date, of_service=True) for row in parts),
        together=board.figure_together(metric, period_start),
    )


def not_due(due: Sequence[Due], typed: Sequence[Typed]) -> list[Typed]:
    """What is typed for readings that are not due any more."""
    waited_for = {row.key for row in due}
    return [item for item in typed if item.key not in waited_for and not item.empty]


def taken(board: Board, due: Sequence[Due], typed: Sequence[Typed]) -> dict[str, OneReading]:
    """Of the readings that somebody types, those that others have entered meanwhile.

    They are not due any more. The same figure needs nobody's attention and is left out.
    """
    names, found = _Names.at(board), {}
    for item in not_due(due, typed):
        key = parse_key(item.key)
        reading = _one(board, names, *key) if key else None
        if reading is None or reading.current is None:
            continue
        mine = read(reading.due, replace(item, sure=True))
        if mine.problem or mine.says != reading.says(reading.current):
            found[item.key] = reading
    return found


def correct(store: Store, actor: str, reading: OneReading, typed: Typed, reason: str) -> str:
    """Store another figure for a reading, and say what was stored.

    Raises InputError for a figure that cannot be stored, one that is asked about and not yet said
    to be right, one that is recorded already, or a missing reason; ConflictError where somebody
    was faster; NotAllowed.
    """
    understood = reading.read(typed)
    if understood.cells is None or understood.problem or understood.asks:
        what = understood.problem or understood.asks or display.NO_FIGURE
        raise InputError.of(what, file=reading.due.asked_for)
    edit = Edit("readings", understood.cells, made_from=reading.made_from)
    (outcome,) = save(store, actor, [edit], reason)
    if outcome.unchanged:
        raise InputError.of(display.UNCHANGED, file=reading.due.asked_for)
    return f"{reading.due.asked_for}: {understood.says}"


def withdraw(store: Store, actor: str, reading: OneReading, reason: str) -> None:
    """Take a reading back, with a reason; raises as `correct` does."""
    edit = Edit("readings", reading.due.key_cells, withdraw=True, made_from=reading.made_from)
    save(store, actor, [edit], reason)


def entered_lately(board: Board, metrics: Sequence[str], most: int) -> list[Entered]:
    """The readings of some metrics that were recorded last, newest first."""
    names = _Names.at(board)
    return [names.entered(row, board.on_date) for row in board.latest_readings(metrics, most)]


# --- who has not entered -------------------------------------------------------------------------


@dataclass(frozen=True)
class Late:
    """Readings that one person has not entered, oldest first; `person` None: nobody owns them."""

    person: str | None
    name: str
    due: tuple[Due, ...]

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(row.overdue for row in self.due)

    @property
    def reminder(self) -> str:
        """A text to send them."""
        return display.reminder(
            self.name, [(row.asked_for, row.when) for row in self.due], self.overdue
        )


def who_has_not_entered(due: Sequence[Due]) -> list[Late]:
    """Everybody from whom readings are missing, most overdue first."""
    people: dict[str | None, list[Due]] = {}
    for row in due:
        people.setdefault(row.entry.owner, []).append(row)
    late = [
        Late(person, rows[0].owner or display.NO_OWNER, tuple(rows))
        for person, rows in people.items()
    ]
    return sorted(late, key=lambda item: (-item.overdue, -len(item.due), item.name))
