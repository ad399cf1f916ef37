"""What a management review is asked to decide, derived from the records: the rule of page 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from smsdata import display
from smsdata.governance import Governance
from smsdata.review import ManagementReview, ObjectiveReview, RevisedTarget

# How many days before its end a waiver is asked about.
_WAIVER_ENDS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to decide, who answers for it, and the page it is told on, as an address has it."""

    ask: str
    who: tuple[str, ...]
    page: str
    row: dict[str, str] = field(default_factory=dict)


def decisions(review: ManagementReview) -> tuple[Decision, ...]:
    """What only the review can settle, most urgent first."""
    plan = review.governance
    misses = review.misses
    # What is off target already is asked about as such, or has its recovery.
    ahead = [measure.key.objective for measure in review.misses_ahead]
    eased = [item.revision.objective for item in (*review.eased, *_unsettled_easings(review))]
    return (
        *_of([m for m in misses if m.explanation is None], display.ASK_EXPLANATION),
        *_of([m for m in misses if _unsettled(m)], display.ASK_RECOVERY),
        *_of([m for m in misses if _overdue(m)], display.ASK_NEW_DATE),
        *(_blocked(plan) if plan else ()),
        *_of(_objectives(review, ahead), display.ASK_FORECAST),
        *(_approval(plan) if plan else ()),
        *_of(_objectives(review, eased), display.ASK_EASED),
        *(_proposed(plan) if plan else ()),
        *(_waived(plan) if plan else ()),
        *_of(review.standing_at("unmeasured"), display.ASK_TARGET),
        *_restated(review),
    )


# --- objectives ----------------------------------------------------------------------------------


def _of(items: Sequence[ObjectiveReview], ask: str) -> Iterable[Decision]:
    if items:
        yield _decision(
            display.decision(ask, [item.title for item in items]),
            [item.owner for item in items],
            "objectives",
            ("objective", "objective", [item.code for item in items]),
        )


def _decision(
    ask: str, who: Iterable[str | None], together: str, alone: tuple[str, str, Sequence[str]]
) -> Decision:
    """A decision about some rows: a page of one row `alone`, or that which lists them."""
    names = tuple(dict.fromkeys(name for name in who if name)) or (display.NO_OWNER,)
    page, name, codes = alone
    if len(codes) == 1:
        return Decision(ask, names, page, {name: codes[0]})
    return Decision(ask, names, together)


def _unsettled(item: ObjectiveReview) -> bool:
    """Whether an explanation does not say how, by whom and by when, or was closed too early."""
    said = item.explanation
    return said is not None and (
        not said.open
        or said.explanation.recovery is None
        or said.owner is None
        or said.explanation.due_on is None
    )


def _overdue(item: ObjectiveReview) -> bool:
    """Whether a recovery that says all of it is past its day; another is agreed anew as a whole."""
    said = item.open_explanation
    return said is not None and said.late and not _unsettled(item)


def _objectives(review: ManagementReview, codes: Iterable[str]) -> list[ObjectiveReview]:
    found = (review.objective(code) for code in dict.fromkeys(codes))
    return [item for item in found if item is not None]


def _unsettled_easings(review: ManagementReview) -> Iterable[RevisedTarget]:
    """The targets lowered before the previous pack that an auditor objects to and nobody waived."""
    health = review.governance.health if review.governance else None
    open_codes = {
        row.code
        for item in (health.standing if health else ())
        for row in item.rows
        if row.rule == "target-lowered-after-miss"
    }
    return [item for item in review.eased_before if item.revision.objective in open_codes]


def _restated(review: ManagementReview) -> Iterable[Decision]:
    found = review.restatement
    if found.restated:
        ask = display.note_restatement(found.before, found.after, found.previous_end)
        yield Decision(ask, (), "")


# --- the plan and the improvements ---------------------------------------------------------------


def _blocked(governance: Governance) -> Iterable[Decision]:
    lines = [line for line in governance.plan.lines if line.status.status == "blocked"]
    if lines:
        yield _decision(
            display.decision(display.ASK_UNBLOCK, [line.title for line in lines]),
            [line.owner for line in lines],
            "plan",
            ("plan_item", "item", [line.code for line in lines]),
        )


def _approval(governance: Governance) -> Iterable[Decision]:
    """The plan, where it was never approved or was changed since."""
    approved = governance.approved
    if approved.approval is None:
        if governance.plan.lines:
            ask = display.ask_approval(len(governance.plan.lines))
            yield Decision(ask, (display.TOP_MANAGEMENT,), "plan")
    elif approved.changes:
        ask = display.ask_approval_anew(
            approved.approval.version,
            approved.approval.approved_on,
            len({change.code for change in approved.changes}),
        )
        yield Decision(ask, (approved.approved_by,), "plan")


def _proposed(governance: Governance) -> Iterable[Decision]:
    ideas = [i for i in governance.improvements.ideas if i.status.state == "proposed"]
    if ideas:
        yield _decision(
            display.decision(display.ASK_IMPROVEMENT, [idea.title for idea in ideas]),
            [idea.owner for idea in ideas],
            "improvements",
            ("improvement", "improvement", [idea.code for idea in ideas]),
        )


def _waived(governance: Governance) -> Iterable[Decision]:
    """The waivers that end soon."""
    health = governance.health
    ends = [
        row.waived_until
        for item in health.waived
        for row in item.rows
        if row.waived_until is not None and row.waived_until <= health.on_date + _WAIVER_ENDS
    ]
    if ends:
        yield Decision(display.ask_waivers(len(ends), min(ends)), (), "health")
