"""The plan and the improvements, as far as a management review looks at them.

Both are what the pages of the plan say; here is settled what of them a pack shows, and how much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from smsdata.board import Board
from smsdata.health_review import HealthReview, health_review
from smsdata.improvement_review import Effect, Idea, ImprovementReview, effects, improvement_review
from smsdata.plan_changes import ApprovedPlan, approved_plan
from smsdata.plan_review import PlanReview, Timeline, plan_review, timeline
from smsdata.review import ManagementReview
from smsdata.reviewing import management_review

# How many lines of the plan the timeline has, and how many improvements are drawn.
_MOST_BARS, _MOST_EFFECTS = 28, 8


@dataclass(frozen=True)
class Governance:
    """The plan with its health and timeline, and the improvements with what they brought."""

    plan: PlanReview
    health: HealthReview
    approved: ApprovedPlan
    timeline: Timeline
    improvements: ImprovementReview
    effects: dict[str, Effect]

    @property
    def drawn(self) -> tuple[tuple[Idea, Effect], ...]:
        """The improvements whose effect is drawn: those that can be told, proven ones first."""
        return tuple(
            (idea, self.effects[idea.code])
            for idea in self.improvements.told
            if idea.code in self.effects
        )


def is_governed(plan: PlanReview, improvements: ImprovementReview) -> bool:
    """Whether there is a plan or an improvement to show."""
    return bool(plan.lines or improvements.ideas)


def governance(
    board: Board, zone: str, plan: PlanReview, health: HealthReview, improvements: ImprovementReview
) -> Governance:
    """What a review shows of the plan and the improvements, composed from what pages show."""
    return Governance(
        plan,
        health,
        approved_plan(board, zone),
        timeline(board, plan.under_way[:_MOST_BARS]),
        improvements,
        effects(board, improvements.told[:_MOST_EFFECTS]),
    )


def pack_review(board: Board, first: date) -> ManagementReview:
    """The management review with the plan and the improvements, where there are any."""
    review = management_review(board, first)
    plan, improvements = plan_review(board), improvement_review(board)
    if not is_governed(plan, improvements):
        return review
    found = governance(board, review.zone, plan, health_review(board), improvements)
    return replace(review, governance=found)
